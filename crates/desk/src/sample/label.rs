//! Labels of samples, printed.

use model::sentence;
use press::LABELS_MAX;

use crate::cell::{Order, Unprinted};
use crate::{Failure, Office};

impl Office {
    /// Labels as a tagged PDF, printed in a cell.
    ///
    /// # Errors
    /// Refused for none and for too many; when no cell can be started, or when it did not come to its end.
    pub fn print_labels(&self, sheet: &press::LabelSheet) -> Result<Vec<u8>, Failure> {
        if sheet.labels.is_empty() || sheet.labels.len() > LABELS_MAX {
            return Err(Failure::said(sentence!(
                "sample-labels-max",
                "Labels are printed for one to {max} samples at a time; narrow the list",
                max = LABELS_MAX
            )));
        }
        match self.parser.print(&Order::Labels(Box::new(sheet.clone())))? {
            Ok(printed) => Ok(printed.pdf),
            Err(Unprinted::Refused(why) | Unprinted::Broken(why)) => Err(Failure::Broken(why.into())),
        }
    }
}
