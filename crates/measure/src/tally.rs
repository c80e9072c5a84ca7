//! What plain numbers come to: their sum, and the value that a share of them does not pass.

/// A sum that does not lose small parts (Neumaier 1974).
pub(crate) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let (mut whole, mut lost) = (0.0_f64, 0.0_f64);
    for term in terms {
        let next = whole + term;
        lost += if whole.abs() >= term.abs() { (whole - next) + term } else { (term - next) + whole };
        whole = next;
    }
    if whole.is_finite() { whole + lost } else { whole }
}

/// A quantile of ascending values, linear between them (Hyndman and Fan 1996, type 7); none of none.
pub(crate) fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let low = place.floor() as usize;
    let high = (low + 1).min(last);
    Some(ascending[low] + (ascending[high] - ascending[low]) * (place - low as f64))
}
