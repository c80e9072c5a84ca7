//! Doubts: what a reader could not read, with the place and a sentence.

use std::fmt;

/// What was lost or is uncertain, where, in one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// Line, from 1. A reader of one entry counts from the entry's first line; whoever cut the
    /// entry out adds where that stands in the source.
    pub line: Option<u64>,
    /// The field, tag or path it concerns, as the format names it: `PY`, `front/article-meta/pub-date`.
    pub place: Option<String>,
    /// One sentence, lower case, without a full stop: what is wrong and what became of it.
    pub text: String,
}

impl Doubt {
    /// A doubt about the whole entry. Made fit for one line: the text may repeat what the source
    /// says, and the source may say anything.
    pub fn new(text: impl Into<String>) -> Doubt {
        Doubt { line: None, place: None, text: one_line(text.into(), TEXT_BYTES_MAX) }
    }

    /// A doubt about one field.
    pub fn at(place: impl Into<String>, text: impl Into<String>) -> Doubt {
        Doubt { place: Some(one_line(place.into(), PLACE_BYTES_MAX)), ..Doubt::new(text) }
    }

    /// The same, on this line.
    pub fn on(mut self, line: u64) -> Doubt {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.text)
    }
}

/// Longest sentence of a doubt. What goes on longer quotes the source, not us.
const TEXT_BYTES_MAX: usize = 600;

/// Longest place of a doubt. Names of elements and members come from the source.
const PLACE_BYTES_MAX: usize = 200;

/// The text without control characters, shortened.
fn one_line(mut text: String, length: usize) -> String {
    if text.len() > length {
        text.truncate(text.floor_char_boundary(length));
        text.push('…');
    }
    if text.chars().any(char::is_control) {
        text = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    }
    text
}

/// A value as it is quoted in a doubt: shortened, so that hostile input does not fill the log.
pub(crate) fn quoted(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut short: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    format!("`{short}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_says_makes_a_doubt_neither_long_nor_several_lines() {
        let doubt = Doubt::at("na\u{1}me".repeat(1_000), "lost\n".repeat(1_000));
        let place = doubt.place.unwrap();
        assert!(place.len() < 250 && doubt.text.len() < 650, "{place}: {}", doubt.text);
        assert!(doubt.text.starts_with("lost lost ") && place.starts_with("na me"), "{place}: {}", doubt.text);
    }
}
