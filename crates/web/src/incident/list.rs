//! The incidents with a host, and the form that notes one.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, INCIDENT_STEP_CHARS_MAX, INCIDENT_TITLE_CHARS_MAX, Incident, IncidentId, IncidentKind};

use super::state;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Page, Section, Slips, Table, empty};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::noting::{Noting, noted};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    noting: Noting,
    incidents: Vec<Incident>,
}

fn load(office: &Office, officer: &Officer, host: &str, today: Date) -> Result<Loaded, Failure> {
    let noting = Noting::load(office, officer, host, today)?;
    Ok(Loaded { incidents: office.incidents(noting.host.id)?, noting })
}

pub async fn show(caller: Caller, Path(host): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = IncidentId::from_bits(caller.app.ids()()).to_string();
    again(&caller, host, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    host: String,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &host, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

pub async fn note(caller: Caller, Path(host): Path<String>, typed: Typed) -> Answer {
    let id = IncidentId::parse(typed.get("once")).unwrap_or_else(|| IncidentId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let read = host.clone();
    let held = caller.read(move |office| office.host(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let noted = noted(&caller, &typed, &mut slips);
    let kind = IncidentKind::from_word(typed.get("kind"));
    if kind.is_none() {
        slips.note("kind", speech.say("incident-kind-missing"));
    }
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("incident-title-missing"));
    }
    if typed.get("first").is_empty() {
        slips.note("first", speech.say("incident-first-missing"));
    }
    let (Some(noted), Some(kind), true) = (noted, kind, slips.is_empty()) else {
        return again(&caller, host, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let incident = Incident {
        id,
        host: held.id,
        kind,
        day: noted.day,
        title: typed.get("title").to_owned(),
        mission: noted.mission,
        course: Vec::new(),
        post: noted.post,
        marking: marking::chosen(&typed),
        made_at: 0,
    };
    let first = typed.get("first").to_owned();
    match caller.act(move |writer, turn, _| desk::note_incident(writer, turn, incident, &first)).await {
        Ok(incident) => Ok(see_other(&format!("/incidents/{}", incident.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("title", sentence);
                again(&caller, host, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// Incidents in a table.
pub fn listed(speech: Speech, incidents: &[Incident]) -> Markup {
    let columns = ["noting-day", "incident-kind", "incident-title", "incident-state"];
    let mut table = Table::new(speech.say("incidents-table"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for incident in incidents {
        table = table.row(vec![
            html! { (speech.date(incident.day)) },
            html! { (speech.say(&format!("incident-kind-{}", incident.kind.word()))) },
            html! { a href={ "/incidents/" (incident.id) } { bdi { (incident.title) } } " " (marking::tags(speech, &incident.marking)) },
            state(speech, incident),
        ]);
    }
    table.draw(speech)
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let host = &loaded.noting.host;
    let title = speech.with("incidents-title", &[("host", host.name().to_owned().into())]);
    let kinds = IncidentKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("incident-kind-{}", kind.word()))));
    let action = format!("/hosts/{}/incidents", host.id);
    Page::new(visit, title).here(Section::Missions).crumbs(loaded.noting.crumbs(speech)).slips(slips).draw(html! {
        p class="lead" { (speech.say("incidents-lead")) }
        @if loaded.incidents.is_empty() {
            (empty(&speech.say("incidents-none"), &speech.say("incidents-none-body"), html! {}))
        } @else { (listed(speech, &loaded.incidents)) }
        @if loaded.noting.may_note() {
            section aria-labelledby="note" {
                h2 id="note" { (speech.say("incident-new")) }
                (Form::new(visit, &action).slips(slips).guarded().once(once).around(html! {
                    (Field::text("title", speech.say("incident-title")).value(typed.get("title")).length_max(INCIDENT_TITLE_CHARS_MAX).slips(slips).draw(speech))
                    (Field::select("kind", speech.say("incident-kind"), kinds.collect()).value(typed.get("kind")).slips(slips).draw(speech))
                    (Field::lines("first", speech.say("incident-first"), 4).hint(speech.say("incident-first-hint")).value(typed.get("first"))
                        .length_max(INCIDENT_STEP_CHARS_MAX).slips(slips).draw(speech))
                    (loaded.noting.fields(speech, typed, slips))
                    div class="actions" { (Button::primary(&speech.say("incident-keep"))) }
                }))
            }
        }
    })
}
