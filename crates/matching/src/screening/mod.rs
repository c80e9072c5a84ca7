//! Holding a party against a list of parties: is it the same, how surely, and why.
//!
//! A name is *read* once into tokens ([`Known`]), in every way in which its script is commonly brought into Latin
//! letters. Two readings are compared token by token, by letters and by sound, and what else is known of both (days of
//! birth, countries, identifiers) moves the score. The score never reaches 1 and goes on growing with the evidence: a
//! single common word that agrees is not what four rare ones are.
//!
//! [`judge`] compares two parties; [`Index`] finds the likely ones among many without reading them all. Everything here is pure: no files, no
//! clock. What is said goes out as data ([`ScreeningReason`]), so that pages can say it in their languages.
//!
//! Whoever keeps a decision about a hit keeps [`ALGORITHM`] and the thresholds with it: another version may judge
//! otherwise.

mod align;
mod compare;
mod distance;
mod fold;
mod index;
mod judgement;
mod likeness;
mod name;
mod short;
mod sound;
mod subject;
mod token;
mod tongue;
mod word;

pub use compare::{compare_names, judge, judge_known};
pub use index::Index;
pub use judgement::{Judgement, ScreeningReason, Tier, Verdict};
pub use subject::{Known, Listed, Subject, SubjectKind};

/// The version of the algorithm and of its tables; it changes whenever a score may change.
pub const ALGORITHM: &str = "uptake-screening-2";

/// From this score on two parties are held to be possibly the same, and the hit is shown.
pub const POSSIBLE: f64 = 0.72;

/// From this score on a hit is probable.
pub const PROBABLE: f64 = 0.84;

/// From this score on a hit is strong: the names agree in all that tells parties apart.
pub const STRONG: f64 = 0.93;

/// Names longer than this many characters are compared by their beginning: no party is called longer, and hostile
/// input must not cost time.
pub const NAME_CHARS_MAX: usize = 400;

/// Names of one party, with its aliases, beyond which the rest is not read: the longest entry of the published lists has
/// under 200.
pub const NAMES_MAX: usize = 256;
