//! The pictures of the funnel: how far cases came, and the calendar of delays. One layout for the page and for paper.

use std::collections::BTreeMap;

use desk::Delay;
use measure::funnel::LevelFigures;
use model::{CaseStage, Quarter};
use press::{Anchor, Drawing, Ink};

use super::{stage, stage_of};
use crate::component::plot::{Frame, NARROW, area, fitted, round_values, strong, words};
use crate::speech::Speech;

/// Room for one stage.
const ROW: i32 = 46;
/// Room for the names of the stages where they stand beside the bars.
const NAMES: i32 = 150;

/// The funnel: for each stage a bar as long as cases reached it, and within it one as long as cases were seen at it.
pub(super) fn funnel(speech: Speech, level: &LevelFigures, width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let most = level.stages.iter().map(|one| one.reached).max().unwrap_or(0) as f64;
    let marks = round_values(most, if is_narrow { 3 } else { 6 });
    let left = if is_narrow { 8 } else { NAMES };
    let height = 30 + ROW * level.stages.len() as i32 + 44;
    let highest = marks.last().copied().unwrap_or(1.0);
    let mut frame = Frame::new((width, height), (left, 30, 60, 44), (highest, 1.0));
    frame.legend(&[
        (Ink::Accent, speech.say("figure-reached")),
        (Ink::Soft, speech.say("figure-seen")),
        (Ink::Warn, speech.say("figure-lost")),
    ]);
    for (at, one) in level.stages.iter().enumerate() {
        let top = 30 + ROW * at as i32;
        if at % 2 == 0 {
            frame.put(area((0, top), (width, ROW), Ink::Wash));
        }
        let name = stage_of(speech, one.stage);
        let bar = if is_narrow { top + 18 } else { top + 8 };
        if is_narrow {
            frame.put(strong((8, top + 14), name, Ink::Plain, Anchor::Start));
        } else {
            frame.put(strong((8, top + 27), fitted(&name, NAMES - 16), Ink::Plain, Anchor::Start));
        }
        let end = frame.x(one.reached as f64);
        frame.put(area((left, bar), (end - left, 14), Ink::Accent));
        frame.put(area((left, bar + 14), (frame.x(one.seen as f64) - left, 5), Ink::Soft));
        frame.put(area((left, bar + 19), (frame.x(one.abandoned as f64) - left, 5), Ink::Warn));
        let count = speech.number(i64::try_from(one.reached).unwrap_or(i64::MAX));
        frame.put(words((end + 6, bar + 12), count, Ink::Plain, Anchor::Start));
    }
    let marks: Vec<(f64, String)> =
        marks.iter().map(|mark| (*mark, speech.decimal(*mark, usize::from(mark.fract() != 0.0)))).collect();
    frame.marks_along(&marks, &speech.say("figure-cases"));
    let alt = level.stages.iter().map(|one| {
        speech.with(
            "figure-funnel-alt",
            &[
                ("stage", stage_of(speech, one.stage).into()),
                ("reached", (one.reached as i64).into()),
                ("lost", (one.abandoned as i64).into()),
            ],
        )
    });
    frame.drawn(alt.collect::<Vec<_>>().join(" "))
}

/// Days from which on a delay is drawn in the colour of what asks for a look: half a year.
const LONG_DAYS: i64 = 180;

/// The calendar of delays: a row for each stage, a column for each quarter, in each the median of the days that what left it had waited.
pub(super) fn delays(speech: Speech, all: &[Delay], last: Quarter, width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let n = if is_narrow { 4 } else { 8 };
    let left = if is_narrow { 110 } else { NAMES };
    let column = (width - left) / n;
    let height = 28 + 30 * (CaseStage::ALL.len() as i32 - 1) + 6;
    let mut frame = Frame::new((width, height), (left, 28, 0, 6), (1.0, 1.0));
    let mut quarters = vec![last];
    while quarters.len() < n as usize {
        let before = quarters[quarters.len() - 1].before();
        quarters.push(before);
    }
    quarters.reverse();
    let held: BTreeMap<(CaseStage, Quarter), &Delay> = all.iter().map(|one| ((one.stage, one.quarter), one)).collect();
    for (at, quarter) in quarters.iter().enumerate() {
        let middle = left + column * at as i32 + column / 2;
        frame.put(words((middle, 18), quarter.to_string(), Ink::Soft, Anchor::Middle));
    }
    for (row, one) in CaseStage::ALL.iter().enumerate().take(CaseStage::ALL.len() - 1) {
        let top = 28 + 30 * row as i32;
        frame.put(words((4, top + 20), fitted(&stage(speech, *one), left - 10), Ink::Plain, Anchor::Start));
        for (at, quarter) in quarters.iter().enumerate() {
            let corner = (left + column * at as i32, top);
            let Some(delay) = held.get(&(*one, *quarter)) else {
                frame.put(words((corner.0 + column / 2, top + 20), "·", Ink::Soft, Anchor::Middle));
                continue;
            };
            let is_long = delay.median_days >= LONG_DAYS;
            let (wash, ink) = if is_long { (Ink::WarnWash, Ink::Warn) } else { (Ink::Wash, Ink::Plain) };
            frame.put(area((corner.0 + 2, top + 2), (column - 4, 26), wash));
            frame.put(words((corner.0 + column / 2, top + 20), speech.number(delay.median_days), ink, Anchor::Middle));
        }
    }
    frame.drawn(speech.say("figure-delays-lead"))
}
