//! Visits to stands: planned, noted on the spot with a phone, dropped.

mod note;
mod page;

use maud::Markup;
use model::StandState;

use crate::app::App;
use crate::attachment::SENT_BYTES_MAX;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// What a note with its files takes at most, in bytes.
const NOTE_BYTES_MAX: usize = SENT_BYTES_MAX + 4 * AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/stands/{stand}", open, page::show)
        .form("/stands/{stand}/drop", open, page::drop)
        .upload("/stands/{stand}/files", open, NOTE_BYTES_MAX, page::bring)
        .page("/stands/{stand}/visit", open, note::show)
        .upload("/stands/{stand}/visit", open, NOTE_BYTES_MAX, note::take)
}

/// Where a visit stands, as a tag.
pub fn state(speech: Speech, state: StandState) -> Markup {
    let tone = match state {
        StandState::Planned => Tone::Accent,
        StandState::Visited => Tone::Good,
        StandState::Dropped => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("stand-state-{}", state.word())))
}
