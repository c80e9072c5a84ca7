//! How far cases keep to a prescribed way.
//!
//! The way is linear with exits: a sequence of activities, and an exit that may follow on any but the last. The cheapest alignment with
//! a unit cost for each activity that is only in the case or only in the way costs `len(trace) + len(run) - 2 LCS`, minimised over
//! the runs of the way (Levenshtein without replacement; Needleman and Wunsch 1970).

use serde::Serialize;

use super::log::Log;
use crate::Unusable;

/// A prescribed way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Normative {
    /// The activities in their order; a case that did the last of them is finished.
    pub sequence: Vec<String>,
    /// Activities that end a case after any of the sequence but the last.
    pub exits: Vec<String>,
}

/// How one case keeps to the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseConformance {
    /// The case, as its place in the log.
    pub case: u32,
    /// Whether it is finished (its last activity is an exit or the last of the sequence); an open one is aligned with a prefix.
    pub closed: bool,
    /// Cost of the cheapest alignment: steps too many and steps missing.
    pub cost: u64,
    /// `1 - cost / (len(trace) + shortest run)`; for an open case `1 - cost / len(trace)`.
    pub fitness: f64,
}

/// How a log keeps to the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conformance {
    /// Finished cases.
    pub closed_cases: u64,
    /// Open cases.
    pub open_cases: u64,
    /// Cost of all finished cases.
    pub alignment_cost_total: u64,
    /// How many finished cases have which cost.
    pub alignment_cost_histogram: std::collections::BTreeMap<u64, u64>,
    /// `1 - Σ cost / Σ (len(trace) + shortest run)` over the finished cases; none without any.
    pub log_fitness: Option<f64>,
    /// Mean of the fitness of the finished cases.
    pub average_trace_fitness: Option<f64>,
    /// How many in a hundred finished cases cost nothing.
    pub percentage_of_fitting_traces: Option<f64>,
    /// Cost of all open cases against the best prefix of a run.
    pub open_cases_prefix_cost_total: u64,
    /// Each case in the order of the log.
    pub cases: Vec<CaseConformance>,
}
