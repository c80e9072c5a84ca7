//! Profiles: standing queries of a need.

use crate::NeedId;

/// Which profile of which need: `locomotive-control/2` is the second of that need.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileId {
    /// The need it serves.
    pub need: NeedId,
    /// Its number within the need, from 1.
    pub number: u16,
}

impl std::fmt::Display for ProfileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.need, self.number)
    }
}

/// A standing query.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Which it is.
    pub id: ProfileId,
    /// The query in the query language; read by `matching`.
    pub query: String,
    /// Records that rank lower than this are not delivered. BM25 units; `None` delivers all.
    pub threshold: Option<f32>,
}
