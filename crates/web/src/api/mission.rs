//! Missions: listed, shown, written; what they could ask and who could go.

use axum::http::Method;
use desk::{Candidate, MemberFit, Nomination};
use model::{
    EventId, ExpectedBenefit, HostId, Mission, MissionDirection, MissionEvent, MissionId, MissionStage, Money, NeedId,
    Noun, Priority, RequestId, Thing, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::MissionFilter;

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of, tags};
use super::marking::MarkingView;
use super::mission_view::{MissionEventView, MissionView, QuestionView, VettingStepView};
use super::record::HitView;
use super::thing::ThingView;
use super::word::{Day, Limit, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A mission with what belongs to it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionPageView {
    /// The mission.
    pub mission: MissionView,
    /// Its questions, the most pressing first.
    pub questions: Vec<QuestionView>,
    /// The decisions of the present round.
    pub vetting: Vec<VettingStepView>,
}

/// Which missions are asked for: those that fit every part that is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissionQuery {
    /// Proposed by one of the caller's posts.
    #[serde(default)]
    mine: bool,
    /// At this stage.
    stage: Option<Word<MissionStage>>,
    /// Serving this need.
    need: Option<String>,
    /// Taking along what this request asks.
    request: Option<String>,
    /// Going to this host.
    host: Option<String>,
    /// Missions on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: MissionQuery) -> Outcome<Listed<MissionView>> {
    let (speech, limit) = (caller.speech(), Limit::of(query.limit));
    let before = cursor::read::<2>(speech, "missions", query.cursor.as_deref())?;
    let before =
        before.map(|[at, id]| at.parse::<i64>().ok().zip(MissionId::parse(&id)).ok_or_else(|| cursor::foreign(speech)));
    let need = query.need.as_deref().map(NeedId::new).transpose().map_err(|_| missing(&caller))?;
    let request =
        query.request.as_deref().map(|id| RequestId::parse(id).ok_or_else(|| missing(&caller))).transpose()?;
    let host = query.host.as_deref().map(|host| HostId::parse(host).ok_or_else(|| missing(&caller))).transpose()?;
    let filter = MissionFilter {
        posts: query.mine.then(|| caller.officer.post_ids()),
        stages: query.stage.map(|stage| stage.0).into_iter().collect(),
        need,
        asker: request.map(|id| Thing::new(Noun::Request, id)),
        host,
        before: before.transpose()?,
        limit: Some(limit + 1),
        ..MissionFilter::default()
    };
    let missions = read(&caller, move |office| office.missions(&filter)).await?;
    let views = missions.iter().map(MissionView::from).collect();
    let place = |one: &MissionView| vec![one.made_at.0.to_string(), one.id.clone()];
    Ok(Found::listed(Listed::cut(views, limit, "missions", place)))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<MissionPageView> {
    let id = way.get("mission").to_owned();
    let page = read(&caller, move |office| office.mission_page(&id)).await?;
    let version = u64::from(page.mission.revision);
    let view = MissionPageView {
        mission: MissionView::from(&page.mission),
        questions: page.questions.all().iter().map(QuestionView::from).collect(),
        vetting: page.vetting.steps().iter().map(VettingStepView::from).collect(),
    };
    Ok(Found::versioned(view, version))
}

/// A value that a parameter of a need is expected to reach.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitBody {
    /// The need.
    need: String,
    /// The parameter, by its name in the need.
    parameter: String,
    /// A decimal number.
    expected: String,
}

/// What a mission says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissionBody {
    /// What it is called.
    title: String,
    /// What it goes for.
    #[serde(default)]
    purpose: String,
    /// Which way people travel; left out, ours go to a host. It does not change.
    direction: Option<Word<MissionDirection>>,
    /// The post that proposes it; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// The needs that it serves.
    #[serde(default)]
    needs: Vec<String>,
    /// Whom it visits.
    #[serde(default)]
    hosts: Vec<String>,
    /// What event it goes to.
    event: Option<MissionEventView>,
    /// Its first day.
    since: Day,
    /// Its last day.
    until: Day,
    /// Where it goes.
    #[serde(default)]
    place: String,
    /// The country it goes to, where hosts do not say it.
    country: Option<String>,
    /// What it shall bring, parameter by parameter.
    #[serde(default)]
    benefits: Vec<BenefitBody>,
    /// What else it shall bring.
    #[serde(default)]
    benefit: String,
    /// What is done on which day.
    #[serde(default)]
    plan: String,
    /// Posts and units that get the report beside those who ask.
    #[serde(default)]
    recipients: Vec<ThingView>,
    /// What it may cost: `4800 EUR`.
    budget: Option<String>,
    /// Who may see it; it becomes no wider than what it is drawn from.
    marking: Option<MarkingView>,
}

fn mission(caller: &Caller, body: &MissionBody, id: MissionId) -> Result<Mission, Problem> {
    let said =
        |pointer: String| move |refusal: model::Refusal| slip(caller, &pointer, caller.speech().refusal(&refusal));
    let mut needs = Vec::new();
    for (at, need) in body.needs.iter().enumerate() {
        needs.push(NeedId::new(need).map_err(said(format!("#/needs/{at}")))?);
    }
    let mut hosts = Vec::new();
    for (at, host) in body.hosts.iter().enumerate() {
        let unnamed = || slip(caller, &format!("#/hosts/{at}"), caller.speech().say("failure-missing"));
        hosts.push(HostId::parse(host).ok_or_else(unnamed)?);
    }
    let mut benefits = Vec::new();
    for (at, one) in body.benefits.iter().enumerate() {
        benefits.push(ExpectedBenefit {
            need: NeedId::new(&one.need).map_err(said(format!("#/benefits/{at}/need")))?,
            parameter: one.parameter.clone(),
            measure: String::new(),
            now: None,
            wanted: None,
            expected: one.expected.clone(),
        });
    }
    let of = body.event.as_ref().and_then(|event| event.event.as_deref()).map(|id| {
        let unnamed = || slip(caller, "#/event/event", caller.speech().say("failure-missing"));
        EventId::parse(id).ok_or_else(unnamed)
    });
    let of = of.transpose()?;
    let event = body.event.as_ref().map(|event| MissionEvent {
        id: of,
        name: event.name.clone(),
        kind: event.kind.0,
        place: event.place.clone(),
        since: event.since.map(|day| day.0),
        until: event.until.map(|day| day.0),
    });
    let recipients = body.recipients.iter().map(|one| Thing { noun: one.noun.0, name: one.name.clone() });
    Ok(Mission {
        id,
        direction: body.direction.map_or(MissionDirection::Out, |word| word.0),
        title: body.title.clone(),
        purpose: body.purpose.clone(),
        post: post_of(caller, body.post.as_ref())?,
        // The desk takes the unit of the post.
        unit: UnitId::new("unit").map_err(said("#".to_owned()))?,
        stage: MissionStage::Draft,
        needs,
        hosts,
        event,
        since: body.since.0,
        until: body.until.0,
        place: body.place.clone(),
        country: body.country.clone(),
        members: Vec::new(),
        benefits,
        benefit: body.benefit.clone(),
        plan: body.plan.clone(),
        recipients: recipients.collect(),
        budget: body.budget.as_deref().map(Money::parse).transpose().map_err(said("#/budget".to_owned()))?,
        remark: String::new(),
        round: 0,
        report_due: None,
        report: None,
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    })
}

async fn draft(caller: Caller, sent: Sent<MissionBody>) -> Done<MissionView> {
    let mission = mission(&caller, &sent.body, MissionId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let mission = desk::write_mission(writer, turn, mission, None)?;
        let reply = Reply::of(MissionView::from(&mission)).at(format!("/api/v1/missions/{}", mission.id));
        Ok(reply.versioned(u64::from(mission.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<MissionBody>) -> Done<MissionView> {
    let id = MissionId::parse(sent.way.get("mission")).ok_or_else(|| missing(&caller))?;
    let mission = mission(&caller, &sent.body, id)?;
    let revision = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.mission(&id.to_string())?;
        let mission = desk::write_mission(writer, turn, Mission { post: held.post, ..mission }, Some(revision))?;
        Ok(Reply::of(MissionView::from(&mission)).versioned(u64::from(mission.revision)))
    });
    kept.await
}

/// Why a host can answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HostGroundView {
    /// The host.
    pub host: String,
    /// Words and classes that stand in what it makes.
    pub makes: String,
    /// Records of the host that fit the need.
    pub n_records: u64,
}

/// A question that could be taken along.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CandidateView {
    /// The need or request.
    pub thing: ThingView,
    /// What people call it.
    pub title: String,
    /// The question in its words there.
    pub text: String,
    /// How much hangs on it.
    pub priority: Word<Priority>,
    /// Whether it is on the list already.
    pub is_asked: bool,
    /// Why hosts can answer it, the best first.
    pub grounds: Vec<HostGroundView>,
}

impl From<&Candidate> for CandidateView {
    fn from(one: &Candidate) -> CandidateView {
        let ground = |ground: &desk::HostGround| HostGroundView {
            host: ground.host.to_string(),
            makes: ground.makes.clone(),
            n_records: ground.n_records,
        };
        CandidateView {
            thing: ThingView::from(&one.thing),
            title: one.title.clone(),
            text: one.text.clone(),
            priority: Word(one.priority),
            is_asked: one.is_asked,
            grounds: one.grounds.iter().map(ground).collect(),
        }
    }
}

async fn candidates(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<CandidateView>> {
    let (id, today) = (way.get("mission").to_owned(), caller.app.today());
    let found = read(&caller, move |office| {
        let page = office.mission_page(&id)?;
        office.question_candidates(&page.mission, &page.questions, today)
    });
    Ok(Found::listed(Listed::whole(found.await?.list.iter().map(CandidateView::from).collect())))
}

/// Records that may answer a question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HeldForView {
    /// The question.
    pub question: String,
    /// The records, best first.
    pub records: Vec<HitView>,
}

async fn held(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<HeldForView>> {
    let id = way.get("mission").to_owned();
    let held = read(&caller, move |office| office.held_for(&office.mission_page(&id)?.questions)).await?;
    let view = |one: &desk::Held| HeldForView {
        question: one.question.to_string(),
        records: one.records.iter().map(HitView::from).collect(),
    };
    Ok(Found::listed(Listed::whole(held.iter().map(view).collect())))
}

/// A specialist held against a mission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberFitView {
    /// Who.
    pub specialist: String,
    /// Whether they go.
    pub goes: bool,
    /// Questions that they know enough of.
    pub questions: Vec<String>,
    /// Tags of the hosts' languages that they can interpret.
    pub interprets: Vec<String>,
    /// Whether they are not free on some of the days, or on another mission.
    pub is_kept: bool,
    /// Missions whose report is overdue.
    pub overdue: Vec<String>,
}

/// The roster held against a mission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NominationView {
    /// Members first, then who knows of the most questions.
    pub roster: Vec<MemberFitView>,
    /// Questions for which no member has the skill.
    pub without_skill: Vec<String>,
    /// Tags of the hosts' languages that no member can interpret.
    pub without_interpreter: Vec<String>,
}

impl From<&Nomination> for NominationView {
    fn from(nomination: &Nomination) -> NominationView {
        let fit = |fit: &MemberFit| MemberFitView {
            specialist: fit.specialist.id.to_string(),
            goes: fit.member.is_some(),
            questions: fit.questions.iter().map(ToString::to_string).collect(),
            interprets: tags(&fit.interprets),
            is_kept: !fit.conflicts.is_empty(),
            overdue: fit.overdue.iter().map(|mission| mission.id.to_string()).collect(),
        };
        NominationView {
            roster: nomination.roster.iter().map(fit).collect(),
            without_skill: nomination.without_skill.iter().map(ToString::to_string).collect(),
            without_interpreter: tags(&nomination.without_interpreter),
        }
    }
}

async fn nomination(caller: Caller, way: Way, _: Nothing) -> Outcome<NominationView> {
    let (id, today) = (way.get("mission").to_owned(), caller.app.today());
    let found = read(&caller, move |office| {
        let page = office.mission_page(&id)?;
        office.nomination(&page.mission, &page.questions, today)
    });
    Ok(Found::one(NominationView::from(&found.await?)))
}

async fn duties(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<super::inbox::DutyView>> {
    let id = way.get("mission").to_owned();
    let duties = read(&caller, move |office| office.duties_about(&Thing::new(Noun::Mission, office.mission(&id)?.id)));
    Ok(Found::listed(Listed::whole(duties.await?.iter().map(super::inbox::DutyView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let path = "/api/v1/missions/{mission}";
    api.read("/api/v1/missions", open, "list_missions", "Missions, the newest first", list)
        .create("/api/v1/missions", open, "draft_mission", "Begins a mission: a draft", draft)
        .read(path, open, "show_mission", "One mission, with its questions and decisions", show)
        .change((Method::PUT, path), open, "change_mission", "Changes what a mission says", change)
        .read(
            "/api/v1/missions/{mission}/candidates",
            open,
            "mission_candidates",
            "What a mission could ask, ranked, with the grounds",
            candidates,
        )
        .read(
            "/api/v1/missions/{mission}/held",
            open,
            "mission_held",
            "What is held already that may answer the questions that are still asked",
            held,
        )
        .read(
            "/api/v1/missions/{mission}/nomination",
            open,
            "mission_nomination",
            "The roster held against a mission, with what stays open",
            nomination,
        )
        .read("/api/v1/missions/{mission}/duties", open, "mission_duties", "The duties about a mission", duties)
}
