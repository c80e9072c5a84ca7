//! The pictures of what is stated: stages with a bar where a number is known and an open frame where none is, and shares as parts of a whole.

use model::{StatedFigure, StatedKind, StatedStage};
use press::{Anchor, Drawing, Ink, Shape};

use super::{of_stage, said, stage_name};
use crate::component::plot::{Frame, NARROW, area, fitted, round_values, strong, words};
use crate::speech::Speech;

/// Room for one bar.
const ROW: i32 = 44;
/// Room for the names where they stand beside the bars.
const NAMES: i32 = 150;
/// Room for what is stated, where it stands beside the bars: that is longer than the name of a stage.
const PARAMETERS: i32 = 330;
/// Shares that are drawn; the others stand in the table.
const DRAWN: usize = 24;

/// An open frame: here nothing is known.
fn open(frame: &mut Frame, (left, top): (i32, i32), (width, height): (i32, i32)) {
    let (right, bottom) = (left + width, top + height);
    for (from, to) in [
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    ] {
        frame.put(Shape::Line { from, to, ink: Ink::Soft, dashed: true });
    }
}

/// The funnel of a programme.
pub(super) fn funnel(speech: Speech, stages: &[StatedStage<'_>], width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let most = stages.iter().filter_map(StatedStage::value).map(|value| value.nearest()).fold(0.0, f64::max);
    let marks = round_values(most, if is_narrow { 3 } else { 6 });
    let left = if is_narrow { 8 } else { NAMES };
    let height = 8 + ROW * stages.len() as i32 + 44;
    let highest = marks.last().copied().unwrap_or(1.0);
    let mut frame = Frame::new((width, height), (left, 8, 70, 44), (highest, 1.0));
    for (at, stage) in stages.iter().enumerate() {
        let top = 8 + ROW * at as i32;
        if at % 2 == 0 {
            frame.put(area((0, top), (width, ROW), Ink::Wash));
        }
        let name = stage_name(speech, stage.stage);
        let bar = if is_narrow { top + 20 } else { top + 13 };
        let place = if is_narrow { (8, top + 14) } else { (8, top + 26) };
        frame.put(strong(place, fitted(&name, NAMES - 16), Ink::Plain, Anchor::Start));
        let text = of_stage(speech, stage);
        let Some(value) = stage.value() else {
            let wide = frame.x(highest) - left;
            open(&mut frame, (left, bar), (wide, 18));
            let ink = if stage.figures.iter().any(|one| one.value.is_some()) { Ink::Warn } else { Ink::Soft };
            frame.put(words((left + 10, bar + 13), fitted(&text, wide - 20), ink, Anchor::Start));
            continue;
        };
        let end = frame.x(value.nearest());
        frame.put(area((left, bar), (end - left, 18), Ink::Accent));
        // What does not fit behind the bar stands in it.
        if end + 6 + crate::component::plot::text_width(&text) <= width {
            frame.put(words((end + 6, bar + 13), text, Ink::Plain, Anchor::Start));
        } else {
            frame.put(words((end - 6, bar + 13), fitted(&text, end - left - 12), Ink::Paper, Anchor::End));
        }
    }
    let marks: Vec<(f64, String)> =
        marks.iter().map(|mark| (*mark, speech.decimal(*mark, usize::from(mark.fract() != 0.0)))).collect();
    frame.marks_along(&marks, &speech.say("stated-how-many"));
    let alt = stages.iter().map(|one| format!("{}: {}.", stage_name(speech, one.stage), of_stage(speech, one)));
    frame.drawn(alt.collect::<Vec<_>>().join(" "))
}

/// Fulfilment and shares: what the source stands for filled, what it only reports in the colour of doubt.
pub(super) fn shares(speech: Speech, figures: &[&StatedFigure], width: i32) -> Drawing {
    let is_narrow = width <= NARROW;
    let shown: Vec<&StatedFigure> = figures.iter().copied().filter(|one| one.value.is_some()).take(DRAWN).collect();
    let value = |one: &StatedFigure| one.value.map_or(0.0, model::Rational::nearest);
    // A plan that is said to be fulfilled many times over does not make the others unreadable.
    let most = shown.iter().map(|one| value(one)).fold(100.0, f64::max).min(300.0);
    let marks = round_values(most, if is_narrow { 3 } else { 6 });
    let highest = marks.last().copied().unwrap_or(100.0);
    let left = if is_narrow { 8 } else { PARAMETERS };
    let head = 30;
    let height = head + ROW * shown.len() as i32 + 44;
    let mut frame = Frame::new((width, height), (left, head, 70, 44), (highest, 1.0));
    frame.legend(&[(Ink::Accent, speech.say("stated-vouched")), (Ink::Warn, speech.say("stated-reported"))]);
    for (at, one) in shown.iter().enumerate() {
        let top = head + ROW * at as i32;
        if at % 2 == 0 {
            frame.put(area((0, top), (width, ROW), Ink::Wash));
        }
        let name = match one.period.as_str() {
            "" => one.parameter.clone(),
            period => format!("{} ({period})", one.parameter),
        };
        let (place, room) = if is_narrow { ((8, top + 14), width - 16) } else { ((8, top + 26), PARAMETERS - 16) };
        frame.put(words(place, fitted(&name, room), Ink::Plain, Anchor::Start));
        let bar = if is_narrow { top + 20 } else { top + 13 };
        let end = frame.x(value(one));
        let ink = if one.status.is_vouched() { Ink::Accent } else { Ink::Warn };
        frame.put(area((left, bar), (end - left, 18), ink));
        frame.put(strong((end + 6, bar + 13), said(speech, one), Ink::Plain, Anchor::Start));
    }
    // Only what is fulfilled of a plan is held against the whole of it.
    for at in (0..shown.len()).filter(|at| shown[*at].kind == StatedKind::Fulfilment) {
        let (x, top) = (frame.x(100.0), head + ROW * at as i32);
        frame.put(Shape::Line { from: (x, top), to: (x, top + ROW), ink: Ink::Plain, dashed: true });
    }
    let marks: Vec<(f64, String)> = marks.iter().map(|mark| (*mark, speech.percent(*mark / 100.0))).collect();
    frame.marks_along(&marks, "");
    let alt = shown.iter().map(|one| format!("{}: {}.", one.parameter, said(speech, one)));
    frame.drawn(alt.collect::<Vec<_>>().join(" "))
}
