//! Small dense matrices, as estimators of a few dozen coefficients need them: products, and Cholesky's root with what follows from it.

use std::ops::{Index, IndexMut};

use serde::Serialize;

/// A square matrix, kept row by row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matrix {
    n: usize,
    cells: Vec<f64>,
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.cells[row * self.n + column]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.cells[row * self.n + column]
    }
}

impl Matrix {
    /// Noughts in `n` rows and `n` columns.
    pub fn zeros(n: usize) -> Self {
        Self { n, cells: vec![0.0; n * n] }
    }

    /// Ones on the diagonal.
    pub fn identity(n: usize) -> Self {
        let mut matrix = Self::zeros(n);
        for at in 0..n {
            matrix[(at, at)] = 1.0;
        }
        matrix
    }

    /// How many rows, and as many columns.
    pub fn n(&self) -> usize {
        self.n
    }

    /// One row.
    pub fn row(&self, at: usize) -> &[f64] {
        &self.cells[at * self.n..(at + 1) * self.n]
    }

    /// All cells, row by row.
    pub fn cells_mut(&mut self) -> &mut [f64] {
        &mut self.cells
    }

    /// The numbers from the upper left to the lower right.
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.n).map(|at| self[(at, at)]).collect()
    }

    /// Whether all cells are finite.
    pub fn is_finite(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_finite())
    }

    /// Each cell times a number.
    #[must_use]
    pub fn scaled(mut self, by: f64) -> Self {
        self.cells.iter_mut().for_each(|cell| *cell *= by);
        self
    }

    /// The matrix times another of the same size.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.n);
        for row in 0..self.n {
            for middle in 0..self.n {
                let factor = self[(row, middle)];
                if factor != 0.0 {
                    for column in 0..self.n {
                        product[(row, column)] += factor * other[(middle, column)];
                    }
                }
            }
        }
        product
    }

    /// The matrix times a column.
    pub fn times_column(&self, column: &[f64]) -> Vec<f64> {
        (0..self.n).map(|row| dot(self.row(row), column)).collect()
    }

    /// A row times the matrix.
    pub fn row_times(&self, row: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.n];
        for (at, factor) in row.iter().enumerate() {
            for (sum, cell) in product.iter_mut().zip(self.row(at)) {
                *sum += factor * cell;
            }
        }
        product
    }

    /// Rows become columns.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut other = Self::zeros(self.n);
        for row in 0..self.n {
            for column in 0..self.n {
                other[(column, row)] = self[(row, column)];
            }
        }
        other
    }

    /// `v' M v`.
    pub fn quadratic(&self, v: &[f64]) -> f64 {
        dot(v, &self.times_column(v))
    }

    /// The rows and columns that are named, in the order in which they are named.
    #[must_use]
    pub fn picked(&self, places: &[usize]) -> Self {
        let mut part = Self::zeros(places.len());
        for (row, &from_row) in places.iter().enumerate() {
            for (column, &from_column) in places.iter().enumerate() {
                part[(row, column)] = self[(from_row, from_column)];
            }
        }
        part
    }

    /// Adds `weight * v v'` to the lower half; [`Matrix::mirror`] makes the upper one when all is added.
    pub fn add_outer_lower(&mut self, weight: f64, v: &[f64]) {
        for (row, &left) in v.iter().enumerate() {
            let factor = weight * left;
            let start = row * self.n;
            for (cell, right) in self.cells[start..=start + row].iter_mut().zip(v) {
                *cell += factor * right;
            }
        }
    }

    /// Copies the lower half to the upper one.
    pub fn mirror(&mut self) {
        for row in 0..self.n {
            for column in 0..row {
                self[(column, row)] = self[(row, column)];
            }
        }
    }
}

/// The inner product of two rows of numbers.
pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

/// The lower triangular root `L` of a symmetric positive definite matrix, `L L' = M`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    root: Matrix,
}

/// Why there is no root: the first column that the columns before it make up, within the tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPositive {
    /// Where that column stands.
    pub column: usize,
}

impl Cholesky {
    /// What a pivot must keep of its diagonal: less is a column that the others make up but for rounding.
    pub const TOLERANCE: f64 = 1e-11;

    /// The root; only the lower half of the matrix is read.
    ///
    /// # Errors
    /// The matrix is not positive definite, or a cell is not finite; says at which column that is seen first.
    pub fn of(matrix: &Matrix) -> Result<Self, NotPositive> {
        let n = matrix.n;
        let mut root = Matrix::zeros(n);
        for column in 0..n {
            let diagonal = matrix[(column, column)];
            let pivot = diagonal - dot(&root.row(column)[..column], &root.row(column)[..column]);
            // A pivot that is no number is refused too.
            if !pivot.is_finite() || pivot <= diagonal.abs() * Self::TOLERANCE || pivot <= 0.0 {
                return Err(NotPositive { column });
            }
            let pivot = pivot.sqrt();
            root[(column, column)] = pivot;
            for row in column + 1..n {
                let rest = matrix[(row, column)] - dot(&root.row(row)[..column], &root.row(column)[..column]);
                root[(row, column)] = rest / pivot;
            }
        }
        Ok(Self { root })
    }

    /// The rows of the root, noughts right of the diagonal among them.
    pub fn rows(&self) -> Vec<Vec<f64>> {
        (0..self.root.n).map(|at| self.root.row(at).to_vec()).collect()
    }

    /// `x` with `M x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.root.n;
        let mut x = b.to_vec();
        for row in 0..n {
            let known = dot(&self.root.row(row)[..row], &x[..row]);
            x[row] = (x[row] - known) / self.root[(row, row)];
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|at| self.root[(at, row)] * x[at]).sum();
            x[row] = (x[row] - known) / self.root[(row, row)];
        }
        x
    }

    /// The inverse of `M`.
    pub fn inverse(&self) -> Matrix {
        let n = self.root.n;
        let mut inverse = Matrix::zeros(n);
        let mut unit = vec![0.0; n];
        for column in 0..n {
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[(row, column)] = value;
            }
            unit[column] = 0.0;
        }
        // Both halves are the same but for rounding; the mean is exactly symmetric.
        for row in 0..n {
            for column in 0..row {
                let mean = f64::midpoint(inverse[(row, column)], inverse[(column, row)]);
                inverse[(row, column)] = mean;
                inverse[(column, row)] = mean;
            }
        }
        inverse
    }

    /// The natural logarithm of the determinant of `M`.
    pub fn ln_determinant(&self) -> f64 {
        2.0 * (0..self.root.n).map(|at| self.root[(at, at)].ln()).sum::<f64>()
    }
}

/// `b' M⁻ b` and the rank, with a generalized inverse: columns that the ones before them make up are left out, so that a form is found
/// for a covariance matrix that has no full rank.
pub fn generalized_quadratic(matrix: &Matrix, b: &[f64]) -> (f64, usize) {
    let mut kept: Vec<usize> = Vec::new();
    for column in 0..matrix.n {
        kept.push(column);
        if Cholesky::of(&matrix.picked(&kept)).is_err() {
            kept.pop();
        }
    }
    let part: Vec<f64> = kept.iter().map(|&at| b[at]).collect();
    match Cholesky::of(&matrix.picked(&kept)) {
        Ok(root) => (dot(&part, &root.solve(&part)), kept.len()),
        Err(_) => (0.0, 0),
    }
}
