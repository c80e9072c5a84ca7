//! One's own settings: the posts one acts for, the ways in, the sessions and tokens.

use axum::Extension;
use axum::extract::Request;
use desk::Failure;
use maud::{Markup, html};
use store::{ApiToken, Session};

use super::{code, device::device, fail, openid, passkey, password, token};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Form, Page, Slips, Tone, banner, link_button};
use crate::failed::{Answer, shown};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::session::SessionHash;
use crate::typed::Typed;

/// What has just been done, above the settings.
pub enum Notice {
    /// Nothing.
    None,
    /// The key of what was done.
    Done(&'static str),
    /// A token, shown this once.
    Token(String),
}

impl Notice {
    /// What the address says that was done.
    fn of(word: &str) -> Notice {
        Notice::Done(match word {
            "password" => "account-password-changed",
            "codes" => "account-codes-on",
            "no-codes" => "account-codes-stopped",
            "passkey" => "passkey-added",
            "no-passkey" => "passkey-removed",
            "provider" => "provider-bound-now",
            "no-provider" => "provider-parted",
            "session" => "account-session-ended",
            "elsewhere" => "account-sessions-ended",
            "no-token" => "account-token-revoked",
            _ => return Notice::None,
        })
    }
}

struct Settings {
    sessions: Vec<Session>,
    tokens: Vec<ApiToken>,
    n_passkeys: usize,
    asks_for_codes: bool,
    has_password: bool,
    /// Since when their person is bound to the provider, and when they came by it last.
    bound: Option<(i64, Option<i64>)>,
}

async fn load(caller: &Caller) -> Result<Settings, Failure> {
    let (person, now) = (caller.officer.person.id.clone(), caller.app.now());
    caller
        .read(move |office| {
            let reader = office.reader();
            let account = reader.account(&person)?;
            let mut sessions = reader.sessions(&person)?;
            sessions.retain(|session| session.expires_at > now && session.seen_at > now - desk::IDLE_MICROS);
            Ok(Settings {
                sessions,
                tokens: reader.api_tokens(&person)?,
                bound: reader.bound_to_provider(&person)?,
                n_passkeys: reader.passkeys(&person)?.len(),
                has_password: account.as_ref().is_some_and(|account| account.password.is_some()),
                asks_for_codes: account.is_some_and(|account| account.totp_secret.is_some()),
            })
        })
        .await
}

/// The page, with what was done just now.
///
/// # Errors
/// When the store fails.
pub async fn draw(
    caller: &Caller,
    current: Option<SessionHash>,
    slips: &Slips,
    notice: &Notice,
) -> Result<Markup, Failure> {
    let settings = load(caller).await?;
    let visit = &caller.visit;
    let speech = visit.speech;
    Ok(Page::new(visit, speech.say("account-settings")).narrow().slips(slips).draw(html! {
        @match notice {
            Notice::None => {},
            Notice::Done(key) => (banner(Tone::Good, &speech.say(key), html! {})),
            Notice::Token(token) => (banner(Tone::Good, &speech.say("account-token-made"), html! { p { code class="secret" { (token) } } })),
        }
        h2 { (speech.say("account-posts")) }
        @if caller.officer.posts.is_empty() { p class="quiet" { (speech.say("account-posts-none")) } }
        @else { ul {
            @for (post, standing) in &caller.officer.posts {
                li { a href={ "/office/posts/" (post.id) } { bdi { (post.title) } } " "
                    span class="quiet" { (speech.say(&format!("standing-{}", standing.word()))) } }
            }
        } }
        (ways_in(caller, &settings))
        (sessions(caller, &settings.sessions, current))
        h2 { (speech.say("account-tokens")) }
        (token::section(caller, &settings.tokens, slips))
        h2 { (speech.say("menu-sign-out")) }
        (Form::new(visit, "/sign-out").around(Button::plain(&speech.say("menu-sign-out"))))
    }))
}

fn ways_in(caller: &Caller, settings: &Settings) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    html! {
        h2 { (speech.say("account-password")) }
        p { (speech.say(if settings.has_password { "account-password-set" } else { "account-password-none" })) }
        (link_button(&speech.say(password::title(settings.has_password)), password::ADDRESS, false))
        // A code is asked for together with a password, so without one there is nothing to ask it with.
        @if settings.asks_for_codes {
            h2 { (speech.say("account-codes")) }
            p { (speech.say("account-codes-on")) }
            (Form::new(visit, "/account/codes/stop").around(Button::plain(&speech.say("account-codes-stop"))))
        } @else if settings.has_password {
            h2 { (speech.say("account-codes")) }
            p { (speech.say("account-codes-what")) }
            (link_button(&speech.say("account-codes-start"), code::ADDRESS, false))
        }
        h2 { (speech.say("passkey-title")) }
        p { (speech.with("passkey-count", &[("count", settings.n_passkeys.into())])) }
        (link_button(&speech.say("passkey-manage"), passkey::ADDRESS, false))
        (openid::section(caller, settings.bound))
    }
}

fn sessions(caller: &Caller, sessions: &[Session], current: Option<SessionHash>) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    html! {
        h2 { (speech.say("account-sessions")) }
        ul class="sessions" {
            @for session in sessions {
                @let is_this = current.is_some_and(|current| current.0 == session.token);
                @let since = when(speech, session.made_at);
                li {
                    bdi title=(session.agent) { (device(&session.agent)) } br;
                    span class="quiet" {
                        (speech.with("account-session-times", &[("since", since.as_str().into()), ("seen", when(speech, session.seen_at).into())]))
                    }
                    @if is_this { " · " (speech.say("account-session-this")) } @else {
                        (Form::new(visit, "/account/sessions/end").inline().around(html! {
                            input type="hidden" name="session" value=(desk::session_name(&session.token));
                            (Button::quiet(&speech.say("account-session-end"))
                                .about(&speech.with("account-session-end-about", &[("since", since.as_str().into())])))
                        }))
                    }
                }
            }
        }
        @if sessions.len() > 1 {
            (Form::new(visit, "/account/sessions/end-others").around(Button::plain(&speech.say("account-sessions-end"))))
        }
    }
}

async fn show(caller: Caller, session: Option<Extension<SessionHash>>, request: Request) -> Answer {
    let typed = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let session = session.map(|Extension(session)| session);
    let markup = draw(&caller, session, &Slips::new(), &Notice::of(typed.get("done"))).await.map_err(fail(&caller))?;
    Ok(shown(markup))
}

/// Registers it.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/account", Policy::SignedIn, show)
}
