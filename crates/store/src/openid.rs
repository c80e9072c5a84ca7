//! The rows of OpenID Connect: whom a provider knows a person as, and which tenures its groups gave.

use model::{Date, GroupTenure, PersonId, PostId, Standing, Verb, sentence};
use rusqlite::{Connection, OptionalExtension};

use crate::account::{about, person};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result};

impl Deed<'_> {
    /// The person whom a provider knows under a subject.
    ///
    /// # Errors
    /// When the store fails.
    pub fn known_by_provider(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>> {
        let mut statement = self.conn.prepare_cached("SELECT person FROM openid WHERE issuer = ?1 AND subject = ?2")?;
        let found: Option<String> = statement.query_row((issuer, subject), |row| row.get(0)).optional()?;
        found.map(|name| person(&name)).transpose()
    }

    /// Whether a person is bound to any provider.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_bound_to_provider(&self, id: &PersonId) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM openid WHERE person = ?1 LIMIT 1")?;
        Ok(statement.query_row([id.as_str()], |_| Ok(())).optional()?.is_some())
    }

    /// Binds a person to whom a provider knows them as.
    ///
    /// # Errors
    /// Refused when the provider's account is bound to somebody already.
    pub fn bind_to_provider(&mut self, id: &PersonId, issuer: &str, subject: &str) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO openid (issuer, subject, person, made_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?
            .execute((issuer, subject, id.as_str(), self.at))?;
        if n == 0 {
            return Err(Error::said(sentence!(
                "provider-account-bound",
                "This account of the provider is bound to somebody already; part it there first, or use another one"
            )));
        }
        // Somebody who was made by the provider has no account yet in which the rest can be kept.
        self.conn
            .prepare_cached("INSERT INTO account (person, made_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute((id.as_str(), self.at))?;
        self.note(&self.fact(Verb::Credentialed, about(id)).with("OpenID Connect".to_owned()))
    }

    /// Notes that a person came by a provider.
    ///
    /// # Errors
    /// When the store fails.
    pub fn came_by_provider(&mut self, issuer: &str, subject: &str) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE openid SET used_at = ?3 WHERE issuer = ?1 AND subject = ?2")?
            .execute((issuer, subject, self.at))?;
        Ok(())
    }

    /// Parts a person from every provider.
    ///
    /// # Errors
    /// Refused when they are bound to none.
    pub fn part_from_provider(&mut self, id: &PersonId) -> Result<()> {
        let n = self.conn.prepare_cached("DELETE FROM openid WHERE person = ?1")?.execute([id.as_str()])?;
        if n == 0 {
            return Err(Error::said(sentence!("provider-unbound", "You are bound to no provider; reload the page")));
        }
        self.note(&self.fact(Verb::Credentialed, about(id)).with("no OpenID Connect".to_owned()))
    }

    /// The tenures that groups gave a person.
    ///
    /// # Errors
    /// When the store fails.
    pub fn group_tenures(&self, id: &PersonId) -> Result<Vec<GroupTenure>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT post, standing, since FROM openid_tenure WHERE person = ?1 ORDER BY post, standing",
        )?;
        let rows = statement.query_map([id.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter()
            .map(|(post, standing, since)| {
                let damaged = || Error::damaged(format!("the tenure of `{id}` at `{post}` from a group is not one"));
                Ok(GroupTenure {
                    standing: Standing::from_word(&standing).ok_or_else(damaged)?,
                    since: Date::parse(&since).ok_or_else(damaged)?,
                    post: named(PostId::new(&post))?,
                })
            })
            .collect()
    }

    /// Notes that a group gave a tenure.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_group_tenure(&mut self, id: &PersonId, tenure: &GroupTenure) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO openid_tenure (person, post, standing, since) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET since = excluded.since",
            )?
            .execute((id.as_str(), tenure.post.as_str(), tenure.standing.word(), tenure.since.to_string()))?;
        Ok(())
    }

    /// Forgets that a group gave a tenure.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_group_tenure(&mut self, id: &PersonId, tenure: &GroupTenure) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM openid_tenure WHERE person = ?1 AND post = ?2 AND standing = ?3")?
            .execute((id.as_str(), tenure.post.as_str(), tenure.standing.word()))?;
        Ok(())
    }
}

impl Reader {
    /// When a person was bound to a provider and when they came by it last, in microseconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bound_to_provider(&self, id: &PersonId) -> Result<Option<(i64, Option<i64>)>> {
        self.with(|conn: &Connection| {
            let mut statement = conn.prepare_cached(
                "SELECT made_at, used_at FROM openid WHERE person = ?1 ORDER BY used_at DESC LIMIT 1",
            )?;
            Ok(statement.query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }
}
