//! The life of a mission, step by step.

use super::*;

const FOOTING: Footing = Footing { n_accepted: 1, n_parameters: 1, n_questions: 2 };

fn day(d: u8) -> Date {
    Date::new(1957, 11, d).unwrap()
}

fn draft() -> Mission {
    let need = NeedId::new("rectifiers").unwrap();
    Mission {
        id: MissionId::from_bits(7),
        direction: MissionDirection::Out,
        title: "To see AEG".to_owned(),
        purpose: "Control of drives".to_owned(),
        post: PostId::new("engineer").unwrap(),
        unit: UnitId::new("institute").unwrap(),
        stage: MissionStage::Draft,
        needs: vec![need.clone()],
        hosts: vec![HostId::from_bits(1)],
        event: None,
        since: day(4),
        until: day(12),
        place: "Frankfurt".to_owned(),
        country: Some("de".to_owned()),
        members: Vec::new(),
        benefits: vec![ExpectedBenefit {
            need,
            parameter: "Efficiency".to_owned(),
            measure: "%".to_owned(),
            now: Some("91".to_owned()),
            wanted: Some("96".to_owned()),
            expected: "95".to_owned(),
        }],
        benefit: String::new(),
        plan: String::new(),
        recipients: Vec::new(),
        budget: None,
        remark: String::new(),
        round: 0,
        report_due: None,
        report: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn guests_come_from_a_host_and_are_vetted_as_those_who_go() {
    let visit = Mission { direction: MissionDirection::In, ..draft() };
    let (proposed, _) = visit.propose("engineer/a", FOOTING).unwrap();
    assert_eq!(proposed.direction, MissionDirection::In);
    let from_nowhere = Mission { hosts: Vec::new(), ..visit };
    assert!(from_nowhere.propose("engineer/a", FOOTING).unwrap_err().to_string().contains("whose people come"));
}

fn member() -> Member {
    Member { specialist: SpecialistId::from_bits(1), part: "leads".to_owned(), waiver: None }
}

fn reviewed() -> Mission {
    let (proposed, _) = draft().propose("engineer/a", FOOTING).unwrap();
    let (reviewed, _) = proposed.accept("coordinator/b", 0, 2).unwrap();
    Mission { members: vec![member()], ..reviewed }
}

#[test]
fn a_mission_without_an_accepted_need_is_not_handed_in() {
    let refused = draft().propose("engineer/a", Footing { n_accepted: 0, ..FOOTING }).unwrap_err();
    assert!(refused.to_string().contains("state the need and have it accepted first"), "{refused}");
    assert_eq!(draft().propose("engineer/a", FOOTING).unwrap().0.stage, MissionStage::Proposed);
}

#[test]
fn what_it_shall_bring_is_said_in_the_parameters_of_its_needs_or_in_words_where_they_have_none() {
    let unsaid = Mission { benefits: Vec::new(), benefit: "much".to_owned(), ..draft() };
    assert!(unsaid.propose("engineer/a", FOOTING).is_err());
    assert!(unsaid.propose("engineer/a", Footing { n_parameters: 0, ..FOOTING }).is_ok());
    let silent = Mission { benefit: String::new(), ..unsaid };
    assert!(silent.propose("engineer/a", Footing { n_parameters: 0, ..FOOTING }).is_err());
    let odd = ExpectedBenefit { expected: "better".to_owned(), ..draft().benefits[0].clone() };
    assert!(Mission { benefits: vec![odd], ..draft() }.tidied().is_err());
}

#[test]
fn a_mission_that_goes_nowhere_or_asks_nothing_is_not_handed_in() {
    assert!(Mission { hosts: Vec::new(), ..draft() }.propose("engineer/a", FOOTING).is_err());
    assert!(draft().propose("engineer/a", Footing { n_questions: 0, ..FOOTING }).is_err());
    assert!(Mission { purpose: String::new(), ..draft() }.propose("engineer/a", FOOTING).is_err());
}

#[test]
fn it_goes_from_draft_to_its_report_and_no_step_is_left_out() {
    let (laid, _) = reviewed().lay_before("engineer/a").unwrap();
    assert_eq!((laid.stage, laid.round), (MissionStage::Vetting, 1));
    assert!(laid.depart("engineer/a", day(26)).is_err(), "nobody leaves before all have said yes");
    let (approved, _) = laid.approve("committee/c").unwrap();
    let (gone, _) = approved.depart("engineer/a", day(26)).unwrap();
    assert_eq!(gone.report_due, Some(day(26)));
    assert!(!gone.report_is_overdue(day(26)) && gone.report_is_overdue(day(27)));
    assert!(gone.cancel("engineer/a", "too late").is_err());
    let (reported, _) = gone.hand_in("engineer/a", RecordId::from_bits(9)).unwrap();
    assert!(!reported.report_is_overdue(day(30)), "the report is there");
    assert_eq!(reported.close("coordinator/b").unwrap().0.stage, MissionStage::Closed);
}

#[test]
fn every_question_was_held_against_the_records_before_somebody_travels() {
    let (proposed, _) = draft().propose("engineer/a", FOOTING).unwrap();
    assert!(proposed.accept("coordinator/b", 1, 2).is_err(), "one was not looked up");
    assert!(proposed.accept("coordinator/b", 0, 0).is_err(), "all is known");
}

#[test]
fn a_no_and_a_recall_bring_it_back_to_where_it_can_be_changed() {
    let (laid, _) = reviewed().lay_before("engineer/a").unwrap();
    assert!(laid.stop("committee/c", " ").is_err());
    let (stopped, _) = laid.stop("committee/c", "the visit is not announced").unwrap();
    assert!(stopped.is_open_to_change() && stopped.remark.contains("announced"));
    let (again, _) = stopped.lay_before("engineer/a").unwrap();
    assert_eq!(again.round, 2);
    let (approved, _) = again.approve("committee/c").unwrap();
    assert!(approved.take_back("engineer/a").unwrap().0.is_open_to_change());
    assert!(Mission { members: Vec::new(), ..reviewed() }.lay_before("engineer/a").is_err());
}

#[test]
fn a_draft_is_dropped_without_a_word_and_later_a_reason_is_wanted() {
    assert!(draft().cancel("engineer/a", "").is_ok());
    assert!(reviewed().cancel("engineer/a", "").is_err());
    assert!(reviewed().cancel("engineer/a", "the exhibition was put off").is_ok());
}

#[test]
fn what_was_typed_is_brought_in_order() {
    let event = |name: &str| MissionEvent {
        id: None,
        name: name.to_owned(),
        kind: EventKind::Exhibition,
        place: " Düsseldorf ".to_owned(),
        since: None,
        until: None,
    };
    let tidied = Mission { event: Some(event("  ")), ..draft() }.tidied().unwrap();
    assert_eq!((tidied.country.as_deref(), &tidied.event), (Some("DE"), &None));
    assert!(Mission { since: day(12), until: day(4), ..draft() }.tidied().is_err());
    assert!(Mission { until: day(4).plus_days(MISSION_DAYS_MAX + 1), ..draft() }.tidied().is_err());
    assert!(Mission { title: " ".to_owned(), ..draft() }.tidied().is_err());
}
