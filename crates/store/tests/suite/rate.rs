//! How fast it is. Run by hand:
//! `cargo test -p uptake-store -- --ignored --nocapture rate`.

use std::time::Instant;

use crate::kit::{ByNames, Office, article, scope};
use model::{Clearance, Contributor, Level, Marking, Text};
use store::{Batch, Incoming, Page, Scope};

/// About what a bibliographic record with its abstract weighs.
fn synthetic(n: u64) -> Incoming {
    let mut state = n;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let rank = (state >> 33) % 20_000;
        format!("word{}", rank * rank / 20_000)
    };
    let title: Vec<String> = (0..10).map(|_| word()).collect();
    let text: Vec<String> = (0..150).map(|_| word()).collect();
    let mut incoming = article(&format!("s{n}"), &title.join(" "), &[&format!("doi:10.1000/{n}")]);
    incoming.record.abstracts.push(Text::plain(text.join(" ")));
    incoming.record.contributors.extend((0..4).map(|_| Contributor::author(&word(), &word())));
    incoming.raw = formats::to_json(&incoming.record).into_bytes();
    incoming
}

/// Keeps records `0..n_records` in their `edition` and prints how fast.
fn keep(office: &mut Office, name: &str, n_records: u64, size: u64, edition: u64) {
    let mut id = edition << 40;
    let (mut making, mut keeping) = (0.0, 0.0);
    for first in (0..n_records).step_by(size as usize) {
        let mut incoming: Vec<Incoming> = (first..(first + size).min(n_records)).map(synthetic).collect();
        incoming.iter_mut().for_each(|one| one.record.notes.push(format!("edition {edition}")));
        let start = Instant::now();
        let batch = Batch::of(incoming);
        making += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut ids = || {
            id += 1;
            id.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        };
        office.writer.ingest_batch(&batch, &ByNames, "operator", 7, &mut ids).unwrap();
        keeping += start.elapsed().as_secs_f64();
    }
    let records = n_records as f64;
    println!("{name}, batches of {size}: kept {:.0}/s, made ready {:.0}/s", records / keeping, records / making);
}

fn measure(n_records: u64, size: u64) {
    let mut office = Office::new();
    keep(&mut office, "new", n_records, size, 1);
    keep(&mut office, "the same again", n_records, size, 1);
    let bytes = std::fs::metadata(office.database()).unwrap().len();
    println!("  {} bytes on disk for each, raw {} bytes", bytes / n_records, synthetic(1).raw.len());
    let start = Instant::now();
    assert_eq!(office.records().len() as u64, n_records);
    println!("  read back {:.0}/s", n_records as f64 / start.elapsed().as_secs_f64());
    keep(&mut office, "other editions", n_records, size, 2);
    let start = Instant::now();
    let verification = store::verify(&office.reader(), &scope(), &mut |look| {
        println!("  {:.2} s, now {look}", start.elapsed().as_secs_f64());
    });
    println!("  verified in {:.2} s", start.elapsed().as_secs_f64());
    assert!(verification.unwrap().findings.is_empty());
}

#[test]
#[ignore = "a measurement"]
fn rate_of_ingest() {
    for size in [100, 1_000, 4_000] {
        measure(112_000, size);
    }
}

/// What a scope costs: reading and searching by who sees all, by who sees what is open, and by who sees
/// several markings.
#[test]
#[ignore = "a measurement"]
fn rate_under_a_scope() {
    const N_RECORDS: u64 = 100_000;
    let mut office = Office::new();
    let mut id = 0u64;
    let mut ids = || {
        id += 1;
        id.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let levels = [Level::Open, Level::Open, Level::Open, Level::Internal, Level::Restricted];
    let start = Instant::now();
    for (first, level) in (0..N_RECORDS).step_by(4_000).zip(levels.iter().cycle()) {
        let batch = Batch::marked((first..first + 4_000).map(synthetic).collect(), Marking::at(*level));
        office.writer.ingest_batch(&batch, &ByNames, "operator", 7, &mut ids).unwrap();
    }
    println!("made ready and kept {:.0}/s", N_RECORDS as f64 / start.elapsed().as_secs_f64());
    let index = crate::interference::follow(&office, &office.dir.path().join("index"), 20_000);
    let reader = office.reader();
    let clerk = Clearance { level: Level::Internal, ..crate::interference::outsider() };
    let scopes =
        [("all", Scope::office()), ("open", Scope::open()), ("open and internal", reader.scope(&clerk).unwrap())];
    for (name, scope) in scopes {
        let start = Instant::now();
        let n = reader.counts(&scope).unwrap().n_records;
        println!("{name}: counted {n} in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        let mut n_read = 0;
        let mut visit = |_| {
            n_read += 1;
            std::ops::ControlFlow::Continue(())
        };
        reader.each_record(&scope, &mut visit).unwrap();
        println!("  read {:.0}/s", f64::from(n_read) / start.elapsed().as_secs_f64());
        for text in ["word0", "word100 OR word7 OR word3000", "word1 word2", "\"word0 word1\"", "word19*"] {
            let query = matching::parse(text).unwrap();
            for facets in [false, true] {
                let page = Page { offset: 0, limit: 20, facets };
                let search = || index.search(&scope, &query, page, &mut |_| true).unwrap();
                let first = Instant::now();
                search();
                let first = first.elapsed().as_secs_f64() * 1e3;
                let start = Instant::now();
                let n_found = (0..20).map(|_| search().n_found).max().unwrap_or_default();
                let each = start.elapsed().as_secs_f64() * 1e3 / 20.0;
                println!("  {text}, facets {facets}: {n_found} found, {each:.2} ms, at first {first:.2} ms");
            }
        }
    }
}
