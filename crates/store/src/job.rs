//! The rows of jobs: a lease table. A job is written in the transaction that causes it.

use model::{Job, JobKind, JobState, TRIES_MAX, pause_before, sentence};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Puts a job into the queue, not before a time. One that waits with the same argument already is
    /// brought forward instead: to do it once is enough.
    ///
    /// # Errors
    /// When the store fails.
    pub fn enqueue(&mut self, kind: JobKind, argument: &str, due_at: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO job (kind, argument, state, due_at, made_at) VALUES (?1, ?2, 'waiting', ?3, ?4)
                 ON CONFLICT (kind, argument) WHERE state = 'waiting' DO UPDATE SET due_at = min(due_at, excluded.due_at)",
            )?
            .execute((kind.word(), argument, due_at, self.at))?;
        Ok(())
    }

    /// Takes the next job whose time has come, for `lease` microseconds. Who does not end it by then
    /// loses it to the next.
    ///
    /// # Errors
    /// When the store fails.
    pub fn lease(&mut self, lease: i64) -> Result<Option<Job>> {
        let mut next = self.conn.prepare_cached(&format!(
            "{SELECT} WHERE state IN ('waiting', 'leased') AND due_at <= ?1 ORDER BY due_at, id LIMIT 1"
        ))?;
        let found = next.query_row([self.at], columns).optional()?;
        let Some(mut job) = found.map(job).transpose()? else { return Ok(None) };
        job.state = JobState::Leased;
        job.due_at = self.at.saturating_add(lease);
        job.n_tries += 1;
        self.conn
            .prepare_cached("UPDATE job SET state = 'leased', due_at = ?2, n_tries = ?3 WHERE id = ?1")?
            .execute((job.id, job.due_at, job.n_tries))?;
        Ok(Some(job))
    }

    /// Lets jobs that were leased be taken up at once: whoever leased them is gone.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_leases(&mut self) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE job SET due_at = ?1 WHERE state = 'leased' AND due_at > ?1")?
            .execute([self.at])?;
        Ok(())
    }

    /// Ends a job that was leased, as done.
    ///
    /// # Errors
    /// When the store fails.
    pub fn job_done(&mut self, job: &Job) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE job SET state = 'done', done_at = ?2, last_error = NULL WHERE id = ?1")?
            .execute((job.id, self.at))?;
        Ok(())
    }

    /// Puts a job that failed back into the queue, or aside when it failed too often.
    ///
    /// # Errors
    /// When the store fails.
    pub fn job_failed(&mut self, job: &Job, error: &str) -> Result<()> {
        // The same work may have been asked for in between: then that one stands for both.
        let mut twin =
            self.conn.prepare_cached("SELECT 1 FROM job WHERE kind = ?1 AND argument = ?2 AND state = 'waiting'")?;
        let has_twin = twin.query_row((job.kind.word(), &job.argument), |_| Ok(())).optional()?.is_some();
        let state = if has_twin || job.n_tries >= TRIES_MAX { JobState::Failed } else { JobState::Waiting };
        self.conn
            .prepare_cached("UPDATE job SET state = ?2, due_at = ?3, last_error = ?4 WHERE id = ?1")?
            .execute((job.id, state.word(), self.at.saturating_add(pause_before(job.n_tries)), error))?;
        Ok(())
    }

    /// Lets a job that was put aside try again.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn retry_job(&mut self, id: i64) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "UPDATE OR IGNORE job SET state = 'waiting', due_at = ?2, n_tries = 0 WHERE id = ?1 AND state = 'failed'",
            )?
            .execute((id, self.at))?;
        if n == 0 {
            return Err(Error::said(sentence!(
                "job-not-waiting",
                "This job is not waiting for anybody; reload the page"
            )));
        }
        Ok(())
    }

    /// Forgets jobs that ended before a time, and keeps those that failed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_jobs(&mut self, before: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM job WHERE state = 'done' AND done_at < ?1")?.execute([before])?;
        Ok(())
    }

    /// How far a follower has come; 0 when it never began.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cursor(&self, name: &str) -> Result<i64> {
        let mut find = self.conn.prepare_cached("SELECT value FROM cursor WHERE name = ?1")?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// Says how far a follower has come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn move_cursor(&mut self, name: &str, value: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO cursor (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute((name, value))?;
        Ok(())
    }
}

impl Reader {
    /// How far a follower has come; 0 when it never began.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cursor(&self, name: &str) -> Result<i64> {
        self.with(|conn| {
            let mut find = conn.prepare_cached("SELECT value FROM cursor WHERE name = ?1")?;
            Ok(find.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// The jobs of the office, those that wait for a person first, then the newest, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn jobs(&self, scope: &Scope, limit: usize) -> Result<Vec<Job>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} ORDER BY state = 'failed' DESC, state IN ('leased', 'waiting') DESC, id DESC LIMIT ?1"
            ))?;
            let rows = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], columns)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().map(job).collect()
        })
    }

    /// Whether a job of this kind and argument waits or runs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_at_work(&self, scope: &Scope, kind: JobKind, argument: &str) -> Result<bool> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM job WHERE kind = ?1 AND argument = ?2 AND state IN ('waiting', 'leased'))",
            )?;
            Ok(statement.query_row((kind.word(), argument), |row| row.get(0))?)
        })
    }

    /// How many jobs are in each state.
    ///
    /// # Errors
    /// When the store fails.
    pub fn job_counts(&self) -> Result<Vec<(JobState, u64)>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT count(*) FROM job WHERE state = ?1")?;
            let mut count = |state: JobState| -> Result<(JobState, u64)> {
                let n: i64 = statement.query_row([state.word()], |row| row.get(0))?;
                Ok((state, n.cast_unsigned()))
            };
            JobState::ALL.iter().map(|state| count(*state)).collect()
        })
    }

    /// Whether a job's time has come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn job_waits(&self, now: i64) -> Result<bool> {
        self.with(|conn: &Connection| {
            let mut statement =
                conn.prepare_cached("SELECT 1 FROM job WHERE state IN ('waiting', 'leased') AND due_at <= ?1 LIMIT 1")?;
            Ok(statement.query_row([now], |_| Ok(())).optional()?.is_some())
        })
    }
}

const SELECT: &str = "SELECT id, kind, argument, state, due_at, n_tries, last_error, made_at, done_at FROM job";

type Columns = (i64, String, String, String, i64, u32, Option<String>, i64, Option<i64>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
        row.get(7)?,
        row.get(8)?,
    ))
}

fn job((id, kind, argument, state, due_at, n_tries, last_error, made_at, done_at): Columns) -> Result<Job> {
    let damaged = |value: &str| Error::damaged(format!("`{value}` of job {id} is not known"));
    Ok(Job {
        id,
        kind: JobKind::from_word(&kind).ok_or_else(|| damaged(&kind))?,
        argument,
        state: JobState::from_word(&state).ok_or_else(|| damaged(&state))?,
        due_at,
        n_tries,
        last_error,
        made_at,
        done_at,
    })
}
