//! Which step follows which, along which ways, after how long, and by whose hands.

use std::collections::BTreeMap;

use serde::Serialize;

use super::log::Log;

/// How often an activity is seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActivityCount {
    /// The activity.
    pub activity: String,
    /// Events of it.
    pub n: u64,
}

/// One step directly followed by another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Follows {
    /// The step before.
    pub a: String,
    /// The step after.
    pub b: String,
    /// How often.
    pub n: u64,
    /// Mean time between them.
    pub mean: f64,
    /// Median time; of an even number, the middle of the two.
    pub median: f64,
    /// The longest.
    pub max: f64,
    /// The shortest.
    pub min: f64,
    /// All together.
    pub sum: f64,
}

/// A way through the activities that some cases took.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The activities in their order.
    pub variant: Vec<String>,
    /// Cases that took it.
    pub n: u64,
    /// Which cases, as places in the log.
    pub cases: Vec<u32>,
}

/// Times from the first to the last event of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseDuration {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub median: f64,
    /// The shortest.
    pub min: f64,
    /// The longest.
    pub max: f64,
    /// Nine in ten are shorter (linear between order statistics, Hyndman and Fan type 7).
    pub p90: f64,
}

/// An activity done more than once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rework {
    /// The activity.
    pub activity: String,
    /// Cases in which it was seen more than once.
    pub n_cases: u64,
    /// Events of it beyond the first of each case.
    pub n_events: u64,
}

/// Handing over from one unit to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandoverPair {
    /// From this unit.
    pub a: String,
    /// To this one.
    pub b: String,
    /// How often.
    pub n: u64,
}

/// Who hands over to whom.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Handover {
    /// Each pair of units that is seen, in the order of their names.
    pub counts: Vec<HandoverPair>,
    /// Steps that stay in one unit.
    pub within: u64,
    /// Steps that go from one unit to another.
    pub across: u64,
    /// `(across - within) / (across + within)`, the E-I index (Krackhardt and Stern 1988) of the handover graph: -1 when all stays,
    /// 1 when all crosses. None when there is no step.
    pub ei_index: Option<f64>,
    /// `across / (across + within)`.
    pub share_across: Option<f64>,
}

/// Time that passes before a step, beside that of all steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// The activity that was waited for.
    pub activity: String,
    /// Times it followed on another step.
    pub n: u64,
    /// Time between the step before and it, all together.
    pub sum: f64,
    /// Mean of these times.
    pub mean: f64,
    /// Share in the time of all steps. The largest is the bottleneck.
    pub share: f64,
}
