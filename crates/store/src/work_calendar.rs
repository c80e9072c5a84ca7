//! The rows of work calendars.

use std::collections::BTreeSet;

use model::{Date, UnitId, WorkCalendar};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

/// Units above each other: no tree is deeper.
const DEPTH_MAX: i64 = 64;

impl Deed<'_> {
    /// Keeps the calendar of a unit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_work_calendar(&mut self, calendar: &WorkCalendar) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO work_calendar (unit, country, zone, revision) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (unit) DO UPDATE SET country = excluded.country, zone = excluded.zone, revision = excluded.revision",
            )?
            .execute((calendar.unit.as_str(), &calendar.country, &calendar.zone, calendar.revision))?;
        Ok(())
    }

    /// What a unit itself says of its calendar.
    ///
    /// # Errors
    /// When the store fails.
    pub fn work_calendar(&self, unit: &UnitId) -> Result<Option<WorkCalendar>> {
        Ok(upwards(self.conn, unit)?.into_iter().next().filter(|calendar| calendar.unit == *unit))
    }

    /// The calendars of a unit and of those above it that have one, the nearest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn work_calendars(&self, unit: &UnitId) -> Result<Vec<WorkCalendar>> {
        upwards(self.conn, unit)
    }

    /// The free days of a country from a day on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn free_days_from(&self, country: &str, day: Date) -> Result<BTreeSet<Date>> {
        let mut statement =
            self.conn.prepare_cached("SELECT day FROM free_day WHERE country = ?1 AND day >= ?2 ORDER BY day")?;
        let mut rows = statement.query((country, day.to_string()))?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            found.insert(Date::parse(&text).ok_or_else(|| Error::damaged(format!("the free day `{text}` is none")))?);
        }
        Ok(found)
    }
}

impl Reader {
    /// The calendars of a unit and of those above it that have one, the nearest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn work_calendars(&self, scope: &Scope, unit: &UnitId) -> Result<Vec<WorkCalendar>> {
        self.seen_by(scope, |conn| upwards(conn, unit))
    }
}

fn upwards(conn: &Connection, unit: &UnitId) -> Result<Vec<WorkCalendar>> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE above (unit, depth) AS (
             SELECT ?1, 0
             UNION ALL
             SELECT unit.parent, depth + 1 FROM above JOIN unit ON unit.id = above.unit
             WHERE unit.parent IS NOT NULL AND depth < ?2
         )
         SELECT work_calendar.unit, country, zone, revision FROM above JOIN work_calendar ON work_calendar.unit = above.unit
         ORDER BY depth",
    )?;
    let mut rows = statement.query((unit.as_str(), DEPTH_MAX))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(calendar(row)?);
    }
    Ok(found)
}

fn calendar(row: &Row<'_>) -> Result<WorkCalendar> {
    let unit: String = row.get(0)?;
    Ok(WorkCalendar {
        unit: named(UnitId::new(&unit))?,
        country: row.get(1)?,
        zone: row.get(2)?,
        revision: row.get(3)?,
    })
}
