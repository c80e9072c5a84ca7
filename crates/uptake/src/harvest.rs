//! `uptake harvest`: sources asked from the command line, until nothing more is due.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use desk::{Clerk, HarvestStep, Ids, Office, Rounds};
use model::{Health, SourceId};
use serde_json::json;
use store::SourceLine;

use crate::cli::HarvestArgs;
use crate::clock::{now, random_numbers, today};
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::progress::Progress;
use crate::settings;

/// Longest time between two looks for what is due: others may have gone on meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Asks the sources of an office that are due, and takes in what they bring. Exit status 1 when one of them failed.
pub fn harvest(args: &HarvestArgs) -> Result<ExitCode, Failure> {
    let writable = settings::open_to_write(&args.office, &mut |_| {})?;
    let office = settings::at_work(writable.office())?;
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let done = run(args, &office, &clerk);
    clerk.close();
    done
}

fn run(args: &HarvestArgs, office: &Office, clerk: &Clerk) -> Result<ExitCode, Failure> {
    desk::end_leases(clerk, now())?;
    for name in &args.sources {
        let source = office.source(name)?.source;
        desk::make_due(clerk, &source, now())?;
    }
    let progress = Progress::new("asking sources");
    let mut ids: Ids = Box::new(random_numbers()?);
    // Messages that lie in a folder may bring files that are attached.
    desk::make_attachment_key(office, &mut ids)?;
    let rounds = Rounds::default();
    let mut n_asked: BTreeMap<SourceId, u64> = BTreeMap::new();
    loop {
        match desk::harvest_next(clerk, office, &rounds, now(), today(), &mut ids)? {
            HarvestStep::Asked(source) => {
                *n_asked.entry(source).or_default() += 1;
                progress.say(|| format!("{} asked", count(n_asked.len() as u64, "source", "sources")));
                while desk::run_next(clerk, office, now(), today(), &mut ids)? {}
            }
            HarvestStep::Wait(Some(until)) => {
                let wait = Duration::from_micros(until.saturating_sub(now()).max(0).unsigned_abs());
                std::thread::park_timeout(wait.min(LOOK_EVERY));
            }
            HarvestStep::Wait(None) => break,
        }
    }
    while desk::run_next(clerk, office, now(), today(), &mut ids)? {}
    drop(progress);
    let mut out = stdout();
    let mut is_failing = false;
    for (id, n_answers) in &n_asked {
        let line = office.source(&id.to_string())?;
        is_failing |= line.health(now()) == Health::Failing;
        tell(&mut out, &line, *n_answers, args.json)?;
    }
    if n_asked.is_empty() && !args.json {
        writeln!(
            out,
            "No source is due. `uptake harvest OFFICE SOURCE` asks one at once; sources are switched on in the browser."
        )?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(is_failing)))
}

fn tell(out: &mut impl Write, line: &SourceLine, n_answers: u64, as_json: bool) -> Result<(), Failure> {
    let health = line.health(now());
    let setback = line.harvest.as_ref().and_then(|harvest| harvest.setback.as_ref());
    let advice = setback.map(|(setback, detail)| setback.told(detail).to_string().replace('\n', " "));
    if as_json {
        let told = json!({
            "source": line.source.id.to_string(),
            "title": line.source.title,
            "health": health.word(),
            "n_questions": n_answers,
            "last": { "n_read": line.brought.last.n_read, "n_new": line.brought.last.n_new },
            "advice": advice,
        });
        return Ok(json_line(out, &told)?);
    }
    writeln!(out, "{}  {}  {}", line.source.id, safe(&line.source.title), health.word())?;
    match advice {
        Some(advice) => writeln!(out, "  {}", safe(&advice))?,
        None => writeln!(
            out,
            "  {} read, {} new",
            count(line.brought.last.n_read, "record", "records"),
            line.brought.last.n_new
        )?,
    }
    Ok(())
}
