//! Events gathered from the ledger.

use model::{
    Concerns, Date, NeedId, Noun, PostId, RequestId, Thing, Webhook, WebhookCall, WebhookCallStage, WebhookEvent,
};
use store::{HeldFact, Scope, Writer};

use crate::job::OFFICE;
use crate::{Clerk, Failure, Ids, Office};

/// Facts that are looked at in one transaction.
const FACTS_AT_ONCE: usize = 500;

/// Puts what happened since the last look on its way, for each active webhook. Answers how many events that were.
///
/// # Errors
/// When the store fails.
pub fn gather_events(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<usize, Failure> {
    let mut n_gathered = 0;
    let head = office.reader.position()?.ledger_seq;
    for webhook in office.reader.webhooks_behind(&office.scope, head)? {
        // Nobody acts for the post: what happens waits for who comes, as nobody says what it may see.
        let Some(scope) = office.scope_of_post(&webhook.post, today)? else { continue };
        let mut from = webhook.looked_up_to;
        while from < head {
            let facts = office.reader.facts_of(&scope, WebhookEvent::VERBS, (from, head), FACTS_AT_ONCE)?;
            let to = if facts.len() < FACTS_AT_ONCE { head } else { facts.last().map_or(head, |held| held.seq) };
            let mut calls = Vec::new();
            for held in &facts {
                if let Some(event) = office.concerns(&webhook, held)? {
                    calls.push(waiting(ids(), &webhook, event, held, now));
                }
            }
            let moved = keep(clerk, &webhook, (from, to), calls, now)?;
            match moved {
                Some(n) => n_gathered += n,
                // Somebody changed it in between: another look finds what is due.
                None => break,
            }
            from = to;
        }
    }
    Ok(n_gathered)
}

/// An event that waits.
pub(super) fn waiting(id: u64, webhook: &Webhook, event: WebhookEvent, held: &HeldFact, now: i64) -> WebhookCall {
    WebhookCall {
        id,
        webhook: webhook.id,
        event,
        fact: Some(held.seq),
        happened_at: held.at,
        stage: WebhookCallStage::Waiting,
        due_at: now,
        n_tries: 0,
        tried_at: None,
        status: None,
        answer: String::new(),
    }
}

fn keep(
    clerk: &Clerk,
    webhook: &Webhook,
    (from, to): (u64, u64),
    calls: Vec<WebhookCall>,
    now: i64,
) -> Result<Option<usize>, Failure> {
    let webhook = webhook.clone();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<_, Failure> {
            let Some(held) = deed.webhook(webhook.id)? else { return Ok(None) };
            if held.looked_up_to != from || held.revision != webhook.revision || held.stage != webhook.stage {
                return Ok(None);
            }
            let mut n = 0;
            for call in &calls {
                n += usize::from(deed.add_call(call)?);
            }
            deed.put_webhook(&Webhook { looked_up_to: to, ..held })?;
            Ok(Some(n))
        })
    })
}

impl Office {
    /// What a post sees today: what the first who acts for it sees. `None` where nobody does.
    pub(super) fn scope_of_post(&self, post: &PostId, today: Date) -> Result<Option<Scope>, Failure> {
        for (person, _) in self.reader.acting(&self.scope, post, today)? {
            if !person.left {
                let officer = self.officer(&person.id, today)?;
                if officer.acts_for(post) {
                    return Ok(Some(officer.scope));
                }
            }
        }
        Ok(None)
    }

    /// The event that a fact is to a webhook, if it is one that was chosen and concerns its post.
    pub(super) fn concerns(&self, webhook: &Webhook, held: &HeldFact) -> Result<Option<WebhookEvent>, Failure> {
        let Some((event, whom)) = WebhookEvent::of_fact(&held.fact, &webhook.post) else { return Ok(None) };
        if !webhook.events.contains(&event) {
            return Ok(None);
        }
        let concerns = match whom {
            Concerns::Post | Concerns::Everybody => true,
            Concerns::WhoseIs(thing) => self.is_of(&thing, &webhook.post)?,
        };
        Ok(concerns.then_some(event))
    }

    /// Whether a need or a request is a post's.
    fn is_of(&self, thing: &Thing, post: &PostId) -> Result<bool, Failure> {
        Ok(match thing.noun {
            Noun::Need => match NeedId::new(&thing.name) {
                Ok(id) => self.reader.need(&self.scope, &id)?.is_some_and(|need| need.post == *post),
                Err(_) => false,
            },
            Noun::Request => match RequestId::parse(&thing.name) {
                Some(id) => self
                    .reader
                    .request(&self.scope, id)?
                    .is_some_and(|request| request.post == *post || request.routed_to.as_ref() == Some(post)),
                None => false,
            },
            _ => false,
        })
    }
}
