//! Who gets what of an office, asked of its real routes over a real store: every route by every role, every thing by
//! every reader, and everything that an outsider is told with and without what is hidden from them.

#![allow(missing_docs)]

mod advisers;
mod agreements;
mod bulletins;
mod classified;
mod control;
#[path = "../diffusion_kit/mod.rs"]
mod diffusion_kit;
mod doors;
mod empty;
mod guests;
mod house;
mod incoming;
mod inherited;
mod inspected;
mod interference;
mod knocks;
mod money;
mod oracle;
mod proof;
mod roles;
mod schemes;
mod seen;
mod shut;
mod things;
mod travels;
mod uses;
