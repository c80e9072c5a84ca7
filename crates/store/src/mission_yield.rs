//! What became of the answers of missions: which records they are, who was given them, who put them to use, and what was held before.

use std::collections::{BTreeMap, BTreeSet};

use model::{AnswerRecord, Date, MissionId, QuestionId, RecordId, RequestId};
use rusqlite::Connection;

use crate::record::record_id;
use crate::{Reader, Result, Scope};

const DAY_MICROS: i64 = 86_400_000_000;

/// What became of the answers of one mission, by question.
#[derive(Clone, Debug, Default)]
pub struct AnswersFate {
    /// The day of the first edit that said it was answered, wholly or in part.
    pub got_on: BTreeMap<QuestionId, Date>,
    /// The records that each answer became.
    pub records: BTreeMap<QuestionId, Vec<AnswerRecord>>,
    /// Questions for which records were shown to those who let the mission go.
    pub shown: BTreeSet<QuestionId>,
    /// Questions of which who asks said since that the answer was there before.
    pub held: BTreeSet<QuestionId>,
}

impl Reader {
    /// What became of the answers of a mission, by what the scope sees of records, needs and requests.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answers_fate(&self, scope: &Scope, mission: MissionId) -> Result<AnswersFate> {
        self.seen_by(scope, |conn| {
            let key = mission.bits().cast_signed();
            let (mut records, given) = (records(conn, key)?, given(conn, key)?);
            for (question, records) in &mut records {
                for one in records.iter_mut() {
                    one.is_laid |= given.get(question).is_some_and(|answers| answers.contains(&one.record));
                }
            }
            let shown = by_question(conn, SHOWN, key)?;
            let mut held = ids(conn, USED, key)?;
            held.extend(ids(conn, KNOWN, key)?);
            let is_given = |question: &&QuestionId| {
                given.get(question).is_some_and(|answers| !answers.is_disjoint(&shown[question]))
            };
            held.extend(shown.keys().filter(is_given).copied());
            Ok(AnswersFate { got_on: got_on(conn, key)?, records, shown: shown.into_keys().collect(), held })
        })
    }
}

/// Records by the question that they are about.
type ByQuestion = BTreeMap<QuestionId, BTreeSet<RecordId>>;

/// The same record under every name that it had: `o` is one of them, as is the one that `q.record` leads to.
macro_rules! same_record {
    ($named:literal) => {
        concat!(
            "JOIN record n ON n.row = ",
            $named,
            " JOIN record o ON o.row = coalesce(n.absorbed_by, n.row) OR o.absorbed_by = coalesce(n.absorbed_by, n.row)"
        )
    };
}

/// The records that were shown as held, each by the name that it has now.
const SHOWN: &str = "SELECT h.question, coalesce(w.id, n.id) FROM held_record h JOIN record n ON n.row = h.record
                     LEFT JOIN record w ON w.row = n.absorbed_by WHERE h.mission = ?1";

/// A record that was shown as held, and that somebody who asks put to use since it was first shown.
const USED: &str = concat!(
    "WITH shown AS (
         SELECT h.question, h.record, min(l.at) AS at FROM held_record h
         JOIN held_look l ON l.mission = h.mission AND l.position = h.position WHERE h.mission = ?1
         GROUP BY h.question, h.record
     )
     SELECT DISTINCT s.question FROM shown s ",
    same_record!("s.record"),
    " JOIN delivery d ON d.record = o.row
      JOIN question_asker a ON a.question = s.question AND (a.post = d.post OR (a.noun = 'need' AND a.name = d.need))
      WHERE d.choice = 'use' AND d.disposed_at >= s.at"
);

/// What was learned, and was known already to somebody who asks.
const KNOWN: &str = concat!(
    "SELECT DISTINCT q.question FROM report_record q ",
    same_record!("q.record"),
    " JOIN delivery d ON d.record = o.row
      JOIN question_asker a ON a.question = q.question AND (a.post = d.post OR (a.noun = 'need' AND a.name = d.need))
      WHERE q.mission = ?1 AND d.choice = 'known'"
);

fn ids(conn: &Connection, sql: &str, mission: i64) -> Result<BTreeSet<QuestionId>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows =
        statement.query_map([mission], |row| Ok(QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn by_question(conn: &Connection, sql: &str, mission: i64) -> Result<ByQuestion> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([mission])?;
    let mut found = ByQuestion::new();
    while let Some(row) = rows.next()? {
        let question = QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned());
        found.entry(question).or_default().insert(record_id(row.get(1)?));
    }
    Ok(found)
}

/// The records with which the requests behind each question were answered, by whatever way.
fn given(conn: &Connection, mission: i64) -> Result<ByQuestion> {
    let mut asking = conn.prepare_cached(
        "SELECT a.question, a.name FROM question_asker a JOIN question q ON q.id = a.question
         WHERE q.mission = ?1 AND a.noun = 'request'",
    )?;
    let mut answered = conn.prepare_cached(
        "SELECT coalesce(w.id, n.id) FROM request r JOIN record n ON n.row = r.answer
         LEFT JOIN record w ON w.row = n.absorbed_by WHERE r.id = ?1",
    )?;
    let mut rows = asking.query([mission])?;
    let mut found = ByQuestion::new();
    while let Some(row) = rows.next()? {
        let Some(request) = RequestId::parse(&row.get::<_, String>(1)?) else { continue };
        let mut answer = answered.query([request.bits().cast_signed()])?;
        if let Some(answer) = answer.next()? {
            let question = QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned());
            found.entry(question).or_default().insert(record_id(answer.get(0)?));
        }
    }
    Ok(found)
}

fn day(micros: i64) -> Date {
    Date::of_number(micros.div_euclid(DAY_MICROS))
}

/// An edit cannot have been made after it came, whatever the clock of its device says.
fn got_on(conn: &Connection, mission: i64) -> Result<BTreeMap<QuestionId, Date>> {
    let mut statement = conn.prepare_cached(
        "SELECT question, min(min(made_at, came_at)) FROM answer_edit
         WHERE mission = ?1 AND state IN ('answered', 'partly') GROUP BY question",
    )?;
    let rows = statement.query_map([mission], |row| {
        Ok((QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()), day(row.get(1)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn records(conn: &Connection, mission: i64) -> Result<BTreeMap<QuestionId, Vec<AnswerRecord>>> {
    let mut statement = conn.prepare_cached(concat!(
        "SELECT q.question, coalesce(w.id, n.id), count(d.id), count(d.read_at),
                min(CASE WHEN d.choice = 'use' THEN d.disposed_at END),
                max(d.choice IS 'use' AND EXISTS (
                    SELECT 1 FROM question_asker a WHERE a.question = q.question
                      AND (a.post = d.post OR (a.noun = 'need' AND a.name = d.need))))
         FROM report_record q ",
        same_record!("q.record"),
        " LEFT JOIN record w ON w.row = n.absorbed_by LEFT JOIN delivery d ON d.record = o.row
         WHERE q.mission = ?1 GROUP BY q.question, coalesce(w.id, n.id)"
    ))?;
    let mut rows = statement.query([mission])?;
    let mut found: BTreeMap<QuestionId, Vec<AnswerRecord>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let record: RecordId = record_id(row.get(1)?);
        let (n_laid, n_read): (i64, i64) = (row.get(2)?, row.get(3)?);
        found.entry(QuestionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())).or_default().push(AnswerRecord {
            record,
            is_laid: n_laid > 0,
            is_read: n_read > 0,
            used_on: row.get::<_, Option<i64>>(4)?.map(day),
            is_used_by_asker: row.get(5)?,
        });
    }
    Ok(found)
}
