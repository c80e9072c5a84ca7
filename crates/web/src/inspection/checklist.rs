//! The checklist that an inspector takes along. It works without script over a network; with script what is noted and photographed is kept on the phone,
//! photographs with their time and place under a seal, and sent when there is a network. The shelf and the worker are those of missions.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use desk::{Failure, Office, Officer, SiteVisitPage};
use maud::{Markup, html};
use model::{
    CheckExpects, CheckQuestion, EditId, VISIT_NOTE_CHARS_MAX, VisitId, VisitNote, VisitPhoto, VisitState, latest_notes,
};

use super::{crumbs_to, visit_name, visit_state};
use crate::asset;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, Tone, banner, empty, slip_summary, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

/// The script of the page.
const SCRIPT: &str = "checklist.js";
/// What it keeps on the phone.
const STORE: &str = "abroad-store.js";
/// What opens the page without a network.
const WORKER: &str = "abroad-worker.js";

/// What the page shows.
struct Shown {
    page: SiteVisitPage,
    people: BTreeMap<String, String>,
    may_note: bool,
    on_phones: bool,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Shown, Failure> {
    let page = office.visit_page(name)?;
    Ok(Shown {
        people: super::visit::people(office, &page)?,
        may_note: office.makes_visit(officer, &page.line.visit),
        on_phones: office.may_visit_be_kept_on_phones(&page),
        page,
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
    let officer = Arc::clone(&caller.officer);
    let shown = caller.read(move |office| load(office, &officer, &name)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut answer = page(status, draw(caller, &shown, typed, slips));
    // Here alone a page asks the phone where it is: the place of a photograph.
    let policy = HeaderValue::from_static("camera=(), geolocation=(self), microphone=(), payment=(), usb=()");
    answer.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    Ok(answer)
}

/// A new name for a note or a photograph.
fn fresh(caller: &Caller) -> EditId {
    let mut ids = caller.app.ids();
    EditId::from_bits(u128::from(ids()) << 64 | u128::from(ids()))
}

async fn visit_of(caller: &Caller, name: &str) -> Result<VisitId, Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.site_visit(&read)).await;
    Ok(held.map_err(|failure| failed(&caller.visit, &failure))?.id)
}

pub async fn write(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let visit = visit_of(&caller, &name).await?;
    let question: u16 = typed.get("question").parse().unwrap_or_default();
    let note = VisitNote {
        id: EditId::parse(typed.get("edit")).unwrap_or_else(|| fresh(&caller)),
        question,
        value: typed.get(&format!("value-{question}")).replace("\r\n", "\n"),
        made_at: caller.app.now(),
        by: String::new(),
    };
    let done = caller
        .act(move |writer, turn, _| match desk::take_notes(writer, turn, visit, &[note])?.refused.into_iter().next() {
            Some((_, refusal)) => Err(Failure::Refused(refusal)),
            None => Ok(()),
        })
        .await;
    ended(&caller, name, &typed, question, done).await
}

async fn ended(caller: &Caller, name: String, typed: &Typed, question: u16, done: Result<(), Failure>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(&format!("/visits/{name}/checklist#question-{question}"))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(format!("value-{question}"), sentence);
            again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Takes a photograph with what the phone says of its time and place, and the seal over the three.
pub async fn bring(caller: Caller, Path(name): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let visit = visit_of(&caller, &name).await?;
    let question: u16 = typed.get("question").parse().unwrap_or_default();
    let now = caller.app.now();
    let file = sent.files.into_iter().next().unwrap_or_default();
    let photo = VisitPhoto {
        id: EditId::parse(typed.get("edit")).unwrap_or_else(|| fresh(&caller)),
        question,
        name: file.name.clone(),
        n_bytes: 0,
        taken: typed.get("taken").to_owned(),
        place: typed.get("place").to_owned(),
        seal: typed.get("seal").to_lowercase(),
        by: String::new(),
        at: now,
    };
    let seal = desk::photo_seal(&file.bytes, &photo.taken, &photo.place);
    let brought = caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await;
    let done = match brought {
        Ok(brought) => {
            caller
                .act(move |writer, turn, _| {
                    desk::take_photo(writer, turn, visit, &photo, (&brought, &seal)).map(|_| ())
                })
                .await
        }
        Err(failure) => Err(failure),
    };
    ended(&caller, name, &typed, question, done).await
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let page = &shown.page;
    let one = &page.line.visit;
    let mut crumbs = crumbs_to(speech, &page.inspection);
    crumbs.push(Crumb::new(visit_name(&page.line), format!("/visits/{}", one.id)));
    Page::new(visit, speech.with("checklist-title", &[("claim", visit_name(&page.line).into())]))
        .here(Section::Inspection)
        .crumbs(crumbs)
        .slips(slips)
        .narrow()
        .lead(html! { (visit_state(speech, one)) " " (marking::tags(speech, &page.inspection.marking.join(&page.adoption.marking))) })
        .script(SCRIPT)
        .draw(html! {
            (slip_summary(speech, slips))
            @if page.inspection.questions.is_empty() {
                (empty(&speech.say("checklist-none"), &speech.say("checklist-none-body"), html! {}))
            }
            @if !shown.may_note {
                p class="quiet" data-why { (speech.say(if one.state == VisitState::Closed { "checklist-closed" } else { "checklist-read-only" })) }
            }
            (phone(caller, shown))
            ol class="plain abroad" {
                @for (number, question) in (1u16..).zip(&page.inspection.questions) { (asked(caller, shown, number, question, (typed, slips))) }
            }
        })
}

/// What is on the phone, for the script; without one, that a network is needed.
fn phone(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let count = || [("count", "#".into())];
    html! {
        section aria-labelledby="phone" data-checklist=(shown.page.line.visit.id) data-who=(caller.officer.person.id.as_str())
            data-offline=(if shown.on_phones { "yes" } else { "no" }) data-worker=(asset::address(WORKER))
            data-store=(asset::address(STORE)) data-may=(if shown.may_note { "yes" } else { "no" }) hidden[!shown.may_note]
            data-said-shut=(speech.with("abroad-shut", &count())) data-said-gone=(speech.say("checklist-gone"))
            data-said-unsent=(speech.with("abroad-unsent", &count())) data-said-sent=(speech.say("abroad-sent"))
            data-said-sending=(speech.say("abroad-sending")) data-said-away=(speech.say("abroad-away"))
            data-said-signed-out=(speech.with("abroad-signed-out", &count()))
            data-said-refused=(speech.say("abroad-refused")) data-said-wipe=(speech.with("abroad-wipe-unsent", &count()))
            data-said-leaving=(speech.with("abroad-leaving", &count())) data-said-broken=(speech.say("abroad-broken"))
            data-said-placing=(speech.say("checklist-placing")) data-said-no-place=(speech.say("photo-no-place")) {
            h2 id="phone" { (speech.say("abroad-phone")) }
            div data-kept {
                @if shown.may_note && shown.on_phones { p class="quiet" { (speech.say("checklist-kept-what")) } }
                @else if shown.may_note { (banner(Tone::Warn, &speech.say("abroad-not-offline"), html! { p { (speech.say("checklist-not-offline")) } })) }
            }
            p role="status" data-state { (speech.say("abroad-without-script")) }
            ul data-refusals hidden {}
            div class="actions" data-phone-actions hidden {
                @if shown.may_note { button type="button" class="button button-plain" data-send { (speech.say("abroad-send")) } }
                button type="button" class="button button-quiet" data-wipe { (speech.say("abroad-wipe")) }
            }
        }
    }
}

fn asked(
    caller: &Caller,
    shown: &Shown,
    number: u16,
    question: &CheckQuestion,
    (typed, slips): (&Typed, &Slips),
) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let latest = latest_notes(&page.notes);
    let note = latest.iter().find(|note| note.question == number);
    let photos: Vec<&VisitPhoto> = page.photos.iter().filter(|photo| photo.question == number).collect();
    html! {
        li id={ "question-" (number) } data-question=(number) {
            h3 { bdi { (question.text) } }
            p {
                @if let Some(rung) = question.rung { (tag(Tone::Plain, &speech.say(&format!("rung-{}", rung.word())))) " " }
                span data-local hidden { (tag(Tone::Warn, &speech.say("abroad-local"))) }
            }
            @if let Some(note) = note {
                p class="quiet" { (speech.with("abroad-last", &[("name", shown.people.get(&note.by).map_or(note.by.as_str(), String::as_str).into())])) }
            }
            @if !photos.is_empty() {
                ul class="plain" { @for photo in photos { li { bdi { (photo.name) } " " (tag(Tone::Plain, &speech.say(if photo.seal.is_empty() { "photo-unsealed" } else { "photo-sealed" }))) } } }
            }
            ul class="plain" data-local-files hidden {}
            @if shown.may_note && question.expects == CheckExpects::Photo { (photographing(caller, shown, number, question)) }
            @else if shown.may_note { (noting(caller, shown, (number, question), (typed, slips))) }
            @else { p { bdi { (super::visit::noted(speech, question.expects, note)) } } }
        }
    }
}

fn noting(
    caller: &Caller,
    shown: &Shown,
    (number, question): (u16, &CheckQuestion),
    (typed, slips): (&Typed, &Slips),
) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let latest = latest_notes(&shown.page.notes);
    let held = latest.iter().find(|note| note.question == number).map_or("", |note| note.value.as_str());
    let name = format!("value-{number}");
    let value = if typed.has(&name) { typed.get(&name).to_owned() } else { held.to_owned() };
    let keep = speech.say("checklist-keep");
    let field = match question.expects {
        CheckExpects::YesNo => {
            let choices = ["yes", "no"].map(|word| Choice::new(word, speech.say(&format!("check-{word}"))));
            Field::radios(name, speech.say("check-noted"), choices.into())
        }
        CheckExpects::Value | CheckExpects::Photo => {
            Field::lines(name, speech.say("check-noted"), 2).length_max(VISIT_NOTE_CHARS_MAX)
        }
    };
    html! {
        div data-note=(number) {
            (Form::new(visit, &format!("/visits/{}/checklist", shown.page.line.visit.id)).slips(slips).around(html! {
                input type="hidden" name="question" value=(number);
                input type="hidden" name="edit" value=(fresh(caller));
                (field.value(value).optional().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&keep).about(&format!("{keep}: {}", question.text))) }
            }))
        }
    }
}

fn photographing(caller: &Caller, shown: &Shown, number: u16, question: &CheckQuestion) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let bring = speech.say("abroad-bring");
    html! {
        div data-files=(number) {
            (Form::new(visit, &format!("/visits/{}/checklist/photo", shown.page.line.visit.id)).with_files().around(html! {
                input type="hidden" name="question" value=(number);
                input type="hidden" name="edit" value=(fresh(caller));
                (Field::file(format!("photo-{number}"), speech.say("abroad-photograph")).hint(speech.say("checklist-photo-hint")).camera().optional().draw(speech))
                div class="actions" { (Button::plain(&bring).about(&format!("{bring}: {}", question.text))) }
            }))
        }
    }
}
