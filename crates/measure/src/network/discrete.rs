//! Hazard of adoption from period to period, on rows of units and periods.
//!
//! Binomial regression with logit or complementary log-log link by iteratively reweighted least squares (McCullagh and Nelder 1989, section
//! 2.5). The complementary log-log has the coefficients of a grouped proportional hazards model (Prentice and Gloeckler 1978).

use std::collections::HashMap;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::Unusable;
use crate::estimate::DEVIATE;

use super::structure::Range;

/// How the hazard hangs on what is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// `ln(h / (1 - h))`; coefficients are log odds ratios, and no hazard ratios.
    Logit,
    /// `ln(-ln(1 - h))`; coefficients are log hazard ratios.
    #[default]
    Cloglog,
}

impl Link {
    /// The hazard at a linear predictor.
    pub fn hazard(self, eta: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (1.0 + (-eta).exp()),
            Self::Cloglog => -(-eta.min(50.0).exp()).exp_m1(),
        }
    }

    /// Hazard and its slope, kept off nought and one.
    fn hazard_and_slope(self, eta: f64) -> (f64, f64) {
        const LEAST: f64 = 1e-15;
        let hazard = self.hazard(eta).clamp(LEAST, 1.0 - LEAST);
        let slope = match self {
            Self::Logit => hazard * (1.0 - hazard),
            Self::Cloglog => (eta.min(50.0) - eta.min(50.0).exp()).exp(),
        };
        (hazard, slope.max(LEAST))
    }
}

/// Rows of units and periods, those that are alike counted together; an intercept is added.
#[derive(Debug, Clone)]
pub(super) struct PersonPeriods {
    names: &'static [&'static str],
    places: HashMap<[u64; COLUMNS_MAX], usize>,
    cells: Vec<Cell>,
}

/// Most columns beside the intercept.
pub(super) const COLUMNS_MAX: usize = 3;
/// More cells that differ are refused: memory would not do.
const CELLS_MAX: usize = 8_000_000;

/// Rows that are alike.
#[derive(Debug, Clone, Copy)]
struct Cell {
    x: [f64; COLUMNS_MAX],
    rows: f64,
    events: f64,
}

impl PersonPeriods {
    /// No rows yet, of these columns.
    pub(super) fn new(names: &'static [&'static str]) -> Self {
        Self { names, places: HashMap::new(), cells: Vec::new() }
    }

    /// One row; columns that are not named are nought.
    pub(super) fn add(&mut self, x: [f64; COLUMNS_MAX], adopts: bool) {
        // Cells stand in the order in which they come first, so that the sums are the same each time.
        let place = *self.places.entry(x.map(f64::to_bits)).or_insert(self.cells.len());
        if place == self.cells.len() {
            self.cells.push(Cell { x, rows: 0.0, events: 0.0 });
        }
        self.cells[place].rows += 1.0;
        self.cells[place].events += f64::from(u8::from(adopts));
    }
}

/// A coefficient with its 95 percent interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// Of which column; `(Intercept)` for the constant.
    pub name: &'static str,
    /// The estimate.
    pub estimate: f64,
    /// Its standard error, from the expected information.
    pub standard_error: f64,
    /// Estimate and 1.96 standard errors to both sides (Wald).
    pub interval: Range,
    /// Two-sided, from the normal distribution.
    pub p_value: f64,
}

/// A fitted discrete-time hazard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HazardFit {
    /// Its link.
    pub link: Link,
    /// Rows of units and periods.
    pub rows: usize,
    /// Adoptions among them.
    pub events: usize,
    /// The constant first.
    pub coefficients: Vec<Coefficient>,
    /// Twice the log likelihood, negative.
    pub deviance: f64,
    /// Covariance of the estimates, row by row.
    pub covariance: Vec<Vec<f64>>,
}

impl HazardFit {
    /// The coefficient of a column.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|c| c.name == name)
    }
}

/// Steps after which a fit is given up.
const STEPS_MAX: usize = 60;

/// Fits a hazard.
///
/// # Errors
/// No adoption or nothing but adoptions; a column that does not vary or follows from the others; adopters and others fully told apart.
pub(super) fn fit(data: &PersonPeriods, link: Link) -> Result<HazardFit, Unusable> {
    // Whole numbers below 2^53, so nothing is lost.
    let rows = data.cells.iter().map(|c| c.rows).sum::<f64>() as usize;
    let events = data.cells.iter().map(|c| c.events).sum::<f64>() as usize;
    if data.cells.len() > CELLS_MAX {
        return Err(Unusable::new(
            "too-many-rows",
            format!(
                "{} rows of units and periods differ, and {CELLS_MAX} are taken. Take longer periods, a sample of the units, or ties without weights.",
                data.cells.len()
            ),
        ));
    }
    if events == 0 || events == rows {
        return Err(Unusable::new(
            "no-contrast",
            format!(
                "Of {rows} rows of units and periods {events} are adoptions. A hazard needs both; bring more periods or more units."
            ),
        ));
    }
    for (at, name) in data.names.iter().enumerate() {
        let first = data.cells[0].x[at];
        if data.cells.iter().all(|cell| cell.x[at] == first) {
            return Err(Unusable::new(
                "no-variation",
                format!(
                    "\"{name}\" is {first} for all units in all periods, so nothing can be said of what it does. Bring units that differ in it."
                ),
            ));
        }
    }
    let p = data.names.len() + 1;
    let share = events as f64 / rows as f64;
    let mut beta = vec![0.0; p];
    beta[0] = match link {
        Link::Logit => (share / (1.0 - share)).ln(),
        Link::Cloglog => (-(1.0 - share).ln()).ln(),
    };
    let mut state = pass(data, link, &beta);
    let mut settled = false;
    for _ in 0..STEPS_MAX {
        let inverse = inverse(&state.information).ok_or_else(not_identified)?;
        let step: Vec<f64> = inverse.iter().map(|row| row.iter().zip(&state.score).map(|(a, b)| a * b).sum()).collect();
        // Half of a step that makes it worse, and half again: the deviance never rises.
        let mut scale = 1.0;
        let (next, after) = loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + scale * s).collect();
            let after = pass(data, link, &next);
            if after.deviance <= state.deviance + 1e-9 || scale < 1e-6 {
                break (next, after);
            }
            scale /= 2.0;
        };
        let moved = (state.deviance - after.deviance).abs() / (after.deviance.abs() + 0.1);
        let far = step
            .iter()
            .zip(&inverse)
            .enumerate()
            .map(|(at, (s, row))| s.abs() / row[at].max(0.0).sqrt())
            .fold(0.0, f64::max);
        beta = next;
        state = after;
        if moved < 1e-13 && far < 1e-6 {
            settled = true;
            break;
        }
    }
    let covariance = inverse(&state.information).ok_or_else(not_identified)?;
    if !settled || beta.iter().any(|b| !b.is_finite()) || covariance.iter().enumerate().any(|(at, row)| row[at] > 1e6) {
        return Err(Unusable::new(
            "separated",
            "One of the columns tells adopters and others apart without exception, so its coefficient grows without end. Bring more units, or leave the column out.",
        ));
    }
    let normal = Normal::standard();
    let coefficients = std::iter::once("(Intercept)")
        .chain(data.names.iter().copied())
        .enumerate()
        .map(|(at, name)| {
            let (estimate, standard_error) = (beta[at], covariance[at][at].sqrt());
            let interval =
                Range { low: estimate - DEVIATE * standard_error, high: estimate + DEVIATE * standard_error };
            let p_value = 2.0 * normal.cdf(-(estimate / standard_error).abs());
            Coefficient { name, estimate, standard_error, interval, p_value }
        })
        .collect();
    Ok(HazardFit { link, rows, events, coefficients, deviance: state.deviance, covariance })
}

fn not_identified() -> Unusable {
    Unusable::new(
        "not-identified",
        "The columns follow from each other, so their coefficients cannot be told apart. Bring more periods or more units.",
    )
}

/// What one walk over all rows gives at a vector of coefficients.
struct Pass {
    deviance: f64,
    score: Vec<f64>,
    information: Vec<Vec<f64>>,
}

fn pass(data: &PersonPeriods, link: Link, beta: &[f64]) -> Pass {
    let p = beta.len();
    let mut sums = Pass { deviance: 0.0, score: vec![0.0; p], information: vec![vec![0.0; p]; p] };
    let (mut carried, mut x) = (0.0, vec![1.0; p]);
    for cell in &data.cells {
        let mut eta = beta[0];
        for at in 1..p {
            x[at] = cell.x[at - 1];
            eta += beta[at] * x[at];
        }
        let (hazard, slope) = link.hazard_and_slope(eta);
        let likely = cell.events * hazard.ln() + (cell.rows - cell.events) * (-hazard).ln_1p();
        // Kahan: millions of rows are added up, and steps are judged by the tenth digit.
        let term = -2.0 * likely - carried;
        let sum = sums.deviance + term;
        carried = (sum - sums.deviance) - term;
        sums.deviance = sum;
        let variance = hazard * (1.0 - hazard);
        let pull = (cell.events - cell.rows * hazard) * slope / variance;
        let weight = cell.rows * slope * slope / variance;
        for a in 0..p {
            sums.score[a] += pull * x[a];
            for b in 0..=a {
                sums.information[a][b] += weight * x[a] * x[b];
            }
        }
    }
    for a in 0..p {
        for b in 0..a {
            sums.information[b][a] = sums.information[a][b];
        }
    }
    sums
}

/// The lower Cholesky factor; none when the matrix is not clearly positive definite.
pub(super) fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            if i == j {
                if rest.is_nan() || rest <= 1e-11 * matrix[i][i].abs() {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    Some(lower)
}

fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let lower = cholesky(matrix)?;
    let mut columns = vec![vec![0.0; n]; n];
    for (at, column) in columns.iter_mut().enumerate() {
        for i in 0..n {
            let one = f64::from(u8::from(i == at));
            column[i] = (one - (0..i).map(|k| lower[i][k] * column[k]).sum::<f64>()) / lower[i][i];
        }
        for i in (0..n).rev() {
            column[i] = (column[i] - (i + 1..n).map(|k| lower[k][i] * column[k]).sum::<f64>()) / lower[i][i];
        }
    }
    // It is symmetric, so its columns are its rows.
    Some(columns)
}
