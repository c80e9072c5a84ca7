//! Offers of what proved itself, and what units answer: where a wall stands between their ministries, that the other ministry does not agree.

use model::{
    Adoption, AdoptionId, BarrierKind, Date, Decline, DeclineCode, DeclineGround, Duty, DutyId, DutyKind, EquipmentId,
    GroundKind, Link, LinkKind, Marking, Noun, Offer, OfferGround, OfferId, OfferState, OfferStep, OfferStepKind,
    Thing, Verb,
};
use store::Writer;

use super::adopting::{Ground, Planted};
use super::blocking::{Block, block};
use super::course::Candidate;
use super::moment;
use crate::Failure;
use crate::job::OFFICE;

/// How often a unit takes what it is offered, in a hundred, where no wall stands between.
const TAKES_PERCENT: u8 = 65;

/// How often an offer over a wall is not answered at all, in a hundred.
const IGNORED_PERCENT: u8 = 25;

/// How often an offer is declined for another department where there is no wall, in a hundred of those that are declined.
const ALL_THE_SAME_PERCENT: u8 = 5;

/// Days to answer within.
const ANSWER_DAYS: u16 = 14;

/// Why offers are declined that no wall keeps.
const CODES: [DeclineCode; 5] =
    [DeclineCode::Plan, DeclineCode::Money, DeclineCode::Skill, DeclineCode::HaveBetter, DeclineCode::NoNeed];

/// An offer that is taken, with who takes it and on which day: it is kept once the adoption stands that is begun with it.
pub(super) struct Taking {
    offer: Offer,
    who: String,
    pub day: Date,
}

/// What a unit makes of an offer.
enum Said {
    Takes,
    Ignores,
    /// The other ministry does not agree.
    Walled,
    Declines(DeclineCode),
}

fn offered(
    ground: &mut Ground<'_>,
    (planted, giver): (&Planted, &Adoption),
    to: &Candidate,
    (made, entry): (Date, &dyn Fn(usize) -> Option<EquipmentId>),
) -> Offer {
    let unit = &ground.world.units[to.unit];
    let mut grounds = Vec::new();
    if let Some(need) = &to.need {
        let said = planted.technology.name.clone();
        grounds.push(OfferGround { kind: GroundKind::Need, about: Thing::new(Noun::Need, need), said });
    }
    if let Some(entry) = entry(to.unit) {
        let about = Thing::new(Noun::Equipment, entry);
        grounds.push(OfferGround { kind: GroundKind::Equipment, about, said: planted.technology.name.clone() });
    }
    let step = OfferStep {
        kind: OfferStepKind::Made,
        decline: None,
        text: String::new(),
        by: OFFICE.to_owned(),
        at: moment(made, 70),
    };
    Offer {
        id: OfferId::from_bits((ground.ids)()),
        technology: planted.technology.id,
        adoption: giver.id,
        giver: giver.unit.clone(),
        unit: unit.id.clone(),
        post: unit.post.clone(),
        need: to.need.clone(),
        grounds,
        n_grounds_left: 0,
        state: OfferState::Open,
        course: vec![step],
        taken: None,
        giver_ended: None,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: moment(made, 70),
    }
}

/// Makes an offer, and lets the unit answer it. One that is taken is left to [`accept`].
pub(super) fn answer(
    writer: &mut Writer,
    ground: &mut Ground<'_>,
    (planted, giver): (&Planted, &Adoption),
    to: &Candidate,
    (made, entry): (Date, &dyn Fn(usize) -> Option<EquipmentId>),
) -> Result<Option<Taking>, Failure> {
    let world = ground.world;
    let offer = offered(ground, (planted, giver), to, (made, entry));
    let about = Thing::new(Noun::Offer, offer.id);
    let duty = DutyId::from_bits((ground.ids)());
    let due = made.plus_days(i64::from(ANSWER_DAYS));
    writer.transact(OFFICE, offer.made_at, |deed| -> Result<(), Failure> {
        let thing = Thing::new(Noun::Adoption, giver.id);
        let fact = deed.fact(Verb::Offered, &about).to(Thing::new(Noun::Unit, &offer.unit).to_string());
        deed.keep_offer(&offer, &fact.with(thing.to_string()))?;
        deed.draw(&Link::new(thing, LinkKind::OfferedTo, about.clone()))?;
        let duty = Duty::new(duty, offer.post.clone(), DutyKind::WeighOffer, about.clone(), deed.at(), due);
        Ok(deed.charge(&duty)?)
    })?;
    let from = world.units.iter().find(|unit| unit.id == giver.unit).map_or(0, |unit| unit.ministry);
    let wall = world.wall(from, world.units[to.unit].ministry);
    let day = made.plus_days(2 + ground.chance.below(26) as i64);
    let said = says(ground, wall);
    let who = world.units[to.unit].who();
    let why = match said {
        Said::Ignores => return Ok(None),
        Said::Takes => return Ok(Some(Taking { offer, who, day })),
        Said::Declines(code) => {
            let later = world.truth.asked.until.plus_days(60 + ground.chance.below(600) as i64);
            Decline { code, ground: DeclineGround::Until(later) }
        }
        Said::Walled => {
            let barrier = Block {
                on: about.clone(),
                unit: to.unit,
                ministry: from,
                kind: BarrierKind::Department,
                subject: format!("Agreement of the {}", world.ministries[from].1),
                since: day,
                gone: None,
            };
            let barrier = block(writer, ground, &barrier)?;
            Decline { code: DeclineCode::Department, ground: DeclineGround::Barrier(barrier) }
        }
    };
    let by = (who.as_str(), moment(day, 80));
    writer.transact(&who, by.1, |deed| -> Result<(), Failure> {
        let code = why.code;
        let after = offer.refuse(why, "Simulated", day, by)?;
        let fact = deed.fact(Verb::OfferDeclined, &about).to(Thing::new(Noun::Unit, &offer.giver).to_string());
        deed.keep_offer(&after, &fact.with(code.word().to_owned()))?;
        deed.done(&about, DutyKind::WeighOffer, "declined")?;
        Ok(())
    })?;
    Ok(None)
}

/// Takes an offer: this adoption was begun.
pub(super) fn accept(writer: &mut Writer, taking: &Taking, taken: AdoptionId) -> Result<(), Failure> {
    let (offer, at) = (&taking.offer, moment(taking.day, 80));
    let about = Thing::new(Noun::Offer, offer.id);
    writer.transact(&taking.who, at, |deed| -> Result<(), Failure> {
        let after = offer.accept(taken, "", (&taking.who, at))?;
        let fact = deed.fact(Verb::OfferAccepted, &about).to(Thing::new(Noun::Unit, &offer.giver).to_string());
        deed.keep_offer(&after, &fact.with(Thing::new(Noun::Adoption, taken).to_string()))?;
        deed.done(&about, DutyKind::WeighOffer, "accepted")?;
        Ok(())
    })
}

fn says(ground: &mut Ground<'_>, wall: u8) -> Said {
    let chance = &mut ground.chance;
    if chance.happens(wall) {
        return if chance.happens(IGNORED_PERCENT) { Said::Ignores } else { Said::Walled };
    }
    if chance.happens(TAKES_PERCENT) {
        return Said::Takes;
    }
    if chance.happens(ALL_THE_SAME_PERCENT) {
        return Said::Walled;
    }
    Said::Declines(chance.one(&CODES).copied().unwrap_or(DeclineCode::NoNeed))
}
