//! How fast it is. Run by hand:
//! `cargo test -p uptake-store -- --ignored --nocapture rate`.

use std::time::Instant;

use crate::kit::{ByNames, Office, article, scope};
use model::{Contributor, Text};
use store::{Batch, Incoming};

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

fn measure(name: &str, n_records: u64, size: u64) {
    let mut office = Office::new();
    let mut id = 0u64;
    let (mut making, mut keeping) = (0.0, 0.0);
    let whole: u64 = (0..n_records / size)
        .map(|batch| {
            let incoming: Vec<Incoming> = (batch * size..(batch + 1) * size).map(synthetic).collect();
            let bytes: u64 = incoming.iter().map(|one| one.raw.len() as u64).sum();
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
            bytes
        })
        .sum();
    let records = n_records as f64;
    println!(
        "{name}: {n_records} records of {} bytes, batches of {size}: kept {:.0}/s, made ready {:.0}/s, {} MB on disk",
        whole / n_records,
        records / keeping,
        records / making,
        std::fs::metadata(office.database()).unwrap().len() / 1_000_000,
    );
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
    for size in [1_000, 4_000] {
        measure("synthetic", 48_000, size);
    }
}
