//! What happened to a thing, in sentences.

use maud::{Markup, html};

use super::tag::Tone;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The sentence: who did what, and why.
    pub sentence: Markup,
    /// When, as it is read.
    pub when: String,
    /// When, for machines: `2026-03-12T14:05Z`.
    pub stamp: String,
    /// What it means for the thing.
    pub tone: Tone,
}

/// The history, in the order given; newest first is what people look for.
pub fn timeline(happenings: &[Happening]) -> Markup {
    html! {
        ol class="timeline" {
            @for happening in happenings {
                li class={ "timeline-" (happening.tone.word()) } {
                    div { (happening.sentence) }
                    time datetime=(happening.stamp) { (happening.when) }
                }
            }
        }
    }
}
