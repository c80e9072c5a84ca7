//! XLSX workbooks (ECMA-376): every sheet that has a fitting header, by way of the crate calamine.
//!
//! A workbook is an archive of XML, and both can be hostile. Before calamine sees it, every part
//! it may read is unpacked once and counted, and references to cells are looked at, because
//! calamine computes with them unchecked. Cells are then taken one by one as they stand: calamine
//! would make a table as large as the sheet says it is, and a sheet may say that it has
//! seventeen thousand million cells.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use model::Record;

use crate::Doubt;
use crate::column_map::{ColumnMap, Part};
use crate::doubt::quoted;
use crate::draft::{Draft, ENTRY};
use crate::limits::{
    ARCHIVE_ENTRIES_MAX, ARCHIVE_ENTRY_BYTES_MAX, COLUMNS_MAX, DOUBTS_MAX, ROW_BYTES_MAX, SHEET_ROWS_MAX,
    SHEETS_TEXT_BYTES_MAX,
};
use crate::table_row;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "xlsx";

/// Whether these bytes (the whole file) are a workbook: an archive with a workbook in it.
pub(crate) fn claims(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && zip::ZipArchive::new(Cursor::new(bytes))
            .is_ok_and(|archive| archive.index_for_name("xl/workbook.xml").is_some())
}

/// Rows that are looked at for the header; reports have a heading above their table.
const HEADING_ROWS_MAX: usize = 20;

/// Reads every row of every sheet that has a fitting header and hands it on, with its cells as a
/// line of CSV and the number of its row, until `sink` answers `false`. Gives back the doubts that concern no single row.
pub(crate) fn read_all(
    bytes: &[u8],
    columns: &ColumnMap,
    sink: &mut dyn FnMut(Record, Vec<Doubt>, Vec<u8>, Option<u64>) -> bool,
) -> Vec<Doubt> {
    if let Err(reason) = inspected(bytes) {
        return vec![Doubt::new(format!("the workbook was not opened: {reason}"))];
    }
    let mut workbook: Xlsx<Cursor<&[u8]>> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => return vec![Doubt::new(format!("the workbook could not be opened: {error}"))],
    };
    let mut reading = Sheets { columns, sink, doubts: Vec::new(), n_fitting: 0, n_text_bytes: 0 };
    for name in workbook.sheet_names().into_iter().take(ARCHIVE_ENTRIES_MAX) {
        match reading.sheet(&mut workbook, &name) {
            Ok(true) => {}
            Ok(false) => return reading.doubts,
            Err(error) => {
                let text = format!("the sheet {} breaks off ({error}); what stands before was read", quoted(&name));
                reading.say(Doubt::at(name, text).unread());
            }
        }
    }
    if reading.n_fitting == 0 {
        reading.say(Doubt::new("no sheet has a header with a title and another known column; nothing was read"));
    }
    reading.doubts
}

/// Unpacks every part of the archive once, and says why calamine may not read it.
fn inspected(bytes: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > ARCHIVE_ENTRIES_MAX {
        return Err(format!("it has more than {ARCHIVE_ENTRIES_MAX} parts"));
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        // A workbook may call any part of it a sheet, so none is passed over for its name.
        let mut part = Vec::new();
        // The stated size may lie; what counts is what comes out.
        entry.take(ARCHIVE_ENTRY_BYTES_MAX + 1).read_to_end(&mut part).map_err(|error| error.to_string())?;
        if part.len() as u64 > ARCHIVE_ENTRY_BYTES_MAX {
            return Err(format!("its part {} is larger than {ARCHIVE_ENTRY_BYTES_MAX} bytes", quoted(&name)));
        }
        if has_wild_reference(&part) {
            return Err(format!("its part {} refers to cells that no sheet has", quoted(&name)));
        }
    }
    Ok(())
}

/// Whether an attribute `r` or `ref` names a cell with more than three letters or seven digits in
/// a row: beyond `XFD1048576` there is none.
fn has_wild_reference(part: &[u8]) -> bool {
    let mut rest = part;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at..).unwrap_or(&[]);
        // What stands in these is no attribute, and may hold any mark.
        let passed = [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")]
            .iter()
            .find(|(start, _)| rest.starts_with(start))
            .map(|(start, end)| memchr::memmem::find(&rest[start.len()..], end).map(|at| start.len() + at + end.len()));
        if let Some(end) = passed {
            rest = end.and_then(|end| rest.get(end..)).unwrap_or(&[]);
            continue;
        }
        match tag_with_wild_reference(rest.get(1..).unwrap_or(&[])) {
            None => return true,
            Some(behind) => rest = behind,
        }
    }
    false
}

/// What stands behind a tag; `None` where an attribute of it refers to a cell that no sheet has.
fn tag_with_wild_reference(tag: &[u8]) -> Option<&[u8]> {
    let mut rest = tag;
    loop {
        let Some(at) = memchr::memchr2(b'=', b'>', rest) else { return Some(&[]) };
        let (name, behind) = (rest.get(..at).unwrap_or(&[]).trim_ascii_end(), rest.get(at + 1..).unwrap_or(&[]));
        if rest.get(at) == Some(&b'>') {
            return Some(behind);
        }
        rest = behind.trim_ascii_start();
        let Some((mark @ (b'"' | b'\''), value)) = rest.split_first() else { continue };
        let (value, behind) = match memchr::memchr(*mark, value) {
            Some(end) => value.split_at(end),
            None => (value, &[][..]),
        };
        let refers = [&b"r"[..], b"ref"].iter().any(|reference| {
            name.strip_suffix(*reference).is_some_and(|before| before.last().is_none_or(u8::is_ascii_whitespace))
        });
        if refers && is_wild(value) {
            return None;
        }
        rest = behind.get(1..).unwrap_or(&[]);
    }
}

/// Whether a reference names a column of more than three letters, or a row of more than seven digits.
fn is_wild(reference: &[u8]) -> bool {
    let (mut n_letters, mut n_digits) = (0, 0);
    reference.iter().any(|byte| {
        match byte {
            b if b.is_ascii_alphabetic() => (n_letters, n_digits) = (n_letters + 1, 0),
            b if b.is_ascii_digit() => (n_letters, n_digits) = (0, n_digits + 1),
            _ => (n_letters, n_digits) = (0, 0),
        }
        n_letters > 3 || n_digits > 7
    })
}

type Header = Vec<(String, Option<Part>)>;

struct Sheets<'a> {
    columns: &'a ColumnMap,
    sink: &'a mut dyn FnMut(Record, Vec<Doubt>, Vec<u8>, Option<u64>) -> bool,
    doubts: Vec<Doubt>,
    n_fitting: usize,
    n_text_bytes: usize,
}

impl Sheets<'_> {
    fn say(&mut self, doubt: Doubt) {
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(doubt);
        }
    }

    /// Reads one sheet; `false` when the sink wants no more, or the workbook is too much.
    fn sheet(&mut self, workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<bool, XlsxError> {
        let mut cells = match workbook.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            // A sheet of charts has no cells.
            Err(XlsxError::NotAWorksheet(_)) => return Ok(true),
            Err(error) => return Err(error),
        };
        let mut header: Option<Header> = None;
        let mut row = SheetRow::default();
        let mut n_rows = 0;
        loop {
            let cell = cells.next_cell()?;
            let position = cell.as_ref().map(calamine::Cell::get_position);
            // Cells come row by row; the next row ends the one before.
            if position.is_none_or(|(number, _)| number != row.number) {
                if !row.cells.is_empty() {
                    n_rows += 1;
                    let full = std::mem::take(&mut row);
                    if !self.row(&full, name, n_rows, &mut header) {
                        return Ok(false);
                    }
                    if n_rows >= SHEET_ROWS_MAX || (header.is_none() && n_rows >= HEADING_ROWS_MAX) {
                        return Ok(true);
                    }
                }
                row.number = position.map_or(0, |(number, _)| number);
            }
            let (Some(cell), Some((_, column))) = (cell, position) else { return Ok(true) };
            row.put(column as usize, cell.get_value());
        }
    }

    fn row(&mut self, row: &SheetRow, sheet: &str, n_rows: usize, header: &mut Option<Header>) -> bool {
        self.n_text_bytes += row.n_bytes;
        if self.n_text_bytes > SHEETS_TEXT_BYTES_MAX {
            let text =
                format!("the sheets hold more than {SHEETS_TEXT_BYTES_MAX} bytes of text; the rest was left out");
            self.say(Doubt::at(sheet, text).on(u64::from(row.number) + 1));
            return false;
        }
        let Some(known) = header else {
            if n_rows <= HEADING_ROWS_MAX
                && let Some(parts) = self.columns.parts(&row.cells)
            {
                *header = Some(row.cells.iter().cloned().zip(parts).collect());
                self.n_fitting += 1;
            }
            return true;
        };
        let mut draft = Draft::default();
        if row.cut {
            draft.doubt(
                ENTRY,
                format!("the row has more than {COLUMNS_MAX} columns or {ROW_BYTES_MAX} bytes; the rest was left out"),
            );
        }
        match table_row::record(known, &row.cells, draft) {
            Some((record, doubts)) => (self.sink)(record, doubts, as_csv(&row.cells), Some(u64::from(row.number) + 1)),
            None => true,
        }
    }
}

/// A row while its cells come in.
#[derive(Default)]
struct SheetRow {
    number: u32,
    cells: Vec<String>,
    n_bytes: usize,
    cut: bool,
}

impl SheetRow {
    fn put(&mut self, column: usize, value: &DataRef<'_>) {
        let text = shown(value);
        if text.is_empty() {
            return;
        }
        if column >= COLUMNS_MAX || self.n_bytes + text.len() > ROW_BYTES_MAX {
            self.cut = true;
            return;
        }
        self.n_bytes += text.len();
        while self.cells.len() <= column {
            self.cells.push(String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text.into_owned();
        }
    }
}

/// A cell as a reader sees it, dates as `YYYY-MM-DD`.
fn shown<'a>(value: &'a DataRef<'_>) -> std::borrow::Cow<'a, str> {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str().into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Int(number) => number.to_string().into(),
        // `Display` writes a whole number without a point: 1961 stays a year.
        DataRef::Float(number) => number.to_string().into(),
        DataRef::Bool(truth) => truth.to_string().into(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}").into()
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string().into(),
        DataRef::Error(_) | DataRef::Empty => "".into(),
    }
}

fn as_csv(cells: &[String]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="About" sheetId="1" r:id="rId1"/><sheet name="Works" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
    const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

    fn text(reference: &str, text: &str) -> String {
        format!(r#"<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    }

    fn sheet(dimension: &str, rows: &[(u32, String)]) -> String {
        let rows: String = rows.iter().map(|(number, cells)| format!(r#"<row r="{number}">{cells}</row>"#)).collect();
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>"#
        )
    }

    fn workbook(second: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let about = sheet("A1", &[(1, text("A1", "Drawn up by hand"))]);
        for (name, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", &about),
            ("xl/worksheets/sheet2.xml", second),
        ] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn works(dimension: &str) -> String {
        sheet(
            dimension,
            &[
                (1, text("A1", "Works of the year")),
                (3, text("A3", "Title") + &text("B3", "Published") + &text("D3", "Issue")),
                (4, text("A4", "Pumps, new") + r#"<c r="B4" s="1"><v>22383</v></c><c r="D4"><v>2</v></c>"#),
                (5, text("B5", "MCMXX") + &text("A5", "Steam")),
            ],
        )
    }

    /// A record with its doubts and its cells.
    type Found = (Record, Vec<Doubt>, String);

    fn read(bytes: &[u8]) -> (Vec<Found>, Vec<Doubt>) {
        let mut found = Vec::new();
        let doubts = read_all(bytes, &ColumnMap::default(), &mut |record, doubts, raw, _| {
            found.push((record, doubts, String::from_utf8(raw).unwrap()));
            true
        });
        (found, doubts)
    }

    #[test]
    fn the_sheet_with_a_header_is_read_and_dates_are_dates() {
        let bytes = workbook(&works("A1:D5"));
        assert!(claims(&bytes));
        let (found, doubts) = read(&bytes);
        assert_eq!(doubts, []);
        assert_eq!(found.len(), 2);
        let (record, doubts, raw) = &found[0];
        assert_eq!(*doubts, []);
        assert_eq!(record.title(), Some("Pumps, new"));
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.source.issue.as_deref(), Some("2"));
        assert_eq!(raw, "\"Pumps, new\",1961-04-12,,2\n");
        assert_eq!(found[1].1.len(), 1);
    }

    #[test]
    fn a_sheet_that_says_it_is_endless_takes_no_more_room() {
        let (found, _) = read(&workbook(&works("A1:XFD1048576")));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn cells_that_no_sheet_has_are_refused_before_anything_is_read() {
        for hidden in [
            r#"<c x=">" r="AAAAAAAA1">"#,
            r#"<!-- =" --><c r="AAAAAAAA1">"#,
            r#"<![CDATA[ =" ]]><c r='AAAAAAAA1'>"#,
            r#"<? =" ?><c  r = "AAAAAAAA1"/>"#,
        ] {
            assert!(has_wild_reference(hidden.as_bytes()), "{hidden}");
        }
        for text in [r#"<t>r="AAAAAAAA1"</t>"#, r#"<t>A r=" Z</t><c r="A1">"#, r#"<c s="AAAAAAAA1">"#] {
            assert!(!has_wild_reference(text.as_bytes()), "{text}");
        }
        for wild in ["AAAAAAAAAAAAA1", "A99999999999"] {
            let hostile = sheet("A1", &[(1, text(wild, "x"))]);
            let (found, doubts) = read(&workbook(&hostile));
            assert!(found.is_empty());
            assert!(doubts[0].text.contains("refers to cells"), "{doubts:?}");
        }
    }

    #[test]
    fn a_bomb_is_counted_while_it_unpacks() {
        let bomb = "<worksheet>".to_owned() + &" ".repeat(ARCHIVE_ENTRY_BYTES_MAX as usize);
        let (_, doubts) = read(&workbook(&bomb));
        assert!(doubts[0].text.contains("is larger than"), "{doubts:?}");
    }

    #[test]
    fn a_file_that_is_no_workbook_is_said_to_be_none() {
        for bytes in [&b""[..], b"PK\x03\x04rubbish", b"Title,Year"] {
            assert!(!claims(bytes));
            assert_eq!(read(bytes).1.len(), 1);
        }
    }

    #[test]
    fn a_workbook_is_found_by_its_content() {
        let bytes = workbook(&works("A1:D5"));
        let mut lines = Vec::new();
        let summary = crate::read(bytes.as_slice(), "a", &crate::Options::default(), &mut |item| {
            if let crate::Item::Reading(reading) = item {
                lines.push((reading.record.origin.format, reading.record.origin.line));
            }
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(summary.unwrap().n_records, 2);
        assert_eq!(lines, [(NAME.to_owned(), Some(4)), (NAME.to_owned(), Some(5))]);
    }
}
