//! Faults in tables that are brought in as files, each with its place.

use std::fmt;

use crate::Refusal;

/// What is wrong in a file, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, with its heading.
    pub column: Option<(usize, String)>,
    /// What is wrong, and what to do.
    pub refusal: Refusal,
}

impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        if let Some((at, heading)) = &self.column {
            write!(f, ", column {at} ({heading})")?;
        }
        write!(f, ": {}", self.refusal)
    }
}
