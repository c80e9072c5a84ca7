//! How far the claims of each unit can be relied on.
//!
//! A ratio of two claims that were looked at says little of a unit. So each unit is taken as one of many whose honesty differs as a
//! beta distribution does, and what was seen of it moves it away from the others as far as it is worth: few visits a little, many much
//! (the empirical Bayes of `science.md`, for shares). How much units differ is not known either; it is weighed over a grid of middles and
//! spreads, each by how well it explains what was seen of all (Gelman and others, *Bayesian Data Analysis*, 5.3), so that
//! intervals bear that too. Where risk sent inspectors to a part of a unit's claims more often, each claim counts by its chance of being drawn, and the number
//! of claims as what they are worth together (Kish).

use std::collections::BTreeMap;

use crate::curve::{beta_below, ln_beta, reaches};
use crate::estimate::{CONFIDENCE, Interval};

/// Middles of the grid: between them the shares differ by less than any interval is wide.
const MIDDLES: u32 = 24;
/// Spreads of the grid, from units that differ as much as can be to units that are all alike.
const SPREADS: u32 = 14;
/// Points of the grid that explain less than this of the best are left out.
const FAINT: f64 = 1e-4;

/// A claim that was looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inspected {
    /// With which chance it was drawn, above nought.
    pub chance: f64,
    /// Whether it was found to be true.
    pub is_verified: bool,
}

/// How far the claims of a unit can be relied on.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// The unit.
    pub unit: String,
    /// The share of its claims that are true, as far as can be told: drawn towards what holds of all units.
    pub value: f64,
    /// Where it lies, 19 times in 20.
    pub interval: Interval,
    /// Claims that were seen.
    pub seen: u32,
    /// Of these, claims that were found to be true.
    pub verified: u32,
}

/// What was seen of a unit, as whole and parts of claims.
struct Worth {
    verified: f64,
    refuted: f64,
}

fn worth(claims: &[Inspected]) -> Worth {
    let weight = |one: &Inspected| 1.0 / one.chance.clamp(1e-6, 1.0);
    let sum: f64 = claims.iter().map(weight).sum();
    let squares: f64 = claims.iter().map(|one| weight(one).powi(2)).sum();
    let verified: f64 = claims.iter().filter(|one| one.is_verified).map(weight).sum();
    if sum <= 0.0 {
        return Worth { verified: 0.0, refuted: 0.0 };
    }
    let count = sum * sum / squares;
    Worth { verified: count * verified / sum, refuted: count * (1.0 - verified / sum) }
}

/// The reliability of units, the least reliable first. Units of which nothing was seen are told by what holds of all, with the interval that
/// says how little is known. Empty while nothing was seen of any.
pub fn reliability(units: &[(String, Vec<Inspected>)]) -> Vec<Reliability> {
    if units.iter().all(|(_, claims)| claims.is_empty()) {
        return Vec::new();
    }
    let worths: Vec<Worth> = units.iter().map(|(_, claims)| worth(claims)).collect();
    let grid = grid(&worths);
    let mut known: BTreeMap<(u64, u64), (f64, Interval)> = BTreeMap::new();
    let mut found: Vec<Reliability> = units
        .iter()
        .zip(&worths)
        .map(|((unit, claims), worth)| {
            // Many units were seen alike, most of them not at all: what holds of one holds of the next.
            let counts = (worth.verified.to_bits(), worth.refuted.to_bits());
            let (value, interval) = *known.entry(counts).or_insert_with(|| of_unit(&grid, worth));
            let verified = claims.iter().filter(|one| one.is_verified).count();
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            Reliability { unit: unit.clone(), value, interval, seen: count(claims.len()), verified: count(verified) }
        })
        .collect();
    found.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.unit.cmp(&b.unit)));
    found
}

/// A point of the grid: the two parameters of a beta distribution of units, and how well it explains what was seen.
struct Point {
    a: f64,
    b: f64,
    weight: f64,
}

fn grid(worths: &[Worth]) -> Vec<Point> {
    let mut points = Vec::new();
    for middle in 0..MIDDLES {
        let middle = (f64::from(middle) + 0.5) / f64::from(MIDDLES);
        for spread in 0..SPREADS {
            // The share of the variance that lies between units is 1 / (1 + a + b), evenly from nought to one.
            let between = (f64::from(spread) + 0.5) / f64::from(SPREADS);
            let both = (1.0 - between) / between;
            let (a, b) = (middle * both, (1.0 - middle) * both);
            let alone = ln_beta(a, b);
            let seen = worths.iter().filter(|one| one.verified + one.refuted > 0.0);
            let explains: f64 = seen.map(|one| ln_beta(a + one.verified, b + one.refuted) - alone).sum();
            points.push(Point { a, b, weight: explains });
        }
    }
    let best = points.iter().map(|point| point.weight).fold(f64::NEG_INFINITY, f64::max);
    for point in &mut points {
        point.weight = (point.weight - best).exp();
    }
    points.retain(|point| point.weight > FAINT);
    let sum: f64 = points.iter().map(|point| point.weight).sum();
    for point in &mut points {
        point.weight /= sum;
    }
    points
}

fn of_unit(grid: &[Point], worth: &Worth) -> (f64, Interval) {
    // By unit each point explains anew what was seen of it, so its weight stands: the grid has seen this unit already.
    let posterior: Vec<(f64, f64, f64)> =
        grid.iter().map(|point| (point.weight, point.a + worth.verified, point.b + worth.refuted)).collect();
    let value = posterior.iter().map(|(weight, a, b)| weight * a / (a + b)).sum();
    let below = |share: f64| posterior.iter().map(|(weight, a, b)| weight * beta_below(*a, *b, share)).sum::<f64>();
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let low = reaches(tail, (0.0, 1.0), below);
    let high = reaches(1.0 - tail, (0.0, 1.0), below);
    (value, Interval { low, high })
}
