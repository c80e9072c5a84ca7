//! Labels of regimes and of the cases that are laid before them.

use model::{CaseId, Noun, RegimeId, Thing};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::credit::labels;
use super::{join, named, of, relabel};
use crate::Result;
use crate::deed::Deed;

fn case(bits: u64) -> Thing {
    Thing::new(Noun::Case, CaseId::from_bits(bits))
}

/// Gives the facts about a regime, and about the cases that are laid before it, the label that is right for them now.
pub(crate) fn relabel_regime(deed: &mut Deed<'_>, regime: RegimeId) -> Result<()> {
    let key = Value::Integer(regime.bits().cast_signed());
    let mut names = named(deed.conn, "SELECT id FROM control_case WHERE regime = ?1", key, case)?;
    names.push(Thing::new(Noun::Regime, regime));
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The same for a case.
pub(crate) fn relabel_case(deed: &mut Deed<'_>, id: CaseId) -> Result<()> {
    relabel(deed, vec![case(id.bits())])?;
    deed.rights_changed()
}

/// Marks the cases that are about a thing at least as it. Names all of them: what is said of them is not seen without it.
pub(super) fn narrow_cases(deed: &mut Deed<'_>, thing: &Thing) -> Result<Vec<Thing>> {
    if matches!(thing.noun, Noun::Case | Noun::Duty) {
        return Ok(Vec::new());
    }
    let mut find = deed.conn.prepare_cached("SELECT id, label FROM control_case WHERE about = ?1 AND noun = ?2")?;
    let rows = find.query_map((&thing.name, thing.noun.word()), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let above = of(deed.conn, thing)?;
    let mut put = deed.conn.prepare_cached("UPDATE control_case SET label = ?2 WHERE id = ?1")?;
    for (id, before) in &found {
        let mut joined = *before;
        for label in &above {
            joined = join(deed, joined, *label)?;
        }
        if joined != *before {
            put.execute((id, joined))?;
        }
    }
    Ok(found.into_iter().map(|(id, _)| case(id.cast_unsigned())).collect())
}

/// The label of a regime.
pub(super) fn of_regime(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    labels(conn, "SELECT label FROM regime WHERE id = ?1", RegimeId::parse(name).map(RegimeId::bits))
}

/// The labels of all that one has to see for seeing a case: its own, that of its regime, and those of what it is about.
pub(super) fn of_case(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let bits = CaseId::parse(name).map(CaseId::bits);
    let sql = "SELECT label FROM control_case WHERE id = ?1
               UNION SELECT r.label FROM control_case c JOIN regime r ON r.id = c.regime WHERE c.id = ?1";
    let mut found = labels(conn, sql, bits)?;
    let Some(bits) = bits else { return Ok(found) };
    let mut find = conn.prepare_cached("SELECT noun || ':' || about FROM control_case WHERE id = ?1")?;
    let about: Option<String> = find.query_row([bits.cast_signed()], |row| row.get(0)).optional()?;
    if let Some(about) = about.as_deref().and_then(Thing::parse)
        && about.noun != Noun::Case
    {
        found.extend(of(conn, &about)?);
    }
    Ok(found)
}
