//! The page of a visit to a stand: whose it is, who goes and what for, what was noted and what became of it.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, StandPage};
use maud::{Markup, html};
use model::{ATTACHMENT_BYTES_MAX, Attachment, Noun, STAND_PURPOSE_CHARS_MAX, StandState, Thing, Visitor};

use super::state;
use crate::attachment::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure, link_button,
    summary_list, tag, timeline,
};
use crate::event::{became, crumbs_to};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{UploadedFile, UploadedFiles};

struct Loaded {
    page: StandPage,
    files: Vec<Attachment>,
    history: Vec<Told>,
    may_note: bool,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.stand_page(id)?;
    let files = page.line.stand.record.map(|record| office.attachments(record)).transpose()?;
    Ok(Loaded {
        may_note: office.may_note_stand(officer, &page.line.stand)?,
        history: tell(office, office.history(&Thing::new(Noun::Stand, page.line.stand.id))?)?,
        files: files.unwrap_or_default(),
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

async fn refused(caller: &Caller, id: String, typed: &Typed, at: &str, failure: Failure) -> Answer {
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    again(caller, id, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn drop(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let held = caller.read(move |office| office.stand(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let reason = typed.get("reason").to_owned();
    match caller.act(move |writer, turn, _| desk::drop_stand(writer, turn, seen, &reason)).await {
        Ok(stand) => Ok(see_other(&format!("/stands/{}", stand.id))),
        Err(failure) => refused(&caller, id, &typed, "reason", failure).await,
    }
}

/// Takes further files of a visit that was noted.
pub async fn bring(caller: Caller, Path(id): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let read = id.clone();
    let held = caller.read(move |office| office.stand(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let now = caller.app.now();
    let mut files = Vec::new();
    // A form without a file says so, by the same rule as a file without a byte.
    let chosen = if sent.files.is_empty() { vec![UploadedFile::default()] } else { sent.files };
    for file in chosen {
        let brought = caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await;
        match brought {
            Ok(brought) => files.push(brought),
            Err(failure) => return refused(&caller, id, &typed, "file", failure).await,
        }
    }
    match caller.act(move |writer, turn, _| desk::bring_to_stand(writer, turn, held.id, &files)).await {
        Ok(stand) => Ok(see_other(&format!("/stands/{}", stand.id))),
        Err(failure) => refused(&caller, id, &typed, "file", failure).await,
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let StandPage { line, event, .. } = &loaded.page;
    let stand = &line.stand;
    let address = format!("/stands/{}", stand.id);
    // Each form shows what is to be corrected in it.
    let none = Slips::new();
    let (of_files, of_drop) = if slips.of("file").is_some() { (slips, &none) } else { (&none, slips) };
    let mut crumbs = crumbs_to(speech, event);
    let exhibitors = format!("/events/{}/exhibitors", event.id);
    // Who was taken off the list has no page of its own any more.
    let of_exhibitor = if line.exhibitor.off { exhibitors } else { format!("{exhibitors}/{}", line.exhibitor.number) };
    crumbs.push(Crumb::new(line.exhibitor.name.clone(), of_exhibitor));
    let title = match stand.title.as_str() {
        "" => speech.with("stand-visit-title", &[("name", line.exhibitor.name.as_str().into())]),
        title => title.to_owned(),
    };
    let note = if stand.state == StandState::Visited { "stand-correct" } else { "stand-note" };
    Page::new(visit, title)
        .here(Section::Missions)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! {
            (state(speech, stand.state)) @if let Some(day) = stand.day { " " (speech.date(day)) }
            " " (marking::tags(speech, &stand.marking))
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            @if let (Some(record), Some(of)) = (stand.record, &line.became) {
                (banner(Tone::Good, &speech.say("stand-is-record"), html! {
                    p { a href={ "/records/" (record) } { (speech.say("stand-record")) } " · " (became(speech, of)) }
                }))
            }
            @if !stand.reason.is_empty() { (banner(Tone::Warn, &speech.say("stand-state-dropped"), html! { p { bdi { (stand.reason) } } })) }
            @if loaded.may_note && stand.state != StandState::Dropped {
                div class="actions" { (link_button(&speech.say(note), &format!("{address}/visit"), true)) }
            }
            (said("purpose", &speech.say("stand-purpose"), &stand.purpose))
            @if let Some((question, mission)) = &loaded.page.question {
                section aria-labelledby="question" {
                    h2 id="question" { (speech.say("stand-question")) }
                    p { bdi { (question.text) } }
                    @if let Some((of, id)) = stand.question { p class="quiet" { a href={ "/missions/" (of) "#" (id) } { bdi { (mission) } } } }
                }
            }
            (said("notes", &speech.say("stand-notes"), &stand.notes))
            @if let Some(evidence) = stand.evidence { p { (speech.say("stand-evidence")) " " (tag(Tone::Plain, &speech.say(&format!("evidence-{}", evidence.word())))) } }
            (contacts(speech, loaded))
            (files(caller, loaded, of_files, &address))
            @if loaded.may_note && stand.state == StandState::Planned { (dropping(caller, loaded, typed, of_drop, &address)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// A text under a heading; nothing when it is empty.
fn said(id: &str, title: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
        }
    }
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let StandPage { line, event, post, .. } = &loaded.page;
    let stand = &line.stand;
    let visitor = match &stand.visitor {
        Visitor::Post(post) => format!("/office/posts/{post}"),
        Visitor::Member(member) => format!("/specialists/{member}"),
    };
    let mut rows = vec![
        SummaryRow::new(
            speech.say("mission-event"),
            html! { a href={ "/events/" (event.id) } { bdi { (event.name) } } },
        ),
        SummaryRow::new(
            speech.say("exhibitor-name"),
            html! {
                @if line.exhibitor.off { bdi { (line.exhibitor.name) } }
                @else { a href={ "/events/" (event.id) "/exhibitors/" (line.exhibitor.number) } { bdi { (line.exhibitor.name) } } }
            },
        ),
    ];
    if !line.exhibitor.stand.is_empty() {
        rows.push(SummaryRow::new(speech.say("exhibitor-stand"), html! { bdi { (line.exhibitor.stand) } }));
    }
    rows.push(SummaryRow::new(speech.say("stand-visitor"), html! { a href=(visitor) { bdi { (line.visitor) } } }));
    rows.push(SummaryRow::new(
        speech.say("stand-post"),
        html! { a href={ "/office/posts/" (stand.post) } { bdi { (post) } } },
    ));
    summary_list(&rows)
}

fn contacts(speech: Speech, loaded: &Loaded) -> Markup {
    let contacts = &loaded.page.line.stand.contacts;
    if contacts.is_empty() {
        return html! {};
    }
    let columns = ["contact-name", "contact-position", "contact-reach"];
    let mut table = Table::new(speech.say("stand-contacts"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for one in contacts {
        table = table.row(vec![or_none(&one.name), or_none(&one.position), or_none(&one.reach)]);
    }
    html! { section aria-labelledby="met" { h2 id="met" { (speech.say("stand-contacts")) } (table.draw(speech)) } }
}

/// The files of the record, and the form that brings more.
fn files(caller: &Caller, loaded: &Loaded, slips: &Slips, address: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let Some(record) = loaded.page.line.stand.record else { return html! {} };
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    html! {
        section aria-labelledby="files" {
            h2 id="files" { (speech.say("stand-files")) }
            ul class="plain" {
                @for one in loaded.files.iter().filter(|one| one.is_kept()) { li { a href={ "/attachments/" (one.id) } { bdi { (one.name) } } } }
            }
            @if loaded.files.is_empty() { p class="quiet" { (speech.say("stand-no-files")) } }
            @else { p { a href={ "/records/" (record) "#attachments" } { (speech.say("stand-record")) } } }
            @if loaded.may_note {
                (disclosure(&speech.say("stand-bring"), slips.of("file").is_some(), html! {
                    (Form::new(visit, &format!("{address}/files")).with_files().slips(slips).around(html! {
                        (Field::file("photograph", speech.say("attachment-photograph")).hint(speech.say("attachment-photograph-hint")).camera().optional().draw(speech))
                        (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).slips(slips).several().optional().draw(speech))
                        div class="actions" { (Button::primary(&speech.say("attachment-attach"))) }
                    }))
                }))
            }
        }
    }
}

fn dropping(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    disclosure(
        &speech.say("stand-drop"),
        slips.of("reason").is_some(),
        html! {
            (Form::new(visit, &format!("{address}/drop")).slips(slips).around(html! {
                input type="hidden" name="revision" value=(loaded.page.line.stand.revision);
                (Field::text("reason", speech.say("stand-drop-reason")).value(typed.get("reason")).optional().length_max(STAND_PURPOSE_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::quiet(&speech.say("stand-drop-it"))) }
            }))
        },
    )
}
