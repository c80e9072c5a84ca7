//! Releases of information to hosts: asked for, decided, taken as a file.

mod form;
mod list;
mod page;

use maud::Markup;
use model::ReleaseState;

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/releases", Policy::SignedIn, list::show)
        .page("/releases/new", Policy::SignedIn, form::show_new)
        .form("/releases/new", Policy::SignedIn, form::ask)
        .page("/releases/{release}", Policy::SignedIn, page::show)
        .page("/releases/{release}/change", Policy::SignedIn, form::show_change)
        .form("/releases/{release}/change", Policy::SignedIn, form::change)
        .form("/releases/{release}/decide", Policy::SignedIn, page::decide)
        .form("/releases/{release}/withdraw", Policy::SignedIn, page::withdraw)
        .form("/releases/{release}/dossier", Policy::SignedIn, page::dossier)
}

/// The way back from a page of a release.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Control), Crumb::new(speech.say("releases-title"), "/releases")]
}

/// Where a release stands, as a tag.
pub fn state(speech: Speech, state: ReleaseState) -> Markup {
    let tone = match state {
        ReleaseState::Asked => Tone::Accent,
        ReleaseState::Given => Tone::Good,
        ReleaseState::Refused => Tone::Bad,
        ReleaseState::Withdrawn => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("release-state-{}", state.word())))
}
