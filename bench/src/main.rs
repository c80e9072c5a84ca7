//! Measurements of Uptake: `cargo run --release -p uptake-bench`.
//!
//! Machines are shared and noisy, so every figure stands beside a baseline of the same run, runs are
//! repeated in turn, and medians are given. `bench/README.md` holds the last results.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the results are the output")]

mod arrival;
mod attachments;
mod coding;
mod corpus;
mod credits;
mod effectiveness;
mod fan_out;
mod figures;
mod half_open;
mod ingest;
mod items;
mod journal;
mod kills;
mod matching_growth;
mod matching_rate;
mod memory;
mod not_found;
mod pages;
mod pairing;
mod polls;
mod profiles;
mod program;
mod reading;
mod screening;
mod search;
mod served;
mod tally;
mod town;
mod writes;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use mimalloc::MiMalloc;

/// As in the program.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// What can be measured.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Records and bytes per second of each format.
    Reading,
    /// Peak memory on a stream of one gigabyte.
    Memory,
    /// Durable, indexed ingest of the arXiv records.
    Ingest,
    /// Matching against generated profiles.
    Matching,
    /// Memory, file and changes of a standing set of profiles, long records; with `--stream` ten million of them.
    MatchingGrowth,
    /// How often proposed codes are right.
    Coding,
    /// Pairs of names, and searches in a list of parties.
    Screening,
    /// Searching while ingest runs.
    Search,
    /// Pages of a large office under many readers.
    Pages,
    /// Acknowledged writes of many clients at once.
    Writes,
    /// Half-open connections.
    HalfOpen,
    /// What is hidden beside what never was.
    NotFound,
    /// Hostile files of records in their cells.
    Attachments,
    /// Killed in the middle of writes, again and again.
    Kills,
    /// A thousand sources asked.
    Polls,
    /// From the answer of a source to the inbox of a large office.
    Arrival,
    /// A hundred thousand deliveries laid and mailed, with kills.
    FanOut,
    /// An abstract journal through the office and its press.
    Journal,
    /// Schedules of lines of credit, and the forecast over a thousand of them.
    Credits,
    /// Requests for specialists paired with the roster.
    Pairing,
    /// Whether deliveries get better by answers.
    Effectiveness,
    /// Classification help over Annex I.
    Items,
    /// Funnel, hazards and networks at the sizes of a ministry.
    Figures,
    /// What `kills` starts and kills; not for people.
    #[value(hide = true)]
    Victim,
}

/// Measures Uptake, each figure beside a baseline of the same run.
#[derive(Parser, Debug)]
struct Args {
    /// Parts to measure; all without.
    parts: Vec<Part>,
    /// Folder of the collections.
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Runs of each measurement; medians are given.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Numbers of profiles.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    profiles: Vec<usize>,
    /// Whether the growth of matching is measured on ten million records too.
    #[arg(long)]
    stream: bool,
    /// Seed of the generated profiles.
    #[arg(long, default_value_t = 19_620_412)]
    seed: u64,
    /// Records of the large office; needs, units and posts follow.
    #[arg(long, default_value_t = 1_000_000)]
    records: usize,
    /// Where the large office is, or is to be built; without, in a temporary directory.
    #[arg(long)]
    office: Option<PathBuf>,
    /// Readers of the large office at once.
    #[arg(long, default_value_t = 50)]
    readers: usize,
    /// How often the writer is killed.
    #[arg(long, default_value_t = 500)]
    cycles: usize,
}

fn main() {
    if let Some(done) = attachments::be_a_cell() {
        done.expect("a cell");
        return;
    }
    let args = Args::parse();
    if args.parts == [Part::Victim] {
        kills::be_the_victim(args.office.as_deref().expect("an office"));
        return;
    }
    let wanted = |part| args.parts.is_empty() || args.parts.contains(&part);
    let arxiv = args.data.join("arxiv-corpus/arxiv.jsonl.zst");
    if wanted(Part::Reading) {
        reading::measure(&args.data, args.runs);
    }
    if wanted(Part::Memory) {
        memory::measure();
    }
    if wanted(Part::Writes) {
        writes::measure(args.runs);
    }
    if wanted(Part::Credits) {
        credits::measure(args.runs);
    }
    if wanted(Part::HalfOpen) {
        half_open::measure();
    }
    if wanted(Part::NotFound) {
        not_found::measure();
    }
    if wanted(Part::Attachments) {
        attachments::measure();
    }
    if wanted(Part::Kills) {
        kills::measure(args.cycles);
    }
    if wanted(Part::Polls) {
        polls::measure();
    }
    if wanted(Part::Pairing) {
        pairing::measure(args.runs);
    }
    if wanted(Part::Screening) {
        screening::measure(&args.data, args.runs);
    }
    if wanted(Part::Items) {
        items::measure(&args.data, args.runs);
    }
    if wanted(Part::Effectiveness) {
        effectiveness::measure(&args.data);
    }
    if wanted(Part::Figures) {
        figures::measure(args.runs);
    }
    if wanted(Part::FanOut) {
        fan_out::measure();
    }
    if wanted(Part::Pages) || wanted(Part::Arrival) {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let dir = args.office.clone().unwrap_or_else(|| folder.path().join("office"));
        let records = args.records;
        let scale = town::Scale {
            records,
            needs: records / 50,
            units: (records / 2_000).max(1),
            posts: (records / 200).max(100),
        };
        if wanted(Part::Pages) {
            pages::measure(&dir, scale, args.readers);
        }
        if wanted(Part::Arrival) {
            arrival::measure(&dir, scale);
        }
    }
    if wanted(Part::Coding) {
        coding::measure(&arxiv);
    }
    let read = [Part::Ingest, Part::Matching, Part::MatchingGrowth, Part::Search, Part::Journal];
    if read.iter().any(|part| wanted(*part)) && !arxiv.is_file() {
        println!("NOT MEASURED: `{}` is absent; ingest, matching, search and journal need it", arxiv.display());
        return;
    }
    if wanted(Part::Journal) {
        journal::measure(&arxiv);
    }
    if wanted(Part::Matching) {
        matching_rate::measure(&arxiv, &args.profiles, args.seed, args.runs);
    }
    if wanted(Part::MatchingGrowth) {
        matching_growth::measure(&arxiv, &args.profiles, args.seed, args.stream);
    }
    if wanted(Part::Ingest) {
        ingest::measure(&arxiv, args.runs);
    }
    if wanted(Part::Search) {
        search::measure(&arxiv);
    }
}
