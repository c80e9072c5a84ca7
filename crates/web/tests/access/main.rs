//! Who gets what of an office, asked of its real routes over a real store: every route by every role, every thing by
//! every reader, and everything that an outsider is told with and without what is hidden from them.

#![allow(missing_docs)]

mod advisers;
mod agreements;
mod bulletins;
mod control;
mod doors;
mod guests;
mod house;
mod incoming;
mod inherited;
mod inspected;
mod interference;
mod money;
mod oracle;
mod proof;
mod roles;
mod seen;
mod things;
mod travels;
