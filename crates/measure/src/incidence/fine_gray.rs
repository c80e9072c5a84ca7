//! Effects on the incidence of one cause (Fine and Gray, *Journal of the American Statistical Association* 94, 1999).
//!
//! Who had another cause stays in the risk set, with the weight `G(t-) / G(T-)` of not having been censored since. Variance as in that
//! paper, the part of the censoring weights with it. A coefficient is the logarithm of a ratio of subdistribution hazards: it
//! orders incidences and is no ratio of rates.

use serde::Serialize;

use crate::matrix::{Cholesky, Matrix, dot};
use crate::survival::cox::unknown;
use crate::survival::{ChiSquare, Coefficient, Design, few_events};
use crate::{Caution, Unusable};

const STEPS_MAX: usize = 40;

/// The cumulative subdistribution hazard of a case whose covariates are nought.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubdistributionPoint {
    /// The time of an event of the cause.
    pub time: f64,
    /// The cumulative hazard just after; the incidence is `1 - exp(-H exp(x b))`.
    pub cumulative_hazard: f64,
}

/// A fitted model of the incidence of one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FineGray {
    /// The cause.
    pub cause: String,
    /// Cases.
    pub n: usize,
    /// Events of the cause.
    pub n_events: usize,
    /// Events of other causes.
    pub n_other: usize,
    /// One for each covariate.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance.
    pub covariance: Matrix,
    /// The logarithm of the pseudo likelihood.
    pub log_likelihood: f64,
    /// The same without effects.
    pub log_likelihood_null: f64,
    /// Wald's test of all effects together.
    pub wald: ChiSquare,
    /// The cumulative hazard at covariates of nought.
    pub baseline: Vec<SubdistributionPoint>,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

/// Cases from the first time to the last.
struct Sorted {
    x: Design,
    time: Vec<f64>,
    cause: Vec<usize>,
    /// The share not censored just before the time of each case.
    uncensored: Vec<f64>,
}

/// The risk set at one time of events.
struct RiskSet<'a> {
    time: f64,
    d: usize,
    ends: std::ops::Range<usize>,
    uncensored: f64,
    s0: f64,
    s1: &'a [f64],
    s2: &'a Matrix,
}

impl Sorted {
    fn new(design: &Design, time: &[f64], cause: &[usize]) -> Self {
        let mut order: Vec<usize> = (0..time.len()).collect();
        order.sort_by(|&a, &b| time[a].total_cmp(&time[b]));
        let mut uncensored = vec![1.0; order.len()];
        let (mut share, mut at) = (1.0, 0);
        while at < order.len() {
            let now = time[order[at]];
            let from = at;
            let mut censored = 0;
            while at < order.len() && time[order[at]] == now {
                uncensored[at] = share;
                censored += usize::from(cause[order[at]] == 0);
                at += 1;
            }
            let n = order.len() - from;
            share *= (n - censored) as f64 / n as f64;
        }
        Self {
            x: design.picked(&order),
            time: order.iter().map(|&r| time[r]).collect(),
            cause: order.iter().map(|&r| cause[r]).collect(),
            uncensored,
        }
    }

    fn theta(&self, beta: &[f64]) -> Option<Vec<f64>> {
        let eta = (0..self.time.len()).map(|at| dot(self.x.row(at), beta));
        eta.map(|e| (e.abs() < 300.0).then(|| e.exp())).collect()
    }

    /// Walks from the last time of an event to the first.
    fn walk(&self, theta: &[f64], mut visit: impl FnMut(&RiskSet<'_>)) {
        let (n, p) = (self.time.len(), self.x.p());
        // Those with another cause before: all of them at first, taken away one by one.
        let (mut b0, mut b1, mut b2) = (0.0, vec![0.0; p], Matrix::zeros(p));
        for at in (0..n).filter(|&at| self.cause[at] == 2) {
            let weight = theta[at] / self.uncensored[at];
            b0 += weight;
            self.add(at, weight, &mut b1, &mut b2);
        }
        let (mut a0, mut a1, mut a2) = (0.0, vec![0.0; p], Matrix::zeros(p));
        let (mut s1, mut s2) = (vec![0.0; p], Matrix::zeros(p));
        let mut end = n;
        while end > 0 {
            let time = self.time[end - 1];
            let mut start = end;
            let mut d = 0;
            while start > 0 && self.time[start - 1] == time {
                start -= 1;
                a0 += theta[start];
                self.add(start, theta[start], &mut a1, &mut a2);
                d += usize::from(self.cause[start] == 1);
                if self.cause[start] == 2 {
                    let weight = theta[start] / self.uncensored[start];
                    b0 -= weight;
                    self.add(start, -weight, &mut b1, &mut b2);
                }
            }
            if d > 0 {
                let g = self.uncensored[start];
                for row in 0..p {
                    s1[row] = a1[row] + g * b1[row];
                    for column in 0..=row {
                        s2[(row, column)] = a2[(row, column)] + g * b2[(row, column)];
                    }
                }
                visit(&RiskSet { time, d, ends: start..end, uncensored: g, s0: a0 + g * b0, s1: &s1, s2: &s2 });
            }
            end = start;
        }
    }

    fn add(&self, at: usize, weight: f64, first: &mut [f64], second: &mut Matrix) {
        let x = self.x.row(at);
        for (sum, cell) in first.iter_mut().zip(x) {
            *sum += weight * cell;
        }
        second.add_outer_lower(weight, x);
    }

    fn slopes(&self, beta: &[f64]) -> Option<(f64, Vec<f64>, Matrix)> {
        let theta = self.theta(beta)?;
        let p = self.x.p();
        let (mut value, mut slope, mut information) = (0.0, vec![0.0; p], Matrix::zeros(p));
        self.walk(&theta, |risk| {
            let d = risk.d as f64;
            value -= d * risk.s0.ln();
            for at in risk.ends.clone().filter(|&at| self.cause[at] == 1) {
                value += theta[at].ln();
                for (sum, cell) in slope.iter_mut().zip(self.x.row(at)) {
                    *sum += cell;
                }
            }
            for row in 0..p {
                let mean = risk.s1[row] / risk.s0;
                slope[row] -= d * mean;
                for column in 0..=row {
                    information[(row, column)] +=
                        d * (risk.s2[(row, column)] / risk.s0 - mean * risk.s1[column] / risk.s0);
                }
            }
        });
        information.mirror();
        value.is_finite().then_some((value, slope, information))
    }
}

/// Fits the effects on the incidence of one cause. `cause` is nought for none yet, one for the cause, two for all others.
///
/// # Errors
/// No covariate, no event, covariates that do not vary or that others make up, or an effect that grows without end.
pub fn fine_gray(
    name: &str,
    design: &Design,
    time: &[f64],
    cause: &[usize],
    confidence: f64,
) -> Result<FineGray, Unusable> {
    let p = design.p();
    let n_events = cause.iter().filter(|&&c| c == 1).count();
    if p == 0 || design.n_rows() != time.len() || cause.len() != time.len() {
        return Err(Unusable::new(
            "no-covariates",
            format!(
                "There are {p} covariates on {} rows, and {} rows of times. Name at least one covariate.",
                design.n_rows(),
                time.len()
            ),
        ));
    }
    if n_events == 0 {
        return Err(Unusable::new(
            "no-events",
            format!("No row has \"{name}\", so effects on it cannot be estimated."),
        ));
    }
    design.refuse_collinear(None)?;
    let standard = design.standardized();
    let sorted = Sorted::new(&standard.design, time, cause);
    let grows = || {
        Unusable::new(
            "monotone-likelihood",
            format!(
                "An effect on \"{name}\" grows without end: a covariate tells its events from the rest without error. Leave it out, put levels together, or watch for longer."
            ),
        )
    };
    let mut beta = vec![0.0; p];
    let (mut value, mut slope, mut information) = sorted.slopes(&beta).ok_or_else(grows)?;
    let log_likelihood_null = value;
    let mut steps = 0;
    let start = Cholesky::of(&information).map_err(|_| grows())?.inverse();
    let inverse = loop {
        let root = Cholesky::of(&information).map_err(|_| grows())?;
        let step = root.solve(&slope);
        if step.iter().all(|s| s.abs() < 1e-9) {
            let end = root.inverse();
            if (0..p).any(|at| unknown(&start, &end, at)) {
                return Err(grows());
            }
            break end;
        }
        steps += 1;
        if steps > STEPS_MAX || beta.iter().any(|b: &f64| b.abs() > 25.0) {
            return Err(grows());
        }
        let mut length = 1.0;
        loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + length * s).collect();
            match sorted.slopes(&next) {
                Some(then) if then.0 >= value - 1e-11 * value.abs() => {
                    (value, slope, information) = then;
                    beta = next;
                    break;
                }
                _ if length < 1e-8 => return Err(grows()),
                _ => length /= 2.0,
            }
        }
    };
    let theta = sorted.theta(&beta).ok_or_else(grows)?;
    let middle = spread(&sorted, &theta);
    let mut covariance = inverse.times(&middle).times(&inverse);
    let wald = Cholesky::of(&covariance).map_or(0.0, |root| dot(&beta, &root.solve(&beta)));
    for row in 0..p {
        for column in 0..p {
            covariance[(row, column)] /= standard.spreads[row] * standard.spreads[column];
        }
    }
    let coefs: Vec<f64> = beta.iter().zip(&standard.spreads).map(|(b, s)| b / s).collect();
    let coefficients = (0..p)
        .map(|at| Coefficient::of(&design.names()[at], coefs[at], covariance[(at, at)].sqrt(), None, confidence))
        .collect();
    let centre = (-dot(&coefs, &standard.means)).exp();
    let mut baseline = Vec::new();
    sorted.walk(&theta, |risk| {
        baseline.push(SubdistributionPoint { time: risk.time, cumulative_hazard: centre * risk.d as f64 / risk.s0 });
    });
    baseline.reverse();
    let mut sum = 0.0;
    for point in &mut baseline {
        sum += point.cumulative_hazard;
        point.cumulative_hazard = sum;
    }
    let mut cautions = vec![Caution::new(
        "no-ratio-of-rates",
        "A Fine-Gray coefficient orders the incidence of the cause and is no ratio of rates; for what drives the cause look at its own hazard.",
    )];
    if n_events < 10 * p {
        cautions.push(few_events(n_events, p));
    }
    Ok(FineGray {
        cause: name.to_owned(),
        n: time.len(),
        n_events,
        n_other: cause.iter().filter(|&&c| c > 1).count(),
        coefficients,
        covariance,
        log_likelihood: value,
        log_likelihood_null,
        wald: ChiSquare::of(wald, p),
        baseline,
        cautions,
    })
}

/// The sum of squares of what each case adds to the score: its own part (`eta` of the paper), and its part in the weights (`psi`).
fn spread(sorted: &Sorted, theta: &[f64]) -> Matrix {
    let (n, p) = (sorted.time.len(), sorted.x.p());
    // The times of events from the first on: hazard, hazard times mean, and both times the share not censored.
    let (mut times, mut steps) = (Vec::new(), Vec::new());
    sorted.walk(theta, |risk| {
        times.push(risk.time);
        let hazard = risk.d as f64 / risk.s0;
        let means: Vec<f64> = risk.s1.iter().map(|s| s / risk.s0).collect();
        steps.push((hazard, risk.uncensored, means));
    });
    times.reverse();
    steps.reverse();
    let m = times.len();
    let width = p + 1;
    // Sums up to before each place: of the hazard, then of hazard times mean; plain and weighted.
    let (mut plain, mut weighted) = (vec![0.0; (m + 1) * width], vec![0.0; (m + 1) * width]);
    for (at, (hazard, g, means)) in steps.iter().enumerate() {
        for j in 0..width {
            let step = hazard * if j == 0 { 1.0 } else { means[j - 1] };
            plain[(at + 1) * width + j] = plain[at * width + j] + step;
            weighted[(at + 1) * width + j] = weighted[at * width + j] + g * step;
        }
    }
    let after = |time: f64| times.partition_point(|&t| t <= time);
    let rest = |at: usize, j: usize| weighted[m * width + j] - weighted[at * width + j];
    let mut parts = vec![0.0; n * p];
    // For the weights: sums over those with another cause so far, and the hazard of being censored.
    let (mut other, mut others) = (0.0, vec![0.0; p]);
    let mut drift = vec![0.0; p];
    let mut at = 0;
    while at < n {
        let now = sorted.time[at];
        let end = at + sorted.time[at..].partition_point(|&t| t == now);
        let place = after(now);
        let n_at_risk = (n - at) as f64;
        let censored = sorted.cause[at..end].iter().filter(|&&c| c == 0).count() as f64;
        let pull: Vec<f64> =
            (0..p).map(|j| (others[j] * rest(place, 0) - other * rest(place, j + 1)) / n_at_risk).collect();
        for (sum, one) in drift.iter_mut().zip(&pull) {
            *sum += one * censored / n_at_risk;
        }
        for row in at..end {
            let x = sorted.x.row(row);
            for j in 0..p {
                let mut part = -theta[row] * (x[j] * plain[place * width] - plain[place * width + j + 1]);
                match sorted.cause[row] {
                    0 => part += pull[j],
                    1 => part += x[j] - steps[place - 1].2[j],
                    _ => part -= theta[row] / sorted.uncensored[row] * (x[j] * rest(place, 0) - rest(place, j + 1)),
                }
                parts[row * p + j] = part - drift[j];
            }
        }
        for row in (at..end).filter(|&row| sorted.cause[row] == 2) {
            let weight = theta[row] / sorted.uncensored[row];
            other += weight;
            for (sum, cell) in others.iter_mut().zip(sorted.x.row(row)) {
                *sum += weight * cell;
            }
        }
        at = end;
    }
    let mut middle = Matrix::zeros(p);
    for part in parts.chunks(p.max(1)) {
        middle.add_outer_lower(1.0, part);
    }
    middle.mirror();
    middle
}
