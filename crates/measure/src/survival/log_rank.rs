//! Whether groups differ in their times (Mantel 1966; weights of Harrington and Fleming, *Biometrika* 69, 1982).

use serde::Serialize;

use super::chance::ChiSquare;
use super::observed::Observed;
use crate::Unusable;
use crate::matrix::{Matrix, generalized_quadratic};

/// More groups are refused: the matrix of their variances grows with the square.
pub const GROUPS_MAX: usize = 50;

/// One group of a test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupCount {
    /// Which group, by its place.
    pub group: usize,
    /// Rows.
    pub n: usize,
    /// Events, weighted when `rho` is not nought.
    pub observed: f64,
    /// Events expected were the groups alike.
    pub expected: f64,
}

/// A test of the difference of groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogRank {
    /// The power of the pooled curve that weighs each time: 0 is the log-rank test, 1 that of Peto and Peto.
    pub rho: f64,
    /// The groups.
    pub groups: Vec<GroupCount>,
    /// The test.
    pub test: ChiSquare,
}

/// Compares `n_groups` groups, within strata when there are any.
///
/// # Errors
/// Fewer than two groups, too many, or no event.
pub fn log_rank(
    observed: &Observed,
    group: &[u32],
    n_groups: usize,
    strata: Option<&[u32]>,
    rho: f64,
) -> Result<LogRank, Unusable> {
    if !(2..=GROUPS_MAX).contains(&n_groups) {
        return Err(Unusable::new(
            "no-groups",
            format!("There are {n_groups} groups, and 2 to {GROUPS_MAX} can be compared."),
        ));
    }
    if observed.n_events() == 0 {
        return Err(Unusable::new(
            "no-events",
            "No row has the event, so groups cannot be compared. Watch for longer.",
        ));
    }
    let n_strata = strata.map_or(1, |s| s.iter().max().map_or(1, |&most| most as usize + 1));
    let mut members = vec![Vec::new(); n_strata];
    for row in 0..observed.n() {
        members[strata.map_or(0, |s| s[row] as usize)].push(row);
    }
    let mut seen = vec![0.0; n_groups];
    let mut expected = vec![0.0; n_groups];
    let mut variance = Matrix::zeros(n_groups);
    for rows in &mut members {
        one_stratum(observed, group, rho, rows, &mut seen, &mut expected, &mut variance);
    }
    // The group that stands for the others is left out; groups nobody of which is ever at risk are too.
    let used: Vec<usize> = (0..n_groups).filter(|&g| expected[g] > 0.0).collect();
    let tested: Vec<usize> = used.iter().copied().skip(1).collect();
    let difference: Vec<f64> = tested.iter().map(|&g| seen[g] - expected[g]).collect();
    let (chisq, _) = generalized_quadratic(&variance.picked(&tested), &difference);
    let mut sizes = vec![0; n_groups];
    for &g in group {
        sizes[g as usize] += 1;
    }
    let groups =
        (0..n_groups).map(|g| GroupCount { group: g, n: sizes[g], observed: seen[g], expected: expected[g] }).collect();
    Ok(LogRank { rho, groups, test: ChiSquare::of(chisq, tested.len()) })
}

fn one_stratum(
    observed: &Observed,
    group: &[u32],
    rho: f64,
    rows: &mut [usize],
    seen: &mut [f64],
    expected: &mut [f64],
    variance: &mut Matrix,
) {
    let k = seen.len();
    rows.sort_unstable_by(|&a, &b| observed.time()[a].total_cmp(&observed.time()[b]));
    let mut by_entry = rows.to_vec();
    by_entry.sort_unstable_by(|&a, &b| observed.entry_of(a).total_cmp(&observed.entry_of(b)));
    let mut at_risk = vec![0.0; k];
    let (mut total, mut survival) = (0.0_f64, 1.0_f64);
    let (mut at, mut entered) = (0, 0);
    let mut deaths = vec![0.0; k];
    while at < rows.len() {
        let time = observed.time()[rows[at]];
        while entered < by_entry.len() && observed.entry_of(by_entry[entered]) < time {
            at_risk[group[by_entry[entered]] as usize] += 1.0;
            total += 1.0;
            entered += 1;
        }
        deaths.fill(0.0);
        let from = at;
        while at < rows.len() && observed.time()[rows[at]] == time {
            if observed.event()[rows[at]] {
                deaths[group[rows[at]] as usize] += 1.0;
            }
            at += 1;
        }
        let d: f64 = deaths.iter().sum();
        if d > 0.0 {
            let weight = if rho == 0.0 { 1.0 } else { survival.powf(rho) };
            let spread =
                if total > 1.0 { weight * weight * d * (total - d) / (total * total * (total - 1.0)) } else { 0.0 };
            for one in 0..k {
                seen[one] += weight * deaths[one];
                expected[one] += weight * d * at_risk[one] / total;
                if at_risk[one] > 0.0 {
                    for other in 0..k {
                        let own = if one == other { total } else { 0.0 };
                        variance[(one, other)] += spread * at_risk[one] * (own - at_risk[other]);
                    }
                }
            }
            survival *= (total - d) / total;
        }
        for &row in &rows[from..at] {
            at_risk[group[row] as usize] -= 1.0;
            total -= 1.0;
        }
    }
}
