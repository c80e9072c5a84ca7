//! `uptake match --profiles`: the engine without an office.
//!
//! One thread reads and parses, one matches. The first records are held back until they are
//! counted, so that the engine knows which words are rare before it files the profiles.

use std::fs::File;
use std::io::{BufReader, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use formats::{Item, Options};
use matching::{Analysis, Engine, Ground, Hit, Matcher, Sheet, Standing, Statistics, Weights, oracle};
use model::Record;
use serde_json::{Value, json};

use crate::cli::{AnalysisArg, MatchArgs};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{count, stdout};
use crate::profiles_file::{Named, read_profiles};
use crate::progress::Progress;

/// Records that are counted before profiles are filed.
const COUNTED: usize = 4_000;

/// Records that go from the reader to the matcher at once.
const BATCH: usize = 256;

/// Batches that wait between them.
const WAITING: usize = 8;

/// What the reader sends.
enum Sent {
    Records(Vec<Record>),
    /// A file ended early, with the sentence for the user.
    Failed(String),
}

/// Matches files against profiles.
pub fn match_files(args: &MatchArgs) -> Result<ExitCode, Failure> {
    let Some(path) = &args.profiles else { return Err(Failure::refused("Name the profiles with --profiles P.jsonl")) };
    let files = if args.paths.is_empty() { vec![PathBuf::from("-")] } else { args.paths.clone() };
    input::check_all(&files)?;
    input::check_all(std::slice::from_ref(path))?;
    if input::is_stdin(path) {
        return Err(Failure::refused("Profiles are read from a file; name it with --profiles"));
    }
    let file =
        File::open(path).map_err(|error| Failure::refused(format!("`{}` cannot be read: {error}", path.display())))?;
    let named = read_profiles(&mut BufReader::with_capacity(1 << 20, file))
        .map_err(|fault| Failure::refused(format!("`{}`, {fault}", path.display())))?;
    let options = input::options(&args.columns)?;
    let (send, receive) = sync_channel::<Sent>(WAITING);
    let reading = thread::spawn(move || read_files(&files, &options, |sent| send.send(sent).is_ok()));
    let outcome = Pass::new(args, named).run(&receive);
    // A closed output ends the matcher first; the reader then finds nobody to send to.
    drop(receive);
    let n_doubts = reading.join().unwrap_or_default();
    outcome?;
    if n_doubts > 0 {
        let (doubts, remark) = (count(n_doubts, "doubt", "doubts"), "`uptake read` on the same files shows them");
        eprintln_safe(&format!("{doubts} while reading; {remark}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the files and sends their records; gives the number of doubts.
fn read_files(files: &[PathBuf], options: &Options, mut send: impl FnMut(Sent) -> bool) -> u64 {
    let mut n_doubts = 0;
    let mut batch = Vec::with_capacity(BATCH);
    for path in files {
        let name = input::name(path);
        let source = match input::open(path) {
            Ok(source) => source,
            Err(failure) => {
                send(Sent::Failed(failure.to_string()));
                return n_doubts;
            }
        };
        let mut wanted = true;
        let outcome = formats::read(source, &name, options, &mut |item| {
            match item {
                Item::Reading(reading) => {
                    n_doubts += reading.doubts.len() as u64;
                    batch.push(reading.record);
                    if batch.len() == BATCH {
                        wanted = send(Sent::Records(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))));
                    }
                }
                Item::Doubt(_) => n_doubts += 1,
            }
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let Err(error) = outcome {
            send(Sent::Failed(format!("`{name}` could not be read to its end: {error}")));
            return n_doubts;
        }
        if !wanted {
            return n_doubts;
        }
    }
    if !batch.is_empty() {
        send(Sent::Records(batch));
    }
    n_doubts
}

/// One pass of the engine.
struct Pass<'a> {
    args: &'a MatchArgs,
    names: Vec<Value>,
    standing: Vec<Standing>,
    analysis: Analysis,
    n_records: u64,
    n_matches: u64,
    compiling: Duration,
    matching: Duration,
}

impl<'a> Pass<'a> {
    fn new(args: &'a MatchArgs, named: Vec<Named>) -> Pass<'a> {
        let (names, standing) = named.into_iter().map(|named| (named.id, named.standing)).unzip();
        let analysis = match args.analysis {
            AnalysisArg::Stemmed => Analysis::Stemmed,
            AnalysisArg::Plain => Analysis::Plain,
        };
        let (n_records, n_matches) = (0, 0);
        Pass {
            args,
            names,
            standing,
            analysis,
            n_records,
            n_matches,
            compiling: Duration::ZERO,
            matching: Duration::ZERO,
        }
    }

    fn run(mut self, receive: &Receiver<Sent>) -> Result<(), Failure> {
        let started = Instant::now();
        let mut first = Vec::new();
        let mut failed = None;
        while first.len() < COUNTED {
            match receive.recv() {
                Ok(Sent::Records(records)) => first.extend(records),
                Ok(Sent::Failed(sentence)) => failed = Some(sentence),
                Err(_) => break,
            }
        }
        let compiling = Instant::now();
        let mut statistics = Statistics::default();
        first.iter().take(COUNTED).for_each(|record| statistics.add(&Sheet::new(record, self.analysis)));
        let engine = Engine::new(&self.standing, self.analysis, &statistics, Weights::default());
        self.compiling = compiling.elapsed();
        for cost in engine.costs() {
            eprintln_safe(&format!("profile {}: {}", self.names[cost.profile], cost.reason));
        }
        let progress = Progress::new("matching");
        let mut out = stdout();
        // Ranks cost time and are shown with the matches only.
        let mut matcher = Matcher::new(&engine, false);
        self.batch(&mut matcher, &first, &mut out)?;
        drop(first);
        while let Ok(sent) = receive.recv() {
            match sent {
                Sent::Records(records) => self.batch(&mut matcher, &records, &mut out)?,
                Sent::Failed(sentence) => failed = Some(sentence),
            }
            progress.say(|| {
                format!("{}, {}", count(self.n_records, "record", "records"), count(self.n_matches, "match", "matches"))
            });
        }
        if self.args.count {
            let seconds = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e6;
            let counts = json!({
                "records": self.n_records,
                "profiles": self.standing.len(),
                "matches": self.n_matches,
                "compile_s": seconds(self.compiling),
                "match_s": seconds(self.matching),
                "total_s": seconds(started.elapsed()),
            });
            writeln!(out, "{counts}")?;
        }
        out.flush()?;
        match failed {
            Some(sentence) => Err(Failure::Refused(sentence)),
            None => Ok(()),
        }
    }

    fn batch(&mut self, matcher: &mut Matcher<'_>, records: &[Record], out: &mut impl Write) -> Result<(), Failure> {
        let mut hits: Vec<Hit> = Vec::new();
        if self.args.count {
            let matching = Instant::now();
            for record in records {
                hits.clear();
                matcher.hits(record, &mut hits);
                self.n_matches += hits.len() as u64;
            }
            self.matching += matching.elapsed();
            self.n_records += records.len() as u64;
            return Ok(());
        }
        for record in records {
            let matching = Instant::now();
            hits.clear();
            matcher.hits(record, &mut hits);
            self.matching += matching.elapsed();
            self.n_records += 1;
            self.n_matches += hits.len() as u64;
            if hits.is_empty() {
                continue;
            }
            hits.sort_by_key(|hit| hit.profile);
            let name = name(record);
            let sheet = Sheet::new(record, self.analysis);
            for hit in &hits {
                let grounds = oracle::judge(&self.standing[hit.profile as usize].query, &sheet).grounds;
                let line =
                    json!({ "record": name, "profile": self.names[hit.profile as usize], "grounds": said(&grounds) });
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

/// What a record is called: its identifier, or the file and the entry it was read from.
fn name(record: &Record) -> String {
    match record.name() {
        Some(identifier) => identifier.to_string(),
        None => format!("{}#{}", record.origin.source, record.origin.entry),
    }
}

/// Grounds as JSON: the word as written, its field, and its bytes in that text.
pub fn said(grounds: &[Ground]) -> Value {
    let all = grounds.iter().map(|ground| {
        if ground.is_property() {
            return json!({ "property": ground.word });
        }
        json!({ "field": ground.place(), "word": ground.word, "text": ground.passage, "start": ground.start, "end": ground.end })
    });
    Value::Array(all.collect())
}
