//! What reading gives.

use model::Record;

use crate::Doubt;

/// One record with the doubts about it and the bytes it was read from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The record, as far as it could be read.
    pub record: Record,
    /// What could not be read.
    pub doubts: Vec<Doubt>,
    /// The entry as it stood in the source, undecoded; UTF-16 as UTF-8, since nothing can be cut
    /// in it before.
    pub raw: Vec<u8>,
}
