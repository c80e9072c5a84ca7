//! How use grows: units that came into production by quarter, the curve, and what it expects.

use desk::Growth;
use maud::{Markup, html};
use press::{Drawing, Ink, PaperPart};

use super::Loaded;
use super::paper::part;
use crate::component::plot::{Frame, NARROW, WIDE, round_values};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

/// Quarters of the table that stand on the page; the API tells all.
const ROWS: usize = 40;

/// The total by quarter, the curve through it, and the forecast with its band.
pub(super) fn curve(speech: Speech, growth: &Growth, width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    // The table tells of as many; a curve of decades in which nothing happened shows nothing.
    let points = &growth.points[growth.points.len().saturating_sub(ROWS)..];
    let (forecast, n) = (growth.forecast(), points.len());
    let last = points.last().map_or(0.0, |point| point.n_all as f64);
    let high = |(_, value, band): &(model::Quarter, f64, Option<(f64, f64)>)| {
        band.map_or(*value, |(_, high)| high.min(value * 3.0))
    };
    let most = forecast.iter().map(high).fold(last, f64::max);
    let values = round_values(most, 5);
    let room = if is_narrow { (44, 46, 12, 44) } else { (56, 30, 20, 44) };
    let along = (n + forecast.len()).max(2) as f64 - 1.0;
    let mut frame =
        Frame::new((width, if is_narrow { 250 } else { 330 }), room, (along, values.last().copied().unwrap_or(1.0)));
    frame.legend(&[
        (Ink::Accent, speech.say("figure-growth-seen")),
        (Ink::Plain, speech.say("figure-growth-curve")),
        (Ink::Wash, speech.say("figure-growth-band")),
    ]);
    let rules: Vec<(f64, String)> =
        values.iter().map(|one| (*one, speech.decimal(*one, usize::from(one.fract() != 0.0)))).collect();
    let band: Vec<(f64, f64, f64)> = forecast
        .iter()
        .enumerate()
        .filter_map(|(at, (_, _, band))| band.map(|(low, high)| ((n + at) as f64, low.max(last), high.max(last))))
        .collect();
    frame.band(&band, Ink::Wash);
    frame.rules_up(&rules);
    let quarters: Vec<String> = points
        .iter()
        .map(|point| point.quarter.to_string())
        .chain(forecast.iter().map(|(quarter, ..)| quarter.to_string()))
        .collect();
    let every = quarters.len().div_ceil(if is_narrow { 4 } else { 9 }).max(1);
    let marks: Vec<(f64, String)> =
        quarters.iter().enumerate().step_by(every).map(|(at, text)| (at as f64, text.clone())).collect();
    frame.marks_along(&marks, &speech.say("figure-quarter"));
    let seen: Vec<(f64, f64)> = points.iter().enumerate().map(|(at, point)| (at as f64, point.n_all as f64)).collect();
    frame.path(&seen, Ink::Accent, false);
    for point in &seen {
        frame.dot(*point, 2, Ink::Accent);
    }
    let from = seen.last().copied();
    let ahead = forecast.iter().enumerate().map(|(at, (_, value, _))| ((n + at) as f64, *value));
    let ahead: Vec<(f64, f64)> = from.into_iter().chain(ahead).collect();
    frame.path(&ahead, Ink::Plain, true);
    let alt = match (points.first(), points.last()) {
        (Some(first), Some(last)) => speech.with(
            "figure-growth-alt",
            &[
                ("first", first.quarter.to_string().into()),
                ("last", last.quarter.to_string().into()),
                ("count", (last.n_all as i64).into()),
            ],
        ),
        _ => speech.say("figure-growth-none"),
    };
    frame.drawn(alt)
}

fn rows(speech: Speech, growth: &Growth) -> Vec<Vec<String>> {
    let early = growth.points.len().saturating_sub(ROWS);
    growth.points[early..]
        .iter()
        .map(|point| {
            vec![point.quarter.to_string(), speech.number(point.n_new as i64), speech.number(point.n_all as i64)]
        })
        .collect()
}

const HEADS: [&str; 3] = ["figure-quarter", "figure-growth-new", "figure-growth-all"];

fn ahead(speech: Speech, growth: &Growth) -> Vec<Vec<String>> {
    let reached = growth.points.last().map_or(0.0, |point| point.n_all as f64);
    let band = |band: Option<(f64, f64)>| {
        band.map_or_else(
            || "–".to_owned(),
            // A total does not fall below what was reached.
            |(low, high)| format!("{} – {}", speech.decimal(low.max(reached), 1), speech.decimal(high.max(reached), 1)),
        )
    };
    let row = |(quarter, value, at): (model::Quarter, f64, Option<(f64, f64)>)| {
        vec![quarter.to_string(), speech.decimal(value, 1), band(at)]
    };
    growth.forecast().into_iter().map(row).collect()
}

const AHEAD: [&str; 3] = ["figure-quarter", "figure-growth-expected", "figure-interval"];

/// The curves that were fitted, with their ceilings, and those that were refused, with why.
fn fits(speech: Speech, growth: &Growth) -> Vec<Vec<String>> {
    // What a curve puts into a number without end is read by its size alone.
    let number = |value: f64| if value.abs() < 1e6 { speech.decimal(value, 3) } else { format!("{value:.2e}") };
    let mut rows: Vec<Vec<String>> = growth
        .fits
        .iter()
        .map(|fit| {
            let parameter = |one: &measure::growth::Parameter| {
                let se = one.se.map_or_else(String::new, |se| format!(" (± {})", number(se)));
                format!("{} = {}{se}", one.name, number(one.estimate))
            };
            let all: Vec<String> = fit.parameters.iter().map(parameter).collect();
            vec![fit.model.name().to_owned(), all.join("; "), fit.aic.map_or_else(|| "–".to_owned(), number)]
        })
        .collect();
    rows.extend(growth.refused.iter().map(|(name, why)| vec![(*name).to_owned(), why.text.clone(), "–".to_owned()]));
    rows
}

const FITS: [&str; 3] = ["figure-growth-model", "figure-growth-parameters", "figure-growth-aic"];

/// Doubts about the curve that is drawn.
fn doubts(speech: Speech, growth: &Growth) -> Vec<String> {
    growth.best().map(|fit| fit.cautions.iter().map(|one| super::doubt(speech, one)).collect()).unwrap_or_default()
}

fn table(speech: Speech, title: &str, heads: &[&str], rows: Vec<Vec<String>>) -> Markup {
    let columns = heads.iter().enumerate().map(|(at, key)| {
        let text = speech.say(key);
        if at == 0 || *key == FITS[1] { Column::new(text) } else { Column::numeric(text) }
    });
    let mut table = Table::new(speech.say(title), columns.collect()).caption_unseen().cards_on_phone();
    for row in rows {
        table = table.row(row.into_iter().map(|text| html! { (text) }).collect());
    }
    table.draw(speech)
}

pub(super) fn draw(speech: Speech, loaded: &Loaded, growth: &Growth) -> Markup {
    let title = speech.say("figure-growth");
    if growth.points.is_empty() {
        return html! { section aria-label=(title) { h2 { (title) } p { (speech.say("figure-growth-none")) } } };
    }
    let (ahead, doubts) = (ahead(speech, growth), doubts(speech, growth));
    let behind = loaded.asked.behind(desk::BehindSet::Reached, &[("stage", "production")]);
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-growth-lead")) " " a href=(behind) { (speech.say("figure-growth-cases")) } }
            figure class="plot" {
                (picture_as(&curve(speech, growth, WIDE), &title, "growth-wide", "lying"))
                (picture_as(&curve(speech, growth, NARROW), &title, "growth-narrow", "upright"))
            }
            details class="disclosure" { summary { (speech.say("chart-as-table")) } (table(speech, "figure-growth", &HEADS, rows(speech, growth))) }
        }
        @if !ahead.is_empty() {
            section aria-label=(speech.say("figure-growth-ahead")) {
                h2 { (speech.say("figure-growth-ahead")) }
                (table(speech, "figure-growth-ahead", &AHEAD, ahead))
                ul { @for text in doubts { li { (text) } } }
            }
        }
        section aria-label=(speech.say("figure-growth-fits")) {
            h2 { (speech.say("figure-growth-fits")) }
            (table(speech, "figure-growth-fits", &FITS, fits(speech, growth)))
        }
    }
}

/// The same tables for paper.
pub(super) fn parts(speech: Speech, growth: &Growth) -> Vec<PaperPart> {
    let mut parts = vec![
        part(speech, "figure-growth", &HEADS, rows(speech, growth)),
        part(speech, "figure-growth-ahead", &AHEAD, ahead(speech, growth)),
        part(speech, "figure-growth-fits", &FITS, fits(speech, growth)),
    ];
    parts[0].text = vec![speech.say("figure-growth-lead")];
    parts[1].text = doubts(speech, growth);
    parts.retain(|part| !part.rows.is_empty());
    parts
}
