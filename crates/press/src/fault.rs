//! Why an issue could not be printed.

use std::fmt;

/// Why an issue could not be printed: one sentence with the place and the next step, for the officer who edits the
/// template or composes the issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The template is not in order.
    Template {
        /// Line of the template, from 1, where it is known.
        line: Option<usize>,
        /// What is wrong there.
        what: String,
    },
    /// The template is longer than is read.
    LongTemplate {
        /// Its length.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// The template works longer than an issue of this size needs.
    Work,
    /// What the template makes of the issue is longer than is kept.
    LongOutput {
        /// The limit.
        bytes_max: usize,
    },
    /// The template makes more pages of the issue than an issue of this size can need.
    ManyPages {
        /// How many.
        pages: usize,
        /// The limit.
        pages_max: usize,
    },
    /// The template brings something that acts or fetches.
    Active {
        /// Line of the template, from 1, where it is known.
        line: Option<usize>,
        /// What was found, as it stands in the template.
        what: String,
    },
    /// A font that was given along cannot be read.
    Font {
        /// Which of them, from 1.
        number: usize,
    },
    /// The issue itself is not in order.
    Issue {
        /// What is wrong, with the place.
        what: String,
    },
}

impl Fault {
    /// The line of the template that has to be corrected, where it is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            Fault::Template { line, .. } | Fault::Active { line, .. } => *line,
            _ => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.line() {
            Some(line) => format!("line {line} of the template"),
            None => "the template".to_owned(),
        };
        match self {
            Fault::Template { what, .. } => {
                write!(f, "{place} cannot be followed: {what}; correct it, or go back to the template of the house")
            }
            Fault::LongTemplate { bytes, bytes_max } => {
                write!(f, "the template has {bytes} bytes and {bytes_max} are read; take out what no issue needs")
            }
            Fault::Work => {
                write!(f, "the template works longer than this issue needs; look for a loop inside a loop")
            }
            Fault::LongOutput { bytes_max } => {
                write!(
                    f,
                    "the template makes more than {bytes_max} bytes of this issue; look for a loop, or divide the issue"
                )
            }
            Fault::ManyPages { pages, pages_max } => {
                write!(
                    f,
                    "the template makes {pages} pages of this issue and {pages_max} are the most for one of its size; \
                     look for a loop of page breaks"
                )
            }
            Fault::Active { what, .. } => {
                write!(f, "{place} brings `{what}`, which acts or fetches; an issue stands by itself, so take it out")
            }
            Fault::Font { number } => {
                write!(f, "font {number} of the template cannot be read; give it as OTF or TTF")
            }
            Fault::Issue { what } => write!(f, "the issue cannot be printed: {what}"),
        }
    }
}

impl std::error::Error for Fault {}
