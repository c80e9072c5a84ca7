//! The rows of units.

use model::{Fact, Refusal, Unit, UnitId, Verb, sentence};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named, restated};
use crate::{Error, Result, Writer};

/// Deepest tree of units. No administration has this many floors; a circle has more.
const DEPTH_MAX: usize = 64;

impl Writer {
    /// Keeps a unit as it is stated; its parent must be there.
    pub fn keep_unit(&mut self, unit: &Unit, who: &str, now: i64) -> Result<Statement> {
        self.transact(who, now, |deed| {
            let statement = keep(deed, unit)?;
            check(deed.conn, unit)?;
            Ok(statement)
        })
    }
}

impl Deed<'_> {
    /// Keeps a unit as it is stated; its parent must be there.
    ///
    /// # Errors
    /// Refused when its parent is not there, or when it would stand under itself.
    pub fn keep_unit(&mut self, unit: &Unit) -> Result<Statement> {
        let statement = keep(self, unit)?;
        check(self.conn, unit)?;
        Ok(statement)
    }

    /// Every unit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn units(&self) -> Result<Vec<Unit>> {
        all(self.conn)
    }
}

/// Writes a unit, without a look at its place in the tree: see [`check`].
pub(crate) fn keep(deed: &mut Deed<'_>, unit: &Unit) -> Result<Statement> {
    let held = one(deed.conn, unit.id.as_str())?;
    let (statement, changes) = match &held {
        None => (Statement::New, Vec::new()),
        Some(held) => restated(&[("name", held.name != unit.name), ("parent", held.parent != unit.parent)]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    deed.conn
        .prepare_cached(
            "INSERT INTO unit (id, name, parent) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent",
        )?
        .execute((unit.id.as_str(), &unit.name, unit.parent.as_ref().map(UnitId::as_str)))?;
    // Who stands within which unit follows the tree.
    if held.as_ref().is_some_and(|held| held.parent != unit.parent) {
        deed.rights_changed()?;
    }
    let verb = if held.is_some() { Verb::Restated } else { Verb::Stated };
    let mut fact = Fact::new(deed.who, verb, format!("unit:{}", unit.id));
    if let Some(parent) = &unit.parent {
        fact = fact.to(format!("unit:{parent}"));
    }
    deed.note(&if changes.is_empty() { fact } else { fact.with(changes.join(", ")) })?;
    Ok(statement)
}

/// Refuses a unit whose parent is not there, or that stands under itself.
pub(crate) fn check(conn: &Connection, unit: &Unit) -> Result<()> {
    let mut above = unit.parent.clone();
    for _ in 0..DEPTH_MAX {
        let Some(id) = above else { return Ok(()) };
        if id == unit.id {
            return Err(Error::said(sentence!(
                "unit-under-itself",
                "The unit {unit} would stand under itself; give it another parent",
                unit = unit.id
            )));
        }
        let Some(next) = one(conn, id.as_str())? else {
            let next = sentence!("next-state-with", "state it before or together with {thing}", thing = unit.id);
            return Err(Refusal::NotFound { noun: "unit", text: id.to_string(), next }.into());
        };
        above = next.parent;
    }
    Err(Error::said(sentence!(
        "unit-too-deep",
        "The unit {unit} would stand more than {max} floors deep; give it another parent",
        unit = unit.id,
        max = DEPTH_MAX
    )))
}

/// Refuses when there is no such unit.
pub(crate) fn must_exist(conn: &Connection, id: &UnitId, namer: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM unit WHERE id = ?1", "unit", id.as_str(), namer)
}

pub(crate) fn one(conn: &Connection, id: &str) -> Result<Option<Unit>> {
    let mut statement = conn.prepare_cached("SELECT id, name, parent FROM unit WHERE id = ?1")?;
    let found = statement.query_row([id], columns).optional()?;
    found.map(unit).transpose()
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Unit>> {
    let mut statement = conn.prepare_cached("SELECT id, name, parent FROM unit ORDER BY id")?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(unit).collect()
}

type Columns = (String, String, Option<String>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn unit((id, name, parent): Columns) -> Result<Unit> {
    Ok(Unit {
        id: named(UnitId::new(&id))?,
        name,
        parent: parent.map(|parent| named(UnitId::new(&parent))).transpose()?,
    })
}
