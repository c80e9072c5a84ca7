//! Parting: a merge undone.

use model::{RecordId, Refusal, Verb, sentence};

use crate::deed::Deed;
use crate::identity::Identify;
use crate::incoming::short_hash;
use crate::item::{self, ItemId};
use crate::record::{self, object};
use crate::{Error, Result, Writer, merge};

impl Writer {
    /// Takes an item out of a record of several and gives it a record of its own, whose name is
    /// answered. Both are made anew, and what comes in later does not join them again.
    pub fn part(
        &mut self,
        record: RecordId,
        item: ItemId,
        identify: &dyn Identify,
        who: &str,
        now: i64,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<RecordId> {
        self.transact(who, now, |deed| part(deed, record, item, identify, ids))
    }
}

fn part(
    deed: &mut Deed<'_>,
    record: RecordId,
    item: ItemId,
    identify: &dyn Identify,
    ids: &mut dyn FnMut() -> u64,
) -> Result<RecordId> {
    let conn = deed.conn;
    let Some(row) = record::row_of(conn, record)? else {
        let next = sentence!("next-look-again", "look for it again");
        return Err(Refusal::NotFound { noun: "record", text: record.to_string(), next }.into());
    };
    let id = record::id_of(conn, row)?;
    let items = item::of_record(conn, row)?;
    let Some(leaving) = items.iter().find(|held| held.id == item.0 && held.live) else {
        return Err(Error::at_command_line(format!(
            "The item is not one of record {id}; look at its items with `uptake why`"
        )));
    };
    if items.iter().filter(|held| held.live).count() < 2 {
        return Err(Error::at_command_line(format!("Record {id} has one item only; there is nothing to part")));
    }
    let Some(json) = leaving.json.as_deref() else {
        return Err(Error::damaged(format!("an item of record {id} has lost its text")));
    };
    let (new_row, new_id) = merge::insert(deed, json, &short_hash(json.as_bytes()), record::label_of(conn, row)?, ids)?;
    // What the same source said before goes along.
    conn.prepare_cached("UPDATE item SET record = ?1 WHERE record = ?2 AND source_key = ?3")?.execute((
        new_row,
        row,
        leaving.source_key,
    ))?;
    merge::drop_keys(conn, row, &leaving.keys)?;
    merge::add_keys(conn, new_row, &leaving.keys)?;
    conn.prepare_cached("INSERT INTO kept_apart (record, other) VALUES (?1, ?2), (?2, ?1)")?.execute((row, new_row))?;
    // What was parted before from the record that it leaves stays apart from both.
    conn.prepare_cached(
        "INSERT INTO kept_apart (record, other)
         SELECT ?1, other FROM kept_apart WHERE record = ?2 AND other != ?1
         UNION ALL SELECT other, ?1 FROM kept_apart WHERE record = ?2 AND other != ?1",
    )?
    .execute((new_row, row))?;
    merge::remake(deed, identify, new_row)?;
    merge::remake(deed, identify, row)?;
    let fact = deed.fact(Verb::Parted, object(id)).to(object(new_id));
    deed.note(&fact)?;
    Ok(new_id)
}
