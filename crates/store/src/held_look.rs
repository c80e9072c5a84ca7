//! The rows of looks through the records that were kept with decisions about missions.

use model::{HeldFor, HeldLook, KeptLook, LookFor, MissionId, QuestionId};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a look, behind those that were kept before. A record that went away since it was found is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_held_look(&mut self, mission: MissionId, kept: &KeptLook) -> Result<()> {
        let key = mission.bits().cast_signed();
        let mut next = self.conn.prepare_cached("SELECT count(*) FROM held_look WHERE mission = ?1")?;
        let position: i64 = next.query_row([key], |row| row.get(0))?;
        self.conn
            .prepare_cached(
                "INSERT INTO held_look (mission, position, step, round, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((key, position, kept.step.word(), kept.round, &kept.by, kept.at))?;
        let mut ask = self
            .conn
            .prepare_cached("INSERT INTO held_question (mission, position, question, text) VALUES (?1, ?2, ?3, ?4)")?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO held_record (mission, position, question, place, record) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for one in &kept.look.questions {
            let question = one.question.bits().cast_signed();
            ask.execute((key, position, question, &one.text))?;
            for (place, record) in (0i64..).zip(&one.records) {
                if let Some(row) = record::row_of(self.conn, *record)? {
                    put.execute((key, position, question, place, row))?;
                }
            }
        }
        Ok(())
    }
}

impl Reader {
    /// The looks that were kept with decisions about a mission, the first one first. A record that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn held_looks(&self, scope: &Scope, mission: MissionId) -> Result<Vec<KeptLook>> {
        self.seen_by(scope, |conn| of(conn, mission))
    }
}

fn of(conn: &Connection, mission: MissionId) -> Result<Vec<KeptLook>> {
    let key = mission.bits().cast_signed();
    let mut looks = conn
        .prepare_cached("SELECT position, step, round, by, at FROM held_look WHERE mission = ?1 ORDER BY position")?;
    let mut rows = looks.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (position, step): (i64, String) = (row.get(0)?, row.get(1)?);
        found.push(KeptLook {
            step: LookFor::from_word(&step)
                .ok_or_else(|| Error::damaged(format!("the step `{step}` of a look through the records is none")))?,
            round: row.get(2)?,
            by: row.get(3)?,
            at: row.get(4)?,
            look: HeldLook { questions: questions(conn, key, position)? },
        });
    }
    Ok(found)
}

fn questions(conn: &Connection, mission: i64, position: i64) -> Result<Vec<HeldFor>> {
    let mut asked = conn.prepare_cached(
        "SELECT question, text FROM held_question WHERE mission = ?1 AND position = ?2 ORDER BY question",
    )?;
    let mut named = conn.prepare_cached(
        "SELECT coalesce(a.id, r.id) FROM held_record h JOIN record r ON r.row = h.record
         LEFT JOIN record a ON a.row = r.absorbed_by
         WHERE h.mission = ?1 AND h.position = ?2 AND h.question = ?3 ORDER BY h.place",
    )?;
    let mut rows = asked.query((mission, position))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let question: i64 = row.get(0)?;
        let records = named.query_map((mission, position, question), |row| Ok(record_id(row.get(0)?)))?;
        found.push(HeldFor {
            question: QuestionId::from_bits(question.cast_unsigned()),
            text: row.get(1)?,
            records: records.collect::<rusqlite::Result<_>>()?,
        });
    }
    Ok(found)
}
