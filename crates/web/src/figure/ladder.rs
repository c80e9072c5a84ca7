//! How long it takes from the day on which a technology was laid before a unit to its production, and what ends it before: curves with their
//! bands, and the same as tables.

use desk::BehindSet;
use maud::{Markup, html};
use measure::funnel::{Bounds, Incidence, LevelFigures, Occupation, Report};
use press::{Anchor, Drawing, Ink, PaperPart};

use super::funnel::{count, interval, label};
use super::paper::part;
use super::{Loaded, reason};
use crate::component::plot::{Frame, NARROW, WIDE, fitted, words};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

/// Days of which the tables tell.
const TOLD: [f64; 5] = [90.0, 180.0, 360.0, 720.0, 1080.0];
/// Groups whose curves are drawn; the largest ones. More lines cannot be told apart.
const GROUPS_DRAWN: usize = 6;
/// Production among the states of an occupation.
const PRODUCTION: usize = 6;

fn probability(one: &Occupation, state: usize) -> f64 {
    one.probability.get(state).copied().unwrap_or(0.0)
}

fn bounds(one: &Occupation, state: usize) -> Bounds {
    one.interval.get(state).copied().unwrap_or(Bounds { low: 0.0, high: 1.0 })
}

/// The last day with points of a report.
fn last_day(level: &LevelFigures) -> f64 {
    level.occupation.last().map_or(1.0, |one| one.days)
}

fn frame(speech: Speech, level: &LevelFigures, width: i32) -> Frame {
    let is_narrow = width <= NARROW;
    let last = last_day(level);
    let room = if is_narrow { (44, 44, 12, 44) } else { (56, 30, 190, 44) };
    let mut frame = Frame::new((width, if is_narrow { 260 } else { 340 }), room, (last, 1.0));
    let shares = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, speech.percent(share)));
    frame.rules_up(&shares);
    let step = if is_narrow { 360.0 } else { 180.0 };
    let n = (last / step).floor().max(1.0) as usize;
    let marks: Vec<(f64, String)> = (0..=n).map(|at| (step * at as f64, speech.decimal(step * at as f64, 0))).collect();
    frame.marks_along(&marks, &speech.say("figure-days-after"));
    frame
}

/// The share in production, lost, and under way by days, each as the table of ways out tells it; with where production may lie.
fn ways(report: &Report) -> Vec<(f64, f64, f64, f64, Bounds)> {
    let made = report.exits.iter().find(|one| one.exit == "production");
    let lost: Vec<_> = report.exits.iter().filter(|one| one.exit != "production").collect();
    let at = |all: &[Incidence], days: f64| all.iter().find(|one| one.days == days).map_or(0.0, |one| one.probability);
    let way = |one: &Incidence| {
        let production = made.and_then(|made| made.at.iter().find(|at| at.days == one.days));
        let bounds = production.map_or(Bounds { low: 0.0, high: 0.0 }, |at| at.interval);
        let lost = lost.iter().map(|way| at(&way.at, one.days)).sum();
        (one.days, production.map_or(0.0, |at| at.probability), lost, one.probability, bounds)
    };
    report.still_in.iter().map(way).collect()
}

/// In production, lost, and still under way, each by days, the first with where it may lie.
pub(super) fn curves(speech: Speech, report: &Report, width: i32) -> Drawing {
    let all = ways(report);
    let mut frame = frame(speech, &report.pairs, width);
    frame.legend(&[
        (Ink::Accent, speech.say("figure-production")),
        (Ink::Warn, speech.say("figure-lost")),
        (Ink::Soft, speech.say("figure-under-way")),
    ]);
    let band: Vec<(f64, f64, f64)> = all.iter().map(|(days, .., bounds)| (*days, bounds.low, bounds.high)).collect();
    frame.band(&band, Ink::Wash);
    let line =
        |of: fn(&(f64, f64, f64, f64, Bounds)) -> f64| all.iter().map(|one| (one.0, of(one))).collect::<Vec<_>>();
    frame.steps(&line(|one| one.3), Ink::Soft, true);
    frame.steps(&line(|one| one.2), Ink::Warn, false);
    frame.steps(&line(|one| one.1), Ink::Accent, false);
    if width > NARROW
        && let Some((days, production, lost, ..)) = all.last()
    {
        for (share, ink, key) in [(lost, Ink::Warn, "figure-lost"), (production, Ink::Accent, "figure-production")] {
            let text = format!("{} {}", speech.say(key), speech.percent(*share));
            frame.put(words((frame.x(*days) + 8, frame.y(*share) + 4), fitted(&text, 176), ink, Anchor::Start));
        }
    }
    let alt = all.iter().filter(|one| TOLD.contains(&one.0)).map(|(days, production, lost, ..)| {
        speech.with(
            "figure-ladder-alt",
            &[
                ("days", (*days as i64).into()),
                ("production", speech.percent(*production).into()),
                ("lost", speech.percent(*lost).into()),
            ],
        )
    });
    frame.drawn(alt.collect::<Vec<_>>().join(" "))
}

/// The largest groups, those without a name left out.
fn drawn_groups(report: &Report) -> Vec<&measure::funnel::GroupFigures> {
    let mut groups: Vec<_> = report.groups.iter().filter(|group| !group.label.is_empty()).collect();
    groups.sort_by(|a, b| b.figures.n_cases.cmp(&a.figures.n_cases).then_with(|| a.label.cmp(&b.label)));
    groups.truncate(GROUPS_DRAWN);
    groups
}

/// Production by group.
fn group_curves(speech: Speech, loaded: &Loaded, report: &Report, width: i32) -> Drawing {
    let mut frame = frame(speech, &report.pairs, width);
    let groups = drawn_groups(report);
    let mut taken: Vec<i32> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let line: Vec<(f64, f64)> =
            group.figures.occupation.iter().map(|one| (one.days, probability(one, PRODUCTION))).collect();
        let ink = if at % 2 == 0 { Ink::Accent } else { Ink::Plain };
        frame.steps(&line, ink, at % 4 > 1);
        let Some((days, share)) = line.last() else { continue };
        // Names at the ends of lines keep off each other.
        let mut y = frame.y(*share) + 4;
        while taken.iter().any(|held| (held - y).abs() < 14) {
            y -= 14;
        }
        taken.push(y);
        let name = label(speech, loaded, &group.label);
        let (x, anchor, room) = if width > NARROW {
            (frame.x(*days) + 8, Anchor::Start, 176)
        } else {
            (frame.x(*days) - 2, Anchor::End, 160)
        };
        frame.put(words((x, y.max(12)), fitted(&name, room), ink, anchor));
    }
    let alt = groups.iter().filter_map(|group| {
        let last = group.figures.occupation.last()?;
        Some(format!("{}: {}", label(speech, loaded, &group.label), speech.percent(probability(last, PRODUCTION))))
    });
    frame.drawn(alt.collect::<Vec<_>>().join("; "))
}

fn within(speech: Speech, one: &Incidence) -> String {
    format!("{} ({})", speech.percent(one.probability), interval(speech, &one.interval))
}

/// What an exit is called: production, or a reason of loss.
fn exit(speech: Speech, exit: &str) -> String {
    if exit == "production" { speech.say("figure-production") } else { reason(speech, exit) }
}

/// The rows of the table of ways out: a name, and a cell for each of the days.
fn rows(speech: Speech, report: &Report) -> Vec<(Option<String>, Vec<String>)> {
    let cells = |name: String, at: &[Incidence]| {
        let cell = |days: &f64| {
            at.iter().find(|one| one.days == *days).map_or_else(|| "–".to_owned(), |one| within(speech, one))
        };
        std::iter::once(name).chain(TOLD.iter().map(cell)).collect::<Vec<_>>()
    };
    let mut exits: Vec<_> = report.exits.iter().collect();
    let weight = |of: &measure::funnel::ReasonIncidence| of.at.last().map_or(0.0, |one| one.probability);
    exits.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.exit.cmp(&b.exit)));
    let mut rows: Vec<(Option<String>, Vec<String>)> =
        exits.into_iter().map(|one| (Some(one.exit.clone()), cells(exit(speech, &one.exit), &one.at))).collect();
    rows.push((None, cells(speech.say("figure-under-way"), &report.still_in)));
    rows
}

fn heads(speech: Speech) -> Vec<String> {
    let days = TOLD.iter().map(|days| speech.with("figure-after", &[("days", (*days as i64).into())]));
    std::iter::once(speech.say("figure-exit")).chain(days).collect()
}

pub(super) fn draw(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    let title = speech.say("figure-ladder");
    let columns = heads(speech).into_iter().enumerate();
    let columns = columns.map(|(at, text)| if at == 0 { Column::new(text) } else { Column::numeric(text) }).collect();
    let mut table = Table::new(title.clone(), columns).caption_unseen().cards_on_phone();
    for (way, cells) in rows(speech, report) {
        let href = match way.as_deref() {
            Some("production") => Some(loaded.asked.behind(BehindSet::Reached, &[("stage", "production")])),
            Some(reason) => Some(loaded.asked.behind(BehindSet::Lost, &[("reason", reason)])),
            None => None,
        };
        let cell = |(at, text): (usize, &String)| match (&href, at) {
            (Some(href), 0) => html! { a href=(href) { (text) } },
            _ => html! { (text) },
        };
        table = table.row(cells.iter().enumerate().map(cell).collect());
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-ladder-lead")) }
            p { (speech.with("figure-ladder-count", &[
                ("cases", count(speech, report.pairs.n_cases).into()),
                ("production", count(speech, report.pairs.n_production).into()),
                ("lost", count(speech, report.pairs.n_abandoned).into()),
                ("open", count(speech, report.pairs.n_open).into()),
            ])) }
            figure class="plot" {
                (picture_as(&curves(speech, report, WIDE), &title, "ladder-wide", "lying"))
                (picture_as(&curves(speech, report, NARROW), &title, "ladder-narrow", "upright"))
            }
            (table.draw(speech))
        }
        @if !drawn_groups(report).is_empty() { (groups(speech, loaded, report)) }
    }
}

fn groups(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    let title = speech.say("figure-ladder-groups");
    let mut columns = vec![Column::new(speech.say("figure-group")), Column::numeric(speech.say("figure-cases"))];
    columns.extend(heads(speech).into_iter().skip(1).map(Column::numeric));
    let mut table = Table::new(title.clone(), columns).caption_unseen().cards_on_phone();
    for row in group_rows(speech, loaded, report) {
        table = table.row(row.into_iter().map(|text| html! { (text) }).collect());
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            figure class="plot" {
                (picture_as(&group_curves(speech, loaded, report, WIDE), &title, "groups-wide", "lying"))
                (picture_as(&group_curves(speech, loaded, report, NARROW), &title, "groups-narrow", "upright"))
            }
            (table.draw(speech))
        }
    }
}

fn group_rows(speech: Speech, loaded: &Loaded, report: &Report) -> Vec<Vec<String>> {
    let row = |group: &measure::funnel::GroupFigures| {
        let cell = |days: &f64| {
            let found = group.figures.occupation.iter().find(|one| one.days == *days);
            found.map_or_else(
                || "–".to_owned(),
                |one| {
                    let share = speech.percent(probability(one, PRODUCTION));
                    format!("{share} ({})", interval(speech, &bounds(one, PRODUCTION)))
                },
            )
        };
        let mut cells = vec![label(speech, loaded, &group.label), count(speech, group.figures.n_cases)];
        cells.extend(TOLD.iter().map(cell));
        cells
    };
    report.groups.iter().filter(|group| !group.label.is_empty()).map(row).collect()
}

/// The same tables for paper.
pub(super) fn parts(speech: Speech, loaded: &Loaded, report: &Report) -> Vec<PaperPart> {
    let ways = PaperPart {
        heading: speech.say("figure-ladder"),
        text: vec![speech.say("figure-ladder-lead")],
        columns: heads(speech),
        rows: rows(speech, report).into_iter().map(|(_, cells)| cells).collect(),
    };
    let mut groups =
        part(speech, "figure-ladder-groups", &["figure-group", "figure-cases"], group_rows(speech, loaded, report));
    groups.columns.extend(heads(speech).into_iter().skip(1));
    let mut parts = vec![ways, groups];
    parts.retain(|part| !part.rows.is_empty());
    parts
}
