//! Calls between units: listed, made, shown, answered, taken, judged, closed.

use std::sync::Arc;

use model::{
    Call, CallAnswer, CallAnswerState, CallId, CallKind, CallReply, CallState, PostId, Rational, Thing, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Limit, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// What one post answers to a call.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CallAnswerView {
    /// The post that is asked.
    pub post: String,
    /// Its unit.
    pub unit: String,
    /// Where it stands.
    pub state: Word<CallAnswerState>,
    /// How much it can give, a decimal number.
    pub amount: Option<String>,
    /// By when.
    pub day: Option<Day>,
    /// On which conditions, or why not.
    pub text: String,
    /// Who answered, as the ledger writes it.
    pub by: String,
    /// What was said of whether it was kept.
    pub verdict: String,
}

/// A request from one unit to others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CallView {
    /// Its name.
    pub id: String,
    /// What sort of thing is lacking.
    pub kind: Word<CallKind>,
    /// What it is.
    pub what: String,
    /// How much of it, a decimal number.
    pub amount: String,
    /// In what that is measured.
    pub measure: String,
    /// By when.
    pub by: Day,
    /// What for.
    pub reason: String,
    /// The adoption, offer or barrier for which it is needed; null where that is not seen.
    pub on: Option<ThingView>,
    /// The unit that asks.
    pub unit: String,
    /// The post that asks.
    pub post: String,
    /// Whom it asks, with what they answered.
    pub answers: Vec<CallAnswerView>,
    /// How much was taken, a decimal number.
    pub taken: String,
    /// Where it stands.
    pub state: Word<CallState>,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was made.
    pub made_at: Moment,
}

impl From<&Call> for CallView {
    fn from(call: &Call) -> CallView {
        let answer = |one: &CallAnswer| CallAnswerView {
            post: one.post.to_string(),
            unit: one.unit.to_string(),
            state: Word(one.state),
            amount: one.amount.map(|amount| amount.to_string()),
            day: one.day.map(Day),
            text: one.text.clone(),
            by: one.by.clone(),
            verdict: one.verdict.clone(),
        };
        CallView {
            id: call.id.to_string(),
            kind: Word(call.kind),
            what: call.what.clone(),
            amount: call.amount.to_string(),
            measure: call.measure.clone(),
            by: Day(call.by),
            reason: call.reason.clone(),
            on: call.on.as_ref().map(ThingView::from),
            unit: call.unit.to_string(),
            post: call.post.to_string(),
            answers: call.answers.iter().map(answer).collect(),
            taken: call.n_taken().to_string(),
            state: Word(call.state),
            invented: call.invented,
            marking: MarkingView::from(&call.marking),
            revision: call.revision,
            made_at: Moment(call.made_at),
        }
    }
}

/// Which calls are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallQuery {
    /// For this sort of thing.
    kind: Option<Word<CallKind>>,
    /// Standing so.
    state: Option<Word<CallState>>,
    /// For this adoption, offer or barrier: `adoption:A...`.
    on: Option<String>,
    /// Calls on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: CallQuery) -> Outcome<Listed<CallView>> {
    let part = Part::of(caller.speech(), "calls", (query.limit, query.cursor.as_deref()))?;
    let said = || slip(&caller, "#/on", caller.speech().say("failure-missing"));
    let on = query.on.as_deref().map(|on| Thing::parse(on).ok_or_else(said)).transpose()?;
    let (kind, state) = (query.kind.map(|word| word.0), query.state.map(|word| word.0));
    let found = read(&caller, move |office| office.calls_up_to(kind, state, on, part.n_wanted())).await?;
    Ok(Found::listed(part.cut(found.iter().map(|(call, _)| CallView::from(call)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<CallView> {
    let (id, officer) = (way.get("call").to_owned(), Arc::clone(&caller.officer));
    let page = read(&caller, move |office| office.call_page(&officer, &id)).await?;
    Ok(Found::versioned(CallView::from(&page.call), u64::from(page.call.revision)))
}

/// What is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// What sort of thing is lacking.
    kind: Word<CallKind>,
    /// What it is.
    what: String,
    /// How much of it, a decimal number.
    amount: String,
    /// In what that is measured.
    measure: String,
    /// By when.
    by: Day,
    /// What for.
    reason: String,
    /// The adoption, offer or barrier for which it is needed.
    on: Option<ThingView>,
    /// The posts that are asked.
    asked: Vec<String>,
    /// The post that asks; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it; every post that is asked has to.
    marking: Option<MarkingView>,
}

async fn make(caller: Caller, sent: Sent<CallBody>) -> Done<CallView> {
    let body = &sent.body;
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    // Units follow from the posts.
    let (unit, other) = (UnitId::new("office"), UnitId::new("other"));
    let (unit, other) = (unit.map_err(|_| said("#/post"))?, other.map_err(|_| said("#/asked"))?);
    let mut answers = Vec::new();
    for (at, post) in body.asked.iter().enumerate() {
        let post = PostId::new(post).map_err(|_| said(&format!("#/asked/{at}")))?;
        answers.push(CallAnswer::asked(post, other.clone()));
    }
    let call = Call {
        id: CallId::from_bits(caller.app.ids()()),
        kind: body.kind.0,
        what: body.what.clone(),
        amount: Rational::parse(&body.amount).ok_or_else(|| said("#/amount"))?,
        measure: body.measure.clone(),
        by: body.by.0,
        reason: body.reason.clone(),
        on: body.on.as_ref().map(|on| Thing::new(on.noun.0, &on.name)),
        unit,
        post: post_of(&caller, body.post.as_ref())?,
        answers,
        state: CallState::Open,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let call = desk::make_call(writer, turn, office, call)?;
        let at = format!("/api/v1/calls/{}", call.id);
        Ok(Reply::of(CallView::from(&call)).at(at).versioned(u64::from(call.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<CallId, Problem> {
    CallId::parse(way.get("call")).ok_or_else(|| missing(caller))
}

fn post(caller: &Caller, text: &str) -> Result<PostId, Problem> {
    PostId::new(text).map_err(|_| slip(caller, "#/post", caller.speech().say("failure-missing")))
}

/// What a post answers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallReplyBody {
    /// The revision that was seen.
    revision: u32,
    /// The post that answers; one of those that are asked.
    post: String,
    /// How much it can give, a decimal number; left out where it cannot.
    amount: Option<String>,
    /// By when; needed with an amount.
    day: Option<Day>,
    /// On which conditions; or why not, which is needed then.
    #[serde(default)]
    text: String,
}

async fn reply(caller: Caller, sent: Sent<CallReplyBody>) -> Done<CallView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let by = post(&caller, &body.post)?;
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    let reply = match &body.amount {
        Some(amount) => {
            let amount = Rational::parse(amount).ok_or_else(|| said("#/amount"))?;
            CallReply::Can(amount, body.day.ok_or_else(|| said("#/day"))?.0, body.text)
        }
        None => CallReply::Cannot(body.text),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let call = desk::reply_to_call(writer, turn, (id, body.revision), &by, reply).map_err(as_a_rule)?;
        Ok(Reply::of(CallView::from(&call)))
    });
    kept.await
}

/// Whether what a post can give is taken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallTakeBody {
    /// The revision that was seen.
    revision: u32,
    /// The post whose answer it is.
    post: String,
    /// Whether it is taken.
    take: bool,
}

async fn take(caller: Caller, sent: Sent<CallTakeBody>) -> Done<CallView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = post(&caller, &body.post)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let call = desk::take_of_call(writer, turn, (id, body.revision), &of, body.take).map_err(as_a_rule)?;
        Ok(Reply::of(CallView::from(&call)))
    });
    kept.await
}

/// Whether what was taken came as it was said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallVerdictBody {
    /// The revision that was seen.
    revision: u32,
    /// The post whose answer it is.
    post: String,
    /// Whether it came so.
    kept: bool,
    /// What is said with it; needed for a no.
    #[serde(default)]
    verdict: String,
}

async fn judge(caller: Caller, sent: Sent<CallVerdictBody>) -> Done<CallView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let of = post(&caller, &body.post)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.kept, body.verdict.as_str());
        let call = desk::judge_call(writer, turn, (id, body.revision), &of, said).map_err(as_a_rule)?;
        Ok(Reply::of(CallView::from(&call)))
    });
    kept.await
}

/// That a call ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallEndBody {
    /// The revision that was seen.
    revision: u32,
    /// Whether it is taken back: only before anything was taken.
    #[serde(default)]
    taken_back: bool,
}

async fn close(caller: Caller, sent: Sent<CallEndBody>) -> Done<CallView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let call = desk::close_call(writer, turn, (id, body.revision), body.taken_back).map_err(as_a_rule)?;
        Ok(Reply::of(CallView::from(&call)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at, one) = (Policy::SignedIn, "/api/v1/calls", "/api/v1/calls/{call}");
    api.read(at, open, "list_calls", "Calls between units, the newest first", list)
        .create(at, open, "make_call", "Asks units of any department for what a unit lacks", make)
        .read(one, open, "show_call", "One call with its answers", show)
        .act("/api/v1/calls/{call}/reply", open, "reply_to_call", "Answers a call for a post that is asked", reply)
        .act("/api/v1/calls/{call}/take", open, "take_of_call", "Takes or leaves what a post can give", take)
        .act("/api/v1/calls/{call}/verdict", open, "judge_call", "Says whether what was taken came", judge)
        .act("/api/v1/calls/{call}/close", open, "close_call", "Closes a call, or takes it back", close)
}
