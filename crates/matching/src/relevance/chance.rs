//! From a score to a probability that holds.
//!
//! Platt (1999) with a prior: `P = 1 / (1 + exp(-θ·f))`, where `f` is one, how rare so high a score is among the records of the office
//! (`-ln` of the share above it, less 5), the score of the regression, and `ln(1 + relevant answers)`. The prior mean of θ was found on other topics
//! than those of any test, and its spread says how far topics differ; each answer moves θ by Newton's steps to the most likely value.
//! An answer counts with the score that its record had when it was delivered, and so before it was learned from.

/// Numbers that tell how sure a record is.
pub(super) const FEATURES: usize = 4;

/// See the head of this file.
pub(super) type Features = [f64; FEATURES];

/// θ before any answer.
pub(super) const PRIOR: Features = [1.29, 0.066, 1.017, -0.192];

/// How sure that is: one over the variance between topics.
const PRECISION: Features = [1.0, 4.0, 4.0, 20.0];

/// Newton's steps at most.
const STEPS_MAX: usize = 15;

/// The longest step along one feature; further out the curve says nothing.
const STEP_MAX: f64 = 2.0;

pub(super) fn features(rate: f64, score: f64, n_relevant: f64) -> Features {
    [1.0, -rate.ln() - 5.0, score, (1.0 + n_relevant).ln()]
}

pub(super) fn probability(theta: &Features, features: &Features) -> f64 {
    let sum: f64 = theta.iter().zip(features).map(|(a, b)| a * b).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// The most likely θ after these answers.
pub(super) fn learn(answers: &[(Features, bool)]) -> Features {
    let mut theta = PRIOR;
    for _ in 0..STEPS_MAX {
        let mut slope = [0.0; FEATURES];
        let mut curve = [[0.0; FEATURES]; FEATURES];
        for i in 0..FEATURES {
            slope[i] = PRECISION[i] * (theta[i] - PRIOR[i]);
            curve[i][i] = PRECISION[i];
        }
        for (features, is_relevant) in answers {
            let p = probability(&theta, features);
            for i in 0..FEATURES {
                slope[i] += (p - f64::from(u8::from(*is_relevant))) * features[i];
                for j in 0..FEATURES {
                    curve[i][j] += p * (1.0 - p) * features[i] * features[j];
                }
            }
        }
        let step = solved(curve, slope);
        let mut greatest = 0.0f64;
        for (own, step) in theta.iter_mut().zip(step) {
            let step = step.clamp(-STEP_MAX, STEP_MAX);
            *own -= step;
            greatest = greatest.max(step.abs());
        }
        if greatest < 1e-6 {
            break;
        }
    }
    theta
}

/// Gauss without changing rows: the matrix is positive definite, because the prior is.
fn solved(mut a: [[f64; FEATURES]; FEATURES], mut b: Features) -> Features {
    for i in 0..FEATURES {
        let above = a[i];
        for row in i + 1..FEATURES {
            let share = a[row][i] / above[i];
            for (cell, above) in a[row].iter_mut().zip(above).skip(i) {
                *cell -= share * above;
            }
            b[row] -= share * b[i];
        }
    }
    for i in (0..FEATURES).rev() {
        for column in i + 1..FEATURES {
            b[i] -= a[i][column] * b[column];
        }
        b[i] /= a[i][i];
    }
    b
}
