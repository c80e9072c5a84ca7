//! Barriers: laid before who can remove them, removed once for all who have the same.

use desk::adoption::{EndSaid, end_adoption};
use desk::{BarrierSearch, OfferAnswer, answer_hint, remove_barrier, withdraw_barrier};
use model::{BarrierState, DutyKind, EndReason, EvidenceClass, LoggedBarrier, Noun, OfferState, Stage, Thing};

use crate::house::*;

fn on(house: &House, of: &str) -> Thing {
    Thing::new(Noun::Offer, house.offer_to(of).id)
}

#[test]
fn a_barrier_is_a_duty_of_somebody_outside_who_may_see_it() {
    let (house, ..) = offered();
    let own = house.barrier(on(&house, "pump-works"), "pump-technologist", "Bearing steel");
    assert!(said(&house.block("belov", own).unwrap_err()).contains("stands inside"));
    let stranger = house.barrier(on(&house, "pump-works"), "steel-supply", "Bearing steel");
    assert!(house.block("vlasov", stranger.clone()).is_err(), "another unit's affair");
    let logged = house.block("belov", stranger.clone()).unwrap();
    assert_eq!(
        (logged.unit.as_str(), logged.post.as_str(), logged.state),
        ("pump-works", "pump-technologist", BarrierState::Open)
    );
    assert_eq!(house.duties(Noun::Barrier, logged.id), [("steel-supply".to_owned(), DutyKind::RemoveBarrier)]);
    assert_eq!(house.block("belov", stranger).unwrap(), logged, "a form that is sent twice logs once");
    // Who may not see the offer cannot be asked to remove what stands in its way.
    let narrow = crate::house::house();
    narrow.need("pistons", "engines", Some("B23Q39/04"), Stage::Accepted);
    let technology = narrow.technology("restricted");
    narrow.adopted(technology, "motor-works", EvidenceClass::Measured);
    narrow.run();
    let blind = narrow.barrier(on(&narrow, "engines"), "steel-supply", "Bearing steel");
    assert!(said(&narrow.block("glinka", blind).unwrap_err()).contains("Nobody at steel-supply"));
}

#[test]
fn removed_once_it_is_removed_for_three_units_at_once() {
    let (house, technology, _) = offered();
    house.need("bearings", "council", Some("B23Q39/04"), Stage::Accepted);
    let third = house.adopted(technology, "steel", EvidenceClass::Told);
    let log = |person: &str, on: Thing, owner: &str, subject: &str| {
        house.block(person, house.barrier(on, owner, subject)).unwrap()
    };
    let first = log("belov", on(&house, "pump-works"), "steel-supply", "Bearing steel ShKh15");
    let second = log("vlasov", on(&house, "tractor-works"), "steel-supply", "bearing steel ShKh-15");
    let of_steel = log("dolin", Thing::new(Noun::Adoption, third), "chairman", "steel ShKh15");
    let other = log("vlasov", on(&house, "tractor-works"), "steel-supply", "Bearing steel ShKh9");
    let at = (first.id, first.revision);
    let how = "The rolling mill delivers it since August";
    let nobody = house.act("belov", move |writer, turn, _| remove_barrier(writer, turn, at, how));
    assert!(nobody.is_err(), "who waits does not remove it");
    house.act("dolin", move |writer, turn, _| remove_barrier(writer, turn, at, how)).unwrap();
    for (barrier, post) in [(&second, "tractor-technologist"), (&of_steel, "steel-supply")] {
        let held = house.held_barrier(barrier.id);
        assert_eq!(held.hint, Some(first.id));
        let duties = house.duties(Noun::Barrier, barrier.id);
        assert!(duties.contains(&(post.to_owned(), DutyKind::TryRemoval)), "{duties:?}");
    }
    assert_eq!(house.held_barrier(other.id).hint, None, "another steel is another barrier");
    for (barrier, person) in [(&second, "vlasov"), (&of_steel, "dolin")] {
        let at = (barrier.id, house.held_barrier(barrier.id).revision);
        let gone = house.act(person, move |writer, turn, _| answer_hint(writer, turn, at, (true, "It goes")));
        assert_eq!(gone.unwrap().removed_with, Some(first.id));
        assert_eq!(house.duties(Noun::Barrier, barrier.id), []);
    }
    let page = house.office.barrier_page(&house.officer("dolin"), &first.id.to_string(), house.today).unwrap();
    assert_eq!((page.line.n_units, page.together.len()), (3, 2));
    let (lines, _) = house.office.barriers(&BarrierSearch::default(), house.today).unwrap();
    let removed = lines.iter().filter(|line| line.barrier.state == BarrierState::Removed);
    assert!(removed.into_iter().all(|line| line.n_units == 3), "{lines:?}");
}

#[test]
fn what_does_not_go_elsewhere_stays_and_who_logged_it_takes_it_back() {
    let (mut house, ..) = offered();
    let log = |house: &House, person: &str, of: &str| -> LoggedBarrier {
        house.block(person, house.barrier(on(house, of), "steel-supply", "Bearing steel")).unwrap()
    };
    let (first, second) = (log(&house, "belov", "pump-works"), log(&house, "vlasov", "tractor-works"));
    let at = (first.id, first.revision);
    house.act("dolin", move |writer, turn, _| remove_barrier(writer, turn, at, "Bought abroad")).unwrap();
    let at = (second.id, house.held_barrier(second.id).revision);
    let stays = house.act("vlasov", move |writer, turn, _| answer_hint(writer, turn, at, (false, "Our gauge differs")));
    assert_eq!(stays.unwrap().state, BarrierState::Open);
    let facts = house.office.history(&Thing::new(Noun::Barrier, second.id)).unwrap();
    assert!(facts.iter().any(|held| held.fact.change.as_deref() == Some("does not go: Our gauge differs")));
    assert_eq!(house.duties(Noun::Barrier, second.id), [("steel-supply".to_owned(), DutyKind::RemoveBarrier)]);
    house.on("1957-10-02");
    let page = house.office.barrier_page(&house.officer("vlasov"), &second.id.to_string(), house.today).unwrap();
    assert_eq!((page.days_lost, page.line.barrier.days_lost(house.today)), (30, 30));
    let at = (second.id, house.held_barrier(second.id).revision);
    house.act("vlasov", move |writer, turn, _| withdraw_barrier(writer, turn, at, "We do without")).unwrap();
    assert_eq!(house.duties(Noun::Barrier, second.id), []);
}

#[test]
fn who_may_not_hear_of_a_removal_hears_nothing() {
    let house = house();
    house.need("pistons", "engines", Some("B23Q39/04"), Stage::Accepted);
    let (secret, open) = (house.technology("restricted"), house.technology("open"));
    house.adopted(secret, "motor-works", EvidenceClass::Measured);
    let uses = house.adopted(open, "pump-works", EvidenceClass::Told);
    house.run();
    let hidden = house.barrier(on(&house, "engines"), "chairman", "Bearing steel");
    let hidden = house.block("glinka", hidden).unwrap();
    let known = house.barrier(Thing::new(Noun::Adoption, uses), "steel-supply", "Bearing steel");
    let known = house.block("belov", known).unwrap();
    let at = (hidden.id, hidden.revision);
    house.act("ershov", move |writer, turn, _| remove_barrier(writer, turn, at, "Bought abroad")).unwrap();
    assert_eq!(house.held_barrier(known.id), known);
    assert!(house.seen("belov").barrier_page(&house.officer("belov"), &hidden.id.to_string(), house.today).is_err());
    assert_eq!(house.offer_to("engines").state, OfferState::Open);
}

#[test]
fn what_stands_in_the_way_of_an_adoption_goes_with_its_end() {
    let (house, ..) = offered();
    let offer = house.offer_to("tractor-works");
    let before = house.barrier(on(&house, "tractor-works"), "steel-supply", "Bearing steel");
    let before = house.block("vlasov", before).unwrap();
    let taken = house.answer("vlasov", &offer, OfferAnswer::Accept(String::new())).unwrap().taken.unwrap();
    let late = house.block("vlasov", house.barrier(Thing::new(Noun::Offer, offer.id), "steel-supply", "Oil"));
    assert!(said(&late.unwrap_err()).contains("over"), "the offer was taken");
    let here = Thing::new(Noun::Adoption, taken);
    let after = house.block("vlasov", house.barrier(here.clone(), "steel-supply", "Oil")).unwrap();
    let (lines, _) = house.office.barriers_of(&here, house.today).unwrap();
    assert_eq!(lines.len(), 2, "with what stood in the way of the offer");
    let end = EndSaid { reason: EndReason::Material, text: "No steel".to_owned(), on: house.today };
    house.act("vlasov", move |writer, turn, office| end_adoption(writer, turn, office, (taken, 0), &end)).unwrap();
    for barrier in [before, after] {
        let held = house.held_barrier(barrier.id);
        assert_eq!((held.state, held.how.as_str()), (BarrierState::Withdrawn, "No steel"));
        assert_eq!(house.duties(Noun::Barrier, barrier.id), []);
    }
    let again = house.block("vlasov", house.barrier(here, "steel-supply", "Grease"));
    assert!(said(&again.unwrap_err()).contains("over"));
}
