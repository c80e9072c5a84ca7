//! Hazards in discrete time: the chance of the event in a period, given none before, on person-period rows.
//!
//! With the complementary log-log link the coefficients are those of a proportional hazards model of which only the period of the
//! event is known (Prentice and Gloeckler, *Biometrics* 34, 1978). With the logit link they are logarithms of odds ratios and not of
//! hazard ratios. Fitted by Fisher scoring (McCullagh and Nelder 1989, 2.5), so the standard errors are those of the expected information.

use serde::Serialize;

use super::coefficient::Coefficient;
use super::design::Design;
use crate::matrix::{Cholesky, Matrix, dot};
use crate::{CONFIDENCE, Caution, Unusable};

/// More steps are not tried: what has not settled by then runs off.
const STEPS_MAX: usize = 60;
/// A coefficient that is further out, in spreads of its covariate, runs off.
const RUNAWAY: f64 = 12.0;

/// How a hazard follows from the sum of effects `eta`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// `h = 1 - exp(-exp(eta))`.
    #[default]
    Cloglog,
    /// `h = 1 / (1 + exp(-eta))`.
    Logit,
}

impl Link {
    /// The hazard at a sum of effects.
    pub fn hazard(self, eta: f64) -> f64 {
        match self {
            Self::Cloglog => -(-eta.min(50.0).exp()).exp_m1(),
            Self::Logit => 1.0 / (1.0 + (-eta).exp()),
        }
    }

    /// The hazard and its slope at `eta`, both kept off the ends so that no logarithm of nought is taken.
    fn hazard_and_slope(self, eta: f64) -> (f64, f64) {
        const EDGE: f64 = 1e-15;
        let eta = match self {
            Self::Cloglog => eta.clamp(-34.0, 3.55),
            Self::Logit => eta.clamp(-34.0, 34.0),
        };
        let hazard = self.hazard(eta);
        let slope = match self {
            Self::Cloglog => (eta - eta.exp()).exp(),
            Self::Logit => hazard * (1.0 - hazard),
        };
        (hazard.clamp(EDGE, 1.0 - EDGE), slope.max(EDGE))
    }
}

/// How many rows are alike, and how many of them have the event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Count {
    pub rows: f64,
    pub events: f64,
}

/// A fitted hazard in discrete time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DiscreteHazard {
    /// The link.
    pub link: Link,
    /// One for each column of the design.
    pub coefficients: Vec<Coefficient>,
    /// The covariance of the coefficients, in their order.
    pub covariance: Matrix,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Twice the distance to a model that fits each row.
    pub deviance: f64,
    /// Person-period rows.
    pub n_rows: usize,
    /// Rows with the event.
    pub n_events: usize,
    /// Steps taken.
    pub steps: usize,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

impl DiscreteHazard {
    /// The hazard of a row of covariates, in the order of the design's columns.
    pub fn hazard(&self, row: &[f64]) -> f64 {
        let eta = self.coefficients.iter().zip(row).map(|(one, x)| one.coef * x).sum();
        self.link.hazard(eta)
    }
}

/// Fits the hazard. One row of the design for each case and period in which it could have the event; the design brings its own column
/// of ones ([`Design::with_intercept`]) or a column for each period. `happened` says in which rows the event came.
///
/// # Errors
/// No rows, no event or no row without, columns that others make up, or effects that run off because a column tells events from the
/// rest without error (`separation`).
pub fn discrete_hazard(design: &Design, happened: &[bool], link: Link) -> Result<DiscreteHazard, Unusable> {
    discrete_hazard_at(design, happened, link, CONFIDENCE)
}

/// As [`discrete_hazard`], with limits of another confidence.
///
/// # Errors
/// See there.
pub fn discrete_hazard_at(
    design: &Design,
    happened: &[bool],
    link: Link,
    confidence: f64,
) -> Result<DiscreteHazard, Unusable> {
    let counts: Vec<Count> =
        happened.iter().map(|&event| Count { rows: 1.0, events: f64::from(u8::from(event)) }).collect();
    hazard_of_counts(design, &counts, link, confidence)
}

/// As [`discrete_hazard_at`], with one row of the design for all rows that are alike.
pub(crate) fn hazard_of_counts(
    design: &Design,
    counts: &[Count],
    link: Link,
    confidence: f64,
) -> Result<DiscreteHazard, Unusable> {
    let p = design.p();
    // Whole numbers below 2^53, so nothing is lost.
    let n = counts.iter().map(|one| one.rows).sum::<f64>() as usize;
    let n_events = counts.iter().map(|one| one.events).sum::<f64>() as usize;
    if n == 0 || p == 0 || counts.len() != design.n_rows() {
        return Err(Unusable::new(
            "no-rows",
            format!(
                "There are {} rows of {p} covariates and {} outcomes. Bring as many of both.",
                design.n_rows(),
                counts.len()
            ),
        ));
    }
    if n_events == 0 || n_events == n {
        return Err(Unusable::new(
            if n_events == 0 { "no-events" } else { "only-events" },
            format!("Of {n} rows {n_events} have the event. A hazard needs rows with it and rows without it."),
        ));
    }
    let standard = design.standardized();
    let x = &standard.design;
    let mut squares = Matrix::zeros(p);
    for row in 0..design.n_rows() {
        squares.add_outer_lower(1.0, x.row(row));
    }
    squares.mirror();
    if let Some(at) = (0..p).find(|&at| squares[(at, at)] <= 0.0) {
        return Err(Unusable::new(
            "constant-column",
            format!("The covariate \"{}\" is nought in all rows. Leave it out.", design.names()[at]),
        ));
    }
    super::design::dependent(&squares, design.names())?;

    let fit = score(x, counts, n_events as f64 / n as f64, link, design)?;
    let covariance = unscale(&fit.covariance, &standard.means, &standard.spreads, design);
    let coefs = unscale_coefs(&fit.beta, &standard.means, &standard.spreads, design);
    let coefficients = design
        .names()
        .iter()
        .zip(&coefs)
        .enumerate()
        .map(|(at, (name, &coef))| Coefficient::of(name, coef, covariance[(at, at)].sqrt(), None, confidence))
        .collect();
    let mut cautions = Vec::new();
    let rarer = n_events.min(n - n_events);
    if rarer < 10 * p {
        cautions.push(super::few_events(rarer, p));
    }
    Ok(DiscreteHazard {
        link,
        coefficients,
        covariance,
        log_likelihood: fit.log_likelihood,
        deviance: -2.0 * fit.log_likelihood,
        n_rows: n,
        n_events,
        steps: fit.steps,
        cautions,
    })
}

struct Scored {
    beta: Vec<f64>,
    covariance: Matrix,
    log_likelihood: f64,
    steps: usize,
}

/// What one walk over all rows gives at some coefficients.
struct Pass {
    log_likelihood: f64,
    slope: Vec<f64>,
    information: Matrix,
}

impl Pass {
    fn at(x: &Design, counts: &[Count], link: Link, beta: &[f64]) -> Self {
        let p = x.p();
        let mut sums = Self { log_likelihood: 0.0, slope: vec![0.0; p], information: Matrix::zeros(p) };
        let mut lost = 0.0_f64;
        for (row, &Count { rows, events }) in counts.iter().enumerate() {
            let x = x.row(row);
            let (hazard, change) = link.hazard_and_slope(dot(x, beta));
            // Kahan's sum: millions of rows are added up, and steps are judged by the tenth digit.
            let term = events * hazard.ln() + (rows - events) * (-hazard).ln_1p() - lost;
            let next = sums.log_likelihood + term;
            lost = (next - sums.log_likelihood) - term;
            sums.log_likelihood = next;
            let spread = hazard * (1.0 - hazard);
            let residual = (events - rows * hazard) * change / spread;
            for (sum, cell) in sums.slope.iter_mut().zip(x) {
                *sum += residual * cell;
            }
            sums.information.add_outer_lower(rows * change * change / spread, x);
        }
        sums.information.mirror();
        sums
    }
}

/// Fisher scoring, with steps halved while they make the likelihood smaller. `share` is that of the rows with the event.
fn score(x: &Design, counts: &[Count], share: f64, link: Link, design: &Design) -> Result<Scored, Unusable> {
    let p = x.p();
    // All hazards alike, where there is a column of ones to say so; the rest from nought.
    let mut beta = vec![0.0; p];
    if let Some(at) = (0..p).find(|&at| (0..x.n_rows()).all(|row| x.row(row)[at] == 1.0)) {
        beta[at] = match link {
            Link::Cloglog => (-(-share).ln_1p()).ln(),
            Link::Logit => (share / (1.0 - share)).ln(),
        };
    }
    let mut now = Pass::at(x, counts, link, &beta);
    let mut root = Cholesky::of(&now.information).map_err(|_| separation(design, &beta))?;
    let start = root.inverse();
    for steps in 1..=STEPS_MAX {
        let step = root.solve(&now.slope);
        let mut length = 1.0;
        let (next, then) = loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + length * s).collect();
            let then = Pass::at(x, counts, link, &next);
            if then.log_likelihood >= now.log_likelihood - 1e-10 * now.log_likelihood.abs() || length < 1e-6 {
                break (next, then);
            }
            length /= 2.0;
        };
        let moved = step.iter().fold(0.0_f64, |most, s| most.max((s * length).abs()));
        (beta, now) = (next, then);
        root = Cholesky::of(&now.information).map_err(|_| separation(design, &beta))?;
        if moved < 1e-10 {
            let covariance = root.inverse();
            if (0..p).any(|at| super::cox::unknown(&start, &covariance, at)) {
                return Err(separation(design, &beta));
            }
            return Ok(Scored { covariance, beta, log_likelihood: now.log_likelihood, steps });
        }
        if beta.iter().any(|b| b.abs() > RUNAWAY * 2.0) {
            break;
        }
    }
    Err(separation(design, &beta))
}

fn separation(design: &Design, beta: &[f64]) -> Unusable {
    let most = beta.iter().fold(0.0_f64, |most, b| most.max(b.abs()));
    let names: Vec<String> = design
        .names()
        .iter()
        .zip(beta)
        .filter(|(_, b)| b.abs() >= most / 2.0)
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    Unusable::new(
        "separation",
        format!(
            "The effect of {} grows without end: in these rows it tells events from the rest without error. Leave the column out, put levels together, or bring more cases.",
            names.join(" and ")
        ),
    )
}

/// Where the column of ones is, which carries what centring took from the others.
fn intercept(means: &[f64], spreads: &[f64], design: &Design) -> Option<usize> {
    (0..design.p()).find(|&at| {
        means[at] == 0.0 && spreads[at] == 1.0 && (0..design.n_rows()).all(|row| design.row(row)[at] == 1.0)
    })
}

/// The map from standardized coefficients to those of the columns as they came.
fn unscaling(means: &[f64], spreads: &[f64], design: &Design) -> Matrix {
    let p = design.p();
    let mut map = Matrix::zeros(p);
    let ones = intercept(means, spreads, design);
    for at in 0..p {
        map[(at, at)] = 1.0 / spreads[at];
        if let Some(ones) = ones
            && at != ones
        {
            map[(ones, at)] = -means[at] / spreads[at];
        }
    }
    map
}

fn unscale_coefs(beta: &[f64], means: &[f64], spreads: &[f64], design: &Design) -> Vec<f64> {
    unscaling(means, spreads, design).times_column(beta)
}

fn unscale(covariance: &Matrix, means: &[f64], spreads: &[f64], design: &Design) -> Matrix {
    let map = unscaling(means, spreads, design);
    map.times(covariance).times(&map.transposed())
}

/// One case as it is known: the first period it could have the event in, the last it was seen in, and whether the event came then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The first period at risk.
    pub first: u32,
    /// The last period at risk.
    pub last: u32,
    /// Whether the event came in the last period.
    pub event: bool,
}

/// A row for one case in one period at risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonPeriod {
    /// Which case, by its place.
    pub case: usize,
    /// Which period.
    pub period: u32,
    /// Whether the event came in this period.
    pub event: bool,
}

/// The person-period rows of cases, case by case. One who never had the event has no row after its last period at risk, and none of
/// its rows has the event: who has not adopted is not counted as adopting in the end.
///
/// # Errors
/// A last period before the first, or more than five million rows.
pub fn person_periods(spells: &[Spell]) -> Result<Vec<PersonPeriod>, Unusable> {
    let mut rows = Vec::new();
    for (case, spell) in spells.iter().enumerate() {
        if spell.last < spell.first {
            return Err(Unusable::new(
                "ends-before-it-starts",
                format!(
                    "Case {}: the last period {} lies before the first, {}. Exchange the two.",
                    case + 1,
                    spell.last,
                    spell.first
                ),
            ));
        }
        if rows.len() + (spell.last - spell.first) as usize >= crate::table::ROWS_MAX {
            return Err(Unusable::new(
                "too-many-rows",
                format!(
                    "The cases make more than {} rows of one case and one period. Take longer periods.",
                    crate::table::ROWS_MAX
                ),
            ));
        }
        rows.extend((spell.first..=spell.last).map(|period| PersonPeriod {
            case,
            period,
            event: spell.event && period == spell.last,
        }));
    }
    Ok(rows)
}
