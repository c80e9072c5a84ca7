//! A hidden capacity that rows of one unit share: each unit has a factor on its hazard, drawn from a gamma distribution of mean one and
//! variance `theta` (Clayton 1978; fitted as by Klein, *Biometrics* 48, 1992, over a grid of `theta`, with the baseline of Breslow).
//!
//! For each `theta` the factors and the effects are found in turn; the marginal likelihood then says which `theta` is best, and where it
//! falls off.

use serde::Serialize;

use super::chance::chi_square_tail;
use super::coefficient::Coefficient;
use super::cox::{CoxOptions, fit as fit_cox};
use super::design::Design;
use super::observed::Observed;
use super::risk_sets::Ties;
use crate::{Caution, Unusable};

const ROUNDS_MAX: usize = 300;
/// More rows are refused: the two are found in turn some thousand times.
const ROWS_MAX: usize = 20_000;
/// Half the 95 percent point of chi-square with one degree of freedom: how far the profile may fall.
const FALL: f64 = 1.920_729_410_347_062;
/// Between which variances one is looked for; at the ends it is said to lie on the boundary.
const LN_THETA: (f64, f64) = (-7.0, 3.0);

/// The factor of one unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitFactor {
    /// The unit, by its place.
    pub unit: u32,
    /// Events.
    pub n_events: usize,
    /// Events expected from the effects and the baseline alone.
    pub expected: f64,
    /// The factor, drawn towards one where little is known.
    pub factor: f64,
    /// The lower limit of 95 percent, from the gamma distribution of the factor given the data.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// A fitted model with shared factors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Frailty {
    /// The variance of the factors; nought when the data show none.
    pub theta: f64,
    /// The limits of 95 percent from the profile; the upper one is none where it is not reached.
    pub theta_lower: f64,
    /// The upper limit.
    pub theta_upper: Option<f64>,
    /// The effects, given the factors; standard errors take the factors as known.
    pub coefficients: Vec<Coefficient>,
    /// Twice the gain of the marginal likelihood over a model without factors.
    pub gain: f64,
    /// How often chance brings as much; half of a chi-square, since a variance is not below nought.
    pub p: f64,
    /// The factors.
    pub units: Vec<UnitFactor>,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

struct At {
    value: f64,
    coefficients: Vec<Coefficient>,
    factors: Vec<f64>,
    expected: Vec<f64>,
}

/// Fits effects with a gamma factor for each unit.
///
/// # Errors
/// Fewer than three units, and what [`super::cox()`] refuses.
pub fn frailty(observed: &Observed, design: &Design, unit: &[u32], confidence: f64) -> Result<Frailty, Unusable> {
    let n_units = unit.iter().max().map_or(0, |&most| most as usize + 1);
    if n_units < 3 || unit.len() != observed.n() {
        return Err(Unusable::new(
            "no-units",
            format!("There are {n_units} units, and three at least are needed to see how they differ."),
        ));
    }
    if observed.n() > ROWS_MAX {
        return Err(Unusable::new(
            "too-many-rows",
            format!(
                "{} rows are too many for factors of units, {ROWS_MAX} are taken. Take a sample of the units.",
                observed.n()
            ),
        ));
    }
    let mut events = vec![0_usize; n_units];
    for (row, &u) in unit.iter().enumerate() {
        events[u as usize] += usize::from(observed.event()[row]);
    }
    let fit = |theta: f64| at_theta(observed, design, unit, &events, theta, confidence);
    let none = fit(0.0)?;
    // The profile on a grid, then the golden section around its highest point.
    let grid: Vec<f64> = (0..=20).map(|step| LN_THETA.0 + (LN_THETA.1 - LN_THETA.0) * f64::from(step) / 20.0).collect();
    let values = grid.iter().map(|&ln| fit(ln.exp()).map(|at| at.value)).collect::<Result<Vec<f64>, _>>()?;
    let best = (0..values.len()).fold(0, |best, at| if values[at] > values[best] { at } else { best });
    let (mut low, mut high) = (grid[best.saturating_sub(1)], grid[(best + 1).min(grid.len() - 1)]);
    let golden = 0.618_033_988_749_895;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (fit(left.exp())?.value, fit(right.exp())?.value);
    for _ in 0..16 {
        if at_left > at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = fit(left.exp())?.value;
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = fit(right.exp())?.value;
        }
    }
    let theta = f64::midpoint(low, high).exp();
    let mut top = fit(theta)?;
    let mut cautions = Vec::new();
    let boundary = top.value <= none.value + 1e-6 || best == 0;
    let theta = if boundary {
        top = none_again(&none);
        cautions.push(Caution::new("boundary", "The likelihood is largest where the units do not differ: the variance of their factors lies on its boundary, nought."));
        0.0
    } else {
        theta
    };
    let level = top.value - FALL;
    let falls = |mut inside: f64, mut outside: f64| -> Result<f64, Unusable> {
        for _ in 0..14 {
            let middle = f64::midpoint(inside, outside);
            if fit(middle.exp())?.value >= level { inside = middle } else { outside = middle }
        }
        Ok(f64::midpoint(inside, outside).exp())
    };
    let start = if boundary { LN_THETA.0 } else { theta.ln() };
    let theta_lower = if boundary || none.value >= level { 0.0 } else { falls(start, LN_THETA.0)? };
    let theta_upper = if *values.last().unwrap_or(&level) >= level { None } else { Some(falls(start, LN_THETA.1)?) };
    let rows = observed.n() as f64 / n_units as f64;
    if rows < 3.0 {
        cautions.push(Caution::new("few-rows-per-unit", format!("There are {rows:.1} rows for each unit, and with so few the variance of the factors is poorly known.")).with("rows", rows));
    }
    let gain = (2.0 * (top.value - none.value)).max(0.0);
    let units = (0..n_units)
        .map(|u| {
            let shape = if theta > 0.0 { events[u] as f64 + 1.0 / theta } else { f64::INFINITY };
            let rate = if theta > 0.0 { top.expected[u] + 1.0 / theta } else { f64::INFINITY };
            let (lower, upper) = if theta > 0.0 { gamma_limits(shape, rate) } else { (1.0, 1.0) };
            UnitFactor {
                unit: u32::try_from(u).unwrap_or(u32::MAX),
                n_events: events[u],
                expected: top.expected[u],
                factor: top.factors[u],
                lower,
                upper,
            }
        })
        .collect();
    Ok(Frailty {
        theta,
        theta_lower,
        theta_upper,
        coefficients: top.coefficients,
        gain,
        p: if boundary { 1.0 } else { chi_square_tail(gain, 1) / 2.0 },
        units,
        cautions,
    })
}

fn none_again(none: &At) -> At {
    At {
        value: none.value,
        coefficients: none.coefficients.clone(),
        factors: none.factors.clone(),
        expected: none.expected.clone(),
    }
}

fn gamma_limits(shape: f64, rate: f64) -> (f64, f64) {
    use statrs::distribution::{ContinuousCDF, Gamma};
    Gamma::new(shape, rate).map_or((0.0, f64::INFINITY), |g| (g.inverse_cdf(0.025), g.inverse_cdf(0.975)))
}

/// The marginal likelihood at one variance: effects given the factors, and factors given the effects, until neither moves.
fn at_theta(
    observed: &Observed,
    design: &Design,
    unit: &[u32],
    events: &[usize],
    theta: f64,
    confidence: f64,
) -> Result<At, Unusable> {
    let mut factors = vec![1.0_f64; events.len()];
    let mut last = f64::NEG_INFINITY;
    let mut at = None;
    for _ in 0..ROUNDS_MAX {
        let offset: Vec<f64> = unit.iter().map(|&u| factors[u as usize].ln()).collect();
        let options = CoxOptions { ties: Ties::Breslow, offset: Some(&offset), confidence, ..CoxOptions::default() };
        let fit = fit_cox(observed, design, options, false)?;
        let centre: f64 = fit.coefficients.iter().zip(&fit.means).map(|(c, m)| c.coef * m).sum();
        let eta: Vec<f64> = (0..observed.n())
            .map(|row| fit.coefficients.iter().zip(design.row(row)).map(|(c, x)| c.coef * x).sum::<f64>() - centre)
            .collect();
        let hazard = |time: f64| {
            let after = fit.baseline.partition_point(|point| point.time <= time);
            after.checked_sub(1).map_or(0.0, |at| fit.baseline[at].cumulative_hazard)
        };
        let mut expected = vec![0.0; events.len()];
        for row in 0..observed.n() {
            let span = hazard(observed.time()[row]) - observed.entry().map_or(0.0, |e| hazard(e[row]));
            expected[unit[row] as usize] += span * eta[row].exp();
        }
        // The events at their own hazard: effects, and the logarithm of the step of the baseline.
        let mut value = 0.0;
        for row in (0..observed.n()).filter(|&row| observed.event()[row]) {
            let place = fit.baseline.partition_point(|point| point.time < observed.time()[row]);
            let before = place.checked_sub(1).map_or(0.0, |at| fit.baseline[at].cumulative_hazard);
            value += eta[row] + (fit.baseline[place].cumulative_hazard - before).ln();
        }
        for (n, h) in events.iter().zip(&expected) {
            let d = *n as f64;
            value += if theta > 0.0 {
                let nu = 1.0 / theta;
                // ln Γ(d + ν) - ln Γ(ν) - d ln ν as a sum, since for large ν the two are alike to all digits.
                let rising: f64 = (0..*n).map(|step| (step as f64 * theta).ln_1p()).sum();
                rising - (d + nu) * (theta * h).ln_1p()
            } else {
                -h
            };
        }
        let settled = (value - last).abs() < 1e-9 * value.abs().max(1.0);
        last = value;
        at = Some(At { value, coefficients: fit.coefficients, factors: factors.clone(), expected: expected.clone() });
        if theta == 0.0 || settled {
            break;
        }
        for ((factor, d), h) in factors.iter_mut().zip(events).zip(&expected) {
            *factor = (*d as f64 + 1.0 / theta) / (h + 1.0 / theta);
        }
    }
    at.ok_or_else(|| Unusable::new("no-rows", "There is no row. Bring at least one case."))
}
