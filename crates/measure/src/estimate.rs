//! What a draw tells of all claims: the share that is verified, and how often what is in use is given up.
//!
//! The share is stratified: each stratum counts as much as it has claims, whatever its risk made of its visits. Its interval is the
//! stratified one of Wilson by Yan and Su (*Statistics in Biopharmaceutical Research* 2, 2010): the intervals of the strata, each as much narrower
//! as makes their sum as wide as the whole should be. They hold also for few visits and for shares near nought and one. That claims are
//! finite and none is looked at twice is reckoned in as more visits than there were, `n (N - 1) / (N - n)`; that the spread
//! is known from few of them, by Student's deviate in place of the normal one. The simulations beside this file say how well that holds, and
//! are why Student's deviate is there: without it six strata of five visits each cover 92 times in a hundred.

use model::Date;
use serde::Serialize;

use crate::curve::{poisson_at_most, reaches};

/// How often an interval covers what it is of.
pub const CONFIDENCE: f64 = 0.95;
/// The normal deviate that [`CONFIDENCE`] leaves outside on both sides.
pub(crate) const DEVIATE: f64 = 1.959_963_984_540_054;

/// A stratum that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Claims in it.
    pub size: u32,
    /// Claims that were seen.
    pub seen: u32,
    /// Of these, claims that were found to be true.
    pub verified: u32,
}

/// From where to where a value may be expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it.
    pub fn covers(&self, value: f64) -> bool {
        // What was added up in another order is the same.
        self.low - 1e-12 <= value && value <= self.high + 1e-12
    }
}

/// A share of all claims.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The best guess.
    pub value: f64,
    /// Where it lies, 19 times in 20.
    pub interval: Interval,
    /// Claims it is a share of.
    pub size: u32,
    /// Claims that were seen.
    pub seen: u32,
}

/// The share of all claims that are true. `None` while no claim was seen. A stratum of which nothing was seen counts as the rest for the
/// best guess, and as anything from none to all for the interval.
pub fn share(strata: &[Counted]) -> Option<Share> {
    let size: u32 = strata.iter().map(|one| one.size).sum();
    let seen: u32 = strata.iter().map(|one| one.seen).sum();
    if seen == 0 {
        return None;
    }
    let whole = f64::from(size);
    let looked_at: Vec<&Counted> = strata.iter().filter(|one| one.seen > 0).collect();
    let deviate = deviate(&looked_at, whole);
    let (mut guess, mut known, mut low, mut high) = (0.0, 0.0, 0.0, 0.0);
    for one in looked_at {
        let part = f64::from(one.size) / whole;
        let (value, interval) = of_stratum(one, deviate);
        known += part;
        guess += part * value;
        low += part * interval.low;
        high += part * interval.high;
    }
    // What was seen is certain: no less is true than was found true, no more than was not found false.
    let verified: u32 = strata.iter().map(|one| one.verified).sum();
    let refuted = seen - verified;
    let low = low.max(f64::from(verified) / whole);
    let high = (high + 1.0 - known).min(1.0 - f64::from(refuted) / whole);
    // Where all was seen both are the share, but for what was rounded on the way.
    let interval = Interval { low, high: high.max(low) };
    Some(Share { value: guess / known, interval, size, seen })
}

/// What the visits to a stratum are worth, were its claims without end; `None` where all of them were seen.
fn worth(one: &Counted) -> Option<f64> {
    let (size, seen) = (f64::from(one.size), f64::from(one.seen));
    (one.seen < one.size).then(|| seen * (size - 1.0) / (size - seen))
}

/// The deviate of each stratum that makes the sum of their intervals as wide as the whole one.
fn deviate(strata: &[&Counted], whole: f64) -> f64 {
    let (mut squares, mut sum, mut freedom) = (0.0, 0.0, 0.0);
    for one in strata {
        let Some(worth) = worth(one) else { continue };
        // One more on each side, so that a stratum in which all agree has a spread too (Agresti and Coull 1998).
        let share = (f64::from(one.verified) / f64::from(one.seen) * worth + 1.0) / (worth + 2.0);
        let spread = share * (1.0 - share) / worth;
        let part = f64::from(one.size) / whole;
        squares += part * part * spread;
        sum += part * spread.sqrt();
        freedom += worth - 1.0;
    }
    if sum > 0.0 { student(freedom.max(1.0)) * f64::sqrt(squares) / sum } else { DEVIATE }
}

/// Student's deviate that leaves as much outside as [`DEVIATE`] (Abramowitz and Stegun 26.7.5).
fn student(freedom: f64) -> f64 {
    let z = DEVIATE;
    let one = (z.powi(3) + z) / 4.0;
    let two = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let three = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    let four = (79.0 * z.powi(9) + 776.0 * z.powi(7) + 1482.0 * z.powi(5) - 1920.0 * z.powi(3) - 945.0 * z) / 92_160.0;
    z + one / freedom + two / freedom.powi(2) + three / freedom.powi(3) + four / freedom.powi(4)
}

/// The share of one stratum, with its interval.
fn of_stratum(one: &Counted, deviate: f64) -> (f64, Interval) {
    let value = f64::from(one.verified) / f64::from(one.seen);
    (value, worth(one).map_or(Interval { low: value, high: value }, |worth| wilson(value, worth, deviate)))
}

/// Wilson limits of a share `p` of `n` (Wilson, *JASA* 22, 1927):
/// `(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)`. `n` may be a fraction, as an effective number is; with `n = 0` all is possible.
pub fn wilson(p: f64, n: f64, z: f64) -> Interval {
    if n.is_nan() || n <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let square = z * z;
    let middle = p + square / (2.0 * n);
    let half = z * ((p * (1.0 - p) / n) + square / (4.0 * n * n)).max(0.0).sqrt();
    let whole = 1.0 + square / n;
    // At none and at all the limit is the share itself, but for what was rounded on the way.
    let low = if p <= 0.0 { 0.0 } else { ((middle - half) / whole).clamp(0.0, 1.0) };
    let high = if p >= 1.0 { 1.0 } else { ((middle + half) / whole).clamp(0.0, 1.0) };
    Interval { low, high }
}

/// How often something happens in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events in a year of one that is exposed.
    pub value: f64,
    /// Where it lies, 19 times in 20.
    pub interval: Interval,
    /// How often it happened.
    pub events: u32,
    /// Years that were looked at, of all that are exposed together.
    pub years: f64,
}

/// Events by exposure. `None` without exposure. The interval is that of a Poisson count, each side counted with half the chance of what was seen
/// (mid-P; Cohen and Yang, *Statistics in Medicine* 13, 1994), because the exact one of Garwood covers more often than it says.
pub fn rate(events: u32, years: f64) -> Option<Rate> {
    if years <= 0.0 || !years.is_finite() {
        return None;
    }
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let count = i64::from(events);
    let most = f64::from(events) + 10.0 * f64::from(events + 1).sqrt() + 10.0;
    // How likely fewer are, with half of what is just so; it falls while the mean grows.
    let fewer = |mean: f64| f64::midpoint(poisson_at_most(count, mean), poisson_at_most(count - 1, mean));
    let low = if events == 0 { 0.0 } else { reaches(tail, (0.0, most), |mean| 1.0 - fewer(mean)) };
    let high = reaches(1.0 - tail, (0.0, most), |mean| 1.0 - fewer(mean));
    let interval = Interval { low: low / years, high: high / years };
    Some(Rate { value: f64::from(events) / years, interval, events, years })
}

/// The years from a day until another, nought when that is not later.
pub fn exposure_years(from: Date, until: Date) -> f64 {
    /// Days of a year on the average of four centuries.
    const YEAR_DAYS: f64 = 365.2425;
    let days = u32::try_from(until.days_since(from)).unwrap_or(0);
    f64::from(days) / YEAR_DAYS
}
