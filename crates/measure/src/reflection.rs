//! Least squares of linear rows by Householder's reflections (1958).
//!
//! Where rows are at hand and hang together nearly: the normal equations, which [`crate::matrix::Cholesky`] would solve, square the
//! condition and cost half of the digits. Rows stand one behind the other, `k` numbers in each.

use crate::matrix::Matrix;

/// The least-squares solution of rows times unknowns = right; none when a column depends on the others.
pub(crate) fn solve(mut rows: Vec<f64>, mut right: Vec<f64>, k: usize) -> Option<Vec<f64>> {
    triangle(&mut rows, Some(&mut right), k)?;
    back(&rows, &right, k)
}

/// The solution likewise, and the inverse of rows' times rows.
pub(crate) fn solve_and_invert(mut rows: Vec<f64>, mut right: Vec<f64>, k: usize) -> Option<(Vec<f64>, Matrix)> {
    triangle(&mut rows, Some(&mut right), k)?;
    back(&rows, &right, k).zip(squared_inverse(&rows, k))
}

/// The inverse of rows' times rows.
pub(crate) fn inverse(mut rows: Vec<f64>, k: usize) -> Option<Matrix> {
    triangle(&mut rows, None, k)?;
    squared_inverse(&rows, k)
}

/// The unknowns of a triangle, from the last on.
fn back(triangle: &[f64], right: &[f64], k: usize) -> Option<Vec<f64>> {
    let mut found = vec![0.0; k];
    for j in (0..k).rev() {
        let known: f64 = (j + 1..k).map(|l| triangle[j * k + l] * found[l]).sum();
        found[j] = (right[j] - known) / triangle[j * k + j];
    }
    found.iter().all(|x| x.is_finite()).then_some(found)
}

/// The inverse of a triangle's transpose times the triangle.
fn squared_inverse(triangle: &[f64], k: usize) -> Option<Matrix> {
    // The inverse of the triangle, column after column.
    let mut upper = Matrix::zeros(k);
    for column in 0..k {
        for j in (0..=column).rev() {
            let known: f64 = (j + 1..=column).map(|l| triangle[j * k + l] * upper[(l, column)]).sum();
            upper[(j, column)] = (f64::from(u8::from(j == column)) - known) / triangle[j * k + j];
        }
    }
    let mut whole = Matrix::zeros(k);
    for a in 0..k {
        for b in 0..k {
            whole[(a, b)] = (a.max(b)..k).map(|l| upper[(a, l)] * upper[(b, l)]).sum();
        }
    }
    whole.is_finite().then_some(whole)
}

/// Householder's reflections, in place. None when a column is nothing beside the others, or rows are fewer than columns.
fn triangle(rows: &mut [f64], mut right: Option<&mut [f64]>, k: usize) -> Option<()> {
    let n = rows.len().checked_div(k)?;
    if n < k {
        return None;
    }
    for j in 0..k {
        let norm = |from: usize| (from..n).map(|i| rows[i * k + j] * rows[i * k + j]).sum::<f64>().sqrt();
        let (whole, below) = (norm(0), norm(j));
        // What the other columns leave of this one is rounding.
        let apart = below > whole * 1e-13;
        if !apart || !below.is_finite() {
            return None;
        }
        let head = if rows[j * k + j] > 0.0 { -below } else { below };
        let mut axis: Vec<f64> = (j..n).map(|i| rows[i * k + j]).collect();
        axis[0] -= head;
        let length: f64 = axis.iter().map(|a| a * a).sum();
        if length > 0.0 {
            for column in j..k {
                let along: f64 = axis.iter().enumerate().map(|(i, a)| a * rows[(i + j) * k + column]).sum();
                for (i, a) in axis.iter().enumerate() {
                    rows[(i + j) * k + column] -= 2.0 * a * along / length;
                }
            }
            if let Some(right) = right.as_deref_mut() {
                let along: f64 = axis.iter().enumerate().map(|(i, a)| a * right[i + j]).sum();
                for (i, a) in axis.iter().enumerate() {
                    right[i + j] -= 2.0 * a * along / length;
                }
            }
        }
    }
    Some(())
}
