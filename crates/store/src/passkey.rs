//! The rows of passkeys. The store keeps public keys as it is given them, and does not read them.

use model::{PersonId, Verb, sentence};
use rusqlite::{Connection, OptionalExtension};

use crate::account::{about, person};
use crate::deed::Deed;
use crate::{Error, Reader, Result};

/// A passkey of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its number.
    pub id: i64,
    /// Its name between browser and office.
    pub credential: Vec<u8>,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// Public key and counter, as JSON.
    pub key: String,
    /// When it was added, in microseconds since 1970.
    pub made_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
}

impl Deed<'_> {
    /// The handle of an account for passkeys; `new` when it has none yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passkey_handle(&mut self, id: &PersonId, new: &[u8]) -> Result<Vec<u8>> {
        self.conn
            .prepare_cached("INSERT INTO account (person, made_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute((id.as_str(), self.at))?;
        self.conn
            .prepare_cached("UPDATE account SET handle = ?2 WHERE person = ?1 AND handle IS NULL")?
            .execute((id.as_str(), new))?;
        let mut statement = self.conn.prepare_cached("SELECT handle FROM account WHERE person = ?1")?;
        Ok(statement.query_row([id.as_str()], |row| row.get(0))?)
    }

    /// Adds a passkey.
    ///
    /// # Errors
    /// Refused when it belongs to somebody already.
    pub fn add_passkey(&mut self, id: &PersonId, credential: &[u8], name: &str, key: &str) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO passkey (credential, person, name, key, made_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            )?
            .execute((credential, id.as_str(), name, key, self.at))?;
        if n == 0 {
            return Err(Error::said(sentence!("passkey-in-use", "This passkey is in use already; add another one")));
        }
        self.note(&self.fact(Verb::Credentialed, about(id)).with("passkey".to_owned()))
    }

    /// The passkeys of a person, in the order in which they were added.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passkeys(&self, id: &PersonId) -> Result<Vec<Passkey>> {
        select(self.conn, "person = ?1 ORDER BY id", &id.as_str())
    }

    /// The passkey with this name between browser and office.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passkey(&self, credential: &[u8]) -> Result<Option<Passkey>> {
        Ok(select(self.conn, "credential = ?1", &credential)?.pop())
    }

    /// Notes that a passkey was used, with its key as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn use_passkey(&mut self, number: i64, key: &str) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE passkey SET key = ?2, used_at = ?3 WHERE id = ?1")?
            .execute((number, key, self.at))?;
        Ok(())
    }

    /// Takes a passkey of a person away.
    ///
    /// # Errors
    /// Refused when they have none of this number.
    pub fn remove_passkey(&mut self, id: &PersonId, number: i64) -> Result<()> {
        let n = self
            .conn
            .prepare_cached("DELETE FROM passkey WHERE id = ?1 AND person = ?2")?
            .execute((number, id.as_str()))?;
        if n == 0 {
            return Err(Error::said(sentence!("passkey-missing", "There is no such passkey; reload the page")));
        }
        self.note(&self.fact(Verb::Credentialed, about(id)).with("no passkey".to_owned()))
    }

    /// Takes every passkey of a person away; answers how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_passkeys(&mut self, id: &PersonId) -> Result<usize> {
        Ok(self.conn.prepare_cached("DELETE FROM passkey WHERE person = ?1")?.execute([id.as_str()])?)
    }
}

impl Reader {
    /// The passkeys of a person, in the order in which they were added.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passkeys(&self, id: &PersonId) -> Result<Vec<Passkey>> {
        self.with(|conn| select(conn, "person = ?1 ORDER BY id", &id.as_str()))
    }

    /// The passkey with this name between browser and office, if it belongs to the account with this handle.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passkey(&self, credential: &[u8], handle: &[u8]) -> Result<Option<Passkey>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT person FROM account WHERE handle = ?1")?;
            let owner: Option<String> = statement.query_row([handle], |row| row.get(0)).optional()?;
            let found = select(conn, "credential = ?1", &credential)?.pop();
            Ok(found.filter(|passkey| owner.as_deref() == Some(passkey.person.as_str())))
        })
    }
}

fn select(conn: &Connection, which: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<Passkey>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, credential, person, name, key, made_at, used_at FROM passkey WHERE {which}"
    ))?;
    let mut rows = statement.query([value])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Passkey {
            id: row.get(0)?,
            credential: row.get(1)?,
            person: person(&row.get::<_, String>(2)?)?,
            name: row.get(3)?,
            key: row.get(4)?,
            made_at: row.get(5)?,
            used_at: row.get(6)?,
        });
    }
    Ok(found)
}
