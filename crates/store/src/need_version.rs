//! The rows of how needs stood: what of a need decides about a record, each time that it changed.

use model::{Date, Need, NeedId, Profile, ProfileId, Stage};
use rusqlite::{Connection, OptionalExtension};

use crate::agreement::{day, word};
use crate::deed::Deed;
use crate::{Reader, Result, Scope};

/// How a need stood from a time on.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedVersion {
    /// Since when, in microseconds since 1970.
    pub since: i64,
    /// Its stage.
    pub stage: Stage,
    /// The last day on which it was matched.
    pub expires: Option<Date>,
    /// Its profiles.
    pub profiles: Vec<Profile>,
}

/// Keeps how a need stands now, where it stands otherwise than before.
pub(crate) fn keep(deed: &mut Deed<'_>, need: &Need) -> Result<()> {
    let now = NeedVersion { since: deed.at, stage: need.stage, expires: need.expires, profiles: need.profiles.clone() };
    let before = version(deed.conn, &need.id, i64::MAX)?;
    if before.is_some_and(|before| NeedVersion { since: now.since, ..before } == now) {
        return Ok(());
    }
    deed.conn
        .prepare_cached("INSERT INTO need_version (need, since, stage, expires) VALUES (?1, ?2, ?3, ?4)")?
        .execute((need.id.as_str(), now.since, now.stage.word(), now.expires.map(|day| day.to_string())))?;
    let id = deed.conn.last_insert_rowid();
    let mut insert = deed
        .conn
        .prepare_cached("INSERT INTO profile_version (version, number, query, threshold) VALUES (?1, ?2, ?3, ?4)")?;
    for profile in &now.profiles {
        insert.execute((id, profile.id.number, &profile.query, profile.threshold))?;
    }
    Ok(())
}

fn version(conn: &Connection, need: &NeedId, at: i64) -> Result<Option<NeedVersion>> {
    let mut find = conn.prepare_cached(
        "SELECT id, since, stage, expires FROM need_version WHERE need = ?1 AND since <= ?2 ORDER BY since DESC, id DESC LIMIT 1",
    )?;
    let found = find.query_row((need.as_str(), at), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, word(row, 2, Stage::from_word), day(row, 3)))
    });
    let Some((id, since, stage, expires)) = found.optional()? else { return Ok(None) };
    let mut find =
        conn.prepare_cached("SELECT number, query, threshold FROM profile_version WHERE version = ?1 ORDER BY number")?;
    let profiles = find.query_map([id], |row| {
        Ok(Profile {
            id: ProfileId { need: need.clone(), number: row.get(0)? },
            query: row.get(1)?,
            threshold: row.get(2)?,
        })
    })?;
    let profiles = profiles.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Some(NeedVersion { since, stage: stage?, expires: expires?, profiles }))
}

impl Reader {
    /// How a need stood at a time, in microseconds since 1970; nothing where that is not known.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_version(&self, scope: &Scope, need: &NeedId, at: i64) -> Result<Option<NeedVersion>> {
        self.seen_by(scope, |conn| version(conn, need, at))
    }
}
