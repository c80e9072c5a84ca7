//! Offers: made on grounds, taken, declined until that which they rest on is gone, asked about.

use desk::{OfferAnswer, remove_barrier, reply_to_offer};
use model::{
    AdoptionId, DeclineGround, DutyKind, EvidenceClass, GroundKind, LinkKind, NeedId, Noun, OfferState, Rung, Stage,
    Thing, Verb,
};
use store::Scope;

use crate::house::*;

#[test]
fn a_use_that_was_measured_is_offered_across_departments_and_says_why() {
    let house = house();
    house.need("pistons", "pump-works", Some("B23Q39/04"), Stage::Accepted);
    house.need("sleeves", "tractor-works", Some("B23Q39/00"), Stage::Accepted);
    house.need("own", "motor-works", Some("B23Q39/04"), Stage::Accepted);
    house.need("ladles", "steel", Some("B22D41/00"), Stage::Accepted);
    let technology = house.technology("open");
    house.adopted(technology, "motor-works", EvidenceClass::Document);
    house.run();
    assert_eq!(house.units_offered(), Vec::<String>::new(), "a document is no measured use");
    let adoption = house.adopted(technology, "engines", EvidenceClass::Inspected);
    house.run();
    assert_eq!(house.units_offered(), ["pump-works", "tractor-works"], "not to who has it, nor who cannot use it");
    let offer = house.offer_to("tractor-works");
    assert_eq!((offer.adoption, offer.giver), (adoption, unit("engines")));
    assert_eq!(offer.need, Some(NeedId::new("sleeves").unwrap()));
    let ground = &offer.grounds[0];
    assert_eq!((ground.kind, ground.about.to_string()), (GroundKind::Need, "need:sleeves".to_owned()));
    assert!(ground.said.contains("Faster sleeves") && ground.said.contains("B23Q39/00"), "{ground:?}");
    let duties = house.duties(Noun::Offer, offer.id);
    assert_eq!(duties, [("tractor-technologist".to_owned(), DutyKind::WeighOffer)]);
    let links = house.office.links(&Thing::new(Noun::Offer, offer.id)).unwrap();
    assert!(links.iter().any(|link| link.kind == LinkKind::OfferedTo), "{links:?}");
    // A unit without a need is found by what it works with; its head answers.
    house.equipment("council", "Transfer line", "open");
    house.office.reader().spread_of(&Scope::office(), adoption).unwrap().unwrap();
    let mut later = house;
    later.on("1957-09-12");
    later.run();
    let found = later.offer_to("council");
    assert_eq!((found.grounds[0].kind, found.post), (GroundKind::Equipment, post("chairman")));
}

#[test]
fn an_offer_that_is_taken_begins_an_adoption_and_credits_whoever_gave_it() {
    let (house, technology, adoption) = offered();
    let offer = house.offer_to("tractor-works");
    let refused = house.answer("belov", &offer, OfferAnswer::Accept(String::new())).unwrap_err();
    assert!(said(&refused).contains("tractor-technologist"), "{refused}");
    let taken = house.answer("vlasov", &offer, OfferAnswer::Accept("Gladly".to_owned())).unwrap();
    let begun: AdoptionId = taken.taken.unwrap();
    let held = house.office.reader().adoption(&Scope::office(), begun).unwrap().unwrap().adoption;
    assert_eq!((held.unit, held.from, held.need), (unit("tractor-works"), Some(adoption), offer.need.clone()));
    assert_eq!(held.reached.first().map(|reached| reached.rung), Some(Rung::Received));
    assert_eq!(house.duties(Noun::Offer, offer.id), []);
    let facts = house.office.history(&Thing::new(Noun::Offer, offer.id)).unwrap();
    let credit = facts.iter().find(|held| held.fact.verb == Verb::OfferAccepted).unwrap();
    assert_eq!(credit.fact.target.as_deref(), Some("unit:motor-works"), "the giver is named in the ledger");
    let away = house.seen("adamov").give_away(&house.officer("adamov"), technology, Some(adoption)).unwrap();
    assert_eq!((away.lines.len(), away.n_taken, away.n_in_use, away.n_declined), (2, 1, 0, 0));
    assert_eq!(away.tally.unwrap().n_offered, 2);
    assert!(house.answer("vlasov", &taken, OfferAnswer::Accept(String::new())).is_err(), "it is taken already");
}

#[test]
fn a_question_goes_to_whoever_uses_it_and_its_answer_comes_back() {
    let (house, ..) = offered();
    let offer = house.offer_to("pump-works");
    let asked = house.answer("belov", &offer, OfferAnswer::Ask("Which steel?".to_owned())).unwrap();
    assert_eq!(asked.state, OfferState::Asked);
    let duties = house.duties(Noun::Offer, offer.id);
    assert!(duties.contains(&("motor-technologist".to_owned(), DutyKind::TellOfOffer)), "{duties:?}");
    let at = (asked.id, asked.revision);
    let stranger = house.act("vlasov", move |writer, turn, _| reply_to_offer(writer, turn, at, "ShKh15"));
    assert!(stranger.is_err());
    let open = house.act("adamov", move |writer, turn, _| reply_to_offer(writer, turn, at, "ShKh15")).unwrap();
    assert_eq!(open.state, OfferState::Open);
    assert_eq!(house.duties(Noun::Offer, offer.id), [("pump-technologist".to_owned(), DutyKind::WeighOffer)]);
}

#[test]
fn nobody_is_asked_who_may_not_see_the_offer() {
    let house = house();
    house.marked_need("rings", "engines", Some("B23Q39/04"), Stage::Accepted, "restricted");
    let technology = house.technology("open");
    house.adopted(technology, "pump-works", EvidenceClass::Measured);
    house.run();
    let offer = house.offer_to("engines");
    let asked = house.answer("glinka", &offer, OfferAnswer::Ask("Which steel?".to_owned()));
    assert!(said(&asked.unwrap_err()).contains("Nobody at the post"), "the pump works are not cleared for its grounds");
    assert!(house.answer("glinka", &offer, OfferAnswer::Accept(String::new())).is_ok());
}

#[test]
fn a_decline_returns_on_its_day_and_not_before() {
    let (mut house, ..) = offered();
    let offer = house.offer_to("pump-works");
    let declined = house.decline("belov", &offer, DeclineGround::Until(date("1957-10-01"))).unwrap();
    assert_eq!(house.duties(Noun::Offer, offer.id), []);
    house.on("1957-09-30");
    house.run();
    assert_eq!(house.offer_to("pump-works"), declined);
    house.on("1957-10-01");
    house.run();
    let back = house.offer_to("pump-works");
    assert_eq!((back.state, back.n_returned()), (OfferState::Open, 1));
    assert_eq!(back.course.last().unwrap().text, "1957-10-01", "it says what is gone");
    assert_eq!(house.duties(Noun::Offer, offer.id), [("pump-technologist".to_owned(), DutyKind::WeighOffer)]);
    house.run();
    assert_eq!(house.offer_to("pump-works"), back, "once");
}

#[test]
fn a_decline_returns_when_its_barrier_is_removed_or_its_need_stands_again() {
    let (house, ..) = offered();
    let (pump, tractor) = (house.offer_to("pump-works"), house.offer_to("tractor-works"));
    let on = Thing::new(Noun::Offer, pump.id);
    let barrier = house.block("belov", house.barrier(on, "steel-supply", "Bearing steel ShKh15")).unwrap();
    let pump = house.decline("belov", &pump, DeclineGround::Barrier(barrier.id)).unwrap();
    let standing = house.decline("vlasov", &tractor, DeclineGround::Need(NeedId::new("sleeves").unwrap()));
    assert!(said(&standing.unwrap_err()).contains("return at once"));
    let foreign = house.decline("vlasov", &tractor, DeclineGround::Barrier(barrier.id));
    assert!(said(&foreign.unwrap_err()).contains("another unit"), "others would hear of it when it returns");
    house.need("rings", "tractor-works", None, Stage::Met);
    let tractor = house.decline("vlasov", &tractor, DeclineGround::Need(NeedId::new("rings").unwrap())).unwrap();
    house.run();
    assert_eq!((house.offer_to("pump-works"), house.offer_to("tractor-works")), (pump, tractor));
    let at = (barrier.id, barrier.revision);
    house.act("dolin", move |writer, turn, _| remove_barrier(writer, turn, at, "Rolled since August")).unwrap();
    house.need("rings", "tractor-works", None, Stage::Accepted);
    house.run();
    for of in ["pump-works", "tractor-works"] {
        assert_eq!(house.offer_to(of).state, OfferState::Open, "{of}");
    }
    let gone = house.offer_to("pump-works").course.last().unwrap().text.clone();
    assert_eq!(gone, format!("barrier:{}", barrier.id));
}

#[test]
fn a_decline_for_good_stays_and_what_began_by_itself_is_asked_no_more() {
    let (mut house, technology, _) = offered();
    let offer = house.offer_to("pump-works");
    house.decline("belov", &offer, DeclineGround::Never).unwrap();
    house.adopted(technology, "tractor-works", EvidenceClass::Told);
    house.on("1958-09-01");
    house.run();
    assert_eq!(house.offer_to("pump-works").state, OfferState::Declined);
    assert_eq!(house.offer_to("tractor-works").state, OfferState::Moot);
    assert_eq!(house.duties(Noun::Offer, house.offer_to("tractor-works").id), []);
}

#[test]
fn that_the_giver_stopped_is_told_on_what_is_still_open() {
    let (house, _, adoption) = offered();
    let declined = house.decline("belov", &house.offer_to("pump-works"), DeclineGround::Never).unwrap();
    house.ended(adoption);
    house.run();
    let told = house.offer_to("tractor-works");
    assert_eq!((told.state, told.giver_ended), (OfferState::Open, Some(house.today)));
    assert_eq!(told.course.last().unwrap().text, "It broke too often");
    assert_eq!(house.offer_to("pump-works"), declined);
}

#[test]
fn to_whom_it_may_not_be_told_is_counted_for_the_owner_alone() {
    let house = house();
    house.need("pistons", "pump-works", Some("B23Q39/04"), Stage::Accepted);
    house.need("sleeves", "engines", Some("B23Q39/04"), Stage::Accepted);
    let technology = house.technology("restricted");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Measured);
    house.run();
    assert_eq!(house.units_offered(), ["engines"], "nobody at the pump works is cleared for it");
    let away = house.seen("adamov").give_away(&house.officer("adamov"), technology, Some(adoption)).unwrap();
    assert_eq!(away.tally.map(|tally| tally.n_withheld), Some(1));
    let other = house.seen("ershov").give_away(&house.officer("ershov"), technology, Some(adoption)).unwrap();
    assert_eq!((other.lines.len(), other.tally), (1, None));
    let outside = house.seen("belov");
    let name = house.offer_to("engines").id.to_string();
    assert!(outside.offer(&name).is_err());
    assert!(outside.give_away(&house.officer("belov"), technology, Some(adoption)).is_err());
}

#[test]
fn a_ground_that_is_narrowed_takes_the_offer_with_it() {
    let (house, ..) = offered();
    let offer = house.offer_to("tractor-works");
    assert!(house.seen("belov").offer(&offer.id.to_string()).is_ok());
    house.marked_need("sleeves", "tractor-works", Some("B23Q39/00"), Stage::Accepted, "restricted");
    assert!(house.seen("belov").offer(&offer.id.to_string()).is_err(), "its grounds tell of the need");
    assert!(house.seen("adamov").offer(&offer.id.to_string()).is_ok());
}
