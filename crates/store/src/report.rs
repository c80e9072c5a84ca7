//! The rows of reports: the records that each was cut into, what became of questions that were refused, what is recommended.

use model::{
    Date, DutyId, Ending, MissionId, Noun, PostId, QuestionEnd, QuestionId, Recommendation, RecommendationId, RecordId,
    Thing,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope};

/// A record that a report was cut into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRecord {
    /// The mission whose report it was.
    pub mission: MissionId,
    /// Its place in the report, from 0.
    pub position: u32,
    /// The record.
    pub record: RecordId,
    /// The question that it answers.
    pub question: QuestionId,
}

/// A question that was refused somewhere and stands open for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedElsewhere {
    /// The need or request that asks it.
    pub asker: Thing,
    /// How it is asked there.
    pub text: String,
    /// The mission on which it was refused.
    pub mission: MissionId,
    /// What that is called.
    pub title: String,
}

impl Deed<'_> {
    /// Keeps which record of a report answers which question.
    ///
    /// # Errors
    /// When there is no such record, or the store fails.
    pub fn keep_report_record(&mut self, line: &ReportRecord) -> Result<()> {
        let row = record::row_of(self.conn, line.record)?
            .ok_or_else(|| Error::damaged(format!("the record {} of a report is gone", line.record)))?;
        self.conn
            .prepare_cached(
                "INSERT INTO report_record (mission, position, record, question) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?
            .execute((
                line.mission.bits().cast_signed(),
                line.position,
                row,
                line.question.bits().cast_signed(),
            ))?;
        Ok(())
    }

    /// Keeps what is done with a question that was refused.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_question_end(&mut self, mission: MissionId, end: &QuestionEnd) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO question_end (mission, question, ending, reason) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (mission, question) DO UPDATE SET ending = excluded.ending, reason = excluded.reason",
            )?
            .execute((
                mission.bits().cast_signed(),
                end.question.bits().cast_signed(),
                end.ending.word(),
                &end.reason,
            ))?;
        Ok(())
    }

    /// Keeps a recommendation as it is now; a new one comes behind the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_recommendation(&mut self, one: &Recommendation) -> Result<()> {
        let owner = one.owner.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO recommendation (id, mission, position, text, owner, due, duty, outcome)
                 VALUES (?1, ?2, (SELECT count(*) FROM recommendation WHERE mission = ?2), ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET text = excluded.text, owner = excluded.owner, due = excluded.due,
                     duty = excluded.duty, outcome = excluded.outcome",
            )?
            .execute((
                one.id.bits().cast_signed(),
                one.mission.bits().cast_signed(),
                &one.text,
                owner.map(|(post, _)| post.as_str()),
                owner.map(|(_, due)| due.to_string()),
                one.duty.map(|duty| duty.bits().cast_signed()),
                &one.outcome,
            ))?;
        Ok(())
    }

    /// What a mission recommends, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn recommendations(&self, mission: MissionId) -> Result<Vec<Recommendation>> {
        recommendations(self.conn, mission)
    }

    /// The records that the report of a mission was cut into, whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn report_records(&self, mission: MissionId) -> Result<Vec<ReportRecord>> {
        records(self.conn, "q.mission = ?1", mission.bits().cast_signed())
    }
}

impl Reader {
    /// What a mission recommends.
    ///
    /// # Errors
    /// When the store fails.
    pub fn recommendations(&self, scope: &Scope, mission: MissionId) -> Result<Vec<Recommendation>> {
        self.seen_by(scope, |conn| recommendations(conn, mission))
    }

    /// The records that the report of a mission was cut into, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn report_records(&self, scope: &Scope, mission: MissionId) -> Result<Vec<ReportRecord>> {
        self.seen_by(scope, |conn| records(conn, "q.mission = ?1", mission.bits().cast_signed()))
    }

    /// The questions of missions that a record answers, because a report was cut into it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions_of_record(&self, scope: &Scope, record: RecordId) -> Result<Vec<ReportRecord>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(Vec::new()) };
            records(conn, "q.record IN (SELECT row FROM record WHERE row = ?1 OR absorbed_by = ?1)", row)
        })
    }

    /// Questions that were refused and stand open for others, each with everybody who asks it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn asked_elsewhere(&self, scope: &Scope) -> Result<Vec<AskedElsewhere>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT a.noun, a.name, a.text, m.id, m.title FROM question_end e JOIN mission m ON m.id = e.mission
                 JOIN question_asker a ON a.question = e.question WHERE e.ending = 'asked-elsewhere' ORDER BY m.id",
            )?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let noun: String = row.get(0)?;
                let noun = Noun::from_word(&noun)
                    .ok_or_else(|| Error::damaged(format!("the asker `{noun}` of a question is not one")))?;
                found.push(AskedElsewhere {
                    asker: Thing { noun, name: row.get(1)? },
                    text: row.get(2)?,
                    mission: MissionId::from_bits(row.get::<_, i64>(3)?.cast_unsigned()),
                    title: row.get(4)?,
                });
            }
            Ok(found)
        })
    }

    /// What was done with the questions of a mission that were refused.
    ///
    /// # Errors
    /// When the store fails.
    pub fn question_ends(&self, scope: &Scope, mission: MissionId) -> Result<Vec<QuestionEnd>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached("SELECT question, ending, reason FROM question_end WHERE mission = ?1")?;
            let mut rows = statement.query([mission.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let word: String = row.get(1)?;
                let ending = Ending::from_word(&word)
                    .ok_or_else(|| Error::damaged(format!("the ending `{word}` of a question is not one")))?;
                let question = QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned());
                found.push(QuestionEnd { question, ending, reason: row.get(2)? });
            }
            Ok(found)
        })
    }
}

fn records(conn: &Connection, which: &str, key: i64) -> Result<Vec<ReportRecord>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT q.mission, q.position, coalesce(a.id, r.id), q.question FROM report_record q JOIN record r ON r.row = q.record
         LEFT JOIN record a ON a.row = r.absorbed_by WHERE {which} ORDER BY q.mission, q.position, q.question",
    ))?;
    let rows = statement.query_map([key], |row| {
        Ok(ReportRecord {
            mission: MissionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            position: row.get(1)?,
            record: record_id(row.get(2)?),
            question: QuestionId::from_bits(row.get::<_, i64>(3)?.cast_unsigned()),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn recommendations(conn: &Connection, mission: MissionId) -> Result<Vec<Recommendation>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, text, owner, due, duty, outcome FROM recommendation WHERE mission = ?1 ORDER BY position, id",
    )?;
    let mut rows = statement.query([mission.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(recommendation(mission, row)?);
    }
    Ok(found)
}

fn recommendation(mission: MissionId, row: &Row<'_>) -> Result<Recommendation> {
    let (owner, due): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
    let owner = match owner.zip(due) {
        Some((post, due)) => {
            let due = Date::parse(&due)
                .ok_or_else(|| Error::damaged(format!("the day `{due}` of a recommendation is not one")))?;
            Some((named(PostId::new(&post))?, due))
        }
        None => None,
    };
    Ok(Recommendation {
        id: RecommendationId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        mission,
        text: row.get(1)?,
        owner,
        duty: row.get::<_, Option<i64>>(4)?.map(|duty| DutyId::from_bits(duty.cast_unsigned())),
        outcome: row.get(5)?,
    })
}
