//! The funnel: units by how much was seen of them and what share was true, with the limits that chance leaves. The table beside it says the same.

use maud::{Markup, html};
use measure::{ControlChart, Reading};

use crate::speech::Speech;

/// Drawing area, in units of the picture.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 52.0;
const BOTTOM: f64 = 30.0;
const TOP: f64 = 12.0;
/// Points of each curve at most: closer ones are one line to the eye.
const CURVE_POINTS_MAX: u32 = 80;

fn two(value: f64) -> String {
    format!("{value:.2}")
}

/// Draws it.
pub fn draw(speech: Speech, chart: &ControlChart) -> Markup {
    let most = chart.units.iter().map(|one| one.count.seen).max().unwrap_or(1).max(2);
    let x = |seen: u32| LEFT + (WIDTH - LEFT - 8.0) * f64::from(seen) / f64::from(most);
    let y = |share: f64| TOP + (HEIGHT - BOTTOM - TOP) * (1.0 - share);
    let step = (most / CURVE_POINTS_MAX).max(1);
    let places: Vec<u32> = (1..=most).step_by(step as usize).chain([most]).collect();
    let curve = |of: &dyn Fn(&measure::Limits) -> f64| {
        let point = |(at, seen): (usize, &u32)| {
            let limits = chart.limits(*seen);
            format!("{}{} {}", if at == 0 { "M" } else { "L" }, two(x(*seen)), two(y(of(&limits))))
        };
        places.iter().enumerate().map(point).collect::<String>()
    };
    let title = speech.say("variation-title");
    html! {
        figure class="chart" {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(title) {
                @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
                    line class="chart-grid" x1=(two(LEFT)) x2=(two(WIDTH)) y1=(two(y(share))) y2=(two(y(share))) {}
                    text class="chart-text" x=(two(LEFT - 6.0)) y=(two(y(share) + 4.0)) text-anchor="end" { (speech.percent(share)) }
                }
                line class="chart-mark" x1=(two(LEFT)) x2=(two(WIDTH)) y1=(two(y(chart.middle))) y2=(two(y(chart.middle))) {}
                path class="chart-line" d=(curve(&|limits| limits.challenge_low)) fill="none" stroke-dasharray="4 3" {}
                path class="chart-line" d=(curve(&|limits| limits.challenge_high)) fill="none" stroke-dasharray="4 3" {}
                path class="chart-line" d=(curve(&|limits| limits.act_low)) fill="none" {}
                path class="chart-line" d=(curve(&|limits| limits.act_high)) fill="none" {}
                @for one in &chart.units {
                    @let radius = if one.reading == Reading::Justify { "3" } else { "5" };
                    circle class="chart-dot" cx=(two(x(one.count.seen))) cy=(two(y(one.share))) r=(radius) {}
                }
                text class="chart-text" x=(two(x(0))) y=(two(HEIGHT - 8.0)) { "0" }
                text class="chart-text" x=(two(WIDTH - 8.0)) y=(two(HEIGHT - 8.0)) text-anchor="end" { (speech.number(most)) }
            }
            figcaption { (speech.say("variation-caption")) }
        }
    }
}
