//! What else a standing set costs: its memory, its way to a file and back, one change, two threads, long records, and a
//! stream of ten million.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use matching::{Analysis, Engine, LiveEngine, Matcher, Sheet, Standing, Statistics, Weights};
use model::{Record, Text};

use crate::tally::{median, processor_seconds, resident_bytes, timed};
use crate::{corpus, profiles};

/// One record in five feeds the generator and is not measured.
const HELD_OUT: usize = 5;

/// Records that are counted before profiles are filed.
const COUNTED: usize = 4_000;

/// Changes that are timed one by one.
const CHANGES: usize = 1_000;

/// Records of the long stream, which are made as they are matched.
const STREAMED: u64 = 10_000_000;

/// Records of the world's literature, to which the stream is extrapolated.
const WORLD: f64 = 270e6;

/// Profiles of the stream and of the long records.
const STREAM_PROFILES: usize = 100_000;

/// Measures and prints. `stream`: the ten million too, which take some minutes.
pub fn measure(arxiv: &Path, sizes: &[usize], seed: u64, stream: bool) {
    let all: Vec<Record> = corpus::readings(arxiv).into_iter().map(|reading| reading.record).collect();
    let (mut held_out, mut measured) = (Vec::new(), Vec::new());
    for (i, record) in all.into_iter().enumerate() {
        if i % HELD_OUT == 0 { held_out.push(record) } else { measured.push(record) }
    }
    let largest = sizes.iter().copied().chain([STREAM_PROFILES]).max().unwrap_or(0);
    let generated = profiles::generate(&held_out, largest, seed);
    let mut statistics = Statistics::default();
    let step = measured.len().div_ceil(COUNTED).max(1);
    measured.iter().step_by(step).for_each(|record| statistics.add(&Sheet::new(record, Analysis::Plain)));
    let statistics = Arc::new(statistics);
    println!("\n### A standing set: memory, file, changes, two threads (plain)\n");
    println!(
        "| profiles | bytes a profile | file MB | write s | read s | median change us | merge s | two threads, records/s |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for size in sizes {
        set(&measured, &generated[..*size], &statistics);
    }
    let engine = Engine::new(&generated[..STREAM_PROFILES], Analysis::Plain, &statistics, Weights::default());
    println!("\n### Words a record ({STREAM_PROFILES} plain profiles)\n");
    println!("| words | prepare, us a record | match, us a record | ns a word |");
    println!("|---|---|---|---|");
    for n_words in [100, 300, 1_000, 3_000, 10_000] {
        length(&engine, &measured, n_words);
    }
    if stream {
        long_stream(&engine, &measured, seed);
    }
}

fn set(records: &[Record], standing: &[Standing], statistics: &Arc<Statistics>) {
    let before = resident_bytes();
    let engine = Engine::new(standing, Analysis::Plain, statistics, Weights::default());
    let mut bytes = Vec::new();
    let (written, write) = timed(|| engine.write([0; 32], &mut bytes));
    written.expect("a vector takes all");
    drop(engine);
    // What compiling used meanwhile is not the set's: the memory is that of the set that was read back.
    let at_rest = resident_bytes();
    let (read, time) = timed(|| Engine::read(&bytes));
    let (engine, _) = read.expect("what was written");
    let held = resident_bytes().zip(at_rest).map(|(now, then)| now.saturating_sub(then) as f64);
    let per_profile = held.filter(|_| before.is_some()).map_or(f64::NAN, |held| held / standing.len() as f64);
    let megabytes = bytes.len() as f64 / 1e6;
    let shared = &engine;
    let (_, both) = timed(|| {
        std::thread::scope(|scope| {
            for half in records.chunks(records.len().div_ceil(2)) {
                scope.spawn(move || {
                    let mut matcher = Matcher::new(shared, false);
                    let mut hits = Vec::new();
                    for record in half {
                        hits.clear();
                        matcher.hits(record, &mut hits);
                    }
                });
            }
        });
    });
    let live = LiveEngine::new(engine, Arc::clone(statistics));
    let mut times = Vec::with_capacity(CHANGES);
    for i in 0..CHANGES {
        let other = &standing[(i * 7_919) % standing.len()];
        let begin = Instant::now();
        match i % 3 {
            0 => _ = live.add(other),
            1 => _ = live.change((i % standing.len()) as u32, other),
            _ => _ = live.remove((i % standing.len()) as u32),
        }
        times.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    let (_, merge) = timed(|| live.merge());
    println!(
        "| {} | {per_profile:.0} | {megabytes:.1} | {:.2} | {:.2} | {:.1} | {:.2} | {:.0} |",
        standing.len(),
        write.as_secs_f64(),
        time.as_secs_f64(),
        median(times),
        merge.as_secs_f64(),
        records.len() as f64 / both.as_secs_f64(),
    );
}

/// Abstracts laid behind each other until there are so many words.
fn length(engine: &Engine, records: &[Record], n_words: usize) {
    let n_records = 200_000 / n_words + 10;
    let mut words = records.iter().flat_map(|record| &record.abstracts).flat_map(|text| text.text.split_whitespace());
    let long: Vec<Record> = (0..n_records)
        .map(|_| {
            let text: Vec<&str> = words.by_ref().take(n_words).collect();
            Record { abstracts: vec![Text::plain(text.join(" "))], ..Record::default() }
        })
        .collect();
    let mut matcher = Matcher::new(engine, false);
    long.iter().for_each(|record| _ = matcher.prepare(record));
    let begin = processor_seconds();
    long.iter().for_each(|record| _ = black_box(matcher.prepare(record)));
    let prepared = processor_seconds();
    let mut hits = Vec::new();
    for record in &long {
        hits.clear();
        matcher.hits(record, &mut hits);
    }
    let matched = processor_seconds() - prepared;
    let each = |seconds: f64| seconds / n_records as f64 * 1e6;
    println!(
        "| {n_words} | {:.1} | {:.1} | {:.0} |",
        each(prepared - begin),
        each(matched),
        each(matched) * 1e3 / n_words as f64
    );
}

/// Records made of the halves of two abstracts and the title of a third, by a seed; none is held.
fn long_stream(engine: &Engine, records: &[Record], seed: u64) {
    let (n_threads, mut seconds) = (2, 0.0);
    let (shares, time) = timed(|| {
        std::thread::scope(|scope| {
            let share = |thread: u64| {
                let mut matcher = Matcher::new(engine, false);
                let (mut dice, mut hits, mut n_hits) = (seed + thread, Vec::new(), 0u64);
                let mut record =
                    Record { titles: vec![Text::plain("")], abstracts: vec![Text::plain("")], ..Record::default() };
                let (mut making, begin) = (0.0, processor_seconds());
                for turn in 0..STREAMED / n_threads / 1_000 {
                    for _ in 0..1_000 {
                        remake(&mut record, records, &mut dice);
                        hits.clear();
                        matcher.hits(&record, &mut hits);
                        n_hits += hits.len() as u64;
                    }
                    // What making them takes is measured on one thousand in a hundred, and is no part of matching.
                    if turn % 100 == 0 {
                        let begin = processor_seconds();
                        (0..1_000).for_each(|_| remake(&mut record, records, &mut dice));
                        making += (processor_seconds() - begin) * 101.0;
                    }
                }
                (processor_seconds() - begin - making, n_hits)
            };
            let threads: Vec<_> = (0..n_threads).map(|thread| scope.spawn(move || share(thread))).collect();
            threads.into_iter().map(|thread| thread.join().expect("a thread")).collect::<Vec<_>>()
        })
    });
    let n_hits: u64 = shares.iter().map(|(_, n_hits)| n_hits).sum();
    shares.iter().for_each(|(share, _)| seconds += share);
    let hours = seconds / n_threads as f64 * (WORLD / STREAMED as f64) / 3_600.0;
    println!(
        "\n{STREAMED} records made as they were matched, {n_threads} threads: {n_hits} matches, {seconds:.0} processor seconds ({:.0} s by the clock); 270 million records against {STREAM_PROFILES} profiles would take {hours:.1} hours on {n_threads} cores.",
        time.as_secs_f64()
    );
}

fn remake(record: &mut Record, records: &[Record], dice: &mut u64) {
    let mut any = || {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &records[(*dice >> 33) as usize % records.len()]
    };
    let (title, left, right) = (any(), any(), any());
    let ((left, left_half), (right, right_half)) = (halved(left), halved(right));
    let text = &mut record.abstracts[0].text;
    text.clear();
    text.push_str(&left[..left_half]);
    text.push_str(&right[right_half..]);
    record.titles[0].text.clear();
    record.titles[0].text.push_str(title.title().unwrap_or(""));
    record.published = title.published;
    record.subjects.clone_from(&title.subjects);
}

/// The first abstract and where its second half begins.
fn halved(record: &Record) -> (&str, usize) {
    let text = record.abstracts.first().map_or("", |text| text.text.as_str());
    (text, text.floor_char_boundary(text.len() / 2))
}
