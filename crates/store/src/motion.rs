//! The rows of motions.

use model::{CaseCondition, CaseId, Date, ExemptGround, Motion, MotionKind, MotionState, PersonId, PostId};
use rusqlite::{Connection, Row};

use crate::agreement::word;
use crate::ballot::hash;
use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a motion of a case as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_motion(&mut self, case: CaseId, motion: &Motion) -> Result<()> {
        let id = case.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO motion (control_case, number, kind, member, ground, reason, post, person, at, over, state, answered_by,
                                     answer)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (control_case, number) DO UPDATE SET state = excluded.state,
                     answered_by = excluded.answered_by, answer = excluded.answer",
            )?
            .execute(rusqlite::params![
                id,
                motion.number,
                motion.kind.word(),
                motion.member,
                motion.ground.map(ExemptGround::word),
                motion.reason,
                motion.post.as_str(),
                motion.person.as_str(),
                motion.at,
                motion.over,
                motion.state.word(),
                motion.answered_by,
                motion.answer,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT OR IGNORE INTO motion_condition (control_case, motion, position, text, post, due)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (at, one) in (0i64..).zip(&motion.conditions) {
            put.execute((id, motion.number, at, &one.text, one.post.as_str(), one.due.to_string()))?;
        }
        Ok(())
    }

    /// The motions of a case, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn motions(&self, case: CaseId) -> Result<Vec<Motion>> {
        of(self.conn, case)
    }
}

impl Reader {
    /// The motions of a case, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn motions(&self, scope: &Scope, case: CaseId) -> Result<Vec<Motion>> {
        self.seen_by(scope, |conn| of(conn, case))
    }
}

/// The day of a column that always has one.
pub(crate) fn set_day(row: &Row<'_>, at: usize) -> Result<Date> {
    let text: String = row.get(at)?;
    Date::parse(&text).ok_or_else(|| Error::damaged(format!("the day `{text}` of a control case is not one")))
}

fn of(conn: &Connection, case: CaseId) -> Result<Vec<Motion>> {
    let id = case.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT number, kind, member, ground, reason, post, person, at, over, state, answered_by, answer FROM motion
         WHERE control_case = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u16 = row.get(0)?;
        let ground: Option<String> = row.get(3)?;
        found.push(Motion {
            number,
            kind: word(row, 1, MotionKind::from_word)?,
            member: row.get(2)?,
            ground: ground.as_deref().and_then(ExemptGround::from_word),
            reason: row.get(4)?,
            conditions: conditions(conn, id, number)?,
            post: named(PostId::new(&row.get::<_, String>(5)?))?,
            person: named(PersonId::new(&row.get::<_, String>(6)?))?,
            at: row.get(7)?,
            over: hash(row, 8)?,
            state: word(row, 9, MotionState::from_word)?,
            answered_by: row.get(10)?,
            answer: row.get(11)?,
        });
    }
    Ok(found)
}

fn conditions(conn: &Connection, case: i64, motion: u16) -> Result<Vec<CaseCondition>> {
    let mut statement = conn.prepare_cached(
        "SELECT text, post, due FROM motion_condition WHERE control_case = ?1 AND motion = ?2 ORDER BY position",
    )?;
    let mut rows = statement.query((case, motion))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (text, post): (String, String) = (row.get(0)?, row.get(1)?);
        found.push(CaseCondition::new(&text, named(PostId::new(&post))?, set_day(row, 2)?));
    }
    Ok(found)
}
