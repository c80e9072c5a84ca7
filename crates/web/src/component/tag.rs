//! The state of a thing in one word.

use maud::{Markup, html};

/// What a state means for the reader. The word says it too: colour is never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad: a draft, a kind.
    Plain,
    /// Under way, or the reader's own.
    Accent,
    /// Reached: accepted, used, answered.
    Good,
    /// Soon too late, or to be looked at.
    Warn,
    /// Late, declined, stopped.
    Bad,
    /// Over: withdrawn, expired, superseded.
    Faint,
}

impl Tone {
    /// All of them, for the gallery.
    pub const ALL: [Tone; 6] = [Tone::Plain, Tone::Accent, Tone::Good, Tone::Warn, Tone::Bad, Tone::Faint];

    pub(super) fn word(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Accent => "accent",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Faint => "faint",
        }
    }
}

/// A tag: `Accepted`, `2 days late`, `Restricted`.
pub fn tag(tone: Tone, text: &str) -> Markup {
    html! { span class={ "tag tag-" (tone.word()) } { (text) } }
}
