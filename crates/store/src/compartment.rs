//! The rows of compartments.

use model::{Compartment, NamedCompartment, Refusal, Verb};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named};
use crate::{Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a compartment under its name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_compartment(&mut self, compartment: &NamedCompartment) -> Result<Statement> {
        let id = compartment.id.as_str();
        let held = all(self.conn)?.into_iter().find(|held| held.id == compartment.id);
        if held.as_ref() == Some(compartment) {
            return Ok(Statement::Unchanged);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO compartment (id, name, closed) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, closed = excluded.closed",
            )?
            .execute((id, &compartment.name, compartment.closed))?;
        let verb = match (&held, compartment.closed) {
            (None, _) => Verb::Stated,
            (Some(held), true) if !held.closed => Verb::Closed,
            _ => Verb::Restated,
        };
        self.note(&self.fact(verb, format!("compartment:{id}")))?;
        Ok(if held.is_some() { Statement::Changed } else { Statement::New })
    }
}

impl Reader {
    /// Every compartment, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn compartments(&self, _scope: &Scope) -> Result<Vec<NamedCompartment>> {
        self.with(all)
    }
}

/// Refuses when there is no such compartment.
pub(crate) fn must_exist(conn: &Connection, id: &Compartment, namer: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM compartment WHERE id = ?1", "compartment", id.as_str(), namer)
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<NamedCompartment>> {
    let mut statement = conn.prepare_cached("SELECT id, name, closed FROM compartment ORDER BY id")?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let held = |(id, name, closed): (String, String, bool)| -> std::result::Result<_, Refusal> {
        Ok(NamedCompartment { id: Compartment::new(&id)?, name, closed })
    };
    rows.into_iter().map(|row| named(held(row))).collect()
}

fn columns(row: &Row<'_>) -> rusqlite::Result<(String, String, bool)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}
