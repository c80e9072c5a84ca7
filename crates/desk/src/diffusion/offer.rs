//! Answers to offers: taken, declined with what that rests on, asked about; and what is replied.

use model::{
    BarrierState, Decline, DeclineGround, DutyKind, DutyState, Marking, Noun, Offer, OfferId, OfferStepKind, Stage,
    Thing, UnitId, Verb, sentence,
};
use store::{Deed, Writer};

use super::{end_duties, no_barrier, no_offer, of_post};
use crate::adoption::{NewAdoption, open};
use crate::review::{Turn, not_found};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// What a post answers to an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferAnswer {
    /// It takes it: an adoption is begun.
    Accept(String),
    /// It declines it, with what else is to be said.
    Decline(Decline, String),
    /// It asks whoever uses it.
    Ask(String),
}

pub(super) fn thing(id: OfferId) -> Thing {
    Thing::new(Noun::Offer, id)
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (OfferId, u32)) -> Result<Offer, Failure> {
    let offer = deed.offer(&officer.scope, id)?.ok_or_else(|| no_offer(&id.to_string()))?;
    offer.from_revision(revision)?;
    Ok(offer)
}

/// An offer as it is shown: that on which a decline rested, and what gave it back, as far as it is seen. It is never kept so.
pub(super) fn as_seen(offer: Offer, sees: impl Fn(&Thing) -> Result<bool, Failure>) -> Result<Offer, Failure> {
    let mut offer = offer;
    for step in &mut offer.course {
        let ground = match step.decline.as_ref().map(|decline| &decline.ground) {
            Some(DeclineGround::Barrier(id)) => Some(Thing::new(Noun::Barrier, id)),
            Some(DeclineGround::Need(id)) => Some(Thing::new(Noun::Need, id)),
            _ if step.kind == OfferStepKind::Returned => Thing::parse(&step.text),
            _ => None,
        };
        if let Some(ground) = ground
            && !sees(&ground)?
        {
            step.decline = None;
            if step.kind == OfferStepKind::Returned {
                step.text = String::new();
            }
        }
    }
    Ok(offer)
}

/// Answers an offer. Taken, it begins an adoption that came from the giver's, and the giver is credited.
///
/// # Errors
/// Refused when it is not there or was answered, to whoever does not act for its post, where a decline rests on what is not there, is
/// another unit's, tells more than the offer or does not stand in the way, when nobody who is asked may see the offer, or when somebody
/// answered in between.
pub fn answer_offer(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    at: (OfferId, u32),
    answer: &OfferAnswer,
) -> Result<Offer, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let actor = officer.acting_for(&before.post)?.to_string();
        let by = (actor.as_str(), turn.now);
        let about = thing(before.id);
        let giver = Thing::new(Noun::Unit, &before.giver).to_string();
        let weigh = (DutyKind::WeighOffer, None);
        match answer {
            OfferAnswer::Ask(question) => {
                let after = before.ask(question, by)?;
                let adoption = deed.adoption(&store::Scope::office(), before.adoption)?;
                let adoption = adoption.ok_or_else(|| no_offer(&before.id.to_string()))?;
                if !office.post_sees(&adoption.post, (Some(&about), &before.marking), turn.today)? {
                    return Err(Failure::said(sentence!(
                        "offer-giver-blind",
                        "Nobody at the post that uses this may see the offer, so nobody would answer; take it, or decline it"
                    )));
                }
                let fact = deed.fact(Verb::Asked, &about).to(of_post(&adoption.post));
                deed.keep_offer(&after, &fact)?;
                let duty = turn.duty(&adoption.post, DutyKind::TellOfOffer, about, turn.work.answer_days);
                charge(deed, &duty)?;
                Ok(after)
            }
            OfferAnswer::Decline(decline, text) => {
                let after = before.refuse(decline.clone(), text, turn.today, by)?;
                stands_in_the_way(deed, turn, &before, decline)?;
                let fact = deed.fact(Verb::OfferDeclined, &about).to(giver).with(decline.code.word().to_owned());
                deed.keep_offer(&after, &fact)?;
                end_duties(deed, &about, weigh, (DutyState::Done, "declined"))?;
                end_duties(deed, &about, (DutyKind::TellOfOffer, None), (DutyState::Lapsed, "declined"))?;
                Ok(after)
            }
            OfferAnswer::Accept(text) => {
                let opened = NewAdoption {
                    technology: before.technology,
                    unit: before.unit.clone(),
                    post: before.post.clone(),
                    need: before.need.clone(),
                    from: Some(before.adoption),
                    marking: before.marking.clone(),
                };
                // What may not be taken is said before anything is begun.
                before.accept(before.adoption, text, by)?;
                let adoption = open(deed, turn, opened)?;
                let after = before.accept(adoption, text, by)?;
                let fact = deed.fact(Verb::OfferAccepted, &about).to(giver);
                deed.keep_offer(&after, &fact.with(Thing::new(Noun::Adoption, adoption).to_string()))?;
                end_duties(deed, &about, weigh, (DutyState::Done, "accepted"))?;
                end_duties(deed, &about, (DutyKind::TellOfOffer, None), (DutyState::Lapsed, "accepted"))?;
                Ok(after)
            }
        }
    })
}

/// Refuses a ground of another unit, or one of which not all who see the offer may know.
fn is_told(offer: &Offer, (unit, marking): (&UnitId, &Marking)) -> Result<(), Failure> {
    if *unit == offer.unit && offer.marking.covers(marking) {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "decline-ground-narrow",
        "This belongs to another unit, or fewer people may see it than the offer; choose another ground and write what may be told"
    )))
}

/// Refuses a ground that is not seen, that others would hear of, or that is gone already: the offer would return at once.
fn stands_in_the_way(deed: &Deed<'_>, turn: &Turn<'_>, offer: &Offer, decline: &Decline) -> Result<(), Failure> {
    let scope = &turn.officer.scope;
    match &decline.ground {
        DeclineGround::Barrier(id) => {
            let barrier = deed.barrier(scope, *id)?.ok_or_else(|| no_barrier(&id.to_string()))?;
            is_told(offer, (&barrier.unit, &barrier.marking))?;
            if barrier.state != BarrierState::Open {
                return Err(Failure::said(sentence!(
                    "decline-barrier-gone",
                    "The barrier “{subject}” does not stand any more; choose what stands in the way now",
                    subject = barrier.subject.as_str()
                )));
            }
        }
        DeclineGround::Need(id) => {
            let need = deed.need(scope, id)?.ok_or_else(|| not_found(id.as_str()))?;
            is_told(offer, (&need.unit, &need.marking))?;
            if need.stage == Stage::Accepted && !need.is_expired(turn.today) {
                return Err(Failure::said(sentence!(
                    "decline-need-stands",
                    "The need “{title}” stands, so the offer would return at once; choose another ground",
                    title = need.title.as_str()
                )));
            }
        }
        DeclineGround::Until(_) | DeclineGround::Never => {}
    }
    Ok(())
}

/// Replies to the question about an offer: the post that uses what is offered.
///
/// # Errors
/// Refused when it is not there or nothing is asked, to whoever does not act for the post that uses it, without words, or when somebody
/// replied in between.
pub fn reply_to_offer(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (OfferId, u32),
    text: &str,
) -> Result<Offer, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let adoption = deed.adoption(&store::Scope::office(), before.adoption)?;
        let adoption = adoption.ok_or_else(|| no_offer(&before.id.to_string()))?;
        let actor = officer.acting_for(&adoption.post)?.to_string();
        let after = before.answer(text, (&actor, turn.now))?;
        let about = thing(before.id);
        let fact = deed.fact(Verb::Answered, &about).to(of_post(&before.post));
        deed.keep_offer(&after, &fact)?;
        end_duties(deed, &about, (DutyKind::TellOfOffer, None), (DutyState::Done, "answered"))?;
        if !super::has_duty(deed, &about, DutyKind::WeighOffer)? {
            let duty = turn.duty(&before.post, DutyKind::WeighOffer, about, turn.work.answer_days);
            charge(deed, &duty)?;
        }
        as_seen(after, |thing| Ok(deed.shows_thing(&officer.scope, thing)?))
    })
}
