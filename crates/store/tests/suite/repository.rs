//! What is given to other repositories follows the records, whatever happens to them and whenever somebody asks.

use std::collections::{BTreeMap, BTreeSet};

use model::{Level, Marking, RecordId};
use proptest::prelude::*;
use store::{OfferFilter, Scope};

use crate::kit::{Office, article};

/// What happens in an office that gives records.
#[derive(Clone, Debug)]
enum Step {
    /// A source says something of works, so many microseconds before now.
    Take(u8, BTreeSet<u8>, i64),
    /// A record gets another marking, which may be wider.
    Mark(prop::sample::Index, bool),
    /// The lines follow the records.
    Follow,
    /// Another repository asks for what is new since it asked last, so many lines a part.
    Ask(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let take = (0..6u8, prop::collection::btree_set(0..8u8, 1..3), prop::sample::select(vec![0, 500, 50_000]));
    let step = prop_oneof![
        4 => take.prop_map(|(source, works, ago)| Step::Take(source, works, ago)),
        3 => (any::<prop::sample::Index>(), any::<bool>()).prop_map(|(which, open)| Step::Mark(which, open)),
        1 => Just(Step::Follow),
        3 => (1..4usize).prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 1..30)
}

/// Another repository: what it holds, and when it was answered last.
#[derive(Default)]
struct Taker {
    held: BTreeMap<RecordId, bool>,
    asked_at: Option<i64>,
}

fn follow(office: &mut Office) {
    let at = office.clock;
    while !office.writer.transact("office", at, |deed| deed.offer_changes(&|_| vec!["all".to_owned()])).unwrap() {}
}

impl Taker {
    fn ask(&mut self, office: &mut Office, part: usize) {
        office.clock += 1;
        follow(office);
        let reader = office.reader();
        let mut filter = OfferFilter { from: self.asked_at, ..OfferFilter::default() };
        self.asked_at = Some(office.clock);
        loop {
            let lines = reader.offered(&filter, part).unwrap();
            let in_set = OfferFilter { set: Some("all".to_owned()), ..filter.clone() };
            assert_eq!(reader.offered(&in_set, part).unwrap(), lines, "the one set has all of them");
            let Some(last) = lines.last() else { return };
            filter.after = Some((last.stamp, last.id));
            self.held.extend(lines.iter().map(|line| (line.id, line.held.is_some())));
        }
    }

    fn given(&self) -> BTreeSet<RecordId> {
        self.held.iter().filter(|(_, given)| **given).map(|(id, _)| *id).collect()
    }
}

fn open(office: &Office) -> BTreeSet<RecordId> {
    office.reader().records_after(&Scope::open(), None, 1_000).unwrap().into_iter().map(|held| held.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_asks_from_time_to_time_holds_what_is_open_and_knows_what_is_gone(steps in steps()) {
        let mut office = Office::new();
        let mut taker = Taker::default();
        for step in steps.into_iter().chain([Step::Ask(2)]) {
            office.clock += 1_000;
            match step {
                Step::Take(source, works, ago) => {
                    let names: Vec<String> = works.iter().map(|n| format!("pmid:{}", n + 1)).collect();
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let now = office.clock;
                    office.clock = (now - ago).max(1_001);
                    office.keep_one(article(&format!("s{source}"), "Steam", &names));
                    office.clock = now + 1_000;
                }
                Step::Mark(which, is_open) => {
                    let ids: Vec<RecordId> = office.records().iter().map(|held| held.id).collect();
                    if ids.is_empty() {
                        continue;
                    }
                    let marking = if is_open { Marking::default() } else { Marking::at(Level::Internal) };
                    let (id, at) = (*which.get(&ids), office.clock);
                    office.writer.transact("operator", at, |deed| deed.mark_record(id, &marking)).unwrap();
                    // At once, and before anything has followed.
                    let line = office.reader().offered_record(id).unwrap();
                    prop_assert!(line.is_none_or(|line| line.held.is_none() || is_open));
                }
                Step::Follow => follow(&mut office),
                Step::Ask(part) => {
                    taker.ask(&mut office, part);
                    prop_assert_eq!(taker.given(), open(&office));
                    let counts = office.reader().offer_counts().unwrap();
                    prop_assert_eq!(counts.n_given, open(&office).len() as u64);
                }
            }
        }
        office.check_whole();
    }
}

#[test]
fn the_first_lines_bear_the_times_of_their_records_and_later_ones_that_at_which_they_were_taken_over() {
    let mut office = Office::new();
    let first = office.keep_one(article("a", "Steam", &["pmid:1"]));
    office.clock = 9_000_000;
    follow(&mut office);
    let second = office.keep_one(article("b", "Water", &["pmid:2"]));
    office.clock = 10_000_000;
    follow(&mut office);
    let lines = office.reader().offered(&OfferFilter::default(), 10).unwrap();
    let stamps: Vec<(RecordId, i64)> = lines.iter().map(|line| (line.id, line.stamp)).collect();
    assert_eq!(stamps, [(first.record, 2_000), (second.record, 10_000_000)]);
    // Also when the clock was set back meanwhile.
    office.keep_one(article("c", "Air", &["pmid:3"]));
    office.clock = 5_000;
    follow(&mut office);
    assert_eq!(office.reader().offered(&OfferFilter::default(), 10).unwrap()[2].stamp, 10_000_000);
    assert_eq!(office.reader().first_offered().unwrap(), Some((2_000, first.record)));
}
