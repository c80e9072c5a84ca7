//! The radar of technologies: rings by rung, the furthest in the middle, and only what is verified.

use std::f64::consts::TAU;

use desk::{BehindSet, RadarEntry};
use maud::{Markup, html};
use model::Rung;
use press::{Anchor, Drawing, Ink, PaperPart, Shape};

use super::Loaded;
use super::paper::part;
use crate::component::plot::{Frame, NARROW, WIDE, line, words};
use crate::component::{Column, Table, picture_as};
use crate::speech::Speech;

/// Technologies that a picture has room for; the others stand in the table.
const DRAWN: (usize, usize) = (60, 24);
/// Rings, from the middle outwards.
const RINGS: [Rung; 5] = [Rung::Spread, Rung::PlanRate, Rung::Production, Rung::Pilot, Rung::Prototype];
/// Sides of the shape that stands for a circle.
const SIDES: usize = 60;

fn ring(rung: Rung) -> Option<usize> {
    RINGS.iter().position(|one| *one == rung)
}

fn name<'l>(loaded: &'l Loaded, entry: &'l RadarEntry) -> &'l str {
    loaded.names.get(&entry.technology).map_or(entry.technology.name.as_str(), |named| named.text.as_str())
}

fn round(value: f64) -> i32 {
    value.round() as i32
}

pub(super) fn radar(speech: Speech, loaded: &Loaded, entries: &[RadarEntry], width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let radius = if is_narrow { 150.0 } else { 250.0 };
    let middle = (f64::from(width) / 2.0, radius + 16.0);
    let height = round(radius * 2.0 + 32.0);
    let mut frame = Frame::new((width, height), (0, 0, 0, 0), (1.0, 1.0));
    let step = radius / RINGS.len() as f64;
    for (at, rung) in RINGS.iter().enumerate() {
        let outer = step * (at as f64 + 1.0);
        let corner = |side: usize| {
            let angle = TAU * side as f64 / SIDES as f64;
            (round(middle.0 + outer * angle.cos()), round(middle.1 + outer * angle.sin()))
        };
        for side in 0..SIDES {
            frame.put(line(corner(side), corner(side + 1), Ink::Rule));
        }
        let at = (round(middle.0), round(middle.1 - outer + 13.0));
        frame.put(words(at, speech.say(&format!("life-rung-{rung}")), Ink::Soft, Anchor::Middle));
    }
    let shown: Vec<(usize, &RadarEntry)> =
        entries.iter().enumerate().take(if is_narrow { DRAWN.1 } else { DRAWN.0 }).collect();
    for at in 0..RINGS.len() {
        let here: Vec<_> = shown.iter().filter(|(_, entry)| ring(entry.rung) == Some(at)).collect();
        for (place, (number, entry)) in here.iter().enumerate() {
            // Each ring is turned a little, so that dots of two rings do not stand in one line; the names of the rings are at the top.
            let angle = TAU * (place as f64 + 0.5) / here.len() as f64 + 0.35 * at as f64 - TAU / 4.0;
            let away = step * (at as f64 + 0.5);
            let spot = (round(middle.0 + away * angle.cos()), round(middle.1 + away * angle.sin()));
            let is_wide = entry.departments.len() > 1;
            frame.put(Shape::Dot { at: spot, radius: 9, ink: Ink::Accent, ringed: is_wide });
            let text = (number + 1).to_string();
            frame.put(Shape::Words {
                at: (spot.0, spot.1 + 4),
                text,
                size: 11,
                ink: Ink::Paper,
                anchor: Anchor::Middle,
                strong: true,
            });
        }
    }
    let alt: Vec<String> = shown
        .iter()
        .map(|(number, entry)| {
            format!("{}. {}: {}", number + 1, name(loaded, entry), speech.say(&format!("life-rung-{}", entry.rung)))
        })
        .collect();
    frame.drawn(if alt.is_empty() { speech.say("figure-radar-none") } else { alt.join("; ") })
}

fn rows(speech: Speech, loaded: &Loaded, entries: &[RadarEntry]) -> Vec<Vec<String>> {
    let row = |(number, entry): (i64, &RadarEntry)| {
        let departments = entry.departments.iter();
        let departments: Vec<&str> =
            departments.map(|unit| loaded.units.get(unit.as_str()).map_or(unit.as_str(), String::as_str)).collect();
        vec![
            speech.number(number),
            name(loaded, entry).to_owned(),
            speech.say(&format!("life-rung-{}", entry.rung)),
            speech.number(entry.n_verified as i64),
            speech.number(entry.n_claimed as i64),
            departments.join(", "),
        ]
    };
    (1..).zip(entries).map(row).collect()
}

const HEADS: [&str; 6] = [
    "figure-radar-number",
    "figure-technology",
    "figure-radar-rung",
    "figure-radar-verified",
    "figure-radar-claimed",
    "figure-radar-departments",
];

pub(super) fn draw(speech: Speech, loaded: &Loaded, entries: &[RadarEntry]) -> Markup {
    let title = speech.say("figure-radar");
    if entries.is_empty() {
        return html! { section aria-label=(title) { h2 { (title) } p { (speech.say("figure-radar-none")) } } };
    }
    let columns = HEADS.iter().enumerate().map(|(at, key)| {
        let text = speech.say(key);
        if matches!(at, 3 | 4) { Column::numeric(text) } else { Column::new(text) }
    });
    let mut table = Table::new(title.clone(), columns.collect()).caption_unseen().cards_on_phone();
    for (cells, entry) in rows(speech, loaded, entries).into_iter().zip(entries) {
        let technology = entry.technology.to_string();
        let behind = loaded.asked.behind(BehindSet::Verified, &[("technology", &technology)]);
        let href = loaded.names.get(&entry.technology).and_then(|named| named.href.clone());
        let cell = |(at, text): (usize, String)| match (at, &href) {
            (1, Some(href)) => html! { a href=(href) { bdi { (text) } } },
            (3, _) if entry.n_verified > 0 => html! { a href=(behind) { (text) } },
            _ => html! { bdi { (text) } },
        };
        table = table.row(cells.into_iter().enumerate().map(cell).collect());
    }
    html! {
        section aria-label=(title) {
            h2 { (title) }
            p { (speech.say("figure-radar-lead")) }
            figure class="plot" {
                (picture_as(&radar(speech, loaded, entries, WIDE), &title, "radar-wide", "lying"))
                (picture_as(&radar(speech, loaded, entries, NARROW), &title, "radar-narrow", "upright"))
            }
            (table.draw(speech))
        }
    }
}

/// The same table for paper.
pub(super) fn parts(speech: Speech, loaded: &Loaded, entries: &[RadarEntry]) -> Vec<PaperPart> {
    let mut all = part(speech, "figure-radar", &HEADS, rows(speech, loaded, entries));
    all.text = vec![speech.say("figure-radar-lead")];
    vec![all]
}
