//! Hostile input for every reader, the query language, the engine and the needs file.
//!
//! Mutates seeds blindly and looks whether the laws in [`law`] hold: nothing falls, nothing takes
//! long or much, every record survives its JSON, engine and oracle agree. The same seed gives the
//! same run. See `fuzz/README.md`.

mod chance;
mod law;
mod memory;
mod mutation;
mod report;
mod seeds;
mod target;
mod tokens;
mod trial;
mod watch;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode, abort};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::chance::Chance;
use crate::report::Report;
use crate::seeds::Seeds;
use crate::target::Target;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// What one input may take. Unoptimised code is slower by a generous factor.
const PATIENCE_MILLIS: u64 = if cfg!(debug_assertions) { 5_000 } else { 1_000 };

/// The stack of the worker: that of any thread of the program, so that recursion which ends there
/// ends here.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// Fuzz the readers, the query language, the engine and the needs file.
#[derive(Parser, Clone, Debug)]
#[command(name = "uptake-fuzz", version)]
struct Args {
    /// How long to go on.
    #[arg(long, conflicts_with = "rounds", default_value_t = 60)]
    seconds: u64,
    /// How many inputs to try, instead.
    #[arg(long)]
    rounds: Option<u64>,
    /// The number that all chance comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first round, to have one again without those before it.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Try this alone: read, read-as, read-as:FORMAT, match, query, needs, forms, attachment, scheme, parties, record-json.
    #[arg(long, value_parser = |name: &str| Target::named(name).ok_or("there is no such target; see --help"))]
    target: Option<std::vec::Vec<Target>>,
    /// Try this file once instead, with --target.
    #[arg(long, requires = "target")]
    input: Option<PathBuf>,
    /// What one input may take, in milliseconds.
    #[arg(long, default_value_t = PATIENCE_MILLIS)]
    patience: u64,
    /// Set by the program for the process that does the work.
    #[arg(long, hide = true)]
    worker: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = if args.worker { work(args) } else { oversee() };
    done.unwrap_or_else(|error| {
        report::say(&format!("the fuzzer itself failed: {error}"));
        ExitCode::FAILURE
    })
}

/// Lets another process do the work, because a stack that overflows or memory that runs out takes
/// its process along.
fn oversee() -> io::Result<ExitCode> {
    let folder = report::folder();
    fs::create_dir_all(&folder)?;
    let status = Command::new(std::env::current_exe()?).args(std::env::args_os().skip(1)).arg("--worker").status()?;
    match status.code() {
        Some(0) => Ok(ExitCode::SUCCESS),
        Some(_) => Ok(ExitCode::FAILURE),
        None => {
            let (input, target) = (report::running(), fs::read_to_string(report::running_target()).unwrap_or_default());
            let kept = report::named(&target, &fs::read(&input)?);
            fs::rename(&input, &kept)?;
            report::say(&format!("FINDING in {target}: the process died ({status}) on {}", kept.display()));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn work(args: Args) -> io::Result<ExitCode> {
    trial::hush();
    watch::begin(|what| {
        report::say(what);
        abort();
    });
    let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || rounds(&args))?;
    worker.join().unwrap_or_else(|_| Err(io::Error::other("it fell outside a trial")))
}

fn rounds(args: &Args) -> io::Result<ExitCode> {
    let seeds = Seeds::load()?;
    match seeds.found.len() {
        0 => report::say("NOT TRIED: the collections `../shared/data` are absent; own seeds only"),
        n => report::say(&format!("{} own seeds, {n} real files of up to 256 KiB beside the project", seeds.own.len())),
    }
    let mut report = Report::new(&seeds, Duration::from_millis(args.patience));
    if let Some(path) = &args.input {
        let input = fs::read(path)?;
        for target in args.target.iter().flatten() {
            report.put(*target, &input, None)?;
        }
        return Ok(report.close(1));
    }
    let (begun, time) = (Instant::now(), Duration::from_secs(args.seconds));
    let mut round = 0;
    let goes_on = |round: u64| args.rounds.map_or_else(|| begun.elapsed() < time, |most| round < most);
    while goes_on(round) && !report.is_full() {
        let number = args.first + round;
        let mut chance = Chance::of_round(args.seed, number);
        let drawn = args.target.as_ref().and_then(|targets| chance.pick(targets).copied());
        let target = drawn.unwrap_or_else(|| Target::drawn(&mut chance));
        let input = mutation::input(target, &seeds, &mut chance);
        report.put(target, &input, Some(number))?;
        round += 1;
    }
    report::say(&format!("{round} rounds in {} s, seed {}", begun.elapsed().as_secs(), args.seed));
    Ok(report.close(round))
}
