//! Signing in and out.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use desk::{Attempt, Browser, Entrance, Failure, Officer, hash_of};
use maud::{Markup, html};
use model::PersonId;
use store::SecretHash;

use super::{agent, local, openid, with_cookies};
use crate::app::App;
use crate::component::{
    Button, Field, Form, PASSKEY_SCRIPT, Page, PasskeyAsk, PasskeyDeed, Slips, Tone, Trouble, banner, leading_on,
    link_button, passkey_button,
};
use crate::cookie;
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::passkey::{self, TO_COME_IN};
use crate::route::{Policy, Routes};
use crate::session::{self, SessionHash};
use crate::typed::Typed;
use crate::visit::Visit;

/// What the page is drawn with.
struct Door<'a> {
    visit: &'a Visit,
    typed: &'a Typed,
    slips: Slips,
    wants_code: bool,
    passkey: Option<PasskeyAsk>,
    /// What the provider of identities is called, where there is one.
    provider: Option<String>,
}

impl Door<'_> {
    fn draw(&self) -> Markup {
        let (visit, speech, typed, slips) = (self.visit, self.visit.speech, self.typed, &self.slips);
        let next = html! { input type="hidden" name="next" value=(local(typed.get("next"))); };
        Page::new(visit, speech.say("account-sign-in")).narrow().script(PASSKEY_SCRIPT).slips(slips).draw(html! {
            @if typed.ticked("welcome") {
                (banner(Tone::Good, &speech.say("account-ready"), html! { p { (speech.say("account-ready-body")) } }))
            }
            (Form::new(visit, "/sign-in").slips(slips).around(html! {
                (next)
                (Field::text("name", speech.say("account-name")).hint(speech.say("account-name-hint")).value(typed.get("name")).slips(slips).complete("username").draw(speech))
                (Field::password("password", speech.say("account-password")).slips(slips).complete("current-password").draw(speech))
                @if self.wants_code {
                    (Field::number("code", speech.say("account-code")).hint(speech.say("account-code-hint")).slips(slips).complete("one-time-code").draw(speech))
                }
                div class="actions" { (Button::primary(&speech.say("account-sign-in"))) }
            }))
            h2 { (speech.say("passkey-title")) }
            (Form::new(visit, "/sign-in/passkey").around(html! {
                (next)
                (passkey_button(speech, self.passkey.as_ref(), PasskeyDeed::Get, "", &speech.say("passkey-sign-in"), &visit.address))
            }))
            @if let Some(name) = &self.provider {
                h2 { (speech.say("provider-heading")) }
                // A link, not a form: the content policy lets no form lead to another site.
                p { (link_button(&speech.with("account-provider", &[("name", name.as_str().into())]), &leading_on(openid::SIGN_IN, local(typed.get("next"))), false)) }
            }
            p class="quiet" { (speech.say("account-forgotten")) }
        })
    }
}

fn called(app: &App) -> Option<String> {
    app.provider().map(|provider| provider.name().to_owned())
}

async fn form(State(app): State<App>, visit: Visit, request: Request) -> Answer {
    let typed = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let passkey = passkey::ask(&app, TO_COME_IN).map_err(|failure| failed(&visit, &failure))?;
    let provider = called(&app);
    let door = Door { visit: &visit, typed: &typed, slips: Slips::new(), wants_code: false, passkey, provider };
    Ok(shown(door.draw()))
}

/// The page again, with what is to be corrected.
fn refuse(app: &App, visit: &Visit, typed: &Typed, field: &str, sentence: String, wants_code: bool) -> Response {
    let passkey = match passkey::ask(app, TO_COME_IN) {
        Ok(passkey) => passkey,
        Err(failure) => return failed(visit, &failure),
    };
    let mut slips = Slips::new();
    slips.note(field, sentence);
    let provider = called(app);
    page(StatusCode::UNPROCESSABLE_ENTITY, Door { visit, typed, slips, wants_code, passkey, provider }.draw())
}

/// The session that a browser still has. It ends when another begins.
pub(super) fn session_before(app: &App, headers: &HeaderMap) -> Option<SecretHash> {
    cookie::read(headers, session::session_cookie(app)).map(hash_of)
}

/// Goes on inside, with the cookies of the new session.
pub(super) fn inside(app: &App, signed_in: &desk::SignedIn, next: &str) -> Response {
    let lines = session::signed_in(app, signed_in.token.reveal(), signed_in.device.reveal());
    with_cookies(see_other(local(next)), &lines)
}

async fn enter(State(app): State<App>, visit: Visit, headers: HeaderMap, typed: Typed) -> Answer {
    let speech = visit.speech;
    let fail = |failure: Failure| failed(&visit, &failure);
    // What is no name at all takes the same way as a name that nobody has.
    let person = PersonId::new(typed.get("name").to_lowercase().as_str()).or_else(|_| PersonId::new("nobody"));
    let person = person.map_err(|refusal| fail(refusal.into()))?;
    let known = match cookie::read(&headers, session::device_cookie(&app)).map(hash_of) {
        Some(hash) => {
            let person = person.clone();
            app.unseen(move |office| Ok(office.reader().knows_device(&person, &hash)?)).await.map_err(fail)?
        }
        None => false,
    };
    let counted = format!("{person} {}", if known { "known" } else { "unknown" });
    if let Some(seconds) = app.throttle().guess(&counted, app.now()) {
        return Err(Trouble::TooMany(seconds.unsigned_abs()).into_response());
    }
    let fits = crate::proof::fits(&app, &person, typed.raw("password").to_owned()).await.map_err(fail)?;
    let (agent, before) = (agent(&headers), session_before(&app, &headers));
    let (code, now, mut ids) = (typed.some("code").map(str::to_owned), app.now(), app.ids());
    let entrance = app
        .write(move |writer| {
            let browser = Browser { agent: &agent, before: before.as_ref() };
            let attempt = Attempt { person: &person, password_fits: fits, code: code.as_deref(), browser };
            desk::sign_in(writer, &attempt, now, &mut ids)
        })
        .await
        .map_err(fail)?;
    match entrance {
        Entrance::Open(open) => {
            app.throttle().right(&counted);
            Ok(inside(&app, &open, typed.get("next")))
        }
        Entrance::CodeWanted => Err(refuse(&app, &visit, &typed, "code", speech.say("account-code-wanted"), true)),
        Entrance::Shut => {
            let wants_code = typed.some("code").is_some();
            let field = if wants_code { "code" } else { "name" };
            Err(refuse(&app, &visit, &typed, field, speech.say("account-shut"), wants_code))
        }
    }
}

async fn enter_by_passkey(State(app): State<App>, visit: Visit, headers: HeaderMap, typed: Typed) -> Answer {
    let refuse = |sentence: String| refuse(&app, &visit, &typed, "content", sentence, false);
    let shown = passkey::shown(&app, TO_COME_IN, typed.get("passkey-answer"), typed.get("passkey-sealed")).await;
    let used = match shown {
        Ok(used) => used,
        Err(failure) => {
            return Err(sentence(&visit, &failure).map_or_else(|| failed(&visit, &failure), refuse));
        }
    };
    let (agent, before) = (agent(&headers), session_before(&app, &headers));
    let (now, mut ids) = (app.now(), app.ids());
    let entrance = app
        .write(move |writer| {
            let browser = Browser { agent: &agent, before: before.as_ref() };
            desk::sign_in_by_passkey(writer, &used, browser, now, &mut ids)
        })
        .await
        .map_err(|failure| failed(&visit, &failure))?;
    match entrance {
        Entrance::Open(open) => Ok(inside(&app, &open, typed.get("next"))),
        Entrance::CodeWanted | Entrance::Shut => Err(refuse(visit.speech.say("passkey-shut"))),
    }
}

/// Also where nobody is signed in any more: what lies on the phone outlives a session.
async fn leave(
    State(app): State<App>,
    visit: Visit,
    session: Option<Extension<SessionHash>>,
    officer: Option<Extension<Arc<Officer>>>,
) -> Answer {
    if let (Some(Extension(SessionHash(hash))), Some(Extension(officer))) = (session, officer) {
        let (person, now) = (officer.person.id.clone(), app.now());
        let done = app.write(move |writer| desk::sign_out(writer, &person, &hash, now)).await;
        done.map_err(|failure| failed(&visit, &failure))?;
    }
    let mut answer = with_cookies(see_other("/sign-in"), &[session::signed_out(&app)]);
    // What was kept on a phone for times without a network goes with whoever it was kept for.
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    Ok(answer)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/sign-in", Policy::Public, form)
        .form("/sign-in", Policy::Public, enter)
        .form("/sign-in/passkey", Policy::Public, enter_by_passkey)
        .form("/sign-out", Policy::Public, leave)
}
