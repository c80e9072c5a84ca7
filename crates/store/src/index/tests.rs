//! A search means what the same words mean in a profile.

use std::collections::{BTreeSet, HashMap};

use matching::{Analysis, Sheet, oracle, parse};
use model::{Contributor, Kind, Language, PartialDate, Record, RecordId, Subject, SubjectScheme, Text};

use super::*;
use crate::Scope;

fn record(title: &str, body: &str, language: &str, year: i32) -> Record {
    let language = Language::parse(language);
    Record {
        titles: vec![Text { language: language.clone(), text: title.to_owned() }],
        abstracts: vec![Text { language: language.clone(), text: body.to_owned() }],
        contributors: vec![Contributor::author("Steel", "Ada"), Contributor::author("Schaufel", "Karl")],
        subjects: vec![Subject::coded(SubjectScheme::Cpc, "F02C7/18"), Subject::keyword("cooling of blades")],
        published: PartialDate::of_year(year),
        kind: if year % 2 == 0 { Kind::Patent } else { Kind::Article },
        language,
        ..Record::default()
    }
}

fn collection() -> Vec<(RecordId, Record)> {
    let texts = [
        ("Gas turbines for ships", "A turbine driven by gas, cooled by steam."),
        ("Welding of steel", "Steels are welded with gas. The weld is tested by X-rays."),
        ("Gasturbinen im Schiff", "Die Turbine wird mit Gas betrieben und mit Dampf gekühlt."),
        ("Steam, gas and power", "Turbulence in gas flows behind the turbine blades of power plants"),
        ("Газовые турбины", "Турбина для судов и электростанций"),
        ("Blades", ""),
        ("", "gas"),
    ];
    let languages = ["en", "en", "de", "", "ru", "en", ""];
    let records = texts.iter().zip(languages).enumerate().map(|(i, ((title, body), language))| {
        (RecordId::from_bits(1_000 + i as u64), record(title, body, language, 1958 + i as i32))
    });
    records.collect()
}

fn indexed(folder: &Path) -> (SearchIndex, HashMap<RecordId, Record>) {
    let mut indexer = Indexer::open(folder, |_| true).unwrap();
    let records = collection();
    for (id, record) in &records {
        indexer.add(*id, record, &[], Label(1), false).unwrap();
    }
    indexer.commit(&position(7)).unwrap();
    (indexer.search().unwrap(), records.into_iter().collect())
}

fn all() -> Page {
    Page { offset: 0, limit: 100, facets: true }
}

#[test]
fn a_search_finds_what_the_slow_evaluator_holds_for_true() {
    let folder = tempfile::tempdir().unwrap();
    let (index, records) = indexed(&folder.path().join("index"));
    for text in [
        "turbine",
        "turbines gas",
        "gas OR weld",
        "gas NOT turbine",
        "NOT turbine",
        "gas NOT (turb* NEAR/9 blade)",
        "\"gas turbine\"",
        "\"turbine for ships\"",
        "turb*",
        "\"gas turb*\"",
        "title:gas",
        "abstract:gas",
        "title:turb*",
        "title:\"gas turbine\"",
        "gas NEAR/3 turbine",
        "gas NEAR/20 turbine",
        "gas ADJ/2 turbine",
        "turbine ADJ/5 (gas OR steam)",
        "(\"gas flows\" OR steam) NEAR/4 turbine",
        "x-ray",
        "турбина",
        "gekuhlt",
        "author:steel",
        "author:\"ada steel\"",
        "author:\"steel ada\"",
        "author:scha*",
        "author:(ada NEAR/2 steel)",
        "class:F02C",
        "class:F02C7/18",
        "class:\"F02C\"",
        "kind:patent gas",
        "lang:de",
        "year:1960..1961",
        "year:..1959 OR kind:article",
        "cooling",
        "blades NEAR/5 cooling",
        "absentword",
        "absent*",
        "gas OR NOT gas",
        "text:(\"driven by gas\" ADJ/3 steam)",
    ] {
        let query = parse(text).unwrap();
        let holds = |record: &Record| oracle::judge(&query, &Sheet::new(record, Analysis::Stemmed)).holds;
        let expected: BTreeSet<RecordId> =
            records.iter().filter(|(_, record)| holds(record)).map(|(id, _)| *id).collect();
        let search =
            index.search(&Scope::office(), &query, all(), &mut |id| records.get(&id).is_some_and(holds)).unwrap();
        let found: BTreeSet<RecordId> = search.found.iter().map(|found| found.id).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(search.n_found, expected.len() as u64, "{text}");
    }
}

#[test]
fn a_title_that_holds_the_word_ranks_first_and_facets_count_the_hits() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = indexed(&folder.path().join("index"));
    let search = index.search(&Scope::office(), &parse("weld").unwrap(), all(), &mut |_| false).unwrap();
    assert_eq!(search.found[0].id, RecordId::from_bits(1_001));
    assert!(search.found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    let search = index
        .search(&Scope::office(), &parse("gas").unwrap(), Page { offset: 1, limit: 1, facets: true }, &mut |_| false)
        .unwrap();
    assert_eq!((search.found.len() as u64, search.n_found), (1, 5));
    let kinds = search.facets.iter().find(|facet| facet.name == "kind").unwrap();
    assert_eq!(kinds.values.iter().map(|(_, n)| n).sum::<u64>(), 5);
}

#[test]
fn a_record_taken_in_again_takes_the_place_of_the_one_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    drop(indexed(&path));
    let mut indexer = Indexer::open(&path, |_| true).unwrap();
    assert_eq!(indexer.position(), Some(position(7)));
    indexer.add(RecordId::from_bits(1_005), &record("Rotors", "", "en", 1960), &[], Label(1), true).unwrap();
    indexer.commit(&position(8)).unwrap();
    let index = indexer.search().unwrap();
    let count =
        |text: &str| index.search(&Scope::office(), &parse(text).unwrap(), all(), &mut |_| false).unwrap().n_found;
    assert_eq!((count("title:blades"), count("rotor"), index.n_records()), (0, 1, 7));
}

#[test]
fn an_index_that_is_foreign_ahead_or_damaged_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    drop(indexed(&path));
    assert_eq!(Indexer::open(&path, |at| *at == position(7)).unwrap().position(), Some(position(7)), "its own");
    assert_eq!(Indexer::open(&path, |_| false).unwrap().position(), None, "foreign or ahead");
    drop(indexed(&path));
    std::fs::write(path.join("meta.json"), "{").unwrap();
    assert_eq!(Indexer::open(&path, |_| true).unwrap().position(), None, "damaged");
}

fn position(change_seq: u64) -> Position {
    Position { change_seq, ledger_seq: change_seq + 3, ledger_hash: [0x5a; 32] }
}
