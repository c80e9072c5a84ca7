//! The thread: where a thing stands between the need and the machine that runs, and what it is linked with.

use model::{Link, NeedId, Noun, RecordId, RequestId, Thing};
use store::{DeliveryFilter, HeldDelivery, HeldFact};

use crate::{Failure, Office};

/// Facts of a history on one page.
pub const HISTORY_PAGE: usize = 200;

/// Deliveries that are looked at for one thread.
const DELIVERIES_MAX: usize = 500;

/// How far a thing's thread has come, counted within the reader's scope.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Needs on the thread.
    pub needs: Vec<NeedId>,
    /// Records on it.
    pub n_records: u64,
    /// Deliveries on it.
    pub n_deliveries: u64,
    /// Of them answered.
    pub n_disposed: u64,
    /// Of them put to use or under study.
    pub n_used: u64,
    /// Where the first delivery stands, for a link.
    pub first: Option<HeldDelivery>,
}

impl Office {
    /// The facts about a thing, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn history(&self, thing: &Thing) -> Result<Vec<HeldFact>, Failure> {
        Ok(self.reader.history(&self.scope, thing, HISTORY_PAGE)?)
    }

    /// Facts of the ledger before a number, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn ledger_before(&self, seq: u64, limit: usize) -> Result<Vec<HeldFact>, Failure> {
        Ok(self.reader.facts_before(&self.scope, seq, limit)?)
    }

    /// What a thing is linked with.
    ///
    /// # Errors
    /// When the store fails.
    pub fn links(&self, thing: &Thing) -> Result<Vec<Link>, Failure> {
        Ok(self.reader.links(&self.scope, thing)?)
    }

    /// How far the thread of a need, record, delivery or request has come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn progress(&self, thing: &Thing) -> Result<Progress, Failure> {
        let mut progress = Progress::default();
        let filter = match thing.noun {
            Noun::Need => match NeedId::new(&thing.name) {
                Ok(need) => {
                    progress.needs.push(need.clone());
                    DeliveryFilter { need: Some(need), ..DeliveryFilter::default() }
                }
                Err(_) => return Ok(progress),
            },
            Noun::Record => {
                let Some(record) = RecordId::parse(&thing.name) else { return Ok(progress) };
                progress.n_records = 1;
                DeliveryFilter { record: Some(record), ..DeliveryFilter::default() }
            }
            Noun::Request => {
                let Some(id) = RequestId::parse(&thing.name) else { return Ok(progress) };
                if let Some(request) = self.reader.request(&self.scope, id)? {
                    progress.needs.extend(request.need);
                    progress.n_records = u64::from(request.answer.is_some());
                }
                return Ok(progress);
            }
            _ => return Ok(progress),
        };
        let mut n_seen = 0;
        let mut records = std::collections::BTreeSet::new();
        self.reader.each_delivery(&self.scope, &filter, &mut |held| {
            n_seen += 1;
            progress.n_deliveries += 1;
            records.insert(held.delivery.record);
            if let Some(decided) = &held.decided {
                progress.n_disposed += 1;
                let used = matches!(decided.disposition.choice, model::Choice::Use | model::Choice::Study);
                progress.n_used += u64::from(used);
            }
            if !progress.needs.contains(&held.delivery.need) {
                progress.needs.push(held.delivery.need.clone());
            }
            if progress.first.is_none() {
                progress.first = Some(held);
            }
            if n_seen < DELIVERIES_MAX { std::ops::ControlFlow::Continue(()) } else { std::ops::ControlFlow::Break(()) }
        })?;
        if thing.noun == Noun::Need {
            progress.n_records = records.len() as u64;
        }
        Ok(progress)
    }
}
