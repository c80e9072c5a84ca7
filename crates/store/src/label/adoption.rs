//! Labels of technologies and adoptions: at least those of what they came from and what they serve.

use model::{AdoptionId, Noun, TechnologyId, Thing};
use rusqlite::Connection;

use super::credit::labels;
use super::{join, of, relabel};
use crate::Result;
use crate::deed::Deed;

fn technology(bits: i64) -> Thing {
    Thing::new(Noun::Technology, TechnologyId::from_bits(bits.cast_unsigned()))
}

fn adoption(bits: i64) -> Thing {
    Thing::new(Noun::Adoption, AdoptionId::from_bits(bits.cast_unsigned()))
}

/// The labels of all that one has to see for seeing a technology or an adoption.
pub(super) fn of_adopted(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    match thing.noun {
        Noun::Technology => labels(
            conn,
            "SELECT label FROM technology WHERE id = ?1",
            TechnologyId::parse(&thing.name).map(TechnologyId::bits),
        ),
        _ => labels(
            conn,
            "SELECT label FROM adoption WHERE id = ?1
             UNION SELECT t.label FROM adoption a JOIN technology t ON t.id = a.technology WHERE a.id = ?1",
            AdoptionId::parse(&thing.name).map(AdoptionId::bits),
        ),
    }
}

/// Gives the facts about a technology, and about its adoptions, the label that is right for them now. They are marked at least as it.
pub(crate) fn relabel_technology(deed: &mut Deed<'_>, id: TechnologyId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Technology, id)])?;
    deed.rights_changed()
}

/// The same for an adoption and its duties.
pub(crate) fn relabel_adoption(deed: &mut Deed<'_>, id: AdoptionId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Adoption, id)])?;
    deed.rights_changed()
}

/// Marks what was drawn from a thing at least as it: technologies that came from it, with their adoptions, and adoptions that serve it.
/// Names all of them.
pub(super) fn narrow_adopted(deed: &mut Deed<'_>, thing: &Thing) -> Result<Vec<Thing>> {
    let above = of(deed.conn, thing)?;
    let mut names = Vec::new();
    if thing.noun == Noun::Technology {
        names.extend(adoptions_of(deed, thing, &above)?);
        return Ok(names);
    }
    let found = rows(
        deed.conn,
        "SELECT id, label FROM technology WHERE id IN
             (SELECT technology FROM technology_origin WHERE noun = ?1 AND name = ?2)",
        (thing.noun.word(), &thing.name),
    )?;
    for (id, before) in found {
        narrow(deed, "technology", id, before, &above)?;
        let made = technology(id);
        let above = of(deed.conn, &made)?;
        names.extend(adoptions_of(deed, &made, &above)?);
        names.push(made);
    }
    if thing.noun == Noun::Need {
        let served = rows(deed.conn, "SELECT id, label FROM adoption WHERE need = ?1", [&thing.name])?;
        for (id, before) in served {
            narrow(deed, "adoption", id, before, &above)?;
            names.push(adoption(id));
        }
    }
    Ok(names)
}

fn adoptions_of(deed: &Deed<'_>, made: &Thing, above: &[i64]) -> Result<Vec<Thing>> {
    let Some(id) = TechnologyId::parse(&made.name) else { return Ok(Vec::new()) };
    let found = rows(deed.conn, "SELECT id, label FROM adoption WHERE technology = ?1", [id.bits().cast_signed()])?;
    let mut names = Vec::new();
    for (id, before) in found {
        narrow(deed, "adoption", id, before, above)?;
        names.push(adoption(id));
    }
    Ok(names)
}

fn rows(conn: &Connection, sql: &str, key: impl rusqlite::Params) -> Result<Vec<(i64, i64)>> {
    let mut find = conn.prepare_cached(sql)?;
    let found = find.query_map(key, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn narrow(deed: &Deed<'_>, table: &str, id: i64, before: i64, above: &[i64]) -> Result<()> {
    let mut joined = before;
    for label in above {
        joined = join(deed, joined, *label)?;
    }
    if joined != before {
        deed.conn.prepare_cached(&format!("UPDATE {table} SET label = ?2 WHERE id = ?1"))?.execute((id, joined))?;
    }
    Ok(())
}
