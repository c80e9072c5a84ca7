//! Whether groups differ in the incidence of a cause (Gray, *Annals of Statistics* 16, 1988, with weight one).

use serde::Serialize;

use crate::Unusable;
use crate::matrix::{Matrix, generalized_quadratic};
use crate::survival::{ChiSquare, GROUPS_MAX};

/// More products than these are minutes of work.
const WORK_MAX: usize = 10_000_000_000;

/// Gray's test of one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GrayTest {
    /// The cause.
    pub cause: String,
    /// The test.
    pub test: ChiSquare,
}

/// What is kept of one group on the way.
#[derive(Clone, Copy, Default)]
struct Group {
    at_risk: f64,
    /// The share without any event before, and after, the time.
    free: f64,
    free_after: f64,
    /// The incidence of the cause before, and after, the time.
    had: f64,
    had_after: f64,
    /// Events of the cause and of others at the time.
    own: f64,
    other: f64,
}

/// Compares the incidence of one cause between groups. `cause` is nought for none yet, one for the cause, two for all others.
///
/// # Errors
/// Fewer than two groups, too many, or no event of the cause.
pub fn gray_test(
    name: &str,
    time: &[f64],
    cause: &[usize],
    group: &[u32],
    n_groups: usize,
) -> Result<GrayTest, Unusable> {
    if !(2..=GROUPS_MAX).contains(&n_groups) {
        return Err(Unusable::new(
            "no-groups",
            format!("There are {n_groups} groups, and 2 to {GROUPS_MAX} can be compared."),
        ));
    }
    if n_groups.pow(3).saturating_mul(time.len()) > WORK_MAX {
        return Err(Unusable::new(
            "too-many-groups",
            format!("{n_groups} groups of {} cases are too many for Gray's test. Put groups together.", time.len()),
        ));
    }
    if !cause.contains(&1) {
        return Err(Unusable::new("no-events", format!("No row has \"{name}\", so groups cannot be compared in it.")));
    }
    let mut order: Vec<usize> = (0..time.len()).collect();
    order.sort_by(|&a, &b| time[a].total_cmp(&time[b]));
    let mut groups = vec![Group { free: 1.0, ..Group::default() }; n_groups];
    for &g in group {
        groups[g as usize].at_risk += 1.0;
    }
    let k = n_groups;
    let mut score = vec![0.0; k];
    let mut variance = Matrix::zeros(k);
    // `reach[i, r]`: how far an event in r still moves the score of i by the pooled incidence; the sums close its square at the end.
    let mut reach = Matrix::zeros(k);
    let mut once = Matrix::zeros(k);
    let mut twice = vec![0.0; k];
    let mut pooled = 0.0;
    let mut at = 0;
    while at < order.len() {
        let now = time[order[at]];
        let from = at;
        for one in &mut groups {
            (one.own, one.other) = (0.0, 0.0);
        }
        while at < order.len() && time[order[at]] == now {
            let one = &mut groups[group[order[at]] as usize];
            match cause[order[at]] {
                0 => {}
                1 => one.own += 1.0,
                _ => one.other += 1.0,
            }
            at += 1;
        }
        let own: f64 = groups.iter().map(|one| one.own).sum();
        let other: f64 = groups.iter().map(|one| one.other).sum();
        if own + other > 0.0 {
            let (mut risk, mut open) = (0.0, 0.0);
            for one in groups.iter_mut().filter(|one| one.at_risk > 0.0) {
                one.free_after = one.free * (one.at_risk - one.own - one.other) / one.at_risk;
                one.had_after = one.had + one.free * one.own / one.at_risk;
                risk += one.at_risk / one.free;
                open += one.at_risk * (1.0 - one.had) / one.free;
            }
            let pooled_after = pooled + own / risk;
            let mut now_reach = Matrix::zeros(k);
            for i in (0..k).filter(|&i| groups[i].at_risk > 0.0) {
                let mine = groups[i].at_risk / groups[i].free;
                score[i] += groups[i].own - own * groups[i].at_risk * (1.0 - groups[i].had) / (groups[i].free * open);
                for r in (0..k).filter(|&r| groups[r].at_risk > 0.0) {
                    let theirs = groups[r].at_risk / groups[r].free;
                    now_reach[(i, r)] = mine * (f64::from(u8::from(i == r)) - theirs / risk);
                    reach[(i, r)] += now_reach[(i, r)] * own / (risk * (1.0 - pooled));
                }
            }
            for r in (0..k).filter(|&r| groups[r].at_risk > 0.0) {
                let one = groups[r];
                if own > 0.0 {
                    let left = if one.free_after > 0.0 { 1.0 - (1.0 - pooled_after) / one.free_after } else { 1.0 };
                    let ties = if own > 1.0 { 1.0 - (own - 1.0) / (risk * one.free - 1.0) } else { 1.0 };
                    let spread = ties * one.free * own / (risk * one.at_risk);
                    let pull = |i: usize| now_reach[(i, r)] - left * reach[(i, r)];
                    add(&mut variance, &mut once, r, spread, left, &pull);
                    twice[r] += left * left * spread;
                }
                if one.other > 0.0 && one.free_after > 0.0 {
                    let left = (1.0 - pooled_after) / one.free_after;
                    let ties = if one.other > 1.0 { 1.0 - (one.other - 1.0) / (one.at_risk - 1.0) } else { 1.0 };
                    let spread = ties * one.free * one.free * one.other / (one.at_risk * one.at_risk);
                    let pull = |i: usize| left * reach[(i, r)];
                    add(&mut variance, &mut once, r, spread, -left, &pull);
                    twice[r] += left * left * spread;
                }
            }
            for one in groups.iter_mut().filter(|one| one.at_risk > 0.0) {
                (one.free, one.had) = (one.free_after, one.had_after);
            }
            pooled = pooled_after;
        }
        for &row in &order[from..at] {
            groups[group[row] as usize].at_risk -= 1.0;
        }
    }
    for i in 0..k {
        for j in 0..k {
            for r in 0..k {
                variance[(i, j)] += reach[(i, r)] * reach[(j, r)] * twice[r]
                    + reach[(i, r)] * once[(j, r)]
                    + reach[(j, r)] * once[(i, r)];
            }
        }
    }
    let tested: Vec<usize> = (0..k - 1).collect();
    let (chisq, rank) = generalized_quadratic(&variance.picked(&tested), &score[..k - 1]);
    Ok(GrayTest { cause: name.to_owned(), test: ChiSquare::of(chisq, rank) })
}

fn add(variance: &mut Matrix, once: &mut Matrix, r: usize, spread: f64, left: f64, pull: &dyn Fn(usize) -> f64) {
    let k = variance.n();
    for i in 0..k {
        once[(i, r)] += pull(i) * left * spread;
        for j in 0..k {
            variance[(i, j)] += pull(i) * pull(j) * spread;
        }
    }
}
