//! Webhooks: what happens in the office, told to the programs of its posts.
//!
//! The ledger is the queue: a webhook remembers up to which fact it has looked, and the events that facts bring are kept in the
//! transaction that moves it on. So a kill loses none and doubles none. Sending is tried until it is taken, under one name, so
//! that a receiver can tell what it has already. See decision 19.

mod body;
mod change;
mod gathering;
mod page;
mod sending;
mod sign;

pub use change::{
    change_webhook, make_webhook, pause_webhook, remove_webhook, replay_webhook, resume_webhook, rotate_secret,
    send_again, test_webhook,
};
pub use gathering::gather_events;
pub use page::WebhookPage;
pub use sending::{SentEvents, give_events_back, send_events};
pub use sign::{WEBHOOK_SIGNATURE_VERSION, WebhookSecret};
