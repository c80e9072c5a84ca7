//! The shortest schedule: rules and seeded draws give one, critical path and work bound it, and between the two a time-indexed
//! programme decides whether one period less is possible (Pritsker, Watters and Wolfe 1969; step variables).

use super::options::Options;
use super::programme::{Programme, RowKey};
use super::result::Status;
use super::schedule::Schedule;
use super::solver::{Clock, Limits, maximise};
use crate::Unusable;

/// Seeded draws of priorities; each takes microseconds at thirty activities.
const DRAWS: usize = 3_000;
/// Larger programmes are not tried: they would not be solved.
const CELLS_MAX: usize = 400_000;

/// The best schedule, and what no schedule can go below.
pub(super) struct Searched {
    pub starts: Vec<usize>,
    pub lower: usize,
}

/// Searches until the two meet or a limit ends it.
pub(super) fn search(schedule: &Schedule, options: &Options, clock: &Clock) -> Result<Searched, Unusable> {
    let (earliest, path) = schedule.critical_path();
    let tails = schedule.tails();
    let mut lower = path.max(schedule.work_bound());
    let mut starts = by_rules(schedule, &earliest, &tails, options.seed, lower);
    let mut upper = schedule.makespan(&starts)?;
    while lower < upper && !clock.over() {
        // Is there one that is shorter? If so it is taken, and if not the bound is reached.
        match shorter(schedule, &earliest, &tails, upper - 1, options, clock)? {
            Answer::Found(found) => {
                starts = improved(schedule, found);
                upper = schedule.makespan(&starts)?;
            }
            Answer::No => lower = upper,
            Answer::Open => break,
        }
    }
    Ok(Searched { starts, lower: lower.min(upper) })
}

/// The schedule that serial generation gives in the order of these starts: never longer.
fn improved(schedule: &Schedule, starts: Vec<usize>) -> Vec<usize> {
    let priority: Vec<f64> = starts.iter().map(|start| *start as f64).collect();
    let again = schedule.serial(&priority);
    match (schedule.makespan(&again), schedule.makespan(&starts)) {
        (Ok(new), Ok(old)) if new <= old => again,
        _ => starts,
    }
}

/// Numbers that look like chance and are the same each time (`splitmix64`, Steele and others 2014).
fn drawn(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Latest start, most work behind, most successors; then draws around the latest start, improved forwards and backwards
/// (Valls, Ballestin and Quintanilla 2005).
fn by_rules(schedule: &Schedule, earliest: &[usize], tails: &[usize], seed: u32, lower: usize) -> Vec<usize> {
    let n = schedule.activities.len();
    let latest: Vec<f64> = tails.iter().map(|tail| -(*tail as f64)).collect();
    let rules = [
        latest.clone(),
        earliest.iter().map(|start| *start as f64).collect(),
        (0..n).map(|a| -(schedule.activities[a].successors.len() as f64)).collect(),
        (0..n)
            .map(|a| latest[a] - schedule.activities[a].successors.iter().map(|s| tails[*s] as f64).sum::<f64>())
            .collect(),
    ];
    let reversed = schedule.reversed();
    let length = |starts: &[usize]| {
        starts.iter().zip(&schedule.activities).map(|(start, a)| start + a.duration).max().unwrap_or(0)
    };
    let mut best: Option<(usize, Vec<usize>)> = None;
    let mut state = u64::from(seed) ^ 0x5eed;
    let spread = tails.iter().max().copied().unwrap_or(1) as f64 / 4.0;
    let n_draws = if n <= 200 { DRAWS } else { DRAWS / 30 };
    for draw in 0..rules.len() + n_draws {
        let priority: Vec<f64> = match rules.get(draw) {
            Some(rule) => rule.clone(),
            None => latest.iter().map(|rank| rank + spread * drawn(&mut state)).collect(),
        };
        let mut starts = schedule.serial(&priority);
        for _ in 0..3 {
            let end = length(&starts);
            // Backwards: what ends last comes first. Then forwards again in the order of the starts found.
            let ends: Vec<f64> =
                starts.iter().zip(&schedule.activities).map(|(start, a)| -((start + a.duration) as f64)).collect();
            let back = reversed.serial(&ends);
            let whole = length(&back);
            let forwards: Vec<f64> = back
                .iter()
                .zip(&schedule.activities)
                .map(|(start, a)| whole as f64 - (start + a.duration) as f64)
                .collect();
            let again = schedule.serial(&forwards);
            if length(&again) >= end {
                break;
            }
            starts = again;
        }
        let end = length(&starts);
        if best.as_ref().is_none_or(|(shortest, _)| end < *shortest) {
            best = Some((end, starts));
        }
        if end <= lower {
            break;
        }
    }
    best.map_or_else(Vec::new, |(_, starts)| starts)
}

enum Answer {
    Found(Vec<usize>),
    No,
    Open,
}

/// Looks for a schedule that ends by `horizon`. x[a][t] is 1 when activity a has started by t; the objective is to have started early,
/// which guides the search and proves nothing.
fn shorter(
    schedule: &Schedule,
    earliest: &[usize],
    tails: &[usize],
    horizon: usize,
    options: &Options,
    clock: &Clock,
) -> Result<Answer, Unusable> {
    let n = schedule.activities.len();
    if (0..n).any(|a| earliest[a] + tails[a] > horizon) {
        return Ok(Answer::No);
    }
    let latest: Vec<usize> = (0..n).map(|a| horizon - tails[a]).collect();
    let cells: usize = (0..n).map(|a| latest[a] - earliest[a] + 1).sum();
    if cells > CELLS_MAX {
        return Ok(Answer::Open);
    }
    let mut programme = Programme::default();
    // Started by t, for t from earliest to latest - 1; before it is 0 and from the latest on it is 1.
    let columns: Vec<Vec<usize>> = (0..n)
        .map(|a| {
            (earliest[a]..latest[a])
                .map(|_| {
                    let column = programme.binary();
                    programme.columns[column].cost = 1e-3;
                    column
                })
                .collect()
        })
        .collect();
    // The factors of "started by t", and the constant in it.
    let by = |a: usize, t: Option<usize>, factor: f64, factors: &mut Vec<(usize, f64)>| -> f64 {
        match t {
            Some(t) if t >= latest[a] => factor,
            Some(t) if t >= earliest[a] => {
                factors.push((columns[a][t - earliest[a]], factor));
                0.0
            }
            _ => 0.0,
        }
    };
    for a in 0..n {
        for pair in columns[a].windows(2) {
            programme.at_most(0.0, RowKey::Other, &[(pair[0], 1.0), (pair[1], -1.0)]);
        }
        let duration = schedule.activities[a].duration;
        for &s in &schedule.activities[a].successors {
            for t in earliest[s]..latest[s] {
                let mut factors = Vec::new();
                let constant = by(s, Some(t), 1.0, &mut factors) + by(a, t.checked_sub(duration), -1.0, &mut factors);
                programme.at_most(-constant, RowKey::Other, &factors);
            }
        }
    }
    for (r, capacity) in schedule.capacities.iter().enumerate() {
        for t in 0..horizon {
            let mut factors = Vec::new();
            let mut constant = 0.0;
            for (a, activity) in schedule.activities.iter().enumerate() {
                let demand = activity.demands[r];
                if demand > 0.0 && activity.duration > 0 {
                    constant += by(a, Some(t), demand, &mut factors);
                    constant += by(a, t.checked_sub(activity.duration), -demand, &mut factors);
                }
            }
            if !factors.is_empty() || constant > *capacity {
                programme.at_most(capacity - constant, RowKey::Other, &factors);
            }
        }
    }
    // Any plan will do, so a wide gap ends the search at the first.
    let limits = Limits { seconds: clock.left(), gap: 1e6, nodes: None, seed: options.seed };
    let found = maximise(&programme, false, None, limits)?;
    if found.columns.len() == programme.columns.len()
        && found.status != Status::Infeasible
        && found.status != Status::Unknown
    {
        let starts = (0..n)
            .map(|a| latest[a] - columns[a].iter().filter(|column| found.columns[**column] > 0.5).count())
            .collect();
        return Ok(Answer::Found(starts));
    }
    Ok(if found.status == Status::Infeasible { Answer::No } else { Answer::Open })
}
