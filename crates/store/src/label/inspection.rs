//! Labels of inspections, of their visits and of what these found.

use model::{AdoptionId, FindingId, InspectionId, Noun, Thing, VisitId};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{named, relabel};
use crate::Result;
use crate::deed::Deed;

fn labels(conn: &Connection, sql: &str, bits: u64) -> Result<Vec<i64>> {
    let mut find = conn.prepare_cached(sql)?;
    let found = find.query_map([bits.cast_signed()], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The labels of a programme, of a visit with the adoption that it looks at, or of a finding with its visit.
pub(super) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    match thing.noun {
        Noun::Inspection => match InspectionId::parse(&thing.name) {
            Some(id) => labels(conn, "SELECT label FROM inspection WHERE id = ?1", id.bits()),
            None => Ok(vec![]),
        },
        Noun::Visit => match VisitId::parse(&thing.name) {
            Some(id) => labels(
                conn,
                "SELECT i.label FROM site_visit v JOIN inspection i ON i.id = v.inspection WHERE v.id = ?1
                 UNION SELECT a.label FROM site_visit v JOIN adoption a ON a.id = v.adoption WHERE v.id = ?1",
                id.bits(),
            ),
            None => Ok(vec![]),
        },
        Noun::Finding => match FindingId::parse(&thing.name) {
            Some(id) => labels(
                conn,
                "SELECT i.label FROM finding f JOIN site_visit v ON v.id = f.visit JOIN inspection i ON i.id = v.inspection
                 WHERE f.id = ?1
                 UNION SELECT a.label FROM finding f JOIN site_visit v ON v.id = f.visit
                 JOIN adoption a ON a.id = v.adoption WHERE f.id = ?1",
                id.bits(),
            ),
            None => Ok(vec![]),
        },
        _ => Ok(vec![]),
    }
}

/// The visits that name something in a column, with their findings.
fn visits(conn: &Connection, column: &str, key: Value) -> Result<Vec<Thing>> {
    let visit = |bits: u64| Thing::new(Noun::Visit, VisitId::from_bits(bits));
    let finding = |bits: u64| Thing::new(Noun::Finding, FindingId::from_bits(bits));
    let mut found = named(conn, &format!("SELECT id FROM site_visit WHERE {column} = ?1"), key.clone(), visit)?;
    let sql = format!("SELECT f.id FROM finding f JOIN site_visit v ON v.id = f.visit WHERE v.{column} = ?1");
    found.extend(named(conn, &sql, key, finding)?);
    Ok(found)
}

/// The visits to an adoption, with their findings: they are seen with it alone. None of any other thing.
pub(super) fn visits_to(conn: &Connection, thing: &Thing) -> Result<Vec<Thing>> {
    match (thing.noun, AdoptionId::parse(&thing.name)) {
        (Noun::Adoption, Some(id)) => visits(conn, "adoption", Value::Integer(id.bits().cast_signed())),
        _ => Ok(vec![]),
    }
}

/// Gives the facts about a programme, its visits and their findings the label that is right for them now.
pub(crate) fn relabel_inspection(deed: &mut Deed<'_>, inspection: InspectionId) -> Result<()> {
    let mut names = visits(deed.conn, "inspection", Value::Integer(inspection.bits().cast_signed()))?;
    names.push(Thing::new(Noun::Inspection, inspection));
    relabel(deed, names)?;
    deed.rights_changed()
}
