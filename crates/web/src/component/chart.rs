//! Small charts, drawn on the server: the same for page, print and mail. The figures stand beside them as a table.

use maud::{Markup, html};

use super::table::{Column, Table};
use crate::speech::Speech;

/// A value with its name.
#[derive(Clone, Debug)]
pub struct Point {
    /// The name on the axis: a month, a unit.
    pub label: String,
    /// The value; what is below nought is drawn as nought.
    pub value: f64,
}

/// A chart with its title.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What is shown, in one line.
    pub title: String,
    /// The heading of the names.
    pub names: String,
    /// The heading of the values.
    pub values: String,
    /// The points, in the order of the axis.
    pub points: Vec<Point>,
    /// A value to compare with, drawn as a line: an aim, a limit.
    pub mark: Option<Point>,
}

/// Drawing area, in units of the picture.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 52.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 14.0;
/// Labels of the axis closer than this would run into each other.
const LABEL_ROOM: f64 = 62.0;

impl Chart {
    /// Bars: amounts side by side.
    pub fn bars(&self, speech: Speech) -> Markup {
        let step = self.step();
        let bars = html! {
            @for (at, point) in self.points.iter().enumerate() {
                @let top = self.y(point.value);
                rect class="chart-bar" x=(two(LEFT + step * (at as f64 + 0.16))) y=(two(top)) width=(two(step * 0.68))
                    height=(two((HEIGHT - BOTTOM - top).max(0.0))) rx="1.5" {}
            }
        };
        self.around(speech, &bars)
    }

    /// A line: one amount through time.
    pub fn line(&self, speech: Speech) -> Markup {
        let step = self.step();
        let place = |at: usize, point: &Point| (LEFT + step * (at as f64 + 0.5), self.y(point.value));
        let path: String = self
            .points
            .iter()
            .enumerate()
            .map(|(at, point)| {
                let (x, y) = place(at, point);
                format!("{}{} {}", if at == 0 { "M" } else { "L" }, two(x), two(y))
            })
            .collect();
        let line = html! {
            path class="chart-line" d=(path) fill="none" {}
            @for (at, point) in self.points.iter().enumerate() {
                @let (x, y) = place(at, point);
                circle class="chart-dot" cx=(two(x)) cy=(two(y)) r="3" {}
            }
        };
        self.around(speech, &line)
    }

    fn step(&self) -> f64 {
        (WIDTH - LEFT) / self.points.len().max(1) as f64
    }

    /// The smallest of 1, 2, 5, 10, 20 ... that is not below any value.
    fn top(&self) -> f64 {
        let values = self.points.iter().chain(&self.mark).map(|point| point.value);
        let highest = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
        if highest <= 0.0 {
            return 1.0;
        }
        let power = 10_f64.powf(highest.log10().floor());
        [1.0, 2.0, 4.0, 5.0, 8.0, 10.0]
            .into_iter()
            .map(|factor| factor * power)
            .find(|top| *top >= highest)
            .unwrap_or(highest)
    }

    fn y(&self, value: f64) -> f64 {
        let value = if value.is_finite() { value.max(0.0) } else { 0.0 };
        HEIGHT - BOTTOM - value / self.top() * (HEIGHT - BOTTOM - TOP)
    }

    fn around(&self, speech: Speech, drawing: &Markup) -> Markup {
        let top = self.top();
        let step = self.step();
        let every = (LABEL_ROOM / step).ceil().max(1.0) as usize;
        let said = |value: f64| speech.decimal(value, usize::from(value.fract() != 0.0));
        html! {
            figure class="chart" {
                figcaption { (self.title) }
                svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(self.title) {
                    title { (self.title) }
                    @for share in [0.0, 0.5, 1.0] {
                        @let y = self.y(top * share);
                        line class="chart-rule" x1=(LEFT) x2=(WIDTH) y1=(two(y)) y2=(two(y)) {}
                        text class="chart-text" x=(LEFT - 8.0) y=(two(y + 4.0)) text-anchor="end" { (said(top * share)) }
                    }
                    (drawing)
                    @for (at, point) in self.points.iter().enumerate().step_by(every) {
                        text class="chart-text" x=(two(LEFT + step * (at as f64 + 0.5))) y=(HEIGHT - 7.0) text-anchor="middle" { (point.label) }
                    }
                    @if let Some(mark) = &self.mark {
                        @let y = self.y(mark.value);
                        line class="chart-mark" x1=(LEFT) x2=(WIDTH) y1=(two(y)) y2=(two(y)) {}
                        text class="chart-text" x=(WIDTH) y=(two(y - 5.0)) text-anchor="end" { (mark.label) }
                    }
                }
                details class="disclosure" {
                    summary { (speech.say("chart-as-table")) }
                    (self.points.iter().chain(&self.mark).fold(
                        Table::new(&self.title, vec![Column::new(&self.names), Column::numeric(&self.values)]).caption_unseen(),
                        |table, point| table.row(vec![html! { (point.label) }, html! { (said(point.value)) }]),
                    ).draw(speech))
                }
            }
        }
    }
}

fn two(number: f64) -> String {
    format!("{number:.2}")
}
