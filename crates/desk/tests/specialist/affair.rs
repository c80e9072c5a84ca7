//! Whose affair an assignment is: pay, grievances and evaluations are seen by few; that somebody is not free, by all who see them.

use desk::{AssignmentStep, Failure, SpecialistRequestStep, take_specialist_request_step};
use model::{LackKind, Noun, Refusal, Thing};

use crate::house::{date, given, guest, house, refused, request};

#[test]
fn another_unit_sees_that_somebody_is_not_free_and_not_why() {
    let mut house = house();
    let there = house.under_way();
    let id = there.id.to_string();
    for person in ["sokolov", "smirnov", "orlova", "petrova"] {
        let page = house.seen_by(person).assignment_page(&house.officer(person), &id, house.today);
        assert!(page.is_ok(), "{person}");
    }
    // Of another unit; and of the ministry, without power over the unit.
    for person in ["volkov", "belov", "zaitsev"] {
        let (office, officer) = (house.seen_by(person), house.officer(person));
        let missing = office.assignment_page(&officer, &id, house.today);
        assert!(matches!(missing, Err(Failure::Refused(Refusal::NotFound { .. }))), "{person}");
        assert!(office.assignments(&officer, None).unwrap().is_empty(), "{person}");
        let page = office.specialist_page(&officer, &there.specialist.to_string()).unwrap();
        assert!(page.assignments.is_empty());
        assert_eq!((page.taken[0].since, page.taken[0].until), (date("1931-01-15"), date("1931-04-10")));
        let request = house.office.specialist_request(&there.request.to_string()).unwrap();
        let found = office.fit(&request, &page.specialist, None).unwrap();
        assert!(found.lacks().any(|lack| lack.kind == LackKind::NotFree), "{person} sees that they are taken");
        let done = house.step(person, &there, AssignmentStep::End);
        assert!(matches!(done, Err(Failure::Refused(Refusal::NotFound { .. }))), "{person}");
    }
    // Nothing of it is found in the ledger of another unit.
    let facts = house.seen_by("volkov").history(&Thing::new(Noun::Assignment, there.id)).unwrap();
    assert!(facts.is_empty(), "{facts:?}");
    assert!(house.seen_by("volkov").duties_about(&Thing::new(Noun::Assignment, there.id)).unwrap().is_empty());
}

#[test]
fn what_is_hidden_and_what_is_not_there_answer_alike() {
    let mut house = house();
    let there = house.under_way();
    let ask = |text: &str| {
        let answer = house.seen_by("volkov").assignment(&house.officer("volkov"), text);
        format!("{answer:?}").replace(text, "N")
    };
    let nothing = model::AssignmentId::from_bits(77).to_string();
    assert_eq!(ask(&there.id.to_string()), ask(&nothing));
}

#[test]
fn a_request_is_marked_at_least_as_its_host_also_when_that_is_narrowed_later() {
    let house = house();
    let id = house.enrol(guest());
    let open = house.open(request(1));
    house.propose("orlova", &open, 1, given(id)).unwrap();
    let host = house.office.host(&open.hosts[0].to_string()).unwrap();
    let narrow = model::Host { marking: model::Marking::parse("restricted release==ministry").unwrap(), ..host };
    house.act("petrova", move |writer, turn, _| desk::keep_host(writer, turn, narrow, false)).unwrap();
    assert!(house.seen_by("sokolov").specialist_request(&open.id.to_string()).is_err());
    let officer = house.officer("sokolov");
    assert!(house.seen_by("sokolov").assignments(&officer, None).unwrap().is_empty());
    assert!(house.seen_by("orlova").specialist_request(&open.id.to_string()).is_ok());
    let step = house.act("sokolov", move |writer, turn, office| {
        let withdraw = SpecialistRequestStep::Withdraw("Why".to_owned());
        take_specialist_request_step(writer, turn, office, (open.id, open.revision), &withdraw)
    });
    refused(step, "specialist-request");
}
