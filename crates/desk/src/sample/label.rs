//! Labels of samples, printed.

use crate::cell::{Order, Unprinted};
use crate::{Failure, Office};

impl Office {
    /// Labels as a tagged PDF, printed in a cell.
    ///
    /// # Errors
    /// When no cell can be started, or when it did not come to its end.
    pub fn print_labels(&self, sheet: &press::LabelSheet) -> Result<Vec<u8>, Failure> {
        match self.parser.print(&Order::Labels(Box::new(sheet.clone())))? {
            Ok(printed) => Ok(printed.pdf),
            Err(Unprinted::Refused(why) | Unprinted::Broken(why)) => Err(Failure::Broken(why.into())),
        }
    }
}
