//! Accounts: signing in and out, taking up a one-time link, and one's own settings.

use axum::http::HeaderValue;
use axum::http::header::{HeaderMap, SET_COOKIE, USER_AGENT};
use axum::response::Response;
use maud::{Markup, html};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Field, Slips};
use crate::failed::{failed, sentence};
use crate::route::Routes;
use crate::typed::Typed;
use crate::visit::Visit;

mod code;
mod device;
mod invitation;
mod openid;
mod passkey;
mod password;
mod prove;
mod session;
mod settings;
mod sign_in;
mod token;

/// Where to go on after signing in: an address of this office and of no other.
fn local(address: &str) -> &str {
    let is_local = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if is_local { address } else { "/" }
}

/// What a browser calls itself.
fn agent(headers: &HeaderMap) -> String {
    headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned()
}

/// An answer with cookies.
fn with_cookies(mut response: Response, lines: &[String]) -> Response {
    for line in lines {
        if let Ok(value) = HeaderValue::from_str(line) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
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
        Err(failure) => match sentence(visit, &failure) {
            Some(sentence) => {
                slips.note("password", sentence);
                Ok(Err(slips))
            }
            None => Err(failed(visit, &failure)),
        },
    }
}

/// The page of a failure, for `map_err`.
fn fail(caller: &Caller) -> impl Fn(desk::Failure) -> Response {
    |failure| failed(&caller.visit, &failure)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let routes = sign_in::routes(routes);
    let routes = invitation::routes(routes);
    let routes = prove::routes(routes);
    let routes = settings::routes(routes);
    let routes = password::routes(routes);
    let routes = code::routes(routes);
    let routes = passkey::routes(routes);
    let routes = openid::routes(routes);
    let routes = session::routes(routes);
    token::routes(routes)
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
}
