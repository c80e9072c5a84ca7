//! Lists of parties: bytes to entries, with doubts. One form a file.
//!
//! A list may come in several files, as that of the OFAC does. Nothing a file names is fetched.

mod bis;
mod country;
mod csl;
mod eu;
mod found;
mod ofac;
mod open_sanctions;
mod pieces;
mod plain;
mod table;
mod un;

use std::io::Read;

use model::{Listed, PartyForm};

use crate::Doubt;
use crate::encoding::Decoding;
use crate::limits::{DOUBTS_MAX, HEAD_BYTES, PARTY_FILE_BYTES_MAX};

use found::Found;
pub use pieces::{PartyPieces, party_pieces};

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyReading {
    /// The form, if it is known; else nothing was read.
    pub form: Option<PartyForm>,
    /// Its entries, each key once.
    pub listed: Vec<Listed>,
    /// What was lost or mended.
    pub doubts: Vec<Doubt>,
    /// Whether a file breaks off before its end.
    pub is_truncated: bool,
}

/// Reads a list from its files, each a name and its bytes; they may be compressed. The form is that which its first file has, unless
/// the caller names one. Never fails: damaged input gives what could be read.
pub fn read_parties(files: &[(&str, &[u8])], form: Option<PartyForm>) -> PartyReading {
    let mut found = Found::default();
    let texts: Vec<(&str, String)> = files.iter().map(|(name, bytes)| (*name, decoded(bytes, &mut found))).collect();
    let form = form.or_else(|| texts.iter().find_map(|(_, text)| party_form(text)));
    match form {
        Some(PartyForm::Ofac) => ofac::read(&texts, &mut found),
        Some(form) => {
            for (name, text) in &texts {
                if texts.len() > 1 && party_form(text).is_some_and(|own| own != form) {
                    found.doubt(Doubt::at(*name, "this file has another form than the list; it was left out"));
                    continue;
                }
                let read = match form {
                    PartyForm::Bis => bis::read,
                    PartyForm::Csl => csl::read,
                    PartyForm::Eu => eu::read,
                    PartyForm::Un => un::read,
                    PartyForm::OpenSanctions => open_sanctions::read,
                    PartyForm::Plain | PartyForm::Ofac => plain::read,
                };
                read(text, &mut found);
            }
        }
        None => found.doubt(Doubt::new(UNKNOWN)),
    }
    found.reading(form)
}

const UNKNOWN: &str = "this is no list of parties in a form of the OFAC, the BIS, the consolidated lists of the United States, the \
                       European Union or the United Nations, of OpenSanctions, or a table with a column `name` (or `first_name` and `last_name`); nothing was read";

/// The form of a text, from what only it has.
pub fn party_form(text: &str) -> Option<PartyForm> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return [(eu::claims(start), PartyForm::Eu), (un::claims(start), PartyForm::Un)]
            .into_iter()
            .find_map(|(claims, form)| claims.then_some(form));
    }
    let claims = [
        (ofac::claims(start), PartyForm::Ofac),
        (bis::claims(start), PartyForm::Bis),
        (csl::claims(start), PartyForm::Csl),
        (open_sanctions::claims(start), PartyForm::OpenSanctions),
        (plain::claims(start), PartyForm::Plain),
    ];
    claims.into_iter().find_map(|(claims, form)| claims.then_some(form))
}

/// The text: decompressed, decoded, and no more than [`PARTY_FILE_BYTES_MAX`] of it.
fn decoded(bytes: &[u8], found: &mut Found) -> String {
    let mut plain = Vec::new();
    match crate::input::open(bytes) {
        Ok(input) => {
            if let Err(error) = input.stream.take(PARTY_FILE_BYTES_MAX as u64 + 1).read_to_end(&mut plain) {
                found.broke_off(format!("reading broke off ({error}); what stands before was read"));
            }
            input.notes.take().into_iter().for_each(|note| found.doubt(note));
        }
        Err(error) => found.broke_off(format!("the file could not be opened ({error}); nothing was read")),
    }
    if plain.len() > PARTY_FILE_BYTES_MAX {
        plain.truncate(PARTY_FILE_BYTES_MAX);
        found.broke_off(format!("the file is longer than {PARTY_FILE_BYTES_MAX} bytes; the rest was left out"));
    }
    let mut decoding = Decoding::new(&plain[..plain.len().min(HEAD_BYTES)]);
    let (text, doubt) = decoding.decode(&plain, crate::encoding::declared_by_xml(&plain));
    doubt.into_iter().for_each(|doubt| found.doubt(doubt));
    text.into_owned()
}

/// No more than [`DOUBTS_MAX`] of them; the last says how many more there were.
fn told(mut doubts: Vec<Doubt>, n_doubts: usize) -> Vec<Doubt> {
    doubts.truncate(DOUBTS_MAX);
    if n_doubts > doubts.len() {
        doubts.push(Doubt::new(format!("and {} more doubts of this sort", n_doubts - doubts.len())));
    }
    doubts
}
