//! What is broken stays broken, whatever becomes of the cases that follow, until it is decided on anew.

use desk::{ConditionSaid, ask_again, say_condition, withdraw_case};
use model::{CaseState, ConditionState, ControlCase, Proposal, Regime, RegimeRule, UsualCondition, Vote};

use super::house::*;

fn under_a_condition() -> House {
    let house = house();
    let conditions = vec![UsualCondition { text: "Report the use".to_owned(), days: 90 }];
    house.found(Regime { conditions, ..committee(7, RegimeRule::default()) });
    house
}

fn laid(house: &House, asked: &Proposal) -> ControlCase {
    house.lay("sokolov", asked).unwrap();
    let cases = house.office.cases_about(&asked.about).unwrap();
    cases.into_iter().find(|case| case.state.stands()).unwrap()
}

fn broken(house: &House, case: &ControlCase) -> ControlCase {
    let seen = (case.id, house.page(case).case.revision);
    let said = ConditionSaid {
        position: 0,
        state: ConditionState::Broken,
        words: "It was found at another works".to_owned(),
        evidence: None,
    };
    house.act("smith", move |writer, turn| say_condition(writer, turn, seen, said)).unwrap()
}

fn taken_back_and_asked_again(house: &House, case: &ControlCase) -> ControlCase {
    let seen = (case.id, house.page(case).case.revision);
    let taken = house.act("sokolov", move |writer, turn| withdraw_case(writer, turn, seen, "Not now")).unwrap();
    let seen = (taken.id, taken.revision);
    house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).unwrap()
}

#[test]
fn a_broken_condition_is_not_washed_away_by_taking_the_case_back() {
    let house = under_a_condition();
    let asked = proposal("Steel pipes");
    let case = laid(&house, &asked);
    house.approve(&case);
    let anew = broken(&house, &case);
    let seen = (anew.id, anew.revision);
    let taken = house.act("sokolov", move |writer, turn| withdraw_case(writer, turn, seen, "Not now")).unwrap();
    assert!(house.pass("sokolov", &asked).is_err(), "what is taken back frees nothing");
    let seen = (taken.id, taken.revision);
    let again = house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).unwrap();
    assert_eq!(again.conditions, anew.conditions);
    let again = taken_back_and_asked_again(&house, &again);
    assert_eq!(again.conditions.len(), 1);
    // A change of what is asked, or a no, washes nothing away either.
    let other = laid(&house, &proposal("Steel pipes, 1420 mm"));
    assert_eq!(other.conditions, again.conditions);
    house.vote("leblanc", &other, 1, Vote::No).unwrap();
    let seen = (other.id, house.page(&other).case.revision);
    let last = house.act("sokolov", move |writer, turn| ask_again(writer, turn, seen)).unwrap();
    assert_eq!(last.conditions, again.conditions);
    assert_eq!(house.approve(&last).state, CaseState::Conditional);
    house.pass("sokolov", &proposal("Steel pipes, 1420 mm")).unwrap();
}

#[test]
fn what_was_broken_is_part_of_what_is_decided_anew() {
    let house = under_a_condition();
    let case = laid(&house, &proposal("Steel pipes"));
    house.approve(&case);
    let anew = broken(&house, &case);
    assert_ne!(anew.over, case.over, "a yes to the case before is no yes to this one");
    let again = taken_back_and_asked_again(&house, &anew);
    for one in [&anew, &again] {
        let breaches = house.page(one).breaches;
        assert_eq!(breaches.len(), 1);
        let breach = &breaches[0];
        assert_eq!((breach.case, breach.day), (case.id, house.today));
        assert_eq!(
            (breach.condition.as_str(), breach.words.as_str()),
            ("Report the use", "It was found at another works")
        );
    }
    house.approve(&again);
    house.pass("sokolov", &proposal("Steel pipes")).unwrap();
    house.weigh();
    assert_eq!(house.state(&again), CaseState::Conditional, "what was decided on in knowledge of it stays");
    // What follows a case that was let through in knowledge of it begins afresh.
    let other = laid(&house, &proposal("Steel pipes, 1420 mm"));
    assert!(house.page(&other).breaches.is_empty());
}

#[test]
fn a_void_case_and_the_one_after_it_say_what_changed() {
    let house = under_a_condition();
    let case = laid(&house, &proposal("Steel pipes"));
    let next = laid(&house, &Proposal { countries: vec!["FR".to_owned()], ..proposal("Steel pipes, 1420 mm") });
    let changes = vec![desk::CaseChange::Asked, desk::CaseChange::Receivers];
    assert_eq!((house.page(&case).changed_after, house.page(&case).changed_before), (changes.clone(), vec![]));
    assert_eq!((house.page(&next).changed_before, house.page(&next).changed_after), (changes, vec![]));
}
