//! What the reader is to know before anything else, and what can be folded away.

use maud::{Markup, Render, html};

use super::icon::{Icon, icon};
use super::tag::Tone;

/// A notification at the top of a page: what was done, or what is about to happen.
///
/// A good tone is announced politely; a bad or warning one at once.
pub fn banner(tone: Tone, title: &str, body: impl Render) -> Markup {
    let drawn = match tone {
        Tone::Good => Icon::Check,
        Tone::Warn | Tone::Bad => Icon::Alert,
        Tone::Plain | Tone::Accent | Tone::Faint => Icon::Note,
    };
    let role = if matches!(tone, Tone::Warn | Tone::Bad) { "alert" } else { "status" };
    html! {
        div class={ "banner banner-" (tone.word()) } role=(role) {
            (icon(drawn))
            div {
                p class="banner-title" { (title) }
                (body)
            }
        }
    }
}

/// Something that can be opened: a question in its summary, the answer inside.
pub fn disclosure(summary: &str, open: bool, body: impl Render) -> Markup {
    html! {
        details class="disclosure" open[open] {
            summary { (summary) }
            div class="disclosure-body" { (body) }
        }
    }
}
