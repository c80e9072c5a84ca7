//! How often the proposed codes are those that were given, on records that were held back.

use std::collections::BTreeMap;
use std::path::Path;

use matching::{LEARNED_RECORDS_MAX, LEARNED_RECORDS_MIN, Learner, PROPOSED_MAX, Precision};
use model::{Record, SubjectScheme};

use crate::corpus;
use crate::tally::timed;

/// Records that are learned from and measured on together: what an office has after a week, a month, a year, for ever.
const SIZES: &[usize] = &[LEARNED_RECORDS_MIN, 200, 1_000, 5_000, LEARNED_RECORDS_MAX];

/// Measures and prints.
pub fn measure(arxiv: &Path) {
    println!("\n## Codes proposed, on records held back\n");
    println!(
        "| records | codes | held back | right at 1 | most frequent at 1 | right at 5 | at best | found within 5 | learned in s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    if !arxiv.is_file() {
        println!("NOT MEASURED: `{}` is absent", arxiv.display());
        return;
    }
    let records: Vec<Record> = corpus::readings(arxiv).into_iter().map(|reading| reading.record).collect();
    // Evenly over the stream, which runs over thirty years.
    for size in SIZES {
        let step = (records.len() / size).max(1);
        let some: Vec<&Record> = records.iter().step_by(step).take(*size).collect();
        row(&some, SubjectScheme::Arxiv);
    }
}

/// The codes of a scheme, each once.
fn codes(record: &Record, scheme: SubjectScheme) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in record.subjects.iter().filter(|one| one.scheme == scheme).filter_map(|one| one.code.clone()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn row(records: &[&Record], scheme: SubjectScheme) {
    let mut learner = Learner::new(scheme);
    let mut given: Vec<Vec<String>> = Vec::new();
    // Numbered through, so every fifth is held back.
    for (number, record) in (0u64..).zip(records) {
        let codes = codes(record, scheme);
        learner.add(number, record, &codes);
        if !codes.is_empty() {
            given.push(codes);
        }
    }
    let (learned, time) = timed(|| learner.learn());
    let Some((classifier, precision)) = learned else {
        println!("| {} | NOT MEASURED: too few have codes |", records.len());
        return;
    };
    let Precision { n_held_back, at_1, at_5, best_at_5, found_at_5 } = precision;
    println!(
        "| {} | {} | {n_held_back} | {at_1:.3} | {:.3} | {at_5:.3} | {best_at_5:.3} | {found_at_5:.3} | {:.1} |",
        learner.n_records(),
        classifier.n_codes(),
        most_frequent(&given),
        time.as_secs_f64()
    );
    assert!(classifier.propose(records[0]).len() <= PROPOSED_MAX);
}

/// Share of the records that bear the code which most bear: what naming it always would get.
fn most_frequent(given: &[Vec<String>]) -> f64 {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in given.iter().flatten() {
        *counts.entry(code).or_default() += 1;
    }
    counts.values().max().map_or(0.0, |most| *most as f64 / given.len() as f64)
}
