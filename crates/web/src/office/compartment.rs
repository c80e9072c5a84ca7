//! Compartments: circles of people who are admitted to a matter.

use axum::extract::Path;
use maud::html;
use model::{Compartment, NamedCompartment, Noun, Refusal, StaffChange, Thing};

use super::foresight::change;
use super::{administers, crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Table, Tone, disclosure, empty, tag};
use crate::failed::{Answer, failed, shown};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

async fn list(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let staff = caller.read(|office| office.staff()).await.map_err(|failure| failed(visit, &failure))?;
    let columns = vec![
        Column::new(speech.say("compartment-name")),
        Column::new(speech.say("compartment-id")),
        Column::new(speech.say("compartment-admitted")),
        Column::new(speech.say("account-actions")),
    ];
    let table = Table::new(speech.say("office-compartments"), columns).caption_unseen().cards_on_phone();
    let table = staff.compartments.values().fold(table, |table, one| {
        let admitted = staff.persons.values().filter(|person| !person.left && person.compartments.contains(&one.id));
        let names: Vec<&str> = admitted.map(|person| person.name.as_str()).collect();
        table.row(vec![
            html! { bdi { (one.name) } @if one.closed { " " (tag(Tone::Faint, &speech.say("compartment-closed"))) } },
            html! { code { (one.id) } },
            html! { bdi { (names.join(", ")) } },
            html! {
                @if administers(&caller) && !one.closed {
                    (Form::new(visit, &format!("/office/compartments/{}", one.id)).inline().around(html! {
                        input type="hidden" name="name" value=(one.name);
                        input type="hidden" name="closed" value="on";
                        (Button::quiet(&speech.say("compartment-close")).sends("do", "look"))
                    }))
                }
            },
        ])
    });
    Ok(shown(Page::new(visit, speech.say("office-compartments")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        (views(&caller, "/office/compartments"))
        @if staff.compartments.is_empty() {
            (empty(&speech.say("compartment-none"), &speech.say("compartment-none-body"), html! {}))
        } @else { (table.draw(speech)) }
        @if administers(&caller) {
            (disclosure(&speech.say("compartment-new"), false, Form::new(visit, "/office/compartments").around(html! {
                (Field::text("id", speech.say("compartment-id")).hint(speech.say("short-name-hint")).draw(speech))
                (Field::text("name", speech.say("compartment-name")).draw(speech))
                div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
            })))
        }
    })))
}

fn stated(typed: &Typed, id: &str) -> Result<StaffChange, Refusal> {
    let (id, name, closed) = (Compartment::new(id)?, typed.get("name").to_owned(), typed.ticked("closed"));
    Ok(StaffChange::Compartment(NamedCompartment { id, name, closed }))
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("id").to_owned();
    let compartment = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    change(caller, typed, Thing::new(Noun::Compartment, &id), vec![compartment], "/office/compartments").await
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let compartment = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    change(caller, typed, Thing::new(Noun::Compartment, &id), vec![compartment], "/office/compartments").await
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office/compartments", Policy::SignedIn, list)
        .form("/office/compartments", Policy::Administer, make)
        .form("/office/compartments/{compartment}", Policy::Administer, keep)
}
