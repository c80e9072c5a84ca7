//! The process behind the cases: where the time goes, which ways are taken, what is done once more.

use maud::{Markup, html};
use measure::process::Report;
use model::CaseStage;
use press::{Anchor, Drawing, Ink, PaperPart};

use super::paper::part;
use super::stage;
use crate::component::plot::{Frame, NARROW, WIDE, area, fitted, words};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

fn step(speech: Speech, word: &str) -> String {
    CaseStage::from_word(word).map_or_else(|| speech.say("figure-lost"), |one| stage(speech, one))
}

/// A bar for each step: the share of all waiting that passes before it.
pub(super) fn waiting(speech: Speech, report: &Report, width: i32) -> Drawing {
    let left = if width <= NARROW { 120 } else { 260 };
    let most = report.waiting.iter().map(|one| one.share).fold(0.0, f64::max);
    let height = 8 + 32 * i32::try_from(report.waiting.len()).unwrap_or(0).max(1) + 8;
    let mut frame = Frame::new((width, height), (left, 8, 130, 8), (most, 1.0));
    for (at, one) in report.waiting.iter().enumerate() {
        let top = 8 + 32 * i32::try_from(at).unwrap_or(0);
        frame.put(words((4, top + 19), fitted(&step(speech, &one.activity), left - 10), Ink::Plain, Anchor::Start));
        let end = frame.x(one.share);
        frame.put(area((left, top + 6), (end - left, 18), if at == 0 { Ink::Warn } else { Ink::Accent }));
        let text = format!(
            "{} · {}",
            speech.percent(one.share),
            speech.with("biography-days", &[("days", (one.mean.round() as i64).into())])
        );
        frame.put(words((end + 6, top + 19), fitted(&text, 122), Ink::Plain, Anchor::Start));
    }
    let alt: Vec<String> = report
        .waiting
        .iter()
        .map(|one| format!("{}: {}", step(speech, &one.activity), speech.percent(one.share)))
        .collect();
    frame.drawn(if alt.is_empty() { speech.say("figures-none") } else { alt.join("; ") })
}

fn n(speech: Speech, n: u64) -> String {
    speech.number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn waits(speech: Speech, report: &Report) -> Vec<Vec<String>> {
    let row = |one: &measure::process::Waiting| {
        vec![step(speech, &one.activity), n(speech, one.n), speech.decimal(one.mean, 1), speech.percent(one.share)]
    };
    report.waiting.iter().map(row).collect()
}

const WAITS: [&str; 4] = ["figure-process-before", "figure-process-times", "figure-process-mean", "figure-bottleneck"];

fn ways(speech: Speech, report: &Report) -> Vec<Vec<String>> {
    let row = |one: &measure::process::Variant| {
        let steps: Vec<String> = one.variant.iter().map(|word| step(speech, word)).collect();
        vec![steps.join(" → "), n(speech, one.n)]
    };
    report.variants.iter().map(row).collect()
}

const WAYS: [&str; 2] = ["figure-process-way", "figure-cases"];

fn follows(speech: Speech, report: &Report) -> Vec<Vec<String>> {
    let row = |one: &measure::process::Follows| {
        vec![
            format!("{} → {}", step(speech, &one.a), step(speech, &one.b)),
            n(speech, one.n),
            speech.decimal(one.median, 0),
            speech.decimal(one.mean, 1),
            speech.decimal(one.max, 0),
        ]
    };
    report.follows.iter().map(row).collect()
}

const FOLLOWS: [&str; 5] =
    ["figure-process-step", "figure-process-times", "figure-median-days", "figure-process-mean", "figure-process-most"];

/// How cases keep to the prescribed way, a sentence.
fn kept(speech: Speech, report: &Report) -> Option<String> {
    let found = report.conformance.as_ref()?;
    let share = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| speech.percent(value));
    Some(speech.with(
        "figure-process-kept",
        &[
            ("closed", n(speech, found.closed_cases).into()),
            ("fitness", share(found.log_fitness).into()),
            ("whole", share(found.percentage_of_fitting_traces.map(|one| one / 100.0)).into()),
            ("open", n(speech, found.open_cases).into()),
        ],
    ))
}

fn table(speech: Speech, title: &str, heads: &[&str], rows: Vec<Vec<String>>) -> Markup {
    let columns = heads.iter().enumerate().map(|(at, key)| {
        let text = speech.say(key);
        if at == 0 { Column::new(text) } else { Column::numeric(text) }
    });
    let mut table = Table::new(speech.say(title), columns.collect()).caption_unseen().cards_on_phone();
    for row in rows {
        table = table.row(row.into_iter().map(|text| html! { (text) }).collect());
    }
    html! { section aria-label=(speech.say(title)) { h2 { (speech.say(title)) } (table.draw(speech)) } }
}

pub(super) fn draw(speech: Speech, report: &Report) -> Markup {
    let title = speech.say("figure-process");
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-process-lead")) }
            figure class="plot" {
                (picture_as(&waiting(speech, report, WIDE), &title, "process-wide", "lying"))
                (picture_as(&waiting(speech, report, NARROW), &title, "process-narrow", "upright"))
            }
        }
        (table(speech, "figure-process-waits", &WAITS, waits(speech, report)))
        (table(speech, "figure-process-follows", &FOLLOWS, follows(speech, report)))
        (table(speech, "figure-process-ways", &WAYS, ways(speech, report)))
        @if let Some(sentence) = kept(speech, report) { p { (sentence) } }
    }
}

/// The same tables for paper.
pub(super) fn parts(speech: Speech, report: &Report) -> Vec<PaperPart> {
    let mut parts = vec![
        part(speech, "figure-process-waits", &WAITS, waits(speech, report)),
        part(speech, "figure-process-follows", &FOLLOWS, follows(speech, report)),
        part(speech, "figure-process-ways", &WAYS, ways(speech, report)),
    ];
    parts[0].text = vec![speech.say("figure-process-lead")];
    parts[2].text.extend(kept(speech, report));
    parts
}
