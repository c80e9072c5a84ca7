//! One attachment.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Attachment, AttachmentStage, Noun, Power, Thing, WITHDRAWAL_CHARS_MAX};

use super::list::{facts, fault_said, small_picture};
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, link_button, summary_list,
    timeline,
};
use crate::failed::{self, Answer, failed, see_other, sentence};
use crate::history::{Told, tell, timeline_of, when};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;
use crate::{marking, record};

/// What the page shows.
struct Loaded {
    attachment: Attachment,
    record: String,
    /// Who brought it; `None` for the operator at the command line.
    bringer: Option<String>,
    history: Vec<Told>,
    may_document: bool,
}

fn load(office: &Office, speech: Speech, id: &str, may_document: bool) -> Result<Loaded, Failure> {
    let attachment = office.attachment(id)?;
    let held = office.record(&attachment.record.to_string())?;
    let bringer = match &attachment.by {
        Some(by) => Some(office.person(&by.person)?.map_or_else(|| by.person.to_string(), |person| person.name)),
        None => None,
    };
    let history = tell(office, office.history(&Thing::new(Noun::Attachment, attachment.id))?)?;
    Ok(Loaded { record: record::title(speech, &held.record), bringer, history, may_document, attachment })
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
    let may_document = caller.officer.with_power(Power::Document).is_some();
    let speech = caller.speech();
    let loaded = caller.read(move |office| load(office, speech, &id, may_document)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(failed::page(status, draw(&caller.visit, &loaded, typed, slips)))
}

/// Takes it away, for a reason.
pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, reason) = (name.clone(), typed.get("reason").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.attachment(&id)?.id;
            desk::withdraw_attachment(writer, turn, id, &reason)
        })
        .await;
    match done {
        Ok(gone) => Ok(see_other(&format!("/records/{}#attachments", gone.record))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("reason", sentence);
            again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let one = &loaded.attachment;
    let back = format!("/records/{}", one.record);
    Page::new(visit, one.name.clone())
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(loaded.record.clone(), back)])
        .slips(slips)
        .lead(html! { (marking::tags(speech, &one.marking)) " " span { (facts(speech, one)) } })
        .aside(aside(speech, loaded))
        .draw(html! {
            (standing(speech, one))
            div class="attachment-shown" { (small_picture(one)) }
            @if one.stage == AttachmentStage::Ready {
                @if one.is_noted() { p class="quiet" { (speech.say("attachment-noted")) } }
                div class="actions" {
                    (link_button(&speech.say("attachment-take"), &format!("/attachments/{}/file", one.id), true))
                    @if one.marking.may_be_given_out() {
                        (link_button(&speech.say("attachment-release"), &format!("/attachments/{}/released", one.id), false))
                    }
                }
                p class="quiet" { (speech.say("attachment-release-hint")) }
            }
            @if loaded.may_document && one.is_kept() { (withdrawal(visit, one, typed, slips)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// What its stage means, and what to do.
fn standing(speech: Speech, one: &Attachment) -> Markup {
    let (tone, body) = match one.stage {
        AttachmentStage::Ready => return html! {},
        AttachmentStage::BeingRead => (Tone::Accent, speech.say("attachment-being-read-body")),
        AttachmentStage::Refused => (Tone::Bad, one.fault.map_or_else(String::new, |fault| fault_said(speech, fault))),
        AttachmentStage::Withdrawn => (Tone::Plain, one.reason.clone()),
    };
    banner(
        tone,
        &speech.say(&format!("attachment-{}", one.stage.word())),
        html! {
            p { bdi { (body) } }
            @if one.stage == AttachmentStage::BeingRead {
                p { a href={ "/attachments/" (one.id) } { (speech.say("attachment-look-again")) } }
            }
        },
    )
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let one = &loaded.attachment;
    let bringer = loaded.bringer.clone().unwrap_or_else(|| speech.say("attachment-operator"));
    let mut rows = vec![
        SummaryRow::new(
            speech.say("attachment-record"),
            html! { a href={ "/records/" (one.record) } { bdi { (loaded.record) } } },
        ),
        SummaryRow::new(speech.say("attachment-number"), html! { (one.id) }),
        SummaryRow::new(speech.say("attachment-by"), html! { bdi { (bringer) } }),
        SummaryRow::new(speech.say("attachment-came"), html! { (when(speech, one.came_at)) }),
    ];
    if one.stage == AttachmentStage::Ready {
        let key = format!("attachment-text-{}", one.text.word());
        rows.push(SummaryRow::new(speech.say("attachment-text"), html! { (speech.say(&key)) }));
    }
    summary_list(&rows)
}

fn withdrawal(visit: &Visit, one: &Attachment, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let max = i64::try_from(WITHDRAWAL_CHARS_MAX).unwrap_or(i64::MAX);
    html! {
        (disclosure(&speech.say("attachment-withdraw"), !slips.is_empty(), html! {
            (Form::new(visit, &format!("/attachments/{}/withdraw", one.id)).slips(slips).around(html! {
                (Field::text("reason", speech.say("attachment-reason"))
                    .hint(speech.with("attachment-reason-hint", &[("max", max.into())])).value(typed.get("reason")).slips(slips).draw(speech))
                div class="actions" { (Button::grave(&speech.say("attachment-withdraw-do"))) }
            }))
        }))
    }
}
