//! Events: exhibitions, fairs and congresses, registered by whoever goes there, with what was brought back from them.

use std::collections::BTreeMap;

use model::{
    Actor, Choice, Event, EventId, EventKind, Exhibitor, Mission, Power, RecordId, Refusal, Source, SourceId,
    SpecialistId, Stand, StandState, Verb, Visitor, sentence,
};
use store::{Deed, DeliveryFilter, MissionFilter, Scope, StandFilter, Writer};

use crate::dispatch::writes_for;
use crate::review::Turn;
use crate::source::is_paused;
use crate::{Failure, Office, Officer};

/// Sources that are looked through for those that an event may belong to.
const SOURCES_MAX: usize = 2_000;

/// Missions that are shown on the page of an event.
const MISSIONS_SHOWN: usize = 100;

/// Which events are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// With each of these words in name, place, organiser or subject.
    pub words: String,
    /// With a day in this year.
    pub year: Option<i32>,
    /// Of this kind.
    pub kind: Option<EventKind>,
}

/// What became of a record, as far as the reader may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BecameOf {
    /// Posts before which it was laid.
    pub n_delivered: usize,
    /// Of these, those that put it to use.
    pub n_used: usize,
}

/// A visit to a stand with what people call it.
#[derive(Clone, Debug)]
pub struct StandLine {
    /// The visit.
    pub stand: Stand,
    /// Whose stand it is.
    pub exhibitor: Exhibitor,
    /// Who goes, as people write it.
    pub visitor: String,
    /// What became of its record; `None` where there is none, or it is not seen.
    pub became: Option<BecameOf>,
}

/// An event with what was done there.
#[derive(Clone, Debug)]
pub struct EventPage {
    /// The event.
    pub event: Event,
    /// The title of the source to which it belongs.
    pub source: Option<String>,
    /// How many show something there.
    pub n_exhibitors: usize,
    /// Missions that go there, the newest first.
    pub missions: Vec<Mission>,
    /// Visits to stands, in the order in which they were planned.
    pub stands: Vec<StandLine>,
}

impl EventPage {
    /// How many visits stand so.
    pub fn n_stands(&self, state: StandState) -> usize {
        self.stands.iter().filter(|line| line.stand.state == state).count()
    }
}

pub(crate) fn no_event(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "event",
        text: text.to_owned(),
        next: sentence!("next-look-events", "look for it in the list of events"),
    }
}

pub(crate) fn held(deed: &Deed<'_>, officer: &Officer, id: EventId) -> Result<Event, Failure> {
    Ok(deed.event(&officer.scope, id)?.ok_or_else(|| no_event(&id.to_string()))?)
}

/// Who may change an event and the list of its exhibitors: the post that keeps its page, and who documents or coordinates.
pub(crate) fn keeper(officer: &Officer, event: &Event) -> Result<Actor, Refusal> {
    let by_power = || officer.by_power(Power::Document).or_else(|_| officer.by_power(Power::Coordinate));
    officer.acting_for(&event.post).or_else(|_| by_power()).map_err(|_| {
        Refusal::Said(sentence!(
            "event-not-keeper",
            "The page of this event is kept by {post}; ask who acts for that post, or a documentalist",
            post = event.post
        ))
    })
}

/// The source that is chosen for an event. What is noted at its stands counts as come from there, so it is one of people, and whoever
/// chooses it is one of those who write in what it brings.
fn chosen_source(deed: &Deed<'_>, officer: &Officer, id: SourceId) -> Result<Source, Failure> {
    let Some(source) = deed.source(&officer.scope, id)? else {
        let next = sentence!("next-look-sources", "look for it in the list of sources");
        return Err(Refusal::NotFound { noun: "source", text: id.to_string(), next }.into());
    };
    if !source.kind.is_human() {
        return Err(Failure::said(sentence!(
            "event-source",
            "Nobody writes down what this source brings, so no event belongs to it; choose one of people, such as an exhibition"
        )));
    }
    writes_for(officer, &source)?;
    if source.paused {
        return Err(is_paused());
    }
    Ok(source)
}

/// Whether a form registers what it registered already.
fn is_same_form(held: &Event, event: &Event) -> bool {
    let as_held =
        Event { marking: held.marking.clone(), revision: held.revision, made_at: held.made_at, ..event.clone() };
    as_held == *held && held.marking.covers(&event.marking)
}

/// An event as the officer sees it: a source that they do not see is not named.
fn as_seen(deed: &Deed<'_>, officer: &Officer, event: Event) -> Result<Event, Failure> {
    let source = match event.source {
        Some(source) if deed.source(&officer.scope, source)?.is_some() => Some(source),
        _ => None,
    };
    Ok(Event { source, ..event })
}

/// Puts an event into the register, or changes what the register says of it: then `event.revision` is that of the state which was
/// seen. It is marked at least as its source. A form that is sent twice registers once.
///
/// # Errors
/// Refused when it is not in order, when the officer may not, when its source is not there, is none of people, is paused or is written
/// for by others, when somebody changed it in between, or when its marking would become wider.
pub fn keep_event(writer: &mut Writer, turn: &Turn<'_>, event: Event, is_new: bool) -> Result<Event, Failure> {
    let event = event.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, officer, event.id)?) };
        let source_before = before.as_ref().and_then(|before| before.source);
        let source = match event.source {
            Some(id) if Some(id) == source_before => deed.source(&officer.scope, id)?,
            Some(id) => Some(chosen_source(deed, officer, id)?),
            None => None,
        };
        let marking = source.map_or_else(|| event.marking.clone(), |source| event.marking.join(&source.marking));
        let event = Event { marking, ..event };
        if !officer.clearance.may_see(&event.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-event",
                "You could not see the event once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let Some(held) = before else {
            officer.acting_for(&event.post)?;
            return match deed.event(&Scope::office(), event.id)? {
                Some(held) if is_same_form(&held, &event) => Ok(held),
                Some(_) => Err(Failure::said(sentence!(
                    "event-form-sent",
                    "This form was sent already with another event; open a new one"
                ))),
                None => {
                    let event = Event { revision: 0, made_at: turn.now, ..event };
                    deed.keep_event(&event, Verb::Registered)?;
                    Ok(event)
                }
            };
        };
        keeper(officer, &held)?;
        // A source that the officer does not see is not on their form, and stays.
        let hidden = match held.source {
            Some(source) if deed.source(&officer.scope, source)?.is_none() => Some(source),
            _ => None,
        };
        let source = event.source.or(hidden);
        let event = Event { post: held.post.clone(), made_at: held.made_at, source, ..event };
        if event == held {
            return as_seen(deed, officer, held);
        }
        if event.revision != held.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "event-changed",
                "Somebody changed this event in between; open it again, and change what is still to be changed"
            ))));
        }
        if !event.marking.covers(&held.marking) {
            return Err(Failure::said(sentence!(
                "event-wider",
                "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
            )));
        }
        let event = Event { revision: held.revision + 1, ..event };
        deed.keep_event(&event, Verb::Revised)?;
        as_seen(deed, officer, event)
    })
}

impl Office {
    /// Events that fit, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<Event>, Failure> {
        let words: Vec<String> = filter.words.split_whitespace().map(matching::analysis::fold).collect();
        let mut events = self.reader.events(&self.scope)?;
        events.retain(|event| {
            let texts = [&event.name, &event.place, &event.country, &event.organiser, &event.subject];
            let text = matching::analysis::fold(&texts.map(String::as_str).join("\n"));
            filter.year.is_none_or(|year| event.is_in(year))
                && filter.kind.is_none_or(|kind| event.kind == kind)
                && words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(events)
    }

    /// The sources that an officer may choose for an event, by title: those of people for which they write. One that is chosen stands
    /// among them where it is seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_for_event(&self, officer: &Officer, chosen: Option<SourceId>) -> Result<Vec<Source>, Failure> {
        let lines = self.reader.sources(&self.scope, None, SOURCES_MAX)?;
        let sources = lines.into_iter().map(|line| line.source);
        let fits = |source: &Source| Some(source.id) == chosen || self.may_write_dispatch(officer, source);
        Ok(sources.filter(fits).collect())
    }

    /// The years in which there was an event, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn event_years(&self) -> Result<Vec<i32>, Failure> {
        let mut years: Vec<i32> =
            self.reader.events(&self.scope)?.iter().flat_map(|event| event.since.year()..=event.until.year()).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        Ok(years)
    }

    /// The event of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn event(&self, text: &str) -> Result<Event, Failure> {
        let id = EventId::parse(text).ok_or_else(|| no_event(text))?;
        Ok(self.reader.event(&self.scope, id)?.ok_or_else(|| no_event(text))?)
    }

    /// An event with what was done there.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn event_page(&self, text: &str) -> Result<EventPage, Failure> {
        let event = self.event(text)?;
        let source = match event.source {
            Some(source) => self.reader.source(&self.scope, source)?.map(|line| line.source.title),
            None => None,
        };
        let filter = MissionFilter { event: Some(event.id), limit: Some(MISSIONS_SHOWN), ..MissionFilter::default() };
        let missions = self.reader.missions(&self.scope, &filter)?;
        let exhibitors = self.reader.exhibitors(&self.scope, event.id)?;
        let stands =
            self.reader.stands(&self.scope, &StandFilter { event: Some(event.id), ..StandFilter::default() })?;
        let stands = self.stand_lines(stands, &exhibitors)?;
        let n_exhibitors = exhibitors.iter().filter(|one| !one.off).count();
        Ok(EventPage { event, source, n_exhibitors, missions, stands })
    }

    /// Visits with the names that people need, those of whose exhibitor is not among these left out.
    pub(crate) fn stand_lines(&self, stands: Vec<Stand>, exhibitors: &[Exhibitor]) -> Result<Vec<StandLine>, Failure> {
        let by_number: BTreeMap<u32, &Exhibitor> = exhibitors.iter().map(|one| (one.number, one)).collect();
        let mut lines = Vec::new();
        for stand in stands {
            let Some(exhibitor) = by_number.get(&stand.exhibitor) else { continue };
            lines.push(StandLine {
                visitor: self.visitor_name(&stand.visitor)?,
                became: stand.record.map(|record| self.record_became(record)).transpose()?,
                exhibitor: (*exhibitor).clone(),
                stand,
            });
        }
        Ok(lines)
    }

    /// Who goes to a stand, as people write it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visitor_name(&self, visitor: &Visitor) -> Result<String, Failure> {
        Ok(match visitor {
            Visitor::Post(post) => self.post(post)?.map_or_else(|| post.to_string(), |post| post.title),
            Visitor::Member(member) => {
                let found: Option<model::Specialist> = self.reader.specialist(&self.scope, *member)?;
                found.map_or_else(|| SpecialistId::to_string(member), |one| one.name)
            }
        })
    }

    /// Before how many posts a record was laid, and how many of them use it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_became(&self, record: RecordId) -> Result<BecameOf, Failure> {
        let filter = DeliveryFilter { record: Some(record), ..DeliveryFilter::default() };
        let deliveries = self.deliveries(&filter)?;
        let is_used = |held: &&store::HeldDelivery| {
            held.decided.as_ref().is_some_and(|decided| decided.disposition.choice == Choice::Use)
        };
        Ok(BecameOf { n_delivered: deliveries.len(), n_used: deliveries.iter().filter(is_used).count() })
    }

    /// Whether an officer may change an event and the list of its exhibitors.
    pub fn may_change_event(&self, officer: &Officer, event: &Event) -> bool {
        keeper(officer, event).is_ok()
    }
}
