//! ISO 2709, the exchange format of library records (`.mrc`).
//!
//! A record is a leader of 24 bytes, a directory of twelve bytes a field, and the fields. Lengths
//! that are wrong are usual, because somebody changed the encoding and not the directory: then
//! the signs that end a field decide, and a doubt says so.

use model::Record;

use crate::Doubt;
use crate::draft::{Draft, ENTRY};
use crate::limits::VALUES_MAX;
use crate::marc::{self, DataField, Marc};
use crate::marc8;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "iso2709";

const LEADER_BYTES: usize = 24;
const DIRECTORY_ENTRY_BYTES: usize = 12;
const FIELD_END: u8 = 0x1e;
const RECORD_END: u8 = 0x1d;
const SUBFIELD: u8 = 0x1f;

/// Whether bytes that begin like this are such a record: a leader with its length in figures and
/// the entry map that MARC has (`4500`), and a directory behind it.
pub(crate) fn claims(head: &[u8]) -> bool {
    let head = trimmed(head);
    let figures = |range: std::ops::Range<usize>| {
        head.get(range).is_some_and(|part| part.iter().all(|b| b.is_ascii_digit() || *b == b' '))
    };
    let directory = head.get(LEADER_BYTES..).unwrap_or(&[]);
    let directory = directory.get(..DIRECTORY_ENTRY_BYTES).unwrap_or(directory);
    head.first().is_some_and(u8::is_ascii_digit)
        && figures(0..5)
        && figures(12..17)
        && head.get(20..22) == Some(b"45")
        && (directory.first() == Some(&FIELD_END) || directory.len() == DIRECTORY_ENTRY_BYTES)
        && directory.iter().take_while(|b| **b != FIELD_END).skip(3).all(u8::is_ascii_digit)
}

/// Reads one record.
pub(crate) fn read(entry: &[u8]) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::default();
    let entry = trimmed(entry);
    let entry = entry.strip_suffix(&[RECORD_END]).unwrap_or(entry);
    let Some((leader, rest)) = entry.split_at_checked(LEADER_BYTES) else {
        draft.doubt(ENTRY, "the record is shorter than its leader; nothing was read");
        return draft.finish();
    };
    let stated = leader.get(..5).and_then(number);
    if stated.is_some_and(|length| length != entry.len() + 1 && length != entry.len()) {
        draft.doubt("leader", "the stated length of the record is wrong; the record was read to its end sign");
    }
    let end = memchr::memchr(FIELD_END, rest).unwrap_or(rest.len());
    let directory = rest.get(..end).unwrap_or(&[]);
    let body = rest.get(end + 1..).unwrap_or(&[]);
    let fields = fields(leader, directory, body, entry, &mut draft);
    let decoder = Decoder::of(leader, &fields, &mut draft);
    let mut marc = Marc { leader: leader.iter().map(|b| char::from(*b)).collect(), ..Marc::default() };
    let mut n_lost = 0;
    for (tag, bytes) in &fields {
        let tag = String::from_utf8_lossy(tag).into_owned();
        if tag.starts_with("00") {
            let (value, lost) = decoder.text(bytes);
            n_lost += lost;
            marc.controls.push((tag, value));
        } else {
            let (field, lost) = data_field(tag, bytes, decoder);
            n_lost += lost;
            marc.fields.push(field);
        }
    }
    if n_lost > 0 {
        draft.doubt(ENTRY, format!("{n_lost} characters could not be decoded; a replacement sign stands for each"));
    }
    marc::record(&marc, draft)
}

/// Without the blanks and line ends that files put between records.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii()
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.trim().parse().ok()
}

type RawField<'a> = ([u8; 3], &'a [u8]);

/// The fields with their tags. When a single length or start of the directory does not meet the
/// sign that ends a field, none is believed and the fields are taken in order.
fn fields<'a>(
    leader: &[u8],
    directory: &[u8],
    body: &'a [u8],
    entry: &'a [u8],
    draft: &mut Draft,
) -> Vec<RawField<'a>> {
    let base = leader.get(12..17).and_then(number);
    let entries: Vec<&[u8]> = directory.chunks_exact(DIRECTORY_ENTRY_BYTES).take(VALUES_MAX).collect();
    if !directory.len().is_multiple_of(DIRECTORY_ENTRY_BYTES) {
        draft.doubt("directory", "the directory is cut within an entry; the last field may be missing");
    }
    if directory.len() / DIRECTORY_ENTRY_BYTES > VALUES_MAX {
        draft.doubt("directory", format!("there are more than {VALUES_MAX} fields; the rest was left out"));
    }
    let tag = |entry: &[u8]| <[u8; 3]>::try_from(entry.get(..3).unwrap_or(&[])).unwrap_or(*b"   ");
    let by_length = entries.iter().map(|line| {
        let length = number(line.get(3..7)?)?;
        let start = base?.checked_add(number(line.get(7..12)?)?)?;
        let whole = entry.get(start..start.checked_add(length)?)?;
        let (last, field) = whole.split_last()?;
        (*last == FIELD_END && memchr::memchr(FIELD_END, field).is_none()).then_some((tag(line), field))
    });
    if let Some(fields) = by_length.collect::<Option<Vec<RawField<'a>>>>() {
        return fields;
    }
    draft.doubt("directory", "lengths do not meet the ends of the fields; these were taken in their order");
    let in_order = body.split(|b| *b == FIELD_END).filter(|field| !field.is_empty());
    entries.iter().map(|line| tag(line)).zip(in_order).collect()
}

/// How the bytes of this record are text.
#[derive(Clone, Copy)]
enum Decoder {
    Utf8,
    Marc8,
}

impl Decoder {
    /// By the leader; but a record that says MARC-8 and is UTF-8 throughout is UTF-8: accents of
    /// MARC-8 stand before plain letters, which UTF-8 cannot have. And the other way round.
    fn of(leader: &[u8], fields: &[RawField<'_>], draft: &mut Draft) -> Decoder {
        let stated = if leader.get(9) == Some(&b'a') { Decoder::Utf8 } else { Decoder::Marc8 };
        let mut high = fields.iter().map(|(_, bytes)| *bytes).filter(|bytes| !bytes.is_ascii()).peekable();
        if high.peek().is_none() {
            return stated;
        }
        let is_utf8 = high.all(|bytes| std::str::from_utf8(bytes).is_ok());
        match (stated, is_utf8) {
            (Decoder::Marc8, true) => {
                draft.doubt("leader", "the record states MARC-8 and is UTF-8; it was read as UTF-8");
                Decoder::Utf8
            }
            (Decoder::Utf8, false) => {
                let any = fields.iter().any(|(_, b)| !b.is_ascii() && std::str::from_utf8(b).is_ok());
                if any {
                    return Decoder::Utf8;
                }
                draft.doubt("leader", "the record states UTF-8 and is not; it was read as MARC-8");
                Decoder::Marc8
            }
            (stated, _) => stated,
        }
    }

    fn text(self, bytes: &[u8]) -> (String, usize) {
        match self {
            Decoder::Marc8 => marc8::decode(bytes),
            Decoder::Utf8 => {
                let text = String::from_utf8_lossy(bytes);
                // The sign may stand in the source itself; what decoding added is what is counted.
                let n_lost = match text {
                    std::borrow::Cow::Borrowed(_) => 0,
                    std::borrow::Cow::Owned(ref text) => text.matches(char::REPLACEMENT_CHARACTER).count(),
                };
                (text.into_owned(), n_lost)
            }
        }
    }
}

/// Indicators, then subfields, each behind its sign and code. An alphabet that is called for holds
/// to the end of its subfield.
fn data_field(tag: String, bytes: &[u8], decoder: Decoder) -> (DataField, usize) {
    let mut parts = bytes.split(|b| *b == SUBFIELD);
    let indicators = parts.next().unwrap_or(&[]);
    let indicator = |at: usize| indicators.get(at).map_or(' ', |b| char::from(*b));
    let mut field = DataField { tag, indicators: [indicator(0), indicator(1)], subfields: Vec::new() };
    let mut n_lost = 0;
    for part in parts.take(VALUES_MAX) {
        let Some((code, value)) = part.split_first() else { continue };
        let (value, lost) = decoder.text(value);
        n_lost += lost;
        field.subfields.push((char::from(*code), value));
    }
    (field, n_lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds a record with a right directory.
    fn record(encoding: u8, fields: &[(&str, &[u8])]) -> Vec<u8> {
        let mut directory = Vec::new();
        let mut body = Vec::new();
        for (tag, value) in fields {
            directory.extend_from_slice(format!("{tag}{:04}{:05}", value.len() + 1, body.len()).as_bytes());
            body.extend_from_slice(value);
            body.push(FIELD_END);
        }
        directory.push(FIELD_END);
        let base = LEADER_BYTES + directory.len();
        let length = base + body.len() + 1;
        let mut entry = format!("{length:05}nam {}22{base:05} a 4500", char::from(encoding)).into_bytes();
        entry.extend_from_slice(&directory);
        entry.extend_from_slice(&body);
        entry.push(RECORD_END);
        entry
    }

    const PUMPS: &[(&str, &[u8])] = &[
        ("001", b"77"),
        ("100", b"1 \x1faPopov, Ren\xe2e"),
        ("245", b"10\x1fa\x1b(NnASOSY\x1b(B :\x1fbpumps"),
        ("260", b"  \x1fc1961."),
    ];

    #[test]
    fn a_record_in_marc8_is_read() {
        let entry = record(b' ', PUMPS);
        assert!(claims(&entry));
        let (record, doubts) = read(&entry);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Насосы: pumps"));
        assert_eq!(record.contributors[0].name.display(), "René Popov");
        assert_eq!((record.year(), record.identifiers[0].to_string()), (Some(1961), "local:77".to_owned()));
    }

    #[test]
    fn a_record_in_utf8_is_read_whatever_its_leader_states() {
        let fields: &[(&str, &[u8])] = &[("245", "00\x1faÉtude".as_bytes())];
        for (encoding, n_doubts) in [(b'a', 0), (b' ', 1)] {
            let (record, doubts) = read(&record(encoding, fields));
            assert_eq!((record.title(), doubts.len()), (Some("Étude"), n_doubts), "{doubts:?}");
        }
    }

    #[test]
    fn wrong_lengths_are_survived_with_a_doubt() {
        let mut entry = record(b' ', PUMPS);
        entry[27..31].copy_from_slice(b"9999");
        let (record, doubts) = read(&entry);
        assert_eq!(record.title(), Some("Насосы: pumps"));
        assert_eq!(doubts[0].place.as_deref(), Some("directory"));
    }

    #[test]
    fn a_record_cut_anywhere_is_no_disaster() {
        let entry = record(b' ', PUMPS);
        for length in 0..entry.len() - 1 {
            let (_, doubts) = read(&entry[..length]);
            assert!(!doubts.is_empty(), "cut at {length}");
        }
    }

    #[test]
    fn other_files_are_not_claimed() {
        for head in [&b""[..], b"TY  - JOUR", b"12345 something else that is long enough", b"PK\x03\x04", b"00714cam"] {
            assert!(!claims(head));
        }
    }
}
