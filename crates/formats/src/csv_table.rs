//! CSV with a column map.
