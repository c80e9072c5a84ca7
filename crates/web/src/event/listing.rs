//! A list of exhibitors taken in: pasted or as a file, looked at before it is kept.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{EXHIBITOR_LIST_BYTES_MAX, ExhibitorLine, Failure, read_exhibitors, tally};
use maud::{Markup, html};
use model::{CellFault, Event, Exhibitor};
use store::Statement;

use super::crumbs_to;
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Slips, Table, Tone, banner, empty, tag};
use crate::country::country;
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{AROUND_FILE_BYTES_MAX, UploadedFiles};

/// A list with what surrounds it in the form.
pub const BODY_BYTES_MAX: usize = EXHIBITOR_LIST_BYTES_MAX + AROUND_FILE_BYTES_MAX;

/// Lines that are listed; those behind are counted.
const LISTED_MAX: usize = 300;

/// Longest name of a file that is shown, in characters.
const FILE_NAME_CHARS_MAX: usize = 80;

pub async fn home(caller: Caller, Path(event): Path<String>) -> Answer {
    let event = seen(&caller, event).await?;
    Ok(page(StatusCode::OK, draw(&caller, &event, "", &Slips::new(), &[])))
}

async fn seen(caller: &Caller, id: String) -> Result<Event, Response> {
    let event = caller.read(move |office| office.event(&id)).await;
    event.map_err(|failure| failed(&caller.visit, &failure))
}

/// Looks at a list, or keeps it.
pub async fn take(caller: Caller, Path(event): Path<String>, sent: UploadedFiles) -> Answer {
    let event = seen(&caller, event).await?;
    let speech = caller.visit.speech;
    let typed = Typed::sent(&sent.fields);
    let pasted = typed.raw("list").to_owned();
    let (name, bytes) = match sent.files.into_iter().next() {
        Some(file) => {
            let name: String = file.name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect();
            (name, file.bytes)
        }
        None => (speech.say("import-pasted"), pasted.clone().into_bytes()),
    };
    let refused = |slips: &Slips, faults: &[CellFault]| {
        page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, &event, &pasted, slips, faults))
    };
    let read = Arc::new((name, bytes));
    let lines = caller.read({
        let (read, id) = (Arc::clone(&read), event.id);
        move |office| {
            let lines = match read_exhibitors(&read.0, &read.1) {
                Ok(lines) => lines,
                Err(faults) => return Ok(Err(faults)),
            };
            let listed: Vec<Exhibitor> = lines.iter().map(|line| line.exhibitor.clone()).collect();
            Ok(Ok((office.foresee_exhibitors(id, &listed)?, lines)))
        }
    });
    let (statements, lines) = match lines.await {
        Ok(Ok(looked)) => looked,
        Ok(Err(faults)) => return Ok(refused(&Slips::new(), &faults)),
        Err(failure) => return Err(failed(&caller.visit, &failure)),
    };
    if typed.get("do") != "keep" {
        return Ok(page(StatusCode::OK, preview(&caller, &event, &read.1, &lines, &statements)));
    }
    let (id, listed) = (event.id, lines.into_iter().map(|line| line.exhibitor).collect::<Vec<_>>());
    let kept = caller.act(move |writer, turn, _| -> Result<(), Failure> {
        desk::take_exhibitors(writer, turn, id, &listed).map(|_| ())
    });
    match kept.await {
        Ok(()) => Ok(see_other(&format!("/events/{id}/exhibitors"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("list", sentence);
                Ok(refused(&slips, &[]))
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The form, with what is wrong in the list that was sent.
fn draw(caller: &Caller, event: &Event, pasted: &str, slips: &Slips, faults: &[CellFault]) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let address = format!("/events/{}/exhibitors/list", event.id);
    Page::new(visit, speech.say("exhibitors-take"))
        .here(Section::Missions)
        .crumbs(crumbs_to(speech, event))
        .slips(slips)
        .lead(html! { (speech.say("exhibitors-take-lead")) })
        .draw(html! {
            @if !faults.is_empty() { (faulty(speech, faults)) }
            (Form::new(visit, &address).with_files().slips(slips).around(html! {
                (Field::lines("list", speech.say("exhibitors-list"), 8).hint(speech.say("exhibitors-list-hint")).value(pasted).optional().slips(slips).draw(speech))
                (Field::file("file", speech.say("exhibitors-file")).hint(speech.say("exhibitors-file-hint")).optional().draw(speech))
                div class="actions" { (Button::primary(&speech.say("foresight-look")).sends("do", "look")) }
            }))
        })
}

/// Every fault with its line.
fn faulty(speech: Speech, faults: &[CellFault]) -> Markup {
    let columns = vec![Column::numeric(speech.say("import-line")), Column::new(speech.say("import-fault"))];
    let table =
        faults.iter().fold(Table::new(speech.say("import-faults"), columns).cards_on_phone(), |table, fault| {
            table.row(vec![
                html! { (speech.number(i64::try_from(fault.line).unwrap_or(i64::MAX))) },
                html! { bdi { (speech.refusal(&fault.refusal)) } },
            ])
        });
    html! {
        (banner(Tone::Bad, &speech.say("import-nothing-kept"), html! {}))
        (table.draw(speech))
    }
}

/// What the list would do, line by line and as a whole, and the button that keeps it.
fn preview(caller: &Caller, event: &Event, bytes: &[u8], lines: &[ExhibitorLine], statements: &[Statement]) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let address = format!("/events/{}/exhibitors/list", event.id);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let taken = tally(statements.iter().copied());
    let counted = speech.with(
        "import-counted",
        &[
            ("new", number(taken.n_new).into()),
            ("changed", number(taken.n_changed).into()),
            ("unchanged", number(taken.n_unchanged).into()),
        ],
    );
    let told = lines.iter().zip(statements).filter(|(_, statement)| **statement != Statement::Unchanged);
    let told: Vec<(&ExhibitorLine, Statement)> = told.map(|(line, statement)| (line, *statement)).collect();
    // What was sent in another encoding goes on in ours.
    let text = formats::whole_text(bytes, EXHIBITOR_LIST_BYTES_MAX).ok().flatten().map(|(text, _)| text);
    Page::new(visit, speech.say("foresight-title")).here(Section::Missions).crumbs(crumbs_to(speech, event)).draw(html! {
        p { (counted) }
        @if told.is_empty() {
            (empty(&speech.say("foresight-nothing"), &speech.say("foresight-nothing-body"), html! { a href=(address) { (speech.say("failure-back-next")) } }))
        } @else {
            (listed(speech, &told))
            @if told.len() > LISTED_MAX { p { (speech.with("import-more", &[("count", number(told.len() - LISTED_MAX).into())])) } }
            (Form::new(visit, &address).with_files().around(html! {
                input type="hidden" name="list" value=(text.unwrap_or_default());
                div class="actions" {
                    (Button::primary(&speech.say("exhibitors-keep")).sends("do", "keep"))
                    a class="button button-plain" href=(address) { span { (speech.say("failure-back-next")) } }
                }
            }))
        }
    })
}

fn listed(speech: Speech, told: &[(&ExhibitorLine, Statement)]) -> Markup {
    let columns = vec![
        Column::numeric(speech.say("import-line")),
        Column::new(speech.say("exhibitor-name")),
        Column::new(speech.say("host-country")),
        Column::new(speech.say("exhibitor-stand")),
        Column::new(speech.say("exhibitor-shows")),
        Column::new(speech.say("import-state")),
    ];
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    let table = Table::new(speech.say("foresight-rows"), columns).cards_on_phone();
    let table = told.iter().take(LISTED_MAX).fold(table, |table, (line, statement)| {
        let one = &line.exhibitor;
        let said = match statement {
            Statement::New => tag(Tone::Good, &speech.say("foresight-new")),
            _ => tag(Tone::Accent, &speech.say("foresight-changed")),
        };
        table.row(vec![
            html! { (speech.number(i64::try_from(line.line).unwrap_or(i64::MAX))) },
            html! { bdi { (one.name) } },
            or_none(&country(speech, &one.country)),
            or_none(&one.stand),
            or_none(&one.shows),
            said,
        ])
    });
    table.draw(speech)
}
