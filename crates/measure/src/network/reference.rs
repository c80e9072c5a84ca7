//! Answers of other programs, where they are at hand. They are read and never copied.

use serde_json::Value;

use crate::table::Table;

use super::{Columns, Graph};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion");

/// The answers to one question; none, and said so, when the folder is not there.
pub(super) fn expected(name: &str) -> Option<Value> {
    let path = format!("{FOLDER}/expected/{name}.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            eprintln!("NOT COMPARED: {path} is not there, so this test compares nothing.");
            None
        }
    }
}

pub(super) fn table(name: &str) -> Table {
    Table::read(&std::fs::read_to_string(format!("{FOLDER}/data/network/{name}.csv")).unwrap()).unwrap()
}

pub(super) fn graph(name: &str, columns: &Columns) -> Graph {
    Graph::from_tables(&table(&format!("{name}_edges")), Some(&table(&format!("{name}_nodes"))), columns).unwrap()
}

#[track_caller]
pub(super) fn close(what: &str, got: f64, wanted: &Value, tolerance: f64) {
    let wanted = wanted.as_f64().unwrap_or_else(|| panic!("{what}: {wanted} is no number"));
    assert!((got - wanted).abs() <= tolerance, "{what}: {got}, and {wanted} is expected");
}

#[track_caller]
pub(super) fn all_close(what: &str, got: &[f64], wanted: &Value, tolerance: f64) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(got.len(), wanted.len(), "{what}");
    for (at, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        close(&format!("{what} {at}"), *got, wanted, tolerance);
    }
}

pub(super) fn tolerance(answers: &Value, name: &str) -> f64 {
    answers["tolerance"][name].as_f64().unwrap()
}
