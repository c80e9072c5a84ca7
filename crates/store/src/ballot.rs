//! The rows of ballots.

use model::{Ballot, BasisHash, CaseId, PersonId, PostId, Vote};
use rusqlite::{Connection, Row};

use crate::agreement::word;
use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps the ballots of a case, in the order in which they were cast.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_ballots(&mut self, case: CaseId, ballots: &[Ballot]) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT OR IGNORE INTO ballot (control_case, position, member, vote, reason, post, person, at, over)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (at, ballot) in (0i64..).zip(ballots) {
            put.execute(rusqlite::params![
                case.bits().cast_signed(),
                at,
                ballot.member,
                ballot.vote.word(),
                ballot.reason,
                ballot.post.as_str(),
                ballot.person.as_str(),
                ballot.at,
                ballot.over,
            ])?;
        }
        Ok(())
    }

    /// The ballots of a case, in the order in which they were cast.
    ///
    /// # Errors
    /// When the store fails.
    pub fn ballots(&self, case: CaseId) -> Result<Vec<Ballot>> {
        of(self.conn, case)
    }
}

impl Reader {
    /// The ballots of a case, in the order in which they were cast.
    ///
    /// # Errors
    /// When the store fails.
    pub fn ballots(&self, scope: &Scope, case: CaseId) -> Result<Vec<Ballot>> {
        self.seen_by(scope, |conn| of(conn, case))
    }
}

/// The hash in a column.
pub(crate) fn hash(row: &Row<'_>, at: usize) -> Result<BasisHash> {
    let bytes: Vec<u8> = row.get(at)?;
    bytes.try_into().map_err(|_| Error::damaged("what a vote is over is not 32 bytes".to_owned()))
}

fn of(conn: &Connection, case: CaseId) -> Result<Vec<Ballot>> {
    let mut statement = conn.prepare_cached(
        "SELECT member, vote, reason, post, person, at, over FROM ballot WHERE control_case = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([case.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Ballot {
            member: row.get(0)?,
            vote: word(row, 1, Vote::from_word)?,
            reason: row.get(2)?,
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            person: named(PersonId::new(&row.get::<_, String>(4)?))?,
            at: row.get(5)?,
            over: hash(row, 6)?,
        });
    }
    Ok(found)
}
