//! Whether an object is a record or holds records.
//!
//! Answers of the services come as one object with the records in an array at a place that each
//! service keeps. The object is walked key by key as far as it was read; asked again with more
//! of it, it is walked again.

use super::scan::{Found, Scan};
use crate::cut::Context;
use crate::markup::squeeze;
use model::Language;

/// Where records stand: Crossref, OpenAlex, DataCite, InvenioRDM, JSON Feed, and plain lists.
const PATHS: &[&[&str]] =
    &[&["message", "items"], &["results"], &["data"], &["hits", "hits"], &["items"], &["records"], &["works"]];

/// Keys of records and not of envelopes: an object with one of them before the array is a record
/// that happens to have an array of that name.
const KEYS_OF_RECORDS: &[&str] = &["id", "doi", "DOI", "identifiers", "@id"];

/// Longest title of a feed that is looked at.
const TITLE_BYTES_MAX: usize = 1_024;

/// What an object is.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// Not to be told from so few bytes.
    Unknown,
    /// One entry of this length.
    Entry(usize),
    /// It is damaged, this far in.
    Damaged(usize),
    /// Records stand in an array.
    Envelope {
        /// Behind the opening bracket of the array.
        at: usize,
        /// How many objects are open there.
        depth: u32,
        /// What the object says about all of them, as far as it stands before the array.
        context: Context,
    },
}

/// Looks at bytes that begin with an object.
pub(crate) fn shape(bytes: &[u8]) -> Shape {
    let mut walk = Walk { bytes, at: 0, context: Context::default() };
    match walk.object(&mut Vec::new()) {
        Ok(None) => Shape::Entry(walk.at),
        Ok(Some(depth)) => Shape::Envelope { at: walk.at, depth, context: walk.context },
        Err(Fault::Short) => Shape::Unknown,
        Err(Fault::Damage) => Shape::Damaged(walk.at),
    }
}

enum Fault {
    Short,
    Damage,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    context: Context,
}

impl<'a> Walk<'a> {
    /// The next byte that is no blank.
    fn next(&mut self) -> Result<u8, Fault> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !byte.is_ascii_whitespace() {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Fault::Short)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.next()? != byte {
            return Err(Fault::Damage);
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over a value and gives its bytes.
    fn value(&mut self) -> Result<&'a [u8], Fault> {
        self.next()?;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (taken, found) = Scan::value().feed(rest);
        self.at += taken;
        match found {
            Found::End => Ok(rest.get(..taken).unwrap_or_default()),
            Found::More => Err(Fault::Short),
            Found::Damage => Err(Fault::Damage),
        }
    }

    /// Walks an object that stands on this path. `Some` is the number of objects open where the
    /// array of records begins. Goes no deeper than the longest of `PATHS`.
    fn object(&mut self, path: &mut Vec<&'a str>) -> Result<Option<u32>, Fault> {
        self.expect(b'{')?;
        let mut is_record = false;
        loop {
            if self.next()? == b'}' {
                self.at += 1;
                return Ok(None);
            }
            let key = match self.next()? {
                b'"' => self.value()?,
                _ => return Err(Fault::Damage),
            };
            let key = std::str::from_utf8(key).unwrap_or_default().trim_matches('"');
            self.expect(b':')?;
            path.push(key);
            match self.next()? {
                b'[' if PATHS.contains(&path.as_slice()) && !is_record && self.is_list_of_objects()? => {
                    self.at += 1;
                    return Ok(Some(path.len() as u32));
                }
                b'{' if PATHS.iter().any(|known| known.len() > path.len() && known.starts_with(path)) => {
                    if let Some(depth) = self.object(path)? {
                        return Ok(Some(depth));
                    }
                }
                _ => {
                    let value = self.value()?;
                    if path.len() == 1 {
                        self.note(key, value);
                    }
                }
            }
            is_record |= KEYS_OF_RECORDS.contains(&key);
            path.pop();
            match self.next()? {
                b',' => self.at += 1,
                b'}' => {}
                _ => return Err(Fault::Damage),
            }
        }
    }

    /// Whether the array here is empty or begins with an object.
    fn is_list_of_objects(&self) -> Result<bool, Fault> {
        let inside = self.bytes.get(self.at + 1..).unwrap_or_default();
        match inside.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(byte) => Ok(matches!(byte, b'{' | b']')),
            None => Err(Fault::Short),
        }
    }

    /// Remembers title and language of a feed.
    fn note(&mut self, key: &str, value: &[u8]) {
        if !matches!(key, "title" | "language") || value.len() > TITLE_BYTES_MAX {
            return;
        }
        let Ok(text) = serde_json::from_slice::<String>(value) else { return };
        let text = squeeze(&text);
        match key {
            "title" => self.context.title = Some(text).filter(|text| !text.is_empty()),
            _ => self.context.language = Language::parse(&text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match shape(text.as_bytes()) {
            Shape::Unknown => "unknown".to_owned(),
            Shape::Entry(length) => format!("entry of {length}"),
            Shape::Damaged(at) => format!("damaged at {at}"),
            Shape::Envelope { at, depth, context } => {
                format!("{} in {depth} {}", &text[at..], context.title.unwrap_or_default())
            }
        };
        assert_eq!(found.trim(), expected, "{text}");
    }

    #[test]
    fn records_are_found_where_each_service_keeps_them() {
        check(r#"{"status":"ok","message":{"total":2,"items":[{}]}}"#, "{}]}} in 2");
        check(r#"{"meta":{"count":1},"results":[{}]}"#, "{}]} in 1");
        check(r#"{"hits":{"hits":[{}]}}"#, "{}]}} in 2");
        check(r#"{"version":"1.1","title":"Steam\n now","items":[{}]}"#, "{}]} in 1 Steam now");
        check(r#"{"data":[]}"#, "]} in 1");
    }

    #[test]
    fn a_record_is_no_envelope() {
        check(r#"{"status":"ok","message":{"DOI":"10.1/2","items":[{}]}}"#, "entry of 55");
        check(r#"{"data":{"id":"10.1/2"}}"#, "entry of 24");
        check(r#"{"id":1,"data":[{}]}"#, "entry of 20");
        check(r#"{"data":["a","b"]}"#, "entry of 18");
    }

    #[test]
    fn what_is_not_there_yet_is_not_judged() {
        check(r#"{"message":{"items""#, "unknown");
        check(r#"{"data":["#, "unknown");
        check("{\"a\":\"b\n", "damaged at 7");
    }
}
