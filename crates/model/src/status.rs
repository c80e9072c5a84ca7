//! Whether a work still stands.

use std::fmt;

/// Whether a work still stands. Ordered from best to worst, so the worst of several sources wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It stands as it was made public.
    #[default]
    Current,
    /// A correction was made public; the relations say which.
    Corrected,
    /// Its authors or its source took it off before or without a retraction note.
    Withdrawn,
    /// It was retracted; the relations say by what.
    Retracted,
}

impl Status {
    /// The word for it in files and pages.
    pub fn word(self) -> &'static str {
        match self {
            Status::Current => "current",
            Status::Corrected => "corrected",
            Status::Withdrawn => "withdrawn",
            Status::Retracted => "retracted",
        }
    }

    /// The status with this word.
    pub fn from_word(word: &str) -> Option<Status> {
        [Status::Current, Status::Corrected, Status::Withdrawn, Status::Retracted]
            .into_iter()
            .find(|s| s.word() == word)
    }

    /// Whether the work may still be delivered as knowledge that stands.
    pub fn stands(self) -> bool {
        self <= Status::Corrected
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
