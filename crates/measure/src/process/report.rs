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
    /// Handover between those who did the steps; none when no column says who did.
    pub handover_resource: Option<Handover>,
    /// Handover between their units (departments); none when no column says them.
    pub handover_unit: Option<Handover>,
    /// Work and waiting by step; empty when starts are not logged.
    pub steps: Vec<StepTime>,
    /// Time before each step, the longest first.
    pub waiting: Vec<Waiting>,
    /// How cases keep to the prescribed way.
    pub conformance: Option<Conformance>,
    /// What has to be known beside the numbers.
    pub cautions: Vec<Caution>,
}

/// Reports on a log.
///
/// # Errors
/// No case has a step, or the prescribed way cannot be used.
pub fn report(log: &Log, request: &Request) -> Result<Report, Unusable> {
    let steps = log.steps();
    let n_cases = steps.iter().filter(|own| !own.is_empty()).count();
    if n_cases == 0 {
        return Err(Unusable::new("no-events", "No case has a step. Bring at least one event."));
    }
    let [activities, start_activities, end_activities] = flow::activities(log, &steps);
    let mut variants = flow::variants(log, &steps);
    let variants_total = variants.len() as u64;
    if request.variants_max > 0 {
        variants.truncate(request.variants_max);
    }
    let follows = flow::follows(log, &steps);
    let waiting = flow::waiting(&follows);
    let times = service::step_times(log);
    let mut cautions = Vec::new();
    if log.n_backwards > 0 {
        let n = log.n_backwards;
        let text = format!(
            "In {n} cases the events were not written in the order of their times; they were put in that order."
        );
        cautions.push(Caution::new("times-backwards", text).with("n", n as f64));
    }
    let left_out = log.n_cases() - n_cases;
    if left_out > 0 {
        let text = format!("{left_out} cases have starts of activities and no end; they are left out.");
        cautions.push(Caution::new("cases-without-steps", text).with("n", left_out as f64));
    }
    let unpaired: u64 = times.iter().map(|one| one.n_unpaired).sum();
    if unpaired > 0 {
        let text = format!("{unpaired} starts have no end, or ends no start; the times of work leave them out.");
        cautions.push(Caution::new("unpaired", text).with("n", unpaired as f64));
    }
    Ok(Report {
        time_unit: log.time_unit,
        n_cases: n_cases as u64,
        n_events: steps.iter().map(|own| own.len() as u64).sum(),
        activities,
        start_activities,
        end_activities,
        variants_total,
        variants,
        case_duration: flow::case_duration(log, &steps),
        rework: flow::rework(log, &steps),
        handover_resource: log.resource.as_ref().map(|doers| flow::handover(doers, &steps)),
        handover_unit: log.unit.as_ref().map(|doers| flow::handover(doers, &steps)),
        steps: times,
        waiting,
        follows,
        conformance: request.normative.as_ref().map(|way| conformance(log, way)).transpose()?,
        cautions,
    })
}
