//! How much more or less a unit takes up than others would in its place, drawn towards one where little is known of it.

use serde::Serialize;
use statrs::function::gamma::{gamma_lr, ln_gamma};

use crate::{Caution, Unusable};

use super::structure::Range;

/// Adoptions of a unit, and those that were expected of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptaken {
    /// The unit.
    pub unit: String,
    /// Adoptions that happened.
    pub events: u32,
    /// Adoptions that were expected of any unit in its place, above nought.
    pub expected: f64,
}

/// Absorptive capacity of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitCapacity {
    /// The unit.
    pub unit: String,
    /// Adoptions that happened.
    pub events: u32,
    /// Adoptions that were expected.
    pub expected: f64,
    /// `(events + nu) / (expected + nu)`: one takes up as much as others.
    pub capacity: f64,
    /// Its 95 percent interval, from the gamma distribution of what is known afterwards.
    pub interval: Range,
}

/// Absorptive capacities of units, by empirical Bayes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacities {
    /// How much a unit is drawn towards one: as much as so many expected adoptions weigh. From the marginal negative binomial by maximum
    /// likelihood (Clayton and Kaldor, *Biometrics* 43, 1987).
    pub nu: f64,
    /// Where twice the log likelihood falls by 3.84; its ends are those of the search where it does not.
    pub nu_interval: Range,
    /// Units as they were given.
    pub units: Vec<UnitCapacity>,
}

/// The search goes between these logarithms of nu: from capacities a hundredfold apart to none that differ.
const LOG_NU: (f64, f64) = (-6.0, 12.0);

/// Capacities of units. What is printed is always the shrunken value: raw ratios of small units are chance.
///
/// # Errors
/// Fewer than three units, or an expected number that is not above nought.
pub fn capacities(units: &[Uptaken]) -> Result<(Capacities, Vec<Caution>), Unusable> {
    if units.len() < 3 {
        return Err(Unusable::new(
            "too-few-units",
            format!("How units differ cannot be learned from {} of them. Bring three at least.", units.len()),
        ));
    }
    if let Some(bad) = units.iter().find(|u| !(u.expected.is_finite() && u.expected > 0.0)) {
        return Err(Unusable::new(
            "nothing-expected",
            format!(
                "Of \"{}\" {} adoptions are expected. Leave units out that could not adopt.",
                bad.unit, bad.expected
            ),
        ));
    }
    let likelihood = |log_nu: f64| -> f64 { units.iter().map(|u| log_marginal(u, log_nu.exp())).sum() };
    const STEPS: usize = 180;
    let at = |step: usize| LOG_NU.0 + (LOG_NU.1 - LOG_NU.0) * step as f64 / STEPS as f64;
    let best = (0..=STEPS).max_by(|&a, &b| likelihood(at(a)).total_cmp(&likelihood(at(b)))).unwrap_or(0);
    let log_nu = golden(&likelihood, at(best.saturating_sub(1)), at((best + 1).min(STEPS)));
    let top = likelihood(log_nu);
    // Half of the 95 percent point of chi-squared with one degree of freedom.
    let level = top - 1.920_729_410_347_062;
    let end = |mut outside: f64| {
        if likelihood(outside) >= level {
            return outside.exp();
        }
        let mut inside = log_nu;
        for _ in 0..60 {
            let middle = f64::midpoint(inside, outside);
            if likelihood(middle) >= level { inside = middle } else { outside = middle }
        }
        inside.exp()
    };
    let nu_interval = Range { low: end(LOG_NU.0), high: end(LOG_NU.1) };
    let nu = log_nu.exp();
    let mut cautions = Vec::new();
    if nu_interval.high >= LOG_NU.1.exp() * 0.999 {
        cautions.push(
            Caution::new(
                "no-heterogeneity",
                format!("The units may all take up alike: nothing speaks against a spread of nought. Differences between the {} capacities may be chance.", units.len()),
            )
            .with("nu", nu),
        );
    }
    let units = units
        .iter()
        .map(|u| {
            let (shape, rate) = (f64::from(u.events) + nu, u.expected + nu);
            UnitCapacity {
                unit: u.unit.clone(),
                events: u.events,
                expected: u.expected,
                capacity: shape / rate,
                interval: Range { low: gamma_quantile(shape, 0.025) / rate, high: gamma_quantile(shape, 0.975) / rate },
            }
        })
        .collect();
    Ok((Capacities { nu, nu_interval, units }, cautions))
}

/// Logarithm of the negative binomial of a unit with mean `expected` and size `nu`.
fn log_marginal(unit: &Uptaken, nu: f64) -> f64 {
    let (y, e) = (f64::from(unit.events), unit.expected);
    // The ratio of gamma functions as a product: their logarithms would cancel when nu is large.
    let rising = if unit.events <= 10_000 {
        (0..unit.events).map(|k| (nu + f64::from(k)).ln()).sum::<f64>()
    } else {
        ln_gamma(y + nu) - ln_gamma(nu)
    };
    rising - ln_gamma(y + 1.0) - nu * (e / nu).ln_1p() + y * (e / (nu + e)).ln()
}

/// The place of the greatest value between two ends.
fn golden(f: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    const PART: f64 = 0.618_033_988_749_895;
    for _ in 0..80 {
        let (a, b) = (high - PART * (high - low), low + PART * (high - low));
        if f(a) < f(b) { low = a } else { high = b }
    }
    f64::midpoint(low, high)
}

/// Where a gamma distribution with this shape and rate one leaves `share` below.
fn gamma_quantile(shape: f64, share: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 10.0 * shape.sqrt() + 20.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if gamma_lr(shape, middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}
