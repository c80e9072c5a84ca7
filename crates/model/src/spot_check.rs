//! Spot checks: records that a need left out, drawn by chance and put before its post to ask whether they should have come.

use crate::words::words;
use crate::{NeedId, RecordId, Refusal, sentence};

/// Records a week that a post may ask for at most.
pub const SPOT_CHECKS_A_WEEK_MAX: u32 = 50;

/// Days between two draws of one need.
pub const SPOT_CHECK_DAYS: i64 = 7;

words! {
    /// From which of the records that were left out one was drawn.
    SpotStratum {
        /// From those that share most words with what the need says.
        Near = "near",
        /// From all the others.
        Far = "far",
    }
}

words! {
    /// What the post said of a record that was left out.
    SpotAnswer {
        /// It should have come.
        Useful = "useful",
        /// It was rightly left out.
        NotUseful = "not-useful",
    }
}

/// One draw: how many records were left out since the last one, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpotDraw {
    /// Its number.
    pub id: i64,
    /// When, in microseconds since 1970.
    pub drawn_at: i64,
    /// Records left out that lay near.
    pub n_near: u64,
    /// The others that were left out.
    pub n_far: u64,
}

/// A record that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotCheck {
    /// Its number.
    pub id: i64,
    /// The draw.
    pub draw: i64,
    /// The need that left it out.
    pub need: NeedId,
    /// The record.
    pub record: RecordId,
    /// From where it was drawn.
    pub stratum: SpotStratum,
    /// What was said of it.
    pub answer: Option<SpotAnswer>,
}

/// Refuses a rate that nobody could read.
///
/// # Errors
/// Refused above [`SPOT_CHECKS_A_WEEK_MAX`].
pub fn spot_rate(per_week: u32) -> Result<u32, Refusal> {
    if per_week <= SPOT_CHECKS_A_WEEK_MAX {
        return Ok(per_week);
    }
    Err(Refusal::Said(sentence!(
        "spot-rate-high",
        "At most {max} records a week can be drawn for one need; ask for fewer",
        max = SPOT_CHECKS_A_WEEK_MAX
    )))
}
