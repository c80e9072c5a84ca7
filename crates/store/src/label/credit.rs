//! Labels of lines of credit and of scenarios.

use model::{CreditId, Noun, ScenarioId, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{named, relabel};
use crate::Result;
use crate::deed::Deed;

/// Gives the facts about a line of credit and about its duties the label that is right for them now.
pub(crate) fn relabel_credit(deed: &mut Deed<'_>, credit: CreditId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Credit, credit)])?;
    deed.rights_changed()
}

/// The same for a scenario.
pub(crate) fn relabel_scenario(deed: &mut Deed<'_>, scenario: ScenarioId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Scenario, scenario)])?;
    deed.rights_changed()
}

/// The lines of credit that name something in a column: they are not seen without it.
pub(super) fn credits(conn: &Connection, column: &str, key: Value) -> Result<Vec<Thing>> {
    let credit = |bits: u64| Thing::new(Noun::Credit, CreditId::from_bits(bits));
    named(conn, &format!("SELECT id FROM credit WHERE {column} = ?1"), key, credit)
}

/// The labels of all that one has to see for seeing a line of credit.
pub(super) fn of_credit(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let sql = "SELECT label FROM credit WHERE id = ?1
               UNION SELECT h.label FROM credit c JOIN host h ON h.id = c.lender WHERE c.id = ?1
               UNION SELECT a.label FROM credit c JOIN agreement a ON a.id = c.agreement WHERE c.id = ?1";
    labels(conn, sql, CreditId::parse(name).map(CreditId::bits))
}

/// The label of a scenario.
pub(super) fn of_scenario(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    labels(conn, "SELECT label FROM scenario WHERE id = ?1", ScenarioId::parse(name).map(ScenarioId::bits))
}

/// The labels that a statement finds for the number of a name; none for what is no name.
pub(super) fn labels(conn: &Connection, sql: &str, bits: Option<u64>) -> Result<Vec<i64>> {
    let Some(bits) = bits else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map([bits.cast_signed()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(found)
}
