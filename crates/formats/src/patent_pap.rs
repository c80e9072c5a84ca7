//! Patent applications in the PAP document type (2001 to 2004).

use model::Record;

use crate::Doubt;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "patent-pap";

/// Whether the entry is one of these.
pub(crate) fn claims(_entry: &Element) -> bool {
    false
}

/// Reads one entry.
pub(crate) fn read(_entry: &Element) -> (Record, Vec<Doubt>) {
    (Record::default(), Vec::new())
}
