//! Rules of samples: what has to be said, custody without a gap, loans, the gate of rights, studies, pairs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

fn sample(bits: u64, name: &str, model: &str) -> Sample {
    Sample {
        id: SampleId::from_bits(bits),
        kind: SampleKind::Machine,
        name: name.to_owned(),
        maker: None,
        maker_name: "Neckar Pressen".to_owned(),
        model: model.to_owned(),
        serial: String::new(),
        amount: String::new(),
        measure: String::new(),
        country: "de".to_owned(),
        came: SampleCame::Purchase,
        agreement: None,
        rights: String::new(),
        needs: vec![NeedId::new("drives").unwrap()],
        unit: UnitId::new("institute").unwrap(),
        post: post("engineer"),
        plan: "Losses at half load".to_owned(),
        plan_due: date("1958-01-31"),
        expected: None,
        received: None,
        rests_since: None,
        remark: String::new(),
        state: SampleState::Expected,
        reason: String::new(),
        joined_to: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn no_sample_without_a_need_a_plan_and_an_amount_that_is_one() {
    let tidied = sample(1, " A\npress ", " P 40").tidied().unwrap();
    assert_eq!((tidied.name.as_str(), tidied.country.as_str(), tidied.quantity().as_str()), ("A press", "DE", "1"));
    let refused = |sample: Sample| sample.tidied().unwrap_err().to_string();
    assert!(refused(Sample { needs: Vec::new(), ..sample(1, "A", "") }).contains("No accepted need"));
    assert!(refused(Sample { plan: " ".to_owned(), ..sample(1, "A", "") }).contains("without a plan"));
    assert!(refused(sample(1, " ", "")).contains("called"));
    assert!(refused(Sample { measure: "parsnips".to_owned(), ..sample(1, "A", "") }).contains("parsnips"));
    assert!(refused(Sample { amount: "0".to_owned(), ..sample(1, "A", "") }).contains("above zero"));
}

#[test]
fn a_sample_comes_once_rests_and_goes_with_a_reason() {
    let (came, today) = (date("1957-03-01"), date("1957-09-01"));
    let expected = sample(1, "A press", "");
    assert!(expected.is_at_hand().is_err());
    let received = expected.receive(came, today).unwrap();
    assert!(received.receive(came, today).is_err(), "once");
    assert!(expected.receive(date("1957-09-02"), today).is_err(), "not tomorrow");
    assert!(received.is_idle(184, today) && !received.is_idle(185, today));
    assert!(received.leave(SampleState::Returned, " ").is_err());
    assert!(received.next(SampleState::InStudy).leave(SampleState::Returned, "over").is_err());
    let gone = received.leave(SampleState::Returned, "The exhibitor wants it back").unwrap();
    assert!(gone.is_at_hand().is_err() && !gone.is_idle(1, today));
}

fn handing(to: Keeper, day: &str) -> Handing {
    Handing { to, place: "Hall 3".to_owned(), day: date(day), loan: None, note: String::new() }
}

#[test]
fn custody_is_handed_confirmed_and_never_doubled() {
    let today = date("1957-09-01");
    let outside = Keeper::Outside("The forwarder".to_owned());
    let to = |name: &str| Keeper::Post(post(name));
    let chain = Chain::default().hand(outside.clone(), handing(to("a"), "1957-03-01"), "x", 1, today).unwrap();
    assert_eq!(chain.holder(), None, "nobody holds it before they say so");
    assert!(chain.hand(outside.clone(), handing(to("b"), "1957-03-02"), "x", 2, today).is_err());
    let chain = chain.confirm(1, "a/b", 2).unwrap();
    assert!(chain.confirm(1, "a/b", 3).is_err(), "once");
    assert!(chain.hand(to("z"), handing(to("a"), "1957-03-02"), "x", 3, today).is_err(), "it has it already");
    assert!(chain.hand(to("z"), handing(to("b"), "1957-02-02"), "x", 3, today).is_err(), "not before it came");
    let refused = chain.hand(to("z"), handing(to("b"), "1957-03-02"), "x", 3, today).unwrap();
    let refused = refused.refuse(2, "It never arrived", "b/c", 4).unwrap();
    assert_eq!(refused.holder(), Some(&to("a")), "it stays where it was");
    let gone = refused.hand(to("z"), handing(outside.clone(), "1957-03-09"), "x", 5, today).unwrap();
    assert_eq!(gone.holder(), Some(&outside));
    assert!(gone.hand(to("a"), handing(to("a"), "1957-03-10"), "x", 6, today).is_err(), "it has left the house");
    assert!(gone.is_gapless());
}

#[test]
fn a_loan_is_asked_granted_prolonged_and_ends() {
    let today = date("1957-09-01");
    let ask = |due: &str| SampleLoan::ask(1, (post("b"), post("a")), "To hear it", date(due), ("b/c", 1), today);
    assert!(ask("1957-09-01").is_err() && ask("1958-12-01").is_err());
    let asked = ask("1957-10-01").unwrap();
    assert!(asked.end(LoanState::Refused, "", "a").is_err(), "a no has a reason");
    let granted = asked.grant(date("1957-10-02"), "", "a/x").unwrap();
    assert!(granted.grant(date("1957-10-02"), "", "a/x").is_err(), "once");
    assert!(granted.wish_for(date("1957-11-01"), "more", "b", 2).is_err(), "not before it is out");
    let out = granted.begin(date("1957-09-02"));
    assert!(out.is_overdue(date("1957-10-03")) && !out.is_overdue(date("1957-10-02")));
    let wish = out.wish_for(date("1957-11-01"), "The rig was late", "b/c", 2).unwrap();
    assert!(wish.wish_for(date("1957-12-01"), "again", "b/c", 3).is_err());
    let longer = wish.answer_wish(Some(date("1957-11-01")), "", "a/x").unwrap();
    assert_eq!((longer.due, longer.wish()), (date("1957-11-01"), None));
    let kept = wish.answer_wish(None, "We need it", "a/x").unwrap();
    assert_eq!(kept.due, date("1957-10-02"));
    assert!(!longer.finish(date("1957-10-20")).is_open());
}

fn terms(clauses: &[(ClauseSubject, Ruling)]) -> Terms {
    let clauses = (1..).zip(clauses).map(|(number, (subject, ruling))| Clause {
        number,
        subject: *subject,
        ruling: *ruling,
        days: None,
        text: format!("Of {subject}"),
    });
    Terms { clauses: clauses.collect(), ..Terms::proposed(AgreementKind::Purchase) }
}

#[test]
fn what_the_terms_forbid_is_refused_with_the_clause_and_the_post() {
    let bound = BoundBy { title: "Purchase of a press", post: "Contract officer" };
    let held = terms(&[
        (ClauseSubject::Testing, Ruling::Allowed),
        (ClauseSubject::Copying, Ruling::Forbidden),
        (ClauseSubject::Teardown, Ruling::WithConsent),
    ]);
    let ruling = |act| judged(act, Some(&held), &BTreeSet::new()).ruling;
    for (act, expected) in [
        (StudyAct::Examine, ActRuling::Allowed),
        (StudyAct::Test, ActRuling::Allowed),
        (StudyAct::Teardown, ActRuling::WithConsent),
        (StudyAct::ChemicalAnalysis, ActRuling::Silent),
        (StudyAct::CopyDrawings, ActRuling::Forbidden),
        (StudyAct::ReverseEngineer, ActRuling::Silent),
        (StudyAct::Reproduce, ActRuling::Forbidden),
    ] {
        assert_eq!(ruling(act), expected, "{act}");
    }
    let held_against = |acts: &[StudyAct], consents: &[ActConsent]| {
        let acts: Vec<JudgedAct> = acts.iter().map(|act| judged(*act, Some(&held), &BTreeSet::new())).collect();
        may_be_done(&acts, consents, bound)
    };
    let refused = held_against(&[StudyAct::Examine, StudyAct::CopyDrawings], &[]).unwrap_err().to_string();
    for part in ["clause 2", "Of copying", "Contract officer", "Purchase of a press"] {
        assert!(refused.contains(part), "{refused}");
    }
    assert!(held_against(&[StudyAct::Teardown], &[]).unwrap_err().to_string().contains("consent"));
    let consent = |evidence: &str| ActConsent { act: StudyAct::Teardown, evidence: evidence.to_owned() };
    assert!(held_against(&[StudyAct::Teardown], &[consent(" ")]).is_err(), "a consent is shown");
    assert!(held_against(&[StudyAct::Teardown], &[consent("Letter of 3 May")]).is_ok());
    assert!(held_against(&[StudyAct::ChemicalAnalysis, StudyAct::Test], &[]).is_ok());
}

#[test]
fn a_caveat_forbids_where_no_clause_does() {
    let caveats = BTreeSet::from(["no-copying".to_owned()]);
    let judge = |act| judged(act, None, &caveats);
    assert_eq!(judge(StudyAct::Test).ruling, ActRuling::Free);
    let bound = BoundBy { title: "", post: "Engineer" };
    let refused = may_be_done(&[judge(StudyAct::Reproduce)], &[], bound).unwrap_err().to_string();
    assert!(refused.contains("no-copying") && refused.contains("Engineer"), "{refused}");
}

fn study() -> Study {
    let protocol = Protocol {
        question: "Which losses?".to_owned(),
        method: "A brake".to_owned(),
        instrument: String::new(),
        planned: Vec::new(),
        acts: vec![StudyAct::Test],
        due: date("1957-12-01"),
    };
    Study {
        number: 1,
        protocol,
        acts: Vec::new(),
        post: post("engineer"),
        opened_by: "engineer/sokolov".to_owned(),
        opened_at: 0,
        day: date("1957-09-01"),
        state: StudyState::Running,
        reason: String::new(),
        versions: Vec::new(),
        teardown: Teardown::default(),
        record: None,
        outcome: None,
    }
}

fn result(value: &str, measure: &str) -> StudyResult {
    StudyResult {
        need: None,
        name: "Power".to_owned(),
        value: value.to_owned(),
        measure: measure.to_owned(),
        remark: String::new(),
    }
}

#[test]
fn findings_keep_their_versions_and_an_outcome_has_a_reason_and_a_value() {
    let today = date("1957-09-01");
    let findings =
        |text: &str| Findings { title: "Runs".to_owned(), text: text.to_owned(), results: vec![result("41", "kW")] };
    let outcome = |kind, value: &str, look_again: Option<&str>| Outcome {
        kind,
        reason: "Half the losses".to_owned(),
        value: value.to_owned(),
        look_again: look_again.map(date),
        by: "engineer/petrova".to_owned(),
        at: 0,
    };
    let running = study();
    assert!(running.decide(outcome(OutcomeKind::Adopt, "15 %", None), today).is_err(), "nothing was found yet");
    let once = running.report(findings("It runs."), "e/s", 1).unwrap();
    let twice = once.report(findings("It runs quietly."), "e/s", 2).unwrap();
    assert_eq!((twice.versions.len(), twice.findings().unwrap().text.as_str()), (2, "It runs quietly."));
    assert!(twice.stop("late").is_err() && twice.stop_for_terms("Forbidden now").is_ok());
    for refused in [
        outcome(OutcomeKind::Adopt, "", None),
        outcome(OutcomeKind::Adopt, "much", None),
        outcome(OutcomeKind::Shelve, "", None),
        outcome(OutcomeKind::Shelve, "", Some("1957-08-01")),
        Outcome { reason: String::new(), ..outcome(OutcomeKind::Reject, "", None) },
    ] {
        assert!(twice.decide(refused.clone(), today).is_err(), "{refused:?}");
    }
    let decided = twice.decide(outcome(OutcomeKind::Adapt, "120000 RUB", Some("1958-01-01")), today).unwrap();
    let held = decided.outcome.clone().unwrap();
    assert_eq!((held.value.as_str(), held.look_again), ("120000.00 RUB", None));
    assert!(decided.report(findings("More"), "e/s", 3).is_err() && decided.stop("late").is_err());
    assert_eq!(worth("15 %").unwrap(), "15 %");
}

#[test]
fn results_are_held_against_the_need_in_its_unit() {
    let wanted = |now: Option<&str>, wanted: Option<&str>, measure: &str| Parameter {
        name: "Power".to_owned(),
        now: now.map(str::to_owned),
        wanted: wanted.map(str::to_owned),
        measure: measure.to_owned(),
    };
    for (result, parameter, kind) in [
        (result("54.5", "л.с."), wanted(Some("30"), Some("40"), "kW"), ComparisonKind::Better),
        (result("40000", "W"), wanted(Some("30"), Some("40"), "kW"), ComparisonKind::Met),
        (result("35", "kW"), wanted(Some("30"), Some("40"), "kW"), ComparisonKind::Worse),
        (result("4", "%"), wanted(Some("9"), Some("5"), "%"), ComparisonKind::Better),
        (result("6", "%"), wanted(Some("9"), Some("5"), "%"), ComparisonKind::Worse),
        (result("6", "%"), wanted(None, Some("5"), "%"), ComparisonKind::Incomparable),
        (result("6", "%"), wanted(Some("9"), None, "%"), ComparisonKind::Incomparable),
        (result("6", "kW"), wanted(Some("9"), Some("5"), "bar"), ComparisonKind::Incomparable),
        (result("6", "points"), wanted(Some("4"), Some("5"), "points"), ComparisonKind::Better),
        (result("6", "kW"), wanted(Some("4"), Some("5"), "points"), ComparisonKind::Incomparable),
    ] {
        let found = compared(&result, &parameter);
        assert_eq!(found.kind, kind, "{result:?} {parameter:?} {found:?}");
        assert_eq!(found.why.is_some(), kind == ComparisonKind::Incomparable);
    }
}

#[test]
fn a_teardown_is_a_tree_of_bounded_depth() {
    let part = |number, above, name: &str| TeardownPart {
        number,
        above,
        name: name.to_owned(),
        material: String::new(),
        maker: String::new(),
        count: 1,
        remark: String::new(),
        files: Vec::new(),
    };
    let tree = Teardown::default().put(part(0, None, "Press")).unwrap().put(part(0, Some(1), "Ram")).unwrap();
    let tree = tree.put(part(0, None, "Cabinet")).unwrap().put(part(0, Some(2), "Seal")).unwrap();
    let walked: Vec<(usize, &str)> = tree.walk().into_iter().map(|(depth, part)| (depth, part.name.as_str())).collect();
    assert_eq!(walked, [(0, "Press"), (1, "Ram"), (2, "Seal"), (0, "Cabinet")]);
    assert!(tree.put(part(0, Some(9), "Lost")).is_err() && tree.without(1).is_err());
    let mut deep = tree.clone();
    for above in 4.. {
        match deep.put(part(0, Some(above), "Deeper")) {
            Ok(next) if above < 20 => deep = next,
            Ok(_) => panic!("it has no end"),
            Err(_) => break,
        }
        deep = deep.put(part(u32::try_from(deep.parts().len()).unwrap(), None, "Renamed")).unwrap();
    }
    assert!(deep.walk().iter().all(|(depth, _)| *depth < TEARDOWN_DEPTH_MAX));
    assert_eq!(deep.walk().len(), deep.parts().len(), "no part is lost");
}

#[test]
fn samples_that_look_alike_are_told_and_those_that_do_not_are_not() {
    let numbered = |bits, serial: &str| Sample { serial: serial.to_owned(), ..sample(bits, "Press", "P 40") };
    let list = [
        sample(1, "Hydraulic press of forty tonnes", "P-40"),
        sample(2, "A press", "p 40"),
        sample(3, "Hydraulic press, forty tonnes", ""),
        sample(4, "Silicon rectifier", "SR 1"),
        numbered(5, "17"),
        Sample { state: SampleState::Returned, ..sample(6, "A press", "P40") },
        numbered(7, "18"),
    ];
    let found: Vec<(usize, usize)> = pairs_alike(&list).into_iter().map(|(one, other, _)| (one, other)).collect();
    assert_eq!(found, [(0, 1), (0, 2), (0, 4), (0, 6), (1, 4), (1, 6)], "two pieces with numbers of their own are two");
    let joined = list[1].join(&list[0], "Registered by both institutes").unwrap();
    assert_eq!((joined.state, joined.joined_to), (SampleState::Joined, Some(list[0].id)));
    assert!(list[0].join(&list[0], "same").is_err() && list[0].join(&list[5], "gone").is_err());
}

proptest! {
    /// Whatever is tried in whatever order, what a chain took has no gap.
    #[test]
    fn custody_has_no_gap(steps in prop::collection::vec((0_u8..3, 0_usize..4, 0_i64..40), 0..40)) {
        let today = date("1957-09-01");
        let mut chain = Chain::default();
        for (what, who, days) in steps {
            let keeper = if who == 3 { Keeper::Outside("outside".to_owned()) } else { Keeper::Post(post(&format!("p{who}"))) };
            let day = date("1957-07-20").plus_days(days).to_string();
            let number = chain.links().last().map_or(1, |link| link.number);
            let next = match what {
                0 => chain.hand(Keeper::Outside("maker".to_owned()), handing(keeper, &day), "x", 1, today),
                1 => chain.confirm(number, "y", 2),
                _ => chain.refuse(number, "no", "y", 2),
            };
            if let Ok(next) = next {
                prop_assert!(next.links().len() >= chain.links().len(), "nothing is taken out");
                chain = next;
            }
            prop_assert!(chain.is_gapless(), "{chain:?}");
        }
    }
}
