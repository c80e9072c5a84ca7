//! The page of a relief: what switching costs, what was asked, what holds and until when.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, ReliefDecision, ReliefPage};
use maud::{Markup, html};
use model::{Date, Noun, QuarterAmount, RELIEF_TEXT_CHARS_MAX, Relief, ReliefState, Thing};

use super::relief_form::amounts;
use super::{crumbs, ended, invented, paragraphs, read, relief_state};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, slip_summary,
    summary_list, timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: ReliefPage,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.relief_page(officer, id)?;
    let about = Thing::new(Noun::Relief, page.line.relief.id);
    Ok(Loaded { history: tell(office, office.history(&about)?)?, page })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = read(caller, move |office| load(office, &officer, &id)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The relief of this name, and the revision on the form.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(model::ReliefId, u32), Response> {
    let (name, officer) = (name.to_owned(), Arc::clone(&caller.officer));
    let held = read(caller, move |office| office.relief_page(&officer, &name)).await?;
    Ok((held.line.relief.id, typed.get("revision").parse().unwrap_or(u32::MAX)))
}

fn at(relief: &Relief) -> String {
    format!("/reliefs/{}", relief.id)
}

pub async fn decide(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let answer = typed.get("answer").replace("\r\n", "\n");
    let decision = if typed.get("decision") == "grant" {
        let mut slips = Slips::new();
        let granted = amounts(&caller, &typed, "granted", &mut slips);
        let until = Date::parse(typed.get("until"));
        if until.is_none() {
            slips.note("until", caller.speech().say("diffusion-day-missing"));
        }
        match until.filter(|_| slips.is_empty()) {
            Some(until) => ReliefDecision::Grant { granted, until, answer },
            None => return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await,
        }
    } else {
        ReliefDecision::Refuse(answer)
    };
    let done = caller.act(move |writer, turn, _| desk::decide_relief(writer, turn, seen, decision)).await;
    ended(&caller, done, at, "answer", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::withdraw_relief(writer, turn, seen)).await;
    ended(&caller, done, at, "answer", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of = &loaded.page;
    let relief = &of.line.relief;
    Page::new(visit, relief.plan_line.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Reliefs))
        .slips(slips)
        .lead(html! {
            (relief_state(speech, relief.state)) " " (marking::tags(speech, &relief.marking)) (invented(speech, relief.invented))
        })
        .aside(aside(speech, of))
        .draw(html! {
            (slip_summary(speech, slips))
            @if relief.state == ReliefState::Expired {
                (banner(Tone::Warn, &speech.say("relief-over"), html! { p { (speech.say("relief-over-body")) } }))
            }
            @if !relief.answer.is_empty() {
                (banner(Tone::Accent, &speech.say("relief-answer"), paragraphs(&relief.answer)))
            }
            (quarters(speech, relief))
            section aria-labelledby="reason" {
                h2 id="reason" { (speech.say("relief-reason")) }
                (paragraphs(&relief.reason))
            }
            @if of.may_decide { (deciding(caller, relief, typed, slips)) }
            @if of.may_withdraw {
                (Form::new(visit, &format!("{}/withdraw", at(relief))).around(html! {
                    input type="hidden" name="revision" value=(relief.revision);
                    div class="actions" { (Button::plain(&speech.say("relief-withdraw"))) }
                }))
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// What is lost, asked and granted, by quarter.
fn quarters(speech: Speech, relief: &Relief) -> Markup {
    let columns = vec![
        Column::new(speech.say("relief-quarter")),
        Column::numeric(speech.say("relief-lost")),
        Column::numeric(speech.say("relief-asked")),
        Column::numeric(speech.say("relief-granted")),
    ];
    let mut table = Table::new(speech.with("relief-amounts", &[("measure", relief.measure.clone().into())]), columns);
    let of = |list: &[QuarterAmount], quarter| {
        let found = list.iter().find(|one| one.quarter == quarter).map(|one| one.amount);
        html! { @match found { Some(amount) => (amount), None => "–" } }
    };
    for one in &relief.lost {
        let quarter = one.quarter;
        table = table.row(vec![
            html! { (quarter) },
            html! { (one.amount) },
            of(&relief.asked, quarter),
            of(&relief.granted, quarter),
        ]);
    }
    table.draw(speech)
}

fn aside(speech: Speech, of: &ReliefPage) -> Markup {
    let relief = &of.line.relief;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("relief-technology"),
            html! { a href={ "/adoptions/" (relief.adoption) } { bdi { (of.line.technology) } } },
        ),
        SummaryRow::new(
            speech.say("relief-unit"),
            html! {
                a href={ "/office/units/" (relief.unit) } { bdi { (of.line.unit) } }
                br; span class="quiet" { bdi { (of.post) } }
            },
        ),
        SummaryRow::new(
            speech.say("relief-setter"),
            html! { a href={ "/office/posts/" (relief.setter) } { bdi { (of.line.setter) } } },
        ),
    ];
    if let Some(until) = relief.until {
        rows.push(SummaryRow::new(speech.say("relief-until"), html! { (speech.date(until)) }));
    }
    summary_list(&rows)
}

fn deciding(caller: &Caller, relief: &Relief, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let asked = QuarterAmount::write(&relief.asked);
    let last = relief.asked.last().map(|one| one.quarter.last_day().to_string()).unwrap_or_default();
    html! {
        section aria-labelledby="decide" {
            h2 id="decide" { (speech.say("relief-decide")) }
            (Form::new(&caller.visit, &format!("{}/decide", at(relief))).slips(slips).guarded().around(html! {
                input type="hidden" name="revision" value=(relief.revision);
                (Field::lines("granted", speech.say("relief-granted"), 4).hint(speech.say("relief-granted-hint"))
                    .value(typed.some("granted").unwrap_or(&asked)).optional().slips(slips).draw(speech))
                (Field::date("until", speech.say("relief-until")).hint(speech.say("relief-until-hint"))
                    .value(typed.some("until").unwrap_or(&last)).optional().slips(slips).draw(speech))
                (Field::lines("answer", speech.say("relief-answer"), 3).hint(speech.say("relief-answer-hint")).value(typed.get("answer"))
                    .optional().length_max(RELIEF_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("relief-grant")).sends("decision", "grant"))
                    (Button::plain(&speech.say("relief-refuse")).sends("decision", "refuse"))
                }
            }))
        }
    }
}
