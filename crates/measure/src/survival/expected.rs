//! Reference data and answers of other programs, read where they are.

use serde_json::Value;

use crate::table::Table;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion/");

/// A table and its answers; none, with a word about it, where they are not.
#[allow(clippy::print_stderr)]
pub(crate) fn expected(table: &str, answers: &str) -> Option<(Table, Value)> {
    let read = |path: String| match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            eprintln!("left out, because the reference data is not here: {path}: {error}");
            None
        }
    };
    let table = read(format!("{FOLDER}data/{table}.csv"))?;
    let answers = read(format!("{FOLDER}expected/{answers}.json"))?;
    Some((Table::read(&table).unwrap(), serde_json::from_str(&answers).unwrap()))
}

/// A number at a path of an answer.
#[track_caller]
pub(crate) fn number(of: &Value, path: &[&str]) -> f64 {
    let mut at = of;
    for step in path {
        at = &at[step];
    }
    at.as_f64().unwrap_or_else(|| panic!("no number at {path:?}"))
}

#[track_caller]
pub(crate) fn near(found: f64, sought: f64, tolerance: f64) {
    assert!((found - sought).abs() <= tolerance, "found {found}, sought {sought}, tolerance {tolerance}");
}

#[track_caller]
pub(crate) fn near_relative(found: f64, sought: f64, tolerance: f64) {
    near(found, sought, tolerance * sought.abs().max(1e-12));
}

/// The same number, or none in both.
#[track_caller]
pub(crate) fn near_or_none(found: Option<f64>, sought: &Value, tolerance: f64) {
    match (found, sought.as_f64()) {
        (Some(found), Some(sought)) => near(found, sought, tolerance),
        (found, sought) => assert!(found.is_none() && sought.is_none(), "found {found:?}, sought {sought:?}"),
    }
}
