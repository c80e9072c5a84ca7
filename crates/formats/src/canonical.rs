//! The canonical record as JSON: our own form, version 1.

use model::Record;
use serde_json::Value;

use crate::Doubt;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "uptake-json";

/// Whether the entry is one of these.
pub(crate) fn claims(_entry: &Value) -> bool {
    false
}

/// Reads one entry.
pub(crate) fn read(_entry: &Value) -> (Record, Vec<Doubt>) {
    (Record::default(), Vec::new())
}
