//! Cookies: read from a request, written for an answer.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// How long a choice of language or appearance is kept, in seconds: a year.
const CHOICE_SECONDS: u32 = 365 * 24 * 3600;

/// The value of a cookie. Of two with one name the first counts, as browsers send the most exact path first.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` line for a choice that gives nothing away: kept for a year, unread by script.
pub fn choice(name: &str, word: &str) -> String {
    format!("{name}={word}; Path=/; Max-Age={CHOICE_SECONDS}; SameSite=Lax; HttpOnly")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; language=de;b=".parse().unwrap());
        headers.append(COOKIE, "c=3".parse().unwrap());
        assert_eq!(read(&headers, "language"), Some("de"));
        assert_eq!(read(&headers, "c"), Some("3"));
        assert_eq!(read(&headers, "b"), Some(""));
        assert_eq!(read(&headers, "lang"), None);
    }
}
