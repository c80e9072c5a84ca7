//! `uptake simulate`: a generated office of today, and apart from it what is true of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use desk::{HONEST_PERCENT, Office, Simulated, Simulation, SimulationTruth};
use model::{Date, Rung};
use serde_json::{Value, json};

use crate::cli::SimulateArgs;
use crate::clock::{OPERATOR, random, today};
use crate::failure::Failure;
use crate::output::{count, json_line, stdout};
use crate::progress::Progress;

/// Plants an office and writes its truth beside it.
pub fn simulate(args: &SimulateArgs) -> Result<(), Failure> {
    let until = match &args.until {
        Some(text) => Date::parse(text)
            .ok_or_else(|| Failure::refused(format!("`{text}` is no day; write it such as 2026-11-01")))?,
        None => today(),
    };
    let asked = Simulation { n_units: args.units, n_years: args.years, seed: args.seed, until };
    asked.in_order()?;
    let dir = match &args.data {
        Some(dir) => dir.clone(),
        None => std::env::temp_dir().join(format!("uptake-simulated-{}-{:08x}", args.seed, random()? as u32)),
    };
    let truth_file = args.truth.clone().unwrap_or_else(|| beside(&dir));
    is_apart(&dir, &truth_file)?;
    let mut office = Office::create(&dir, asked.office_name(), OPERATOR, asked.begins_at())?;
    let progress = Progress::new("simulating");
    let told = desk::simulate(&mut office, &asked, &mut |written, day| {
        progress.say(|| format!("simulating: {day}, {}", said(written)));
    });
    let (written, truth) = told?;
    office.close()?;
    drop(progress);
    write_truth(&truth_file, &truth)?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &summary(&dir, &truth_file, &written))?;
    } else {
        writeln!(
            out,
            "Simulated {} of {} in {}: {}.",
            years(args.years),
            count(u64::from(args.units), "unit", "units"),
            dir.display(),
            said(&written)
        )?;
        writeln!(out, "What is true of it stands in {}, and nowhere in the office.", truth_file.display())?;
        writeln!(
            out,
            "Look at it with `uptake serve {}`; check it with `uptake verify {}`.",
            dir.display(),
            dir.display()
        )?;
    }
    Ok(out.flush()?)
}

fn years(n: u16) -> String {
    count(u64::from(n), "year", "years")
}

fn said(written: &Simulated) -> String {
    let parts = [
        count(written.n_needs, "need", "needs"),
        count(written.n_records, "record", "records"),
        count(written.n_deliveries, "delivery", "deliveries"),
        count(written.n_answered, "answer", "answers"),
        count(written.n_adoptions, "adoption", "adoptions"),
        count(written.n_visits, "visit", "visits"),
    ];
    parts.join(", ")
}

/// The file of the truth where none is named: beside the directory of the office, called after it.
fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".truth.json");
    dir.with_file_name(name)
}

/// Refuses a file within the office: what is hidden from it cannot lie in it.
fn is_apart(dir: &Path, file: &Path) -> Result<(), Failure> {
    let whole = |path: &Path| {
        std::path::absolute(path).map_err(|error| Failure::refused(format!("{error}: name another file")))
    };
    if whole(file)?.starts_with(whole(dir)?) {
        return Err(Failure::refused("the truth would lie in the office itself; name a file outside it with --truth"));
    }
    if file.exists() {
        return Err(Failure::refused(format!("`{}` is there already; name another file with --truth", file.display())));
    }
    Ok(())
}

fn write_truth(file: &Path, truth: &SimulationTruth) -> Result<(), Failure> {
    // Pretty, since people read it, and with its lines in a fixed order, so that the same truth is the same bytes.
    let mut text = serde_json::to_string_pretty(&told(truth))
        .map_err(|error| Failure::Broken("the truth could not be written down".to_owned(), Some(Box::new(error))))?;
    text.push('\n');
    std::fs::write(file, text).map_err(|error| {
        Failure::Broken(format!("the truth could not be written to `{}`", file.display()), Some(Box::new(error)))
    })
}

/// The truth as it is documented in the guide of the command line.
fn told(truth: &SimulationTruth) -> Value {
    let asked = &truth.asked;
    let rung = |rung: Option<Rung>| rung.map(Rung::word);
    json!({
        "seed": asked.seed,
        "units": asked.n_units,
        "years": asked.n_years,
        "until": asked.until.to_string(),
        "honest_percent": HONEST_PERCENT,
        "overstaters": truth.overstaters.iter().map(|(unit, percent)| json!({ "unit": unit.as_str(), "percent": percent })).collect::<Vec<_>>(),
        "walls": truth.walls.iter().map(|wall| json!({
            "one": wall.one.as_str(), "other": wall.other.as_str(), "percent": wall.percent,
        })).collect::<Vec<_>>(),
        "binding_material": {
            "material": truth.binding.material,
            "since": truth.binding.since.to_string(),
            "until": truth.binding.until.to_string(),
        },
        "sources": truth.sources.iter().map(|source| json!({
            "source": source.id.to_string(), "title": source.title, "use_percent": source.use_percent, "useless": source.use_percent == 0,
        })).collect::<Vec<_>>(),
        "adoptions": truth.adoptions.iter().map(|one| json!({
            "adoption": one.id.to_string(), "unit": one.unit.as_str(), "claimed": rung(one.claimed), "is": rung(one.is),
        })).collect::<Vec<_>>(),
    })
}

fn summary(dir: &Path, truth: &Path, written: &Simulated) -> Value {
    json!({
        "office": dir.display().to_string(),
        "truth": truth.display().to_string(),
        "units": written.n_units,
        "needs": written.n_needs,
        "records": written.n_records,
        "deliveries": written.n_deliveries,
        "answered": written.n_answered,
        "adoptions": written.n_adoptions,
        "visits": written.n_visits,
    })
}
