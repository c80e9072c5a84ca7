//! Records that belong together without being one work.

use model::{RecordId, RelationKind};
use rusqlite::Connection;

use crate::record::record_id;
use crate::{Error, Result};

/// A relation that identity found between two records of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldRelation {
    /// How the one stands to the other.
    pub kind: RelationKind,
    /// The other record.
    pub other: RecordId,
    /// `true`: the record asked about `kind` the other. `false`: the other `kind` it.
    pub outward: bool,
}

/// Keeps that `record` `kind` `other`; answers whether that is new.
pub(crate) fn keep(conn: &Connection, record: i64, other: i64, kind: RelationKind) -> Result<bool> {
    if record == other {
        return Ok(false);
    }
    let mut statement =
        conn.prepare_cached("INSERT INTO related (record, other, kind) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    Ok(statement.execute((record, other, kind.word()))? == 1)
}

/// Every relation of a record, either way.
pub(crate) fn of_record(conn: &Connection, row: i64) -> Result<Vec<HeldRelation>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.kind, r.id, 1 FROM related l JOIN record r ON r.row = l.other WHERE l.record = ?1
         UNION ALL
         SELECT l.kind, r.id, 0 FROM related l JOIN record r ON r.row = l.record WHERE l.other = ?1",
    )?;
    let mut rows = statement.query([row])?;
    let mut relations = Vec::new();
    while let Some(row) = rows.next()? {
        let word: String = row.get(0)?;
        let kind = RelationKind::from_word(&word)
            .ok_or_else(|| Error::damaged(format!("a relation of the kind `{word}` is not known")))?;
        relations.push(HeldRelation { kind, other: record_id(row.get(1)?), outward: row.get(2)? });
    }
    Ok(relations)
}
