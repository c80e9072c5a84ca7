//! A webhook, as who may see it sees it.

use model::{Post, PostId, Refusal, Webhook, WebhookCall, WebhookId, sentence};

use crate::letter::may_set;
use crate::{Failure, Office, Officer};

/// Events that are listed of a webhook.
const LISTED_MAX: usize = 50;

/// A webhook with what went on.
#[derive(Clone, Debug)]
pub struct WebhookPage {
    /// The webhook.
    pub webhook: Webhook,
    /// Its post.
    pub post: Post,
    /// Its events, the latest first.
    pub calls: Vec<WebhookCall>,
}

/// That there is none, or none that the asker may see: nobody learns which.
pub(super) fn missing(text: &str) -> Failure {
    Failure::Refused(Refusal::NotFound {
        noun: "webhook",
        text: text.to_owned(),
        next: sentence!("next-look-webhooks", "look in the list of the webhooks of the post"),
    })
}

impl Office {
    /// The webhooks of a post, by their titles.
    ///
    /// # Errors
    /// Refused when there is no such post, and to who neither acts for it nor administers.
    pub fn webhooks_of(&self, officer: &Officer, post: &PostId) -> Result<(Post, Vec<Webhook>), Failure> {
        let held = self.post(post)?.ok_or_else(|| Refusal::NotFound {
            noun: "post",
            text: post.to_string(),
            next: sentence!("next-look-posts", "look in the list of posts"),
        })?;
        may_set(officer, post)?;
        Ok((held, self.reader.webhooks(&self.scope, Some(post))?))
    }

    /// All webhooks of the office, for who operates it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhooks(&self) -> Result<Vec<Webhook>, Failure> {
        Ok(self.reader.webhooks(&self.scope, None)?)
    }

    /// The last events of a webhook, for who operates the office.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhook_calls(&self, id: WebhookId) -> Result<Vec<WebhookCall>, Failure> {
        Ok(self.reader.calls_of(&self.scope, id, LISTED_MAX)?)
    }

    /// One webhook.
    ///
    /// # Errors
    /// Refused when there is none, and to who neither acts for its post nor administers.
    pub fn webhook(&self, officer: &Officer, id: &str) -> Result<WebhookPage, Failure> {
        let held = match WebhookId::parse(id) {
            Some(id) => self.reader.webhook(&self.scope, id)?,
            None => None,
        };
        let webhook = held.filter(|webhook| may_set(officer, &webhook.post).is_ok()).ok_or_else(|| missing(id))?;
        let post = self.post(&webhook.post)?.ok_or_else(|| missing(id))?;
        let calls = self.reader.calls_of(&self.scope, webhook.id, LISTED_MAX)?;
        Ok(WebhookPage { webhook, post, calls })
    }
}
