//! Tenures: who acts for a post and did, deputies during a leave, and a post that changes hands.

use axum::extract::Path;
use desk::AsSeen;
use maud::{Markup, html};
use model::{Date, Noun, PersonId, Post, PostId, Refusal, Staff, StaffChange, Standing, Tenure, Thing, sentence};

use super::foresight::{Asking, DrawForm, Offer, SEEN, Slip, change, seen_field};
use super::post::named;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, tag};
use crate::failed::{Answer, failed, see_other, trouble};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// Days of a leave that the form proposes.
const LEAVE_DAYS: i64 = 14;

/// Everybody who acts for a post and did; its holder can end the time of a deputy.
pub fn tenures(caller: &Caller, staff: &Staff, post: &Post, holds: bool, today: Date) -> Markup {
    let speech = caller.visit.speech;
    let mut columns = vec![
        Column::new(speech.say("tenure-person")),
        Column::new(speech.say("tenure-standing")),
        Column::new(speech.say("tenure-since")),
        Column::new(speech.say("tenure-until")),
    ];
    if holds {
        columns.push(Column::new(speech.say("tenure-end-early")));
    }
    let table = staff.tenures_of(&post.id).iter().rev().fold(Table::new(speech.say("tenures"), columns).cards_on_phone(), |table, tenure| {
        let name = staff.persons.get(&tenure.person).map_or_else(|| tenure.person.to_string(), |person| person.name.clone());
        let mut cells = vec![
            html! { a href={ "/office/persons/" (tenure.person) } { bdi { (name) } } @if tenure.holds_on(today) { " " (tag(Tone::Good, &speech.say("tenure-now"))) } },
            html! { (speech.say(&format!("standing-{}", tenure.standing.word()))) },
            html! { (speech.date(tenure.since)) },
            html! { @match tenure.until { Some(day) => (speech.date(day)), None => (speech.say("tenure-open")) } },
        ];
        if holds {
            let lasts = tenure.standing == Standing::Deputy && tenure.until.is_none_or(|last| last >= today);
            cells.push(html! { @if lasts { (deputy_end_form(caller, post, tenure, today)) } });
        }
        table.row(cells)
    });
    table.draw(speech)
}

/// A holder who is back early ends the time of a deputy: their last day is yesterday, or their first if that is later.
fn deputy_end_form(caller: &Caller, post: &Post, tenure: &Tenure, today: Date) -> Markup {
    let speech = caller.visit.speech;
    let last = today.plus_days(-1).max(tenure.since);
    Form::new(&caller.visit, &format!("/office/posts/{}/deputy/end", post.id)).inline().around(html! {
        input type="hidden" name="person" value=(tenure.person);
        input type="hidden" name="last" value=(last);
        (Button::quiet(&speech.with("deputy-end", &[("day", speech.short_date(last).into())])))
    })
}

fn persons(staff: &Staff, speech: crate::speech::Speech) -> Vec<Choice> {
    let mut persons = vec![Choice::new("", speech.say("tenure-choose"))];
    let here = staff.persons.values().filter(|person| !person.left);
    persons.extend(here.map(|person| Choice::new(person.id.as_str(), person.name.clone())));
    persons
}

/// The form of a deputy before anything is typed.
pub fn leave(today: Date) -> Typed {
    Typed::of([("leave-since", today.to_string()), ("leave-until", today.plus_days(LEAVE_DAYS).to_string())])
}

/// A holder names a deputy for the days of a leave.
pub fn deputy_form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, post: &PostId) -> Markup {
    let speech = caller.visit.speech;
    Form::new(&caller.visit, &format!("/office/posts/{post}/deputy")).slips(slips).around(html! {
        (Field::select("deputy", speech.say("deputy-who"), persons(staff, speech)).value(typed.get("deputy")).slips(slips).draw(speech))
        (Field::date("leave-since", speech.say("tenure-since")).value(typed.get("leave-since")).slips(slips).draw(speech))
        (Field::date("leave-until", speech.say("tenure-until")).value(typed.get("leave-until")).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("deputy-go"))) }
    })
}

/// The form of a handover before anything is typed.
pub fn handover(seen: &AsSeen, today: Date) -> Typed {
    Typed::of([
        ("standing", Standing::Holder.word().to_owned()),
        ("since", today.to_string()),
        (SEEN, seen.n_facts.to_string()),
    ])
}

/// An administrator hands a post over, or appoints somebody beside its holder.
pub fn appoint_form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, post: &PostId) -> Markup {
    let speech = caller.visit.speech;
    let standings = Standing::ALL
        .iter()
        .map(|one| Choice::new(one.word(), speech.say(&format!("standing-{}", one.word()))))
        .collect();
    Form::new(&caller.visit, &format!("/office/posts/{post}/tenure")).slips(slips).around(html! {
        p { (speech.say("post-hand-over-body")) }
        (seen_field(typed))
        (Field::select("person", speech.say("tenure-person"), persons(staff, speech)).value(typed.get("person")).slips(slips).draw(speech))
        (Field::radios("standing", speech.say("tenure-standing"), standings).value(typed.get("standing")).slips(slips).draw(speech))
        (Field::date("since", speech.say("tenure-since")).value(typed.get("since")).slips(slips).draw(speech))
        (Field::date("until", speech.say("tenure-until")).value(typed.get("until")).slips(slips).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

/// A person that was chosen from a list.
fn person(typed: &Typed, name: &'static str) -> Result<PersonId, Slip> {
    PersonId::new(typed.get(name))
        .map_err(|_| (name, Refusal::Said(sentence!("tenure-no-person", "Choose a person from the list"))))
}

/// A day that was typed, or the sentence that asks for one.
fn day(typed: &Typed, name: &'static str) -> Result<Date, Slip> {
    Date::parse(typed.get(name))
        .ok_or_else(|| (name, Refusal::Said(sentence!("tenure-no-day", "Write the day as 2026-03-12"))))
}

fn stated(typed: &Typed, post: &PostId) -> Result<Vec<StaffChange>, Slip> {
    let until = typed.some("until").map(|_| day(typed, "until")).transpose()?;
    let standing = Standing::from_word(typed.get("standing")).unwrap_or(Standing::Holder);
    let (person, since) = (person(typed, "person")?, day(typed, "since")?);
    Ok(vec![StaffChange::Appoint(Tenure { post: post.clone(), person, standing, since, until })])
}

async fn appoint(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let (next, changes) = (format!("/office/posts/{id}"), stated(&typed, &post));
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| appoint_form(caller, staff, typed, slips, &post));
    let asking = Asking { title: caller.speech().say("post-hand-over"), field: "person", back: next.clone(), form };
    let offer = Offer { thing: Thing::new(Noun::Post, &id), changes, next, asking };
    change(caller, typed, offer).await
}

async fn deputy(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let of = post.clone();
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| deputy_form(caller, staff, typed, slips, &of));
    let (title, next) = (caller.speech().say("deputy-new"), format!("/office/posts/{id}"));
    let asking = Asking { title, field: "deputy", back: next.clone(), form };
    let stated = || -> Result<_, Slip> {
        Ok((person(&typed, "deputy")?, (day(&typed, "leave-since")?, day(&typed, "leave-until")?)))
    };
    let (person, days) = match stated() {
        Ok(stated) => stated,
        Err((field, refusal)) => {
            return Err(asking.again(&caller, &typed, field, &caller.speech().refusal(&refusal)).await);
        }
    };
    let done =
        caller.act(move |writer, turn, _| desk::appoint_deputy(writer, turn, &post, &person, days).map(|_| ())).await;
    asking.kept(&caller, &typed, done, &next).await
}

async fn end_deputy(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let stated = || -> Result<_, Slip> { Ok((person(&typed, "person")?, day(&typed, "last")?)) };
    let (person, last) = stated().map_err(|(_, refusal)| failed(&caller.visit, &refusal.into()))?;
    let done = caller.act(move |writer, turn, _| desk::end_deputy(writer, turn, &post, &person, last)).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/office/posts/{id}")))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .form("/office/posts/{post}/tenure", Policy::Administer, appoint)
        .form("/office/posts/{post}/deputy", Policy::SignedIn, deputy)
        .form("/office/posts/{post}/deputy/end", Policy::SignedIn, end_deputy)
}
