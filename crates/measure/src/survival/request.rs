//! What is asked of a table of times.

use serde::{Deserialize, Serialize};

use super::kaplan_meier::LimitScale;
use super::risk_sets::Ties;

/// What is asked of a table of times. Everything has a default: the columns of times and statuses are found by their usual names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The column with the time of the event or of the end of watching.
    pub time: Option<String>,
    /// The column with the start of a row `(start, time]`.
    pub start: Option<String>,
    /// The column that says whether the event came, or which of several.
    pub status: Option<String>,
    /// The values of the status that say "not yet"; by default 0, empty, `censored`, `none`, `open`, `FALSE`, and 1 where the others are all 2.
    pub censored: Vec<String>,
    /// The one value of the status that is looked at, the other causes counted as censored (and said to be).
    pub event: Option<String>,
    /// The column with the cause of the event, when the status does not say it.
    pub cause: Option<String>,
    /// The column by which curves are drawn and groups compared.
    pub group: Option<String>,
    /// The columns whose effects are estimated; text is taken as a category, its first value in order as the reference.
    pub covariates: Vec<String>,
    /// The column within whose values only cases are compared (for repeated events their order: Prentice, Williams and Peterson).
    pub strata: Option<String>,
    /// The column that says which rows belong together (for repeated events the unit: Andersen and Gill); standard errors allow for it.
    pub cluster: Option<String>,
    /// The column of the units that share a hidden capacity, a gamma factor on their hazard.
    pub frailty: Option<String>,
    /// The column that says which rows are of one case, for cases that pass through several states.
    pub id: Option<String>,
    /// How ties share their risk set.
    pub ties: Ties,
    /// The distributions for which times are modelled directly (accelerated failure times).
    pub times: Vec<super::Distribution>,
    /// The scale of the limits of curves.
    pub limits: LimitScale,
    /// How often an interval covers what it is of.
    pub confidence: f64,
    /// The power by which the pooled curve weighs times in the comparison of groups.
    pub rho: f64,
    /// Up to when means and sojourns are counted; by default the last time.
    pub tau: Option<f64>,
    /// The shares for which times are read off the curves.
    pub quantiles: Vec<f64>,
    /// Whether `1 - S` is asked for as incidence; refused where there are competing causes.
    pub one_minus_survival: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            time: None,
            start: None,
            status: None,
            censored: Vec::new(),
            event: None,
            cause: None,
            group: None,
            covariates: Vec::new(),
            strata: None,
            cluster: None,
            frailty: None,
            id: None,
            ties: Ties::Efron,
            times: Vec::new(),
            limits: LimitScale::Log,
            confidence: crate::CONFIDENCE,
            rho: 0.0,
            tau: None,
            quantiles: vec![0.25, 0.5, 0.75],
            one_minus_survival: false,
        }
    }
}
