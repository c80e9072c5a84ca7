//! Cells: from the bytes of a table to what stands in its rows, and back.

use std::collections::BTreeSet;

use model::{CellFault, Refusal, Sentence, sentence};

use super::{STAFF_BYTES_MAX, StaffTable};

/// What may part the cells of a line.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Longest cell, in characters. No name or list of the staff is longer, and a fault must be readable.
const CELL_CHARS_MAX: usize = 2_000;

/// A table as it was read.
pub(super) struct Table {
    /// The name of the file.
    pub file: String,
    /// Which table it is.
    kind: StaffTable,
    /// The headings, in lower case.
    headings: Vec<String>,
    /// The rows below them; empty ones are left out.
    pub rows: Vec<Row>,
}

/// A row of a table.
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    cells: Vec<String>,
}

/// Reads a table, and tells it by its headings.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Table, Box<CellFault>> {
    let at = |line: u64, column: Option<(usize, String)>, sentence: Sentence| {
        Box::new(CellFault { file: file.to_owned(), line, column, refusal: Refusal::Said(sentence) })
    };
    let fault = |line: u64, sentence: Sentence| at(line, None, sentence);
    let read = formats::whole_text(bytes, STAFF_BYTES_MAX)
        .map_err(|_| fault(1, sentence!("cell-unreadable-file", "the file cannot be read; save it again as CSV")))?;
    let Some((text, _)) = read else {
        let mebibytes = STAFF_BYTES_MAX / (1024 * 1024);
        return Err(fault(
            1,
            sentence!("cell-long-file", "the file is longer than {max} MiB; divide it", max = mebibytes),
        ));
    };
    if text.contains(['\0', '\u{fffd}']) {
        return Err(fault(1, sentence!("cell-no-text", "the file is not all text; save it as CSV in UTF-8")));
    }
    // Lines are counted by their last byte alone, as every editor counts them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // Excel may say its delimiter in a line of its own.
    let (text, n_skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => (rest, 1),
        _ => (text.as_str(), 0),
    };
    let delimiter = delimiter_of(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| {
            fault(1, sentence!("cell-unreadable-table", "the table cannot be read; save it again as CSV"))
        })?;
        let line = n_skipped + formats::row_line(text, &record);
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    if rows.is_empty() {
        return Err(fault(1, sentence!("cell-empty-file", "the file is empty; begin it with a line of headings")));
    }
    let head = rows.remove(0);
    let headings: Vec<String> = head.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let Some(kind) = StaffTable::of(&headings) else {
        let known: Vec<String> = StaffTable::ALL.iter().map(|table| table.headings().join(",")).collect();
        let sentence = sentence!(
            "cell-no-table",
            "these headings are of no table of staff; write one of: {known}",
            known = known.join("; ")
        );
        return Err(fault(head.line, sentence));
    };
    for (number, heading) in headings.iter().enumerate() {
        let column = Some((number + 1, heading.clone()));
        if !heading.is_empty() && !kind.headings().contains(&heading.as_str()) {
            let known = kind.headings().join(", ");
            return Err(at(
                head.line,
                column,
                sentence!("cell-no-column", "there is no such column; use {known}", known),
            ));
        }
        if !heading.is_empty() && headings[..number].contains(heading) {
            return Err(at(
                head.line,
                column,
                sentence!("cell-column-twice", "this column stands twice; keep one of them"),
            ));
        }
    }
    Ok(Table { file: file.to_owned(), kind, headings, rows })
}

/// The delimiter under which most headings are known.
fn delimiter_of(text: &str) -> char {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let known = |delimiter: &char| {
        let is_known = |cell: &&str| {
            let cell = cell.trim().trim_matches('"').to_lowercase();
            StaffTable::ALL.iter().any(|table| table.headings().contains(&cell.as_str()))
        };
        head.split(*delimiter).filter(is_known).count()
    };
    // Of those that fit alike, the first.
    DELIMITERS.into_iter().rev().max_by_key(known).unwrap_or(',')
}

/// Whether a cell is guarded: one that would be computed, and one that looks as if it were guarded already, so that both
/// are read back as they were.
fn begins_a_formula(text: &str) -> bool {
    formats::begins_a_formula(text.trim_start_matches('\''))
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    if begins_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The same, read back.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_a_formula(rest) => rest,
        _ => text,
    }
}

/// Writes a table.
pub(super) fn write(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::from("\u{feff}".as_bytes()));
    // Writing into memory does not fail.
    let _ = writer.write_record(headings);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The cells of a row, taken one by one. What cannot be read becomes a fault.
pub(super) struct Cells<'t> {
    table: &'t Table,
    row: &'t Row,
    faults: &'t mut Vec<CellFault>,
}

impl<'t> Cells<'t> {
    /// The cells of a row of a table.
    pub(super) fn new(table: &'t Table, row: &'t Row, faults: &'t mut Vec<CellFault>) -> Cells<'t> {
        let cells = Cells { table, row, faults };
        if let Some((at, _)) =
            row.cells.iter().enumerate().skip(table.headings.len()).find(|(_, cell)| !cell.trim().is_empty())
        {
            let sentence = sentence!(
                "cell-no-heading",
                "no heading stands over this cell; look for a stray comma, or put the cell before it into quotes"
            );
            cells.faults.push(CellFault {
                file: table.file.clone(),
                line: row.line,
                column: Some((at + 1, String::new())),
                refusal: Refusal::Said(sentence),
            });
        }
        cells
    }

    /// Which table they are of.
    pub(super) fn table(&self) -> StaffTable {
        self.table.kind
    }

    fn fault<T>(&mut self, heading: &str, refusal: Refusal) -> Option<T> {
        let at = self.table.headings.iter().position(|one| one == heading);
        let column = at.map(|at| (at + 1, heading.to_owned()));
        self.faults.push(CellFault { file: self.table.file.clone(), line: self.row.line, column, refusal });
        None
    }

    /// A cell as it stands; nothing when the table has no such column.
    fn raw(&mut self, heading: &str) -> Option<&'t str> {
        let at = self.table.headings.iter().position(|one| one == heading)?;
        let cell = unguarded(self.row.cells.get(at).map_or("", String::as_str));
        if cell.chars().count() > CELL_CHARS_MAX {
            self.fault::<()>(
                heading,
                Refusal::Said(sentence!(
                    "cell-long",
                    "the cell is longer than {max} characters; shorten it",
                    max = CELL_CHARS_MAX
                )),
            );
            return Some("");
        }
        Some(cell)
    }

    /// The short name of what the row states.
    pub(super) fn id<T>(&mut self, heading: &str, read: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        self.needed(heading, None, read)
    }

    /// A name for people. One that differs from what is held by blanks around it alone is the same.
    pub(super) fn name(&mut self, heading: &str, held: Option<&str>) -> Option<String> {
        match (self.raw(heading), held) {
            (None, Some(held)) => Some(held.to_owned()),
            (Some(cell), Some(held)) if cell.trim() == held.trim() => Some(held.to_owned()),
            (Some(cell), _) if !cell.trim().is_empty() => Some(cell.trim().to_owned()),
            _ => self.fault(
                heading,
                Refusal::Said(sentence!("cell-no-name", "write `{heading}` as people know it", heading)),
            ),
        }
    }

    /// A cell that must say something, unless something is held or usual and the column is left out or empty.
    pub(super) fn needed<T>(
        &mut self,
        heading: &str,
        usual: Option<T>,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        match self.raw(heading).map(str::trim).filter(|cell| !cell.is_empty()) {
            Some(cell) => read(cell).map_err(|refusal| self.fault::<T>(heading, refusal)).ok(),
            None => usual.or_else(|| {
                self.fault(
                    heading,
                    Refusal::Said(sentence!("cell-empty", "write `{heading}`; it cannot be empty", heading)),
                )
            }),
        }
    }

    /// A cell that may be empty. Without the column, what is held stays.
    pub(super) fn optional<T>(
        &mut self,
        heading: &str,
        held: Option<T>,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<Option<T>> {
        match self.raw(heading).map(str::trim) {
            None => Some(held),
            Some("") => Some(None),
            Some(cell) => read(cell).map_err(|refusal| self.fault::<T>(heading, refusal)).ok().map(Some),
        }
    }

    /// Several words, parted by blanks, commas or semicolons.
    pub(super) fn list<T: Ord>(
        &mut self,
        heading: &str,
        held: Option<BTreeSet<T>>,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<BTreeSet<T>> {
        let Some(cell) = self.raw(heading) else { return Some(held.unwrap_or_default()) };
        let words = cell.split([' ', ',', ';', '\t', '\n']).filter(|word| !word.is_empty());
        match words.map(read).collect() {
            Ok(list) => Some(list),
            Err(refusal) => self.fault(heading, refusal),
        }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, heading: &str, held: bool) -> Option<bool> {
        let Some(cell) = self.raw(heading) else { return Some(held) };
        match cell.trim().to_lowercase().as_str() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" | "" => Some(false),
            other => {
                let sentence =
                    sentence!("cell-no-flag", "`{word}` is neither yes nor no; write one of them", word = other);
                self.fault(heading, Refusal::Said(sentence))
            }
        }
    }
}
