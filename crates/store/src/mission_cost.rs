//! The rows of what missions cost.

use model::{MissionCost, MissionId};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::mission::money;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a note of what a mission cost, behind those that were made before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_mission_cost(&mut self, cost: &MissionCost) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO mission_cost (mission, position, spent, currency, remark, by, at)
                 VALUES (?1, (SELECT count(*) FROM mission_cost WHERE mission = ?1), ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                cost.mission.bits().cast_signed(),
                cost.spent.minor,
                cost.spent.currency.code(),
                &cost.remark,
                &cost.by,
                cost.at,
            ))?;
        Ok(())
    }

    /// What was noted of the cost of a mission, the first note first, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_costs(&self, mission: MissionId) -> Result<Vec<MissionCost>> {
        of(self.conn, mission)
    }
}

impl Reader {
    /// What was noted of the cost of a mission, the first note first: the last one counts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_costs(&self, scope: &Scope, mission: MissionId) -> Result<Vec<MissionCost>> {
        self.seen_by(scope, |conn| of(conn, mission))
    }
}

pub(crate) fn of(conn: &Connection, mission: MissionId) -> Result<Vec<MissionCost>> {
    let mut statement = conn.prepare_cached(
        "SELECT spent, currency, remark, by, at FROM mission_cost WHERE mission = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([mission.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let spent = money(Some(row.get(0)?), Some(row.get(1)?))?;
        found.push(MissionCost {
            mission,
            spent: spent.ok_or_else(|| Error::damaged("what a mission cost is no amount".to_owned()))?,
            remark: row.get(2)?,
            by: row.get(3)?,
            at: row.get(4)?,
        });
    }
    Ok(found)
}
