//! The rows of loans of samples.

use model::{ExtensionState, LoanExtension, LoanState, PostId, SampleId, SampleLoan};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::sample::day;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a loan as it is now, with its extensions.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_sample_loan(&mut self, sample: SampleId, loan: &SampleLoan) -> Result<()> {
        let id = sample.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO sample_loan (sample, number, borrower, lender, purpose, due, state, asked_by, asked_at, decided_by,
                                          answer, out_on, back_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (sample, number) DO UPDATE SET due = excluded.due, state = excluded.state,
                     decided_by = excluded.decided_by, answer = excluded.answer, out_on = excluded.out_on,
                     back_on = excluded.back_on",
            )?
            .execute(rusqlite::params![
                id,
                loan.number,
                loan.borrower.as_str(),
                loan.lender.as_str(),
                loan.purpose,
                loan.due.to_string(),
                loan.state.word(),
                loan.asked_by,
                loan.asked_at,
                loan.decided_by,
                loan.answer,
                loan.out.map(|day| day.to_string()),
                loan.back.map(|day| day.to_string()),
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO loan_extension (sample, loan, position, until, reason, by, at, state, answered_by, answer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (sample, loan, position) DO UPDATE SET state = excluded.state,
                 answered_by = excluded.answered_by, answer = excluded.answer",
        )?;
        for (at, one) in (0i64..).zip(&loan.extensions) {
            put.execute(rusqlite::params![
                id,
                loan.number,
                at,
                one.until.to_string(),
                one.reason,
                one.by,
                one.at,
                one.state.word(),
                one.answered_by,
                one.answer,
            ])?;
        }
        Ok(())
    }

    /// The loans of a sample, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_loans(&self, sample: SampleId) -> Result<Vec<SampleLoan>> {
        loans(self.conn, sample)
    }
}

impl Reader {
    /// The loans of a sample, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_loans(&self, scope: &Scope, sample: SampleId) -> Result<Vec<SampleLoan>> {
        self.seen_by(scope, |conn| loans(conn, sample))
    }
}

fn damaged(what: &str) -> Error {
    Error::damaged(format!("the state `{what}` of a loan is not one"))
}

fn loans(conn: &Connection, sample: SampleId) -> Result<Vec<SampleLoan>> {
    let id = sample.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT number, borrower, lender, purpose, due, state, asked_by, asked_at, decided_by, answer, out_on, back_on
         FROM sample_loan WHERE sample = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let days = |at: usize| row.get::<_, Option<String>>(at)?.as_deref().map(day).transpose();
        let (number, state): (u32, String) = (row.get(0)?, row.get(5)?);
        found.push(SampleLoan {
            number,
            borrower: named(PostId::new(&row.get::<_, String>(1)?))?,
            lender: named(PostId::new(&row.get::<_, String>(2)?))?,
            purpose: row.get(3)?,
            due: day(&row.get::<_, String>(4)?)?,
            state: LoanState::from_word(&state).ok_or_else(|| damaged(&state))?,
            asked_by: row.get(6)?,
            asked_at: row.get(7)?,
            decided_by: row.get(8)?,
            answer: row.get(9)?,
            out: days(10)?,
            back: days(11)?,
            extensions: extensions(conn, id, number)?,
        });
    }
    Ok(found)
}

fn extensions(conn: &Connection, sample: i64, loan: u32) -> Result<Vec<LoanExtension>> {
    let mut statement = conn.prepare_cached(
        "SELECT until, reason, by, at, state, answered_by, answer FROM loan_extension WHERE sample = ?1 AND loan = ?2
         ORDER BY position",
    )?;
    let mut rows = statement.query((sample, loan))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(extension(row)?);
    }
    Ok(found)
}

fn extension(row: &Row<'_>) -> Result<LoanExtension> {
    let state: String = row.get(4)?;
    Ok(LoanExtension {
        until: day(&row.get::<_, String>(0)?)?,
        reason: row.get(1)?,
        by: row.get(2)?,
        at: row.get(3)?,
        state: ExtensionState::from_word(&state).ok_or_else(|| damaged(&state))?,
        answered_by: row.get(5)?,
        answer: row.get(6)?,
    })
}
