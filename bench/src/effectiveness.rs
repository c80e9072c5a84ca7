//! Whether deliveries get better by answers: protocol A of adaptive filtering on the arXiv records.
//!
//! Forty topics, three examples each, the year 2019 as the stream; an answer is given for what is delivered and for nothing else.
//! The baseline is the same model without answers, which delivers the best fifth of a percent.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use matching::Forms;
use matching::relevance::{Background, BackgroundLearner, Followed, Relevance, Vector, Wanted, follow};
use measure::retrieval::{DRAWS, Delivered, calibration, compare, mean};
use model::{Record, Text};
use serde_json::Value;

use crate::corpus;
use crate::tally::timed;

/// From here on is history, from there on the stream.
const HISTORY_FROM: &str = "2014";
const STREAM_FROM: &str = "2019";

/// Seed of intervals and tests.
const SEED: u64 = 20_190_101;

/// Answers after which stated probabilities are held against what came.
const ANSWERS_BEFORE: usize = 50;

/// What is delivered without answers: the best rate of the static systems.
const STATIC: Wanted = Wanted::Load { share: 0.002 };

/// The utility of the filtering tracks: a hit is worth two false deliveries.
const WORTH: Wanted = Wanted::Worth { hit: 2.0 };

struct Document {
    id: String,
    created: String,
    categories: Vec<String>,
    record: Record,
}

struct Topic {
    text: Vector,
    examples: Vec<Vector>,
    is_relevant: Vec<bool>,
}

/// Measures and prints.
pub fn measure(data: &Path) {
    println!("\n## Adaptive filtering, protocol A: 40 topics, stream of 2019\n");
    let (arxiv, protocol) = (data.join("arxiv-corpus/arxiv.jsonl.zst"), data.join("sdi-measures/protocol_a.json"));
    if !arxiv.is_file() || !protocol.is_file() {
        println!("NOT MEASURED: `{}` or `{}` is absent", arxiv.display(), protocol.display());
        return;
    }
    let documents = documents(&arxiv);
    let begin = documents.partition_point(|one| one.created.as_str() < HISTORY_FROM);
    let stream_at = documents.partition_point(|one| one.created.as_str() < STREAM_FROM);
    let (history, stream) = (&documents[begin..stream_at], &documents[stream_at..]);
    let (background, time) = timed(|| {
        let mut learner = BackgroundLearner::default();
        // The latest, where there are more than are learned from.
        let from = history.len().saturating_sub(matching::relevance::HISTORY_MAX);
        history[from..].iter().for_each(|one| {
            learner.add(&one.record);
        });
        learner.learn()
    });
    println!("Background of {} records in {:.0} s.\n", history.len(), time.as_secs_f64());
    let mut forms = Forms::default();
    let vectors: Vec<Vector> = stream.iter().map(|one| background.vector(&mut forms, &one.record)).collect();
    let protocol: Value =
        serde_json::from_reader(File::open(&protocol).expect("the file was there")).expect("the protocol is JSON");
    let topics: Vec<Topic> = protocol["topics"]
        .as_array()
        .expect("topics")
        .iter()
        .map(|topic| read_topic(topic, &background, &mut forms, history, stream))
        .collect();
    let fixed = play(&background, &topics, &vectors, STATIC, false);
    let learned = play(&background, &topics, &vectors, WORTH, true);
    println!("| system | T11SU | T11F | precision | recall | deliveries |\n|---|---|---|---|---|---|");
    row("examples alone, the best 0.2 %", &topics, &fixed);
    row("answers learned from", &topics, &learned);
    for (name, measured) in [("T11SU", Delivered::t11su as fn(&Delivered) -> f64), ("T11F", Delivered::t11f)] {
        let [a, b] = [&learned, &fixed].map(|all| each(&topics, all, measured));
        let found = compare(&a, &b, DRAWS, SEED).expect("as many topics");
        let gain = found.difference;
        println!(
            "\n{name}: {:+.3} ({:+.3} to {:+.3}), p = {:.4} by paired randomisation, {DRAWS} draws.",
            gain.value, gain.interval.low, gain.interval.high, found.p_value
        );
    }
    let stated: Vec<(f64, bool)> = learned
        .iter()
        .flat_map(|one| one.deliveries.iter().skip(ANSWERS_BEFORE).map(|d| (d.stated, d.is_relevant)))
        .collect();
    if let Some(found) = calibration(&stated, 10) {
        println!(
            "\nError of the stated probability after {ANSWERS_BEFORE} answers: {:.3} over {}.",
            found.error, found.n
        );
    }
    let silence = learned.iter().map(|one| one.longest_silence).max().unwrap_or(0);
    println!("Longest silence: {silence} records.");
}

/// The records with what the protocol calls them by, in its order.
fn documents(arxiv: &Path) -> Vec<Document> {
    let file = File::open(arxiv).expect("the file was there");
    let mut lines = zstd::stream::read::Decoder::new(file).expect("zstd");
    lines.window_log_max(31).expect("a window");
    let heads = BufReader::new(lines)
        .lines()
        .map(|line| -> Value { serde_json::from_str(&line.expect("the file could be read")).expect("a line is JSON") });
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<Document> = heads
        .zip(corpus::readings(arxiv))
        .map(|(head, reading)| Document {
            id: text(&head["id"]),
            created: text(&head["created"]),
            categories: head["categories"].as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default(),
            // Categories are the labels, and no part of what is read.
            record: Record { subjects: Vec::new(), ..reading.record },
        })
        .collect();
    all.sort_by(|a, b| (&a.created, &a.id).cmp(&(&b.created, &b.id)));
    all
}

fn read_topic(
    topic: &Value,
    background: &Background,
    forms: &mut Forms,
    history: &[Document],
    stream: &[Document],
) -> Topic {
    let category = topic["topic"].as_str().expect("a category");
    let asked = Record { abstracts: vec![Text::plain(topic["text"].as_str().expect("a text"))], ..Record::default() };
    let examples = topic["seed_ids"].as_array().expect("examples").iter().map(|id| {
        let held = history.iter().find(|one| one.id.as_str() == id.as_str().expect("an id")).expect("an example");
        background.vector(forms, &held.record)
    });
    let examples = examples.collect();
    let is_relevant: Vec<bool> = stream.iter().map(|one| one.categories.iter().any(|own| own == category)).collect();
    let n = is_relevant.iter().filter(|is| **is).count() as u64;
    assert_eq!(Some(n), topic["relevant_in_stream"].as_u64(), "{category}");
    Topic { text: background.vector(forms, &asked), examples, is_relevant }
}

/// Plays the stream to each topic, on two threads.
fn play(background: &Background, topics: &[Topic], stream: &[Vector], wanted: Wanted, feedback: bool) -> Vec<Followed> {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(vec![Followed::default(); topics.len()]));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(topic) = topics.get(at) else { return };
                    let mut model = Relevance::new(background, std::slice::from_ref(&topic.text), &topic.examples);
                    let mut answer = |at: usize| topic.is_relevant[at];
                    let followed = follow(background, &mut model, stream, wanted, feedback, &mut answer);
                    all.lock().expect("no thread panics")[at] = followed;
                }
            });
        }
    });
    all.into_inner().expect("no thread panics")
}

fn each(topics: &[Topic], all: &[Followed], measured: fn(&Delivered) -> f64) -> Vec<f64> {
    let of = |(topic, followed): (&Topic, &Followed)| {
        let relevant = followed.deliveries.iter().filter(|one| one.is_relevant).count();
        let count = |n: usize| u32::try_from(n).expect("a year of records");
        measured(&Delivered {
            relevant_total: count(topic.is_relevant.iter().filter(|is| **is).count()),
            relevant: count(relevant),
            not_relevant: count(followed.deliveries.len() - relevant),
        })
    };
    topics.iter().zip(all).map(of).collect()
}

fn row(name: &str, topics: &[Topic], all: &[Followed]) {
    let figure = |measured: fn(&Delivered) -> f64| mean(&each(topics, all, measured), DRAWS, SEED).expect("topics");
    let shown = |measured| {
        let found = figure(measured);
        format!("{:.3} ({:.3} to {:.3})", found.value, found.interval.low, found.interval.high)
    };
    println!(
        "| {name} | {} | {} | {:.3} | {:.3} | {:.0} |",
        shown(Delivered::t11su),
        shown(Delivered::t11f),
        figure(Delivered::precision).value,
        figure(Delivered::recall).value,
        figure(|one| f64::from(one.total())).value
    );
}
