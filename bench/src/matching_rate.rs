//! Matching the arXiv records against generated profiles, beside preparing the records alone, in seconds of the processor.

use std::hint::black_box;
use std::path::Path;

use matching::{Analysis, Engine, Matcher, Sheet, Standing, Statistics, Weights};
use model::Record;

use crate::tally::{median, processor_seconds};
use crate::{corpus, profiles};

/// One record in five feeds the generator and is not measured.
const HELD_OUT: usize = 5;

/// Records that are counted before profiles are filed.
const COUNTED: usize = 4_000;

/// Measures and prints.
pub fn measure(arxiv: &Path, sizes: &[usize], seed: u64, runs: usize) {
    let all: Vec<Record> = corpus::readings(arxiv).into_iter().map(|reading| reading.record).collect();
    let (mut held_out, mut measured) = (Vec::new(), Vec::new());
    for (i, record) in all.into_iter().enumerate() {
        if i % HELD_OUT == 0 { held_out.push(record) } else { measured.push(record) }
    }
    println!("\n## Matching {} arXiv records, one thread (seed {seed})\n", measured.len());
    println!(
        "| analysis | profiles | matches | compile s | prepare alone, records/s | match, records/s | prepare : match |"
    );
    println!("|---|---|---|---|---|---|---|");
    let largest = sizes.iter().copied().max().unwrap_or(0);
    let generated = profiles::generate(&held_out, largest, seed);
    for analysis in [Analysis::Plain, Analysis::Stemmed] {
        let mut statistics = Statistics::default();
        // Evenly over the stream, which runs over thirty years.
        let step = measured.len().div_ceil(COUNTED).max(1);
        measured.iter().step_by(step).for_each(|record| statistics.add(&Sheet::new(record, analysis)));
        for size in sizes {
            row(&measured, &generated[..*size], analysis, &statistics, runs);
        }
    }
}

fn row(records: &[Record], standing: &[Standing], analysis: Analysis, statistics: &Statistics, runs: usize) {
    let (mut compiling, mut preparing, mut matching) = (Vec::new(), Vec::new(), Vec::new());
    let mut n_matches = 0u64;
    for _ in 0..runs {
        let begin = processor_seconds();
        let engine = Engine::new(standing, analysis, statistics, Weights::default());
        compiling.push(processor_seconds() - begin);
        let mut matcher = Matcher::new(&engine, false);
        // Words are met once before, so that both runs find the table of words as full.
        records.iter().for_each(|record| {
            matcher.prepare(record);
        });
        let begin = processor_seconds();
        black_box(records.iter().map(|record| matcher.prepare(record)).sum::<usize>());
        let prepared = processor_seconds();
        let mut hits = Vec::new();
        n_matches = 0;
        for record in records {
            hits.clear();
            matcher.hits(record, &mut hits);
            n_matches += hits.len() as u64;
        }
        matching.push(processor_seconds() - prepared);
        preparing.push(prepared - begin);
    }
    let ratios = preparing.iter().zip(&matching).map(|(prepare, time)| prepare / time).collect();
    let rate = |seconds: Vec<f64>| records.len() as f64 / median(seconds);
    println!(
        "| {analysis:?} | {} | {n_matches} | {:.2} | {:.0} | {:.0} | {:.2} |",
        standing.len(),
        median(compiling),
        rate(preparing),
        rate(matching),
        median(ratios),
    );
}
