//! The rows of evaluations.

use model::{AssignmentId, AssignmentSide, Criterion, Date, Evaluation, Fact};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps what a side says of a month, in place of what it said before, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_evaluation(&mut self, one: &Evaluation, fact: &Fact) -> Result<()> {
        let (id, month) = (one.assignment.bits().cast_signed(), one.month.to_string());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO evaluation (assignment, month, side, words, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((id, &month, one.side.word(), &one.words, &one.by, one.at))?;
        let mut put = self.conn.prepare_cached(
            "INSERT OR REPLACE INTO evaluation_grade (assignment, month, criterion, grade) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (criterion, grade) in &one.grades {
            put.execute((id, &month, criterion.word(), grade))?;
        }
        drop(put);
        self.note(fact)
    }

    /// What both sides of an assignment said, month by month, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn evaluations(&self, assignment: AssignmentId) -> Result<Vec<Evaluation>> {
        of(self.conn, assignment)
    }
}

impl Reader {
    /// What both sides of an assignment said, month by month.
    ///
    /// # Errors
    /// When the store fails.
    pub fn evaluations(&self, scope: &Scope, assignment: AssignmentId) -> Result<Vec<Evaluation>> {
        self.seen_by(scope, |conn| of(conn, assignment))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an evaluation is not one"))
}

fn of(conn: &Connection, assignment: AssignmentId) -> Result<Vec<Evaluation>> {
    let id = assignment.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT month, side, words, by, at FROM evaluation WHERE assignment = ?1 ORDER BY month, side",
    )?;
    let mut graded =
        conn.prepare_cached("SELECT criterion, grade FROM evaluation_grade WHERE assignment = ?1 AND month = ?2")?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (month, side): (String, String) = (row.get(0)?, row.get(1)?);
        let side = AssignmentSide::from_word(&side).ok_or_else(|| damaged("side", &side))?;
        let held = graded.query_map((id, &month), |row| Ok((row.get::<_, String>(0)?, row.get::<_, u8>(1)?)))?;
        let held = held.collect::<rusqlite::Result<Vec<_>>>()?;
        let grade = |one: Criterion| held.iter().find(|(word, _)| word == one.word()).map(|(_, grade)| (one, *grade));
        found.push(Evaluation {
            assignment,
            month: Date::parse(&month).ok_or_else(|| damaged("month", &month))?,
            side,
            grades: Criterion::of(side).filter_map(grade).collect(),
            words: row.get(2)?,
            by: row.get(3)?,
            at: row.get(4)?,
        });
    }
    Ok(found)
}
