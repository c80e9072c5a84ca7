//! Labels of events, of the visits to their stands, and of the records that these became.

use model::{EventId, Noun, SourceId, StandId, Thing};
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

/// Marks the events that belong to a source at least as it, with what follows them.
pub(super) fn narrow_events(deed: &mut Deed<'_>, source: SourceId) -> Result<()> {
    let (conn, thing) = (deed.conn, Thing::new(Noun::Source, source));
    let mut find = conn.prepare_cached("SELECT id, label FROM event WHERE source = ?1")?;
    let held: Vec<(i64, i64)> = find
        .query_map([source.bits().cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (event, before) in held {
        let mut joined = before;
        for label in of(conn, &thing)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before {
            conn.prepare_cached("UPDATE event SET label = ?2 WHERE id = ?1")?.execute((event, joined))?;
            relabel_event(deed, EventId::from_bits(event.cast_unsigned()))?;
        }
    }
    Ok(())
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
