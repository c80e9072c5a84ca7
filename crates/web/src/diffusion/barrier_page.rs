//! The page of a barrier: what is lacking, what it costs, how it was removed, and for whom at once.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{BarrierPage, Failure, Office, Officer};
use maud::{Markup, html};
use model::{BARRIER_TEXT_CHARS_MAX, BarrierState, Date, LoggedBarrier, Noun, Thing};

use super::{barrier_state, crumbs, ended, invented, paragraphs, place, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Button, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, slip_summary,
    summary_list, timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: BarrierPage,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.barrier_page(officer, id, today)?;
    let about = Thing::new(Noun::Barrier, page.line.barrier.id);
    Ok(Loaded { history: tell(office, office.history(&about)?)?, page })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = read(caller, move |office| load(office, &officer, &id, today)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The barrier of this name, and the revision on the form.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(model::BarrierId, u32), Response> {
    let (name, officer, today) = (name.to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let held = read(caller, move |office| office.barrier_page(&officer, &name, today)).await?;
    Ok((held.line.barrier.id, typed.get("revision").parse().unwrap_or(u32::MAX)))
}

fn at(barrier: &LoggedBarrier) -> String {
    format!("/barriers/{}", barrier.id)
}

pub async fn remove(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, how) = (seen(&caller, &name, &typed).await?, typed.get("how").replace("\r\n", "\n"));
    let done = caller.act(move |writer, turn, _| desk::remove_barrier(writer, turn, seen, &how)).await;
    ended(&caller, done, at, "how", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn hint(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, how) = (seen(&caller, &name, &typed).await?, typed.get("hint").replace("\r\n", "\n"));
    let goes = typed.get("goes") == "yes";
    let done = caller.act(move |writer, turn, _| desk::answer_hint(writer, turn, seen, (goes, &how))).await;
    ended(&caller, done, at, "hint", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, why) = (seen(&caller, &name, &typed).await?, typed.get("why").replace("\r\n", "\n"));
    let done = caller.act(move |writer, turn, _| desk::withdraw_barrier(writer, turn, seen, &why)).await;
    ended(&caller, done, at, "why", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of = &loaded.page;
    let barrier = &of.line.barrier;
    Page::new(visit, barrier.subject.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Barriers))
        .slips(slips)
        .lead(html! {
            (barrier_state(speech, barrier.state)) " " (speech.say(&format!("barrier-kind-{}", barrier.kind)))
            " " (marking::tags(speech, &barrier.marking)) (invented(speech, barrier.invented))
        })
        .aside(aside(caller, of))
        .draw(html! {
            (slip_summary(speech, slips))
            @if barrier.state == BarrierState::Removed && of.line.n_units > 1 {
                (banner(Tone::Good, &speech.with("barrier-freed", &[("count", of.line.n_units.into())]), html! { (others(speech, &of.together)) }))
            }
            @if !barrier.statement.is_empty() {
                section aria-labelledby="statement" {
                    h2 id="statement" { (speech.say("barrier-statement")) }
                    (paragraphs(&barrier.statement))
                }
            }
            @if !barrier.how.is_empty() {
                section aria-labelledby="how-removed" {
                    h2 id="how-removed" { (speech.say("barrier-how")) }
                    (paragraphs(&barrier.how))
                }
            }
            @if barrier.hint.is_some() && of.may_answer { (hinting(caller, of, typed, slips)) }
            @if of.may_remove { (removing(caller, barrier, typed, slips)) }
            @if !of.same.is_empty() {
                section aria-labelledby="same" {
                    h2 id="same" { (speech.say("barrier-same")) }
                    (others(speech, &of.same))
                }
            }
            @if of.may_answer { (withdrawing(caller, barrier, typed, slips)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn others(speech: Speech, list: &[(LoggedBarrier, String)]) -> Markup {
    html! {
        ul class="plain" {
            @for (one, unit) in list {
                li { a href=(at(one)) { bdi { (one.subject) } } " · " bdi { (unit) } " · " (speech.say(&format!("barrier-state-{}", one.state))) }
            }
        }
    }
}

fn aside(caller: &Caller, of: &BarrierPage) -> Markup {
    let speech = caller.visit.speech;
    let barrier = &of.line.barrier;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("barrier-on"),
            html! { a href=(place(&barrier.on)) { bdi { @if of.line.technology.is_empty() { (barrier.on.name) } @else { (of.line.technology) } } } },
        ),
        SummaryRow::new(
            speech.say("barrier-unit"),
            html! {
                a href={ "/office/units/" (barrier.unit) } { bdi { (of.line.unit) } }
                br; span class="quiet" { bdi { (of.post) } }
            },
        ),
        SummaryRow::new(
            speech.say("barrier-owner"),
            html! { a href={ "/office/posts/" (barrier.owner) } { bdi { (of.line.owner) } } },
        ),
        SummaryRow::new(speech.say("barrier-opened"), html! { (speech.date(barrier.opened)) }),
        SummaryRow::new(speech.say("barrier-due"), html! { (speech.date(barrier.due)) }),
    ];
    if let Some(closed) = barrier.closed {
        rows.push(SummaryRow::new(speech.say("barrier-closed"), html! { (speech.date(closed)) }));
    }
    let own = barrier.days_lost(caller.app.today());
    rows.push(SummaryRow::new(
        speech.say("barrier-lost"),
        html! {
            (speech.number(own))
            @if of.days_lost > own {
                br; span class="quiet" { (speech.with("barrier-lost-case", &[("count", of.days_lost.into())])) }
            }
        },
    ));
    summary_list(&rows)
}

fn removing(caller: &Caller, barrier: &LoggedBarrier, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    html! {
        section aria-labelledby="remove" {
            h2 id="remove" { (speech.say("barrier-remove")) }
            (Form::new(&caller.visit, &format!("{}/remove", at(barrier))).slips(slips).guarded().around(html! {
                input type="hidden" name="revision" value=(barrier.revision);
                (Field::lines("how", speech.say("barrier-how-done"), 4).hint(speech.say("barrier-how-hint")).value(typed.get("how"))
                    .length_max(BARRIER_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("barrier-remove-send"))) }
            }))
        }
    }
}

/// The same was removed elsewhere: does it go here?
fn hinting(caller: &Caller, of: &BarrierPage, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let barrier = &of.line.barrier;
    html! {
        section aria-labelledby="elsewhere" {
            h2 id="elsewhere" { (speech.say("barrier-elsewhere")) }
            @if let Some(other) = &of.elsewhere {
                p { a href=(at(other)) { bdi { (other.subject) } } @if let Some(day) = other.closed { " · " (speech.date(day)) } }
                (paragraphs(&other.how))
            }
            (Form::new(&caller.visit, &format!("{}/hint", at(barrier))).slips(slips).guarded().around(html! {
                input type="hidden" name="revision" value=(barrier.revision);
                (Field::lines("hint", speech.say("barrier-hint-text"), 3).value(typed.get("hint")).length_max(BARRIER_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("barrier-hint-goes")).sends("goes", "yes"))
                    (Button::plain(&speech.say("barrier-hint-not")).sends("goes", "no"))
                }
            }))
        }
    }
}

fn withdrawing(caller: &Caller, barrier: &LoggedBarrier, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    disclosure(
        &speech.say("barrier-withdraw"),
        slips.of("why").is_some(),
        html! {
            (Form::new(&caller.visit, &format!("{}/withdraw", at(barrier))).slips(slips).guarded().around(html! {
                input type="hidden" name="revision" value=(barrier.revision);
                (Field::lines("why", speech.say("barrier-why"), 2).value(typed.get("why")).length_max(BARRIER_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("barrier-withdraw-send"))) }
            }))
        },
    )
}
