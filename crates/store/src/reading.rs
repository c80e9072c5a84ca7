//! The rows of readings, and of the tokens that may write them and nothing else.

use model::{AdoptionId, Noun, Reading, ReadingGiven, ReadingPeriod, ReadingSeries, ReadingWay, Thing, Verb, sentence};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, SecretHash};

/// A token that may write readings of one adoption and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingToken {
    /// Its number.
    pub id: i64,
    /// Of which adoption.
    pub adoption: AdoptionId,
    /// What the meter or the system is called.
    pub name: String,
    /// Who made it: post and person.
    pub by: String,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
    /// When it was made useless.
    pub revoked_at: Option<i64>,
}

fn thing(id: AdoptionId) -> Thing {
    Thing::new(Noun::Adoption, id)
}

impl Deed<'_> {
    /// Keeps the readings of a series that are not held yet. Nothing of it is ever changed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_readings(&mut self, id: AdoptionId, series: &ReadingSeries, n_held: usize) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO adoption_reading (adoption, number, key, period, value, corrects, way, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for reading in series.all().iter().skip(n_held) {
            put.execute(rusqlite::params![
                id.bits().cast_signed(),
                reading.number,
                reading.given.key,
                reading.given.period.to_string(),
                reading.given.value,
                reading.corrects,
                reading.way.word(),
                reading.by,
                reading.at,
            ])?;
        }
        Ok(())
    }

    /// The readings of an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn readings(&self, id: AdoptionId) -> Result<ReadingSeries> {
        series(self.conn, id)
    }

    /// Makes a token for readings of an adoption. Answers its number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_reading_token(
        &mut self,
        id: AdoptionId,
        token: &SecretHash,
        (name, by): (&str, &str),
        expires_at: i64,
    ) -> Result<i64> {
        let number = self
            .conn
            .prepare_cached(
                "INSERT INTO reading_token (token, adoption, name, by, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .insert((token, id.bits().cast_signed(), name, by, self.at, expires_at))?;
        self.note(&self.fact(Verb::Issued, thing(id)).with(format!("token {number}")))?;
        Ok(number)
    }

    /// Notes that a token for readings was used.
    ///
    /// # Errors
    /// When the store fails.
    pub fn touch_reading_token(&mut self, number: i64) -> Result<()> {
        let mut put = self.conn.prepare_cached("UPDATE reading_token SET used_at = ?2 WHERE id = ?1")?;
        put.execute((number, self.at))?;
        Ok(())
    }

    /// Makes a token of an adoption useless.
    ///
    /// # Errors
    /// Refused when it has none of this number that is good.
    pub fn revoke_reading_token(&mut self, id: AdoptionId, number: i64) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "UPDATE reading_token SET revoked_at = ?3 WHERE id = ?1 AND adoption = ?2 AND revoked_at IS NULL",
            )?
            .execute((number, id.bits().cast_signed(), self.at))?;
        if n == 0 {
            return Err(Error::said(sentence!("token-missing", "There is no such token; reload the page")));
        }
        self.note(&self.fact(Verb::Revoked, thing(id)).with(format!("token {number}")))
    }

    /// The tokens of an adoption, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_tokens(&self, id: AdoptionId) -> Result<Vec<ReadingToken>> {
        tokens(self.conn, "adoption = ?1 ORDER BY id DESC", &[&id.bits().cast_signed()])
    }

    /// The token with this hash, if it is good now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_token(&self, token: &SecretHash) -> Result<Option<ReadingToken>> {
        let which = "token = ?1 AND expires_at > ?2 AND revoked_at IS NULL";
        Ok(tokens(self.conn, which, &[token, &self.at])?.pop())
    }
}

impl Reader {
    /// The readings of an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn readings(&self, scope: &Scope, id: AdoptionId) -> Result<ReadingSeries> {
        self.seen_by(scope, |conn| series(conn, id))
    }

    /// The tokens of an adoption, the latest first: for those who keep it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_tokens(&self, id: AdoptionId) -> Result<Vec<ReadingToken>> {
        self.with(|conn| tokens(conn, "adoption = ?1 ORDER BY id DESC", &[&id.bits().cast_signed()]))
    }

    /// The token with this hash, if it is good at a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_token(&self, token: &SecretHash, now: i64) -> Result<Option<ReadingToken>> {
        let which = "token = ?1 AND expires_at > ?2 AND revoked_at IS NULL";
        let mut found = self.with(|conn| tokens(conn, which, &[token, &now]))?;
        Ok(found.pop())
    }
}

fn series(conn: &Connection, id: AdoptionId) -> Result<ReadingSeries> {
    let mut find = conn.prepare_cached(
        "SELECT number, key, period, value, corrects, way, by, at FROM adoption_reading WHERE adoption = ?1 ORDER BY number",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    let damaged = |value: &str| Error::damaged(format!("`{value}` is nothing of a reading"));
    while let Some(row) = rows.next()? {
        let (period, way): (String, String) = (row.get(2)?, row.get(5)?);
        let period = ReadingPeriod::parse(&period).ok_or_else(|| damaged(&period))?;
        found.push(Reading {
            number: row.get(0)?,
            given: ReadingGiven { period, value: row.get(3)?, key: row.get(1)? },
            corrects: row.get(4)?,
            way: ReadingWay::from_word(&way).ok_or_else(|| damaged(&way))?,
            by: row.get(6)?,
            at: row.get(7)?,
        });
    }
    Ok(ReadingSeries::of(found))
}

fn tokens(conn: &Connection, which: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<ReadingToken>> {
    let mut find = conn.prepare_cached(&format!(
        "SELECT id, adoption, name, by, made_at, expires_at, used_at, revoked_at FROM reading_token WHERE {which}"
    ))?;
    let mut rows = find.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(ReadingToken {
            id: row.get(0)?,
            adoption: AdoptionId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
            name: row.get(2)?,
            by: row.get(3)?,
            made_at: row.get(4)?,
            expires_at: row.get(5)?,
            used_at: row.get(6)?,
            revoked_at: row.get(7)?,
        });
    }
    Ok(found)
}
