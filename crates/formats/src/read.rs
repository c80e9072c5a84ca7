//! Reading a source from its first byte to its last record.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::ControlFlow;

use serde_json::{Deserializer, Value};

use crate::cut::json::mend;
use crate::cut::text::with_line_feeds;
use crate::cut::{Context, Cut, Entry, Stop};
use crate::detect::{Family, FormatInfo, TextFormat};
use crate::encoding::Decoding;
use crate::entry::Found;
use crate::input::Input;
use crate::limits::{DOUBTS_MAX, ENTRY_BYTES_MAX, HEAD_BYTES, SOURCE_DOUBTS_MAX};
use crate::window::Window;
use crate::{ColumnMap, Doubt, Reading, arxiv_json, atom, cut, encoding, entry, input, iso2709, json_feed, rss, whole};

mod archives;

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
#[expect(clippy::large_enum_variant, reason = "nearly every item is a reading, and none is kept in a list of items")]
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
    let mut out = Out { sink, options, summary: Summary::default(), n_told: 0 };
    match Source::run(&mut out, Box::new(input), Place { source: source.to_owned(), member: None }) {
        Ok(()) | Err(Stop::Enough) => Ok(out.summary),
        Err(Stop::Broken(error)) => Err(error),
    }
}

/// Where everything goes.
struct Out<'o> {
    sink: &'o mut dyn FnMut(Item) -> ControlFlow<()>,
    options: &'o Options,
    summary: Summary,
    /// Doubts that were told, over all files of an archive.
    n_told: usize,
}

impl Out<'_> {
    fn give(&mut self, item: Item) -> Result<(), Stop> {
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

/// What a stream is called.
#[derive(Clone)]
struct Place {
    /// For the origin of records.
    source: String,
    /// For doubts: which file of an archive.
    member: Option<String>,
}

/// One stream: a file, or a file of an archive.
struct Source<'a, 'o> {
    out: &'a mut Out<'o>,
    place: Place,
    named: Option<&'static str>,
    decoding: Decoding,
    n_entries: u64,
    n_doubts: u64,
    /// Those of them that were too many to be told.
    n_untold: u64,
}

impl<'a, 'o> Source<'a, 'o> {
    fn run(out: &'a mut Out<'o>, stream: Box<dyn Read + '_>, place: Place) -> Result<(), Stop> {
        let Input { stream, notes } = input::open(stream)?;
        let mut window = Window::new(stream, ENTRY_BYTES_MAX);
        let read = window.peek(HEAD_BYTES).map(|head| head.get(..HEAD_BYTES).unwrap_or(head).to_vec());
        let head = read.map_err(|error| notes.failure().unwrap_or(error))?;
        let named = out.options.format.map(|format| format.name);
        let mut source =
            Source { out, place, named, decoding: Decoding::new(&head), n_entries: 0, n_doubts: 0, n_untold: 0 };
        let result = source.read(&mut window, &head);
        source.out.summary.n_bytes += window.position();
        source.out.summary.n_held_max = source.out.summary.n_held_max.max(window.held_max() as u64);
        match result {
            Ok(()) => source.finish(notes.take()),
            Err(Stop::Broken(error)) => Err(Stop::Broken(notes.failure().unwrap_or(error))),
            Err(Stop::Enough) => Err(Stop::Enough),
        }
    }

    /// Says what is left to say.
    fn finish(&mut self, doubts: Vec<Doubt>) -> Result<(), Stop> {
        for doubt in doubts {
            self.doubt(doubt)?;
        }
        if self.n_entries == 0 && self.n_doubts == 0 {
            self.doubt(Doubt::new("there are no records in it"))?;
        }
        let n_untold = self.n_untold;
        if n_untold > 0 {
            self.tell(Doubt::new(format!("{n_untold} more doubts about this source were left out")))?;
        }
        Ok(())
    }

    fn doubt(&mut self, doubt: Doubt) -> Result<(), Stop> {
        self.n_doubts += 1;
        if self.out.n_told >= SOURCE_DOUBTS_MAX {
            self.n_untold += 1;
            return Ok(());
        }
        self.out.n_told += 1;
        self.tell(doubt)
    }

    fn tell(&mut self, mut doubt: Doubt) -> Result<(), Stop> {
        if let Some(member) = &self.place.member {
            doubt.place = Some(match doubt.place {
                Some(place) => format!("{member}: {place}"),
                None => member.clone(),
            });
        }
        self.out.give(Item::Doubt(doubt))
    }

    fn read(&mut self, window: &mut Window<'_>, head: &[u8]) -> Result<(), Stop> {
        let family = self.named.and_then(Family::of_format).unwrap_or_else(|| {
            let text = with_line_feeds(Decoding::new(head).decode(head, None).0);
            Family::of_head(head, &text, |text| whole::is_table(text, self.out.options.columns.as_ref()))
        });
        match family {
            Family::Empty => self.doubt(Doubt::new("the input is empty")),
            Family::Other(what) => self.doubt(Doubt::new(format!("this is {what}; nothing was read"))),
            Family::Archive => self.archive(window),
            Family::Xml => {
                cut::xml::cut(window, &mut |cut| self.entry(cut, |source, text| entry::xml(text, source.named)))
            }
            Family::Json => cut::json::cut(window, &mut |cut| match cut {
                Cut::Entry(entry) => self.json(entry),
                Cut::Doubt(doubt) => self.doubt(doubt),
            }),
            Family::Text(format) => self.text(window, format),
            Family::Iso2709 => cut::marc::cut(window, &mut |cut| match cut {
                Cut::Entry(entry) => self.iso2709(entry),
                Cut::Doubt(doubt) => self.doubt(Doubt { line: None, ..doubt }),
            }),
            Family::Bibtex => self.bibtex(window, head),
            Family::Table => self.table(window, head),
        }
    }

    /// One entry that is one record.
    fn entry(&mut self, cut: Cut<'_>, read: impl FnOnce(&Self, &str) -> Result<Found, Doubt>) -> Result<(), Stop> {
        let entry = match cut {
            Cut::Entry(entry) => entry,
            Cut::Doubt(doubt) => return self.doubt(doubt),
        };
        let (text, recoded) = self.decoding.decode(&entry.bytes, entry.declared);
        let found = read(self, &text);
        drop(text);
        let said = [entry.doubt, recoded];
        self.give(found, entry.bytes.into_owned(), Some(entry.line), said, entry.context)
    }

    fn text(&mut self, window: &mut Window<'_>, format: &'static TextFormat) -> Result<(), Stop> {
        let is_named = self.named.is_some();
        cut::text::cut(window, &format.shape, &mut |cut| {
            self.entry(cut, |_, text| Ok(entry::text(&with_line_feeds(Cow::Borrowed(text)), format, is_named)))
        })
    }

    /// A piece of JSON: mostly one value, several where they stand in one line.
    fn json(&mut self, entry: Entry<'_>) -> Result<(), Stop> {
        let (text, mut recoded) = self.decoding.decode(&entry.bytes, entry.declared);
        // The lines of arXiv come by the hundred thousand and are read without a tree between.
        if self.named.is_none_or(|name| name == arxiv_json::NAME)
            && let Some(given) = arxiv_json::read_text(text.trim())
        {
            let found = Found::new(arxiv_json::NAME, given);
            return self.give(Ok(found), entry.bytes.into_owned(), Some(entry.line), [recoded, None], entry.context);
        }
        let mut values = Deserializer::from_str(&text).into_iter::<Value>();
        let mut begin = 0;
        loop {
            let (value, told) = match values.next() {
                None => return Ok(()),
                Some(Ok(value)) => (value, None),
                Some(Err(error)) => match mend::mended(&text).and_then(|text| serde_json::from_str(&text).ok()) {
                    Some(value) if begin == 0 => {
                        let doubt = Doubt::new(format!("this is not quite JSON ({error}); it was mended and read"));
                        (value, Some(doubt.on(entry.line)))
                    }
                    _ => {
                        self.n_entries += 1;
                        let line = entry.line + (error.line() as u64).saturating_sub(1);
                        return self.doubt(Doubt::new(format!("this is not JSON ({error}); it was left out")).on(line));
                    }
                },
            };
            let end = if told.is_some() { text.len() } else { values.byte_offset() };
            let raw = text.get(begin..end).unwrap_or_default().trim();
            let is_alone = begin == 0 && text.get(end..).is_none_or(|rest| rest.trim().is_empty());
            let raw = if is_alone { entry.bytes.to_vec() } else { raw.as_bytes().to_vec() };
            let found = entry::json(&value, self.named);
            self.give(found, raw, Some(entry.line), [told, recoded.take()], entry.context)?;
            begin = end;
            if is_alone {
                return Ok(());
            }
        }
    }

    fn iso2709(&mut self, entry: Entry<'_>) -> Result<(), Stop> {
        let found = Found::new(iso2709::NAME, whole::iso2709(&entry.bytes));
        let doubt = entry.doubt.map(|doubt| Doubt { line: None, ..doubt });
        self.give(Ok(found), entry.bytes.into_owned(), None, [doubt, None], entry.context)
    }

    fn bibtex(&mut self, window: &mut Window<'_>, head: &[u8]) -> Result<(), Stop> {
        let declared = encoding::declared_by_bibtex(head);
        cut::bibtex::cut(window, &mut |piece| {
            let piece = match piece {
                Ok(piece) => piece,
                Err(doubt) => return self.doubt(doubt),
            };
            let (mut text, recoded) = self.decoding.decode(piece.bytes, declared);
            let mut at = 0;
            let mut n_lines_before = 0;
            if !piece.strings.is_empty() {
                let (strings, _) = self.decoding.decode(piece.strings, declared);
                at = strings.len();
                n_lines_before = strings.matches('\n').count() as u64;
                text = Cow::Owned(strings.into_owned() + &text);
            }
            if let Some(doubt) = recoded {
                self.doubt(doubt.on(piece.line))?;
            }
            let mut line = piece.line;
            let mut stop = Ok(());
            let doubts = whole::bibtex(&text, &mut |found, raw| {
                // Entries come in the order of the text, so their lines are counted on.
                let begins = text.get(at..).and_then(|rest| rest.find(raw)).map(|ahead| at + ahead);
                if let Some(passed) = begins.and_then(|begins| text.get(at..begins)) {
                    line += passed.matches('\n').count() as u64;
                    at += passed.len();
                }
                let begins = begins.is_some().then_some(line);
                stop = self.give(Ok(found), raw.as_bytes().to_vec(), begins, [None, None], &Context::NONE);
                stop.is_ok()
            });
            stop?;
            doubts.into_iter().try_for_each(|doubt| {
                let within = doubt.line.and_then(|line| line.checked_sub(n_lines_before + 1));
                self.doubt(Doubt { line: within.map(|within| piece.line + within), ..doubt })
            })
        })
    }

    fn table(&mut self, window: &mut Window<'_>, head: &[u8]) -> Result<(), Stop> {
        let mut stop = Ok(());
        let columns = self.out.options.columns.clone();
        let encoding = self.decoding.of_stream(head);
        if let Some(encoding) = encoding {
            let name = encoding.name();
            self.doubt(Doubt::new(format!("the bytes are not UTF-8; they look like {name} and were read so")))?;
        }
        let result = whole::csv(window, head, encoding, columns.as_ref(), &mut |found, raw, line| {
            stop = self.give(Ok(found), raw, line, [None, None], &Context::NONE);
            stop.is_ok()
        });
        stop?;
        for doubt in result? {
            self.doubt(doubt)?;
        }
        Ok(())
    }

    /// Hands an entry on, or the doubt that there is none.
    fn give(
        &mut self,
        found: Result<Found, Doubt>,
        raw: Vec<u8>,
        line: Option<u64>,
        said: [Option<Doubt>; 2],
        context: &Context,
    ) -> Result<(), Stop> {
        self.n_entries += 1;
        let in_source = |mut doubt: Doubt| {
            doubt.place = doubt.place.map(|place| place.replace(char::is_control, " "));
            doubt.line = match (line, doubt.line) {
                (Some(first), within) => Some(first + within.unwrap_or(1).saturating_sub(1)),
                (None, _) => None,
            };
            doubt
        };
        let Found { format, mut record, doubts } = match found {
            Ok(found) => found,
            Err(doubt) => return self.doubt(in_source(doubt)),
        };
        if [atom::NAME, rss::NAME, json_feed::NAME].contains(&format) {
            record.source.title = record.source.title.or_else(|| context.title.clone());
            record.language = record.language.or_else(|| context.language.clone());
        }
        record.origin.source.clone_from(&self.place.source);
        record.origin.format = format.to_owned();
        record.origin.entry = self.n_entries;
        record.origin.line = line;
        let said = said.into_iter().flatten().map(|doubt| Doubt { line: doubt.line.or(line), ..doubt });
        let mut doubts: Vec<Doubt> = said.chain(doubts.into_iter().map(in_source)).collect();
        if doubts.len() > DOUBTS_MAX {
            let n = doubts.len() - (DOUBTS_MAX - 1);
            doubts.truncate(DOUBTS_MAX - 1);
            doubts.push(Doubt::new(format!("{n} more doubts about this entry were left out")));
        }
        self.out.give(Item::Reading(Reading { record, doubts, raw }))
    }
}
