//! Signing in with a provider of identities, being bound to it and parted from it, and showing by it that one is oneself.
//!
//! The way out is a link each time: the content policy lets no form lead elsewhere. What has to be known again when
//! somebody comes back travels with their browser in a sealed cookie, which is good for one answer.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderMap};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use desk::{Arrival, Browser, Failure, Identified, Officer, Proof};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{agent, fail, local, sign_in, with_cookies};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Form, PROVE_BY_PROVIDER, Page, Trouble, link_button};
use crate::cookie;
use crate::failed::{Answer, failed, page, see_other, sentence, shown, trouble};
use crate::history::when;
use crate::openid::{Asking, BACK, Provider, Unanswered};
use crate::route::{Policy, Routes};
use crate::seal::Seal;
use crate::session::{self, SessionHash};
use crate::typed::Typed;
use crate::visit::Visit;

/// Where signing in with the provider begins.
pub const SIGN_IN: &str = "/sign-in/provider";

/// Where binding oneself to the provider begins.
pub const BIND: &str = "/account/provider/bind";

/// Where one is told that it was shown, when it was shown in another tab.
const PROVED: &str = "/prove/done";

/// How long somebody may take at the provider, in microseconds: ten minutes.
const AWAY_MICROS: i64 = 10 * 60 * 1_000_000;

/// How long the link to bind oneself is good, in microseconds: as long as one reads one's settings.
const BIND_MICROS: i64 = 60 * 60 * 1_000_000;

/// What the sealed cookie is for.
const PURPOSE: &str = "openid";

/// What somebody went to the provider for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Errand {
    /// To sign in.
    SignIn,
    /// To be bound to it: this person.
    Bind(String),
    /// To show that they are themselves: in this session.
    Prove(String),
}

/// What travels with a browser to the provider and back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Voyage {
    asking: Asking,
    errand: Errand,
    next: String,
}

/// Who is signed in, if anybody is.
struct Present(Option<(Arc<Officer>, SessionHash)>);

impl Present {
    fn of(officer: Option<Extension<Arc<Officer>>>, session: Option<Extension<SessionHash>>) -> Present {
        Present(officer.zip(session).map(|(Extension(officer), Extension(session))| (officer, session)))
    }
}

/// A page that says why it goes no further, with the next steps.
fn stopped(app: &App, visit: &Visit, status: StatusCode, text: &str) -> Response {
    let speech = visit.speech;
    let is_in = visit.visitor.is_signed_in();
    let title = speech.say(if is_in { "failure-refused" } else { "provider-stopped" });
    let markup = Page::new(visit, title).narrow().draw(html! {
        p class="failure" { (text) }
        div class="actions" {
            @if is_in {
                (link_button(&speech.say("provider-to-settings"), "/account", true))
            } @else {
                (link_button(&speech.say("provider-to-sign-in"), "/sign-in", true))
            }
        }
    });
    with_cookies(page(status, markup), &[session::returned(app)])
}

/// The page for somebody whom the provider knows and nobody here.
fn unknown(app: &App, visit: &Visit, provider: &Provider) -> Response {
    let speech = visit.speech;
    let markup = Page::new(visit, speech.say("provider-unknown")).narrow().draw(html! {
        p { (speech.with("provider-unknown-body", &[("name", provider.name().into())])) }
        ol {
            li { (speech.say("provider-unknown-bind")) }
            li { (speech.say("provider-unknown-ask")) }
        }
        div class="actions" { (link_button(&speech.say("provider-to-password"), "/sign-in?next=/account", true)) }
    });
    with_cookies(page(StatusCode::FORBIDDEN, markup), &[session::returned(app)])
}

/// The page for an answer that does not count. Why stands in the log.
fn unanswered(app: &App, visit: &Visit, provider: &Provider, why: &Unanswered) -> Response {
    tracing::warn!(issuer = provider.issuer(), cause = why.to_string(), "nobody came in by the provider");
    let (status, key) = match why {
        Unanswered::Away(_) => (StatusCode::BAD_GATEWAY, "provider-away"),
        Unanswered::Unfit(_) => (StatusCode::FORBIDDEN, "provider-unfit"),
        Unanswered::NotAnew => (StatusCode::FORBIDDEN, "provider-not-anew"),
    };
    stopped(app, visit, status, &visit.speech.with(key, &[("name", provider.name().into())]))
}

/// The page for a question that this browser has not asked, or not in time.
fn unasked(app: &App, visit: &Visit) -> Response {
    stopped(app, visit, StatusCode::BAD_REQUEST, &visit.speech.say("provider-late"))
}

fn query(uri: &Uri) -> Typed {
    Typed::parse(uri.query().unwrap_or_default().as_bytes())
}

/// The same page under the address that the provider sends people back to, if they are not there: their cookie would
/// not come back with them.
fn elsewhere(app: &App, headers: &HeaderMap, uri: &Uri) -> Option<Response> {
    let provider = app.provider()?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok())?;
    let (_, authority) = provider.office().split_once("://")?;
    let rest = uri.path_and_query().map_or(SIGN_IN, |rest| rest.as_str());
    (!authority.eq_ignore_ascii_case(host)).then(|| see_other(&format!("{}{rest}", provider.office())))
}

/// Sends a browser to the provider.
async fn leave(app: &App, visit: &Visit, errand: Errand, next: &str) -> Answer {
    let Some(provider) = app.provider() else { return Err(trouble(visit, &Trouble::Missing)) };
    let (anew, now, mut ids) = (matches!(errand, Errand::Prove(_)), app.now(), app.ids());
    match provider.ask(anew, now, &mut ids).await {
        Ok((address, asking)) => {
            let voyage = Voyage { asking, errand, next: next.to_owned() };
            let sealed = seal(app.seal(), &voyage, now).map_err(|e| failed(visit, &Failure::Broken(Box::new(e))))?;
            Ok(with_cookies(see_other(&address), &[session::away(app, &sealed, AWAY_MICROS / 1_000_000)]))
        }
        Err(why) => Err(unanswered(app, visit, provider, &why)),
    }
}

async fn go_to_sign_in(State(app): State<App>, visit: Visit, request: Request) -> Answer {
    if let Some(answer) = elsewhere(&app, request.headers(), request.uri()) {
        return Ok(answer);
    }
    let next = local(query(request.uri()).get("next")).to_owned();
    leave(&app, &visit, Errand::SignIn, &next).await
}

fn bind_purpose(person: &model::PersonId) -> String {
    format!("bind {person}")
}

/// The link that begins to bind its reader to the provider. It is sealed for them: a link that somebody else made would
/// bind them to somebody else's account there.
fn bind_link(caller: &Caller) -> String {
    let sealed = caller.app.seal().close(&bind_purpose(&caller.officer.person.id), "", caller.app.now() + BIND_MICROS);
    format!("{BIND}?start={sealed}")
}

async fn go_to_bind(caller: Caller, request: Request) -> Answer {
    if let Some(answer) = elsewhere(&caller.app, request.headers(), request.uri()) {
        return Ok(answer);
    }
    let (person, typed) = (&caller.officer.person.id, query(request.uri()));
    if caller.app.seal().open(&bind_purpose(person), typed.get("start"), caller.app.now()).is_none() {
        return Err(unasked(&caller.app, &caller.visit));
    }
    leave(&caller.app, &caller.visit, Errand::Bind(person.to_string()), "/account?done=provider").await
}

async fn go_to_prove(caller: Caller, session: Option<Extension<SessionHash>>, request: Request) -> Answer {
    if let Some(answer) = elsewhere(&caller.app, request.headers(), request.uri()) {
        return Ok(answer);
    }
    let Some(Extension(SessionHash(session))) = session else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let typed = query(request.uri());
    let next = typed.some("next").map_or(PROVED, local).to_owned();
    leave(&caller.app, &caller.visit, Errand::Prove(desk::session_name(&session)), &next).await
}

/// Seals what travels with a browser.
fn seal(seal: &Seal, voyage: &Voyage, now: i64) -> Result<String, serde_json::Error> {
    Ok(seal.close(PURPOSE, &serde_json::to_string(voyage)?, now + AWAY_MICROS))
}

/// What travelled with a browser, if the answer that it brings belongs to it and comes in time. It is spent with that.
fn claim(seal: &Seal, sealed: &str, state: &str, now: i64) -> Option<Voyage> {
    let voyage: Voyage = serde_json::from_str(&seal.open(PURPOSE, sealed, now)?).ok()?;
    (voyage.asking.state == state && seal.spend(sealed, now, now + AWAY_MICROS)).then_some(voyage)
}

/// Takes a browser back from the provider.
async fn come_back(
    State(app): State<App>,
    visit: Visit,
    officer: Option<Extension<Arc<Officer>>>,
    session: Option<Extension<SessionHash>>,
    request: Request,
) -> Answer {
    let Some(provider) = app.provider() else { return Err(trouble(&visit, &Trouble::Missing)) };
    let (typed, headers, now) = (query(request.uri()), request.headers().clone(), app.now());
    let present = Present::of(officer, session);
    let sealed = cookie::read(&headers, session::away_cookie(&app)).unwrap_or_default().to_owned();
    let Some(voyage) = claim(app.seal(), &sealed, typed.get("state"), now) else {
        return Err(unasked(&app, &visit));
    };
    // RFC 9207: who answers says who they are, if they say anything of it.
    if typed.some("iss").is_some_and(|issuer| issuer != provider.issuer()) {
        let why = Unanswered::Unfit("the answer is of another issuer".to_owned());
        return Err(unanswered(&app, &visit, provider, &why));
    }
    let Some(code) = typed.some("code") else {
        let said: String = typed.get("error").chars().filter(|c| c.is_ascii_graphic()).take(80).collect();
        tracing::info!(issuer = provider.issuer(), error = said, "the provider lets nobody in");
        let text = visit.speech.with("provider-declined", &[("name", provider.name().into())]);
        return Err(stopped(&app, &visit, StatusCode::FORBIDDEN, &text));
    };
    let who = match provider.identify(code.to_owned(), voyage.asking.clone(), now).await {
        Ok(who) => who,
        Err(why) => return Err(unanswered(&app, &visit, provider, &why)),
    };
    match &voyage.errand {
        Errand::SignIn => enter(&app, &visit, provider, who, &headers, &voyage.next).await,
        Errand::Bind(person) => bind(&app, &visit, present, who, person, &voyage.next).await,
        Errand::Prove(session) => prove(&app, &visit, present, who, (session, &voyage.next), &headers).await,
    }
}

async fn enter(
    app: &App,
    visit: &Visit,
    provider: &Provider,
    who: Identified,
    headers: &HeaderMap,
    next: &str,
) -> Answer {
    let (agent, before, trust) = (agent(headers), sign_in::session_before(app, headers), provider.trust());
    let (now, today, mut ids) = (app.now(), app.today(), app.ids());
    let subject = who.subject.clone();
    let arrival = app
        .write(move |writer| {
            let browser = Browser { agent: &agent, before: before.as_ref() };
            desk::sign_in_by_provider(writer, &who, &trust, browser, (now, today), &mut ids)
        })
        .await;
    match arrival {
        Ok(Arrival::Open(open, unsaid)) => {
            for refusal in unsaid {
                tracing::warn!(subject, said = %refusal, "a group of the provider was not followed");
            }
            Ok(with_cookies(sign_in::inside(app, &open, next), &[session::returned(app)]))
        }
        Ok(Arrival::Unknown) => Err(unknown(app, visit, provider)),
        Ok(Arrival::Shut) => Err(stopped(app, visit, StatusCode::FORBIDDEN, &visit.speech.say("provider-shut"))),
        Err(failure) => Err(refused(app, visit, &failure)),
    }
}

/// The page of a refusal on the way in, with its sentence; faults have a page of their own.
fn refused(app: &App, visit: &Visit, failure: &Failure) -> Response {
    match sentence(visit, failure) {
        Some(sentence) => stopped(app, visit, StatusCode::FORBIDDEN, &sentence),
        None => with_cookies(failed(visit, failure), &[session::returned(app)]),
    }
}

async fn bind(app: &App, visit: &Visit, present: Present, who: Identified, person: &str, next: &str) -> Answer {
    let Some((officer, _)) = present.0.filter(|(officer, _)| officer.person.id.as_str() == person) else {
        return Err(stopped(app, visit, StatusCode::FORBIDDEN, &visit.speech.say("provider-other-session")));
    };
    let bound = app.act(&officer, move |writer, turn, _| desk::bind_to_provider(writer, turn, &who)).await;
    match bound {
        Ok(()) => Ok(with_cookies(see_other(next), &[session::returned(app)])),
        Err(failure) => Err(refused(app, visit, &failure)),
    }
}

async fn prove(
    app: &App,
    visit: &Visit,
    present: Present,
    who: Identified,
    (name, next): (&str, &str),
    headers: &HeaderMap,
) -> Answer {
    let present = present.0.filter(|(_, SessionHash(session))| desk::session_name(session) == *name);
    let Some((officer, SessionHash(session))) = present else {
        return Err(stopped(app, visit, StatusCode::FORBIDDEN, &visit.speech.say("provider-other-session")));
    };
    let (agent, person) = (agent(headers), officer.person.id.clone());
    let (now, mut ids) = (app.now(), app.ids());
    let proof = app
        .write(move |writer| {
            let browser = Browser { agent: &agent, before: Some(&session) };
            desk::prove_by_provider(writer, &person, &who, browser, now, &mut ids)
        })
        .await;
    match proof {
        Ok(Proof::Shown(token)) => {
            let lines = [session::renewed(app, token.reveal()), session::returned(app)];
            Ok(with_cookies(see_other(next), &lines))
        }
        Ok(Proof::CodeWanted | Proof::Refused) => {
            Err(stopped(app, visit, StatusCode::FORBIDDEN, &visit.speech.say("provider-somebody-else")))
        }
        Err(failure) => Err(refused(app, visit, &failure)),
    }
}

/// Told in the tab that was opened for it.
async fn proved(caller: Caller) -> Answer {
    let speech = caller.speech();
    Ok(shown(Page::new(&caller.visit, speech.say("provider-proved")).narrow().draw(html! {
        p { (speech.say("provider-proved-body")) }
    })))
}

/// The part of the settings: to whom one is bound since when, or how one is.
pub fn section(caller: &Caller, bound: Option<(i64, Option<i64>)>) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let Some(provider) = caller.app.provider() else { return html! {} };
    let name = [("name", provider.name().into())];
    html! {
        h2 { (speech.with("provider-title", &name)) }
        @match bound {
            Some((made_at, used_at)) => {
                p {
                    (speech.with("provider-bound", &[("since", when(speech, made_at).into())])) " "
                    (speech.with("provider-used", &[("when", used_at.map_or_else(|| speech.say("account-never"), |at| when(speech, at)).into())]))
                }
                p class="quiet" { (speech.say("provider-part-body")) }
                (Form::new(visit, "/account/provider/part").around(Button::plain(&speech.with("provider-part", &name))))
            },
            None => {
                p { (speech.with("provider-bind-body", &name)) }
                (link_button(&speech.with("provider-bind", &name), &bind_link(caller), false))
            },
        }
    }
}

async fn part(caller: Caller) -> Answer {
    caller.act(move |writer, turn, _| desk::part_from_provider(writer, turn)).await.map_err(fail(&caller))?;
    Ok(see_other("/account?done=no-provider"))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page(SIGN_IN, Policy::Public, go_to_sign_in)
        .page(BACK, Policy::Public, come_back)
        .proved_page(BIND, Policy::SignedIn, go_to_bind)
        .proved_form("/account/provider/part", Policy::SignedIn, part)
        .page(PROVE_BY_PROVIDER, Policy::SignedIn, go_to_prove)
        .page(PROVED, Policy::SignedIn, proved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_once_for_its_question_and_for_ten_minutes() {
        let word = |text: &str| text.to_owned();
        let asking = Asking { state: word("s"), nonce: word("n"), verifier: word("v"), at: 0, anew: false };
        let voyage = Voyage { asking, errand: Errand::Bind(word("boris")), next: word("/account") };
        let ours = Seal::new(|| 7);
        let sealed = seal(&ours, &voyage, 0).unwrap();
        assert_eq!(claim(&ours, &sealed, "another", 1), None, "the answer to another question");
        assert_eq!(claim(&ours, &sealed, "", 1), None, "no answer");
        assert_eq!(claim(&ours, &sealed, "s", AWAY_MICROS), None, "too late");
        assert_eq!(claim(&Seal::new(|| 8), &sealed, "s", 1), None, "sealed by somebody else");
        assert_eq!(claim(&ours, "", "s", 1), None, "in a browser that asked nothing");
        assert_eq!(claim(&ours, &sealed, "s", AWAY_MICROS - 1), Some(voyage));
        assert_eq!(claim(&ours, &sealed, "s", AWAY_MICROS - 1), None, "a second time");
    }
}
