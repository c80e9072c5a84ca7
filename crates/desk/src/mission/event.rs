//! The event of a mission, where it is one of the office's.

use model::{Date, Event, EventId, Mission, MissionEvent};
use store::Deed;

use crate::event::no_event;
use crate::review::Turn;
use crate::{EventFilter, Failure, Office};

/// Days by which an event may miss the days of a mission and still be offered for it.
const NEAR_DAYS: i64 = 30;

/// The event of this name, as far as the officer sees it.
pub(super) fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: EventId) -> Result<Event, Failure> {
    Ok(deed.event(&turn.officer.scope, id)?.ok_or_else(|| no_event(&id.to_string()))?)
}

/// A mission whose event, where it is one of the office's, is called as the office calls it.
pub(super) fn named(deed: &Deed<'_>, turn: &Turn<'_>, mission: Mission) -> Result<Mission, Failure> {
    let Some(id) = mission.event.as_ref().and_then(|event| event.id) else { return Ok(mission) };
    let event = held(deed, turn, id)?;
    let event = MissionEvent {
        id: Some(id),
        name: event.name,
        kind: event.kind,
        place: event.place,
        since: Some(event.since),
        until: Some(event.until),
    };
    Ok(Mission { event: Some(event), ..mission })
}

impl Office {
    /// Events to which a mission on these days may go: those near its days, or, where no days are known, those that are not over. One
    /// that was chosen stands among them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn events_for_mission(
        &self,
        days: Option<(Date, Date)>,
        chosen: Option<EventId>,
        today: Date,
    ) -> Result<Vec<Event>, Failure> {
        let mut events = self.events(&EventFilter::default())?;
        events.retain(|event| {
            let fits = match days {
                Some((since, until)) => event.meets(since.plus_days(-NEAR_DAYS), until.plus_days(NEAR_DAYS)),
                None => event.until >= today.plus_days(-NEAR_DAYS),
            };
            fits || Some(event.id) == chosen
        });
        Ok(events)
    }
}
