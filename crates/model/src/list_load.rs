//! The load of a published list: a new version beside the one in force. A list that shrinks at once is a broken file far oftener than a
//! change of the law, so that a much smaller one waits for a second person.

use crate::words::words;
use crate::{Refusal, sentence};

/// Part of the entries in force, in percent, that a new version may leave out before it is held back. Published lists of control and of
/// parties change by a few percent from one edition to the next.
pub const LIST_LOST_PERCENT_MAX: u64 = 10;

/// Fewer lost entries than this hold nothing back: a list of ten may lose two.
const LOST_MIN: u64 = 5;

/// Longest reason with which a version is let in or turned down, in characters.
pub const LIST_REASON_CHARS_MAX: usize = 2_000;

words! {
    /// Where a version of a list stands.
    ListStage {
        /// It is in force, or was until the next.
        Kept = "kept",
        /// It waits for a second person: it is much smaller than the one in force.
        Held = "held",
        /// It was turned down.
        Refused = "refused",
    }
}

/// What is to become of a list that was read, beside the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListLoad {
    /// It is what is in force already.
    Same,
    /// It comes into force.
    Keep,
    /// It waits for a second person: so many entries of those in force are not in it.
    Hold(u64),
}

/// Judges a list that was read: how many entries it has, how many the one in force has, how many of these are not in the new one.
///
/// # Errors
/// Refused when nothing is in it, or its end is missing.
pub fn list_load(n_new: u64, n_before: u64, n_lost: u64, is_same: bool, is_cut: bool) -> Result<ListLoad, Refusal> {
    if n_new == 0 {
        return Err(Refusal::Said(sentence!(
            "list-empty",
            "There is no entry in this file, and the list stays as it is; look whether it is the right file"
        )));
    }
    if is_cut {
        return Err(Refusal::Said(sentence!(
            "list-cut",
            "The file ends before its end, and the list stays as it is; fetch it once more"
        )));
    }
    if is_same {
        return Ok(ListLoad::Same);
    }
    if n_lost >= LOST_MIN && n_lost.saturating_mul(100) > n_before.saturating_mul(LIST_LOST_PERCENT_MAX) {
        return Ok(ListLoad::Hold(n_lost));
    }
    Ok(ListLoad::Keep)
}
