//! Deliveries: records laid before posts, and what the posts do with them.

use model::{Choice, DeliveryId, Disposition, NeedId, Noun, PassReason, PostId, RecordId, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{DeliveryFilter, HeldDelivery};

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::inbox::DutyView;
use super::word::{Limit, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A record laid before a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliveryView {
    /// Its name.
    pub id: String,
    /// The record.
    pub record: String,
    /// The need that it serves.
    pub need: String,
    /// The profile that asked for it: need and number.
    pub profile: String,
    /// The post before which it was laid.
    pub post: String,
    /// Rank by which it was delivered.
    pub score: f32,
    /// The words that decided.
    pub grounds: String,
    /// The delivery that it was passed on from.
    pub forwarded_from: Option<String>,
    /// When it was made.
    pub made_at: Moment,
    /// When somebody at the post first looked at it.
    pub read_at: Option<Moment>,
    /// What the post decided.
    pub decided: Option<DecidedView>,
}

/// What a post decided about a delivery.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DecidedView {
    /// What is done.
    pub choice: Word<Choice>,
    /// Why it was let go.
    pub reason: Option<Word<PassReason>>,
    /// To whom it went.
    pub to: Option<String>,
    /// What the post added.
    pub remark: String,
    /// Who, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl From<&HeldDelivery> for DeliveryView {
    fn from(held: &HeldDelivery) -> DeliveryView {
        let delivery = &held.delivery;
        DeliveryView {
            id: delivery.id.to_string(),
            record: delivery.record.to_string(),
            need: delivery.need.to_string(),
            profile: delivery.profile.to_string(),
            post: delivery.post.to_string(),
            score: delivery.score,
            grounds: delivery.grounds.clone(),
            forwarded_from: delivery.forwarded_from.map(|from| from.to_string()),
            made_at: Moment(held.made_at),
            read_at: held.read_at.map(Moment),
            decided: held.decided.as_ref().map(|decided| DecidedView {
                choice: Word(decided.disposition.choice),
                reason: decided.disposition.reason.map(Word),
                to: decided.disposition.to.as_ref().map(ToString::to_string),
                remark: decided.disposition.remark.clone(),
                by: decided.by.clone(),
                at: Moment(decided.at),
            }),
        }
    }
}

/// Which deliveries are asked for: those that fit every part that is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryQuery {
    /// Of this need.
    need: Option<String>,
    /// Of this record.
    record: Option<String>,
    /// Laid before this post.
    post: Option<String>,
    /// Deliveries on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: DeliveryQuery) -> Outcome<Listed<DeliveryView>> {
    let speech = caller.speech();
    let limit = Limit::of(query.limit);
    let after = cursor::read::<1>(speech, "deliveries", query.cursor.as_deref())?;
    let after = after.map(|[id]| DeliveryId::parse(&id).ok_or_else(|| cursor::foreign(speech))).transpose()?;
    // What names nothing fits nothing.
    let named = || -> Option<DeliveryFilter> {
        Some(DeliveryFilter {
            need: query.need.as_deref().map(|need| NeedId::new(need).ok()).map_or(Some(None), |need| need.map(Some))?,
            record: query.record.as_deref().map(RecordId::parse).map_or(Some(None), |record| record.map(Some))?,
            post: query.post.as_deref().map(|post| PostId::new(post).ok()).map_or(Some(None), |post| post.map(Some))?,
            after,
            ..DeliveryFilter::default()
        })
    };
    let Some(filter) = named() else { return Ok(Found::listed(Listed::whole(Vec::new()))) };
    let held = read(&caller, move |office| office.first_deliveries(&filter, limit + 1)).await?;
    let views = held.iter().map(DeliveryView::from).collect();
    Ok(Found::listed(Listed::cut(views, limit, "deliveries", |one: &DeliveryView| vec![one.id.clone()])))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<DeliveryView> {
    let id = way.get("delivery").to_owned();
    let held = read(&caller, move |office| office.delivery(&id)).await?;
    Ok(Found::one(DeliveryView::from(&held)))
}

async fn duties(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<DutyView>> {
    let id = way.get("delivery").to_owned();
    let duties = read(&caller, move |office| {
        let thing = Thing::new(Noun::Delivery, office.delivery(&id)?.delivery.id);
        office.duties_about(&thing)
    });
    Ok(Found::listed(Listed::whole(duties.await?.iter().map(DutyView::from).collect())))
}

/// What a post does with a delivery.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispositionBody {
    /// What is done.
    choice: Word<Choice>,
    /// Why it is let go; wanted with `pass`.
    reason: Option<Word<PassReason>>,
    /// The post that shall decide; wanted with `forward`.
    to: Option<String>,
    /// In the post's own words.
    #[serde(default)]
    remark: String,
}

async fn dispose(caller: Caller, sent: Sent<DispositionBody>) -> Done<DeliveryView> {
    let id = DeliveryId::parse(sent.way.get("delivery")).ok_or_else(|| missing(&caller))?;
    let DispositionBody { choice, reason, to, remark } = &sent.body;
    let to = to
        .as_deref()
        .map(PostId::new)
        .transpose()
        .map_err(|refusal| slip(&caller, "#/to", caller.speech().refusal(&refusal)))?;
    let reason = reason.map(|reason| reason.0);
    let disposition = Disposition::new(choice.0, reason, to, remark).map_err(|refusal| {
        let pointer = if choice.0 == Choice::Forward { "#/to" } else { "#/reason" };
        slip(&caller, pointer, caller.speech().refusal(&refusal))
    })?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let today = turn.today;
        let may_see = |post: &PostId| office.post_may_see(post, id, today);
        let held = desk::dispose(writer, turn, id, &disposition, &may_see)?;
        Ok(Reply::of(DeliveryView::from(&held)))
    });
    kept.await
}

async fn recall(caller: Caller, sent: Sent<Nothing>) -> Done<DeliveryView> {
    let id = DeliveryId::parse(sent.way.get("delivery")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let held = desk::recall(writer, turn, id)?;
        Ok(Reply::of(DeliveryView::from(&held)))
    });
    kept.await
}

async fn mark_read(caller: Caller, sent: Sent<Nothing>) -> Done<DeliveryView> {
    let id = DeliveryId::parse(sent.way.get("delivery")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mut held = office.delivery(&id.to_string())?;
        desk::mark_read(writer, turn.officer, id, turn.now)?;
        if turn.officer.acts_for(&held.delivery.post) {
            held.read_at = held.read_at.or(Some(turn.now));
        }
        Ok(Reply::of(DeliveryView::from(&held)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/deliveries", open, "list_deliveries", "Deliveries, the earliest first", list)
        .read("/api/v1/deliveries/{delivery}", open, "show_delivery", "One delivery", show)
        .read("/api/v1/deliveries/{delivery}/duties", open, "delivery_duties", "The duties about a delivery", duties)
        .act(
            "/api/v1/deliveries/{delivery}/disposition",
            open,
            "dispose",
            "Says what is done with a delivery, or passes it on to another post",
            dispose,
        )
        .act(
            "/api/v1/deliveries/{delivery}/recall",
            open,
            "recall_disposition",
            "Takes back what was said about a delivery, which has to be answered again",
            recall,
        )
        .act(
            "/api/v1/deliveries/{delivery}/reading",
            open,
            "mark_read",
            "Notes that the post has looked at a delivery",
            mark_read,
        )
}
