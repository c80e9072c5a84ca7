//! Cuts BibTeX text into its blocks and an entry into its fields.
//!
//! BibTeX has no rule for damaged text, so the cut is made to lose little: a block ends at its
//! closing brace, or before the next line that begins like a block when no brace closes it.

use std::ops::Range;

/// What stands behind an `@`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// `article`, `string`, `comment`, in small letters.
    pub(crate) word: String,
    /// From the `@` to the closing brace.
    pub(crate) span: Range<usize>,
    /// What stands between the outer braces.
    pub(crate) body: Range<usize>,
    /// Whether the closing brace was found.
    pub(crate) closed: bool,
}

/// The next block at or after this place. Text between blocks is comment, by the rules of BibTeX.
pub(crate) fn next_block(text: &str, from: usize) -> Option<Block> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'@', bytes.get(at..)?)?;
        // A letter before it makes it an address of mail.
        let mail = at > 0 && bytes.get(at - 1).is_some_and(|b| b.is_ascii_alphanumeric());
        match opening(bytes, at) {
            Some((word, open)) if !mail => {
                let word = word.to_ascii_lowercase();
                let (end, closed) = end_of(bytes, open);
                let body = open + 1..if closed { end - 1 } else { end };
                // A comment without an end hides nothing behind it.
                if word == "comment" && !closed {
                    at = open + 1;
                    continue;
                }
                return Some(Block { word, span: at..end, body, closed });
            }
            _ => at += 1,
        }
    }
}

/// `@word {` or `@word (` at this place: the word, and where the bracket stands.
fn opening(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    const WORD_MAX: usize = 40;
    let rest = bytes.get(at + 1..)?;
    let blanks = rest.iter().take(8).take_while(|b| b.is_ascii_whitespace()).count();
    let length =
        rest.get(blanks..)?.iter().take(WORD_MAX).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let word = std::str::from_utf8(rest.get(blanks..blanks + length)?).ok().filter(|word| !word.is_empty())?;
    let after = rest.get(blanks + length..)?;
    let gap = after.iter().take(WORD_MAX).take_while(|b| b.is_ascii_whitespace()).count();
    matches!(after.get(gap), Some(b'{' | b'(')).then_some((word, at + 1 + blanks + length + gap))
}

/// Where the block ends whose bracket opens here, and whether a bracket closes it.
fn end_of(bytes: &[u8], open: usize) -> (usize, bool) {
    let round = bytes.get(open) == Some(&b'(');
    let mut depth = 0usize;
    let mut quoted = false;
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 0 && !round => return (at + 1, true),
            b'}' => depth = depth.saturating_sub(1),
            b'"' if depth == 0 => quoted = !quoted,
            b')' if round && depth == 0 && !quoted => return (at + 1, true),
            // No value has a line that begins like a block; the brace before it is missing.
            b'\n' | b'\r' => {
                let gap = bytes[at + 1..].iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
                let next = at + 1 + gap;
                if bytes.get(next) == Some(&b'@') && opening(bytes, next).is_some() {
                    return (at + 1, false);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (bytes.len(), false)
}

/// One part of a value: a name of a `@string`, or text between braces or quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Stands bare: a number, a month, a `@string`.
    Bare(&'a str),
    /// Text as written, with its LaTeX.
    Text(&'a str),
}

/// A field with the parts of its value, which `#` joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawField<'a> {
    /// Name, small letters.
    pub(crate) name: String,
    /// The parts.
    pub(crate) parts: Vec<Part<'a>>,
    /// Whether the value ended as it should.
    pub(crate) whole: bool,
    /// Where it begins in the body.
    pub(crate) at: usize,
}

/// Takes the body of an entry apart: its key, if it has one, and its fields. Commas that are
/// missing or too many do not matter.
pub(crate) fn entry_fields(body: &str) -> (Option<&str>, Vec<RawField<'_>>) {
    let first = body.find([',', '=']).unwrap_or(body.len());
    let keyed = body[first..].starts_with(',') || first == body.len();
    let key = body[..first].trim();
    let key = (keyed && !key.is_empty()).then_some(key);
    (key, fields_from(body, if keyed { first } else { 0 }))
}

/// Fields from this place of a body onwards; the body of a `@string` has fields from its start.
pub(crate) fn fields_from(body: &str, from: usize) -> Vec<RawField<'_>> {
    let bytes = body.as_bytes();
    let mut fields = Vec::new();
    let mut at = from;
    while at < bytes.len() && fields.len() < crate::limits::COLUMNS_MAX {
        // A comment of LaTeX in place of a field goes to the end of its line.
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        if bytes.get(at) == Some(&b'%') {
            at += memchr::memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at);
            continue;
        }
        let Some(equals) = memchr::memchr(b'=', &bytes[at..]).map(|offset| at + offset) else { break };
        // What stands before the name after damage is passed over: the name is the last word.
        let before = body[at..equals].trim_end();
        let mut backwards = before.char_indices().rev();
        let gap = backwards.find(|(_, c)| c.is_whitespace() || ",}\"".contains(*c));
        let name_at = gap.map_or(0, |(i, c)| i + c.len_utf8());
        let name = before[name_at..].trim().to_lowercase();
        let start = at + name_at;
        let (parts, end, whole) = value(body, equals + 1);
        at = end.max(equals + 1);
        if !name.is_empty() && name.len() <= 100 {
            fields.push(RawField { name, parts, whole, at: start });
        }
    }
    fields
}

/// The parts of a value that begins here, where it ends, and whether it ended as it should.
fn value(body: &str, from: usize) -> (Vec<Part<'_>>, usize, bool) {
    let bytes = body.as_bytes();
    let mut parts = Vec::new();
    let mut at = from;
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let (part, end, whole) = match bytes.get(at) {
            Some(b'{') => delimited(body, at, b'}'),
            Some(b'"') => delimited(body, at, b'"'),
            Some(_) => {
                let length =
                    bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace() && !b",#}{\"=".contains(b)).count();
                (Part::Bare(&body[at..at + length]), at + length, length > 0)
            }
            None => return (parts, at, false),
        };
        parts.push(part);
        at = end;
        if !whole {
            return (parts, at, false);
        }
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if bytes.get(at) != Some(&b'#') || parts.len() >= crate::limits::COLUMNS_MAX {
            return (parts, at, true);
        }
        at += 1;
    }
}

fn delimited(body: &str, open: usize, close: u8) -> (Part<'_>, usize, bool) {
    let bytes = body.as_bytes();
    let mut depth = 0usize;
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b if *b == close && depth == 0 => return (Part::Text(&body[open + 1..at]), at + 1, true),
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    // Nothing closes it. It is taken to end with its line, so that the fields behind it are read.
    let line = memchr::memchr2(b'\n', b'\r', &bytes[open..]).map_or(bytes.len(), |n| open + n);
    let text = body[open + 1..line].trim_end().trim_end_matches(',').trim_end_matches(['}', '"']);
    (Part::Text(text), line, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(block) = next_block(text, at) {
            at = block.span.end;
            found.push((block.word, &text[block.body]));
        }
        found
    }

    #[test]
    fn a_block_ends_at_its_brace_and_a_lost_brace_costs_one_block() {
        assert_eq!(
            blocks("ann@ox.org {x}\n@Book{a, t={A}}\n@misc{b, t={never closed\n @misc (c, t={C (two)})"),
            [("book".into(), "a, t={A}"), ("misc".into(), "b, t={never closed\n"), ("misc".into(), "c, t={C (two)}")]
        );
    }

    #[test]
    fn fields_are_found_in_spite_of_lost_commas() {
        let (key, fields) =
            entry_fields("k1, title = {A {B} c} year = 1961, month = jan # \"~12\",, note = {open\n x = {1}");
        assert_eq!(key, Some("k1"));
        let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["title", "year", "month", "note", "x"]);
        assert_eq!(fields[0].parts, [Part::Text("A {B} c")]);
        assert_eq!(fields[2].parts, [Part::Bare("jan"), Part::Text("~12")]);
        assert!(!fields[3].whole);
    }

    #[test]
    fn a_wide_blank_before_a_name_is_a_blank() {
        assert_eq!(entry_fields("k, \u{a0}year = 1961").1[0].name, "year");
    }

    #[test]
    fn an_entry_without_a_key_has_its_first_field() {
        let (key, fields) = entry_fields(" title = {A}, year = 1 ");
        assert_eq!((key, fields.len()), (None, 2));
        assert_eq!(entry_fields("").1.len(), 0);
    }
}
