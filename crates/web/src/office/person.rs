//! Persons: what they may see, the posts they act for, and their one-time links.

use std::collections::BTreeSet;

use axum::extract::Path;
use desk::AsSeen;
use maud::{Markup, html};
use model::{Compartment, Level, Noun, Person, PersonId, Refusal, Staff, StaffChange, Thing, sentence};

use super::foresight::{Asking, DrawForm, Offer, SEEN, Slip, change, seen_field};
use super::{administers, crumbs, sees_clearance, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, Trouble, banner,
    disclosure, summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, shown, trouble};
use crate::history::{tell, timeline_of};
use crate::route::{Policy, Routes};
use crate::speech::{Speech, Tongue};
use crate::typed::Typed;

async fn list(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let staff = caller.read(|office| office.staff()).await.map_err(|failure| failed(visit, &failure))?;
    let columns = vec![
        Column::new(speech.say("person-name")),
        Column::new(speech.say("office-posts")),
        Column::new(speech.say("person-level")),
    ];
    let table = Table::new(speech.say("office-persons"), columns).caption_unseen().cards_on_phone();
    let today = caller.app.today();
    let table = staff.persons.values().fold(table, |table, person| {
        let posts = staff.tenures.values().filter(|tenure| tenure.person == person.id && tenure.holds_on(today));
        let posts: Vec<_> = posts.filter_map(|tenure| staff.posts.get(&tenure.post)).collect();
        table.row(vec![
            html! { a href={ "/office/persons/" (person.id) } { bdi { (person.name) } } @if person.left { " " (tag(Tone::Faint, &speech.say("person-left"))) } },
            html! { @for (at, post) in posts.iter().enumerate() { @if at > 0 { ", " } a href={ "/office/posts/" (post.id) } { bdi { (post.title) } } } },
            html! { @if sees_clearance(&caller, &person.id) { (clearance(speech, person)) } @else { "–" } },
        ])
    });
    Ok(shown(Page::new(visit, speech.say("office-persons")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        (views(&caller, "/office/persons"))
        (table.draw(speech))
        @if administers(&caller) {
            (disclosure(&speech.say("person-new"), false, form(&caller, &staff, &Typed::default(), &Slips::new(), None)))
        }
    })))
}

fn clearance(speech: Speech, person: &Person) -> Markup {
    html! {
        (speech.say(&format!("marking-{}", person.level.word())))
        @for compartment in &person.compartments { " · " bdi { (compartment) } }
    }
}

/// A person as their form shows them.
fn filled(person: &Person, seen: &AsSeen) -> Typed {
    let one = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        ("name", person.name.clone()),
        ("email", one(&person.email)),
        ("language", one(&person.language)),
        ("level", person.level.word().to_owned()),
        (SEEN, seen.n_facts.to_string()),
    ];
    Typed::of(fields.into_iter().chain(person.compartments.iter().map(|one| ("compartments", one.to_string()))))
}

/// The form of a person; without one, of a new person.
fn form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, person: Option<&PersonId>) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let levels = Level::ALL
        .iter()
        .map(|level| Choice::new(level.word(), speech.say(&format!("marking-{}", level.word()))))
        .collect();
    let compartments = staff.compartments.values().filter(|one| !one.closed);
    let compartments: Vec<Choice> = compartments.map(|one| Choice::new(one.id.as_str(), one.name.clone())).collect();
    let mut languages = vec![Choice::new("", speech.say("person-language-browser"))];
    languages.extend(Tongue::ALL.iter().map(|tongue| Choice::new(tongue.tag(), tongue.own_name())));
    let action = person.map_or_else(|| "/office/persons".to_owned(), |person| format!("/office/persons/{person}"));
    Form::new(visit, &action).slips(slips).around(html! {
        (seen_field(typed))
        @if person.is_none() { (Field::text("id", speech.say("person-id")).hint(speech.say("short-name-hint")).value(typed.get("id")).slips(slips).draw(speech)) }
        (Field::text("name", speech.say("person-name")).value(typed.get("name")).slips(slips).draw(speech))
        (Field::mail("email", speech.say("person-email")).value(typed.get("email")).slips(slips).optional().draw(speech))
        (Field::select("language", speech.say("menu-language"), languages).value(typed.get("language")).slips(slips).optional().draw(speech))
        (Field::radios("level", speech.say("person-level"), levels).value(typed.some("level").unwrap_or(Level::Internal.word())).slips(slips).draw(speech))
        @if !compartments.is_empty() {
            (Field::checks("compartments", speech.say("office-compartments"), compartments).values(typed.all("compartments")).slips(slips).optional().draw(speech))
        }
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

fn leave_form(caller: &Caller, typed: &Typed, slips: &Slips, person: &PersonId) -> Markup {
    let speech = caller.visit.speech;
    Form::new(&caller.visit, &format!("/office/persons/{person}/leave")).slips(slips).around(html! {
        (seen_field(typed))
        p { (speech.say("person-leave-body")) }
        div class="actions" { (Button::grave(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    draw(&caller, &id, None).await
}

/// The page of a person, with a one-time link that was just made.
async fn draw(caller: &Caller, id: &str, link: Option<String>) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let name = id.to_owned();
    let audits = administers(caller);
    let loaded = caller
        .read(move |office| {
            let thing = Thing::new(Noun::Person, &name);
            // When somebody signs in and from where is no business of colleagues.
            let history = if audits { tell(office, office.history(&thing)?)? } else { Vec::new() };
            Ok((office.staff()?, office.as_seen(thing)?, history))
        })
        .await;
    let (staff, seen, history) = loaded.map_err(|failure| failed(visit, &failure))?;
    let Some(person) = PersonId::new(id).ok().and_then(|id| staff.persons.get(&id)) else {
        return Err(trouble(visit, &Trouble::Missing));
    };
    let mut way = crumbs(speech);
    way.push(Crumb::new(speech.say("office-persons"), "/office/persons"));
    let mut rows = vec![SummaryRow::new(speech.say("person-id"), html! { code { (person.id) } })];
    if sees_clearance(caller, &person.id) {
        rows.push(SummaryRow::new(speech.say("person-level"), clearance(speech, person)));
    }
    let tenures = staff.tenures.values().filter(|tenure| tenure.person == person.id);
    Ok(shown(Page::new(visit, person.name.clone()).here(Section::Office).crumbs(way).aside(summary_list(&rows)).draw(html! {
        @if person.left { p { (tag(Tone::Faint, &speech.say("person-left"))) } }
        @if let Some(link) = &link {
            (banner(Tone::Good, &speech.say("person-link-made"), html! { p { code { (link) } } }))
        }
        h2 { (speech.say("office-posts")) }
        ul {
            @for tenure in tenures {
                li {
                    @let title = staff.posts.get(&tenure.post).map_or_else(|| tenure.post.to_string(), |post| post.title.clone());
                    a href={ "/office/posts/" (tenure.post) } { bdi { (title) } } " "
                    span class="quiet" {
                        (speech.say(&format!("standing-{}", tenure.standing.word()))) ", " (speech.date(tenure.since)) " – "
                        @match tenure.until { Some(day) => (speech.date(day)), None => (speech.say("tenure-open")) }
                    }
                }
            }
        }
        @if administers(caller) && !person.left {
            (Form::new(visit, &format!("/office/persons/{}/link", person.id)).around(html! {
                p { (speech.say("person-link-body")) }
                div class="actions" { (Button::plain(&speech.say("person-link-make"))) }
            }))
            @let filled = filled(person, &seen);
            (disclosure(&speech.say("person-change"), false, form(caller, &staff, &filled, &Slips::new(), Some(&person.id))))
            (disclosure(&speech.say("person-leave"), false, leave_form(caller, &filled, &Slips::new(), &person.id)))
        }
        @if !history.is_empty() {
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &history)))
        }
    })))
}

fn stated(typed: &Typed, id: &str) -> Result<Vec<StaffChange>, Slip> {
    let compartments = typed.all("compartments");
    let compartments = compartments.iter().map(|one| Compartment::new(one)).collect::<Result<BTreeSet<_>, _>>();
    Ok(vec![StaffChange::Person(Person {
        id: PersonId::new(id).map_err(|refusal| ("id", refusal))?,
        name: typed.get("name").to_owned(),
        email: typed.some("email").map(str::to_owned),
        language: typed.some("language").map(str::to_owned),
        level: Level::from_word(typed.get("level")).ok_or_else(|| {
            ("level", Refusal::Said(sentence!("person-no-level", "Choose up to which level the person is cleared")))
        })?,
        compartments: compartments.map_err(|refusal| ("compartments", refusal))?,
        left: false,
    })])
}

fn offer(caller: &Caller, typed: &Typed, id: &str, person: Option<PersonId>) -> Offer {
    let title = caller.speech().say(if person.is_some() { "person-change" } else { "person-new" });
    let back = person.as_ref().map_or_else(|| "/office/persons".to_owned(), |one| format!("/office/persons/{one}"));
    let form: DrawForm =
        Box::new(move |caller, staff, typed, slips| form(caller, staff, typed, slips, person.as_ref()));
    Offer {
        thing: Thing::new(Noun::Person, id),
        changes: stated(typed, id),
        next: format!("/office/persons/{id}"),
        asking: Asking { title, field: "name", back, form },
    }
}

fn named(id: &str) -> Result<PersonId, Trouble> {
    PersonId::new(id).map_err(|_| Trouble::Missing)
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let person = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let offer = offer(&caller, &typed, &id, Some(person));
    change(caller, typed, offer).await
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let offer = offer(&caller, &typed, typed.get("id"), None);
    change(caller, typed, offer).await
}

async fn leave(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let person = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let next = format!("/office/persons/{id}");
    let changes = Ok(vec![StaffChange::Leave(person.clone())]);
    let form: DrawForm = Box::new(move |caller, _, typed, slips| leave_form(caller, typed, slips, &person));
    let asking = Asking { title: caller.speech().say("person-leave"), field: "leave", back: next.clone(), form };
    let offer = Offer { thing: Thing::new(Noun::Person, &id), changes, next, asking };
    change(caller, typed, offer).await
}

async fn link(caller: Caller, Path(id): Path<String>) -> Answer {
    let person = PersonId::new(&id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let made = caller.act(move |writer, turn, _| desk::invite(writer, turn, &person)).await;
    let secret = made.map_err(|failure| failed(&caller.visit, &failure))?;
    draw(&caller, &id, Some(caller.app.address_of(&format!("/invitations/{}", secret.reveal())))).await
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office/persons", Policy::SignedIn, list)
        .form("/office/persons", Policy::Administer, make)
        .page("/office/persons/{person}", Policy::SignedIn, show)
        .form("/office/persons/{person}", Policy::Administer, keep)
        .form("/office/persons/{person}/leave", Policy::Administer, leave)
        .form("/office/persons/{person}/link", Policy::Administer, link)
}
