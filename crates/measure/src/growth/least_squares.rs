//! Least squares for curves that bend: Levenberg (1944) and Marquardt (1963), then Gauss-Newton steps for the last digits.
//!
//! Parameters come unbounded: what must be positive is its logarithm here. The linear steps are solved by [`crate::reflection`],
//! because before the peak a saturation curve is nearly flat in one direction.

use crate::matrix::Matrix;
use crate::reflection;
use crate::tally::sum;

/// Steps of Levenberg and Marquardt. All that converge do so within fifty.
const STEPS_MAX: usize = 200;
/// Steps in a row that gain next to nothing.
const STILL_MAX: u32 = 12;
/// Gauss-Newton steps afterwards.
const POLISH_MAX: usize = 60;
/// A damping beyond this means that no step goes down.
const DAMPING_MAX: f64 = 1e15;
/// How many of the starts are followed to their end.
const STARTS_FOLLOWED: usize = 8;

/// A curve with unbounded parameters.
pub(super) trait Curve {
    /// How many values it gives.
    fn n_points(&self) -> usize;
    /// Between which bounds each parameter is looked for.
    fn bounds(&self) -> Vec<(f64, f64)>;
    /// Writes its values, and its slopes by parameter, point after point.
    fn evaluate(&self, theta: &[f64], values: &mut [f64], slopes: &mut [f64]);
}

/// Where the sum of squares is least.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    /// The parameters.
    pub theta: Vec<f64>,
    /// The sum of squared residuals.
    pub sse: f64,
    /// The values of the curve.
    pub values: Vec<f64>,
    /// The inverse of slopes' times slopes; none where the curve is flat in a direction.
    pub inverse: Option<Matrix>,
    /// Whether a parameter stands on a bound.
    pub at_bound: bool,
}

/// The solution from one start; none where the curve is not finite there.
pub(super) fn minimise(curve: &dyn Curve, observed: &[f64], start: &[f64]) -> Option<Solution> {
    let (n, k) = (curve.n_points(), start.len());
    let bounds = curve.bounds();
    let clamp = |theta: &mut Vec<f64>| {
        for (value, (low, high)) in theta.iter_mut().zip(&bounds) {
            *value = value.clamp(*low, *high);
        }
    };
    let mut theta = start.to_vec();
    clamp(&mut theta);
    let (mut values, mut slopes) = (vec![0.0; n], vec![0.0; n * k]);
    curve.evaluate(&theta, &mut values, &mut slopes);
    let mut sse = squares(observed, &values);
    if !sse.is_finite() || slopes.iter().any(|s| !s.is_finite()) {
        return None;
    }
    let (mut next_values, mut next_slopes) = (values.clone(), slopes.clone());
    let mut scale = vec![0.0f64; k];
    let mut damping = 1e-3;
    let mut still = 0;
    'steps: for _ in 0..STEPS_MAX {
        for (j, largest) in scale.iter_mut().enumerate() {
            *largest = largest.max(norm(&slopes, j, k));
        }
        loop {
            let Some(step) = step(&slopes, observed, &values, &scale, damping) else { break 'steps };
            let mut next: Vec<f64> = theta.iter().zip(&step).map(|(t, s)| t + s).collect();
            clamp(&mut next);
            curve.evaluate(&next, &mut next_values, &mut next_slopes);
            let next_sse = squares(observed, &next_values);
            if next_sse.is_finite() && next_sse < sse && next_slopes.iter().all(|s| s.is_finite()) {
                let gain = (sse - next_sse) / sse;
                let moved = theta.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                theta = next;
                sse = next_sse;
                std::mem::swap(&mut values, &mut next_values);
                std::mem::swap(&mut slopes, &mut next_slopes);
                damping = (damping / 6.0).max(1e-14);
                // In a valley without an end each step gains next to nothing and goes on for ever.
                still = if gain < 1e-11 { still + 1 } else { 0 };
                if still > STILL_MAX || (gain < 1e-14 && moved < 1e-7) {
                    break 'steps;
                }
                break;
            }
            damping *= 4.0;
            if damping > DAMPING_MAX {
                break 'steps;
            }
        }
    }
    // The sum of squares no longer tells steps apart below the eighth digit of a parameter: the length of the step does.
    let mut last = f64::INFINITY;
    for _ in 0..POLISH_MAX {
        let Some(step) = step(&slopes, observed, &values, &scale, 0.0) else { break };
        let long = step.iter().fold(0.0f64, |m, s| m.max(s.abs()));
        if !(long < 0.1 && long < last * 0.98) {
            break;
        }
        let mut next: Vec<f64> = theta.iter().zip(&step).map(|(t, s)| t + s).collect();
        clamp(&mut next);
        curve.evaluate(&next, &mut next_values, &mut next_slopes);
        let next_sse = squares(observed, &next_values);
        let lower = next_sse <= sse * (1.0 + 1e-9) + f64::MIN_POSITIVE;
        if !lower || next_slopes.iter().any(|s| !s.is_finite()) {
            break;
        }
        theta = next;
        sse = next_sse;
        std::mem::swap(&mut values, &mut next_values);
        std::mem::swap(&mut slopes, &mut next_slopes);
        last = long;
        if long < 1e-14 {
            break;
        }
    }
    let at_bound = theta.iter().zip(&bounds).any(|(t, (low, high))| (t - low).abs() < 1e-9 || (t - high).abs() < 1e-9);
    let inverse = reflection::inverse(slopes, k);
    Some(Solution { theta, sse, values, inverse, at_bound })
}

/// The best solution from many starts: the sums of squares of all are looked at, the best few are followed.
pub(super) fn best_of(curve: &dyn Curve, observed: &[f64], starts: &[Vec<f64>]) -> Option<Solution> {
    let n = curve.n_points();
    let k = starts.first()?.len();
    let (mut values, mut slopes) = (vec![0.0; n], vec![0.0; n * k]);
    let mut order: Vec<(f64, usize)> = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        curve.evaluate(start, &mut values, &mut slopes);
        let sse = squares(observed, &values);
        if sse.is_finite() {
            order.push((sse, at));
        }
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut best: Option<Solution> = None;
    for &(_, at) in order.iter().take(STARTS_FOLLOWED) {
        if let Some(found) = minimise(curve, observed, &starts[at])
            && best.as_ref().is_none_or(|b| found.sse < b.sse)
        {
            best = Some(found);
        }
    }
    best
}

/// A curve with one parameter held.
struct Held<'a> {
    curve: &'a dyn Curve,
    at: usize,
    value: f64,
    k: usize,
}

impl Curve for Held<'_> {
    fn n_points(&self) -> usize {
        self.curve.n_points()
    }

    fn bounds(&self) -> Vec<(f64, f64)> {
        let mut bounds = self.curve.bounds();
        bounds.remove(self.at);
        bounds
    }

    fn evaluate(&self, theta: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        let mut whole = theta.to_vec();
        whole.insert(self.at, self.value);
        let mut all = vec![0.0; values.len() * self.k];
        self.curve.evaluate(&whole, values, &mut all);
        for (row, out) in all.chunks_exact(self.k).zip(slopes.chunks_exact_mut(self.k - 1)) {
            let mut to = 0;
            for (j, slope) in row.iter().enumerate() {
                if j != self.at {
                    out[to] = *slope;
                    to += 1;
                }
            }
        }
    }
}

/// Where the least sum of squares with one parameter held passes `limit`, below and above (Bates and Watts 1988, ch. 6);
/// none on a side where it does not before the bound.
pub(super) fn profile(
    curve: &dyn Curve,
    observed: &[f64],
    best: &Solution,
    at: usize,
    limit: f64,
    first_step: f64,
) -> (Option<f64>, Option<f64>) {
    (side(curve, observed, best, at, limit, -first_step), side(curve, observed, best, at, limit, first_step))
}

fn side(curve: &dyn Curve, observed: &[f64], best: &Solution, at: usize, limit: f64, first_step: f64) -> Option<f64> {
    let k = best.theta.len();
    let bound = {
        let (low, high) = curve.bounds()[at];
        if first_step < 0.0 { low } else { high }
    };
    let mut others = best.theta.clone();
    others.remove(at);
    let held = |value: f64, others: &[f64]| -> Option<Solution> {
        if k == 1 {
            return None;
        }
        minimise(&Held { curve, at, value, k }, observed, others)
    };
    let mut inside = best.theta[at];
    let mut step = first_step;
    let mut outside = None;
    for _ in 0..60 {
        let mut next = inside + step;
        let end = if first_step < 0.0 { next <= bound } else { next >= bound };
        if end {
            next = bound;
        }
        match held(next, &others) {
            Some(found) if found.sse <= limit => {
                inside = next;
                others = found.theta;
                step *= 1.5;
                if end {
                    return None;
                }
            }
            _ => {
                outside = Some(next);
                break;
            }
        }
    }
    let mut outside = outside?;
    for _ in 0..32 {
        let middle = f64::midpoint(inside, outside);
        match held(middle, &others) {
            Some(found) if found.sse <= limit => {
                inside = middle;
                others = found.theta;
            }
            _ => outside = middle,
        }
        if (inside - outside).abs() < 1e-8 * inside.abs().max(1.0) {
            break;
        }
    }
    Some(f64::midpoint(inside, outside))
}

/// The sum of squared differences, with the small ones kept (Neumaier 1974).
fn squares(observed: &[f64], values: &[f64]) -> f64 {
    sum(observed.iter().zip(values).map(|(o, v)| (o - v) * (o - v)))
}

fn norm(slopes: &[f64], j: usize, k: usize) -> f64 {
    slopes.iter().skip(j).step_by(k).map(|s| s * s).sum::<f64>().sqrt()
}

/// The damped step: slopes over damping, residuals over noughts.
fn step(slopes: &[f64], observed: &[f64], values: &[f64], scale: &[f64], damping: f64) -> Option<Vec<f64>> {
    let k = scale.len();
    let mut rows = slopes.to_vec();
    let mut right: Vec<f64> = observed.iter().zip(values).map(|(o, v)| o - v).collect();
    if damping > 0.0 {
        for (j, size) in scale.iter().enumerate() {
            let mut row = vec![0.0; k];
            row[j] = damping.sqrt() * if *size > 0.0 { *size } else { 1.0 };
            rows.extend(row);
            right.push(0.0);
        }
    }
    reflection::solve(rows, right, k)
}
