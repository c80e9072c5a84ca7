//! The rows of tokens for programs.
//!
//! Of each a hash is kept, never the token. Nothing of it is read under a scope.

use model::{PersonId, Verb, sentence};
use rusqlite::Connection;

use crate::account::{about, person};
use crate::deed::Deed;
use crate::{Error, Reader, Result, SecretHash};

/// A token for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// `read`, `write` or `administer`.
    pub reach: String,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
    /// When it was made useless.
    pub revoked_at: Option<i64>,
}

impl Deed<'_> {
    /// Makes a token for programs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_token(
        &mut self,
        id: &PersonId,
        token: &SecretHash,
        name: &str,
        reach: &str,
        expires_at: i64,
    ) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO api_token (token, person, name, reach, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((token, id.as_str(), name, reach, self.at, expires_at))?;
        self.note(&self.fact(Verb::Issued, about(id)).with(format!("token {reach}")))
    }

    /// Notes that a token was used.
    ///
    /// # Errors
    /// When the store fails.
    pub fn touch_token(&mut self, number: i64) -> Result<()> {
        self.conn.prepare_cached("UPDATE api_token SET used_at = ?2 WHERE id = ?1")?.execute((number, self.at))?;
        Ok(())
    }

    /// Makes a token of a person useless.
    ///
    /// # Errors
    /// Refused when they have none of this number.
    pub fn revoke_token(&mut self, id: &PersonId, token: i64) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "UPDATE api_token SET revoked_at = ?3 WHERE id = ?1 AND person = ?2 AND revoked_at IS NULL",
            )?
            .execute((token, id.as_str(), self.at))?;
        if n == 0 {
            return Err(Error::said(sentence!("token-missing", "There is no such token; reload the page")));
        }
        self.note(&self.fact(Verb::Revoked, about(id)).with("token".to_owned()))
    }
}

impl Reader {
    /// The tokens of a person, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn api_tokens(&self, id: &PersonId) -> Result<Vec<ApiToken>> {
        self.with(|conn| tokens(conn, "person = ?1 ORDER BY id DESC", &[&id.as_str()]))
    }

    /// The token with this hash, if it is good now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn api_token(&self, token: &SecretHash, now: i64) -> Result<Option<ApiToken>> {
        let mut found =
            self.with(|conn| tokens(conn, "token = ?1 AND expires_at > ?2 AND revoked_at IS NULL", &[token, &now]))?;
        Ok(found.pop())
    }
}

fn tokens(conn: &Connection, which: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<ApiToken>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, person, name, reach, made_at, expires_at, used_at, revoked_at FROM api_token WHERE {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(ApiToken {
            id: row.get(0)?,
            person: person(&row.get::<_, String>(1)?)?,
            name: row.get(2)?,
            reach: row.get(3)?,
            made_at: row.get(4)?,
            expires_at: row.get(5)?,
            used_at: row.get(6)?,
            revoked_at: row.get(7)?,
        });
    }
    Ok(found)
}
