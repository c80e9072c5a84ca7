//! The operations of an office: load, decide, keep.
//!
//! Who acts, when, and where random numbers come from are arguments. Rules live in `model` and
//! `matching`; this crate brings the facts to them and keeps what they answer, state and ledger
//! in one transaction.
//!
//! This crate must not know SQL, HTTP, or how an answer is shown.

#![forbid(unsafe_code)]

mod configuration;
mod delivery;
mod failure;
mod identity;
mod ingest;
mod need;
mod needs_file;
mod office;
mod record;
mod verify;
mod why;

pub use configuration::{CONFIGURATION_FILE, CONFIGURATION_TEXT, Configuration};
pub use delivery::{Delivered, Matched, NeedMatched, Selection, match_needs};
pub use failure::Failure;
pub use ingest::{Ingested, Sink, ingest};
pub use need::{Stated, state_needs};
pub use needs_file::{Complaint, NEEDS_BYTES_MAX, NeedsFile, read_needs};
pub use office::{Office, WritableOffice};
pub use record::{SearchAnswer, SearchHit, Shown, part};
pub use verify::{Verified, backup, restore, verify};
pub use why::{ProfileWhy, Why, profile_refusal};
