//! Dispatches: what people learn for us is written in within two minutes and is a record like any other; papers of associations too.

use model::{
    Actor, Contributor, Dispatch, DispatchGiven, Duty, DutyKind, DutyState, Grade, JobKind, Kind, Link, LinkKind, Name,
    Need, NeedId, Noun, PostId, Power, RecordId, Role, Source, SourceId, Thing, Verb, sentence,
};
use store::{Deed, DispatchLine, DispatchYear, DutyFilter, HeldGrade, HeldRecord, Scope, Writer};

use crate::attachment::Brought;
use crate::coverage::GAP_CHARS_MAX;
use crate::intake::COUNTED_AFTER;
use crate::manuscript::{self, Manuscript};
use crate::review::{Turn, not_found};
use crate::source::{held, is_paused};
use crate::{Failure, Office, Officer};

/// Dispatches on the page of a source.
pub const DISPATCHES_PAGE: usize = 50;

/// Gaps among which somebody chooses which one a dispatch closes.
const GAPS_MAX: usize = 100;

/// Where dispatches come from, as the origin of a record, and how they are written.
const ORIGIN: (&str, &str) = ("dispatches", "dispatch");

/// A need for which a post was asked to find a source.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The duty.
    pub duty: Duty,
    /// The need.
    pub need: Need,
}

/// What a dispatch became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The record.
    pub record: RecordId,
    /// Whether a gap was closed with it.
    pub closed_gap: bool,
}

/// Writes in what somebody learnt for a source, or a paper that it sent. It becomes a record at once, is marked at least as the source,
/// and is held against every need by a job of the same minute. A form that is sent twice, known by `once`, writes once.
///
/// # Errors
/// Refused when it is not in order, to whoever neither acts for the post of the source nor documents, when the source is none of
/// people or is paused, when who writes it could not see it, or when its post was not asked about the need that it answers.
pub fn write_dispatch(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, once): (SourceId, u64),
    given: DispatchGiven,
    files: &[Brought],
) -> Result<Written, Failure> {
    let given = given.tidied(turn.today)?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let source = held(deed, turn, id)?;
        let actor = writes_for(officer, &source)?;
        if !source.kind.is_human() {
            return Err(Failure::said(sentence!(
                "dispatch-source",
                "Nobody writes dispatches for this source; take in what it brings as a file"
            )));
        }
        if source.paused {
            return Err(is_paused());
        }
        let marking = source.marking.join(&given.marking);
        if !officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-dispatch",
                "You could not see the dispatch once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let name = format!("dispatch:{once}");
        if let Some(record) = deed.record_of_entry(source.id, &marking, &name)? {
            // The same form once more: what was done with the gap stands.
            return Ok(Written { record, closed_gap: given.answers.is_some() });
        }
        let gap = given.answers.as_ref().map(|need| asked(deed, &officer.scope, &source, need)).transpose()?;
        let by_post = deed.post(&source.post)?.filter(|post| officer.acts_for(&post.id)).map(|post| post.title);
        let paper = Manuscript {
            source: Some(source.id),
            origin: ORIGIN,
            name: &name,
            local: None,
            kind: given.kind,
            title: &given.title,
            text: &given.text,
            contributors: contributors(&given, by_post),
            language: given.language.clone(),
            stands_in: source.title.clone(),
            day: given.day.or((given.kind == Kind::Dispatch).then(|| turn.today.into())),
            notes: (!given.place.is_empty()).then(|| given.place.clone()).into_iter().collect(),
            is_published: given.is_paper(),
            marking: &marking,
        };
        let record = manuscript::keep(deed, turn, &paper)?;
        manuscript::enclose(deed, turn, &actor, (record, &marking), files)?;
        deed.keep_dispatch(&Dispatch {
            record,
            source: source.id,
            by: actor.to_string(),
            came_at: turn.now,
            answers: given.answers.clone(),
        })?;
        let thing = Thing::new(Noun::Record, record);
        let fact = model::Fact::new(&actor.to_string(), Verb::WroteIn, thing.to_string());
        deed.note(&fact.to(Thing::new(Noun::Source, source.id).to_string()))?;
        if let Some(credibility) = given.credibility {
            let grade = Grade { reliability: source.reliability, credibility };
            let (person, post) = (actor.person.clone(), actor.post.clone());
            deed.keep_grade(record, &HeldGrade { grade, person, post, given_at: turn.now })?;
        }
        deed.enqueue(JobKind::CountSources, &source.id.to_string(), turn.now + COUNTED_AFTER)?;
        let closed_gap = gap.is_some();
        if let Some(Gap { duty, need }) = gap {
            deed.draw(&Link::new(thing, LinkKind::Answers, Thing::new(Noun::Need, &need.id)))?;
            // Who sees the need may not see the dispatch: then the account of the search does not tell what it is called.
            let account: Option<String> =
                need.marking.covers(&marking).then(|| given.title.chars().take(GAP_CHARS_MAX).collect());
            deed.keep_duty(&duty.close(DutyState::Done, "found", account.as_deref(), turn.now)?)?;
            if office.post_may_see_marking(&need.post, &marking, turn.today)? {
                manuscript::lay(deed, turn, need.id, &need.post, record, String::new(), None)?;
            }
        }
        Ok(Written { record, closed_gap })
    })
}

/// Who made it: of a paper its authors; of a dispatch the post that sent it, since people come and go.
fn contributors(given: &DispatchGiven, post: Option<String>) -> Vec<Contributor> {
    let authors = given.authors.iter().map(|author| Name::from_inverted(author));
    let own = post.filter(|_| given.authors.is_empty() && !given.is_paper()).map(Name::Whole);
    authors.chain(own).map(|name| Contributor::new(name, Role::Author)).collect()
}

/// The open duty of the post of a source to find one for a need.
fn asked(deed: &Deed<'_>, scope: &Scope, source: &Source, need: &NeedId) -> Result<Gap, Failure> {
    let need = deed.need(scope, need)?.ok_or_else(|| not_found(need.as_str()))?;
    let mut open = deed.open_duties(&Thing::new(Noun::Need, &need.id))?;
    open.retain(|duty| duty.kind == DutyKind::Cover && is_of(duty, &source.post));
    let duty = open.into_iter().next().ok_or_else(|| {
        Failure::said(sentence!(
            "dispatch-no-gap",
            "{post} is not asked to find a source for that need now; leave it out, and it is matched like everything",
            post = source.post.clone()
        ))
    })?;
    Ok(Gap { duty, need })
}

fn is_of(duty: &Duty, post: &PostId) -> bool {
    duty.post == *post || duty.raised_to.as_ref() == Some(post)
}

/// By which post an officer writes in what comes by a source.
pub(crate) fn writes_for(officer: &Officer, source: &Source) -> Result<Actor, Failure> {
    officer.acting_for(&source.post).or_else(|_| officer.by_power(Power::Document)).map_err(|_| {
        Failure::said(sentence!(
            "dispatch-not-yours",
            "Who acts for {post} or may document writes dispatches of this source; send them what you know",
            post = source.post.clone()
        ))
    })
}

impl Office {
    /// Whether an officer may write in what comes by a source.
    pub fn may_write_dispatch(&self, officer: &Officer, source: &Source) -> bool {
        source.kind.is_human() && !source.paused && writes_for(officer, source).is_ok()
    }

    /// The sources of people for which one of the posts of an officer answers, those that are paused left out, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn own_human_sources(&self, officer: &Officer) -> Result<Vec<Source>, Failure> {
        let mut sources = self.reader.sources_of_posts(&self.scope, &officer.post_ids())?;
        sources.retain(|source| source.kind.is_human() && !source.paused);
        Ok(sources)
    }

    /// The needs for which a post was asked to find a source and has not yet, those due first before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn gaps_of(&self, post: &PostId) -> Result<Vec<Gap>, Failure> {
        let filter = DutyFilter {
            posts: Some(vec![post.clone()]),
            kind: Some(DutyKind::Cover),
            open: Some(true),
            limit: Some(GAPS_MAX),
            ..DutyFilter::default()
        };
        let mut gaps = Vec::new();
        for duty in self.reader.duties(&self.scope, &filter)? {
            let Ok(id) = NeedId::new(&duty.subject.name) else { continue };
            if let Some(need) = self.reader.need(&self.scope, &id)? {
                gaps.push(Gap { duty, need });
            }
        }
        Ok(gaps)
    }

    /// What a source brought last with what became of it, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatches(&self, source: SourceId, limit: usize) -> Result<Vec<DispatchLine>, Failure> {
        Ok(self.reader.dispatches(&self.scope, source, limit)?)
    }

    /// One thing that a source brought; `None` where it did not.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatch(&self, source: SourceId, record: RecordId) -> Result<Option<DispatchLine>, Failure> {
        Ok(self.reader.dispatch(&self.scope, source, record)?)
    }

    /// What a source brought in each year, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatch_years(&self, source: SourceId) -> Result<Vec<DispatchYear>, Failure> {
        Ok(self.reader.dispatch_years(&self.scope, source)?)
    }

    /// The records that were written in to close a gap of a need, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatches_for(&self, need: &NeedId) -> Result<Vec<HeldRecord>, Failure> {
        Ok(self.reader.dispatches_for(&self.scope, need)?)
    }
}
