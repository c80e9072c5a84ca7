//! What is owed of an agreement that is over, and what is in arrears of one.

use desk::{report_use, write_royalty};
use model::{
    Agreement, AgreementKind, AgreementStage, AgreementView, DeliverableMove, DeliverableState, DutyKind, Royalty,
    RoyaltyBasis, UseReport,
};

use crate::house::*;

fn with_royalty(house: &House, agreement: &Agreement) {
    let seen = (agreement.id, house.held(agreement).revision);
    let one = Royalty {
        number: 0,
        title: "Turbines".to_owned(),
        basis: RoyaltyBasis::Units,
        millionths: 0,
        per_unit: money("125 EUR"),
        minimum: None,
        cap: None,
        since: date("1926-09-01"),
        until: None,
    };
    house.act("sokolov", move |writer, turn| write_royalty(writer, turn, seen, one)).unwrap();
}

fn tell(house: &House, agreement: &Agreement, year: i32) -> Result<Agreement, desk::Failure> {
    let seen = (agreement.id, house.held(agreement).revision);
    let report = UseReport {
        royalty: 1,
        year,
        base: 2,
        words: "From the books of the works".to_owned(),
        evidence: Vec::new(),
        amount: money("0 EUR"),
        by: String::new(),
        at: 0,
    };
    house.act("sokolov", move |writer, turn| report_use(writer, turn, seen, report))
}

#[test]
fn the_last_years_of_use_are_asked_for_reported_and_paid_after_the_agreement_expired() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    with_royalty(&house, &agreement);
    house.today = date("1931-01-05");
    for year in 1926..=1930 {
        tell(&house, &agreement, year).unwrap();
    }
    house.today = date("1932-01-05");
    house.tend();
    assert_eq!(house.held(&agreement).stage, AgreementStage::Expired);
    house.tend();
    let duties = house.open_duties(&of(&agreement));
    assert!(duties.contains(&DutyKind::ReportUse), "1931 was a year of it: {duties:?}");
    assert!(refused(tell(&house, &agreement, 1932)).contains("cannot be reported"), "it did not hold in 1932");
    tell(&house, &agreement, 1931).unwrap();
    assert!(!house.open_duties(&of(&agreement)).contains(&DutyKind::ReportUse));
    let last = house.page(&agreement).instalments.last().unwrap().clone();
    assert_eq!((last.royalty, last.amount), (Some((1, 1931)), money("250 EUR")));
    assert!(refused(house.pay(&agreement, "250 EUR", None)).contains("choose the instalment"));
    house.pay(&agreement, "250 EUR", Some(last.number)).unwrap();
    // Nothing new is agreed on in it.
    house.tend();
    assert!(!house.open_duties(&of(&agreement)).contains(&DutyKind::ReportUse));
    assert!(refused(house.go(&agreement, AgreementStage::Terminated, "x")).contains("nothing of it is changed"));
}

#[test]
fn a_year_after_the_one_in_which_it_was_broken_off_is_not_reported() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    with_royalty(&house, &agreement);
    house.today = date("1927-06-30");
    assert!(refused(house.go(&agreement, AgreementStage::Fulfilled, "")).contains("1 years of use not reported"));
    house.go(&agreement, AgreementStage::Terminated, "They sold the works").unwrap();
    house.today = date("1929-02-01");
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::ReportUse]);
    tell(&house, &agreement, 1926).unwrap();
    tell(&house, &agreement, 1927).unwrap();
    assert!(refused(tell(&house, &agreement, 1928)).contains("cannot be reported"));
    assert_eq!(house.open_duties(&of(&agreement)), []);
}

#[test]
fn what_was_delivered_is_contested_and_settled_after_the_end() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    let one = house.deliverable(&agreement, "Drawings", Some("1926-10-01"));
    house.step(&one, DeliverableMove::Deliver, "Twelve sheets").unwrap();
    house.today = date("1926-10-05");
    house.go(&agreement, AgreementStage::Terminated, "They sold the works").unwrap();
    assert_eq!(house.open_duties(&of_deliverable(&one)), [DutyKind::AcceptDeliverable], "what came is still answered");
    house.step(&one, DeliverableMove::Contest, "Sheet 7 is missing").unwrap();
    assert_eq!(house.view(&house.office, AgreementView::Contested), [agreement.id]);
    assert_eq!(house.open_duties(&of_deliverable(&one)), [DutyKind::SettleContest]);
    let settled = house.step(&one, DeliverableMove::Settle, "Sent anew within twenty days").unwrap();
    assert_eq!((settled.state, settled.due), (DeliverableState::Awaited, Some(date("1926-10-25"))));
    house.today = date("1926-10-26");
    house.tend();
    assert_eq!(house.open_duties(&of_deliverable(&one)), [DutyKind::AcceptDeliverable], "and it did not come");
    house.step(&one, DeliverableMove::Deliver, "Thirteen sheets").unwrap();
    house.step(&one, DeliverableMove::Accept, "All there").unwrap();
    assert_eq!(house.view(&house.office, AgreementView::Contested), []);
}

#[test]
fn what_is_in_arrears_is_a_duty_from_the_day_after_it_was_due_until_it_is_paid() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::TurnkeyPlant);
    let drawings = house.deliverable(&agreement, "Drawings", Some("1927-01-01"));
    let first = house.instalment(&agreement, "1000 DEM", Some("1926-09-10"), None);
    let second = house.instalment(&agreement, "500 DEM", Some("1926-09-12"), Some(drawings.id));
    house.today = date("1926-09-10");
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [], "its day is not over");
    house.today = date("1926-09-11");
    house.tend();
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::SettleArrears], "once");
    house.pay(&agreement, "400 DEM", Some(first)).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::SettleArrears], "600 are in arrears");
    house.pay(&agreement, "600 DEM", Some(first)).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    // The second waits for the drawings, and is not owed while they are contested.
    house.today = date("1926-09-20");
    house.step(&drawings, DeliverableMove::Deliver, "Two crates").unwrap();
    house.step(&drawings, DeliverableMove::Accept, "Complete").unwrap();
    house.today = date("1926-09-21");
    house.tend();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::SettleArrears]);
    house.step(&drawings, DeliverableMove::Contest, "Sheet 7 is missing").unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
    house.step(&drawings, DeliverableMove::Accept, "It was in the other crate").unwrap();
    house.today = date("1926-09-22");
    house.tend();
    house.go(&agreement, AgreementStage::Terminated, "They sold the works").unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::SettleArrears], "what fell due is owed after the end");
    house.pay(&agreement, "500 DEM", Some(second)).unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), []);
}

#[test]
fn a_royalty_of_which_a_year_was_reported_is_ended_not_before_the_end_of_that_year_and_changed_in_nothing_else() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::Licence);
    with_royalty(&house, &agreement);
    house.today = date("1928-01-05");
    tell(&house, &agreement, 1926).unwrap();
    let held = house.page(&agreement).royalties[0].clone();
    let write = |house: &House, one: Royalty| {
        let seen = (agreement.id, house.held(&agreement).revision);
        house.act("sokolov", move |writer, turn| write_royalty(writer, turn, seen, one))
    };
    let dearer = Royalty { per_unit: money("150 EUR"), until: Some(date("1927-12-31")), ..held.clone() };
    assert!(refused(write(&house, dearer)).contains("end it, and write in another"));
    let early = Royalty { until: Some(date("1926-12-30")), ..held.clone() };
    assert!(refused(write(&house, early)).contains("end it, and write in another"));
    let ended = Royalty { until: Some(date("1926-12-31")), ..held };
    write(&house, ended.clone()).unwrap();
    assert_eq!(house.page(&agreement).royalties, [ended]);
    assert!(refused(tell(&house, &agreement, 1927)).contains("cannot be reported"));
}
