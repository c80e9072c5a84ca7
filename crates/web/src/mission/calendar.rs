//! Meetings as files that calendars read: an invitation to one, or all of a mission.

use std::collections::BTreeMap;

use axum::extract::{Path, RawQuery};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use desk::{Failure, Office};
use formats::{CalendarMeeting, CalendarMethod, CalendarPerson, CalendarStatus};
use model::{Meeting, MeetingId, MeetingState, Refusal, SpecialistId, sentence};

use crate::app::App;
use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

/// What a calendar is made of.
struct Loaded {
    title: String,
    meetings: Vec<Meeting>,
    people: BTreeMap<SpecialistId, CalendarPerson>,
    hosts: BTreeMap<MeetingId, String>,
    questions: BTreeMap<MeetingId, Vec<String>>,
    organizer: String,
}

/// A calendar as a file.
pub struct CalendarFile {
    /// A name for it.
    pub name: String,
    /// Its text.
    pub text: String,
}

fn load(office: &Office, id: &str, only: Option<&str>) -> Result<Loaded, Failure> {
    let page = office.mission_page(id)?;
    let mut meetings = office.agenda(&page.mission, &page.questions)?.meetings;
    if let Some(text) = only {
        let named = MeetingId::parse(text);
        meetings.retain(|one| Some(one.id) == named);
        if meetings.is_empty() {
            return Err(Failure::Refused(Refusal::NotFound {
                noun: "meeting",
                text: text.to_owned(),
                next: sentence!("next-look-meetings", "look for it on the page of the mission’s liaison"),
            }));
        }
    }
    let mut people = BTreeMap::new();
    for member in &page.mission.members {
        let specialist = office.specialist(&member.specialist.to_string())?;
        let mail = match &specialist.person {
            Some(person) => office.person(person)?.and_then(|person| person.email),
            None => None,
        };
        people.insert(member.specialist, CalendarPerson { name: specialist.name, mail });
    }
    let (mut hosts, mut questions) = (BTreeMap::new(), BTreeMap::new());
    for meeting in &meetings {
        if let Some(host) = meeting.host {
            hosts.insert(meeting.id, office.host(&host.to_string())?.name().to_owned());
        }
        let asked = meeting.questions.iter().filter_map(|id| page.questions.get(*id).ok());
        questions.insert(meeting.id, asked.map(|question| question.text.clone()).collect());
    }
    let post = office.liaison(page.mission.id)?.map_or_else(|| page.mission.post.clone(), |liaison| liaison.post);
    let organizer = office.post(&post)?.map_or_else(|| post.to_string(), |held| held.title);
    Ok(Loaded { title: page.mission.title, meetings, people, hosts, questions, organizer })
}

fn status(state: MeetingState) -> CalendarStatus {
    match state {
        MeetingState::Proposed => CalendarStatus::Tentative,
        MeetingState::Agreed | MeetingState::Held => CalendarStatus::Confirmed,
        MeetingState::Declined | MeetingState::Cancelled => CalendarStatus::Cancelled,
    }
}

fn entry(app: &App, speech: Speech, loaded: &Loaded, meeting: &Meeting) -> CalendarMeeting {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(loaded.hosts.get(&meeting.id).cloned());
    lines.push(format!("{}, {} ({})", speech.date(meeting.starts.day), meeting.starts.time(), meeting.zone));
    for (key, text) in
        [("meeting-people", &meeting.people), ("meeting-remark", &meeting.remark), ("meeting-reason", &meeting.reason)]
    {
        if !text.is_empty() {
            lines.push(format!("{}: {text}", speech.say(key)));
        }
    }
    lines.extend(loaded.questions.get(&meeting.id).into_iter().flatten().cloned());
    let named = meeting.members.iter().filter_map(|id| loaded.people.get(id).cloned());
    CalendarMeeting {
        id: format!("{}@uptake", meeting.id),
        sequence: meeting.sequence,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at(),
        title: meeting.title.clone(),
        text: lines.join("\n"),
        place: meeting.place.clone(),
        address: app.address_of(&format!("/missions/{}/liaison", meeting.mission)),
        status: status(meeting.state),
        organizer: CalendarPerson { name: loaded.organizer.clone(), mail: None },
        people: named.collect(),
        at: meeting.changed_at,
    }
}

/// The calendar of a mission, or the invitation to one of its meetings.
///
/// # Errors
/// Refused when there is no such mission or meeting.
pub async fn file_of(caller: &Caller, id: String, only: Option<String>) -> Result<CalendarFile, Failure> {
    let meeting = only.clone();
    let loaded = caller.read(move |office| load(office, &id, meeting.as_deref())).await?;
    let (app, speech) = (&caller.app, caller.visit.speech);
    let entries: Vec<CalendarMeeting> = loaded.meetings.iter().map(|one| entry(app, speech, &loaded, one)).collect();
    let (method, name) = match (only, loaded.meetings.first()) {
        (Some(_), Some(meeting)) => {
            let off = status(meeting.state) == CalendarStatus::Cancelled;
            (if off { CalendarMethod::Cancel } else { CalendarMethod::Request }, format!("{}.ics", meeting.id))
        }
        _ => (CalendarMethod::Publish, "meetings.ics".to_owned()),
    };
    Ok(CalendarFile { name, text: formats::meetings_calendar(&loaded.title, method, &entries) })
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
