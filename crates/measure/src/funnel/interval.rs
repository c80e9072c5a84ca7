//! Limits of shares and probabilities.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// From where to where a value may be expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Bounds {
    /// Whether a value lies between the ends.
    pub fn covers(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The normal deviate that a confidence leaves outside on both sides.
pub(crate) fn deviate(confidence: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence))
}

/// Wilson limits of a share `p` of `n` (Wilson, *JASA* 22, 1927):
/// `(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)`. `n` may be a fraction, as an effective number is; with `n = 0` all is possible.
pub fn wilson(p: f64, n: f64, z: f64) -> Bounds {
    if n.is_nan() || n <= 0.0 {
        return Bounds { low: 0.0, high: 1.0 };
    }
    let square = z * z;
    let middle = p + square / (2.0 * n);
    let half = z * ((p * (1.0 - p) / n) + square / (4.0 * n * n)).max(0.0).sqrt();
    let whole = 1.0 + square / n;
    // At none and at all the limit is the share itself, but for what was rounded on the way.
    let low = if p <= 0.0 { 0.0 } else { ((middle - half) / whole).clamp(0.0, 1.0) };
    let high = if p >= 1.0 { 1.0 } else { ((middle + half) / whole).clamp(0.0, 1.0) };
    Bounds { low, high }
}

/// Limits of a probability with a standard error: Wilson's, with the number of cases that would have this error without censoring,
/// `p(1-p)/se²` (Rothman, *Journal of Chronic Diseases* 31, 1978). Where the error is nought, `n` itself.
pub(crate) fn effective(p: f64, standard_error: f64, n: f64, z: f64) -> Bounds {
    let p = p.clamp(0.0, 1.0);
    let spread = p * (1.0 - p);
    let number =
        if standard_error > 0.0 && spread > 1e-14 { (spread / (standard_error * standard_error)).min(n) } else { n };
    wilson(p, number, z)
}
