//! A question whose answer is several groups of fields: groups are added and taken away without script.

use maud::{Markup, html};

use super::rows::{row_add, row_remove};
use crate::speech::Speech;

/// Repeated groups of fields, for what is too much for a [`Rows`](super::Rows).
///
/// Its fields are named as those of rows, `trigger-2-words`, and its buttons send the same, so that
/// `Typed::rows` reads them. A box that is not ticked sends nothing: each group needs a field that is always sent.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    /// The beginning of the names of its fields.
    pub name: &'a str,
    /// The question.
    pub legend: String,
    /// What helps to answer.
    pub hint: String,
    /// What one group is called; its number stands behind it.
    pub each: String,
}

impl Groups<'_> {
    /// Draws as many groups; `group` draws the fields of one by its number, from 1.
    pub fn draw(&self, speech: Speech, n_groups: usize, group: impl Fn(usize) -> Markup) -> Markup {
        let hint = format!("{}-hint", self.name);
        html! {
            fieldset id=(self.name) aria-describedby=(hint) {
                legend { (self.legend) }
                p class="hint" id=(hint) { (self.hint) }
                @for number in 1..=n_groups {
                    fieldset {
                        legend { (self.each) " " (number) }
                        (group(number))
                        (row_remove(speech, self.name, number))
                    }
                }
                (row_add(speech, self.name))
            }
        }
    }
}
