//! Facts: what the ledger remembers.

use std::fmt;

macro_rules! verbs {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// What was done. The list is closed: a fact with another verb cannot be written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Verb { $($(#[$doc])* $variant),* }

        impl Verb {
            /// The word for it in the ledger.
            pub fn word(self) -> &'static str {
                match self { $(Verb::$variant => $word),* }
            }

            /// The verb with this word.
            pub fn from_word(word: &str) -> Option<Verb> {
                match word { $($word => Some(Verb::$variant),)* _ => None }
            }
        }
    };
}

verbs! {
    /// The office was opened.
    Opened = "opened",
    /// A record was collected for the first time.
    Collected = "collected",
    /// A record was read again from its source with other content.
    Updated = "updated",
    /// A further source of a known work was joined to its record.
    Merged = "merged",
    /// A source was taken out of a record again.
    Parted = "parted",
    /// Two records were found to belong together without being the same work.
    Related = "related",
    /// A unit, post or need was stated.
    Stated = "stated",
    /// A unit, post or need was stated anew with changes.
    Restated = "restated",
    /// A record was delivered to a post.
    Delivered = "delivered",
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Who did what to what. The store adds when, and chains it to the fact before.
///
/// Bodies never stand in a fact, only names, numbers and hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Post or operator who did it.
    pub who: String,
    /// What was done.
    pub verb: Verb,
    /// What it was done to, with its noun: `record:R0...`, `need:diesel`.
    pub object: String,
    /// The other thing, if there is one.
    pub target: Option<String>,
    /// The values that changed, as names and hashes; `None` when the verb says it all.
    pub change: Option<String>,
}

impl Fact {
    /// A fact about one thing.
    pub fn new(who: &str, verb: Verb, object: String) -> Fact {
        Fact { who: who.to_owned(), verb, object, target: None, change: None }
    }

    /// The same, towards another thing.
    pub fn to(mut self, target: String) -> Fact {
        self.target = Some(target);
        self
    }

    /// The same, with what changed.
    pub fn with(mut self, change: String) -> Fact {
        self.change = Some(change);
        self
    }
}
