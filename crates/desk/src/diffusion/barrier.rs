//! Barriers: logged against a post outside the unit, removed by it, and told then to all who have the same.

use model::{
    Adoption, AdoptionId, BARRIER_TEXT_CHARS_MAX, BarrierId, BarrierState, Date, Duty, DutyId, DutyKind, DutyState,
    JobKind, Link, LinkKind, LoggedBarrier, Marking, Noun, Offer, OfferId, OfferState, PostId, Thing, UnitId, Verb,
    sentence,
};
use store::{BarrierFilter, Deed, Scope, TechnologyOfferFilter, Writer};

use super::{end_duties, no_adoption, no_barrier, no_offer, of_post, open_post, relief};
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

pub(crate) fn thing(id: BarrierId) -> Thing {
    Thing::new(Noun::Barrier, id)
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (BarrierId, u32)) -> Result<LoggedBarrier, Failure> {
    let barrier = deed.barrier(&officer.scope, id)?.ok_or_else(|| no_barrier(&id.to_string()))?;
    barrier.from_revision(revision)?;
    Ok(barrier)
}

/// Refuses what is to stand in the way of something that is over.
pub(super) fn goes_on(is_over: bool) -> Result<(), Failure> {
    if !is_over {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "barrier-case-over",
        "This is over, so nothing stands in its way any more; log the barrier on the adoption that goes on"
    )))
}

/// Whether nothing can stand in the way of an offer any more: it was taken, or the unit began by itself.
pub(super) fn is_over(offer: &Offer) -> bool {
    matches!(offer.state, OfferState::Accepted | OfferState::Moot)
}

/// Takes back what stands in the way of something that is over, with why.
pub(super) fn withdraw_all(deed: &mut Deed<'_>, on: &Thing, why: &str, today: Date) -> Result<(), Failure> {
    let open = BarrierFilter { on: Some(on.clone()), state: Some(BarrierState::Open), ..BarrierFilter::default() };
    let why: String = why.chars().take(BARRIER_TEXT_CHARS_MAX).collect();
    for barrier in deed.barriers(&open)? {
        let after = barrier.withdraw(&why, today)?;
        let fact = deed.fact(Verb::Withdrew, thing(after.id)).to(of_post(&after.owner));
        deed.keep_barrier(&after, &fact)?;
        deed.lapse(&thing(after.id), "withdrawn")?;
    }
    Ok(())
}

/// An adoption, and the offer with which it was begun.
fn cases(deed: &Deed<'_>, adoption: &Adoption) -> Result<Vec<Thing>, Failure> {
    let own = TechnologyOfferFilter {
        technology: Some(adoption.technology),
        unit: Some(adoption.unit.clone()),
        ..TechnologyOfferFilter::default()
    };
    let mut cases = vec![Thing::new(Noun::Adoption, adoption.id)];
    let taken = deed.offers(&own)?.into_iter().filter(|offer| offer.taken == Some(adoption.id));
    cases.extend(taken.map(|offer| Thing::new(Noun::Offer, offer.id)));
    Ok(cases)
}

/// What is asked of the post of an adoption about its barriers, of the post that keeps it now.
pub(crate) fn hand_case(deed: &mut Deed<'_>, before: &Adoption, after: &Adoption) -> Result<(), Failure> {
    for on in cases(deed, after)? {
        let open = BarrierFilter { on: Some(on), state: Some(BarrierState::Open), ..BarrierFilter::default() };
        for barrier in deed.barriers(&open)? {
            let is_handed = |duty: &Duty| duty.kind == DutyKind::TryRemoval && duty.post == before.post;
            for duty in deed.open_duties(&thing(barrier.id))?.into_iter().filter(is_handed) {
                deed.keep_duty(&Duty { post: after.post.clone(), raised_to: None, n_raised: 0, ..duty })?;
            }
        }
    }
    Ok(())
}

/// Takes back what stands in the way of an adoption that was ended, also of the offer with which it was begun, and the reliefs that are
/// asked for it.
pub(crate) fn end_case(deed: &mut Deed<'_>, ended: &Adoption, why: &str, today: Date) -> Result<(), Failure> {
    for on in cases(deed, ended)? {
        withdraw_all(deed, &on, why, today)?;
    }
    relief::withdraw_asked(deed, ended.id)?;
    // Declines of other offers may rest on what is gone.
    let now = deed.at();
    Ok(deed.enqueue(JobKind::WatchDiffusion, "", now)?)
}

/// Of what a barrier can stand in the way: the unit that waits, the post that acts for it there, and who may see it.
fn case(deed: &Deed<'_>, officer: &Officer, on: &Thing) -> Result<(UnitId, PostId, Marking), Failure> {
    match on.noun {
        Noun::Offer => {
            let id = OfferId::parse(&on.name).ok_or_else(|| no_offer(&on.name))?;
            let offer = deed.offer(&officer.scope, id)?.ok_or_else(|| no_offer(&on.name))?;
            goes_on(is_over(&offer))?;
            Ok((offer.unit, offer.post, offer.marking))
        }
        Noun::Adoption => {
            let id = AdoptionId::parse(&on.name).ok_or_else(|| no_adoption(&on.name))?;
            let adoption = deed.adoption(&officer.scope, id)?.ok_or_else(|| no_adoption(&on.name))?;
            goes_on(adoption.end.is_some())?;
            Ok((adoption.unit, adoption.post, adoption.marking))
        }
        _ => Err(Failure::said(sentence!(
            "barrier-on",
            "A barrier stands in the way of an offer or an adoption; open it from the page of one"
        ))),
    }
}

/// The post that acts today for the unit that waits: that of the adoption, of the one which was begun with the offer, or of the offer.
pub(super) fn post_of_today(
    barrier: &LoggedBarrier,
    offer: impl Fn(OfferId) -> Result<Option<Offer>, Failure>,
    adoption: impl Fn(AdoptionId) -> Result<Option<Adoption>, Failure>,
) -> Result<PostId, Failure> {
    let on = &barrier.on;
    let (mut post, mut begun) = (barrier.post.clone(), None);
    match on.noun {
        Noun::Adoption => begun = AdoptionId::parse(&on.name),
        _ => {
            if let Some(id) = OfferId::parse(&on.name)
                && let Some(held) = offer(id)?
            {
                (post, begun) = (held.post, held.taken);
            }
        }
    }
    if let Some(id) = begun
        && let Some(held) = adoption(id)?
    {
        post = held.post;
    }
    Ok(post)
}

fn waiting(deed: &Deed<'_>, barrier: &LoggedBarrier) -> Result<PostId, Failure> {
    let office = Scope::office();
    post_of_today(barrier, |id| Ok(deed.offer(&office, id)?), |id| Ok(deed.adoption(&office, id)?))
}

/// Logs a barrier, as a duty of the post that can remove it. Unit, post and marking follow from that in whose way it stands. A form that is
/// sent twice logs once.
///
/// # Errors
/// Refused where offer or adoption are not there or over, to whoever does not act for its post, when the owner stands inside the unit that
/// waits or may not see it, or when it is not in order.
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
        let same = |one: &LoggedBarrier| {
            one.kind == barrier.kind && one.subject.to_lowercase() == barrier.subject.to_lowercase()
        };
        let open =
            BarrierFilter { on: Some(barrier.on.clone()), state: Some(BarrierState::Open), ..BarrierFilter::default() };
        if deed.barriers(&open)?.iter().any(same) {
            return Err(Failure::said(sentence!(
                "barrier-twice",
                "“{subject}” stands in its way already; look at the barriers there",
                subject = barrier.subject.as_str()
            )));
        }
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
    let removal = |duty: &Duty| duty.kind == DutyKind::RemoveBarrier;
    let raised = deed.open_duties(&thing(barrier.id))?.into_iter().find(removal).and_then(|duty| duty.raised_to);
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
        let post = waiting(deed, &told)?;
        let fact = deed.fact(Verb::Updated, thing(told.id)).to(thing(removed.id).to_string());
        deed.keep_barrier(&told, &fact)?;
        let duty = turn.duty(&post, DutyKind::TryRemoval, thing(told.id), turn.work.answer_days);
        charge(deed, &duty)?;
    }
    Ok(())
}

/// Says whether what removed the same barrier elsewhere removes this one.
///
/// # Errors
/// Refused when it is not there or nothing was heard of elsewhere, to whoever does not act for the post that waits, without words, or when
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
        let who = officer.acting_for(&waiting(deed, &before)?)?.to_string();
        let after = before.answer_hint(goes, how, turn.today)?;
        let about = thing(after.id);
        let (verb, word) = if goes { (Verb::Unblocked, "goes") } else { (Verb::Answered, "does not go") };
        let fact = model::Fact { who, ..deed.fact(verb, &about) };
        let elsewhere = before.hint.map(thing);
        let how = how.trim();
        // Why it does not go is kept nowhere else.
        let words = if goes { word.to_owned() } else { format!("{word}: {how}") };
        deed.keep_barrier(&after, &fact.to(elsewhere.unwrap_or_else(|| about.clone()).to_string()).with(words))?;
        for duty in deed.open_duties(&about)?.iter().filter(|duty| duty.kind == DutyKind::TryRemoval) {
            let closed = duty.close(DutyState::Done, word, Some(how), deed.at())?;
            deed.keep_duty(&closed)?;
        }
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
/// Refused when it is not there or does not stand, to whoever does not act for the post that waits, without why, or when something
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
        let who = officer.acting_for(&waiting(deed, &before)?)?.to_string();
        let after = before.withdraw(why, turn.today)?;
        let fact = model::Fact { who, ..deed.fact(Verb::Withdrew, thing(after.id)) };
        deed.keep_barrier(&after, &fact.to(of_post(&after.owner)))?;
        deed.lapse(&thing(after.id), "withdrawn")?;
        deed.enqueue(JobKind::WatchDiffusion, "", turn.now)?;
        Ok(after)
    })
}

/// A duty of the office's own work, due in so many days.
pub(super) fn duty_of(
    (id, post, kind, about): (u64, &PostId, DutyKind, Thing),
    (now, today): (i64, Date),
    days: u16,
) -> Duty {
    Duty::new(DutyId::from_bits(id), post.clone(), kind, about, now, today.plus_days(i64::from(days)))
}
