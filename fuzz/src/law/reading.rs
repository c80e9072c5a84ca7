//! Laws of the readers.

use std::io::{self, Read};
use std::ops::ControlFlow;

use formats::limits::{DOUBTS_MAX, SOURCE_DOUBTS_MAX, VALUES_MAX};
use formats::{Doubt, FormatInfo, Item, Options, Reading, Summary, from_json, reading_to_json, to_json};

use super::{Broken, demand};
use crate::chance::Chance;

/// Longest sentence of a doubt: a line on a screen or two.
const DOUBT_BYTES_MAX: usize = 1_000;

/// Doubts about the stream itself, behind those about what is in it.
const CLOSING_DOUBTS_MAX: usize = 8;

/// Most files of one archive of the fuzzer, each with doubts of its own.
const MEMBERS_MAX: usize = 4;

const SOURCE: &str = "a source";

/// Reads an input twice and looks at everything that comes out.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(input: &[u8], format: Option<&'static FormatInfo>) -> Result<(), Broken> {
    let options = Options { format, ..Options::default() };
    let (items, summary) = read(input, &options)?;
    let (mut n_source, mut n_records) = (0, 0u64);
    for item in &items {
        match item {
            Item::Reading(reading) => {
                n_records += 1;
                of_record(reading, format)?;
            }
            Item::Doubt(doubt) => {
                n_source += 1;
                of_doubt(doubt, "a source")?;
            }
        }
    }
    demand(n_records == summary.n_records, "the summary counts the records", || format!("{summary:?}"))?;
    let most = (SOURCE_DOUBTS_MAX + CLOSING_DOUBTS_MAX) * MEMBERS_MAX;
    demand(n_source <= most, "doubts about a source are bounded", || format!("{n_source}"))?;
    let silent = items.is_empty();
    demand(!silent, "nothing is passed over in silence", || "neither a record nor a doubt came out".to_owned())?;
    // How far a decompressor comes before damage depends on the pieces it is given.
    let is_packed = [b"\x1f\x8b".as_slice(), b"\x28\xb5\x2f\xfd", b"PK"].iter().any(|magic| input.starts_with(magic));
    let pieces = Pieces { rest: input, chance: Chance::of_bytes(input) };
    let (again, counted) = if is_packed { read(input, &options)? } else { read(pieces, &options)? };
    let same = items == again && (counted.n_records, counted.n_bytes) == (summary.n_records, summary.n_bytes);
    demand(same, "an input read in pieces gives the same", || difference(&items, &again))
}

fn read(input: impl Read, options: &Options) -> Result<(Vec<Item>, Summary), Broken> {
    let mut items = Vec::new();
    let read = formats::read(input, SOURCE, options, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    match read {
        Ok(summary) => Ok((items, summary)),
        Err(error) => {
            Err(Broken { law: "only the source itself fails".to_owned(), said: format!("reading failed: {error}") })
        }
    }
}

fn of_record(reading: &Reading, format: Option<&'static FormatInfo>) -> Result<(), Broken> {
    let Reading { record, doubts, raw } = reading;
    let origin = &record.origin;
    let law = |law: &str| format!("{law} ({})", origin.format);
    let known = formats::format(&origin.format).is_some();
    demand(known, law("a record says its format"), || format!("{origin:?}"))?;
    // Archives hold files of every format, and an envelope says what is in it.
    let as_asked = format.is_none_or(|format| ["xlsx", "oai"].contains(&format.name) || format.name == origin.format);
    demand(as_asked, law("a source is read as the format that was named"), || format!("{format:?}, {origin:?}"))?;
    demand(origin.source.starts_with(SOURCE), law("a record says its source"), || format!("{origin:?}"))?;
    demand(origin.line != Some(0) && origin.entry > 0, law("lines and entries count from 1"), || {
        format!("{origin:?}")
    })?;
    demand(!raw.is_empty(), law("the bytes of a record are kept"), || to_json(record))?;
    let json = to_json(record);
    match from_json(&json) {
        Ok(back) => demand(back == *record, law("a record survives its JSON"), || {
            format!("{}\nwritten as {json}", first_difference(&format!("{record:?}"), &format!("{back:?}")))
        })?,
        Err(error) => return Err(Broken { law: law("a record survives its JSON"), said: format!("{error}: {json}") }),
    }
    let line = reading_to_json(reading);
    demand(!line.contains('\n'), law("a reading is one line"), || line.clone())?;
    demand(doubts.len() <= DOUBTS_MAX, law("doubts about a record are bounded"), || format!("{}", doubts.len()))?;
    doubts.iter().try_for_each(|doubt| of_doubt(doubt, &origin.format))?;
    let lists = [
        ("identifiers", record.identifiers.len()),
        ("titles", record.titles.len()),
        ("abstracts", record.abstracts.len()),
        ("contributors", record.contributors.len()),
        ("subjects", record.subjects.len()),
        ("rights", record.rights.len()),
        ("relations", record.relations.len()),
        ("locations", record.locations.len()),
        ("notes", record.notes.len()),
        ("identifiers of the source", record.source.identifiers.len()),
        ("affiliations", record.contributors.iter().map(|one| one.affiliations.len()).max().unwrap_or(0)),
    ];
    for (name, n_values) in lists {
        demand(n_values <= VALUES_MAX, law("values are bounded"), || format!("{n_values} {name}"))?;
    }
    Ok(())
}

fn of_doubt(doubt: &Doubt, format: &str) -> Result<(), Broken> {
    let law = |law: &str| format!("{law} ({format})");
    let Doubt { line, place, text, unread: _ } = doubt;
    let short = text.len() <= DOUBT_BYTES_MAX && place.as_ref().is_none_or(|place| place.len() <= DOUBT_BYTES_MAX);
    demand(short, law("a doubt is short"), || format!("{doubt:?}"))?;
    demand(!text.trim().is_empty() && *line != Some(0), law("a doubt says something, and where"), || {
        format!("{doubt:?}")
    })?;
    let is_line = |text: &str| !text.chars().any(char::is_control);
    let on_a_line = is_line(text) && place.as_deref().is_none_or(is_line);
    demand(on_a_line, law("a doubt is one line without control characters"), || format!("{doubt:?}"))
}

fn difference(items: &[Item], again: &[Item]) -> String {
    let at = items.iter().zip(again).position(|(one, other)| one != other).unwrap_or(items.len().min(again.len()));
    let shown = |items: &[Item]| items.get(at).map_or_else(|| "nothing".to_owned(), |item| format!("{item:?}"));
    let (first, second) = (shown(items), shown(again));
    format!("{} items against {}; item {at}: {}", items.len(), again.len(), first_difference(&first, &second))
}

/// Two texts from shortly before the place where they part.
fn first_difference(first: &str, second: &str) -> String {
    const BEFORE: usize = 80;
    const SHOWN: usize = 300;
    let at = first.chars().zip(second.chars()).position(|(one, other)| one != other).unwrap_or(0);
    let part = |text: &str| text.chars().skip(at.saturating_sub(BEFORE)).take(SHOWN).collect::<String>();
    format!("…{}… against …{}…", part(first), part(second))
}

/// A source that gives its bytes in pieces, as a pipe or a network does.
struct Pieces<'i> {
    rest: &'i [u8],
    chance: Chance,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.chance.size(8_192).min(out.len()).min(self.rest.len());
        let (now, later) = self.rest.split_at(n);
        out[..n].copy_from_slice(now);
        self.rest = later;
        Ok(n)
    }
}
