//! When a unit works: which country's free days it keeps, and by whose clock its days end.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, WorkHours};
use maud::{Markup, html};
use model::{UnitId, WorkCalendar};

use super::crumbs;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, Trouble};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// What a unit is called, when it works, and how many days are known on which nobody does.
struct Loaded {
    name: String,
    hours: WorkHours,
    n_free_days: usize,
}

fn load(office: &Office, id: &UnitId) -> Result<Loaded, Failure> {
    let hours = office.work_hours(id)?;
    let name = office.tree()?.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone());
    let n_free_days = office.free_days()?.iter().filter(|one| hours.country.as_ref() == Some(&one.country)).count();
    Ok(Loaded { name, hours, n_free_days })
}

/// In one sentence when a unit works.
pub(super) fn told(speech: Speech, hours: &WorkHours) -> String {
    let zone = hours.zone.clone().unwrap_or_else(|| "UTC".to_owned());
    match &hours.country {
        Some(country) => {
            speech.with("work-calendar-told", &[("country", country.clone().into()), ("zone", zone.into())])
        }
        None => speech.with("work-calendar-told-always", &[("zone", zone.into())]),
    }
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let unit = UnitId::new(&id).map_err(|_| trouble(&caller.visit, &Trouble::Missing))?;
    again(&caller, unit, None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    unit: UnitId,
    typed: Option<&Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let loaded = caller.read(move |office| load(office, &unit)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let unit = UnitId::new(&id).map_err(|_| trouble(&caller.visit, &Trouble::Missing))?;
    let said = |name: &str| typed.some(name).map(str::to_owned);
    let revision = typed.get("seen").parse().unwrap_or(0);
    let changed =
        WorkCalendar { country: said("country"), zone: said("zone"), revision, ..WorkCalendar::of(unit.clone()) };
    match caller.act(move |writer, turn, _| desk::keep_work_calendar(writer, turn, changed)).await {
        Ok(_) => Ok(see_other(&format!("/office/units/{id}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                let is_zone = typed.some("zone").is_none_or(|zone| desk::zones().iter().any(|one| one == zone));
                slips.note(if is_zone { "country" } else { "zone" }, said);
                again(&caller, unit, Some(&typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: Option<&Typed>, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let own = &loaded.hours.own;
    let address = format!("/office/units/{}", own.unit);
    let stands = typed.cloned().unwrap_or_else(|| {
        let (country, zone) = (own.country.clone().unwrap_or_default(), own.zone.clone().unwrap_or_default());
        Typed::of([("country", country), ("zone", zone), ("seen", own.revision.to_string())])
    });
    let mut zones = vec![Choice::new("", speech.say("work-calendar-as-above"))];
    zones.extend(desk::zones().into_iter().map(|zone| Choice::new(zone.clone(), zone)));
    let mut way = crumbs(speech);
    way.push(Crumb::new(loaded.name.clone(), address.clone()));
    Page::new(visit, speech.say("work-calendar-title")).here(Section::Office).crumbs(way).slips(slips)
        .lead(html! { (speech.say("work-calendar-lead")) })
        .draw(html! {
            p { (told(speech, &loaded.hours)) }
            @if loaded.hours.country.is_some() {
                p {
                    (speech.with("work-calendar-free-days", &[("n", i64::try_from(loaded.n_free_days).unwrap_or(i64::MAX).into())])) " "
                    a href="/office/liaison#free-days" { (speech.say("work-calendar-free-days-link")) }
                }
            }
            (Form::new(visit, &format!("{address}/calendar")).slips(slips).around(html! {
                input type="hidden" name="seen" value=(stands.get("seen"));
                (Field::text("country", speech.say("host-country")).hint(speech.say("work-calendar-country-hint"))
                    .value(stands.get("country")).narrow().length_max(2).optional().slips(slips).draw(speech))
                (Field::select("zone", speech.say("meeting-zone"), zones).value(stands.get("zone")).optional().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("work-calendar-keep"))) }
            }))
        })
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/office/units/{unit}/calendar", Policy::Administer, show).form(
        "/office/units/{unit}/calendar",
        Policy::Administer,
        keep,
    )
}
