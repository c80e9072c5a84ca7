//! Widenings of markings: listed, shown, asked for, decided.

use model::{Thing, Widening, WideningId, WideningSide, WideningState, WideningWord};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// The word of one side about a widening.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WideningWordView {
    /// Which side.
    pub side: Word<WideningSide>,
    /// Whether more people may see it.
    pub yes: bool,
    /// Why.
    pub reason: String,
    /// Who said it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// That a thing shall be marked so that more people see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WideningView {
    /// Its name.
    pub id: String,
    /// Which thing.
    pub thing: ThingView,
    /// How the thing was called when it was asked for.
    pub title: String,
    /// How it was marked then.
    pub from: MarkingView,
    /// How it shall be marked.
    pub to: MarkingView,
    /// Why.
    pub reason: String,
    /// The post that asks.
    pub post: String,
    /// Who asks, as the ledger writes it.
    pub asked_by: String,
    /// Where it stands.
    pub state: Word<WideningState>,
    /// What was said, in its order.
    pub words: Vec<WideningWordView>,
    /// The sides that have not spoken.
    pub missing: Vec<Word<WideningSide>>,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was asked for.
    pub made_at: Moment,
}

impl From<&Widening> for WideningView {
    fn from(one: &Widening) -> WideningView {
        let word = |word: &WideningWord| WideningWordView {
            side: Word(word.side),
            yes: word.yes,
            reason: word.reason.clone(),
            by: word.by.clone(),
            at: Moment(word.at),
        };
        WideningView {
            id: one.id.to_string(),
            thing: ThingView::from(&one.thing),
            title: one.title.clone(),
            from: MarkingView::from(&one.from),
            to: MarkingView::from(&one.to),
            reason: one.reason.clone(),
            post: one.post.to_string(),
            asked_by: one.asked_by.clone(),
            state: Word(one.state),
            words: one.words.iter().map(word).collect(),
            missing: one.missing().into_iter().map(Word).collect(),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<WideningView>> {
    let found = read(&caller, |office| office.widenings()).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(WideningView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<WideningView> {
    let id = way.get("widening").to_owned();
    let widening = read(&caller, move |office| office.widening(&id)).await?;
    Ok(Found::one(WideningView::from(&widening)))
}

/// What is asked to be marked so that more people see it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WideningBody {
    /// Which thing: a need, record, request, source, host, specialist, request for a specialist, mission, agreement, event, sample or line of
    /// credit.
    thing: ThingView,
    /// How it shall be marked.
    marking: MarkingView,
    /// Why.
    reason: String,
    /// The post that asks; left out, the first of the caller's posts.
    post: Option<String>,
}

async fn ask(caller: Caller, sent: Sent<WideningBody>) -> Done<WideningView> {
    let body = sent.body.clone();
    let to = marking_of(&caller, Some(&body.marking))?.unwrap_or_default();
    let post = post_of(&caller, body.post.as_ref())?;
    let (id, thing) = (WideningId::from_bits(caller.app.ids()()), Thing::new(body.thing.noun.0, &body.thing.name));
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let asked = desk::ask_widening(writer, turn, office, (id, &thing), &to, (&post, &body.reason))?;
        Ok(Reply::of(WideningView::from(&asked)).at(format!("/api/v1/widenings/{}", asked.id)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<WideningId, Problem> {
    WideningId::parse(way.get("widening")).ok_or_else(|| missing(caller))
}

/// The word of one side.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WideningDecisionBody {
    /// The revision that was seen.
    revision: u32,
    /// For which side it is spoken.
    side: Word<WideningSide>,
    /// Whether more people may see it.
    yes: bool,
    /// Why.
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<WideningDecisionBody>) -> Done<WideningView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.yes, body.reason.as_str());
        let done = desk::decide_widening(writer, turn, (id, body.revision), body.side.0, said).map_err(as_a_rule)?;
        Ok(Reply::of(WideningView::from(&done)))
    });
    kept.await
}

/// The state of a widening that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WideningSeenBody {
    /// The revision that was seen.
    revision: u32,
}

async fn carry_out(caller: Caller, sent: Sent<WideningSeenBody>) -> Done<WideningView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::carry_out_widening(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(WideningView::from(&done)))
    });
    kept.await
}

async fn withdraw(caller: Caller, sent: Sent<WideningSeenBody>) -> Done<WideningView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::withdraw_widening(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(WideningView::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at) = (Policy::SignedIn, "/api/v1/widenings");
    api.read(at, open, "list_widenings", "Widenings that are not over, and the last of the others", list)
        .create(at, open, "ask_widening", "Asks that more people may see a thing", ask)
        .read("/api/v1/widenings/{widening}", open, "show_widening", "One widening with what was said", show)
        .act("/api/v1/widenings/{widening}/decide", open, "decide_widening", "Says the word of one side", decide)
        .act(
            "/api/v1/widenings/{widening}/carry-out",
            open,
            "carry_out_widening",
            "Marks the thing where a case of control was decided since",
            carry_out,
        )
        .act("/api/v1/widenings/{widening}/withdraw", open, "withdraw_widening", "Takes a widening back", withdraw)
}
