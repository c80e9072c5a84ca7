//! The drawing of a biography: a lane for each stage, the days along them, a dot for what happened, and what is missing in another colour.
//!
//! One layout for the page and for paper. Lying, time goes to the right and lanes lie below each other; upright, for a phone, time goes
//! down and lanes stand beside each other. Days are kept apart so far that their dots can be told; what waited longer than half a year
//! is drawn no longer than that, and says for how long it waited.

use model::{BIOGRAPHY_WAIT_DAYS, Biography, Date, Gap, LifeEvent, LifeStage};
use press::{Anchor, Drawing, Ink, Shape};

use super::{Told, gap_said, stage};
use crate::speech::Speech;

/// How a drawing lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// Time goes to the right.
    Lying,
    /// Time goes down.
    Upright,
}

/// Measures of one way to lie, in units of the drawing: about a pixel each.
struct Measures {
    /// Where time begins.
    begins: i32,
    /// Where time ends.
    ends: i32,
    /// Where the first lane begins.
    lanes: i32,
    /// How wide a lane is.
    lane: i32,
    /// Dots nearer than this stand for one another.
    near: i32,
    /// Dates at the axis are no nearer than this.
    dates: i32,
}

/// Widths of a drawing that lies: what fits a page of 1280 pixels.
const LYING_WIDTH: i32 = 1160;
/// Room for the names of the stages.
const LYING_NAMES: i32 = 130;
const LYING_LANE: i32 = 44;
const LYING_TOP: i32 = 26;

/// Width of an upright drawing: what fits a phone of 390 pixels.
const UPRIGHT_WIDTH: i32 = 350;
/// Room for the dates.
const UPRIGHT_DATES: i32 = 92;
const UPRIGHT_LANE: i32 = 25;
const UPRIGHT_TOP: i32 = 26;
/// Room for each day on which something happened, and how long the whole becomes at most.
const UPRIGHT_DAY: i32 = 34;
const UPRIGHT_LENGTH_MAX: i32 = 2_400;

const RADIUS: i32 = 9;

/// Days that a step between two days is drawn as at least, in parts of the whole: a fiftieth.
const SMALLEST_PART: i64 = 50;

/// Dots that fall together: the first of them bears its number.
struct Cluster {
    /// Where along the axis.
    along: i32,
    stage: LifeStage,
    /// Which happenings, by their place among all.
    events: Vec<usize>,
}

/// Draws a biography.
pub(super) fn drawn(speech: Speech, told: &Told, lie: Lie) -> Drawing {
    let biography = &told.biography;
    let measures = measures(biography, lie);
    let places = places(biography, &measures);
    let clusters = clusters(biography, &places, measures.near);
    let mut shapes = Vec::new();
    lanes(speech, biography, lie, &measures, &mut shapes);
    waits(speech, biography, lie, &measures, &places, &mut shapes);
    axis(speech, biography, lie, &measures, &places, &mut shapes);
    ties(biography, lie, &measures, &places, &mut shapes);
    for (at, cluster) in clusters.iter().enumerate() {
        let next =
            clusters[at + 1..].iter().find(|next| next.stage == cluster.stage).map_or(measures.ends, |next| next.along);
        dot(told, speech, lie, &measures, (cluster, next), &mut shapes);
    }
    let across = measures.lanes + measures.lane * LifeStage::ALL.len() as i32;
    let (width, height) = match lie {
        Lie::Lying => (LYING_WIDTH, across + 6),
        Lie::Upright => (UPRIGHT_WIDTH, measures.ends + 20),
    };
    Drawing { alt: alt(speech, told), width, height, shapes }
}

/// What the drawing shows, in words: how much happened from when to when, and each gap.
fn alt(speech: Speech, told: &Told) -> String {
    let biography = &told.biography;
    let Some((first, last)) = biography.days() else { return speech.say("biography-empty") };
    let whole = speech.with(
        "biography-alt",
        &[
            ("things", (biography.things.len() as i64).into()),
            ("events", (biography.events.len() as i64).into()),
            ("first", speech.date(first).into()),
            ("last", speech.date(last).into()),
        ],
    );
    let gaps = biography.gaps.iter().map(|gap| gap_said(speech, told, gap));
    std::iter::once(whole).chain(gaps).collect::<Vec<_>>().join(" ")
}

fn measures(biography: &Biography, lie: Lie) -> Measures {
    match lie {
        Lie::Lying => Measures {
            begins: LYING_NAMES + 20,
            ends: LYING_WIDTH - 50,
            lanes: LYING_TOP,
            lane: LYING_LANE,
            near: 26,
            dates: 92,
        },
        Lie::Upright => {
            let mut days: Vec<Date> = biography.events.iter().map(|event| event.on).collect();
            days.dedup();
            let length = (days.len() as i32).saturating_mul(UPRIGHT_DAY).clamp(UPRIGHT_DAY * 4, UPRIGHT_LENGTH_MAX);
            Measures {
                begins: UPRIGHT_TOP + 20,
                ends: UPRIGHT_TOP + 20 + length,
                lanes: UPRIGHT_DATES,
                lane: UPRIGHT_LANE,
                near: 22,
                dates: 22,
            }
        }
    }
}

/// Where along the axis each happening stands.
fn places(biography: &Biography, measures: &Measures) -> Vec<i32> {
    let steps: Vec<i64> = biography
        .events
        .windows(2)
        .map(|pair| pair[1].on.days_since(pair[0].on).clamp(0, BIOGRAPHY_WAIT_DAYS))
        .collect();
    let whole: i64 = steps.iter().sum();
    let least = (whole / SMALLEST_PART).max(1);
    let steps: Vec<i64> = steps.iter().map(|step| if *step == 0 { 0 } else { (*step).max(least) }).collect();
    let whole = steps.iter().sum::<i64>().max(1);
    let room = i64::from(measures.ends - measures.begins);
    let mut passed = 0;
    let mut places = Vec::with_capacity(biography.events.len());
    places.extend(biography.events.first().map(|_| measures.begins));
    for step in steps {
        passed += step;
        places.push(measures.begins + i32::try_from(passed * room / whole).unwrap_or(0));
    }
    places
}

/// Happenings of one lane that stand too near to be told apart, together. In the order of their first.
fn clusters(biography: &Biography, places: &[i32], near: i32) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (at, (event, along)) in biography.events.iter().zip(places).enumerate() {
        let open = clusters.iter_mut().rev().find(|cluster| cluster.stage == event.stage);
        match open.filter(|cluster| along - cluster.along < near) {
            Some(cluster) => cluster.events.push(at),
            None => clusters.push(Cluster { along: *along, stage: event.stage, events: vec![at] }),
        }
    }
    clusters
}

/// A place along the axis and across it as one of the drawing.
fn at(lie: Lie, along: i32, across: i32) -> (i32, i32) {
    match lie {
        Lie::Lying => (along, across),
        Lie::Upright => (across, along),
    }
}

/// The middle of a lane.
fn middle(lie: Lie, measures: &Measures, stage: LifeStage) -> i32 {
    let offset = if lie == Lie::Lying { 15 } else { measures.lane / 2 };
    measures.lanes + measures.lane * stage as i32 + offset
}

fn words(at: (i32, i32), text: String, size: i32, ink: Ink, anchor: Anchor) -> Shape {
    Shape::Words { at, text, size, ink, anchor, strong: false }
}

/// The lanes with their names; those that are missing in another colour.
fn lanes(speech: Speech, biography: &Biography, lie: Lie, measures: &Measures, shapes: &mut Vec<Shape>) {
    for life in LifeStage::ALL.iter().copied() {
        let begins = measures.lanes + measures.lane * life as i32;
        let is_missing = biography
            .gaps
            .iter()
            .any(|gap| matches!(gap, Gap::Missing { first, last } if (*first..=*last).contains(&life)));
        let ink = match (is_missing, life as usize % 2) {
            (true, _) => Some(Ink::WarnWash),
            (false, 0) => Some(Ink::Wash),
            (false, _) => None,
        };
        if let Some(ink) = ink {
            let (from, length) = match lie {
                Lie::Lying => (0, LYING_WIDTH),
                Lie::Upright => (UPRIGHT_TOP - 22, measures.ends + 20 - (UPRIGHT_TOP - 22)),
            };
            let size = at(lie, length, measures.lane);
            shapes.push(Shape::Area { at: at(lie, from, begins), size, ink });
        }
        let name = stage(speech, life);
        let ink = if is_missing { Ink::Warn } else { Ink::Plain };
        match lie {
            Lie::Lying => {
                let name = cut(&name, LYING_NAMES - 10, 12);
                shapes.push(Shape::Words {
                    at: (8, begins + 19),
                    text: name,
                    size: 12,
                    ink,
                    anchor: Anchor::Start,
                    strong: true,
                });
                if is_missing {
                    let text = speech.say("biography-nothing");
                    shapes.push(words((measures.begins, begins + 19), text, 12, Ink::Warn, Anchor::Start));
                }
            }
            // Ten names beside each other leave no room for themselves; the list below the drawing tells the numbers.
            Lie::Upright => {
                let text = (life as usize + 1).to_string();
                let place = (begins + measures.lane / 2, UPRIGHT_TOP - 6);
                shapes.push(Shape::Words { at: place, text, size: 12, ink, anchor: Anchor::Middle, strong: true });
            }
        }
    }
}

/// The waits: a band across all lanes, with the days.
fn waits(
    speech: Speech,
    biography: &Biography,
    lie: Lie,
    measures: &Measures,
    places: &[i32],
    shapes: &mut Vec<Shape>,
) {
    for gap in &biography.gaps {
        let Gap::Waited { from, until, still: false, .. } = gap else { continue };
        let place = |is: &dyn Fn(&LifeEvent) -> bool| {
            biography.events.iter().zip(places).find(|(event, _)| is(event)).map(|(_, place)| *place)
        };
        let ends = place(&|event| event.on >= *until);
        let begins =
            biography.events.iter().zip(places).rev().find(|(event, _)| event.on <= *from).map(|(_, place)| *place);
        let Some((begins, ends)) = begins.zip(ends) else { continue };
        let across = measures.lane * LifeStage::ALL.len() as i32;
        for side in [begins + RADIUS + 2, ends - RADIUS - 2] {
            let (from, to) = (at(lie, side, measures.lanes), at(lie, side, measures.lanes + across));
            shapes.push(Shape::Line { from, to, ink: Ink::Warn, dashed: true });
        }
        let days = speech.with("biography-days", &[("days", gap.days().unwrap_or(0).into())]);
        let middle = i32::midpoint(begins, ends);
        match lie {
            Lie::Lying if ends - begins > 60 => {
                let place = (middle, measures.lanes + across - 5);
                shapes.push(words(place, days, 11, Ink::Warn, Anchor::Middle));
            }
            Lie::Lying => {}
            Lie::Upright => {
                let place = (UPRIGHT_DATES - 8, middle + 4);
                shapes.push(words(place, days, 11, Ink::Warn, Anchor::End));
            }
        }
    }
}

/// The days along the axis, no nearer to each other than they can be read.
fn axis(speech: Speech, biography: &Biography, lie: Lie, measures: &Measures, places: &[i32], shapes: &mut Vec<Shape>) {
    let across = measures.lane * LifeStage::ALL.len() as i32;
    let mut last: Option<i32> = None;
    for (event, along) in biography.events.iter().zip(places) {
        if last.is_some_and(|last| along - last < measures.dates) {
            continue;
        }
        last = Some(*along);
        let (from, to) = (at(lie, *along, measures.lanes - 4), at(lie, *along, measures.lanes + across));
        shapes.push(Shape::Line { from, to, ink: Ink::Rule, dashed: false });
        let text = speech.short_date(event.on);
        shapes.push(match lie {
            Lie::Lying => words((*along, LYING_TOP - 9), text, 11, Ink::Soft, Anchor::Middle),
            Lie::Upright => words((UPRIGHT_DATES - 8, along + 4), text, 10, Ink::Soft, Anchor::End),
        });
    }
}

/// A line from where a thing began to where what came of it began.
fn ties(biography: &Biography, lie: Lie, measures: &Measures, places: &[i32], shapes: &mut Vec<Shape>) {
    let begins = |thing: &model::Thing| {
        let found = biography.events.iter().zip(places).find(|(event, _)| event.thing == *thing);
        found.map(|(event, along)| at(lie, *along, middle(lie, measures, event.stage)))
    };
    for tie in &biography.ties {
        if let Some((from, to)) = begins(&tie.earlier).zip(begins(&tie.later)) {
            shapes.push(Shape::Line { from, to, ink: Ink::Accent, dashed: false });
        }
    }
}

/// What happened at one place of a lane: a dot with the number of its first line in the table, and, where there is room, its words.
fn dot(told: &Told, speech: Speech, lie: Lie, measures: &Measures, cluster: (&Cluster, i32), shapes: &mut Vec<Shape>) {
    let (cluster, next) = cluster;
    let Some(first) = cluster.events.first() else { return };
    let event = &told.biography.events[*first];
    let across = middle(lie, measures, cluster.stage);
    let place = at(lie, cluster.along, across);
    let is_weak = cluster.events.iter().any(|at| told.biography.events[*at].is_weak());
    let ink = if is_weak { Ink::Warn } else { Ink::Accent };
    shapes.push(Shape::Dot { at: place, radius: RADIUS, ink, ringed: cluster.events.len() > 1 });
    let number = (first + 1).to_string();
    let number = Shape::Words {
        at: (place.0, place.1 + 4),
        text: number,
        size: 10,
        ink: Ink::Paper,
        anchor: Anchor::Middle,
        strong: true,
    };
    shapes.push(number);
    // A sheet of paper beside it: a document came with it.
    if cluster.events.iter().any(|at| !told.biography.events[*at].documents.is_empty()) {
        shapes.push(Shape::Area { at: (place.0 + 6, place.1 - 14), size: (6, 8), ink: Ink::Plain });
    }
    let room = next - cluster.along - 2 * RADIUS - 10;
    if lie == Lie::Lying && room > 40 {
        let left = cluster.along + RADIUS + 5;
        let more = cluster.events.len() - 1;
        let name = told.name(&event.thing);
        let name = if more > 0 { format!("+{more} {name}") } else { name.to_owned() };
        shapes.push(words((left, across), cut(&name, room, 11), 11, Ink::Plain, Anchor::Start));
        let post = told.post(event).map_or_else(|| speech.say("who-office"), str::to_owned);
        shapes.push(words((left, across + 13), cut(&post, room, 10), 10, Ink::Soft, Anchor::Start));
    }
}

/// Text that fits into so much room at a size, with a sign that it is cut. Signs of Han are as wide as they are high, others half so.
fn cut(text: &str, room: i32, size: i32) -> String {
    let wide = |sign: char| if sign as u32 >= 0x2e80 { size * 10 } else { size * 6 };
    let whole: i32 = text.chars().map(wide).sum();
    if whole <= room * 10 {
        return text.to_owned();
    }
    let mut left = room * 10 - size * 10;
    let mut kept = String::new();
    for sign in text.chars() {
        left -= wide(sign);
        if left < 0 {
            break;
        }
        kept.push(sign);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
