use crate::matrix::{Cholesky, Matrix, generalized_quadratic};

/// The matrix of Hilbert is as hard to invert as a small one can be, and its inverse is known in whole numbers.
fn hilbert(n: usize) -> Matrix {
    let mut matrix = Matrix::zeros(n);
    for row in 0..n {
        for column in 0..n {
            matrix[(row, column)] = 1.0 / (row + column + 1) as f64;
        }
    }
    matrix
}

#[test]
fn the_inverse_of_hilbert_of_three_is_in_whole_numbers() {
    let inverse = Cholesky::of(&hilbert(3)).unwrap().inverse();
    let known = [[9.0, -36.0, 30.0], [-36.0, 192.0, -180.0], [30.0, -180.0, 180.0]];
    for (row, numbers) in known.iter().enumerate() {
        for (column, number) in numbers.iter().enumerate() {
            assert!((inverse[(row, column)] - number).abs() < 1e-9);
        }
    }
}

#[test]
fn a_root_solves_and_has_the_determinant_of_its_matrix() {
    let matrix = hilbert(4);
    let root = Cholesky::of(&matrix).unwrap();
    let x = root.solve(&matrix.times_column(&[1.0, -2.0, 3.0, -4.0]));
    for (found, sought) in x.iter().zip([1.0, -2.0, 3.0, -4.0]) {
        assert!((found - sought).abs() < 1e-9);
    }
    assert!((root.ln_determinant() - (1.0_f64 / 6_048_000.0).ln()).abs() < 1e-9);
}

#[test]
fn a_column_that_the_others_make_up_is_named() {
    let mut matrix = Matrix::zeros(3);
    for v in [[1.0, 2.0, 3.0], [2.0, -1.0, 1.0], [0.5, 4.0, 4.5]] {
        matrix.add_outer_lower(1.0, &v);
    }
    matrix.mirror();
    assert_eq!(Cholesky::of(&matrix).unwrap_err().column, 2);
    matrix[(0, 0)] = f64::NAN;
    assert_eq!(Cholesky::of(&matrix).unwrap_err().column, 0);
}

#[test]
fn a_covariance_without_full_rank_still_has_its_quadratic_form() {
    let mut matrix = Matrix::zeros(2);
    for (row, column, cell) in [(0, 0, 2.0), (0, 1, -2.0), (1, 0, -2.0), (1, 1, 2.0)] {
        matrix[(row, column)] = cell;
    }
    let (form, rank) = generalized_quadratic(&matrix, &[3.0, -3.0]);
    assert!((form - 4.5).abs() < 1e-12 && rank == 1);
}
