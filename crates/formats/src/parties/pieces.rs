//! A reading of a list in pieces, each a line of JSON: so it goes from the process that read it to the one that asked for it, which
//! trusts the answer no more than the file.

use model::{LISTED_MAX, Listed, ListedName, NameStrength, PartyForm, PartyKind};
use serde::{Deserialize, Serialize};

use super::PartyReading;
use crate::Doubt;
use crate::limits::DOUBTS_MAX;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Piece {
    Head { form: Option<String>, truncated: bool },
    Listed(Box<ListedPiece>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ListedPiece {
    key: String,
    kind: String,
    names: Vec<(String, String)>,
    countries: Vec<String>,
    born: Vec<String>,
    identifiers: Vec<String>,
    addresses: Vec<String>,
    programmes: Vec<String>,
    since: String,
    remark: String,
}

/// The pieces of a reading: what is said of the list, then its entries. Doubts are none of them.
pub fn party_pieces(reading: &PartyReading) -> impl Iterator<Item = String> {
    let form = reading.form.map(|form| form.word().to_owned());
    let head = Piece::Head { form, truncated: reading.is_truncated };
    let entries = reading.listed.iter().cloned().map(|one| {
        Piece::Listed(Box::new(ListedPiece {
            key: one.key,
            kind: one.kind.word().to_owned(),
            names: one.names.into_iter().map(|name| (name.strength.word().to_owned(), name.text)).collect(),
            countries: one.countries,
            born: one.born,
            identifiers: one.identifiers,
            addresses: one.addresses,
            programmes: one.programmes,
            since: one.since,
            remark: one.remark,
        }))
    });
    // Strings and lists always have a JSON form.
    std::iter::once(head).chain(entries).map(|piece| serde_json::to_string(&piece).unwrap_or_default())
}

/// A reading that is put together again.
#[derive(Default)]
pub struct PartyPieces {
    reading: PartyReading,
}

impl PartyPieces {
    /// Takes the next piece.
    ///
    /// # Errors
    /// When it is none, or when there are more than a list may have: a sentence that says so.
    pub fn take(&mut self, piece: &str) -> Result<(), &'static str> {
        const STRANGE: &str = "the reader gave a part of a list that is none";
        match serde_json::from_str(piece).map_err(|_| STRANGE)? {
            Piece::Head { form, truncated } => {
                self.reading.form = form.map(|form| PartyForm::from_word(&form).ok_or(STRANGE)).transpose()?;
                self.reading.is_truncated = truncated;
            }
            Piece::Listed(one) => {
                let ListedPiece {
                    key,
                    kind,
                    names,
                    countries,
                    born,
                    identifiers,
                    addresses,
                    programmes,
                    since,
                    remark,
                } = *one;
                if self.reading.listed.len() >= LISTED_MAX {
                    return Err("the reader gave more entries than a list may have");
                }
                let kind = PartyKind::from_word(&kind).ok_or(STRANGE)?;
                let named = |(strength, text): (String, String)| {
                    let strength = NameStrength::from_word(&strength).ok_or(STRANGE)?;
                    Ok(ListedName { text, strength })
                };
                let names = names.into_iter().map(named).collect::<Result<Vec<_>, &'static str>>()?;
                let listed =
                    Listed { key, kind, names, countries, born, identifiers, addresses, programmes, since, remark };
                let (listed, is_cut) = listed.bounded().ok_or(STRANGE)?;
                if is_cut {
                    return Err(STRANGE);
                }
                self.reading.listed.push(listed);
            }
        }
        Ok(())
    }

    /// Takes a doubt of the reader.
    ///
    /// # Errors
    /// When there are more than one list may have.
    pub fn doubt(&mut self, doubt: Doubt) -> Result<(), &'static str> {
        // The last says how many more there were.
        if self.reading.doubts.len() > DOUBTS_MAX {
            return Err("the reader gave more doubts about a list than it may");
        }
        self.reading.doubts.push(doubt.bounded());
        Ok(())
    }

    /// The reading; each key once.
    pub fn finish(mut self) -> PartyReading {
        let mut seen = std::collections::HashSet::new();
        self.reading.listed.retain(|one| seen.insert(one.key.clone()));
        self.reading
    }
}
