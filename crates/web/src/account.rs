//! Accounts: signing in and out, taking up a one-time link, and one's own settings.

use axum::Extension;
use axum::extract::Path;
use axum::extract::{Request, State};
use axum::http::header::{HeaderMap, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{Attempt, Entrance, Failure, hash_of};
use maud::{Markup, html};
use model::PersonId;
use store::{ApiToken, Session};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Page, Slips, Table, Tone, Trouble, banner};
use crate::cookie;
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::session::{self, SessionHash};
use crate::typed::Typed;
use crate::visit::Visit;

/// Where to go on after signing in: an address of this office and of no other.
fn local(address: &str) -> &str {
    let is_local = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if is_local { address } else { "/" }
}

fn sign_in_page(visit: &Visit, typed: &Typed, slips: &Slips, wants_code: bool) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("account-sign-in")).narrow().slips(slips).draw(html! {
        @if typed.ticked("welcome") {
            (banner(Tone::Good, &speech.say("account-ready"), html! { p { (speech.say("account-ready-body")) } }))
        }
        (Form::new(visit, "/sign-in").slips(slips).around(html! {
            input type="hidden" name="next" value=(local(typed.get("next")));
            (Field::text("name", speech.say("account-name")).hint(speech.say("account-name-hint")).value(typed.get("name")).slips(slips).complete("username").draw(speech))
            (Field::password("password", speech.say("account-password")).slips(slips).complete("current-password").draw(speech))
            @if wants_code {
                (Field::number("code", speech.say("account-code")).hint(speech.say("account-code-hint")).slips(slips).complete("one-time-code").draw(speech))
            }
            div class="actions" { (Button::primary(&speech.say("account-sign-in"))) }
        }))
        p class="quiet" { (speech.say("account-forgotten")) }
    })
}

async fn sign_in_form(visit: Visit, request: Request) -> Answer {
    let typed = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    Ok(shown(sign_in_page(&visit, &typed, &Slips::new(), false)))
}

async fn sign_in(State(app): State<App>, visit: Visit, headers: HeaderMap, typed: Typed) -> Answer {
    let speech = visit.speech;
    let refuse = |status: StatusCode, sentence: String, wants_code: bool| {
        let mut slips = Slips::new();
        slips.note(if wants_code { "code" } else { "name" }, sentence);
        page(status, sign_in_page(&visit, &typed, &slips, wants_code))
    };
    // What is no name at all takes the same way as a name that nobody has.
    let person = PersonId::new(typed.get("name").to_lowercase().as_str()).or_else(|_| PersonId::new("nobody"));
    let person = person.map_err(|refusal| failed(&visit, &refusal.into()))?;
    let device = cookie::read(&headers, session::device_cookie(&app)).map(hash_of);
    let known = match device {
        Some(hash) => {
            let person = person.clone();
            app.unseen(move |office| Ok(office.reader().knows_device(&person, &hash)?))
                .await
                .map_err(|f| failed(&visit, &f))?
        }
        None => false,
    };
    let counted = format!("{person} {}", if known { "known" } else { "unknown" });
    if let Some(seconds) = app.throttle().guess(&counted, app.now()) {
        return Err(Trouble::TooMany(seconds.unsigned_abs()).into_response());
    }
    let password = typed.raw("password").to_owned();
    let name = person.clone();
    let hash = app.unseen(move |office| Ok(office.reader().account(&name)?)).await.map_err(|f| failed(&visit, &f))?;
    let fits = app
        .hash(move || Ok(desk::password_fits(&password, hash.and_then(|account| account.password).as_deref())))
        .await
        .map_err(|f| failed(&visit, &f))?;
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let (code, now, mut ids) = (typed.some("code").map(str::to_owned), app.now(), app.ids());
    let entrance = app
        .write(move |writer| {
            let attempt = Attempt { person: &person, password_fits: fits, code: code.as_deref(), agent: &agent };
            desk::sign_in(writer, &attempt, now, &mut ids)
        })
        .await
        .map_err(|f| failed(&visit, &f))?;
    match entrance {
        Entrance::Open(open) => {
            app.throttle().right(&counted);
            let mut response = see_other(local(typed.get("next")));
            for line in session::signed_in(&app, open.token.reveal(), open.device.reveal()) {
                if let Ok(value) = HeaderValue::from_str(&line) {
                    response.headers_mut().append(SET_COOKIE, value);
                }
            }
            Ok(response)
        }
        Entrance::CodeWanted => Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, speech.say("account-code-wanted"), true)),
        Entrance::Shut => {
            let wants_code = typed.some("code").is_some();
            Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, speech.say("account-shut"), wants_code))
        }
    }
}

async fn sign_out(caller: Caller, session: Option<Extension<SessionHash>>) -> Answer {
    if let Some(Extension(SessionHash(hash))) = session {
        let (person, now) = (caller.officer.person.id.clone(), caller.app.now());
        let done = caller.app.write(move |writer| desk::sign_out(writer, &person, &hash, now)).await;
        done.map_err(|failure| failed(&caller.visit, &failure))?;
    }
    let mut response = see_other("/sign-in");
    if let Ok(value) = HeaderValue::from_str(&session::signed_out(&caller.app)) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}

fn invitation_page(visit: &Visit, person: &str, slips: &Slips) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("account-choose")).narrow().slips(slips).draw(html! {
        p { (speech.say("account-choose-body")) " " b { bdi { (person) } } }
        (Form::new(visit, &visit.address).slips(slips).around(html! {
            (new_password_fields(visit, slips))
            div class="actions" { (Button::primary(&speech.say("account-choose-go"))) }
        }))
    })
}

fn new_password_fields(visit: &Visit, slips: &Slips) -> Markup {
    let speech = visit.speech;
    html! {
        (Field::password("password", speech.say("account-new-password"))
            .hint(speech.with("account-password-hint", &[("count", desk::PASSWORD_CHARS_MIN.into())]))
            .slips(slips).complete("new-password").draw(speech))
        (Field::password("again", speech.say("account-again")).slips(slips).complete("new-password").draw(speech))
    }
}

async fn invitation(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let person = invited(&app, &visit, &token).await?;
    Ok(shown(invitation_page(&visit, person.as_str(), &Slips::new())))
}

async fn invited(app: &App, visit: &Visit, token: &str) -> Result<PersonId, Response> {
    let (hash, now) = (hash_of(token), app.now());
    let found =
        app.unseen(move |office| Ok(office.reader().invited(&hash, now)?)).await.map_err(|f| failed(visit, &f))?;
    found.ok_or_else(|| Trouble::Missing.into_response())
}

async fn take_invitation(State(app): State<App>, visit: Visit, Path(token): Path<String>, typed: Typed) -> Answer {
    let person = invited(&app, &visit, &token).await?;
    let hash = match hashed(&app, &visit, &typed).await? {
        Ok(hash) => hash,
        Err(slips) => {
            return Err(page(StatusCode::UNPROCESSABLE_ENTITY, invitation_page(&visit, person.as_str(), &slips)));
        }
    };
    let (link, now) = (hash_of(&token), app.now());
    app.write(move |writer| desk::take_invitation(writer, &link, &hash, now)).await.map_err(|f| failed(&visit, &f))?;
    Ok(see_other(&format!("/sign-in?welcome=1&name={person}")))
}

/// The hash of a new password, or what is to be corrected.
async fn hashed(app: &App, visit: &Visit, typed: &Typed) -> Result<Result<String, Slips>, Response> {
    let mut slips = Slips::new();
    if typed.raw("password") != typed.raw("again") {
        slips.note("again", visit.speech.say("account-not-the-same"));
        return Ok(Err(slips));
    }
    let (password, mut ids) = (typed.raw("password").to_owned(), app.ids());
    match app.hash(move || desk::hash_password(&password, &mut ids)).await {
        Ok(hash) => Ok(Ok(hash)),
        Err(failure) => match sentence(&failure) {
            Some(sentence) => {
                slips.note("password", sentence);
                Ok(Err(slips))
            }
            None => Err(failed(visit, &failure)),
        },
    }
}

/// What the page of one's own settings shows.
struct Settings {
    sessions: Vec<Session>,
    tokens: Vec<ApiToken>,
    asks_for_codes: bool,
    /// A secret for one-time codes, offered while they are not asked for.
    offered: String,
}

async fn settings_of(caller: &Caller) -> Result<Settings, Failure> {
    let person = caller.officer.person.id.clone();
    let mut ids = caller.app.ids();
    caller
        .read(move |office| {
            let reader = office.reader();
            let account = reader.account(&person)?;
            Ok(Settings {
                sessions: reader.sessions(&person)?,
                tokens: reader.api_tokens(&person)?,
                asks_for_codes: account.is_some_and(|account| account.totp_secret.is_some()),
                offered: desk::Secret::new(&mut ids).reveal()[..32].to_uppercase(),
            })
        })
        .await
}

/// What has just been done, above the settings.
enum Notice {
    None,
    Done(&'static str),
    Token(String),
    Refused(String),
}

fn settings_page(
    caller: &Caller,
    current: Option<SessionHash>,
    settings: &Settings,
    slips: &Slips,
    notice: &Notice,
) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let officer = &caller.officer;
    let codes = speech.say("account-codes");
    let tokens = Table::new(
        speech.say("account-tokens"),
        vec![
            Column::new(speech.say("account-token-name")),
            Column::new(speech.say("account-token-reach")),
            Column::new(speech.say("account-token-until")),
            Column::new(speech.say("account-actions")),
        ],
    );
    let tokens = settings.tokens.iter().fold(tokens.caption_unseen().cards_on_phone(), |table, token| {
        table.row(vec![
            html! { bdi { (token.name) } },
            html! { (speech.say(if token.reach == "write" { "account-reach-write" } else { "account-reach-read" })) },
            html! { (when(speech, token.expires_at)) },
            html! {
                @if token.revoked_at.is_some() { (speech.say("account-token-revoked")) } @else {
                    (Form::new(visit, "/account").inline().around(html! {
                        input type="hidden" name="token" value=(token.id);
                        (Button::quiet(&speech.say("account-token-revoke")).sends("do", "revoke"))
                    }))
                }
            },
        ])
    });
    Page::new(visit, speech.say("account-settings")).narrow().slips(slips).draw(html! {
        @match notice {
            Notice::None => {},
            Notice::Done(key) => (banner(Tone::Good, &speech.say(key), html! {})),
            Notice::Refused(sentence) => (banner(Tone::Warn, sentence, html! {})),
            Notice::Token(token) => (banner(Tone::Good, &speech.say("account-token-made"), html! { p { code { (token) } } })),
        }
        h2 { (speech.say("account-posts")) }
        ul {
            @for (post, standing) in &officer.posts {
                li { a href={ "/office/posts/" (post.id) } { bdi { (post.title) } } " "
                    span class="quiet" { (speech.say(&format!("standing-{}", standing.word()))) } }
            }
        }
        h2 { (speech.say("account-password-change")) }
        (Form::new(visit, "/account").slips(slips).around(html! {
            (Field::password("current", speech.say("account-current")).slips(slips).complete("current-password").draw(speech))
            (new_password_fields(visit, slips))
            div class="actions" { (Button::plain(&speech.say("account-password-change")).sends("do", "password")) }
        }))
        h2 { (codes) }
        @if settings.asks_for_codes {
            p { (speech.say("account-codes-on")) }
            (Form::new(visit, "/account").around(Button::plain(&speech.say("account-codes-stop")).sends("do", "no-codes")))
        } @else {
            p { (speech.say("account-codes-off")) }
            p { code { (settings.offered) } }
            (Form::new(visit, "/account").around(html! {
                input type="hidden" name="secret" value=(settings.offered);
                (Field::number("code", speech.say("account-code")).hint(speech.say("account-code-hint")).slips(slips).complete("one-time-code").draw(speech))
                div class="actions" { (Button::plain(&speech.say("account-codes-start")).sends("do", "codes")) }
            }))
        }
        h2 { (speech.say("account-sessions")) }
        ul {
            @for session in &settings.sessions {
                li {
                    bdi { (session.agent) } " " span class="quiet" { (when(speech, session.seen_at)) }
                    @if current.is_some_and(|current| current.0 == session.token) { " · " (speech.say("account-session-this")) }
                }
            }
        }
        (Form::new(visit, "/account").around(Button::plain(&speech.say("account-sessions-end")).sends("do", "elsewhere")))
        h2 { (speech.say("account-tokens")) }
        p { (speech.say("account-tokens-body")) }
        @if !settings.tokens.is_empty() { (tokens.draw(speech)) }
        (Form::new(visit, "/account").around(html! {
            (Field::text("token-name", speech.say("account-token-name")).slips(slips).draw(speech))
            (Field::radios("reach", speech.say("account-token-reach"), vec![
                Choice::new("read", speech.say("account-reach-read")),
                Choice::new("write", speech.say("account-reach-write")),
            ]).value("read").draw(speech))
            div class="actions" { (Button::plain(&speech.say("account-token-make")).sends("do", "token")) }
        }))
        h2 { (speech.say("menu-sign-out")) }
        (Form::new(visit, "/sign-out").around(Button::plain(&speech.say("menu-sign-out"))))
    })
}

async fn settings(caller: Caller, session: Option<Extension<SessionHash>>) -> Answer {
    let settings = settings_of(&caller).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let session = session.map(|Extension(session)| session);
    Ok(shown(settings_page(&caller, session, &settings, &Slips::new(), &Notice::None)))
}

/// Days for which a token is good that is made on the page.
const TOKEN_DAYS: i64 = 365;

async fn change(caller: Caller, session: Option<Extension<SessionHash>>, typed: Typed) -> Answer {
    let session = session.map(|Extension(session)| session);
    let mut slips = Slips::new();
    let done = match typed.get("do") {
        "password" => change_password(&caller, &typed, &mut slips).await?,
        "codes" => {
            let (secret, code) = (base32(typed.get("secret")), typed.get("code").to_owned());
            caller
                .act(move |writer, turn, _| desk::ask_for_codes(writer, turn, &secret, &code))
                .await
                .map(|()| Notice::Done("account-codes-on"))
        }
        "no-codes" => caller
            .act(move |writer, turn, _| desk::ask_for_no_codes(writer, turn))
            .await
            .map(|()| Notice::Done("account-codes-stopped")),
        "elsewhere" => match session {
            Some(SessionHash(hash)) => caller
                .act(move |writer, turn, _| desk::sign_out_elsewhere(writer, turn, &hash))
                .await
                .map(|()| Notice::Done("account-sessions-ended")),
            None => Ok(Notice::None),
        },
        "token" => {
            let (name, reach) = (typed.get("token-name").to_owned(), typed.get("reach").to_owned());
            let made =
                caller.act(move |writer, turn, _| desk::issue_token(writer, turn, &name, &reach, TOKEN_DAYS)).await;
            made.map(|secret| Notice::Token(secret.reveal().to_owned()))
        }
        "revoke" => {
            let id = typed.get("token").parse().unwrap_or_default();
            caller
                .act(move |writer, turn, _| desk::revoke_token(writer, turn, id))
                .await
                .map(|()| Notice::Done("account-token-revoked"))
        }
        _ => Ok(Notice::None),
    };
    let notice = match done {
        Ok(notice) => notice,
        Err(failure) => Notice::Refused(sentence(&failure).ok_or_else(|| failed(&caller.visit, &failure))?),
    };
    let settings = settings_of(&caller).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let status = match (&notice, slips.is_empty()) {
        (Notice::Refused(_), _) | (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    Ok(page(status, settings_page(&caller, session, &settings, &slips, &notice)))
}

/// Changes the password: then every session ends, this one too.
async fn change_password(
    caller: &Caller,
    typed: &Typed,
    slips: &mut Slips,
) -> Result<Result<Notice, Failure>, Response> {
    let (app, visit, person) = (&caller.app, &caller.visit, caller.officer.person.id.clone());
    if let Some(seconds) = app.throttle().guess(&format!("{person} settings"), app.now()) {
        return Err(Trouble::TooMany(seconds.unsigned_abs()).into_response());
    }
    let name = person.clone();
    let account = app.unseen(move |office| Ok(office.reader().account(&name)?)).await.map_err(|f| failed(visit, &f))?;
    let current = typed.raw("current").to_owned();
    let held = account.and_then(|account| account.password);
    let fits =
        app.hash(move || Ok(desk::password_fits(&current, held.as_deref()))).await.map_err(|f| failed(visit, &f))?;
    if !fits {
        slips.note("current", visit.speech.say("account-current-wrong"));
        return Ok(Ok(Notice::None));
    }
    match hashed(app, visit, typed).await? {
        Err(wrong) => {
            *slips = wrong;
            Ok(Ok(Notice::None))
        }
        Ok(hash) => {
            let now = app.now();
            app.write(move |writer| desk::give_password(writer, &person, &hash, now))
                .await
                .map_err(|f| failed(visit, &f))?;
            Err(see_other(&format!("/sign-in?welcome=1&name={}", caller.officer.person.id)))
        }
    }
}

/// The bytes of a secret in base 32 (RFC 4648), as devices that make one-time codes take it.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut n_bits, mut bytes) = (0u32, 0, Vec::new());
    for digit in text
        .bytes()
        .filter_map(|b| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|d| *d == b.to_ascii_uppercase()))
    {
        bits = bits << 5 | u32::try_from(digit).unwrap_or(0);
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xff) as u8);
        }
    }
    bytes
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/sign-in", Policy::Public, sign_in_form)
        .form("/sign-in", Policy::Public, sign_in)
        .form("/sign-out", Policy::SignedIn, sign_out)
        .page("/invitations/{token}", Policy::Public, invitation)
        .form("/invitations/{token}", Policy::Public, take_invitation)
        .page("/account", Policy::SignedIn, settings)
        .form("/account", Policy::SignedIn, change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_goes_on_in_this_office_only() {
        for address in ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:1"] {
            assert_eq!(local(address), "/", "{address}");
        }
        assert_eq!(local("/needs/diesel?x=1"), "/needs/diesel?x=1");
    }

    #[test]
    fn secrets_are_read_as_the_standard_writes_them() {
        assert_eq!(base32("MZXW6YTBOI"), b"foobar");
    }
}
