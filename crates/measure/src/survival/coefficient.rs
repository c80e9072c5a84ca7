//! A fitted effect with all that is said about it.

use serde::Serialize;

use super::chance::{deviate, two_sided};

/// One coefficient of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// The covariate; for a level of a category `column=level`.
    pub name: String,
    /// The estimate.
    pub coef: f64,
    /// `exp(coef)`: a hazard ratio for Cox and cloglog, an odds ratio for logit, a ratio of times for accelerated failure times.
    pub exp_coef: f64,
    /// The standard error from the information matrix.
    pub std_err: f64,
    /// The standard error that allows for rows that belong together, when it was asked for.
    pub robust_std_err: Option<f64>,
    /// The estimate by its standard error (the robust one when there is one).
    pub z: f64,
    /// How often chance alone brings an estimate as far from nought.
    pub p: f64,
    /// The lower limit of `coef`.
    pub lower: f64,
    /// The upper limit of `coef`.
    pub upper: f64,
}

impl Coefficient {
    /// A coefficient with Wald's limits.
    pub(crate) fn of(name: &str, coef: f64, std_err: f64, robust_std_err: Option<f64>, confidence: f64) -> Self {
        let error = robust_std_err.unwrap_or(std_err);
        let half = deviate(confidence) * error;
        let z = coef / error;
        Self {
            name: name.to_owned(),
            coef,
            exp_coef: coef.exp(),
            std_err,
            robust_std_err,
            z,
            p: two_sided(z),
            lower: coef - half,
            upper: coef + half,
        }
    }
}
