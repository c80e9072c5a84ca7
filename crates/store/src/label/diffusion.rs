//! Labels of what belongs to diffusion: equipment, offers, barriers, reliefs, calls.

use model::{AdoptionId, BarrierId, CallId, EquipmentId, Noun, OfferId, ReliefId, TechnologyId, Thing};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::{join, named, relabel};
use crate::Result;
use crate::deed::Deed;

/// The labels of one of these: that of its row, and of what it is not seen without.
pub(super) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    let name = thing.name.as_str();
    let (sql, bits) = match thing.noun {
        Noun::Equipment => {
            ("SELECT label FROM equipment WHERE id = ?1", EquipmentId::parse(name).map(EquipmentId::bits))
        }
        Noun::Offer => (
            "SELECT label FROM offer WHERE id = ?1
             UNION SELECT t.label FROM offer o JOIN technology t ON t.id = o.technology WHERE o.id = ?1
             UNION SELECT a.label FROM offer o JOIN adoption a ON a.id = o.adoption WHERE o.id = ?1",
            OfferId::parse(name).map(OfferId::bits),
        ),
        Noun::Relief => (
            "SELECT label FROM relief WHERE id = ?1
             UNION SELECT a.label FROM relief r JOIN adoption a ON a.id = r.adoption WHERE r.id = ?1",
            ReliefId::parse(name).map(ReliefId::bits),
        ),
        Noun::Call => ("SELECT label FROM call WHERE id = ?1", CallId::parse(name).map(CallId::bits)),
        _ => ("SELECT label FROM barrier WHERE id = ?1", BarrierId::parse(name).map(BarrierId::bits)),
    };
    let Some(bits) = bits else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(sql)?;
    let labels = statement.query_map([bits.cast_signed()], |row| row.get(0))?;
    let mut labels: Vec<i64> = labels.collect::<rusqlite::Result<_>>()?;
    if thing.noun == Noun::Barrier {
        let mut find = conn.prepare_cached("SELECT noun || ':' || name FROM barrier WHERE id = ?1")?;
        let on: Option<String> = find.query_row([bits.cast_signed()], |row| row.get(0)).optional()?;
        // No barrier stands on a barrier, so this ends.
        if let Some(on) = on.as_deref().and_then(Thing::parse).filter(|on| on.noun != Noun::Barrier) {
            labels.extend(super::of(conn, &on)?);
        }
    }
    Ok(labels)
}

/// Gives the facts about an entry of an equipment list the label that is right for them now. Offers that rest on it follow.
pub(crate) fn relabel_equipment(deed: &mut Deed<'_>, entry: EquipmentId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Equipment, entry)])?;
    deed.rights_changed()
}

fn offer(bits: u64) -> Thing {
    Thing::new(Noun::Offer, OfferId::from_bits(bits))
}

/// Marks the offers that rest on a thing at least as it: their grounds tell of it. Names those that changed.
pub(super) fn narrow_offers(deed: &mut Deed<'_>, rests_on: &Thing) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let found: Vec<i64> = {
        let mut find = conn.prepare_cached("SELECT DISTINCT offer FROM offer_ground WHERE noun = ?1 AND name = ?2")?;
        let rows = find.query_map((rests_on.noun.word(), &rests_on.name), |row| row.get(0))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    let mut changed = Vec::new();
    for id in found {
        let mut find = conn.prepare_cached("SELECT label FROM offer WHERE id = ?1")?;
        let before: i64 = find.query_row([id], |row| row.get(0))?;
        let mut joined = before;
        for label in super::of(conn, rests_on)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before {
            conn.prepare_cached("UPDATE offer SET label = ?2 WHERE id = ?1")?.execute((id, joined))?;
            changed.push(offer(id.cast_unsigned()));
        }
    }
    Ok(changed)
}

/// What is not seen without one of these things, and so changes its label with it.
pub(super) fn hanging_on(conn: &Connection, thing: &Thing) -> Result<Vec<Thing>> {
    let mut found = Vec::new();
    let relief = |bits: u64| Thing::new(Noun::Relief, ReliefId::from_bits(bits));
    if let Some(id) = TechnologyId::parse(&thing.name).filter(|_| thing.noun == Noun::Technology) {
        let key = Value::Integer(id.bits().cast_signed());
        found.extend(named(conn, "SELECT id FROM offer WHERE technology = ?1", key, offer)?);
    }
    if let Some(id) = AdoptionId::parse(&thing.name).filter(|_| thing.noun == Noun::Adoption) {
        let key = Value::Integer(id.bits().cast_signed());
        found.extend(named(conn, "SELECT id FROM offer WHERE adoption = ?1", key.clone(), offer)?);
        found.extend(named(conn, "SELECT id FROM relief WHERE adoption = ?1", key, relief)?);
    }
    if matches!(thing.noun, Noun::Offer | Noun::Adoption) {
        let mut find = conn.prepare_cached("SELECT id FROM barrier WHERE noun = ?1 AND name = ?2")?;
        let rows = find.query_map((thing.noun.word(), &thing.name), |row| row.get::<_, i64>(0))?;
        for id in rows.collect::<rusqlite::Result<Vec<i64>>>()? {
            found.push(Thing::new(Noun::Barrier, BarrierId::from_bits(id.cast_unsigned())));
        }
    }
    Ok(found)
}
