//! Reliefs: what is lost, asked, granted, and when the target holds again.

use crate::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn amounts(text: &str) -> Vec<QuarterAmount> {
    QuarterAmount::read(text).unwrap()
}

fn relief() -> Relief {
    Relief {
        id: ReliefId::from_bits(1),
        adoption: AdoptionId::from_bits(1),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        setter: PostId::new("planner").unwrap(),
        plan_line: "Bearings".to_owned(),
        measure: "pieces".to_owned(),
        lost: amounts("1957-Q1 120\n1957-Q2 80"),
        asked: amounts("1957-Q1 100\n1957-Q2 80"),
        granted: vec![],
        reason: "The line stands still while it is rebuilt".to_owned(),
        answer: String::new(),
        until: None,
        state: ReliefState::Asked,
        decided_by: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn amounts_are_read_by_quarter_and_written_back() {
    let text = "1957-Q1 120\n1957-Q2 80.5";
    assert_eq!(QuarterAmount::write(&amounts(text)), text);
    for text in ["1957 120", "1957-Q1", "1957-Q1 -3", "1957-Q1 0", "1957-Q1 4\n1957-Q1 5", "1957-Q1 many"] {
        assert!(QuarterAmount::read(text).is_err(), "{text}");
    }
    let long: String = (1950..1956).flat_map(|year| (1..=4).map(move |q| format!("{year}-Q{q} 1\n"))).collect();
    assert!(QuarterAmount::read(&long).is_err());
}

#[test]
fn no_more_is_asked_than_is_lost_and_no_more_granted_than_asked() {
    assert!(relief().tidied().is_ok());
    assert!(Relief { asked: amounts("1957-Q1 121"), ..relief() }.tidied().is_err());
    assert!(Relief { asked: amounts("1957-Q3 1"), ..relief() }.tidied().is_err());
    assert!(Relief { reason: " ".into(), ..relief() }.tidied().is_err());
    let grant = |text: &str, until: &str| {
        relief().grant(amounts(text), (day(until), day("1957-01-10")), ("In part", "planner/orlova"))
    };
    assert!(grant("1957-Q1 101", "1957-03-31").is_err());
    assert!(grant("1957-Q1 60", "1957-04-01").is_err(), "beyond its last quarter");
    assert!(grant("1957-Q1 60", "1957-01-09").is_err(), "over today");
    assert!(relief().grant(vec![], (day("1957-03-31"), day("1957-01-10")), ("", "")).is_err());
    let granted = grant("1957-Q1 60", "1957-03-31").unwrap();
    assert_eq!(granted.lowers(Quarter::new(1957, 1).unwrap()), Some(Rational::whole(60)));
    assert_eq!(granted.lowers(Quarter::new(1957, 2).unwrap()), None);
    assert!(granted.refuse("Too late", "planner/orlova").is_err());
}

#[test]
fn after_its_last_day_the_target_holds_again() {
    let granted = relief()
        .grant(amounts("1957-Q1 60\n1957-Q2 40"), (day("1957-03-31"), day("1957-01-10")), ("", "planner/orlova"))
        .unwrap();
    assert!(!granted.ends_soon(day("1957-02-01")) && granted.ends_soon(day("1957-03-05")));
    assert_eq!(granted.expire(day("1957-03-31")), None, "it holds on its last day");
    let expired = granted.expire(day("1957-04-01")).unwrap();
    assert_eq!(expired.lowers(Quarter::new(1957, 1).unwrap()), Some(Rational::whole(60)), "what was over stays");
    assert_eq!(expired.lowers(Quarter::new(1957, 2).unwrap()), None);
    assert!(expired.withdraw().is_err() && granted.withdraw().is_ok());
    assert!(relief().refuse("", "planner/orlova").is_err());
}
