//! The page of a stated figure: what is stated, by whom and how surely, and the form that changes it.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Noun, StatedFigure, Thing};

use super::form::{self, as_typed, fields};
use super::{crumbs, ended, invented, list, place, read, said, stage_name, status};
use crate::caller::Caller;
use crate::component::{Form, Page, Section, Slips, SummaryRow, disclosure, summary_list, timeline};
use crate::failed::{Answer, page};
use crate::history::{Told, tell, timeline_of};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    figure: StatedFigure,
    post: String,
    marks: MarkingChoices,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Loaded, Failure> {
    let figure = office.stated_figure(name)?;
    let post = office.post(&figure.post)?.map_or_else(|| figure.post.to_string(), |post| post.title);
    let about = Thing::new(Noun::StatedFigure, figure.id);
    let marks = MarkingChoices::of(office, officer)?;
    Ok(Loaded { post, marks, history: tell(office, office.history(&about)?)?, figure })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, None, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, name: String, typed: Option<&Typed>, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = read(caller, move |office| load(office, &officer, &name)).await?;
    let typed = typed.cloned().unwrap_or_else(|| as_typed(&loaded.figure));
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let wanted = name.clone();
    let held = read(&caller, move |office| office.stated_figure(&wanted)).await?;
    let mut slips = Slips::new();
    let Some(figure) = form::figure(&caller, &typed, held.id, &mut slips) else {
        return again(&caller, name, Some(&typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let figure = StatedFigure { marking: chosen_marking(&typed, &held.marking), ..figure };
    let done = caller.act(move |writer, turn, _| desk::keep_stated_figure(writer, turn, figure, false)).await;
    ended(&caller, done, place, "parameter", async |slips, status| {
        again(&caller, name, Some(&typed), &slips, status).await
    })
    .await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let figure = &loaded.figure;
    Page::new(visit, figure.parameter.clone())
        .here(Section::Figures)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            strong { (said(speech, figure)) } " · " (status(speech, figure.status)) (marking::tags(speech, &figure.marking))
            (invented(speech, figure.invented))
        })
        .draw(html! {
            (summary(speech, loaded))
            @if caller.officer.may_state_figures() {
                (disclosure(&speech.say("stated-change"), !slips.is_empty(), html! {
                    (Form::new(visit, &format!("/figures/stated/{}", figure.id)).slips(slips).guarded().around(html! {
                        input type="hidden" name="revision" value=(typed.get("revision"));
                        (fields(speech, &loaded.marks, typed, slips))
                    }))
                }))
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn summary(speech: Speech, loaded: &Loaded) -> Markup {
    let figure = &loaded.figure;
    let text = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    let programme =
        html! { a href=(list::address("/figures/stated", &figure.programme)) { bdi { (figure.programme) } } };
    let mut rows = vec![
        SummaryRow::new(speech.say("stated-programme"), programme),
        SummaryRow::new(speech.say("stated-kind"), html! { (speech.say(&format!("stated-kind-{}", figure.kind))) }),
        SummaryRow::new(speech.say("stated-period"), text(&figure.period)),
        SummaryRow::new(speech.say("stated-source"), text(&figure.source)),
        SummaryRow::new(speech.say("stated-place"), text(&figure.place)),
        SummaryRow::new(speech.say("stated-note"), text(&figure.note)),
        SummaryRow::new(speech.say("stated-post"), text(&loaded.post)),
    ];
    if let Some(stage) = figure.stage {
        rows.insert(2, SummaryRow::new(speech.say("figure-stage"), html! { (stage_name(speech, stage)) }));
    }
    summary_list(&rows)
}
