//! Showing again that one is oneself: by which ways, and what came of it.

use std::sync::Arc;

use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use desk::{Attempt, Browser, Failure, Officer, PasskeyUse, Proof};
use store::SecretHash;

use crate::app::App;
use crate::component::{Slips, Ways};
use crate::passkey;
use crate::session::SessionHash;
use crate::speech::Speech;
use crate::typed::Typed;

/// What a proof with a passkey is for: only in the session in which it was asked.
fn purpose(session: &SecretHash) -> String {
    format!("passkey to go on in {}", desk::session_name(session))
}

/// The ways in which an officer can show in a session that they are themselves.
///
/// # Errors
/// When the store fails.
pub async fn ways(app: &App, officer: &Officer, session: &SecretHash) -> Result<Ways, Failure> {
    let person = officer.person.id.clone();
    let (account, passkeys, bound) = app
        .unseen(move |office| {
            let reader = office.reader();
            Ok((reader.account(&person)?, reader.passkeys(&person)?, reader.bound_to_provider(&person)?))
        })
        .await?;
    let passkey = if passkeys.is_empty() { None } else { passkey::ask(app, &purpose(session))? };
    Ok(Ways {
        password: account.as_ref().is_some_and(|account| account.password.is_some()),
        code: account.is_some_and(|account| account.totp_secret.is_some()),
        passkey,
        provider: bound.and(app.provider()).map(|provider| provider.name().to_owned()),
        slips: Slips::new(),
    })
}

/// What came of it.
pub enum Shown {
    /// The session goes on under this token.
    Anew(String),
    /// To be asked, or asked again.
    Ask(Box<Ways>),
    /// Too many tries; seconds to wait.
    TooMany(i64),
}

/// Looks at what a form brought to show that its sender is themselves.
///
/// # Errors
/// When the store fails, or when the session has ended meanwhile.
pub async fn look(app: &App, parts: &Parts, speech: Speech, typed: &Typed) -> Result<Shown, Failure> {
    let officer = parts.extensions.get::<Arc<Officer>>().cloned();
    let session = parts.extensions.get::<SessionHash>().copied();
    let (Some(officer), Some(SessionHash(session))) = (officer, session) else {
        return Ok(Shown::Ask(Box::default()));
    };
    let mut ways = ways(app, &officer, &session).await?;
    let answer = typed.some("proof-passkey-answer").map(str::to_owned);
    let password = typed.raw("proof-password").to_owned();
    if answer.is_none() && password.is_empty() {
        return Ok(Shown::Ask(Box::new(ways)));
    }
    // Counted for the session: whoever took one over cannot hold up its owner in another.
    let counted = format!("{} proof {}", officer.person.id, desk::session_name(&session));
    if let Some(seconds) = app.throttle().guess(&counted, app.now()) {
        return Ok(Shown::TooMany(seconds));
    }
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let proof = match answer {
        Some(answer) => {
            match passkey::shown(app, &purpose(&session), &answer, typed.get("proof-passkey-sealed")).await {
                Ok(used) => by_passkey(app, &officer, used, agent, session).await?,
                Err(Failure::Refused(refusal)) => {
                    ways.slips.note("content", speech.refusal(&refusal));
                    return Ok(Shown::Ask(Box::new(ways)));
                }
                Err(failure) => return Err(failure),
            }
        }
        None => by_password(app, &officer, password, typed, agent, session).await?,
    };
    match proof {
        Proof::Shown(token) => {
            app.throttle().right(&counted);
            return Ok(Shown::Anew(token.reveal().to_owned()));
        }
        Proof::CodeWanted => ways.slips.note("proof-code", speech.say("account-code-wanted")),
        Proof::Refused => ways.slips.note("proof-password", speech.say("proof-refused")),
    }
    Ok(Shown::Ask(Box::new(ways)))
}

async fn by_passkey(
    app: &App,
    officer: &Arc<Officer>,
    used: PasskeyUse,
    agent: String,
    session: SecretHash,
) -> Result<Proof, Failure> {
    let (person, now, mut ids) = (officer.person.id.clone(), app.now(), app.ids());
    app.write(move |writer| {
        let browser = Browser { agent: &agent, before: Some(&session) };
        desk::prove_by_passkey(writer, &person, &used, browser, now, &mut ids)
    })
    .await
}

async fn by_password(
    app: &App,
    officer: &Arc<Officer>,
    password: String,
    typed: &Typed,
    agent: String,
    session: SecretHash,
) -> Result<Proof, Failure> {
    let fits = fits(app, &officer.person.id, password).await?;
    let code = typed.some("proof-code").map(str::to_owned);
    let (person, now, mut ids) = (officer.person.id.clone(), app.now(), app.ids());
    app.write(move |writer| {
        let browser = Browser { agent: &agent, before: Some(&session) };
        let attempt = Attempt { person: &person, password_fits: fits, code: code.as_deref(), browser };
        desk::prove(writer, &attempt, now, &mut ids)
    })
    .await
}

/// Whether a password is that of a person. It takes as long where there is none.
///
/// # Errors
/// When the store fails.
pub async fn fits(app: &App, person: &model::PersonId, password: String) -> Result<bool, Failure> {
    let person = person.clone();
    let account = app.unseen(move |office| Ok(office.reader().account(&person)?)).await?;
    let hash = account.and_then(|account| account.password);
    app.hash(move || Ok(desk::password_fits(&password, hash.as_deref()))).await
}
