//! Rematches: needs held against all that is held once more, because schemes or mappings changed.

use crate::{DeliveryId, NeedId};

/// Deliveries of one rematch that are listed. Who gains more has mapped a whole classification, and looks at its needs.
pub const REMATCH_LISTED_MAX: usize = 10_000;

/// A need that was matched again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RematchedNeed {
    /// Which.
    pub need: NeedId,
    /// Records that fit and were not laid before its post, because there were more than are laid at once.
    pub n_capped: u64,
}

/// What one need gained, or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RematchLine {
    /// The need.
    pub need: NeedId,
    /// The delivery. It stays, with what was answered: also one that would not be made any more.
    pub delivery: DeliveryId,
    /// Whether it fits since then; else it fits no longer.
    pub is_gained: bool,
}
