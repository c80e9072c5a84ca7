//! Cutting JSON: lines of values, values one after another, one array, or one object that holds
//! an array of records. Pieces are cut, not parsed.
//!
//! A value that is broken costs itself. Where every line is a value, the next line is the next
//! entry. In an array, the next entry is where the text with which the first entry began stands
//! again; brackets mean nothing any more from there on.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::{Context, Cut, Entry, Sink, Stop, too_large};
use crate::Doubt;
use crate::input::UTF_8_MARK;
use crate::limits::ENTRY_BYTES_MAX;
use crate::window::Window;

pub(crate) mod envelope;
pub(crate) mod mend;
pub(crate) mod scan;

use envelope::Shape;
use scan::{Found, Scan};

/// Longest beginning of an entry by which the next one is found after damage.
const OPENING_BYTES_MAX: usize = 256;

/// Cuts the stream.
pub(crate) fn cut(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut cutter = Cutter { window, sink, of_lines: None };
    // Record separators of RFC 7464 and commas between values are passed over.
    while let Some(byte) = cutter.window.skip_while(|b| b.is_ascii_whitespace() || b == 0x1e || b == b',')? {
        match byte {
            // Files that were put behind one another bring their marks.
            0xef if cutter.window.starts_with(UTF_8_MARK)? => cutter.window.advance(UTF_8_MARK.len()),
            b'{' if cutter.begins_as_lines_do()? => cutter.line()?,
            b'{' => cutter.object()?,
            b'[' => {
                cutter.window.advance(1);
                cutter.elements(&Context::NONE)?;
            }
            _ => cutter.no_value()?,
        }
    }
    Ok(())
}

/// How scanning one value went.
enum Scanned {
    Whole,
    Damaged,
    BrokenOff,
}

struct Cutter<'w, 'r, 's, 'f> {
    window: &'w mut Window<'r>,
    sink: &'s mut Sink<'f>,
    /// How the last value began, if it was a line: what begins so is one too. Another beginning
    /// may be that of an answer of a service among its records.
    of_lines: Option<Vec<u8>>,
}

impl Cutter<'_, '_, '_, '_> {
    fn doubt(&mut self, doubt: Doubt) -> Result<(), Stop> {
        (self.sink)(Cut::Doubt(doubt))
    }

    /// Gives what is held as an entry.
    fn entry(&mut self, line: u64, context: &Context) -> Result<(), Stop> {
        let cut = match self.window.held() {
            Some(bytes) => {
                let bytes = Cow::Borrowed(bytes.trim_ascii_end());
                Cut::Entry(Entry { bytes, line, declared: None, context, doubt: None })
            }
            None => Cut::Doubt(too_large(line, "the JSON value")),
        };
        (self.sink)(cut)?;
        self.window.release();
        Ok(())
    }

    /// Steps over what is no object and no array, up to a line that begins with one.
    fn no_value(&mut self) -> Result<(), Stop> {
        let line = self.window.line();
        let doubt = Doubt::new("no JSON object begins here; the text was passed over to the next line that begins one");
        self.doubt(doubt.on(line))?;
        self.next_line()
    }

    /// Steps to the next line that begins, without a blank, with an object or an array: an
    /// indented one is a part of something else.
    fn next_line(&mut self) -> Result<(), Stop> {
        while self.window.find_byte(b'\n')? {
            self.window.advance(1);
            if matches!(self.window.byte()?, Some(b'{' | b'[')) {
                break;
            }
        }
        Ok(())
    }

    fn begins_as_lines_do(&mut self) -> Result<bool, Stop> {
        Ok(match &self.of_lines {
            Some(opening) => self.window.starts_with(opening)?,
            None => false,
        })
    }

    /// A value that is one line.
    fn line(&mut self) -> Result<(), Stop> {
        let line = self.window.hold();
        self.window.find_byte(b'\n')?;
        let is_closed = match self.window.held() {
            Some(bytes) => matches!(bytes.trim_ascii_end().last(), Some(b'}' | b']')),
            None => true,
        };
        if !is_closed {
            // Broken off, or the first line of a value written over several.
            let next = self.window.peek(2)?.get(1).copied();
            if !matches!(next, Some(b'{') | None) && self.window.rewind() {
                self.of_lines = None;
                return self.object();
            }
        }
        self.entry(line, &Context::NONE)
    }

    /// An object: one entry, or an envelope.
    fn object(&mut self) -> Result<(), Stop> {
        let line = self.window.hold();
        let mut looked_at = 0;
        loop {
            // Looked at again when there is twice as much, so the whole is looked at twice at most.
            while self.window.rest().len() <= (2 * looked_at).min(ENTRY_BYTES_MAX) && self.window.more()? {}
            looked_at = self.window.rest().len();
            match envelope::shape(self.window.rest()) {
                Shape::Unknown if !self.window.is_ended() && looked_at <= ENTRY_BYTES_MAX => {}
                // Too large to be held, or broken off.
                Shape::Unknown => return self.value(line),
                Shape::Entry(length) => {
                    let value = self.window.rest().get(..length).unwrap_or_default();
                    let is_one_line = memchr::memchr(b'\n', value).is_none();
                    let opening = if is_one_line { self.opening()? } else { None };
                    self.window.advance(length);
                    self.entry(line, &Context::NONE)?;
                    let next = self.window.skip_while(|b| matches!(b, b' ' | b'\t' | b'\r'))?;
                    self.of_lines = opening.filter(|_| matches!(next, Some(b'\n') | None));
                    return Ok(());
                }
                Shape::Damaged(length) => {
                    self.window.advance(length);
                    return self.damaged(line);
                }
                Shape::Envelope { at, depth, context } => {
                    self.window.release();
                    self.window.advance(at);
                    if self.elements(&context)? {
                        self.pass(Scan::inside_objects(depth))?;
                    }
                    return Ok(());
                }
            }
        }
    }

    /// A value that begins here and is held, whatever its size.
    fn value(&mut self, line: u64) -> Result<(), Stop> {
        match self.pass(Scan::value())? {
            Scanned::Whole => self.entry(line, &Context::NONE),
            Scanned::Damaged => self.damaged(line),
            Scanned::BrokenOff => self.broken_off(line),
        }
    }

    fn damaged(&mut self, line: u64) -> Result<(), Stop> {
        // Broken off at the end of a line, the damage shows where the next value begins.
        let is_at_next = self.window.held().is_some_and(|bytes| bytes.ends_with(b"\n"));
        self.window.release();
        let here = self.window.line();
        let doubt = Doubt::new(format!("the JSON value that begins on line {line} is damaged here; it was left out"));
        self.doubt(doubt.on(here))?;
        if is_at_next && matches!(self.window.byte()?, Some(b'{' | b'[')) {
            return Ok(());
        }
        self.next_line()
    }

    fn broken_off(&mut self, line: u64) -> Result<(), Stop> {
        self.window.release();
        self.doubt(Doubt::new("the input ends in the middle of this JSON value; it was left out").on(line).unread())
    }

    /// Steps over the rest of a value.
    fn pass(&mut self, mut scan: Scan) -> Result<Scanned, Stop> {
        loop {
            let (taken, found) = scan.feed(self.window.rest());
            self.window.advance(taken);
            match found {
                Found::End => return Ok(Scanned::Whole),
                Found::Damage => return Ok(Scanned::Damaged),
                Found::More => {
                    if !self.window.more()? {
                        let is_whole = scan.ends_with_stream();
                        return Ok(if is_whole { Scanned::Whole } else { Scanned::BrokenOff });
                    }
                }
            }
        }
    }

    /// The elements of an array whose bracket was passed; whether its end was found.
    fn elements(&mut self, context: &Context) -> Result<bool, Stop> {
        let mut opening = None;
        loop {
            match self.window.skip_while(|b| b.is_ascii_whitespace() || b == b',')? {
                Some(b']') => {
                    self.window.advance(1);
                    return Ok(true);
                }
                None => {
                    let line = self.window.line();
                    self.doubt(Doubt::new("the array is not closed; the entries before were read").on(line).unread())?;
                    return Ok(false);
                }
                Some(_) => {}
            }
            if opening.is_none() {
                opening = self.opening()?;
            }
            let line = self.window.hold();
            match self.pass(Scan::value())? {
                Scanned::Whole => self.entry(line, context)?,
                Scanned::BrokenOff => {
                    self.broken_off(line)?;
                    return Ok(false);
                }
                Scanned::Damaged => {
                    self.elements_after_damage(line, opening.as_deref(), context)?;
                    return Ok(false);
                }
            }
        }
    }

    /// The text with which an element begins, up to its first key.
    fn opening(&mut self) -> Result<Option<Vec<u8>>, Stop> {
        let bytes = self.window.peek(OPENING_BYTES_MAX)?;
        let bytes = bytes.get(..OPENING_BYTES_MAX).unwrap_or(bytes);
        let mut quotes = memchr::memchr_iter(b'"', bytes);
        let is_object = bytes.starts_with(b"{") && quotes.next().is_some();
        Ok(quotes.next().filter(|_| is_object).and_then(|end| bytes.get(..=end)).map(<[u8]>::to_vec))
    }

    /// The elements that can still be told apart behind a damaged one, to the end of the stream.
    fn elements_after_damage(&mut self, line: u64, opening: Option<&[u8]>, context: &Context) -> Result<(), Stop> {
        self.window.release();
        let here = self.window.line();
        let what = format!("the element that begins on line {line} is damaged here");
        let Some(opening) = opening else {
            self.doubt(Doubt::new(format!("{what}; it and what follows were left out")).on(here))?;
            self.window.pass_to_end()?;
            return Ok(());
        };
        let doubt = format!("{what}; it was left out, and reading goes on where the next one seems to begin");
        self.doubt(Doubt::new(doubt).on(here))?;
        let opening = Finder::new(opening);
        while self.window.find(&opening)? {
            let line = self.window.hold();
            match self.pass(Scan::value())? {
                Scanned::Whole => self.entry(line, context)?,
                Scanned::BrokenOff => return self.broken_off(line),
                Scanned::Damaged => {
                    self.window.release();
                    let here = self.window.line();
                    let doubt = format!("the element that begins on line {line} is damaged here; it was left out");
                    self.doubt(Doubt::new(doubt).on(here))?;
                }
            }
        }
        Ok(())
    }
}
