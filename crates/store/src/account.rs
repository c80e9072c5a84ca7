//! The rows of accounts: passwords, sessions, one-time links, known browsers, tokens for programs.
//!
//! Of every secret that is given out a hash is kept, never the secret. Nothing of it is read under a scope.

use model::{PersonId, Verb};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result};

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

/// A session in a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of its token.
    pub token: SecretHash,
    /// Whose it is.
    pub person: PersonId,
    /// What the browser calls itself.
    pub agent: String,
    /// When it began, in microseconds since 1970.
    pub made_at: i64,
    /// When it was used last.
    pub seen_at: i64,
    /// When it ends whatever happens.
    pub expires_at: i64,
}

/// A token for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// `read` or `write`.
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

fn person(name: &str) -> Result<PersonId> {
    named(PersonId::new(name))
}

fn about(id: &PersonId) -> String {
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

    /// Begins a session.
    ///
    /// # Errors
    /// When the store fails.
    pub fn begin_session(&mut self, session: &Session, device: &SecretHash) -> Result<()> {
        let id = session.person.as_str();
        self.conn
            .prepare_cached(
                "INSERT INTO session (token, person, agent, made_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                session.token,
                id,
                &session.agent,
                session.made_at,
                session.seen_at,
                session.expires_at,
            ))?;
        self.conn
            .prepare_cached(
                "INSERT INTO device (token, person, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at",
            )?
            .execute((device, id, self.at))?;
        self.conn.prepare_cached("UPDATE account SET signed_in_at = ?2 WHERE person = ?1")?.execute((id, self.at))?;
        self.note(&self.fact(Verb::SignedIn, about(&session.person)))
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// When the store fails.
    pub fn touch_session(&mut self, token: &SecretHash) -> Result<()> {
        self.conn.prepare_cached("UPDATE session SET seen_at = ?2 WHERE token = ?1")?.execute((token, self.at))?;
        Ok(())
    }

    /// Ends a session of a person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_session(&mut self, id: &PersonId, token: &SecretHash) -> Result<()> {
        let n = self
            .conn
            .prepare_cached("DELETE FROM session WHERE token = ?1 AND person = ?2")?
            .execute((token, id.as_str()))?;
        if n == 0 {
            return Ok(());
        }
        self.note(&self.fact(Verb::SignedOut, about(id)))
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
            return Err(Error::said("There is no such token; reload the page"));
        }
        self.note(&self.fact(Verb::Revoked, about(id)).with("token".to_owned()))
    }

    /// Ends every session of a person but one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_other_sessions(&mut self, id: &PersonId, kept: &SecretHash) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM session WHERE person = ?1 AND token != ?2")?
            .execute((id.as_str(), kept))?;
        self.note(&self.fact(Verb::SignedOut, about(id)).with("other sessions".to_owned()))
    }

    /// Makes every session, link, browser and token of a person useless.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shut_out(&mut self, id: &PersonId) -> Result<()> {
        for table in ["session", "invitation", "device"] {
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
            let mut statement = conn.prepare_cached("SELECT 1 FROM account WHERE password IS NOT NULL LIMIT 1")?;
            Ok(statement.query_row([], |_| Ok(())).optional()?.is_none())
        })
    }

    /// The session of a token, if it has not ended by now and was in use within `idle` microseconds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn session(&self, token: &SecretHash, now: i64, idle: i64) -> Result<Option<Session>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SESSION} WHERE token = ?1 AND expires_at > ?2 AND seen_at > ?3"))?;
            let found = statement.query_row((token, now, now - idle), session).optional()?;
            found.map(|(name, session)| Ok(Session { person: person(&name)?, ..session })).transpose()
        })
    }

    /// The sessions of a person, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sessions(&self, id: &PersonId) -> Result<Vec<Session>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(&format!("{SESSION} WHERE person = ?1 ORDER BY seen_at DESC"))?;
            let rows = statement.query_map([id.as_str()], session)?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(rows.into_iter().map(|(_, session)| Session { person: id.clone(), ..session }).collect())
        })
    }

    /// The person of a one-time link that is still good.
    ///
    /// # Errors
    /// When the store fails.
    pub fn invited(&self, token: &SecretHash, now: i64) -> Result<Option<PersonId>> {
        self.with(|conn| invited(conn, token, now))
    }

    /// Whether a person signed in from this browser before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn knows_device(&self, id: &PersonId, device: &SecretHash) -> Result<bool> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT 1 FROM device WHERE token = ?1 AND person = ?2")?;
            Ok(statement.query_row((device, id.as_str()), |_| Ok(())).optional()?.is_some())
        })
    }

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

const SESSION: &str = "SELECT token, agent, made_at, seen_at, expires_at, person FROM session";

fn session(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, Session)> {
    // The name is read by the caller, which can say that it is damaged.
    let nobody = PersonId::new("nobody").map_err(|_| rusqlite::Error::InvalidQuery)?;
    let session = Session {
        token: row.get(0)?,
        person: nobody,
        agent: row.get(1)?,
        made_at: row.get(2)?,
        seen_at: row.get(3)?,
        expires_at: row.get(4)?,
    };
    Ok((row.get(5)?, session))
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
