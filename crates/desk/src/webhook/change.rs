//! Webhooks made, changed and taken away, by who acts for their post or administers.

use std::collections::BTreeSet;

use ::harvest::receiver_address;
use model::{
    Date, Noun, PostId, Refusal, Thing, Verb, WEBHOOK_ADDRESS_CHARS_MAX, WEBHOOKS_MAX, Webhook, WebhookCall,
    WebhookCallStage, WebhookEvent, WebhookId, WebhookStage, sentence,
};
use store::{Deed, Writer};

use super::gathering::waiting;
use super::page::missing;
use super::sign::WebhookSecret;
use crate::letter::may_set;
use crate::review::Turn;
use crate::{Failure, Office};

/// Events that are sent again at once. Who wants more asks for fewer days at a time.
const REPLAYED_MAX: usize = 10_000;

/// What is stated of a webhook, with the name of the field that is not in order.
type Slip = (&'static str, Failure);

/// Whether an address may be that of a webhook.
fn address_in_order(office: &Office, address: &str) -> Result<(), Slip> {
    if address.chars().count() > WEBHOOK_ADDRESS_CHARS_MAX {
        let said = sentence!(
            "webhook-address-long",
            "Write an address of at most {max} characters",
            max = WEBHOOK_ADDRESS_CHARS_MAX
        );
        return Err(("address", Failure::said(said)));
    }
    receiver_address(address, &office.configuration.sources().inside)
        .map(|_| ())
        .map_err(|fault| ("address", Failure::Refused(fault.setback.told(&fault.detail))))
}

fn in_order(office: &Office, webhook: &Webhook) -> Result<(), Slip> {
    webhook.in_order().map_err(|(field, refusal)| (field, Failure::Refused(refusal)))?;
    address_in_order(office, &webhook.address)
}

fn whole(slip: Failure) -> Slip {
    ("", slip)
}

/// Makes a webhook, and its secret, which is shown this once.
///
/// # Errors
/// Refused to who neither acts for the post nor administers, and when something stated is not in order: the field is named.
pub fn make_webhook(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    post: &PostId,
    (title, address): (&str, &str),
    events: BTreeSet<WebhookEvent>,
) -> Result<(Webhook, WebhookSecret), Slip> {
    let actor = may_set(turn.officer, post).map_err(|refusal| whole(refusal.into()))?;
    let webhook = Webhook {
        id: WebhookId::from_bits((turn.ids)()),
        post: post.clone(),
        title: title.trim().to_owned(),
        address: address.trim().to_owned(),
        events,
        stage: WebhookStage::Active,
        secret: 1,
        overlap_until: 0,
        failing_since: None,
        looked_up_to: 0,
        made_at: turn.now,
        revision: 1,
    };
    in_order(office, &webhook)?;
    let seals = office.seals_made(turn.ids).map_err(whole)?;
    let secret = WebhookSecret::of(&seals, webhook.id, webhook.secret);
    let made = writer.transact(&actor.to_string(), turn.now, |deed| -> Result<Webhook, Failure> {
        if deed.post(post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        if deed.n_webhooks(post)? >= WEBHOOKS_MAX {
            return Err(Failure::said(sentence!(
                "webhooks-many",
                "A post has at most {max} webhooks; take one away that is not needed any more",
                max = WEBHOOKS_MAX
            )));
        }
        let webhook = Webhook { looked_up_to: deed.ledger_head(), ..webhook };
        deed.keep_webhook(&webhook, Verb::Stated, "")?;
        Ok(webhook)
    });
    made.map(|webhook| (webhook, secret)).map_err(whole)
}

/// Changes title, address and events of a webhook. A new address makes one that was gone active again.
///
/// # Errors
/// As [`make_webhook`], and when somebody changed it in between.
pub fn change_webhook(writer: &mut Writer, turn: &Turn<'_>, office: &Office, stated: Webhook) -> Result<Webhook, Slip> {
    let stated = Webhook { title: stated.title.trim().to_owned(), address: stated.address.trim().to_owned(), ..stated };
    in_order(office, &stated)?;
    change(writer, turn, stated.id, |deed, held| {
        if held.revision != stated.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "webhook-changed",
                "Somebody changed this webhook in between; open its page again, and change what is still to be changed"
            ))));
        }
        let is_new = held.address != stated.address;
        let stage = if is_new && held.stage == WebhookStage::Gone { WebhookStage::Active } else { held.stage };
        let failing_since = held.failing_since.filter(|_| !is_new);
        let changed = Webhook {
            title: stated.title.clone(),
            address: stated.address.clone(),
            events: stated.events.clone(),
            stage,
            failing_since,
            revision: held.revision + 1,
            ..held
        };
        deed.keep_webhook(&changed, Verb::Restated, "")?;
        if is_new {
            deed.lapse(&Thing::new(Noun::Webhook, changed.id), "another address")?;
        }
        Ok(changed)
    })
    .map_err(whole)
}

/// Sends nothing until it goes on.
///
/// # Errors
/// Refused when there is none, or to who may not.
pub fn pause_webhook(writer: &mut Writer, turn: &Turn<'_>, id: WebhookId) -> Result<Webhook, Failure> {
    set_stage(writer, turn, id, WebhookStage::Paused, Verb::Paused)
}

/// Goes on, with what happened meanwhile.
///
/// # Errors
/// As [`pause_webhook`].
pub fn resume_webhook(writer: &mut Writer, turn: &Turn<'_>, id: WebhookId) -> Result<Webhook, Failure> {
    set_stage(writer, turn, id, WebhookStage::Active, Verb::Resumed)
}

fn set_stage(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: WebhookId,
    stage: WebhookStage,
    verb: Verb,
) -> Result<Webhook, Failure> {
    change(writer, turn, id, |deed, held| {
        if held.stage == stage {
            return Ok(held);
        }
        let changed = Webhook { stage, revision: held.revision + 1, ..held };
        deed.keep_webhook(&changed, verb, "")?;
        Ok(changed)
    })
}

/// Makes another secret, which is shown this once. The one before is good beside it for a day.
///
/// # Errors
/// As [`pause_webhook`].
pub fn rotate_secret(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: WebhookId,
) -> Result<(Webhook, WebhookSecret), Failure> {
    let seals = office.seals_made(turn.ids)?;
    let now = turn.now;
    let rotated = change(writer, turn, id, |deed, held| {
        let rotated = held.rotated(now);
        deed.keep_webhook(&rotated, Verb::Restated, "secret")?;
        Ok(rotated)
    })?;
    let secret = WebhookSecret::of(&seals, rotated.id, rotated.secret);
    Ok((rotated, secret))
}

/// Takes a webhook away. What is on its way is not sent any more.
///
/// # Errors
/// As [`pause_webhook`].
pub fn remove_webhook(writer: &mut Writer, turn: &Turn<'_>, id: WebhookId) -> Result<(), Failure> {
    change(writer, turn, id, |deed, held| {
        deed.lapse(&Thing::new(Noun::Webhook, id), "taken away")?;
        Ok(deed.remove_webhook(&held)?)
    })
}

/// Sends a test, which holds nothing of the office.
///
/// # Errors
/// As [`pause_webhook`], and when it is not active.
pub fn test_webhook(writer: &mut Writer, turn: &mut Turn<'_>, id: WebhookId) -> Result<WebhookCall, Failure> {
    let (bits, now) = ((turn.ids)(), turn.now);
    change(writer, turn, id, |deed, held| {
        is_active(&held)?;
        let call = WebhookCall {
            id: bits,
            webhook: held.id,
            event: WebhookEvent::Test,
            fact: None,
            happened_at: now,
            stage: WebhookCallStage::Waiting,
            due_at: now,
            n_tries: 0,
            tried_at: None,
            status: None,
            answer: String::new(),
        };
        deed.add_call(&call)?;
        Ok(call)
    })
}

fn is_active(webhook: &Webhook) -> Result<(), Failure> {
    if webhook.stage == WebhookStage::Active {
        return Ok(());
    }
    Err(Failure::said(sentence!("webhook-not-active", "Nothing is sent now; let the webhook go on first")))
}

/// Sends an event once more, under its name, so that the receiver can tell that it has it already.
///
/// # Errors
/// As [`pause_webhook`], and when it has no such event, or it is on its way.
pub fn send_again(writer: &mut Writer, turn: &Turn<'_>, id: WebhookId, call: u64) -> Result<WebhookCall, Failure> {
    let now = turn.now;
    change(writer, turn, id, |deed, held| {
        is_active(&held)?;
        let call = deed.call(call)?.filter(|call| call.webhook == held.id).ok_or_else(|| {
            Failure::said(sentence!("webhook-no-event", "This webhook has no such event; reload the page"))
        })?;
        if call.stage == WebhookCallStage::Sending {
            return Err(Failure::said(sentence!(
                "webhook-sending",
                "It is being sent at this moment; look again in a minute"
            )));
        }
        let again = call.again(now);
        deed.keep_call(&again)?;
        Ok(again)
    })
}

/// Sends everything of some days once more, what was never sent included; the last day counts. Answers how many events that are.
///
/// # Errors
/// As [`pause_webhook`], when the days are in the wrong order, and when they hold too much.
pub fn replay_webhook(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: WebhookId,
    (first, last): (Date, Date),
) -> Result<usize, Failure> {
    if last < first {
        return Err(Failure::said(sentence!("webhook-days", "The last day comes before the first; turn them round")));
    }
    let nothing = || missing(&id.to_string());
    let webhook = office.reader.webhook(&office.scope, id)?.ok_or_else(nothing)?;
    let Some(scope) = office.scope_of_post(&webhook.post, turn.today)? else { return Ok(0) };
    let at = |day: Date| day.number().saturating_mul(86_400_000_000);
    let (from, to) = (office.reader.fact_before(at(first))?, office.reader.fact_before(at(last.plus_days(1)))?);
    // What it has not looked at yet comes by itself.
    let to = to.min(webhook.looked_up_to);
    let facts = office.reader.facts_of(&scope, WebhookEvent::VERBS, (from, to), REPLAYED_MAX + 1)?;
    if facts.len() > REPLAYED_MAX {
        return Err(Failure::said(sentence!(
            "webhook-replay-many",
            "More than {max} things happened in these days; ask for fewer days at a time",
            max = REPLAYED_MAX
        )));
    }
    let mut calls = Vec::new();
    for held in &facts {
        if let Some(event) = office.concerns(&webhook, held)? {
            calls.push(waiting((turn.ids)(), &webhook, event, held, turn.now));
        }
    }
    let now = turn.now;
    change(writer, turn, id, |deed, held| {
        is_active(&held)?;
        for call in &calls {
            if deed.add_call(call)? {
                continue;
            }
            let known = call.fact.map(|fact| deed.call_of(held.id, fact)).transpose()?.flatten();
            if let Some(known) = known.filter(|known| known.stage != WebhookCallStage::Sending) {
                deed.keep_call(&known.again(now))?;
            }
        }
        let said = format!("replayed {first} to {last}");
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Webhook, held.id));
        deed.note(&fact.to(Thing::new(Noun::Post, &held.post).to_string()).with(said))?;
        Ok(calls.len())
    })
}

/// Changes a webhook by who may.
fn change<T>(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: WebhookId,
    change: impl FnOnce(&mut Deed<'_>, Webhook) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let nothing = || missing(&id.to_string());
    // Whose it is says who may; so it is read before anybody is named in the ledger, and once more inside.
    let post = writer.transact(&turn.officer.person.id.to_string(), turn.now, |deed| -> Result<_, Failure> {
        Ok(deed.webhook(id)?.map(|webhook| webhook.post))
    })?;
    let actor = may_set(turn.officer, &post.ok_or_else(nothing)?).map_err(|_| nothing())?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let held = deed.webhook(id)?.ok_or_else(nothing)?;
        change(deed, held)
    })
}
