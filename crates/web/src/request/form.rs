//! Asking: the form, and what is held already that may answer.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AlreadyHeld, Failure, Office, Officer, QUESTION_CHARS_MAX, Question};
use maud::{Markup, html};
use model::{Date, NeedId, PostId, RequestId, Stage};
use store::NeedTitle;

use super::stage;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, empty};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::marking::{self, MarkingChoices};
use crate::record;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Days until an answer is wanted, unless the asker says otherwise.
const DUE_DAYS: i64 = 14;

/// Needs that can be chosen as the need behind a question.
const NEEDS_OFFERED: usize = 200;

/// Where the form looks for what is held while somebody types.
const HELD: &str = "/requests/held";

/// The element in which it is shown.
const REGION: &str = "held";

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    needs: Vec<NeedTitle>,
    marks: MarkingChoices,
    held: AlreadyHeld,
    today: Date,
}

fn load(office: &Office, officer: &Officer, typed: &Typed, today: Date) -> Result<Offered, Failure> {
    let posts: Vec<_> = officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect();
    let own: Vec<PostId> = officer.post_ids();
    let mut needs = office.reader().need_titles(&officer.scope, Some(&own), NEEDS_OFFERED)?;
    needs.retain(|need| !matches!(need.stage, Stage::Declined | Stage::Met | Stage::Withdrawn));
    // A link on the page of a need leads here with that need chosen, whoever's it is.
    if let Some(chosen) = typed.some("need").filter(|chosen| !needs.iter().any(|need| need.id.as_str() == *chosen))
        && let Ok(need) = office.need(chosen)
    {
        needs.push(NeedTitle { id: need.id, title: need.title, stage: need.stage });
    }
    let held = already_held(office, typed)?;
    Ok(Offered { posts, needs, marks: MarkingChoices::of(office, officer)?, held, today })
}

fn already_held(office: &Office, typed: &Typed) -> Result<AlreadyHeld, Failure> {
    office.already_held(typed.get("question"), typed.get("detail"))
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = RequestId::from_bits(caller.app.ids()()).to_string();
    again(&caller, typed, &once, &Slips::new(), StatusCode::OK).await
}

/// What is held already, as a piece of the page.
pub async fn held(caller: Caller, typed: Typed) -> Answer {
    let held = caller.read(move |office| already_held(office, &typed)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(held_list(caller.visit.speech, &held)))
}

async fn again(
    caller: &Caller,
    typed: Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today, fields) = (Arc::clone(&caller.officer), caller.app.today(), typed.clone());
    let offered = caller.read(move |office| load(office, &officer, &fields, today)).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(&caller.visit, &offered, &typed, once, slips)))
}

pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let once = typed.get("once").to_owned();
    let id = RequestId::parse(&once).unwrap_or_else(|| RequestId::from_bits(caller.app.ids()()));
    if typed.some("look").is_some() {
        return again(&caller, typed, &id.to_string(), &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let speech = caller.visit.speech;
    if typed.get("question").is_empty() {
        slips.note("question", speech.say("request-question-missing"));
    }
    let due = Date::parse(typed.get("due"));
    if due.is_none() {
        slips.note("due", speech.say("request-due-missing"));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    let (Some(due), Some(post), true) = (due, post, slips.is_empty()) else {
        if slips.is_empty() {
            slips.note("question", speech.say("request-no-post"));
        }
        return again(&caller, typed, &id.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let question = Question {
        id,
        question: typed.get("question").to_owned(),
        detail: typed.get("detail").to_owned(),
        post,
        need: typed.some("need").and_then(|need| NeedId::new(need).ok()),
        due,
        marking: marking::chosen(&typed),
    };
    match caller.act(move |writer, turn, office| desk::ask(writer, turn, office, &question)).await {
        Ok(request) => Ok(see_other(&format!("/requests/{}", request.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let field = if due < caller.app.today() { "due" } else { "question" };
            slips.note(field, sentence);
            again(&caller, typed, &id.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw(visit: &Visit, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let none = std::iter::once(Choice::new("", speech.say("request-no-need")));
    let needs = none.chain(offered.needs.iter().map(|need| Choice::new(need.id.as_str(), need.title.clone())));
    let due = offered.today.plus_days(DUE_DAYS).to_string();
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    Page::new(visit, speech.say("request-new"))
        .here(Section::Requests)
        .crumbs(vec![Crumb::of(speech, Section::Requests)])
        .lead(html! { (speech.say("request-new-lead")) })
        .slips(slips)
        .aside(html! {
            section aria-labelledby="held-title" {
                h2 id="held-title" { (speech.say("request-held")) }
                div id=(REGION) { (held_list(speech, &offered.held)) }
            }
        })
        .draw(
            Form::new(visit, "/requests/new").slips(slips).once(once).guarded().refreshes(HELD, REGION).around(html! {
                (Field::text("question", speech.say("request-question")).hint(speech.say("request-question-hint"))
                    .value(typed.get("question")).length_max(QUESTION_CHARS_MAX).slips(slips).listens().draw(speech))
                (Field::lines("detail", speech.say("request-detail"), 6).hint(speech.say("request-detail-hint"))
                    .value(typed.get("detail")).optional().slips(slips).listens().draw(speech))
                div class="actions" { (Button::plain(&speech.say("request-look")).sends("look", "yes").skips_checks()) }
                @if offered.posts.len() > 1 {
                    (Field::select("post", speech.say("request-as"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
                }
                (Field::select("need", speech.say("request-need"), needs.collect()).hint(speech.say("request-need-hint")).value(typed.get("need")).slips(slips).draw(speech))
                (Field::date("due", speech.say("request-due-field")).value(typed.some("due").unwrap_or(&due)).slips(slips).draw(speech))
                (offered.marks.fields(speech, typed, slips))
                div class="actions" { (Button::primary(&speech.say("request-send"))) }
            }),
        )
}

/// Earlier requests and records that may answer.
fn held_list(speech: Speech, held: &AlreadyHeld) -> Markup {
    html! {
        @if held.requests.is_empty() && held.records.is_empty() {
            (empty(&speech.say("request-held-none"), &speech.say("request-held-none-body"), html! {}))
        }
        @if !held.requests.is_empty() {
            h3 { (speech.say("request-held-requests")) }
            ul class="plain" {
                @for similar in &held.requests {
                    @let request = &similar.request;
                    li {
                        a href={ "/requests/" (request.id) } target="_blank" { bdi { (request.question) } } " " (stage(speech, request.stage))
                    }
                }
            }
        }
        @if !held.records.is_empty() {
            h3 { (speech.say("request-held-records")) }
            ul class="plain" {
                @for hit in &held.records {
                    li {
                        a href={ "/records/" (hit.record.id) } target="_blank" { bdi { (record::title(speech, &hit.record.record)) } }
                        div class="quiet" { (record::details(speech, &hit.record.record)) }
                    }
                }
            }
        }
    }
}
