//! A question whose answer is a small table: rows are added and taken away without script.

use maud::{Markup, html};

use super::button::Button;
use super::icon::{Icon, icon};
use super::slip::Slips;
use crate::speech::Speech;

/// A column of the table.
#[derive(Clone, Debug)]
pub struct RowColumn {
    /// The end of the names of its inputs.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// Whether its inputs are narrow: numbers and units of measure.
    pub narrow: bool,
}

/// Repeated rows of inputs.
///
/// The input of row 2 (from 1) in the column `unit` of the rows `parameter` is named `parameter-2-unit`. The
/// buttons send `rows` = `parameter-add` or `parameter-remove-2`; the handler draws the form again with what
/// was typed and one row more or less, and keeps nothing.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The beginning of the names of its inputs.
    pub name: String,
    /// The question.
    pub legend: String,
    /// What helps to answer.
    pub hint: Option<String>,
    /// The columns.
    pub columns: Vec<RowColumn>,
    /// What was typed, by row and column. An empty row is shown where there is none.
    pub values: Vec<Vec<String>>,
    /// Whether the last row may go too.
    pub may_be_empty: bool,
}

impl Rows {
    /// Draws it.
    pub fn draw(&self, speech: Speech, slips: &Slips) -> Markup {
        let empty = vec![Vec::new()];
        let values = if self.values.is_empty() && !self.may_be_empty { &empty } else { &self.values };
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        html! {
            fieldset class="rows" id=(self.name) aria-describedby=[&hint] {
                legend { (self.legend) }
                @if let Some(text) = &self.hint { p class="hint" id=[&hint] { (text) } }
                @for (at, row) in values.iter().enumerate() {
                    (self.row(speech, slips, at, row))
                }
                (row_add(speech, &self.name))
            }
        }
    }

    fn row(&self, speech: Speech, slips: &Slips, at: usize, row: &[String]) -> Markup {
        let number = at + 1;
        html! {
            div class="rows-row" {
                @for (column, heading) in self.columns.iter().enumerate() {
                    @let name = format!("{}-{number}-{}", self.name, heading.name);
                    @let slip = slips.of(&name);
                    @let slip_id = slip.map(|_| format!("{name}-slip"));
                    @let row_label = speech.with("form-row-label", &[("column", heading.label.as_str().into()), ("row", number.into())]);
                    div class=(if heading.narrow { "rows-cell rows-narrow" } else { "rows-cell" }) {
                        label for=(name) { (heading.label) }
                        input type="text" id=(name) name=(name) class=(if slip.is_some() { "line line-slip" } else { "line" })
                            value=(row.get(column).map_or("", String::as_str)) aria-label=(row_label)
                            aria-describedby=[&slip_id] aria-invalid=[slip.map(|_| "true")] data-listens="input";
                        @if let Some(sentence) = slip { p class="slip" id=[slip_id] { (sentence) } }
                    }
                }
                div class="rows-cell rows-remove" {
                    (row_remove(speech, &self.name, number))
                }
            }
        }
    }
}

/// The button that adds a row.
pub(super) fn row_add(speech: Speech, name: &str) -> Markup {
    html! {
        p class="rows-add" {
            button type="submit" class="button button-plain" name="rows" value={ (name) "-add" } formnovalidate {
                (icon(Icon::Plus)) span { (speech.say("form-row-add")) }
            }
        }
    }
}

/// The button that takes a row away.
pub(super) fn row_remove(speech: Speech, name: &str, number: usize) -> Markup {
    html! {
        (Button::quiet(&speech.say("form-row-remove"))
            .sends("rows", &format!("{name}-remove-{number}"))
            .about(&speech.with("form-row-remove-named", &[("row", number.into())]))
            .skips_checks())
    }
}
