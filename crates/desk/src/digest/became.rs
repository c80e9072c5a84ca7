//! What became of own abstracts: to whom their records were delivered, and what was done with them.

use std::collections::BTreeMap;

use model::{Choice, Digest, PassReason, PersonId};
use store::{DeliveryFilter, HeldDelivery, HeldRecord};

use crate::{Failure, Office};

/// What became of an own abstract, as far as the reader sees.
#[derive(Clone, Debug)]
pub struct Became {
    /// The deliveries of its record.
    pub deliveries: Vec<HeldDelivery>,
    /// Those that nobody answered yet.
    pub n_open: u64,
    /// What was decided about the others, and with which reason they were passed over.
    pub choices: BTreeMap<(Choice, Option<PassReason>), u64>,
}

/// An own abstract with its record and what became of it.
#[derive(Clone, Debug)]
pub struct BecameLine {
    /// The abstract.
    pub digest: Digest,
    /// The record.
    pub record: HeldRecord,
    /// What became of it.
    pub became: Became,
}

impl Became {
    fn of(deliveries: Vec<HeldDelivery>) -> Became {
        let (mut n_open, mut choices) = (0, BTreeMap::new());
        for held in &deliveries {
            match &held.decided {
                Some(decided) => {
                    let what = (decided.disposition.choice, decided.disposition.reason);
                    *choices.entry(what).or_insert(0) += 1;
                }
                None => n_open += 1,
            }
        }
        Became { deliveries, n_open, choices }
    }
}

impl Office {
    /// What became of an own abstract.
    ///
    /// # Errors
    /// When the store fails.
    pub fn became(&self, digest: &Digest) -> Result<Became, Failure> {
        let filter = DeliveryFilter { record: Some(digest.record), ..DeliveryFilter::default() };
        Ok(Became::of(self.deliveries(&filter)?))
    }

    /// Own abstracts with what became of them, those written last first; of one person, where one is named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn became_of(&self, person: Option<&PersonId>, limit: usize) -> Result<Vec<BecameLine>, Failure> {
        let mut lines = Vec::new();
        for digest in self.reader.latest_digests(&self.scope, person, limit)? {
            // Seen by who sees the abstract.
            let Some(record) = self.reader.record(&self.scope, digest.record)? else { continue };
            let became = self.became(&digest)?;
            lines.push(BecameLine { digest, record, became });
        }
        Ok(lines)
    }
}
