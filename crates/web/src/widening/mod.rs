//! Widenings of markings: asked for on the page of a thing, decided by two persons beside who asked.

mod ask;
mod list;
mod page;

use maud::{Markup, html};
use model::{Level, Marking, Noun, Thing, WideningState};

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/widenings", Policy::SignedIn, list::show)
        .page("/widen/{thing}", Policy::SignedIn, ask::show)
        .form("/widen/{thing}", Policy::SignedIn, ask::ask)
        .page("/widenings/{widening}", Policy::SignedIn, page::show)
        .form("/widenings/{widening}/decide", Policy::SignedIn, page::decide)
        .form("/widenings/{widening}/carry-out", Policy::SignedIn, page::carry_out)
        .form("/widenings/{widening}/withdraw", Policy::SignedIn, page::withdraw)
}

/// The way back from a page of a widening.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Control), Crumb::new(speech.say("widenings-title"), "/widenings")]
}

/// Where a widening stands, as a tag.
fn state(speech: Speech, state: WideningState) -> Markup {
    let tone = match state {
        WideningState::Asked | WideningState::Waiting => Tone::Accent,
        WideningState::Done => Tone::Good,
        WideningState::Refused | WideningState::Overtaken => Tone::Bad,
        WideningState::Withdrawn => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("widening-state-{}", state.word())))
}

/// A marking in tags, also that of what is open to all.
fn marked(speech: Speech, marking: &Marking) -> Markup {
    if *marking == Marking::default() {
        return tag(Tone::Plain, &speech.say(&format!("marking-{}", Level::Open.word())));
    }
    crate::marking::tags(speech, marking)
}

/// The address of the page of a thing whose marking can be made wider.
fn place(thing: &Thing) -> String {
    let room = match thing.noun {
        Noun::Record => "records",
        Noun::Request => "requests",
        Noun::Source => "sources",
        Noun::Host => "hosts",
        Noun::Specialist => "specialists",
        Noun::SpecialistRequest => "specialists/requests",
        Noun::Mission => "missions",
        Noun::Agreement => "agreements",
        Noun::Event => "events",
        Noun::Sample => "samples",
        Noun::Credit => "credits",
        Noun::Technology => "technologies",
        Noun::Adoption => "adoptions",
        _ => "needs",
    };
    format!("/{room}/{}", thing.name)
}

/// The marking of a thing as tags, with the way to ask that more people may see it; nothing for what everybody sees.
pub fn tags(speech: Speech, noun: Noun, name: impl std::fmt::Display, marking: &Marking) -> Markup {
    html! {
        @if *marking != Marking::default() {
            (crate::marking::tags(speech, marking)) a href={ "/widen/" (noun) ":" (name) } { (speech.say("widen")) }
        }
    }
}
