//! Needs that are stated in one scheme and records that are classed by another.

use std::sync::Arc;

use model::{
    Concept, ConceptCode, ConceptScheme, Crosswalk, Mapping, MappingRelation, Record, SchemeHead, Subject,
    SubjectScheme,
};

use super::*;
use crate::analysis::Analysis;
use crate::oracle;
use crate::query::parse;
use crate::ranking::Weights;
use crate::sheet::Sheet;
use crate::statistics::Statistics;

/// Two small schemes of our own, `works` (what a works makes) and `trades` (who makes it), and a crosswalk.
fn crosswalk() -> Crosswalk {
    let concept = |notation: &str, label: &str, broader: &[&str]| Concept {
        broader: broader.iter().map(ToString::to_string).collect(),
        ..Concept::labelled(notation, label)
    };
    let works = vec![concept("W1", "castings", &[]), concept("W2", "grey iron castings", &["W1"])];
    let trades = vec![concept("R1", "foundry work", &[]), concept("R2", "moulding in sand", &["R1"])];
    let schemes = [("works", works), ("trades", trades)]
        .map(|(word, concepts)| Arc::new(ConceptScheme::kept(SchemeHead::named(word), concepts).unwrap().0));
    let mapping = |from: (&str, &str), relation, to: (&str, &str)| Mapping {
        from: ConceptCode::new(from.0, from.1),
        relation,
        to: ConceptCode::new(to.0, to.1),
    };
    let mappings = vec![
        mapping(("works", "W2"), MappingRelation::Close, ("trades", "R1")),
        mapping(("grnti", "29"), MappingRelation::Exact, ("ford", "1.3")),
        mapping(("ford", "2.3"), MappingRelation::Narrower, ("grnti", "55.19")),
    ];
    Crosswalk::new(mappings, schemes).0
}

/// Engine and oracle both, and the grounds as a delivery keeps them.
#[track_caller]
fn check(query: &str, scheme: SubjectScheme, code: &str, expected: &str) {
    let record = Record { subjects: vec![Subject::coded(scheme, code)], ..Record::default() };
    let query = parse(query).unwrap().across(&crosswalk());
    let verdict = oracle::judge(&query, &Sheet::new(&record, Analysis::Stemmed));
    let standing = [Standing { query, threshold: None }];
    let engine = Engine::new(&standing, Analysis::Stemmed, &Statistics::default(), Weights::default());
    let mut hits = Vec::new();
    Matcher::new(&engine, false).hits(&record, &mut hits);
    assert_eq!(verdict.holds, !hits.is_empty());
    let said = match verdict.holds {
        true => verdict.grounds.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        false => format!("not: {}", verdict.clause.reason),
    };
    assert_eq!(said, expected);
}

#[test]
fn a_need_in_one_scheme_meets_a_record_in_another_and_the_grounds_tell_the_way() {
    use SubjectScheme::{Ford, Grnti, Other, Udc};
    check("class:29", Ford, "1.3", "`GRNTI 29 → exact → FORD 1.3`");
    check("class:1.3", Grnti, "29.19.31", "`FORD 1.3 → exact → GRNTI 29 → below → GRNTI 29.19.31`");
    check(
        "class:2",
        Grnti,
        "55.19.03",
        "`FORD 2 → below → FORD 2.3 → narrower → GRNTI 55.19 → below → GRNTI 55.19.03`",
    );
    check("class:w1", Other, "R2", "`works W1 → below → works W2 → close → trades R1 → below → trades R2`");
    check("class:29", Grnti, "29.19", "`class:29`");
    check("class:29", Udc, "1.3", "not: no class of the record is 29 or below it; it has 1.3");
    check("class:29.19", Ford, "1.3", "not: no class of the record is 29.19 or below it; it has 1.3");
    check("class:55.19", Ford, "2.3", "not: no class of the record is 55.19 or below it; it has 2.3");
    check("class:\"29\"", Ford, "1.3", "`GRNTI 29 → exact → FORD 1.3`");
    check("NOT class:29", Ford, "1.3", "not: barred: `GRNTI 29 → exact → FORD 1.3`");
}

#[test]
fn a_query_that_was_led_across_is_written_as_it_was() {
    let query = parse("steam AND class:29").unwrap();
    let led = query.clone().across(&crosswalk());
    assert_eq!(led.to_string(), query.to_string());
    assert_eq!(led.clone().across(&crosswalk()), led);
    assert_eq!(parse("class:71").unwrap().across(&crosswalk()), parse("class:71").unwrap());
}

#[test]
fn a_class_that_the_office_gave_is_met_and_told_as_such() {
    let record = Record {
        subjects: vec![Subject::coded(SubjectScheme::Ipc, "B23K1/00")],
        given: vec![Subject::coded(SubjectScheme::Ipc, "H01L21/02"), Subject::coded(SubjectScheme::Ford, "1.3")],
        ..Record::default()
    };
    let said = |query: &str| {
        let query = parse(query).unwrap().across(&crosswalk());
        let verdict = oracle::judge(&query, &Sheet::new(&record, Analysis::Stemmed));
        let standing = [Standing { query, threshold: None }];
        let engine = Engine::new(&standing, Analysis::Stemmed, &Statistics::default(), Weights::default());
        let mut hits = Vec::new();
        Matcher::new(&engine, false).hits(&record, &mut hits);
        assert_eq!(verdict.holds, !hits.is_empty());
        let grounds: Vec<String> = verdict.grounds.iter().map(ToString::to_string).collect();
        (grounds.join("; "), verdict.clause.reason.to_string())
    };
    let by_office = "the office gave the record class:h01l".to_owned();
    assert_eq!(said("class:H01L"), ("`class:h01l` given by the office".to_owned(), by_office));
    assert_eq!(said("class:B23K").0, "`class:b23k`");
    assert_eq!(said("class:29").0, "`GRNTI 29 → exact → FORD 1.3` given by the office");
    assert!(said("NOT class:H01L").1.contains("given by the office"), "what the office gave bars as well");
    let of_both = Record { subjects: record.given.clone(), ..record.clone() };
    let verdict = oracle::judge(&parse("class:H01L").unwrap(), &Sheet::new(&of_both, Analysis::Stemmed));
    assert!(!verdict.grounds[0].is_by_office(), "where a source says it too, it is the source's");
}
