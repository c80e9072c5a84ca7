//! What comes in: readings on their way into the store.

use std::collections::HashSet;
use std::mem;

use model::{Marking, Origin, Record, SourceId};
use sha2::{Digest, Sha256};

use crate::ingest::HeldEntry;

/// A reading to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The record as it was read, with its origin.
    pub record: Record,
    /// The bytes it was read from; may be empty.
    pub raw: Vec<u8>,
    /// What the source calls it: family of the format and the source's own identifier, or a hash of
    /// the content where the source has none. The same key again is the same entry, perhaps newer.
    pub source_key: String,
    /// Texts under which the same work is looked for, strongest first: `doi:10.1/x`,
    /// `title:normalised|1999|smith`. The record's identifiers need not be repeated to be found by.
    pub keys: Vec<String>,
}

/// Most keys of one item, identifiers included. What has more is a bibliography taken for a record;
/// the strongest are kept, since they come first.
pub(crate) const KEYS_MAX: usize = 64;

/// The first half of a SHA-256: 128 bits keep apart whatever sources send.
pub(crate) type ShortHash = [u8; 16];

/// Readings made ready: everything that needs no database is done. Making one ready is pure, so it
/// can run on another thread while the writer keeps the batch before.
#[derive(Debug, Default)]
pub struct Batch {
    pub(crate) items: Vec<Ready>,
    pub(crate) marking: Marking,
    pub(crate) register: Option<SourceId>,
}

#[derive(Debug)]
pub(crate) struct Ready {
    /// Without its origin, as it is kept.
    pub record: Record,
    pub origin: Origin,
    pub json: String,
    /// Of `json`.
    pub hash: ShortHash,
    pub source_key: ShortHash,
    /// Keys that candidates are looked for by, strongest first.
    pub search: Vec<i64>,
    /// Keys that it can be found by: these and its identifiers.
    pub keys: Vec<i64>,
    pub raw: Vec<u8>,
}

impl Batch {
    /// Makes readings ready.
    pub fn of(incoming: Vec<Incoming>) -> Batch {
        Batch::marked(incoming, Marking::default())
    }

    /// Makes readings ready whose records only those may see who may see this marking.
    ///
    /// A source's entry under another marking is another entry: what is taken in openly does not meet
    /// what was taken in under a marking, and who takes it in does not learn that it was there.
    pub fn marked(incoming: Vec<Incoming>, marking: Marking) -> Batch {
        let under = if marking == Marking::default() { String::new() } else { format!("{marking}\n") };
        Batch { items: incoming.into_iter().map(|one| ready(one, &under)).collect(), marking, register: None }
    }

    /// Makes readings ready that came from a source of the register. Its entries are its own: they do not meet those that
    /// another brought under the same name, and who brings them does not learn that they were there.
    pub fn of_source(incoming: Vec<Incoming>, source: SourceId, marking: Marking) -> Batch {
        let under = under(source, &marking);
        let items = incoming.into_iter().map(|one| ready(one, &under)).collect();
        Batch { items, marking, register: Some(source) }
    }

    /// The same as what an entry that is held says from now on. Its record keeps the marking that it has: whoever says it anew marks
    /// the record first.
    #[must_use]
    pub fn in_place_of(mut self, entry: &HeldEntry) -> Batch {
        for ready in &mut self.items {
            ready.source_key = entry.source_key;
        }
        self
    }

    /// How many readings there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The records, in their order, for whoever follows what was kept.
    pub fn into_records(self) -> impl Iterator<Item = Record> {
        self.items.into_iter().map(|ready| ready.record)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl From<Vec<Incoming>> for Batch {
    fn from(incoming: Vec<Incoming>) -> Batch {
        Batch::of(incoming)
    }
}

/// `under` stands before the source's own name of the entry.
fn ready(incoming: Incoming, under: &str) -> Ready {
    let Incoming { mut record, raw, source_key, keys } = incoming;
    let origin = mem::take(&mut record.origin);
    let json = formats::to_json(&record);
    let mut seen = HashSet::new();
    let mut distinct = |key: i64| seen.insert(key);
    let search: Vec<i64> = keys.iter().map(|key| key_of(key)).filter(|key| distinct(*key)).take(KEYS_MAX).collect();
    let names = record.identifiers.iter().map(|id| key_of(&id.to_string())).filter(|key| distinct(*key));
    let keys = search.iter().copied().chain(names).take(KEYS_MAX).collect();
    Ready {
        hash: short_hash(json.as_bytes()),
        source_key: short_hash(format!("{under}{source_key}").as_bytes()),
        record,
        origin,
        json,
        search,
        keys,
        raw,
    }
}

/// What stands before the names of the entries of a source of the register.
pub(crate) fn under(source: SourceId, marking: &Marking) -> String {
    format!("source:{source} {marking}\n")
}

/// The first half of the SHA-256 of these bytes.
pub(crate) fn short_hash(bytes: &[u8]) -> ShortHash {
    let mut short = ShortHash::default();
    let whole: [u8; 32] = Sha256::digest(bytes).into();
    short.copy_from_slice(&whole[..16]);
    short
}

/// The number under which a key is held.
pub(crate) fn key_of(text: &str) -> i64 {
    let hash = short_hash(text.as_bytes());
    i64::from_le_bytes([hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]])
}

/// Keys as an item holds them.
pub(crate) fn keys_to_bytes(keys: &[i64]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

/// The way back; odd bytes at the end are left out.
pub(crate) fn keys_from_bytes(bytes: &[u8]) -> Vec<i64> {
    bytes.chunks_exact(8).filter_map(|chunk| Some(i64::from_le_bytes(chunk.try_into().ok()?))).collect()
}

/// Lower-case hexadecimal, for facts.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}
