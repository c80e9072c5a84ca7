//! The course of an assignment, from its proposal to the question of the year after.

use desk::{
    AssignmentGiven, AssignmentStep, add_to_assignment, answer_grievance, decide_assignment_control, end_grievance,
    evaluate, keep_promise, keep_staff, keep_vetting_rule, lay_grievance, revise_assignment, show_transfer,
    weigh_conflict,
};
use model::{
    Assignment, AssignmentSide, AssignmentStage, Criterion, DutyKind, Evidence, GrievanceState, GrievanceTopic,
    LackKind, Noun, Promise, PromiseState, SkillStayed, SpecialistRequestStage, StaffChange, Thing, Transfer,
    VettingKind, VettingRule, VettingRuleId,
};

use crate::house::{House, date, given, guest, house, post, refused, request, specialist, spoken, tied};

fn about(assignment: &Assignment) -> Thing {
    Thing::new(Noun::Assignment, assignment.id)
}

#[test]
fn somebody_is_signed_on_against_a_mismatch_with_a_reason_that_stays() {
    let house = house();
    let guest = house.enrol(guest());
    let request = house.open(request(1));
    refused(house.propose("volkov", &request, 1, given(guest)), "power-over");
    let proposed = house.propose("orlova", &request, 1, given(guest)).unwrap();
    let again = house.propose("orlova", &request, 1, given(guest)).unwrap();
    assert_eq!(proposed, again, "a form that is sent twice proposes once");
    assert_eq!(house.duties(&about(&proposed)), [(DutyKind::SignOn, "head".to_owned())]);
    assert_eq!(
        house.office.specialist_request(&request.id.to_string()).unwrap().stage,
        SpecialistRequestStage::Matched
    );
    refused(house.step("orlova", &proposed, AssignmentStep::Sign("Now".to_owned())), "power-over");
    refused(house.step("sokolov", &proposed, AssignmentStep::Sign(" ".to_owned())), "assignment-mismatch");
    let signed = house.step("sokolov", &proposed, AssignmentStep::Sign("There is nobody else".to_owned())).unwrap();
    assert_eq!(signed.mismatch_reason, "There is nobody else");
    assert!(signed.lacks.iter().any(|lack| lack.kind == LackKind::Language && lack.what == "ru"));
    assert_eq!(house.office.specialist_request(&request.id.to_string()).unwrap().stage, SpecialistRequestStage::Filled);
    assert!(house.duties(&Thing::new(Noun::SpecialistRequest, request.id)).is_empty());
    assert_eq!(house.duties(&about(&signed)), [(DutyKind::KeepPromise, "head".to_owned())]);
}

#[test]
fn an_interpreter_brings_the_language() {
    let house = house();
    let guest = house.enrol(guest());
    let interpreter = house.enrol(specialist(
        5,
        "I. Interpreter",
        &[],
        vec![spoken("ru", model::LanguageLevel::C2), spoken("de", model::LanguageLevel::B2)],
    ));
    let request = house.open(request(1));
    let with = AssignmentGiven { needs_interpreter: true, interpreter: Some(interpreter), ..given(guest) };
    let proposed = house.propose("orlova", &request, 1, with).unwrap();
    let signed = house.step("sokolov", &proposed, AssignmentStep::Sign(String::new())).unwrap();
    assert_eq!((signed.stage, signed.mismatch_reason.as_str()), (AssignmentStage::Signed, ""));
}

#[test]
fn a_tie_to_a_host_of_the_task_is_decided_by_another_person_first() {
    let house = house();
    let tied = house.enrol(tied());
    let request = house.open(request(1));
    // The coordinator proposes, so the coordinator does not decide.
    let proposed = house.propose("petrova", &request, 1, given(tied)).unwrap();
    let seen = (proposed.id, proposed.revision);
    refused(house.step("sokolov", &proposed, AssignmentStep::Sign(String::new())), "assignment-conflict");
    let own = house.act("petrova", move |writer, turn, _| weigh_conflict(writer, turn, seen, true, "It is known"));
    refused(own, "assignment-same-person");
    // Proposed by the personnel officer, it is decided by the coordinator.
    let anew =
        house.act("orlova", move |writer, turn, office| revise_assignment(writer, turn, office, seen, given(tied)));
    let anew = anew.unwrap();
    let asked = house.duties(&about(&anew));
    assert!(asked.contains(&(DutyKind::WeighConflict, "coordinator".to_owned())), "{asked:?}");
    let seen = (anew.id, anew.revision);
    let weighed = house.act("petrova", move |writer, turn, _| weigh_conflict(writer, turn, seen, true, "It is small"));
    let weighed = weighed.unwrap();
    refused(house.step("petrova", &weighed, AssignmentStep::Sign(String::new())), "assignment-ruled-yourself");
    assert_eq!(
        house.step("sokolov", &weighed, AssignmentStep::Sign(String::new())).unwrap().stage,
        AssignmentStage::Signed
    );
}

#[test]
fn whoever_comes_from_outside_comes_with_the_word_of_control() {
    let house = house();
    house
        .act("petrova", |writer, turn, _| {
            let rule = VettingRule {
                id: VettingRuleId::from_bits(1),
                kind: VettingKind::Control,
                place: 0,
                post: post("control"),
                level: None,
                country: Some("DE".to_owned()),
                host: None,
                class: None,
                note: String::new(),
            };
            keep_vetting_rule(writer, turn, &rule)
        })
        .unwrap();
    let guest = house.enrol(guest());
    let request = house.open(request(1));
    let proposed = house.propose("orlova", &request, 1, given(guest)).unwrap();
    assert!(house.duties(&about(&proposed)).contains(&(DutyKind::Control, "control".to_owned())));
    refused(house.step("sokolov", &proposed, AssignmentStep::Sign("Why".to_owned())), "assignment-control");
    let decide = |person: &'static str, seen, yes| {
        house.act(person, move |writer, turn, _| {
            decide_assignment_control(writer, turn, seen, VettingRuleId::from_bits(1), yes, "")
        })
    };
    let seen = (proposed.id, proposed.revision);
    refused(decide("sokolov", seen, true), "power-not-acting");
    refused(decide("zaitsev", seen, false), "assignment-control-no-reason");
    let passed = decide("zaitsev", seen, true).unwrap();
    refused(decide("zaitsev", (passed.id, passed.revision), true), "assignment-control-not-asked");
    assert!(house.step("sokolov", &passed, AssignmentStep::Sign("Why".to_owned())).is_ok());
}

#[test]
fn nobody_is_in_two_places_on_one_day() {
    let house = house();
    let guest = house.enrol(guest());
    let (one, two) = (house.open(request(1)), house.open(request(2)));
    let first = house.propose("orlova", &one, 1, given(guest)).unwrap();
    let second = house.propose("orlova", &two, 2, given(guest)).unwrap();
    house.step("sokolov", &first, AssignmentStep::Sign("Nobody else".to_owned())).unwrap();
    refused(house.step("sokolov", &second, AssignmentStep::Sign("Nobody else".to_owned())), "assignment-taken");
    let dropped = house.step("orlova", &second, AssignmentStep::Drop("They are elsewhere".to_owned())).unwrap();
    assert_eq!(dropped.stage, AssignmentStage::Dropped);
    assert_eq!(house.office.specialist_request(&two.id.to_string()).unwrap().stage, SpecialistRequestStage::Open);
    let two = house.office.specialist_request(&two.id.to_string()).unwrap();
    refused(house.propose("orlova", &two, 3, given(guest)), "assignment-taken");
}

#[test]
fn a_grievance_is_answered_by_the_other_side_or_goes_up() {
    let mut house = house();
    let there = house.under_way();
    let id = there.id;
    let lay = |house: &House, person: &str, side, number| {
        house.act(person, move |writer, turn, _| {
            lay_grievance(writer, turn, (id, number), side, GrievanceTopic::Task, "He is given drawings of barracks")
        })
    };
    refused(lay(&house, "smirnov", AssignmentSide::Guest, 1), "assignment-not-yours");
    let laid = lay(&house, "orlova", AssignmentSide::Guest, 1).unwrap();
    assert_eq!(laid.due, date("1931-02-03"));
    assert_eq!(lay(&house, "orlova", AssignmentSide::Guest, 1).unwrap(), laid, "sent twice, laid once");
    assert!(house.duties(&about(&there)).contains(&(DutyKind::AnswerGrievance, "head".to_owned())));
    house.on("1931-02-05");
    house.hour();
    let duty = house.office.duties_about(&about(&there)).unwrap();
    let duty = duty.into_iter().find(|duty| duty.kind == DutyKind::AnswerGrievance).unwrap();
    assert_eq!(duty.raised_to, Some(post("coordinator")), "what is late goes up the unit tree");
    let answered =
        house.act("petrova", move |writer, turn, _| answer_grievance(writer, turn, (id, 1), "From March on he plans"));
    assert_eq!(answered.unwrap().state, GrievanceState::Answered);
    let settle = |house: &House, person: &str, settled, why: &'static str| {
        house.act(person, move |writer, turn, _| end_grievance(writer, turn, (id, 1), settled, why))
    };
    refused(settle(&house, "sokolov", true, ""), "assignment-not-yours");
    assert_eq!(settle(&house, "orlova", false, "Nothing changed").unwrap().state, GrievanceState::Unsettled);
    assert_eq!(settle(&house, "orlova", true, "").unwrap().state, GrievanceState::Settled);
    // The unit has grievances too; the personnel officer answers.
    let own = lay(&house, "smirnov", AssignmentSide::Unit, 2).unwrap();
    let open = house.duties(&about(&there));
    assert!(open.contains(&(DutyKind::AnswerGrievance, "personnel".to_owned())), "{own:?} {open:?}");
}

#[test]
fn each_month_both_sides_speak() {
    let mut house = house();
    let there = house.under_way();
    let id = there.id;
    let kinds = |house: &House| -> Vec<DutyKind> {
        let mut kinds: Vec<DutyKind> = house.duties(&about(&there)).into_iter().map(|(kind, _)| kind).collect();
        kinds.retain(|kind| matches!(kind, DutyKind::Evaluate | DutyKind::HearGuest));
        kinds
    };
    house.hour();
    assert!(kinds(&house).is_empty(), "the month is not over");
    house.on("1931-03-02");
    house.hour();
    house.hour();
    assert_eq!(kinds(&house), [DutyKind::Evaluate, DutyKind::HearGuest], "once each");
    let speak = |house: &House, person: &str, side, month: &'static str, grade| {
        house.act(person, move |writer, turn, _| {
            let grades: Vec<(Criterion, u8)> = Criterion::of(side).map(|one| (one, grade)).collect();
            evaluate(writer, turn, id, (side, date(month)), &grades, "")
        })
    };
    refused(speak(&house, "smirnov", AssignmentSide::Guest, "1931-01-01", 4), "assignment-not-yours");
    refused(speak(&house, "smirnov", AssignmentSide::Unit, "1931-03-01", 4), "evaluation-month");
    refused(speak(&house, "smirnov", AssignmentSide::Unit, "1931-01-01", 2), "evaluation-no-words");
    speak(&house, "smirnov", AssignmentSide::Unit, "1931-01-01", 4).unwrap();
    assert_eq!(kinds(&house).len(), 2, "February is owed");
    speak(&house, "smirnov", AssignmentSide::Unit, "1931-02-01", 5).unwrap();
    assert_eq!(kinds(&house), [DutyKind::HearGuest]);
    let page = house.seen_by("orlova").assignment_page(&house.officer("orlova"), &id.to_string(), house.today);
    let page = page.unwrap();
    assert_eq!((page.unit_owes.len(), page.guest_owes.len(), page.evaluations.len()), (0, 2, 2));
}

#[test]
fn what_was_promised_is_kept_and_what_is_passed_on_is_shown() {
    let mut house = house();
    let there = house.under_way();
    house.on("1931-02-10");
    let seen = (there.id, there.revision);
    let promise = |house: &House, person: &str, seen, state, remark: &'static str| {
        house.act(person, move |writer, turn, _| {
            keep_promise(writer, turn, seen, 1, (state, date("1931-02-09")), remark)
        })
    };
    refused(promise(&house, "smirnov", seen, PromiseState::Met, ""), "assignment-not-yours");
    let unmet = promise(&house, "orlova", seen, PromiseState::Unmet, "No stove was to be had").unwrap();
    assert_eq!(house.duties(&about(&there)), [(DutyKind::KeepPromise, "head".to_owned())], "it is still to be kept");
    let met = promise(&house, "sokolov", (unmet.id, unmet.revision), PromiseState::Met, "").unwrap();
    assert!(house.duties(&about(&there)).is_empty());
    let seen = (met.id, met.revision);
    let shown = house.act("smirnov", move |writer, turn, _| {
        show_transfer(writer, turn, seen, 1, (Evidence::Inspected, date("1931-02-10")), "They laid out a street")
    });
    assert_eq!(shown.unwrap().transfers[0].evidence, Some(Evidence::Inspected));
}

#[test]
fn it_is_asked_whether_the_skill_stayed_and_again_after_a_year() {
    let mut house = house();
    let there = house.under_way();
    house.on("1931-04-11");
    house.hour();
    let ended = house.seen_by("smirnov").assignment(&house.officer("smirnov"), &there.id.to_string()).unwrap();
    assert_eq!((ended.stage, ended.left), (AssignmentStage::Ended, Some(date("1931-04-10"))), "its time is over");
    assert!(house.duties(&about(&there)).contains(&(DutyKind::SayStayed, "planner".to_owned())));
    let stayed = |stayed, remark: &str| AssignmentStep::Check(stayed, Evidence::Inspected, remark.to_owned());
    refused(house.step("orlova", &ended, stayed(SkillStayed::Stayed, "")), "assignment-not-yours");
    refused(house.step("smirnov", &ended, stayed(SkillStayed::Partly, "")), "skill-no-remark");
    let closed = house.step("smirnov", &ended, stayed(SkillStayed::Partly, "The calculations left")).unwrap();
    assert_eq!(closed.stage, AssignmentStage::Closed);
    house.on("1932-04-08");
    house.hour();
    let asked = |house: &House| {
        house.duties(&about(&there)).iter().filter(|(kind, _)| *kind == DutyKind::SayStillThere).count()
    };
    assert_eq!(asked(&house), 0, "a year is not over");
    house.on("1932-04-09");
    house.hour();
    house.hour();
    assert_eq!(asked(&house), 1);
    let closed = house.seen_by("smirnov").assignment(&house.officer("smirnov"), &there.id.to_string()).unwrap();
    let again = house.step("smirnov", &closed, stayed(SkillStayed::Stayed, "")).unwrap();
    assert_eq!((again.checks.len(), asked(&house)), (2, 0));
}

#[test]
fn what_is_broken_off_leaves_no_days_taken() {
    let mut house = house();
    let there = house.under_way();
    house.on("1931-02-10");
    let off = AssignmentStep::BreakOff(date("1931-02-09"), "The budget was cut".to_owned());
    let off = house.step("orlova", &there, off).unwrap();
    assert_eq!(off.stage, AssignmentStage::BrokenOff);
    let one = house.office.specialist(&off.specialist.to_string()).unwrap();
    let taken = house.office.days_taken(&one, None).unwrap();
    assert_eq!(taken.iter().map(|one| one.until).collect::<Vec<_>>(), [date("1931-02-09")]);
    assert!(house.duties(&about(&off)).contains(&(DutyKind::SayStayed, "planner".to_owned())));
}

#[test]
fn whoever_takes_a_post_over_follows_its_assignments_and_sees_them() {
    let mut house = house();
    let assignment = house.under_way();
    let look = |house: &House| house.seen_by("volkov").assignment(&house.officer("volkov"), &assignment.id.to_string());
    assert!(look(&house).is_err(), "it is no affair of the works");
    let change = StaffChange::ClosePost { post: post("planner"), to: Some(post("fitter")) };
    house.act("petrova", move |writer, turn, _| keep_staff(writer, turn, &[change], None)).unwrap();
    let taken = look(&house).unwrap();
    assert_eq!((taken.post, taken.counterpart), (post("head"), post("fitter")));
}

#[test]
fn what_is_promised_after_signing_is_asked_of_whoever_keeps_it_and_told_in_the_history() {
    let mut house = house();
    let assignment = house.under_way();
    let seen = (assignment.id, assignment.revision);
    let more = || (vec![Promise::given("A bicycle", Some(date("1931-03-01")))], Vec::new());
    let other = house.act("smirnov", move |writer, turn, _| add_to_assignment(writer, turn, seen, more().0, more().1));
    refused(other, "assignment-not-yours");
    let n_asked = house.duties(&about(&assignment)).len();
    let added = house
        .act("orlova", move |writer, turn, _| {
            let learnt = Transfer::planned("To plan a road", "One draughtsman", "");
            add_to_assignment(writer, turn, seen, more().0, vec![learnt])
        })
        .unwrap();
    assert_eq!((added.promises.len(), added.transfers.len()), (2, 2));
    let asked = house.duties(&about(&added));
    assert_eq!(asked.len(), n_asked + 1);
    assert!(asked.contains(&(DutyKind::KeepPromise, "head".to_owned())));
    let again = house.act("sokolov", move |writer, turn, _| add_to_assignment(writer, turn, seen, more().0, more().1));
    refused(again, "assignment-changed");
    let history = house.office.assignment_history(&added).unwrap();
    assert!(history.iter().any(|held| held.fact.change.as_deref() == Some("promise 2, transfer 2")), "{history:?}");
    // It is kept like those that were signed.
    let seen = (added.id, added.revision);
    let kept = (PromiseState::Met, house.today);
    house.act("sokolov", move |writer, turn, _| keep_promise(writer, turn, seen, 2, kept, "")).unwrap();
    assert_eq!(house.duties(&about(&added)).len(), n_asked);
}
