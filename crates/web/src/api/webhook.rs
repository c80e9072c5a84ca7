//! Webhooks: what happens in the office, told to the programs of a post.

use std::collections::BTreeSet;
use std::sync::Arc;

use desk::WebhookSecret;
use model::{Date, PostId, Webhook, WebhookCall, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A webhook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookView {
    /// Its name.
    pub id: String,
    /// Whose it is.
    pub post: String,
    /// What people call it.
    pub title: String,
    /// Where events are sent.
    pub address: String,
    /// Which are sent.
    pub events: Vec<Word<WebhookEvent>>,
    /// Where it stands.
    pub stage: Word<WebhookStage>,
    /// Since when an event was given up and none was taken.
    pub failing_since: Option<Moment>,
    /// When it was made.
    pub made_at: Moment,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
    /// The secret, where one was made by this call; it is shown this once, and kept nowhere.
    pub secret: Option<String>,
}

impl WebhookView {
    fn of(webhook: &Webhook, secret: Option<&WebhookSecret>) -> WebhookView {
        WebhookView {
            id: webhook.id.to_string(),
            post: webhook.post.to_string(),
            title: webhook.title.clone(),
            address: webhook.address.clone(),
            events: webhook.events.iter().copied().map(Word).collect(),
            stage: Word(webhook.stage),
            failing_since: webhook.failing_since.map(Moment),
            made_at: Moment(webhook.made_at),
            revision: webhook.revision,
            secret: secret.map(WebhookSecret::reveal),
        }
    }
}

/// An event on its way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookCallView {
    /// The name under which it is sent, in the header `webhook-id`.
    pub id: String,
    /// What is told.
    pub event: Word<WebhookEvent>,
    /// When it happened.
    pub happened_at: Moment,
    /// Where it stands.
    pub stage: Word<WebhookCallStage>,
    /// How often it was tried.
    pub n_tries: u32,
    /// When it was tried last.
    pub tried_at: Option<Moment>,
    /// When it is tried next, while it waits.
    pub due_at: Option<Moment>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    pub answer: String,
}

impl From<&WebhookCall> for WebhookCallView {
    fn from(call: &WebhookCall) -> WebhookCallView {
        WebhookCallView {
            id: call.name(),
            event: Word(call.event),
            happened_at: Moment(call.happened_at),
            stage: Word(call.stage),
            n_tries: call.n_tries,
            tried_at: call.tried_at.map(Moment),
            due_at: (call.stage == WebhookCallStage::Waiting).then_some(Moment(call.due_at)),
            status: call.status,
            answer: call.answer.clone(),
        }
    }
}

/// A webhook with its events.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookPageView {
    /// The webhook.
    pub webhook: WebhookView,
    /// Its events, the latest first.
    pub calls: Vec<WebhookCallView>,
}

/// What a webhook is to be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// What people call it.
    title: String,
    /// Where events are sent: an encrypted address.
    address: String,
    /// Which are sent.
    events: Vec<Word<WebhookEvent>>,
}

/// What a webhook is to be instead.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChangeBody {
    /// What people call it.
    title: String,
    /// Where events are sent: an encrypted address.
    address: String,
    /// Which are sent.
    events: Vec<Word<WebhookEvent>>,
    /// The state that was seen.
    revision: u32,
}

/// The event that is sent again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookAgainBody {
    /// Its name, as in the header `webhook-id`.
    event: String,
}

/// The days of which everything is sent again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookReplayBody {
    /// The first day.
    first: String,
    /// The last day; it counts.
    last: String,
}

/// How much is sent again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookReplayView {
    /// Events that are sent again.
    pub n_events: u64,
}

/// That it was taken away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WebhookGoneView {
    /// The webhook that there was.
    pub id: String,
}

fn post_of(caller: &Caller, way: &Way) -> Result<PostId, Problem> {
    PostId::new(way.get("post")).map_err(|_| missing(caller))
}

fn named(caller: &Caller, way: &Way) -> Result<WebhookId, Problem> {
    WebhookId::parse(way.get("webhook")).ok_or_else(|| missing(caller))
}

fn chosen(events: &[Word<WebhookEvent>]) -> BTreeSet<WebhookEvent> {
    events.iter().map(|Word(event)| *event).filter(|event| *event != WebhookEvent::Test).collect()
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<WebhookView>> {
    let (post, officer) = (post_of(&caller, &way)?, Arc::clone(&caller.officer));
    let (_, webhooks) = read(&caller, move |office| office.webhooks_of(&officer, &post)).await?;
    Ok(Found::listed(Listed::whole(webhooks.iter().map(|webhook| WebhookView::of(webhook, None)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<WebhookPageView> {
    let (id, officer) = (way.get("webhook").to_owned(), Arc::clone(&caller.officer));
    let page = read(&caller, move |office| office.webhook(&officer, &id)).await?;
    Ok(Found::one(WebhookPageView {
        webhook: WebhookView::of(&page.webhook, None),
        calls: page.calls.iter().map(WebhookCallView::from).collect(),
    }))
}

async fn make(caller: Caller, sent: Sent<WebhookBody>) -> Done<WebhookView> {
    let (post, body) = (post_of(&caller, &sent.way)?, sent.body.clone());
    let events = chosen(&body.events);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let made = desk::make_webhook(writer, turn, office, &post, (&body.title, &body.address), events);
        let (webhook, secret) = made.map_err(|(_, failure)| failure)?;
        let location = format!("/api/v1/webhooks/{}", webhook.id);
        let view = WebhookView::of(&webhook, Some(&secret));
        Ok(Reply::of(view).at(location).remembered_as(WebhookView::of(&webhook, None)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<WebhookChangeBody>) -> Done<WebhookView> {
    named(&caller, &sent.way)?;
    let (id, body, officer) = (sent.way.get("webhook").to_owned(), sent.body.clone(), Arc::clone(&caller.officer));
    let held = read(&caller, move |office| office.webhook(&officer, &id)).await?.webhook;
    let events = chosen(&body.events);
    let stated = Webhook { title: body.title, address: body.address, events, revision: body.revision, ..held };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let changed = desk::change_webhook(writer, turn, office, stated).map_err(|(_, failure)| as_a_rule(failure))?;
        Ok(Reply::of(WebhookView::of(&changed, None)))
    });
    kept.await
}

async fn rotate(caller: Caller, sent: Sent<Nothing>) -> Done<WebhookView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let (webhook, secret) = desk::rotate_secret(writer, turn, office, id)?;
        let view = WebhookView::of(&webhook, Some(&secret));
        Ok(Reply::of(view).remembered_as(WebhookView::of(&webhook, None)))
    });
    kept.await
}

async fn pause(caller: Caller, sent: Sent<Nothing>) -> Done<WebhookView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(WebhookView::of(&desk::pause_webhook(writer, turn, id)?, None)))
    });
    kept.await
}

async fn resume(caller: Caller, sent: Sent<Nothing>) -> Done<WebhookView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(WebhookView::of(&desk::resume_webhook(writer, turn, id)?, None)))
    });
    kept.await
}

async fn test(caller: Caller, sent: Sent<Nothing>) -> Done<WebhookCallView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(WebhookCallView::from(&desk::test_webhook(writer, turn, id)?)))
    });
    kept.await
}

async fn again(caller: Caller, sent: Sent<WebhookAgainBody>) -> Done<WebhookCallView> {
    let id = named(&caller, &sent.way)?;
    // A name that is none names no event of this webhook.
    let call = WebhookCall::id_of(&sent.body.event).unwrap_or(0);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(WebhookCallView::from(&desk::send_again(writer, turn, id, call)?)))
    });
    kept.await
}

async fn replay(caller: Caller, sent: Sent<WebhookReplayBody>) -> Done<WebhookReplayView> {
    let id = named(&caller, &sent.way)?;
    let day = |name: &str, text: &str| {
        Date::parse(text).ok_or_else(|| slip(&caller, &format!("#/{name}"), caller.speech().say("mailing-no-day")))
    };
    let days = (day("first", &sent.body.first)?, day("last", &sent.body.last)?);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let n = desk::replay_webhook(writer, turn, office, id, days)?;
        Ok(Reply::of(WebhookReplayView { n_events: n as u64 }))
    });
    kept.await
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<WebhookGoneView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_webhook(writer, turn, id)?;
        Ok(Reply::of(WebhookGoneView { id: id.to_string() }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let (of_post, one) = ("/api/v1/posts/{post}/webhooks", "/api/v1/webhooks/{webhook}");
    api.read(of_post, open, "list_webhooks", "The webhooks of a post", list)
        .create(of_post, open, "make_webhook", "Makes a webhook, and its secret", make)
        .read(one, open, "show_webhook", "A webhook with its latest events", show)
        .act(one, open, "change_webhook", "Changes a webhook", change)
        .end(one, open, "remove_webhook", "Takes a webhook away", remove)
        .act(
            "/api/v1/webhooks/{webhook}/secret",
            open,
            "rotate_webhook_secret",
            "Makes another secret; the one before is good for a day",
            rotate,
        )
        .act("/api/v1/webhooks/{webhook}/pause", open, "pause_webhook", "Sends nothing until it goes on", pause)
        .act(
            "/api/v1/webhooks/{webhook}/resume",
            open,
            "resume_webhook",
            "Goes on, with what happened meanwhile",
            resume,
        )
        .act("/api/v1/webhooks/{webhook}/test", open, "test_webhook", "Sends a test", test)
        .act(
            "/api/v1/webhooks/{webhook}/again",
            open,
            "send_webhook_event_again",
            "Sends an event once more, under its name",
            again,
        )
        .act(
            "/api/v1/webhooks/{webhook}/replay",
            open,
            "replay_webhook",
            "Sends everything of some days once more",
            replay,
        )
}
