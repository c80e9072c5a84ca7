//! Spreading: a use that proved itself is offered to every other unit that could use it, each with the grounds why it was thought of.
//!
//! Who could use it is reckoned over the whole office, by a job beside the writer. Whether it may be told is asked of each post by itself: a
//! post that does not see the technology hears nothing, and how many those are is told to whoever keeps the use, and to nobody else.

use std::collections::BTreeSet;

use model::{
    AdoptionId, Date, DutyKind, JobKind, Link, LinkKind, Noun, OFFER_GROUNDS_MAX, OFFERS_AT_ONCE, Offer, OfferId,
    OfferState, OfferStep, OfferStepKind, PostId, Power, Thing, UnitId, Verb,
};
use store::{AdoptionFilter, Deed, SpreadTally, TechnologyOfferFilter, Writer};

use super::barrier::duty_of;
use super::ground::{Found, Matter, weight, who_could};
use super::offer::thing;
use crate::job::{Ids, OFFICE};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office};

/// Offers a use to all who could use it: a job reckons who they are. Called when a use proves itself; answers how many such jobs wait.
///
/// # Errors
/// When the store fails.
pub fn spread(deed: &mut Deed<'_>, turn: &mut Turn<'_>, adoption: AdoptionId) -> Result<usize, Failure> {
    deed.enqueue(JobKind::SpreadOffers, &adoption.to_string(), turn.now)?;
    Ok(1)
}

/// Tells all who still weigh an offer that whoever gave it does not use it any more.
///
/// # Errors
/// When the store fails.
pub fn tell_giver_ended(deed: &mut Deed<'_>, adoption: AdoptionId, on: Date, why: &str) -> Result<usize, Failure> {
    let filter = TechnologyOfferFilter { adoption: Some(adoption), ..TechnologyOfferFilter::default() };
    let mut n_told = 0;
    for offer in deed.offers(&filter)? {
        let by = deed.who().to_owned();
        let why: String = why.chars().take(model::OFFER_TEXT_CHARS_MAX).collect();
        let Some(told) = offer.giver_ends(on, &why, (&by, deed.at()))? else { continue };
        let fact = deed.fact(Verb::Ended, thing(told.id)).to(Thing::new(Noun::Adoption, adoption).to_string());
        deed.keep_offer(&told, &fact)?;
        n_told += 1;
    }
    Ok(n_told)
}

/// Takes back, where an offer still waits, that whoever gave it does not use it any more.
pub(crate) fn tell_giver_resumed(deed: &mut Deed<'_>, adoption: AdoptionId) -> Result<(), Failure> {
    let filter = TechnologyOfferFilter { adoption: Some(adoption), ..TechnologyOfferFilter::default() };
    for offer in deed.offers(&filter)? {
        let Some(told) = offer.giver_resumes() else { continue };
        let fact = deed.fact(Verb::TookUp, thing(told.id)).to(Thing::new(Noun::Adoption, adoption).to_string());
        deed.keep_offer(&told, &fact)?;
    }
    Ok(())
}

/// An offer to one unit, with its weight; `None` with whether it was for its marking that there is none.
fn offer_to(
    office: &Office,
    matter: &Matter,
    unit: &UnitId,
    mut grounds: Vec<Found>,
    (id, now, today): (u64, i64, Date),
) -> Result<Result<(u32, Offer), bool>, Failure> {
    grounds.sort_by_key(|one| std::cmp::Reverse((weight(one.ground.kind), one.post.is_some())));
    let tree = office.tree()?;
    let posts = office.posts()?;
    let is_open = |id: &PostId| posts.iter().any(|post| post.id == *id && !post.closed);
    let holder = grounds.iter().filter_map(|one| one.post.clone()).find(is_open);
    let head = || {
        let own = |power| posts.iter().find(|post| post.unit == *unit && !post.closed && post.powers.contains(&power));
        let any = || posts.iter().find(|post| post.unit == *unit && !post.closed);
        let above = || tree.nearest(unit, Power::Lead, &posts);
        own(Power::Lead).or_else(|| own(Power::Coordinate)).or_else(any).or_else(above).map(|post| post.id.clone())
    };
    let Some(post) = holder.or_else(head) else { return Ok(Err(false)) };
    let eyes = office.eyes_of(&post, today)?;
    let base = matter.technology.marking.join(&matter.adoption.marking);
    if !eyes.iter().any(|eyes| eyes.may_see(&base)) {
        return Ok(Err(true));
    }
    // A ground that the post does not see is none for it.
    let mut marking = base;
    let (mut kept, mut total, mut n_left, mut need) = (Vec::new(), 0, 0, None);
    for one in grounds {
        let joined = marking.join(&one.marking);
        if !eyes.iter().any(|eyes| eyes.may_see(&joined)) || kept.contains(&one.ground) {
            continue;
        }
        total += weight(one.ground.kind);
        if kept.len() == OFFER_GROUNDS_MAX {
            n_left += 1;
            continue;
        }
        marking = joined;
        need = need.or_else(|| one.need.filter(|_| one.post.as_ref() == Some(&post)));
        kept.push(one.ground);
    }
    if kept.is_empty() {
        return Ok(Err(false));
    }
    let step =
        OfferStep { kind: OfferStepKind::Made, decline: None, text: String::new(), by: OFFICE.to_owned(), at: now };
    let offer = Offer {
        id: OfferId::from_bits(id),
        technology: matter.technology.id,
        adoption: matter.adoption.id,
        giver: matter.adoption.unit.clone(),
        unit: unit.clone(),
        post,
        need,
        grounds: kept,
        n_grounds_left: n_left,
        state: OfferState::Open,
        course: vec![step],
        taken: None,
        giver_ended: None,
        marking,
        invented: matter.adoption.invented,
        revision: 0,
        made_at: now,
    };
    Ok(Ok((total, offer)))
}

/// Offers the use that the argument names to all who could use it. Safe to run again: a unit is offered a technology once.
pub(crate) fn spread_offers(
    clerk: &Clerk,
    office: &Office,
    argument: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let Some(id) = AdoptionId::parse(argument) else { return Ok(()) };
    let Some(matter) = Matter::load(office, id)? else { return Ok(()) };
    // What the last visit did not find is offered to nobody.
    if !office.line_of(id)?.is_some_and(|line| line.is_verified_use()) {
        return Ok(());
    }
    let has_it: BTreeSet<UnitId> = office.units_with(matter.technology.id)?;
    let by_technology =
        TechnologyOfferFilter { technology: Some(matter.technology.id), ..TechnologyOfferFilter::default() };
    let before: Vec<Offer> = office.reader.technology_offers(&office.scope, &by_technology)?;
    let mut n_withheld = 0;
    let mut offers: Vec<(u32, Offer)> = Vec::new();
    for (unit, grounds) in who_could(office, &matter, today)? {
        if has_it.contains(&unit) || before.iter().any(|offer| offer.unit == unit) {
            continue;
        }
        match offer_to(office, &matter, &unit, grounds, (ids(), now, today))? {
            Ok(found) => offers.push(found),
            Err(withheld) => n_withheld += u32::from(withheld),
        }
    }
    offers.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.unit.cmp(&b.1.unit)));
    let n_left = u32::try_from(offers.len().saturating_sub(OFFERS_AT_ONCE)).unwrap_or(u32::MAX);
    offers.truncate(OFFERS_AT_ONCE);
    let days = office.configuration().work().answer_days;
    let duties: Vec<u64> = offers.iter().map(|_| ids()).collect();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            for ((_, offer), duty) in offers.iter().zip(&duties) {
                make(deed, offer, (*duty, now, today, days))?;
            }
            let of_use = TechnologyOfferFilter { adoption: Some(id), ..TechnologyOfferFilter::default() };
            let n_offered = u32::try_from(deed.offers(&of_use)?.len()).unwrap_or(u32::MAX);
            Ok(deed.keep_spread(id, &SpreadTally { at: now, n_offered, n_withheld, n_left })?)
        })
    })
}

/// Keeps an offer with its duty, unless the unit was offered the technology or began with it since it was looked at.
fn make(deed: &mut Deed<'_>, offer: &Offer, (duty, now, today, days): (u64, i64, Date, u16)) -> Result<(), Failure> {
    if deed.offer_to(offer.technology, &offer.unit)?.is_some() || has_begun(deed, offer)? {
        return Ok(());
    }
    let about_it = thing(offer.id);
    let fact = deed.fact(Verb::Offered, &about_it).to(Thing::new(Noun::Unit, &offer.unit).to_string());
    let giver = Thing::new(Noun::Adoption, offer.adoption);
    deed.keep_offer(offer, &fact.with(giver.to_string()))?;
    deed.draw(&Link::new(giver, LinkKind::OfferedTo, about_it.clone()))?;
    charge(deed, &duty_of((duty, &offer.post, DutyKind::WeighOffer, about_it), (now, today), days))?;
    Ok(())
}

/// Whether the unit has an adoption of the technology by now.
pub(super) fn has_begun(deed: &Deed<'_>, offer: &Offer) -> Result<bool, Failure> {
    let own = AdoptionFilter {
        technology: Some(offer.technology),
        unit: Some(offer.unit.clone()),
        ..AdoptionFilter::default()
    };
    Ok(deed.adoptions(&own)?.iter().any(|line| line.adoption.id != offer.adoption))
}

impl Office {
    /// The units that have an adoption of a technology, ended ones included: they know it.
    fn units_with(&self, technology: model::TechnologyId) -> Result<BTreeSet<UnitId>, Failure> {
        let held = self.uses_of(Some(technology))?;
        Ok(held.into_iter().map(|adoption| adoption.unit).collect())
    }
}
