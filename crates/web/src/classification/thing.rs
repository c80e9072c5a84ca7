//! What a thing was classified as: every word that was said, the confirmation of the second person, and what a new version asked again.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ClassificationGiven, Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Classification, ClassificationGround, ClassificationState, ClassificationVerdict, ControlListId, Refusal, Thing,
    sentence as said,
};

use super::ask::{self, field_of};
use super::question::question;
use super::{of_thing, page_of, state, verdict};
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Slips, Tone, Trouble, banner, link_button};
use crate::control_list::HERE;
use crate::failed::{Answer, failed, page, see_other, sentence, trouble, was_changed};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    about: Thing,
    title: String,
    held: Vec<Classification>,
    may: bool,
    confirms: Vec<u32>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Loaded, Failure> {
    let missing = || {
        Failure::Refused(Refusal::NotFound {
            noun: "classification",
            text: name.to_owned(),
            next: said!("next-look-classifications", "look at what the thing was classified as"),
        })
    };
    let about = Thing::parse(name).ok_or_else(missing)?;
    let (title, _) = office.classifiable(&about)?.ok_or_else(missing)?;
    Ok(Loaded {
        held: office.classifications(&about)?,
        may: office.may_classify(officer, &about)?,
        confirms: office.may_confirm(officer, &about)?,
        about,
        title,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = std::sync::Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &name)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

async fn ended(
    caller: &Caller,
    name: String,
    typed: &Typed,
    at: &str,
    done: Result<Classification, Failure>,
) -> Answer {
    match done {
        Ok(one) => Ok(see_other(&of_thing(&one.about))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(caller, name, typed, &slips, status).await
        }
    }
}

/// Keeps what somebody says a thing is. What is refused comes back on the page that helps to classify, with all that was typed.
pub async fn classify(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let Some(about) = Thing::parse(&name) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let asked = about.clone();
    let seen = caller.read(move |office| office.classifiable(&asked)).await;
    if seen.map_err(|failure| failed(&caller.visit, &failure))?.is_none() {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    }
    let mut slips = Slips::new();
    let question = question(&caller, &typed, &mut slips);
    let list = typed.get("list").to_owned();
    let field = |field: &str| typed.get(&field_of(field, &list)).to_owned();
    let verdict = match field("code").as_str() {
        "none" => ClassificationGround::from_word(&field("ground")).map(ClassificationVerdict::NotListed),
        "other" => Some(ClassificationVerdict::Listed(field("other"))),
        "" => None,
        code => Some(ClassificationVerdict::Listed(code.to_owned())),
    };
    if verdict.is_none() {
        slips.note(field_of("code", &list), caller.visit.speech.say("classification-unread"));
    }
    let (Some(verdict), Ok(id), true) = (verdict, ControlListId::new(&list), slips.is_empty()) else {
        return ask::again(&caller, &about, (&typed, question), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let given = ClassificationGiven {
        version: typed.get("version").parse().unwrap_or(0),
        verdict,
        text: question.text.clone(),
        parameters: question.parameters.clone(),
        reason: field("reason"),
        list: id,
    };
    let of = about.clone();
    match caller.act(move |writer, turn, _| desk::classify(writer, turn, &of, &given)).await {
        Ok(one) => Ok(see_other(&of_thing(&one.about))),
        Err(failure) => {
            let Some((field, sentence)) = slip(&caller, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slips.note(field_of(field, &list), sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            ask::again(&caller, &about, (&typed, question), &slips, status).await
        }
    }
}

/// The field that a refusal concerns, with its sentence. A code that the list does not have was typed, and is no missing page.
fn slip(caller: &Caller, failure: &Failure) -> Option<(&'static str, String)> {
    match failure {
        Failure::Refused(refusal @ Refusal::NotFound { noun: "control-entry", .. }) => {
            Some(("other", caller.visit.speech.refusal(refusal)))
        }
        Failure::Refused(Refusal::Changed(_)) => Some(("code", sentence(&caller.visit, failure)?)),
        _ => Some(("reason", sentence(&caller.visit, failure)?)),
    }
}

/// A second person confirms, or says why it is not right.
pub async fn decide(caller: Caller, Path((name, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (Some(about), Ok(number)) = (Thing::parse(&name), number.parse::<u32>()) else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let field = remark_field(number);
    let (yes, remark) = (typed.get("decision") == "yes", typed.get(&field).to_owned());
    let done =
        caller.act(move |writer, turn, _| desk::decide_classification(writer, turn, &about, number, (yes, &remark)));
    let done = done.await;
    ended(&caller, name, &typed, &field, done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let ask = format!("/classify?thing={}", loaded.about);
    Page::new(visit, speech.with("classifications-of", &[("thing", loaded.title.clone().into())]))
        .here(HERE)
        .crumbs(vec![
            Crumb::new(speech.say("classify-title"), "/classify"),
            Crumb::new(loaded.title.clone(), page_of(&loaded.about)),
        ])
        .slips(slips)
        .lead(html! { (speech.say("classifications-lead")) })
        .draw(html! {
            @if loaded.may { div class="actions" { (link_button(&speech.say("classify-again"), &ask, true)) } }
            @if loaded.held.is_empty() { p { (speech.say("classification-line-none")) } }
            @for held in &loaded.held { (one(caller, loaded, held, typed, slips)) }
        })
}

fn one(caller: &Caller, loaded: &Loaded, held: &Classification, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let id = format!("classification-{}", held.number);
    let action = format!("{}/{}", of_thing(&loaded.about), held.number);
    let named = |key: &str| format!("{} ({})", speech.say(key), held.number);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (held.number) ". " (verdict(speech, held)) " " (state(speech, held.state)) }
            p { bdi { (held.reason) } }
            @if !held.text.is_empty() { p class="quiet" { bdi { (held.text) } } }
            @if !held.parameters.is_empty() {
                ul { @for given in &held.parameters { li { bdi { (given.name) } " " bdi { code { (given.quantity()) } } } } }
            }
            p class="quiet" { (when(speech, held.at)) " " bdi { (held.by) } }
            @if let (Some(by), Some(at)) = (&held.decided_by, held.decided_at) { p class="quiet" { (state(speech, decided(held))) " " (when(speech, at)) " " bdi { (by) } } }
            (remark(speech, held))
            @if loaded.confirms.contains(&held.number) {
                (Form::new(visit, &action).slips(slips).around(html! {
                    (Field::lines(remark_field(held.number), speech.say("classification-remark"), 2).hint(speech.say("classification-remark-hint")).value(typed.get(&remark_field(held.number))).slips(slips).optional().draw(speech))
                    div class="actions" {
                        (Button::plain(&speech.say("classification-confirm")).sends("decision", "yes").about(&named("classification-confirm")))
                        (Button::grave(&speech.say("classification-reject")).sends("decision", "no").about(&named("classification-reject")))
                    }
                }))
            }
        }
    }
}

/// The field of a remark: several classifications may wait on one page.
fn remark_field(number: u32) -> String {
    format!("remark-{number}")
}

/// What the second person said, whatever came after.
fn decided(held: &Classification) -> ClassificationState {
    match held.state {
        ClassificationState::Rejected => ClassificationState::Rejected,
        _ => ClassificationState::Confirmed,
    }
}

/// Why it was not confirmed, or what a new version changed.
fn remark(speech: Speech, held: &Classification) -> Markup {
    let mut parts = held.remark.splitn(3, ' ');
    let change = match (held.state, parts.next(), parts.next(), parts.next()) {
        (ClassificationState::AskedAgain, Some(version), Some(kind), Some(code)) => {
            let kind = speech.say(&format!("control-change-{kind}"));
            Some(speech.with(
                "classification-changed",
                &[("version", version.into()), ("code", code.into()), ("change", kind.into())],
            ))
        }
        _ => None,
    };
    html! {
        @match change {
            Some(change) => (banner(Tone::Warn, &change, html! {})),
            None => @if !held.remark.is_empty() && held.state != ClassificationState::Replaced { p { bdi { (held.remark) } } },
        }
    }
}
