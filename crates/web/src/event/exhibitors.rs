//! The exhibitors of an event: a page of them, narrowed by words, and the form that adds one by hand.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{EXHIBITORS_PAGE, ExhibitorList, Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    EXHIBITOR_NAME_CHARS_MAX, EXHIBITOR_SHOWS_CHARS_MAX, EXHIBITOR_STAND_CHARS_MAX, EXHIBITORS_MAX, Event, Exhibitor,
    HostId,
};

use super::crumbs_to;
use crate::caller::Caller;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, Table, disclosure, empty, link_button, pager,
};
use crate::country::country;
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    event: Event,
    list: ExhibitorList,
    words: String,
    page: usize,
    may_change: bool,
}

fn load(office: &Office, officer: &Officer, id: &str, typed: &Typed) -> Result<Loaded, Failure> {
    let event = office.event(id)?;
    let words = typed.get("q").to_owned();
    let page: usize = typed.get("page").parse().unwrap_or(1).clamp(1, EXHIBITORS_MAX);
    Ok(Loaded {
        list: office.exhibitors(id, &words, ((page - 1) * EXHIBITORS_PAGE, EXHIBITORS_PAGE))?,
        may_change: office.may_change_event(officer, &event),
        event,
        words,
        page,
    })
}

pub async fn show(caller: Caller, Path(event): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, event, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    event: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, fields) = (Arc::clone(&caller.officer), typed.clone());
    let loaded = caller.read(move |office| load(office, &officer, &event, &fields)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The exhibitor that was typed.
pub fn exhibitor(typed: &Typed, number: u32) -> Exhibitor {
    Exhibitor {
        number,
        name: typed.get("name").to_owned(),
        country: typed.get("country").to_owned(),
        stand: typed.get("stand").to_owned(),
        shows: typed.get("shows").to_owned(),
        host: HostId::parse(typed.get("host")),
        ..Exhibitor::default()
    }
}

/// The fields of an exhibitor.
pub fn fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    html! {
        (Field::text("name", speech.say("exhibitor-name")).value(typed.get("name")).length_max(EXHIBITOR_NAME_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint"))
            .value(typed.get("country")).optional().narrow().length_max(2).slips(slips).draw(speech))
        (Field::text("stand", speech.say("exhibitor-stand")).value(typed.get("stand")).optional().narrow().length_max(EXHIBITOR_STAND_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("shows", speech.say("exhibitor-shows"), 2).value(typed.get("shows")).optional().length_max(EXHIBITOR_SHOWS_CHARS_MAX).slips(slips).draw(speech))
    }
}

pub async fn add(caller: Caller, Path(event): Path<String>, typed: Typed) -> Answer {
    let read = event.clone();
    let held = caller.read(move |office| office.event(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let (id, exhibitor) = (held.id, exhibitor(&typed, 0));
    match caller.act(move |writer, turn, _| desk::keep_exhibitor(writer, turn, id, exhibitor)).await {
        Ok(exhibitor) => Ok(see_other(&format!("/events/{id}/exhibitors/{}", exhibitor.number))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("name", sentence);
                again(&caller, event, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let Loaded { event, list, words, .. } = loaded;
    let address = format!("/events/{}/exhibitors", event.id);
    let encoded: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let at = |page: usize| format!("{address}?q={encoded}&page={page}");
    let earlier = (loaded.page > 1).then(|| at(loaded.page - 1));
    let later = (list.n_found > loaded.page * EXHIBITORS_PAGE).then(|| at(loaded.page + 1));
    Page::new(visit, speech.say("exhibitors-title"))
        .here(Section::Missions)
        .crumbs(crumbs_to(speech, event))
        .slips(slips)
        .draw(html! {
            @if loaded.may_change {
                div class="actions" { (link_button(&speech.say("exhibitors-take"), &format!("{address}/list"), list.n_all == 0)) }
            }
            @if list.n_all > 0 {
                form method="get" action=(address) class="form form-find" {
                    (Field::search("q", speech.say("exhibitors-search")).value(words.clone()).optional().draw(speech))
                    div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
                }
            }
            @if list.n_all == 0 {
                (empty(&speech.say("exhibitors-none"), &speech.say("exhibitors-none-body"), html! {}))
            } @else if list.n_found == 0 {
                (empty(&speech.say("exhibitors-none-such"), &speech.say("exhibitors-none-such-body"), html! { a href=(address) { (speech.say("exhibitors-all")) } }))
            } @else {
                (table(speech, loaded))
                (pager(speech, Some((list.list.len() as u64, list.n_found as u64)), earlier.as_deref(), later.as_deref()))
            }
            @if loaded.may_change {
                (disclosure(&speech.say("exhibitor-new"), !slips.is_empty(), html! {
                    (Form::new(visit, &address).slips(slips).guarded().around(html! {
                        (fields(speech, typed, slips))
                        div class="actions" { (Button::primary(&speech.say("exhibitor-add"))) }
                    }))
                }))
            }
        })
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["exhibitor-name", "host-country", "exhibitor-stand", "exhibitor-shows", "exhibitor-host"];
    let mut table = Table::new(speech.say("exhibitors-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for one in &loaded.list.list {
        let shows: String = one.shows.chars().take(160).collect();
        table = table.row(vec![
            html! { a href={ "/events/" (loaded.event.id) "/exhibitors/" (one.number) } { bdi { (one.name) } } },
            or_none(&country(speech, &one.country)),
            or_none(&one.stand),
            or_none(&shows),
            html! {
                @match one.host.and_then(|host| Some((host, loaded.list.hosts.get(&host)?))) {
                    Some((host, name)) => a href={ "/hosts/" (host) } { bdi { (name) } },
                    None => "–",
                }
            },
        ]);
    }
    table.draw(speech)
}
