//! What barriers cost, and which are the same.

use proptest::prelude::*;

use crate::*;

fn day(number: i64) -> Date {
    Date::of_number(number)
}

fn barrier(bits: u64, subject: &str, opened: i64, closed: Option<i64>) -> LoggedBarrier {
    LoggedBarrier {
        id: BarrierId::from_bits(bits),
        on: Thing::new(Noun::Offer, OfferId::from_bits(1)),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        owner: PostId::new("supply").unwrap(),
        kind: BarrierKind::Material,
        subject: subject.to_owned(),
        statement: String::new(),
        opened: day(opened),
        due: day(opened + 30),
        state: if closed.is_some() { BarrierState::Removed } else { BarrierState::Open },
        closed: closed.map(day),
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn a_barrier_has_a_subject_and_days_that_can_be() {
    let fresh = || barrier(1, " bearing\n steel ", 100, None);
    assert_eq!(fresh().tidied(day(100)).unwrap().subject, "bearing steel");
    assert!(barrier(1, " ", 100, None).tidied(day(100)).is_err());
    assert!(fresh().tidied(day(99)).is_err(), "it begins tomorrow");
    assert!(LoggedBarrier { due: day(99), ..fresh() }.tidied(day(100)).is_err());
    assert!(LoggedBarrier { due: day(100 + BARRIER_DAYS_MAX + 1), ..fresh() }.tidied(day(100)).is_err());
}

#[test]
fn it_is_removed_once_with_how_and_elsewhere_by_whoever_has_it() {
    let open = barrier(1, "bearing steel ShKh15", 100, None);
    assert!(open.remove(" ", day(110)).is_err());
    let removed = open.remove("The works at Zlatoust rolls it now", day(110)).unwrap();
    assert_eq!(removed.days_lost(day(500)), 10);
    assert!(removed.remove("again", day(111)).is_err());
    let other = barrier(2, "ShKh-15 bearing steel", 90, None);
    assert!(other.is_same(&removed) && !other.is_same(&other));
    assert!(other.answer_hint(true, "It goes", day(112)).is_err(), "nothing was heard yet");
    let heard = other.hear(removed.id);
    assert!(heard.answer_hint(false, "", day(112)).is_err());
    assert_eq!(heard.answer_hint(false, "Our gauge is another", day(112)).unwrap().state, BarrierState::Open);
    let gone = heard.answer_hint(true, "The same steel", day(112)).unwrap();
    assert_eq!((gone.state, gone.removed_with, gone.hint), (BarrierState::Removed, Some(removed.id), None));
}

proptest! {
    /// Days lost on one case are the days on which at least one barrier stood, counted one by one.
    #[test]
    fn shared_days_are_not_doubled(spans in proptest::collection::vec((0_i64..60, 0_i64..30, any::<bool>()), 0..8)) {
        let today = 100_i64;
        let list: Vec<LoggedBarrier> = spans
            .iter()
            .map(|(from, days, open)| barrier(1, "steel", *from, (!open).then_some(from + days)))
            .collect();
        let stood = |day: i64| spans.iter().any(|(from, days, open)| *from <= day && day < if *open { today } else { from + days });
        let counted = (0..today).filter(|day| stood(*day)).count() as i64;
        prop_assert_eq!(days_lost(&list, day(today)), counted);
        prop_assert!(list.iter().map(|one| one.days_lost(day(today))).sum::<i64>() >= counted);
    }
}
