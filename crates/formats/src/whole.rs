//! Formats that find their own entries: BibTeX, whose entries lean on each other, tables, ISO 2709.
//!
//! They hand on records as they go; here their ways are brought to the one of [`crate::entry`].

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::Encoding;

use crate::cut::Stop;
use crate::entry::Found;
use crate::input::Transcode;
use crate::window::Window;
use crate::{ColumnMap, Doubt, bibtex, csv_table, iso2709, xlsx};

/// Takes a row with its bytes and its line; answers whether more is wanted.
pub(crate) type RowSink<'s> = dyn FnMut(Found, Vec<u8>, Option<u64>) -> bool + 's;

fn columns(given: Option<&ColumnMap>) -> Cow<'_, ColumnMap> {
    given.map_or_else(|| Cow::Owned(ColumnMap::default()), Cow::Borrowed)
}

/// Whether a text that begins like this is a table whose columns are known.
pub(crate) fn is_table(head: &str, given: Option<&ColumnMap>) -> bool {
    csv_table::claims(head, &columns(given))
}

/// Reads a record of ISO 2709.
pub(crate) fn iso2709(entry: &[u8]) -> Found {
    Found::new(iso2709::NAME, iso2709::read(entry))
}

/// Reads a piece of BibTeX; gives the doubts that concern no entry.
pub(crate) fn bibtex(text: &str, sink: &mut dyn FnMut(Found, &str) -> bool) -> Vec<Doubt> {
    bibtex::read_all(text, &mut |record, doubts, raw| sink(Found::new(bibtex::NAME, (record, doubts)), raw))
}

/// Ends lines with line feeds where they end with carriage returns, as on the old Macintosh.
struct LineFeeds<R>(R);

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(out)?;
        out.iter_mut().take(n).filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(n)
    }
}

/// Reads a table of separated values that begins like this; gives the doubts that concern no row.
pub(crate) fn csv(
    window: &mut Window<'_>,
    head: &[u8],
    encoding: Option<&'static Encoding>,
    given: Option<&ColumnMap>,
    sink: &mut RowSink<'_>,
) -> Result<Vec<Doubt>, Stop> {
    let mut row = |record, doubts, raw, line| sink(Found::new(csv_table::NAME, (record, doubts)), raw, line);
    let columns = columns(given);
    let mut stream: Box<dyn BufRead + '_> = match encoding {
        Some(encoding) => Box::new(BufReader::new(Transcode::new(window, encoding))),
        None => Box::new(window),
    };
    if head.contains(&b'\r') && !head.contains(&b'\n') {
        stream = Box::new(BufReader::new(LineFeeds(stream)));
    }
    Ok(csv_table::read_all(&mut stream, &columns, &mut row)?)
}

/// Reads a workbook; gives the doubts that concern no row.
pub(crate) fn xlsx(bytes: &[u8], given: Option<&ColumnMap>, sink: &mut RowSink<'_>) -> Vec<Doubt> {
    let mut row = |record, doubts, raw, line| sink(Found::new(xlsx::NAME, (record, doubts)), raw, line);
    xlsx::read_all(bytes, &columns(given), &mut row)
}
