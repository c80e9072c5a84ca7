//! What the office sees to by itself: declines whose ground is gone, uses that were ended, reliefs that end, calls whose day is over, and
//! uses that proved themselves and were not offered yet.

use model::{
    BarrierState, CallState, Date, DeclineGround, DutyKind, DutyState, Noun, Offer, OfferState, ReliefState, Stage,
    Thing, Verb,
};
use store::{AdoptionFilter, CallFilter, Deed, ReliefFilter, Scope, TechnologyOfferFilter, Writer};

use super::barrier::duty_of;
use super::offer::thing;
use super::spread::{has_begun, tell_giver_ended};
use super::{call, end_duties, has_duty, relief};
use crate::job::{Ids, OFFICE};
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office};

/// Days after which a use is offered again, to units that came to need it meanwhile.
const SPREAD_AGAIN_DAYS: i64 = 7;

const DAY_MICROS: i64 = 86_400_000_000;

/// Sees to all of it.
pub(crate) fn watch_diffusion(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    watch_offers(clerk, office, (now, today), ids)?;
    watch_reliefs(clerk, office, (now, today), ids)?;
    watch_calls(clerk, office, (now, today))?;
    spread_new(clerk, office, now)
}

fn watch_offers(clerk: &Clerk, office: &Office, (now, today): (i64, Date), ids: &mut Ids) -> Result<(), Failure> {
    let days = office.configuration().work().answer_days;
    for state in [OfferState::Open, OfferState::Asked, OfferState::Declined] {
        let filter = TechnologyOfferFilter { state: Some(state), ..TechnologyOfferFilter::default() };
        for offer in office.reader.technology_offers(&office.scope, &filter)? {
            let (id, duty) = (offer.id, ids());
            if !is_worth_a_look(office, &offer, today)? {
                continue;
            }
            clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                    // It may have been answered since it was read.
                    let Some(offer) = deed.offer(&Scope::office(), id)? else { return Ok(()) };
                    see_to_offer(deed, &offer, (duty, now, today, days))
                })
            })?;
        }
    }
    Ok(())
}

/// Whether anything about an offer might have changed: looked up beside the writer, and weighed there again.
fn is_worth_a_look(office: &Office, offer: &Offer, today: Date) -> Result<bool, Failure> {
    let scope = &office.scope;
    let own = AdoptionFilter {
        technology: Some(offer.technology),
        unit: Some(offer.unit.clone()),
        ..AdoptionFilter::default()
    };
    if office.reader.adoptions(scope, &own)?.iter().any(|line| line.adoption.id != offer.adoption) {
        return Ok(true);
    }
    if offer.is_waiting() {
        let giver = office.use_of(offer.adoption)?;
        return Ok(offer.giver_ended.is_none() && giver.is_some_and(|giver| giver.end.is_some()));
    }
    Ok(match offer.decline().map(|decline| &decline.ground) {
        Some(DeclineGround::Until(day)) => *day <= today,
        Some(DeclineGround::Barrier(id)) => {
            office.reader.barrier(scope, *id)?.is_none_or(|barrier| barrier.state != BarrierState::Open)
        }
        Some(DeclineGround::Need(id)) => {
            office.reader.need(scope, id)?.is_some_and(|need| need.stage == Stage::Accepted)
        }
        Some(DeclineGround::Never) | None => false,
    })
}

fn see_to_offer(
    deed: &mut Deed<'_>,
    offer: &Offer,
    (duty, now, today, days): (u64, i64, Date, u16),
) -> Result<(), Failure> {
    if !matches!(offer.state, OfferState::Open | OfferState::Asked | OfferState::Declined) {
        return Ok(());
    }
    let by = (OFFICE, now);
    let about = thing(offer.id);
    if has_begun(deed, offer)? {
        let after = offer.moot(by)?;
        let fact = deed.fact(Verb::Closed, &about);
        deed.keep_offer(&after, &fact)?;
        deed.lapse(&about, "moot")?;
        return super::barrier::withdraw_all(deed, &about, &about.to_string(), today);
    }
    if offer.is_waiting() {
        let giver = deed.adoption(&Scope::office(), offer.adoption)?;
        if let Some(end) = giver.and_then(|giver| giver.end) {
            tell_giver_ended(deed, offer.adoption, end.on, &end.text)?;
        }
        return Ok(());
    }
    let Some(gone) = gone(deed, offer, today)? else { return Ok(()) };
    let after = offer.give_back(&gone, by)?;
    let fact = deed.fact(Verb::OfferReturned, &about).to(gone);
    deed.keep_offer(&after, &fact)?;
    charge(deed, &duty_of((duty, &after.post, DutyKind::WeighOffer, about), (now, today), days))?;
    Ok(())
}

/// What a decline rested on, where it is gone: a day, a barrier or a need by its name.
fn gone(deed: &Deed<'_>, offer: &Offer, today: Date) -> Result<Option<String>, Failure> {
    let Some(decline) = offer.decline() else { return Ok(None) };
    Ok(match &decline.ground {
        DeclineGround::Until(day) => (*day <= today).then(|| day.to_string()),
        DeclineGround::Barrier(id) => {
            let stands = deed.barrier(&Scope::office(), *id)?.is_some_and(|one| one.state == BarrierState::Open);
            (!stands).then(|| Thing::new(Noun::Barrier, id).to_string())
        }
        DeclineGround::Need(id) => {
            let need = deed.need(&Scope::office(), id)?;
            let stands = need.is_some_and(|need| need.stage == Stage::Accepted && !need.is_expired(today));
            stands.then(|| Thing::new(Noun::Need, id).to_string())
        }
        DeclineGround::Never => None,
    })
}

fn watch_reliefs(clerk: &Clerk, office: &Office, (now, today): (i64, Date), ids: &mut Ids) -> Result<(), Failure> {
    let filter = ReliefFilter { state: Some(ReliefState::Granted), ..ReliefFilter::default() };
    for held in office.reader.reliefs(&office.scope, &filter)? {
        if held.expire(today).is_none() && !held.ends_soon(today) {
            continue;
        }
        let (id, duty) = (held.id, ids());
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let Some(held) = deed.relief(&Scope::office(), id)? else { return Ok(()) };
                let about = relief::thing(id);
                if let Some(expired) = held.expire(today) {
                    let fact = deed.fact(Verb::Expired, &about).to(super::of_post(&held.post));
                    deed.keep_relief(&expired, &fact)?;
                    return end_duties(deed, &about, (DutyKind::EndRelief, None), (DutyState::Done, "expired"));
                }
                let until = held.until.unwrap_or(today);
                if held.ends_soon(today) && !has_duty(deed, &about, DutyKind::EndRelief)? {
                    let duty = duty_of((duty, &held.post, DutyKind::EndRelief, about), (now, today), 0);
                    // The day stays as it was granted.
                    deed.charge(&model::Duty { due: until, ..duty })?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

fn watch_calls(clerk: &Clerk, office: &Office, (now, today): (i64, Date)) -> Result<(), Failure> {
    let filter = CallFilter { state: Some(CallState::Open), ..CallFilter::default() };
    for held in office.reader.unit_calls(&office.scope, &filter)? {
        if !held.is_lapsed(today) {
            continue;
        }
        let id = held.id;
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let Some(held) = deed.unit_call(&Scope::office(), id)?.filter(|held| held.is_lapsed(today)) else {
                    return Ok(());
                };
                let about = call::thing(id);
                let fact = deed.fact(Verb::Expired, &about).to(super::of_post(&held.post));
                deed.keep_unit_call(&held.end(CallState::Lapsed)?, &fact)?;
                deed.lapse(&about, "lapsed")?;
                Ok(())
            })
        })?;
    }
    Ok(())
}

/// Offers uses that proved themselves and were not offered yet, or not since units may have come to need them.
fn spread_new(clerk: &Clerk, office: &Office, now: i64) -> Result<(), Failure> {
    for line in office.reader.adoptions(&office.scope, &AdoptionFilter::default())? {
        if !line.is_verified_use() {
            continue;
        }
        let adoption = line.adoption;
        let tally = office.reader.spread_of(&office.scope, adoption.id)?;
        let due = match tally {
            None => true,
            Some(tally) if tally.n_left > 0 => now - tally.at >= DAY_MICROS,
            Some(tally) => now - tally.at >= SPREAD_AGAIN_DAYS * DAY_MICROS,
        };
        if due {
            let name = adoption.id.to_string();
            clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                    Ok(deed.enqueue(model::JobKind::SpreadOffers, &name, now)?)
                })
            })?;
        }
    }
    Ok(())
}
