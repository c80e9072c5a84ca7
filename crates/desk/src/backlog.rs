//! What fits a need and waits: no more than so many records are laid before a post at a time, and the rest come, week by week.

use model::{Date, JobKind, NeedId};
use store::{Backlog, Writer};

use crate::delivery::NeedMatched;
use crate::job::OFFICE;
use crate::{Clerk, Failure, Office};

/// Days until the next part of what waits is laid before the post.
const DAYS: i64 = 7;

/// Keeps what a pass left over for each need.
pub(crate) fn keep_backlogs(clerk: &Clerk, needs: &[NeedMatched], now: i64, today: Date) -> Result<(), Failure> {
    let left = needs.iter().map(|matched| Backlog {
        need: matched.need.id.clone(),
        n_left: matched.n_capped,
        next_on: today.plus_days(DAYS),
    });
    let left: Vec<Backlog> = left.collect();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            for backlog in &left {
                deed.keep_backlog(backlog)?;
            }
            Ok(())
        })
    })
}

/// The job: has needs matched again whose day has come.
pub(crate) fn lay_backlogs(clerk: &Clerk, office: &Office, now: i64, today: Date) -> Result<(), Failure> {
    let due = office.reader.backlogs_due(&office.scope, today)?;
    if due.is_empty() {
        return Ok(());
    }
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            for backlog in &due {
                // A need that is over by then is matched with nothing, and nothing waits any more.
                deed.enqueue(JobKind::MatchNeed, backlog.need.as_str(), now)?;
            }
            Ok(())
        })
    })
}

impl Office {
    /// What fits a need and waits.
    ///
    /// # Errors
    /// When the store fails.
    pub fn backlog(&self, need: &NeedId) -> Result<Option<Backlog>, Failure> {
        Ok(self.reader.backlog(&self.scope, need)?)
    }
}
