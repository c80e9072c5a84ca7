//! Tables that people bring or paste: CSV in whatever way their program writes it, with headings or without.

use model::{Sentence, sentence};

/// Most faults that are named of one table; who mends these reads the rest next time.
pub(crate) const FAULTS_MAX: usize = 200;

/// What may part the cells of a line, the likeliest first.
const DELIMITERS: [char; 4] = [';', '\t', ',', '|'];

/// A table with its cells in the order of the columns that were asked for.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its lines, without empty ones and without headings.
    pub(crate) rows: Vec<SheetRow>,
}

/// A line of it.
#[derive(Debug)]
pub(crate) struct SheetRow {
    /// The line of the file, from 1.
    pub(crate) line: u64,
    /// Its cells by column; what it does not say is empty.
    pub(crate) cells: Vec<String>,
    /// A cell with something in it that is of no column.
    pub(crate) over: Option<usize>,
}

/// Reads a table. A first line that names the column `needed` and another one says which column is which; without one they stand in the
/// order of `headings`.
///
/// # Errors
/// Where it is too long, no text, or no table.
pub(crate) fn sheet(bytes: &[u8], bytes_max: usize, headings: &[&str], needed: usize) -> Result<Sheet, Sentence> {
    let text = text_of(bytes, bytes_max)?;
    let (rows, n_skipped) = match text.split_once('\n') {
        // Excel may say its delimiter in a line of its own.
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => (rest, 1),
        _ => (text.as_str(), 0),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter_of(rows)).unwrap_or(b';'))
        .from_reader(rows.as_bytes());
    let mut columns: Vec<Option<usize>> = (0..headings.len()).map(Some).collect();
    let mut found = Sheet { rows: Vec::new() };
    let mut is_first = true;
    for record in reader.records() {
        let record =
            record.map_err(|_| sentence!("cell-unreadable-table", "the table cannot be read; save it again as CSV"))?;
        let line = n_skipped + formats::row_line(rows, &record);
        let cells: Vec<&str> = record.iter().map(|cell| unguarded(cell.trim())).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if std::mem::take(&mut is_first)
            && let Some(named) = headed(&cells, headings, needed)
        {
            columns = named;
            continue;
        }
        let mut row = SheetRow { line, cells: vec![String::new(); headings.len()], over: None };
        for (at, cell) in cells.iter().enumerate() {
            match columns.get(at).copied().flatten() {
                Some(place) => row.cells[place] = (*cell).to_owned(),
                None if cell.is_empty() => {}
                None => row.over = Some(at),
            }
        }
        found.rows.push(row);
    }
    Ok(found)
}

fn text_of(bytes: &[u8], bytes_max: usize) -> Result<String, Sentence> {
    let read = formats::whole_text(bytes, bytes_max)
        .map_err(|_| sentence!("cell-unreadable-file", "the file cannot be read; save it again as CSV"))?;
    let Some((text, _)) = read else {
        let mebibytes = bytes_max / (1024 * 1024);
        return Err(sentence!("cell-long-file", "the file is longer than {max} MiB; divide it", max = mebibytes));
    };
    if text.contains(['\0', '\u{fffd}']) {
        return Err(sentence!("cell-no-text", "the file is not all text; save it as CSV in UTF-8"));
    }
    // Lines are counted by their last byte alone, as every editor counts them.
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

/// The columns that a line of headings names; `None` when it is no such line.
fn headed(cells: &[&str], headings: &[&str], needed: usize) -> Option<Vec<Option<usize>>> {
    let place = |cell: &&str| headings.iter().position(|heading| *heading == cell.to_lowercase());
    let named: Vec<Option<usize>> = cells.iter().map(place).collect();
    // A thing may be called like a column; a line of headings names more than one.
    (named.contains(&Some(needed)) && named.iter().flatten().count() > 1).then_some(named)
}

/// The delimiter that stands most often in the first line that has one; a semicolon where none does.
fn delimiter_of(text: &str) -> char {
    let head = text.lines().find(|line| line.contains(DELIMITERS.as_slice())).unwrap_or_default();
    // Of those that stand alike, the likeliest.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| head.matches(*delimiter).count()).unwrap_or(';')
}

/// A cell without the sign by which a spreadsheet is kept from computing it.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if formats::begins_a_formula(rest) => rest,
        _ => text,
    }
}
