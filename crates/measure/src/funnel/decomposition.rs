//! Where the difference between the yields of two groups arises.

use super::course::Course;
use super::figures::{DecompositionTerm, YieldDecomposition};
use super::interval::Bounds;
use super::log::GroupColumn;
use super::stage::{N_STAGES, N_TRANSIENT, Stage};
use crate::generator::Generator;
use crate::tally::quantile;
use crate::{Caution, Unusable};

/// Draws of the bootstrap, fewer where there are very many technologies.
const DRAWS_MAX: usize = 999;
const DRAWS_MIN: usize = 199;
/// Technologies drawn in all, so that the bootstrap takes a part of a second.
const DRAWN_MAX: usize = 12_000_000;

/// A conversion, as `(k+.5)/(n+1)` where none moved on.
fn rate(k: u64, n: u64) -> (f64, bool) {
    if k == 0 || n == 0 { ((k as f64 + 0.5) / (n as f64 + 1.0), true) } else { (k as f64 / n as f64, false) }
}

/// The terms of two counts by stage.
fn log_ratios(a: &[u64], b: &[u64]) -> [f64; N_TRANSIENT] {
    std::array::from_fn(|at| (rate(a[at + 1], a[at]).0 / rate(b[at + 1], b[at]).0).ln())
}

/// Compares the yields of two labels of a column.
///
/// # Errors
/// One of the labels has no case.
pub(super) fn decomposition(
    course: &Course,
    column: &GroupColumn,
    (a, b): (usize, usize),
    confidence: f64,
    seed: u64,
) -> Result<(YieldDecomposition, Vec<Caution>), Unusable> {
    let log = course.log;
    // For each technology, how many pairs of either group reached each stage.
    let mut place_of = vec![usize::MAX; log.technologies.len()];
    let mut counts: Vec<[[u32; N_STAGES]; 2]> = Vec::new();
    for &case in course.cases() {
        let case = case as usize;
        let label = column.of_case[case] as usize;
        let side = if label == a {
            0
        } else if label == b {
            1
        } else {
            continue;
        };
        let place = &mut place_of[log.technology[case] as usize];
        if *place == usize::MAX {
            *place = counts.len();
            counts.push([[0; N_STAGES]; 2]);
        }
        if let Some(furthest) = course.furthest(case) {
            for count in &mut counts[*place][side][..=furthest.place()] {
                *count += 1;
            }
        }
    }
    let total = |drawn: &mut dyn Iterator<Item = usize>| {
        let mut sum = [[0_u64; N_STAGES]; 2];
        for place in drawn {
            for side in 0..2 {
                for stage in 0..N_STAGES {
                    sum[side][stage] += u64::from(counts[place][side][stage]);
                }
            }
        }
        sum
    };
    let [of_a, of_b] = total(&mut (0..counts.len()));
    for (count, label) in [(of_a[0], a), (of_b[0], b)] {
        if count == 0 {
            return Err(Unusable::new(
                "empty-group",
                format!(
                    "No case has \"{}\" in \"{}\". Compare two labels that have cases.",
                    column.labels[label], column.name
                ),
            ));
        }
    }
    let n_draws = (DRAWN_MAX / counts.len().max(1)).clamp(DRAWS_MIN, DRAWS_MAX);
    let mut chance = Generator(seed);
    let mut draws: Vec<[f64; N_TRANSIENT + 1]> = Vec::with_capacity(n_draws);
    let n = counts.len();
    for _ in 0..n_draws {
        let [of_a, of_b] = total(&mut (0..n).map(|_| chance.below(n)));
        // A draw in which one of the groups is not there says nothing.
        if of_a[0] == 0 || of_b[0] == 0 {
            continue;
        }
        let terms = log_ratios(&of_a, &of_b);
        let mut all = [0.0; N_TRANSIENT + 1];
        all[..N_TRANSIENT].copy_from_slice(&terms);
        all[N_TRANSIENT] = terms.iter().sum();
        draws.push(all);
    }
    let bounds = |at: usize, otherwise: f64| {
        let mut values: Vec<f64> = draws.iter().map(|draw| draw[at]).collect();
        values.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - confidence) / 2.0;
        Bounds {
            low: quantile(&values, tail).unwrap_or(otherwise),
            high: quantile(&values, 1.0 - tail).unwrap_or(otherwise),
        }
    };
    let mut cautions = Vec::new();
    let mut terms = Vec::with_capacity(N_TRANSIENT);
    let (mut yield_a, mut yield_b) = (1.0, 1.0);
    let ratios = log_ratios(&of_a, &of_b);
    for (at, &log_ratio) in ratios.iter().enumerate() {
        let ((rate_a, corrected_a), (rate_b, corrected_b)) =
            (rate(of_a[at + 1], of_a[at]), rate(of_b[at + 1], of_b[at]));
        yield_a *= rate_a;
        yield_b *= rate_b;
        let (from, to) = (Stage::ALL[at], Stage::ALL[at + 1]);
        for (label, corrected, n) in [(a, corrected_a, of_a[at]), (b, corrected_b, of_b[at])] {
            if corrected {
                cautions.push(
                    Caution::new(
                        "zero-count",
                        format!(
                            "None of the {n} cases of \"{}\" moved from {from} to {to}; the conversion was taken as (0+.5)/({n}+1), so that the \
                             yields can be compared.",
                            column.labels[label]
                        ),
                    )
                    .with("n", n as f64)
                    .naming("group", &column.labels[label])
                    .naming("from", from)
                    .naming("to", to),
                );
            }
        }
        terms.push(DecompositionTerm {
            from,
            to,
            rate_a,
            rate_b,
            corrected_a,
            corrected_b,
            log_ratio,
            interval: bounds(at, log_ratio),
        });
    }
    let log_ratio_total = (yield_a / yield_b).ln();
    if n < 20 {
        cautions.push(
            Caution::new(
                "few-technologies",
                format!(
                    "The interval of the yields is drawn from {n} technologies; with fewer than 20 it is too narrow."
                ),
            )
            .with("n", n as f64),
        );
    }
    let found = YieldDecomposition {
        group: column.name.clone(),
        a: column.labels[a].clone(),
        b: column.labels[b].clone(),
        counts_a: of_a.to_vec(),
        counts_b: of_b.to_vec(),
        yield_a,
        yield_b,
        log_ratio_total,
        interval: bounds(N_TRANSIENT, log_ratio_total),
        terms,
        n_technologies: n as u64,
        n_draws: draws.len() as u64,
        seed,
    };
    Ok((found, cautions))
}
