//! The rows of classifiers: what was learned, and how it did.

use model::SubjectScheme;
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

/// A classifier of a scheme as it is kept. What it learned is not read here.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldClassifier {
    /// The scheme.
    pub scheme: SubjectScheme,
    /// When it learned, in microseconds since 1970.
    pub trained_at: i64,
    /// From how many records.
    pub n_records: u64,
    /// How many codes it knows.
    pub n_codes: u64,
    /// On how many records it was measured that it had not learned from.
    pub n_held_back: u64,
    /// Share of them whose first proposal was accepted: 0 to 1.
    pub at_1: f64,
    /// Share of the first five proposals that were accepted.
    pub at_5: f64,
    /// What that share could be at best: most records bear fewer than five codes.
    pub best_at_5: f64,
    /// Share of the accepted codes that were among the first five proposals.
    pub found_at_5: f64,
}

impl Deed<'_> {
    /// Keeps what was learned of a scheme instead of what was known before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_classifier(&mut self, held: &HeldClassifier, learned: &[u8]) -> Result<()> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "INSERT INTO classifier (scheme, trained_at, n_records, n_codes, n_held_back, at_1, at_5, best_at_5, found_at_5,
                                         learned)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (scheme) DO UPDATE SET trained_at = excluded.trained_at, n_records = excluded.n_records,
                     n_codes = excluded.n_codes, n_held_back = excluded.n_held_back, at_1 = excluded.at_1,
                     at_5 = excluded.at_5, best_at_5 = excluded.best_at_5, found_at_5 = excluded.found_at_5,
                     learned = excluded.learned",
            )?
            .execute(rusqlite::params![
                held.scheme.word(),
                held.trained_at,
                number(held.n_records),
                number(held.n_codes),
                number(held.n_held_back),
                held.at_1,
                held.at_5,
                held.best_at_5,
                held.found_at_5,
                learned,
            ])?;
        Ok(())
    }

    /// Forgets what was learned of a scheme.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_classifier(&mut self, scheme: SubjectScheme) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM classifier WHERE scheme = ?1")?.execute([scheme.word()])?;
        Ok(())
    }
}

impl Reader {
    /// The classifiers of the office.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifiers(&self, scope: &Scope) -> Result<Vec<HeldClassifier>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY scheme"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(held(row)?);
            }
            Ok(found)
        })
    }

    /// When a classifier learned last; `None` where there is none of the scheme.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifier_epoch(&self, scope: &Scope, scheme: SubjectScheme) -> Result<Option<i64>> {
        self.seen_by(scope, |conn| Ok(one(conn, scheme)?.map(|held| held.trained_at)))
    }

    /// What the classifier of a scheme learned.
    ///
    /// # Errors
    /// When the store fails.
    pub fn learned(&self, scope: &Scope, scheme: SubjectScheme) -> Result<Option<Vec<u8>>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached("SELECT learned FROM classifier WHERE scheme = ?1")?;
            let mut rows = statement.query([scheme.word()])?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
        })
    }
}

const SELECT: &str =
    "SELECT scheme, trained_at, n_records, n_codes, n_held_back, at_1, at_5, best_at_5, found_at_5 FROM classifier";

fn one(conn: &Connection, scheme: SubjectScheme) -> Result<Option<HeldClassifier>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE scheme = ?1"))?;
    let mut rows = statement.query([scheme.word()])?;
    rows.next()?.map(held).transpose()
}

fn held(row: &Row<'_>) -> Result<HeldClassifier> {
    let word: String = row.get(0)?;
    let number = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    Ok(HeldClassifier {
        scheme: SubjectScheme::from_word(&word)
            .ok_or_else(|| Error::damaged(format!("`{word}` is no scheme of a classifier")))?,
        trained_at: row.get(1)?,
        n_records: number(2)?,
        n_codes: number(3)?,
        n_held_back: number(4)?,
        at_1: row.get(5)?,
        at_5: row.get(6)?,
        best_at_5: row.get(7)?,
        found_at_5: row.get(8)?,
    })
}
