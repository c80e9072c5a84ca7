//! Labels of agreements, and of what one side owes the other by them.

use model::{AgreementId, DeliverableId, Noun, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::credit::labels;
use super::{OPEN, join, named, narrow_samples, of, relabel};
use crate::Result;
use crate::deed::Deed;

/// The samples that came under an agreement, which are marked at least as it.
const SAMPLES: &str = "SELECT id FROM sample WHERE agreement = ?1";

/// Gives the facts about an agreement and its deliverables the label that is right for them now.
pub(crate) fn relabel_agreement(deed: &mut Deed<'_>, agreement: AgreementId) -> Result<()> {
    let mut names = deliverables(deed.conn, agreement)?;
    let (thing, key) = (Thing::new(Noun::Agreement, agreement), Value::Integer(agreement.bits().cast_signed()));
    names.extend(super::credit::credits(deed.conn, "agreement", key.clone())?);
    names.extend(narrow_samples(deed, SAMPLES, key, &thing)?);
    names.push(thing);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The deliverables of an agreement, which are seen with it alone.
fn deliverables(conn: &Connection, agreement: AgreementId) -> Result<Vec<Thing>> {
    let thing = |bits: u64| Thing::new(Noun::Deliverable, DeliverableId::from_bits(bits));
    named(
        conn,
        "SELECT id FROM deliverable WHERE agreement = ?1",
        Value::Integer(agreement.bits().cast_signed()),
        thing,
    )
}

/// Marks the agreements that a query names at least as what they are drawn from. Names what changed.
pub(super) fn narrow_agreements(deed: &mut Deed<'_>, sql: &str, key: Value, drawn_from: &Thing) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mut changed = Vec::new();
    for thing in named(conn, sql, key, |bits| Thing::new(Noun::Agreement, AgreementId::from_bits(bits)))? {
        let before = of(conn, &thing)?.first().copied().unwrap_or(OPEN);
        let mut joined = before;
        for label in of(conn, drawn_from)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before
            && let Some(id) = AgreementId::parse(&thing.name)
        {
            conn.prepare_cached("UPDATE agreement SET label = ?2 WHERE id = ?1")?
                .execute((id.bits().cast_signed(), joined))?;
            changed.extend(narrow_samples(deed, SAMPLES, Value::Integer(id.bits().cast_signed()), &thing)?);
            changed.extend(deliverables(conn, id)?);
            changed.extend(super::credit::credits(conn, "agreement", Value::Integer(id.bits().cast_signed()))?);
            changed.push(thing);
        }
    }
    Ok(changed)
}

/// The label of an agreement.
pub(super) fn of_agreement(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    labels(conn, "SELECT label FROM agreement WHERE id = ?1", AgreementId::parse(name).map(AgreementId::bits))
}

/// The label of a deliverable: that of its agreement.
pub(super) fn of_deliverable(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let sql = "SELECT a.label FROM deliverable d JOIN agreement a ON a.id = d.agreement WHERE d.id = ?1";
    labels(conn, sql, DeliverableId::parse(name).map(DeliverableId::bits))
}
