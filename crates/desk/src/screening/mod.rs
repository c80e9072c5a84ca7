//! Screenings: a party held against every list in force, and what is said of what was found.
//!
//! Searching takes no write: what was found is brought to the write, which says whether it still holds. What was said of a party and an
//! entry is remembered, and asked anew only when one of them changed.

mod gate;
mod page;
mod parties;
mod rescreen;
mod search;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Date, Duty, DutyId, DutyKind, DutyState, Hit, HitRuling, HitSpeaker, HitState, JobKind, Noun, PartyListId, PostId,
    Refusal, Screening, ScreeningId, Thing, Verb, sentence,
};
use store::{Deed, Scope, ScreeningLine, Writer};

use crate::control::weigh_later;
use crate::duty::may_act;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Officer};

pub use gate::{Screened, screen_parties, screened};
pub use page::{SCREENINGS_PAGE, ScreeningPage, ScreeningSearch, ScreeningsPage, ShownHit};
pub use parties::PartyOf;
pub(crate) use rescreen::{let_be_screened, screen};
pub use search::FoundHits;
pub(crate) use search::PartyIndex;
use search::print_of_party;
pub use standing::{PartyFound, PartyStanding};

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
    let mut closed_lists: BTreeMap<PartyListId, PostId> = BTreeMap::new();
    for hit in hits {
        let Some(list) = deed.party_list(&Scope::office(), &hit.list)? else { continue };
        if !screening.marking.covers(&list.marking) {
            closed_lists.insert(list.id, list.post);
            continue;
        }
        let kind = match hit.state {
            _ if screening.ended => continue,
            HitState::Open => DutyKind::DecideHits,
            HitState::Proposed => DutyKind::ConfirmHits,
            HitState::Decided | HitState::Gone => continue,
        };
        wanted.insert((list.post, kind));
    }
    for (list, post) in closed_lists {
        ask_owner_of_closed(deed, charging, &list, post, ended)?;
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

/// The same for a list that not everybody sees who sees the screening: a duty about the screening would tell them of the hit. So it is
/// about the list, one for all its hits.
fn ask_owner_of_closed(
    deed: &mut Deed<'_>,
    charging: &mut Charging<'_>,
    list: &PartyListId,
    post: PostId,
    ended: DutyState,
) -> Result<(), Failure> {
    let about = crate::party_list::thing(list);
    let n_open = deed.n_open_hits(list)?;
    let asked: Vec<Duty> =
        deed.open_duties(&about)?.into_iter().filter(|duty| duty.kind == DutyKind::DecideHits).collect();
    if n_open == 0 {
        for duty in &asked {
            let closed = duty.close(ended, "decided", None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
    } else if asked.is_empty() {
        let due = charging.today.plus_days(i64::from(charging.days));
        let id = DutyId::from_bits((charging.ids)());
        charge(deed, &Duty::new(id, post, DutyKind::DecideHits, about, charging.now, due))?;
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
        weigh_later(deed)?;
        if is_current(deed, found)? {
            return keep_found(deed, &mut Charging::of(turn), screening, found);
        }
        // A version came into force since it was searched.
        deed.note(&deed.fact(Verb::Asked, thing(screening.id)))?;
        deed.enqueue(JobKind::Screen, &screening.id.to_string(), deed.at())?;
        Ok(screening)
    })
}

/// How a screening stands after what was done to it, also before that is there for readers.
///
/// # Errors
/// Refused when the officer does not see it.
pub fn screening_now(writer: &mut Writer, turn: &Turn<'_>, id: ScreeningId) -> Result<ScreeningLine, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let line = deed.screening_line(&turn.officer.scope, id)?;
        Ok(line.ok_or_else(|| no_screening(&id.to_string()))?)
    })
}

/// Whether a duty about one of these things was raised to a post for which an officer acts.
fn is_raised_to(deed: &Deed<'_>, officer: &Officer, about: &[Thing]) -> Result<bool, Failure> {
    for thing in about {
        if deed.open_duties(thing)?.iter().any(|duty| may_act(officer, duty)) {
            return Ok(true);
        }
    }
    Ok(false)
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
            Err(_) if is_raised_to(deed, officer, &[thing(before.id), crate::party_list::thing(&list.id)])? => {
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
        weigh_later(deed)?;
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
        weigh_later(deed)?;
        if !ended {
            deed.enqueue(JobKind::Screen, &screening.id.to_string(), deed.at())?;
        }
        Ok(screening)
    })
}
