//! The funnel as tables: each number with its interval, and the way to the cases behind it.

use std::collections::BTreeSet;

use desk::{BehindSet, Delay};
use maud::{Markup, html};
use measure::funnel::{Bounds, LevelFigures, Report, StageWaiting};
use model::{CaseStage, Quarter};

use super::drawing::{delays, funnel};
use super::{Loaded, reason, stage, stage_of};
use crate::component::plot::{NARROW, WIDE};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

/// Quarters in the calendar of delays.
pub(crate) const QUARTERS: u16 = 8;

/// Days of what is said of a year.
const YEAR: f64 = 365.0;

/// From where to where a share may be expected.
pub(super) fn interval(speech: Speech, bounds: &Bounds) -> String {
    format!("{} – {}", speech.percent(bounds.low), speech.percent(bounds.high))
}

pub(super) fn count(speech: Speech, n: u64) -> String {
    speech.number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn word(of: measure::funnel::Stage) -> &'static str {
    CaseStage::ALL.get(of.place()).map_or("", |stage| stage.word())
}

/// A number that leads to the cases behind it.
fn link(speech: Speech, n: u64, href: &str) -> Markup {
    html! { @if n == 0 { "0" } @else { a href=(href) { (count(speech, n)) } } }
}

fn numeric(speech: Speech, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column::numeric(speech.say(key))).collect()
}

pub(super) fn draw(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    let title = speech.say("figure-funnel");
    // Stages in which nobody was followed for a year: what is said of a year there stands on nobody.
    let beyond = |one: &&measure::Caution| {
        one.code == "beyond-follow-up" && one.values.get("days").is_some_and(|days| *days <= YEAR)
    };
    let unfollowed =
        report.cautions.iter().filter(beyond).filter_map(|one| Some(one.words.get("stage")?.as_str())).collect();
    html! {
        figure class="plot" {
            figcaption { (title) }
            (picture_as(&funnel(speech, &report.pairs, WIDE), &title, "funnel-wide", "lying"))
            (picture_as(&funnel(speech, &report.pairs, NARROW), &title, "funnel-narrow", "upright"))
        }
        (stages(speech, loaded, (&report.pairs, &unfollowed), "figure-stages", true))
        (losses(speech, loaded, report))
        (waiting(speech, loaded, report))
        (calendar(speech, loaded))
        (gains(speech, report))
        (stages(speech, loaded, (&report.technologies, &unfollowed), "figure-technologies", false))
        (groups(speech, loaded, report))
    }
}

/// What is counted at each stage. Numbers of technologies lead nowhere: a technology is in many cases.
fn stages(
    speech: Speech,
    loaded: &Loaded,
    (level, unfollowed): (&LevelFigures, &BTreeSet<&str>),
    title: &str,
    leads: bool,
) -> Markup {
    let mut heads = vec![Column::new(speech.say("figure-stage"))];
    heads.extend(numeric(
        speech,
        &[
            "figure-reached",
            "figure-seen",
            "figure-open",
            "figure-lost",
            "figure-conversion",
            "figure-interval",
            "figure-within-year",
        ],
    ));
    let title = speech.say(title);
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for one in &level.stages {
        let number = |n: u64, set: BehindSet| {
            if leads {
                link(speech, n, &loaded.asked.behind(set, &[("stage", word(one.stage))]))
            } else {
                html! { (count(speech, n)) }
            }
        };
        let conversion = level.conversions.iter().find(|conversion| conversion.from == one.stage);
        let year = conversion.and_then(|conversion| conversion.within.iter().find(|within| within.days == YEAR));
        let none = || "–".to_owned();
        table = table.row(vec![
            html! { (stage_of(speech, one.stage)) },
            number(one.reached, BehindSet::Reached),
            number(one.seen, BehindSet::Seen),
            number(one.open, BehindSet::Open),
            number(one.abandoned, BehindSet::Lost),
            html! { (conversion.and_then(|one| one.rate).map_or_else(none, |rate| speech.percent(rate))) },
            html! { (conversion.and_then(|one| one.wilson.as_ref()).map_or_else(none, |bounds| interval(speech, bounds))) },
            html! {
                @match year {
                    Some(_) if unfollowed.contains(one.stage.name()) => { (speech.say("figure-not-followed")) },
                    Some(within) => { (speech.percent(within.probability)) " (" (interval(speech, &within.interval)) ")" },
                    None => { "–" },
                }
            },
        ]);
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p class="quiet" { (speech.say(if leads { "figure-rules" } else { "figure-technologies-lead" })) }
            (table.draw(speech))
        }
    }
}

fn losses(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    let title = speech.say("figure-losses");
    let mut heads = vec![Column::new(speech.say("figure-stage")), Column::new(speech.say("figure-reason"))];
    heads.extend(numeric(speech, &["figure-lost", "figure-share"]));
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    let mut lost: Vec<_> = report.losses.iter().filter(|loss| loss.n > 0).collect();
    lost.sort_by(|a, b| b.n.cmp(&a.n).then(a.stage.cmp(&b.stage)).then_with(|| a.reason.cmp(&b.reason)));
    for loss in &lost {
        let words = [("stage", word(loss.stage)), ("reason", loss.reason.as_str())];
        table = table.row(vec![
            html! { (stage_of(speech, loss.stage)) },
            html! { (reason(speech, &loss.reason)) },
            link(speech, loss.n, &loaded.asked.behind(BehindSet::Lost, &words)),
            html! { (speech.percent(loss.share)) },
        ]);
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            @if lost.is_empty() { p { (speech.say("figure-losses-none")) } } @else { (table.draw(speech)) }
        }
    }
}

/// The median of a waiting time with where it lies, or that it is not reached.
pub(super) fn median(speech: Speech, one: &StageWaiting) -> String {
    let days = |days: Option<f64>| days.map_or_else(|| "–".to_owned(), |days| speech.decimal(days, 0));
    match one.median_days {
        Some(_) => {
            format!("{} ({} – {})", days(one.median_days), days(one.median_interval.0), days(one.median_interval.1))
        }
        None => speech.say("figure-not-reached"),
    }
}

/// Forward, given up and still there, in percent.
pub(super) fn triple(speech: Speech, one: &StageWaiting, days: f64) -> String {
    let found = one.triples.iter().find(|triple| triple.days == days);
    found.map_or_else(
        || "–".to_owned(),
        |triple| {
            [&triple.forward, &triple.abandoned, &triple.still_there]
                .map(|part| speech.percent(part.probability))
                .join(" / ")
        },
    )
}

fn waiting(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    let title = speech.say("figure-waiting");
    let mut heads = vec![Column::new(speech.say("figure-stage"))];
    heads.extend(numeric(
        speech,
        &[
            "figure-seen",
            "figure-days-30",
            "figure-days-90",
            "figure-days-180",
            "figure-days-365",
            "figure-median",
            "figure-bottleneck",
        ],
    ));
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    let slowest = report
        .pairs
        .sojourn
        .iter()
        .filter_map(|one| Some((one.bottleneck_index?, one.stage?)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    for one in &report.pairs.waiting {
        let index = report.pairs.sojourn.iter().find(|sojourn| sojourn.stage == Some(one.stage));
        let index = index.and_then(|sojourn| sojourn.bottleneck_index);
        table = table.row(vec![
            html! { (stage_of(speech, one.stage)) },
            link(speech, one.n, &loaded.asked.behind(BehindSet::Seen, &[("stage", word(one.stage))])),
            html! { (triple(speech, one, 30.0)) },
            html! { (triple(speech, one, 90.0)) },
            html! { (triple(speech, one, 180.0)) },
            html! { (triple(speech, one, 365.0)) },
            html! { (median(speech, one)) },
            html! { (index.map_or_else(|| "–".to_owned(), |index| speech.percent(index))) },
        ]);
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-waiting-lead")) }
            @if let Some((share, at)) = slowest {
                p { strong { (speech.with("figure-slowest", &[("stage", stage_of(speech, at).into()), ("share", speech.percent(share).into())])) } }
            }
            (table.draw(speech))
        }
    }
}

fn calendar(speech: Speech, loaded: &Loaded) -> Markup {
    let title = speech.say("figure-delays");
    let all: Vec<Delay> = loaded.figures.delays(QUARTERS);
    if all.is_empty() {
        return html! {};
    }
    let last = Quarter::of(loaded.figures.as_of);
    let mut heads = vec![Column::new(speech.say("figure-stage")), Column::new(speech.say("figure-quarter"))];
    heads.extend(numeric(speech, &["figure-left", "figure-median-days"]));
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for one in &all {
        table = table.row(vec![
            html! { (stage(speech, one.stage)) },
            html! { (one.quarter.to_string()) },
            html! { (speech.number(one.n as i64)) },
            html! { (speech.number(one.median_days)) },
        ]);
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-delays-lead")) }
            figure class="plot" {
                (picture_as(&delays(speech, &all, last, WIDE), &title, "delays-wide", "lying"))
                (picture_as(&delays(speech, &all, last, NARROW), &title, "delays-narrow", "upright"))
            }
            details class="disclosure" { summary { (speech.say("chart-as-table")) } (table.draw(speech)) }
        }
    }
}

/// What the end of each reason would bring at most.
fn gains(speech: Speech, report: &Report) -> Markup {
    let title = speech.say("figure-gains");
    let mut heads = vec![Column::new(speech.say("figure-reason"))];
    heads.extend(numeric(speech, &["figure-gain", "figure-gain-bounds"]));
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    let mut gains: Vec<_> = report.gains.iter().filter(|gain| gain.gain > 0.0).collect();
    gains.sort_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.reason.cmp(&b.reason)));
    for gain in &gains {
        table = table.row(vec![
            html! { (reason(speech, &gain.reason)) },
            html! { (speech.percent(gain.gain)) },
            html! { (interval(speech, &gain.bounds)) },
        ]);
    }
    html! {
        @if !gains.is_empty() {
            section aria-label=(title) {
                h2 { (title) }
                p { (speech.say("figure-gains-lead")) }
                (table.draw(speech))
            }
        }
    }
}

fn groups(speech: Speech, loaded: &Loaded, report: &Report) -> Markup {
    if report.groups.is_empty() {
        return html! {};
    }
    let title = speech.say("figure-groups");
    let mut heads = vec![Column::new(speech.say("figure-group"))];
    heads.extend(numeric(speech, &["figure-cases", "figure-production", "figure-lost", "figure-open"]));
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for group in report.groups.iter().filter(|group| !group.label.is_empty()) {
        let all = &group.figures;
        table = table.row(vec![
            html! { bdi { (label(speech, loaded, &group.label)) } },
            html! { (count(speech, all.n_cases)) },
            html! { (count(speech, all.n_production)) },
            html! { (count(speech, all.n_abandoned)) },
            html! { (count(speech, all.n_open)) },
        ]);
    }
    html! { section aria-label=(title) { h2 { (title) } (table.draw(speech)) } }
}

/// What a group is called: a department, or from where a technology came.
pub(super) fn label(speech: Speech, loaded: &Loaded, label: &str) -> String {
    match loaded.units.get(label) {
        Some(name) => name.clone(),
        None => match model::CaseOrigin::from_word(label) {
            Some(origin) => speech.say(&format!("case-origin-{origin}")),
            None => label.to_owned(),
        },
    }
}
