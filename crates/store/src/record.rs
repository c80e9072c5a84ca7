//! The rows of records.

use std::collections::BTreeMap;

use model::{Origin, Record, RecordId, Subject};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, ToSql};

use crate::deed::Deed;
use crate::incoming::{ShortHash, short_hash};
use crate::indexing::scheme_of;
use crate::{Error, Label, Reader, Result, Scope};

/// A record as the office holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldRecord {
    /// Its name in the office.
    pub id: RecordId,
    /// What its items say together; the origin is that of the item held longest.
    pub record: Record,
    /// When it was first kept, in microseconds since 1970.
    pub kept_at: i64,
    /// When it was last changed.
    pub changed_at: i64,
}

/// A change to a record, for whoever follows the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The number of the change. A record that changes again gets a new number and loses the old,
    /// so numbers have gaps.
    pub seq: u64,
    /// The record that changed.
    pub id: RecordId,
    /// What it is now. `None` when it was joined to another: take it out.
    pub record: Option<Record>,
    /// What stands in its files that everybody sees who sees it.
    pub texts: Vec<String>,
    /// Who may see it.
    pub label: Label,
}

/// A record in the store's own terms.
pub(crate) struct RecordRow {
    pub id: RecordId,
    pub record: Record,
    /// As it is kept: without origin.
    pub json: String,
    pub hash: ShortHash,
    pub change_seq: i64,
    pub kept_at: i64,
    pub changed_at: i64,
    pub absorbed: bool,
    pub label: i64,
}

impl RecordRow {
    pub fn held(self) -> HeldRecord {
        HeldRecord { id: self.id, record: self.record, kept_at: self.kept_at, changed_at: self.changed_at }
    }
}

impl Reader {
    /// The records that were kept last, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn newest_records(&self, scope: &Scope, limit: usize) -> Result<Vec<HeldRecord>> {
        self.seen_by(scope, |conn| {
            let mut statement = select(conn, "WHERE r.absorbed_by IS NULL ORDER BY r.row DESC LIMIT ?1")?;
            let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(record_row(row)?.held());
            }
            Ok(found)
        })
    }
}

impl Reader {
    /// Records in an order that never changes, those behind one: what comes in meanwhile moves nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn records_after(&self, scope: &Scope, after: Option<RecordId>, limit: usize) -> Result<Vec<HeldRecord>> {
        self.seen_by(scope, |conn| {
            let mut statement = select(conn, "WHERE r.absorbed_by IS NULL AND r.id > ?1 ORDER BY r.id LIMIT ?2")?;
            // The lowest number names a record once in the life of the universe.
            let after = after.map_or(i64::MIN, |id| id.bits().cast_signed());
            let mut rows = statement.query((after, i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(record_row(row)?.held());
            }
            Ok(found)
        })
    }
}

/// The columns that [`record_row`] reads, with the origin of the live item held longest, and the codes that the office gave.
/// An absorbed record has no item.
const SELECT: &str = "SELECT r.id, r.json, r.hash, r.change_seq, r.kept_at, r.changed_at, r.absorbed_by,
        o.source, o.format, i.entry, i.line, r.label,
        (SELECT json_group_array(json_array(n.id, n.scheme, c.code)
                    ORDER BY n.record != r.row, n.given_at DESC, n.id, c.position)
         FROM indexing n LEFT JOIN indexing_code c ON c.indexing = n.id
         WHERE n.round = 'first'
           AND n.record IN (SELECT r.row UNION ALL SELECT a.row FROM record a WHERE a.absorbed_by = r.row))
 FROM record r
 LEFT JOIN item i ON i.id = (SELECT min(id) FROM item WHERE record = r.row AND superseded_by IS NULL)
 LEFT JOIN origin o ON o.id = i.origin";

/// Prepares the selection of records with this tail.
pub(crate) fn select<'a>(conn: &'a Connection, tail: &str) -> Result<CachedStatement<'a>> {
    Ok(conn.prepare_cached(&format!("{SELECT} {tail}"))?)
}

/// Reads one row of [`select`]. What was changed on the disk is not given out.
pub(crate) fn record_row(row: &Row<'_>) -> Result<RecordRow> {
    let id = record_id(row.get(0)?);
    let json: String = row.get(1)?;
    let hash: ShortHash = row.get(2)?;
    if short_hash(json.as_bytes()) != hash {
        return Err(Error::damaged(format!("the text of record {id} was changed after it was written")));
    }
    let mut record = formats::from_json(&json)
        .map_err(|source| Error::damaged(format!("the text of record {id} cannot be read: {source}")))?;
    let source: Option<String> = row.get(7)?;
    if let Some(source) = source {
        record.origin = Origin {
            source,
            format: row.get(8)?,
            entry: row.get::<_, i64>(9)?.cast_unsigned(),
            line: row.get::<_, Option<i64>>(10)?.map(i64::cast_unsigned),
        };
    }
    record.given = given(&row.get::<_, String>(12)?)?;
    Ok(RecordRow {
        id,
        record,
        json,
        hash,
        change_seq: row.get(3)?,
        kept_at: row.get(4)?,
        changed_at: row.get(5)?,
        absorbed: row.get::<_, Option<i64>>(6)?.is_some(),
        label: row.get(11)?,
    })
}

/// The codes that the office gave a record: of each scheme those that stand first, also where they were taken away since.
fn given(json: &str) -> Result<Vec<Subject>> {
    // Most records have none.
    if json == "[]" {
        return Ok(Vec::new());
    }
    let lines: Vec<(i64, String, Option<String>)> = serde_json::from_str(json)
        .map_err(|source| Error::damaged(format!("the codes that were given a record cannot be read: {source}")))?;
    let mut first: BTreeMap<String, i64> = BTreeMap::new();
    let mut given = Vec::new();
    for (indexing, scheme, code) in lines {
        if *first.entry(scheme.clone()).or_insert(indexing) == indexing
            && let Some(code) = code
        {
            given.push(Subject { scheme: scheme_of(&scheme)?, code: Some(code), term: None });
        }
    }
    Ok(given)
}

/// Says that a record is another than before: the index takes it over, and the needs are held against it again.
pub(crate) fn touch(deed: &mut Deed<'_>, row: i64) -> Result<()> {
    let change = deed.next_change();
    deed.conn
        .prepare_cached("UPDATE record SET change_seq = ?2, changed_at = ?3 WHERE row = ?1")?
        .execute((row, change, deed.at))?;
    Ok(())
}

/// The first record of a selection, if there is one.
pub(crate) fn one(conn: &Connection, tail: &str, parameter: impl ToSql) -> Result<Option<RecordRow>> {
    let mut statement = select(conn, tail)?;
    let mut rows = statement.query([parameter])?;
    rows.next()?.map(record_row).transpose()
}

/// The record in this row.
pub(crate) fn at(conn: &Connection, row: i64) -> Result<RecordRow> {
    one(conn, "WHERE r.row = ?1", row)?.ok_or_else(|| Error::damaged(format!("row {row} of the records is gone")))
}

/// The row that a name leads to; of an absorbed record, the one that it was joined to.
pub(crate) fn row_of(conn: &Connection, id: RecordId) -> Result<Option<i64>> {
    let mut statement = conn.prepare_cached("SELECT coalesce(absorbed_by, row) FROM record WHERE id = ?1")?;
    Ok(statement.query_row([bits(id)], |row| row.get(0)).optional()?)
}

/// Who may see the record in this row.
pub(crate) fn label_of(conn: &Connection, row: i64) -> Result<i64> {
    let mut statement = conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
    Ok(statement.query_row([row], |row| row.get(0))?)
}

/// The name of the record in this row.
pub(crate) fn id_of(conn: &Connection, row: i64) -> Result<RecordId> {
    let mut statement = conn.prepare_cached("SELECT id FROM record WHERE row = ?1")?;
    Ok(record_id(statement.query_row([row], |row| row.get(0))?))
}

/// A name as SQLite holds it.
pub(crate) fn bits(id: RecordId) -> i64 {
    id.bits().cast_signed()
}

/// A name as SQLite gives it.
pub(crate) fn record_id(bits: i64) -> RecordId {
    RecordId::from_bits(bits.cast_unsigned())
}

/// How a record is called in facts.
pub(crate) fn object(id: RecordId) -> String {
    format!("record:{id}")
}
