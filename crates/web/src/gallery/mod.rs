//! Every component in every state, on one page: to look at, and for the accessibility checks in a browser.
//!
//! Served only where it is asked for: it is a workbench, not a part of an office.

mod forms;
mod lists;
mod states;

use maud::{Markup, html};

use crate::component::{CLASSES_SCRIPT, Page, Section};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::visit::{Proof, Visit, Visitor};

/// Adds the gallery at `/gallery`, and below it each page for what did not work.
pub fn add<S: Clone + Send + Sync + 'static>(routes: Routes<S>) -> Routes<S> {
    routes
        .page("/gallery", Policy::Public, async |visit: Visit| gallery(&visit))
        .page("/gallery/{trouble}", Policy::Public, states::trouble)
        .form("/gallery/similar", Policy::Public, forms::similar)
}

/// The page, as somebody with an account sees it.
pub fn gallery(visit: &Visit) -> Markup {
    let speech = visit.speech;
    let visit = Visit {
        visitor: Visitor {
            proof: Proof::Session,
            name: Some(speech.say("gallery-name")),
            post: Some(speech.say("gallery-post")),
            form_token: visit.visitor.form_token.clone(),
            n_waiting: Some(12),
            ..Visitor::default()
        },
        ..visit.clone()
    };
    Page::new(&visit, speech.say("gallery-title"))
        .script(CLASSES_SCRIPT)
        .here(Section::Needs)
        .crumbs(lists::crumbs(speech))
        .above(states::thread(speech))
        .lead(html! { (speech.say("gallery-lead")) })
        .aside(lists::aside(speech))
        .draw(html! {
            (part(speech, "gallery-text", &states::text(speech)))
            (part(speech, "gallery-tags", &states::tags(speech)))
            (part(speech, "gallery-banners", &states::banners(speech)))
            (part(speech, "gallery-inbox", &lists::inbox_rows(&visit)))
            (part(speech, "gallery-buttons", &forms::buttons(speech)))
            (part(speech, "gallery-form", &forms::form(&visit)))
            (part(speech, "gallery-table", &lists::tables(speech)))
            (part(speech, "gallery-cards", &lists::cards(speech)))
            (part(speech, "gallery-tabs", &lists::views(speech)))
            (part(speech, "gallery-summary", &states::summary(speech)))
            (part(speech, "history-title", &states::history(speech)))
            (part(speech, "control-line-title", &states::control(speech)))
            (part(speech, "gallery-chart", &states::charts(speech)))
            (part(speech, "gallery-meters", &states::meters(speech)))
            (part(speech, "gallery-tree", &lists::units(speech)))
            (part(speech, "gallery-empty-heading", &states::nothing(speech)))
        })
}

fn part(speech: Speech, heading: &str, body: &Markup) -> Markup {
    html! { section { h2 { (speech.say(heading)) } (body) } }
}
