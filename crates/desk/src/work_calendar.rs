//! When units work: a time that is given in days ends on a day on which somebody is there, and a day is over when it is over there.
//!
//! A day that people chose, as that on which an answer is wanted, stays as they chose it.

use model::{Date, Duty, Noun, PostId, Power, Refusal, Thing, UnitId, Verb, WorkCalendar, day_of_work, sentence};
use store::{Deed, Writer};

use crate::review::Turn;
use crate::zone::{day_in, is_zone};
use crate::{Failure, Office};

/// When a unit works, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkHours {
    /// What the unit itself says.
    pub own: WorkCalendar,
    /// The country whose free days it keeps; `None` where every day counts.
    pub country: Option<String>,
    /// The zone by whose clock its days end; `None` for universal time.
    pub zone: Option<String>,
}

/// Says when a unit works. `changed.revision` is that of the state which was seen.
///
/// # Errors
/// Refused without the power to administer, when there is no such unit, country or zone, and when somebody changed it in between.
pub fn keep_work_calendar(writer: &mut Writer, turn: &Turn<'_>, changed: WorkCalendar) -> Result<WorkHours, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let changed = changed.tidied()?;
    if let Some(zone) = changed.zone.as_deref().filter(|zone| !is_zone(zone)) {
        return Err(Failure::said(sentence!(
            "zone-unknown",
            "`{zone}` is no time zone; write its name such as Europe/Berlin, or UTC",
            zone
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if crate::review::tree(deed)?.unit(&changed.unit).is_none() {
            return Err(no_unit(&changed.unit).into());
        }
        let before = deed.work_calendar(&changed.unit)?.unwrap_or_else(|| WorkCalendar::of(changed.unit.clone()));
        if changed == before {
            return Ok(hours(deed.work_calendars(&before.unit)?, &before.unit));
        }
        if changed.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "work-calendar-changed",
                "Somebody changed when this unit works in between; open it again, and change what is still to be changed"
            ))));
        }
        let changed = WorkCalendar { revision: before.revision + 1, ..changed };
        deed.keep_work_calendar(&changed)?;
        let said = [changed.country.as_deref(), changed.zone.as_deref()].map(|part| part.unwrap_or("as above"));
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Unit, &changed.unit));
        deed.note(&fact.with(format!("calendar {}, zone {}", said[0], said[1])))?;
        Ok(hours(deed.work_calendars(&changed.unit)?, &changed.unit))
    })
}

/// When a unit works, by its own calendar and those above it.
fn hours(above: Vec<WorkCalendar>, unit: &UnitId) -> WorkHours {
    let (country, zone) = WorkCalendar::in_force(&above);
    let (country, zone) = (country.map(str::to_owned), zone.map(str::to_owned));
    let own = above.into_iter().find(|calendar| calendar.unit == *unit);
    WorkHours { own: own.unwrap_or_else(|| WorkCalendar::of(unit.clone())), country, zone }
}

fn no_unit(unit: &UnitId) -> Refusal {
    Refusal::NotFound {
        noun: "unit",
        text: unit.to_string(),
        next: sentence!("next-look-units", "look in the list of units"),
    }
}

impl Office {
    /// When a unit works.
    ///
    /// # Errors
    /// Refused when there is no such unit.
    pub fn work_hours(&self, unit: &UnitId) -> Result<WorkHours, Failure> {
        self.tree()?.unit(unit).ok_or_else(|| no_unit(unit))?;
        Ok(hours(self.reader.work_calendars(&self.scope, unit)?, unit))
    }
}

/// The day that it is where a unit is. `today` is that of the office.
pub(crate) fn day_at(deed: &Deed<'_>, unit: &UnitId, today: Date) -> Result<Date, Failure> {
    let above = deed.work_calendars(unit)?;
    Ok(WorkCalendar::in_force(&above).1.and_then(|zone| day_in(deed.at(), zone)).unwrap_or(today))
}

/// The last day of a time that ends on a day: the next on which somebody works at the post.
pub(crate) fn last_day(deed: &Deed<'_>, post: &PostId, until: Date) -> Result<Date, Failure> {
    let Some(post) = deed.post(post)? else { return Ok(until) };
    let above = deed.work_calendars(&post.unit)?;
    let Some(country) = WorkCalendar::in_force(&above).0 else { return Ok(until) };
    Ok(day_of_work(until, &deed.free_days_from(country, until)?))
}

/// Lays a duty on a post whose time was given in days.
pub(crate) fn charge(deed: &mut Deed<'_>, duty: &Duty) -> Result<Duty, Failure> {
    let duty = Duty { due: last_day(deed, &duty.post, duty.due)?, ..duty.clone() };
    deed.charge(&duty)?;
    Ok(duty)
}
