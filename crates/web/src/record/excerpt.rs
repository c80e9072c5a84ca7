//! Taking an excerpt: a passage, word for word, with the place where it stands.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Attachment, AttachmentId, EXCERPT_CHARS_MAX, EXCERPT_PLACE_CHARS_MAX, EXCERPT_TITLE_CHARS_MAX, ExcerptGiven,
    Language, Marking, RecordId,
};

use super::title;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// What the form shows.
struct Loaded {
    id: RecordId,
    title: String,
    marking: Marking,
    files: Vec<Attachment>,
    marks: MarkingChoices,
}

fn load(office: &Office, officer: &Officer, speech: Speech, record: &str) -> Result<Loaded, Failure> {
    let held = office.record(record)?;
    Ok(Loaded {
        id: held.id,
        title: title(speech, &held.record),
        marking: office.marking_of(held.id)?,
        files: office.attachments(held.id)?,
        marks: MarkingChoices::of(office, officer)?,
    })
}

pub async fn show(caller: Caller, Path(record): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice takes one excerpt.
    let once = RecordId::from_bits(caller.app.ids()()).to_string();
    again(&caller, record, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    record: String,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, speech) = (Arc::clone(&caller.officer), caller.speech());
    let loaded = caller.read(move |office| load(office, &officer, speech, &record)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(&caller.visit, &loaded, typed, once, slips)))
}

pub async fn take(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let once = RecordId::parse(typed.get("once")).unwrap_or_else(|| RecordId::from_bits(caller.app.ids()()));
    let mut slips = Slips::new();
    let language = typed.some("language").map(Language::parse);
    if language == Some(None) {
        slips.note("language", caller.speech().say("source-language-unknown"));
    }
    let file = typed.some("file").map(AttachmentId::parse);
    if file == Some(None) {
        slips.note("file", caller.speech().say("excerpt-file-unknown"));
    }
    if slips.is_empty() {
        let given = ExcerptGiven {
            title: typed.get("title").to_owned(),
            passage: typed.get("passage").to_owned(),
            place: typed.get("place").to_owned(),
            file: file.flatten(),
            language: language.flatten(),
            marking: marking::chosen(&typed),
        };
        let named = record.clone();
        let done = caller.act(move |writer, turn, office| {
            let id = office.record(&named)?.id;
            desk::take_excerpt(writer, turn, office, (id, once.bits()), given)
        });
        match done.await {
            Ok(excerpt) => return Ok(see_other(&format!("/records/{excerpt}"))),
            Err(failure) => match sentence(&caller.visit, &failure) {
                Some(sentence) => slips.note(faulty(&typed), sentence),
                None => return Err(failed(&caller.visit, &failure)),
            },
        }
    }
    again(&caller, record, &typed, &once.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The field that a refusal is about, as far as what was typed tells.
fn faulty(typed: &Typed) -> &'static str {
    let is_long = |field: &str, max: usize| typed.get(field).chars().count() > max;
    if !typed.get("passage").is_empty() && (typed.get("place").is_empty() || is_long("place", EXCERPT_PLACE_CHARS_MAX))
    {
        "place"
    } else if is_long("title", EXCERPT_TITLE_CHARS_MAX) {
        "title"
    } else {
        "passage"
    }
}

fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let home = format!("/records/{}", loaded.id);
    let action = format!("{home}/excerpts");
    let itself = std::iter::once(Choice::new("", speech.say("excerpt-file-none")));
    let files = itself.chain(loaded.files.iter().map(|file| Choice::new(file.id.to_string(), file.name.clone())));
    Page::new(visit, speech.say("excerpt-new"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(loaded.title.clone(), home)])
        .lead(html! { bdi { (loaded.title) } " " (marking::tags(speech, &loaded.marking)) })
        .slips(slips)
        .draw(Form::new(visit, &action).slips(slips).once(once).guarded().around(html! {
            p class="hint" { (speech.say("excerpt-lead")) }
            (Field::lines("passage", speech.say("excerpt-passage"), 10).hint(speech.say("excerpt-passage-hint"))
                .value(typed.get("passage")).length_max(EXCERPT_CHARS_MAX).slips(slips).draw(speech))
            (Field::text("place", speech.say("excerpt-place")).hint(speech.say("excerpt-place-hint"))
                .value(typed.get("place")).length_max(EXCERPT_PLACE_CHARS_MAX).slips(slips).draw(speech))
            @if !loaded.files.is_empty() {
                (Field::select("file", speech.say("excerpt-file"), files.collect()).value(typed.get("file"))
                    .slips(slips).draw(speech))
            }
            (Field::text("title", speech.say("excerpt-title")).hint(speech.say("excerpt-title-hint"))
                .value(typed.get("title")).length_max(EXCERPT_TITLE_CHARS_MAX).optional().slips(slips).draw(speech))
            (Field::text("language", speech.say("dispatch-language")).hint(speech.say("dispatch-language-hint"))
                .value(typed.get("language")).optional().narrow().slips(slips).draw(speech))
            (loaded.marks.fields(speech, &marked(typed, &loaded.marking), slips))
            p class="hint" { (speech.say("excerpt-marking-hint")) }
            div class="actions" { (Button::primary(&speech.say("excerpt-send"))) }
        }))
}

/// What was chosen of a marking; before anybody chose, the level of the record.
fn marked(typed: &Typed, of_record: &Marking) -> Typed {
    if typed.some("level").is_some() {
        return typed.clone();
    }
    Typed::of([("level", of_record.level.word().to_owned())])
}
