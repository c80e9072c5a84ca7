//! Where a record came from.

/// The place a record was read from: enough to find the bytes again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file's name or the source's, as it was given.
    pub source: String,
    /// The name of the format it was read as (`crossref-json`, `ris`).
    pub format: String,
    /// Which record of the source this is, from 1.
    pub entry: u64,
    /// Line of the source on which it begins, from 1, where the format has lines.
    pub line: Option<u64>,
}
