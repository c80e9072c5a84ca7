//! Visits to stands: planned, noted on the spot, kept as records by the door of all others.

use model::{
    Actor, Event, Exhibitor, HostId, Kind, Link, LinkKind, Marking, Mission, MissionId, MissionStage, Noun,
    PartialDate, Power, Question, QuestionState, RecordId, Refusal, Stand, StandId, StandNote, StandState, Thing, Verb,
    Visitor, sentence,
};
use store::{Deed, Scope, StandFilter, Writer};

use crate::attachment::Brought;
use crate::event::{StandLine, held as held_event};
use crate::exhibitor::{ever_numbered, no_exhibitor, numbered};
use crate::manuscript::{Manuscript, enclose, keep, keep_anew};
use crate::mission::no_mission;
use crate::review::Turn;
use crate::source::is_paused;
use crate::specialist::no_specialist;
use crate::{Failure, Office, Officer};

/// Where notes of stands come from, as the origin of a record, and how they are written.
const ORIGIN: (&str, &str) = ("events", "stand");

/// A visit with everything that its page shows.
#[derive(Clone, Debug)]
pub struct StandPage {
    /// The visit with its exhibitor.
    pub line: StandLine,
    /// The event.
    pub event: Event,
    /// The question that is asked there, with the title of its mission.
    pub question: Option<(Question, String)>,
    /// The title of the post that answers for it.
    pub post: String,
}

pub(crate) fn no_stand(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "stand",
        text: text.to_owned(),
        next: sentence!("next-look-event-page", "look for it on the page of its event"),
    }
}

fn held(deed: &Deed<'_>, officer: &Officer, id: StandId) -> Result<Stand, Failure> {
    Ok(deed.stand(&officer.scope, id)?.ok_or_else(|| no_stand(&id.to_string()))?)
}

fn thing(id: StandId) -> Thing {
    Thing::new(Noun::Stand, id)
}

/// Who may note a visit or drop it: who acts for the post that planned it or for the one that goes, the member who goes, and who
/// documents.
fn noter(officer: &Officer, stand: &Stand, member: Option<&model::Specialist>) -> Result<Actor, Refusal> {
    if let Ok(actor) = officer.acting_for(&stand.post) {
        return Ok(actor);
    }
    if let Visitor::Post(post) = &stand.visitor
        && let Ok(actor) = officer.acting_for(post)
    {
        return Ok(actor);
    }
    if member.is_some_and(|member| member.person.as_ref() == Some(&officer.person.id)) {
        return Ok(Actor { person: officer.person.id.clone(), post: None });
    }
    officer.by_power(Power::Document).map_err(|_| {
        Refusal::Said(sentence!(
            "stand-not-yours",
            "This stand is visited by others, for {post}; ask who acts for that post",
            post = stand.post
        ))
    })
}

fn member_of(deed: &Deed<'_>, officer: &Officer, stand: &Stand) -> Result<Option<model::Specialist>, Failure> {
    Ok(match stand.visitor {
        Visitor::Member(member) => deed.specialist(&officer.scope, member)?,
        Visitor::Post(_) => None,
    })
}

/// Whether a question may still be asked at a stand: its mission takes place and has no report yet, and the question did not end.
fn is_asked(mission: &Mission, question: &Question) -> bool {
    use MissionStage::{Cancelled, Closed, Declined, Reported};
    !matches!(mission.stage, Reported | Closed | Declined | Cancelled) && question.state == QuestionState::Open
}

/// Refuses a visitor or a question that is not there, or is not of this event.
fn checked(deed: &Deed<'_>, officer: &Officer, event: &Event, stand: &Stand) -> Result<(), Failure> {
    if let Visitor::Post(post) = &stand.visitor
        && deed.post(post)?.is_none_or(|post| post.closed)
    {
        return Err(Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page")));
    }
    if let Some((mission, question)) = stand.question {
        let found = deed.mission(&officer.scope, mission)?.ok_or_else(|| no_mission(&mission.to_string()))?;
        if found.event.as_ref().and_then(|event| event.id) != Some(event.id) {
            return Err(Failure::said(sentence!(
                "stand-other-mission",
                "This mission does not go to that event; choose a question of one that does, or none"
            )));
        }
        if !is_asked(&found, deed.questions(mission)?.get(question)?) {
            return Err(Failure::said(sentence!(
                "stand-question-over",
                "This question is not asked any more; choose another one, or none"
            )));
        }
    }
    Ok(())
}

fn blind() -> Failure {
    Failure::said(sentence!(
        "marking-blind-stand",
        "You could not see the visit once it is so marked; choose a marking that you are cleared for"
    ))
}

/// The marking that a visit has at least: that of the event and of its source, of the member who goes, and of the mission for which
/// something is asked.
fn least_marking(deed: &Deed<'_>, officer: &Officer, event: &Event, stand: &Stand) -> Result<Marking, Failure> {
    let mut marking = stand.marking.join(&event.marking);
    if let Some(source) = event.source
        && let Some(source) = deed.source(&Scope::office(), source)?
    {
        marking = marking.join(&source.marking);
    }
    if let Visitor::Member(member) = &stand.visitor {
        let found = deed.specialist(&officer.scope, *member)?;
        marking = marking.join(&found.ok_or_else(|| no_specialist(&member.to_string()))?.marking);
    }
    if let Some((mission, _)) = stand.question {
        let found = deed.mission(&officer.scope, mission)?.ok_or_else(|| no_mission(&mission.to_string()))?;
        marking = marking.join(&found.marking);
    }
    if !officer.clearance.may_see(&marking) {
        return Err(blind());
    }
    Ok(marking)
}

/// A visit as the officer sees it: a record that was made narrower than they see is not named.
fn as_seen(deed: &Deed<'_>, officer: &Officer, stand: Stand) -> Result<Stand, Failure> {
    let record = match stand.record {
        Some(record) if deed.marking_of_record(&officer.scope, record)?.is_some() => Some(record),
        _ => None,
    };
    Ok(Stand { record, ..stand })
}

/// Whether a form plans what it planned already.
fn is_same_plan(held: &Stand, stand: &Stand) -> bool {
    (held.event, held.exhibitor, held.question) == (stand.event, stand.exhibitor, stand.question)
        && (&held.post, &held.visitor, &held.purpose) == (&stand.post, &stand.visitor, &stand.purpose)
        && held.marking.covers(&stand.marking)
}

/// Plans the visit to a stand. It is marked at least as the event, the member who goes and the mission. A form that is sent twice
/// plans once.
///
/// # Errors
/// Refused when the officer does not act for the post, or where exhibitor, visitor or question are not there.
pub fn plan_stand(writer: &mut Writer, turn: &Turn<'_>, stand: Stand) -> Result<Stand, Failure> {
    let officer = turn.officer;
    let acting = officer.acting_for(&stand.post);
    let who = acting.as_ref().map_or_else(|_| officer.person.id.to_string(), ToString::to_string);
    writer.transact(&who, turn.now, |deed| {
        // Whether there is such an event is said first, so that one that is hidden and none answer alike.
        let event = held_event(deed, officer, stand.event)?;
        numbered(deed, stand.event, stand.exhibitor)?;
        acting?;
        let stand = stand.tidied()?;
        if let Some(held) = deed.stand(&Scope::office(), stand.id)? {
            if is_same_plan(&held, &stand) {
                return as_seen(deed, officer, held);
            }
            return Err(Failure::said(sentence!(
                "stand-form-sent",
                "This form was sent before; open a new one to plan another visit"
            )));
        }
        checked(deed, officer, &event, &stand)?;
        let marking = least_marking(deed, officer, &event, &stand)?;
        let stand = Stand {
            state: StandState::Planned,
            day: None,
            by: String::new(),
            title: String::new(),
            notes: String::new(),
            evidence: None,
            contacts: Vec::new(),
            record: None,
            reason: String::new(),
            revision: 0,
            made_at: turn.now,
            marking,
            ..stand
        };
        deed.keep_stand(&stand, Verb::Registered)?;
        Ok(stand)
    })
}

/// Notes a visit: its note becomes a record of kind `exhibition`, with its files, and is held against every need at once. Noted again,
/// the same record says what the later note says, and is marked at least as the visit is by then. `revision` is that of the visit
/// which was seen; `wanted` narrows its marking. A form that is sent twice notes once.
///
/// # Errors
/// Refused when the note is not in order, to whoever is not of those who go, when somebody wrote in between, when the source of the
/// event is paused, or when who notes it could not see its record.
pub fn visit_stand(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (StandId, u32),
    note: StandNote,
    wanted: &Marking,
    files: &[Brought],
) -> Result<Stand, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let actor = noter(officer, &before, member_of(deed, officer, &before)?.as_ref())?;
        let event = held_event(deed, officer, before.event)?;
        let exhibitor = ever_numbered(deed, before.event, before.exhibitor)?;
        let after = before.visit(note, &actor.to_string(), turn.today)?;
        let after = Stand { marking: before.marking.join(wanted), ..after };
        if before.revision != revision && (Stand { revision: before.revision, ..after.clone() }) == before {
            // The same form once more: it is noted, and what came with it lies there or is brought now.
            let seen = as_seen(deed, officer, before)?;
            if let Some(record) = seen.record
                && let Some(marking) = deed.marking_of_record(&officer.scope, record)?
            {
                enclose(deed, turn, &actor, (record, &marking), files)?;
            }
            return Ok(seen);
        }
        before.from_revision(revision)?;
        let marking = least_marking(deed, officer, &event, &after)?;
        let (record, joined) = kept(deed, turn, (&event, &exhibitor), &after, &marking)?;
        enclose(deed, turn, &actor, (record, &joined), files)?;
        deed.draw(&Link::new(Thing::new(Noun::Record, record), LinkKind::DerivedFrom, thing(id)))?;
        let verb = if before.state == StandState::Visited { Verb::Revised } else { Verb::NotedDown };
        let after = Stand { record: Some(record), marking, ..after };
        deed.keep_stand(&after, verb)?;
        Ok(after)
    })
}

/// Keeps the note as a record, and answers with its marking. One that is there already gets what the note says now, whatever marking
/// and source it came under; it is marked at least as the visit first, so that what it said before is not left where more see it.
fn kept(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    (event, exhibitor): (&Event, &Exhibitor),
    stand: &Stand,
    marking: &Marking,
) -> Result<(RecordId, Marking), Failure> {
    if let Some(source) = event.source
        && deed.source(&Scope::office(), source)?.is_some_and(|source| source.paused)
    {
        return Err(is_paused());
    }
    let (local, name) = (stand.id.to_string(), thing(stand.id).to_string());
    let place = [event.place.as_str(), exhibitor.stand.as_str()];
    let place = place.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let manuscript = Manuscript {
        source: event.source,
        origin: ORIGIN,
        name: &name,
        local: Some(&local),
        kind: Kind::Exhibition,
        title: &stand.title,
        text: &stand.notes,
        contributors: Vec::new(),
        language: None,
        stands_in: format!("{}: {}", event.name, exhibitor.name),
        day: stand.day.map(PartialDate::from),
        notes: if place.is_empty() { Vec::new() } else { vec![place] },
        is_published: false,
        marking,
    };
    let Some(entry) = deed.entry_named(ORIGIN, &name)? else {
        return Ok((keep(deed, turn, &manuscript)?, marking.clone()));
    };
    let held = deed.marking_of_record(&Scope::office(), entry.record)?.unwrap_or_else(Marking::top);
    let joined = held.join(marking);
    if !turn.officer.clearance.may_see(&joined) {
        return Err(Failure::said(sentence!(
            "stand-record-narrower",
            "The record of this visit is for fewer people than the visit, and you are not among them; ask a documentalist to correct it"
        )));
    }
    if joined != held {
        deed.mark_record(entry.record, &joined)?;
    }
    Ok((keep_anew(deed, turn, &manuscript, &entry)?, joined))
}

/// Brings further files of a visit that was noted.
///
/// # Errors
/// Refused to whoever is not of those who go, before it was noted, or when its record has as many files as it may.
pub fn bring_to_stand(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: StandId,
    files: &[Brought],
) -> Result<Stand, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let stand = held(deed, officer, id)?;
        let actor = noter(officer, &stand, member_of(deed, officer, &stand)?.as_ref())?;
        // Who sees the visit need not see what its record was made narrower to.
        let record = match stand.record {
            Some(record) => deed.marking_of_record(&officer.scope, record)?.map(|marking| (record, marking)),
            None => None,
        };
        let Some((record, marking)) = record else {
            return Err(Failure::said(sentence!(
                "stand-no-record",
                "Note the visit first; its files are kept with the record that the note becomes"
            )));
        };
        enclose(deed, turn, &actor, (record, &marking), files)?;
        Ok(stand)
    })
}

/// Writes down that a stand is not visited.
///
/// # Errors
/// Refused to whoever is not of those who go, once it was visited, or when somebody wrote in between.
pub fn drop_stand(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (StandId, u32),
    reason: &str,
) -> Result<Stand, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        noter(officer, &before, member_of(deed, officer, &before)?.as_ref())?;
        before.from_revision(revision)?;
        let after = before.drop(reason)?;
        deed.keep_stand(&after, Verb::Cancelled)?;
        Ok(after)
    })
}

impl Office {
    /// The visit of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn stand(&self, text: &str) -> Result<Stand, Failure> {
        let id = StandId::parse(text).ok_or_else(|| no_stand(text))?;
        Ok(self.reader.stand(&self.scope, id)?.ok_or_else(|| no_stand(text))?)
    }

    /// A visit with its event, its exhibitor and its question.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn stand_page(&self, text: &str) -> Result<StandPage, Failure> {
        let stand = self.stand(text)?;
        let event = self.event(&stand.event.to_string())?;
        let exhibitors = self.reader.exhibitors(&self.scope, event.id)?;
        let question = match stand.question {
            Some((mission, question)) => self.question_at(mission, question)?,
            None => None,
        };
        let post = self.post(&stand.post)?.map_or_else(|| stand.post.to_string(), |post| post.title);
        let line = self.stand_lines(vec![stand], &exhibitors)?.pop().ok_or_else(|| no_exhibitor(text))?;
        Ok(StandPage { line, event, question, post })
    }

    /// A question with the title of its mission; `None` once it is not asked any more.
    fn question_at(
        &self,
        mission: MissionId,
        question: model::QuestionId,
    ) -> Result<Option<(Question, String)>, Failure> {
        let Some(held) = self.reader.mission(&self.scope, mission)? else { return Ok(None) };
        let list = self.reader.questions(&self.scope, mission)?;
        Ok(list.get(question).ok().map(|question| (question.clone(), held.title)))
    }

    /// The questions of a mission that may still be asked at a stand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions_for_stand(&self, mission: &Mission) -> Result<Vec<Question>, Failure> {
        let list = self.reader.questions(&self.scope, mission.id)?;
        Ok(list.all().iter().filter(|question| is_asked(mission, question)).cloned().collect())
    }

    /// Visits to the stand of an exhibitor.
    ///
    /// # Errors
    /// Refused when there is no such event.
    pub fn stands_of(&self, event: &Event, exhibitor: &Exhibitor) -> Result<Vec<StandLine>, Failure> {
        let filter = StandFilter { event: Some(event.id), exhibitor: Some(exhibitor.number), ..StandFilter::default() };
        let stands = self.reader.stands(&self.scope, &filter)?;
        self.stand_lines(stands, std::slice::from_ref(exhibitor))
    }

    /// Visits to stands of a host that were noted, each with its event, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stands_of_host(&self, host: HostId) -> Result<Vec<(Event, Stand)>, Failure> {
        let mut found = Vec::new();
        for stand in self.reader.stands(&self.scope, &StandFilter { host: Some(host), ..StandFilter::default() })? {
            if stand.state == StandState::Visited
                && let Some(event) = self.reader.event(&self.scope, stand.event)?
            {
                found.push((event, stand));
            }
        }
        found.sort_by_key(|(_, stand)| std::cmp::Reverse((stand.day, stand.made_at)));
        Ok(found)
    }

    /// The visits whose notes a record is, each with its event.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stands_of_record(&self, record: RecordId) -> Result<Vec<(Event, Stand)>, Failure> {
        let own = Thing::new(Noun::Record, record);
        let mut found = Vec::new();
        for link in self.reader.links(&self.scope, &own)? {
            if link.kind == LinkKind::DerivedFrom
                && link.source == own
                && link.target.noun == Noun::Stand
                && let Some(id) = StandId::parse(&link.target.name)
                && let Some(stand) = self.reader.stand(&self.scope, id)?
                && let Some(event) = self.reader.event(&self.scope, stand.event)?
            {
                found.push((event, stand));
            }
        }
        Ok(found)
    }

    /// Whether an officer may note a visit or drop it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_note_stand(&self, officer: &Officer, stand: &Stand) -> Result<bool, Failure> {
        let member = match stand.visitor {
            Visitor::Member(member) => self.reader.specialist(&self.scope, member)?,
            Visitor::Post(_) => None,
        };
        Ok(noter(officer, stand, member.as_ref()).is_ok())
    }
}
