//! USPTO Greenbook, patents 1976 to 2001.

use model::Record;

use crate::Doubt;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "greenbook";

/// Whether a text that begins like this (64 KiB at most) is one of these.
pub(crate) fn claims(_head: &str) -> bool {
    false
}

/// Reads one entry.
pub(crate) fn read(_entry: &str) -> (Record, Vec<Doubt>) {
    (Record::default(), Vec::new())
}
