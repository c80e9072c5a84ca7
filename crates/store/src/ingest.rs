//! Ingest: a batch of readings becomes records, in one transaction.

use std::collections::HashSet;
use std::thread;

use model::{Record, RecordId, RelationKind, SourceId, Verb};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::fault::{Fault, FaultKind};
use crate::identity::{Identify, Sameness};
use crate::incoming::{Batch, KEYS_MAX, Ready, ShortHash, hex, key_of, keys_from_bytes};
use crate::item::{self, LiveItem};
use crate::raw::{self, Block, Packing, Place};
use crate::record::{self, object};
use crate::{Label, Result, Writer, label, merge, related};

/// What became of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A work that was not known.
    Collected,
    /// Word for word what this source said before: nothing was written.
    Unchanged,
    /// This source says something else than before; the record was made anew.
    Updated,
    /// A further source of a known work.
    Merged,
}

/// Where a reading is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The record that it is part of.
    pub record: RecordId,
    /// How it came there.
    pub outcome: Outcome,
    /// Who may see the record.
    pub label: Label,
    /// Records found to belong with it, not known before: *record* `kind` *other*.
    pub related: Vec<(RelationKind, RecordId)>,
    /// Records that it showed to be the same work; their names now lead to `record`.
    pub absorbed: Vec<RecordId>,
}

/// What the house itself said and says still, to be said anew: whatever marking it came under and by whichever source, it stays one
/// entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldEntry {
    /// The record in which it stands.
    pub record: RecordId,
    pub(crate) source_key: ShortHash,
}

impl Writer {
    /// Keeps a batch, whole or not at all, and answers for each reading where it is, in their order.
    ///
    /// The same batch again writes nothing. `ids` gives random numbers to name new records by.
    /// Batches of some thousand readings are fastest: the trees of keys are written once for each.
    pub fn ingest_batch(
        &mut self,
        batch: &Batch,
        identify: &dyn Identify,
        who: &str,
        now: i64,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<Vec<Kept>> {
        self.transact(who, now, |deed| ingest(deed, batch, identify, ids))
    }
}

impl Deed<'_> {
    /// Keeps a batch as a part of this write; see [`Writer::ingest_batch`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn ingest(
        &mut self,
        batch: &Batch,
        identify: &dyn Identify,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<Vec<Kept>> {
        ingest(self, batch, identify, ids)
    }

    /// What was kept under this name, with this source and format as its origin, and was not said otherwise since.
    ///
    /// # Errors
    /// When the store fails.
    pub fn entry_named(&self, (source, format): (&str, &str), name: &str) -> Result<Option<HeldEntry>> {
        let mut find = self.conn.prepare_cached(
            "SELECT i.source_key, i.record, i.identity_keys FROM identity_key k JOIN item i ON i.record = k.record
             JOIN origin o ON o.id = i.origin
             WHERE k.key = ?1 AND i.superseded_by IS NULL AND o.source = ?2 AND o.format = ?3 ORDER BY i.id DESC",
        )?;
        let key = key_of(name);
        let mut rows = find.query((key, source, format))?;
        while let Some(row) = rows.next()? {
            let keys = keys_from_bytes(row.get_ref(2)?.as_blob().unwrap_or_default());
            if keys.contains(&key) {
                let record = record::id_of(self.conn, row.get(1)?)?;
                return Ok(Some(HeldEntry { record, source_key: row.get(0)? }));
            }
        }
        Ok(None)
    }
}

fn ingest(
    deed: &mut Deed<'_>,
    batch: &Batch,
    identify: &dyn Identify,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Vec<Kept>> {
    let Batch { items, marking, register } = batch;
    let label = label::intern(deed, marking)?;
    let mut packing = Packing::from(raw::next_block(deed.conn)?);
    let places = pack(deed.conn, items, &mut packing)?;
    let mut door = Door { deed, identify, ids, label, register: register.map(|id| id.bits().cast_signed()) };
    if packing.is_empty() {
        return items.iter().zip(places).map(|(ready, place)| door.keep(ready, place)).collect();
    }
    // The blocks are compressed on another core while the rows are written.
    packing.reserve(door.deed.conn)?;
    let (kept, blocks) = thread::scope(|scope| {
        let compressing = scope.spawn(|| packing.compress());
        let kept: Result<Vec<Kept>> = items.iter().zip(places).map(|(ready, place)| door.keep(ready, place)).collect();
        let blocks: Result<Vec<Block>> = compressing
            .join()
            .unwrap_or_else(|_| Err(Fault::new(FaultKind::Other, "the thread that compresses ended early").into()));
        (kept, blocks)
    });
    let kept = kept?;
    for block in blocks? {
        block.keep(door.deed.conn)?;
    }
    Ok(kept)
}

/// Packs the raw bytes of those that are not word for word what is held.
fn pack(conn: &Connection, items: &[Ready], packing: &mut Packing) -> Result<Vec<Place>> {
    let mut seen = HashSet::new();
    let mut places = Vec::with_capacity(items.len());
    for ready in items {
        // An entry that stands twice in a batch may go back to what it was: only its turn will tell.
        let again = !seen.insert(ready.source_key);
        let news = again || item::live(conn, &ready.source_key)?.is_none_or(|held| held.hash != ready.hash);
        places.push(if news { packing.put(&ready.raw) } else { Place::default() });
    }
    Ok(places)
}

/// The door by which readings come in, one after the other: those of one batch see each other.
struct Door<'a, 'b> {
    deed: &'a mut Deed<'b>,
    identify: &'a dyn Identify,
    ids: &'a mut dyn FnMut() -> u64,
    /// Under which records are kept that are new.
    label: i64,
    /// By which source of the register they come.
    register: Option<i64>,
}

/// What identity says about an item and the records that share a key with it.
#[derive(Default)]
struct Verdict {
    same: Vec<i64>,
    related: Vec<(RelationKind, i64)>,
}

impl Door<'_, '_> {
    fn keep(&mut self, ready: &Ready, place: Place) -> Result<Kept> {
        let held = item::live(self.deed.conn, &ready.source_key)?;
        if let Some(held) = held.as_ref().filter(|held| held.hash == ready.hash) {
            let record = record::id_of(self.deed.conn, held.record)?;
            let label = Label(record::label_of(self.deed.conn, held.record)?);
            return Ok(Kept { record, outcome: Outcome::Unchanged, label, related: vec![], absorbed: vec![] });
        }
        let home = held.as_ref().map(|held| held.record);
        let label = home.map(|row| record::label_of(self.deed.conn, row)).transpose()?.unwrap_or(self.label);
        let verdict = self.judge(ready, home, label)?;
        let (row, record, outcome) = match (held, verdict.same.first()) {
            (Some(held), _) => self.update(ready, place, &held)?,
            (None, Some(target)) => self.join(ready, place, *target)?,
            (None, None) => self.collect(ready, place)?,
        };
        let fact = self.deed.fact(verb(outcome), object(record)).with(format!("sha256:{}", hex(&ready.hash)));
        let fact = match self.register.map(|bits| SourceId::from_bits(bits.cast_unsigned())) {
            Some(source) => fact.particular("source", source),
            None => fact,
        };
        self.deed.note_labelled(&fact, label)?;
        let absorbed = self.absorb(row, &verdict.same)?;
        if outcome != Outcome::Collected {
            merge::remake(self.deed, self.identify, row)?;
        }
        let related = self.relate(row, record, &verdict.related)?;
        Ok(Kept { record, outcome, label: Label(label), related, absorbed })
    }

    /// Asks identity about every record of the same marking that shares a key.
    fn judge(&self, ready: &Ready, home: Option<i64>, label: i64) -> Result<Verdict> {
        let conn = self.deed.conn;
        let mut verdict = Verdict::default();
        let candidates = merge::candidates(conn, &ready.search, home, label)?;
        if candidates.is_empty() {
            return Ok(verdict);
        }
        let new = Record { origin: ready.origin.clone(), ..ready.record.clone() };
        for row in candidates {
            match self.identify.sameness(&record::at(conn, row)?.record, &new) {
                Sameness::Same => verdict.same.push(row),
                Sameness::Related(kind) => verdict.related.push((kind, row)),
                Sameness::Different => {}
            }
        }
        Ok(verdict)
    }

    fn collect(&mut self, ready: &Ready, place: Place) -> Result<(i64, RecordId, Outcome)> {
        let (row, record) = merge::insert(self.deed, &ready.json, &ready.hash, self.label, self.ids)?;
        let id = item::next_id(self.deed.conn)?;
        item::keep(self.deed, id, row, ready, (place, self.register), true)?;
        merge::add_keys(self.deed.conn, row, &ready.keys)?;
        Ok((row, record, Outcome::Collected))
    }

    fn join(&mut self, ready: &Ready, place: Place, row: i64) -> Result<(i64, RecordId, Outcome)> {
        item::give_own_text(self.deed.conn, row)?;
        let id = item::next_id(self.deed.conn)?;
        item::keep(self.deed, id, row, ready, (place, self.register), false)?;
        merge::add_keys(self.deed.conn, row, &ready.keys)?;
        Ok((row, record::id_of(self.deed.conn, row)?, Outcome::Merged))
    }

    fn update(&mut self, ready: &Ready, place: Place, held: &LiveItem) -> Result<(i64, RecordId, Outcome)> {
        let row = held.record;
        let altogether = self.altogether(ready, held)?;
        let ready = altogether.as_ref().unwrap_or(ready);
        let before = item::keys(self.deed.conn, held.id)?;
        let id = item::next_id(self.deed.conn)?;
        item::retire(self.deed.conn, held.id)?;
        item::keep(self.deed, id, row, ready, (place, self.register), false)?;
        item::succeed(self.deed.conn, held.id, id)?;
        merge::add_keys(self.deed.conn, row, &ready.keys)?;
        merge::drop_keys(self.deed.conn, row, &before)?;
        Ok((row, record::id_of(self.deed.conn, row)?, Outcome::Updated))
    }

    /// The reading together with what the source said before, where it only takes that back. Its hash stays that of what was
    /// read, so that the same again is no news.
    fn altogether(&self, ready: &Ready, held: &LiveItem) -> Result<Option<Ready>> {
        let said = item::reading_of(self.deed.conn, held.id)?;
        let Some(mut record) = self.identify.succeed(&said, &ready.record) else { return Ok(None) };
        std::mem::take(&mut record.origin);
        let mut keys = item::keys(self.deed.conn, held.id)?;
        keys.extend(ready.keys.iter().filter(|key| !keys.contains(key)).copied().collect::<Vec<_>>());
        keys.truncate(KEYS_MAX);
        Ok(Some(Ready {
            json: formats::to_json(&record),
            record,
            keys,
            origin: ready.origin.clone(),
            hash: ready.hash,
            source_key: ready.source_key,
            search: ready.search.clone(),
            raw: Vec::new(),
        }))
    }

    /// Joins what turned out to be the same, except what a person parted.
    fn absorb(&mut self, row: i64, same: &[i64]) -> Result<Vec<RecordId>> {
        let mut absorbed = Vec::new();
        for other in same.iter().filter(|other| **other != row) {
            if !merge::kept_apart(self.deed.conn, row, *other)? {
                merge::absorb(self.deed, row, *other)?;
                absorbed.push(record::id_of(self.deed.conn, *other)?);
            }
        }
        Ok(absorbed)
    }

    fn relate(
        &mut self,
        row: i64,
        record: RecordId,
        found: &[(RelationKind, i64)],
    ) -> Result<Vec<(RelationKind, RecordId)>> {
        let mut news = Vec::new();
        for (kind, other) in found {
            if related::keep(self.deed.conn, row, *other, *kind)? {
                let other = record::id_of(self.deed.conn, *other)?;
                let fact = self.deed.fact(Verb::Related, object(record)).to(object(other));
                self.deed.note(&fact.with(kind.word().to_owned()))?;
                news.push((*kind, other));
            }
        }
        Ok(news)
    }
}

/// The word of the ledger for an outcome that writes.
fn verb(outcome: Outcome) -> Verb {
    match outcome {
        Outcome::Collected => Verb::Collected,
        Outcome::Updated | Outcome::Unchanged => Verb::Updated,
        Outcome::Merged => Verb::Merged,
    }
}
