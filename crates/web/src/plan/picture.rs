//! Pictures of the plan: lines by their fulfilment, and one line quarter by quarter. The table beside each says the same.

use desk::plan::PlanLineRow;
use maud::{Markup, html};
use model::{PlanQuarter, Rational};

use crate::speech::Speech;

/// Drawing area, in units of the picture.
const WIDTH: f64 = 640.0;
/// Lines that are drawn: what is more is read in the table.
const LINES_DRAWN: usize = 24;
/// Quarters that are drawn: five years.
const QUARTERS_DRAWN: usize = 20;
/// Signs of a name that fit beside its bar.
const NAME_CHARS: usize = 30;

fn two(value: f64) -> String {
    format!("{value:.2}")
}

/// The step of an axis that shows about four round numbers up to `top`: 1, 2 or 5 times a power of ten.
fn round_step(top: f64) -> f64 {
    let raw = (top / 4.0).max(1e-9);
    let power = 10f64.powf(raw.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= raw * (1.0 - 1e-9));
    times.unwrap_or(10.0) * power
}

/// Round numbers from nothing to beyond `top`.
fn marks(top: f64) -> Vec<f64> {
    let step = round_step(top);
    let n = (top / step - 1e-9).ceil().clamp(1.0, 10.0) as usize;
    (0..=n).map(|at| step * at as f64).collect()
}

/// A name as long as fits beside a bar.
fn short(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS {
        return name.to_owned();
    }
    format!("{}…", name.chars().take(NAME_CHARS - 1).collect::<String>())
}

/// Lines of which something is verified, with the part of what was due that is; the plan is the dashed line.
pub fn lines(speech: Speech, rows: &[PlanLineRow]) -> Markup {
    let known = rows.iter().filter_map(|row| Some((row, row.course.fulfilment().0?.nearest().max(0.0))));
    let known: Vec<(&PlanLineRow, f64)> = known.take(LINES_DRAWN).collect();
    if known.is_empty() {
        return html! {};
    }
    let title = speech.say("plan-lines-chart");
    // A line that is over-fulfilled many times does not make the others unreadable.
    let top = known.iter().map(|(_, share)| *share).fold(1.2, f64::max).min(3.0);
    let (left, row, head) = (230.0, 22.0, 6.0);
    let high = head + row * known.len() as f64 + 26.0;
    let marks = marks(top);
    let last = marks.last().copied().unwrap_or(1.0);
    let x = |share: f64| left + (WIDTH - left - 20.0) * (share / last).min(1.0);
    let foot = head + row * known.len() as f64;
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(title) {
                title { (title) }
                @for mark in &marks {
                    line class="chart-rule" x1=(two(x(*mark))) x2=(two(x(*mark))) y1=(two(head)) y2=(two(foot)) {}
                    text class="chart-text" x=(two(x(*mark))) y=(two(high - 8.0)) text-anchor="middle" { (speech.percent(*mark)) }
                }
                @for (at, (line, share)) in known.iter().enumerate() {
                    @let y = head + row * at as f64;
                    text class="chart-text" x=(two(left - 8.0)) y=(two(y + 15.0)) text-anchor="end" { (short(&line.line.parameter)) }
                    rect class="chart-bar" x=(two(left)) y=(two(y + 4.0)) width=(two(x(*share) - left)) height=(two(row - 8.0)) rx="1.5" {}
                }
                line class="chart-mark" x1=(two(x(1.0))) x2=(two(x(1.0))) y1=(two(head)) y2=(two(foot)) {}
            }
            p class="quiet" { (speech.say("plan-lines-legend")) }
        }
    }
}

/// One line quarter by quarter: bars for what is verified, outlines for what is said, dashes for what is due.
pub fn quarters(speech: Speech, measure: &str, all: &[PlanQuarter]) -> Markup {
    let drawn = &all[all.len().saturating_sub(QUARTERS_DRAWN)..];
    if drawn.is_empty() {
        return html! {};
    }
    let unit = if measure.is_empty() { speech.say("plan-pieces") } else { measure.to_owned() };
    let title = speech.with("plan-quarters-chart", &[("measure", unit.into())]);
    let number = |one: Option<Rational>| one.map_or(0.0, Rational::nearest).max(0.0);
    let most =
        drawn.iter().flat_map(|one| [number(one.due()), number(one.said), number(one.verified)]).fold(0.0, f64::max);
    let marks = marks(if most > 0.0 { most } else { 1.0 });
    let last = marks.last().copied().unwrap_or(1.0);
    let (left, high, head, foot) = (64.0, 230.0, 10.0, 200.0);
    let step = (WIDTH - left) / drawn.len() as f64;
    let y = |value: f64| foot - value / last * (foot - head);
    let every = (70.0 / step).ceil().max(1.0) as usize;
    let digits = if round_step(last) < 1.0 { 2 } else { 0 };
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(title) {
                title { (title) }
                @for mark in &marks {
                    line class="chart-rule" x1=(two(left)) x2=(two(WIDTH)) y1=(two(y(*mark))) y2=(two(y(*mark))) {}
                    text class="chart-text" x=(two(left - 8.0)) y=(two(y(*mark) + 4.0)) text-anchor="end" { (speech.decimal(*mark, digits)) }
                }
                @for (at, one) in drawn.iter().enumerate() {
                    @let from = left + step * at as f64;
                    @if let Some(verified) = one.verified {
                        @let level = y(verified.nearest().max(0.0));
                        rect class="chart-bar" x=(two(from + step * 0.2)) y=(two(level)) width=(two(step * 0.6)) height=(two((foot - level).max(0.0))) rx="1.5" {}
                    }
                    @if one.said.is_some() && one.said != one.verified {
                        @let level = y(number(one.said));
                        rect class="chart-said" x=(two(from + step * 0.2)) y=(two(level)) width=(two(step * 0.6)) height=(two((foot - level).max(0.0))) rx="1.5" {}
                    }
                    @if let Some(due) = one.due() {
                        @let level = y(due.nearest().max(0.0));
                        line class="chart-mark" x1=(two(from + step * 0.08)) x2=(two(from + step * 0.92)) y1=(two(level)) y2=(two(level)) {}
                    }
                    @if at % every == 0 {
                        text class="chart-text" x=(two(from + step * 0.5)) y=(two(high - 8.0)) text-anchor="middle" { (one.quarter) }
                    }
                }
            }
            p class="quiet" { (speech.say("plan-quarters-legend")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_numbers() {
        for (top, expected) in [
            (1.0, vec![0.0, 0.5, 1.0]),
            (120.0, vec![0.0, 50.0, 100.0, 150.0]),
            (7.0, vec![0.0, 2.0, 4.0, 6.0, 8.0]),
            (40_000.0, vec![0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0]),
        ] {
            assert_eq!(marks(top), expected, "{top}");
        }
    }
}
