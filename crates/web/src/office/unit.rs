//! Units: the tree, one unit, and how its duties stand.

use axum::extract::Path;
use desk::{AsSeen, UnitDuties};
use maud::{Markup, html};
use model::{Noun, Staff, StaffChange, Thing, Unit, UnitId};

use super::foresight::{Asking, DrawForm, Offer, SEEN, Slip, change, seen_field};
use super::{administers, crumbs, units, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, Trouble, disclosure, timeline,
};
use crate::failed::{Answer, failed, shown, trouble};
use crate::history::{tell, timeline_of};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// Days over which duties that were done are counted: a quarter of a year.
const COUNTED_DAYS: i64 = 91;

const DAY_MICROS: i64 = 86_400_000_000;

async fn home(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let staff = caller.read(|office| office.staff()).await.map_err(|failure| failed(visit, &failure))?;
    let today = caller.app.today();
    Ok(shown(Page::new(visit, speech.say("nav-office")).here(Section::Office).draw(html! {
        (views(&caller, "/office"))
        (units(speech, &staff, today))
        @if administers(&caller) {
            (disclosure(&speech.say("unit-new"), false, form(&caller, &staff, &Typed::default(), &Slips::new(), None)))
        }
    })))
}

/// A unit as its form shows it.
fn filled(unit: &Unit, seen: &AsSeen) -> Typed {
    let parent = unit.parent.as_ref().map_or_else(String::new, ToString::to_string);
    Typed::of([("name", unit.name.clone()), ("parent", parent), (SEEN, seen.n_facts.to_string())])
}

/// The form of a unit; without one, of a new unit.
fn form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, unit: Option<&UnitId>) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut parents = vec![Choice::new("", speech.say("unit-no-parent"))];
    let others = staff.units.values().filter(|other| unit != Some(&other.id));
    parents.extend(others.map(|unit| Choice::new(unit.id.as_str(), unit.name.clone())));
    let action = unit.map_or_else(|| "/office/units".to_owned(), |unit| format!("/office/units/{unit}"));
    Form::new(visit, &action).slips(slips).around(html! {
        (seen_field(typed))
        @if unit.is_none() { (Field::text("id", speech.say("unit-id")).hint(speech.say("short-name-hint")).value(typed.get("id")).slips(slips).draw(speech)) }
        (Field::text("name", speech.say("unit-name")).value(typed.get("name")).slips(slips).draw(speech))
        (Field::select("parent", speech.say("unit-parent"), parents).value(typed.get("parent")).slips(slips).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let today = caller.app.today();
    let since = caller.app.now() - COUNTED_DAYS * DAY_MICROS;
    let name = id.clone();
    let loaded = caller
        .read(move |office| {
            let thing = Thing::new(Noun::Unit, &name);
            let history = tell(office, office.history(&thing)?)?;
            let hours = UnitId::new(&name).ok().map(|unit| office.work_hours(&unit)).transpose()?;
            Ok((office.staff()?, office.as_seen(thing)?, history, office.duties_by_unit(since, today)?, hours))
        })
        .await;
    let (staff, seen, history, duties, hours) = loaded.map_err(|failure| failed(visit, &failure))?;
    let Some(unit) = UnitId::new(&id).ok().and_then(|id| staff.units.get(&id)) else {
        return Err(trouble(visit, &Trouble::Missing));
    };
    let of_units = staff.tree();
    let posts = staff.posts.values().filter(|post| post.unit == unit.id);
    let below: Vec<UnitDuties> = duties.into_iter().filter(|one| of_units.is_within(&one.unit.id, &unit.id)).collect();
    let mut way = crumbs(speech);
    way.extend(
        of_units
            .upwards(&unit.id)
            .iter()
            .skip(1)
            .rev()
            .filter_map(|above| of_units.unit(above))
            .map(|above| crate::component::Crumb::new(above.name.clone(), format!("/office/units/{}", above.id))),
    );
    Ok(shown(Page::new(visit, unit.name.clone()).here(Section::Office).crumbs(way).draw(html! {
        h2 { (speech.say("office-posts")) }
        ul {
            @for post in posts {
                li {
                    a href={ "/office/posts/" (post.id) } { bdi { (post.title) } } ": "
                    @let acting = staff.acting(&post.id, today);
                    @if post.closed { (speech.say("post-closed")) } @else if acting.is_empty() { (speech.say("post-vacant")) }
                    @for (at, (person, _)) in acting.iter().enumerate() { @if at > 0 { ", " } bdi { (person.name) } }
                }
            }
        }
        (table(speech, &below))
        p { a href={ "/needs?unit=" (unit.id) } { (speech.say("unit-needs")) } }
        p { a href={ "/office/units/" (unit.id) "/equipment" } { (speech.say("equipment-title")) } }
        @if let Some(hours) = &hours {
            p {
                (super::work_calendar::told(speech, hours))
                @if administers(&caller) { " " a href={ "/office/units/" (unit.id) "/calendar" } { (speech.say("work-calendar-change")) } }
            }
        }
        @if administers(&caller) {
            (disclosure(&speech.say("unit-change"), false, form(&caller, &staff, &filled(unit, &seen), &Slips::new(), Some(&unit.id))))
            (disclosure(&speech.say("post-new"), false, super::post::form(&caller, &staff, &super::post::blank(&unit.id), &Slips::new(), None)))
        }
        h2 { (speech.say("history-title")) }
        (timeline(&timeline_of(speech, &history)))
    })))
}

/// How duties stand, unit by unit.
fn table(speech: crate::speech::Speech, duties: &[UnitDuties]) -> Markup {
    let columns = vec![
        Column::new(speech.say("duties-unit")),
        Column::numeric(speech.say("duties-open")),
        Column::numeric(speech.say("duties-late")),
        Column::numeric(speech.say("duties-raised")),
        Column::numeric(speech.say("duties-done")),
        Column::numeric(speech.say("duties-done-late")),
        Column::numeric(speech.say("duties-let-go")),
    ];
    let number = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    let table = duties.iter().fold(Table::new(speech.say("duties-title"), columns), |table, one| {
        let count = one.count;
        table.row(vec![
            html! { span class={ "depth depth-" (one.depth.min(6)) } { a href={ "/office/units/" (one.unit.id) } { bdi { (one.unit.name) } } } },
            number(count.n_open),
            number(count.n_late),
            number(count.n_raised),
            number(count.n_done),
            number(count.n_done_late),
            number(count.n_let_go),
        ])
    });
    table.draw(speech)
}

async fn duties(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (today, since) = (caller.app.today(), caller.app.now() - COUNTED_DAYS * DAY_MICROS);
    let duties = caller.read(move |office| office.duties_by_unit(since, today)).await;
    let duties = duties.map_err(|failure| failed(visit, &failure))?;
    Ok(shown(Page::new(visit, speech.say("office-duties")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        (views(&caller, "/office/duties"))
        p { (speech.with("duties-body", &[("days", COUNTED_DAYS.into())])) }
        (table(speech, &duties))
    })))
}

fn stated(typed: &Typed, id: &str) -> Result<Vec<StaffChange>, Slip> {
    let parent = typed.some("parent").map(UnitId::new).transpose().map_err(|refusal| ("parent", refusal))?;
    let id = UnitId::new(id).map_err(|refusal| ("id", refusal))?;
    Ok(vec![StaffChange::Unit(Unit { id, name: typed.get("name").to_owned(), parent })])
}

fn offer(caller: &Caller, typed: &Typed, id: &str, unit: Option<UnitId>) -> Offer {
    let title = caller.speech().say(if unit.is_some() { "unit-change" } else { "unit-new" });
    let back = unit.as_ref().map_or_else(|| "/office".to_owned(), |unit| format!("/office/units/{unit}"));
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| form(caller, staff, typed, slips, unit.as_ref()));
    Offer {
        thing: Thing::new(Noun::Unit, id),
        changes: stated(typed, id),
        next: format!("/office/units/{id}"),
        asking: Asking { title, field: "name", back, form },
    }
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let unit = UnitId::new(&id).map_err(|_| trouble(&caller.visit, &Trouble::Missing))?;
    let offer = offer(&caller, &typed, &id, Some(unit));
    change(caller, typed, offer).await
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let offer = offer(&caller, &typed, typed.get("id"), None);
    change(caller, typed, offer).await
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office", Policy::SignedIn, home)
        .page("/office/duties", Policy::SignedIn, duties)
        .form("/office/units", Policy::Administer, make)
        .page("/office/units/{unit}", Policy::SignedIn, show)
        .form("/office/units/{unit}", Policy::Administer, keep)
}
