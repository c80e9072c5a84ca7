//! Tails and quantiles of the distributions that tests and limits are read from.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use statrs::function::erf::erfc;

/// A chi-square test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChiSquare {
    /// The statistic.
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// How often chance alone does as much.
    pub p: f64,
}

impl ChiSquare {
    /// A statistic with its tail.
    pub(crate) fn of(chisq: f64, df: usize) -> Self {
        Self { chisq, df, p: chi_square_tail(chisq, df) }
    }
}

/// The share of a chi-square distribution above a value; one when there are no degrees of freedom.
pub(crate) fn chi_square_tail(value: f64, df: usize) -> f64 {
    if df == 0 || value.is_nan() || value <= 0.0 {
        return 1.0;
    }
    ChiSquared::new(df as f64).map_or(1.0, |one| one.sf(value))
}

/// The share of a normal distribution that lies further from nought than a value, on both sides.
pub(crate) fn two_sided(z: f64) -> f64 {
    if z.is_nan() { 1.0 } else { erfc(z.abs() / std::f64::consts::SQRT_2) }
}

/// The deviate that leaves `1 - confidence` outside, both sides together (1.96 for .95).
pub(crate) fn deviate(confidence: f64) -> f64 {
    if confidence == crate::CONFIDENCE {
        return crate::estimate::DEVIATE;
    }
    Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence))
}

/// The value below which a share of the normal distribution lies.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}
