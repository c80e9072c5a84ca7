//! Pages of a large office under many readers, at rest and while ingest runs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use desk::Failure;
use formats::Reading;
use model::{Marking, Record, RecordId};
use store::{Batch, Identify, Incoming, Merged, Sameness};

use crate::served::{Reader, Served, now, today};
use crate::tally::{pause, percentile};
use crate::town::{self, Chance, Scale};

/// A reader looks at a page for a second before asking for the next one.
const LOOKED_AT: Duration = Duration::from_secs(1);

/// How long each condition is measured.
const MEASURED: Duration = Duration::from_secs(30);

/// What is asked for, each with its share of a reader's day.
const PAGES: [&str; 6] = ["inbox", "needs", "need", "record", "search with facets", "style sheet (baseline)"];

/// Records in one transaction of the ingest beside it.
const TOGETHER: usize = 10;

/// Records that a second brings: the steady load of a national office.
const PER_SECOND: usize = 50;

/// Measures and prints.
pub fn measure(dir: &Path, scale: Scale, n_readers: usize) {
    if !dir.join("uptake.toml").is_file() {
        let begin = Instant::now();
        town::build(dir, scale, now(), today(), &mut |what| {
            println!("building the office: {what}, after {} s", begin.elapsed().as_secs());
        });
    }
    let served = Served::open(dir);
    let n_deliveries = served.office.counts().expect("counts").n_deliveries;
    println!(
        "\n## Pages: {} records, {} needs, {} units, {} posts, {n_deliveries} deliveries; {n_readers} readers\n",
        scale.records, scale.needs, scale.units, scale.posts
    );
    println!("| condition | page | n | p50 ms | p99 ms | kB | p99 of the baseline's |");
    println!("|---|---|---|---|---|---|---|");
    let names = Names::of(&served, scale);
    table("one reader, who does not look", &run(&served, &names, 1, Duration::ZERO, false));
    table("readers who look a second", &run(&served, &names, n_readers, LOOKED_AT, false));
    let (times, kept) = (run(&served, &names, n_readers, LOOKED_AT, true), INGESTED.swap(0, Ordering::Relaxed));
    table(&format!("the same, ingest of {} records/s", kept / MEASURED.as_secs()), &times);
    table("readers who do not look", &run(&served, &names, n_readers, Duration::ZERO, false));
    served.close();
    at_rest(dir);
}

/// Resident memory of the program, idle, with this office.
fn at_rest(dir: &Path) {
    let program = std::env::current_exe().expect("a path").with_file_name("uptake");
    if !program.is_file() {
        println!("\nNOT MEASURED: memory at rest; build `uptake` with --release first");
        return;
    }
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .arg(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    pause(Duration::from_secs(20));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let kilobytes = |key: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    println!("\nMemory of `uptake serve`, twenty seconds after its start: {} MB resident", kilobytes("VmRSS:") / 1024);
    println!(
        "(of it {} MB of its own, {} MB of mapped files)",
        kilobytes("RssAnon:") / 1024,
        kilobytes("RssFile:") / 1024
    );
    let _ = child.kill();
    let _ = child.wait();
}

/// What the addresses name.
struct Names {
    records: Vec<RecordId>,
    n_needs: usize,
    n_posts: usize,
    style: &'static str,
}

impl Names {
    fn of(served: &Served, scale: Scale) -> Names {
        let newest = served.office.newest_records(5_000).expect("records");
        let records = newest.into_iter().map(|held| held.id).collect();
        let style = web::asset::address("uptake.css");
        Names { records, n_needs: scale.needs, n_posts: scale.posts, style }
    }

    fn path(&self, page: usize, chance: &mut Chance) -> String {
        match page {
            0 => "/".to_owned(),
            1 => format!("/needs?page={}", 1 + chance.below(20)),
            2 => format!("/needs/{}", town::need_id(chance.below(self.n_needs))),
            3 => format!("/records/{}", self.records[chance.below(self.records.len())]),
            4 => {
                let word = |chance: &mut Chance| town::word(200 + chance.below(4_000) as u64);
                let (a, b) = (word(chance), word(chance));
                if chance.below(2) == 0 { format!("/search?q={a}") } else { format!("/search?q={a}%20OR%20{b}") }
            }
            _ => self.style.to_owned(),
        }
    }
}

type Times = Vec<(usize, f64, usize)>;

static INGESTED: AtomicU64 = AtomicU64::new(0);

fn run(served: &Served, names: &Names, n_readers: usize, looked_at: Duration, ingest: bool) -> Times {
    let cookies: Vec<String> = (0..n_readers)
        .map(|n| served.sign_in(town::person_id(n * 7 % names.n_posts), now().unsigned_abs() + n as u64))
        .collect();
    let (done, all) = (AtomicBool::new(false), Mutex::new(Times::new()));
    let end = Instant::now() + MEASURED;
    thread::scope(|scope| {
        if ingest {
            scope.spawn(|| take_in(served, &done));
        }
        let readers: Vec<_> = cookies
            .iter()
            .enumerate()
            .map(|(n, cookie)| {
                let all = &all;
                scope.spawn(move || {
                    let mut reader = Reader::connect(served.address, cookie);
                    let (mut chance, mut times) = (Chance(n as u64), Times::new());
                    // Not all at once.
                    pause(looked_at.mul_f64(n as f64 / n_readers as f64));
                    while Instant::now() < end {
                        let page = chance.below(PAGES.len());
                        let path = names.path(page, &mut chance);
                        let (status, bytes, time) = reader.get(&path);
                        assert_eq!(status, 200, "{path}");
                        times.push((page, time, bytes));
                        pause(looked_at);
                    }
                    all.lock().expect("nobody panics with it").extend(times);
                })
            })
            .collect();
        readers.into_iter().for_each(|reader| reader.join().expect("a reader"));
        done.store(true, Ordering::Relaxed);
    });
    all.into_inner().expect("nobody panicked with it")
}

/// Every reading is a work of its own.
pub struct Apart;

impl Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> Sameness {
        Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> Merged {
        Merged { record: readings[0].clone(), ..Merged::default() }
    }
}

/// A record of the town as the store takes it.
pub fn incoming(number: u64) -> Incoming {
    let Reading { record, raw, .. } = town::record(number);
    Incoming { source_key: format!("town:{number}"), keys: matching::identity::keys(&record), record, raw }
}

/// Keeps new records through the clerk, as a channel would, until told to stop.
fn take_in(served: &Served, done: &AtomicBool) {
    let mut number = now().unsigned_abs();
    let begin = Instant::now();
    let mut due = Duration::ZERO;
    while !done.load(Ordering::Relaxed) {
        let batch: Vec<Incoming> = (0..TOGETHER)
            .map(|_| {
                number += 1;
                incoming(number)
            })
            .collect();
        let first = number;
        let kept = served.clerk.write(move |writer| {
            writer.transact("bench", now(), |deed| -> Result<usize, Failure> {
                Ok(deed.ingest(&Batch::marked(batch, Marking::default()), &Apart, &mut town::ids(first))?.len())
            })
        });
        INGESTED.fetch_add(kept.expect("ingest") as u64, Ordering::Relaxed);
        due += Duration::from_secs(1) * u32::try_from(TOGETHER).expect("few") / u32::try_from(PER_SECOND).expect("few");
        pause(due.saturating_sub(begin.elapsed()));
    }
}

fn table(condition: &str, times: &Times) {
    let of = |page: usize| -> Vec<f64> { times.iter().filter(|one| one.0 == page).map(|one| one.1).collect() };
    let baseline = percentile(of(PAGES.len() - 1), 0.99);
    for (page, name) in PAGES.iter().enumerate() {
        let own = of(page);
        let bytes: usize = times.iter().filter(|one| one.0 == page).map(|one| one.2).sum();
        let (p50, p99) = (percentile(own.clone(), 0.50), percentile(own.clone(), 0.99));
        let kilobytes = bytes / own.len().max(1) / 1024;
        println!(
            "| {condition} | {name} | {} | {p50:.1} | {p99:.1} | {kilobytes} | {:.1} |",
            own.len(),
            p99 / baseline
        );
    }
    let all: Vec<f64> = times.iter().filter(|one| one.0 + 1 < PAGES.len()).map(|one| one.1).collect();
    println!(
        "| {condition} | all pages | {} | {:.1} | {:.1} | | |",
        all.len(),
        percentile(all.clone(), 0.50),
        percentile(all, 0.99)
    );
}
