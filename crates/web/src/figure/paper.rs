//! A figure on paper: the same drawing as vectors, and the same tables.

use axum::extract::RawQuery;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use measure::funnel::Report;
use model::{Marking, Quarter};
use press::{Drawing, Paper, PaperPart};

use super::drawing;
use super::funnel::{QUARTERS, count, interval, label, median, triple};
use super::page::said;
use super::{
    Asked, FigureKind, Loaded, Shown, doubt, growth, ladder, load, process, radar, reason, silo, stage, stage_of,
};
use crate::caller::Caller;
use crate::component::plot::WIDE;
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn pdf(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let bytes = printed(&caller, typed).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"figures.pdf\""),
        // What it counts is what its reader may see.
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// A figure as a tagged PDF, in the language of the caller.
///
/// # Errors
/// Refused where something that is asked for is not written as such things are; when it cannot be printed.
pub(crate) async fn printed(caller: &Caller, typed: Typed) -> Result<Vec<u8>, Failure> {
    let (today, speech) = (caller.app.today(), caller.visit.speech);
    let paper = caller
        .read(move |office| {
            let loaded = load(office, Asked::read(&typed)?, today)?;
            let marking = office.marking_of_figures(&loaded.figures)?;
            Ok(Paper {
                marking: (marking != Marking::default()).then(|| marking.to_string()),
                ..paper(speech, &loaded)
            })
        })
        .await?;
    caller.app.reach_out(move |office| office.print_paper(&paper)).await
}

fn paper(speech: Speech, loaded: &Loaded) -> Paper {
    let mut parts =
        vec![PaperPart { heading: speech.say("figure-what"), text: said(speech, loaded), ..PaperPart::default() }];
    let asked: Vec<String> = loaded
        .asked
        .search
        .words()
        .into_iter()
        .map(|(name, value)| format!("{}: {value}", speech.say(&format!("figure-filter-{name}"))))
        .collect();
    parts[0].text.extend(asked);
    if loaded.figures.n_invented > 0 {
        parts[0].text.push(speech.say("figures-invented"));
    }
    let mut picture: Option<Drawing> = None;
    match &loaded.funnel {
        Ok(report) => {
            let (drawn, tables) = match (&loaded.shown, loaded.asked.kind) {
                (Shown::Silo(map), _) => (silo::matrix(speech, loaded, map, WIDE), silo::parts(speech, loaded, map)),
                (Shown::Radar(all), _) => (radar::radar(speech, loaded, all, WIDE), radar::parts(speech, loaded, all)),
                (Shown::Growth(all), _) => (growth::curve(speech, all, WIDE), growth::parts(speech, all)),
                (Shown::Process(all), _) => (process::waiting(speech, all, WIDE), process::parts(speech, all)),
                (Shown::Funnel, FigureKind::Ladder) => {
                    (ladder::curves(speech, report, WIDE), ladder::parts(speech, loaded, report))
                }
                (Shown::Funnel, _) => (drawing::funnel(speech, &report.pairs, WIDE), tables(speech, loaded, report)),
            };
            picture = Some(drawn);
            parts.extend(tables);
        }
        Err(_) => parts.push(PaperPart {
            heading: speech.say("figures-none"),
            text: vec![speech.say("figures-none-body")],
            ..PaperPart::default()
        }),
    }
    Paper {
        language: speech.tongue().tag().to_owned(),
        office: speech.say("who-office"),
        title: speech.say(&format!("figure-kind-{}", loaded.asked.kind.word())),
        sort: speech.say("figures-title"),
        marking: None,
        day: speech.date(loaded.today),
        drawing: picture,
        parts,
    }
}

pub(super) fn part(speech: Speech, heading: &str, columns: &[&str], rows: Vec<Vec<String>>) -> PaperPart {
    PaperPart {
        heading: speech.say(heading),
        text: Vec::new(),
        columns: columns.iter().map(|key| speech.say(key)).collect(),
        rows,
    }
}

fn tables(speech: Speech, loaded: &Loaded, report: &Report) -> Vec<PaperPart> {
    let none = || "–".to_owned();
    let stages = report.pairs.stages.iter().map(|one| {
        let conversion = report.pairs.conversions.iter().find(|conversion| conversion.from == one.stage);
        vec![
            stage_of(speech, one.stage),
            count(speech, one.reached),
            count(speech, one.seen),
            count(speech, one.open),
            count(speech, one.abandoned),
            conversion.and_then(|one| one.rate).map_or_else(none, |rate| speech.percent(rate)),
            conversion.and_then(|one| one.wilson.as_ref()).map_or_else(none, |bounds| interval(speech, bounds)),
        ]
    });
    let lost = report.losses.iter().filter(|loss| loss.n > 0).map(|loss| {
        vec![
            stage_of(speech, loss.stage),
            reason(speech, &loss.reason),
            count(speech, loss.n),
            speech.percent(loss.share),
        ]
    });
    let waiting = report.pairs.waiting.iter().map(|one| {
        let mut row = vec![stage_of(speech, one.stage), count(speech, one.n)];
        row.extend([30.0, 90.0, 180.0, 365.0].map(|days| triple(speech, one, days)));
        row.push(median(speech, one));
        row
    });
    let last = Quarter::of(loaded.figures.as_of);
    let delays = loaded.figures.delays(QUARTERS);
    let delays = delays.iter().filter(|one| last.since(one.quarter) >= 0).map(|one| {
        vec![
            stage(speech, one.stage),
            one.quarter.to_string(),
            speech.number(one.n as i64),
            speech.number(one.median_days),
        ]
    });
    let groups = report.groups.iter().filter(|group| !group.label.is_empty()).map(|group| {
        let all = &group.figures;
        let mut row = vec![label(speech, loaded, &group.label)];
        row.extend([all.n_cases, all.n_production, all.n_abandoned, all.n_open].map(|n| count(speech, n)));
        row
    });
    let mut parts = vec![
        part(
            speech,
            "figure-stages",
            &[
                "figure-stage",
                "figure-reached",
                "figure-seen",
                "figure-open",
                "figure-lost",
                "figure-conversion",
                "figure-interval",
            ],
            stages.collect(),
        ),
        part(
            speech,
            "figure-losses",
            &["figure-stage", "figure-reason", "figure-lost", "figure-share"],
            lost.collect(),
        ),
        part(
            speech,
            "figure-waiting",
            &[
                "figure-stage",
                "figure-seen",
                "figure-days-30",
                "figure-days-90",
                "figure-days-180",
                "figure-days-365",
                "figure-median",
            ],
            waiting.collect(),
        ),
        part(
            speech,
            "figure-delays",
            &["figure-stage", "figure-quarter", "figure-left", "figure-median-days"],
            delays.collect(),
        ),
        part(
            speech,
            "figure-groups",
            &["figure-group", "figure-cases", "figure-production", "figure-lost", "figure-open"],
            groups.collect(),
        ),
    ];
    parts[0].text = vec![speech.say("figure-rules")];
    parts[2].text = vec![speech.say("figure-waiting-lead")];
    parts.retain(|part| !part.rows.is_empty());
    let doubts: Vec<String> = report.cautions.iter().map(|one| doubt(speech, one)).collect();
    if !doubts.is_empty() {
        parts.push(PaperPart { heading: speech.say("figure-doubts"), text: doubts, ..PaperPart::default() });
    }
    parts
}
