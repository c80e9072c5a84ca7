//! How a standing search does: how much of what it brings is of use, how much of what is of use it brings, how much it brings at all, and whether the
//! words of what it brings change.
//!
//! Nobody reads what a profile leaves out, so what it misses is estimated from a sample of it, drawn by chance, near misses more densely than the rest,
//! and put before those who asked. Every number has an interval, and a simulated reader whose truth is known finds it covered as often as it says.

mod drift;
mod load;
mod precision;
mod recall;
#[cfg(test)]
mod recall_tests;

pub use drift::{DRIFT_RECORDS_MIN, Drift, MovedWord, drift};
pub use load::{FLOOD_CHANCE, GAPS_SILENT, Load, LoadAlarm, load};
pub use precision::{Precision, precision};
pub use recall::{Recall, Segment, recall};
