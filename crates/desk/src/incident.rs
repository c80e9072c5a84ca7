//! Incidents with hosts: noted, followed, settled.

use model::{HostId, Incident, IncidentId, IncidentStep, Power, Refusal, Verb, sentence};
use store::{Scope, Writer};

use crate::exchange::marking_of_partner;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

pub(crate) fn no_incident(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "incident",
        text: text.to_owned(),
        next: sentence!("next-look-host-page", "look for it on the page of its host"),
    }
}

/// Notes an incident with the first step of its course. It is marked at least as the host and the mission. A form that is sent
/// twice notes once.
///
/// # Errors
/// Refused when it is not in order, when the officer does not act for the post, or where host or mission are not there.
pub fn note_incident(
    writer: &mut Writer,
    turn: &Turn<'_>,
    incident: Incident,
    first: &str,
) -> Result<Incident, Failure> {
    let incident = incident.tidied(turn.today)?;
    let officer = turn.officer;
    let acting = officer.acting_for(&incident.post);
    let who = acting.as_ref().map_or_else(|_| officer.person.id.to_string(), ToString::to_string);
    writer.transact(&who, turn.now, |deed| {
        // Whether there is such a host is said first, so that one that is hidden and none answer alike.
        let marking = marking_of_partner(deed, officer, incident.host, incident.mission, &incident.marking)?;
        acting?;
        if let Some(held) = deed.incident(&Scope::office(), incident.id)? {
            if held.post == incident.post && held.title == incident.title {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "partner-form-sent",
                "This form was sent before; open a new one to note something else"
            )));
        }
        let incident = Incident { marking, course: Vec::new(), made_at: turn.now, ..incident };
        let step = IncidentStep { text: first.to_owned(), settles: false, by: who.clone(), at: turn.now };
        let incident = incident.go_on(step)?;
        deed.keep_incident(&incident, Verb::Registered)?;
        Ok(incident)
    })
}

/// Goes on with the course of an incident. `n_seen` is the number of steps that were seen: a form that is sent twice writes once, and
/// nobody settles what went on in between.
///
/// # Errors
/// Refused without words, to whoever neither acts for its post nor coordinates nor documents, or when it went on in between.
pub fn follow_incident(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: IncidentId,
    n_seen: usize,
    text: &str,
    settles: bool,
) -> Result<Incident, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.incident(&officer.scope, id)?.ok_or_else(|| no_incident(&id.to_string()))?;
        let by_power = || officer.by_power(Power::Coordinate).or_else(|_| officer.by_power(Power::Document));
        let actor = officer.acting_for(&held.post).or_else(|_| by_power())?;
        if held.course.len() != n_seen {
            let last = held.course.last();
            if held.course.len() == n_seen + 1
                && last.is_some_and(|step| step.by == actor.to_string() && step.text == text.trim())
            {
                return Ok(held);
            }
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "incident-went-on",
                "Somebody wrote of this incident in between; read what it says, and send yours again if it still holds"
            ))));
        }
        let step = IncidentStep { text: text.to_owned(), settles, by: actor.to_string(), at: turn.now };
        let after = held.go_on(step)?;
        let verb = if after.is_settled() { Verb::Closed } else { Verb::Revised };
        deed.keep_incident(&after, verb)?;
        Ok(after)
    })
}

impl Office {
    /// The incident of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn incident(&self, text: &str) -> Result<Incident, Failure> {
        let id = IncidentId::parse(text).ok_or_else(|| no_incident(text))?;
        Ok(self.reader.incident(&self.scope, id)?.ok_or_else(|| no_incident(text))?)
    }

    /// The incidents with a host, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn incidents(&self, host: HostId) -> Result<Vec<Incident>, Failure> {
        Ok(self.reader.incidents(&self.scope, host)?)
    }

    /// Whether an officer may go on with the course of an incident.
    pub fn may_follow_incident(&self, officer: &Officer, incident: &Incident) -> bool {
        officer.acts_for(&incident.post)
            || officer.by_power(Power::Coordinate).is_ok()
            || officer.by_power(Power::Document).is_ok()
    }
}
