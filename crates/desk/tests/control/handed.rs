//! Conditions of posts that are closed: whoever takes over keeps them.

use desk::{ConditionSaid, hand_work, keep_staff, say_condition};
use model::{
    CaseState, ConditionState, ControlCase, DutyKind, Level, Post, PostId, Regime, RegimeRule, StaffChange, Standing,
    UnitId, UsualCondition,
};

use crate::house::*;

/// A house with a regime that ties every yes to a condition, and with a post that can take over from who asks.
fn tied() -> House {
    let house = house();
    house.operator(|deed| {
        let (id, unit) = (PostId::new("foreman")?, UnitId::new("works")?);
        let title = "Foreman".to_owned();
        deed.keep_post(&Post { id, title, unit, powers: std::collections::BTreeSet::new(), closed: false })?;
        put_person(deed, "ivanov", Level::Internal)?;
        appoint(deed, "ivanov", "foreman", Standing::Holder)
    });
    let conditions = vec![UsualCondition { text: "Report the use".to_owned(), days: 90 }];
    house.found(Regime { conditions, ..committee(7, RegimeRule::default()) });
    house
}

fn close(house: &House, to: Option<&'static str>) -> Result<(), desk::Failure> {
    let change = StaffChange::ClosePost { post: post("engineer"), to: to.map(post) };
    house.act("petrova", move |writer, turn| keep_staff(writer, turn, &[change], None)).map(|_| ())
}

fn say_kept(house: &House, person: &str, case: &ControlCase) -> Result<ControlCase, desk::Failure> {
    let seen = (case.id, house.page(case).case.revision);
    let words = "Reported in June".to_owned();
    let said = ConditionSaid { position: 0, state: ConditionState::Kept, words, evidence: None };
    house.act(person, move |writer, turn| say_condition(writer, turn, seen, said))
}

fn foreman(kinds: &[DutyKind]) -> Vec<(String, DutyKind)> {
    kinds.iter().map(|kind| ("foreman".to_owned(), *kind)).collect()
}

#[test]
fn whoever_takes_a_closed_post_over_keeps_its_conditions() {
    let house = tied();
    let case = house.case();
    assert_eq!(house.approve(&case).state, CaseState::Conditional);
    close(&house, Some("foreman")).unwrap();
    assert_eq!(house.duties(&case), foreman(&[DutyKind::HearCase, DutyKind::KeepCondition]));
    let rights =
        |person: &str| house.office.case_rights(&house.officer(person), &house.page(&case), house.today).unwrap().keep;
    assert_eq!((rights("ivanov"), rights("chief")), (vec![0], vec![]));
    assert!(refused(say_kept(&house, "chief", &case)).contains("do not act"));
    let kept = say_kept(&house, "ivanov", &case).unwrap();
    assert_eq!((kept.state, kept.over), (CaseState::Conditional, case.over), "what was voted on is the same");
    assert_eq!(kept.conditions[0].post, post("engineer"));
    assert_eq!(house.duties(&case), foreman(&[DutyKind::HearCase]));
}

#[test]
fn a_condition_of_a_case_that_is_decided_later_is_laid_on_who_took_over() {
    let house = tied();
    let case = house.case();
    assert!(refused(close(&house, None)).contains("still has open work"), "a condition is work of its post");
    close(&house, Some("foreman")).unwrap();
    assert_eq!(house.approve(&case).state, CaseState::Conditional);
    assert_eq!(house.duties(&case), foreman(&[DutyKind::KeepCondition]));
    say_kept(&house, "ivanov", &case).unwrap();
    assert_eq!(house.duties(&case), []);
}

#[test]
fn a_post_that_gave_its_work_away_and_the_one_that_has_it_both_say_that_a_condition_is_kept() {
    for person in ["ivanov", "sokolov"] {
        let house = tied();
        let case = house.case();
        house.approve(&case);
        let (from, to) = (post("engineer"), post("foreman"));
        house.act("petrova", move |writer, turn| hand_work(writer, turn, &from, &to)).unwrap();
        say_kept(&house, person, &case).unwrap();
        assert_eq!(house.duties(&case), foreman(&[DutyKind::HearCase]), "{person}");
    }
}
