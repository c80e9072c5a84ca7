//! Sessions: the gate that knows visitors by their cookie or token.

use std::sync::Arc;

use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap};
use axum::http::request::Parts;
use desk::{Failure, Officer, hash_of};
use model::{PersonId, Power, Standing};
use sha2::{Digest, Sha256};
use store::SecretHash;

use crate::app::App;
use crate::choice::Choice;
use crate::cookie;
use crate::proof::{self, Shown};
use crate::route::{Answer, Gate, Outage, Policy, Proving};
use crate::speech::{Speech, Tongue};
use crate::typed::Typed;
use crate::visit::{Proof, Visitor};

/// How long a session goes unnoted while it is in use, in microseconds: a write a minute is enough to
/// know that somebody is there.
const NOTED_EVERY_MICROS: i64 = 60_000_000;

/// How long a browser is known again, in seconds: the longest that browsers keep a cookie.
const DEVICE_SECONDS: i64 = 400 * 24 * 3600;

/// The session that a request came with.
#[derive(Clone, Copy, Debug)]
pub struct SessionHash(pub SecretHash);

/// Knows visitors by the session in their cookie, or by the token in their `Authorization` header.
pub struct SessionGate {
    app: App,
}

impl SessionGate {
    /// The gate of an office.
    pub fn new(app: App) -> SessionGate {
        SessionGate { app }
    }

    async fn known(&self, parts: &mut Parts) -> Result<Visitor, Failure> {
        if let Some(token) = bearer(&parts.headers) {
            let (hash, now) = (hash_of(token), self.app.now());
            let found = self.app.unseen(move |office| office.api_token(&hash, now)).await?;
            let Some(token) = found else { return Ok(Visitor::default()) };
            let (number, administers) = (token.id, token.reach == "administer");
            if token.used_at.is_none_or(|used| now - used > NOTED_EVERY_MICROS) {
                let who = token.person.to_string();
                self.app
                    .write(move |writer| {
                        writer.transact(&who, now, |deed| -> Result<(), Failure> { Ok(deed.touch_token(number)?) })
                    })
                    .await?;
            }
            let reads_only = token.reach == "read";
            let visitor = self.visitor_of(parts, token.person, Proof::Token, None, administers).await?;
            return Ok(Visitor { reads_only: reads_only && visitor.is_signed_in(), ..visitor });
        }
        let Some(token) = cookie::read(&parts.headers, session_cookie(&self.app)).map(str::to_owned) else {
            return Ok(Visitor::default());
        };
        let (hash, now) = (hash_of(&token), self.app.now());
        let Some(session) = self.app.unseen(move |office| office.session(&hash, now)).await? else {
            return Ok(Visitor::default());
        };
        if now - session.seen_at > NOTED_EVERY_MICROS {
            let who = session.person.to_string();
            self.app
                .write(move |writer| {
                    writer.transact(&who, now, |deed| -> Result<(), Failure> { Ok(deed.touch_session(&hash)?) })
                })
                .await?;
        }
        parts.extensions.insert(SessionHash(hash));
        let is_proved = desk::is_proved(&session, now);
        self.visitor_of(parts, session.person, Proof::Session, Some(form_token(&token)), is_proved).await
    }

    /// Looks at a proof, and at who the visitor is under the token that their session has then.
    async fn proving(&self, parts: &mut Parts, fields: &[(String, String)]) -> Result<Proving, Failure> {
        let officer = parts.extensions.get::<Arc<Officer>>();
        let own = officer.and_then(|officer| officer.person.language.as_deref().and_then(Tongue::parse));
        let choice = Choice::of_cookies(&parts.headers);
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let speech = Speech::of(Tongue::choose(own, choice.tongue.map(Tongue::tag), accepted));
        Ok(match proof::look(&self.app, parts, speech, &Typed::sent(fields)).await? {
            Shown::Ask(ways) => Proving::Ask(ways),
            Shown::TooMany(seconds) => Proving::TooMany(seconds.unsigned_abs()),
            Shown::Anew(token) => {
                let person = parts.extensions.get::<Arc<Officer>>().map(|officer| officer.person.id.clone());
                let Some(person) = person else { return Ok(Proving::Ask(Box::default())) };
                parts.extensions.insert(SessionHash(hash_of(&token)));
                let visitor = self.visitor_of(parts, person, Proof::Session, Some(form_token(&token)), true).await?;
                Proving::Shown(Box::new(visitor), renewed(&self.app, &token))
            }
        })
    }

    async fn visitor_of(
        &self,
        parts: &mut Parts,
        person: PersonId,
        proof: Proof,
        form_token: Option<String>,
        is_proved: bool,
    ) -> Result<Visitor, Failure> {
        let officer = match self.app.officer(person).await {
            Ok(officer) => officer,
            // The account was closed while the session lasted.
            Err(Failure::Refused(_)) => return Ok(Visitor::default()),
            Err(failure) => return Err(failure),
        };
        let (posts, today) = (officer.post_ids(), self.app.today());
        let n_waiting = self.app.read(&officer, move |office| office.n_waiting(&posts, today)).await?;
        let visitor = Visitor {
            proof,
            name: Some(officer.person.name.clone()),
            post: officer
                .posts
                .iter()
                .find(|(_, standing)| *standing == Standing::Holder)
                .map(|(post, _)| post.title.clone()),
            powers: powers(&officer),
            form_token,
            is_proved,
            reads_only: false,
            tongue: officer.person.language.as_deref().and_then(Tongue::parse),
            appearance: None,
            n_waiting: Some(u32::try_from(n_waiting).unwrap_or(u32::MAX)),
        };
        parts.extensions.insert(Arc::new(officer));
        Ok(visitor)
    }
}

impl Gate for SessionGate {
    fn visitor<'a>(&'a self, parts: &'a mut Parts) -> Answer<'a, Visitor> {
        Box::pin(async move {
            self.known(parts).await.map_err(|failure| {
                tracing::error!(cause = failure.to_string(), "a visitor could not be looked up");
                Outage
            })
        })
    }

    fn prove<'a>(&'a self, parts: &'a mut Parts, fields: &'a [(String, String)]) -> Answer<'a, Proving> {
        Box::pin(async move {
            match self.proving(parts, fields).await {
                Ok(proving) => Ok(proving),
                // The session ended while its person showed that it was theirs.
                Err(Failure::Refused(_)) => Ok(Proving::Ask(Box::default())),
                Err(failure) => {
                    tracing::error!(cause = failure.to_string(), "a proof could not be looked at");
                    Err(Outage)
                }
            }
        })
    }

    fn chose<'a>(&'a self, parts: &'a Parts, choice: Choice) -> Answer<'a, ()> {
        Box::pin(async move {
            let (Some(officer), Some(tongue)) = (parts.extensions.get::<Arc<Officer>>(), choice.tongue) else {
                return Ok(());
            };
            let kept = self.app.act(officer, move |writer, turn, _| desk::choose_language(writer, turn, tongue.tag()));
            kept.await.map_err(|failure| {
                tracing::error!(cause = failure.to_string(), "a choice of language could not be kept");
                Outage
            })
        })
    }
}

/// The policies that the powers of an officer's posts open.
fn powers(officer: &Officer) -> Vec<Policy> {
    let opened = [
        (Power::Coordinate, Policy::Coordinate),
        (Power::Document, Policy::Document),
        (Power::Administer, Policy::Administer),
        (Power::Audit, Policy::Audit),
    ];
    opened.into_iter().filter(|(power, _)| officer.with_power(*power).is_some()).map(|(_, policy)| policy).collect()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The token of a session's forms: made from the session's own, so that whoever has one form cannot make the
/// session of it.
pub fn form_token(session: &str) -> String {
    let sum = Sha256::new().chain_update(b"form ").chain_update(session.as_bytes()).finalize();
    sum.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the session's cookie. Over https it is bound to this very host.
pub fn session_cookie(app: &App) -> &'static str {
    if app.is_secure() { "__Host-uptake-session" } else { "uptake-session" }
}

/// The name of the cookie by which a browser is known again.
pub fn device_cookie(app: &App) -> &'static str {
    if app.is_secure() { "__Host-uptake-device" } else { "uptake-device" }
}

fn line(app: &App, name: &str, value: &str, seconds: i64) -> String {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// The `Set-Cookie` lines of somebody who signed in.
pub fn signed_in(app: &App, session: &str, device: &str) -> [String; 2] {
    [
        line(app, session_cookie(app), session, desk::SESSION_MICROS / 1_000_000),
        line(app, device_cookie(app), device, DEVICE_SECONDS),
    ]
}

/// The `Set-Cookie` line of a session that goes on under a new token.
pub fn renewed(app: &App, session: &str) -> String {
    line(app, session_cookie(app), session, desk::SESSION_MICROS / 1_000_000)
}

/// The name of the cookie that goes with a browser to the provider of identities and back.
pub fn away_cookie(app: &App) -> &'static str {
    if app.is_secure() { "__Host-uptake-away" } else { "uptake-away" }
}

/// The `Set-Cookie` line of somebody who goes to the provider.
pub fn away(app: &App, sealed: &str, seconds: i64) -> String {
    line(app, away_cookie(app), sealed, seconds)
}

/// The `Set-Cookie` line of somebody who came back from it.
pub fn returned(app: &App) -> String {
    line(app, away_cookie(app), "", 0)
}

/// The `Set-Cookie` line of somebody who signed out.
pub fn signed_out(app: &App) -> String {
    line(app, session_cookie(app), "", 0)
}
