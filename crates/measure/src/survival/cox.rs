//! The partial likelihood of proportional hazards (Cox 1972), on rows `(entry, time]` within strata.

use serde::Serialize;

use super::chance::ChiSquare;
use super::coefficient::Coefficient;
use super::concordance::{Concordance, concordance};
use super::design::Design;
use super::observed::Observed;
use super::residuals::{Proportionality, proportionality, score_residuals};
use super::risk_sets::{Sorted, Ties};
use super::{discrete_ties, few_events};
use crate::matrix::{Cholesky, Matrix, dot};
use crate::{CONFIDENCE, Caution, Unusable};

const STEPS_MAX: usize = 40;

/// What a fit is asked for, beside the data.
#[derive(Clone, Copy, Debug)]
pub struct CoxOptions<'a> {
    /// Rows are compared only within a stratum; one number for each row.
    pub strata: Option<&'a [u32]>,
    /// Rows that belong together, for the robust standard errors of Lin and Wei (1989); one number for each row.
    pub cluster: Option<&'a [u32]>,
    /// How ties share their risk set.
    pub ties: Ties,
    /// How often the limits cover.
    pub confidence: f64,
    /// What is added to the sum of effects of each row, its coefficient being one.
    pub offset: Option<&'a [f64]>,
}

impl Default for CoxOptions<'_> {
    fn default() -> Self {
        Self { strata: None, cluster: None, ties: Ties::Efron, confidence: CONFIDENCE, offset: None }
    }
}

/// The cumulative hazard of a case with mean covariates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BaselinePoint {
    /// The stratum.
    pub stratum: u32,
    /// The time of an event.
    pub time: f64,
    /// The cumulative hazard just after, for a case whose covariates are the means.
    pub cumulative_hazard: f64,
    /// `exp(-H)`.
    pub survival: f64,
}

/// A fitted proportional hazards model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cox {
    /// How ties shared their risk set.
    pub ties: Ties,
    /// Rows.
    pub n: usize,
    /// Events.
    pub n_events: usize,
    /// One for each covariate.
    pub coefficients: Vec<Coefficient>,
    /// The covariance of the coefficients from the information matrix.
    pub covariance: Matrix,
    /// The covariance that allows for rows that belong together.
    pub robust_covariance: Option<Matrix>,
    /// The logarithm of the partial likelihood without effects.
    pub log_likelihood_null: f64,
    /// The same at the estimates.
    pub log_likelihood: f64,
    /// The likelihood ratio test of all effects together.
    pub likelihood_ratio: ChiSquare,
    /// Wald's test of the same.
    pub wald: ChiSquare,
    /// The score test of the same; with a category as the one covariate it is the log-rank test, but for ties.
    pub score: ChiSquare,
    /// Wald's test with the robust covariance.
    pub robust_wald: Option<ChiSquare>,
    /// How often who has the event first has the larger sum of effects.
    pub concordance: Option<Concordance>,
    /// Whether effects stay the same over time.
    pub proportionality: Option<Proportionality>,
    /// The cumulative hazard at mean covariates.
    pub baseline: Vec<BaselinePoint>,
    /// The means at which it is.
    pub means: Vec<f64>,
    /// Steps of Newton taken.
    pub steps: usize,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

/// Fits a proportional hazards model.
///
/// # Errors
/// No covariates or no event; columns that do not vary (`constant-column`) or that others make up (`collinear`); an effect that grows
/// without end (`monotone-likelihood`); more ties than the exact likelihood can take (`too-many-ties`).
pub fn cox(observed: &Observed, design: &Design, options: CoxOptions<'_>) -> Result<Cox, Unusable> {
    fit(observed, design, options, true)
}

/// As [`cox`]; without what is only looked at by people when it is one fit of many.
pub(crate) fn fit(
    observed: &Observed,
    design: &Design,
    options: CoxOptions<'_>,
    looked_at: bool,
) -> Result<Cox, Unusable> {
    let p = design.p();
    let n_events = observed.n_events();
    if p == 0 || design.n_rows() != observed.n() {
        return Err(Unusable::new(
            "no-covariates",
            format!(
                "There are {p} covariates on {} rows, and {} rows of times. Name at least one covariate.",
                design.n_rows(),
                observed.n()
            ),
        ));
    }
    if n_events == 0 {
        return Err(Unusable::new(
            "no-events",
            "No row has the event, so effects cannot be estimated. Watch for longer.",
        ));
    }
    design.refuse_collinear(options.strata)?;
    let standard = design.standardized();
    let sorted = Sorted::new(observed, &standard.design, options.strata);
    if options.ties == Ties::Exact {
        discrete_ties::refuse_too_many(&sorted)?;
    }
    let null = Slopes::at(&sorted, &vec![0.0; p], &options).ok_or_else(|| out_of_range(design))?;
    let null_root = Cholesky::of(&null.information).map_err(|e| no_information(design, e.column))?;
    let score = dot(&null.slope, &null_root.solve(&null.slope));
    let fitted = newton(&sorted, &null, &options, design)?;
    let beta = &fitted.beta;
    let variance = fitted.root.inverse();
    let spreads = &standard.spreads;
    let unscaled = |matrix: &Matrix| {
        let mut other = matrix.clone();
        for row in 0..p {
            for column in 0..p {
                other[(row, column)] /= spreads[row] * spreads[column];
            }
        }
        other
    };
    let robust = match options.cluster {
        Some(cluster) if options.ties != Ties::Exact => Some(sandwich(&sorted, beta, &options, &variance, cluster)?),
        _ => None,
    };
    let covariance = unscaled(&variance);
    let robust_covariance = robust.as_ref().map(unscaled);
    let coefs: Vec<f64> = beta.iter().zip(spreads).map(|(b, s)| b / s).collect();
    let coefficients = (0..p)
        .map(|at| {
            let robust_error = robust_covariance.as_ref().map(|r| r[(at, at)].sqrt());
            Coefficient::of(
                &design.names()[at],
                coefs[at],
                covariance[(at, at)].sqrt(),
                robust_error,
                options.confidence,
            )
        })
        .collect();
    let mut cautions = Vec::new();
    if n_events < 10 * p {
        cautions.push(few_events(n_events, p));
    }
    if options.cluster.is_some() && options.ties == Ties::Exact {
        cautions.push(Caution::new("robust-not-with-exact", "Standard errors that allow for rows of one unit are not reckoned with the exact likelihood; those shown take rows as independent."));
    }
    if let (Some(cluster), Some(_)) = (options.cluster, &robust_covariance) {
        let clusters = cluster.iter().max().map_or(0, |&most| most as usize + 1);
        if clusters < 20 {
            cautions.push(Caution::new("few-clusters", format!("There are {clusters} units, and robust standard errors are too small with fewer than some twenty.")).with("clusters", clusters as f64));
        }
    }
    let (eta, theta) = sorted.theta(beta, options.offset).ok_or_else(|| out_of_range(design))?;
    if options.ties == Ties::Breslow {
        let tied = tied_share(&sorted);
        if tied > 0.25 {
            cautions.push(Caution::new("breslow-ties", format!("{:.0} percent of the events share their time with others, and Breslow's way with ties draws effects to nought. Efron's does so much less.", 100.0 * tied)).with("share", tied));
        }
    }
    let mut risk = vec![0.0; observed.n()];
    for (at, &row) in sorted.rows.iter().enumerate() {
        risk[row] = eta[at];
    }
    let concordance = if looked_at { concordance(observed, options.strata, &risk) } else { None };
    let proportionality = if looked_at {
        proportionality(&sorted, &theta, options.ties, observed, design.names(), &options)
    } else {
        None
    };
    if let Some(test) = &proportionality
        && test.global.p < 0.05
    {
        cautions.push(Caution::new("not-proportional", format!("The effects change over time (p = {:.4}), so one ratio for all times is their mean. Split the time, or make strata of the covariate.", test.global.p)).with("p", test.global.p));
    }
    Ok(Cox {
        ties: options.ties,
        n: observed.n(),
        n_events,
        coefficients,
        log_likelihood_null: null.value,
        log_likelihood: fitted.value,
        likelihood_ratio: ChiSquare::of(2.0 * (fitted.value - null.value), p),
        wald: ChiSquare::of(fitted.information.quadratic(beta), p),
        score: ChiSquare::of(score, p),
        robust_wald: robust
            .as_ref()
            .and_then(|r| Cholesky::of(r).ok())
            .map(|root| ChiSquare::of(dot(beta, &root.solve(beta)), p)),
        concordance,
        proportionality,
        baseline: baseline(&sorted, &theta, options.ties, options.strata),
        means: standard.means,
        steps: fitted.steps,
        covariance,
        robust_covariance,
        cautions,
    })
}

/// The likelihood, its slope and its information at some coefficients.
pub(crate) struct Slopes {
    pub value: f64,
    pub slope: Vec<f64>,
    pub information: Matrix,
}

impl Slopes {
    fn at(sorted: &Sorted, beta: &[f64], options: &CoxOptions<'_>) -> Option<Self> {
        let (eta, theta) = sorted.theta(beta, options.offset)?;
        let p = sorted.x.p();
        let mut slopes = Self { value: 0.0, slope: vec![0.0; p], information: Matrix::zeros(p) };
        let mut lost = 0.0;
        sorted.walk(&theta, true, |risk| {
            let mut term = 0.0;
            for at in risk.ends.clone().filter(|&at| sorted.event[at]) {
                term += eta[at];
                for (sum, cell) in slopes.slope.iter_mut().zip(sorted.x.row(at)) {
                    *sum += cell;
                }
            }
            if options.ties == Ties::Exact && risk.d > 1 {
                term -= discrete_ties::add(sorted, &theta, risk, &mut slopes.slope, &mut slopes.information);
            } else {
                term -= risk.take_means(options.ties, &mut slopes.slope);
                risk.add_information(options.ties, 1.0, &mut slopes.information);
            }
            // Kahan's sum: a hundred thousand logarithms of the same sign.
            let term = term - lost;
            let next = slopes.value + term;
            lost = (next - slopes.value) - term;
            slopes.value = next;
        });
        slopes.information.mirror();
        slopes.value.is_finite().then_some(slopes)
    }
}

struct Fitted {
    beta: Vec<f64>,
    value: f64,
    root: Cholesky,
    information: Matrix,
    steps: usize,
}

fn newton(sorted: &Sorted, null: &Slopes, options: &CoxOptions<'_>, design: &Design) -> Result<Fitted, Unusable> {
    let p = sorted.x.p();
    let mut beta = vec![0.0; p];
    let mut now = Slopes { value: null.value, slope: null.slope.clone(), information: null.information.clone() };
    let mut step = vec![0.0; p];
    for steps in 1..=STEPS_MAX {
        let Ok(root) = Cholesky::of(&now.information) else { return Err(monotone(design, &step, &beta)) };
        step = root.solve(&now.slope);
        let moved = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        if moved < 1e-9 {
            let (start, end) = (Cholesky::of(&null.information).map(|r| r.inverse()), root.inverse());
            let lost: Vec<f64> = match start {
                Ok(start) => (0..p).map(|at| if unknown(&start, &end, at) { 1.0 } else { 0.0 }).collect(),
                Err(e) => return Err(no_information(design, e.column)),
            };
            if lost.contains(&1.0) {
                // Named are those about whom nothing is known any more.
                return Err(monotone(design, &lost, &vec![0.0; p]));
            }
            return Ok(Fitted { beta, value: now.value, root, information: now.information, steps });
        }
        let mut length = 1.0;
        loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + length * s).collect();
            match Slopes::at(sorted, &next, options) {
                Some(then) if then.value >= now.value - 1e-11 * now.value.abs() => {
                    (beta, now) = (next, then);
                    break;
                }
                _ if length < 1e-8 => return Err(monotone(design, &step, &beta)),
                _ => length /= 2.0,
            }
        }
        // A spread of one covariate that multiplies the hazard by e^25 is no estimate.
        if beta.iter().any(|b| b.abs() > 25.0) {
            return Err(monotone(design, &step, &beta));
        }
    }
    Err(monotone(design, &step, &beta))
}

/// Whether an estimate has gone to where the likelihood is level: its standard error is a thousand times what it was without effects.
/// The steps come to rest there too, when what is left of the slope is lost in rounding.
pub(crate) fn unknown(start: &Matrix, end: &Matrix, at: usize) -> bool {
    end[(at, at)] > 1e6 * start[(at, at)]
}

fn monotone(design: &Design, step: &[f64], beta: &[f64]) -> Unusable {
    let most = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
    let names: Vec<String> = design
        .names()
        .iter()
        .zip(step.iter().zip(beta))
        .filter(|(_, (s, b))| s.abs() >= most / 2.0 || b.abs() > 20.0)
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    Unusable::new(
        "monotone-likelihood",
        format!(
            "The effect of {} grows without end: at each event all who have it are among those with the largest (or all among the smallest) value. Leave the column out, put levels together, or watch for longer.",
            names.join(" and ")
        ),
    )
}

fn no_information(design: &Design, column: usize) -> Unusable {
    Unusable::new(
        "collinear",
        format!(
            "At the times of events \"{}\" does not vary, or other covariates make it up, so it has no effect that could be seen. Leave it out.",
            design.names()[column]
        ),
    )
}

fn out_of_range(design: &Design) -> Unusable {
    Unusable::new(
        "out-of-range",
        format!(
            "The sums of effects of {} leave the range of numbers. Look for a value that is mistyped.",
            design.names().join(", ")
        ),
    )
}

fn tied_share(sorted: &Sorted) -> f64 {
    let (mut tied, mut all) = (0, 0);
    let ones = vec![1.0; sorted.time.len()];
    sorted.walk(&ones, false, |risk| {
        all += risk.d;
        tied += if risk.d > 1 { risk.d } else { 0 };
    });
    f64::from(u32::try_from(tied).unwrap_or(u32::MAX)) / f64::from(u32::try_from(all.max(1)).unwrap_or(u32::MAX))
}

fn sandwich(
    sorted: &Sorted,
    beta: &[f64],
    options: &CoxOptions<'_>,
    variance: &Matrix,
    cluster: &[u32],
) -> Result<Matrix, Unusable> {
    let p = sorted.x.p();
    let Some((_, theta)) = sorted.theta(beta, options.offset) else {
        return Err(Unusable::new(
            "out-of-range",
            "The sums of effects leave the range of numbers. Look for a value that is mistyped.",
        ));
    };
    let residuals = score_residuals(sorted, &theta, options.ties);
    let n_clusters = cluster.iter().max().map_or(0, |&most| most as usize + 1);
    let mut sums = vec![0.0; n_clusters * p];
    for (at, &row) in sorted.rows.iter().enumerate() {
        let to = cluster[row] as usize * p;
        for (sum, one) in sums[to..to + p].iter_mut().zip(&residuals[at * p..(at + 1) * p]) {
            *sum += one;
        }
    }
    let mut middle = Matrix::zeros(p);
    for sum in sums.chunks(p) {
        middle.add_outer_lower(1.0, sum);
    }
    middle.mirror();
    Ok(variance.times(&middle).times(variance))
}

fn baseline(sorted: &Sorted, theta: &[f64], ties: Ties, strata: Option<&[u32]>) -> Vec<BaselinePoint> {
    let mut points: Vec<BaselinePoint> = Vec::new();
    sorted.walk(theta, false, |risk| {
        let stratum = strata.map_or(0, |s| s[sorted.rows[risk.ends.start]]);
        points.push(BaselinePoint {
            stratum,
            time: risk.time,
            cumulative_hazard: risk.step(ties).hazard,
            survival: 1.0,
        });
    });
    // The walk goes back in time, stratum by stratum.
    points.sort_by(|a, b| a.stratum.cmp(&b.stratum).then(a.time.total_cmp(&b.time)));
    let mut before: Option<(u32, f64)> = None;
    for point in &mut points {
        let sum = before.filter(|(stratum, _)| *stratum == point.stratum).map_or(0.0, |(_, sum)| sum);
        point.cumulative_hazard += sum;
        point.survival = (-point.cumulative_hazard).exp();
        before = Some((point.stratum, point.cumulative_hazard));
    }
    points
}
