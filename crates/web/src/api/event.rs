//! Events: listed, shown with what was brought back from them, registered, changed.

use axum::http::Method;
use desk::{EventFilter, EventPage};
use model::{Event, EventId, EventKind, SourceId, StandState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::stand::StandLineView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// An exhibition, fair or congress.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventView {
    /// Its name in the office.
    pub id: String,
    /// What it is.
    pub kind: Word<EventKind>,
    /// What it is called.
    pub name: String,
    /// The town.
    pub place: String,
    /// Its country, by the code of two letters; empty where it is not known.
    pub country: String,
    /// Its first day.
    pub since: Day,
    /// Its last day.
    pub until: Day,
    /// Who holds it.
    pub organiser: String,
    /// What is shown or spoken of.
    pub subject: String,
    /// What else is to be known.
    pub remark: String,
    /// The source of the register to which it belongs.
    pub source: Option<String>,
    /// The post that keeps its page.
    pub post: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was registered.
    pub made_at: Moment,
}

impl From<&Event> for EventView {
    fn from(event: &Event) -> EventView {
        EventView {
            id: event.id.to_string(),
            kind: Word(event.kind),
            name: event.name.clone(),
            place: event.place.clone(),
            country: event.country.clone(),
            since: Day(event.since),
            until: Day(event.until),
            organiser: event.organiser.clone(),
            subject: event.subject.clone(),
            remark: event.remark.clone(),
            source: event.source.map(|source| source.to_string()),
            post: event.post.to_string(),
            marking: MarkingView::from(&event.marking),
            revision: event.revision,
            made_at: Moment(event.made_at),
        }
    }
}

/// Which events are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventQuery {
    /// Words of a name, a place, an organiser or a subject.
    #[serde(default)]
    q: String,
    /// With a day in this year.
    year: Option<i32>,
    /// Of this kind.
    kind: Option<Word<EventKind>>,
}

async fn list(caller: Caller, _: Way, query: EventQuery) -> Outcome<Listed<EventView>> {
    let filter = EventFilter { words: query.q, year: query.year, kind: query.kind.map(|word| word.0) };
    let events = read(&caller, move |office| office.events(&filter)).await?;
    Ok(Found::listed(Listed::whole(events.iter().map(EventView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<EventView> {
    let id = way.get("event").to_owned();
    let event = read(&caller, move |office| office.event(&id)).await?;
    Ok(Found::versioned(EventView::from(&event), u64::from(event.revision)))
}

/// What was done at an event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventCourseView {
    /// How many show something there.
    pub n_exhibitors: u64,
    /// Visits to stands that are still to be made.
    pub n_planned: u64,
    /// Visits to stands that were made.
    pub n_visited: u64,
    /// Missions that go there, the newest first.
    pub missions: Vec<String>,
    /// The visits, in the order in which they were planned, with what became of the record of each.
    pub stands: Vec<StandLineView>,
}

async fn course(caller: Caller, way: Way, _: Nothing) -> Outcome<EventCourseView> {
    let id = way.get("event").to_owned();
    let page: EventPage = read(&caller, move |office| office.event_page(&id)).await?;
    Ok(Found::one(EventCourseView {
        n_exhibitors: page.n_exhibitors as u64,
        n_planned: page.n_stands(StandState::Planned) as u64,
        n_visited: page.n_stands(StandState::Visited) as u64,
        missions: page.missions.iter().map(|mission| mission.id.to_string()).collect(),
        stands: page.stands.iter().map(StandLineView::from).collect(),
    }))
}

/// What is said of an event.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventBody {
    /// What it is.
    kind: Word<EventKind>,
    /// What it is called.
    name: String,
    /// The town.
    #[serde(default)]
    place: String,
    /// Its country, by the code of two letters.
    #[serde(default)]
    country: String,
    /// Its first day.
    since: Day,
    /// Its last day.
    until: Day,
    /// Who holds it.
    #[serde(default)]
    organiser: String,
    /// What is shown or spoken of.
    #[serde(default)]
    subject: String,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// The source of the register to which it belongs.
    source: Option<String>,
    /// The post that keeps its page; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
}

fn event(caller: &Caller, body: &EventBody, id: EventId) -> Result<(Event, bool), Problem> {
    let marking = marking_of(caller, body.marking.as_ref())?;
    let source = body.source.as_deref().map(|source| {
        SourceId::parse(source).ok_or_else(|| slip(caller, "#/source", caller.speech().say("failure-missing")))
    });
    let keeps = marking.is_none();
    let event = Event {
        id,
        kind: body.kind.0,
        name: body.name.clone(),
        place: body.place.clone(),
        country: body.country.clone(),
        since: body.since.0,
        until: body.until.0,
        organiser: body.organiser.clone(),
        subject: body.subject.clone(),
        remark: body.remark.clone(),
        source: source.transpose()?,
        post: post_of(caller, body.post.as_ref())?,
        marking: marking.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    Ok((event, keeps))
}

async fn register(caller: Caller, sent: Sent<EventBody>) -> Done<EventView> {
    let id = EventId::from_bits(caller.app.ids()());
    let (event, _) = event(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let event = desk::keep_event(writer, turn, event, true)?;
        let reply = Reply::of(EventView::from(&event)).at(format!("/api/v1/events/{}", event.id));
        Ok(reply.versioned(u64::from(event.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<EventBody>) -> Done<EventView> {
    let id = EventId::parse(sent.way.get("event")).ok_or_else(|| missing(&caller))?;
    let (event, keeps) = event(&caller, &sent.body, id)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.event(&id.to_string())?;
        let marking = if keeps { held.marking } else { event.marking.clone() };
        let event = Event { revision: version, marking, ..event };
        let event = desk::keep_event(writer, turn, event, false)?;
        Ok(Reply::of(EventView::from(&event)).versioned(u64::from(event.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/events", open, "list_events", "Events, the latest first", list)
        .create("/api/v1/events", open, "register_event", "Registers an event", register)
        .read("/api/v1/events/{event}", open, "show_event", "One event", show)
        .change((Method::PUT, "/api/v1/events/{event}"), open, "change_event", "Changes an event", change)
        .read(
            "/api/v1/events/{event}/course",
            open,
            "show_event_course",
            "What was done at an event: missions, stands visited, what became of their notes",
            course,
        )
}
