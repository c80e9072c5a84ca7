//! The reader's choice of language and appearance, from the menus of the head.

use axum::extract::Request;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::component::Trouble;
use crate::cookie;
use crate::fields;
use crate::route::Gate;
use crate::speech::Tongue;
use crate::visit::Appearance;

/// Where choices are sent.
pub const ADDRESS: &str = "/choices";

/// The cookie that keeps the language of a reader.
pub const LANGUAGE_COOKIE: &str = "uptake-language";

/// The cookie that keeps the appearance.
pub const APPEARANCE_COOKIE: &str = "uptake-appearance";

/// What a reader chose; the rest stays as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The language.
    pub tongue: Option<Tongue>,
    /// Light or dark.
    pub appearance: Option<Appearance>,
}

impl Choice {
    /// What a request's cookies say.
    pub fn of_cookies(headers: &HeaderMap) -> Choice {
        Choice {
            tongue: cookie::read(headers, LANGUAGE_COOKIE).and_then(Tongue::parse),
            appearance: cookie::read(headers, APPEARANCE_COOKIE).and_then(Appearance::parse),
        }
    }
}

/// Answers a request to `ADDRESS`: the choice goes into a cookie and, through the gate, to the account; the
/// reader comes back to the page where the menu was opened.
pub(crate) async fn choose(gate: &dyn Gate, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(fields) = fields::read(body).await else { return Trouble::Unreadable.into_response() };
    let field = |name: &str| fields.iter().find_map(|(key, value)| (key == name).then_some(value.as_str()));
    let choice = Choice {
        tongue: field("language").and_then(Tongue::parse),
        appearance: field("appearance").and_then(Appearance::parse),
    };
    if gate.chose(&parts, choice).await.is_err() {
        return Trouble::Machine.into_response();
    }
    let mut headers = HeaderMap::new();
    let lines = [
        choice.tongue.map(|tongue| cookie::choice(LANGUAGE_COOKIE, tongue.tag())),
        choice.appearance.map(|appearance| cookie::choice(APPEARANCE_COOKIE, appearance.word())),
    ];
    for line in lines.into_iter().flatten() {
        headers.append(SET_COOKIE, HeaderValue::try_from(line).expect("our own words are header text"));
    }
    let back = field("back").filter(|back| is_local(back)).unwrap_or("/");
    headers.insert(LOCATION, HeaderValue::try_from(back).unwrap_or(HeaderValue::from_static("/")));
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Whether an address leads nowhere but to ourselves: a path, and not the `//host` of another.
pub fn is_local(address: &str) -> bool {
    let mut bytes = address.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_reader_is_never_led_to_another_site() {
        for local in ["/", "/needs?q=a%20b", "/needs/1#x"] {
            assert!(is_local(local), "{local}");
        }
        for foreign in ["", "needs", "//elsewhere", "/\\elsewhere", "https://elsewhere", "/a\r\nb", "/\u{a0}", "/ a"] {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }
}
