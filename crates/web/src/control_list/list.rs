//! The control lists of the office, and the form that loads a version of one.

use axum::http::StatusCode;
use axum::response::Response;
use desk::{CONTROL_FILE_BYTES_MAX, ControlListLine, Failure};
use maud::{Markup, html};
use model::{CONTROL_LINE_CHARS_MAX, ListStage};

use super::{HERE, invented, number, stage};
use crate::caller::Caller;
use crate::component::{
    Button, Column, ControlRoom, Field, Form, Page, Slips, Table, control_tabs, empty, link_button,
};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::route::Policy;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

pub async fn show(caller: Caller) -> Answer {
    again(&caller, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let lists = caller.read(|office| office.control_lists()).await;
    let lists = lists.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &lists, typed, slips)))
}

/// Reads what was brought, looks what it would change, and loads it.
pub async fn load(caller: Caller, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let Some(file) = sent.files.into_iter().next() else {
        let mut slips = Slips::new();
        slips.note("file", caller.visit.speech.say("control-list-file-missing"));
        return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (name, title) = (typed.get("name").to_owned(), typed.get("title").to_owned());
    let read = caller.app.read_in_turn(move |office| {
        let read = office.read_control_list(&file.name, &file.bytes)?;
        let foresight = office.foresee_control_list(&read, (&name, &title))?;
        Ok((read, foresight))
    });
    let done = match read.await {
        Ok((read, foresight)) => {
            caller.act(move |writer, turn, _| desk::load_control_list(writer, turn, &read, &foresight)).await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(version) => Ok(see_other(&format!("/control-lists/{}", version.list))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(field_of(&failure), sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(&caller, &typed, &slips, status).await
        }
    }
}

/// At which field a refusal stands.
fn field_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(model::Refusal::BadName { .. }) => "name",
        Failure::Refused(model::Refusal::Said(said)) if said.key() == "control-list-no-title" => "title",
        _ => "file",
    }
}

fn draw(caller: &Caller, lists: &[ControlListLine], typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    Page::new(&caller.visit, speech.say("control-lists-title"))
        .here(HERE)
        .slips(slips)
        .lead(html! { (speech.say("control-lists-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Items))
            div class="actions" { (link_button(&speech.say("classify-title"), "/classify", true)) }
            @if lists.is_empty() {
                @let may_load = caller.visit.visitor.may(Policy::Document);
                @let next = html! { @if may_load { (link_button(&speech.say("control-list-load"), "#load", false)) } };
                (empty(&speech.say("control-lists-none"), &speech.say("control-lists-none-body"), next))
            } @else { (table(speech, lists)) }
            @if caller.visit.visitor.may(Policy::Document) { (form(caller, typed, slips)) }
        })
}

fn table(speech: Speech, lists: &[ControlListLine]) -> Markup {
    let columns = vec![
        Column::new(speech.say("control-list")),
        Column::new(speech.say("control-list-edition")),
        Column::new(speech.say("control-list-holds-from")),
        Column::numeric(speech.say("control-list-top")),
        Column::numeric(speech.say("control-list-thresholds")),
        Column::new(speech.say("control-list-versions")),
    ];
    let table = Table::new(speech.say("control-lists-title"), columns).caption_unseen().cards_on_phone();
    let rows = lists.iter().map(|line| {
        let current = line.current.as_ref();
        let held = line.versions.iter().find(|version| version.stage == ListStage::Held);
        vec![
            html! { a href={ "/control-lists/" (line.head.id) } { bdi { (line.head.title) } } (invented(speech, line.head.invented)) },
            html! { @match current { Some(one) if !one.edition.is_empty() => bdi { (one.edition) }, _ => "–" } },
            html! { @match current.and_then(|one| one.holds_from) { Some(day) => (speech.date(day)), None => "–" } },
            html! { (speech.number(number(current.map_or(0, |one| one.n_top)))) },
            html! { (speech.number(number(current.map_or(0, |one| one.n_thresholds)))) },
            html! { (speech.number(number(line.versions.len() as u64))) @if let Some(held) = held { " " (stage(speech, held)) } },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

fn form(caller: &Caller, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let max = i64::try_from(CONTROL_FILE_BYTES_MAX / (1024 * 1024)).unwrap_or(i64::MAX);
    html! {
        h2 id="load" { (speech.say("control-list-load")) }
        p { (speech.say("control-list-load-body")) }
        (Form::new(visit, "/control-lists").with_files().slips(slips).around(html! {
            (Field::file("file", speech.say("control-list-file")).hint(speech.with("control-list-file-hint", &[("max", max.into())])).slips(slips).draw(speech))
            (Field::text("name", speech.say("control-list-name")).hint(speech.say("control-list-name-hint")).value(typed.get("name")).slips(slips).narrow().draw(speech))
            (Field::text("title", speech.say("control-list-title-field")).hint(speech.say("control-list-title-hint")).value(typed.get("title")).length_max(CONTROL_LINE_CHARS_MAX).slips(slips).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("control-list-load-do"))) }
        }))
    }
}
