//! The rows of harvests: where the office stands with each source that it asks by itself.

use std::collections::BTreeMap;

use model::{Found, Harvest, Setback, Source, SourceId};
use rusqlite::Row;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, source};

/// Pages of one source that may wait to be taken in. The source is asked for no more until they are.
const WAITING_MAX: u32 = 4;

impl Deed<'_> {
    /// Keeps where the harvest of a source stands.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_harvest(&mut self, source: SourceId, harvest: &Harvest) -> Result<()> {
        let (setback, detail) = match &harvest.setback {
            Some((setback, detail)) => (Some(setback.word()), detail.as_str()),
            None => (None, ""),
        };
        self.conn
            .prepare_cached(
                "INSERT INTO harvest (source, cursor, due_at, asked_at, answered_at, found, n_answers, n_failures, setback, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, due_at = excluded.due_at,
                     asked_at = excluded.asked_at, answered_at = excluded.answered_at, found = excluded.found,
                     n_answers = excluded.n_answers, n_failures = excluded.n_failures, setback = excluded.setback,
                     detail = excluded.detail",
            )?
            .execute(rusqlite::params![
                source.bits().cast_signed(),
                harvest.cursor,
                harvest.due_at,
                harvest.asked_at,
                harvest.answered_at,
                harvest.found.map(Found::word),
                harvest.n_answers,
                harvest.n_failures,
                setback,
                detail,
            ])?;
        Ok(())
    }

    /// Where the harvest of a source stands; as at the beginning where it was never kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn harvest(&self, source: SourceId) -> Result<Harvest> {
        let mut statement =
            self.conn.prepare_cached(concat!("SELECT ", columns!(), " FROM harvest h WHERE h.source = ?1"))?;
        let mut rows = statement.query([source.bits().cast_signed()])?;
        Ok(rows.next()?.map(|row| harvest(row, 0)).transpose()?.flatten().unwrap_or_default())
    }

    /// Notes that a file of a folder is taken in as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_harvested_file(&mut self, source: SourceId, name: &str, stamp: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO harvested_file (source, name, stamp) VALUES (?1, ?2, ?3)
                 ON CONFLICT (source, name) DO UPDATE SET stamp = excluded.stamp",
            )?
            .execute((source.bits().cast_signed(), name, stamp))?;
        Ok(())
    }

    /// Forgets where the harvest of a source stands, and which files of a folder were taken in.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_harvest(&mut self, source: SourceId) -> Result<()> {
        let id = [source.bits().cast_signed()];
        self.conn.prepare_cached("DELETE FROM harvested_file WHERE source = ?1")?.execute(id)?;
        self.conn.prepare_cached("DELETE FROM harvest WHERE source = ?1")?.execute(id)?;
        Ok(())
    }
}

impl Reader {
    /// Files of a folder that were taken in, by name, with what they were like then.
    ///
    /// # Errors
    /// When the store fails.
    pub fn harvested_files(&self, source: SourceId) -> Result<BTreeMap<String, String>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT name, stamp FROM harvested_file WHERE source = ?1")?;
            let rows = statement.query_map([source.bits().cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Sources that are switched on and due by a time, the longest due first, at most `limit`. Of which several pages wait
    /// to be taken in, are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn due_harvests(&self, scope: &Scope, by: i64, limit: usize) -> Result<Vec<(Source, Harvest)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(concat!(
                "SELECT ",
                source::columns!(),
                ", ",
                columns!(),
                " FROM harvest h JOIN source s ON s.id = h.source LEFT JOIN label l ON l.id = s.label
                 WHERE h.due_at <= ?1 AND s.paused = 0
                   AND (SELECT count(*) FROM intake i WHERE i.source = s.id AND i.stage = 'waiting') < ?2
                 ORDER BY h.due_at LIMIT ?3"
            ))?;
            let mut rows = statement.query((by, WAITING_MAX, i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut due = Vec::new();
            while let Some(row) = rows.next()? {
                due.push((source::source(row)?, harvest(row, 18)?.unwrap_or_default()));
            }
            Ok(due)
        })
    }
}

/// The columns of a harvest, those of [`harvest`].
macro_rules! columns {
    () => {
        "h.cursor, h.due_at, h.asked_at, h.answered_at, h.found, h.n_answers, h.n_failures, h.setback, h.detail"
    };
}
pub(crate) use columns;

/// A harvest from nine columns; `None` where there is none.
pub(crate) fn harvest(row: &Row<'_>, at: usize) -> Result<Option<Harvest>> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a harvest is not one"));
    let Some(cursor) = row.get::<_, Option<String>>(at)? else { return Ok(None) };
    let (found, setback): (Option<String>, Option<String>) = (row.get(at + 4)?, row.get(at + 7)?);
    let found = found.map(|word| Found::from_word(&word).ok_or_else(|| damaged("finding", &word))).transpose()?;
    let setback = setback.map(|word| Setback::from_word(&word).ok_or_else(|| damaged("setback", &word))).transpose()?;
    let detail: String = row.get(at + 8)?;
    Ok(Some(Harvest {
        cursor,
        due_at: row.get(at + 1)?,
        asked_at: row.get(at + 2)?,
        answered_at: row.get(at + 3)?,
        found,
        n_answers: row.get(at + 5)?,
        n_failures: row.get(at + 6)?,
        setback: setback.map(|setback| (setback, detail)),
    }))
}
