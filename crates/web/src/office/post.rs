//! Posts: what each may do, who acts for it and did, how its duties stand, and deputies during leave.

use std::collections::BTreeSet;

use axum::extract::Path;
use desk::{AsSeen, Failure};
use maud::{Markup, html};
use model::{Date, Noun, PersonId, Post, PostId, Power, Refusal, StaffChange, Standing, Tenure, Thing, UnitId};

use super::foresight::{change, seen_field};
use super::{administers, crumbs};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, SummaryRow, Table, Tone, Trouble, disclosure,
    summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, see_other, shown, trouble};
use crate::history::{tell, timeline_of};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// The form of a post; without one, of a new post in a unit.
pub fn form(
    caller: &Caller,
    staff: &model::Staff,
    post: Option<&Post>,
    unit: Option<&UnitId>,
    seen: Option<&AsSeen>,
    action: &str,
) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let units = staff.units.values().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone())).collect();
    let powers = Power::ALL.iter().map(|power| {
        Choice::new(power.word(), speech.say(&format!("power-{}", power.word())))
            .hint(speech.say(&format!("power-{}-hint", power.word())))
    });
    let held: Vec<String> = post.iter().flat_map(|post| &post.powers).map(|power| power.word().to_owned()).collect();
    let of_unit = post.map(|post| &post.unit).or(unit).map_or("", UnitId::as_str);
    Form::new(visit, action).around(html! {
        @if let Some(seen) = seen { (seen_field(seen)) }
        @if post.is_none() { (Field::text("id", speech.say("post-id")).hint(speech.say("short-name-hint")).draw(speech)) }
        (Field::text("title", speech.say("post-title")).value(post.map_or("", |post| &post.title)).draw(speech))
        (Field::select("unit", speech.say("post-unit"), units).value(of_unit).draw(speech))
        (Field::checks("powers", speech.say("post-powers"), powers.collect()).values(held).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let today = caller.app.today();
    let name = id.clone();
    let loaded = caller
        .read(move |office| {
            let thing = Thing::new(Noun::Post, &name);
            let history = tell(office, office.history(&thing)?)?;
            let inbox = match PostId::new(&name) {
                Ok(post) => office.inbox(&[post], None, None, today)?,
                Err(_) => desk::Inbox::default(),
            };
            Ok((office.staff()?, office.as_seen(thing)?, history, inbox))
        })
        .await;
    let (staff, seen, history, inbox) = loaded.map_err(|failure| failed(visit, &failure))?;
    let Some(post) = PostId::new(&id).ok().and_then(|id| staff.posts.get(&id)) else {
        return Err(trouble(visit, &Trouble::Missing));
    };
    let unit = staff.units.get(&post.unit).map_or_else(|| post.unit.to_string(), |unit| unit.name.clone());
    let mut way = crumbs(speech);
    way.push(Crumb::new(unit, format!("/office/units/{}", post.unit)));
    let holds = caller.officer.posts.iter().any(|(held, standing)| held.id == post.id && *standing == Standing::Holder);
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let rows = [
        SummaryRow::new(
            speech.say("post-powers"),
            html! {
                @if post.powers.is_empty() { (speech.say("post-no-powers")) }
                @for (at, power) in post.powers.iter().enumerate() { @if at > 0 { ", " } (speech.say(&format!("power-{}", power.word()))) }
            },
        ),
        SummaryRow::new(speech.say("duties-open"), html! { (speech.number(count(inbox.n_open))) }),
        SummaryRow::new(speech.say("duties-late"), html! { (speech.number(count(inbox.n_late))) }),
    ];
    Ok(shown(Page::new(visit, post.title.clone()).here(Section::Office).crumbs(way).aside(summary_list(&rows)).draw(html! {
        @if post.closed { p { (tag(Tone::Faint, &speech.say("post-closed"))) } }
        (tenures(speech, &staff, post, today))
        @if holds { (disclosure(&speech.say("deputy-new"), false, deputy_form(&caller, &staff, post, today))) }
        @if administers(&caller) && !post.closed {
            (disclosure(&speech.say("post-hand-over"), false, appoint_form(&caller, &staff, post, &seen, today)))
            (disclosure(&speech.say("post-change"), false, form(&caller, &staff, Some(post), None, Some(&seen), &format!("/office/posts/{}", post.id))))
            (disclosure(&speech.say("post-close"), false, close_form(&caller, &staff, post, &seen)))
        }
        h2 { (speech.say("history-title")) }
        (timeline(&timeline_of(speech, &history)))
    })))
}

fn tenures(speech: crate::speech::Speech, staff: &model::Staff, post: &Post, today: Date) -> Markup {
    let columns = vec![
        Column::new(speech.say("tenure-person")),
        Column::new(speech.say("tenure-standing")),
        Column::new(speech.say("tenure-since")),
        Column::new(speech.say("tenure-until")),
    ];
    let table = staff.tenures_of(&post.id).iter().rev().fold(Table::new(speech.say("tenures"), columns).cards_on_phone(), |table, tenure| {
        let name = staff.persons.get(&tenure.person).map_or_else(|| tenure.person.to_string(), |person| person.name.clone());
        table.row(vec![
            html! { a href={ "/office/persons/" (tenure.person) } { bdi { (name) } } @if tenure.holds_on(today) { " " (tag(Tone::Good, &speech.say("tenure-now"))) } },
            html! { (speech.say(&format!("standing-{}", tenure.standing.word()))) },
            html! { (speech.date(tenure.since)) },
            html! { @match tenure.until { Some(day) => (speech.date(day)), None => (speech.say("tenure-open")) } },
        ])
    });
    table.draw(speech)
}

fn persons(staff: &model::Staff) -> Vec<Choice> {
    staff
        .persons
        .values()
        .filter(|person| !person.left)
        .map(|person| Choice::new(person.id.as_str(), person.name.clone()))
        .collect()
}

/// A holder names a deputy for the days of a leave.
fn deputy_form(caller: &Caller, staff: &model::Staff, post: &Post, today: Date) -> Markup {
    let speech = caller.visit.speech;
    Form::new(&caller.visit, &format!("/office/posts/{}/deputy", post.id)).around(html! {
        (Field::select("person", speech.say("deputy-who"), persons(staff)).draw(speech))
        (Field::date("since", speech.say("tenure-since")).value(today.to_string()).draw(speech))
        (Field::date("until", speech.say("tenure-until")).value(today.plus_days(14).to_string()).draw(speech))
        div class="actions" { (Button::plain(&speech.say("deputy-go"))) }
    })
}

fn appoint_form(caller: &Caller, staff: &model::Staff, post: &Post, seen: &AsSeen, today: Date) -> Markup {
    let speech = caller.visit.speech;
    let standings = Standing::ALL
        .iter()
        .map(|one| Choice::new(one.word(), speech.say(&format!("standing-{}", one.word()))))
        .collect();
    Form::new(&caller.visit, &format!("/office/posts/{}/tenure", post.id)).around(html! {
        p { (speech.say("post-hand-over-body")) }
        (seen_field(seen))
        (Field::select("person", speech.say("tenure-person"), persons(staff)).draw(speech))
        (Field::radios("standing", speech.say("tenure-standing"), standings).value(Standing::Holder.word()).draw(speech))
        (Field::date("since", speech.say("tenure-since")).value(today.to_string()).draw(speech))
        (Field::date("until", speech.say("tenure-until")).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

fn close_form(caller: &Caller, staff: &model::Staff, post: &Post, seen: &AsSeen) -> Markup {
    let speech = caller.visit.speech;
    let others = staff.posts.values().filter(|other| other.id != post.id && !other.closed);
    let mut takers = vec![Choice::new("", speech.say("post-close-nobody"))];
    takers.extend(others.map(|post| Choice::new(post.id.as_str(), post.title.clone())));
    Form::new(&caller.visit, &format!("/office/posts/{}/close", post.id)).around(html! {
        p { (speech.say("post-close-body")) }
        (seen_field(seen))
        (Field::select("to", speech.say("post-close-to"), takers).optional().draw(speech))
        div class="actions" { (Button::grave(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

fn stated(typed: &Typed, id: &str) -> Result<Post, Refusal> {
    let powers: BTreeSet<Power> = typed.all("powers").iter().filter_map(|word| Power::from_word(word)).collect();
    let (id, unit) = (PostId::new(id)?, UnitId::new(typed.get("unit"))?);
    Ok(Post { id, title: typed.get("title").to_owned(), unit, powers, closed: false })
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/posts/{}", post.id);
    change(caller, typed, Thing::new(Noun::Post, &id), vec![StaffChange::Post(post)], &next).await
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("id").to_owned();
    let post = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/posts/{}", post.id);
    change(caller, typed, Thing::new(Noun::Post, &id), vec![StaffChange::Post(post)], &next).await
}

/// A day that was typed, or the sentence that asks for one.
fn day(typed: &Typed, name: &str) -> Result<Date, Refusal> {
    Date::parse(typed.get(name)).ok_or_else(|| Refusal::Said("Write the day as 2026-03-12".to_owned()))
}

async fn appoint(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let stated = || -> Result<Tenure, Refusal> {
        let until = typed.some("until").map(|_| day(&typed, "until")).transpose()?;
        let standing = Standing::from_word(typed.get("standing")).unwrap_or(Standing::Holder);
        Ok(Tenure {
            post: PostId::new(&id)?,
            person: PersonId::new(typed.get("person"))?,
            standing,
            since: day(&typed, "since")?,
            until,
        })
    };
    let tenure = stated().map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/posts/{id}");
    change(caller, typed, Thing::new(Noun::Post, &id), vec![StaffChange::Appoint(tenure)], &next).await
}

async fn close(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let stated = || -> Result<StaffChange, Refusal> {
        let to = typed.some("to").map(PostId::new).transpose()?;
        Ok(StaffChange::ClosePost { post: PostId::new(&id)?, to })
    };
    let closed = stated().map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/posts/{id}");
    change(caller, typed, Thing::new(Noun::Post, &id), vec![closed], &next).await
}

async fn deputy(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let stated = || -> Result<(PostId, PersonId, (Date, Date)), Refusal> {
        Ok((PostId::new(&id)?, PersonId::new(typed.get("person"))?, (day(&typed, "since")?, day(&typed, "until")?)))
    };
    let (post, person, days) = stated().map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let done: Result<(), Failure> =
        caller.act(move |writer, turn, _| desk::appoint_deputy(writer, turn, &post, &person, days).map(|_| ())).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/office/posts/{id}")))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .form("/office/posts", Policy::Administer, make)
        .page("/office/posts/{post}", Policy::SignedIn, show)
        .form("/office/posts/{post}", Policy::Administer, keep)
        .form("/office/posts/{post}/tenure", Policy::Administer, appoint)
        .form("/office/posts/{post}/close", Policy::Administer, close)
        .form("/office/posts/{post}/deputy", Policy::SignedIn, deputy)
}
