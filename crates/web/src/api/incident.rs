//! Incidents with hosts: listed, shown, noted, followed.

use model::{HostId, Incident, IncidentId, IncidentKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::exchange::mission_of;
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// One step in the course of an incident.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IncidentStepView {
    /// What happened or was done.
    pub text: String,
    /// Whether it is settled with this.
    pub settles: bool,
    /// Who wrote it: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Something that went wrong with a host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IncidentView {
    /// Its name.
    pub id: String,
    /// With which host.
    pub host: String,
    /// What sort it is.
    pub kind: Word<IncidentKind>,
    /// The day on which it began.
    pub day: Day,
    /// One line.
    pub title: String,
    /// The mission that it touches.
    pub mission: Option<String>,
    /// Whether it is settled.
    pub is_settled: bool,
    /// Its course, the first step first.
    pub course: Vec<IncidentStepView>,
    /// The post that follows it.
    pub post: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// When it was noted.
    pub made_at: Moment,
}

impl From<&Incident> for IncidentView {
    fn from(one: &Incident) -> IncidentView {
        let step = |step: &model::IncidentStep| IncidentStepView {
            text: step.text.clone(),
            settles: step.settles,
            by: step.by.clone(),
            at: Moment(step.at),
        };
        IncidentView {
            id: one.id.to_string(),
            host: one.host.to_string(),
            kind: Word(one.kind),
            day: Day(one.day),
            title: one.title.clone(),
            mission: one.mission.map(|mission| mission.to_string()),
            is_settled: one.is_settled(),
            course: one.course.iter().map(step).collect(),
            post: one.post.to_string(),
            marking: MarkingView::from(&one.marking),
            made_at: Moment(one.made_at),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<IncidentView>> {
    let host = way.get("host").to_owned();
    let incidents = read(&caller, move |office| office.incidents(office.host(&host)?.id)).await?;
    Ok(Found::listed(Listed::whole(incidents.iter().map(IncidentView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<IncidentView> {
    let id = way.get("incident").to_owned();
    let incident = read(&caller, move |office| office.incident(&id)).await?;
    Ok(Found::one(IncidentView::from(&incident)))
}

/// An incident that is to be noted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentBody {
    /// What sort it is.
    kind: Word<IncidentKind>,
    /// The day on which it began.
    day: Day,
    /// One line.
    title: String,
    /// How it began and what was done: the first step of its course.
    first: String,
    /// The mission that it touches.
    mission: Option<String>,
    /// The post that follows it; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it; left out, whoever may see host and mission.
    marking: Option<MarkingView>,
}

async fn note(caller: Caller, sent: Sent<IncidentBody>) -> Done<IncidentView> {
    let host = HostId::parse(sent.way.get("host")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let incident = Incident {
        id: IncidentId::from_bits(caller.app.ids()()),
        host,
        kind: body.kind.0,
        day: body.day.0,
        title: body.title,
        mission: mission_of(&caller, body.mission.as_deref())?,
        course: Vec::new(),
        post: post_of(&caller, body.post.as_ref())?,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let incident = desk::note_incident(writer, turn, incident, &body.first)?;
        Ok(Reply::of(IncidentView::from(&incident)).at(format!("/api/v1/incidents/{}", incident.id)))
    });
    kept.await
}

/// How an incident goes on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseBody {
    /// What happened or was done.
    text: String,
    /// Whether it is settled with this.
    #[serde(default)]
    settles: bool,
    /// The number of steps that were seen.
    seen: u16,
}

async fn follow(caller: Caller, sent: Sent<CourseBody>) -> Done<IncidentView> {
    let id = IncidentId::parse(sent.way.get("incident")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let seen = usize::from(body.seen);
        let incident = desk::follow_incident(writer, turn, id, seen, &body.text, body.settles)?;
        Ok(Reply::of(IncidentView::from(&incident)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at) = (Policy::SignedIn, "/api/v1/hosts/{host}/incidents");
    api.read(at, open, "list_incidents", "Incidents with a host, the latest first", list)
        .create(at, open, "note_incident", "Notes an incident with a host", note)
        .read("/api/v1/incidents/{incident}", open, "show_incident", "One incident with its course", show)
        .act(
            "/api/v1/incidents/{incident}/course",
            open,
            "follow_incident",
            "Goes on with the course of an incident",
            follow,
        )
}
