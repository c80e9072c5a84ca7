//! Cutting tagged text: formats of lines, where some line begins an entry or ends one.

use std::borrow::Cow;

use super::{Context, Cut, Entry, Sink, Stop, too_large};
use crate::Doubt;
use crate::input::UTF_8_MARK;
use crate::limits::{ENTRY_BYTES_MAX, LINE_BYTES_MAX};
use crate::window::Window;

/// How a line is known. Blanks behind it do not count, nor does a byte order mark before it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// `ER`: the line is this.
    Line(&'static str),
    /// `%0`: the line begins so, without a blank before: an indented line goes on with the one above.
    Begin(&'static str),
    /// `Record 1 of 3 - INSPEC 1998`: the line begins so and holds this.
    Heading(&'static str, &'static str),
    /// `TY  - JOUR`, `PMID- 1`: the line begins with this tag, blanks and a hyphen; exporters do
    /// not agree on the blanks, before it neither, nor on capitals.
    Tag(&'static str),
}

impl Mark {
    fn is(self, line: &[u8]) -> bool {
        let line = line.strip_prefix(UTF_8_MARK).unwrap_or(line);
        match self {
            Mark::Line(text) => line.trim_ascii() == text.as_bytes(),
            Mark::Begin(text) => line.starts_with(text.as_bytes()),
            Mark::Heading(text, held) => {
                line.starts_with(text.as_bytes()) && memchr::memmem::find(line, held.as_bytes()).is_some()
            }
            Mark::Tag(tag) => {
                let line = line.trim_ascii_start();
                line.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes()))
                    && line.get(tag.len()..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"-"))
            }
        }
    }
}

/// How entries of a format are told apart. A shape without marks makes the whole text one entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Lines that begin an entry. Lines before the first of them belong to it.
    pub begins: &'static [Mark],
    /// Lines that end one.
    pub ends: &'static [Mark],
    /// Whether a blank line ends an entry that has no line that begins one.
    pub ends_at_blank: bool,
    /// Lines that belong to the file and not to an entry; alone they make none.
    pub frame: &'static [Mark],
}

impl Shape {
    /// The whole text is one entry.
    pub(crate) const WHOLE: Shape = Shape { begins: &[], ends: &[], ends_at_blank: false, frame: &[] };
}

/// Cuts the stream.
pub(crate) fn cut(window: &mut Window<'_>, shape: &Shape, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut cutter = Cutter { sink, bytes: Vec::new(), line: 1, has_begun: false, has_weight: false, outgrew: false };
    let mut number = window.line();
    let mut line = Vec::new();
    while let Some(n_left_out) = read_line(window, &mut line)? {
        if n_left_out > 0 {
            let doubt = format!("the line is longer than 1 MiB; {n_left_out} bytes of it were left out");
            (cutter.sink)(Cut::Doubt(Doubt::new(doubt).on(number)))?;
        }
        cutter.add(&line, number, shape)?;
        number += 1;
    }
    cutter.give()
}

/// Reads a line with its end; how many bytes of it were left out. `None` at the end.
fn read_line(window: &mut Window<'_>, line: &mut Vec<u8>) -> Result<Option<u64>, Stop> {
    line.clear();
    let mut n_left_out = 0;
    let mut is_any = false;
    while window.byte()?.is_some() {
        is_any = true;
        let rest = window.rest();
        let end = memchr::memchr2(b'\n', b'\r', rest);
        let n = end.unwrap_or(rest.len());
        let kept = n.min(LINE_BYTES_MAX.saturating_sub(line.len()));
        line.extend_from_slice(rest.get(..kept).unwrap_or_default());
        n_left_out += (n - kept) as u64;
        window.advance(n);
        if end.is_some() {
            // The line keeps its end.
            let n = line_end(window.peek(LINE_END_BYTES_MAX)?);
            line.extend_from_slice(window.rest().get(..n).unwrap_or_default());
            window.advance(n);
            break;
        }
    }
    Ok(is_any.then_some(n_left_out))
}

/// Longest end of a line.
const LINE_END_BYTES_MAX: usize = 3;

/// How long the end of a line is that stands here: of Unix, of DOS, of DOS sent twice through a
/// mail, of the old Macintosh.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    }
}

/// The same text with line ends that the readers know: a carriage return alone, which ended a line
/// on the old Macintosh, becomes a line feed. No character changes its place.
pub(crate) fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| line_end(bytes.get(at..).unwrap_or_default()) == 1;
    if !memchr::memchr_iter(b'\r', bytes).any(is_alone) {
        return text;
    }
    let replaced = text.char_indices().map(|(at, c)| if c == '\r' && is_alone(at) { '\n' } else { c });
    Cow::Owned(replaced.collect())
}

struct Cutter<'s, 'f> {
    sink: &'s mut Sink<'f>,
    /// The entry so far.
    bytes: Vec<u8>,
    /// Line on which it begins.
    line: u64,
    /// It has a line that begins an entry.
    has_begun: bool,
    /// It has a line that is neither blank nor of the frame.
    has_weight: bool,
    outgrew: bool,
}

impl Cutter<'_, '_> {
    fn add(&mut self, line: &[u8], number: u64, shape: &Shape) -> Result<(), Stop> {
        let text = line.trim_ascii();
        let is_any = |marks: &[Mark]| marks.iter().any(|mark| mark.is(line));
        let begins = is_any(shape.begins);
        if self.has_begun && begins || shape.ends_at_blank && !self.has_begun && text.is_empty() {
            self.give()?;
        }
        if self.bytes.is_empty() {
            if text.is_empty() {
                return Ok(());
            }
            self.line = number;
        }
        self.has_begun |= begins;
        self.has_weight |= !text.is_empty() && !is_any(shape.frame);
        if self.bytes.len() + line.len() > ENTRY_BYTES_MAX {
            self.outgrew = true;
        } else {
            self.bytes.extend_from_slice(line);
        }
        if is_any(shape.ends) {
            self.give()?;
        }
        Ok(())
    }

    /// The entry ends here.
    fn give(&mut self) -> Result<(), Stop> {
        let mut bytes = std::mem::take(&mut self.bytes);
        let has_weight = std::mem::take(&mut self.has_weight);
        let outgrew = std::mem::take(&mut self.outgrew);
        self.has_begun = false;
        if outgrew {
            return (self.sink)(Cut::Doubt(too_large(self.line, "the entry")));
        }
        if !has_weight {
            return Ok(());
        }
        bytes.truncate(bytes.trim_ascii_end().len());
        let bytes = Cow::Owned(bytes);
        (self.sink)(Cut::Entry(Entry { bytes, line: self.line, declared: None, context: &Context::NONE, doubt: None }))
    }
}
