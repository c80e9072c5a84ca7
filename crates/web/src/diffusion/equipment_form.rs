//! The form of one entry of an equipment list.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Date, EQUIPMENT_NAME_CHARS_MAX, EQUIPMENT_NOTE_CHARS_MAX, Equipment, EquipmentId, EquipmentKind, Unit, UnitId,
};

use super::equipment_list::crumbs_to;
use super::{ended, read};
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, slip_summary};
use crate::failed::{Answer, page};
use crate::host::form::chosen_marking;
use crate::host::{class_text, typed_classes};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

struct Offered {
    unit: Unit,
    marks: MarkingChoices,
    before: Option<Equipment>,
}

/// What is opened: the form of a unit, or that of an entry.
#[derive(Clone)]
enum Opened {
    New(String),
    Change(String),
}

fn load(office: &Office, officer: &Officer, opened: &Opened) -> Result<Offered, Failure> {
    let before = match opened {
        Opened::New(_) => None,
        Opened::Change(id) => Some(office.equipment(id)?),
    };
    let unit = match (opened, &before) {
        (Opened::New(unit), _) => unit.as_str(),
        (_, Some(before)) => before.unit.as_str(),
        (Opened::Change(id), None) => id.as_str(),
    };
    let (unit, _) = office.equipment_of(unit)?;
    Ok(Offered { unit, marks: MarkingChoices::of(office, officer)?, before })
}

pub async fn show_new(caller: Caller, Path(unit): Path<String>) -> Answer {
    // Drawn here, so that the form that is sent twice lists once.
    let once = EquipmentId::from_bits(caller.app.ids()()).to_string();
    again(&caller, Opened::New(unit), None, &once, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, Opened::Change(id), None, "", &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    opened: Opened,
    typed: Option<&Typed>,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let offered = read(caller, move |office| load(office, &officer, &opened)).await?;
    let held = offered.before.as_ref().map(as_typed);
    let typed = typed.cloned().or(held).unwrap_or_default();
    Ok(page(status, draw(caller, &offered, &typed, once, slips)))
}

fn as_typed(entry: &Equipment) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let plain = [
        ("kind", entry.kind.word().to_owned()),
        ("name", entry.name.clone()),
        ("maker", entry.maker.clone()),
        ("classes", entry.classes.iter().map(class_text).collect::<Vec<_>>().join("\n")),
        ("note", entry.note.clone()),
        ("since", day(entry.since)),
        ("until", day(entry.until)),
        ("level", entry.marking.level.word().to_owned()),
        ("revision", entry.revision.to_string()),
    ];
    let compartments = entry.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let circles = entry.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(circles))
}

/// The entry that was typed, and what cannot be read of it.
fn entry(caller: &Caller, typed: &Typed, (id, unit): (EquipmentId, UnitId), slips: &mut Slips) -> Option<Equipment> {
    let mut day = |name: &str| match typed.some(name) {
        None => None,
        Some(text) => {
            let day = Date::parse(text);
            if day.is_none() {
                slips.note(name, caller.speech().say("diffusion-day-missing"));
            }
            day
        }
    };
    let (since, until) = (day("since"), day("until"));
    slips.is_empty().then(|| Equipment {
        id,
        unit,
        kind: EquipmentKind::from_word(typed.get("kind")).unwrap_or(EquipmentKind::Equipment),
        name: typed.get("name").to_owned(),
        maker: typed.get("maker").to_owned(),
        classes: typed_classes(&typed.lines("classes")),
        note: typed.get("note").replace("\r\n", "\n"),
        since,
        until,
        marking: marking::chosen(typed),
        invented: false,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

fn at(entry: &Equipment) -> String {
    format!("/office/units/{}/equipment", entry.unit)
}

pub async fn add(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = EquipmentId::parse(typed.get("once")).unwrap_or_else(|| EquipmentId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let read_unit = name.clone();
    let (unit, _) = read(&caller, move |office| office.equipment_of(&read_unit)).await?;
    let mut slips = Slips::new();
    let opened = Opened::New(name);
    let Some(entry) = entry(&caller, &typed, (id, unit.id), &mut slips) else {
        return again(&caller, opened, Some(&typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_equipment(writer, turn, entry, true)).await;
    let drawn = async |slips: Slips, status| again(&caller, opened, Some(&typed), &once, &slips, status).await;
    ended(&caller, done, at, "name", drawn).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read_entry = name.clone();
    let held = read(&caller, move |office| office.equipment(&read_entry)).await?;
    let mut slips = Slips::new();
    let opened = Opened::Change(name);
    let Some(entry) = entry(&caller, &typed, (held.id, held.unit.clone()), &mut slips) else {
        return again(&caller, opened, Some(&typed), "", &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let entry = Equipment { marking: chosen_marking(&typed, &held.marking), ..entry };
    let done = caller.act(move |writer, turn, _| desk::keep_equipment(writer, turn, entry, false)).await;
    let drawn = async |slips: Slips, status| again(&caller, opened, Some(&typed), "", &slips, status).await;
    ended(&caller, done, at, "name", drawn).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let list = format!("/office/units/{}/equipment", offered.unit.id);
    let mut crumbs = crumbs_to(speech, &offered.unit);
    crumbs.push(Crumb::new(speech.say("equipment-title"), list.clone()));
    let (title, action) = match &offered.before {
        None => (speech.say("equipment-new"), format!("{list}/new")),
        Some(before) => (speech.say("equipment-change"), format!("/equipment/{}", before.id)),
    };
    let kinds = EquipmentKind::ALL.iter();
    let kinds = kinds.map(|kind| Choice::new(kind.word(), speech.say(&format!("equipment-kind-{kind}")))).collect();
    Page::new(visit, title).here(Section::Office).crumbs(crumbs).slips(slips).narrow().draw(html! {
        (slip_summary(speech, slips))
        (Form::new(visit, &action).slips(slips).guarded().once(once).around(html! {
            @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
            (Field::radios("kind", speech.say("equipment-kind"), kinds).value(typed.some("kind").unwrap_or("equipment")).slips(slips).draw(speech))
            (Field::text("name", speech.say("equipment-name")).value(typed.get("name")).length_max(EQUIPMENT_NAME_CHARS_MAX).slips(slips).draw(speech))
            (Field::text("maker", speech.say("equipment-maker")).value(typed.get("maker")).optional().length_max(EQUIPMENT_NAME_CHARS_MAX)
                .slips(slips).draw(speech))
            (Field::lines("classes", speech.say("equipment-classes"), 2).hint(speech.say("equipment-classes-hint")).value(typed.get("classes"))
                .optional().slips(slips).draw(speech))
            (Field::lines("note", speech.say("equipment-note"), 2).value(typed.get("note")).optional().length_max(EQUIPMENT_NOTE_CHARS_MAX)
                .slips(slips).draw(speech))
            (Field::date("since", speech.say("equipment-since")).value(typed.get("since")).optional().slips(slips).draw(speech))
            (Field::date("until", speech.say("equipment-until")).value(typed.get("until")).optional().slips(slips).draw(speech))
            (offered.marks.fields(speech, typed, slips))
            div class="actions" { (Button::primary(&speech.say("equipment-keep"))) }
        }))
    })
}
