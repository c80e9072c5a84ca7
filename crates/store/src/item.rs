//! The rows of items: what each source said of a work.

use model::{Origin, Record};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::incoming::{Ready, ShortHash, keys_from_bytes, keys_to_bytes};
use crate::raw::Place;
use crate::{Error, Result};

/// Names an item inside its office. It is a running number, so it is not shown: people point at an
/// item by its place in the list of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub(crate) i64);

/// One source's reading of a work, with where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldItem {
    /// Names it towards [`Reader::raw`](crate::Reader::raw) and [`Writer::part`](crate::Writer::part).
    pub id: ItemId,
    /// What the source said, with its origin.
    pub record: Record,
    /// Whether the source has not said otherwise since.
    pub live: bool,
    /// When it was kept, in microseconds since 1970.
    pub kept_at: i64,
    /// Fields of the record that were taken from it; empty when the record has this item alone.
    pub gave: Vec<String>,
}

/// An item in the store's own terms.
pub(crate) struct ItemRow {
    pub id: i64,
    pub source_key: ShortHash,
    pub json: Option<String>,
    pub keys: Vec<i64>,
    pub origin: Origin,
    pub live: bool,
    pub kept_at: i64,
}

/// The live item of a source's entry.
pub(crate) struct LiveItem {
    pub id: i64,
    pub record: i64,
    pub hash: ShortHash,
}

/// The live item with this source key.
pub(crate) fn live(conn: &Connection, source_key: &ShortHash) -> Result<Option<LiveItem>> {
    let mut statement = conn
        .prepare_cached("SELECT id, record, content_hash FROM item WHERE source_key = ?1 AND superseded_by IS NULL")?;
    let found = statement
        .query_row([source_key], |row| Ok(LiveItem { id: row.get(0)?, record: row.get(1)?, hash: row.get(2)? }));
    Ok(found.optional()?)
}

/// Every item of a record, oldest first, superseded ones included.
pub(crate) fn of_record(conn: &Connection, record: i64) -> Result<Vec<ItemRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT i.id, i.source_key, i.json, i.identity_keys, o.source, o.format, i.entry, i.line, i.superseded_by, i.kept_at
         FROM item i JOIN origin o ON o.id = i.origin WHERE i.record = ?1 ORDER BY i.id",
    )?;
    let mut rows = statement.query([record])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(item_row(row)?);
    }
    Ok(items)
}

fn item_row(row: &Row<'_>) -> Result<ItemRow> {
    Ok(ItemRow {
        id: row.get(0)?,
        source_key: row.get(1)?,
        json: row.get(2)?,
        keys: keys_from_bytes(row.get_ref(3)?.as_blob().unwrap_or_default()),
        origin: Origin {
            source: row.get(4)?,
            format: row.get(5)?,
            entry: row.get::<_, i64>(6)?.cast_unsigned(),
            line: row.get::<_, Option<i64>>(7)?.map(i64::cast_unsigned),
        },
        live: row.get::<_, Option<i64>>(8)?.is_none(),
        kept_at: row.get(9)?,
    })
}

impl ItemRow {
    /// The reading; `whole` is the text of the record, which stands for the item's own when it is alone.
    pub fn reading(&self, whole: &str) -> Result<Record> {
        let mut record = formats::from_json(self.json.as_deref().unwrap_or(whole))
            .map_err(|source| Error::damaged(format!("the text of an item cannot be read: {source}")))?;
        record.origin = self.origin.clone();
        Ok(record)
    }
}

/// What a live item says, without its origin.
pub(crate) fn reading_of(conn: &Connection, id: i64) -> Result<Record> {
    let mut statement = conn.prepare_cached(
        "SELECT coalesce(i.json, r.json) FROM item i JOIN record r ON r.row = i.record WHERE i.id = ?1",
    )?;
    let json: String = statement.query_row([id], |row| row.get(0))?;
    formats::from_json(&json).map_err(|source| Error::damaged(format!("the text of an item cannot be read: {source}")))
}

/// The number of the next item.
pub(crate) fn next_id(conn: &Connection) -> Result<i64> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM item")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Writes an item of a record: where its bytes stand and which source of the register brought it. `alone` says that the
/// record's own text is its reading.
pub(crate) fn keep(
    deed: &mut Deed<'_>,
    id: i64,
    record: i64,
    ready: &Ready,
    (place, register): (Place, Option<i64>),
    alone: bool,
) -> Result<()> {
    let origin = origin(deed, &ready.origin)?;
    let json = (!alone).then_some(ready.json.as_str());
    let line = ready.origin.line.map(u64::cast_signed);
    deed.conn
        .prepare_cached(
            "INSERT INTO item (id, record, source_key, content_hash, origin, entry, line, raw_block, raw_offset,
                               raw_length, json, identity_keys, kept_at, register)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(rusqlite::params![
            id,
            record,
            ready.source_key,
            ready.hash,
            origin,
            ready.origin.entry.cast_signed(),
            line,
            place.block,
            place.offset,
            place.length,
            json,
            keys_to_bytes(&ready.keys),
            deed.at,
            register,
        ])?;
    Ok(())
}

/// The number of a source and format.
fn origin(deed: &mut Deed<'_>, origin: &Origin) -> Result<i64> {
    let name = (origin.source.clone(), origin.format.clone());
    if let Some(id) = deed.origins.get(&name) {
        return Ok(*id);
    }
    let mut find = deed.conn.prepare_cached("SELECT id FROM origin WHERE source = ?1 AND format = ?2")?;
    let held: Option<i64> = find.query_row((&name.0, &name.1), |row| row.get(0)).optional()?;
    let id = match held {
        Some(id) => id,
        None => deed
            .conn
            .prepare_cached("INSERT INTO origin (source, format) VALUES (?1, ?2)")?
            .insert((&name.0, &name.1))?,
    };
    deed.origins.insert(name, id);
    Ok(id)
}

/// The keys that an item brought.
pub(crate) fn keys(conn: &Connection, id: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT identity_keys FROM item WHERE id = ?1")?;
    Ok(keys_from_bytes(&statement.query_row([id], |row| row.get::<_, Vec<u8>>(0))?))
}

/// Lets an item make room for a newer one of the same source, carrying its own text. Until
/// [`succeed`] names the newer one, it points at itself: two live items of one source cannot be.
pub(crate) fn retire(conn: &Connection, old: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE item SET superseded_by = id, json = coalesce(json, (SELECT json FROM record WHERE row = item.record))
         WHERE id = ?1",
    )?
    .execute([old])?;
    Ok(())
}

/// Names the item that overtook one.
pub(crate) fn succeed(conn: &Connection, old: i64, new: i64) -> Result<()> {
    conn.prepare_cached("UPDATE item SET superseded_by = ?2 WHERE id = ?1")?.execute((old, new))?;
    Ok(())
}

/// Lets the live item of a record that was alone carry its own text, before others join it.
pub(crate) fn give_own_text(conn: &Connection, record: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE item SET json = (SELECT json FROM record WHERE row = item.record) WHERE record = ?1 AND json IS NULL",
    )?
    .execute([record])?;
    Ok(())
}

/// Where the raw bytes of an item stand; `None` when there is no such item.
pub(crate) fn place(conn: &Connection, id: ItemId) -> Result<Option<Place>> {
    let mut statement = conn.prepare_cached("SELECT raw_block, raw_offset, raw_length FROM item WHERE id = ?1")?;
    let found =
        statement.query_row([id.0], |row| Ok(Place { block: row.get(0)?, offset: row.get(1)?, length: row.get(2)? }));
    Ok(found.optional()?)
}
