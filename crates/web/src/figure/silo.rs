//! The silo map between departments: what passes, how high the wall is by each of four measures, and who stands between.

use std::collections::BTreeMap;

use desk::{BehindSet, Silo, SiloCell};
use maud::{Markup, html};
use measure::funnel::Bounds;
use press::{Anchor, Drawing, Ink, PaperPart};

use super::paper::part;
use super::{Loaded, stage_of};
use crate::component::plot::{Frame, NARROW, WIDE, area, fitted, strong, words};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

/// Departments that a picture has room for, on a page and on a phone; the others stand in the table.
const DRAWN: (usize, usize) = (12, 8);
/// A smaller share of what is offered stands out.
const LITTLE: f64 = 0.2;

fn name<'l>(loaded: &'l Loaded, unit: &'l model::UnitId) -> &'l str {
    loaded.units.get(unit.as_str()).map_or(unit.as_str(), String::as_str)
}

/// A row for each department that gives, a column for each that takes; in each place what was decided upon, of what was laid before units.
pub(super) fn matrix(speech: Speech, loaded: &Loaded, silo: &Silo, width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let n_drawn = if is_narrow { DRAWN.1 } else { DRAWN.0 };
    let shown: Vec<_> = silo.departments.iter().take(n_drawn).collect();
    let left = if is_narrow { 110 } else { 230 };
    let column = (width - left - 4) / i32::try_from(shown.len().max(1)).unwrap_or(1);
    let column = column.min(96);
    let height = 44 + 34 * shown.len() as i32 + 8;
    let mut frame = Frame::new((width, height), (left, 44, 4, 8), (1.0, 1.0));
    frame.put(words((4, 14), speech.say("figure-silo-gives"), Ink::Soft, Anchor::Start));
    frame.put(words((left, 14), speech.say("figure-silo-takes"), Ink::Soft, Anchor::Start));
    let cells: BTreeMap<_, &SiloCell> = silo.cells.iter().map(|cell| ((&cell.from, &cell.to), cell)).collect();
    for (at, unit) in shown.iter().enumerate() {
        let number = (at + 1).to_string();
        let top = 44 + 34 * at as i32;
        let text = format!("{number} {}", name(loaded, unit));
        frame.put(words((4, top + 21), fitted(&text, left - 10), Ink::Plain, Anchor::Start));
        frame.put(strong((left + column * at as i32 + column / 2, 36), number, Ink::Plain, Anchor::Middle));
    }
    for (row, from) in shown.iter().enumerate() {
        for (at, to) in shown.iter().enumerate() {
            let corner = (left + column * at as i32, 44 + 34 * row as i32);
            let middle = (corner.0 + column / 2, corner.1 + 21);
            let Some(cell) = cells.get(&(*from, *to)) else {
                frame.put(words(middle, "·", Ink::Soft, Anchor::Middle));
                continue;
            };
            let is_little = row != at && (cell.n_decided as f64) < LITTLE * cell.n_cases as f64;
            let (wash, ink) = match (is_little, row == at) {
                (true, _) => (Ink::WarnWash, Ink::Warn),
                (false, true) => (Ink::Wash, Ink::Soft),
                (false, false) => (Ink::Wash, Ink::Plain),
            };
            frame.put(area((corner.0 + 1, corner.1 + 1), (column - 2, 32), wash));
            let text = format!("{}/{}", cell.n_decided, cell.n_cases);
            frame.put(words(middle, fitted(&text, column - 2), ink, Anchor::Middle));
        }
    }
    let alt = silo.cells.iter().filter(|cell| cell.from != cell.to).take(40).map(|cell| {
        speech.with(
            "figure-silo-alt",
            &[
                ("from", name(loaded, &cell.from).into()),
                ("to", name(loaded, &cell.to).into()),
                ("decided", (cell.n_decided as i64).into()),
                ("cases", (cell.n_cases as i64).into()),
            ],
        )
    });
    let alt: Vec<String> = alt.collect();
    frame.drawn(if alt.is_empty() { speech.say("figure-silo-nothing") } else { alt.join(" ") })
}

fn flows(speech: Speech, loaded: &Loaded, silo: &Silo) -> Vec<(Vec<String>, String)> {
    let row = |cell: &SiloCell| {
        let words = [("from", cell.from.as_str()), ("to", cell.to.as_str())];
        let cells = vec![
            name(loaded, &cell.from).to_owned(),
            name(loaded, &cell.to).to_owned(),
            speech.number(cell.n_cases as i64),
            speech.number(cell.n_decided as i64),
            speech.number(cell.n_production as i64),
            speech.percent(cell.n_decided as f64 / cell.n_cases.max(1) as f64),
        ];
        (cells, loaded.asked.behind(BehindSet::All, &words))
    };
    silo.cells.iter().map(row).collect()
}

const FLOW_HEADS: [&str; 6] =
    ["figure-silo-gives", "figure-silo-takes", "figure-cases", "figure-decided", "figure-production", "figure-share"];

/// The four measures: what each is, its value, where it lies, and what it says.
fn measures(speech: Speech, silo: &Silo) -> Vec<Vec<String>> {
    let two = |value: f64| speech.decimal(value, 2);
    let range = |low: f64, high: f64| format!("{} – {}", two(low), two(high));
    let none = || vec!["–".to_owned(), "–".to_owned()];
    let structure = silo.structure.as_ref().ok();
    let ei = structure.and_then(|one| Some((one.ei_index?, one.ei_null.as_ref()))).map_or_else(none, |(ei, null)| {
        let chance = null.map_or_else(|| "–".to_owned(), |null| range(null.interval.low, null.interval.high));
        vec![two(ei), speech.with("figure-silo-chance", &[("range", chance.into())])]
    });
    let index =
        structure.and_then(|one| Some((one.barrier_index?, one.barrier_interval))).map_or_else(none, |(value, at)| {
            vec![two(value), at.map_or_else(|| "–".to_owned(), |at| range(at.low, at.high))]
        });
    let flow =
        silo.flow.as_ref().map_or_else(none, |one| vec![two(one.value), range(one.interval.low, one.interval.high)]);
    let stages = silo
        .stages
        .as_ref()
        .map_or_else(|_| none(), |one| vec![two(one.log_ratio_total), range(one.interval.low, one.interval.high)]);
    let named = [
        ("figure-silo-ei", ei),
        ("figure-silo-index", index),
        ("figure-silo-flow", flow),
        ("figure-silo-stages", stages),
    ];
    named.into_iter().map(|(key, cells)| std::iter::once(speech.say(key)).chain(cells).collect()).collect()
}

const MEASURE_HEADS: [&str; 3] = ["figure-silo-measure", "figure-silo-value", "figure-interval"];

/// A share of those who went on; where nobody did, that it was taken as half a case, so that yields can be compared.
fn rate(speech: Speech, share: f64, is_corrected: bool) -> String {
    let share = speech.percent(share);
    if is_corrected { speech.with("figure-silo-corrected", &[("share", share.into())]) } else { share }
}

/// Ties below which the measures of the wall say next to nothing.
const TIES_MIN: usize = 10;

/// On how little the measures rest; nothing where it is enough.
fn little(speech: Speech, silo: &Silo) -> Option<String> {
    let ties = silo.structure.as_ref().map_or(0, |one| one.ties);
    (ties < TIES_MIN).then(|| speech.with("figure-silo-few", &[("count", (ties as i64).into())]))
}

/// Where the yields part, stage by stage; none where they cannot be compared.
fn terms(speech: Speech, silo: &Silo) -> Vec<Vec<String>> {
    let Ok(found) = &silo.stages else { return Vec::new() };
    let row = |term: &measure::funnel::DecompositionTerm| {
        let Bounds { low, high } = term.interval;
        vec![
            format!("{} → {}", stage_of(speech, term.from), stage_of(speech, term.to)),
            rate(speech, term.rate_a, term.corrected_a),
            rate(speech, term.rate_b, term.corrected_b),
            speech.decimal(term.log_ratio, 2),
            format!("{} – {}", speech.decimal(low, 2), speech.decimal(high, 2)),
        ]
    };
    found.terms.iter().map(row).collect()
}

const TERM_HEADS: [&str; 5] =
    ["figure-stage", "case-origin-own", "case-origin-other-department", "figure-silo-term", "figure-interval"];

fn brokers(speech: Speech, loaded: &Loaded, silo: &Silo) -> Vec<Vec<String>> {
    let row = |one: &desk::SiloBroker| {
        let mut cells = vec![name(loaded, &one.unit).to_owned(), name(loaded, &one.department).to_owned()];
        cells.extend(one.roles.as_array().map(|n| speech.number(i64::try_from(n).unwrap_or(i64::MAX))));
        cells
    };
    silo.brokers.iter().map(row).collect()
}

const BROKER_HEADS: [&str; 7] = [
    "figure-unit",
    "figure-group-department",
    "figure-role-coordinator",
    "figure-role-itinerant",
    "figure-role-gatekeeper",
    "figure-role-representative",
    "figure-role-liaison",
];

fn table(speech: Speech, title: &str, heads: &[&str], n_words: usize, rows: Vec<Vec<String>>) -> Markup {
    let columns = heads.iter().enumerate().map(|(at, key)| {
        let text = speech.say(key);
        if at < n_words { Column::new(text) } else { Column::numeric(text) }
    });
    let mut table = Table::new(speech.say(title), columns.collect()).caption_unseen().cards_on_phone();
    for row in rows {
        table = table.row(row.into_iter().map(|text| html! { bdi { (text) } }).collect());
    }
    table.draw(speech)
}

pub(super) fn draw(speech: Speech, loaded: &Loaded, silo: &Silo) -> Markup {
    let title = speech.say("figure-silo");
    let columns = FLOW_HEADS.iter().enumerate().map(|(at, key)| {
        let text = speech.say(key);
        if at < 2 { Column::new(text) } else { Column::numeric(text) }
    });
    let mut flow_table = Table::new(title.clone(), columns.collect()).caption_unseen().cards_on_phone();
    for (cells, href) in flows(speech, loaded, silo) {
        let cell = |(at, text): (usize, String)| match at {
            2 => html! { a href=(href) { (text) } },
            _ => html! { bdi { (text) } },
        };
        flow_table = flow_table.row(cells.into_iter().enumerate().map(cell).collect());
    }
    let (terms, brokers) = (terms(speech, silo), brokers(speech, loaded, silo));
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-silo-lead")) }
            figure class="plot" {
                (picture_as(&matrix(speech, loaded, silo, WIDE), &title, "silo-wide", "lying"))
                (picture_as(&matrix(speech, loaded, silo, NARROW), &title, "silo-narrow", "upright"))
            }
            (flow_table.draw(speech))
        }
        section aria-label=(speech.say("figure-silo-measures")) {
            h2 { (speech.say("figure-silo-measures")) }
            p { (speech.say("figure-silo-measures-lead")) }
            @if let Some(little) = little(speech, silo) { p { strong { (little) } } }
            (table(speech, "figure-silo-measures", &MEASURE_HEADS, 1, measures(speech, silo)))
        }
        @if !terms.is_empty() {
            section aria-label=(speech.say("figure-silo-terms")) {
                h2 { (speech.say("figure-silo-terms")) }
                p { (speech.say("figure-silo-terms-lead")) }
                (table(speech, "figure-silo-terms", &TERM_HEADS, 1, terms))
            }
        }
        @if !brokers.is_empty() {
            section aria-label=(speech.say("figure-brokers")) {
                h2 { (speech.say("figure-brokers")) }
                p { (speech.say("figure-brokers-lead")) }
                (table(speech, "figure-brokers", &BROKER_HEADS, 2, brokers))
            }
        }
        @if !silo.cautions.is_empty() {
            ul class="quiet" { @for one in &silo.cautions { li { (super::doubt(speech, one)) } } }
        }
    }
}

/// The same tables for paper.
pub(super) fn parts(speech: Speech, loaded: &Loaded, silo: &Silo) -> Vec<PaperPart> {
    let rows = flows(speech, loaded, silo).into_iter().map(|(cells, _)| cells).collect();
    let mut parts = vec![
        part(speech, "figure-silo", &FLOW_HEADS, rows),
        part(speech, "figure-silo-measures", &MEASURE_HEADS, measures(speech, silo)),
        part(speech, "figure-silo-terms", &TERM_HEADS, terms(speech, silo)),
        part(speech, "figure-brokers", &BROKER_HEADS, brokers(speech, loaded, silo)),
    ];
    parts[0].text = vec![speech.say("figure-silo-lead")];
    parts[1].text = std::iter::once(speech.say("figure-silo-measures-lead")).chain(little(speech, silo)).collect();
    parts.retain(|part| !part.rows.is_empty());
    parts
}
