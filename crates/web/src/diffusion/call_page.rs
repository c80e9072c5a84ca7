//! The page of a call: what is lacking, who can give what by when, what was taken and whether it came.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CallPage, Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    CALL_TEXT_CHARS_MAX, Call, CallAnswer, CallAnswerState, CallReply, CallState, Date, Noun, PostId, Rational, Thing,
};

use super::{call_state, crumbs, ended, invented, paragraphs, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Button, Field, Form, Page, Section, Slips, SummaryRow, Tone, slip_summary, summary_list, tag,
    timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Named, Told, name_of, named, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: CallPage,
    on: Option<Named>,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.call_page(officer, id)?;
    let about = Thing::new(Noun::Call, page.call.id);
    Ok(Loaded {
        on: page.call.on.as_ref().map(|on| name_of(office, on)).transpose()?,
        history: tell(office, office.history(&about)?)?,
        page,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = read(caller, move |office| load(office, &officer, &id)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The call of this name with the revision on the form, and the post whose answer is meant.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<((model::CallId, u32), PostId), Response> {
    let (name, officer) = (name.to_owned(), Arc::clone(&caller.officer));
    let held = read(caller, move |office| office.call_page(&officer, &name)).await?;
    let first = || held.call.answers.first().map(|answer| answer.post.clone());
    let post = PostId::new(typed.get("post")).ok().or_else(first);
    let post = post.unwrap_or_else(|| held.call.post.clone());
    Ok(((held.call.id, typed.get("revision").parse().unwrap_or(u32::MAX)), post))
}

fn at(call: &Call) -> String {
    format!("/calls/{}", call.id)
}

pub async fn reply(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, post) = seen(&caller, &name, &typed).await?;
    let text = typed.get("text").replace("\r\n", "\n");
    let reply = if typed.get("can") == "yes" {
        match (Rational::parse(typed.get("amount")), Date::parse(typed.get("day"))) {
            (Some(amount), Some(day)) => CallReply::Can(amount, day, text),
            (amount, _) => {
                let mut slips = Slips::new();
                let (field, key) =
                    if amount.is_none() { ("amount", "call-amount-missing") } else { ("day", "diffusion-day-missing") };
                slips.note(field, caller.speech().say(key));
                return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
        }
    } else {
        CallReply::Cannot(text)
    };
    let done = caller.act(move |writer, turn, _| desk::reply_to_call(writer, turn, seen, &post, reply)).await;
    ended(&caller, done, at, "text", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn take(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, post) = seen(&caller, &name, &typed).await?;
    let yes = typed.get("take") == "yes";
    let done = caller.act(move |writer, turn, _| desk::take_of_call(writer, turn, seen, &post, yes)).await;
    ended(&caller, done, at, "answers", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn judge(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, post) = seen(&caller, &name, &typed).await?;
    let (kept, verdict) = (typed.get("kept") == "yes", typed.get(&format!("verdict-{post}")).replace("\r\n", "\n"));
    let done = caller.act(move |writer, turn, _| desk::judge_call(writer, turn, seen, &post, (kept, &verdict))).await;
    ended(&caller, done, at, "answers", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn close(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let taken_back = typed.get("end") == "withdraw";
    let done = caller.act(move |writer, turn, _| desk::close_call(writer, turn, seen, taken_back)).await;
    ended(&caller, done, at, "answers", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of = &loaded.page;
    let call = &of.call;
    Page::new(visit, call.what.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Calls))
        .slips(slips)
        .lead(html! {
            (call_state(speech, call.state)) " " (speech.say(&format!("call-kind-{}", call.kind)))
            " " (marking::tags(speech, &call.marking)) (invented(speech, call.invented))
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            (slip_summary(speech, slips))
            section aria-labelledby="reason" {
                h2 id="reason" { (speech.say("call-reason")) }
                (paragraphs(&call.reason))
            }
            section aria-labelledby="answers" {
                h2 id="answers" { (speech.say("call-answers")) }
                ol class="plain" {
                    @for (answer, names) in call.answers.iter().zip(&of.asked) { li { (answer_of(caller, of, answer, names)) } }
                }
            }
            // Who acts for several of the posts answers for one after the other: fields have names of their own.
            @if let Some(post) = of.may_answer.iter().find(|post| post.as_str() == typed.get("post")).or(next_to_answer(of)) {
                (replying(caller, of, post, typed, slips))
            }
            @if of.is_own && call.state == CallState::Open { (ending(caller, call)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let of = &loaded.page;
    let call = &of.call;
    let mut rows = vec![
        SummaryRow::new(speech.say("call-amount"), html! { (call.amount) " " bdi { (call.measure) } }),
        SummaryRow::new(speech.say("call-taken"), html! { (call.n_taken()) " " bdi { (call.measure) } }),
        SummaryRow::new(speech.say("call-by"), html! { (speech.date(call.by)) }),
        SummaryRow::new(
            speech.say("call-unit"),
            html! {
                a href={ "/office/units/" (call.unit) } { bdi { (of.unit) } }
                br; span class="quiet" { bdi { (of.post) } }
            },
        ),
    ];
    if let Some(on) = &loaded.on {
        rows.push(SummaryRow::new(speech.say("call-on"), named(speech, on)));
    }
    summary_list(&rows)
}

fn answer_state(speech: Speech, state: CallAnswerState) -> Markup {
    let tone = match state {
        CallAnswerState::Asked | CallAnswerState::Left => Tone::Plain,
        CallAnswerState::Can | CallAnswerState::Taken => Tone::Accent,
        CallAnswerState::Kept => Tone::Good,
        CallAnswerState::Cannot | CallAnswerState::Broken => Tone::Bad,
    };
    tag(tone, &speech.say(&format!("call-answer-{state}")))
}

fn answer_of(caller: &Caller, of: &CallPage, answer: &CallAnswer, names: &(String, String)) -> Markup {
    let speech = caller.visit.speech;
    let call = &of.call;
    let (unit, post) = names;
    html! {
        p { bdi { (unit) } ": " bdi { (post) } " " (answer_state(speech, answer.state)) }
        @if let (Some(amount), Some(day)) = (answer.amount, answer.day) {
            p { (amount) " " bdi { (call.measure) } " · " (speech.date(day)) }
        }
        (paragraphs(&answer.text))
        @if !answer.verdict.is_empty() { p class="quiet" { bdi { (answer.verdict) } } }
        @if of.is_own && call.state == CallState::Open && answer.state == CallAnswerState::Can {
            (Form::new(&caller.visit, &format!("{}/take", at(call))).inline().around(html! {
                (which(call, &answer.post))
                div class="actions" {
                    (Button::primary(&speech.say("call-take")).sends("take", "yes").about(&format!("{}: {unit}", speech.say("call-take"))))
                    (Button::plain(&speech.say("call-leave")).sends("take", "no").about(&format!("{}: {unit}", speech.say("call-leave"))))
                }
            }))
        }
        @if of.is_own && answer.state == CallAnswerState::Taken {
            (Form::new(&caller.visit, &format!("{}/judge", at(call))).guarded().around(html! {
                (which(call, &answer.post))
                (Field::text(format!("verdict-{}", answer.post), speech.with("call-verdict", &[("unit", unit.clone().into())])).optional()
                    .length_max(CALL_TEXT_CHARS_MAX).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("call-kept")).sends("kept", "yes").about(&format!("{}: {unit}", speech.say("call-kept"))))
                    (Button::plain(&speech.say("call-broken")).sends("kept", "no").about(&format!("{}: {unit}", speech.say("call-broken"))))
                }
            }))
        }
    }
}

/// Which answer of which state of the call a form is about.
fn which(call: &Call, post: &PostId) -> Markup {
    html! {
        input type="hidden" name="revision" value=(call.revision);
        input type="hidden" name="post" value=(post);
    }
}

/// The post whose answer is waited for, or one that may change its mind.
fn next_to_answer(of: &CallPage) -> Option<&PostId> {
    let is_asked = |post: &&PostId| of.call.answer_of(post).is_some_and(|one| one.state == CallAnswerState::Asked);
    of.may_answer.iter().find(is_asked).or(of.may_answer.first())
}

fn replying(caller: &Caller, of: &CallPage, post: &PostId, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let call = &of.call;
    let title = call.answers.iter().zip(&of.asked).find(|(answer, _)| answer.post == *post).map(|(_, names)| &names.1);
    let title = title.cloned().unwrap_or_default();
    html! {
        section aria-label=(speech.with("call-reply", &[("post", title.clone().into())])) {
            h2 { (speech.with("call-reply", &[("post", title.into())])) }
            (Form::new(&caller.visit, &format!("{}/reply", at(call))).slips(slips).guarded().around(html! {
                (which(call, post))
                (Field::text("amount", speech.with("call-can-give", &[("measure", call.measure.clone().into())])).value(typed.get("amount"))
                    .optional().narrow().slips(slips).draw(speech))
                (Field::date("day", speech.say("call-can-by")).value(typed.get("day")).optional().slips(slips).draw(speech))
                (Field::lines("text", speech.say("call-reply-text"), 3).hint(speech.say("call-reply-hint")).value(typed.get("text"))
                    .optional().length_max(CALL_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("call-can")).sends("can", "yes"))
                    (Button::plain(&speech.say("call-cannot")).sends("can", "no"))
                }
            }))
        }
    }
}

fn ending(caller: &Caller, call: &Call) -> Markup {
    let speech = caller.visit.speech;
    html! {
        (Form::new(&caller.visit, &format!("{}/close", at(call))).around(html! {
            input type="hidden" name="revision" value=(call.revision);
            div class="actions" {
                (Button::plain(&speech.say("call-close")).sends("end", "close"))
                @if !call.answers.iter().any(CallAnswer::is_taken) {
                    (Button::plain(&speech.say("call-withdraw")).sends("end", "withdraw"))
                }
            }
        }))
    }
}
