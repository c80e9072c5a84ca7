//! Promises of the store, kept against a real directory.

#![allow(missing_docs)]
// The measurement prints, and it runs only when asked for.
#![allow(clippy::print_stdout)]

mod attachments;
mod backup;
mod deliveries;
mod digest;
mod identity;
mod ingest;
mod interference;
mod kill;
mod kit;
mod laws;
mod office;
mod parting;
mod programme;
mod rate;
mod repository;
mod schemes;
mod scopes;
mod verify;
