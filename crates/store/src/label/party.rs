//! Labels of lists of parties and of screenings.

use model::{Noun, PartyListId, ScreeningId, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{OPEN, join, of, relabel};
use crate::Result;
use crate::deed::Deed;

/// Gives the facts about a list the label that is right for them now. What was found on it is not seen without it.
pub(crate) fn relabel_party_list(deed: &mut Deed<'_>, list: &PartyListId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::PartyList, list)])?;
    deed.rights_changed()
}

/// The label of a list.
pub(super) fn of_party_list(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    labels_of(conn, "SELECT label FROM party_list WHERE id = ?1", name.to_owned().into())
}

/// The label of a screening, which is at least that of what it is about.
pub(super) fn of_screening(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    match ScreeningId::parse(name) {
        Some(id) => labels_of(conn, "SELECT label FROM screening WHERE id = ?1", id.bits().cast_signed().into()),
        None => Ok(vec![]),
    }
}

fn labels_of(conn: &Connection, sql: &str, key: Value) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let labels = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(labels)
}

/// Marks the screenings of a thing at least as the thing. Names those that changed.
pub(super) fn narrow_screenings(deed: &mut Deed<'_>, thing: &Thing) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached("SELECT id, label FROM screening WHERE about = ?1 AND noun = ?2")?;
    let found: Vec<(i64, i64)> = find
        .query_map((&thing.name, thing.noun.word()), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = Vec::new();
    for (id, before) in found {
        let mut joined = before;
        for label in of(conn, thing)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before && joined != OPEN {
            conn.prepare_cached("UPDATE screening SET label = ?2 WHERE id = ?1")?.execute((id, joined))?;
            changed.push(Thing::new(Noun::Screening, ScreeningId::from_bits(id.cast_unsigned())));
        }
    }
    Ok(changed)
}
