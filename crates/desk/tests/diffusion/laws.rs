//! What holds in whatever order things happen: no unit is offered a technology twice, and nobody outside its scope hears of it.

use std::collections::BTreeSet;

use desk::OfferAnswer;
use model::{AdoptionId, DeclineGround, EvidenceClass, Noun, Stage, TechnologyId, Thing};
use proptest::prelude::*;

use crate::house::*;

const WORKS: [(&str, &str); 3] = [("belov", "pump-works"), ("vlasov", "tractor-works"), ("glinka", "engines")];

#[derive(Clone, Debug)]
enum Event {
    Need(usize, &'static str),
    Equipment(usize, &'static str),
    Use(&'static str),
    End,
    Watch,
    Week,
    Take(usize),
    Decline(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let marking = prop_oneof![Just("open"), Just("internal"), Just("restricted")];
    prop_oneof![
        1 => (0..3usize, marking.clone()).prop_map(|(at, marking)| Event::Need(at, marking)),
        1 => (0..3usize, marking).prop_map(|(at, marking)| Event::Equipment(at, marking)),
        1 => prop_oneof![Just("motor-works"), Just("steel"), Just("council")].prop_map(Event::Use),
        1 => Just(Event::End),
        3 => Just(Event::Watch),
        1 => Just(Event::Week),
        1 => (0..3usize).prop_map(Event::Take),
        1 => (0..3usize).prop_map(Event::Decline),
    ]
}

fn happen(house: &mut House, technology: TechnologyId, uses: &mut Vec<AdoptionId>, event: &Event) {
    match event {
        Event::Need(at, marking) => {
            let (id, of) = (format!("need-{at}"), WORKS[*at].1);
            house.marked_need(&id, of, Some("B23Q39/04"), Stage::Accepted, marking);
        }
        Event::Equipment(at, marking) => {
            house.equipment(WORKS[*at].1, "Transfer line", marking);
        }
        Event::Use(of) => uses.push(house.adopted(technology, of, EvidenceClass::Measured)),
        Event::End => {
            if let Some(adoption) = uses.pop() {
                house.ended(adoption);
            }
        }
        Event::Watch => house.run(),
        Event::Week => {
            house.today = house.today.plus_days(8);
            house.run();
        }
        Event::Take(at) | Event::Decline(at) => {
            let (person, of) = WORKS[*at];
            let Some(offer) = house.offers().into_iter().find(|offer| offer.unit == unit(of)) else { return };
            // Whether it goes or not is said elsewhere; here it is tried in every state.
            let _ = match event {
                Event::Take(_) => house.answer(person, &offer, OfferAnswer::Accept(String::new())),
                _ => house.decline(person, &offer, DeclineGround::Until(house.today.plus_days(3))),
            };
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn a_technology_is_offered_once_and_to_nobody_outside_its_scope(
        marking in prop_oneof![Just("open"), Just("internal"), Just("restricted")],
        events in proptest::collection::vec(event(), 4..14),
    ) {
        let mut house = house();
        let technology = house.technology(marking);
        let mut uses = Vec::new();
        for event in &events {
            happen(&mut house, technology, &mut uses, event);
            let offers = house.offers();
            let units: BTreeSet<_> = offers.iter().map(|offer| (offer.technology, offer.unit.clone())).collect();
            prop_assert_eq!(units.len(), offers.len(), "twice to one unit");
            for offer in &offers {
                prop_assert!(offer.unit != offer.giver && !offer.grounds.is_empty());
            }
            for person in ["adamov", "belov", "vlasov", "glinka", "dolin", "ershov"] {
                let officer = house.officer(person);
                let seen = house.seen(person);
                let knows = seen.reader().sees_thing(&officer.scope, &Thing::new(Noun::Technology, technology)).unwrap();
                for offer in &offers {
                    let shown = seen.offer(&offer.id.to_string());
                    prop_assert!(knows || shown.is_err(), "{} sees an offer of what {} may not know", person, person);
                    if let Ok(shown) = shown {
                        for ground in &shown.grounds {
                            let sees = seen.reader().sees_thing(&officer.scope, &ground.about).unwrap();
                            prop_assert!(sees, "{} reads a ground of what is hidden: {:?}", person, ground);
                        }
                    }
                }
                let facts = seen.history(&Thing::new(Noun::Technology, technology)).unwrap();
                prop_assert!(knows || facts.is_empty());
            }
        }
    }
}
