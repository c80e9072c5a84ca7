//! Lines of the plan: what belongs to them, what is verified of it, and what is doubtful.

use crate::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

fn quarter(text: &str) -> Quarter {
    Quarter::parse(text).unwrap()
}

fn line(measure: &str, targets: &str) -> PlanLine {
    PlanLine {
        id: PlanLineId::from_bits(1),
        unit: UnitId::new("works").unwrap(),
        parameter: " Bearings,  tapered ".to_owned(),
        measure: measure.to_owned(),
        targets: QuarterAmount::read_all(targets).unwrap(),
        setter: PostId::new("planner").unwrap(),
        owner: None,
        money: String::new(),
        supplier: "Steel works".to_owned(),
        note: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

fn made(measure: &str, contradicted: bool, rows: &[(&str, &str, EvidenceClass)]) -> PlanOutput {
    let lines = rows.iter().map(|(at, amount, class)| QuarterLine {
        quarter: quarter(at),
        planned: None,
        actual: Some(number(amount)),
        class: Some(*class),
        said: None,
        is_over: true,
    });
    PlanOutput { measure: measure.to_owned(), lines: lines.collect(), contradicted }
}

#[test]
fn what_is_told_stands_beside_a_target_and_what_is_measured_fulfils_it() {
    let line = line("kg", "1957-Q1 100\n1957-Q2 200").tidied(day("1957-09-02")).unwrap();
    assert_eq!(line.parameter, "Bearings, tapered");
    let outputs = [
        made("t", false, &[("1957-Q1", "0.05", EvidenceClass::Measured), ("1957-Q2", "0.1", EvidenceClass::Told)]),
        made("kg", false, &[("1957-Q1", "40", EvidenceClass::Told)]),
        made("kg", true, &[("1957-Q1", "5", EvidenceClass::Measured)]),
        made("m", false, &[("1957-Q1", "7", EvidenceClass::Measured)]),
    ];
    let course = plan_course(&line, &outputs, &[], day("1957-09-02"));
    assert_eq!(course.n_left_out, 1, "a length is no mass");
    let first = course.quarters[0];
    assert_eq!((first.verified, first.said), (Some(number("50")), Some(number("95"))));
    assert_eq!(first.fulfilment(), Some(number("0.5")));
    // What is only told of the second quarter is no fulfilment, and no zero.
    let second = course.quarters[1];
    assert_eq!((second.verified, second.said, second.fulfilment()), (None, Some(number("100")), None));
    assert_eq!(course.fulfilment(), (Some(number("0.5")), 1, 2));
    let flags = plan_flags(&line, &course, false);
    let expected = [PlanFlag::NoNeed, PlanFlag::NoOwner, PlanFlag::NoMoney, PlanFlag::Behind, PlanFlag::NotKnown];
    assert_eq!(flags, expected);
}

#[test]
fn a_relief_lowers_what_is_due_and_never_below_nothing() {
    let line = line("", "1957-Q1 100\n1957-Q2 50").tidied(day("1957-09-02")).unwrap();
    let relief = Relief {
        id: ReliefId::from_bits(1),
        adoption: AdoptionId::from_bits(1),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        setter: PostId::new("planner").unwrap(),
        plan_line: "Bearings, tapered".to_owned(),
        measure: String::new(),
        lost: vec![],
        asked: vec![],
        granted: QuarterAmount::read("1957-Q1 20\n1957-Q2 80").unwrap(),
        reason: String::new(),
        answer: String::new(),
        until: Date::parse("1957-06-30"),
        state: ReliefState::Granted,
        decided_by: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let outputs = [made("", false, &[("1957-Q1", "80", EvidenceClass::Inspected)])];
    let course = plan_course(&line, &outputs, &[&relief], day("1957-09-02"));
    assert_eq!(course.quarters[0].fulfilment(), Some(Rational::ONE));
    assert_eq!(course.quarters[1].due(), Some(Rational::ZERO));
    assert!(!plan_flags(&line, &course, true).contains(&PlanFlag::Behind));
}

#[test]
fn a_line_has_a_parameter_a_measure_and_targets() {
    let today = day("1957-09-02");
    let good = line("kg", "1957-Q1 100");
    for (bad, code) in [
        (PlanLine { parameter: " ".into(), ..good.clone() }, "plan-line-no-parameter"),
        (PlanLine { targets: vec![], ..good.clone() }, "plan-line-no-target"),
        (PlanLine { targets: QuarterAmount::read_all("1857-Q1 1").unwrap(), ..good.clone() }, "output-quarter-far"),
    ] {
        let Err(Refusal::Said(said)) = bad.tidied(today) else { panic!("{code} was let through") };
        assert_eq!(said.key(), code);
    }
    let less = PlanLine { targets: QuarterAmount::read_all("1957-Q1 90\n1957-Q2 5").unwrap(), ..good.clone() };
    assert_eq!(less.changes_from(&good), "1957-Q1 100 > 90, 1957-Q2 - > 5");
    assert!(good.from_revision(3).is_err());
}
