//! Whether units next to each other are alike: Moran's I with row-normalised ties as weights.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use super::graph::Graph;

/// Moran's I of one quantity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moran {
    /// The number of the period it is of.
    pub period: i64,
    /// `n / S0 * sum_ij w_ij z_i z_j / sum_i z_i^2`.
    pub observed: f64,
    /// What is expected when neighbours have nothing to do with each other: `-1 / (n - 1)`.
    pub expected: f64,
    /// The standard deviation of the observed under randomisation (Cliff and Ord 1981, equation 2.42).
    pub sd: f64,
    /// Two-sided, from the normal distribution.
    pub p_value: f64,
}

/// What of the weights Moran's I needs; it does not change from one quantity to the next.
pub struct MoranWeights<'a> {
    graph: &'a Graph,
    s0: f64,
    s1: f64,
    s2: f64,
}

impl<'a> MoranWeights<'a> {
    /// Row-normalised weights of whom each unit names.
    pub fn new(graph: &'a Graph) -> Self {
        let n = graph.n_nodes();
        let whole: Vec<f64> = (0..n).map(|i| graph.out().weights_of(i).iter().sum()).collect();
        let (mut s0, mut s1) = (0.0, 0.0);
        let mut column = vec![0.0; n];
        let mut row_sum = vec![0.0; n];
        for i in 0..n {
            for (j, weight) in graph.out().ties_of(i) {
                let w = weight / whole[i];
                s0 += w;
                row_sum[i] += w;
                column[j] += w;
                // (w_ij + w_ji)^2 over all ordered pairs is twice this, and half of it is taken.
                let back = graph
                    .out()
                    .of(j)
                    .binary_search(&u32::try_from(i).unwrap_or(u32::MAX))
                    .map_or(0.0, |at| graph.out().weights_of(j)[at] / whole[j]);
                s1 += w * w + w * back;
            }
        }
        let s2 = (0..n).map(|i| (row_sum[i] + column[i]).powi(2)).sum();
        Self { graph, s0, s1, s2 }
    }

    /// Moran's I of a quantity of all units. None when there are fewer than four units, no tie, or nothing varies.
    pub fn of(&self, period: i64, values: &[f64]) -> Option<Moran> {
        let n = self.graph.n_nodes() as f64;
        if n < 4.0 || self.s0 <= 0.0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / n;
        let z: Vec<f64> = values.iter().map(|v| v - mean).collect();
        let square: f64 = z.iter().map(|z| z * z).sum();
        if square <= 0.0 {
            return None;
        }
        let mut cross = 0.0;
        for (i, &zi) in z.iter().enumerate() {
            let weights = self.graph.out().weights_of(i);
            if weights.is_empty() {
                continue;
            }
            let whole: f64 = weights.iter().sum();
            cross += zi * self.graph.out().ties_of(i).map(|(j, w)| w * z[j]).sum::<f64>() / whole;
        }
        let observed = n / self.s0 * cross / square;
        let expected = -1.0 / (n - 1.0);
        let k = n * z.iter().map(|z| z.powi(4)).sum::<f64>() / (square * square);
        let (s0, s1, s2) = (self.s0, self.s1, self.s2);
        let above = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0)
            - k * (n * (n - 1.0) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
        let variance = above / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expected * expected;
        if variance <= 0.0 {
            return None;
        }
        let sd = variance.sqrt();
        let normal = Normal::standard();
        let p_value = 2.0 * normal.cdf(-((observed - expected) / sd).abs());
        Some(Moran { period, observed, expected, sd, p_value })
    }
}
