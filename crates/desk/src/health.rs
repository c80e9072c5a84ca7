//! Whether an office works, part by part, and what it is doing, in numbers alone.
//!
//! Both are read by machines that watch the office, so neither names a person, a need or a record.

use std::time::Duration;

use model::{Date, JobState};
use store::WebhookTally;

use crate::{Clerk, ClerkTally, Failure, Office};

/// Changes of records that the index may lag behind: what it takes over in a minute or two. Beyond it a search
/// misses too much to be called one.
pub const INDEX_LAG_MAX: u64 = 100_000;

/// A part of an office, and whether it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthPart {
    /// Its name, for machines.
    pub name: &'static str,
    /// Whether it works.
    pub works: bool,
    /// How it stands, in a sentence.
    pub sentence: String,
}

impl HealthPart {
    fn of(name: &'static str, works: bool, right: &str, wrong: &str) -> HealthPart {
        HealthPart { name, works, sentence: if works { right } else { wrong }.to_owned() }
    }
}

/// What an office is doing, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// What the writer has done.
    pub clerk: ClerkTally,
    /// Changes of records that the search index has not taken over.
    pub n_unindexed: u64,
    /// Facts in the ledger.
    pub n_facts: u64,
    /// The last fact that a signed checkpoint speaks for; 0 without any.
    pub checkpointed: u64,
    /// Jobs in each state.
    pub jobs: Vec<(JobState, u64)>,
    /// Duties that are open.
    pub n_open: u64,
    /// Of them late.
    pub n_late: u64,
    /// Of them taken one step up or more.
    pub n_raised: u64,
    /// How webhooks stand.
    pub webhooks: WebhookTally,
}

impl Office {
    /// Looks at each part of the office. The writer has so long to answer.
    pub fn health(&self, clerk: &Clerk, patience: Duration) -> Vec<HealthPart> {
        let position = self.reader.position();
        let ledger = position.as_ref().is_ok_and(|position| self.reader.holds(position).unwrap_or(false));
        let tally = clerk.tally();
        let n_unindexed = position.as_ref().map_or(0, |position| position.change_seq.saturating_sub(tally.indexed));
        let index = match (n_unindexed, tally.index_fault.is_some()) {
            (n, _) if n > INDEX_LAG_MAX => {
                format!("The search index is {n} changes behind, so searches miss much; it goes on catching up.")
            }
            (n, true) => format!(
                "The search index could not follow at the last try and is {n} changes behind; see that the disk has room. Nothing that was kept is lost."
            ),
            (0, false) => "The search index holds everything.".to_owned(),
            (n, false) => format!("The search index is {n} changes behind and follows."),
        };
        vec![
            HealthPart::of(
                "database",
                position.is_ok(),
                "The database can be read.",
                "The database cannot be read; the log says why.",
            ),
            HealthPart::of(
                "ledger",
                ledger,
                "The ledger ends with the fact that was written last.",
                "The ledger does not end with the fact that was written last; run `uptake verify`.",
            ),
            HealthPart::of(
                "writer",
                clerk.answers(patience),
                "The writer answers.",
                "The writer does not answer, so nothing can be kept; see that the disk has room and works.",
            ),
            HealthPart { name: "index", works: n_unindexed <= INDEX_LAG_MAX, sentence: index },
        ]
    }

    /// Takes the pulse.
    ///
    /// # Errors
    /// When the store fails.
    pub fn pulse(&self, clerk: &Clerk, today: Date) -> Result<Pulse, Failure> {
        let tally = clerk.tally();
        let position = self.reader.position()?;
        let mut pulse = Pulse {
            n_unindexed: position.change_seq.saturating_sub(tally.indexed),
            n_facts: position.ledger_seq,
            checkpointed: self.reader.cursor(crate::checkpoint::CURSOR)?.cast_unsigned(),
            jobs: self.reader.job_counts()?,
            webhooks: self.reader.webhook_tally()?,
            clerk: tally,
            ..Pulse::default()
        };
        // Those that are open alone: nothing arose after the end of time.
        for count in self.reader.duty_counts(&self.scope, i64::MAX, today)?.values() {
            pulse.n_open += count.n_open;
            pulse.n_late += count.n_late;
            pulse.n_raised += count.n_raised;
        }
        Ok(pulse)
    }
}
