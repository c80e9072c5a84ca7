//! The page of a request for a specialist: what is asked for, who fits and what they lack, who was proposed.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, MayWithRequest, Office, Officer, SpecialistRequestPage, SpecialistRequestStep};
use maud::{Markup, html};
use model::{ASSIGNMENT_LINE_CHARS_MAX, Noun, Thing};

use super::{assignment_stage, fit, paragraphs, requests, requests_crumbs, spoken};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, disclosure, link_button, summary_list,
    timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

/// Candidates that are shown. Behind them stand those who fit worse.
const CANDIDATES_SHOWN: usize = 30;

struct Loaded {
    page: SpecialistRequestPage,
    may: MayWithRequest,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.specialist_request_page(officer, id)?;
    let may = office.may_with_specialist_request(officer, &page.request)?;
    let history = tell(office, office.history(&Thing::new(Noun::SpecialistRequest, page.request.id))?)?;
    Ok(Loaded { page, may, history })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// Opens it or takes it back, by the button that was pressed.
pub async fn step(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let held = caller.read(move |office| office.specialist_request(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let step = match typed.get("do") {
        "open" => SpecialistRequestStep::Open,
        _ => SpecialistRequestStep::Withdraw(typed.get("reason").to_owned()),
    };
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let done =
        caller.act(move |writer, turn, office| desk::take_specialist_request_step(writer, turn, office, seen, &step));
    match done.await {
        Ok(request) => Ok(see_other(&format!("/specialists/requests/{}", request.id))),
        Err(failure) => {
            let Some(said) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(if typed.get("do") == "open" { "open" } else { "reason" }, said);
            again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let request = &loaded.page.request;
    let address = format!("/specialists/requests/{}", request.id);
    Page::new(visit, request.title.as_str())
        .here(Section::Acquisition)
        .crumbs(requests_crumbs(speech))
        .slips(slips)
        .lead(html! { (requests::stage(speech, request.stage)) " " (widening::tags(speech, model::Noun::SpecialistRequest, request.id, &request.marking)) })
        .aside(aside(speech, &loaded.page))
        .draw(html! {
            (steps(caller, loaded, typed, slips, &address))
            (paragraphs("task", &speech.say("specialist-request-task"), &request.task))
            (paragraphs("leaves", &speech.say("specialist-request-leaves"), &request.leaves))
            (wanted(speech, loaded))
            (paragraphs("reason", &speech.say("specialist-request-reason"), &request.reason))
            @if !loaded.page.assignments.is_empty() { (assignments(speech, &loaded.page)) }
            @if !loaded.page.candidates.is_empty() { (candidates(speech, loaded)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn steps(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let step = format!("{address}/step");
    let revision = html! { input type="hidden" name="revision" value=(loaded.page.request.revision); };
    html! {
        div class="actions" {
            @if loaded.may.change { (link_button(&speech.say("specialist-request-change"), &format!("{address}/change"), false)) }
            @if loaded.may.open {
                (Form::new(visit, &step).inline().slips(slips).around(html! {
                    (revision)
                    (Button::primary(&speech.say("specialist-request-open")).sends("do", "open"))
                }))
            }
        }
        @if let Some(said) = slips.of("open") { p class="slip" id="open" { (said) } }
        @if loaded.may.withdraw {
            (disclosure(&speech.say("specialist-request-withdraw"), slips.of("reason").is_some(), html! {
                (Form::new(visit, &step).slips(slips).around(html! {
                    (revision)
                    (Field::text("reason", speech.say("specialist-request-reason")).value(typed.get("reason")).length_max(ASSIGNMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" { (Button::quiet(&speech.say("specialist-request-withdraw-it")).sends("do", "withdraw")) }
                }))
            }))
        }
    }
}

fn aside(speech: Speech, page: &SpecialistRequestPage) -> Markup {
    let request = &page.request;
    let [asks, officer, counterpart] = &page.posts;
    let post = |id: &model::PostId, title: &str| html! { a href={ "/office/posts/" (id) } { bdi { (title) } } };
    let mut rows = vec![
        SummaryRow::new(
            speech.say("specialist-unit"),
            html! { a href={ "/office/units/" (request.unit) } { bdi { (page.unit) } } },
        ),
        SummaryRow::new(speech.say("specialist-request-post"), post(&request.post, asks)),
        SummaryRow::new(speech.say("specialist-request-officer"), post(&request.officer, officer)),
        SummaryRow::new(speech.say("specialist-request-counterpart"), post(&request.counterpart, counterpart)),
        SummaryRow::new(
            speech.say("mission-days"),
            html! { (speech.date(request.since)) " – " (speech.date(request.until)) },
        ),
        SummaryRow::new(speech.say("specialist-request-days"), html! { (speech.number(i64::from(request.days))) }),
    ];
    if !request.place.is_empty() {
        rows.push(SummaryRow::new(speech.say("specialist-request-place"), html! { bdi { (request.place) } }));
    }
    if let (Some(id), Some(title)) = (&request.need, &page.need) {
        let link = html! { a href={ "/needs/" (id) } { bdi { (title) } } };
        rows.push(SummaryRow::new(speech.say("specialist-request-need"), link));
    }
    if !page.hosts.is_empty() {
        let hosts = html! { @for (id, name) in &page.hosts { div { a href={ "/hosts/" (id) } { bdi { (name) } } } } };
        rows.push(SummaryRow::new(speech.say("specialist-request-hosts"), hosts));
    }
    summary_list(&rows)
}

fn wanted(speech: Speech, loaded: &Loaded) -> Markup {
    let request = &loaded.page.request;
    html! {
        section aria-labelledby="wanted" {
            h2 id="wanted" { (speech.say("specialist-request-wanted")) }
            ul class="plain" {
                @for skill in &request.skills {
                    li {
                        bdi { (model::class_words(&skill.class)) } " "
                        span class="quiet" { (speech.say(if skill.must { "specialist-request-must" } else { "specialist-request-wish" })) }
                    }
                }
                @for one in &request.languages { li { (spoken(speech, one)) } }
            }
        }
    }
}

fn assignments(speech: Speech, page: &SpecialistRequestPage) -> Markup {
    html! {
        section aria-labelledby="assignments" {
            h2 id="assignments" { (speech.say("assignments-title")) }
            ul class="plain" {
                @for (one, name) in &page.assignments {
                    li {
                        a href={ "/specialists/assignments/" (one.id) } { bdi { (name) } } " "
                        (speech.date(one.since)) " – " (speech.date(one.until)) " " (assignment_stage(speech, one.stage))
                    }
                }
            }
        }
    }
}

fn candidates(speech: Speech, loaded: &Loaded) -> Markup {
    let request = &loaded.page.request;
    let columns = ["specialist-name", "fit-title", "fit-lacks"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("candidates-title"), columns).caption_unseen().cards_on_phone();
    for one in loaded.page.candidates.iter().take(CANDIDATES_SHOWN) {
        let propose = format!("/specialists/requests/{}/propose?specialist={}", request.id, one.specialist.id);
        table = table.row(vec![
            html! {
                a href={ "/specialists/" (one.specialist.id) } { bdi { (one.specialist.name) } }
                div class="quiet" { bdi { (one.unit) } @if one.specialist.is_foreign() { " · " (speech.say("specialist-foreign")) } }
                @if loaded.may.propose { div { a href=(propose) { (speech.say("candidate-propose")) span class="unseen" { ": " (one.specialist.name) } } } }
            },
            fit::parts(speech, &one.fit),
            html! { (fit::conflicts(speech, &one.fit.conflicts)) (fit::lacks(speech, one.fit.lacks())) },
        ]);
    }
    let more = loaded.page.candidates.len().saturating_sub(CANDIDATES_SHOWN);
    html! {
        section aria-labelledby="candidates" {
            h2 id="candidates" { (speech.say("candidates-title")) }
            (table.draw(speech))
            @if more > 0 { p class="quiet" { (speech.with("candidates-left-out", &[("count", more.into())])) } }
        }
    }
}
