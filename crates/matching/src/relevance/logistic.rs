//! Logistic regression with ridge, on line: what is learned goes on from where it stood.
//!
//! Minimises `½ |w|² + Σ c_i ln(1 + exp(-y_i w·x_i))`. The dual has one number for each example, `0 < a_i < c_i` and
//! `w = Σ a_i y_i x_i`; it is improved one example at a time, each to its optimum (Yu, Huang and Lin 2011). A new answer enters with a
//! number near nought, and a few rounds mend the rest, which costs a hundredth of learning anew.

use super::vector::{OFFSET, Vector, Weights};

/// What was judged, and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Example {
    pub vector: Vector,
    pub is_relevant: bool,
    /// Its cost when it is got wrong: the `c` of the formula.
    pub cost: f32,
    /// Its number in the dual.
    pub dual: f32,
}

/// Share of its cost with which an example enters, and the least that it keeps.
const DUAL_SHARE_MIN: f32 = 1e-6;

/// Steps towards the optimum of one example at most.
const STEPS_MAX: usize = 30;

impl Example {
    pub fn new(vector: Vector, is_relevant: bool, cost: f32) -> Example {
        Example { vector, is_relevant, cost, dual: cost * DUAL_SHARE_MIN }
    }

    /// What it adds to the weights.
    pub fn times(&self) -> f32 {
        if self.is_relevant { self.dual } else { -self.dual }
    }
}

/// Improves the weights and the numbers of the examples until no number changes by more than `tolerance` of its cost, or `rounds_max`
/// have been made.
pub(super) fn learn(weights: &mut Weights, examples: &mut [Example], rounds_max: usize, tolerance: f32) {
    for _ in 0..rounds_max {
        let mut greatest = 0.0f32;
        for example in examples.iter_mut() {
            let sign = if example.is_relevant { 1.0 } else { -1.0 };
            let margin = sign * weights.product(&example.vector);
            let square = 1.0 + OFFSET * OFFSET;
            let before = example.dual;
            let after = optimum(before, example.cost, margin, square);
            if after != before {
                greatest = greatest.max((after - before).abs() / example.cost);
                weights.add(&example.vector, sign * (after - before));
                example.dual = after;
            }
        }
        if greatest < tolerance {
            return;
        }
    }
}

/// Where `ln(a / (c - a)) + margin + (a - before) |x|²` is nought: Newton's steps, halved where they leave what is known.
fn optimum(before: f32, cost: f32, margin: f32, square: f32) -> f32 {
    let (mut low, mut high) = (cost * DUAL_SHARE_MIN, cost * (1.0 - DUAL_SHARE_MIN));
    let mut at = before.clamp(low, high);
    for _ in 0..STEPS_MAX {
        let slope = (at / (cost - at)).ln() + margin + (at - before) * square;
        if slope > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let next = at - slope / (cost / (at * (cost - at)) + square);
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - at).abs() < DUAL_SHARE_MIN * cost {
            return next;
        }
        at = next;
    }
    at
}
