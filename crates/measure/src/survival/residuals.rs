//! What is left of each row, and whether effects stay the same over time.

use serde::Serialize;

use super::chance::ChiSquare;
use super::cox::CoxOptions;
use super::kaplan_meier::{LimitScale, kaplan_meier};
use super::observed::Observed;
use super::risk_sets::{Sorted, Ties};
use crate::matrix::{Cholesky, Matrix, dot};

/// The test of one covariate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CovariateTest {
    /// The covariate.
    pub name: String,
    /// The test.
    pub test: ChiSquare,
}

/// Whether effects stay the same over time: the score test of `beta + theta g(t)` with `g` one less the Kaplan-Meier curve just before
/// (Grambsch and Therneau, *Biometrika* 81, 1994, with the information summed time by time).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proportionality {
    /// Each covariate alone.
    pub covariates: Vec<CovariateTest>,
    /// All together.
    pub global: ChiSquare,
}

pub(crate) fn proportionality(
    sorted: &Sorted,
    theta: &[f64],
    ties: Ties,
    observed: &Observed,
    names: &[String],
    options: &CoxOptions<'_>,
) -> Option<Proportionality> {
    let p = sorted.x.p();
    // The exact likelihood has no residuals of its own: those of Breslow at its estimates.
    let ties = if ties == Ties::Exact { Ties::Breslow } else { ties };
    let curve = kaplan_meier("", observed, LimitScale::Log, options.confidence);
    let g = |time: f64| {
        let before = curve.points.partition_point(|point| point.time < time);
        before.checked_sub(1).map_or(0.0, |at| 1.0 - curve.points[at].survival)
    };
    let events: f64 = curve.points.iter().map(|point| point.n_event as f64).sum();
    let mean = curve.points.iter().map(|point| point.n_event as f64 * g(point.time)).sum::<f64>() / events;
    let mut slope = vec![0.0; 2 * p];
    let (mut plain, mut once, mut twice) = (Matrix::zeros(p), Matrix::zeros(p), Matrix::zeros(p));
    let (mut left, mut own) = (vec![0.0; p], Matrix::zeros(p));
    sorted.walk(theta, true, |risk| {
        let weight = g(risk.time) - mean;
        left.fill(0.0);
        risk.take_means(ties, &mut left);
        for at in risk.ends.clone().filter(|&at| sorted.event[at]) {
            for (sum, cell) in left.iter_mut().zip(sorted.x.row(at)) {
                *sum += cell;
            }
        }
        for (at, one) in left.iter().enumerate() {
            slope[at] += one;
            slope[p + at] += weight * one;
        }
        own.cells_mut().fill(0.0);
        risk.add_information(ties, 1.0, &mut own);
        for row in 0..p {
            for column in 0..=row {
                let cell = own[(row, column)];
                plain[(row, column)] += cell;
                once[(row, column)] += weight * cell;
                twice[(row, column)] += weight * weight * cell;
            }
        }
    });
    let mut whole = Matrix::zeros(2 * p);
    for row in 0..p {
        for column in 0..p {
            let (low, high) = (row.max(column), row.min(column));
            whole[(row, column)] = plain[(low, high)];
            whole[(row + p, column)] = once[(low, high)];
            whole[(row, column + p)] = once[(low, high)];
            whole[(row + p, column + p)] = twice[(low, high)];
        }
    }
    // At the maximum the first half of the slope is nought; for the exact likelihood it is taken to be, as the others do.
    slope[..p].fill(0.0);
    let test = |added: &[usize]| {
        let kept: Vec<usize> = (0..p).chain(added.iter().map(|at| at + p)).collect();
        let part: Vec<f64> = kept.iter().map(|&at| slope[at]).collect();
        Cholesky::of(&whole.picked(&kept)).ok().map(|root| ChiSquare::of(dot(&part, &root.solve(&part)), added.len()))
    };
    let covariates = (0..p)
        .map(|at| test(&[at]).map(|test| CovariateTest { name: names[at].clone(), test }))
        .collect::<Option<Vec<_>>>()?;
    let global = test(&(0..p).collect::<Vec<_>>())?;
    Some(Proportionality { covariates, global })
}

/// The score residual of each place (Therneau, Grambsch and Fleming, *Biometrika* 77, 1990), place by place, in standardized units.
pub(crate) fn score_residuals(sorted: &Sorted, theta: &[f64], ties: Ties) -> Vec<f64> {
    let p = sorted.x.p();
    let mut residuals = vec![0.0; sorted.time.len() * p];
    // The steps of each stratum, from its last time to its first.
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); sorted.strata.len()];
    let mut hazards: Vec<Vec<f64>> = vec![Vec::new(); sorted.strata.len()];
    let mut means: Vec<Vec<f64>> = vec![Vec::new(); sorted.strata.len()];
    sorted.walk(theta, false, |risk| {
        let step = risk.step(ties);
        times[risk.stratum].push(risk.time);
        hazards[risk.stratum].push(step.hazard);
        means[risk.stratum].extend_from_slice(&step.hazard_mean);
        for at in risk.ends.clone().filter(|&at| sorted.event[at]) {
            let x = sorted.x.row(at);
            for j in 0..p {
                // Its own event, and what it is at risk less than the others of its time.
                let own = x[j] - step.means[j] / risk.d as f64;
                let less = x[j] * (step.hazard - step.own_hazard) - (step.hazard_mean[j] - step.own_hazard_mean[j]);
                residuals[at * p + j] += own + theta[at] * less;
            }
        }
    });
    for (stratum, range) in sorted.strata.iter().enumerate() {
        let (times, hazards, means) = (&mut times[stratum], &mut hazards[stratum], &mut means[stratum]);
        times.reverse();
        hazards.reverse();
        let n = times.len();
        let mut sums = vec![0.0; (n + 1) * p];
        let mut totals = vec![0.0; n + 1];
        for at in 0..n {
            totals[at + 1] = totals[at] + hazards[at];
            for j in 0..p {
                sums[(at + 1) * p + j] = sums[at * p + j] + means[(n - 1 - at) * p + j];
            }
        }
        for at in range.clone() {
            let until = times.partition_point(|&t| t <= sorted.time[at]);
            let from = sorted.entry.as_ref().map_or(0, |e| times.partition_point(|&t| t <= e[at]));
            for j in 0..p {
                let hazard = totals[until] - totals[from];
                let mean = sums[until * p + j] - sums[from * p + j];
                residuals[at * p + j] -= theta[at] * (sorted.x.row(at)[j] * hazard - mean);
            }
        }
    }
    residuals
}
