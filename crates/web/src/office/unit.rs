//! Units: the tree, one unit, and how its duties stand.

use axum::extract::Path;
use desk::{AsSeen, UnitDuties};
use maud::{Markup, html};
use model::{Noun, StaffChange, Thing, Unit, UnitId};

use super::foresight::{change, seen_field};
use super::{administers, crumbs, units, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Page, Section, Table, Trouble, disclosure, timeline};
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
            (disclosure(&speech.say("unit-new"), false, form(&caller, &staff, None, None, "/office/units")))
        }
    })))
}

/// The form of a unit; without one, of a new unit.
fn form(caller: &Caller, staff: &model::Staff, unit: Option<&Unit>, seen: Option<&AsSeen>, action: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut parents = vec![Choice::new("", speech.say("unit-no-parent"))];
    parents.extend(
        staff
            .units
            .values()
            .filter(|other| unit.is_none_or(|unit| unit.id != other.id))
            .map(|unit| Choice::new(unit.id.as_str(), unit.name.clone())),
    );
    Form::new(visit, action).around(html! {
        @if let Some(seen) = seen { (seen_field(seen)) }
        @if unit.is_none() { (Field::text("id", speech.say("unit-id")).hint(speech.say("short-name-hint")).draw(speech)) }
        (Field::text("name", speech.say("unit-name")).value(unit.map_or("", |unit| &unit.name)).draw(speech))
        (Field::select("parent", speech.say("unit-parent"), parents)
            .value(unit.and_then(|unit| unit.parent.as_ref()).map_or("", UnitId::as_str)).optional().draw(speech))
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
            Ok((office.staff()?, office.as_seen(thing)?, history, office.duties_by_unit(since, today)?))
        })
        .await;
    let (staff, seen, history, duties) = loaded.map_err(|failure| failed(visit, &failure))?;
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
        @if administers(&caller) {
            (disclosure(&speech.say("unit-change"), false, form(&caller, &staff, Some(unit), Some(&seen), &format!("/office/units/{}", unit.id))))
            (disclosure(&speech.say("post-new"), false, super::post::form(&caller, &staff, None, Some(&unit.id), None, "/office/posts")))
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

fn stated(typed: &Typed, id: &str) -> Result<Unit, model::Refusal> {
    let parent = typed.some("parent").map(UnitId::new).transpose()?;
    Ok(Unit { id: UnitId::new(id)?, name: typed.get("name").to_owned(), parent })
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let unit = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/units/{}", unit.id);
    change(caller, typed, Thing::new(Noun::Unit, &id), vec![StaffChange::Unit(unit)], &next).await
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("id").to_owned();
    let unit = stated(&typed, &id).map_err(|refusal| failed(&caller.visit, &refusal.into()))?;
    let next = format!("/office/units/{}", unit.id);
    change(caller, typed, Thing::new(Noun::Unit, &id), vec![StaffChange::Unit(unit)], &next).await
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
