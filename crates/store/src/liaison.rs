//! The rows of liaison: who does it, for which missions, and what was done with the hosts.

use model::{Approach, ApproachState, Date, HostId, Liaison, LiaisonPost, LiaisonStage, MissionId, PostId};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Says that a post does liaison, and where.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_liaison_post(&mut self, one: &LiaisonPost) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO liaison_post (post, countries) VALUES (?1, ?2)
                 ON CONFLICT (post) DO UPDATE SET countries = excluded.countries",
            )?
            .execute((one.post.as_str(), one.countries.join(" ")))?;
        Ok(())
    }

    /// Says that a post does no liaison any more. Answers whether it did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_liaison_post(&mut self, post: &PostId) -> Result<bool> {
        Ok(self.conn.prepare_cached("DELETE FROM liaison_post WHERE post = ?1")?.execute([post.as_str()])? > 0)
    }

    /// The posts that do liaison.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison_posts(&self) -> Result<Vec<LiaisonPost>> {
        posts(self.conn)
    }

    /// Keeps who arranges a mission and what was done so far.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_liaison(&mut self, liaison: &Liaison) -> Result<()> {
        let id = liaison.mission.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO liaison (mission, post, word, stage) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (mission) DO UPDATE SET post = excluded.post, word = excluded.word, stage = excluded.stage",
            )?
            .execute((id, liaison.post.as_str(), &liaison.word, liaison.stage.word()))?;
        self.conn.prepare_cached("DELETE FROM approach WHERE mission = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO approach (mission, position, host, day, state, words, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (at, one) in (0i64..).zip(&liaison.approaches) {
            let host = one.host.map(|host| host.bits().cast_signed());
            put.execute((id, at, host, one.day.to_string(), one.state.word(), &one.words, &one.by, one.at))?;
        }
        Ok(())
    }

    /// Who arranges a mission, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison(&self, mission: MissionId) -> Result<Option<Liaison>> {
        one(self.conn, mission)
    }
}

impl Reader {
    /// The posts that do liaison.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison_posts(&self, scope: &Scope) -> Result<Vec<LiaisonPost>> {
        self.seen_by(scope, posts)
    }

    /// Who arranges a mission, and what was done so far.
    ///
    /// # Errors
    /// When the store fails.
    pub fn liaison(&self, scope: &Scope, mission: MissionId) -> Result<Option<Liaison>> {
        self.seen_by(scope, |conn| one(conn, mission))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a liaison is not one"))
}

fn posts(conn: &Connection) -> Result<Vec<LiaisonPost>> {
    let mut statement = conn.prepare_cached("SELECT post, countries FROM liaison_post ORDER BY post")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let countries: String = row.get(1)?;
        found.push(LiaisonPost {
            post: named(PostId::new(&row.get::<_, String>(0)?))?,
            countries: countries.split_whitespace().map(str::to_owned).collect(),
        });
    }
    Ok(found)
}

fn one(conn: &Connection, mission: MissionId) -> Result<Option<Liaison>> {
    let id = mission.bits().cast_signed();
    let mut statement = conn.prepare_cached("SELECT post, word, stage FROM liaison WHERE mission = ?1")?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let stage: String = row.get(2)?;
    Ok(Some(Liaison {
        mission,
        post: named(PostId::new(&row.get::<_, String>(0)?))?,
        word: row.get(1)?,
        stage: LiaisonStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        approaches: approaches(conn, id)?,
    }))
}

fn approaches(conn: &Connection, mission: i64) -> Result<Vec<Approach>> {
    let mut statement = conn
        .prepare_cached("SELECT host, day, state, words, by, at FROM approach WHERE mission = ?1 ORDER BY position")?;
    let mut rows = statement.query([mission])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (day, state): (String, String) = (row.get(1)?, row.get(2)?);
        found.push(Approach {
            host: row.get::<_, Option<i64>>(0)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            day: Date::parse(&day).ok_or_else(|| damaged("day", &day))?,
            state: ApproachState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            words: row.get(3)?,
            by: row.get(4)?,
            at: row.get(5)?,
        });
    }
    Ok(found)
}
