//! store
mod index;
pub use index::*;
