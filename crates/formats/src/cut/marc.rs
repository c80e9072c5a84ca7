//! Cutting ISO 2709: records that tell their length in five digits and end with a terminator.
//!
//! The terminator decides, because lengths are wrong in records that were edited or transcoded.
//! Where a terminator is lost, the next leader that stands where the length says ends the record.

use std::borrow::Cow;

use super::{Context, Cut, Entry, Sink, Stop, too_large};
use crate::Doubt;
use crate::window::Window;

/// Ends a record.
const TERMINATOR: u8 = 0x1d;

/// Length of a leader.
const LEADER_BYTES: usize = 24;

/// Cuts the stream.
pub(crate) fn cut(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    // Line ends and the end mark of DOS stand between records in files that went through mails.
    while window.skip_while(|b| b.is_ascii_whitespace() || matches!(b, 0 | 0x1a))?.is_some() {
        let line = window.hold();
        let told = length(window.peek(LEADER_BYTES)?);
        let is_closed = match told {
            Some(told) if !is_terminated(window, told)? && is_leader(window.peek(told + LEADER_BYTES)?, told) => {
                window.advance(told);
                false
            }
            _ => {
                let found = window.find_byte(TERMINATOR)?;
                window.advance(1);
                found
            }
        };
        let cut = match window.held() {
            Some(bytes) => {
                let doubt = (!is_closed)
                    .then(|| Doubt::new("the record has no terminator; it was read as far as it goes").on(line));
                let bytes = Cow::Borrowed(bytes);
                Cut::Entry(Entry { bytes, line, declared: None, context: &Context::NONE, doubt })
            }
            None => Cut::Doubt(too_large(line, "the record")),
        };
        sink(cut)?;
        window.release();
    }
    Ok(())
}

/// The length that a leader tells.
fn length(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.get(..5)?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok().filter(|length| *length > LEADER_BYTES)
}

/// Whether there is a terminator within this length.
fn is_terminated(window: &mut Window<'_>, length: usize) -> Result<bool, Stop> {
    let bytes = window.peek(length)?;
    Ok(memchr::memchr(TERMINATOR, bytes.get(..length).unwrap_or(bytes)).is_some())
}

/// Whether a leader stands here: length, and where the fields begin, in digits.
pub(crate) fn is_leader(bytes: &[u8], at: usize) -> bool {
    let digits = |from: usize| {
        let digits = bytes.get(at + from..at + from + 5);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    digits(0) && digits(12)
}
