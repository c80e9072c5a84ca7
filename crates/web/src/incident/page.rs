//! The page of an incident: its course, and how it goes on.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Host, INCIDENT_STEP_CHARS_MAX, Incident, Mission, Noun, Thing};

use super::state;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Section, Slips, SummaryRow, summary_list, timeline};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::typed::Typed;

struct Loaded {
    incident: Incident,
    host: Host,
    mission: Option<Mission>,
    post: String,
    may_follow: bool,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let incident = office.incident(id)?;
    Ok(Loaded {
        host: office.host(&incident.host.to_string())?,
        mission: incident.mission.and_then(|mission| office.mission(&mission.to_string()).ok()),
        post: office.post(&incident.post)?.map_or_else(|| incident.post.to_string(), |post| post.title),
        may_follow: office.may_follow_incident(officer, &incident),
        history: tell(office, office.history(&Thing::new(Noun::Incident, incident.id))?)?,
        incident,
    })
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

pub async fn follow(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.incident(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    // What was seen is the number on the form; without one, what stands there now.
    let n_seen = typed.get("seen").parse().unwrap_or(held.course.len());
    let (text, settles) = (typed.get("text").to_owned(), typed.ticked("settles"));
    match caller.act(move |writer, turn, _| desk::follow_incident(writer, turn, held.id, n_seen, &text, settles)).await
    {
        Ok(incident) => Ok(see_other(&format!("/incidents/{}", incident.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("text", sentence);
                again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let Loaded { incident, host, .. } = loaded;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("incident-host"),
            html! { a href={ "/hosts/" (host.id) } { bdi { (host.name()) } } },
        ),
        SummaryRow::new(
            speech.say("incident-kind"),
            html! { (speech.say(&format!("incident-kind-{}", incident.kind.word()))) },
        ),
        SummaryRow::new(speech.say("noting-day"), html! { (speech.date(incident.day)) }),
        SummaryRow::new(
            speech.say("incident-post"),
            html! { a href={ "/office/posts/" (incident.post) } { bdi { (loaded.post) } } },
        ),
    ];
    if let Some(mission) = &loaded.mission {
        rows.push(SummaryRow::new(
            speech.say("noting-mission"),
            html! { a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } },
        ));
    }
    let action = format!("/incidents/{}/course", incident.id);
    let send = speech.say("incident-write");
    Page::new(visit, incident.title.clone())
        .here(Section::Missions)
        .crumbs(vec![
            Crumb::of(speech, Section::Missions),
            Crumb::new(speech.say("hosts-title"), "/hosts"),
            Crumb::new(host.name(), format!("/hosts/{}", host.id)),
        ])
        .slips(slips)
        .lead(html! { (state(speech, incident)) " " (marking::tags(speech, &incident.marking)) })
        .aside(summary_list(&rows))
        .draw(html! {
            section aria-labelledby="course" {
                h2 id="course" { (speech.say("incident-course")) }
                ol class="plain" {
                    @for step in &incident.course {
                        li {
                            p class="quiet" {
                                (when(speech, step.at)) " · " bdi { (step.by) }
                                @if step.settles { " · " (speech.say("incident-settled-with-this")) }
                            }
                            @for paragraph in step.text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                        }
                    }
                }
            }
            @if loaded.may_follow {
                section aria-labelledby="go-on" {
                    h2 id="go-on" { (speech.say("incident-go-on")) }
                    (Form::new(visit, &action).slips(slips).guarded().around(html! {
                        input type="hidden" name="seen" value=(incident.course.len());
                        (Field::lines("text", speech.say("incident-text"), 4).value(typed.get("text")).length_max(INCIDENT_STEP_CHARS_MAX).slips(slips).draw(speech))
                        (Field::check("settles", speech.say("incident-settles")).hint(speech.say("incident-settles-hint"))
                            .value(if typed.ticked("settles") { "on" } else { "" }).draw(speech))
                        div class="actions" { (Button::primary(&send)) }
                    }))
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}
