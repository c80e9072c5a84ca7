//! The rows of grievances.

use model::{AssignmentId, AssignmentSide, Date, DutyId, Fact, Grievance, GrievanceState, GrievanceTopic};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a grievance as it is now, and notes what was done.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_grievance(&mut self, one: &Grievance, fact: &Fact) -> Result<()> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO grievance (assignment, number, side, topic, text, day, by, due, duty, answer,
                     answered_by, answered, state, outcome, ended)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(rusqlite::params![
                one.assignment.bits().cast_signed(),
                one.number,
                one.side.word(),
                one.topic.word(),
                one.text,
                one.day.to_string(),
                one.by,
                one.due.to_string(),
                one.duty.map(|duty| duty.bits().cast_signed()),
                one.answer,
                one.answered_by,
                day(one.answered),
                one.state.word(),
                one.outcome,
                day(one.ended),
            ])?;
        self.note(fact)
    }

    /// The grievances of an assignment, in their order, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn grievances(&self, assignment: AssignmentId) -> Result<Vec<Grievance>> {
        of(self.conn, assignment)
    }
}

impl Reader {
    /// The grievances of an assignment, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn grievances(&self, scope: &Scope, assignment: AssignmentId) -> Result<Vec<Grievance>> {
        self.seen_by(scope, |conn| of(conn, assignment))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a grievance is not one"))
}

fn of(conn: &Connection, assignment: AssignmentId) -> Result<Vec<Grievance>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, side, topic, text, day, by, due, duty, answer, answered_by, answered, state, outcome, ended
         FROM grievance WHERE assignment = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([assignment.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day = |at: usize| -> Result<Option<Date>> {
            let text: Option<String> = row.get(at)?;
            text.map(|text| Date::parse(&text).ok_or_else(|| damaged("day", &text))).transpose()
        };
        let (side, topic, state): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(11)?);
        found.push(Grievance {
            assignment,
            number: row.get(0)?,
            side: AssignmentSide::from_word(&side).ok_or_else(|| damaged("side", &side))?,
            topic: GrievanceTopic::from_word(&topic).ok_or_else(|| damaged("topic", &topic))?,
            text: row.get(3)?,
            day: day(4)?.ok_or_else(|| damaged("day", ""))?,
            by: row.get(5)?,
            due: day(6)?.ok_or_else(|| damaged("day", ""))?,
            duty: row.get::<_, Option<i64>>(7)?.map(|duty| DutyId::from_bits(duty.cast_unsigned())),
            answer: row.get(8)?,
            answered_by: row.get(9)?,
            answered: day(10)?,
            state: GrievanceState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            outcome: row.get(12)?,
            ended: day(13)?,
        });
    }
    Ok(found)
}
