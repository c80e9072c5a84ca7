//! Events: exhibitions, fairs and congresses, with who shows there and which stands are visited.

mod exhibitor;
mod exhibitors;
mod form;
mod list;
mod listing;
mod page;

use desk::BecameOf;
use maud::{Markup, html};
use model::Event;

use crate::app::App;
use crate::component::{Crumb, Section};
use crate::country::country;
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/events", open, list::show)
        .page("/events/new", open, form::show_new)
        .form("/events/new", open, form::register)
        .page("/events/{event}", open, page::show)
        .page("/events/{event}/change", open, form::show_change)
        .form("/events/{event}/change", open, form::change)
        .page("/events/{event}/exhibitors", open, exhibitors::show)
        .form("/events/{event}/exhibitors", open, exhibitors::add)
        .page("/events/{event}/exhibitors/list", open, listing::home)
        .upload("/events/{event}/exhibitors/list", open, listing::BODY_BYTES_MAX, listing::take)
        .page("/events/{event}/exhibitors/{exhibitor}", open, exhibitor::show)
        .form("/events/{event}/exhibitors/{exhibitor}", open, exhibitor::change)
        .form("/events/{event}/exhibitors/{exhibitor}/removal", open, exhibitor::remove)
        .form("/events/{event}/exhibitors/{exhibitor}/host", open, exhibitor::make_host)
        .form("/events/{event}/exhibitors/{exhibitor}/stands", open, exhibitor::plan)
}

/// The first and last day.
pub fn days(speech: Speech, event: &Event) -> Markup {
    html! {
        (speech.date(event.since)) @if event.until != event.since { " – " (speech.date(event.until)) }
    }
}

/// The town and the country.
pub fn place(speech: Speech, event: &Event) -> Markup {
    html! {
        bdi { (event.place) } @if !event.place.is_empty() && !event.country.is_empty() { ", " } (country(speech, &event.country))
    }
}

/// What became of a record, in words.
pub fn became(speech: Speech, became: &BecameOf) -> Markup {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    html! {
        (speech.with("stand-delivered", &[("count", number(became.n_delivered).into())]))
        @if became.n_delivered > 0 { ", " (speech.with("stand-used", &[("count", number(became.n_used).into())])) }
    }
}

/// The way back to the list of events.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Missions), Crumb::new(speech.say("events-title"), "/events")]
}

/// The way back to an event.
pub fn crumbs_to(speech: Speech, event: &Event) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(event.name.clone(), format!("/events/{}", event.id)));
    crumbs
}
