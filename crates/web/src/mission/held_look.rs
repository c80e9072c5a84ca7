//! What was held when it was decided about a mission, beside each of its questions.

use maud::{Markup, html};
use model::{KeptLook, Question, QuestionFacts};

use super::page::Shown;
use crate::component::{Tone, disclosure, tag};
use crate::history::when;
use crate::record;
use crate::speech::Speech;

/// Whether an answer was held before, and what was shown to those who decided.
pub fn kept(speech: Speech, shown: &Shown, question: &Question) -> Markup {
    let looks: Vec<&KeptLook> =
        shown.looks.iter().filter(|kept| kept.look.questions.iter().any(|one| one.question == question.id)).collect();
    let facts = shown.brought.iter().flat_map(|facts| &facts.questions).find(|one| one.question == question.id);
    html! {
        (said(speech, facts))
        @if !looks.is_empty() {
            (disclosure(&speech.say("held-then"), false, html! {
                p class="hint" { (speech.say("held-then-hint")) }
                @for kept in looks.iter().rev() { (one(speech, shown, question, kept)) }
            }))
        }
    }
}

/// What who asked said of it since.
fn said(speech: Speech, facts: Option<&QuestionFacts>) -> Markup {
    html! {
        @match facts {
            Some(one) if one.was_held => { p { (tag(Tone::Warn, &speech.say("held-after-all"))) " " span class="quiet" { (speech.say("held-after-all-why")) } } }
            Some(one) if one.was_shown => { p class="quiet" { (speech.say("held-unsaid")) } }
            _ => {}
        }
    }
}

fn one(speech: Speech, shown: &Shown, question: &Question, kept: &KeptLook) -> Markup {
    let found = kept.look.questions.iter().find(|one| one.question == question.id);
    // A record that is not seen is not told of, so it is not counted either.
    let records: Vec<_> =
        kept.look.of(question.id).iter().filter_map(|id| Some((id, shown.records.get(id)?))).collect();
    html! {
        p class="quiet" {
            (speech.say(&format!("held-for-{}", kept.step.word()))) ", " (when(speech, kept.at)) ": "
            @if records.is_empty() { (speech.say("held-then-none")) }
        }
        @if let Some(words) = found.map(|one| one.text.as_str()).filter(|text| *text != question.text) {
            p class="quiet" { (speech.say("held-then-words")) " " bdi { (words) } }
        }
        @if !records.is_empty() {
            ul class="plain" { @for (id, held) in &records { li { a href={ "/records/" (id) } { bdi { (record::title(speech, held)) } } } } }
        }
    }
}
