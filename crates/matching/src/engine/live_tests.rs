//! Engines that change, and compiled sets as bytes, against engines compiled from scratch.

use std::sync::Arc;

use model::{Record, Text};
use proptest::prelude::*;

use super::tests::{query, record};
use super::*;
use crate::analysis::Analysis;
use crate::query::parse;
use crate::ranking::Weights;
use crate::sheet::Sheet;
use crate::statistics::Statistics;

fn one(text: &str, threshold: Option<f32>) -> Standing {
    Standing { query: parse(text).unwrap_or_else(|error| panic!("{text}: {error}")), threshold }
}

fn counted(records: &[Record], analysis: Analysis) -> Statistics {
    let mut statistics = Statistics::default();
    records.iter().for_each(|record| statistics.add(&Sheet::new(record, analysis)));
    statistics
}

/// Number and rank of each hit, in order; ranks to three places.
fn told(mut hits: Vec<Hit>) -> Vec<(u32, i64)> {
    hits.sort_by_key(|hit| hit.profile);
    hits.iter().map(|hit| (hit.profile, (hit.score * 1e3).round() as i64)).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Add(String, Option<f32>),
    Change(usize, String, Option<f32>),
    Remove(usize),
    Merge,
}

fn change() -> impl Strategy<Value = Step> {
    let threshold = prop_oneof![4 => Just(None), 1 => Just(Some(0.5))];
    prop_oneof![
        4 => (query(), threshold.clone()).prop_map(|(text, threshold)| Step::Add(text, threshold)),
        3 => (any::<usize>(), query(), threshold).prop_map(|(at, text, threshold)| Step::Change(at, text, threshold)),
        3 => any::<usize>().prop_map(Step::Remove),
        1 => Just(Step::Merge),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn an_engine_that_changed_finds_what_one_compiled_anew_finds(
        first in prop::collection::vec(query(), 0..6),
        changes in prop::collection::vec(change(), 1..12),
        records in prop::collection::vec(record(), 1..5),
        plain in any::<bool>(),
        stored in any::<bool>(),
    ) {
        let analysis = if plain { Analysis::Plain } else { Analysis::Stemmed };
        let statistics = Arc::new(counted(&records, analysis));
        let mut now: Vec<Option<Standing>> = first.iter().map(|text| Some(one(text, None))).collect();
        let standing: Vec<Standing> = now.iter().flatten().cloned().collect();
        let mut base = Engine::new(&standing, analysis, &statistics, Weights::default());
        if stored {
            let mut bytes = Vec::new();
            base.write([7; 32], &mut bytes).unwrap();
            let (read, origin) = Engine::read(&bytes).unwrap();
            prop_assert_eq!(origin, [7; 32]);
            base = read;
        }
        let live = LiveEngine::new(base, Arc::clone(&statistics));
        // One reader from the beginning, so that it remembers words from before they were asked for.
        let mut reader = LiveMatcher::new(&live, true);
        for change in changes {
            let n = now.len().max(1);
            match change {
                Step::Add(text, threshold) => {
                    now.push(Some(one(&text, threshold)));
                    prop_assert_eq!(live.add(&one(&text, threshold)) as usize, now.len() - 1);
                }
                Step::Change(at, text, threshold) => {
                    let known = live.change((at % n) as u32, &one(&text, threshold));
                    prop_assert_eq!(known, !now.is_empty());
                    if let Some(place) = now.get_mut(at % n) {
                        *place = Some(one(&text, threshold));
                    }
                }
                Step::Remove(at) => {
                    live.remove((at % n) as u32);
                    if let Some(place) = now.get_mut(at % n) {
                        *place = None;
                    }
                }
                Step::Merge => {
                    live.merge();
                    prop_assert_eq!(live.n_unmerged(), 0);
                }
            }
            let (numbers, standing): (Vec<u32>, Vec<Standing>) =
                (0..).zip(&now).filter_map(|(number, one)| Some((number, one.clone()?))).unzip();
            let anew = Engine::new(&standing, analysis, &statistics, Weights::default());
            let mut matcher = Matcher::new(&anew, true);
            for record in &records {
                let (mut hits, mut expected) = (Vec::new(), Vec::new());
                reader.hits(record, &mut hits);
                matcher.hits(record, &mut expected);
                expected.iter_mut().for_each(|hit| hit.profile = numbers[hit.profile as usize]);
                prop_assert_eq!(told(hits), told(expected));
            }
        }
    }

    #[test]
    fn bytes_that_were_changed_are_refused(
        queries in prop::collection::vec(query(), 1..5),
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
        cut in any::<bool>(),
        // Whoever changes the bytes may make the hash anew.
        hashed in any::<bool>(),
        records in prop::collection::vec(record(), 1..4),
    ) {
        let standing: Vec<Standing> = queries.iter().map(|text| one(text, None)).collect();
        let engine = Engine::new(&standing, Analysis::Stemmed, &Statistics::default(), Weights::default());
        let mut bytes = Vec::new();
        engine.write([0; 32], &mut bytes).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        if hashed && bytes.len() > 64 {
            super::stored::hash_anew(&mut bytes);
            // It may be read: then it must be served without a fall.
            if let Ok((engine, _)) = Engine::read(&bytes) {
                for record in &records {
                    Matcher::new(&engine, true).hits(record, &mut Vec::new());
                }
            }
        } else {
            prop_assert!(Engine::read(&bytes).is_err());
        }
    }

    #[test]
    fn bytes_of_any_kind_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Engine::read(&bytes).is_err());
        prop_assert!(Engine::read(&[b"UPTAKEMS\x01\0\0\0", &*bytes].concat()).is_err());
    }
}

#[test]
fn each_refusal_names_the_next_step() {
    let engine = Engine::new(&[one("gas", None)], Analysis::Plain, &Statistics::default(), Weights::default());
    let mut bytes = Vec::new();
    engine.write([0; 32], &mut bytes).unwrap();
    let check = |bytes: &[u8], expected: &str| assert_eq!(Engine::read(bytes).unwrap_err().to_string(), expected);
    check(b"%PDF", "not a compiled set of profiles");
    check(&bytes[..bytes.len() - 1], "the compiled set is cut short or damaged; compile the profiles again");
    bytes[8] = 9;
    check(&bytes, "a compiled set of version 9, and this engine reads version 1; compile the profiles again");
}

#[test]
fn records_pass_while_profiles_change() {
    let texts = ["gas turbine", "steam blade", "a rectifier of steel", "gas and steam"];
    let records = texts.map(|title| Record { titles: vec![Text::plain(title)], ..Record::default() });
    let engine = Engine::new(&[one("gas", None)], Analysis::Plain, &Statistics::default(), Weights::default());
    let live = LiveEngine::new(engine, Arc::new(Statistics::default()));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut matcher = LiveMatcher::new(&live, false);
            for record in records.iter().cycle().take(20_000) {
                let mut hits = Vec::new();
                matcher.hits(record, &mut hits);
                let gas = record.titles[0].text.starts_with("gas");
                assert_eq!(hits.iter().any(|hit| hit.profile == 0), gas, "what did not change is found throughout");
            }
        });
        for i in 0..500 {
            let number = live.add(&one(&format!("steam AND word{i}"), None));
            live.change(number, &one("blade", None));
            if i % 2 == 0 {
                live.remove(number);
            }
            if i % 100 == 0 {
                live.merge();
            }
        }
        reader.join().unwrap();
    });
    let mut hits = Vec::new();
    LiveMatcher::new(&live, false).hits(&records[1], &mut hits);
    assert_eq!(hits.len(), 250);
}
