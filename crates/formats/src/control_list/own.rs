//! Our own layout for control lists: a table with the columns `code`, `parent`, `text`, `parameters` and `notes`, and the same as JSON
//! with definitions and what is said of the list as a whole.
//!
//! Parameters are thresholds in words, `output power exceeding 10 W`; they are read with the text. Several parameters or notes in one cell
//! are divided by `|`. A note is of the kind that its beginning says: `Note`, `Technical Note`, `N.B.`.

use model::{ControlEntry, ControlNote, ControlNoteKind, Date};
use serde_json::Value;

use super::{ControlListForm, ControlListReading, Found, noted};
use crate::Doubt;
use crate::json::{text, texts};

/// What divides several of a kind in one cell.
const BETWEEN: char = '|';

/// Whether this is a list in our own JSON.
pub(super) fn claims(value: &Value) -> bool {
    let first = value.get("entries").and_then(Value::as_array).and_then(|entries| entries.first());
    first.is_some_and(|entry| entry.get("code").is_some())
}

fn joined<'a>(text: &'a str, parameters: impl Iterator<Item = &'a str>) -> String {
    let mut parts = vec![text.trim()];
    parts.extend(parameters.map(str::trim));
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// Reads our own JSON.
pub(super) fn read(value: &Value) -> Found {
    let said = |path: &str| text(value, path).map(std::borrow::Cow::into_owned).unwrap_or_default();
    let all = value.get("entries").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found = Found {
        head: ControlListReading {
            form: Some(ControlListForm::Json),
            title: said("title"),
            edition: said("edition"),
            holds_from: Date::parse(&said("holds_from")),
            source: said("source"),
            rights: said("rights"),
            invented: crate::json::holds(value, "invented"),
            ..ControlListReading::default()
        },
        ..Found::default()
    };
    if value.get("count").and_then(Value::as_u64).is_some_and(|promised| promised > all.len() as u64) {
        found.head.is_cut = true;
    }
    for one in all {
        let said = |path: &str| text(one, path).map(std::borrow::Cow::into_owned).unwrap_or_default();
        let parameters: Vec<_> = texts(one, "parameters").collect();
        found.entries.push(ControlEntry {
            code: said("code"),
            parent: Some(said("parent")).filter(|parent| !parent.is_empty()),
            text: joined(&said("text"), parameters.iter().map(AsRef::as_ref)),
            notes: texts(one, "notes").filter_map(|note| noted(&note)).collect(),
        });
    }
    for (list, kind) in [
        ("definitions", ControlNoteKind::Definition),
        ("acronyms", ControlNoteKind::Acronym),
        ("general", ControlNoteKind::General),
    ] {
        for one in value.get(list).and_then(Value::as_array).into_iter().flatten() {
            let said = |path: &str| text(one, path).map(std::borrow::Cow::into_owned).unwrap_or_default();
            found.general.push(ControlNote { kind, term: said("term"), text: said("text") });
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Parent,
    Text,
    Parameters,
    Notes,
}

fn column(name: &str) -> Option<Column> {
    Some(match name.trim().trim_start_matches('\u{feff}').to_lowercase().as_str() {
        "code" => Column::Code,
        "parent" => Column::Parent,
        "text" => Column::Text,
        "parameters" => Column::Parameters,
        "notes" => Column::Notes,
        _ => return None,
    })
}

/// What divides the cells, where the first line is a header of ours.
fn delimiter(text: &str) -> Option<u8> {
    let head = text.lines().next()?;
    [b',', b';', b'\t'].into_iter().find(|delimiter| {
        let known: Vec<Column> =
            head.split(char::from(*delimiter)).filter_map(|name| column(name.trim().trim_matches('"'))).collect();
        known.contains(&Column::Code) && known.contains(&Column::Text)
    })
}

/// Whether a text begins with the header of our own table.
pub(super) fn claims_table(text: &str) -> bool {
    delimiter(text).is_some()
}

/// Reads our own table.
pub(super) fn read_table(text: &str) -> Found {
    let mut found = Found::default();
    let Some(delimiter) = delimiter(text) else { return found };
    found.head.form = Some(ControlListForm::Table);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<Option<Column>> = match reader.headers() {
        Ok(names) => names.iter().map(column).collect(),
        Err(_) => return found,
    };
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                found.head.doubts.push(Doubt::new(format!("a row could not be read ({error}); it was left out")));
                continue;
            }
        };
        let cell = |wanted: Column| {
            let at = columns.iter().position(|column| *column == Some(wanted));
            at.and_then(|at| row.get(at)).unwrap_or_default().trim()
        };
        found.entries.push(ControlEntry {
            code: cell(Column::Code).to_owned(),
            parent: Some(cell(Column::Parent).to_owned()).filter(|parent| !parent.is_empty()),
            text: joined(cell(Column::Text), cell(Column::Parameters).split(BETWEEN)),
            notes: cell(Column::Notes).split(BETWEEN).filter_map(noted).collect(),
        });
    }
    // An odd number of quotation marks: the last cell never ended.
    found.head.is_cut = text.matches('"').count() % 2 == 1;
    found
}
