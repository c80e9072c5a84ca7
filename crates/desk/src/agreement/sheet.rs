//! Term sheets: papers that the press prints.

use crate::cell::{Order, Unprinted};
use crate::{Failure, Office};

impl Office {
    /// A paper as a tagged PDF, printed in a cell.
    ///
    /// # Errors
    /// When no cell can be started, or when it did not come to its end.
    pub fn print_paper(&self, paper: &press::Paper) -> Result<Vec<u8>, Failure> {
        match self.parser.print(&Order::Paper(Box::new(paper.clone())))? {
            Ok(printed) => Ok(printed.pdf),
            Err(Unprinted::Refused(why) | Unprinted::Broken(why)) => Err(Failure::Broken(why.into())),
        }
    }
}

/// A paper as a document of a word processor. Nothing is set for it, so it takes no cell.
///
/// # Errors
/// When the paper is not in order.
pub fn paper_document(paper: &press::Paper) -> Result<Vec<u8>, Failure> {
    press::paper_docx(paper).map_err(|fault| Failure::Broken(fault.to_string().into()))
}
