//! Compartments: circles of people who are admitted to a matter.

use axum::extract::Path;
use maud::{Markup, html};
use model::{Compartment, NamedCompartment, Noun, StaffChange, Thing};

use super::foresight::{Asking, DrawForm, Offer, Slip, change};
use super::{administers, crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Slips, Table, Tone, disclosure, empty, tag};
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
    // That there is a circle, and who is in it, is known to those in it.
    let known =
        |one: &&NamedCompartment| administers(&caller) || caller.officer.clearance.compartments.contains(&one.id);
    let known: Vec<&NamedCompartment> = staff.compartments.values().filter(known).collect();
    let table = known.iter().fold(table, |table, one| {
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
    Ok(shown(Page::new(visit, speech.say("office-compartments")).here(Section::Office).crumbs(crumbs(speech)).draw(
        html! {
            (views(&caller, "/office/compartments"))
            @if known.is_empty() {
                (empty(&speech.say("compartment-none"), &speech.say("compartment-none-body"), html! {}))
            } @else { (table.draw(speech)) }
            @if administers(&caller) {
                (disclosure(&speech.say("compartment-new"), false, form(&caller, &Typed::default(), &Slips::new())))
            }
        },
    )))
}

/// The form of a new compartment.
fn form(caller: &Caller, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    Form::new(&caller.visit, "/office/compartments").slips(slips).around(html! {
        (Field::text("id", speech.say("compartment-id")).hint(speech.say("short-name-hint")).value(typed.get("id")).slips(slips).draw(speech))
        (Field::text("name", speech.say("compartment-name")).value(typed.get("name")).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

fn stated(typed: &Typed, id: &str) -> Result<Vec<StaffChange>, Slip> {
    let id = Compartment::new(id).map_err(|refusal| ("id", refusal))?;
    let (name, closed) = (typed.get("name").to_owned(), typed.ticked("closed"));
    Ok(vec![StaffChange::Compartment(NamedCompartment { id, name, closed })])
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("id").to_owned();
    offered(caller, typed, &id).await
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    offered(caller, typed, &id).await
}

async fn offered(caller: Caller, typed: Typed, id: &str) -> Answer {
    let next = "/office/compartments".to_owned();
    let form: DrawForm = Box::new(|caller, _, typed, slips| form(caller, typed, slips));
    let asking = Asking { title: caller.speech().say("compartment-new"), field: "name", back: next.clone(), form };
    let offer = Offer { thing: Thing::new(Noun::Compartment, id), changes: stated(&typed, id), next, asking };
    change(caller, typed, offer).await
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office/compartments", Policy::SignedIn, list)
        .form("/office/compartments", Policy::Administer, make)
        .form("/office/compartments/{compartment}", Policy::Administer, keep)
}
