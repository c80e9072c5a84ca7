//! What missions brought: sums that add up, and nothing divided by nothing.

use proptest::prelude::*;

use super::*;
use crate::{LocalTime, MeetingId};

fn day(number: i64) -> Date {
    Date::of_number(number)
}

fn question(state: QuestionState, host: Option<u64>, used: Option<i64>) -> QuestionFacts {
    QuestionFacts {
        question: QuestionId::from_bits(1),
        host: host.map(HostId::from_bits),
        state,
        got_on: day(0),
        records: vec![AnswerRecord {
            record: RecordId::from_bits(host.unwrap_or(0)),
            is_laid: true,
            is_read: used.is_some(),
            used_on: used.map(day),
            is_used_by_asker: used.is_some_and(|day| day % 2 == 0),
        }],
        was_shown: false,
        was_held: false,
    }
}

fn mission(id: u64, cost: Option<&str>, questions: Vec<QuestionFacts>) -> MissionFacts {
    MissionFacts {
        mission: MissionId::from_bits(id),
        year: 1957,
        event: None,
        units: BTreeSet::new(),
        cost: cost.map(|text| Money::parse(text).unwrap()),
        is_budget: false,
        n_recommended: 0,
        n_followed: 0,
        questions,
    }
}

fn per_used(yields: &MissionYield, currency: &str) -> Option<String> {
    let currency = Currency::new(currency).unwrap();
    yields.spent_in(currency)?.per_used(currency).map(|money| money.to_string())
}

#[test]
fn what_is_not_used_has_no_price_and_no_time() {
    use QuestionState::{Answered, Refused};
    let empty = MissionYield::default();
    assert_eq!((empty.days_to_use(), per_used(&empty, "DEM"), empty.n_got()), (None, None, 0));
    let unused = mission(1, Some("4800 DEM"), vec![question(Answered, Some(1), None), question(Refused, None, None)]);
    let unused = unused.yields();
    assert_eq!((unused.days_to_use(), per_used(&unused, "DEM"), unused.n_got()), (None, None, 1));
    let used = mission(1, Some("4800 DEM"), vec![question(Answered, Some(1), Some(30)), question(Refused, None, None)]);
    let used = used.yields();
    assert_eq!(
        per_used(&used, "DEM").as_deref(),
        Some("4800.00 DEM"),
        "a used answer bears what the whole journey cost"
    );
    assert_eq!(used.days_to_use(), Some(DaysToUse { least: 30, median: 30, most: 30 }));
}

#[test]
fn money_of_different_currencies_is_never_added() {
    let used = |id, cost| mission(id, cost, vec![question(QuestionState::Answered, Some(id), Some(1))]);
    let all = [used(1, Some("100 DEM")), used(2, Some("40 USD")), used(3, None), used(4, Some("300 DEM"))];
    let rows = yield_rows(&all, YieldBy::Year);
    let year = &rows[&YieldKey::Year(1957)];
    assert_eq!(per_used(year, "DEM").as_deref(), Some("200.00 DEM"), "over the missions that were paid in marks");
    assert_eq!(per_used(year, "USD").as_deref(), Some("40.00 USD"));
    assert_eq!((year.n_used, year.uncosted.len()), (4, 1));
}

#[test]
fn a_use_before_the_answer_was_a_wrong_clock_and_the_median_stands_in_the_middle() {
    let used = |days: &[i64]| {
        let one = |day: &i64| question(QuestionState::Partly, None, Some(*day));
        mission(1, None, days.iter().map(one).collect()).yields().days_to_use().unwrap()
    };
    assert_eq!(used(&[-4]), DaysToUse { least: 0, median: 0, most: 0 });
    assert_eq!(used(&[9, 1, 4]), DaysToUse { least: 1, median: 4, most: 9 });
    assert_eq!(used(&[9, 1, 4, 5]), DaysToUse { least: 1, median: 4, most: 9 });
}

#[test]
fn a_question_stands_at_the_host_that_it_names_then_at_that_of_its_meeting() {
    let asked = |host: Option<u64>| Question {
        id: QuestionId::from_bits(1),
        text: String::new(),
        host: host.map(HostId::from_bits),
        askers: Vec::new(),
        state: QuestionState::Answered,
        lookup: None,
    };
    let met = |host: u64, starts_at: i64, state| Meeting {
        id: MeetingId::from_bits(host),
        mission: MissionId::from_bits(1),
        host: Some(HostId::from_bits(host)),
        title: String::new(),
        starts: LocalTime { day: day(0), minute: 0 },
        zone: "Europe/Berlin".to_owned(),
        starts_at,
        minutes: 60,
        place: String::new(),
        people: String::new(),
        members: Vec::new(),
        questions: vec![QuestionId::from_bits(1)],
        remark: String::new(),
        state,
        reason: String::new(),
        sequence: 0,
        changed_at: 0,
    };
    let meetings = [met(7, 1, MeetingState::Cancelled), met(6, 9, MeetingState::Held), met(5, 3, MeetingState::Agreed)];
    let hosts = [HostId::from_bits(5), HostId::from_bits(6)];
    for (host, meetings, hosts, expected) in [
        (Some(8), &meetings[..], &hosts[..], Some(8)),
        (None, &meetings[..], &hosts[..], Some(5)),
        (None, &meetings[..1], &hosts[..], None),
        (None, &meetings[..1], &hosts[..1], Some(5)),
        (None, &[], &[], None),
    ] {
        assert_eq!(asked_at(&asked(host), meetings, hosts), expected.map(HostId::from_bits));
    }
}

#[test]
fn what_reading_costs_follows_from_all_sources_that_are_paid_in_that_currency() {
    let counted = |n_used| SourceYield { n_used, ..SourceYield::default() };
    let mut cost = ReadingCost::default();
    let (dem, usd) = (Currency::new("DEM").unwrap(), Currency::new("USD").unwrap());
    assert_eq!(cost.per_used(dem), None);
    cost.add(Money::parse("3650 DEM").unwrap(), 100, &counted(4));
    cost.add(Money::parse("730 DEM").unwrap(), 100, &counted(0));
    cost.add(Money::parse("365 USD").unwrap(), 10, &counted(0));
    assert_eq!(cost.per_used(dem).unwrap().to_string(), "300.00 DEM", "what brings nothing is paid too");
    assert_eq!(cost.per_used(usd), None);
}

fn any_question() -> impl Strategy<Value = QuestionFacts> {
    let state = prop::sample::select(QuestionState::ALL.to_vec());
    (state, prop::option::of(1u64..4), prop::option::of(0i64..400), any::<bool>(), any::<bool>()).prop_map(
        |(state, host, used, was_shown, was_held)| QuestionFacts { was_shown, was_held, ..question(state, host, used) },
    )
}

fn any_mission(id: u64) -> impl Strategy<Value = MissionFacts> {
    let cost = prop::option::of((0i64..1_000_000, prop::sample::select(vec!["DEM", "USD", "JPY"])));
    let units = prop::collection::btree_set(prop::sample::select(vec!["works", "institute"]), 0..3);
    let questions = prop::collection::vec(any_question(), 0..7);
    (cost, any::<bool>(), units, prop::option::of("[ab]"), 1950i32..1953, 0u64..3, questions).prop_map(
        move |(cost, is_budget, units, event, year, n_recommended, questions)| MissionFacts {
            mission: MissionId::from_bits(id),
            year,
            event: event.map(|name| YieldEvent { name, year, id: None }),
            units: units.into_iter().map(|unit| UnitId::new(unit).unwrap()).collect(),
            cost: cost.map(|(minor, code)| Money { minor, currency: Currency::new(code).unwrap() }),
            is_budget,
            n_recommended,
            n_followed: n_recommended / 2,
            questions,
        },
    )
}

fn any_missions() -> impl Strategy<Value = Vec<MissionFacts>> {
    (any_mission(1), any_mission(2), any_mission(3)).prop_map(|(one, two, three)| vec![one, two, three])
}

fn sum<'y>(yields: impl Iterator<Item = &'y MissionYield>) -> MissionYield {
    yields.cloned().fold(MissionYield::default(), MissionYield::and)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// By host, event, year and mission alike, the rows come to what all missions brought, to the smallest coin.
    #[test]
    fn the_rows_add_up(missions in any_missions()) {
        let all: Vec<MissionYield> = missions.iter().map(MissionFacts::yields).collect();
        let all = sum(all.iter());
        for by in [YieldBy::Mission, YieldBy::Host, YieldBy::Event, YieldBy::Year] {
            prop_assert_eq!(&sum(yield_rows(&missions, by).values()), &all, "by {}", by);
        }
        for currency in all.spent.keys() {
            let paid: i64 = missions.iter().filter_map(|one| one.cost).filter(|cost| cost.currency == *currency).map(|cost| cost.minor).sum();
            prop_assert_eq!(all.spent[currency].minor, paid, "what was paid is divided without a rest");
        }
    }

    /// A mission counts whole with each unit of those who went, and nowhere less.
    #[test]
    fn each_unit_has_the_whole_mission(mission in any_mission(1)) {
        for (key, yields) in mission.rows(YieldBy::Unit) {
            prop_assert_eq!(matches!(key, YieldKey::Other), mission.units.is_empty());
            prop_assert_eq!(yields, mission.yields());
        }
    }

    /// In whichever order and however grouped they are added.
    #[test]
    fn adding_knows_no_order(missions in any_missions()) {
        let [one, two, three] = [0, 1, 2].map(|at| missions[at].yields());
        let left = one.clone().and(two.clone()).and(three.clone());
        prop_assert_eq!(&left, &one.clone().and(two.clone().and(three.clone())));
        prop_assert_eq!(&left, &three.and(one.clone()).and(two));
        prop_assert_eq!(&one.clone().and(MissionYield::default()), &one);
    }

    /// What is part of something is never more than it.
    #[test]
    fn parts_are_not_more_than_the_whole(mission in any_mission(1)) {
        let all = mission.yields();
        prop_assert!(all.n_got() + all.n_refused + all.n_not_asked <= all.n_asked);
        prop_assert!(all.n_used_by_askers <= all.n_used && all.n_used <= all.n_got());
        prop_assert!(all.n_held <= all.n_got() && all.n_shown <= all.n_got());
        prop_assert!(all.read.is_subset(&all.records) && all.laid.is_subset(&all.records));
        prop_assert_eq!(all.days.len() as u64, all.n_used);
        for spent in all.spent.values() {
            prop_assert!(spent.held_minor <= spent.minor && spent.budgeted_minor <= spent.minor);
        }
    }
}
