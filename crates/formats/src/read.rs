//! Reading a source from its first byte to its last record.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::cut::Stop;
use crate::detect::{Family, FormatInfo};
use crate::encoding::Decoding;
use crate::limits::DOUBTS_MAX;
use crate::source::Source;
use crate::{ColumnMap, Doubt, Reading, entry, mail, whole};

/// What is known about a source before it is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which column of a table is what; without it the names of the columns decide.
    pub columns: Option<ColumnMap>,
    /// The format, where it is not to be found out.
    pub format: Option<&'static FormatInfo>,
}

/// What comes out of a source, in its order.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly every item is a reading, and none is kept")]
pub enum Item {
    /// A record.
    Reading(Reading),
    /// Something that gave no record: a damaged entry, one of no known format, a broken archive.
    Doubt(Doubt),
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records.
    pub n_records: u64,
    /// Doubts about the source, those of the records not counted.
    pub n_doubts: u64,
    /// Bytes, unpacked.
    pub n_bytes: u64,
    /// The most bytes that were held in memory at a time to find the end of an entry.
    pub n_held_max: u64,
}

/// Reads a source to its end, or until `sink` breaks off. Compression (gzip, zstd), archives
/// (ZIP), encoding, format and the bounds of the records are found out from the content.
///
/// Records carry `source` as their origin; files of an archive carry it with their own name
/// behind. Whatever is wrong with the content is told as doubts.
///
/// # Errors
///
/// Only those of `input` itself. What was read before was handed on.
pub fn read(
    input: impl Read,
    source: &str,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> io::Result<Summary> {
    let mut out = Out::new(sink, options);
    match Source::run(&mut out, Box::new(input), source.to_owned(), None) {
        Ok(()) | Err(Stop::Enough) => Ok(out.summary),
        Err(Stop::Broken(error)) => Err(error),
    }
}

/// Reads one entry again from the bytes that [`Reading::raw`] holds, as the format it was read as.
/// The origin carries the format alone; the rest of it is known to whoever kept the bytes.
///
/// `None` when there is no such format, when the format does not read these bytes, and for rows of
/// tables, which mean nothing without their header.
pub fn read_entry(raw: &[u8], format: &str) -> Option<Reading> {
    let mut decoding = Decoding::new(raw);
    let (found, recoded) = match Family::of_format(format)? {
        Family::Iso2709 => (whole::iso2709(raw), None),
        Family::Mail => (entry::Found::new(mail::NAME, mail::read(raw)?), None),
        Family::Bibtex => {
            let (text, recoded) = decoding.decode(raw, None);
            let mut first = None;
            whole::bibtex(&text, &mut |found, _| {
                first = Some(found);
                false
            });
            (first?, recoded)
        }
        family => {
            let (text, recoded) = decoding.decode(raw, None);
            let found = match family {
                Family::Xml => entry::xml(&text, Some(format)).ok()?,
                Family::Json => entry::json_text(&text, Some(format)).ok()?,
                Family::Text(text_format) => entry::text(&text, text_format, true).ok()?,
                _ => return None,
            };
            (found, recoded)
        }
    };
    let mut record = found.record;
    found.format.clone_into(&mut record.origin.format);
    let doubts = recoded.into_iter().chain(found.doubts).collect();
    Some(Reading { record, doubts: capped(doubts), raw: raw.to_vec() })
}

/// As many doubts as are kept, each of bearable length; the last says how many were not.
pub(crate) fn capped(doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = doubts.into_iter().map(Doubt::bounded).collect();
    if doubts.len() > DOUBTS_MAX {
        let n = doubts.len() - (DOUBTS_MAX - 1);
        doubts.truncate(DOUBTS_MAX - 1);
        doubts.push(Doubt::new(format!("{n} more doubts about this entry were left out")));
    }
    doubts
}

/// Where everything goes.
pub(crate) struct Out<'o> {
    sink: &'o mut dyn FnMut(Item) -> ControlFlow<()>,
    pub options: &'o Options,
    pub summary: Summary,
    /// Doubts that were told, over all files of an archive.
    pub(crate) n_told: usize,
}

impl<'o> Out<'o> {
    pub(crate) fn new(sink: &'o mut dyn FnMut(Item) -> ControlFlow<()>, options: &'o Options) -> Out<'o> {
        Out { sink, options, summary: Summary::default(), n_told: 0 }
    }

    pub(crate) fn give(&mut self, item: Item) -> Result<(), Stop> {
        match &item {
            Item::Reading(_) => self.summary.n_records += 1,
            Item::Doubt(_) => self.summary.n_doubts += 1,
        }
        match (self.sink)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Enough),
        }
    }
}

#[cfg(test)]
mod tests;
