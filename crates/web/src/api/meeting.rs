//! Meetings of missions: proposed, changed, agreed on or called off, and given out as calendars.

use model::{HostId, LocalTime, Meeting, MeetingId, MeetingState, MeetingStep, QuestionId, SpecialistId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Outcome, Way};
use super::liaison::{named, unnamed};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, slip};
use crate::caller::Caller;
use crate::mission::file_of;
use crate::route::Policy;

/// A meeting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeetingView {
    /// Its name.
    pub id: String,
    /// With which host; null for others.
    pub host: Option<String>,
    /// What it is about.
    pub title: String,
    /// Its day.
    pub day: Day,
    /// When it begins by the clock of the place: `09:30`.
    pub time: String,
    /// The time zone of the place.
    pub zone: String,
    /// When it begins.
    pub starts_at: Moment,
    /// How long it is, in minutes.
    pub minutes: u16,
    /// Where it is.
    pub place: String,
    /// Who of the host takes part.
    pub people: String,
    /// Which members take part.
    pub members: Vec<String>,
    /// The questions that are asked there.
    pub questions: Vec<String>,
    /// What else is to be known.
    pub remark: String,
    /// Where it stands.
    pub state: Word<MeetingState>,
    /// Why it does not take place.
    pub reason: String,
    /// Grows with each change of what an invitation says.
    pub sequence: u32,
}

impl From<&Meeting> for MeetingView {
    fn from(meeting: &Meeting) -> MeetingView {
        MeetingView {
            id: meeting.id.to_string(),
            host: meeting.host.map(|host| host.to_string()),
            title: meeting.title.clone(),
            day: Day(meeting.starts.day),
            time: meeting.starts.time(),
            zone: meeting.zone.clone(),
            starts_at: Moment(meeting.starts_at),
            minutes: meeting.minutes,
            place: meeting.place.clone(),
            people: meeting.people.clone(),
            members: meeting.members.iter().map(ToString::to_string).collect(),
            questions: meeting.questions.iter().map(ToString::to_string).collect(),
            remark: meeting.remark.clone(),
            state: Word(meeting.state),
            reason: meeting.reason.clone(),
            sequence: meeting.sequence,
        }
    }
}

/// A meeting as it shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingBody {
    /// The meeting that is changed; left out, one is proposed.
    meeting: Option<String>,
    /// Of one that is changed: the number of the change that was seen.
    sequence: Option<u32>,
    /// With which host; left out for others.
    host: Option<String>,
    /// What it is about.
    title: String,
    /// Its day.
    day: Day,
    /// When it begins by the clock of the place: `09:30`.
    time: String,
    /// The time zone of the place, such as `Europe/Berlin`.
    zone: String,
    /// How long it is, in minutes.
    minutes: u16,
    /// Where it is.
    #[serde(default)]
    place: String,
    /// Who of the host takes part.
    #[serde(default)]
    people: String,
    /// Which members take part.
    #[serde(default)]
    members: Vec<String>,
    /// The questions that are asked there.
    #[serde(default)]
    questions: Vec<String>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
}

async fn meet(caller: Caller, sent: Sent<MeetingBody>) -> Done<MeetingView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let before = body.meeting.as_deref().map(|one| MeetingId::parse(one).ok_or_else(|| unnamed(&caller, "#/meeting")));
    let before = before.transpose()?;
    let host = body.host.as_deref().map(|host| HostId::parse(host).ok_or_else(|| unnamed(&caller, "#/host")));
    let unread = || slip(&caller, "#/time", caller.speech().say("meeting-time-unread"));
    let starts = LocalTime::read(body.day.0, &body.time).ok_or_else(unread)?;
    let mut members = Vec::new();
    for (at, one) in body.members.iter().enumerate() {
        members.push(SpecialistId::parse(one).ok_or_else(|| unnamed(&caller, &format!("#/members/{at}")))?);
    }
    let mut questions = Vec::new();
    for (at, one) in body.questions.iter().enumerate() {
        questions.push(QuestionId::parse(one).ok_or_else(|| unnamed(&caller, &format!("#/questions/{at}")))?);
    }
    let meeting = Meeting {
        id: before.unwrap_or_else(|| MeetingId::from_bits(caller.app.ids()())),
        mission: id,
        host: host.transpose()?,
        title: body.title,
        starts,
        zone: body.zone,
        starts_at: 0,
        minutes: body.minutes,
        place: body.place,
        people: body.people,
        members,
        questions,
        remark: body.remark,
        state: MeetingState::Proposed,
        reason: String::new(),
        sequence: 0,
        changed_at: 0,
    };
    let sequence = before.map(|_| body.sequence.unwrap_or_default());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let meeting = desk::write_meeting(writer, turn, id, meeting, sequence).map_err(as_a_rule)?;
        Ok(Reply::of(MeetingView::from(&meeting)))
    });
    kept.await
}

/// A step of a meeting.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingStepName {
    /// Both sides have said yes.
    Agree,
    /// It took place.
    Hold,
    /// The host does not want it.
    Decline,
    /// It does not take place.
    Cancel,
}

/// A step, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingStepBody {
    /// The meeting.
    meeting: String,
    /// The number of the change that was seen.
    sequence: u32,
    /// Which.
    step: MeetingStepName,
    /// Why it does not take place.
    #[serde(default)]
    reason: String,
}

async fn step(caller: Caller, sent: Sent<MeetingStepBody>) -> Done<MeetingView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let meeting = MeetingId::parse(&body.meeting).ok_or_else(|| unnamed(&caller, "#/meeting"))?;
    let step = match body.step {
        MeetingStepName::Agree => MeetingStep::Agree,
        MeetingStepName::Hold => MeetingStep::Hold,
        MeetingStepName::Decline => MeetingStep::Decline(body.reason),
        MeetingStepName::Cancel => MeetingStep::Cancel(body.reason),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let meeting = desk::step_meeting(writer, turn, id, (meeting, body.sequence), &step).map_err(as_a_rule)?;
        Ok(Reply::of(MeetingView::from(&meeting)))
    });
    kept.await
}

/// Which calendar is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarQuery {
    /// The meeting to which is invited; left out, all of the mission.
    meeting: Option<String>,
}

/// A calendar as a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CalendarView {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its text, by RFC 5545.
    pub text: String,
}

async fn calendar(caller: Caller, way: Way, query: CalendarQuery) -> Outcome<CalendarView> {
    let file =
        file_of(&caller, way.get("mission").to_owned(), query.meeting).await.map_err(|failure| match failure {
            desk::Failure::Refused(_) => missing(&caller),
            failure => super::answer::problem_of(&caller, &Way::default(), &failure),
        })?;
    Ok(Found::one(CalendarView { name: file.name, media_type: "text/calendar".to_owned(), text: file.text }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.act("/api/v1/missions/{mission}/meetings", open, "write_meeting", "Proposes or changes a meeting", meet)
        .act(
            "/api/v1/missions/{mission}/meetings/step",
            open,
            "meeting_step",
            "Agrees on a meeting, says that it took place, or calls it off",
            step,
        )
        .read(
            "/api/v1/missions/{mission}/calendar",
            open,
            "mission_calendar",
            "The meetings of a mission, or the invitation to one, as a calendar",
            calendar,
        )
}
