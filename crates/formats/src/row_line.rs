//! The line of a table on which a row stands.

use csv::StringRecord;

/// The line, counted from 1, on which `row` stands in `text`, from which it was read.
///
/// The reader says where it began to look for a row, which is before the empty lines that it passed over.
pub fn row_line(text: &str, row: &StringRecord) -> u64 {
    let Some(begin) = row.position() else { return 1 };
    let rest = usize::try_from(begin.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let passed = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    begin.line() + passed.filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stands_where_an_editor_shows_it() {
        let text = "\n\na;b\n\r\n\"c\nd\";e\n\nf;g";
        let rows = csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(text.as_bytes());
        let lines: Vec<u64> = rows.into_records().map(|row| row_line(text, &row.unwrap())).collect();
        assert_eq!(lines, [3, 5, 8]);
    }
}
