//! Variation between units: which of them differ by more than chance, and what that asks for.
//!
//! A funnel after Spiegelhalter (*Statistics in Medicine* 24, 2005): about the share of all units stand limits that are the
//! wider the less was looked at, exact by the binomial distribution, 19 times in 20 and 499 times in 500. Units differ also for reasons that
//! are no fault of theirs; where they do so by more than chance all together, both limits are widened by the square root of that
//! overdispersion, reckoned from the deviates of the units with a tenth on each side brought in (winsorised), so that a few units far
//! outside do not hide themselves. It is told beside the limits.

use crate::curve::binomial_at_most;

/// Share of the units on each side that are brought in before overdispersion is reckoned, up to whole units: of a handful one on each side, or the one
/// that overstates would widen the limits for itself.
const BROUGHT_IN: f64 = 0.1;
/// Limits are told from so many units on; with fewer there is no variation to speak of.
const UNITS_MIN: usize = 3;

/// What was seen at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCount {
    /// The unit.
    pub unit: String,
    /// Claims that were seen there.
    pub seen: u32,
    /// Of these, claims that were found to be true.
    pub verified: u32,
}

/// What a place among the limits asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Within: chance explains it, and there is nothing to explain beyond it.
    Justify,
    /// Outside of 19 in 20: ask the unit why.
    Challenge,
    /// Outside of 499 in 500: do something about it, or learn from it.
    Act,
}

/// Limits for a number of claims that were seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The lower of 499 in 500.
    pub act_low: f64,
    /// The lower of 19 in 20.
    pub challenge_low: f64,
    /// The upper of 19 in 20.
    pub challenge_high: f64,
    /// The upper of 499 in 500.
    pub act_high: f64,
}

/// A unit among the limits.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitReading {
    /// What was seen there.
    pub count: UnitCount,
    /// Its share.
    pub share: f64,
    /// Its limits.
    pub limits: Limits,
    /// What that asks for.
    pub reading: Reading,
    /// Whether it stands above the middle: more is true there than elsewhere.
    pub is_above: bool,
}

/// All units among the limits.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlChart {
    /// The share of all.
    pub middle: f64,
    /// By how much the units differ more than chance lets them: 1 where they do not, and the limits stand as chance has them.
    pub overdispersion: f64,
    /// The units, those that ask for most first, then by share.
    pub units: Vec<UnitReading>,
}

impl ControlChart {
    /// The limits for a number of claims, as a curve is drawn of them.
    pub fn limits(&self, seen: u32) -> Limits {
        limits(self.middle, seen, self.overdispersion)
    }
}

/// Holds units against each other. `None` with fewer than three that were looked at.
pub fn control_chart(units: &[UnitCount]) -> Option<ControlChart> {
    let units: Vec<&UnitCount> = units.iter().filter(|one| one.seen > 0).collect();
    if units.len() < UNITS_MIN {
        return None;
    }
    let seen: f64 = units.iter().map(|one| f64::from(one.seen)).sum();
    let middle = units.iter().map(|one| f64::from(one.verified)).sum::<f64>() / seen;
    let overdispersion = overdispersion(&units, middle);
    let mut readings: Vec<UnitReading> = units
        .into_iter()
        .map(|count| {
            let share = f64::from(count.verified) / f64::from(count.seen);
            let limits = limits(middle, count.seen, overdispersion);
            let outside = |low: f64, high: f64| share < low - 1e-12 || share > high + 1e-12;
            let reading = if outside(limits.act_low, limits.act_high) {
                Reading::Act
            } else if outside(limits.challenge_low, limits.challenge_high) {
                Reading::Challenge
            } else {
                Reading::Justify
            };
            UnitReading { count: count.clone(), share, limits, reading, is_above: share > middle }
        })
        .collect();
    readings.sort_by(|a, b| {
        b.reading.cmp(&a.reading).then(a.share.total_cmp(&b.share)).then_with(|| a.count.unit.cmp(&b.count.unit))
    });
    Some(ControlChart { middle, overdispersion, units: readings })
}

fn overdispersion(units: &[&UnitCount], middle: f64) -> f64 {
    let spread = middle * (1.0 - middle);
    if spread <= 0.0 {
        return 1.0;
    }
    let mut deviates: Vec<f64> = units
        .iter()
        .map(|one| {
            let seen = f64::from(one.seen);
            (f64::from(one.verified) / seen - middle) / (spread / seen).sqrt()
        })
        .collect();
    deviates.sort_by(f64::total_cmp);
    let brought_in = ((deviates.len() as f64 * BROUGHT_IN).ceil() as usize).min((deviates.len() - 1) / 2);
    let (low, high) = (deviates[brought_in], deviates[deviates.len() - 1 - brought_in]);
    let squares: f64 = deviates.iter().map(|one| one.clamp(low, high).powi(2)).sum();
    let found = squares / deviates.len() as f64;
    // What chance alone may bring (Spiegelhalter's rule): the limits are not widened for it.
    let by_chance = 1.0 + 2.0 * (2.0 / deviates.len() as f64).sqrt();
    if found > by_chance { found } else { 1.0 }
}

fn limits(middle: f64, seen: u32, overdispersion: f64) -> Limits {
    let wide = overdispersion.sqrt();
    let at = |tail: f64| {
        let limit = middle + (binomial_limit(tail, seen, middle) - middle) * wide;
        limit.clamp(0.0, 1.0)
    };
    Limits { act_low: at(0.001), challenge_low: at(0.025), challenge_high: at(0.975), act_high: at(0.999) }
}

/// The smallest share of which at least that part of the binomial distribution lies at it or below. Whole counts, not the straight line between
/// them as in Spiegelhalter's appendix: with one or two claims that line lies within what chance brings every day, and units would be asked why.
fn binomial_limit(tail: f64, seen: u32, middle: f64) -> f64 {
    if middle <= 0.0 || middle >= 1.0 || seen == 0 {
        return middle;
    }
    let (mut low, mut high) = (0i64, i64::from(seen));
    while low < high {
        let half = low + (high - low) / 2;
        if binomial_at_most(half, seen, middle) >= tail { high = half } else { low = half + 1 }
    }
    low as f64 / f64::from(seen)
}
