//! The rows of free days.

use model::{Date, FreeDay};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps the free days of a country, in place of those it had.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_free_days(&mut self, country: &str, days: &[FreeDay]) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM free_day WHERE country = ?1")?.execute([country])?;
        let mut put = self.conn.prepare_cached("INSERT INTO free_day (country, day, name) VALUES (?1, ?2, ?3)")?;
        for one in days {
            put.execute((country, one.day.to_string(), &one.name))?;
        }
        Ok(())
    }
}

impl Reader {
    /// Every free day, by country and day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn free_days(&self, scope: &Scope) -> Result<Vec<FreeDay>> {
        self.seen_by(scope, all)
    }
}

fn all(conn: &Connection) -> Result<Vec<FreeDay>> {
    let mut statement = conn.prepare_cached("SELECT country, day, name FROM free_day ORDER BY country, day")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day: String = row.get(1)?;
        let read = Date::parse(&day).ok_or_else(|| Error::damaged(format!("the free day `{day}` is none")))?;
        found.push(FreeDay { country: row.get(0)?, day: read, name: row.get(2)? });
    }
    Ok(found)
}
