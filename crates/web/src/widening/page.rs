//! The page of a widening: from which marking to which, and what those who decide said.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, WideningPage};
use maud::{Markup, html};
use model::{Noun, Thing, WIDENING_TEXT_CHARS_MAX, Widening, WideningSide, WideningState};

use super::{crumbs, marked, place, state};
use crate::caller::Caller;
use crate::component::{
    Button, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, control_line, slip_summary, summary_list, tag,
    timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, Who, people, tell, timeline_of, when, who_did};
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: WideningPage,
    post: String,
    /// Who asked and who spoke, by how the ledger writes them.
    people: BTreeMap<String, Who>,
    history: Vec<Told>,
    control: Vec<desk::ControlLine>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.widening_page(officer, id)?;
    let post = &page.widening.post;
    let acted = std::iter::once(&page.widening.asked_by).chain(page.widening.words.iter().map(|word| &word.by));
    Ok(Loaded {
        control: office.control_lines(&page.widening.thing)?,
        post: office.post(post)?.map_or_else(|| post.to_string(), |post| post.title),
        people: people(office, acted.map(String::as_str))?,
        history: tell(office, office.history(&Thing::new(Noun::Widening, page.widening.id))?)?,
        page,
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

/// The widening of this name, and the revision on the form.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(model::WideningId, u32), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.widening(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(u32::MAX)))
}

async fn ended(
    caller: &Caller,
    name: String,
    typed: &Typed,
    field: &str,
    done: Result<Widening, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(widening) => Ok(see_other(&format!("/widenings/{}", widening.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note(field, sentence);
                again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn field_of(side: WideningSide) -> String {
    format!("reason-{side}")
}

pub async fn decide(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let side = WideningSide::from_word(typed.get("side")).unwrap_or(WideningSide::Work);
    let field = field_of(side);
    let (yes, reason) = (typed.get("decision") == "yes", typed.get(&field).to_owned());
    let done = caller.act(move |writer, turn, _| desk::decide_widening(writer, turn, seen, side, (yes, &reason))).await;
    ended(&caller, name, &typed, &field, done).await
}

pub async fn carry_out(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::carry_out_widening(writer, turn, seen)).await;
    ended(&caller, name, &typed, "carry-out", done).await
}

pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::withdraw_widening(writer, turn, seen)).await;
    ended(&caller, name, &typed, "withdraw", done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let WideningPage { widening, rights } = &loaded.page;
    let address = format!("/widenings/{}", widening.id);
    Page::new(visit, speech.with("widening-of", &[("title", widening.title.clone().into())]))
        .here(Section::Control)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (state(speech, widening.state)) })
        .aside(aside(speech, loaded))
        .draw(html! {
            (slip_summary(speech, slips))
            @if matches!(widening.state, WideningState::Waiting | WideningState::Overtaken) {
                (banner(Tone::Accent, &speech.say(&format!("widening-state-{}", widening.state.word())), html! {
                    p { (speech.say(&format!("widening-{}-body", widening.state.word()))) }
                }))
            }
            section aria-labelledby="reason" {
                h2 id="reason" { (speech.say("widening-reason")) }
                @for paragraph in widening.reason.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
            section aria-labelledby="words" {
                h2 id="words" { (speech.say("widening-words")) }
                ul class="plain" {
                    @for word in &widening.words {
                        li {
                            (speech.say(&format!("widening-side-{}", word.side.word()))) ": "
                            (tag(if word.yes { Tone::Good } else { Tone::Bad }, &speech.say(if word.yes { "widening-yes" } else { "widening-no" })))
                            " " bdi { (word.reason) }
                            div class="quiet" { (who_did(speech, &loaded.people, &word.by)) " · " (when(speech, word.at)) }
                        }
                    }
                    @if widening.state == WideningState::Asked {
                        @for side in widening.missing() {
                            li { (speech.say(&format!("widening-side-{}", side.word()))) ": " (speech.say("widening-waits")) }
                        }
                    }
                }
            }
            (control_line(speech, &loaded.control))
            @for side in rights.speak.iter().take(1) { (speaking(caller, widening, *side, typed, slips)) }
            @if rights.carry_out { (small_form(caller, widening, &format!("{address}/carry-out"), "widening-carry-out")) }
            @if rights.withdraw { (small_form(caller, widening, &format!("{address}/withdraw"), "widening-withdraw")) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let widening = &loaded.page.widening;
    summary_list(&[
        SummaryRow::new(
            speech.say("widening-thing"),
            html! {
                a href=(place(&widening.thing)) { bdi { (widening.title) } }
                br; span class="quiet" { (speech.say(&format!("noun-{}", widening.thing.noun.word()))) }
            },
        ),
        SummaryRow::new(speech.say("widening-from"), marked(speech, &widening.from)),
        SummaryRow::new(speech.say("widening-to"), marked(speech, &widening.to)),
        SummaryRow::new(
            speech.say("release-asks"),
            html! {
                a href={ "/office/posts/" (widening.post) } { bdi { (loaded.post) } }
                br; span class="quiet" { (who_did(speech, &loaded.people, &widening.asked_by)) }
            },
        ),
    ])
}

fn small_form(caller: &Caller, widening: &Widening, action: &str, key: &str) -> Markup {
    Form::new(&caller.visit, action).around(html! {
        input type="hidden" name="revision" value=(widening.revision);
        div class="actions" { (Button::plain(&caller.visit.speech.say(key))) }
    })
}

fn speaking(caller: &Caller, widening: &Widening, side: WideningSide, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let field = field_of(side);
    html! {
        section aria-labelledby="decide" {
            h2 id="decide" { (speech.say(&format!("widening-speak-{}", side.word()))) }
            (Form::new(&caller.visit, &format!("/widenings/{}/decide", widening.id)).guarded().around(html! {
                input type="hidden" name="revision" value=(widening.revision);
                input type="hidden" name="side" value=(side.word());
                (Field::lines(&field, speech.say("widening-word"), 3).value(typed.get(&field)).length_max(WIDENING_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("widening-agree")).sends("decision", "yes"))
                    (Button::plain(&speech.say("widening-disagree")).sends("decision", "no"))
                }
            }))
        }
    }
}
