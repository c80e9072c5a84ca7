//! Calls between units.

use crate::*;

fn day(day: u8) -> Date {
    Date::new(1957, 3, day).unwrap()
}

fn name(text: &str) -> PostId {
    PostId::new(text).unwrap()
}

fn call() -> Call {
    let asked = |post: &str| CallAnswer::asked(name(post), UnitId::new(&format!("{post}-works")).unwrap());
    Call {
        id: CallId::from_bits(1),
        kind: CallKind::Material,
        what: "Bearing steel ShKh15".to_owned(),
        amount: Rational::whole(12),
        measure: "t".to_owned(),
        by: day(30),
        reason: "First lot of the new line".to_owned(),
        on: None,
        unit: UnitId::new("works").unwrap(),
        post: name("engineer"),
        answers: vec![asked("smelter"), asked("roller")],
        state: CallState::Open,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

const BY: (&str, i64) = ("smelter/orlov", 3);

fn can(amount: i64) -> CallReply {
    CallReply::Can(Rational::whole(amount), day(20), String::new())
}

#[test]
fn a_call_asks_others_for_something_by_a_day() {
    assert!(call().tidied(day(1)).is_ok());
    assert!(Call { what: " ".into(), ..call() }.tidied(day(1)).is_err());
    assert!(Call { amount: Rational::ZERO, ..call() }.tidied(day(1)).is_err());
    assert!(Call { by: day(1), ..call() }.tidied(day(2)).is_err());
    assert!(Call { answers: vec![], ..call() }.tidied(day(1)).is_err());
    assert!(Call { unit: UnitId::new("smelter-works").unwrap(), ..call() }.tidied(day(1)).is_err(), "it asks itself");
}

#[test]
fn what_can_be_given_is_taken_and_then_kept_or_not() {
    let (smelter, roller) = (name("smelter"), name("roller"));
    assert!(call().reply(&smelter, CallReply::Cannot(" ".into()), day(2), BY).is_err());
    assert!(call().reply(&name("nobody"), can(5), day(2), BY).is_err());
    assert!(call().reply(&smelter, can(5), day(21), BY).is_err(), "its day is over");
    let answered = call().reply(&smelter, CallReply::Cannot("All is planned".into()), day(2), BY).unwrap();
    let answered = answered.reply(&smelter, can(5), day(2), BY).unwrap();
    let answered = answered.reply(&roller, can(9), day(2), BY).unwrap();
    let taken = answered.take(&smelter, true, 5).unwrap().take(&roller, false, 5).unwrap();
    assert_eq!(taken.n_taken(), Rational::whole(5));
    assert!(taken.reply(&smelter, can(6), day(3), BY).is_err(), "it was taken at its word");
    assert!(taken.end(CallState::Withdrawn).is_err());
    let closed = taken.end(CallState::Closed).unwrap();
    assert!(closed.judge(&smelter, false, "", 9).is_err());
    let broken = closed.judge(&smelter, false, "Half came", 9).unwrap();
    assert_eq!((broken.n_taken(), broken.answers[0].is_taken()), (Rational::ZERO, true));
    assert!(broken.judge(&roller, true, "", 9).is_err(), "nothing was taken of theirs");
}

#[test]
fn a_call_that_nobody_answered_lapses() {
    assert!(!call().is_lapsed(day(30)) && call().is_lapsed(day(31)));
    let taken = call().reply(&name("smelter"), can(5), day(2), BY).unwrap().take(&name("smelter"), true, 5).unwrap();
    assert!(!taken.is_lapsed(day(31)));
}
