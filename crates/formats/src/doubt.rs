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
    /// A doubt about the whole entry.
    pub fn new(text: impl Into<String>) -> Doubt {
        Doubt { line: None, place: None, text: text.into() }
    }

    /// A doubt about one field.
    pub fn at(place: impl Into<String>, text: impl Into<String>) -> Doubt {
        Doubt { line: None, place: Some(place.into()), text: text.into() }
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

/// A value as it is quoted in a doubt: shortened, so that hostile input does not fill the log.
pub(crate) fn quoted(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut short: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    format!("`{short}`")
}
