//! desk
mod needs_file;
pub use needs_file::*;
