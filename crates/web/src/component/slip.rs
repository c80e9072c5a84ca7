//! What in a form is to be corrected.

use maud::{Markup, html};

use crate::speech::Speech;

/// The slips of one form: field and sentence. The sentence repeats the label and says the fix.
#[derive(Clone, Debug, Default)]
pub struct Slips {
    list: Vec<(String, String)>,
}

impl Slips {
    /// None so far.
    pub fn new() -> Slips {
        Slips::default()
    }

    /// Notes one: `slips.note("deadline", "Deadline: give a day after today")`. The field is named as in the form.
    pub fn note(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.list.push((field.into(), sentence.into()));
    }

    /// What is to be corrected in a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.list.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Field and sentence, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

/// The summary above a form, with a link to each field. Nothing when there is nothing to correct.
pub fn slip_summary(speech: Speech, slips: &Slips) -> Markup {
    let count = slips.list.len();
    html! {
        @if count > 0 {
            div class="slips" role="alert" tabindex="-1" data-focus {
                h2 { (speech.with("form-slips", &[("count", count.into())])) }
                ul {
                    @for (field, sentence) in slips.iter() {
                        li { a href={ "#" (field) } { (sentence) } }
                    }
                }
            }
        }
    }
}
