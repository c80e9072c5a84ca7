//! What happened to one thing of a thread: what its room states, and what the ledger remembers.

use model::{
    Actor, Adoption, AgreementStage, BarrierState, Date, EvidenceClass, FoundLife, Happened, LifeEvent, LifeStage,
    Marking, MissionStage, Noun, OfferState, PostId, RequestStage, SiteVisit, Stage, Thing, Verb, is_of_life,
};

use super::FACTS_MAX;
use crate::{Failure, Office};

/// A day in microseconds.
const DAY_MICROS: i64 = 86_400_000_000;

/// A thing of a thread with what its room states of it.
pub(super) struct Life {
    /// The thing under the name that it has now.
    pub thing: Thing,
    /// The post to which it belongs.
    pub post: Option<PostId>,
    /// Whether nothing comes of it any more.
    pub is_over: bool,
    /// Days that the room states, each with the verb of the fact that says the same.
    pub days: Vec<(Verb, Date)>,
    /// What the room tells and the ledger does not.
    pub told: Vec<LifeEvent>,
    /// Who may see it.
    pub marking: Marking,
}

impl Life {
    fn of(thing: &Thing) -> Life {
        Life {
            thing: thing.clone(),
            post: None,
            is_over: false,
            days: Vec::new(),
            told: Vec::new(),
            marking: Marking::default(),
        }
    }
}

/// What is not there or not seen, apart from a store that fails.
fn seen<T>(found: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(broken) => Err(broken),
    }
}

/// The day of a time of the store.
fn day_of(micros: i64) -> Date {
    Date::of_number(micros.div_euclid(DAY_MICROS))
}

impl Office {
    /// A thing of a thread as its room has it; `None` when it stands on no thread, is not there or is not seen.
    pub(super) fn life_of(&self, thing: &Thing) -> Result<Option<Life>, Failure> {
        let (name, life) = (thing.name.as_str(), Life::of(thing));
        Ok(match thing.noun {
            Noun::Need => seen(self.need(name))?.map(|need| Life {
                is_over: matches!(need.stage, Stage::Declined | Stage::Met | Stage::Withdrawn),
                post: Some(need.post),
                marking: need.marking,
                ..life
            }),
            Noun::Request => seen(self.request(name))?.map(|request| Life {
                is_over: matches!(request.stage, RequestStage::Declined | RequestStage::Withdrawn),
                post: Some(request.post),
                marking: request.marking,
                ..life
            }),
            Noun::Source => seen(self.source(name))?.map(|line| Life {
                post: Some(line.source.post),
                marking: line.source.marking,
                ..life
            }),
            Noun::Stand => seen(self.stand(name))?.map(|stand| Life { marking: stand.marking, ..life }),
            // One that was joined to another goes on under its name.
            Noun::Record => match seen(self.record(name))? {
                Some(held) => {
                    let marking = self.marking_of(held.id)?;
                    Some(Life { marking, ..Life::of(&Thing::new(Noun::Record, held.id)) })
                }
                None => None,
            },
            Noun::Delivery => seen(self.delivery(name))?.map(|held| {
                let on = day_of(held.made_at);
                let event = |stage, happened, post, note| LifeEvent {
                    on,
                    stage,
                    happened,
                    thing: thing.clone(),
                    post,
                    documents: Vec::new(),
                    note,
                    class: None,
                };
                let profile = format!("profile:{}", held.delivery.profile);
                let matched = event(LifeStage::Match, Happened::Matched, None, profile);
                let laid = event(LifeStage::Delivery, Happened::Laid, Some(held.delivery.post.clone()), String::new());
                Life { post: Some(held.delivery.post), told: vec![matched, laid], ..life }
            }),
            Noun::Case => seen(self.case(name))?.map(|case| Life { marking: case.marking, ..life }),
            Noun::Mission => seen(self.mission(name))?.map(|mission| Life {
                is_over: matches!(mission.stage, MissionStage::Declined | MissionStage::Cancelled),
                post: Some(mission.post),
                marking: mission.marking,
                ..life
            }),
            Noun::Agreement => seen(self.agreement(name))?.map(|agreement| {
                let ended = match agreement.stage {
                    AgreementStage::Fulfilled => Some(Verb::Fulfilled),
                    AgreementStage::Terminated => Some(Verb::Terminated),
                    AgreementStage::Expired => Some(Verb::Expired),
                    _ => None,
                };
                let days = [
                    (Some(Verb::Signed), agreement.signed_on),
                    (Some(Verb::EnteredIntoForce), agreement.in_force_on),
                    (ended, agreement.ended_on),
                ];
                let days = days.into_iter().filter_map(|(verb, day)| verb.zip(day)).collect();
                Life { is_over: ended.is_some(), post: Some(agreement.post), marking: agreement.marking, days, ..life }
            }),
            Noun::Deliverable => match seen(self.deliverable(name))? {
                Some(one) => {
                    let steps = self.reader.deliverable_steps(&self.scope, one.id)?;
                    Some(Life { days: steps.iter().map(|step| (step.made.verb(), step.on)).collect(), ..life })
                }
                None => None,
            },
            Noun::Sample => seen(self.sample(name))?.map(|line| Life {
                is_over: !line.sample.reason.is_empty(),
                days: line.sample.received.map(|day| (Verb::Received, day)).into_iter().collect(),
                post: Some(line.sample.post),
                marking: line.sample.marking,
                ..life
            }),
            Noun::SpecialistRequest => seen(self.specialist_request(name))?.map(|request| Life {
                post: Some(request.post),
                marking: request.marking,
                ..life
            }),
            Noun::Technology => seen(self.technology(name))?.map(|one| Life { marking: one.marking, ..life }),
            Noun::Adoption => match seen(self.adoption(name))? {
                Some(line) => Some(self.life_of_adoption(line.adoption, life)?),
                None => None,
            },
            Noun::Offer => seen(self.offer(name))?.map(|offer| Life {
                is_over: offer.state == OfferState::Declined,
                post: Some(offer.post),
                marking: offer.marking,
                ..life
            }),
            Noun::Barrier => seen(self.logged_barrier(name))?.map(|barrier| Life {
                is_over: barrier.state != BarrierState::Open,
                post: Some(barrier.owner),
                marking: barrier.marking,
                ..life
            }),
            Noun::Visit => match seen(self.site_visit(name))? {
                Some(visit) => {
                    let marking = self.marking_of_visit(&visit)?;
                    let days = visit.on.map(|day| (Verb::Inspected, day)).into_iter().collect();
                    Some(Life { post: visit.inspector, marking, days, ..life })
                }
                None => None,
            },
            Noun::Finding => match seen(self.finding(name))? {
                Some(finding) => {
                    let marking = self.marking_of_visit(&self.site_visit(&finding.visit.to_string())?)?;
                    Some(Life { post: Some(finding.owner), marking, ..life })
                }
                None => None,
            },
            // What has nothing else to tell is known by its facts.
            noun if LifeStage::of(noun).is_some() && self.reader.sees_thing(&self.scope, thing)? => {
                let facts = self.reader.history(&self.scope, thing, 1)?;
                facts.first().map(|_| life)
            }
            _ => None,
        })
    }

    /// An adoption tells its rungs with their evidence, those of earlier starts too, and how each start ended.
    fn life_of_adoption(&self, adoption: Adoption, life: Life) -> Result<Life, Failure> {
        let present = (&adoption.reached, adoption.end.as_ref());
        let starts = adoption.past.iter().map(|past| (&past.reached, Some(&past.end))).chain([present]);
        let event = |stage, on, happened, post| LifeEvent {
            on,
            stage,
            happened,
            thing: life.thing.clone(),
            post,
            documents: Vec::new(),
            note: String::new(),
            class: None,
        };
        let mut told = Vec::new();
        for (reached, end) in starts {
            for one in reached {
                // What an inspector saw is no claim any more.
                let is_inspected = one.class == EvidenceClass::Inspected;
                let stage = if is_inspected { LifeStage::Inspection } else { LifeStage::Adoption };
                let mut documents = Vec::new();
                for thing in one.evidence.iter().filter(|thing| **thing != life.thing) {
                    if self.marking_of_document(thing)?.is_some() {
                        documents.push(thing.clone());
                    }
                }
                told.push(LifeEvent {
                    documents,
                    class: Some(one.class),
                    ..event(stage, one.on, Happened::Reached(one.rung), Some(one.by.clone()))
                });
            }
            told.extend(end.map(|end| {
                let post = Actor::parse(&end.by).and_then(|actor| actor.post);
                LifeEvent {
                    note: end.reason.to_string(),
                    ..event(LifeStage::Adoption, end.on, Happened::Ended(end.kind), post)
                }
            }));
        }
        let (is_over, post) = (adoption.end.is_some(), Some(adoption.post));
        Ok(Life { is_over, post, told, marking: adoption.marking, ..life })
    }

    /// Who may see something that is named as evidence or as a paper; `None` when it is not there or not seen.
    pub(super) fn marking_of_document(&self, thing: &Thing) -> Result<Option<Marking>, Failure> {
        let name = thing.name.as_str();
        Ok(match thing.noun {
            Noun::Attachment => seen(self.attachment(name))?.map(|one| one.marking),
            Noun::Digest => seen(self.digest(name))?.map(|one| one.marking),
            Noun::Issue => seen(self.issue(name))?.map(|(issue, bulletin)| issue.marking.join(&bulletin.marking)),
            _ => self.life_of(thing)?.map(|life| life.marking),
        })
    }

    /// Who may see a visit: whoever may see its programme and the adoption that it looks at.
    fn marking_of_visit(&self, visit: &SiteVisit) -> Result<Marking, Failure> {
        let marking = self.inspection(&visit.inspection.to_string())?.marking;
        let adoption = self.adoption(&visit.adoption.to_string())?.adoption;
        Ok(marking.join(&adoption.marking))
    }

    /// Brings what happened to a thing: what its room tells, and each fact about it.
    pub(super) fn live(&self, life: &Life, found: &mut FoundLife) -> Result<(), Failure> {
        found.events.extend(life.told.iter().cloned());
        let mut days = life.days.clone();
        let own = life.thing.to_string();
        let event = |verb: Verb, on: Date, post: Option<PostId>| {
            let stage = match (life.thing.noun, verb) {
                (Noun::Delivery, Verb::Disposed | Verb::Forwarded | Verb::Recalled) => Some(LifeStage::Disposition),
                (noun, verb) => LifeStage::of_fact(noun, verb),
            };
            stage.map(|stage| LifeEvent {
                on,
                stage,
                happened: Happened::Fact(verb),
                thing: life.thing.clone(),
                post,
                documents: Vec::new(),
                note: String::new(),
                class: None,
            })
        };
        for held in self.reader.history(&self.scope, &life.thing, FACTS_MAX)?.into_iter().rev() {
            let fact = held.fact;
            if fact.object != own {
                continue;
            }
            if !is_of_life(fact.verb) {
                found.n_quiet += 1;
                continue;
            }
            // The day that the room states is the one on which it happened; when it was written down is another matter.
            let stated = days.iter().position(|(verb, _)| *verb == fact.verb).map(|at| days.remove(at).1);
            let post = Actor::parse(&fact.who).and_then(|actor| actor.post);
            let Some(event) = event(fact.verb, stated.unwrap_or_else(|| day_of(held.at)), post) else { continue };
            let target = fact.target.as_deref().and_then(Thing::parse).filter(is_document);
            found.events.push(LifeEvent {
                documents: target.into_iter().collect(),
                note: fact.said().filter(|change| !change.contains("sha256:")).unwrap_or_default().to_owned(),
                ..event
            });
        }
        found.events.extend(days.into_iter().filter_map(|(verb, on)| event(verb, on, life.post.clone())));
        Ok(())
    }
}

/// Whether a thing is a paper or a file.
fn is_document(thing: &Thing) -> bool {
    matches!(thing.noun, Noun::Record | Noun::Attachment | Noun::Digest | Noun::Issue)
}
