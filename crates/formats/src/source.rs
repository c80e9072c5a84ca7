//! One stream on its way: what it is, its entries, and what is to be said about it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;

use serde_json::{Deserializer, Value};

use crate::archive::Archive;
use crate::cut::text::with_line_feeds;
use crate::cut::{Context, Cut, Stop};
use crate::detect::{Family, JsonFormat, TextFormat};
use crate::encoding::Decoding;
use crate::entry::{Found, Unread};
use crate::input::Input;
use crate::limits::{ARCHIVE_BYTES_MAX, ENTRY_BYTES_MAX, HEAD_BYTES, SOURCE_DOUBTS_MAX};
use crate::read::{Item, Out, capped};
use crate::window::Window;
use crate::{Doubt, Reading, atom, cut, encoding, entry, input, json_feed, rss, whole, xlsx};

mod mail;

/// In what a stream stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Nesting {
    /// Whether in an archive.
    archive: bool,
    /// In how many messages.
    mails: usize,
}

/// One stream: a file, or a file of an archive.
pub(crate) struct Source<'a, 'o> {
    out: &'a mut Out<'o>,
    /// For the origin of records.
    name: String,
    /// For doubts: which file of an archive this is.
    member: Option<String>,
    /// The format, where the caller named it.
    named: Option<&'static str>,
    /// The JSON format of the entry before, where it reads text directly.
    direct: Option<&'static JsonFormat>,
    /// Whether it was said which formats are known.
    is_known_told: bool,
    decoding: Decoding,
    n_entries: u64,
    n_doubts: u64,
    /// Those of them that were too many to be told.
    n_untold: u64,
    nesting: Nesting,
    /// Messages that were opened.
    n_messages: u64,
}

impl<'a, 'o> Source<'a, 'o> {
    /// Reads a stream to its end. `name` goes into the origin of its records; `member` is the file
    /// of an archive that it is, for doubts.
    pub(crate) fn run(
        out: &'a mut Out<'o>,
        stream: Box<dyn Read + '_>,
        name: String,
        member: Option<String>,
    ) -> Result<(), Stop> {
        Source::run_in(out, stream, (name, member), Nesting::default())
    }

    /// The same of a stream inside others.
    fn run_inside(
        out: &'a mut Out<'o>,
        stream: Box<dyn Read + '_>,
        name: String,
        member: String,
        nesting: Nesting,
    ) -> Result<(), Stop> {
        Source::run_in(out, stream, (name, Some(member)), nesting)
    }

    fn run_in(
        out: &'a mut Out<'o>,
        stream: Box<dyn Read + '_>,
        (name, member): (String, Option<String>),
        nesting: Nesting,
    ) -> Result<(), Stop> {
        let Input { stream, notes } = input::open(stream)?;
        let mut window = Window::new(stream, ENTRY_BYTES_MAX);
        // Blanks before the first line say nothing, however many they are.
        let read = window.skip_while(|b| b.is_ascii_whitespace()).and_then(|_| window.peek(HEAD_BYTES));
        let head = read.map_err(|error| notes.failure().unwrap_or(error))?;
        let head = head.get(..HEAD_BYTES).unwrap_or(head).to_vec();
        let named = out.options.format.map(|format| format.name);
        let mut source = Source {
            out,
            name,
            member,
            named,
            direct: None,
            is_known_told: false,
            decoding: Decoding::new(&head),
            n_entries: 0,
            n_doubts: 0,
            n_untold: 0,
            nesting,
            n_messages: 0,
        };
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
        if let Some(member) = &self.member {
            doubt.place = Some(match doubt.place {
                Some(place) => format!("{member}: {place}"),
                None => member.clone(),
            });
        }
        self.out.give(Item::Doubt(doubt.bounded()))
    }

    fn read(&mut self, window: &mut Window<'_>, head: &[u8]) -> Result<(), Stop> {
        let family = self.named.and_then(Family::of_format).unwrap_or_else(|| {
            let text = with_line_feeds(Decoding::new(head).decode(head, None).0);
            Family::of_head(head, &text, |text| whole::is_table(text, self.out.options.columns.as_ref()))
        });
        match family {
            Family::Empty => self.doubt(Doubt::new("the input is empty")),
            Family::Other(what) => self.doubt(Doubt::new(format!("this is {what}; nothing was read")).unread()),
            Family::Archive => self.archive(window),
            Family::Xml => cut::xml::cut(window, &mut |cut| self.entry(cut, entry::xml)),
            Family::Json => cut::json::cut(window, &mut |cut| self.json(cut)),
            Family::Text(format) => self.text(window, format),
            Family::Iso2709 => cut::marc::cut(window, &mut |cut| self.iso2709(cut)),
            Family::Bibtex => self.bibtex(window, head),
            Family::Table => self.table(window, head),
            Family::Mail => self.mail(window),
        }
    }

    /// One entry that is one record.
    fn entry(
        &mut self,
        cut: Cut<'_>,
        read: impl FnOnce(&str, Option<&str>) -> Result<Found, Unread>,
    ) -> Result<(), Stop> {
        let entry = match cut {
            Cut::Entry(entry) => entry,
            Cut::Doubt(doubt) => return self.doubt(doubt),
        };
        let (text, recoded) = self.decoding.decode(&entry.bytes, entry.declared);
        let found = read(&text, self.named);
        drop(text);
        let said = [entry.doubt, recoded];
        self.give(found, entry.bytes.into_owned(), Some(entry.line), said, entry.context)
    }

    fn text(&mut self, window: &mut Window<'_>, format: &'static TextFormat) -> Result<(), Stop> {
        cut::text::cut(window, &format.shape, &mut |cut| {
            self.entry(cut, |text, named| entry::text(&with_line_feeds(Cow::Borrowed(text)), format, named.is_some()))
        })
    }

    /// A piece of JSON: mostly one value, several where they stand in one line.
    fn json(&mut self, cut: Cut<'_>) -> Result<(), Stop> {
        let entry = match cut {
            Cut::Entry(entry) => entry,
            Cut::Doubt(doubt) => return self.doubt(doubt),
        };
        let (text, mut recoded) = self.decoding.decode(&entry.bytes, entry.declared);
        if let Some(found) = self.direct.and_then(|format| entry::json_direct(&text, format)) {
            drop(text);
            return self.give(Ok(found), entry.bytes.into_owned(), Some(entry.line), [recoded, None], entry.context);
        }
        let mut values = Deserializer::from_str(&text).into_iter::<Value>();
        let mut begin = 0;
        while let Some(value) = values.next() {
            let (found, end) = match value {
                Ok(value) => (entry::json(&value, self.named), values.byte_offset()),
                Err(_) => (entry::json_text(text.get(begin..).unwrap_or_default(), self.named), text.len()),
            };
            let is_alone = begin == 0 && text.get(end..).is_none_or(|rest| rest.trim_ascii().is_empty());
            let raw = match text.get(begin..end).filter(|_| !is_alone) {
                Some(part) => part.trim_ascii().as_bytes().to_vec(),
                None => entry.bytes.to_vec(),
            };
            self.direct = found.as_ref().ok().and_then(|found| entry::direct(found.format, self.named));
            self.give(found, raw, Some(entry.line), [recoded.take(), None], entry.context)?;
            if is_alone {
                break;
            }
            begin = end;
        }
        Ok(())
    }

    /// A record of ISO 2709. The form has no lines.
    fn iso2709(&mut self, cut: Cut<'_>) -> Result<(), Stop> {
        let entry = match cut {
            Cut::Entry(entry) => entry,
            Cut::Doubt(doubt) => return self.doubt(Doubt { line: None, ..doubt }),
        };
        let found = whole::iso2709(&entry.bytes);
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
        let n_passed = window.line() - 1;
        let columns = self.out.options.columns.clone();
        let encoding = self.decoding.of_stream(head);
        if let Some(encoding) = encoding {
            let name = encoding.name();
            self.doubt(Doubt::new(format!("the bytes are not UTF-8; they look like {name} and were read so")))?;
        }
        let result = whole::csv(window, head, encoding, columns.as_ref(), &mut |found, raw, line| {
            let line = line.map(|line| line + n_passed);
            stop = self.give(Ok(found), raw, line, [None, None], &Context::NONE);
            stop.is_ok()
        });
        stop?;
        result?.into_iter().try_for_each(|doubt| {
            let line = doubt.line.map(|line| line + n_passed);
            self.doubt(Doubt { line, ..doubt })
        })
    }

    /// A ZIP archive: a workbook, or files.
    fn archive(&mut self, window: &mut Window<'_>) -> Result<(), Stop> {
        if self.nesting.archive {
            return self.doubt(Doubt::new("this is an archive inside an archive; it was left out"));
        }
        let mut bytes = Vec::new();
        window.by_ref().take(ARCHIVE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > ARCHIVE_BYTES_MAX {
            let mebibytes = ARCHIVE_BYTES_MAX / (1024 * 1024);
            return self.doubt(Doubt::new(format!(
                "the ZIP archive is larger than {mebibytes} MiB; it has to be unpacked first"
            )));
        }
        if xlsx::claims(&bytes) {
            return self.workbook(&bytes);
        }
        let mut archive = match Archive::open(&bytes) {
            Ok(archive) => archive,
            Err(doubt) => return self.doubt(doubt),
        };
        for index in 0..archive.len() {
            let trouble = RefCell::new(None);
            match archive.member(index, &trouble) {
                Ok(Some(member)) => {
                    let name = format!("{}/{}", self.name, member.name);
                    let inside = Nesting { archive: true, ..self.nesting };
                    Source::run_inside(self.out, member.stream, name, member.name.clone(), inside)?;
                    self.n_entries += 1;
                    if let Some(doubt) = trouble.take() {
                        self.doubt(Doubt { place: Some(member.name), ..doubt })?;
                    }
                }
                Ok(None) => {}
                Err(doubt) => self.doubt(doubt)?,
            }
        }
        match archive.n_left_out() {
            0 => Ok(()),
            n => self.doubt(Doubt::new(format!("{n} more files of the archive were left out"))),
        }
    }

    fn workbook(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let mut stop = Ok(());
        let columns = self.out.options.columns.clone();
        let doubts = whole::xlsx(bytes, columns.as_ref(), &mut |found, raw, line| {
            stop = self.give(Ok(found), raw, line, [None, None], &Context::NONE);
            stop.is_ok()
        });
        stop?;
        doubts.into_iter().try_for_each(|doubt| self.doubt(doubt))
    }

    /// Hands an entry on, or the doubt that there is none.
    fn give(
        &mut self,
        found: Result<Found, Unread>,
        raw: Vec<u8>,
        line: Option<u64>,
        said: [Option<Doubt>; 2],
        context: &Context,
    ) -> Result<(), Stop> {
        self.n_entries += 1;
        let in_source = |mut doubt: Doubt| {
            doubt.line = match (line, doubt.line) {
                (Some(first), within) => Some(first + within.unwrap_or(1).saturating_sub(1)),
                (None, _) => None,
            };
            doubt
        };
        let Found { format, mut record, doubts } = match found {
            Ok(found) => found,
            Err(Unread::Damaged(doubt)) => return self.doubt(in_source(doubt)),
            Err(Unread::Unknown { mut doubt, known }) => {
                // Said once: in a file of another sort every entry is unknown.
                if !std::mem::replace(&mut self.is_known_told, true) {
                    doubt.text = format!("{}; {known}", doubt.text);
                }
                return self.doubt(in_source(doubt));
            }
        };
        if [atom::NAME, rss::NAME, json_feed::NAME].contains(&format) {
            record.source.title = record.source.title.or_else(|| context.title.clone());
            record.language = record.language.or_else(|| context.language.clone());
        }
        record.origin.source.clone_from(&self.name);
        record.origin.format = format.to_owned();
        record.origin.entry = self.n_entries;
        record.origin.line = line;
        let said = said.into_iter().flatten().map(|doubt| Doubt { line: doubt.line.or(line), ..doubt });
        let doubts = capped(said.chain(doubts.into_iter().map(in_source)).collect());
        self.out.give(Item::Reading(Reading { record, doubts, raw }))
    }
}
