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
