//! Requests for information: listed, shown, asked.

use desk::{AlreadyHeld, Question};
use model::{NeedId, Noun, PostId, Request, RequestId, RequestStage, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::RequestFilter;

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::inbox::DutyView;
use super::marking::MarkingView;
use super::record::HitView;
use super::word::{Day, Limit, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A request for information.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RequestView {
    /// Its name.
    pub id: String,
    /// The question in one line.
    pub question: String,
    /// What else the answerer has to know.
    pub detail: String,
    /// Who asks.
    pub post: String,
    /// The need behind it.
    pub need: Option<String>,
    /// The last day on which an answer is in time.
    pub due: Day,
    /// Where it stands.
    pub stage: Word<RequestStage>,
    /// Who shall answer.
    pub routed_to: Option<String>,
    /// The record that answers it.
    pub answer: Option<String>,
    /// What was said with its last step.
    pub remark: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// When it was asked.
    pub asked_at: Moment,
}

impl From<&Request> for RequestView {
    fn from(request: &Request) -> RequestView {
        RequestView {
            id: request.id.to_string(),
            question: request.question.clone(),
            detail: request.detail.clone(),
            post: request.post.to_string(),
            need: request.need.as_ref().map(ToString::to_string),
            due: Day(request.due),
            stage: Word(request.stage),
            routed_to: request.routed_to.as_ref().map(ToString::to_string),
            answer: request.answer.map(|record| record.to_string()),
            remark: request.remark.clone(),
            marking: MarkingView::from(&request.marking),
            asked_at: Moment(request.asked_at),
        }
    }
}

/// Which requests are asked for: those that fit every part that is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    /// Asked by one of the caller's posts.
    #[serde(default)]
    mine: bool,
    /// At this stage.
    stage: Option<Word<RequestStage>>,
    /// Serving this need.
    need: Option<String>,
    /// Requests on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: RequestQuery) -> Outcome<Listed<RequestView>> {
    let (speech, limit) = (caller.speech(), Limit::of(query.limit));
    let before = cursor::read::<2>(speech, "requests", query.cursor.as_deref())?;
    let before =
        before.map(|[at, id]| at.parse::<i64>().ok().zip(RequestId::parse(&id)).ok_or_else(|| cursor::foreign(speech)));
    let need = query.need.as_deref().map(NeedId::new).transpose().map_err(|_| missing(&caller))?;
    let filter = RequestFilter {
        asked_by: query.mine.then(|| caller.officer.post_ids()),
        stage: query.stage.map(|stage| stage.0),
        need,
        before: before.transpose()?,
        limit: Some(limit + 1),
        ..RequestFilter::default()
    };
    let requests = read(&caller, move |office| office.requests(&filter)).await?;
    let views = requests.iter().map(RequestView::from).collect();
    let place = |one: &RequestView| vec![one.asked_at.0.to_string(), one.id.clone()];
    Ok(Found::listed(Listed::cut(views, limit, "requests", place)))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<RequestView> {
    let id = way.get("request").to_owned();
    let request = read(&caller, move |office| office.request(&id)).await?;
    Ok(Found::one(RequestView::from(&request)))
}

/// What is asked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionBody {
    /// The question in one line.
    question: String,
    /// What else the answerer has to know.
    #[serde(default)]
    detail: String,
    /// Who asks; left out, it is the first of the caller's posts.
    post: Option<String>,
    /// The need behind it.
    need: Option<String>,
    /// The last day on which an answer is in time.
    due: Day,
    /// Who may see it; left out, it is open.
    marking: Option<MarkingView>,
}

async fn ask(caller: Caller, sent: Sent<QuestionBody>) -> Done<RequestView> {
    let body = sent.body.clone();
    let named = |pointer: &'static str, caller: &Caller| {
        let caller = caller.clone();
        move |refusal: model::Refusal| slip(&caller, pointer, caller.speech().refusal(&refusal))
    };
    let post = body.post.as_deref().map(PostId::new).transpose().map_err(named("#/post", &caller))?;
    let post = post.or_else(|| caller.officer.post_ids().into_iter().next());
    let post = post.ok_or_else(|| slip(&caller, "#/post", caller.speech().say("request-no-post")))?;
    let need = body.need.as_deref().map(NeedId::new).transpose().map_err(named("#/need", &caller))?;
    let marking = body.marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking
        .map_err(|(place, refusal)| slip(&caller, &format!("#/marking{place}"), caller.speech().refusal(&refusal)))?;
    let question = Question {
        id: RequestId::from_bits(caller.app.ids()()),
        question: body.question,
        detail: body.detail,
        post,
        need,
        due: body.due.0,
        marking: marking.unwrap_or_default(),
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let request = desk::ask(writer, turn, office, &question)?;
        Ok(Reply::of(RequestView::from(&request)).at(format!("/api/v1/requests/{}", request.id)))
    });
    kept.await
}

/// A question that is not asked yet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldBody {
    /// The question in one line.
    question: String,
    /// What else the answerer has to know.
    #[serde(default)]
    detail: String,
}

/// An earlier request that resembles a question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SimilarRequestView {
    /// The request.
    pub request: RequestView,
    /// From 0 to 1.
    pub likeness: f32,
}

/// What is held already that may answer a question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AlreadyHeldView {
    /// Earlier requests, the most alike first.
    pub requests: Vec<SimilarRequestView>,
    /// Records in which its words stand, best first.
    pub records: Vec<HitView>,
}

async fn held(caller: Caller, _: Way, body: HeldBody) -> Outcome<AlreadyHeldView> {
    let AlreadyHeld { requests, records } =
        read(&caller, move |office| office.already_held(&body.question, &body.detail)).await?;
    let similar = |one: &desk::SimilarRequest| SimilarRequestView {
        request: RequestView::from(&one.request),
        likeness: one.likeness,
    };
    Ok(Found::one(AlreadyHeldView {
        requests: requests.iter().map(similar).collect(),
        records: records.iter().map(HitView::from).collect(),
    }))
}

async fn duties(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<DutyView>> {
    let id = way.get("request").to_owned();
    let duties = read(&caller, move |office| office.duties_about(&Thing::new(Noun::Request, office.request(&id)?.id)));
    Ok(Found::listed(Listed::whole(duties.await?.iter().map(DutyView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/requests", open, "list_requests", "Requests for information, the newest first", list)
        .create("/api/v1/requests", open, "ask", "Asks", ask)
        .read("/api/v1/requests/{request}", open, "show_request", "One request", show)
        .read("/api/v1/requests/{request}/duties", open, "request_duties", "The duties about a request", duties)
        .look("/api/v1/held", open, "already_held", "What is held already that may answer a question", held)
}
