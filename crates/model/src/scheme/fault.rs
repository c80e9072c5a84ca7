//! What is not in order in a scheme.

use std::fmt;

use super::{CONCEPT_LINKS_MAX, CONCEPTS_MAX, NOTATION_BYTES_MAX, SCHEME_DEPTH_MAX};
use crate::{Refusal, sentence};

/// A rule that a scheme breaks, and where. It reads as a sentence without a full stop that says what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeFault {
    /// A concept has no notation, or one that is too long; its label, so that it can be found.
    NoNotation(String),
    /// Two concepts have one notation.
    Repeated(String),
    /// A concept has two preferred labels in one language.
    SecondLabel {
        /// Whose.
        notation: String,
        /// The second one.
        label: String,
    },
    /// The address of a concept is none, is too long, or is that of another concept.
    BadUri(String),
    /// A concept names one that is not in the scheme. The rest of the scheme is in order all the same.
    Dangling {
        /// Who names it.
        notation: String,
        /// Who is named.
        named: String,
    },
    /// A concept stands above itself: the way round, from it to itself.
    Cycle(Vec<String>),
    /// A concept stands deeper than [`SCHEME_DEPTH_MAX`].
    TooDeep(String),
    /// A concept names more others than [`CONCEPT_LINKS_MAX`].
    TooManyLinks(String),
    /// There are more concepts than [`CONCEPTS_MAX`]; how many were left out.
    TooMany(usize),
    /// More of this; how many faults are not told.
    More(usize),
}

/// Classes of a cycle that are told. One that goes round more corners is found from its beginning.
const CYCLE_TOLD_MAX: usize = 20;

impl SchemeFault {
    /// Whether a scheme that is kept is refused for it. References into parts of a scheme that were not sent are usual.
    pub fn is_grave(&self) -> bool {
        !matches!(self, SchemeFault::Dangling { .. } | SchemeFault::More(_))
    }

    /// It as what a rule says to people.
    pub fn refusal(&self) -> Refusal {
        Refusal::Said(match self {
            SchemeFault::NoNotation(label) => sentence!(
                "scheme-no-notation",
                "The concept `{label}` has no code, or one longer than {max} bytes; give it a code",
                label,
                max = NOTATION_BYTES_MAX
            ),
            SchemeFault::Repeated(notation) => sentence!(
                "scheme-repeated",
                "Two concepts have the code `{notation}`; give each a code of its own",
                notation
            ),
            SchemeFault::SecondLabel { notation, label } => sentence!(
                "scheme-second-label",
                "`{notation}` has a second label in one language, `{label}`; make it an alternative label",
                notation,
                label
            ),
            SchemeFault::BadUri(notation) => sentence!(
                "scheme-bad-uri",
                "The address of `{notation}` is not one, or is that of another concept; give it its own or take it out",
                notation
            ),
            SchemeFault::Dangling { notation, named } => sentence!(
                "scheme-dangling",
                "`{notation}` names `{named}`, which is not in the scheme; add that concept or take the reference out",
                notation,
                named
            ),
            SchemeFault::Cycle(path) => sentence!(
                "scheme-cycle",
                "A concept stands above itself: {path}; take one of these references out",
                path = way(path)
            ),
            SchemeFault::TooDeep(notation) => sentence!(
                "scheme-too-deep",
                "`{notation}` stands more than {max} levels below the top; make the scheme flatter",
                notation,
                max = SCHEME_DEPTH_MAX
            ),
            SchemeFault::TooManyLinks(notation) => sentence!(
                "scheme-too-many-links",
                "`{notation}` names more than {max} concepts; take some of these references out",
                notation,
                max = CONCEPT_LINKS_MAX
            ),
            SchemeFault::TooMany(_) => {
                sentence!("scheme-too-many", "The scheme has more than {max} concepts; divide it", max = CONCEPTS_MAX)
            }
            SchemeFault::More(n_more) => {
                sentence!("scheme-more-faults", "There are {count} more faults; mend these first", count = n_more)
            }
        })
    }
}

/// A way round, as people read it.
fn way(path: &[String]) -> String {
    let mut told: Vec<&str> = path.iter().take(CYCLE_TOLD_MAX).map(String::as_str).collect();
    if path.len() > CYCLE_TOLD_MAX {
        told.push("…");
        told.extend(path.last().map(String::as_str));
    }
    told.join(" → ")
}

impl fmt::Display for SchemeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SchemeFault::NoNotation(label) => {
                write!(f, "the concept `{label}` has no code of at most {NOTATION_BYTES_MAX} bytes; it was left out")
            }
            SchemeFault::Repeated(notation) => {
                write!(f, "the code `{notation}` stands a second time; what stands there was left out")
            }
            SchemeFault::SecondLabel { notation, label } => {
                write!(f, "`{notation}` has a second label in one language, `{label}`; it was read as an alternative")
            }
            SchemeFault::BadUri(notation) => {
                write!(f, "the address of `{notation}` is not one, or is another's; it was left out")
            }
            SchemeFault::Dangling { notation, named } => {
                write!(f, "`{notation}` names `{named}`, which is not in the scheme; the reference was left out")
            }
            SchemeFault::Cycle(path) => {
                write!(f, "a concept stands above itself: {}; the last of these references was left out", way(path))
            }
            SchemeFault::TooDeep(notation) => write!(
                f,
                "`{notation}` stands more than {SCHEME_DEPTH_MAX} levels below the top; it was put to the top"
            ),
            SchemeFault::TooManyLinks(notation) => {
                write!(f, "`{notation}` names more than {CONCEPT_LINKS_MAX} concepts; the rest was left out")
            }
            SchemeFault::TooMany(n_more) => {
                write!(f, "the scheme has {n_more} concepts beyond {CONCEPTS_MAX}; they were left out")
            }
            SchemeFault::More(n_more) => write!(f, "{n_more} more faults are not told"),
        }
    }
}
