//! The list of events, the latest first, narrowed by year, kind and words.

use axum::extract::RawQuery;
use desk::{EventFilter, Failure, Office};
use maud::{Markup, html};
use model::{Event, EventKind};

use super::{days, place};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Crumb, Field, Page, Section, Table, empty, link_button};
use crate::failed::{Answer, failed, shown};
use crate::host::room_tabs;
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Events that are shown. Who looks for another narrows the list.
const SHOWN: usize = 200;

struct Loaded {
    filter: EventFilter,
    years: Vec<i32>,
    events: Vec<Event>,
}

fn load(office: &Office, typed: &Typed) -> Result<Loaded, Failure> {
    let filter = EventFilter {
        words: typed.get("q").to_owned(),
        year: typed.get("year").parse().ok(),
        kind: EventKind::from_word(typed.get("kind")),
    };
    Ok(Loaded { years: office.event_years()?, events: office.events(&filter)?, filter })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.events.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("events-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .lead(html! { (speech.say("events-lead")) })
        .draw(html! {
            (room_tabs(speech, "/events"))
            div class="actions" { (link_button(&speech.say("event-new"), "/events/new", true)) }
            (narrow(speech, loaded))
            @if loaded.events.is_empty() {
                (empty(&speech.say("events-none"), &speech.say("events-none-body"), html! {}))
            } @else { (table(speech, &loaded.events)) }
            @if left_out > 0 { p class="quiet" { (speech.with("events-left-out", &[("count", left_out.into())])) } }
        })
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("sources-any")));
    let years = loaded.years.iter().map(|year| Choice::new(year.to_string(), year.to_string()));
    let kinds =
        EventKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("event-kind-{}", kind.word()))));
    let filter = &loaded.filter;
    let year = filter.year.map_or_else(String::new, |year| year.to_string());
    html! {
        form method="get" action="/events" class="form form-find" {
            (Field::search("q", speech.say("events-search")).value(filter.words.clone()).optional().draw(speech))
            (Field::select("year", speech.say("event-year"), any().chain(years).collect()).value(year).draw(speech))
            (Field::select("kind", speech.say("event-kind"), any().chain(kinds).collect()).value(filter.kind.map_or("", EventKind::word)).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

fn table(speech: Speech, events: &[Event]) -> Markup {
    let columns = ["event-name", "event-days", "event-place", "event-kind", "event-subject"];
    let mut table = Table::new(speech.say("events-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for event in events.iter().take(SHOWN) {
        let subject: String = event.subject.chars().take(160).collect();
        table = table.row(vec![
            html! { a href={ "/events/" (event.id) } { bdi { (event.name) } } " " (marking::tags(speech, &event.marking)) },
            days(speech, event),
            html! { @if event.place.is_empty() && event.country.is_empty() { "–" } @else { (place(speech, event)) } },
            html! { (speech.say(&format!("event-kind-{}", event.kind.word()))) },
            html! { @if subject.is_empty() { "–" } @else { bdi { (subject) } } },
        ]);
    }
    table.draw(speech)
}
