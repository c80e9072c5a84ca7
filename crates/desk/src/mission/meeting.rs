//! Meetings: proposed to hosts, moved, agreed on, held or called off; each knows which questions go there.

use model::{
    Fact, HostId, JobKind, MEETINGS_MAX, Meeting, MeetingId, MeetingState, MeetingStep, Mission, MissionId, QuestionId,
    QuestionList, Refusal, SpecialistId, Verb, is_weekend, sentence, without_meeting,
};
use store::{Deed, Writer};

use super::liaison::{in_time, meeter};
use super::{held, thing};
use crate::review::Turn;
use crate::zone::instant;
use crate::{Failure, Office};

/// Why nobody may be there on the day of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreeAt {
    /// It is a Saturday or a Sunday.
    Weekend,
    /// Nobody works in the country of the host; what the day is called.
    Holiday(String),
}

/// The meetings of a mission, and what does not fit.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// The meetings, the earliest first.
    pub meetings: Vec<Meeting>,
    /// Open meetings that do not fit the mission any more, since it was changed: each with why.
    pub misfits: Vec<(MeetingId, Refusal)>,
    /// Open meetings on a day on which nobody may be there.
    pub free: Vec<(MeetingId, FreeAt)>,
    /// Open questions that go to no meeting.
    pub without: Vec<QuestionId>,
    /// Hosts that are visited and with which no meeting is open or was held.
    pub hosts_without: Vec<HostId>,
}

fn no_meeting(id: MeetingId) -> Refusal {
    Refusal::NotFound {
        noun: "meeting",
        text: id.to_string(),
        next: sentence!("next-look-meetings", "look for it on the page of the mission’s liaison"),
    }
}

/// Proposes a meeting, or changes one: then `sequence` is that of the state which the officer saw. A form that is sent twice proposes
/// once.
///
/// # Errors
/// Refused when the officer acts neither for the liaison post nor for the mission's, before the review and after the return, when it
/// is not in order or does not fit the mission, when its time is none, or when somebody changed it in between.
pub fn write_meeting(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: MissionId,
    written: Meeting,
    sequence: Option<u32>,
) -> Result<Meeting, Failure> {
    let written = written.tidied()?;
    let starts_at = instant(written.starts, &written.zone)?;
    let written = Meeting { mission: id, starts_at, ..written };
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let actor = meeter(deed, turn.officer, &mission)?;
        in_time(&mission)?;
        let meetings = deed.meetings(id)?;
        let before = meetings.iter().find(|one| one.id == written.id);
        let meeting = match (before, sequence) {
            // Its form was sent before.
            (Some(held), None) => return Ok(held.clone()),
            (None, Some(_)) => return Err(no_meeting(written.id).into()),
            (Some(held), Some(sequence)) => {
                held.from_sequence(sequence)?;
                held.rewrite(written.clone(), turn.now)?
            }
            (None, None) => {
                if deed.mission_of_meeting(written.id)?.is_some() {
                    return Err(Failure::said(sentence!(
                        "meeting-form-sent",
                        "This form was sent before; open a new one to propose a further meeting"
                    )));
                }
                if meetings.len() >= MEETINGS_MAX {
                    return Err(Failure::said(sentence!(
                        "meeting-many",
                        "A mission has up to {max} meetings; plan a second mission",
                        max = MEETINGS_MAX
                    )));
                }
                Meeting {
                    state: MeetingState::Proposed,
                    reason: String::new(),
                    sequence: 0,
                    changed_at: turn.now,
                    ..written.clone()
                }
            }
        };
        meeting.fits(&mission, &deed.questions(id)?, &meetings)?;
        if before == Some(&meeting) {
            return Ok(meeting);
        }
        keep(deed, &actor.to_string(), &meeting, if before.is_some() { "changed" } else { "proposed" })?;
        Ok(meeting)
    })
}

/// Takes a step with a meeting. `sequence` is that of the state which the officer saw.
///
/// # Errors
/// Refused when the officer acts neither for the liaison post nor for the mission's, when there is no such meeting, when it does not
/// stand so or does not fit the mission any more, or when somebody changed it in between.
pub fn step_meeting(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: MissionId,
    (meeting, sequence): (MeetingId, u32),
    step: &MeetingStep,
) -> Result<Meeting, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let actor = meeter(deed, turn.officer, &mission)?;
        let meetings = deed.meetings(id)?;
        let before = meetings.iter().find(|one| one.id == meeting).ok_or_else(|| no_meeting(meeting))?;
        before.from_sequence(sequence)?;
        if *step == MeetingStep::Agree {
            before.fits(&mission, &deed.questions(id)?, &meetings)?;
        }
        let meeting = before.step(step, turn.now)?;
        keep(deed, &actor.to_string(), &meeting, meeting.state.word())?;
        Ok(meeting)
    })
}

fn keep(deed: &mut Deed<'_>, by: &str, meeting: &Meeting, done: &str) -> Result<(), Failure> {
    deed.keep_meeting(meeting)?;
    deed.enqueue(JobKind::Invite, &meeting.mission.to_string(), deed.at())?;
    let fact = Fact::new(by, Verb::Arranged, thing(meeting.mission).to_string());
    let fact = fact.with(format!("meeting {} {done}", meeting.id));
    let fact = match meeting.host {
        Some(host) => fact.to(crate::host::host_thing(host).to_string()),
        None => fact,
    };
    Ok(deed.note(&fact)?)
}

/// Takes those who do not go any more out of the meetings that may still take place.
pub(super) fn leave_meetings(
    deed: &mut Deed<'_>,
    by: &str,
    mission: MissionId,
    gone: impl Iterator<Item = SpecialistId>,
) -> Result<(), Failure> {
    for member in gone {
        for meeting in deed.meetings(mission)? {
            if let Some(without) = meeting.without(member, deed.at()) {
                keep(deed, by, &without, "changed")?;
            }
        }
    }
    Ok(())
}

/// Calls off what was to take place on a mission that does not.
pub(super) fn call_off(deed: &mut Deed<'_>, turn: &Turn<'_>, mission: &Mission, reason: &str) -> Result<(), Failure> {
    let reason = reason.chars().take(model::MEETING_LINE_CHARS_MAX).collect::<String>();
    let reason = if reason.trim().is_empty() { "–".to_owned() } else { reason };
    for meeting in deed.meetings(mission.id)?.into_iter().filter(|one| one.state.is_open()) {
        let off = meeting.step(&MeetingStep::Cancel(reason.clone()), turn.now)?;
        let by = deed.who().to_owned();
        keep(deed, &by, &off, off.state.word())?;
    }
    Ok(())
}

impl Office {
    /// The meetings of a mission, and what does not fit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agenda(&self, mission: &Mission, list: &QuestionList) -> Result<Agenda, Failure> {
        let meetings = self.reader.meetings(&self.scope, mission.id)?;
        let open = meetings.iter().filter(|one| one.state.is_open());
        let misfits = open.filter_map(|one| Some((one.id, one.fits(mission, list, &meetings).err()?))).collect();
        let free_days = self.reader.free_days(&self.scope)?;
        let mut free = Vec::new();
        for meeting in meetings.iter().filter(|one| one.state.is_open()) {
            let host = match meeting.host {
                Some(host) => self.reader.host(&self.scope, host)?.map(|host| host.country),
                None => mission.country.clone(),
            };
            let day = meeting.starts.day;
            let named = free_days.iter().find(|one| Some(&one.country) == host.as_ref() && one.day == day);
            let why = named.map(|one| FreeAt::Holiday(one.name.clone()));
            let why = why.or_else(|| is_weekend(day).then_some(FreeAt::Weekend));
            free.extend(why.map(|why| (meeting.id, why)));
        }
        let met = |host: &&HostId| {
            let counts = |one: &&Meeting| one.state.is_open() || one.state == MeetingState::Held;
            meetings.iter().filter(counts).any(|one| one.host == Some(**host))
        };
        let hosts_without = mission.hosts.iter().filter(|host| !met(host)).copied().collect();
        Ok(Agenda { free, misfits, without: without_meeting(list, &meetings), hosts_without, meetings })
    }
}
