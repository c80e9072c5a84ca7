//! A question to a host, and its answer.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use model::Setback;
use url::Url;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Where.
    pub url: Url,
    /// Which types of content are wanted, as the header says it.
    pub accept: &'static str,
    /// Only if it is not this version any more, by the tag of the host.
    pub etag: Option<String>,
    /// Only if it was changed since then, by the clock of the host.
    pub modified: Option<String>,
}

impl Question {
    /// Asks for what is at an address.
    pub fn of(url: Url, accept: &'static str) -> Question {
        Question { url, accept, etag: None, modified: None }
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200 or 304. What else there is, is a fault.
    pub status: u16,
    /// Where it was found after redirects.
    pub url: Url,
    /// Where it is to be asked from now on: behind the redirects that the host calls permanent, up to the first other one.
    pub lasting: Url,
    /// What the host says it is, without parameters, in small letters.
    pub content_type: String,
    /// The version, by the tag of the host.
    pub etag: Option<String>,
    /// When it was changed, by the clock of the host.
    pub modified: Option<String>,
    /// The content, not packed any more.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of a fault it is.
    pub setback: Setback,
    /// In words for whoever looks closer.
    pub detail: String,
    /// How long the host wants to be left alone, as its header says it.
    pub retry_after: Option<String>,
    /// The answer as far as it came before it broke off.
    pub partial: Option<Box<Answer>>,
}

impl Fault {
    /// A fault of this kind.
    pub fn of(setback: Setback, detail: impl Into<String>) -> Fault {
        Fault { setback, detail: detail.into(), retry_after: None, partial: None }
    }

    /// How long the host wants to be left alone, in microseconds; `now` in microseconds since 1970.
    pub fn wait(&self, now: i64) -> Option<i64> {
        wait(self.retry_after.as_deref()?, now)
    }
}

/// A pause as the header `Retry-After` says it: in seconds, or by a date (RFC 9110, 10.2.3).
fn wait(text: &str, now: i64) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000_000);
    }
    let until: SystemTime = httpdate::parse_http_date(text).ok()?;
    let until = until.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_micros();
    Some(i64::try_from(until).unwrap_or(i64::MAX).saturating_sub(now).max(0))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Fault {}

/// What is sent to a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Where.
    pub url: Url,
    /// Headers beside the type of the content, by their names; no secret.
    pub headers: Vec<(&'static str, String)>,
    /// The content, as JSON.
    pub body: Vec<u8>,
}

/// What a receiver answered, whatever it thinks of what it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The status.
    pub status: u16,
    /// How long it wants to be left alone, as its header says it.
    pub retry_after: Option<String>,
    /// The beginning of its answer, with what is no text replaced.
    pub beginning: String,
}

impl Receipt {
    /// How long it wants to be left alone, in microseconds; `now` in microseconds since 1970.
    pub fn wait(&self, now: i64) -> Option<i64> {
        wait(self.retry_after.as_deref()?, now)
    }
}

/// Who asks. [`Network`](crate::Network) goes out; tests bring answers of their own.
pub trait Ask: Send + Sync {
    /// Asks one question and waits for the whole answer.
    ///
    /// # Errors
    /// When there is none, or none that may be taken.
    fn ask(&self, question: &Question) -> Result<Answer, Fault>;

    /// Sends something to a receiver, and waits for the beginning of its answer. Redirects are not followed: a receiver says where it
    /// is by its address.
    ///
    /// # Errors
    /// When there is no answer, and where nothing may be sent to.
    fn post(&self, _: &Posting) -> Result<Receipt, Fault> {
        Err(Fault::of(Setback::Unreachable, "this process sends nothing to receivers"))
    }
}

/// Asks nobody: for a process that has no business outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unconnected;

impl Ask for Unconnected {
    fn ask(&self, _: &Question) -> Result<Answer, Fault> {
        Err(Fault::of(
            Setback::Unreachable,
            "this process does not reach the network; sources are asked by `uptake serve` and `uptake harvest`",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_says_in_seconds_or_by_a_date_how_long_it_wants_to_be_left_alone() {
        let wait = |text: &str| {
            let fault = Fault { retry_after: Some(text.to_owned()), ..Fault::of(Setback::Busy, "") };
            fault.wait(1_000_000_000_000_000)
        };
        assert_eq!(wait("120"), Some(120_000_000));
        // 10^9 seconds after 1970 it was Sun, 09 Sep 2001 01:46:40 GMT.
        assert_eq!(wait("Sun, 09 Sep 2001 01:47:40 GMT"), Some(60_000_000));
        assert_eq!(wait("Sun, 09 Sep 2001 01:00:00 GMT"), Some(0));
        for odd in ["", "soon", "-5", "99999999999999999999", "Sun, 99 Sep 2001"] {
            assert_eq!(wait(odd), None, "{odd}");
        }
    }
}
