//! How regimes are founded and changed.

use desk::{answer_regime, keep_regime, review_regime};
use model::{CaseState, Decision, DutyKind, DutyState, Level, Marking, Noun, Regime, RegimeRule, Thing, Vote};
use store::RegimeVersionState;

use crate::house::*;

fn keep(house: &House, person: &str, regime: Regime, reason: &'static str) -> Result<Regime, desk::Failure> {
    house.act(person, move |writer, turn| keep_regime(writer, turn, (regime, false), reason))
}

fn duties(house: &House, regime: &Regime) -> Vec<DutyKind> {
    let duties = house.office.duties_about(&Thing::new(Noun::Regime, regime.id)).unwrap().into_iter();
    duties.filter(|duty| duty.state == DutyState::Open).map(|duty| duty.kind).collect()
}

#[test]
fn it_is_founded_by_administrators_and_every_version_stays() {
    let house = house();
    let regime = committee(7, RegimeRule::default());
    let sent = regime.clone();
    let outcome = house.act("kuznetsov", move |writer, turn| keep_regime(writer, turn, (sent, true), ""));
    assert!(refused(outcome).contains("administer"));
    let founded = house.found(regime.clone());
    assert_eq!((founded.version, founded.revision), (1, 0));
    assert_eq!(house.found(regime), founded, "a form that is sent twice founds once");
    let held = house.office.regime(&founded.id.to_string()).unwrap();
    assert_eq!(held, founded, "it reads back as it was written");
    let other = Regime { note: "Meets in Paris".to_owned(), ..founded.clone() };
    assert!(refused(keep(&house, "petrova", other.clone(), " ")).contains("why it is changed"));
    let changed = keep(&house, "petrova", other, "Where it meets").unwrap();
    assert_eq!((changed.version, changed.revision), (2, 1));
    let late = Regime { note: "Meets in Rome".to_owned(), ..founded };
    assert!(refused(keep(&house, "petrova", late, "Where it meets")).contains("in between"));
    let wider = Regime { marking: Marking::at(Level::Internal), ..changed.clone() };
    let narrow = keep(&house, "petrova", wider, "Not for all").unwrap();
    let back = Regime { marking: Marking::default(), ..narrow };
    assert!(refused(keep(&house, "petrova", back, "For all")).contains("control room"));
    let page = house.office.regime_page(&changed.id.to_string()).unwrap();
    assert_eq!(page.versions.iter().map(|version| version.regime.version).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn how_a_binding_one_decides_is_changed_by_two_persons_and_running_cases_keep_their_rule() {
    let house = house();
    let founded = house.found(Regime { binding: true, ..committee(7, RegimeRule::default()) });
    let case = house.case();
    let rule = RegimeRule { decision: Decision::Simple, ..founded.rule };
    let kept = keep(&house, "petrova", Regime { rule, ..founded.clone() }, "It never agrees").unwrap();
    assert_eq!((kept.rule, kept.version, kept.revision), (founded.rule, 1, 1), "nothing is changed yet");
    assert_eq!(duties(&house, &founded), [DutyKind::ConfirmRegime]);
    let id = founded.id;
    let answer = |person: &str, yes| house.act(person, move |writer, turn| answer_regime(writer, turn, (id, 2), yes));
    assert!(refused(answer("petrova", true)).contains("second person"));
    assert!(answer("smith", true).is_err());
    let page = house.office.regime_page(&id.to_string()).unwrap();
    assert_eq!(page.proposed().map(|version| version.reason.as_str()), Some("It never agrees"));
    assert!(house.office.may_answer_regime(&house.officer("kuznetsov"), &page));
    let changed = answer("kuznetsov", true).unwrap();
    assert_eq!((changed.rule, changed.version), (rule, 2));
    assert_eq!(duties(&house, &founded), []);
    assert!(refused(answer("kuznetsov", true)).contains("answered already"));
    house.vote("leblanc", &case, 1, Vote::Yes).unwrap();
    assert_eq!(house.vote("smith", &case, 2, Vote::Yes).unwrap().state, CaseState::Open, "two of three are not all");
    let next = house.asked("Computers", "Computers", "open").unwrap();
    house.vote("leblanc", &next, 1, Vote::Yes).unwrap();
    assert_eq!(house.vote("smith", &next, 2, Vote::Yes).unwrap().state, CaseState::Approved);
    // What says nothing of how it decides takes one person.
    let noted = Regime { note: "Meets in Paris".to_owned(), ..changed };
    let noted = keep(&house, "petrova", noted, "Where it meets").unwrap();
    assert_eq!(noted.note, "Meets in Paris");
    // A change that is said no to leaves it as it was.
    keep(&house, "petrova", Regime { rule: RegimeRule::default(), ..noted.clone() }, "Back").unwrap();
    let dropped = house.act("kuznetsov", move |writer, turn| answer_regime(writer, turn, (id, 4), false)).unwrap();
    assert_eq!((dropped.rule, dropped.version), (noted.rule, noted.version));
    let states: Vec<_> =
        house.office.regime_page(&id.to_string()).unwrap().versions.iter().map(|version| version.state).collect();
    use RegimeVersionState::{Agreed, Dropped};
    assert_eq!(states, [Agreed, Agreed, Agreed, Dropped]);
}

#[test]
fn its_keeper_looks_it_through_in_time() {
    let mut house = house();
    let founded = house.found(Regime { review: Some(date("1963-06-01")), ..committee(7, RegimeRule::default()) });
    house.watch();
    assert_eq!(duties(&house, &founded), []);
    house.days_later(70);
    house.watch();
    assert_eq!(duties(&house, &founded), [DutyKind::ReviewRegime], "once");
    let seen = (founded.id, founded.revision);
    let review = |person: &str, day: &'static str| {
        house.act(person, move |writer, turn| review_regime(writer, turn, seen, date(day)))
    };
    assert!(review("smith", "1964-06-01").is_err());
    assert!(refused(review("kuznetsov", "1963-03-01")).contains("still to come"));
    assert_eq!(review("kuznetsov", "1964-06-01").unwrap().review, Some(date("1964-06-01")));
    assert_eq!(duties(&house, &founded), []);
}

#[test]
fn two_members_do_not_bear_one_name_at_the_same_time() {
    let house = house();
    let whole = committee(7, RegimeRule::default());
    let mut members = whole.members.clone();
    members.push(model::RegimeMember { name: " france".to_owned(), ..members[1].clone() });
    let twice = Regime { members: members.clone(), ..whole.clone() };
    let outcome = house.act("petrova", move |writer, turn| keep_regime(writer, turn, (twice, true), ""));
    assert!(refused(outcome).contains("at the same time"));
    // One that follows another is none.
    members[0].until = Some(date("1955-12-31"));
    members[3].since = date("1956-01-01");
    house.found(Regime { members, ..whole });
}
