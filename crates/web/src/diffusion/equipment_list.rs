//! The equipment list of a unit, and the way in for a whole list.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{EQUIPMENT_LIST_BYTES_MAX, Failure, Office, Officer, read_equipment};
use maud::{Markup, html};
use model::{Equipment, Unit};

use super::{invented, read};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, Page, Section, Slips, Table, disclosure, empty, link_button, slip_summary,
};
use crate::failed::{Answer, page};
use crate::host::class_text;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{AROUND_FILE_BYTES_MAX, UploadedFiles};

/// A list with what surrounds it in the form.
pub const BODY_BYTES_MAX: usize = EQUIPMENT_LIST_BYTES_MAX + AROUND_FILE_BYTES_MAX;

struct Loaded {
    unit: Unit,
    list: Vec<Equipment>,
    may_list: bool,
    marks: MarkingChoices,
}

fn load(office: &Office, officer: &Officer, unit: &str) -> Result<Loaded, Failure> {
    let (unit, list) = office.equipment_of(unit)?;
    Ok(Loaded {
        may_list: office.may_list_equipment(officer, &unit.id)?,
        marks: MarkingChoices::of(office, officer)?,
        unit,
        list,
    })
}

/// The way back from a page of the list.
pub(super) fn crumbs_to(speech: Speech, unit: &Unit) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Office), Crumb::new(unit.name.clone(), format!("/office/units/{}", unit.id))]
}

pub async fn show(caller: Caller, Path(unit): Path<String>) -> Answer {
    again(&caller, unit, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, unit: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = read(caller, move |office| load(office, &officer, &unit)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// Takes a list in that was pasted, or brought as a file.
pub async fn list(caller: Caller, Path(name): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let unit = name.clone();
    let (unit, _) = read(&caller, move |office| office.equipment_of(&unit)).await?;
    let file = sent.files.into_iter().next().map(|file| file.bytes);
    let bytes = file.unwrap_or_else(|| typed.raw("list").to_owned().into_bytes());
    let lines = match read_equipment("list", &bytes, &unit.id, &marking::chosen(&typed)) {
        Ok(lines) => lines,
        Err(faults) => {
            let mut slips = Slips::new();
            for fault in faults {
                let sentence = caller.speech().refusal(&fault.refusal);
                let values = [("line", (fault.line as i64).into()), ("what", sentence.into())];
                slips.note("list", caller.speech().with("equipment-line", &values));
            }
            return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let lines = lines.into_iter().map(|line| line.entry).collect();
    let id = unit.id.clone();
    let done = caller.act(move |writer, turn, _| desk::take_equipment(writer, turn, &id, lines)).await;
    let to = |_: &desk::EquipmentTaken| format!("/office/units/{}/equipment", unit.id);
    super::ended(&caller, done, to, "list", async |slips, status| again(&caller, name, &typed, &slips, status).await)
        .await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let address = format!("/office/units/{}/equipment", loaded.unit.id);
    Page::new(visit, speech.say("equipment-title"))
        .here(Section::Office)
        .crumbs(crumbs_to(speech, &loaded.unit))
        .slips(slips)
        .lead(html! { (speech.say("equipment-lead")) })
        .draw(html! {
            (slip_summary(speech, slips))
            @if loaded.may_list {
                div class="actions" { (link_button(&speech.say("equipment-new"), &format!("{address}/new"), true)) }
            }
            @if loaded.list.is_empty() {
                (empty(&speech.say("equipment-none"), &speech.say("equipment-none-body"), html! {}))
            } @else { (table(speech, loaded)) }
            @if loaded.may_list {
                (disclosure(&speech.say("equipment-paste"), !slips.is_empty(), html! {
                    p { (speech.say("equipment-paste-lead")) }
                    (Form::new(visit, &address).with_files().slips(slips).around(html! {
                        (Field::lines("list", speech.say("equipment-list"), 8).hint(speech.say("equipment-list-hint")).value(typed.raw("list"))
                            .optional().slips(slips).draw(speech))
                        (Field::file("file", speech.say("equipment-file")).hint(speech.say("equipment-file-hint")).optional().draw(speech))
                        (loaded.marks.fields(speech, typed, slips))
                        div class="actions" { (Button::primary(&speech.say("equipment-take"))) }
                    }))
                }))
            }
        })
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["equipment-name", "equipment-kind", "equipment-maker", "equipment-classes", "equipment-days"];
    let mut table = Table::new(speech.say("equipment-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for entry in &loaded.list {
        let classes: Vec<String> = entry.classes.iter().map(class_text).collect();
        let day = |day: Option<model::Date>| day.map(|day| speech.date(day)).unwrap_or_default();
        table = table.row(vec![
            html! {
                @if loaded.may_list { a href={ "/equipment/" (entry.id) } { bdi { (entry.name) } } } @else { bdi { (entry.name) } }
                " " (marking::tags(speech, &entry.marking)) (invented(speech, entry.invented))
                @if !entry.note.is_empty() { br; span class="quiet" { bdi { (entry.note) } } }
            },
            html! { (speech.say(&format!("equipment-kind-{}", entry.kind))) },
            html! { @if entry.maker.is_empty() { "–" } @else { bdi { (entry.maker) } } },
            html! { @if classes.is_empty() { "–" } @else { (classes.join(", ")) } },
            html! {
                @if entry.since.is_none() && entry.until.is_none() { "–" } @else { (day(entry.since)) " – " (day(entry.until)) }
            },
        ]);
    }
    table.draw(speech)
}
