//! Barriers: logged against a post outside the unit, removed by it, and told then to all who have the same.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    BarrierId, BarrierKind, BarrierState, Date, Duty, DutyId, DutyKind, DutyState, JobKind, Link, LinkKind,
    LoggedBarrier, Marking, Noun, OfferId, PostId, Thing, UnitId, Verb, days_lost, sentence,
};
use store::{BarrierFilter, Deed, Scope, Writer};

use super::{end_duties, no_adoption, no_barrier, no_offer, of_post, open_post};
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Barriers that are listed at once. Who looks for one among more narrows the list.
pub const BARRIERS_LISTED: usize = 500;

fn thing(id: BarrierId) -> Thing {
    Thing::new(Noun::Barrier, id)
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (BarrierId, u32)) -> Result<LoggedBarrier, Failure> {
    let barrier = deed.barrier(&officer.scope, id)?.ok_or_else(|| no_barrier(&id.to_string()))?;
    barrier.from_revision(revision)?;
    Ok(barrier)
}

/// Of what a barrier can stand in the way: the unit that waits, the post that acts for it there, and who may see it.
fn case(deed: &Deed<'_>, officer: &Officer, on: &Thing) -> Result<(UnitId, PostId, Marking), Failure> {
    match on.noun {
        Noun::Offer => {
            let id = OfferId::parse(&on.name).ok_or_else(|| no_offer(&on.name))?;
            let offer = deed.offer(&officer.scope, id)?.ok_or_else(|| no_offer(&on.name))?;
            Ok((offer.unit, offer.post, offer.marking))
        }
        Noun::Adoption => {
            let id = model::AdoptionId::parse(&on.name).ok_or_else(|| no_adoption(&on.name))?;
            let adoption = deed.adoption(&officer.scope, id)?.ok_or_else(|| no_adoption(&on.name))?;
            Ok((adoption.unit, adoption.post, adoption.marking))
        }
        _ => Err(Failure::said(sentence!(
            "barrier-on",
            "A barrier stands in the way of an offer or an adoption; open it from the page of one"
        ))),
    }
}

/// Logs a barrier, as a duty of the post that can remove it. Unit, post and marking follow from that in whose way it stands. A form that is
/// sent twice logs once.
///
/// # Errors
/// Refused where offer or adoption are not there, to whoever does not act for its post, when the owner stands inside the unit that waits or
/// may not see it, or when it is not in order.
pub fn log_barrier(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    barrier: LoggedBarrier,
) -> Result<LoggedBarrier, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let (unit, post, marking) = case(deed, officer, &barrier.on)?;
        let actor = officer.acting_for(&post)?.to_string();
        if let Some(held) = deed.barrier(&Scope::office(), barrier.id)? {
            if held.on == barrier.on && held.subject == barrier.subject.trim() {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "barrier-form-sent",
                "This form was sent before; open a new one to log another barrier"
            )));
        }
        let barrier = barrier.tidied(turn.today)?;
        let owner = open_post(deed, &barrier.owner)?;
        if tree(deed)?.is_within(&owner.unit, &unit) {
            return Err(Failure::said(sentence!(
                "barrier-owner-inside",
                "{post} stands inside the unit that waits; choose the post outside it that can remove the barrier",
                post = owner.title.as_str()
            )));
        }
        if !office.post_sees(&owner.id, (Some(&barrier.on), &marking), turn.today)? {
            return Err(Failure::said(sentence!(
                "barrier-owner-blind",
                "Nobody at {post} may see this; choose another post, or ask for a widening first",
                post = owner.title.as_str()
            )));
        }
        let barrier = LoggedBarrier {
            unit,
            post,
            marking,
            state: BarrierState::Open,
            closed: None,
            how: String::new(),
            removed_with: None,
            hint: None,
            revision: 0,
            made_at: turn.now,
            ..barrier
        };
        let about = thing(barrier.id);
        let fact = deed.fact(Verb::Blocked, &about).to(barrier.on.to_string());
        let fact = model::Fact { who: actor, ..fact };
        deed.keep_barrier(&barrier, &fact.with(format!("{} by {}", barrier.kind, barrier.due)))?;
        deed.draw(&Link::new(about.clone(), LinkKind::Blocks, barrier.on.clone()))?;
        // The day stays as it was chosen.
        let duty = turn.duty(&barrier.owner, DutyKind::RemoveBarrier, about, 0);
        deed.charge(&Duty { due: barrier.due, ..duty })?;
        Ok(barrier)
    })
}

/// Who may say that a barrier is gone: its owner, and to whom the duty was raised.
fn remover(deed: &Deed<'_>, officer: &Officer, barrier: &LoggedBarrier) -> Result<String, Failure> {
    let raised = deed.open_duties(&thing(barrier.id))?.into_iter().find_map(|duty| duty.raised_to);
    let actor = officer.acting_for(&barrier.owner).or_else(|refusal| match &raised {
        Some(post) => officer.acting_for(post),
        None => Err(refusal),
    })?;
    Ok(actor.to_string())
}

/// Removes a barrier. Every other that is the same, and whose post may hear of this one, is told, and each says whether it goes for it.
///
/// # Errors
/// Refused when it is not there or does not stand, to whoever acts neither for its owner nor for the post to which it was raised, without
/// how, or when something happened in between.
pub fn remove_barrier(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (BarrierId, u32),
    how: &str,
) -> Result<LoggedBarrier, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = remover(deed, officer, &before)?;
        let removed = LoggedBarrier { hint: None, ..before.remove(how, turn.today)? };
        let fact = deed.fact(Verb::Unblocked, thing(removed.id)).to(removed.on.to_string());
        deed.keep_barrier(&removed, &model::Fact { who, ..fact })?;
        end_duties(deed, &thing(removed.id), (DutyKind::RemoveBarrier, None), (DutyState::Done, "removed"))?;
        end_duties(deed, &thing(removed.id), (DutyKind::TryRemoval, None), (DutyState::Lapsed, "removed"))?;
        tell_the_same(deed, turn, &removed)?;
        // Declines that rest on it lapse.
        deed.enqueue(JobKind::WatchDiffusion, "", turn.now)?;
        Ok(removed)
    })
}

/// Tells all who have the same barrier. Whoever sees theirs must see this one too, or they learn nothing of it.
fn tell_the_same(deed: &mut Deed<'_>, turn: &mut Turn<'_>, removed: &LoggedBarrier) -> Result<(), Failure> {
    let filter =
        BarrierFilter { kind: Some(removed.kind), state: Some(BarrierState::Open), ..BarrierFilter::default() };
    let on = deed.markings_of(&removed.on)?.iter().fold(removed.marking.clone(), |joined, one| joined.join(one));
    for other in deed.barriers(&filter)? {
        if !other.is_same(removed) || other.hint.is_some() || !other.marking.covers(&on) {
            continue;
        }
        let told = other.hear(removed.id);
        let fact = deed.fact(Verb::Updated, thing(told.id)).to(thing(removed.id).to_string());
        deed.keep_barrier(&told, &fact)?;
        let duty = turn.duty(&told.post, DutyKind::TryRemoval, thing(told.id), turn.work.answer_days);
        charge(deed, &duty)?;
    }
    Ok(())
}

/// Says whether what removed the same barrier elsewhere removes this one.
///
/// # Errors
/// Refused when it is not there or nothing was heard of elsewhere, to whoever does not act for the post that logged it, without words, or when
/// something happened in between.
pub fn answer_hint(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (BarrierId, u32),
    (goes, how): (bool, &str),
) -> Result<LoggedBarrier, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(&before.post)?.to_string();
        let after = before.answer_hint(goes, how, turn.today)?;
        let about = thing(after.id);
        let (verb, word) = if goes { (Verb::Unblocked, "goes") } else { (Verb::Answered, "does not go") };
        let fact = model::Fact { who, ..deed.fact(verb, &about) };
        let elsewhere = before.hint.map(thing);
        deed.keep_barrier(
            &after,
            &fact.to(elsewhere.unwrap_or_else(|| about.clone()).to_string()).with(word.to_owned()),
        )?;
        end_duties(deed, &about, (DutyKind::TryRemoval, None), (DutyState::Done, word))?;
        if goes {
            end_duties(deed, &about, (DutyKind::RemoveBarrier, None), (DutyState::Done, "removed elsewhere"))?;
            deed.enqueue(JobKind::WatchDiffusion, "", turn.now)?;
        }
        Ok(after)
    })
}

/// Takes a barrier back: it was none, or it went by itself.
///
/// # Errors
/// Refused when it is not there or does not stand, to whoever does not act for the post that logged it, without why, or when something
/// happened in between.
pub fn withdraw_barrier(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (BarrierId, u32),
    why: &str,
) -> Result<LoggedBarrier, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let who = officer.acting_for(&before.post)?.to_string();
        let after = before.withdraw(why, turn.today)?;
        let fact = model::Fact { who, ..deed.fact(Verb::Withdrew, thing(after.id)) };
        deed.keep_barrier(&after, &fact.to(of_post(&after.owner)))?;
        deed.lapse(&thing(after.id), "withdrawn")?;
        deed.enqueue(JobKind::WatchDiffusion, "", turn.now)?;
        Ok(after)
    })
}

/// What a list of barriers is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct BarrierSearch {
    /// Of this sort.
    pub kind: Option<BarrierKind>,
    /// Standing so.
    pub state: Option<BarrierState>,
    /// That this post can remove.
    pub owner: Option<PostId>,
    /// On this offer or adoption.
    pub on: Option<Thing>,
}

/// A barrier as a list shows it.
#[derive(Clone, Debug)]
pub struct BarrierLine {
    /// The barrier.
    pub barrier: LoggedBarrier,
    /// The name of the unit that waits.
    pub unit: String,
    /// The title of the post that can remove it.
    pub owner: String,
    /// What stands behind: the technology.
    pub technology: String,
    /// Units that were freed at once by this removal, this one included; 0 where it stands.
    pub n_units: usize,
}

/// A barrier with what its page shows.
#[derive(Clone, Debug)]
pub struct BarrierPage {
    /// The barrier.
    pub line: BarrierLine,
    /// The title of the post that logged it.
    pub post: String,
    /// The barrier elsewhere that was removed, where it is seen.
    pub elsewhere: Option<LoggedBarrier>,
    /// Those that were removed with this one, and this one's own source, with the names of their units.
    pub together: Vec<(LoggedBarrier, String)>,
    /// Others that are the same and stand, with the names of their units.
    pub same: Vec<(LoggedBarrier, String)>,
    /// Days that barriers on the same case cost together.
    pub days_lost: i64,
    /// Whether the officer may remove it.
    pub may_remove: bool,
    /// Whether the officer may say whether it goes for them, and take it back.
    pub may_answer: bool,
}

/// The barrier from whose removal that of another came.
fn root(barrier: &LoggedBarrier) -> BarrierId {
    barrier.removed_with.unwrap_or(barrier.id)
}

impl Office {
    /// Barriers that are seen, those that stand first; and how many days they cost, by sort.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers(
        &self,
        search: &BarrierSearch,
        today: Date,
    ) -> Result<(Vec<BarrierLine>, BTreeMap<BarrierKind, (usize, i64)>), Failure> {
        let filter = BarrierFilter {
            on: search.on.clone(),
            kind: search.kind,
            state: search.state,
            owner: search.owner.clone(),
            limit: None,
        };
        let found = self.reader.barriers(&self.scope, &filter)?;
        let mut kinds: BTreeMap<BarrierKind, (usize, i64)> = BTreeMap::new();
        let mut cases: BTreeMap<(BarrierKind, &Thing), Vec<LoggedBarrier>> = BTreeMap::new();
        for barrier in &found {
            cases.entry((barrier.kind, &barrier.on)).or_default().push(barrier.clone());
        }
        for ((kind, _), list) in &cases {
            let count = kinds.entry(*kind).or_default();
            count.0 += list.len();
            count.1 += days_lost(list, today);
        }
        drop(cases);
        let mut freed: BTreeMap<BarrierId, BTreeSet<UnitId>> = BTreeMap::new();
        for barrier in found.iter().filter(|one| one.state == BarrierState::Removed) {
            freed.entry(root(barrier)).or_default().insert(barrier.unit.clone());
        }
        let mut lines = Vec::new();
        for barrier in found.into_iter().take(BARRIERS_LISTED) {
            let n_units = match barrier.state {
                BarrierState::Removed => freed.get(&root(&barrier)).map_or(0, BTreeSet::len),
                _ => 0,
            };
            lines.push(self.barrier_line(barrier, n_units)?);
        }
        Ok((lines, kinds))
    }

    pub(super) fn barrier_line(&self, barrier: LoggedBarrier, n_units: usize) -> Result<BarrierLine, Failure> {
        let technology = match barrier.on.noun {
            Noun::Offer => match OfferId::parse(&barrier.on.name) {
                Some(id) => self.reader.technology_offer(&self.scope, id)?.map(|offer| offer.technology),
                None => None,
            },
            _ => match model::AdoptionId::parse(&barrier.on.name) {
                Some(id) => self.use_of(id)?.map(|adoption| adoption.technology),
                None => None,
            },
        };
        let technology = technology.map(|id| self.reader.technology(&self.scope, id)).transpose()?.flatten();
        Ok(BarrierLine {
            unit: self.named_unit(&barrier.unit)?,
            owner: self.titled(&barrier.owner)?,
            technology: technology.map(|one| one.name).unwrap_or_default(),
            n_units,
            barrier,
        })
    }

    /// What a unit is called.
    pub(super) fn named_unit(&self, unit: &UnitId) -> Result<String, Failure> {
        Ok(self.tree()?.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone()))
    }

    /// What a post is called.
    pub(super) fn titled(&self, post: &PostId) -> Result<String, Failure> {
        Ok(self.post(post)?.map_or_else(|| post.to_string(), |post| post.title))
    }

    /// A barrier with what its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn barrier_page(&self, officer: &Officer, text: &str, today: Date) -> Result<BarrierPage, Failure> {
        let id = BarrierId::parse(text).ok_or_else(|| no_barrier(text))?;
        let barrier = self.reader.barrier(&self.scope, id)?.ok_or_else(|| no_barrier(text))?;
        let named = |list: Vec<LoggedBarrier>| -> Result<Vec<(LoggedBarrier, String)>, Failure> {
            list.into_iter().map(|one| Ok((one.clone(), self.named_unit(&one.unit)?))).collect()
        };
        let kind = BarrierFilter { kind: Some(barrier.kind), ..BarrierFilter::default() };
        let alike = self.reader.barriers(&self.scope, &kind)?;
        let together = alike.iter().filter(|one| {
            barrier.state == BarrierState::Removed
                && one.state == BarrierState::Removed
                && one.id != barrier.id
                && root(one) == root(&barrier)
        });
        let together = named(together.cloned().collect())?;
        let same = alike.iter().filter(|one| one.state == BarrierState::Open && one.is_same(&barrier)).cloned();
        let same = named(same.collect())?;
        let on = BarrierFilter { on: Some(barrier.on.clone()), ..BarrierFilter::default() };
        let case = self.reader.barriers(&self.scope, &on)?;
        let raised = self.duties_about(&thing(barrier.id))?.into_iter().find_map(|duty| duty.raised_to);
        let is_open = barrier.state == BarrierState::Open;
        let elsewhere = match barrier.hint.or(barrier.removed_with) {
            Some(id) => self.reader.barrier(&self.scope, id)?,
            None => None,
        };
        let removes = officer.acts_for(&barrier.owner) || raised.is_some_and(|post| officer.acts_for(&post));
        let n_units = together.iter().map(|(one, _)| &one.unit).chain([&barrier.unit]).collect::<BTreeSet<_>>().len();
        Ok(BarrierPage {
            post: self.titled(&barrier.post)?,
            elsewhere,
            same,
            days_lost: days_lost(&case, today),
            may_remove: is_open && removes,
            may_answer: is_open && officer.acts_for(&barrier.post),
            line: self.barrier_line(barrier, if is_open { 0 } else { n_units })?,
            together,
        })
    }

    /// Barriers on an offer or an adoption, and the days that they cost together.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers_of(&self, on: &Thing, today: Date) -> Result<(Vec<BarrierLine>, i64), Failure> {
        let filter = BarrierFilter { on: Some(on.clone()), ..BarrierFilter::default() };
        let found = self.reader.barriers(&self.scope, &filter)?;
        let lost = days_lost(&found, today);
        let lines = found.into_iter().map(|one| self.barrier_line(one, 0)).collect::<Result<_, Failure>>()?;
        Ok((lines, lost))
    }

    /// Where an officer can log a barrier: the unit that waits.
    ///
    /// # Errors
    /// Refused where offer or adoption are not there, and to whoever does not act for its post.
    pub fn may_block(&self, officer: &Officer, on: &Thing) -> Result<UnitId, Failure> {
        let (unit, post) = match on.noun {
            Noun::Offer => {
                let offer = self.offer(&on.name)?;
                (offer.unit, offer.post)
            }
            _ => {
                let id = model::AdoptionId::parse(&on.name).filter(|_| on.noun == Noun::Adoption);
                let id = id.ok_or_else(|| no_adoption(&on.name))?;
                let adoption = self.use_of(id)?.ok_or_else(|| no_adoption(&on.name))?;
                (adoption.unit, adoption.post)
            }
        };
        if officer.acts_for(&post) {
            return Ok(unit);
        }
        Err(Failure::said(sentence!(
            "barrier-not-ours",
            "Only who acts for the post that waits logs a barrier here; ask them"
        )))
    }

    /// Posts outside a unit, which could remove what keeps it waiting: by the names of their units.
    ///
    /// # Errors
    /// When the store fails.
    pub fn posts_outside(&self, unit: &UnitId) -> Result<Vec<(PostId, String)>, Failure> {
        let tree = self.tree()?;
        let inside = tree.within(unit);
        let mut found = Vec::new();
        for post in self.posts()?.into_iter().filter(|post| !post.closed && !inside.contains(&post.unit)) {
            let name = tree.unit(&post.unit).map_or("", |unit| unit.name.as_str());
            found.push((post.id, format!("{name}: {}", post.title)));
        }
        found.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(found)
    }
}

/// A duty of the office's own work, due in so many days.
pub(super) fn duty_of(
    (id, post, kind, about): (u64, &PostId, DutyKind, Thing),
    (now, today): (i64, Date),
    days: u16,
) -> Duty {
    Duty::new(DutyId::from_bits(id), post.clone(), kind, about, now, today.plus_days(i64::from(days)))
}
