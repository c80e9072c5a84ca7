//! The form at the stand: what was seen and heard, whom one met, photographs. It works on a phone and without script.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, StandPage};
use maud::{Markup, html};
use model::{
    ATTACHMENT_BYTES_MAX, Date, Evidence, STAND_NOTES_CHARS_MAX, STAND_TITLE_CHARS_MAX, Stand, StandContact, StandNote,
};

use crate::attachment::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, slip_summary,
    summary_list,
};
use crate::event::crumbs_to;
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::host::form::rows;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

const CONTACT_COLUMNS: &[&str] = &["name", "position", "reach"];

struct Loaded {
    page: StandPage,
    marks: MarkingChoices,
    may_note: bool,
    today: Date,
    /// That somebody else wrote in between; what is sent next is written in view of that.
    meanwhile: Option<Meanwhile>,
}

/// What became of a form whose visit somebody else noted in between.
#[derive(Clone, Copy)]
struct Meanwhile {
    /// Whether the files that came with it lie with the record now.
    has_files: bool,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.stand_page(id)?;
    Ok(Loaded {
        may_note: office.may_note_stand(officer, &page.line.stand)?,
        marks: MarkingChoices::of(office, officer)?,
        page,
        today,
        meanwhile: None,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: Option<Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.unwrap_or_else(|| as_typed(&loaded.page.line.stand));
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

/// The form with what was typed, and above it what stands there now.
async fn conflicting(caller: &Caller, id: String, typed: &Typed, meanwhile: Meanwhile) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let loaded = Loaded { meanwhile: Some(meanwhile), ..loaded };
    Ok(page(StatusCode::CONFLICT, draw(caller, &loaded, typed, &Slips::new())))
}

fn as_typed(stand: &Stand) -> Typed {
    let contacts = stand.contacts.iter().zip(1..).flat_map(|(one, row)| {
        [
            (format!("contacts-{row}-name"), one.name.clone()),
            (format!("contacts-{row}-position"), one.position.clone()),
            (format!("contacts-{row}-reach"), one.reach.clone()),
        ]
    });
    let contacts: Vec<(String, String)> = contacts.collect();
    let plain = [
        ("title", stand.title.clone()),
        ("notes", stand.notes.clone()),
        ("day", stand.day.map_or_else(String::new, |day| day.to_string())),
        ("evidence", stand.evidence.map_or("", Evidence::word).to_owned()),
        ("level", stand.marking.level.word().to_owned()),
        ("revision", stand.revision.to_string()),
    ];
    let compartments = stand.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = stand.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let contacts = contacts.iter().map(|(name, value)| (name.as_str(), value.clone()));
    Typed::of(plain.into_iter().chain(compartments).chain(release).chain(contacts))
}

fn note(caller: &Caller, typed: &Typed, slips: &mut Slips) -> Option<StandNote> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("stand-title-missing"));
    }
    if typed.get("notes").is_empty() {
        slips.note("notes", speech.say("stand-notes-missing"));
    }
    let day = Date::parse(typed.get("day"));
    if day.is_none() {
        slips.note("day", speech.say("noting-day-missing"));
    }
    if !slips.is_empty() {
        return None;
    }
    let contacts = typed.rows("contacts", CONTACT_COLUMNS).into_iter().filter_map(|row| match row.as_slice() {
        [name, position, reach] if row.iter().any(|text| !text.is_empty()) => {
            Some(StandContact { name: name.clone(), position: position.clone(), reach: reach.clone() })
        }
        _ => None,
    });
    Some(StandNote {
        day: day?,
        title: typed.get("title").to_owned(),
        notes: typed.get("notes").replace("\r\n", "\n"),
        evidence: Evidence::from_word(typed.get("evidence")),
        contacts: contacts.collect(),
    })
}

/// Takes the note with its files. The files lie on the shelf before the note is kept, so both are there or neither.
pub async fn take(caller: Caller, Path(id): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let read = id.clone();
    let held = caller.read(move |office| office.stand(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    if typed.asks_for_rows() {
        return again(&caller, id, Some(typed), &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let Some(note) = note(&caller, &typed, &mut slips) else {
        return again(&caller, id, Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let now = caller.app.now();
    let mut files = Vec::new();
    for file in sent.files {
        let brought = caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await;
        match brought {
            Ok(brought) => files.push(brought),
            Err(failure) => return refused(&caller, id, typed, "file", failure).await,
        }
    }
    // Without the number of what was seen, what stands there now.
    let revision = typed.get("revision").parse().unwrap_or(held.revision);
    let (seen, wanted) = ((held.id, revision), marking::chosen(&typed));
    let done = caller
        .act(move |writer, turn, _| {
            let done = desk::visit_stand(writer, turn, seen, note, &wanted, &files);
            // The browser has let go of the files, and they are of this visit whatever its note says.
            let is_stale = done.as_ref().is_err_and(was_changed);
            let has_files = is_stale && !files.is_empty() && desk::bring_to_stand(writer, turn, seen.0, &files).is_ok();
            Ok((done, has_files))
        })
        .await;
    match done {
        Ok((Ok(stand), _)) => Ok(see_other(&format!("/stands/{}", stand.id))),
        Ok((Err(failure), has_files)) if was_changed(&failure) => {
            conflicting(&caller, id, &typed, Meanwhile { has_files }).await
        }
        Ok((Err(failure), _)) | Err(failure) => refused(&caller, id, typed, "title", failure).await,
    }
}

async fn refused(caller: &Caller, id: String, typed: Typed, at: &str, failure: Failure) -> Answer {
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    again(caller, id, Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What stands now, above what somebody wrote who had not seen it.
fn present(speech: Speech, loaded: &Loaded, address: &str) -> Markup {
    let Some(meanwhile) = loaded.meanwhile else { return html! {} };
    let stand = &loaded.page.line.stand;
    let mut rows = vec![
        SummaryRow::new(speech.say("stand-title"), html! { bdi { (stand.title) } }),
        SummaryRow::new(speech.say("stand-notes"), html! { bdi class="lines" { (stand.notes) } }),
    ];
    if let Some(day) = stand.day {
        rows.push(SummaryRow::new(speech.say("stand-day"), html! { (speech.date(day)) }));
    }
    for contact in &stand.contacts {
        rows.push(SummaryRow::new(
            speech.say("stand-contacts"),
            html! { bdi { (contact.name) " " (contact.position) } },
        ));
    }
    banner(
        Tone::Warn,
        &speech.say("stand-conflict"),
        html! {
            (summary_list(&rows))
            p { (speech.say("stand-conflict-body")) }
            @if meanwhile.has_files { p { (speech.say("stand-conflict-files")) } }
            p { a href=(address) { (speech.say("stand-conflict-leave")) } }
        },
    )
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (line, event) = (&loaded.page.line, &loaded.page.event);
    let address = format!("/stands/{}", line.stand.id);
    let mut crumbs = crumbs_to(speech, event);
    crumbs.push(Crumb::new(line.exhibitor.name.clone(), address.clone()));
    let mut grounds = vec![Choice::new("", "–")];
    grounds.extend(
        Evidence::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("evidence-{}", one.word())))),
    );
    // A row to begin with: at a stand somebody is met.
    let mut met = typed.rows("contacts", CONTACT_COLUMNS);
    if met.is_empty() {
        met.push(vec![String::new(); CONTACT_COLUMNS.len()]);
    }
    let contacts = rows(
        speech,
        "contacts",
        "stand-contacts",
        &[("name", "contact-name"), ("position", "contact-position"), ("reach", "contact-reach")],
        met,
    );
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    // Today while it lasts; afterwards its last day.
    let day = if event.until < loaded.today { event.until } else { loaded.today };
    let action = format!("{address}/visit");
    let held = line.stand.revision.to_string();
    let revision = if loaded.meanwhile.is_some() { held.as_str() } else { typed.get("revision") };
    let send = if line.stand.record.is_some() { "stand-correct-it" } else { "stand-keep" };
    let page = Page::new(visit, speech.with("stand-visit-title", &[("name", line.exhibitor.name.as_str().into())]))
        .here(Section::Missions)
        .crumbs(crumbs)
        .slips(slips)
        .narrow()
        .lead(html! {
            bdi { (event.name) }
            @if !line.exhibitor.stand.is_empty() { " · " (speech.say("exhibitor-stand")) " " bdi { (line.exhibitor.stand) } }
            " " (marking::tags(speech, &line.stand.marking))
        });
    if !loaded.may_note {
        return page.draw(
            html! { p { (speech.say("stand-read-only")) } p { a href=(address) { (speech.say("stand-back")) } } },
        );
    }
    page.draw(html! {
        @if let Some((question, mission)) = &loaded.page.question {
            (banner(Tone::Accent, &speech.say("stand-ask"), html! { p { bdi { (question.text) } " " span class="quiet" { bdi { (mission) } } } }))
        }
        @if !line.stand.purpose.is_empty() { p { (speech.say("stand-purpose")) ": " bdi { (line.stand.purpose) } } }
        (slip_summary(speech, slips))
        (present(speech, loaded, &address))
        (Form::new(visit, &action).with_files().guarded().around(html! {
            (Field::text("title", speech.say("stand-title")).hint(speech.say("stand-title-hint")).value(typed.get("title")).length_max(STAND_TITLE_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("notes", speech.say("stand-notes"), 8).value(typed.get("notes")).length_max(STAND_NOTES_CHARS_MAX).slips(slips).draw(speech))
            (Field::select("evidence", speech.say("stand-evidence"), grounds).value(typed.get("evidence")).draw(speech))
            (Field::file("photograph", speech.say("attachment-photograph")).hint(speech.say("attachment-photograph-hint")).camera().optional().draw(speech))
            (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).slips(slips).several().optional().draw(speech))
            (contacts.draw(speech, slips))
            (Field::date("day", speech.say("stand-day")).value(typed.some("day").unwrap_or(&day.to_string())).slips(slips).draw(speech))
            (disclosure(&speech.say("stand-narrower"), false, loaded.marks.fields(speech, typed, &Slips::new())))
            input type="hidden" name="revision" value=(revision);
            p class="hint" { (speech.say("stand-becomes")) }
            div class="actions" { (Button::primary(&speech.say(send))) }
        }))
    })
}
