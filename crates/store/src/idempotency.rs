//! Answers that were given to writes with a key, so that a request that is sent again is not done again.
//!
//! Nothing of it is read under a scope: an answer is read by whom it was given to, and by nobody else.

use rusqlite::OptionalExtension;

use crate::deed::Deed;
use crate::{Error, Result};

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    /// Hash of the request that it answers.
    pub request: [u8; 32],
    /// Its status.
    pub status: u16,
    /// The answer, as whoever gave it wrote it.
    pub answer: String,
}

impl Deed<'_> {
    /// The answer that was given to somebody under a key.
    ///
    /// # Errors
    /// When the store fails.
    pub fn given_answer(&self, principal: &str, key: &str) -> Result<Option<GivenAnswer>> {
        let mut find = self
            .conn
            .prepare_cached("SELECT request, status, answer FROM idempotency WHERE principal = ?1 AND key = ?2")?;
        let found = find.query_row((principal, key), |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?))
        });
        let Some((request, status, answer)) = found.optional()? else { return Ok(None) };
        let request = request.try_into().map_err(|_| Error::damaged("the hash of a kept request is cut".to_owned()))?;
        Ok(Some(GivenAnswer { request, status, answer }))
    }

    /// Keeps the answer that is given to somebody under a key.
    ///
    /// # Errors
    /// When the store fails, or when the key was used before.
    pub fn keep_answer(&mut self, principal: &str, key: &str, given: &GivenAnswer) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO idempotency (principal, key, request, status, answer, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((principal, key, given.request.as_slice(), given.status, &given.answer, self.at))?;
        Ok(())
    }

    /// Forgets answers that were given before this time, in microseconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_answers(&mut self, before: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM idempotency WHERE made_at < ?1")?.execute([before])?;
        Ok(())
    }
}
