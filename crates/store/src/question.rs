//! The rows of the questions that missions take along, and of who asks them.

use model::{Asker, HostId, Lookup, MissionId, Noun, PostId, Question, QuestionId, QuestionList, QuestionState, Thing};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps the questions of a mission, in place of those it had.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_questions(&mut self, mission: MissionId, list: &QuestionList) -> Result<()> {
        let id = mission.bits().cast_signed();
        self.conn
            .prepare_cached(
                "DELETE FROM question_asker WHERE question IN (SELECT id FROM question WHERE mission = ?1)",
            )?
            .execute([id])?;
        self.conn.prepare_cached("DELETE FROM question WHERE mission = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO question (id, mission, position, text, host, state, looked_by, looked_at, record, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let mut ask = self.conn.prepare_cached(
            "INSERT INTO question_asker (question, position, noun, name, post, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (at, question) in (0i64..).zip(list.all()) {
            let key = question.id.bits().cast_signed();
            let lookup = question.lookup.as_ref();
            let record = match lookup.and_then(|lookup| lookup.record) {
                Some(id) => record::row_of(self.conn, id)?,
                None => None,
            };
            put.execute(rusqlite::params![
                key,
                id,
                at,
                question.text,
                question.host.map(|host| host.bits().cast_signed()),
                question.state.word(),
                lookup.map(|lookup| &lookup.by),
                lookup.map(|lookup| lookup.at),
                record,
                lookup.map_or("", |lookup| lookup.reason.as_str()),
            ])?;
            for (position, asker) in (0i64..).zip(&question.askers) {
                let (noun, name) = (asker.thing.noun.word(), &asker.thing.name);
                ask.execute((key, position, noun, name, asker.post.as_str(), &asker.text))?;
            }
        }
        Ok(())
    }

    /// The questions of a mission, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions(&self, mission: MissionId) -> Result<QuestionList> {
        of(self.conn, mission)
    }
}

impl Reader {
    /// The questions of a mission, the most pressing first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions(&self, scope: &Scope, mission: MissionId) -> Result<QuestionList> {
        self.seen_by(scope, |conn| of(conn, mission))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a question is not one"))
}

/// A record that is not seen is not named.
fn of(conn: &Connection, mission: MissionId) -> Result<QuestionList> {
    let mut statement = conn.prepare_cached(
        "SELECT q.id, q.text, q.host, q.state, q.looked_by, q.looked_at, coalesce(a.id, r.id), q.reason FROM question q
         LEFT JOIN record r ON r.row = q.record LEFT JOIN record a ON a.row = r.absorbed_by
         WHERE q.mission = ?1 ORDER BY q.position",
    )?;
    let mut rows = statement.query([mission.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, state): (i64, String) = (row.get(0)?, row.get(3)?);
        let lookup = match row.get::<_, Option<String>>(4)? {
            None => None,
            Some(by) => Some(Lookup {
                record: row.get::<_, Option<i64>>(6)?.map(record_id),
                reason: row.get(7)?,
                by,
                at: row.get::<_, Option<i64>>(5)?.unwrap_or_default(),
            }),
        };
        found.push(Question {
            id: QuestionId::from_bits(key.cast_unsigned()),
            text: row.get(1)?,
            host: row.get::<_, Option<i64>>(2)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            askers: askers(conn, key)?,
            state: QuestionState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            lookup,
        });
    }
    Ok(QuestionList::of(found))
}

fn askers(conn: &Connection, question: i64) -> Result<Vec<Asker>> {
    let mut statement =
        conn.prepare_cached("SELECT noun, name, post, text FROM question_asker WHERE question = ?1 ORDER BY position")?;
    let mut rows = statement.query([question])?;
    let mut askers = Vec::new();
    while let Some(row) = rows.next()? {
        let noun: String = row.get(0)?;
        askers.push(Asker {
            thing: Thing { noun: Noun::from_word(&noun).ok_or_else(|| damaged("asker", &noun))?, name: row.get(1)? },
            post: named(PostId::new(&row.get::<_, String>(2)?))?,
            text: row.get(3)?,
        });
    }
    Ok(askers)
}
