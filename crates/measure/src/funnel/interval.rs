//! Limits of shares and probabilities.

pub use crate::estimate::{Interval as Bounds, wilson};
pub(crate) use crate::survival::chance::deviate;

/// Limits of a probability with a standard error: Wilson's, with the number of cases that would have this error without censoring,
/// `p(1-p)/se²` (Rothman, *Journal of Chronic Diseases* 31, 1978). Where the error is nought, `n` itself.
pub(crate) fn effective(p: f64, standard_error: f64, n: f64, z: f64) -> Bounds {
    let p = p.clamp(0.0, 1.0);
    let spread = p * (1.0 - p);
    let number =
        if standard_error > 0.0 && spread > 1e-14 { (spread / (standard_error * standard_error)).min(n) } else { n };
    wilson(p, number, z)
}
