//! Pictures of how a need does: precision month by month with where it may lie, and the load week by week. A table stands beside each.

use desk::MonthOfPerformance;
use maud::{Markup, html};
use measure::performance::Load;
use model::Date;
use press::{Anchor, Drawing, Ink};

use super::panel::day_and_month;
use crate::component::plot::{Frame, NARROW, WIDE, line, words};
use crate::component::{Chart, Column, Point, Table, picture_as};
use crate::speech::Speech;

fn drawn(speech: Speech, months: &[MonthOfPerformance], width: i32) -> Drawing {
    let n = months.len().max(1);
    let mut frame = Frame::new((width, 230), (52, 12, 12, 26), (n as f64, 1.0));
    frame.rules_up(&[0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, speech.percent(share))));
    let every = if width <= NARROW { 4 } else { 1 };
    for (at, month) in months.iter().enumerate() {
        let place = at as f64 + 0.5;
        if at % every == 0 {
            frame.put(words((frame.x(place), 222), month.month.clone(), Ink::Soft, Anchor::Middle));
        }
        let Some(found) = month.precision else { continue };
        let x = frame.x(place);
        let (low, high) = (frame.y(found.interval.low), frame.y(found.interval.high));
        frame.put(line((x, low), (x, high), Ink::Accent));
        frame.put(line((x - 5, low), (x + 5, low), Ink::Accent));
        frame.put(line((x - 5, high), (x + 5, high), Ink::Accent));
        frame.dot((place, found.value), 4, Ink::Accent);
    }
    let alt =
        months.iter().filter_map(|month| Some(format!("{}: {}.", month.month, speech.percent(month.precision?.value))));
    frame.drawn(alt.collect::<Vec<_>>().join(" "))
}

/// Precision by month. Nothing while nothing was judged.
pub(super) fn precisions(speech: Speech, months: &[MonthOfPerformance]) -> Markup {
    if months.iter().all(|month| month.precision.is_none()) {
        return html! {};
    }
    let title = speech.say("performance-precision-chart");
    let columns = vec![
        Column::new(speech.say("performance-month")),
        Column::numeric(speech.say("performance-brought")),
        Column::numeric(speech.say("performance-judged")),
        Column::numeric(speech.say("performance-useful")),
        Column::numeric(speech.say("performance-lies")),
    ];
    let mut table = Table::new(title.clone(), columns).caption_unseen().cards_on_phone();
    for month in months.iter().rev() {
        let found = month.precision;
        let lies =
            found.map(|one| format!("{} – {}", speech.percent(one.interval.low), speech.percent(one.interval.high)));
        table = table.row(vec![
            html! { (month.month) },
            html! { (month.n_delivered) },
            html! { (found.map_or(0, |one| one.judged)) },
            html! { (found.map_or_else(|| "–".to_owned(), |one| speech.percent(one.value))) },
            html! { (lies.unwrap_or_else(|| "–".to_owned())) },
        ]);
    }
    html! {
        figure class="plot" {
            figcaption { (title) }
            (picture_as(&drawn(speech, months, WIDE), &title, "precision-wide", "lying"))
            (picture_as(&drawn(speech, months, NARROW), &title, "precision-narrow", "upright"))
            p class="quiet" { (speech.say("performance-precision-legend")) }
        }
        (table.draw(speech))
    }
}

/// The load, week by week.
pub(super) fn load(speech: Speech, load: &Load, today: Date) -> Markup {
    let n = load.weeks.len();
    let points = load.weeks.iter().enumerate().map(|(at, count)| {
        let back = 7 * (n - at) as i64 - 1;
        Point { label: day_and_month(speech, today.plus_days(-back)), value: f64::from(*count) }
    });
    Chart {
        title: speech.say("performance-load-chart"),
        names: speech.say("performance-week"),
        values: speech.say("performance-brought"),
        points: points.collect(),
        mark: None,
    }
    .bars(speech)
}
