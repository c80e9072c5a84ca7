//! The Denied Persons List of the Bureau of Industry and Security: a table with tabs between its cells and a line for each address
//! (<https://www.bis.gov/dpl>).
//!
//! It says neither what an entry is nor by which key it goes; lines with one name are one entry.

use model::Listed;

use super::country::coded;
use super::found::Found;
use super::table::{Table, headings, key_of};

/// Whether a text begins with its headings.
pub(super) fn claims(head: &str) -> bool {
    let headings = headings(head, b'\t');
    ["name", "standard_order", "fr_citation"].iter().all(|name| headings.iter().any(|heading| heading == name))
}

/// Reads it.
pub(super) fn read(text: &str, found: &mut Found) {
    let table = Table::read(text, b'\t', found);
    for row in table.rows() {
        let name = row.cell(&["name"]);
        let address = ["street_address", "city", "state", "postal_code", "country"].map(|part| row.cell(&[part]));
        let told: Vec<&str> = address.into_iter().filter(|part| !part.is_empty()).collect();
        let mut listed = Listed::named(&key_of(name), name);
        listed.addresses = vec![told.join(", ")];
        listed.countries = coded(row.cell(&["country"]));
        listed.programmes = vec!["DPL".to_owned()];
        listed.since = american(row.cell(&["effective_date"]));
        listed.remark = [row.cell(&["action"]), row.cell(&["fr_citation"])].join("; ");
        found.put(listed, row.line);
    }
}

/// A day as it is written there, month first, in ISO 8601.
fn american(day: &str) -> String {
    match day.split('/').collect::<Vec<_>>().as_slice() {
        [month, date, year] if year.len() == 4 => format!("{year}-{month:0>2}-{date:0>2}"),
        _ => day.to_owned(),
    }
}
