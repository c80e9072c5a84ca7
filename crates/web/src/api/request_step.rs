//! What is done with a request: routed, answered, given back, declined, taken back.

use std::sync::Arc;

use desk::{Closing, Failure, Turn};
use model::{PostId, RecordId, RequestId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Writer;

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::request::RequestView;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

fn named(caller: &Caller, way: &Way) -> Result<RequestId, Problem> {
    RequestId::parse(way.get("request")).ok_or_else(|| missing(caller))
}

/// What the caller may do with a request now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RequestRightsView {
    /// Find the post that shall answer.
    pub route: bool,
    /// Answer it, or say that nobody can.
    pub answer: bool,
    /// Give it back to who routes it.
    pub send_back: bool,
    /// Take it back.
    pub withdraw: bool,
}

async fn rights(caller: Caller, way: Way, _: Nothing) -> Outcome<RequestRightsView> {
    let (id, officer) = (way.get("request").to_owned(), Arc::clone(&caller.officer));
    let rights = read(&caller, move |office| office.request_rights(&officer, &office.request(&id)?)).await?;
    Ok(Found::one(RequestRightsView {
        route: rights.route.is_some(),
        answer: rights.answer.is_some(),
        send_back: rights.send_back.is_some(),
        withdraw: rights.withdraw.is_some(),
    }))
}

/// To whom a request is handed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteBody {
    /// The post that shall answer.
    to: String,
    /// What it should know.
    #[serde(default)]
    remark: String,
}

async fn route(caller: Caller, sent: Sent<RouteBody>) -> Done<RequestView> {
    let id = named(&caller, &sent.way)?;
    let RouteBody { to, remark } = sent.body.clone();
    let to = PostId::new(&to).map_err(|refusal| slip(&caller, "#/to", caller.speech().refusal(&refusal)))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        Ok(Reply::of(RequestView::from(&desk::route(writer, turn, office, id, &to, &remark)?)))
    });
    kept.await
}

/// An answer. It becomes a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The answer in one line.
    title: String,
    /// The answer.
    text: String,
    /// Records that it rests on, by their numbers.
    #[serde(default)]
    cites: Vec<String>,
    /// Who may see it; it becomes no wider than the request and what it rests on.
    marking: Option<MarkingView>,
    /// Language of the answer.
    language: Option<AnswerLanguage>,
}

/// A language in which answers are written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnswerLanguage {
    /// English.
    En,
    /// Russian.
    Ru,
    /// German.
    De,
}

impl AnswerLanguage {
    fn tag(self) -> &'static str {
        match self {
            AnswerLanguage::En => "en",
            AnswerLanguage::Ru => "ru",
            AnswerLanguage::De => "de",
        }
    }
}

async fn answer(caller: Caller, sent: Sent<AnswerBody>) -> Done<RequestView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let marking = body.marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking
        .map_err(|(place, refusal)| slip(&caller, &format!("#/marking{place}"), caller.speech().refusal(&refusal)))?;
    let mut cites = Vec::new();
    for (at, text) in body.cites.iter().enumerate() {
        let unnamed = || slip(&caller, &format!("#/cites/{at}"), caller.speech().say("failure-missing"));
        cites.push(RecordId::parse(text).ok_or_else(unnamed)?);
    }
    let given = desk::Answer {
        title: body.title,
        text: body.text,
        cites,
        marking: marking.unwrap_or_default(),
        language: body.language.map(|language| language.tag().to_owned()),
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let (request, _) = desk::answer(writer, turn, office, id, &given)?;
        Ok(Reply::of(RequestView::from(&request)))
    });
    kept.await
}

/// Why something is done.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Why.
    reason: String,
}

async fn send_back(caller: Caller, sent: Sent<ReasonBody>) -> Done<RequestView> {
    let id = named(&caller, &sent.way)?;
    let reason = sent.body.reason.clone();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        Ok(Reply::of(RequestView::from(&desk::send_back(writer, turn, office, id, &reason)?)))
    });
    kept.await
}

fn closed(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: RequestId,
    closing: &Closing,
) -> Result<Reply<RequestView>, Failure> {
    Ok(Reply::of(RequestView::from(&desk::close(writer, turn, id, closing)?)))
}

async fn decline(caller: Caller, sent: Sent<ReasonBody>) -> Done<RequestView> {
    let id = named(&caller, &sent.way)?;
    let closing = Closing::Decline(sent.body.reason.clone());
    sent.keep(&caller, move |writer, turn, _| closed(writer, turn, id, &closing)).await
}

async fn withdraw(caller: Caller, sent: Sent<Nothing>) -> Done<RequestView> {
    let id = named(&caller, &sent.way)?;
    sent.keep(&caller, move |writer, turn, _| closed(writer, turn, id, &Closing::Withdraw)).await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/requests/{request}/rights",
        open,
        "request_rights",
        "What the caller may do with a request",
        rights,
    )
    .act("/api/v1/requests/{request}/route", open, "route", "Hands a request to the post that shall answer", route)
    .act("/api/v1/requests/{request}/answer", open, "answer", "Answers a request", answer)
    .act("/api/v1/requests/{request}/back", open, "send_back", "Gives a request back to be routed", send_back)
    .act("/api/v1/requests/{request}/decline", open, "decline", "Says that nobody can answer", decline)
    .act("/api/v1/requests/{request}/withdrawal", open, "withdraw", "Takes a request back", withdraw)
}
