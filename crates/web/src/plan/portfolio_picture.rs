//! Pictures of a reckoning: what runs when, what scarce things are worth, and plans between the goals. A table stands beside each. The calendar is
//! printed too.

use desk::plan::{PortfolioPage, PortfolioSheet, SheetPoint};
use maud::{Markup, html};
use measure::portfolio::Goal;
use press::{Anchor, Drawing, Ink};

use super::portfolio_words::{periods, resource};
use crate::component::picture_as;
use crate::component::plot::{Frame, NARROW, WIDE, area, fitted, line, round_values, strong, words};
use crate::speech::Speech;

/// Bars that are drawn.
const BARS: usize = 30;
/// Scarce things that are drawn.
const PRICES: usize = 12;
/// Room for one bar; on a phone its name stands above it.
const ROW: i32 = 26;
const ROW_NARROW: i32 = 40;
/// Room for names beside bars.
const NAMES: i32 = 340;

/// A picture on a page: lying where there is room, upright on a phone.
fn figure(title: &str, name: &str, [wide, narrow]: [Drawing; 2], legend: Option<String>) -> Markup {
    html! {
        figure class="plot" {
            figcaption { (title) }
            (picture_as(&wide, title, &format!("{name}-wide"), "lying"))
            (picture_as(&narrow, title, &format!("{name}-narrow"), "upright"))
            @if let Some(legend) = legend { p class="quiet" { (legend) } }
        }
    }
}

/// Where names and bars stand in a picture of this width: left end of the bars, height of a row, top of the name and of the bar in a row.
fn places(width: i32) -> (i32, i32, i32, i32) {
    if width <= NARROW { (8, ROW_NARROW, 13, 19) } else { (NAMES, ROW, 17, 5) }
}

fn name_at(frame: &mut Frame, width: i32, top: i32, name: &str) {
    let (left, _, name_top, _) = places(width);
    if width <= NARROW {
        frame.put(words((8, top + name_top), fitted(name, width - 16), Ink::Plain, Anchor::Start));
    } else {
        frame.put(words((left - 8, top + name_top), fitted(name, NAMES - 16), Ink::Plain, Anchor::End));
    }
}

/// Something that runs from a period on, so many periods.
struct Running {
    name: String,
    first: usize,
    duration: usize,
    /// An adoption; else a mission, or a technology that is signed and has not arrived.
    is_adoption: bool,
}

fn running(of: &PortfolioPage, sheet: &PortfolioSheet) -> Vec<Running> {
    let mut all = Vec::new();
    for one in &sheet.missions {
        let name = of.name(&one.mission).to_owned();
        all.push(Running { name, first: one.period, duration: one.duration, is_adoption: false });
    }
    for one in &sheet.signings {
        let (name, duration) = (of.name(&one.technology).to_owned(), one.arrives.saturating_sub(one.period));
        all.push(Running { name, first: one.period, duration, is_adoption: false });
    }
    for one in &sheet.starts {
        let name = format!("{}: {}", of.name(&one.enterprise), of.name(&one.technology));
        all.push(Running { name, first: one.period, duration: one.duration, is_adoption: true });
    }
    all.sort_by(|a, b| (a.first, a.duration, &a.name).cmp(&(b.first, b.duration, &b.name)));
    all.truncate(BARS);
    all
}

/// What runs when, as it is drawn and printed; none where nothing runs.
pub(super) fn calendar_drawing(
    speech: Speech,
    of: &PortfolioPage,
    sheet: &PortfolioSheet,
    width: i32,
) -> Option<Drawing> {
    let all = running(of, sheet);
    if all.is_empty() {
        return None;
    }
    let (left, row, _, bar) = places(width);
    let n = sheet.periods.max(1);
    let (head, foot) = (46, 46 + row * all.len() as i32);
    let mut frame = Frame::new((width, foot + 6), (left, head, 8, 6), (n as f64, 1.0));
    frame.legend(&[
        (Ink::Accent, speech.say("portfolio-adoptions-drawn")),
        (Ink::Soft, speech.say("portfolio-waiting-drawn")),
    ]);
    let step = (frame.x(1.0) - frame.x(0.0)).max(1);
    let every = (26 / step + 1) as usize;
    for period in 1..=n {
        let (from, to) = (frame.x(period as f64 - 1.0), frame.x(period as f64));
        frame.put(line((from, head), (from, foot), Ink::Rule));
        if (period - 1) % every == 0 {
            frame.put(words((i32::midpoint(from, to), head - 4), period.to_string(), Ink::Soft, Anchor::Middle));
        }
    }
    for (at, one) in all.iter().enumerate() {
        let top = head + row * at as i32;
        name_at(&mut frame, width, top, &one.name);
        let first = one.first.clamp(1, n + 1) as f64 - 1.0;
        let (from, to) = (frame.x(first), frame.x(first + one.duration.max(1) as f64));
        let ink = if one.is_adoption { Ink::Accent } else { Ink::Soft };
        frame.put(area((from + 1, top + bar), ((to - from - 2).max(3), 16), ink));
    }
    let alt = all.iter().map(|one| format!("{}: {}.", one.name, periods(one.first, one.duration)));
    Some(frame.drawn(alt.collect::<Vec<_>>().join(" ")))
}

/// What runs when: a bar for each mission, delivery and adoption, over the periods.
pub(super) fn calendar(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Markup {
    let drawn = |width| calendar_drawing(speech, of, sheet, width);
    let (Some(wide), Some(narrow)) = (drawn(WIDE), drawn(NARROW)) else { return html! {} };
    figure(&speech.say("portfolio-calendar"), "calendar", [wide, narrow], None)
}

/// What growing scarce things brought.
pub(super) fn prices(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Markup {
    let tried = sheet.prices.iter().filter_map(|price| Some((resource(speech, of, price), price.gain?)));
    let tried: Vec<(String, (f64, f64))> = tried.take(PRICES).collect();
    let most = tried.iter().map(|(_, (_, gain))| *gain).fold(0.0, f64::max);
    let Some((_, (percent, _))) = tried.first().filter(|_| most > 0.0) else { return html! {} };
    let title = speech.with("portfolio-prices-chart", &[("percent", speech.decimal(*percent, 0).into())]);
    let draw = |width: i32| {
        let (left, row, _, bar) = places(width);
        let marks = round_values(most, if width <= NARROW { 3 } else { 6 });
        let last = marks.last().copied().unwrap_or(1.0);
        let mut frame = Frame::new((width, 8 + row * tried.len() as i32 + 44), (left, 8, 60, 44), (last, 1.0));
        for (at, (name, (_, gain))) in tried.iter().enumerate() {
            let top = 8 + row * at as i32;
            name_at(&mut frame, width, top, name);
            let (from, to) = (frame.x(0.0), frame.x(gain.max(0.0)));
            frame.put(area((from, top + bar), ((to - from).max(1), 16), Ink::Accent));
            frame.put(strong((to + 6, top + bar + 12), speech.decimal(*gain, 2), Ink::Plain, Anchor::Start));
        }
        let marks: Vec<(f64, String)> = marks.iter().map(|mark| (*mark, speech.decimal(*mark, digits(last)))).collect();
        frame.marks_along(&marks, "");
        let alt = tried.iter().map(|(name, (_, gain))| format!("{name}: {}.", speech.decimal(*gain, 2)));
        frame.drawn(alt.collect::<Vec<_>>().join(" "))
    };
    figure(&title, "prices", [WIDE, NARROW].map(draw), None)
}

/// Digits behind the point on an axis up to so much.
fn digits(last: f64) -> usize {
    if last < 4.0 { 2 } else { 0 }
}

/// Plans between the goals: value against spread, or against what the region gets that gets least.
pub(super) fn frontier(speech: Speech, sheet: &PortfolioSheet, goal: Goal) -> Markup {
    let (points, other, key): (_, fn(&SheetPoint) -> f64, _) = match goal {
        Goal::Equity => (&sheet.frontier_of_equity, |one| one.equity, "equity"),
        _ => (&sheet.frontier, |one| one.spread, "spread"),
    };
    if points.len() < 2 {
        return html! {};
    }
    let most = |of: fn(&SheetPoint) -> f64| points.iter().map(of).fold(0.0, f64::max).max(1e-6);
    let draw = |width: i32| {
        let (across, up) = (round_values(most(other), 4), round_values(most(|one| one.value), 4));
        let (wide, tall) = (across.last().copied().unwrap_or(1.0), up.last().copied().unwrap_or(1.0));
        let mut frame = Frame::new((width, 290), (64, 12, 24, 44), (wide, tall));
        let named = |values: &[f64], last: f64| -> Vec<(f64, String)> {
            values.iter().map(|value| (*value, speech.decimal(*value, digits(last)))).collect()
        };
        frame.rules_up(&named(&up, tall));
        frame.marks_along(&named(&across, wide), &speech.say(&format!("portfolio-{key}")));
        let path: Vec<(f64, f64)> = points.iter().map(|one| (other(one), one.value.max(0.0))).collect();
        frame.path(&path, Ink::Accent, false);
        path.iter().for_each(|at| frame.dot(*at, 5, Ink::Accent));
        let alt = points.iter().map(|one| {
            format!("{}: {}.", speech.decimal(other(one), digits(wide)), speech.decimal(one.value, digits(tall)))
        });
        frame.drawn(alt.collect::<Vec<_>>().join(" "))
    };
    figure(
        &speech.say(if goal == Goal::Equity { "portfolio-frontier-equity" } else { "portfolio-frontier" }),
        &format!("frontier-of-{key}"),
        [WIDE, NARROW].map(draw),
        Some(speech.say(&format!("portfolio-frontier-legend-{key}"))),
    )
}
