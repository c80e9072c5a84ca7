//! From the proposal to the question of the year after.

use super::*;
use crate::{
    AssignmentSide, Criterion, Evaluation, Evidence, Grievance, GrievanceState, GrievanceTopic, InterestKind, LackKind,
    SkillStayed, TransferShown, month_of,
};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn assignment() -> Assignment {
    let post = |id: &str| PostId::new(id).unwrap();
    Assignment {
        id: AssignmentId::from_bits(1),
        request: SpecialistRequestId::from_bits(1),
        specialist: SpecialistId::from_bits(1),
        unit: UnitId::new("institute").unwrap(),
        post: post("head"),
        officer: post("personnel"),
        counterpart: post("planner"),
        since: date("1931-01-15"),
        until: date("1931-04-10"),
        terms: String::new(),
        pay: None,
        needs_interpreter: false,
        interpreter: None,
        promises: vec![Promise {
            number: 0,
            text: "A room with a stove".to_owned(),
            due: Some(date("1931-02-01")),
            state: PromiseState::Open,
            day: None,
            remark: String::new(),
            duty: None,
        }],
        transfers: vec![Transfer::planned("To lay out a district", "Two draughtsmen", "A plan of their own")],
        lacks: Vec::new(),
        mismatch_reason: String::new(),
        conflicts: Vec::new(),
        ruling: None,
        control: Vetting::default(),
        stage: AssignmentStage::Proposed,
        reason: String::new(),
        proposed_by: "personnel/orlova".to_owned(),
        signed_by: String::new(),
        signed: None,
        arrived: None,
        left: None,
        checks: Vec::new(),
        asked_again: false,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
    .tidied()
    .unwrap()
}

fn lack(kind: LackKind, what: &str) -> Lack {
    Lack { kind, what: what.to_owned(), wanted: String::new(), held: String::new() }
}

fn there() -> Assignment {
    let signed = assignment().sign(&[], "", "head/sokolov", date("1931-01-02")).unwrap();
    signed.arrive(date("1931-01-16"), date("1931-01-20")).unwrap()
}

fn check(stayed: SkillStayed, day: &str, remark: &str) -> SkillCheck {
    let (day, remark, by) = (date(day), remark.to_owned(), "planner/smirnov".to_owned());
    SkillCheck { stayed, evidence: Evidence::Inspected, remark, day, by }
}

#[test]
fn what_is_added_after_signing_stands_after_what_was_signed() {
    let more = || (vec![Promise::given(" A  bicycle ", None)], vec![Transfer::planned("To plan a road", "One", "")]);
    let (promises, transfers) = more();
    assert!(assignment().added(promises, transfers).is_err(), "before it is signed it is revised");
    let before = there();
    assert!(before.added(Vec::new(), Vec::new()).is_err());
    let (promises, transfers) = more();
    // Nobody brings a number or a state of their own.
    let promises = promises.into_iter().map(|one| Promise { number: 1, state: PromiseState::Met, ..one }).collect();
    let after = before.added(promises, transfers).unwrap();
    assert_eq!((&after.promises[..1], &after.transfers[..1]), (&before.promises[..], &before.transfers[..]));
    let added = &after.promises[1];
    assert_eq!((added.number, added.text.as_str(), added.state), (2, "A bicycle", PromiseState::Open));
    assert_eq!((after.transfers[1].number, after.revision), (2, before.revision + 1));
    let ended = after.break_off(date("1931-02-01"), "Ill", date("1931-02-02")).unwrap();
    let (promises, transfers) = more();
    assert!(ended.added(promises, transfers).is_err());
}

#[test]
fn against_what_is_missing_one_signs_with_a_reason_alone() {
    let today = date("1931-01-02");
    let lacking =
        Assignment { lacks: vec![lack(LackKind::Language, "ru"), lack(LackKind::WishSkill, "x")], ..assignment() };
    assert!(lacking.sign(&[], " ", "head/sokolov", today).is_err());
    let signed = lacking.sign(&[], "There is nobody else", "head/sokolov", today).unwrap();
    assert_eq!((signed.mismatch_reason.as_str(), signed.lacks.len()), ("There is nobody else", 2));
    let interpreted = lacking.sign(&["ru".to_owned()], "Not needed", "head/sokolov", today).unwrap();
    assert_eq!(interpreted.mismatch_reason, "", "an interpreter brings the language, and a wish takes no reason");
    let nothing = Assignment { transfers: Vec::new(), ..assignment() };
    assert!(nothing.sign(&[], "", "head/sokolov", today).is_err(), "nothing would stay");
    let mute = Assignment { needs_interpreter: true, ..assignment() };
    assert!(mute.sign(&[], "", "head/sokolov", today).is_err());
}

#[test]
fn a_conflict_of_interest_is_decided_by_another_person() {
    let today = date("1931-01-02");
    let tie = ConflictOfInterest { kind: InterestKind::Stake, with: "A works".to_owned() };
    let tied = Assignment { conflicts: vec![tie], ..assignment() };
    assert!(tied.sign(&[], "", "head/sokolov", today).is_err());
    assert!(tied.ruled(true, "Known", "coordinator/orlova", 1).is_err(), "at whatever post");
    assert!(tied.ruled(true, " ", "coordinator/petrova", 1).is_err());
    let no = tied.ruled(false, "It is too near", "coordinator/petrova", 1).unwrap();
    assert!(no.sign(&[], "", "head/sokolov", today).is_err());
    let yes = no.ruled(true, "The share was sold", "coordinator/petrova", 2).unwrap();
    assert!(yes.sign(&[], "", "other/petrova", today).is_err(), "who decided does not sign");
    assert_eq!(yes.sign(&[], "", "head/sokolov", today).unwrap().stage, AssignmentStage::Signed);
    assert!(
        assignment().ruled(true, "Why", "coordinator/petrova", 1).is_err(),
        "without a tie there is nothing to decide"
    );
}

#[test]
fn its_course_is_walked_in_order() {
    let there = there();
    assert!(there.binds() && there.end(date("1931-04-09")).is_err());
    let ended = there.end(date("1931-04-10")).unwrap();
    assert!(!ended.binds() && ended.check_again(check(SkillStayed::Stayed, "1932-05-01", "")).is_err());
    let closed = ended.close(check(SkillStayed::Partly, "1931-04-12", "The calculations left")).unwrap();
    assert_eq!(closed.asked_again_on(), Some(date("1932-04-09")));
    assert!(closed.check_again(check(SkillStayed::Stayed, "1932-04-08", "")).is_err());
    let again = closed.check_again(check(SkillStayed::Stayed, "1932-04-09", "")).unwrap();
    assert!(again.check_again(check(SkillStayed::Lost, "1932-04-10", "Gone")).is_err(), "it is asked once");
    let left = there.break_off(date("1931-02-03"), "The budget was cut", date("1931-02-05")).unwrap();
    assert_eq!((left.stage, left.days().1), (AssignmentStage::BrokenOff, date("1931-02-03")));
    assert!(there.break_off(date("1931-02-03"), "", date("1931-02-05")).is_err());
    assert_eq!(assignment().dropped("They declined").unwrap().of_request(), SpecialistRequestStage::Open);
}

#[test]
fn promises_are_kept_or_not_and_a_broken_one_is_explained() {
    let (there, today) = (there(), date("1931-02-10"));
    assert!(there.promise(1, PromiseState::Unmet, date("1931-02-02"), "", today).is_err());
    let late = there.promise(1, PromiseState::Unmet, date("1931-02-02"), "No stove was to be had", today).unwrap();
    let met = late.promise(1, PromiseState::Met, date("1931-02-09"), "", today).unwrap();
    assert_eq!((met.promises[0].state, met.promises[0].day), (PromiseState::Met, Some(date("1931-02-09"))));
    assert!(there.promise(2, PromiseState::Met, date("1931-02-02"), "", today).is_err());
}

#[test]
fn what_was_inspected_is_not_written_over_by_hearsay() {
    let (there, today) = (there(), date("1931-03-10"));
    let shown =
        |evidence| TransferShown { evidence, day: date("1931-03-01"), note: String::new(), by: "a/b".to_owned() };
    let told = there.shown(1, shown(Evidence::Told), today).unwrap();
    let seen = told.shown(1, shown(Evidence::Inspected), today).unwrap();
    assert_eq!(seen.transfers[0].evidence, Some(Evidence::Inspected));
    assert!(seen.shown(1, shown(Evidence::Document), today).is_err());
}

#[test]
fn both_sides_owe_a_word_on_each_month_that_is_over() {
    let there = there();
    let months = |assignment: &Assignment, today: &str| -> Vec<String> {
        assignment.months(date(today)).iter().map(ToString::to_string).collect()
    };
    assert!(months(&there, "1931-01-31").is_empty() && months(&assignment(), "1931-03-01").is_empty());
    assert_eq!(months(&there, "1931-03-01"), ["1931-01-01", "1931-02-01"]);
    let ended = there.end(date("1931-04-10")).unwrap();
    assert_eq!(months(&ended, "1931-04-11").len(), 4, "also the month in which they left");
    let said = Evaluation {
        assignment: there.id,
        month: date("1931-01-20"),
        side: AssignmentSide::Guest,
        grades: Criterion::of(AssignmentSide::Guest).map(|one| (one, 4)).collect(),
        words: String::new(),
        by: "personnel/orlova".to_owned(),
        at: 1,
    }
    .tidied()
    .unwrap();
    assert_eq!(said.month, date("1931-01-01"));
    let owed = |side| there.months_owed(std::slice::from_ref(&said), side, date("1931-03-01")).len();
    assert_eq!((owed(AssignmentSide::Guest), owed(AssignmentSide::Unit)), (1, 2));
    assert!(there.speaks_of(date("1931-03-05"), date("1931-03-20")).is_err());
    let poor = |words: &str| Evaluation {
        grades: Criterion::of(AssignmentSide::Guest).map(|one| (one, 2)).collect(),
        words: words.to_owned(),
        ..said.clone()
    };
    assert!(poor("").tidied().is_err() && poor("There is no paper").tidied().is_ok());
    assert!(Evaluation { grades: vec![(Criterion::Work, 5)], ..said.clone() }.tidied().is_err(), "of the other side");
    assert_eq!(month_of(date("1931-12-31")), date("1931-12-01"));
}

#[test]
fn a_grievance_is_answered_before_it_is_settled() {
    let laid = Grievance {
        assignment: AssignmentId::from_bits(1),
        number: 1,
        side: AssignmentSide::Guest,
        topic: GrievanceTopic::Task,
        text: " He is given drawings of barracks. ".to_owned(),
        day: date("1931-02-01"),
        by: "personnel/orlova".to_owned(),
        due: date("1931-02-14"),
        duty: None,
        answer: String::new(),
        answered_by: String::new(),
        answered: None,
        state: GrievanceState::Open,
        outcome: String::new(),
        ended: None,
    }
    .tidied()
    .unwrap();
    assert!(laid.is_late(date("1931-02-15")) && !laid.is_late(date("1931-02-14")));
    assert!(laid.end(true, "", date("1931-02-15")).is_err());
    let answered = laid.answer("From March on he plans", "head/sokolov", date("1931-02-13")).unwrap();
    assert!(answered.end(false, "", date("1931-02-15")).is_err(), "what is not settled is explained");
    let open = answered.end(false, "Nothing changed", date("1931-03-15")).unwrap();
    let settled = open.end(true, "", date("1931-04-01")).unwrap();
    assert_eq!(settled.state, GrievanceState::Settled);
    assert!(settled.answer("More", "head/sokolov", date("1931-04-02")).is_err());
}
