//! Events on their way to who receives them.

use ::harvest::{Posting, receiver_address};
use model::{
    Date, Duty, DutyId, DutyKind, Noun, Thing, Verb, Webhook, WebhookCall, WebhookCallStage, WebhookEvent,
    WebhookStage, WebhookTry,
};
use store::Writer;

use super::body::body;
use super::sign::WebhookSecret;
use crate::intake::short;
use crate::job::OFFICE;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Ids, Office};

/// Days in which a webhook that fails is to be mended.
const MENDED_DAYS: i64 = 3;

/// What was done with events that waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentEvents {
    /// Events that were taken up.
    pub n_tried: usize,
    /// Of them taken by their receivers.
    pub n_taken: usize,
}

/// Lets events be sent that another process had taken: there is one process at a time, so whoever had is gone.
///
/// # Errors
/// When the store fails.
pub fn give_events_back(clerk: &Clerk, now: i64) -> Result<usize, Failure> {
    clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| Ok(deed.give_calls_back()?)))
}

/// Sends one event that waits, if there is one. Several may do so beside each other: no two of one webhook.
///
/// # Errors
/// When the store fails; an event that is not taken is noted and is no failure of this.
pub fn send_events(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<SentEvents, Failure> {
    let mut sent = SentEvents::default();
    if !office.reader.call_waits(now)? {
        return Ok(sent);
    }
    let taken = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<_, Failure> { Ok(deed.take_call()?) })
    })?;
    let Some(call) = taken else { return Ok(sent) };
    sent.n_tried = 1;
    let became = match office.reader.webhook(&office.scope, call.webhook)? {
        Some(webhook) => match office.posting(&webhook, &call, now, today) {
            Ok(Some(posting)) => {
                let outcome = match office.asker.post(&posting) {
                    Ok(receipt) => WebhookTry::Answered(receipt.status, short(&receipt.beginning), receipt.wait(now)),
                    Err(fault) => WebhookTry::Silent(short(&fault.detail)),
                };
                call.tried(&outcome, now, ids())
            }
            Ok(None) => WebhookCall { stage: WebhookCallStage::Dropped, tried_at: Some(now), ..call },
            // An event that cannot be written is no reason to send no other.
            Err(failure) => call.tried(&WebhookTry::Silent(short(&failure.to_string())), now, ids()),
        },
        None => WebhookCall { stage: WebhookCallStage::Dropped, tried_at: Some(now), ..call },
    };
    let duty = DutyId::from_bits(ids());
    sent.n_taken = usize::from(became.stage == WebhookCallStage::Taken);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            // Taken away meanwhile.
            let Some(webhook) = deed.webhook(became.webhook)? else { return Ok(()) };
            deed.keep_call(&became)?;
            let subject = Thing::new(Noun::Webhook, webhook.id);
            match became.stage {
                WebhookCallStage::Taken if webhook.failing_since.is_some() => {
                    deed.done(&subject, DutyKind::MendWebhook, "taken")?;
                    Ok(deed.put_webhook(&Webhook { failing_since: None, ..webhook })?)
                }
                WebhookCallStage::GivenUp => {
                    if deed.open_duties(&subject)?.is_empty() {
                        let (post, due) = (webhook.post.clone(), today.plus_days(MENDED_DAYS));
                        charge(deed, &Duty::new(duty, post, DutyKind::MendWebhook, subject, now, due))?;
                    }
                    let is_gone = became.status == Some(410);
                    let stage = if is_gone { WebhookStage::Gone } else { webhook.stage };
                    let failing_since = webhook.failing_since.or(Some(now));
                    let said = if is_gone { "the receiver is gone" } else { "an event was given up" };
                    let failing = Webhook { stage, failing_since, ..webhook };
                    Ok(deed.keep_webhook(&failing, Verb::Returned, said)?)
                }
                _ => Ok(()),
            }
        })
    })?;
    Ok(sent)
}

impl Office {
    /// What is sent of an event now; `None` where the post may not see it any more.
    fn posting(
        &self,
        webhook: &Webhook,
        call: &WebhookCall,
        now: i64,
        today: Date,
    ) -> Result<Option<Posting>, Failure> {
        let Some(scope) = self.scope_of_post(&webhook.post, today)? else { return Ok(None) };
        let fact = match call.fact {
            Some(seq) => match self.reader.marked_fact(&scope, seq)? {
                Some(fact) => Some(fact),
                None => return Ok(None),
            },
            None if call.event == WebhookEvent::Test => None,
            None => return Ok(None),
        };
        let inside = &self.configuration.sources().inside;
        let url = receiver_address(&webhook.address, inside)
            .map_err(|fault| Failure::Refused(fault.setback.told(&fault.detail)))?;
        let seals = self.seals()?.ok_or_else(|| {
            Failure::at_command_line(format!(
                "`{}` is gone, so nothing can be signed; bring it back",
                crate::LETTER_KEY_FILE
            ))
        })?;
        let body = body(&self.seen_by(&scope), webhook, call, fact.as_ref())?;
        let (name, at) = (call.name(), now.div_euclid(1_000_000));
        let signatures: Vec<String> = webhook
            .secrets(now)
            .into_iter()
            .map(|number| WebhookSecret::of(&seals, webhook.id, number).sign(&name, at, &body))
            .collect();
        let headers = vec![
            ("webhook-id", name),
            ("webhook-timestamp", at.to_string()),
            ("webhook-signature", signatures.join(" ")),
        ];
        Ok(Some(Posting { url, headers, body }))
    }
}
