//! Records made of several items: joining, making anew, and the keys they are found by.

use std::collections::HashSet;
use std::mem;

use model::{RecordId, Verb};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::identity::Identify;
use crate::incoming::short_hash;
use crate::item::{self, ItemRow};
use crate::record::{self, object};
use crate::{Error, Result, indexing};

/// Records that one key may propose. A key that more share says nothing about any of them, and the
/// oldest are looked at; without a bound a title such as `Editorial` would make ingest quadratic.
const PROPOSED_BY_KEY_MAX: i64 = 16;

/// Records that are looked at for one item.
const CANDIDATES_MAX: usize = 64;

/// Records that share a key with an item, the strongest key first, each once. `home`, the record
/// that the item is in already, is left out, and so is every record of another marking: joined to one that
/// is marked higher an open work would be gone for those who saw it, and that would tell them of the other.
pub(crate) fn candidates(conn: &Connection, search: &[i64], home: Option<i64>, label: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT k.record FROM identity_key k CROSS JOIN record r ON r.row = k.record
         WHERE k.key = ?1 AND r.label = ?3 ORDER BY k.record LIMIT ?2",
    )?;
    let mut found = Vec::new();
    for key in search {
        let mut rows = statement.query((key, PROPOSED_BY_KEY_MAX, label))?;
        while let Some(row) = rows.next()? {
            let record = row.get(0)?;
            if Some(record) != home && !found.contains(&record) && found.len() < CANDIDATES_MAX {
                found.push(record);
            }
        }
    }
    Ok(found)
}

/// Makes a record findable by these keys.
pub(crate) fn add_keys(conn: &Connection, record: i64, keys: &[i64]) -> Result<()> {
    let mut statement =
        conn.prepare_cached("INSERT INTO identity_key (key, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for key in keys {
        statement.execute((key, record))?;
    }
    Ok(())
}

/// Takes from a record those of these keys that no live item of it brings.
pub(crate) fn drop_keys(conn: &Connection, record: i64, keys: &[i64]) -> Result<()> {
    let items = item::of_record(conn, record)?;
    let brought: HashSet<i64> = items.iter().filter(|item| item.live).flat_map(|item| &item.keys).copied().collect();
    let mut statement = conn.prepare_cached("DELETE FROM identity_key WHERE key = ?1 AND record = ?2")?;
    for key in keys.iter().filter(|key| !brought.contains(key)) {
        statement.execute((key, record))?;
    }
    Ok(())
}

/// Writes a new record with this text, named by the first of `ids` that is free.
pub(crate) fn insert(
    deed: &mut Deed<'_>,
    json: &str,
    hash: &[u8],
    label: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<(i64, RecordId)> {
    let mut statement = deed.conn.prepare_cached(
        "INSERT INTO record (id, json, hash, change_seq, kept_at, changed_at, born_in, label)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let change = deed.next_change();
    // The caller notes next what made the record.
    let fact = deed.position.ledger_seq.cast_signed() + 1;
    // Two random numbers of 64 bits meet once in thousands of millions; a source that repeats itself
    // must not loop for ever.
    for _ in 0..8 {
        let id = RecordId::from_bits(ids());
        if statement.execute((record::bits(id), json, hash, change, deed.at, fact, label))? == 1 {
            return Ok((deed.conn.last_insert_rowid(), id));
        }
    }
    Err(Error::at_command_line(
        "The source of random numbers gives numbers that are taken; nothing of this batch was kept",
    ))
}

/// Makes a record anew from its live items. What comes out the same is not a change.
pub(crate) fn remake(deed: &mut Deed<'_>, identify: &dyn Identify, row: i64) -> Result<()> {
    let held = record::at(deed.conn, row)?;
    let items = item::of_record(deed.conn, row)?;
    let live: Vec<&ItemRow> = items.iter().filter(|item| item.live).collect();
    let (json, provenance) = match live.as_slice() {
        [] => return Err(Error::damaged(format!("record {} has no live item", held.id))),
        [only] => (only.json.clone().unwrap_or_else(|| held.json.clone()), None),
        several => {
            let readings = several.iter().map(|item| item.reading(&held.json)).collect::<Result<Vec<_>>>()?;
            let mut merged = identify.merge(&readings);
            mem::take(&mut merged.record.origin);
            let gave: Vec<(&str, i64)> = merged
                .provenance
                .iter()
                .filter_map(|(field, place)| Some((field.as_str(), several.get(*place)?.id)))
                .collect();
            // Texts and numbers always have a JSON form.
            (formats::to_json(&merged.record), Some(serde_json::to_string(&gave).unwrap_or_default()))
        }
    };
    let hash = short_hash(json.as_bytes());
    let (change, changed_at) =
        if hash == held.hash { (held.change_seq, held.changed_at) } else { (deed.next_change(), deed.at) };
    deed.conn
        .prepare_cached(
            "UPDATE record SET json = ?2, hash = ?3, provenance = ?4, change_seq = ?5, changed_at = ?6 WHERE row = ?1",
        )?
        .execute((row, json, hash, provenance, change, changed_at))?;
    if let [only] = live.as_slice() {
        deed.conn.prepare_cached("UPDATE item SET json = NULL WHERE id = ?1")?.execute([only.id])?;
    }
    Ok(())
}

/// Joins a whole record to another, because both turned out to be the same work. Its items and keys
/// move, its name stays behind and leads to the other. The other has to be remade afterwards.
pub(crate) fn absorb(deed: &mut Deed<'_>, target: i64, gone: i64) -> Result<()> {
    let conn = deed.conn;
    if indexing::is_given(conn, gone)? {
        // Its codes are those of the other from now on, whatever else comes of both.
        record::touch(deed, target)?;
    }
    item::give_own_text(conn, target)?;
    item::give_own_text(conn, gone)?;
    let keys: Vec<i64> =
        item::of_record(conn, gone)?.iter().filter(|item| item.live).flat_map(|item| item.keys.clone()).collect();
    conn.prepare_cached("UPDATE item SET record = ?1 WHERE record = ?2")?.execute((target, gone))?;
    drop_keys(conn, gone, &keys)?;
    add_keys(conn, target, &keys)?;
    for sql in [
        "UPDATE OR IGNORE related SET record = ?1 WHERE record = ?2",
        "UPDATE OR IGNORE related SET other = ?1 WHERE other = ?2",
        "DELETE FROM related WHERE record = ?2 OR other = ?2 OR (record = ?1 AND other = ?1)",
        "UPDATE OR IGNORE kept_apart SET record = ?1 WHERE record = ?2",
        "UPDATE OR IGNORE kept_apart SET other = ?1 WHERE other = ?2",
        "DELETE FROM kept_apart WHERE record = ?2 OR other = ?2 OR (record = ?1 AND other = ?1)",
        // Only records of one marking are joined, so what is attached stays marked as it is.
        "UPDATE attachment SET record = ?1 WHERE record = ?2",
        "UPDATE record SET absorbed_by = ?1 WHERE absorbed_by = ?2",
    ] {
        conn.prepare_cached(sql)?.execute((target, gone))?;
    }
    let change = deed.next_change();
    conn.prepare_cached(
        "UPDATE record SET absorbed_by = ?2, provenance = NULL, change_seq = ?3, changed_at = ?4 WHERE row = ?1",
    )?
    .execute((gone, target, change, deed.at))?;
    let fact = deed.fact(Verb::Merged, object(record::id_of(conn, gone)?));
    deed.note(&fact.to(object(record::id_of(conn, target)?)))
}

/// Whether a person parted these two.
pub(crate) fn kept_apart(conn: &Connection, record: i64, other: i64) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM kept_apart WHERE record = ?1 AND other = ?2")?;
    Ok(statement.query_row((record, other), |_| Ok(())).optional()?.is_some())
}
