//! Tables: CSV (RFC 4180) and XLSX, with the same columns.

use std::io;

use model::{Role, Scheme};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::{Given, address, keywords, line, number, people};

/// The columns. Their names are those that the readers of tables know.
const COLUMNS: [&str; 18] = [
    "key",
    "title",
    "authors",
    "editors",
    "published",
    "kind",
    "journal",
    "volume",
    "issue",
    "pages",
    "publisher",
    "doi",
    "isbn",
    "issn",
    "language",
    "keywords",
    "abstract",
    "url",
];

/// How wide they are, in signs.
const WIDTHS: [u32; COLUMNS.len()] = [16, 60, 40, 24, 12, 16, 36, 8, 8, 12, 24, 28, 16, 12, 10, 40, 60, 40];

/// Most signs of a cell of a workbook.
pub(super) const CELL_CHARS_MAX: usize = 32_767;

/// Signs with which a spreadsheet takes a text for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
const FORMULA_SIGNS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

fn cells(given: &Given<'_>) -> [String; COLUMNS.len()] {
    let record = given.record;
    let source = &record.source;
    let text = |text: Option<&str>| line(text.unwrap_or_default());
    let either = |scheme| number(&record.identifiers, scheme).or_else(|| number(&source.identifiers, scheme));
    [
        given.id.to_owned(),
        text(record.title()),
        people(record, &[Role::Author, Role::Inventor]).join("; "),
        people(record, &[Role::Editor]).join("; "),
        record.published.map_or_else(String::new, |date| date.to_string()),
        record.kind.word().to_owned(),
        text(source.title.as_deref()),
        text(source.volume.as_deref()),
        text(source.issue.as_deref()),
        text(source.pages.as_deref()),
        text(source.publisher.as_deref()),
        text(either(Scheme::Doi)),
        text(either(Scheme::Isbn)),
        text(either(Scheme::Issn)),
        text(record.language.as_ref().map(model::Language::tag)),
        keywords(record).join("; "),
        text(record.abstracts.first().map(|summary| summary.text.as_str())),
        text(address(record)),
    ]
}

/// Whether a spreadsheet would compute a cell that begins so.
pub fn begins_a_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA_SIGNS)
}

/// What a spreadsheet cannot take for a formula.
pub(super) fn harmless(cell: &str) -> String {
    if begins_a_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

pub(super) fn csv(records: &[Given<'_>]) -> io::Result<Vec<u8>> {
    // The mark without which spreadsheets take UTF-8 for something else.
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for given in records {
        writer.write_record(cells(given).map(|cell| harmless(&cell)))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

pub(super) fn xlsx(records: &[Given<'_>]) -> io::Result<Vec<u8>> {
    let broken = |error: rust_xlsxwriter::XlsxError| io::Error::other(error);
    let mut book = Workbook::new();
    // The same records give the same file, byte for byte, whenever they are given out.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(broken)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    let head = Format::new().set_bold();
    for ((column, name), width) in (0_u16..).zip(COLUMNS).zip(WIDTHS) {
        sheet.write_string_with_format(0, column, name, &head).map_err(broken)?;
        sheet.set_column_width(column, width).map_err(broken)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(broken)?;
    for (row, given) in (1_u32..).zip(records) {
        for (column, cell) in (0_u16..).zip(cells(given)) {
            // As a text, which no spreadsheet calculates.
            let cell: String = cell.chars().take(CELL_CHARS_MAX).collect();
            sheet.write_string(row, column, cell).map_err(broken)?;
        }
    }
    book.save_to_buffer().map_err(broken)
}
