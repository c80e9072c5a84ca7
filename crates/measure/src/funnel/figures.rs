//! What is asked of a funnel, and the figures that answer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::interval::Bounds;
use super::stage::Stage;
use crate::Caution;

/// What a report is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The last day of observation: what happened later is not looked at, and open cases are followed until then.
    pub end: f64,
    /// The days after entering a stage at which the triples forward, abandoned, still there are given.
    pub horizons: Vec<f64>,
    /// The days after collection at which the occupation of the stages is given.
    pub occupation_days: Vec<f64>,
    /// Days after collection until which time spent in stages is added up; also the horizon of gains.
    pub sojourn_tau: f64,
    /// Days after entering a stage until which the restricted mean of waiting there is taken.
    pub waiting_tau: f64,
    /// How often an interval covers what it is of, between one half and one.
    pub confidence: f64,
    /// The column of the cases by which figures are given for each group.
    pub group: Option<String>,
    /// Two labels of that column whose yields are compared, the first against the second. With none, and two labels in all, the later
    /// in the order of text is compared with the earlier (`1` against `0`).
    pub compare: Option<(String, String)>,
    /// The seed of the bootstrap.
    pub seed: u64,
}

impl Request {
    /// The usual request for a log that was observed until this day.
    pub fn until(end: f64) -> Self {
        Self {
            end,
            horizons: vec![30.0, 90.0, 180.0, 365.0],
            occupation_days: vec![90.0, 180.0, 365.0, 730.0, 1095.0],
            sojourn_tau: 1095.0,
            waiting_tau: 365.0,
            confidence: 0.95,
            group: None,
            compare: None,
            seed: 1,
        }
    }
}

/// How many cases came to a stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Cases of which it or a later stage was seen.
    pub reached: u64,
    /// Cases of which an event of this stage was seen.
    pub seen: u64,
    /// Cases of which it was seen again after it was reached (rework).
    pub reworked: u64,
    /// Events that were rework.
    pub rework_events: u64,
    /// Cases that are there on the last day and have no exit.
    pub open: u64,
    /// Cases that were abandoned there.
    pub abandoned: u64,
}

/// A probability by Aalen and Johansen with its standard error (infinitesimal jackknife, as R's `survfit`) and interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incidence {
    /// Days since entry.
    pub days: f64,
    /// The probability.
    pub probability: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Wilson limits with the effective number `p(1-p)/se²` in the place of the number of cases.
    pub interval: Bounds,
}

/// How many of those who reached a stage reached the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conversion {
    /// From this stage.
    pub from: Stage,
    /// To this one.
    pub to: Stage,
    /// Cases that reached `from`.
    pub n_from: u64,
    /// Cases that reached `to`.
    pub n_to: u64,
    /// `n_to / n_from`; none when no case reached `from`. Low while cases are open: read `within` beside it.
    pub rate: Option<f64>,
    /// Wilson limits of the rate (Wilson 1927).
    pub wilson: Option<Bounds>,
    /// Cases that are still open in `from`: so many may yet move on.
    pub open: u64,
    /// Aalen-Johansen probabilities of having reached `to` or a later stage so many days after entering `from`.
    pub within: Vec<Incidence>,
}

/// Where those who entered a stage are some days later. The three add up to one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Triple {
    /// Days since entry into the stage.
    pub days: f64,
    /// Moved to a later stage.
    pub forward: Incidence,
    /// Abandoned.
    pub abandoned: Incidence,
    /// Still in the stage.
    pub still_there: Incidence,
    /// What one minus Kaplan-Meier with abandonment as censoring would say in place of `forward`: too much. For comparison only.
    pub forward_by_one_minus_kaplan_meier: f64,
    /// Cases still followed in the stage on that day.
    pub n_at_risk: u64,
}

/// How long cases wait in a stage before they leave it in either way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageWaiting {
    /// The stage.
    pub stage: Stage,
    /// Cases that were seen entering it.
    pub n: u64,
    /// Of these, moved to a later stage.
    pub forward: u64,
    /// Of these, abandoned.
    pub abandoned: u64,
    /// Of these, still there.
    pub open: u64,
    /// Kaplan-Meier median of the days until leaving; none when half have not left ("not reached").
    pub median_days: Option<f64>,
    /// Where the median lies (Brookmeyer and Crowley 1982, log-log); an end is none when it is not reached.
    pub median_interval: (Option<f64>, Option<f64>),
    /// Mean days until leaving, with what lies beyond `tau` cut off: the area under Kaplan-Meier.
    pub restricted_mean_days: f64,
    /// Its standard error (Greenwood).
    pub restricted_mean_error: f64,
    /// The cut of that mean.
    pub tau: f64,
    /// Forward, abandoned, still there at the horizons.
    pub triples: Vec<Triple>,
}

/// Where a case is some days after collection: the whole funnel by Aalen and Johansen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Occupation {
    /// Days since collection (the first event of a case).
    pub days: f64,
    /// The probability of being in each of the seven stages, then of being abandoned.
    pub probability: Vec<f64>,
    /// Their standard errors (infinitesimal jackknife).
    pub standard_error: Vec<f64>,
    /// Their intervals.
    pub interval: Vec<Bounds>,
}

/// Time spent in a stage, as an expectation for a case that was just collected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sojourn {
    /// The stage; none is "abandoned".
    pub stage: Option<Stage>,
    /// Cases that entered it.
    pub n_entered: u64,
    /// The integral of its occupation from collection to tau, in days.
    pub days: f64,
    /// Its standard error (infinitesimal jackknife).
    pub standard_error: f64,
    /// Where it lies.
    pub interval: Bounds,
    /// Share of the stage in the time spent before an exit; none for the exits. A stage can be slow without being lossy.
    pub bottleneck_index: Option<f64>,
    /// Share of the stage in all that was abandoned; none for the exits, or when nothing was.
    pub loss_share: Option<f64>,
}

/// How often one state was left for another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transition {
    /// The stage that was left.
    pub from: Stage,
    /// The stage entered, `abandoned`, or `(censored)`.
    pub to: String,
    /// How often.
    pub n: u64,
}

/// What was abandoned at a stage for a reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loss {
    /// The last stage reached.
    pub stage: Stage,
    /// The reason as the log gives it.
    pub reason: String,
    /// Cases lost.
    pub n: u64,
    /// Share of all cases lost.
    pub share: f64,
    /// Expected value of these cases; none when the cases have no values.
    pub value: Option<f64>,
    /// Share of all value lost.
    pub value_share: Option<f64>,
}

/// The probability of each way out from collection, all stages taken together (competing risks).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReasonIncidence {
    /// `production`, or the reason of abandonment.
    pub exit: String,
    /// Its Aalen-Johansen incidence at the days of occupation.
    pub at: Vec<Incidence>,
}

/// What production would gain if one reason were no more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// The reason.
    pub reason: String,
    /// Days after collection for which it is said.
    pub days: f64,
    /// Probability of production as it is (whole funnel).
    pub production: f64,
    /// The same with the increments of this reason set to nought in each stage.
    pub production_without: f64,
    /// The difference.
    pub gain: f64,
    /// The gain cannot be less than nought, nor more than the share lost for this reason.
    pub bounds: Bounds,
    /// The same difference when all stages are taken as one (competing risks from collection).
    pub gain_without_stages: f64,
    /// What has to be assumed, and cannot be tested with these data.
    pub assumption: &'static str,
}

/// Work in progress against arrivals and time: `L = λW` (Little 1961).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Little {
    /// The stage.
    pub stage: Stage,
    /// Cases in it, averaged over the days from the first entry to the end.
    pub mean_in_stage: f64,
    /// Cases that entered it each day.
    pub arrivals_per_day: f64,
    /// Mean days of the stays that ended.
    pub mean_days: f64,
    /// `arrivals_per_day × mean_days`.
    pub expected_in_stage: f64,
    /// The standard error of the difference.
    pub standard_error: f64,
    /// Whether the two agree within the confidence.
    pub holds: bool,
}

/// One term of a comparison of yields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecompositionTerm {
    /// From this stage.
    pub from: Stage,
    /// To this one.
    pub to: Stage,
    /// Conversion in the first group.
    pub rate_a: f64,
    /// Conversion in the second group.
    pub rate_b: f64,
    /// Whether the first was taken as `(k+.5)/(n+1)`, because none moved on.
    pub corrected_a: bool,
    /// Whether the second was.
    pub corrected_b: bool,
    /// `ln(rate_a / rate_b)`.
    pub log_ratio: f64,
    /// Bootstrap interval over technologies.
    pub interval: Bounds,
}

/// Where the difference of two yields arises: `ln(Y_A/Y_B) = Σ ln(c_s^A/c_s^B)`, exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YieldDecomposition {
    /// The column.
    pub group: String,
    /// The first label.
    pub a: String,
    /// The second label.
    pub b: String,
    /// Cases of the first that reached each stage.
    pub counts_a: Vec<u64>,
    /// Cases of the second that reached each stage.
    pub counts_b: Vec<u64>,
    /// Yield of the first: the product of its conversions.
    pub yield_a: f64,
    /// Yield of the second.
    pub yield_b: f64,
    /// `ln(yield_a / yield_b)`.
    pub log_ratio_total: f64,
    /// Its bootstrap interval over technologies.
    pub interval: Bounds,
    /// The terms, which add up to the total.
    pub terms: Vec<DecompositionTerm>,
    /// Technologies that were drawn from.
    pub n_technologies: u64,
    /// Draws of the bootstrap.
    pub n_draws: u64,
    /// Its seed.
    pub seed: u64,
}

/// How far the enterprise of a case is from the branch that the technology is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Of the same branch.
    Own,
    /// Of another branch of the same department.
    SameDepartment,
    /// Of another department.
    OtherDepartment,
}

/// Abandonments for a reason among the cases of one distance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BarrierRow {
    /// Which cases.
    pub distance: Distance,
    /// Cases of this distance.
    pub n_cases: u64,
    /// Of these, in production.
    pub n_production: u64,
    /// Of these, abandoned for any reason.
    pub n_abandoned: u64,
    /// The reason.
    pub reason: String,
    /// Abandoned for this reason.
    pub n: u64,
    /// Share of the abandonments of this distance; none when there are none.
    pub share: Option<f64>,
    /// Wilson limits of the share.
    pub wilson: Option<Bounds>,
}

/// The figures of one level: pairs of technology and enterprise, or technologies anywhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelFigures {
    /// Cases.
    pub n_cases: u64,
    /// Events that were looked at.
    pub n_events: u64,
    /// In production.
    pub n_production: u64,
    /// Abandoned.
    pub n_abandoned: u64,
    /// Neither.
    pub n_open: u64,
    /// By stage, in their order.
    pub stages: Vec<StageCount>,
    /// From each stage to the next.
    pub conversions: Vec<Conversion>,
    /// Moves from state to state.
    pub transitions: Vec<Transition>,
    /// The whole funnel, by days after collection.
    pub occupation: Vec<Occupation>,
    /// Time in each stage, then in the exit `abandoned`.
    pub sojourn: Vec<Sojourn>,
    /// Waiting in each of the six stages before production.
    pub waiting: Vec<StageWaiting>,
}

/// The figures of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupFigures {
    /// The label of the group.
    pub label: String,
    /// Its figures.
    pub figures: LevelFigures,
}

/// All that a log says about its funnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What was asked for.
    pub request: Request,
    /// The rules of counting, for the reader.
    pub counting_rules: [&'static str; 3],
    /// Pairs of technology and enterprise.
    pub pairs: LevelFigures,
    /// Technologies: ever at a stage anywhere. Never averaged with the pairs.
    pub technologies: LevelFigures,
    /// Pairs by group, when a group was asked for.
    pub groups: Vec<GroupFigures>,
    /// The two groups compared.
    pub decomposition: Option<YieldDecomposition>,
    /// Losses by stage and reason; each stage with each reason, nought included.
    pub losses: Vec<Loss>,
    /// Losses by stage and then reason as a table of counts.
    pub loss_counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Ways out of the funnel as competing risks from collection.
    pub exits: Vec<ReasonIncidence>,
    /// Not yet out of the funnel, at the days of occupation.
    pub still_in: Vec<Incidence>,
    /// What the end of each reason would bring.
    pub gains: Vec<Gain>,
    /// Little's law by stage.
    pub little: Vec<Little>,
    /// Reasons by distance; empty when the cases do not say how far the enterprises are.
    pub barriers: Vec<BarrierRow>,
    /// What has to be known beside the numbers.
    pub cautions: Vec<Caution>,
}
