//! The page of an event: what it is, who goes there, which stands were visited, whom they met and what became of it.

use std::sync::Arc;

use axum::extract::Path;
use desk::{EventPage, Failure, Office, Officer, StandLine};
use maud::{Markup, html};
use model::{Noun, StandState, Thing};

use super::{became, crumbs, days, place};
use crate::caller::Caller;
use crate::component::{Column, Page, Section, SummaryRow, Table, empty, link_button, summary_list, timeline};
use crate::failed::{Answer, failed, shown};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::mission::mission_stage;
use crate::screening::exhibitors_line;
use crate::speech::Speech;
use crate::stand::state;
use crate::widening;

/// What the page shows.
struct Loaded {
    page: EventPage,
    post: String,
    history: Vec<Told>,
    may_change: bool,
    /// How its exhibitors stand to the lists.
    standing: Vec<desk::PartyStanding>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.event_page(id)?;
    let post = office.post(&page.event.post)?.map_or_else(|| page.event.post.to_string(), |post| post.title);
    let history = tell(office, office.history(&Thing::new(Noun::Event, page.event.id))?)?;
    let standing = office.parties_standing(&Thing::new(Noun::Event, page.event.id))?;
    Ok(Loaded { may_change: office.may_change_event(officer, &page.event), page, post, history, standing })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let event = &loaded.page.event;
    let address = format!("/events/{}", event.id);
    Page::new(&caller.visit, event.name.clone())
        .here(Section::Missions)
        .crumbs(crumbs(speech))
        .lead(html! { span { (days(speech, event)) @if !event.place.is_empty() || !event.country.is_empty() { " · " (place(speech, event)) } } " " (widening::tags(speech, model::Noun::Event, event.id, &event.marking)) })
        .aside(aside(speech, loaded))
        .draw(html! {
            div class="actions" {
                (link_button(&speech.say("exhibitors-title"), &format!("{address}/exhibitors"), true))
                (link_button(&speech.say("event-mission"), &format!("/missions/new?event-of={}", event.id), false))
                @if loaded.may_change { (link_button(&speech.say("event-change"), &format!("{address}/change"), false)) }
            }
            (said("subject", &speech.say("event-subject"), &event.subject))
            (said("remark", &speech.say("host-remark"), &event.remark))
            section aria-labelledby="stands" {
                h2 id="stands" { (speech.say("stands-title")) }
                (stands(speech, loaded))
            }
            (contacts(speech, &loaded.page.stands))
            (exhibitors_line(speech, &loaded.standing))
            section aria-labelledby="missions" {
                h2 id="missions" { (speech.say("event-missions")) }
                @if loaded.page.missions.is_empty() {
                    (empty(&speech.say("event-missions-none"), &speech.say("event-missions-none-body"), html! {}))
                } @else { (missions(speech, loaded)) }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// A text under a heading; nothing when it is empty.
fn said(id: &str, title: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
        }
    }
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let event = &loaded.page.event;
    let n_exhibitors = i64::try_from(loaded.page.n_exhibitors).unwrap_or(i64::MAX);
    let mut rows = vec![
        SummaryRow::new(speech.say("event-kind"), html! { (speech.say(&format!("event-kind-{}", event.kind.word()))) }),
        SummaryRow::new(
            speech.say("exhibitors-title"),
            html! { a href={ "/events/" (event.id) "/exhibitors" } { (speech.with("exhibitors-count", &[("count", n_exhibitors.into())])) } },
        ),
    ];
    if !event.organiser.is_empty() {
        rows.push(SummaryRow::new(speech.say("event-organiser"), html! { bdi { (event.organiser) } }));
    }
    if let (Some(source), Some(title)) = (event.source, &loaded.page.source) {
        rows.push(SummaryRow::new(
            speech.say("event-source"),
            html! { a href={ "/sources/" (source) } { bdi { (title) } } },
        ));
    }
    rows.push(SummaryRow::new(
        speech.say("host-post"),
        html! { a href={ "/office/posts/" (event.post) } { bdi { (loaded.post) } } },
    ));
    summary_list(&rows)
}

/// How many of the planned stands were visited, and each with what became of its note.
fn stands(speech: Speech, loaded: &Loaded) -> Markup {
    let page = &loaded.page;
    if page.stands.is_empty() {
        let next =
            link_button(&speech.say("exhibitors-title"), &format!("/events/{}/exhibitors", page.event.id), false);
        return empty(&speech.say("stands-none"), &speech.say("stands-none-body"), next);
    }
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let visited = page.n_stands(StandState::Visited);
    let all = visited + page.n_stands(StandState::Planned);
    html! {
        p { (speech.with("stands-visited", &[("visited", number(visited).into()), ("all", number(all).into())])) }
        (table(speech, &page.stands))
    }
}

/// Visits in a table.
fn table(speech: Speech, stands: &[StandLine]) -> Markup {
    let columns = ["exhibitor-name", "exhibitor-stand", "stand-visitor", "stand-state", "stand-became"];
    let mut table = Table::new(speech.say("stands-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in stands {
        let stand = &line.stand;
        table = table.row(vec![
            html! { a href={ "/stands/" (stand.id) } { bdi { (line.exhibitor.name) } } " " (marking::tags(speech, &stand.marking)) },
            html! { @if line.exhibitor.stand.is_empty() { "–" } @else { bdi { (line.exhibitor.stand) } } },
            html! { bdi { (line.visitor) } },
            html! { (state(speech, stand.state)) @if let Some(day) = stand.day { " " (speech.date(day)) } },
            html! {
                @match (stand.record, &line.became) {
                    (Some(record), Some(of)) => {
                        a href={ "/records/" (record) } { bdi { (stand.title) } } br; span class="quiet" { (became(speech, of)) }
                    }
                    _ => "–",
                }
            },
        ]);
    }
    table.draw(speech)
}

/// Everybody who was met, with whose stand it was.
fn contacts(speech: Speech, stands: &[StandLine]) -> Markup {
    if stands.iter().all(|line| line.stand.contacts.is_empty()) {
        return html! {};
    }
    let columns = ["contact-name", "contact-position", "contact-reach", "exhibitor-name"];
    let mut table = Table::new(speech.say("stand-contacts"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for (line, one) in stands.iter().flat_map(|line| line.stand.contacts.iter().map(move |one| (line, one))) {
        table = table.row(vec![
            or_none(&one.name),
            or_none(&one.position),
            or_none(&one.reach),
            html! { a href={ "/stands/" (line.stand.id) } { bdi { (line.exhibitor.name) } } },
        ]);
    }
    html! { section aria-labelledby="met" { h2 id="met" { (speech.say("stand-contacts")) } (table.draw(speech)) } }
}

fn missions(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["mission-title", "mission-days", "mission-stage"];
    let mut table = Table::new(speech.say("event-missions"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for mission in &loaded.page.missions {
        table = table.row(vec![
            html! { a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } " " (marking::tags(speech, &mission.marking)) },
            html! { (speech.date(mission.since)) " – " (speech.date(mission.until)) },
            mission_stage(speech, mission.stage),
        ]);
    }
    table.draw(speech)
}
