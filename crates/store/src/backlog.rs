//! The rows of what waits behind the cap of a pass.

use model::{Date, NeedId};
use rusqlite::{OptionalExtension, Row};

use crate::agreement::day;
use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

/// Records that fit a need and wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// The need.
    pub need: NeedId,
    /// How many.
    pub n_left: u64,
    /// The day on which the next of them are laid before the post.
    pub next_on: Date,
}

impl Deed<'_> {
    /// Keeps what waits for a need; where nothing waits any more that is forgotten.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_backlog(&mut self, backlog: &Backlog) -> Result<()> {
        if backlog.n_left == 0 {
            self.conn.prepare_cached("DELETE FROM backlog WHERE need = ?1")?.execute([backlog.need.as_str()])?;
            return Ok(());
        }
        self.conn
            .prepare_cached(
                "INSERT INTO backlog (need, n_left, next_on) VALUES (?1, ?2, ?3)
                 ON CONFLICT (need) DO UPDATE SET n_left = excluded.n_left, next_on = excluded.next_on",
            )?
            .execute((backlog.need.as_str(), backlog.n_left.cast_signed(), backlog.next_on.to_string()))?;
        Ok(())
    }
}

impl Reader {
    /// What waits for a need.
    ///
    /// # Errors
    /// When the store fails.
    pub fn backlog(&self, scope: &Scope, need: &NeedId) -> Result<Option<Backlog>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached("SELECT need, n_left, next_on FROM backlog WHERE need = ?1")?;
            find.query_row([need.as_str()], |row| Ok(of_row(row))).optional()?.transpose()
        })
    }

    /// What waits and whose day has come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn backlogs_due(&self, scope: &Scope, today: Date) -> Result<Vec<Backlog>> {
        self.seen_by(scope, |conn| {
            let mut find =
                conn.prepare_cached("SELECT need, n_left, next_on FROM backlog WHERE next_on <= ?1 ORDER BY need")?;
            let mut rows = find.query([today.to_string()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(of_row(row)?);
            }
            Ok(found)
        })
    }
}

fn of_row(row: &Row<'_>) -> Result<Backlog> {
    Ok(Backlog {
        need: named(NeedId::new(&row.get::<_, String>(0)?))?,
        n_left: row.get::<_, i64>(1)?.cast_unsigned(),
        next_on: day(row, 2)?.ok_or_else(|| Error::damaged("a backlog has no day".to_owned()))?,
    })
}
