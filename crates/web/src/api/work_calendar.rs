//! When units work.

use desk::WorkHours;
use model::{UnitId, WorkCalendar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::{as_a_rule, missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// When a unit works.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorkCalendarView {
    /// The country whose weekends and free days hold for it, by its code of two letters; null where every day counts.
    pub country: Option<String>,
    /// The time zone by whose clock its days end; null for universal time.
    pub zone: Option<String>,
    /// What it says itself of the country; null: as the unit above.
    pub own_country: Option<String>,
    /// What it says itself of the zone; null: as the unit above.
    pub own_zone: Option<String>,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
}

impl From<WorkHours> for WorkCalendarView {
    fn from(hours: WorkHours) -> WorkCalendarView {
        let WorkHours { own, country, zone } = hours;
        WorkCalendarView { country, zone, own_country: own.country, own_zone: own.zone, revision: own.revision }
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<WorkCalendarView> {
    let unit = UnitId::new(way.get("unit")).map_err(|_| missing(&caller))?;
    let hours = read(&caller, move |office| office.work_hours(&unit)).await?;
    Ok(Found::one(WorkCalendarView::from(hours)))
}

/// When a unit shall work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkCalendarBody {
    /// The country by its code of two letters; left out, as the unit above.
    country: Option<String>,
    /// The time zone by its name, such as `Europe/Moscow`; left out, as the unit above.
    zone: Option<String>,
    /// The state that was seen.
    revision: u32,
}

async fn keep(caller: Caller, sent: Sent<WorkCalendarBody>) -> Done<WorkCalendarView> {
    let unit = UnitId::new(sent.way.get("unit")).map_err(|_| missing(&caller))?;
    let WorkCalendarBody { country, zone, revision } = sent.body.clone();
    let changed = WorkCalendar { country, zone, revision, ..WorkCalendar::of(unit.clone()) };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let hours = desk::keep_work_calendar(writer, turn, changed).map_err(as_a_rule)?;
        Ok(Reply::of(WorkCalendarView::from(hours)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let path = "/api/v1/units/{unit}/calendar";
    api.read(path, Policy::SignedIn, "show_work_calendar", "When a unit works", show).act(
        path,
        Policy::Administer,
        "keep_work_calendar",
        "Says when a unit works",
        keep,
    )
}
