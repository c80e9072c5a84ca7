//! Deliveries: a record laid before a post because it answers a need.

use crate::{PostId, ProfileId, RecordId};

/// A record laid before a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// What is delivered.
    pub record: RecordId,
    /// The profile that asked for it; it names the need.
    pub profile: ProfileId,
    /// Who receives it.
    pub post: PostId,
    /// Rank: BM25 of the profile's words in the record, higher is better.
    pub score: f32,
    /// Why: the words that decided and where they stand, as `matching` wrote them.
    pub grounds: String,
}
