//! `uptake figures`: what became of technologies in units, from the facts of an office or from a table of events.

use std::io::Write;
use std::path::Path;

use desk::{FigureGroup, FigureSearch, Figures, Office};
use measure::funnel::{LevelFigures, Report};
use measure::{Caution, Unusable};
use model::Date;
use serde_json::{Value, json};

use crate::cli::{FiguresArgs, FiguresCommand};
use crate::clock::today;
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};

mod data;
mod plain;

/// Counts.
pub fn figures(args: &FiguresArgs) -> Result<(), Failure> {
    match (&args.command, &args.office) {
        (Some(FiguresCommand::Data(figure)), _) => data::data(figure),
        (None, Some(office)) => of_office(args, office),
        (None, None) => Err(Failure::refused("No office is named; write its directory behind `uptake figures`")),
    }
}

fn of_office(args: &FiguresArgs, dir: &Path) -> Result<(), Failure> {
    let search = FigureSearch::read(&|name| {
        let value = match name {
            "need" => &args.need,
            "source" => &args.source,
            "mission" => &args.mission,
            "partner" => &args.partner,
            "unit" => &args.unit,
            "class" => &args.class,
            "since" => &args.since,
            "until" => &args.until,
            _ => &None,
        };
        value.clone()
    })
    .map_err(desk::Failure::from)?;
    let as_of = match &args.as_of {
        Some(text) => Date::parse(text)
            .ok_or_else(|| Failure::refused(format!("`{text}` is no day; write it such as 2026-11-01")))?,
        None => today(),
    };
    let group = match &args.group {
        Some(word) => Some(
            FigureGroup::from_word(word)
                .ok_or_else(|| Failure::refused(format!("`{word}` is no group; write department or origin")))?,
        ),
        None => None,
    };
    let figures = if args.from_ledger {
        Office::figures_from_ledger(dir, &search, as_of)?
    } else {
        Office::open(dir)?.figures(&search, as_of)?
    };
    let funnel = figures.funnel(group);
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &told(&search, &figures, &funnel, group))?;
    } else {
        show(&mut out, &figures, &funnel)?;
    }
    Ok(out.flush()?)
}

/// The figures of an office, the same whether they were made of what its readers ask or of its ledger.
fn told(
    search: &FigureSearch,
    figures: &Figures,
    funnel: &Result<Report, Unusable>,
    group: Option<FigureGroup>,
) -> Value {
    let asked: serde_json::Map<String, Value> =
        search.words().into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect();
    json!({
        "as_of": figures.as_of.to_string(),
        "asked": asked,
        "n_cases": figures.cases.len(),
        "n_verified": figures.n_verified(),
        "n_invented": figures.n_invented,
        "n_undelivered": figures.undelivered.len(),
        "n_elsewhere": figures.n_elsewhere,
        "n_unnamed": figures.n_unnamed,
        "funnel": funnel.as_ref().ok(),
        "funnel_unusable": funnel.as_ref().err(),
        "ladder": figures.ladder(group).ok(),
        "silo": figures.silo().value(),
        "radar": figures.radar().iter().map(desk::RadarEntry::value).collect::<Vec<_>>(),
        "growth": figures.growth().value(),
        "process": figures.process().ok(),
        "delays": figures.delays(8).iter().map(|one| json!({
            "stage": one.stage.word(), "quarter": one.quarter.to_string(), "n": one.n, "median_days": one.median_days,
        })).collect::<Vec<_>>(),
    })
}

fn show(out: &mut impl Write, figures: &Figures, funnel: &Result<Report, Unusable>) -> std::io::Result<()> {
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    writeln!(
        out,
        "Until {}: {}, {} verified in production, {} laid before nobody.",
        figures.as_of,
        count(n(figures.cases.len()), "case", "cases"),
        figures.n_verified(),
        count(n(figures.undelivered.len()), "record", "records"),
    )?;
    if figures.n_invented > 0 {
        writeln!(out, "{} of them are invented, for a demonstration or a simulation.", figures.n_invented)?;
    }
    if figures.n_elsewhere > 0 {
        writeln!(
            out,
            "Not counted, because the unit had it already or another post decides: {}.",
            figures.n_elsewhere
        )?;
    }
    if figures.n_unnamed > 0 {
        writeln!(out, "Not counted, because their facts do not name what figures need: {}.", figures.n_unnamed)?;
    }
    match funnel {
        Ok(report) => show_report(out, report),
        Err(unusable) => writeln!(out, "{}", unusable.text),
    }
}

fn show_report(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    level(out, "Cases", &report.pairs)?;
    level(out, "Technologies", &report.technologies)?;
    let lost: Vec<_> = report.losses.iter().filter(|loss| loss.n > 0).collect();
    if !lost.is_empty() {
        writeln!(out, "\nLosses by stage and reason")?;
    }
    for loss in lost {
        writeln!(
            out,
            "  {:<14} {:>7}  {:>5.1} %  {}",
            loss.stage.name(),
            loss.n,
            loss.share * 100.0,
            safe(&loss.reason)
        )?;
    }
    writeln!(out, "\nWaiting: days until half had left a stage, and on / lost / still there after a year")?;
    for one in &report.pairs.waiting {
        let median = one.median_days.map_or_else(|| "not reached".to_owned(), |days| format!("{days:.0} days"));
        let year = one.triples.last().map_or_else(String::new, |triple| {
            format!(
                "{:.1} / {:.1} / {:.1} %",
                triple.forward.probability * 100.0,
                triple.abandoned.probability * 100.0,
                triple.still_there.probability * 100.0
            )
        });
        writeln!(out, "  {:<14} {:>7}  {median:>12}  {year}", one.stage.name(), one.n)?;
    }
    cautions(out, &report.cautions)
}

fn level(out: &mut impl Write, name: &str, figures: &LevelFigures) -> std::io::Result<()> {
    writeln!(out, "\n{name:<16} {:>8} {:>8} {:>8} {:>8}  went on (95 %)", "reached", "seen", "open", "lost")?;
    for one in &figures.stages {
        let went = figures.conversions.iter().find(|conversion| conversion.from == one.stage);
        let went = went
            .and_then(|conversion| Some((conversion.rate?, conversion.wilson?)))
            .map_or_else(String::new, |(rate, at)| {
                format!("{:.1} % ({:.1} – {:.1})", rate * 100.0, at.low * 100.0, at.high * 100.0)
            });
        writeln!(
            out,
            "  {:<14} {:>8} {:>8} {:>8} {:>8}  {went}",
            one.stage.name(),
            one.reached,
            one.seen,
            one.open,
            one.abandoned
        )?;
    }
    Ok(())
}

fn cautions(out: &mut impl Write, cautions: &[Caution]) -> std::io::Result<()> {
    if !cautions.is_empty() {
        writeln!(out, "\nWhat has to be known beside the numbers")?;
    }
    for one in cautions {
        writeln!(out, "  {}", safe(&one.text))?;
    }
    Ok(())
}
