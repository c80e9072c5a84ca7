//! Models of the time itself: `ln t = x b + s e` with `e` of a known shape, so that covariates make time run faster or slower
//! (Kalbfleisch and Prentice 2002, chapter 3). The likelihood is that of the times, not of their logarithms.

use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;

use super::coefficient::Coefficient;
use super::design::Design;
use super::observed::Observed;
use crate::matrix::{Cholesky, Matrix, dot};
use crate::{Caution, Unusable};

const STEPS_MAX: usize = 100;

/// The shape of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Weibull: the logarithm has the smallest extreme value distribution.
    Weibull,
    /// Weibull of scale one: a constant hazard.
    Exponential,
    /// The logarithm is normal.
    Lognormal,
    /// The logarithm is logistic.
    Loglogistic,
}

impl Distribution {
    /// `ln f`, its first and second slope, at a standardized logarithm of time.
    fn density(self, z: f64) -> (f64, f64, f64) {
        match self {
            Self::Weibull | Self::Exponential => (z - z.exp(), 1.0 - z.exp(), -z.exp()),
            Self::Lognormal => (-0.5 * z * z - LN_ROOT_TWO_PI, -z, -1.0),
            Self::Loglogistic => {
                let share = 1.0 / (1.0 + (-z).exp());
                (z - 2.0 * ln_one_plus_exp(z), 1.0 - 2.0 * share, -2.0 * share * (1.0 - share))
            }
        }
    }

    /// `ln S`, its first and second slope.
    fn survival(self, z: f64) -> (f64, f64, f64) {
        match self {
            Self::Weibull | Self::Exponential => (-z.exp(), -z.exp(), -z.exp()),
            Self::Lognormal => {
                let (ln_tail, mills) = normal_tail(z);
                (ln_tail, -mills, mills * (z - mills))
            }
            Self::Loglogistic => {
                let share = 1.0 / (1.0 + (-z).exp());
                (-ln_one_plus_exp(z), -share, -share * (1.0 - share))
            }
        }
    }

    /// The standardized logarithm below which a share of the times lies.
    fn quantile(self, share: f64) -> f64 {
        match self {
            Self::Weibull | Self::Exponential => (-(-share).ln_1p()).ln(),
            Self::Lognormal => super::chance::normal_quantile(share),
            Self::Loglogistic => (share / (1.0 - share)).ln(),
        }
    }
}

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

fn ln_one_plus_exp(z: f64) -> f64 {
    if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() }
}

/// The logarithm of the normal tail above `z`, and density by tail.
fn normal_tail(z: f64) -> (f64, f64) {
    if z < 30.0 {
        let tail = 0.5 * erfc(z / std::f64::consts::SQRT_2);
        (tail.ln(), (-0.5 * z * z - LN_ROOT_TWO_PI).exp() / tail)
    } else {
        // Abramowitz and Stegun 26.2.12.
        let square = 1.0 / (z * z);
        let series = 1.0 - square * (1.0 - square * (3.0 - square * 15.0));
        (-0.5 * z * z - LN_ROOT_TWO_PI - z.ln() + series.ln(), z / series)
    }
}

/// A fitted model of times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accelerated {
    /// The shape.
    pub distribution: Distribution,
    /// The intercept first, then one for each covariate; `exp_coef` is by how much times are longer.
    pub coefficients: Vec<Coefficient>,
    /// The scale `s` of the logarithm of time; for Weibull one by the shape.
    pub scale: f64,
    /// The standard error of `ln s`; none for the exponential distribution, where it is not estimated.
    pub ln_scale_std_err: Option<f64>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion: smaller is better.
    pub aic: f64,
    /// Rows.
    pub n: usize,
    /// Events.
    pub n_events: usize,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

impl Accelerated {
    /// By when a share of cases with these covariates has had the event.
    pub fn quantile(&self, covariates: &[f64], share: f64) -> f64 {
        let at = self.coefficients[0].coef
            + self.coefficients[1..].iter().zip(covariates).map(|(c, x)| c.coef * x).sum::<f64>();
        (at + self.scale * self.distribution.quantile(share)).exp()
    }
}

/// Fits a model of times by Newton's method on the coefficients and `ln s`.
///
/// # Errors
/// No event, times of nought, rows that start late, covariates that others make up, or a likelihood without a maximum.
pub fn accelerated(
    observed: &Observed,
    design: &Design,
    distribution: Distribution,
    confidence: f64,
) -> Result<Accelerated, Unusable> {
    if observed.entry().is_some() {
        return Err(Unusable::new(
            "starts-late",
            "Models of times take rows that are watched from their nought. Leave out the column of starts, or use the Cox model.",
        ));
    }
    if let Some(row) = observed.time().iter().position(|&t| t <= 0.0) {
        return Err(Unusable::new(
            "time-of-nought",
            format!(
                "Row {}: the time is nought, and its logarithm is taken. Count such times as half a unit, or leave the row out.",
                row + 1
            ),
        ));
    }
    let n_events = observed.n_events();
    if n_events == 0 {
        return Err(Unusable::new("no-events", "No row has the event, so times cannot be modelled. Watch for longer."));
    }
    design.refuse_collinear(None)?;
    let standard = design.standardized();
    let x = standard.design.with_intercept();
    let p = x.p();
    let ln: Vec<f64> = observed.time().iter().map(|t| t.ln()).collect();
    let fitted_scale = distribution != Distribution::Exponential;
    let mean = ln.iter().sum::<f64>() / ln.len() as f64;
    let spread = (ln.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / ln.len() as f64).sqrt();
    let mut theta = vec![0.0; p + usize::from(fitted_scale)];
    theta[0] = mean;
    if fitted_scale {
        theta[p] = spread.max(1e-3).ln();
    }
    let mut now = Slopes::at(&x, &ln, observed.event(), distribution, &theta);
    let mut settled = false;
    let mut damping = 0.0;
    for _ in 0..STEPS_MAX {
        let mut damped = now.information.clone();
        for at in 0..theta.len() {
            damped[(at, at)] += damping * (damped[(at, at)].abs() + 1.0);
        }
        let Ok(root) = Cholesky::of(&damped) else {
            damping = f64::max(damping * 4.0, 1e-3);
            continue;
        };
        let step = root.solve(&now.slope);
        let next: Vec<f64> = theta.iter().zip(&step).map(|(t, s)| t + s).collect();
        let then = Slopes::at(&x, &ln, observed.event(), distribution, &next);
        if !then.value.is_finite() || then.value < now.value - 1e-9 * now.value.abs() {
            damping = f64::max(damping * 4.0, 1e-3);
            continue;
        }
        let moved = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        (theta, now) = (next, then);
        if moved < 1e-10 {
            settled = true;
            break;
        }
        damping = if damping < 1e-6 { 0.0 } else { damping / 10.0 };
    }
    let root = Cholesky::of(&now.information).ok().filter(|_| settled && theta.iter().all(|t| t.abs() < 40.0)).ok_or_else(|| {
        Unusable::new("no-maximum", "The likelihood of the times grows without end, as when all events have the same time or one covariate tells them all. Leave covariates out, or take another distribution.")
    })?;
    let covariance = root.inverse();
    // Back to the units of the columns: the intercept takes what centring took away.
    let q = theta.len();
    let mut map = Matrix::identity(q);
    for at in 0..design.p() {
        map[(at + 1, at + 1)] = 1.0 / standard.spreads[at];
        map[(0, at + 1)] = -standard.means[at] / standard.spreads[at];
    }
    let coefs = map.times_column(&theta);
    let covariance = map.times(&covariance).times(&map.transposed());
    let coefficients = x
        .names()
        .iter()
        .enumerate()
        .map(|(at, name)| Coefficient::of(name, coefs[at], covariance[(at, at)].sqrt(), None, confidence))
        .collect();
    let jacobian: f64 = ln.iter().zip(observed.event()).filter(|(_, e)| **e).map(|(l, _)| l).sum();
    let log_likelihood = now.value - jacobian;
    let mut cautions = Vec::new();
    if n_events < 10 * design.p() {
        cautions.push(super::few_events(n_events, design.p()));
    }
    Ok(Accelerated {
        distribution,
        coefficients,
        scale: if fitted_scale { theta[p].exp() } else { 1.0 },
        ln_scale_std_err: fitted_scale.then(|| covariance[(p, p)].sqrt()),
        log_likelihood,
        aic: 2.0 * q as f64 - 2.0 * log_likelihood,
        n: observed.n(),
        n_events,
        cautions,
    })
}

struct Slopes {
    value: f64,
    slope: Vec<f64>,
    information: Matrix,
}

impl Slopes {
    /// The likelihood, its slope and its observed information in the coefficients and `ln s`.
    fn at(x: &Design, ln: &[f64], event: &[bool], distribution: Distribution, theta: &[f64]) -> Self {
        let (p, q) = (x.p(), theta.len());
        let ln_scale = if q > p { theta[p] } else { 0.0 };
        let scale = ln_scale.exp();
        let (mut value, mut slope, mut information) = (0.0, vec![0.0; q], Matrix::zeros(q));
        let mut outer = vec![0.0; q];
        for (row, (&l, &had)) in ln.iter().zip(event).enumerate() {
            let z = (l - dot(x.row(row), &theta[..p])) / scale;
            let (f, first, second) = if had { distribution.density(z) } else { distribution.survival(z) };
            value += if had { f - ln_scale } else { f };
            for (at, cell) in x.row(row).iter().enumerate() {
                // d z / d b = -x / s.
                outer[at] = -cell / scale;
                slope[at] += first * outer[at];
            }
            if q > p {
                outer[p] = -z;
                slope[p] += -z * first - f64::from(u8::from(had));
                for (at, cell) in x.row(row).iter().enumerate() {
                    information[(p, at)] -= first * cell / scale;
                }
                information[(p, p)] -= first * z;
            }
            information.add_outer_lower(-second, &outer);
        }
        information.mirror();
        Self { value, slope, information }
    }
}
