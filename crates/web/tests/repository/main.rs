//! What other repositories are given: the protocol, and that nothing is given that is not open.

#![allow(missing_docs)]

mod given;
mod harvest;
mod kit;
mod protocol;
mod schema;
