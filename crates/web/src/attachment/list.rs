//! The attachments on the page of a record, and the form that brings more.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::Failure;
use maud::{Markup, html};
use model::{
    ATTACHMENT_BYTES_MAX, ATTACHMENT_UNPACKED_BYTES_MAX, Attachment, AttachmentFault, AttachmentStage, Marking,
    RecordId,
};

use super::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Slips, Tone, disclosure, tag};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::record::page as record_page;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{UploadedFile, UploadedFiles};
use crate::visit::Visit;

/// What the fields for the marking of a file begin with: the page of a record has such fields for the record too.
const FILE: &str = "file-";

/// Takes files and attaches them, one after the other. Those before one that is refused are attached.
pub async fn take(caller: Caller, Path(record): Path<String>, sent: UploadedFiles) -> Answer {
    let name = record.clone();
    let held = caller.read(move |office| {
        let id = office.record(&name)?.id;
        Ok((id, office.marking_of(id)?))
    });
    let (id, held) = held.await.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = Typed::sent(&sent.fields);
    // What the record is marked with stays, what was chosen is added.
    let marking = held.join(&marking::chosen_in(FILE, &typed));
    match bring(&caller, id, &marking, sent.files).await {
        Ok(()) => Ok(see_other(&format!("/records/{id}#attachments"))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("file", sentence);
            let loaded = record_page::read(&caller, record, String::new()).await?;
            let drawn = record_page::draw_attaching(&caller.visit, &loaded, &typed, &slips);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, drawn))
        }
    }
}

async fn bring(caller: &Caller, record: RecordId, marking: &Marking, files: Vec<UploadedFile>) -> Result<(), Failure> {
    // A form without a file says so, by the same rule as a file without a byte.
    let files = if files.is_empty() { vec![UploadedFile::default()] } else { files };
    for file in files {
        attach_one(caller, record, Some(marking.clone()), file).await?;
    }
    Ok(())
}

/// Lays a file on the shelf and attaches it.
pub(crate) async fn attach_one(
    caller: &Caller,
    record: RecordId,
    marking: Option<Marking>,
    file: UploadedFile,
) -> Result<Attachment, Failure> {
    let now = caller.app.now();
    let brought = caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await?;
    caller.act(move |writer, turn, _| desk::attach(writer, turn, record, marking.as_ref(), &brought)).await
}

/// The part of the page of a record.
pub fn attached(speech: Speech, attachments: &[Attachment]) -> Markup {
    let gone = |one: &&Attachment| !one.is_kept();
    let n_gone = attachments.iter().filter(gone).count();
    html! {
        @if attachments.iter().all(|one| !one.is_kept()) { p class="quiet" { (speech.say("attachments-none")) } }
        @else {
            ul class="attachments" {
                @for one in attachments.iter().filter(|one| one.is_kept()) { li { (card(speech, one)) } }
            }
        }
        @if n_gone > 0 {
            (disclosure(&speech.with("attachments-gone", &[("count", n_gone.into())]), false, html! {
                ul class="attachments" { @for one in attachments.iter().filter(gone) { li { (card(speech, one)) } } }
            }))
        }
    }
}

fn card(speech: Speech, one: &Attachment) -> Markup {
    let address = format!("/attachments/{}", one.id);
    html! {
        (small_picture(one))
        div {
            a href=(address) { bdi { (one.name) } }
            div class="quiet" { (facts(speech, one)) }
            (stage(speech, one)) " " (marking::tags(speech, &one.marking))
        }
    }
}

/// How it looks, small; a sheet with the ending of its name where there is no picture, or where a look at it would not be
/// noted. The name stands beside it, so it says nothing to who hears the page.
pub(super) fn small_picture(one: &Attachment) -> Markup {
    let ending = one.kind.map_or("…", |kind| kind.ending());
    html! {
        @if one.has_picture && one.stage == AttachmentStage::Ready && !one.is_noted() {
            img class="attachment-picture" src={ "/attachments/" (one.id) "/picture" } alt="" loading="lazy" decoding="async";
        } @else {
            svg class="attachment-picture" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true" focusable="false" {
                path d="M14 4h26l12 12v44H14ZM40 4v12h12" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" {}
                text x="33" y="42" text-anchor="middle" font-size="14" fill="currentColor" { (ending) }
            }
        }
    }
}

/// What it is and how large, in one line.
pub(super) fn facts(speech: Speech, one: &Attachment) -> Markup {
    let kib = i64::try_from(one.n_bytes.div_ceil(1024)).unwrap_or(i64::MAX);
    let mut parts = Vec::new();
    if let Some(kind) = one.kind {
        parts.push(speech.say(&format!("attachment-kind-{}", kind.word())));
    }
    parts.push(speech.with("attachment-size", &[("size", kib.into())]));
    if let Some((width, height)) = one.pixels {
        let (width, height) = (width.to_string(), height.to_string());
        parts.push(speech.with("attachment-pixels", &[("width", width.into()), ("height", height.into())]));
    }
    if let Some(n) = one.n_pages {
        parts.push(speech.with("attachment-pages", &[("count", i64::from(n).into())]));
    }
    html! { (parts.join(" · ")) }
}

/// Where it stands, unless it is simply there.
pub(super) fn stage(speech: Speech, one: &Attachment) -> Markup {
    let tone = match one.stage {
        AttachmentStage::Ready => return html! {},
        AttachmentStage::BeingRead => Tone::Accent,
        AttachmentStage::Refused => Tone::Bad,
        AttachmentStage::Withdrawn => Tone::Faint,
    };
    html! {
        (tag(tone, &speech.say(&format!("attachment-{}", one.stage.word()))))
        @if let Some(fault) = one.fault { " " (fault_said(speech, fault)) }
        @if !one.reason.is_empty() { " " bdi { (one.reason) } }
    }
}

/// Why it is not kept, and what to do.
pub(super) fn fault_said(speech: Speech, fault: AttachmentFault) -> String {
    if fault == AttachmentFault::Unpacked {
        let max = i64::try_from(ATTACHMENT_UNPACKED_BYTES_MAX / (1024 * 1024)).unwrap_or(i64::MAX);
        return speech.with("attachment-fault-unpacked", &[("max", max.into())]);
    }
    speech.say(&format!("attachment-fault-{}", fault.word()))
}

/// The form that brings files, for who documents.
pub fn form(visit: &Visit, record: RecordId, marks: &MarkingChoices, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let action = format!("/records/{record}/attachments");
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    html! {
        (disclosure(&speech.say("attachment-new"), !slips.is_empty(), html! {
            (Form::new(visit, &action).with_files().slips(slips).around(html! {
                (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).slips(slips).several().optional().draw(speech))
                (Field::file("photograph", speech.say("attachment-photograph")).hint(speech.say("attachment-photograph-hint")).camera().optional().draw(speech))
                (disclosure(&speech.say("attachment-narrower"), false, marks.fields_called(FILE, speech, typed, &Slips::new())))
                div class="actions" { (Button::primary(&speech.say("attachment-attach"))) }
            }))
        }))
    }
}
