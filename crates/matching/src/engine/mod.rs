//! All profiles compiled once, records taken as a stream.
//!
//! A profile is filed under the rarest words that one of its clauses needs, so a record meets only
//! the profiles that share a rare word with it; a second word is tested before the profile is
//! evaluated. Cost per record grows with the profiles that nearly match, not with all of them.
//! The idea is that of the presearcher of Lucene's monitor, with the profiles inverted
//! throughout: Yan and Garcia-Molina, *Index Structures for Selective Dissemination of
//! Information Under the Boolean Model* (1994).
//!
//! Everything a query can ask for by name (a word, a prefix, a word of an author field, a class)
//! is a *symbol*, a small number. A record is laid out as the set of its symbols with their
//! positions; evaluating a profile touches numbers only.

#[cfg(test)]
mod across_tests;
mod code;
mod compile;
mod dictionary;
mod filing;
mod layout;
mod live;
#[cfg(test)]
mod live_tests;
mod matcher;
mod merge;
mod program;
mod stored;
mod symbol;
#[cfg(test)]
mod tests;

pub use compile::{Cost, Engine, Standing};
pub use live::{CHANGES_UNMERGED_MAX, LiveEngine, LiveMatcher};
pub use matcher::{Hit, Matcher};
pub use stored::{Origin, StoredError};
