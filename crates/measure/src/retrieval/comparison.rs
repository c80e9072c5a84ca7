//! Whether one system is better than another over the same topics, and how sure a mean over topics is.

use serde::Serialize;

use crate::estimate::{CONFIDENCE, Interval};
use crate::generator::Generator;

/// Draws of a test and of an interval, usually.
pub const DRAWS: usize = 10_000;

/// A mean over topics with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Where it lies 19 times in 20, were other topics of the same sort asked: percentiles of means of topics drawn with
    /// replacement (Efron 1979).
    pub interval: Interval,
    /// Topics.
    pub n: usize,
}

/// One system less another over the same topics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Mean difference over the topics, with its interval.
    pub difference: Mean,
    /// How often chance alone would make a difference as great, either way: Fisher's randomisation test, in which each topic
    /// changes the two systems by the toss of a coin (Smucker, Allan and Carterette 2007). Never nought: what was seen counts as one
    /// of the draws.
    pub p_value: f64,
    /// Draws.
    pub n_draws: usize,
}

/// The mean of values over topics. `None` without topics. The same seed gives the same interval.
pub fn mean(values: &[f64], n_draws: usize, seed: u64) -> Option<Mean> {
    if values.is_empty() {
        return None;
    }
    let n = values.len();
    let value = values.iter().sum::<f64>() / n as f64;
    let mut chance = Generator(seed);
    let mut drawn: Vec<f64> =
        (0..n_draws.max(1)).map(|_| (0..n).map(|_| values[chance.below(n)]).sum::<f64>() / n as f64).collect();
    drawn.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let at = |share: f64| drawn[((share * drawn.len() as f64) as usize).min(drawn.len() - 1)];
    Some(Mean { value, interval: Interval { low: at(tail), high: at(1.0 - tail) }, n })
}

/// Holds two systems against each other; `first` and `second` have a value for each topic in the same order. `None` without topics,
/// or where their numbers differ.
pub fn compare(first: &[f64], second: &[f64], n_draws: usize, seed: u64) -> Option<Compared> {
    if first.len() != second.len() {
        return None;
    }
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let difference = mean(&differences, n_draws, seed)?;
    let seen: f64 = differences.iter().sum::<f64>().abs();
    let mut chance = Generator(seed.wrapping_add(1));
    let as_great = (0..n_draws)
        .filter(|_| {
            let drawn: f64 = differences.iter().map(|d| if chance.happens(0.5) { *d } else { -*d }).sum();
            // What was added up in another order is as great.
            drawn.abs() >= seen - 1e-12
        })
        .count();
    Some(Compared { difference, p_value: (as_great + 1) as f64 / (n_draws + 1) as f64, n_draws })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_no_better_than_itself() {
        let values = [0.1, 0.5, 0.3];
        let same = compare(&values, &values, 1_000, 7).unwrap();
        assert_eq!((same.difference.value, same.p_value), (0.0, 1.0));
    }

    #[test]
    fn ten_topics_that_all_gain_are_hardly_chance() {
        let (first, second) = ([0.6; 10], [0.5; 10]);
        let found = compare(&first, &second, 10_000, 7).unwrap();
        // All heads or all tails: 2 of 1024.
        assert!((found.p_value - 2.0 / 1024.0).abs() < 0.001, "{}", found.p_value);
        assert!((found.difference.value - 0.1).abs() < 1e-12 && found.difference.interval.low > 0.09);
    }

    #[test]
    fn what_cannot_be_compared_is_not() {
        assert_eq!(compare(&[0.1], &[0.1, 0.2], 10, 7), None);
        assert_eq!(compare(&[], &[], 10, 7), None);
    }

    #[test]
    fn the_test_errs_as_often_as_it_says_and_the_interval_covers() {
        let mut chance = Generator(20_190_101);
        let (mut false_alarms, mut covered) = (0, 0);
        for run in 0..400 {
            let values: Vec<f64> = (0..40).map(|_| chance.normal()).collect();
            let found = compare(&values, &[0.0; 40], 400, run).unwrap();
            false_alarms += u32::from(found.p_value < 0.05);
            covered += u32::from(found.difference.interval.covers(0.0));
        }
        assert!((8..=34).contains(&false_alarms), "{false_alarms} of 400");
        assert!((364..=394).contains(&covered), "{covered} of 400");
    }
}
