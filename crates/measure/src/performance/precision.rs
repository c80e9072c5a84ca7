//! What share of what was brought is of use.

use crate::Interval;
use crate::estimate::{DEVIATE, wilson};

/// A share of judged records that were of use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The share.
    pub value: f64,
    /// Where it lies, 19 times in 20: Wilson limits.
    pub interval: Interval,
    /// Records that were judged.
    pub judged: u64,
    /// Those of use.
    pub useful: u64,
}

/// The share of judged records that were of use; `None` while none was judged. What is judged is taken to be as what is not: where a post answers what
/// it likes first, the share is too high until it has answered the rest.
pub fn precision(useful: u64, judged: u64) -> Option<Precision> {
    if judged == 0 {
        return None;
    }
    let value = useful as f64 / judged as f64;
    Some(Precision { value, interval: wilson(value, judged as f64, DEVIATE), judged, useful })
}
