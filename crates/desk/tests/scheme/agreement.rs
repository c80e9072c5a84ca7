//! Whatever judges a record by a query judges it alike: the engine that delivers, the oracle that says why, the search of
//! records, the preview of a profile and the marks on a page.

use std::collections::BTreeSet;

use matching::parse;
use model::{Level, MappingRelation, RecordId, SubjectScheme};
use proptest::prelude::*;
use store::Page;

use crate::house::House;

/// Schemes of the three sorts: by notation, by naming, and of the office's own.
const SCHEMES: &[(&str, SubjectScheme, &[&str])] = &[
    ("grnti", SubjectScheme::Grnti, &["29", "29.19", "29.19.31", "55"]),
    ("ford", SubjectScheme::Ford, &["1", "1.3", "2", "2.3"]),
    ("mesh", SubjectScheme::Mesh, &["D01", "D02", "D03"]),
    ("own", SubjectScheme::Other, &["A", "B", "29"]),
];

/// `mesh` and `own` name what is above: each class the one before it.
fn table(codes: &[&str], by_naming: bool) -> String {
    let above = |at: usize| if by_naming && at > 0 { codes[at - 1] } else { "" };
    let rows = codes.iter().enumerate().map(|(at, code)| format!("{code},{code},{}\n", above(at)));
    format!("notation,label,broader\n{}", rows.collect::<String>())
}

fn class() -> impl Strategy<Value = (usize, usize)> {
    (0..SCHEMES.len()).prop_flat_map(|scheme| (Just(scheme), 0..SCHEMES[scheme].2.len()))
}

fn query() -> impl Strategy<Value = String> {
    let code = |(scheme, at): (usize, usize)| SCHEMES[scheme].2[at];
    prop_oneof![
        class().prop_map(move |own| format!("class:{}", code(own))),
        class().prop_map(move |own| format!("class:\"{}\"", code(own))),
        class().prop_map(move |own| format!("steam AND NOT class:{}", code(own))),
        (class(), class()).prop_map(move |(a, b)| format!("class:{} AND class:{}", code(a), code(b))),
        class().prop_map(move |own| format!("steam OR class:{}", code(own))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn nothing_that_judges_disagrees(
        mapped in prop::collection::vec((class(), prop::sample::select(MappingRelation::ALL.to_vec()), class()), 0..6),
        records in prop::collection::vec((any::<bool>(), prop::collection::vec(class(), 0..3)), 1..8),
        query in query(),
    ) {
        let mut house = House::new();
        for (word, _, codes) in SCHEMES {
            house.bring(table(codes, matches!(*word, "mesh" | "own")).as_bytes(), word);
        }
        for (from, relation, to) in mapped {
            let end = |(scheme, at): (usize, usize)| (SCHEMES[scheme].0, SCHEMES[scheme].2[at]);
            // Between classes of one scheme, or said already, it is refused.
            let _ = house.map(end(from), relation, end(to));
        }
        let records: Vec<RecordId> = (1..).zip(records).map(|(n, (steam, classes))| {
            let subjects: Vec<_> = classes.into_iter().map(|(scheme, at)| (SCHEMES[scheme].1, SCHEMES[scheme].2[at])).collect();
            house.record(&format!("{} {n}", if steam { "Steam" } else { "Water" }), &subjects)
        }).collect();
        house.need("need", "engineer", Level::Open, &[&query]);
        house.pass();
        house.close();

        let delivered: BTreeSet<RecordId> = house.delivered("need").into_iter().map(|(record, _)| record).collect();
        let office = &house.office;
        let need = office.need("need").unwrap();
        let page = Page { offset: 0, limit: 50, facets: false };
        let search = office.search(&query, page, &mut |_| {}).unwrap();
        let found: BTreeSet<RecordId> = search.hits.iter().map(|hit| hit.record.id).collect();
        prop_assert_eq!(&found, &delivered, "the search for {}", query);
        prop_assert_eq!(search.n_found as usize, found.len());
        prop_assert_eq!(office.preview(&query, None, 0).unwrap().n_found as usize, found.len());
        for record in records {
            let why = office.why(&record.to_string(), "need", house.today).unwrap();
            prop_assert_eq!(why.would_deliver, delivered.contains(&record), "why {} of {}", query, record);
            let grounds = office.grounds_of(&need, &why.record.record).unwrap();
            prop_assert_eq!(&grounds, &why.profiles[0].grounds);
            if let Some(hit) = search.hits.iter().find(|hit| hit.record.id == record) {
                prop_assert_eq!(&hit.grounds, &grounds);
            }
        }
        for (record, written) in house.delivered("need") {
            let why = office.why(&record.to_string(), "need", house.today).unwrap();
            for ground in &why.profiles[0].grounds {
                prop_assert!(written.contains(&ground.to_string()), "{} keeps {}", written, ground);
            }
        }
        // A query is kept as it was written: the crosswalk of the day is no part of it.
        prop_assert_eq!(parse(&need.profiles[0].query).unwrap().to_string(), parse(&query).unwrap().to_string());
    }
}
