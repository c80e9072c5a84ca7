//! Uses that end and go on: what was measured before an end proves nothing after it.

use desk::adoption::{EndSaid, end_adoption, resume_adoption, say_rung, take_readings};
use model::{AdoptionId, EndReason, EvidenceClass, ReadingGiven, ReadingPeriod, ReadingWay, Rung, RungReached};
use store::AdoptionLine;

use crate::house::*;

fn read(house: &House, adoption: AdoptionId, day: &str) {
    let period = ReadingPeriod::parse(day).unwrap();
    let given = ReadingGiven { period, value: "3".to_owned(), key: String::new() };
    house
        .act("adamov", move |writer, turn, _| take_readings(writer, turn, adoption, ReadingWay::Program, &[given]))
        .unwrap();
}

fn measured(house: &House, at: (AdoptionId, u32), day: &str) -> Result<AdoptionLine, desk::Failure> {
    let reached = RungReached {
        rung: Rung::Production,
        on: date(day),
        class: EvidenceClass::Measured,
        evidence: vec![],
        remark: String::new(),
        by: post("motor-technologist"),
    };
    house.act("adamov", move |writer, turn, _| say_rung(writer, turn, at, reached))
}

#[test]
fn a_start_is_proved_by_what_was_made_since_the_one_before_it_ended() {
    let (mut house, _, adoption) = offered();
    read(&house, adoption, "1957-08-05");
    let held = house.office.adoption(&adoption.to_string()).unwrap().adoption;
    assert_eq!(held.revision, 0, "a reading makes no open form stale");
    let end = EndSaid { reason: EndReason::Material, text: "No steel".to_owned(), on: house.today };
    house.act("adamov", move |writer, turn, office| end_adoption(writer, turn, office, (adoption, 0), &end)).unwrap();
    assert_eq!(house.offer_to("tractor-works").giver_ended, Some(house.today));
    let again = house.act("adamov", move |writer, turn, _| resume_adoption(writer, turn, (adoption, 1))).unwrap();
    assert!(!again.is_verified_use());
    assert_eq!(house.offer_to("tractor-works").giver_ended, None, "it is used again");
    assert!(said(&measured(&house, (adoption, 2), "1957-09-02").unwrap_err()).contains("nothing made"));
    house.on("1957-09-03");
    read(&house, adoption, "1957-09-03");
    assert!(measured(&house, (adoption, 2), "1957-09-03").unwrap().is_verified_use());
}
