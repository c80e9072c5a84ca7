//! Biographies: the walk over the thread of a thing, and what happened to what stands on it.
//!
//! The walk goes from the thing that was asked for to all that it came of, and to all that came of it, and never turns: what else came of
//! the same need is another biography. Everything is read under the scope of the reader, so what is not seen is not on the thread, and
//! nothing tells that it is missing.

mod life;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;

use model::{
    BIOGRAPHY_THINGS_MAX, Biography, Choice, Date, FoundLife, LifeStage, LinkKind, NeedId, Noun, RecordId, Refusal,
    Thing, Tie, sentence,
};
use store::{DeliveryFilter, HeldDelivery};

use crate::{Failure, Office};

/// Deliveries of one need or record that are looked at. The page of a need lists all of them; here those count that led on.
const DELIVERIES_MAX: usize = 500;

/// Facts of one thing that are looked at: some hundred times what a long life has.
const FACTS_MAX: usize = 5_000;

/// Where a walk goes on from a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// To what it came of and to what came of it: the thing that was asked for.
    Both,
    /// To what it came of.
    Earlier,
    /// To what came of it.
    Later,
    /// Nowhere.
    Ends,
}

impl Way {
    fn goes_back(self) -> bool {
        matches!(self, Way::Both | Way::Earlier)
    }

    fn goes_on(self) -> bool {
        matches!(self, Way::Both | Way::Later)
    }
}

/// A thing beside another on the thread.
struct Beside {
    thing: Thing,
    /// Whether it comes before the other.
    is_earlier: bool,
    /// Where the walk goes on from it.
    way: Way,
}

impl Beside {
    fn earlier(thing: Thing) -> Beside {
        Beside { thing, is_earlier: true, way: Way::Earlier }
    }

    fn later(thing: Thing) -> Beside {
        Beside { thing, is_earlier: false, way: Way::Later }
    }

    fn ending(self) -> Beside {
        Beside { way: Way::Ends, ..self }
    }
}

impl Office {
    /// The biography of a thing as it stands today, within the reader's scope.
    ///
    /// # Errors
    /// Refused when the thing is not there, is not seen, or stands on no thread; when the store fails.
    pub fn biography(&self, start: &Thing, today: Date) -> Result<Biography, Failure> {
        let missing = || Refusal::NotFound {
            noun: "biography",
            text: start.to_string(),
            next: sentence!("next-look-again", "look for it again"),
        };
        let Some(first) = self.life_of(start)? else { return Err(missing().into()) };
        let (start, is_over) = (first.thing, first.is_over);
        let mut found = FoundLife { is_over, ..FoundLife::default() };
        let mut seen = BTreeSet::from([start.clone()]);
        let mut told = BTreeSet::new();
        let mut waiting = VecDeque::from([(start.clone(), Way::Both)]);
        while let Some((thing, way)) = waiting.pop_front() {
            if found.things.len() >= BIOGRAPHY_THINGS_MAX {
                found.n_beyond += 1;
                continue;
            }
            // What a link names and the scope does not show is not there.
            let Some(life) = self.life_of(&thing)? else { continue };
            // A record that was joined to another is met under both names.
            if !told.insert(life.thing.clone()) {
                continue;
            }
            self.live(&life, &mut found)?;
            found.marking = found.marking.join(&life.marking);
            found.things.push(life.thing.clone());
            if way == Way::Ends {
                continue;
            }
            for beside in self.beside(&life.thing, way, &mut found)? {
                let (later, earlier) = match beside.is_earlier {
                    true => (life.thing.clone(), beside.thing.clone()),
                    false => (beside.thing.clone(), life.thing.clone()),
                };
                found.ties.insert(Tie { later, earlier });
                if seen.insert(beside.thing.clone()) {
                    waiting.push_back((beside.thing, beside.way));
                }
            }
        }
        self.mark_by_documents(&mut found)?;
        Ok(Biography::of(start, found, today))
    }

    /// Papers that events name are told of too: what is told is marked at least as they are, and one that is not seen is not named.
    fn mark_by_documents(&self, found: &mut FoundLife) -> Result<(), Failure> {
        let mut known: BTreeMap<Thing, bool> = found.things.iter().map(|thing| (thing.clone(), true)).collect();
        for document in found.events.iter().flat_map(|event| &event.documents) {
            if known.contains_key(document) {
                continue;
            }
            let marking = self.marking_of_document(document)?;
            known.insert(document.clone(), marking.is_some());
            if let Some(marking) = marking {
                found.marking = found.marking.join(&marking);
            }
        }
        for event in &mut found.events {
            event.documents.retain(|document| known.get(document).is_some_and(|is_seen| *is_seen));
        }
        Ok(())
    }

    /// The things beside a thing into which the walk goes on.
    fn beside(&self, thing: &Thing, way: Way, found: &mut FoundLife) -> Result<Vec<Beside>, Failure> {
        let mut beside = Vec::new();
        for link in self.reader.links(&self.scope, thing)? {
            let is_source = link.source == *thing;
            let other = if is_source { link.target } else { link.source };
            // The source of a link comes of its target; a need that was joined to another goes on in it, and what is offered comes of its use.
            let is_turned = matches!(link.kind, LinkKind::JoinedTo | LinkKind::OfferedTo);
            let is_earlier = is_source != is_turned;
            if LifeStage::of(other.noun).is_some() {
                // What another unit was offered is told; what it then does is another life.
                let ends = matches!(other.noun, Noun::Offer | Noun::Barrier);
                let one = if is_earlier { Beside::earlier(other) } else { Beside::later(other) };
                beside.push(if ends { one.ending() } else { one });
            }
        }
        self.beside_of_room(thing, way, found, &mut beside)?;
        beside.retain(|one| {
            if one.is_earlier { way.goes_back() || one.way == Way::Ends } else { way.goes_on() || one.way == Way::Ends }
        });
        Ok(beside)
    }

    /// What hangs together without a link: by a delivery, a source, an agreement, a case.
    fn beside_of_room(
        &self,
        thing: &Thing,
        way: Way,
        found: &mut FoundLife,
        beside: &mut Vec<Beside>,
    ) -> Result<(), Failure> {
        match thing.noun {
            Noun::Need if way.goes_on() => {
                let Ok(need) = NeedId::new(&thing.name) else { return Ok(()) };
                let filter = DeliveryFilter { need: Some(need), ..DeliveryFilter::default() };
                for held in self.deliveries_for(&filter, found)? {
                    if led_on(&held) {
                        beside.push(Beside::later(Thing::new(Noun::Delivery, held.delivery.id)).ending());
                        beside.push(Beside::later(Thing::new(Noun::Record, held.delivery.record)));
                    } else {
                        found.n_passed += 1;
                    }
                }
            }
            Noun::Record => {
                let Some(record) = RecordId::parse(&thing.name) else { return Ok(()) };
                for source in self.reader.sources_of(&self.scope, record)? {
                    beside.push(Beside::earlier(Thing::new(Noun::Source, source.id)).ending());
                }
                if way.goes_back() {
                    let filter = DeliveryFilter { record: Some(record), ..DeliveryFilter::default() };
                    for held in self.deliveries_for(&filter, found)? {
                        beside.push(Beside::later(Thing::new(Noun::Delivery, held.delivery.id)).ending());
                        beside.push(Beside::earlier(Thing::new(Noun::Need, &held.delivery.need)));
                    }
                }
            }
            Noun::Delivery => {
                let held = self.delivery(&thing.name)?;
                beside.push(Beside::earlier(Thing::new(Noun::Need, &held.delivery.need)));
                // What came of the record came of the delivery; for which other needs it came is another thread.
                let record = Thing::new(Noun::Record, held.delivery.record);
                beside.push(Beside { thing: record, is_earlier: true, way: Way::Later });
            }
            Noun::Visit => {
                let visit = self.site_visit(&thing.name)?;
                for one in self.reader.findings(&self.scope, Some(visit.id))? {
                    beside.push(Beside::later(Thing::new(Noun::Finding, one.id)).ending());
                }
            }
            Noun::Agreement => {
                let agreement = self.agreement(&thing.name)?;
                for one in self.reader.deliverables(&self.scope, agreement.id)? {
                    beside.push(Beside::later(Thing::new(Noun::Deliverable, one.id)).ending());
                }
            }
            _ => {}
        }
        if matches!(thing.noun, Noun::Mission | Noun::Agreement | Noun::Sample) {
            for line in self.control_lines(thing)? {
                beside.push(Beside::earlier(Thing::new(Noun::Case, line.case)).ending());
            }
        }
        Ok(())
    }

    /// Deliveries of a need or a record; those beyond the bound are counted.
    fn deliveries_for(&self, filter: &DeliveryFilter, found: &mut FoundLife) -> Result<Vec<HeldDelivery>, Failure> {
        let mut held = Vec::new();
        self.reader.each_delivery(&self.scope, filter, &mut |one| {
            if held.len() < DELIVERIES_MAX {
                held.push(one);
            } else {
                found.n_beyond += 1;
            }
            ControlFlow::Continue(())
        })?;
        Ok(held)
    }
}

/// Whether a post did something with what was laid before it.
fn led_on(held: &HeldDelivery) -> bool {
    held.decided.as_ref().is_some_and(|decided| matches!(decided.disposition.choice, Choice::Use | Choice::Study))
}
