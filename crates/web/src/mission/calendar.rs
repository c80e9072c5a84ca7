//! Meetings in the form that calendars read: an invitation to one, or all of a mission.

use axum::extract::{Path, RawQuery};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use desk::{Failure, Invitation};
use formats::{CalendarMeeting, CalendarMethod, CalendarPerson, CalendarStatus};
use model::MeetingState;

use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

/// A calendar as a file.
pub struct CalendarFile {
    /// A name for it.
    pub name: String,
    /// Its text.
    pub text: String,
}

fn status(state: MeetingState) -> CalendarStatus {
    match state {
        MeetingState::Proposed => CalendarStatus::Tentative,
        MeetingState::Agreed | MeetingState::Held => CalendarStatus::Confirmed,
        MeetingState::Declined | MeetingState::Cancelled => CalendarStatus::Cancelled,
    }
}

/// What is said of a meeting beside its title: with whom, when by the clock there, what is asked.
pub fn lines(speech: Speech, invitation: &Invitation) -> Vec<String> {
    let meeting = &invitation.meeting;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(invitation.host.clone());
    lines.push(format!("{}, {} ({})", speech.date(meeting.starts.day), meeting.starts.time(), meeting.zone));
    for (key, text) in
        [("meeting-people", &meeting.people), ("meeting-remark", &meeting.remark), ("meeting-reason", &meeting.reason)]
    {
        if !text.is_empty() {
            lines.push(format!("{}: {text}", speech.say(key)));
        }
    }
    lines.extend(invitation.questions.iter().cloned());
    lines
}

/// A meeting as calendars read it. `base` is the address under which browsers reach the office.
fn entry(speech: Speech, invitation: &Invitation, base: &str) -> CalendarMeeting {
    let meeting = &invitation.meeting;
    let people = invitation.people.iter().map(|(name, mail)| CalendarPerson { name: name.clone(), mail: mail.clone() });
    CalendarMeeting {
        id: format!("{}@uptake", meeting.id),
        sequence: meeting.sequence,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at(),
        title: meeting.title.clone(),
        text: lines(speech, invitation).join("\n"),
        place: meeting.place.clone(),
        address: format!("{base}/missions/{}/liaison", meeting.mission),
        status: status(meeting.state),
        organizer: CalendarPerson { name: invitation.organizer.clone(), mail: invitation.organizer_mail.clone() },
        people: people.collect(),
        at: meeting.changed_at,
    }
}

/// The calendar that invites to a meeting.
pub fn invitation_calendar(speech: Speech, invitation: &Invitation, base: &str) -> String {
    formats::meetings_calendar(&invitation.title, CalendarMethod::Request, &[entry(speech, invitation, base)])
}

/// The calendar that takes a meeting out again: for one of its people, who need not come, or for all of them. A cancellation names
/// whom it is for (RFC 5546, 3.2.5).
pub fn call_off_calendar(speech: Speech, invitation: &Invitation, only: Option<CalendarPerson>, base: &str) -> String {
    let entry = CalendarMeeting { status: CalendarStatus::Cancelled, ..entry(speech, invitation, base) };
    let people = only.map_or_else(|| entry.people.clone(), |one| vec![one]);
    formats::meetings_calendar(&invitation.title, CalendarMethod::Cancel, &[CalendarMeeting { people, ..entry }])
}

/// The calendar of a mission, or the invitation to one of its meetings.
///
/// # Errors
/// Refused when there is no such mission or meeting.
pub async fn file_of(caller: &Caller, id: String, only: Option<String>) -> Result<CalendarFile, Failure> {
    let named = only.clone();
    let invitations = caller.read(move |office| office.invitations(&id, named.as_deref())).await?;
    let (speech, base) = (caller.visit.speech, caller.app.address_of(""));
    if let (Some(_), Some(one)) = (only, invitations.first()) {
        let is_off = status(one.meeting.state) == CalendarStatus::Cancelled;
        let text =
            if is_off { call_off_calendar(speech, one, None, &base) } else { invitation_calendar(speech, one, &base) };
        return Ok(CalendarFile { name: format!("{}.ics", one.meeting.id), text });
    }
    let entries: Vec<CalendarMeeting> = invitations.iter().map(|one| entry(speech, one, &base)).collect();
    let title = invitations.first().map_or("", |one| one.title.as_str());
    let text = formats::meetings_calendar(title, CalendarMethod::Publish, &entries);
    Ok(CalendarFile { name: "meetings.ics".to_owned(), text })
}

pub async fn give(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let only = typed.some("meeting").map(str::to_owned);
    let file = file_of(&caller, id, only).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, file.text).into_response())
}
