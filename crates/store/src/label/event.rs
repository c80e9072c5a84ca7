//! Labels of events, of the visits to their stands, and of the records that these became.

use model::{EventId, Noun, StandId, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{join, named, narrow_missions, of, relabel, set};
use crate::deed::Deed;
use crate::{Result, record};

/// Gives the facts about an event and about the visits to its stands the label that is right for them now. Missions that go there and
/// records that were made of notes are marked at least as the event; the notes keep their own markings, and are not seen without it.
pub(crate) fn relabel_event(deed: &mut Deed<'_>, event: EventId) -> Result<()> {
    let (thing, key) = (Thing::new(Noun::Event, event), Value::Integer(event.bits().cast_signed()));
    let mut names = narrow_missions(deed, "SELECT id FROM mission WHERE event = ?1", key.clone(), &thing)?;
    names.extend(stands(deed.conn, "event", key.clone())?);
    for label in of(deed.conn, &thing)? {
        narrow_stand_records(deed, "event", key.clone(), label)?;
    }
    names.push(thing);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The visits to stands that name something in a column.
pub(super) fn stands(conn: &Connection, column: &str, key: Value) -> Result<Vec<Thing>> {
    let stand = |bits: u64| Thing::new(Noun::Stand, StandId::from_bits(bits));
    named(conn, &format!("SELECT id FROM stand WHERE {column} = ?1"), key, stand)
}

/// Marks the records that notes of visits became at least so.
pub(super) fn narrow_stand_records(deed: &mut Deed<'_>, column: &str, key: Value, label: i64) -> Result<()> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(&format!(
        "SELECT DISTINCT coalesce(r.absorbed_by, r.row) FROM stand s JOIN record r ON r.row = s.record WHERE s.{column} = ?1"
    ))?;
    let rows = find.query_map([key], |row| row.get(0))?;
    for row in rows.collect::<rusqlite::Result<Vec<i64>>>()? {
        let joined = join(deed, record::label_of(conn, row)?, label)?;
        set(deed, row, joined)?;
    }
    Ok(())
}
