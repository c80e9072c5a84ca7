//! The rows of sessions, and of the browsers that somebody signed in from.
//!
//! Of their tokens a hash is kept, never the token. Nothing of it is read under a scope.

use model::{PersonId, Verb};
use rusqlite::{Connection, OptionalExtension};

use crate::account::{about, person};
use crate::deed::Deed;
use crate::{Reader, Result, SecretHash};

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
    /// When its person showed last that they are themselves.
    pub proved_at: i64,
}

impl Deed<'_> {
    /// Begins a session.
    ///
    /// # Errors
    /// When the store fails.
    pub fn begin_session(&mut self, session: &Session, device: &SecretHash) -> Result<()> {
        let id = session.person.as_str();
        self.conn
            .prepare_cached(
                "INSERT INTO session (token, person, agent, made_at, seen_at, expires_at, proved_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                session.token,
                id,
                &session.agent,
                session.made_at,
                session.seen_at,
                session.expires_at,
                session.proved_at,
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

    /// Gives a session that goes on a new token: its person showed again that they are themselves. The token before
    /// is good for nothing from then on. Answers whether there was such a session.
    ///
    /// # Errors
    /// When the store fails.
    pub fn prove_session(&mut self, id: &PersonId, before: &SecretHash, after: &SecretHash) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "UPDATE session SET token = ?3, proved_at = ?4, seen_at = ?4 WHERE token = ?2 AND person = ?1",
            )?
            .execute((id.as_str(), before, after, self.at))?;
        Ok(n == 1)
    }

    /// The sessions of a person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sessions(&self, id: &PersonId) -> Result<Vec<Session>> {
        of_person(self.conn, id)
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
}

impl Reader {
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
        self.with(|conn| of_person(conn, id))
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
}

const SESSION: &str = "SELECT token, agent, made_at, seen_at, expires_at, proved_at, person FROM session";

fn of_person(conn: &Connection, id: &PersonId) -> Result<Vec<Session>> {
    let mut statement = conn.prepare_cached(&format!("{SESSION} WHERE person = ?1 ORDER BY seen_at DESC"))?;
    let rows = statement.query_map([id.as_str()], session)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().map(|(_, session)| Session { person: id.clone(), ..session }).collect())
}

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
        proved_at: row.get(5)?,
    };
    Ok((row.get(6)?, session))
}
