//! What holds for any records in any order.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::kit::{Office, article};
use store::Incoming;

/// Readings of a small world, so that they often meet: each source names one to three identifiers.
fn readings() -> impl Strategy<Value = Vec<Incoming>> {
    let reading = prop::collection::btree_set(0..12u8, 1..4);
    prop::collection::vec(reading, 1..14).prop_map(|all| {
        let name = |(source, numbers): (usize, BTreeSet<u8>)| {
            let identifiers: Vec<String> = numbers.iter().map(|n| format!("pmid:{}", n + 1)).collect();
            let borrowed: Vec<&str> = identifiers.iter().map(String::as_str).collect();
            article(&format!("s{source}"), "Steam", &borrowed)
        };
        all.into_iter().enumerate().map(name).collect()
    })
}

/// The works that an office came to: each as the set of its identifiers.
fn works(office: &Office) -> BTreeSet<Vec<String>> {
    let names = |held: &store::HeldRecord| {
        let mut names: Vec<String> = held.record.identifiers.iter().map(ToString::to_string).collect();
        names.sort();
        names
    };
    office.records().iter().map(names).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_and_the_cut_of_batches_do_not_change_the_works(
        readings in readings(),
        cut in 1..5usize,
        order in any::<prop::sample::Index>(),
    ) {
        let mut straight = Office::new();
        straight.keep(readings.clone());
        let mut turned = Office::new();
        let mut other = readings.clone();
        let middle = order.index(other.len());
        other.rotate_left(middle);
        other.reverse();
        for batch in other.chunks(cut) {
            turned.keep(batch.to_vec());
        }
        prop_assert_eq!(works(&straight), works(&turned));
        straight.check_whole();
        turned.check_whole();
        let position = turned.reader().position().unwrap();
        turned.keep(readings);
        prop_assert_eq!(turned.reader().position().unwrap(), position);
    }
}
