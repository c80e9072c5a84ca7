//! Liaison: who does it, for which mission, what was done with the hosts, and the meetings.

use std::sync::Arc;

use model::{
    Approach, ApproachState, FreeDay, HostId, Liaison, LiaisonPost, LiaisonStage, LocalTime, Meeting, MeetingId,
    MeetingState, MeetingStep, MissionId, PostId, QuestionId, SpecialistId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::mission::file_of;
use crate::problem::Problem;
use crate::route::Policy;

/// A post that does liaison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LiaisonPostView {
    /// The post.
    pub post: String,
    /// The countries in which it does, by their codes; empty for all.
    pub countries: Vec<String>,
}

impl From<&LiaisonPost> for LiaisonPostView {
    fn from(one: &LiaisonPost) -> LiaisonPostView {
        LiaisonPostView { post: one.post.to_string(), countries: one.countries.clone() }
    }
}

async fn posts(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<LiaisonPostView>> {
    let posts = read(&caller, desk::Office::liaison_posts).await?;
    Ok(Found::listed(Listed::whole(posts.iter().map(LiaisonPostView::from).collect())))
}

/// A post that shall do liaison.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiaisonPostBody {
    /// The post. One that does already does in these countries from now on.
    post: String,
    /// The countries in which it does, by their codes; left out, all.
    #[serde(default)]
    countries: Vec<String>,
}

async fn add_post(caller: Caller, sent: Sent<LiaisonPostBody>) -> Done<LiaisonPostView> {
    let said = |refusal: model::Refusal| slip(&caller, "#/post", caller.speech().refusal(&refusal));
    let post = PostId::new(&sent.body.post).map_err(said)?;
    let one = LiaisonPost { post, countries: sent.body.countries.clone() };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_liaison_post(writer, turn, one)?;
        Ok(Reply::of(LiaisonPostView::from(&one)).at("/api/v1/liaison-posts".to_owned()))
    });
    kept.await
}

async fn remove_post(caller: Caller, sent: Sent<Nothing>) -> Done<LiaisonPostView> {
    let post = PostId::new(sent.way.get("post")).map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_liaison_post(writer, turn, &post)?;
        Ok(Reply::of(LiaisonPostView { post: post.to_string(), countries: Vec::new() }))
    });
    kept.await
}

/// A day on which nobody works in a country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FreeDayView {
    /// The country by its code of two letters.
    pub country: String,
    /// The day.
    pub day: Day,
    /// What it is called.
    pub name: String,
}

impl From<&FreeDay> for FreeDayView {
    fn from(one: &FreeDay) -> FreeDayView {
        FreeDayView { country: one.country.clone(), day: Day(one.day), name: one.name.clone() }
    }
}

async fn free_days(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<FreeDayView>> {
    let days = read(&caller, desk::Office::free_days).await?;
    Ok(Found::listed(Listed::whole(days.iter().map(FreeDayView::from).collect())))
}

/// A day, and what it is called.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedDayBody {
    /// The day.
    day: Day,
    /// What it is called.
    #[serde(default)]
    name: String,
}

/// The free days of a country, in place of those that were said before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeDaysBody {
    /// The country by its code of two letters.
    country: String,
    /// All of them.
    days: Vec<NamedDayBody>,
}

/// How many free days a country has now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FreeDaysView {
    /// The country.
    pub country: String,
    /// Its free days.
    pub n_days: u64,
}

async fn keep_free_days(caller: Caller, sent: Sent<FreeDaysBody>) -> Done<FreeDaysView> {
    let body = sent.body.clone();
    let days: Vec<_> = body.days.iter().map(|one| (one.day.0, one.name.clone())).collect();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let days = desk::keep_free_days(writer, turn, &body.country, &days)?;
        Ok(Reply::of(FreeDaysView { country: body.country.to_uppercase(), n_days: days.len() as u64 }))
    });
    kept.await
}

/// What was done with a host on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApproachView {
    /// With which host; null for others.
    pub host: Option<String>,
    /// On which day.
    pub day: Day,
    /// What came of it.
    pub state: Word<ApproachState>,
    /// In words.
    pub words: String,
    /// Who wrote it down: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

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

/// Who arranges a mission, and what stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LiaisonView {
    /// The post that arranges it; null for none.
    pub post: Option<String>,
    /// Where its work stands.
    pub stage: Option<Word<LiaisonStage>>,
    /// What it is asked to do.
    pub word: String,
    /// What was done with the hosts.
    pub approaches: Vec<ApproachView>,
    /// The meetings, the earliest first.
    pub meetings: Vec<MeetingView>,
    /// Open questions that go to no meeting.
    pub without_meeting: Vec<String>,
    /// Hosts with which there is no meeting.
    pub hosts_without_meeting: Vec<String>,
    /// Open meetings that do not fit the mission any more.
    pub misfits: Vec<String>,
    /// Open meetings on a weekend, or on a free day of the host's country.
    pub on_free_days: Vec<String>,
    /// Whether the caller may give the mission to a liaison post.
    pub may_entrust: bool,
    /// Whether the caller may write down what was done.
    pub may_arrange: bool,
    /// Whether the caller may propose and change meetings.
    pub may_meet: bool,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<LiaisonView> {
    let (id, officer) = (way.get("mission").to_owned(), Arc::clone(&caller.officer));
    let found = read(&caller, move |office| {
        let page = office.mission_page(&id)?;
        let liaison = office.liaison(page.mission.id)?;
        let rights = office.liaison_rights(&officer, &page.mission, liaison.as_ref())?;
        Ok((office.agenda(&page.mission, &page.questions)?, liaison, rights))
    });
    let (agenda, liaison, rights) = found.await?;
    let approach = |one: &Approach| ApproachView {
        host: one.host.map(|host| host.to_string()),
        day: Day(one.day),
        state: Word(one.state),
        words: one.words.clone(),
        by: one.by.clone(),
        at: Moment(one.at),
    };
    let of = |get: fn(&Liaison) -> String| liaison.as_ref().map(get);
    Ok(Found::one(LiaisonView {
        post: of(|liaison| liaison.post.to_string()),
        stage: liaison.as_ref().map(|liaison| Word(liaison.stage)),
        word: of(|liaison| liaison.word.clone()).unwrap_or_default(),
        approaches: liaison.iter().flat_map(|liaison| &liaison.approaches).map(approach).collect(),
        meetings: agenda.meetings.iter().map(MeetingView::from).collect(),
        without_meeting: agenda.without.iter().map(ToString::to_string).collect(),
        hosts_without_meeting: agenda.hosts_without.iter().map(ToString::to_string).collect(),
        misfits: agenda.misfits.iter().map(|(id, _)| id.to_string()).collect(),
        on_free_days: agenda.free.iter().map(|(id, _)| id.to_string()).collect(),
        may_entrust: rights.entrust,
        may_arrange: rights.arrange,
        may_meet: rights.meet,
    }))
}

fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

fn unnamed(caller: &Caller, pointer: &str) -> Problem {
    slip(caller, pointer, caller.speech().say("failure-missing"))
}

/// That something was done about the arranging of a mission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArrangedView {
    /// The post that arranges it.
    pub post: String,
    /// Where its work stands.
    pub stage: Word<LiaisonStage>,
    /// Notes of what was done with hosts.
    pub n_approaches: u64,
}

impl From<&Liaison> for ArrangedView {
    fn from(liaison: &Liaison) -> ArrangedView {
        ArrangedView {
            post: liaison.post.to_string(),
            stage: Word(liaison.stage),
            n_approaches: liaison.approaches.len() as u64,
        }
    }
}

/// What shall be done about the arranging of a mission.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "do", deny_unknown_fields)]
pub enum LiaisonBody {
    /// Give the mission to a liaison post.
    Entrust {
        /// The number of the last change of the mission that was seen.
        revision: u32,
        /// The post.
        post: String,
        /// What it shall do.
        #[serde(default)]
        word: String,
    },
    /// Write down what was done with a host.
    Note {
        /// With which host; left out for others.
        host: Option<String>,
        /// On which day.
        day: Day,
        /// What came of it.
        state: Word<ApproachState>,
        /// In words.
        words: String,
    },
    /// Nothing is left to arrange.
    End,
}

async fn arrange(caller: Caller, sent: Sent<LiaisonBody>) -> Done<ArrangedView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let mut of_post = None;
    let mut of_host = None;
    match &body {
        LiaisonBody::Entrust { post, .. } => {
            of_post = Some(PostId::new(post).map_err(|_| unnamed(&caller, "#/post"))?);
        }
        LiaisonBody::Note { host: Some(host), .. } => {
            of_host = Some(HostId::parse(host).ok_or_else(|| unnamed(&caller, "#/host"))?);
        }
        LiaisonBody::Note { .. } | LiaisonBody::End => {}
    }
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let liaison = match (&body, &of_post) {
            (LiaisonBody::Entrust { revision, word, .. }, Some(post)) => {
                desk::entrust_mission(writer, turn, office, (id, *revision), post, word)
            }
            (LiaisonBody::Note { day, state, words, .. }, _) => {
                let words = words.clone();
                let approach = Approach { host: of_host, day: day.0, state: state.0, words, by: String::new(), at: 0 };
                desk::note_approach(writer, turn, id, approach)
            }
            _ => desk::end_liaison(writer, turn, id),
        };
        Ok(Reply::of(ArrangedView::from(&liaison.map_err(as_a_rule)?)))
    });
    kept.await
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
    let (open, power) = (Policy::SignedIn, Policy::Administer);
    api.read("/api/v1/liaison-posts", open, "list_liaison_posts", "The posts that do liaison", posts)
        .create("/api/v1/liaison-posts", power, "add_liaison_post", "Says that a post does liaison", add_post)
        .end(
            "/api/v1/liaison-posts/{post}",
            power,
            "remove_liaison_post",
            "Says that a post does no liaison any more",
            remove_post,
        )
        .read("/api/v1/free-days", open, "list_free_days", "The days on which nobody works, by country", free_days)
        .act("/api/v1/free-days", power, "keep_free_days", "Says when nobody works in a country", keep_free_days)
        .read(
            "/api/v1/missions/{mission}/liaison",
            open,
            "show_liaison",
            "Who arranges a mission, what was done with its hosts, and the meetings",
            show,
        )
        .act(
            "/api/v1/missions/{mission}/liaison",
            open,
            "arrange_mission",
            "Gives a mission to a liaison post, or writes down what was done",
            arrange,
        )
        .act("/api/v1/missions/{mission}/meetings", open, "write_meeting", "Proposes or changes a meeting", meet)
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
