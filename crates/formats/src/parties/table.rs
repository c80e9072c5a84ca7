//! Rows of tables, with or without headings.

use super::found::Found;
use crate::limits::COLUMNS_MAX;
use crate::write::begins_a_formula;
use crate::{Doubt, row_line};

/// The sign that old programs put behind the last row.
const END_OF_FILE: &str = "\u{1a}";

/// The headings of a table in lower case, blanks, hyphens and full stops as underlines; nothing where it is empty.
pub(super) fn headings(text: &str, delimiter: u8) -> Vec<String> {
    let first = reader(text, delimiter).into_records().next();
    let cells = first.and_then(Result::ok).map(|row| cells(&row)).unwrap_or_default();
    cells
        .iter()
        .map(|cell| cell.trim_start_matches('\u{feff}').trim().to_lowercase().replace([' ', '-', '.'], "_"))
        .collect()
}

/// Rows with the lines on which they begin. Notes rows that cannot be read, and that the table breaks off.
pub(super) fn rows(text: &str, delimiter: u8, found: &mut Found) -> Vec<(u64, Vec<String>)> {
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        found.broke_off("a quotation mark is not closed; the rows behind it may be missing");
    }
    let mut rows = Vec::new();
    for row in reader(text, delimiter).into_records() {
        match row {
            Ok(row) => {
                let cells = cells(&row);
                if cells.iter().any(|cell| !cell.is_empty() && cell != END_OF_FILE) {
                    rows.push((row_line(text, &row), cells));
                }
            }
            Err(error) => found.doubt(Doubt::new(format!("a row cannot be read ({error}); it was left out"))),
        }
    }
    rows
}

/// A table with headings.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads one. A last row that is shorter than the headings says that the table breaks off.
    pub(super) fn read(text: &str, delimiter: u8, found: &mut Found) -> Table {
        let mut rows = rows(text, delimiter, found);
        let columns = headings(text, delimiter);
        if !rows.is_empty() {
            rows.remove(0);
        }
        if rows.last().is_some_and(|(_, cells)| cells.len() < columns.len()) {
            found.broke_off("the last row is shorter than the headings; the table breaks off there");
        }
        Table { columns, rows }
    }

    /// Its rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { columns: &self.columns, cells, line: *line })
    }
}

/// A row of a table with headings.
pub(super) struct Row<'a> {
    columns: &'a [String],
    cells: &'a [String],
    /// The line on which it begins.
    pub(super) line: u64,
}

impl Row<'_> {
    /// The cell of the first of these headings that the table has; empty where it has none.
    pub(super) fn cell(&self, names: &[&str]) -> &str {
        let at = names.iter().find_map(|name| self.columns.iter().position(|column| column == name));
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The values of all cells with one of these headings, parted by signs.
    pub(super) fn all(&self, names: &[&str], between: &[char]) -> Vec<String> {
        let of_names = self.columns.iter().zip(self.cells).filter(|(column, _)| names.contains(&column.as_str()));
        let values = of_names.flat_map(|(_, cell)| cell.split(between)).map(str::trim);
        values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// The values of a cell that stand between signs.
    pub(super) fn values(&self, names: &[&str], between: &[char]) -> Vec<String> {
        let values = self.cell(names).split(between).map(str::trim);
        values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn cells(row: &csv::StringRecord) -> Vec<String> {
    row.iter().take(COLUMNS_MAX).map(|cell| unguarded(cell.trim()).to_owned()).collect()
}

/// A cell without the sign by which a spreadsheet is kept from computing it.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_a_formula(rest) => rest,
        _ => cell,
    }
}

/// A key made of a name, for lists that give their entries none.
pub(super) fn key_of(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-").chars().take(model::LISTED_KEY_CHARS_MAX).collect()
}
