//! Liaison: who does it, for which mission, what was done with the hosts, and the meetings.

use std::sync::Arc;

use model::{Approach, ApproachState, FreeDay, HostId, Liaison, LiaisonPost, LiaisonStage, MissionId, PostId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::meeting::MeetingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
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

pub(super) fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

pub(super) fn unnamed(caller: &Caller, pointer: &str) -> Problem {
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
}
