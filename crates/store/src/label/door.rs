//! Labels of releases and widenings: seen with all that they are about.

use model::{HostId, Noun, RecordId, ReleaseId, Thing, WideningId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::{named, relabel};
use crate::deed::Deed;
use crate::{Result, record};

/// The labels of a release: its own, that of its host and those of its records; of a widening those of its thing.
pub(super) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    if thing.noun == Noun::Widening {
        let Some(id) = WideningId::parse(&thing.name) else { return Ok(Vec::new()) };
        let mut find = conn.prepare_cached("SELECT noun || ':' || name FROM widening WHERE id = ?1")?;
        let about: Option<String> = find.query_row([id.bits().cast_signed()], |row| row.get(0)).optional()?;
        return match about.as_deref().and_then(Thing::parse) {
            // No widening is about a widening, so this ends.
            Some(about) if about.noun != Noun::Widening => super::of(conn, &about),
            _ => Ok(Vec::new()),
        };
    }
    let Some(id) = ReleaseId::parse(&thing.name) else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(
        "SELECT label FROM release WHERE id = ?1
         UNION SELECT h.label FROM release r JOIN host h ON h.id = r.host WHERE r.id = ?1
         UNION SELECT c.label FROM release_record p JOIN record c ON c.row = p.record WHERE p.release = ?1",
    )?;
    let labels = statement.query_map([id.bits().cast_signed()], |row| row.get(0))?;
    Ok(labels.collect::<rusqlite::Result<_>>()?)
}

/// Gives the facts about a release and its duties the label that is right for them now.
pub(crate) fn relabel_release(deed: &mut Deed<'_>, release: ReleaseId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Release, release)])?;
    deed.rights_changed()
}

/// The releases and widenings that are seen with one of these things alone, and so change their label with it.
pub(super) fn hanging_on(conn: &Connection, things: &[Thing]) -> Result<Vec<Thing>> {
    let release = |bits: u64| Thing::new(Noun::Release, ReleaseId::from_bits(bits));
    let widening = |bits: u64| Thing::new(Noun::Widening, WideningId::from_bits(bits));
    let mut found = Vec::new();
    for thing in things {
        let mut find = conn.prepare_cached("SELECT id FROM widening WHERE noun = ?1 AND name = ?2")?;
        let held = find.query_map((thing.noun.word(), &thing.name), |row| row.get::<_, i64>(0))?;
        found.extend(held.collect::<rusqlite::Result<Vec<i64>>>()?.into_iter().map(|id| widening(id.cast_unsigned())));
        match thing.noun {
            Noun::Record => {
                let Some(id) = RecordId::parse(&thing.name) else { continue };
                let Some(row) = record::row_of(conn, id)? else { continue };
                let sql = "SELECT DISTINCT release FROM release_record
                           WHERE record IN (SELECT row FROM record WHERE row = ?1 OR absorbed_by = ?1)";
                found.extend(named(conn, sql, Value::Integer(row), release)?);
            }
            Noun::Host => {
                let Some(id) = HostId::parse(&thing.name) else { continue };
                let sql = "SELECT id FROM release WHERE host = ?1";
                found.extend(named(conn, sql, Value::Integer(id.bits().cast_signed()), release)?);
            }
            _ => {}
        }
    }
    Ok(found)
}
