//! Hazard of adoption from period to period, on rows of units and periods: those of [`crate::survival::discrete`], which are counted
//! here before they are fitted, because most of the millions of them are alike.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use crate::matrix::Matrix;
use crate::survival::Design;
pub use crate::survival::discrete::Link;
use crate::survival::discrete::{Count, hazard_of_counts};
use crate::{CONFIDENCE, Unusable};

use super::structure::Range;

/// Rows of units and periods, those that are alike counted together; an intercept is added.
#[derive(Debug, Clone)]
pub(super) struct PersonPeriods {
    names: &'static [&'static str],
    places: HashMap<[u64; COLUMNS_MAX], usize>,
    /// One and the columns, cell behind cell.
    cells: Vec<f64>,
    counts: Vec<Count>,
}

/// Most columns beside the intercept.
pub(super) const COLUMNS_MAX: usize = 3;
/// More cells that differ are refused: memory would not do.
const CELLS_MAX: usize = 8_000_000;

impl PersonPeriods {
    /// No rows yet, of these columns.
    pub(super) fn new(names: &'static [&'static str]) -> Self {
        Self { names, places: HashMap::new(), cells: Vec::new(), counts: Vec::new() }
    }

    /// One row; columns that are not named are nought.
    pub(super) fn add(&mut self, x: [f64; COLUMNS_MAX], adopts: bool) {
        // Cells stand in the order in which they come first, so that the sums are the same each time.
        let place = *self.places.entry(x.map(f64::to_bits)).or_insert(self.counts.len());
        if place == self.counts.len() {
            self.cells.push(1.0);
            self.cells.extend_from_slice(&x[..self.names.len()]);
            self.counts.push(Count { rows: 0.0, events: 0.0 });
        }
        self.counts[place].rows += 1.0;
        self.counts[place].events += f64::from(u8::from(adopts));
    }

    /// What a hazard is fitted to.
    ///
    /// # Errors
    /// No adoption or nothing but adoptions; a column that does not vary; too many rows that differ.
    pub(super) fn counted(self) -> Result<Counted, Unusable> {
        // The places take as much memory as all that is still to come.
        let Self { names, places: _, cells, counts } = self;
        let n = counts.len();
        // Whole numbers below 2^53, so nothing is lost.
        let rows = counts.iter().map(|c| c.rows).sum::<f64>() as usize;
        let events = counts.iter().map(|c| c.events).sum::<f64>() as usize;
        if n > CELLS_MAX {
            return Err(Unusable::new(
                "too-many-rows",
                format!(
                    "{n} rows of units and periods differ, and {CELLS_MAX} are taken. Take longer periods, a sample of the units, or ties without weights."
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
        let names: Vec<&'static str> = std::iter::once("(Intercept)").chain(names.iter().copied()).collect();
        let design = Design::of_rows(names.iter().map(|&name| name.to_owned()).collect(), cells, n)?;
        for (at, name) in names.iter().enumerate().skip(1) {
            let first = design.row(0)[at];
            if (0..n).all(|row| design.row(row)[at] == first) {
                return Err(Unusable::new(
                    "no-variation",
                    format!(
                        "\"{name}\" is {first} for all units in all periods, so nothing can be said of what it does. Bring units that differ in it."
                    ),
                ));
            }
        }
        Ok(Counted { names, design, counts })
    }
}

/// Rows that differ, the constant among their columns, and how often each of them is there.
pub(super) struct Counted {
    names: Vec<&'static str>,
    design: Design,
    counts: Vec<Count>,
}

impl Counted {
    /// Fits a hazard.
    ///
    /// # Errors
    /// A column follows from the others; adopters and others are fully told apart.
    pub(super) fn fit(&self, link: Link) -> Result<HazardFit, Unusable> {
        let found = hazard_of_counts(&self.design, &self.counts, link, CONFIDENCE).map_err(|unusable| {
            if unusable.code == "separation" {
                Unusable::new(
                    "separated",
                    "One of the columns tells adopters and others apart without exception, so its coefficient grows without end. Bring more units, or leave the column out.",
                )
            } else {
                Unusable::new(
                    "not-identified",
                    "The columns follow from each other, so their coefficients cannot be told apart. Bring more periods or more units.",
                )
            }
        })?;
        let coefficients = self.names.iter().zip(&found.coefficients).map(|(name, one)| Coefficient {
            name,
            estimate: one.coef,
            standard_error: one.std_err,
            interval: Range { low: one.lower, high: one.upper },
            p_value: one.p,
        });
        Ok(HazardFit {
            link,
            rows: found.n_rows,
            events: found.n_events,
            coefficients: coefficients.collect(),
            deviance: found.deviance,
            covariance: found.covariance,
        })
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
    #[serde(serialize_with = "by_rows")]
    pub covariance: Matrix,
}

fn by_rows<S: Serializer>(matrix: &Matrix, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq((0..matrix.n()).map(|at| matrix.row(at)))
}

impl HazardFit {
    /// The coefficient of a column.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|c| c.name == name)
    }
}
