//! Refusals: what a rule of the house does not let pass. For the user: the thing and the next step.

use std::fmt;

use crate::{CellFault, Sentence};

/// A rule that was broken, said to the person who can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A short name has other letters than it may.
    BadName {
        /// What it names: unit, post, need.
        noun: &'static str,
        /// As it was given.
        text: String,
    },
    /// Something is asked for that is not there, or that the asker may not see: the two are one.
    NotFound {
        /// What it is: record, need, unit.
        noun: &'static str,
        /// As it was asked for.
        text: String,
        /// What to do next.
        next: Sentence,
    },
    /// Somebody else was quicker: what is to be changed is not as it was seen. The sentence says what to do.
    Changed(Sentence),
    /// Anything else, as a whole sentence with its next step.
    Said(Sentence),
    /// It waits for a decision that was asked for just now: that it was asked for is kept, and nothing else was done.
    Shut(Sentence),
    /// Several rules at once, one a line.
    Several(Vec<Refusal>),
    /// What is wrong in files that were brought in, each with its place.
    InFiles(Vec<CellFault>),
    /// What only the command line says, and who runs the program reads: files, directories, other programs. In English.
    AtCommandLine(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::BadName { noun, text } => {
                write!(f, "`{text}` cannot name a {noun}: use 1 to 64 lower-case letters, digits and inner hyphens")
            }
            Refusal::NotFound { noun, text, next } => write!(f, "There is no {noun} `{text}` here; {next}"),
            Refusal::Changed(sentence) | Refusal::Said(sentence) | Refusal::Shut(sentence) => sentence.fmt(f),
            Refusal::Several(refusals) => lines(refusals, f),
            Refusal::InFiles(faults) => lines(faults, f),
            Refusal::AtCommandLine(text) => f.write_str(text),
        }
    }
}

fn lines<T: fmt::Display>(said: &[T], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    said.iter().enumerate().try_for_each(|(at, one)| write!(f, "{}{one}", if at == 0 { "" } else { "\n" }))
}

impl std::error::Error for Refusal {}
