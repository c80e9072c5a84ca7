//! All that a log says about how its work goes.

use serde::Serialize;

use super::conformance::{Conformance, Normative, conformance};
use super::flow::{self, ActivityCount, CaseDuration, Follows, Handover, Rework, Variant, Waiting};
use super::log::Log;
use super::service::{self, StepTime};
use crate::{Caution, Unusable};

/// What a report is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The prescribed way against which the cases are held, if there is one.
    pub normative: Option<Normative>,
    /// At most so many variants are listed, the most frequent first; nought lists all.
    pub variants_max: usize,
}

/// The figures of a log. Times are in `time_unit`. Steps, variants and handovers are those of ends of activities, where starts are logged too.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// `seconds`, `days`, or `units` of a column of plain numbers.
    pub time_unit: &'static str,
    /// Cases.
    pub n_cases: u64,
    /// Events that count as steps.
    pub n_events: u64,
    /// How often each activity is seen, by name.
    pub activities: Vec<ActivityCount>,
    /// With which activity cases begin.
    pub start_activities: Vec<ActivityCount>,
    /// With which they end, or stand now.
    pub end_activities: Vec<ActivityCount>,
    /// Different ways.
    pub variants_total: u64,
    /// The ways, the most frequent first, equal ones in the order of their names.
    pub variants: Vec<Variant>,
    /// From the first to the last step.
    pub case_duration: CaseDuration,
    /// Activities done again.
    pub rework: Vec<Rework>,
    /// Which step follows which, by name.
    pub follows: Vec<Follows>,
    /// Handover between units; none when no column says who did it.
    pub handover: Option<Handover>,
    /// Work and waiting by step; empty when starts are not logged.
    pub steps: Vec<StepTime>,
    /// Time before each step, the longest first.
    pub waiting: Vec<Waiting>,
    /// How cases keep to the prescribed way.
    pub conformance: Option<Conformance>,
    /// What has to be known beside the numbers.
    pub cautions: Vec<Caution>,
}
