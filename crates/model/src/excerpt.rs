//! Excerpts: a passage that somebody takes word for word out of a record or one of its files, with the place where it stands there.

use crate::host::{not_longer, one_line};
use crate::{AttachmentId, Language, Marking, Refusal, sentence};

/// Longest passage, in characters: some seven pages. Who needs more reads the work.
pub const EXCERPT_CHARS_MAX: usize = 20_000;

/// Longest place, in characters: `pp. 14–15, table 3`.
pub const EXCERPT_PLACE_CHARS_MAX: usize = 200;

/// Longest line that says what the passage is about, in characters.
pub const EXCERPT_TITLE_CHARS_MAX: usize = 300;

/// What somebody takes out of a record. Passage and place are enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcerptGiven {
    /// What it is about, in one line; empty: it is called like what it was taken from.
    pub title: String,
    /// The passage, word for word.
    pub passage: String,
    /// Where it stands: pages, section, table.
    pub place: String,
    /// The file of the record in which it stands; `None` where it stands in the record itself.
    pub file: Option<AttachmentId>,
    /// In which language it is written; `None` where nobody says it.
    pub language: Option<Language>,
    /// Who may see it; what record and file are marked with is added.
    pub marking: Marking,
}

impl ExcerptGiven {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a passage or its place, and when a text is too long.
    pub fn tidied(self) -> Result<ExcerptGiven, Refusal> {
        let (title, place) = (one_line(&self.title), one_line(&self.place));
        let passage = self.passage.replace("\r\n", "\n").trim().to_owned();
        if passage.is_empty() {
            return Err(Refusal::Said(sentence!("excerpt-no-passage", "Copy the passage here, word for word")));
        }
        if place.is_empty() {
            return Err(Refusal::Said(sentence!(
                "excerpt-no-place",
                "Write where the passage stands, such as “pp. 14–15”; whoever quotes it has to find it again"
            )));
        }
        not_longer(&title, EXCERPT_TITLE_CHARS_MAX)?;
        not_longer(&place, EXCERPT_PLACE_CHARS_MAX)?;
        not_longer(&passage, EXCERPT_CHARS_MAX)?;
        Ok(ExcerptGiven { title, passage, place, ..self })
    }
}

#[cfg(test)]
#[path = "excerpt_tests.rs"]
mod tests;
