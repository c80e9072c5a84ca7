//! Webhooks: what happens in the office, told to the programs of a post, each event once until it is taken.

use std::collections::BTreeSet;

use crate::public_id::public_id;
use crate::words::words;
use crate::{Fact, Noun, PostId, Refusal, Thing, Verb, sentence};

public_id!(
    /// Names a webhook.
    WebhookId,
    'W'
);

words! {
    /// What is told.
    WebhookEvent {
        /// A record was laid before the post.
        DeliveryMade = "delivery-made",
        /// A duty of the post arose.
        DutyCharged = "duty-charged",
        /// A duty of the post was late and went one step up.
        DutyRaised = "duty-raised",
        /// A need of the post was taken into the programme.
        NeedAccepted = "need-accepted",
        /// A need of the post was closed: met, withdrawn, declined, or joined to another.
        NeedClosed = "need-closed",
        /// A question of the post, or one that it was to answer, was answered.
        RequestAnswered = "request-answered",
        /// What came from a source was taken in.
        SourceTakenIn = "source-taken-in",
        /// An issue of a bulletin was released.
        IssueReleased = "issue-released",
        /// Somebody looked whether the webhook works.
        Test = "test",
    }
}

impl WebhookEvent {
    /// Those that can be chosen: all but the test, which comes when it is asked for.
    pub const CHOSEN: &'static [WebhookEvent] = &[
        WebhookEvent::DeliveryMade,
        WebhookEvent::DutyCharged,
        WebhookEvent::DutyRaised,
        WebhookEvent::NeedAccepted,
        WebhookEvent::NeedClosed,
        WebhookEvent::RequestAnswered,
        WebhookEvent::SourceTakenIn,
        WebhookEvent::IssueReleased,
    ];

    /// The type as receivers read it: noun and verb with a dot between them, as *Standard Webhooks* wants it.
    pub fn type_name(self) -> String {
        self.word().replacen('-', ".", 1).replace('-', "_")
    }

    /// What a fact of the ledger tells a post, and whether the post has to be asked of whom the thing is.
    pub fn of_fact(fact: &Fact, post: &PostId) -> Option<(WebhookEvent, Concerns)> {
        let object = Thing::parse(&fact.object);
        let noun = object.as_ref().map(|thing| thing.noun);
        let own = Thing::new(Noun::Post, post);
        let is_target = fact.target.as_deref() == Some(own.to_string().as_str());
        let whose = |event| object.clone().map(|thing| (event, Concerns::WhoseIs(thing)));
        match (fact.verb, noun) {
            (Verb::Delivered, Some(Noun::Record)) if is_target => Some((WebhookEvent::DeliveryMade, Concerns::Post)),
            (Verb::Charged, _) if object.as_ref() == Some(&own) => Some((WebhookEvent::DutyCharged, Concerns::Post)),
            (Verb::Raised, _) if is_target => Some((WebhookEvent::DutyRaised, Concerns::Post)),
            (Verb::Accepted, Some(Noun::Need)) => whose(WebhookEvent::NeedAccepted),
            (Verb::Met | Verb::Withdrew | Verb::Declined | Verb::Joined, Some(Noun::Need)) => {
                whose(WebhookEvent::NeedClosed)
            }
            (Verb::Answered, Some(Noun::Request)) => whose(WebhookEvent::RequestAnswered),
            (Verb::TookIn, Some(Noun::Source)) => Some((WebhookEvent::SourceTakenIn, Concerns::Everybody)),
            (Verb::Released, Some(Noun::Issue)) => Some((WebhookEvent::IssueReleased, Concerns::Everybody)),
            _ => None,
        }
    }

    /// The verbs of the facts that tell anything.
    pub const VERBS: &'static [Verb] = &[
        Verb::Delivered,
        Verb::Charged,
        Verb::Raised,
        Verb::Accepted,
        Verb::Met,
        Verb::Withdrew,
        Verb::Declined,
        Verb::Joined,
        Verb::Answered,
        Verb::TookIn,
        Verb::Released,
    ];
}

/// Whom an event concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concerns {
    /// The post that the fact names.
    Post,
    /// The posts whose this thing is.
    WhoseIs(Thing),
    /// Everybody who sees it.
    Everybody,
}

words! {
    /// Where a webhook stands.
    WebhookStage {
        /// What happens is sent.
        Active = "active",
        /// Nothing is sent until it goes on; what happens meanwhile is sent then.
        Paused = "paused",
        /// The receiver said that it is gone for good (status 410), so nothing is sent any more.
        Gone = "gone",
    }
}

/// Longest title of a webhook, in characters.
pub const WEBHOOK_TITLE_CHARS_MAX: usize = 200;

/// Longest address of a webhook, in characters.
pub const WEBHOOK_ADDRESS_CHARS_MAX: usize = 2_000;

/// Webhooks of one post: more are a fault of a program that makes them.
pub const WEBHOOKS_MAX: usize = 20;

/// How long the secret before the last is good beside it, in microseconds: a day.
pub const WEBHOOK_OVERLAP_MICROS: i64 = 86_400_000_000;

/// A webhook of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its name.
    pub id: WebhookId,
    /// Whose it is.
    pub post: PostId,
    /// What people call it.
    pub title: String,
    /// Where events are sent.
    pub address: String,
    /// Which are sent.
    pub events: BTreeSet<WebhookEvent>,
    /// Where it stands.
    pub stage: WebhookStage,
    /// Number of its secret: each further one makes another.
    pub secret: u32,
    /// Until when the secret before it is good as well, in microseconds since 1970.
    pub overlap_until: i64,
    /// Since when an event was given up and none was taken, in microseconds since 1970.
    pub failing_since: Option<i64>,
    /// The last fact of the ledger that was looked at.
    pub looked_up_to: u64,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
    /// Counts changes, so that two who change it at once are told.
    pub revision: u32,
}

impl Webhook {
    /// Numbers of the secrets by which an event is signed at a time: the present one, and the one before while it is good.
    pub fn secrets(&self, now: i64) -> Vec<u32> {
        let before = self.secret.checked_sub(1).filter(|number| *number > 0 && now < self.overlap_until);
        [Some(self.secret), before].into_iter().flatten().collect()
    }

    /// With another secret, the one before being good for a day.
    pub fn rotated(&self, now: i64) -> Webhook {
        let overlap_until = now.saturating_add(WEBHOOK_OVERLAP_MICROS);
        Webhook { secret: self.secret + 1, overlap_until, revision: self.revision + 1, ..self.clone() }
    }

    /// In order, or what is to be corrected, with the name of the field.
    ///
    /// # Errors
    /// When the title is empty or too long, or no event is chosen. Addresses are looked at by who knows the network.
    pub fn in_order(&self) -> Result<(), (&'static str, Refusal)> {
        let n_chars = self.title.trim().chars().count();
        if n_chars == 0 || n_chars > WEBHOOK_TITLE_CHARS_MAX || self.title.contains(char::is_control) {
            let said = sentence!(
                "webhook-title",
                "Say in a line of at most {max} characters what it is for",
                max = WEBHOOK_TITLE_CHARS_MAX
            );
            return Err(("title", Refusal::Said(said)));
        }
        if !self.events.iter().any(|event| *event != WebhookEvent::Test) {
            let said = sentence!("webhook-events", "Choose at least one event that is sent");
            return Err(("events", Refusal::Said(said)));
        }
        Ok(())
    }
}

words! {
    /// Where the sending of an event stands.
    WebhookCallStage {
        /// It waits to be sent.
        Waiting = "waiting",
        /// It is being sent. After a kill nobody knows whether the receiver has it, so it is sent once more under the same name.
        Sending = "sending",
        /// The receiver took it.
        Taken = "taken",
        /// It was tried for about three days and not taken.
        GivenUp = "given-up",
        /// The post may not see it any more.
        Dropped = "dropped",
    }
}

/// Microseconds to wait before each further try: those that *Standard Webhooks* recommends, to about three days in all.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 72_000];

/// Longest that a receiver may ask to be left alone, in microseconds: a day.
const ASKED_PAUSE_MAX: i64 = 86_400_000_000;

/// Characters of an answer that are kept.
pub const WEBHOOK_ANSWER_CHARS_MAX: usize = 300;

/// An event on its way to the receiver of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookCall {
    /// The name under which it is sent, the same at each try.
    pub id: u64,
    /// The webhook.
    pub webhook: WebhookId,
    /// What is told.
    pub event: WebhookEvent,
    /// The fact of the ledger behind it; none of a test.
    pub fact: Option<u64>,
    /// When it happened, in microseconds since 1970.
    pub happened_at: i64,
    /// Where it stands.
    pub stage: WebhookCallStage,
    /// Not before this time, in microseconds since 1970.
    pub due_at: i64,
    /// How often it was tried.
    pub n_tries: u32,
    /// When it was tried last.
    pub tried_at: Option<i64>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    pub answer: String,
}

/// What came of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookTry {
    /// There was an answer with this status, its beginning, and for how many microseconds the receiver wants to be left alone.
    Answered(u16, String, Option<i64>),
    /// There was none, in words.
    Silent(String),
}

impl WebhookCall {
    /// The name as receivers read it, in the header `webhook-id`.
    pub fn name(&self) -> String {
        format!("msg_{}", crate::public_id::Shown('M', self.id))
    }

    /// Reads a name.
    pub fn id_of(name: &str) -> Option<u64> {
        crate::public_id::parse('M', name.strip_prefix("msg_")?)
    }

    /// What it becomes by a try. Statuses from 200 to 299 take it; 410 ends the webhook; anything else is tried again after a
    /// growing pause, at random up to a tenth longer, so that many that failed together do not come back together. `chance`: any number.
    pub fn tried(&self, outcome: &WebhookTry, now: i64, chance: u64) -> WebhookCall {
        let (status, answer, asked) = match outcome {
            WebhookTry::Answered(status, answer, asked) => (Some(*status), answer.as_str(), *asked),
            WebhookTry::Silent(words) => (None, words.as_str(), None),
        };
        let answer: String = answer.chars().take(WEBHOOK_ANSWER_CHARS_MAX).collect();
        let tried = WebhookCall { tried_at: Some(now), status, answer, ..self.clone() };
        if status.is_some_and(|status| (200..300).contains(&status)) {
            return WebhookCall { stage: WebhookCallStage::Taken, ..tried };
        }
        let pause = usize::try_from(self.n_tries).ok().and_then(|n| PAUSES.get(n.saturating_sub(1)));
        match pause {
            Some(seconds) if status != Some(410) => {
                let pause = seconds * 1_000_000;
                let jitter = i64::try_from(chance % 1_000).unwrap_or(0) * pause / 10_000;
                let asked = asked.unwrap_or(0).min(ASKED_PAUSE_MAX);
                let due_at = now.saturating_add((pause + jitter).max(asked));
                WebhookCall { stage: WebhookCallStage::Waiting, due_at, ..tried }
            }
            _ => WebhookCall { stage: WebhookCallStage::GivenUp, ..tried },
        }
    }

    /// To be sent again, under the same name.
    pub fn again(&self, now: i64) -> WebhookCall {
        WebhookCall { stage: WebhookCallStage::Waiting, due_at: now, n_tries: 0, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> WebhookCall {
        WebhookCall {
            id: 7,
            webhook: WebhookId::from_bits(1),
            event: WebhookEvent::DeliveryMade,
            fact: Some(3),
            happened_at: 0,
            stage: WebhookCallStage::Sending,
            due_at: 0,
            n_tries: 1,
            tried_at: None,
            status: None,
            answer: String::new(),
        }
    }

    fn answered(status: u16) -> WebhookTry {
        WebhookTry::Answered(status, "x".repeat(1_000), None)
    }

    #[test]
    fn what_is_taken_is_done_and_what_is_gone_is_given_up_at_once() {
        for status in [200, 202, 204, 299] {
            assert_eq!(call().tried(&answered(status), 5, 0).stage, WebhookCallStage::Taken, "{status}");
        }
        assert_eq!(call().tried(&answered(410), 5, 0).stage, WebhookCallStage::GivenUp);
        for status in [199, 301, 400, 404, 429, 500, 503] {
            assert_eq!(call().tried(&answered(status), 5, 0).stage, WebhookCallStage::Waiting, "{status}");
        }
        assert_eq!(call().tried(&answered(200), 5, 0).answer.len(), WEBHOOK_ANSWER_CHARS_MAX);
    }

    #[test]
    fn it_is_tried_for_about_three_days_and_each_pause_is_longer_than_the_one_before() {
        let (mut call, mut now, mut before) = (call(), 0, 0);
        for chance in 0.. {
            let next = call.tried(&WebhookTry::Silent("no answer".to_owned()), now, chance * 7_919);
            if next.stage == WebhookCallStage::GivenUp {
                break;
            }
            assert!(next.due_at - now > before);
            (before, now) = (next.due_at - now, next.due_at);
            call = WebhookCall { n_tries: next.n_tries + 1, ..next };
        }
        let days = now / 86_400_000_000;
        assert!((2..=3).contains(&days), "{days}");
        assert_eq!(call.n_tries as usize, PAUSES.len() + 1);
    }

    #[test]
    fn a_receiver_that_asks_to_be_left_alone_is_for_a_day_at_most() {
        let busy = |seconds: i64| WebhookTry::Answered(503, String::new(), Some(seconds * 1_000_000));
        assert_eq!(call().tried(&busy(120), 0, 0).due_at, 120_000_000);
        assert_eq!(call().tried(&busy(1), 0, 0).due_at, 5_000_000, "never sooner than without");
        assert_eq!(call().tried(&busy(9_999_999), 0, 0).due_at, ASKED_PAUSE_MAX);
    }

    #[test]
    fn while_a_secret_changes_both_are_good_for_a_day() {
        let webhook = Webhook {
            id: WebhookId::from_bits(1),
            post: PostId::new("engineer").unwrap(),
            title: "Loom".to_owned(),
            address: "https://example.org/in".to_owned(),
            events: [WebhookEvent::DeliveryMade].into(),
            stage: WebhookStage::Active,
            secret: 1,
            overlap_until: 0,
            failing_since: None,
            looked_up_to: 0,
            made_at: 0,
            revision: 1,
        };
        assert_eq!(webhook.secrets(5), [1]);
        let rotated = webhook.rotated(1_000);
        assert_eq!(rotated.secrets(1_000), [2, 1]);
        assert_eq!(rotated.secrets(1_000 + WEBHOOK_OVERLAP_MICROS), [2]);
        assert_eq!(rotated.rotated(2_000).secrets(2_000), [3, 2], "the one before the one before is good no more");
        assert!(webhook.in_order().is_ok());
        assert_eq!(Webhook { title: " ".to_owned(), ..webhook.clone() }.in_order().unwrap_err().0, "title");
        assert_eq!(Webhook { events: BTreeSet::new(), ..webhook }.in_order().unwrap_err().0, "events");
    }

    #[test]
    fn a_post_is_told_what_concerns_it_and_names_are_read_back() {
        let post = PostId::new("engineer").unwrap();
        let told = |verb, object: &str, target: &str| {
            let fact = Fact::new("office", verb, object.to_owned()).to(target.to_owned());
            WebhookEvent::of_fact(&fact, &post).map(|(event, _)| event)
        };
        assert_eq!(told(Verb::Delivered, "record:R1", "post:engineer"), Some(WebhookEvent::DeliveryMade));
        assert_eq!(told(Verb::Delivered, "record:R1", "post:other"), None);
        assert_eq!(told(Verb::Charged, "post:engineer", "need:loom"), Some(WebhookEvent::DutyCharged));
        assert_eq!(told(Verb::Charged, "post:other", "need:loom"), None);
        assert_eq!(told(Verb::Withdrew, "attachment:A1", "record:R1"), None);
        assert_eq!(told(Verb::Released, "issue:E1", "bulletin:B1"), Some(WebhookEvent::IssueReleased));
        assert_eq!(WebhookEvent::SourceTakenIn.type_name(), "source.taken_in");
        assert_eq!(WebhookCall::id_of(&call().name()), Some(7));
        assert_eq!(WebhookCall::id_of("M0000000000007"), None);
    }
}
