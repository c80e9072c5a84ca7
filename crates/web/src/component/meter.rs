//! How much of something.

use maud::{Markup, html};

use crate::speech::Speech;

/// A share, from 0 to 1, with its label and the words beside it: `12 of 40`.
pub fn meter(label: &str, share: f64, words: &str) -> Markup {
    let share = share.clamp(0.0, 1.0);
    html! {
        div class="meter" {
            span class="meter-label" { (label) }
            meter min="0" max="1" value=(format!("{share:.3}")) aria-label=(label) { (words) }
            span class="meter-words" { (words) }
        }
    }
}

/// How far a job is, from 0 to 1; none where the end is not known.
pub fn progress(speech: Speech, label: &str, share: Option<f64>) -> Markup {
    let share = share.map(|share| share.clamp(0.0, 1.0));
    html! {
        div class="meter" {
            span class="meter-label" { (label) }
            progress max="1" value=[share.map(|share| format!("{share:.3}"))] aria-label=(label) {}
            @if let Some(share) = share { span class="meter-words" { (speech.percent(share)) } }
        }
    }
}
