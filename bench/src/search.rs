//! Searching while ingest runs.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use desk::Office;
use store::Page;

use crate::tally::{percentile, timed};
use crate::{corpus, ingest};

/// Searches that are timed in each condition.
const SEARCHES: usize = 200;

/// Measures and prints.
pub fn measure(arxiv: &Path) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let mut office = ingest::office(folder.path());
    ingest::take_in(&mut office, arxiv);
    let queries = queries(arxiv);
    println!("\n## Searching the arXiv records: {SEARCHES} queries, ten hits each with their grounds\n");
    println!("| condition | p50 ms | p99 ms |");
    println!("|---|---|---|");
    let reader = office.office().clone();
    row("at rest", &search(&reader, &queries));
    // The same file under other numbers, so that every record is new work for the writer.
    let done = AtomicBool::new(false);
    let times = thread::scope(|scope| {
        let writing = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                ingest::take_in_renamed(&mut office, arxiv, &done);
            }
        });
        let times = search(&reader, &queries);
        done.store(true, Ordering::Relaxed);
        writing.join().expect("the writer");
        times
    });
    row("while ingest runs", &times);
    office.close().expect("closing");
}

fn row(title: &str, times: &[f64]) {
    println!("| {title} | {:.1} | {:.1} |", percentile(times.to_vec(), 0.50), percentile(times.to_vec(), 0.99));
}

fn search(office: &Office, queries: &[String]) -> Vec<f64> {
    let page = Page { offset: 0, limit: 10, facets: false };
    let one = |query: &String| {
        let (answer, time) = timed(|| office.search(query, page, &mut |_| {}));
        answer.unwrap_or_else(|failure| panic!("{query}: {failure}"));
        time.as_secs_f64() * 1e3
    };
    queries.iter().map(one).collect()
}

/// Words, pairs, phrases, prefixes and proximities out of titles, evenly over the records.
fn queries(arxiv: &Path) -> Vec<String> {
    let readings = corpus::readings(arxiv);
    let mut queries = Vec::new();
    for reading in readings.iter().step_by(readings.len() / (4 * SEARCHES)) {
        let title = reading.record.title().unwrap_or_default();
        let words: Vec<String> = title
            .split_whitespace()
            .filter(|word| word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic()))
            .map(str::to_lowercase)
            .collect();
        let [a, b, ..] = words.as_slice() else { continue };
        queries.push(match queries.len() % 5 {
            0 => a.clone(),
            1 => format!("{a} {b}"),
            2 => format!("\"{a} {b}\" OR {b}"),
            3 => format!("{}* AND {b}", &a[..4]),
            _ => format!("{a} NEAR/5 {b}"),
        });
        if queries.len() == SEARCHES {
            break;
        }
    }
    queries
}
