//! Ingest of the arXiv records, durable and indexed, and where the time goes.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use desk::{Office, WritableOffice};

use crate::corpus;
use crate::tally::{median, timed};

/// An empty office in a directory of its own.
pub fn office(folder: &Path) -> WritableOffice {
    Office::create(&folder.join("office"), 1, "bench", 0).expect("the directory is new")
}

/// Takes a file in.
pub fn take_in(office: &mut WritableOffice, arxiv: &Path) -> u64 {
    let mut next = 0u64;
    // Distinct and scattered, as random numbers are.
    let mut ids = move || {
        next += 1;
        next.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let mut read = |sink: &mut desk::Sink<'_>| {
        corpus::each(File::open(arxiv).expect("the file was there"), &mut |reading| sink(reading));
    };
    desk::ingest(office, "bench", 1, &mut ids, &mut read, &mut |_| {}).expect("ingest").n_kept
}

/// Measures and prints.
pub fn measure(arxiv: &Path, runs: usize) {
    println!("\n## Ingest of the arXiv records, durable and indexed\n");
    println!("| what | records/s | of reading alone |");
    println!("|---|---|---|");
    let mut rows: Vec<(&str, Vec<f64>)> = vec![
        ("reading alone", vec![]),
        ("ingest: read, keep, index", vec![]),
        ("the same again: nothing new", vec![]),
        ("making the index anew", vec![]),
    ];
    for _ in 0..runs {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let mut n_records = 0u64;
        let (_, reading) = timed(|| {
            corpus::each(File::open(arxiv).expect("the file was there"), &mut |_| {
                n_records += 1;
                ControlFlow::Continue(())
            });
        });
        let rate = |time: Duration| n_records as f64 / time.as_secs_f64();
        let mut office = office(folder.path());
        let (_, first) = timed(|| take_in(&mut office, arxiv));
        let (_, again) = timed(|| take_in(&mut office, arxiv));
        let (_, index) = timed(|| office.reindex(&mut |_| {}).expect("the index"));
        office.close().expect("closing");
        for (row, time) in rows.iter_mut().zip([reading, first, again, index]) {
            row.1.push(rate(time));
        }
    }
    let alone = median(rows[0].1.clone());
    for (title, rates) in rows {
        let rate = median(rates);
        println!("| {title} | {rate:.0} | {:.2} |", rate / alone);
    }
}

/// Takes a file in under numbers that were not there before, until told to stop.
pub fn take_in_renamed(office: &mut WritableOffice, arxiv: &Path, stop: &std::sync::atomic::AtomicBool) {
    let round = office.office().counts().expect("counts").n_records;
    let mut next = round;
    let mut ids = move || {
        next += 1;
        next.wrapping_mul(0xd1b5_4a32_d192_ed03)
    };
    let mut read = |sink: &mut desk::Sink<'_>| {
        let mut number = round;
        corpus::each(File::open(arxiv).expect("the file was there"), &mut |mut reading| {
            number += 1;
            reading.record.relations.clear();
            reading.record.identifiers =
                model::Identifier::new(model::Scheme::Oai, &format!("oai:bench:{number}")).into_iter().collect();
            if let Some(title) = reading.record.titles.first_mut() {
                title.text.push_str(&format!(" {number}"));
            }
            if stop.load(std::sync::atomic::Ordering::Relaxed) { ControlFlow::Break(()) } else { sink(reading) }
        });
    };
    desk::ingest(office, "bench", 2, &mut ids, &mut read, &mut |_| {}).expect("ingest");
}
