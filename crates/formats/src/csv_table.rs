//! CSV and its kin, with a header that says what the columns are (RFC 4180, and what programs
//! write instead).
//!
//! Rows are cut here, with a bound on their size, and taken apart by the crate csv. A quotation
//! mark that is never closed costs one row: it is then read as an ordinary sign.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use model::Record;

use crate::Doubt;
use crate::column_map::{ColumnMap, Part};
use crate::draft::{Draft, ENTRY};
use crate::limits::{COLUMNS_MAX, DOUBTS_MAX, ROW_BYTES_MAX};
use crate::table_row;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "csv";

/// What may stand between cells, the likeliest first.
const DELIMITERS: &[u8] = b",;\t|";

/// Whether a text that begins like this (64 KiB at most) is such a table: its first line is a
/// header that knows the title and something else.
pub(crate) fn claims(head: &str, columns: &ColumnMap) -> bool {
    let mut rows = Rows::new(head.as_bytes());
    matches!(header(&mut rows, columns), Ok(Some(_)))
}

/// Reads every row and hands it on with its bytes and its line, until `sink` answers `false`.
/// Gives back the doubts that concern no single row.
///
/// # Errors
///
/// What the input itself answers; the rows before were handed on.
pub(crate) fn read_all(
    input: &mut dyn BufRead,
    columns: &ColumnMap,
    sink: &mut dyn FnMut(Record, Vec<Doubt>, Vec<u8>, Option<u64>) -> bool,
) -> io::Result<Vec<Doubt>> {
    let mut rows = Rows::new(input);
    let mut doubts = Vec::new();
    let Some(parts) = header(&mut rows, columns)? else {
        return Ok(vec![Doubt::new(
            "the first line is no header with a title and another known column; nothing was read",
        )]);
    };
    while let Some(row) = rows.next()? {
        if row.too_long {
            if doubts.len() < DOUBTS_MAX {
                let text = format!("the row is longer than {ROW_BYTES_MAX} bytes; it was left out");
                doubts.push(Doubt::new(text).on(row.line));
            }
            continue;
        }
        let mut draft = Draft::default();
        if row.open_quote {
            draft.doubt(ENTRY, "a quotation mark is not closed; it was read as an ordinary sign");
        }
        let cells = cells(&row, rows.delimiter);
        if let Some((record, found)) = table_row::record(&parts, &cells, draft)
            && !sink(record, found, row.bytes, Some(row.line))
        {
            break;
        }
    }
    Ok(doubts)
}

type Header = Vec<(String, Option<Part>)>;

/// Reads the header and finds the delimiter: the one under which most columns are known.
fn header(rows: &mut Rows<impl BufRead>, columns: &ColumnMap) -> io::Result<Option<Header>> {
    while let Some(row) = rows.next()? {
        let text = String::from_utf8_lossy(&row.bytes);
        let text = text.trim_start_matches('\u{feff}').trim();
        // Excel says its delimiter in a line of its own.
        if text.is_empty() || (text.len() == 5 && text.to_ascii_lowercase().starts_with("sep=")) {
            continue;
        }
        let mut best: Option<(usize, u8, Header)> = None;
        for delimiter in DELIMITERS {
            let names = cells(&row, *delimiter);
            let Some(parts) = columns.parts(&names) else { continue };
            let n_known = parts.iter().flatten().count();
            if best.as_ref().is_none_or(|(most, ..)| n_known > *most) {
                best = Some((n_known, *delimiter, names.into_iter().zip(parts).collect()));
            }
        }
        return Ok(best.map(|(_, delimiter, header)| {
            rows.delimiter = delimiter;
            header
        }));
    }
    Ok(None)
}

/// The cells of a row; bytes that are not UTF-8 are replaced.
fn cells(row: &Row, delimiter: u8) -> Vec<String> {
    let bytes = row.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&row.bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(!row.open_quote)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().take(COLUMNS_MAX).map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(),
        _ => Vec::new(),
    }
}

/// One row, as it stood.
struct Row {
    bytes: Vec<u8>,
    line: u64,
    open_quote: bool,
    too_long: bool,
}

/// Cuts rows out of a stream, holding one row at a time.
struct Rows<R> {
    input: R,
    delimiter: u8,
    /// Lines that were read in search of a closing mark and given back.
    ahead: VecDeque<(Vec<u8>, bool)>,
    line: u64,
}

impl<R: BufRead> Rows<R> {
    fn new(input: R) -> Rows<R> {
        Rows { input, delimiter: b',', ahead: VecDeque::new(), line: 0 }
    }

    /// The next row that is not blank.
    fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some((first, too_long)) = self.take_line()? else { return Ok(None) };
            let line = self.line;
            if first.trim_ascii().is_empty() && !too_long {
                continue;
            }
            let mut row = Row { bytes: first, line, open_quote: false, too_long };
            let mut quote = Quote::default();
            quote.pass(&row.bytes, self.delimiter);
            let first_length = row.bytes.len();
            let mut further: Vec<(Vec<u8>, bool)> = Vec::new();
            while quote.open && !row.too_long {
                let next = if row.bytes.len() < ROW_BYTES_MAX { self.take_line()? } else { None };
                let Some((next, cut)) = next else { break };
                quote.pass(&next, self.delimiter);
                row.bytes.extend_from_slice(&next);
                further.push((next, cut));
                if cut {
                    break;
                }
            }
            if quote.open && !row.too_long {
                // Nothing closes it: the first line stands alone and the others are read again.
                row.bytes.truncate(first_length);
                row.open_quote = true;
                self.line -= further.len() as u64;
                for line in further.into_iter().rev() {
                    self.ahead.push_front(line);
                }
            }
            while row.bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
                row.bytes.pop();
            }
            return Ok(Some(row));
        }
    }

    fn take_line(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let line = match self.ahead.pop_front() {
            Some(line) => Some(line),
            None => self.read_line()?,
        };
        self.line += u64::from(line.is_some());
        Ok(line)
    }

    /// Reads to the end of the line. Of a line beyond the limit only the start is kept, and that
    /// it was cut is said.
    fn read_line(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut line = Vec::new();
        let mut cut = false;
        let mut any = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(any.then_some((line, cut)));
            }
            any = true;
            let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
            let taken = end.unwrap_or(chunk.len());
            let room = ROW_BYTES_MAX - line.len();
            cut |= taken > room;
            line.extend_from_slice(chunk.get(..taken.min(room)).unwrap_or(&[]));
            self.input.consume(taken);
            if end.is_some() {
                return Ok(Some((line, cut)));
            }
        }
    }
}

/// Whether the text so far ends inside quotation marks, by the rules of the crate csv: a mark
/// opens only at the start of a cell, and two of them inside are one sign.
#[derive(Default)]
struct Quote {
    open: bool,
    inside_cell: bool,
}

impl Quote {
    fn pass(&mut self, bytes: &[u8], delimiter: u8) {
        let mut at = bytes.strip_prefix("\u{feff}".as_bytes()).map_or(0, |_| 3);
        while let Some(byte) = bytes.get(at) {
            if self.open {
                if *byte == b'"' {
                    if bytes.get(at + 1) == Some(&b'"') {
                        at += 1;
                    } else {
                        self.open = false;
                        self.inside_cell = true;
                    }
                }
            } else if *byte == b'"' && !self.inside_cell {
                self.open = true;
            } else {
                self.inside_cell = *byte != delimiter;
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Kind, Name, Role};

    /// A record with its doubts and its bytes.
    type Found = (Record, Vec<Doubt>, String);

    fn read(text: &str) -> (Vec<Found>, Vec<Doubt>) {
        let mut found = Vec::new();
        let doubts = read_all(&mut text.as_bytes(), &ColumnMap::default(), &mut |record, doubts, raw, line| {
            assert!(line.is_some());
            found.push((record, doubts, String::from_utf8(raw).unwrap()));
            true
        });
        (found, doubts.unwrap())
    }

    fn titles(text: &str) -> Vec<String> {
        read(text).0.iter().map(|(record, ..)| record.title().unwrap_or("").to_owned()).collect()
    }

    #[test]
    fn a_row_is_read_with_all_it_says() {
        let (found, doubts) = read(
            "\u{feff}Title;Authors;Year;DOI;Journal;Volume;Pages;ISSN;Keywords;Language;URL;Type;IPC\r\n\
             \"Pumps; a survey\";\"Popov, Ivan; Roe, Jane\";1961-04-12;10.5555/st.61;Thermal Notes;4;11-19;20411723;steam|pumps;rus;https://example.org/a;Article;F04D 1/00, F01D 5/02\r\n",
        );
        assert_eq!(doubts, []);
        let (record, doubts, raw) = &found[0];
        assert_eq!(*doubts, []);
        assert!(raw.starts_with("\"Pumps; a survey\"") && raw.ends_with("5/02"));
        assert_eq!((record.kind, record.title()), (Kind::Article, Some("Pumps; a survey")));
        assert_eq!(record.contributors.len(), 2);
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
        assert_eq!(record.subjects.len(), 4);
        assert_eq!(record.language.as_ref().unwrap().tag(), "ru");
    }

    #[test]
    fn a_patent_table_in_russian_is_read() {
        let (found, _) = read(
            "Название\tИзобретатели\tНомер патента\tГод\tМПК\nНасос\tПопов И. В.; Рой Д.\tRU 2123456 C1\t1998\tF04D 1/00\n",
        );
        let record = &found[0].0;
        assert_eq!((record.kind, record.title()), (Kind::Patent, Some("Насос")));
        assert_eq!(record.identifiers[0].to_string(), "patent:RU2123456C1");
        assert_eq!(record.contributors[1].role, Role::Inventor);
    }

    #[test]
    fn a_cell_may_hold_lines_and_quotation_marks() {
        assert_eq!(titles("title,year\n\"Pumps\n\"\"new\"\"\",1961\nSteam,1962\n"), ["Pumps \"new\"", "Steam"]);
        assert_eq!(titles("title,year\nA 5\" disk,1961\nSteam,1962\n"), ["A 5\" disk", "Steam"]);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_one_row() {
        let (found, _) = read("title,year\n\"Pumps,1961\nSteam,1962\n\nWater,1963");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].0.title(), Some("\"Pumps"));
        assert_eq!(found[0].1[0].text, "a quotation mark is not closed; it was read as an ordinary sign");
        assert_eq!(found[2].0.year(), Some(1963));
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let text = format!("title,year\n{},1961\nSteam,1962\n", "x".repeat(3 * ROW_BYTES_MAX));
        let (found, doubts) = read(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(doubts[0].line, Some(2));
    }

    #[test]
    fn a_row_may_be_short_or_long() {
        let (found, _) = read("title,year,doi\nPumps\nSteam,1962,,more\n,,\n");
        assert_eq!(found.len(), 2);
        assert!(found[0].1.is_empty());
        assert_eq!(found[1].1[0].text, "the row has 4 cells and the header 3; what is beyond was left out");
    }

    #[test]
    fn names_are_told_apart_where_they_can_be() {
        for (cell, names) in [
            ("\"Popov, Ivan; Roe, Jane\"", vec!["Ivan Popov", "Jane Roe"]),
            ("\"Popov, Ivan\"", vec!["Ivan Popov"]),
            ("\"Popov I., Roe J., Doe A.\"", vec!["Popov I.", "Roe J.", "Doe A."]),
            ("Ivan Popov and Jane Roe", vec!["Ivan Popov", "Jane Roe"]),
        ] {
            let (found, _) = read(&format!("title,authors\nPumps,{cell}\n"));
            let shown: Vec<String> = found[0].0.contributors.iter().map(|c| c.name.display()).collect();
            assert_eq!(shown, names, "{cell}");
        }
        let (found, _) = read("title,authors\nPumps,\"Popov, Ivan, Roe, Jane\"\n");
        assert_eq!(found[0].0.contributors.len(), 1);
        assert!(matches!(&found[0].0.contributors[0].name, Name::Person { .. }));
        assert_eq!(found[0].1.len(), 1);
    }

    #[test]
    fn a_text_is_claimed_by_its_header() {
        for (head, claimed) in [
            ("Title,Year\nA,1", true),
            ("sep=;\nTitel;Jahr\n", true),
            ("\"Author\"\t\"Title\"\n", true),
            ("Title\nA", false),
            ("Name,Colour\nA,red", false),
            ("@book{a, title={x}, year=1}", false),
            ("", false),
        ] {
            assert_eq!(claims(head, &ColumnMap::default()), claimed, "{head}");
        }
    }

    #[test]
    fn a_table_is_found_by_its_content_in_any_encoding() {
        let text = "Title\tYear\nÉtude\t1961\n";
        let wide = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), wide] {
            let mut titles = Vec::new();
            let summary = crate::read(bytes.as_slice(), "a", &crate::Options::default(), &mut |item| {
                if let crate::Item::Reading(reading) = item {
                    titles.push((reading.record.origin.format, reading.record.titles));
                }
                std::ops::ControlFlow::Continue(())
            });
            assert_eq!(summary.unwrap().n_records, 1);
            assert_eq!((titles[0].0.as_str(), titles[0].1[0].text.as_str()), (NAME, "Étude"));
        }
    }
}
