//! What is wrong with a query, where, and how to mend it.

use std::fmt;

use model::Sentence;

/// A query that cannot be understood. Displays as one sentence with the column and the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Column of the place, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Sentence,
    /// What to write instead.
    pub fix: Sentence,
}

impl QueryError {
    pub(super) fn new(column: usize, fault: Sentence, fix: Sentence) -> QueryError {
        QueryError { column, fault, fix }
    }

    /// The query with a caret under the place, for a terminal.
    pub fn pointed(&self, query: &str) -> String {
        // A window round the place, so that a long query still fits on a line.
        const SHOWN: usize = 100;
        let chars: Vec<char> = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let from = self.column.saturating_sub(SHOWN / 2).min(chars.len().saturating_sub(SHOWN));
        let shown: String = chars.iter().skip(from).take(SHOWN).collect();
        let caret = " ".repeat((self.column - 1).saturating_sub(from));
        format!("  {shown}\n  {caret}^")
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}; {}", self.column, self.fault, self.fix)
    }
}

impl std::error::Error for QueryError {}
