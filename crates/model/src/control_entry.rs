//! Entries of a control list: provisions in a tree, each with its words, its notes and the thresholds that its words name.

use crate::threshold::Threshold;
use crate::threshold_words::thresholds;
use crate::words::words;

/// Longest code of a provision, in bytes. `6A001.a.1.b.1.a.2` has seventeen.
pub const CONTROL_CODE_BYTES_MAX: usize = 60;

/// Longest text of a provision or a note, in characters. The longest note of the published lists has under ten thousand.
pub const CONTROL_TEXT_CHARS_MAX: usize = 20_000;

words! {
    /// What a note of a control list says.
    ControlNoteKind {
        /// How a provision is to be read.
        Note = "note",
        /// What a provision does not control.
        Except = "except",
        /// What its technical terms mean.
        Technical = "technical",
        /// Where else to look.
        See = "see",
        /// What a term means wherever it stands.
        Definition = "definition",
        /// What an abbreviation stands for.
        Acronym = "acronym",
        /// What holds for the whole list or a part of it.
        General = "general",
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlNote {
    /// What it says.
    pub kind: ControlNoteKind,
    /// The term that it defines, or its title; empty elsewhere.
    pub term: String,
    /// Its words.
    pub text: String,
}

/// A provision of a control list, whatever its depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ControlEntry {
    /// Its code, with those above it: `2B001.b.1.a`.
    pub code: String,
    /// The code of the provision above it.
    pub parent: Option<String>,
    /// Its words.
    pub text: String,
    /// Its notes.
    pub notes: Vec<ControlNote>,
}

impl ControlEntry {
    /// The thresholds that its words name.
    pub fn thresholds(&self) -> Vec<Threshold> {
        thresholds(&self.text)
    }

    /// Whether it controls nothing any more and only keeps its number.
    pub fn is_unused(&self) -> bool {
        let text = self.text.trim().trim_end_matches([';', '.']);
        text.is_empty() || text.eq_ignore_ascii_case("not used")
    }
}

/// The kind of a note by how it begins and what it says, as the lists of the Wassenaar family write them; with its words.
pub fn control_note(text: &str) -> Option<ControlNote> {
    let text = text.trim();
    let begins = |word: &str| {
        text.len() >= word.len() && text.is_char_boundary(word.len()) && text[..word.len()].eq_ignore_ascii_case(word)
    };
    let kind = if begins("Technical Note") {
        ControlNoteKind::Technical
    } else if begins("N.B") {
        ControlNoteKind::See
    } else if begins("Note") {
        // `Note 1:`, `Notes:`, `Note 9B includes`; not `Notebooks`.
        let behind = text[4..].trim_start_matches('s').trim_start();
        if !behind.starts_with(|c: char| c == ':' || c == '.' || c.is_ascii_digit()) {
            return None;
        }
        let lower = text.to_lowercase();
        let lets_out = ["does not control", "do not control", "does not apply", "not controlled", "is not specified"];
        if lets_out.iter().any(|words| lower.contains(words)) { ControlNoteKind::Except } else { ControlNoteKind::Note }
    } else {
        return None;
    };
    Some(ControlNote { kind, term: String::new(), text: text.to_owned() })
}
