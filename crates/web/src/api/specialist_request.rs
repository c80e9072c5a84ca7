//! Requests for specialists: listed, shown with who fits, written, opened, taken back, and many paired with many.

use std::sync::Arc;

use axum::http::Method;
use desk::{PairLine, PairingPage, RosterFit, SpecialistRequestAsk, SpecialistRequestStep};
use model::{
    Fit, FitPart, HostId, InterestKind, Lack, LackKind, NeedId, PostId, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, WantedSkill,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::specialist::{SpokenView, spoken_of};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::{class_text, typed_classes};
use crate::problem::Problem;
use crate::route::Policy;

/// A skill that is wanted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedSkillView {
    /// A class, `scheme:code`, or words.
    pub class: String,
    /// Whether nobody without it is of use; otherwise it is a wish.
    #[serde(default)]
    pub must: bool,
}

/// A request for a specialist.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpecialistRequestView {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub task: String,
    /// The unit in which.
    pub unit: String,
    /// The post that asks.
    pub post: String,
    /// The post of the personnel officer.
    pub officer: String,
    /// The post that works beside the guest and keeps the skill.
    pub counterpart: String,
    /// The need that it serves, where it is seen.
    pub need: Option<String>,
    /// Hosts whose matter the task touches.
    pub hosts: Vec<String>,
    /// Where the work is done.
    pub place: String,
    /// The first day on which somebody is wanted.
    pub since: Day,
    /// The last one.
    pub until: Day,
    /// For how many days within these.
    pub days: u32,
    /// What they have to know.
    pub skills: Vec<WantedSkillView>,
    /// What they have to speak.
    pub languages: Vec<SpokenView>,
    /// The skill that shall be there when they leave.
    pub leaves: String,
    /// Where it stands.
    pub stage: Word<SpecialistRequestStage>,
    /// Why it was taken back.
    pub reason: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of the last change.
    pub revision: u32,
    /// When it was begun.
    pub made_at: Moment,
}

impl From<&SpecialistRequest> for SpecialistRequestView {
    fn from(one: &SpecialistRequest) -> SpecialistRequestView {
        let skill = |skill: &WantedSkill| WantedSkillView { class: class_text(&skill.class), must: skill.must };
        SpecialistRequestView {
            id: one.id.to_string(),
            title: one.title.clone(),
            task: one.task.clone(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            officer: one.officer.to_string(),
            counterpart: one.counterpart.to_string(),
            need: one.need.as_ref().map(ToString::to_string),
            hosts: one.hosts.iter().map(ToString::to_string).collect(),
            place: one.place.clone(),
            since: Day(one.since),
            until: Day(one.until),
            days: one.days,
            skills: one.skills.iter().map(skill).collect(),
            languages: one.languages.iter().map(SpokenView::from).collect(),
            leaves: one.leaves.clone(),
            stage: Word(one.stage),
            reason: one.reason.clone(),
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Something that is missing, in words of the data.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LackView {
    /// What sort of thing.
    pub kind: Word<LackKind>,
    /// The class, the language or the first day.
    pub what: String,
    /// What is wanted: a level, a number of days; or the last day.
    pub wanted: String,
    /// What is there instead; empty for nothing.
    pub held: String,
    /// Whether somebody is signed on against it only with a reason.
    pub weighs: bool,
}

impl From<&Lack> for LackView {
    fn from(lack: &Lack) -> LackView {
        LackView {
            kind: Word(lack.kind),
            what: lack.what.clone(),
            wanted: lack.wanted.clone(),
            held: lack.held.clone(),
            weighs: lack.kind.weighs(),
        }
    }
}

/// A part of the fit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FitPartView {
    /// Which.
    pub part: Word<FitPart>,
    /// What it brings.
    pub points: u32,
    /// What it can bring.
    pub of: u32,
    /// What is missing.
    pub lacks: Vec<LackView>,
}

/// A tie to a host of the request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictView {
    /// What it is.
    pub kind: Word<InterestKind>,
    /// To whom.
    pub with: String,
}

/// How well somebody suits a request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FitView {
    /// Who.
    pub specialist: String,
    /// Their name.
    pub name: String,
    /// The parts, which add up to a hundred at most.
    pub parts: Vec<FitPartView>,
    /// Ties to hosts of the request.
    pub conflicts: Vec<ConflictView>,
    /// The first day of the time for which they could come.
    pub since: Option<Day>,
    /// The last one.
    pub until: Option<Day>,
}

impl From<&RosterFit> for FitView {
    fn from(one: &RosterFit) -> FitView {
        let Fit { lines, conflicts, stretch, .. } = &one.fit;
        let part = |line: &model::FitLine| FitPartView {
            part: Word(line.part),
            points: line.points,
            of: line.part.points_max(),
            lacks: line.lacks.iter().map(LackView::from).collect(),
        };
        FitView {
            specialist: one.specialist.id.to_string(),
            name: one.specialist.name.clone(),
            parts: lines.iter().map(part).collect(),
            conflicts: conflicts
                .iter()
                .map(|one| ConflictView { kind: Word(one.kind), with: one.with.clone() })
                .collect(),
            since: stretch.map(|one| Day(one.since)),
            until: stretch.map(|one| Day(one.until)),
        }
    }
}

/// Which requests are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistRequestQuery {
    /// Words of the title, the task, the place or a skill.
    #[serde(default)]
    q: String,
    /// At this stage.
    stage: Option<Word<SpecialistRequestStage>>,
    /// Of this post: that asks, looks for somebody or works beside them.
    post: Option<String>,
}

async fn list(caller: Caller, _: Way, query: SpecialistRequestQuery) -> Outcome<Listed<SpecialistRequestView>> {
    let post = query.post.as_deref().and_then(|post| PostId::new(post).ok());
    let ask = SpecialistRequestAsk { words: query.q, stage: query.stage.map(|word| word.0), post };
    let found = read(&caller, move |office| office.specialist_requests(&ask)).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(SpecialistRequestView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SpecialistRequestView> {
    let id = way.get("specialist_request").to_owned();
    let one = read(&caller, move |office| office.specialist_request(&id)).await?;
    Ok(Found::versioned(SpecialistRequestView::from(&one), u64::from(one.revision)))
}

async fn candidates(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FitView>> {
    let (id, officer) = (way.get("specialist_request").to_owned(), Arc::clone(&caller.officer));
    let page = read(&caller, move |office| office.specialist_request_page(&officer, &id)).await?;
    Ok(Found::listed(Listed::whole(page.candidates.iter().map(FitView::from).collect())))
}

/// A request paired with who would come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairView {
    /// The request.
    pub request: String,
    /// Who would come in the best pairing.
    pub best: Option<FitView>,
    /// Who would come if the best pair that is left were taken each time.
    pub greedy: Option<FitView>,
}

/// Many requests paired with many specialists. Nobody is assigned by it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairingView {
    /// The requests for which somebody is looked for.
    pub pairs: Vec<PairView>,
    /// What the best pairing brings in all.
    pub best: u64,
    /// What the greedy one brings.
    pub greedy: u64,
    /// Requests that were left out, because more are not paired at once.
    pub requests_left_out: u64,
    /// Specialists that were left out.
    pub specialists_left_out: u64,
}

impl From<&PairingPage> for PairingView {
    fn from(page: &PairingPage) -> PairingView {
        let pair = |line: &PairLine| PairView {
            request: line.request.id.to_string(),
            best: line.best.as_ref().map(FitView::from),
            greedy: line.greedy.as_ref().map(FitView::from),
        };
        PairingView {
            pairs: page.lines.iter().map(pair).collect(),
            best: page.best,
            greedy: page.greedy,
            requests_left_out: page.left_out.0 as u64,
            specialists_left_out: page.left_out.1 as u64,
        }
    }
}

async fn pair(caller: Caller, _: Way, _: Nothing) -> Outcome<PairingView> {
    let page = read(&caller, |office| office.pairing()).await?;
    Ok(Found::one(PairingView::from(&page)))
}

/// What a request shall say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistRequestBody {
    /// What it is called.
    title: String,
    /// What is to be done.
    #[serde(default)]
    task: String,
    /// The post that asks; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// The post of the personnel officer.
    officer: String,
    /// The post that works beside the guest.
    counterpart: String,
    /// The need that it serves.
    need: Option<String>,
    /// Hosts whose matter the task touches.
    #[serde(default)]
    hosts: Vec<String>,
    /// Where the work is done.
    #[serde(default)]
    place: String,
    /// The first day on which somebody is wanted.
    since: Day,
    /// The last one.
    until: Day,
    /// For how many days within these; left out, for all.
    days: Option<u32>,
    /// What they have to know.
    #[serde(default)]
    skills: Vec<WantedSkillView>,
    /// What they have to speak.
    #[serde(default)]
    languages: Vec<SpokenView>,
    /// The skill that shall be there when they leave.
    #[serde(default)]
    leaves: String,
    /// Who may see it; left out, whoever may see its need and its hosts, or as it was.
    marking: Option<MarkingView>,
}

fn request(
    caller: &Caller,
    body: &SpecialistRequestBody,
    id: SpecialistRequestId,
) -> Result<SpecialistRequest, Problem> {
    let said =
        |pointer: &'static str| move |refusal: model::Refusal| slip(caller, pointer, caller.speech().refusal(&refusal));
    let mut hosts = Vec::new();
    for (at, host) in body.hosts.iter().enumerate() {
        let unnamed = || slip(caller, &format!("#/hosts/{at}"), caller.speech().say("failure-missing"));
        hosts.push(HostId::parse(host).ok_or_else(unnamed)?);
    }
    let skill = |one: &WantedSkillView| WantedSkill {
        class: typed_classes(std::slice::from_ref(&one.class)).pop().unwrap_or_default(),
        must: one.must,
    };
    let span = body.until.0.days_since(body.since.0) + 1;
    let post = post_of(caller, body.post.as_ref())?;
    let unit = caller.officer.posts.iter().find(|(held, _)| held.id == post).map(|(held, _)| held.unit.clone());
    Ok(SpecialistRequest {
        id,
        title: body.title.clone(),
        task: body.task.clone(),
        // The desk sets the unit of the post that asks, and refuses who does not act for it.
        unit: unit
            .or_else(|| caller.officer.posts.first().map(|(post, _)| post.unit.clone()))
            .ok_or_else(|| slip(caller, "#/post", caller.speech().say("request-no-post")))?,
        post,
        officer: PostId::new(&body.officer).map_err(said("#/officer"))?,
        counterpart: PostId::new(&body.counterpart).map_err(said("#/counterpart"))?,
        need: body.need.as_deref().map(NeedId::new).transpose().map_err(said("#/need"))?,
        hosts,
        place: body.place.clone(),
        since: body.since.0,
        until: body.until.0,
        days: body.days.unwrap_or_else(|| u32::try_from(span).unwrap_or(1)),
        skills: body.skills.iter().map(skill).collect(),
        languages: spoken_of(caller, &body.languages)?,
        leaves: body.leaves.clone(),
        stage: SpecialistRequestStage::Draft,
        reason: String::new(),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    })
}

fn named(caller: &Caller, way: &Way) -> Result<SpecialistRequestId, Problem> {
    SpecialistRequestId::parse(way.get("specialist_request")).ok_or_else(|| missing(caller))
}

async fn write(caller: Caller, sent: Sent<SpecialistRequestBody>) -> Done<SpecialistRequestView> {
    let one = request(&caller, &sent.body, SpecialistRequestId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::write_specialist_request(writer, turn, one, true)?;
        let reply = Reply::of(SpecialistRequestView::from(&one));
        Ok(reply.at(format!("/api/v1/specialist-requests/{}", one.id)).versioned(u64::from(one.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<SpecialistRequestBody>) -> Done<SpecialistRequestView> {
    let id = named(&caller, &sent.way)?;
    let one = request(&caller, &sent.body, id)?;
    let keeps = sent.body.marking.is_none();
    let revision = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.specialist_request(&id.to_string())?;
        let marking = if keeps { held.marking } else { one.marking };
        let one = SpecialistRequest { revision, marking, ..one };
        let one = desk::write_specialist_request(writer, turn, one, false)?;
        Ok(Reply::of(SpecialistRequestView::from(&one)).versioned(u64::from(one.revision)))
    });
    kept.await
}

/// That somebody is looked for, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistRequestOpenBody {
    /// The number of the last change that was seen.
    revision: u32,
}

async fn open(caller: Caller, sent: Sent<SpecialistRequestOpenBody>) -> Done<SpecialistRequestView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let step = SpecialistRequestStep::Open;
        let one = desk::take_specialist_request_step(writer, turn, office, (id, revision), &step).map_err(as_a_rule)?;
        Ok(Reply::of(SpecialistRequestView::from(&one)))
    });
    kept.await
}

/// That nobody is wanted any more.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialistRequestWithdrawBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// Why.
    reason: String,
}

async fn withdraw(caller: Caller, sent: Sent<SpecialistRequestWithdrawBody>) -> Done<SpecialistRequestView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let (seen, step) = ((id, body.revision), SpecialistRequestStep::Withdraw(body.reason));
        let one = desk::take_specialist_request_step(writer, turn, office, seen, &step).map_err(as_a_rule)?;
        Ok(Reply::of(SpecialistRequestView::from(&one)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let signed_in = Policy::SignedIn;
    let (all, one) = ("/api/v1/specialist-requests", "/api/v1/specialist-requests/{specialist_request}");
    api.read(
        all,
        signed_in,
        "list_specialist_requests",
        "Requests for specialists, those that are wanted first before the others",
        list,
    )
    .create(all, signed_in, "write_specialist_request", "Writes a request for a specialist", write)
    .read(one, signed_in, "show_specialist_request", "One request for a specialist", show)
    .change((Method::PUT, one), signed_in, "change_specialist_request", "Changes what a request for a specialist says", change)
    .read(
        "/api/v1/specialist-requests/{specialist_request}/candidates",
        signed_in,
        "list_candidates",
        "The roster held against a request, the best first, with what each lacks",
        candidates,
    )
    .act(
        "/api/v1/specialist-requests/{specialist_request}/open",
        signed_in,
        "open_specialist_request",
        "Has the personnel officer look for somebody",
        open,
    )
    .act(
        "/api/v1/specialist-requests/{specialist_request}/withdraw",
        signed_in,
        "withdraw_specialist_request",
        "Takes a request for a specialist back",
        withdraw,
    )
    .read(
        "/api/v1/specialist-pairing",
        signed_in,
        "pair_specialists",
        "Requests that wait, paired with the roster: as it is best in all, and as it comes greedily. Nobody is assigned by it",
        pair,
    )
}
