//! Fields of a record that a query can name.

use std::fmt;

use model::{Sayable, SentenceValue};

/// Where words are looked for. Words without a field are looked for in [`Field::Text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Title, abstract and keywords. A title runs on into its abstract, so a phrase may begin in
    /// the one and end in the other.
    #[default]
    Text,
    /// Titles alone.
    Title,
    /// Abstracts alone.
    Abstract,
    /// Contributors, in reading order (`Ada Lovelace`).
    Author,
    /// Affiliations, and bodies among the contributors (assignees, applicants, corporate authors).
    Org,
    /// Title of the journal, book or site, and its publisher.
    Source,
}

impl Field {
    /// Every field that holds words.
    pub const ALL: &'static [Field] =
        &[Field::Text, Field::Title, Field::Abstract, Field::Author, Field::Org, Field::Source];

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Title => "title",
            Field::Abstract => "abstract",
            Field::Author => "author",
            Field::Org => "org",
            Field::Source => "source",
        }
    }

    /// Whether words of this field are words of a language, to be stemmed, rather than names.
    pub fn is_prose(self) -> bool {
        matches!(self, Field::Text | Field::Title | Field::Abstract)
    }
}

impl Sayable for Field {
    fn said(&self) -> SentenceValue {
        SentenceValue::Text(self.word().to_owned())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
