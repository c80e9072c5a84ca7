//! Labels of requests for specialists and of assignments.

use model::{AssignmentId, Noun, SpecialistRequestId, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{join, named, relabel};
use crate::Result;
use crate::deed::Deed;

/// The labels of a request for a specialist or of an assignment: that of its row, and of an assignment those of who comes, who interprets
/// and what for.
pub(super) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    let (sql, bits) = match thing.noun {
        Noun::SpecialistRequest => {
            let bits = SpecialistRequestId::parse(&thing.name).map(SpecialistRequestId::bits);
            ("SELECT label FROM specialist_request WHERE id = ?1", bits)
        }
        _ => (
            "SELECT label FROM assignment WHERE id = ?1
             UNION SELECT s.label FROM assignment a JOIN specialist s ON s.id = a.specialist WHERE a.id = ?1
             UNION SELECT s.label FROM assignment a JOIN specialist s ON s.id = a.interpreter WHERE a.id = ?1
             UNION SELECT q.label FROM assignment a JOIN specialist_request q ON q.id = a.request WHERE a.id = ?1",
            AssignmentId::parse(&thing.name).map(AssignmentId::bits),
        ),
    };
    let Some(bits) = bits else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(sql)?;
    let labels = statement.query_map([bits.cast_signed()], |row| row.get(0))?;
    Ok(labels.collect::<rusqlite::Result<_>>()?)
}

/// Gives the facts about a request for a specialist the label that is right for them now. Assignments that answer it are marked at least
/// so.
pub(crate) fn relabel_specialist_request(deed: &mut Deed<'_>, request: SpecialistRequestId) -> Result<()> {
    let thing = Thing::new(Noun::SpecialistRequest, request);
    let key = Value::Integer(request.bits().cast_signed());
    let mut names = narrow_assignments(deed, "request", key, &thing)?;
    names.push(thing);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The same for an assignment and its duties.
pub(crate) fn relabel_assignment(deed: &mut Deed<'_>, assignment: AssignmentId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Assignment, assignment)])?;
    deed.rights_changed()
}

/// Marks the requests that are drawn from something at least as it, with the assignments that answer them. Names those that changed.
pub(super) fn narrow_specialist_requests(
    deed: &mut Deed<'_>,
    sql: &str,
    key: Value,
    drawn_from: &Thing,
) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let request = |bits: u64| Thing::new(Noun::SpecialistRequest, SpecialistRequestId::from_bits(bits));
    let mut changed = Vec::new();
    for thing in named(conn, sql, key, request)? {
        let Some(id) = SpecialistRequestId::parse(&thing.name) else { continue };
        if narrowed(deed, "specialist_request", id.bits(), drawn_from)? {
            changed.extend(narrow_assignments(deed, "request", Value::Integer(id.bits().cast_signed()), &thing)?);
            changed.push(thing);
        }
    }
    Ok(changed)
}

/// Marks the assignments that name something in a column at least as it. Names all of them: whoever sees it no more does not see them.
pub(super) fn narrow_assignments(
    deed: &mut Deed<'_>,
    column: &str,
    key: Value,
    drawn_from: &Thing,
) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let assignment = |bits: u64| Thing::new(Noun::Assignment, AssignmentId::from_bits(bits));
    let things = named(conn, &format!("SELECT id FROM assignment WHERE {column} = ?1"), key, assignment)?;
    for thing in &things {
        if let Some(id) = AssignmentId::parse(&thing.name) {
            narrowed(deed, "assignment", id.bits(), drawn_from)?;
        }
    }
    Ok(things)
}

/// Joins the label of a row with that of what it is drawn from. Answers whether it is another than before.
fn narrowed(deed: &mut Deed<'_>, table: &str, bits: u64, drawn_from: &Thing) -> Result<bool> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(&format!("SELECT label FROM {table} WHERE id = ?1"))?;
    let before: i64 = find.query_row([bits.cast_signed()], |row| row.get(0))?;
    let mut joined = before;
    for label in super::of(conn, drawn_from)? {
        joined = join(deed, joined, label)?;
    }
    if joined == before {
        return Ok(false);
    }
    conn.prepare_cached(&format!("UPDATE {table} SET label = ?2 WHERE id = ?1"))?
        .execute((bits.cast_signed(), joined))?;
    Ok(true)
}
