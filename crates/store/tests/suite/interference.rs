//! What an outsider sees does not depend on what is hidden from them: not a row, not a count, not a
//! digit of a score.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;

use matching::{Analysis, Sheet, oracle, parse};
use model::{Clearance, Contributor, Identifier, Kind, Language, Level, Marking, PartialDate, Text};
use store::{Batch, DeliveryFilter, Incoming, Indexer, Page, Reader, Scope, SearchIndex};

use crate::deliveries::delivery;
use crate::kit::{ByNames, Office, article, of_kind, scope};
use crate::programme;

const QUERIES: &[&str] = &[
    "turbine",
    "turbine OR steam OR weld OR copper OR gas OR valve",
    "turbine steam NOT weld",
    "NOT turbine",
    "\"steam turbine\"",
    "turb*",
    "title:ste*",
    "steam NEAR/12 (copper OR gas)",
    "kind:article turbine",
    "author:petrova",
    "year:1960..1962 copper",
    "lang:ru",
    "турбина OR turbine",
    "\"gas turb*\"",
];

/// A record whose words hang on its number alone.
fn written(number: u64, prefix: &str) -> Incoming {
    const WORDS: &[&str] =
        &["turbine", "steam", "weld", "copper", "gas", "valve", "boiler", "blade", "furnace", "ship", "the", "of"];
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let title: Vec<&str> = (0..3 + draw(4)).map(|_| WORDS[draw(WORDS.len())]).collect();
    let body: Vec<&str> = (0..10 + draw(60)).map(|_| WORDS[draw(WORDS.len())]).collect();
    let kind = if draw(3) == 0 { Kind::Patent } else { Kind::Article };
    let doi = format!("doi:10.1000/{prefix}{number}");
    let mut incoming = of_kind(kind, &format!("{prefix}{number}"), &title.join(" "), &[&doi]);
    incoming.record.abstracts.push(Text::plain(body.join(" ")));
    incoming.record.published = PartialDate::of_year(1955 + draw(12) as i32);
    incoming
}

/// A hidden record: like the open ones, at times bearing the identifier of one, at times in a language
/// that none of them is in.
fn hidden(number: u64) -> Incoming {
    let mut incoming = written(number, "h");
    if number.is_multiple_of(7) {
        let shared = Identifier::parse(&format!("doi:10.1000/o{}", number % 300)).unwrap();
        incoming.keys.insert(0, shared.to_string());
        incoming.record.identifiers.push(shared);
    }
    if number.is_multiple_of(5) {
        let language = Language::parse("ru");
        incoming.record.titles =
            vec![Text { language: language.clone(), text: "Паровая турбина".into() }];
        incoming.record.language = language;
        incoming.record.contributors.push(Contributor::author("Сидоров", "Пётр"));
    }
    incoming
}

/// Takes every change before the index, as `desk` does, and commits after so many.
pub fn follow(office: &Office, folder: &Path, at_once: usize) -> SearchIndex {
    let reader = office.reader();
    let mut indexer = Indexer::open(folder, |position| reader.holds(position).unwrap()).unwrap();
    let goal = reader.position().unwrap();
    let mut at = indexer.position().map_or(0, |position| position.change_seq);
    while at < goal.change_seq {
        let changes = reader.changes_after(&scope(), at, at_once).unwrap();
        let Some(last) = changes.last() else { break };
        at = last.seq;
        for change in &changes {
            match &change.record {
                Some(record) => indexer.add(change.id, record, &change.texts, change.label, true).unwrap(),
                None => indexer.remove(change.id).unwrap(),
            }
        }
        // Many commits make many segments, and merges of them.
        indexer.commit(&store::Position { change_seq: at, ..goal }).unwrap();
    }
    indexer.commit(&goal).unwrap();
    let index = indexer.search().unwrap();
    indexer.close().unwrap();
    index
}

/// Somebody of the office who is admitted to nothing.
pub fn outsider() -> Clearance {
    let (compartments, units, within) = Default::default();
    Clearance { level: Level::Internal, compartments, units, within }
}

/// Everything that a reader can be told, word for word.
fn told(reader: &Reader, index: &SearchIndex, scope: &Scope) -> String {
    let mut told = String::new();
    for text in QUERIES {
        let query = parse(text).unwrap();
        for (offset, limit) in [(0, 10), (10, 10), (25, 500), (0, 0)] {
            let page = Page { offset, limit, facets: true };
            let search = index.search(scope, &query, page, &mut |id| {
                let held = reader.record(scope, id).unwrap();
                held.is_some_and(|held| oracle::judge(&query, &Sheet::new(&held.record, Analysis::Stemmed)).holds)
            });
            writeln!(told, "{text} {offset} {:?}", search.unwrap()).unwrap();
        }
    }
    writeln!(told, "{:?}", reader.counts(scope).unwrap()).unwrap();
    let mut records = Vec::new();
    let mut visit = |held| {
        records.push(held);
        ControlFlow::Continue(())
    };
    reader.each_record(scope, &mut visit).unwrap();
    reader.each_record_since(scope, 0, &mut visit).unwrap();
    for held in &records {
        writeln!(told, "{held:?}").unwrap();
        let items = reader.items(scope, held.id).unwrap();
        for item in &items {
            writeln!(told, "{item:?} {:?}", reader.raw(scope, item.id).unwrap()).unwrap();
        }
        for identifier in &held.record.identifiers {
            writeln!(told, "{:?}", reader.records_identified(scope, identifier).unwrap()).unwrap();
        }
        let thing = model::Thing::new(model::Noun::Record, held.id);
        writeln!(told, "{:?}", reader.related(scope, held.id).unwrap()).unwrap();
        writeln!(told, "{:?}", reader.history(scope, &thing, 99).unwrap()).unwrap();
    }
    writeln!(told, "{:?}", reader.needs(scope).unwrap()).unwrap();
    writeln!(told, "{:?}", reader.deliveries(scope, &DeliveryFilter::default()).unwrap()).unwrap();
    writeln!(told, "{:?}", reader.changes_after(scope, 0, 100_000).unwrap()).unwrap();
    writeln!(told, "{:?}", reader.facts_after(scope, 0, 100_000).unwrap()).unwrap();
    told
}

#[test]
fn ten_thousand_hidden_records_change_no_byte_of_an_outsiders_answers() {
    let mut office = Office::new();
    office.writer.keep_programme(&programme::programme(), "operator", 5).unwrap();
    let open: Vec<Incoming> = (0..300).map(|number| written(number, "o")).collect();
    let kept = office.keep(open);
    let laid: Vec<_> = kept.iter().take(9).map(|one| delivery(one.record, "diesel")).collect();
    office.writer.keep_deliveries(&laid, "operator", 9).unwrap();
    let folder = office.dir.path().join("index");
    let index = follow(&office, &folder, 500);
    let reader = office.reader();
    let clerk = outsider();
    let before = [told(&reader, &index, &Scope::open()), told(&reader, &index, &reader.scope(&clerk).unwrap())];
    assert!(before[0].len() > 100_000, "there is something to tell");

    let secret = Marking::at(Level::Restricted);
    for first in (0..10_000).step_by(2_000) {
        let batch = Batch::marked((first..first + 2_000).map(hidden).collect(), secret.clone());
        let mut bits = first << 20;
        let mut ids = || {
            bits += 1;
            bits.wrapping_mul(0xd134_2543_de82_ef95)
        };
        let kept = office.writer.ingest_batch(&batch, &ByNames, "operator", 77, &mut ids).unwrap();
        let laid: Vec<_> = kept.iter().take(9).map(|one| delivery(one.record, "diesel")).collect();
        office.writer.keep_deliveries(&laid, "operator", 79).unwrap();
    }
    let after = follow(&office, &folder, 500);
    for index in [&after, &SearchIndex::open(&folder).unwrap()] {
        let now = [told(&reader, index, &Scope::open()), told(&reader, index, &reader.scope(&clerk).unwrap())];
        for (before, now) in before.iter().zip(&now) {
            for (before, now) in before.lines().zip(now.lines()) {
                assert_eq!(now, before);
            }
            assert_eq!(now.len(), before.len());
        }
    }
    let cleared = Clearance { level: Level::Restricted, ..clerk };
    let page = Page { offset: 0, limit: 10, facets: true };
    let count = |scope: &Scope| after.search(scope, &parse("turbine").unwrap(), page, &mut |_| false).unwrap().n_found;
    assert!(count(&reader.scope(&cleared).unwrap()) > 5_000, "those who may see them find them");
    assert_eq!(count(&reader.scope(&cleared).unwrap()), count(&Scope::office()));
    office.check_whole();
}

#[test]
fn a_raised_marking_takes_a_record_out_of_every_search_of_an_outsider() {
    let mut office = Office::new();
    let id = office.keep_one(article("a", "Steam turbines", &["doi:10.1000/steam"])).record;
    office.keep_one(article("b", "Gas turbines", &["doi:10.1000/gas"]));
    let folder = office.dir.path().join("index");
    let page = Page { offset: 0, limit: 10, facets: true };
    let count = |index: &SearchIndex, scope: &Scope| {
        index.search(scope, &parse("turbine").unwrap(), page, &mut |_| false).unwrap().n_found
    };
    let index = follow(&office, &folder, 500);
    assert_eq!((count(&index, &Scope::open()), count(&index, &Scope::office())), (2, 2));
    let marking = Marking::at(Level::Confidential);
    office.writer.transact("operator", 30, |deed| deed.mark_record(id, &marking)).unwrap();
    let index = follow(&office, &folder, 500);
    assert_eq!((count(&index, &Scope::open()), count(&index, &Scope::office())), (1, 2));
    office.writer.transact("operator", 31, |deed| deed.mark_record(id, &Marking::default())).unwrap();
    let index = follow(&office, &folder, 500);
    assert_eq!((count(&index, &Scope::open()), count(&index, &Scope::office())), (2, 2));
}
