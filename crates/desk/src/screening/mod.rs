//! Screenings: a party held against every list in force, and what is said of what was found.
//!
//! Searching takes no write: what was found is brought to the write, which says whether it still holds. What was said of a party and an
//! entry is remembered, and asked anew only when one of them changed.

mod gate;
mod parties;
mod rescreen;
mod search;

use std::collections::BTreeSet;

use model::{
    Date, Duty, DutyId, DutyKind, DutyState, Hit, HitRuling, HitSpeaker, HitState, JobKind, Noun, PartyListId, PostId,
    Refusal, Screening, ScreeningId, ScreeningView, Thing, Verb, sentence,
};
use store::{Deed, Scope, ScreeningFilter, ScreeningLine, Writer};

use crate::duty::may_act;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

pub use gate::{Screened, screen_parties, screened};
pub use parties::PartyOf;
pub(crate) use rescreen::{let_be_screened, screen};
pub use search::FoundHits;
pub(crate) use search::PartyIndex;
use search::print_of_party;

/// Screenings on one page of their list.
pub const SCREENINGS_PAGE: usize = 50;

/// Longest question that is asked of the list of screenings, in words.
const WORDS_MAX: usize = 10;

fn no_screening(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "screening",
        text: text.to_owned(),
        next: sentence!("next-look-screenings", "look for it in the list of screenings"),
    }
}

fn thing(id: ScreeningId) -> Thing {
    Thing::new(Noun::Screening, id)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: ScreeningId) -> Result<Screening, Failure> {
    Ok(deed.screening(&officer.scope, id)?.ok_or_else(|| no_screening(&id.to_string()))?)
}

/// What duties of a screening need besides it.
struct Charging<'a> {
    now: i64,
    today: Date,
    /// Days in which a hit is to be decided.
    days: u16,
    ids: &'a mut dyn FnMut() -> u64,
}

impl Charging<'_> {
    fn of<'t>(turn: &'t mut Turn<'_>) -> Charging<'t> {
        Charging { now: turn.now, today: turn.today, days: turn.work.route_days, ids: &mut *turn.ids }
    }
}

/// Asks the owners of the lists to decide what is open, once for each, and ends what is asked no more.
fn ask_owners(
    deed: &mut Deed<'_>,
    charging: &mut Charging<'_>,
    screening: &Screening,
    hits: &[Hit],
    ended: DutyState,
) -> Result<(), Failure> {
    let mut wanted: BTreeSet<(PostId, DutyKind)> = BTreeSet::new();
    for hit in hits.iter().filter(|_| !screening.ended) {
        let kind = match hit.state {
            HitState::Open => DutyKind::DecideHits,
            HitState::Proposed => DutyKind::ConfirmHits,
            HitState::Decided | HitState::Gone => continue,
        };
        if let Some(list) = deed.party_list(&Scope::office(), &hit.list)? {
            wanted.insert((list.post, kind));
        }
    }
    let about = thing(screening.id);
    for duty in deed.open_duties(&about)? {
        if !wanted.remove(&(duty.post.clone(), duty.kind)) {
            let outcome = if ended == DutyState::Done { "decided" } else { "gone" };
            let closed = duty.close(ended, outcome, None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
    }
    for (post, kind) in wanted {
        let due = charging.today.plus_days(i64::from(charging.days));
        let id = DutyId::from_bits((charging.ids)());
        charge(deed, &Duty::new(id, post, kind, about.clone(), charging.now, due))?;
    }
    Ok(())
}

/// Brings what was found now together with what was found and said before. Answers all hits, and those that are open again.
fn brought_together(
    deed: &Deed<'_>,
    screening: &Screening,
    found: &FoundHits,
) -> Result<(Vec<Hit>, Vec<Hit>), Failure> {
    let before = deed.hits(screening.id)?;
    let (mut hits, mut reopened) = (Vec::new(), Vec::new());
    let is_same = |one: &Hit, other: &Hit| one.list == other.list && one.key == other.key;
    for new in &found.hits {
        match before.iter().find(|held| is_same(held, new)) {
            Some(held) => {
                let now = held.found_again(new.clone());
                if now.reopened.is_some() && held.state != HitState::Open && now.state == HitState::Open {
                    reopened.push(now.clone());
                }
                hits.push(now);
            }
            None => hits.push(remembered(deed, screening, new)?),
        }
    }
    let gone = before.iter().filter(|held| !found.hits.iter().any(|new| is_same(held, new)));
    hits.extend(gone.map(Hit::gone));
    Ok((hits, reopened))
}

/// A new hit with what was said of the same party and the same entry in another screening, as far as everybody may know it who sees
/// this one.
fn remembered(deed: &Deed<'_>, screening: &Screening, new: &Hit) -> Result<Hit, Failure> {
    let said = deed.remembered(new)?.into_iter().find(|(_, marking)| screening.marking.covers(marking));
    Ok(match said {
        // Two persons looked at it as it was then; as it is now, one may not be enough.
        Some((said, _)) if said.tier <= new.tier || said.proposed_by != said.decided_by => Hit {
            state: said.state,
            ruling: said.ruling,
            reason: said.reason,
            proposed_by: said.proposed_by,
            proposed_at: said.proposed_at,
            decided_by: said.decided_by,
            decided_at: said.decided_at,
            ..new.clone()
        },
        _ => new.clone(),
    })
}

/// Keeps what was found of a screening. Answers it as it is now. What changes nothing leaves no fact.
fn keep_found(
    deed: &mut Deed<'_>,
    charging: &mut Charging<'_>,
    screening: Screening,
    found: &FoundHits,
) -> Result<Screening, Failure> {
    let before = deed.hits(screening.id)?;
    let (hits, reopened) = brought_together(deed, &screening, found)?;
    let is_first = screening.screened_at.is_none();
    let is_changed = before != hits;
    let screening = Screening {
        screened_at: Some(charging.now),
        algorithm: found.algorithm.clone(),
        threshold: found.threshold,
        revision: screening.revision + u32::from(is_changed && !is_first),
        ..screening
    };
    let fact = deed.fact(Verb::Screened, thing(screening.id));
    deed.keep_screening(&screening, (is_first || is_changed).then_some(&fact))?;
    if is_changed {
        deed.keep_hits(screening.id, &hits)?;
    }
    deed.keep_screening_lists(screening.id, &found.lists)?;
    for hit in &reopened {
        let why = hit.reopened.map_or_else(String::new, |why| why.to_string());
        let fact =
            deed.fact(Verb::ReopenedHit, thing(screening.id)).to(crate::party_list::thing(&hit.list).to_string());
        deed.note(&fact.with(format!("{} {why}", hit.key)))?;
    }
    ask_owners(deed, charging, &screening, &hits, DutyState::Lapsed)?;
    Ok(screening)
}

/// Whether the versions that were searched are still those in force.
fn is_current(deed: &Deed<'_>, found: &FoundHits) -> Result<bool, Failure> {
    let lists = deed.party_lists()?.into_iter().filter(|list| !list.closed);
    let now: Vec<(PartyListId, u32)> = lists.filter_map(|list| Some((list.id, list.version?))).collect();
    Ok(now == found.lists)
}

/// Keeps a screening with what was found. It is marked at least as what it is about. A form that is sent twice is kept once.
///
/// # Errors
/// Refused when the party is not in order, when the officer does not act for its post, or when what it is about is not there.
pub fn ask_screening(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    screening: Screening,
    found: &FoundHits,
) -> Result<Screening, Failure> {
    let officer = turn.officer;
    let screening = screening.tidied()?;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let by = officer.acting_for(&screening.post)?;
        if let Some(before) = deed.screening(&Scope::office(), screening.id)? {
            if before.party == screening.party && officer.clearance.may_see(&before.marking) {
                return Ok(before);
            }
            return Err(Failure::said(sentence!(
                "screening-form-sent",
                "This form was sent already with another party; open a new one"
            )));
        }
        let mut marking = screening.marking.clone();
        if let Some(about) = &screening.about {
            marking = marking.join(&parties::marking_of(deed, officer, about)?);
        }
        if !officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-screening",
                "You could not see the screening once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let screening = Screening {
            print: print_of_party(&screening.party),
            asked_by: by.to_string(),
            ended: false,
            screened_at: None,
            marking,
            revision: 0,
            made_at: turn.now,
            ..screening
        };
        deed.keep_screening(&screening, None)?;
        if is_current(deed, found)? {
            return keep_found(deed, &mut Charging::of(turn), screening, found);
        }
        // A version came into force since it was searched.
        deed.note(&deed.fact(Verb::Asked, thing(screening.id)))?;
        deed.enqueue(JobKind::Screen, &screening.id.to_string(), deed.at())?;
        Ok(screening)
    })
}

/// What somebody says of a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HitStep {
    /// What it is, and why.
    Say(HitRuling, String),
    /// That the first person is right.
    Confirm,
    /// That the first person is not, and why.
    Contradict(String),
}

/// Keeps what somebody says of a hit.
///
/// # Errors
/// Refused when the officer acts neither for the owner of the list nor for a post to which the duty was raised, when they asked for the
/// screening or were the first person, without a reason, when the hit does not wait for it, and when something changed in between.
pub fn decide_hit(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (ScreeningId, u32),
    (list, key): (&PartyListId, &str),
    step: &HitStep,
) -> Result<Screening, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, at.0)?;
        // A list that is not seen has no hits.
        let list = deed.party_list(&officer.scope, list)?.ok_or_else(|| no_screening(&before.id.to_string()))?;
        let mut hits = deed.hits(before.id)?;
        let place = hits.iter().position(|hit| hit.list == list.id && hit.key == key);
        let place = place.ok_or_else(|| no_screening(&before.id.to_string()))?;
        before.from_revision(at.1)?;
        let who = match officer.acting_for(&list.post) {
            Ok(actor) => actor.to_string(),
            Err(_) if deed.open_duties(&thing(before.id))?.iter().any(|duty| may_act(officer, duty)) => {
                officer.person.id.to_string()
            }
            Err(_) => {
                return Err(Failure::said(sentence!(
                    "hit-not-owner",
                    "What is found on this list is decided by {post}; ask who acts for that post",
                    post = list.post
                )));
            }
        };
        let person = officer.person.id.as_str();
        let by = HitSpeaker { person, who: &who, asked_by: &before.asked_by, now: turn.now };
        let said = match step {
            HitStep::Say(ruling, reason) => hits[place].say(*ruling, reason, by)?,
            HitStep::Confirm => hits[place].confirm(by)?,
            HitStep::Contradict(reason) => hits[place].contradict(reason, by)?,
        };
        let word = said.ruling.map_or_else(|| "contradicted".to_owned(), |ruling| ruling.to_string());
        let change = format!("{key} {word} {}", said.state);
        hits[place] = said;
        deed.keep_hits(before.id, &hits)?;
        let screening = Screening { revision: before.revision + 1, ..before };
        let fact = deed.fact(Verb::RuledOnHit, thing(screening.id)).to(crate::party_list::thing(&list.id).to_string());
        deed.keep_screening(&screening, Some(&fact.with(change)))?;
        ask_owners(deed, &mut Charging::of(turn), &screening, &hits, DutyState::Done)?;
        Ok(screening)
    })
}

/// Ends a screening that was typed, or takes it up again. One that is over is not held against new versions.
///
/// # Errors
/// Refused for one about a thing, which ends with it, when the officer does not act for the post that asked, and when something changed
/// in between.
pub fn end_screening(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (ScreeningId, u32),
    ended: bool,
) -> Result<Screening, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, at.0)?;
        officer.acting_for(&before.post)?;
        before.from_revision(at.1)?;
        if before.about.is_some() {
            return Err(Failure::said(sentence!(
                "screening-of-thing",
                "This screening goes on as long as what it is about is there"
            )));
        }
        if before.ended == ended {
            return Ok(before);
        }
        let screening = Screening { ended, revision: before.revision + 1, ..before };
        let verb = if ended { Verb::Closed } else { Verb::Resumed };
        let fact = deed.fact(verb, thing(screening.id));
        deed.keep_screening(&screening, Some(&fact))?;
        let hits = deed.hits(screening.id)?;
        ask_owners(deed, &mut Charging::of(turn), &screening, &hits, DutyState::Lapsed)?;
        if !ended {
            deed.enqueue(JobKind::Screen, &screening.id.to_string(), deed.at())?;
        }
        Ok(screening)
    })
}

/// A screening with all that its page shows.
#[derive(Clone, Debug)]
pub struct ScreeningPage {
    /// It, in one line.
    pub line: ScreeningLine,
    /// What was found, the likeliest first, each with its entry as it stood then and whether the officer may speak about it.
    pub hits: Vec<ShownHit>,
    /// Against which lists it was held last.
    pub lists: Vec<(PartyListId, u32)>,
}

/// A hit as it is shown.
#[derive(Clone, Debug)]
pub struct ShownHit {
    /// The hit.
    pub hit: Hit,
    /// The title of its list.
    pub list: String,
    /// The entry.
    pub entry: Option<model::Listed>,
    /// Whether the officer may decide it, or confirm it as the second person.
    pub may_decide: bool,
}

/// What is asked of the list of screenings.
#[derive(Clone, Debug, Default)]
pub struct ScreeningSearch {
    /// Where they stand.
    pub view: Option<ScreeningView>,
    /// Words of the party's names.
    pub words: String,
    /// Of a thing.
    pub about: Option<Thing>,
    /// Behind this one.
    pub after: Option<ScreeningId>,
}

/// A page of screenings.
#[derive(Clone, Debug, Default)]
pub struct ScreeningsPage {
    /// The screenings, the newest first.
    pub lines: Vec<ScreeningLine>,
    /// Behind which the next page begins.
    pub next: Option<ScreeningId>,
    /// How many there are in each view, in the order of [`ScreeningView::ALL`].
    pub counts: Vec<u64>,
}

impl Office {
    /// Screenings that are asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings(&self, search: &ScreeningSearch) -> Result<ScreeningsPage, Failure> {
        let words = search.words.split_whitespace().take(WORDS_MAX).map(str::to_owned).collect();
        let base = ScreeningFilter { about: search.about.clone(), words, ..ScreeningFilter::default() };
        let mut counts = Vec::new();
        for view in ScreeningView::ALL {
            let filter = ScreeningFilter { view: Some(*view), ..base.clone() };
            counts.push(self.reader.n_screenings(&self.scope, &filter)?);
        }
        let after = match search.after {
            Some(id) => self.reader.screening(&self.scope, id)?.map(|line| (line.screening.made_at, id)),
            None => None,
        };
        let limit = Some(SCREENINGS_PAGE + 1);
        let filter = ScreeningFilter { view: search.view, after, limit, ..base };
        let mut lines = self.reader.screenings(&self.scope, &filter)?;
        let is_cut = lines.len() > SCREENINGS_PAGE;
        lines.truncate(SCREENINGS_PAGE);
        let next = lines.last().filter(|_| is_cut).map(|last| last.screening.id);
        Ok(ScreeningsPage { lines, next, counts })
    }

    /// The screenings of a thing that are not over, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings_about(&self, about: &Thing) -> Result<Vec<ScreeningLine>, Failure> {
        let filter = ScreeningFilter { about: Some(about.clone()), ..ScreeningFilter::default() };
        let mut lines = self.reader.screenings(&self.scope, &filter)?;
        lines.retain(|line| !line.screening.ended);
        lines.reverse();
        Ok(lines)
    }

    /// The party of a screening, where it is seen.
    pub fn screened_party(&self, text: &str) -> Option<model::Party> {
        let id = ScreeningId::parse(text)?;
        Some(self.reader.screening(&self.scope, id).ok()??.screening.party)
    }

    /// A screening with what was found.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn screening_page(&self, text: &str, officer: &Officer) -> Result<ScreeningPage, Failure> {
        let id = ScreeningId::parse(text).ok_or_else(|| no_screening(text))?;
        let line = self.reader.screening(&self.scope, id)?.ok_or_else(|| no_screening(text))?;
        let lists = self.reader.party_lists(&self.scope)?;
        let duties = self.reader.duties_about(&self.scope, &thing(id))?;
        let is_raised = duties.iter().any(|duty| duty.state == DutyState::Open && may_act(officer, duty));
        let mut hits = Vec::new();
        for hit in self.reader.hits(&self.scope, id)? {
            let Some(list) = lists.iter().find(|list| list.id == hit.list) else { continue };
            let entry = self.reader.listed(&self.scope, &hit.list, hit.version, &hit.key)?.map(|held| held.listed);
            let speaker =
                HitSpeaker { person: officer.person.id.as_str(), who: "", asked_by: &line.screening.asked_by, now: 0 };
            let can = hit.say(HitRuling::Unclear, "-", speaker).is_ok() || hit.confirm(speaker).is_ok();
            let may_decide = can && (officer.acts_for(&list.post) || is_raised);
            hits.push(ShownHit { hit, list: list.title.clone(), entry, may_decide });
        }
        let lists = self.reader.screening_lists(&self.scope, id)?;
        Ok(ScreeningPage { line, hits, lists })
    }
}
