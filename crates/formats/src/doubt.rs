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
    /// Whether what begins here could not be read at all, so that what follows is missing.
    pub unread: bool,
}

impl Doubt {
    /// A doubt about the whole entry.
    pub fn new(text: impl Into<String>) -> Doubt {
        Doubt { text: text.into(), ..Doubt::default() }
    }

    /// A doubt about one field.
    pub fn at(place: impl Into<String>, text: impl Into<String>) -> Doubt {
        Doubt { place: Some(place.into()), ..Doubt::new(text) }
    }

    /// The same on one line of bearable length: keys, tags and names of columns come from the
    /// source, and with them whatever its sender put there.
    pub(crate) fn bounded(mut self) -> Doubt {
        self.place = self.place.map(|place| bounded(place, PLACE_BYTES_MAX)).filter(|place| !place.is_empty());
        self.text = bounded(self.text, TEXT_BYTES_MAX);
        self
    }

    /// The same, where reading ended before what is read did.
    pub(crate) fn unread(mut self) -> Doubt {
        self.unread = true;
        self
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

/// Longest place of a doubt: deeper than any path a format has.
const PLACE_BYTES_MAX: usize = 200;

/// Longest sentence.
const TEXT_BYTES_MAX: usize = 900;

fn bounded(text: String, bytes_max: usize) -> String {
    if text.len() <= bytes_max && !text.contains(char::is_control) {
        return text;
    }
    let kept = &text[..text.floor_char_boundary(bytes_max)];
    let mut line = kept.replace(char::is_control, " ");
    if kept.len() < text.len() {
        line.push('…');
    }
    line
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
    fn a_doubt_is_one_short_line_whatever_a_sender_calls_his_fields() {
        let doubt = Doubt::at("key\n".repeat(1_000), "odd\u{1e}").bounded();
        let place = doubt.place.unwrap();
        assert!(place.starts_with("key key ") && place.ends_with('…') && place.chars().count() == PLACE_BYTES_MAX + 1);
        assert_eq!(doubt.text, "odd ");
    }
}
