//! A table of text by columns, as the engines read it: comma, semicolon or tab between cells, names in the first row.

use std::collections::HashMap;

use crate::Unusable;

/// More rows are refused: a person would wait for minutes, and what is estimated does not get better.
pub const ROWS_MAX: usize = 5_000_000;
/// More columns are refused.
pub const COLUMNS_MAX: usize = 500;
/// A longer cell is refused.
pub const CELL_BYTES_MAX: usize = 4_096;
/// After so many rows the room for the others is reckoned.
const ROWS_LOOKED_AT: usize = 1_000;
/// So few labels are looked through one by one, which is quicker than to hash.
const FEW_LABELS: usize = 12;

/// A table, kept column by column.
#[derive(Clone, Debug, Default)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
    n_rows: usize,
}

/// The cells of one column, one behind the other.
#[derive(Clone, Debug, Default)]
struct Column {
    text: String,
    ends: Vec<usize>,
}

impl Column {
    fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }
}

impl Table {
    /// Reads a table. Cells lose the blanks around them; a byte order mark is passed over; a row that is empty altogether too.
    ///
    /// # Errors
    /// No names, a name twice, a row with another number of cells than there are names, or a limit passed over.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or("");
        let separator = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|&s| (first.bytes().filter(|&b| b == s).count(), u8::MAX - s))
            .unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(true)
            .flexible(true)
            // Cells are trimmed where they are kept: the reader would make each row anew for it.
            .trim(csv::Trim::Headers)
            .from_reader(text.as_bytes());
        let names: Vec<String> = reader.headers().map_err(|e| unreadable(&e))?.iter().map(str::to_owned).collect();
        if names.iter().all(String::is_empty) {
            return Err(Unusable::new(
                "no-header",
                "The table has no first row with the names of its columns. Put the names into the first row.",
            ));
        }
        if names.len() > COLUMNS_MAX {
            return Err(Unusable::new(
                "too-many-columns",
                format!(
                    "The table has {} columns, and {COLUMNS_MAX} are read. Leave out what is not needed.",
                    names.len()
                ),
            ));
        }
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(Unusable::new(
                    "column-twice",
                    format!("The column \"{name}\" stands in the first row twice. Give one of the two another name."),
                ));
            }
        }
        let mut table = Self { columns: vec![Column::default(); names.len()], names, n_rows: 0 };
        let n_lines = text.bytes().filter(|&b| b == b'\n').count();
        // A row has a separator or an end for each cell, so that this is never more than the text could fill.
        let n_rows = n_lines.min(text.len() / table.names.len()).min(ROWS_MAX) + 1;
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).map_err(|e| unreadable(&e))? {
            let line = row.position().map_or(0, csv::Position::line);
            table.push(&row, line)?;
            if table.n_rows == ROWS_LOOKED_AT {
                table.reserve(n_rows, text.len());
            }
        }
        Ok(table)
    }

    /// Makes room for so many rows of so much text, shared out as in the rows that are there: columns that grow by and by are copied as often.
    fn reserve(&mut self, n_rows: usize, n_bytes: usize) {
        let so_far: usize = self.columns.iter().map(|column| column.text.len()).sum();
        for column in &mut self.columns {
            let share = column.text.len() as f64 / so_far.max(1) as f64;
            column.text.reserve((n_bytes as f64 * share) as usize);
            column.ends.reserve(n_rows.saturating_sub(column.ends.len()));
        }
    }

    fn push(&mut self, row: &csv::StringRecord, line: u64) -> Result<(), Unusable> {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if row.len() != self.names.len() {
            return Err(Unusable::new(
                "uneven-row",
                format!(
                    "Line {line} has {} cells, and the first row names {}. Check the separators of that line.",
                    row.len(),
                    self.names.len()
                ),
            ));
        }
        if self.n_rows == ROWS_MAX {
            return Err(Unusable::new(
                "too-many-rows",
                format!("The table has more than {ROWS_MAX} rows. Take a sample of the cases, or a shorter time."),
            ));
        }
        for (at, cell) in row.iter().map(str::trim).enumerate() {
            if cell.len() > CELL_BYTES_MAX {
                return Err(Unusable::new(
                    "cell-too-long",
                    format!(
                        "Line {line}: the cell of \"{}\" is longer than {CELL_BYTES_MAX} bytes. Shorten it, or check the quotes.",
                        self.names[at]
                    ),
                ));
            }
            let column = &mut self.columns[at];
            column.text.push_str(cell);
            column.ends.push(column.text.len());
        }
        self.n_rows += 1;
        Ok(())
    }

    /// How many rows there are below the names.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The names of the columns in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a column of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }

    /// Where a column of this name stands.
    ///
    /// # Errors
    /// There is none; the text lists those that are there.
    fn column(&self, name: &str) -> Result<&Column, Unusable> {
        self.names.iter().position(|n| n == name).map(|at| &self.columns[at]).ok_or_else(|| {
            Unusable::new(
                "no-column",
                format!("There is no column \"{name}\". The table has: {}.", self.names.join(", ")),
            )
        })
    }

    /// The cells of a column as they stand.
    ///
    /// # Errors
    /// There is no such column.
    pub fn cells(&self, name: &str) -> Result<impl Iterator<Item = &str>, Unusable> {
        let column = self.column(name)?;
        Ok((0..self.n_rows).map(|row| column.cell(row)))
    }

    /// The numbers of a column.
    ///
    /// # Errors
    /// There is no such column, or a cell is empty or no finite number; the text names its row.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, Unusable> {
        let numbers = self.cells(name)?.enumerate().map(|(row, cell)| {
            number(cell, row, name)?.ok_or_else(|| {
                Unusable::new(
                    "empty-cell",
                    format!("Row {} below the names: \"{name}\" is empty. Fill it in, or leave the row out.", row + 1),
                )
            })
        });
        numbers.collect()
    }

    /// The numbers of a column, with none where a cell is empty or says `NA`.
    ///
    /// # Errors
    /// There is no such column, or a cell is no finite number; the text names its row.
    pub fn numbers_or_none(&self, name: &str) -> Result<Vec<Option<f64>>, Unusable> {
        self.cells(name)?.enumerate().map(|(row, cell)| number(cell, row, name)).collect()
    }

    /// The different texts of a column in the order in which they come first, and for each row which of them it is.
    ///
    /// # Errors
    /// There is no such column.
    pub fn labels(&self, name: &str) -> Result<(Vec<String>, Vec<u32>), Unusable> {
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut labels: Vec<&str> = Vec::new();
        let mut before = None;
        let rows = self.cells(name)?.map(|cell| {
            // In a table that is in order the row before says the same.
            if let Some((text, place)) = before
                && text == cell
            {
                return place;
            }
            let known = if labels.len() <= FEW_LABELS {
                labels.iter().position(|&label| label == cell).and_then(|place| u32::try_from(place).ok())
            } else {
                places.get(cell).copied()
            };
            let place = known.unwrap_or_else(|| {
                let place = u32::try_from(labels.len()).unwrap_or(u32::MAX);
                places.insert(cell, place);
                labels.push(cell);
                place
            });
            before = Some((cell, place));
            place
        });
        let rows = rows.collect();
        Ok((labels.into_iter().map(str::to_owned).collect(), rows))
    }
}

/// The number in a cell; none where it is empty or says `NA`.
fn number(cell: &str, row: usize, name: &str) -> Result<Option<f64>, Unusable> {
    match cell {
        "" | "NA" => Ok(None),
        "TRUE" | "true" => Ok(Some(1.0)),
        "FALSE" | "false" => Ok(Some(0.0)),
        _ => match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(Unusable::new(
                "not-a-number",
                format!(
                    "Row {} below the names: \"{cell}\" in \"{name}\" is no number. Write it with a point, as in 12.5.",
                    row + 1
                ),
            )),
        },
    }
}

fn unreadable(error: &csv::Error) -> Unusable {
    Unusable::new("unreadable", format!("The table cannot be read: {error}. Save it once more as CSV in UTF-8."))
}
