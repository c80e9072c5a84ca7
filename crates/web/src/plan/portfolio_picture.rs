//! Pictures of a reckoning: what runs when, what scarce things are worth, and plans between the goals. A table stands beside each.

use desk::plan::{PortfolioPage, PortfolioSheet};
use maud::{Markup, html};

use super::picture::{marks, short, two};
use super::portfolio_words::resource;
use crate::speech::Speech;

const WIDTH: f64 = 640.0;
/// Bars that are drawn.
const BARS: usize = 30;

/// What runs when: a bar for each mission, delivery and adoption, over the periods.
pub fn calendar(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Markup {
    let mut bars: Vec<(String, usize, usize, &'static str)> = Vec::new();
    for one in &sheet.missions {
        bars.push((of.name(&one.mission).to_owned(), one.period, one.period + one.duration, "chart-said"));
    }
    for one in &sheet.signings {
        bars.push((of.name(&one.technology).to_owned(), one.period, one.arrives.max(one.period + 1), "chart-said"));
    }
    for one in &sheet.starts {
        let name = format!("{}: {}", of.name(&one.enterprise), of.name(&one.technology));
        bars.push((name, one.period, one.period + one.duration, "chart-bar"));
    }
    bars.sort_by(|a, b| (a.1, a.2, &a.0).cmp(&(b.1, b.2, &b.0)));
    bars.truncate(BARS);
    if bars.is_empty() {
        return html! {};
    }
    let title = speech.say("portfolio-calendar");
    let (left, row, head) = (230.0, 20.0, 20.0);
    let high = head + row * bars.len() as f64 + 8.0;
    let step = (WIDTH - left - 8.0) / sheet.periods.max(1) as f64;
    let x = |period: usize| left + step * (period.clamp(1, sheet.periods + 1) - 1) as f64;
    let every = (26.0 / step).ceil().max(1.0) as usize;
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(title) {
                title { (title) }
                @for period in 1..=sheet.periods {
                    line class="chart-rule" x1=(two(x(period))) x2=(two(x(period))) y1=(two(head)) y2=(two(high - 4.0)) {}
                    @if (period - 1) % every == 0 {
                        text class="chart-text" x=(two(x(period) + step / 2.0)) y="13" text-anchor="middle" { (period) }
                    }
                }
                @for (at, (name, from, to, class)) in bars.iter().enumerate() {
                    @let y = head + row * at as f64;
                    text class="chart-text" x=(two(left - 8.0)) y=(two(y + 14.0)) text-anchor="end" { (short(name)) }
                    rect class=(class) x=(two(x(*from) + 1.0)) y=(two(y + 4.0)) width=(two((x(*to) - x(*from) - 2.0).max(3.0))) height=(two(row - 8.0)) rx="2" {}
                }
            }
            p class="quiet" { (speech.say("portfolio-calendar-legend")) }
        }
    }
}

/// What growing scarce things brought.
pub fn prices(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Markup {
    let tried = sheet.prices.iter().filter_map(|price| Some((price, price.gain?.1.max(0.0))));
    let tried: Vec<_> = tried.take(12).collect();
    let most = tried.iter().map(|(_, gain)| *gain).fold(0.0, f64::max);
    if most <= 0.0 {
        return html! {};
    }
    let percent = tried.first().and_then(|(price, _)| price.gain).map_or(0.0, |gain| gain.0);
    let title = speech.with("portfolio-prices-chart", &[("percent", speech.decimal(percent, 0).into())]);
    let marks = marks(most);
    let last = marks.last().copied().unwrap_or(1.0);
    let (left, row, head) = (230.0, 22.0, 6.0);
    let foot = head + row * tried.len() as f64;
    let high = foot + 24.0;
    let x = |value: f64| left + (WIDTH - left - 24.0) * value / last;
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(title) {
                title { (title) }
                @for mark in &marks {
                    line class="chart-rule" x1=(two(x(*mark))) x2=(two(x(*mark))) y1=(two(head)) y2=(two(foot)) {}
                    text class="chart-text" x=(two(x(*mark))) y=(two(high - 7.0)) text-anchor="middle" { (speech.decimal(*mark, if last < 4.0 { 2 } else { 0 })) }
                }
                @for (at, (price, gain)) in tried.iter().enumerate() {
                    @let y = head + row * at as f64;
                    text class="chart-text" x=(two(left - 8.0)) y=(two(y + 15.0)) text-anchor="end" { (short(&resource(speech, of, price))) }
                    rect class="chart-bar" x=(two(left)) y=(two(y + 4.0)) width=(two((x(*gain) - left).max(1.0))) height=(two(row - 8.0)) rx="1.5" {}
                }
            }
        }
    }
}

/// Plans between the goals: value against spread.
pub fn frontier(speech: Speech, sheet: &PortfolioSheet) -> Markup {
    let points = &sheet.frontier;
    if points.len() < 2 {
        return html! {};
    }
    let title = speech.say("portfolio-frontier");
    let most = |of: fn(&desk::plan::SheetPoint) -> f64| points.iter().map(of).fold(0.0, f64::max);
    let (across, up) = (marks(most(|one| one.spread).max(1e-6)), marks(most(|one| one.value).max(1e-6)));
    let (wide, tall) = (across.last().copied().unwrap_or(1.0), up.last().copied().unwrap_or(1.0));
    let (left, high, head, foot) = (64.0, 260.0, 10.0, 214.0);
    let x = |spread: f64| left + (WIDTH - left - 20.0) * spread / wide;
    let y = |value: f64| foot - (foot - head) * value.max(0.0) / tall;
    let point = |(at, one): (usize, &desk::plan::SheetPoint)| {
        format!("{}{} {}", if at == 0 { "M" } else { "L" }, two(x(one.spread)), two(y(one.value)))
    };
    let path: String = points.iter().enumerate().map(point).collect();
    let digits = |last: f64| if last < 4.0 { 2 } else { 0 };
    html! {
        figure class="chart" {
            figcaption { (title) }
            svg viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(title) {
                title { (title) }
                @for mark in &up {
                    line class="chart-rule" x1=(two(left)) x2=(two(WIDTH - 20.0)) y1=(two(y(*mark))) y2=(two(y(*mark))) {}
                    text class="chart-text" x=(two(left - 8.0)) y=(two(y(*mark) + 4.0)) text-anchor="end" { (speech.decimal(*mark, digits(tall))) }
                }
                @for mark in &across {
                    text class="chart-text" x=(two(x(*mark))) y=(two(foot + 18.0)) text-anchor="middle" { (speech.decimal(*mark, digits(wide))) }
                }
                path class="chart-line" d=(path) fill="none" {}
                @for one in points { circle class="chart-dot" cx=(two(x(one.spread))) cy=(two(y(one.value))) r="4" {} }
                text class="chart-text" x=(two(WIDTH - 20.0)) y=(two(high - 8.0)) text-anchor="end" { (speech.say("portfolio-spread")) }
            }
            p class="quiet" { (speech.say("portfolio-frontier-legend")) }
        }
    }
}
