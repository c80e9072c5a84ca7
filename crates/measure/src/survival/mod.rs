//! Time until an event, when some cases have not had it yet.

mod accelerated;
pub(crate) mod chance;
mod coefficient;
mod concordance;
pub(crate) mod cox;
#[cfg(test)]
mod cox_tests;
mod design;
pub mod discrete;
#[cfg(test)]
mod discrete_tests;
mod discrete_ties;
#[cfg(test)]
pub(crate) mod expected;
#[cfg(test)]
mod expected_tests;
mod frailty;
mod kaplan_meier;
mod log_rank;
pub(crate) mod observed;
mod reading;
mod report;
#[cfg(test)]
mod report_tests;
mod request;
mod residuals;
mod risk_sets;

pub use accelerated::{Accelerated, Distribution, accelerated};
pub use chance::ChiSquare;
pub use coefficient::Coefficient;
pub use concordance::{Concordance, concordance};
pub use cox::{BaselinePoint, Cox, CoxOptions, cox};
pub use design::{COVARIATES_MAX, Design};

pub use frailty::{Frailty, UnitFactor, frailty};
pub use kaplan_meier::{Curve, CurvePoint, LimitScale, Quantile, RestrictedMean, kaplan_meier};
pub use log_rank::{GROUPS_MAX, GroupCount, LogRank, log_rank};
pub use observed::Observed;
pub use report::{CauseEffects, GroupCurve, Report, report};
pub use request::Request;
pub use residuals::{CovariateTest, Proportionality};
pub use risk_sets::Ties;

use crate::Caution;

/// The doubt that there are too few events for so many covariates (Peduzzi and others 1995 ask for ten for each).
pub(crate) fn few_events(n_events: usize, n_covariates: usize) -> Caution {
    Caution::new(
        "few-events",
        format!("There are {n_events} events for {n_covariates} covariates, and fewer than ten for each leave effects and limits unsure."),
    )
    .with("events", n_events as f64)
    .with("covariates", n_covariates as f64)
}
