//! What to ask a source on the web, and a fetcher that trusts nobody.
//!
//! Two halves that do not know each other. A [`Protocol`] says what to ask next and what an answer means; it touches no
//! network. A [`Network`] asks one question under limits; it knows no protocol. Between them stand [`Question`] and
//! [`Answer`].

#![forbid(unsafe_code)]

mod address;
mod answer;
mod credential;
mod envelope;
mod finding;
mod names;
mod network;
mod protocol;
mod reach;

pub use address::{receiver_address, web_address};
pub use answer::{Answer, Ask, Fault, Posting, Question, Receipt, Unconnected};
pub use credential::{Credential, CredentialKind};
pub use finding::{Finding, find};
pub use names::{Names, SystemNames};
pub use network::{ANSWER_BYTES_MAX, Network, NetworkSettings};
pub use protocol::{Cursor, Protocol, Turned};
pub use reach::is_public;
