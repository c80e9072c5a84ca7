//! Files that are attached to records: what they are, what they say, how they look, and a copy without what they tell
//! beside their content.
//!
//! Everything here is a function of bytes. It is hostile bytes that come, and some of the libraries below spend what they
//! like on them; so whoever calls this does it in a process of its own, with limits of time and memory, and takes what it
//! answers as the world's. What can be counted is counted before anything is decoded: see [`limits`].
//!
//! This crate must not know where files lie, who may see them, or what a record is.

#![forbid(unsafe_code)]

mod archive;
mod gif;
mod jpeg;
mod kind;
pub mod limits;
mod look;
mod office;
mod office_release;
mod orientation;
mod pdf;
mod pdf_release;
mod picture;
mod plain;
mod png;
mod release;
#[cfg(test)]
mod sample;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod webp;
mod xml;

pub use kind::kind_of;
pub use look::{Piece, look};
pub use picture::picture;
pub use release::released;

/// Why a file is not kept, or not released.
pub type Fault = model::AttachmentFault;
