//! Covariates as the estimators take them: a row of numbers for each row of the data, with the name of each column.

use crate::Unusable;
use crate::matrix::{Cholesky, Matrix};

/// More covariates are refused: each costs a Newton step the square of their number, and no data set here carries more.
pub const COVARIATES_MAX: usize = 50;

/// Rows of covariates, kept row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    names: Vec<String>,
    cells: Vec<f64>,
    n_rows: usize,
}

impl Design {
    /// A design of columns, each with a name and one number for each row.
    ///
    /// # Errors
    /// Too many columns, columns of different length, or a number that is not finite.
    pub fn of_columns(columns: &[(String, Vec<f64>)], n_rows: usize) -> Result<Self, Unusable> {
        let p = columns.len();
        let mut cells = vec![0.0; n_rows * p];
        for (at, (name, column)) in columns.iter().enumerate() {
            if column.len() != n_rows {
                return Err(Unusable::new(
                    "uneven-columns",
                    format!(
                        "The covariate \"{name}\" has {} numbers for {n_rows} rows. Bring one for each row.",
                        column.len()
                    ),
                ));
            }
            for (row, &number) in column.iter().enumerate() {
                cells[row * p + at] = number;
            }
        }
        Self::of_rows(columns.iter().map(|(name, _)| name.clone()).collect(), cells, n_rows)
    }

    /// A design of cells that stand row behind row, `names.len()` of them in each.
    ///
    /// # Errors
    /// Too many columns, another number of cells than `n_rows * names.len()`, or a number that is not finite.
    pub fn of_rows(names: Vec<String>, cells: Vec<f64>, n_rows: usize) -> Result<Self, Unusable> {
        if names.len() > COVARIATES_MAX {
            return Err(Unusable::new(
                "too-many-covariates",
                format!(
                    "There are {} covariates (each level of a category but one is a covariate), and {COVARIATES_MAX} are taken. Leave some out, or put rare levels together.",
                    names.len()
                ),
            ));
        }
        if cells.len() != n_rows * names.len() {
            return Err(Unusable::new(
                "uneven-columns",
                format!("There are {} cells of covariates for {n_rows} rows and {} names.", cells.len(), names.len()),
            ));
        }
        if let Some(at) = cells.iter().position(|cell| !cell.is_finite()) {
            return Err(Unusable::new(
                "not-a-number",
                format!(
                    "Row {} of the covariate \"{}\" is no finite number. Leave the row out.",
                    at / names.len() + 1,
                    names[at % names.len()]
                ),
            ));
        }
        Ok(Self { names, cells, n_rows })
    }

    /// A design without covariates.
    pub fn empty(n_rows: usize) -> Self {
        Self { names: Vec::new(), cells: Vec::new(), n_rows }
    }

    /// The same design with a column of ones before the others, named `(Intercept)`.
    #[must_use]
    pub fn with_intercept(&self) -> Self {
        let mut names = vec!["(Intercept)".to_owned()];
        names.extend(self.names.iter().cloned());
        let mut cells = Vec::with_capacity(self.n_rows * names.len());
        for row in 0..self.n_rows {
            cells.push(1.0);
            cells.extend_from_slice(self.row(row));
        }
        Self { names, cells, n_rows: self.n_rows }
    }

    /// The rows at these places, in this order.
    #[must_use]
    pub fn picked(&self, rows: &[usize]) -> Self {
        let cells = rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        Self { names: self.names.clone(), cells, n_rows: rows.len() }
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many columns.
    pub fn p(&self) -> usize {
        self.names.len()
    }

    /// How many rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The covariates of one row.
    pub fn row(&self, row: usize) -> &[f64] {
        let p = self.names.len();
        &self.cells[row * p..(row + 1) * p]
    }

    /// The mean of each column.
    pub fn means(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.p()];
        for row in 0..self.n_rows {
            for (sum, cell) in sums.iter_mut().zip(self.row(row)) {
                *sum += cell;
            }
        }
        sums.iter().map(|sum| sum / self.n_rows.max(1) as f64).collect()
    }

    /// The same covariates in units of their spread around their mean (the intercept as it is), with the means and spreads.
    /// The steps of Newton then do not depend on the units, and sums of squares lose no digits.
    pub(crate) fn standardized(&self) -> Standardized {
        let p = self.p();
        let mut means = self.means();
        let mut spreads = vec![0.0; p];
        for row in 0..self.n_rows {
            for ((spread, cell), mean) in spreads.iter_mut().zip(self.row(row)).zip(&means) {
                *spread += (cell - mean) * (cell - mean);
            }
        }
        for (spread, mean) in spreads.iter_mut().zip(&mut means) {
            *spread = (*spread / self.n_rows.max(1) as f64).sqrt();
            if *spread <= mean.abs() * 1e-13 {
                // A column of one number: kept as it is, so that an intercept stays one.
                (*spread, *mean) = (1.0, 0.0);
            }
        }
        let mut cells = Vec::with_capacity(self.cells.len());
        for row in 0..self.n_rows {
            cells.extend(self.row(row).iter().zip(means.iter().zip(&spreads)).map(|(cell, (m, s))| (cell - m) / s));
        }
        let design = Self { names: self.names.clone(), cells, n_rows: self.n_rows };
        Standardized { design, means, spreads }
    }

    /// Refuses columns that do not vary, and columns that others make up, within the groups of rows that are compared with each other.
    ///
    /// # Errors
    /// `constant-column` or `collinear`, with the names of the columns.
    pub fn refuse_collinear(&self, strata: Option<&[u32]>) -> Result<(), Unusable> {
        let p = self.p();
        let n_strata = strata.map_or(1, |s| s.iter().max().map_or(1, |&most| most as usize + 1));
        let stratum = |row: usize| strata.map_or(0, |s| s[row] as usize);
        let mut means = vec![0.0; n_strata * p];
        let mut counts = vec![0.0; n_strata];
        for row in 0..self.n_rows {
            counts[stratum(row)] += 1.0;
            for (at, cell) in self.row(row).iter().enumerate() {
                means[stratum(row) * p + at] += cell;
            }
        }
        for (at, mean) in means.iter_mut().enumerate() {
            *mean /= f64::max(counts[at / p.max(1)], 1.0);
        }
        let mut squares = Matrix::zeros(p);
        let mut sizes = vec![0.0_f64; p];
        let mut centred = vec![0.0; p];
        for row in 0..self.n_rows {
            for (at, cell) in self.row(row).iter().enumerate() {
                centred[at] = cell - means[stratum(row) * p + at];
                sizes[at] = sizes[at].max(cell.abs());
            }
            squares.add_outer_lower(1.0, &centred);
        }
        squares.mirror();
        for at in 0..p {
            let spread = (squares[(at, at)] / self.n_rows.max(1) as f64).sqrt();
            if spread <= sizes[at] * 1e-12 {
                let within = if strata.is_some() { " within the strata" } else { "" };
                return Err(Unusable::new(
                    "constant-column",
                    format!(
                        "The covariate \"{}\" has the same value in all rows{within}. Leave it out.",
                        self.names[at]
                    ),
                ));
            }
        }
        dependent(&squares, &self.names)
    }
}

/// See [`Design::standardized`].
pub(crate) struct Standardized {
    pub design: Design,
    pub means: Vec<f64>,
    pub spreads: Vec<f64>,
}

/// Refuses a matrix of cross products in which a column is made up by the ones before it.
pub(crate) fn dependent(squares: &Matrix, names: &[String]) -> Result<(), Unusable> {
    let p = squares.n();
    let mut scaled = squares.clone();
    for row in 0..p {
        for column in 0..p {
            scaled[(row, column)] /= (squares[(row, row)] * squares[(column, column)]).sqrt();
        }
    }
    let Err(broken) = Cholesky::of(&scaled) else { return Ok(()) };
    let before: Vec<usize> = (0..broken.column).collect();
    let target: Vec<f64> = before.iter().map(|&at| scaled[(at, broken.column)]).collect();
    let shares = Cholesky::of(&scaled.picked(&before)).map(|root| root.solve(&target)).unwrap_or_default();
    let made_of: Vec<String> = shares
        .iter()
        .zip(&before)
        .filter(|(share, _)| share.abs() > 1e-6)
        .map(|(_, &at)| format!("\"{}\"", names[at]))
        .collect();
    Err(Unusable::new(
        "collinear",
        format!(
            "The covariate \"{}\" is made up by {}, so their effects cannot be told apart. Leave one of them out.",
            names[broken.column],
            if made_of.is_empty() { "the others".to_owned() } else { made_of.join(" and ") }
        ),
    ))
}
