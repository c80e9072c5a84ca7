//! Rematches: after schemes or mappings changed, the needs that ask for classes are held against all that is held, and what
//! they gained and lost by it is kept for who coordinates.
//!
//! What a need lost stays delivered, with what was answered: it was laid before the post, and that is a fact. A delivery is
//! told as lost once, when no profile holds for it any more that held by a crosswalk, or would hold but for one.

use std::collections::HashSet;

use matching::{Analysis, Query, Sheet, oracle, parse};
use model::{Crosswalk, Date, DeliveryId, Need, REMATCH_LISTED_MAX, Record, RematchLine, RematchedNeed};
use store::{DeliveryFilter, HeldDelivery, HeldRematch, Writer};

use crate::delivery::{NeedMatched, deliver};
use crate::job::{Ids, OFFICE};
use crate::{Clerk, Failure, Office, Selection};

/// What `matching` writes between the steps of a way, and nothing else in a ground.
const STEP: &str = " \u{2192} ";

/// Matches the needs that ask for classes again, and keeps what came of it.
pub(crate) fn match_classes(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let asks =
        |need: &Need| need.profiles.iter().any(|one| parse(&one.query).is_ok_and(|own| !own.classes().is_empty()));
    let mut needs = office.needs(None)?;
    needs.retain(|need| need.silence(today).is_none() && asks(need));
    let mut lines: Vec<RematchLine> = Vec::new();
    let mut rematched = Vec::new();
    if !needs.is_empty() {
        let selection = Selection {
            needs: needs.iter().map(|need| need.id.to_string()).collect(),
            kept_max: Some(office.configuration.work().backlog),
            ..Selection::default()
        };
        let mut door = |deliveries: Vec<model::Delivery>, duties: Vec<model::Duty>| {
            let made: Vec<_> = deliveries.iter().map(|one| (one.need.clone(), one.id)).collect();
            let new = clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| deliver(deed, &deliveries, &duties))
            })?;
            let gained = made.into_iter().zip(&new).filter(|(_, new)| **new);
            lines.extend(gained.map(|((need, delivery), _)| RematchLine { need, delivery, is_gained: true }));
            Ok(new)
        };
        match office.match_through(&mut door, &selection, (now, today), ids, &mut |_| {}) {
            Ok(matched) => {
                let of = |one: NeedMatched| RematchedNeed { need: one.need.id, n_capped: one.n_capped };
                rematched.extend(matched.needs.into_iter().map(of));
            }
            // Gone in between: then nothing is left to match.
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    let crosswalk = office.crosswalk()?;
    for need in &needs {
        office.compare(need, &crosswalk, &mut lines)?;
    }
    lines.truncate(REMATCH_LISTED_MAX);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.keep_rematch(&rematched, &lines)?;
            Ok(())
        })
    })
}

/// A query as it is written, and led across.
struct Both {
    plain: Query,
    led: Query,
}

impl Office {
    /// What was delivered for a need and fits no longer, or fits again.
    fn compare(&self, need: &Need, crosswalk: &Crosswalk, lines: &mut Vec<RematchLine>) -> Result<(), Failure> {
        let queries: Vec<Both> = need
            .profiles
            .iter()
            .filter_map(|profile| parse(&profile.query).ok())
            .map(|plain| Both { led: plain.clone().across(crosswalk), plain })
            .collect();
        let known: HashSet<DeliveryId> = lines.iter().map(|line| line.delivery).collect();
        let mut receivers = vec![need.id.clone()];
        receivers.extend(self.reader.joined_to(&self.scope, &need.id)?.into_iter().map(|joined| joined.id));
        for receiver in receivers {
            let filter = DeliveryFilter { need: Some(receiver.clone()), ..DeliveryFilter::default() };
            for held in self.deliveries(&filter)? {
                if lines.len() >= REMATCH_LISTED_MAX {
                    return Ok(());
                }
                let id = held.delivery.id;
                if known.contains(&id) {
                    continue;
                }
                let Some(record) = self.by_id(held.delivery.record)? else { continue };
                let told_lost = self.reader.is_told_lost(&self.scope, id)?;
                let is_gained = match verdict(&queries, &held, &record) {
                    Verdict::Fits if told_lost => true,
                    Verdict::LostByClasses if !told_lost => false,
                    _ => continue,
                };
                lines.push(RematchLine { need: receiver.clone(), delivery: id, is_gained });
            }
        }
        Ok(())
    }

    /// What came of the last changes of schemes and mappings, the newest first; or of the one of this number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematches(&self, id: Option<i64>, limit: usize) -> Result<Vec<HeldRematch>, Failure> {
        Ok(self.reader.rematches(&self.scope, id, limit)?)
    }

    /// The needs of a rematch.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematched_needs(&self, id: i64) -> Result<Vec<RematchedNeed>, Failure> {
        Ok(self.reader.rematched_needs(&self.scope, id)?)
    }

    /// What needs gained and lost by a rematch, by need.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematch_lines(&self, id: i64) -> Result<Vec<RematchLine>, Failure> {
        Ok(self.reader.rematch_lines(&self.scope, id)?)
    }

    /// Whether needs still have to be matched again after a change.
    ///
    /// # Errors
    /// When the store fails.
    pub fn awaits_rematch(&self) -> Result<bool, Failure> {
        Ok(self.reader.is_at_work(&self.scope, model::JobKind::MatchClasses, "")?)
    }
}

enum Verdict {
    Fits,
    LostByClasses,
    LostOtherwise,
}

fn verdict(queries: &[Both], held: &HeldDelivery, record: &Record) -> Verdict {
    let sheet = Sheet::new(record, Analysis::Stemmed);
    if queries.iter().any(|query| oracle::judge(&query.led, &sheet).holds) {
        return Verdict::Fits;
    }
    let is_barred_by_classes = || queries.iter().any(|query| oracle::judge(&query.plain, &sheet).holds);
    if held.delivery.grounds.contains(STEP) || is_barred_by_classes() {
        Verdict::LostByClasses
    } else {
        Verdict::LostOtherwise
    }
}
