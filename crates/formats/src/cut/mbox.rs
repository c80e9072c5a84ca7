//! Mailboxes in one file (mbox, RFC 4155): each message begins behind a line `From ` with an address and a time. What does not
//! begin with one is one message.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use memchr::memmem;

use super::{Context, Cut, Entry, Sink, Stop, too_large};
use crate::limits::{ENTRY_BYTES_MAX, LINE_BYTES_MAX};
use crate::window::Window;

/// Longest line that may separate two messages.
const SEPARATOR_BYTES_MAX: usize = 1_000;

/// Whether a line separates messages: it names a time, which a sentence that begins with the word seldom does.
pub(crate) fn is_separator(line: &[u8]) -> bool {
    line.len() <= SEPARATOR_BYTES_MAX
        && line.starts_with(b"From ")
        && line
            .windows(5)
            .any(|part| matches!(part, [a, b, b':', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit())))
}

/// Gives the messages of a stream, each without the line before it.
pub(crate) fn cut(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let first = window.peek(SEPARATOR_BYTES_MAX)?;
    let end = memchr::memchr(b'\n', first).unwrap_or(first.len());
    if !is_separator(first.get(..end).unwrap_or_default()) {
        let line = window.line();
        let mut bytes = Vec::new();
        window.by_ref().take(ENTRY_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        return if bytes.len() > ENTRY_BYTES_MAX { give(None, line, sink) } else { give(Some(bytes), line, sink) };
    }
    let mut message: Option<Vec<u8>> = None;
    let (mut begins, mut line, mut is_after_blank) = (window.line(), window.line(), true);
    let mut at_line_start = true;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        let n = window.by_ref().take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut piece)?;
        if n == 0 {
            break;
        }
        let is_whole = piece.ends_with(b"\n");
        if at_line_start && is_after_blank && is_separator(piece.trim_ascii_end()) {
            if line > begins {
                give(message.take(), begins, sink)?;
            }
            begins = line + 1;
            message = Some(Vec::new());
        } else if let Some(held) = &mut message {
            // `From` at the beginning of a line of a message is written with a bracket before it.
            let is_quoted = at_line_start
                && piece.first() == Some(&b'>')
                && piece.iter().position(|b| *b != b'>').is_some_and(|at| piece[at..].starts_with(b"From "));
            held.extend_from_slice(piece.get(usize::from(is_quoted)..).unwrap_or_default());
            if held.len() > ENTRY_BYTES_MAX {
                message = None;
            }
        }
        is_after_blank = if at_line_start { piece.trim_ascii().is_empty() } else { false };
        at_line_start = is_whole;
        line += u64::from(is_whole);
    }
    if line >= begins { give(message, begins, sink) } else { Ok(()) }
}

/// Hands a message on; without bytes it was too large.
fn give(message: Option<Vec<u8>>, line: u64, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let Some(bytes) = message else { return sink(Cut::Doubt(too_large(line, "a message"))) };
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    sink(Cut::Entry(Entry { bytes: Cow::Owned(bytes), line, declared: None, context: &Context::NONE, doubt: None }))
}

/// Whether a text holds a part that looks like the head of a message.
pub(crate) fn begins_messages(head: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
    let (line, rest) = head.split_at(end);
    is_separator(line.trim_ascii_end()) && memmem::find(rest, b":").is_some()
}
