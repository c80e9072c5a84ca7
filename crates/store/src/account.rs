//! The rows of accounts: passwords, one-time codes, one-time links.
//!
//! Of every secret that is given out a hash is kept, never the secret. Nothing of it is read under a scope.

use model::{PersonId, Verb};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result};

/// SHA-256 of a secret that was given out.
pub type SecretHash = [u8; 32];

/// How a person is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub person: PersonId,
    /// Argon2id in PHC form.
    pub password: Option<String>,
    /// Shared secret of one-time codes.
    pub totp_secret: Option<Vec<u8>>,
    /// The last time step whose code was taken.
    pub totp_step: i64,
    /// When they signed in last, in microseconds since 1970.
    pub signed_in_at: Option<i64>,
}

pub(crate) fn person(name: &str) -> Result<PersonId> {
    named(PersonId::new(name))
}

pub(crate) fn about(id: &PersonId) -> String {
    format!("person:{id}")
}

impl Deed<'_> {
    /// The account of a person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn account(&self, id: &PersonId) -> Result<Option<Account>> {
        account(self.conn, id)
    }

    /// Sets a password. Every session, one-time link and known browser of the person ends with it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_password(&mut self, id: &PersonId, hash: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO account (person, password, made_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person) DO UPDATE SET password = excluded.password",
            )?
            .execute((id.as_str(), hash, self.at))?;
        for table in ["session", "invitation", "device"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE person = ?1"))?.execute([id.as_str()])?;
        }
        self.note(&self.fact(Verb::Credentialed, about(id)).with("password".to_owned()))
    }

    /// Sets or takes away the secret of one-time codes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_totp(&mut self, id: &PersonId, secret: Option<&[u8]>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE account SET totp_secret = ?2, totp_step = 0 WHERE person = ?1")?
            .execute((id.as_str(), secret))?;
        let change = if secret.is_some() { "one-time codes" } else { "no one-time codes" };
        self.note(&self.fact(Verb::Credentialed, about(id)).with(change.to_owned()))
    }

    /// Takes a one-time code's time step; answers whether it had not been taken before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn take_totp_step(&mut self, id: &PersonId, step: i64) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached("UPDATE account SET totp_step = ?2 WHERE person = ?1 AND totp_step < ?2")?
            .execute((id.as_str(), step))?;
        Ok(n == 1)
    }

    /// Makes a one-time link, in place of those before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn invite(&mut self, id: &PersonId, token: &SecretHash, expires_at: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM invitation WHERE person = ?1")?.execute([id.as_str()])?;
        self.conn
            .prepare_cached("INSERT INTO invitation (token, person, made_at, expires_at) VALUES (?1, ?2, ?3, ?4)")?
            .execute((token, id.as_str(), self.at, expires_at))?;
        self.note(&self.fact(Verb::Invited, about(id)))
    }

    /// The person of a one-time link that is still good.
    ///
    /// # Errors
    /// When the store fails.
    pub fn invited(&self, token: &SecretHash) -> Result<Option<PersonId>> {
        invited(self.conn, token, self.at)
    }

    /// Makes every session, link, browser and token of a person useless, and forgets which tenures groups gave them:
    /// who comes back is given them anew.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shut_out(&mut self, id: &PersonId) -> Result<()> {
        for table in ["session", "invitation", "device", "openid_tenure"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE person = ?1"))?.execute([id.as_str()])?;
        }
        self.conn
            .prepare_cached("UPDATE api_token SET revoked_at = ?2 WHERE person = ?1 AND revoked_at IS NULL")?
            .execute((id.as_str(), self.at))?;
        self.note(&self.fact(Verb::Revoked, about(id)).with("everything".to_owned()))
    }

    /// Forgets sessions and links that are past their time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sweep_accounts(&mut self) -> Result<()> {
        for table in ["session", "invitation"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE expires_at < ?1"))?.execute([self.at])?;
        }
        Ok(())
    }
}

impl Reader {
    /// The account of a person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn account(&self, id: &PersonId) -> Result<Option<Account>> {
        self.with(|conn| account(conn, id))
    }

    /// Whether nobody can sign in yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn has_no_account(&self) -> Result<bool> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT 1 FROM account WHERE password IS NOT NULL UNION ALL SELECT 1 FROM openid LIMIT 1",
            )?;
            Ok(statement.query_row([], |_| Ok(())).optional()?.is_none())
        })
    }

    /// The person of a one-time link that is still good.
    ///
    /// # Errors
    /// When the store fails.
    pub fn invited(&self, token: &SecretHash, now: i64) -> Result<Option<PersonId>> {
        self.with(|conn| invited(conn, token, now))
    }
}

fn account(conn: &Connection, id: &PersonId) -> Result<Option<Account>> {
    let mut statement =
        conn.prepare_cached("SELECT password, totp_secret, totp_step, signed_in_at FROM account WHERE person = ?1")?;
    let found = statement.query_row([id.as_str()], |row| {
        Ok(Account {
            person: id.clone(),
            password: row.get(0)?,
            totp_secret: row.get(1)?,
            totp_step: row.get(2)?,
            signed_in_at: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

fn invited(conn: &Connection, token: &SecretHash, now: i64) -> Result<Option<PersonId>> {
    let mut statement = conn.prepare_cached("SELECT person FROM invitation WHERE token = ?1 AND expires_at > ?2")?;
    let found: Option<String> = statement.query_row((token, now), |row| row.get(0)).optional()?;
    found.map(|name| person(&name)).transpose()
}
