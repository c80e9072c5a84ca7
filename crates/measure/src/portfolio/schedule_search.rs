//! The shortest schedule: rules and seeded crossings give one; critical path, work, windows and the linear relaxation bound it from below,
//! and between the two a time-indexed programme decides whether one period less is possible (Pritsker, Watters and Wolfe 1969; step
//! variables).

use super::options::Options;
use super::programme::{Programme, RowKey};
use super::result::Status;
use super::schedule::Schedule;
use super::schedule_rules::{improved, short};
use super::schedule_windows::{Windows, windows};
use super::solver::{Clock, Limits, maximise};
use crate::Unusable;

/// Nodes of the tree for one question; a hard one stays open after them, and the result says so.
const NODES: i32 = 2_000;
/// Larger programmes are not tried: they would not be solved.
const CELLS_MAX: usize = 20_000;

/// The best schedule, and what no schedule can go below.
pub(super) struct Searched {
    pub starts: Vec<usize>,
    pub lower: usize,
    /// Whether the limit on seconds ended it.
    pub cut: bool,
}

/// Searches until the two meet or a limit ends it.
pub(super) fn search(schedule: &Schedule, options: &Options, clock: &Clock) -> Result<Searched, Unusable> {
    let (_, path) = schedule.critical_path();
    let simple = path.max(schedule.work_bound());
    let mut starts = short(schedule, options.seed, simple, clock);
    let mut upper = schedule.makespan(&starts)?;
    // The least time that is not impossible by windows alone: what is impossible in a time is so in any shorter one.
    let mut lower = first(simple, upper, |horizon| Ok(!clock.over() && windows(schedule, horizon).is_none()))?;
    // Then the same by the linear relaxation.
    lower =
        first(lower, upper, |horizon| Ok(!clock.over() && relaxed_is_impossible(schedule, horizon, options, clock)?))?;
    while lower < upper && !clock.over() {
        // Is there one that is shorter? If so it is taken, and if not the bound is reached.
        match shorter(schedule, upper - 1, options, clock)? {
            Answer::Found(found) => {
                starts = improved(schedule, found);
                upper = schedule.makespan(&starts)?;
            }
            Answer::No => lower = upper,
            Answer::Open => break,
        }
    }
    Ok(Searched { starts, lower: lower.min(upper), cut: lower < upper && clock.over() })
}

/// The least time from `from` on that is not impossible, at most `to`.
fn first(from: usize, to: usize, impossible: impl Fn(usize) -> Result<bool, Unusable>) -> Result<usize, Unusable> {
    let (mut least, mut most) = (from, to);
    while least < most {
        let middle = least + (most - least) / 2;
        if impossible(middle)? {
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    Ok(least)
}

enum Answer {
    Found(Vec<usize>),
    No,
    Open,
}

/// The programme of all schedules that end by a time, and the columns of each activity. `x[a][t]` is 1 when activity a has started by t; the
/// objective is to have started early, which guides the search and proves nothing. None when it would be too large.
fn programme(
    schedule: &Schedule,
    Windows { earliest, latest }: &Windows,
    horizon: usize,
) -> Option<(Programme, Vec<Vec<usize>>)> {
    let n = schedule.activities.len();
    let cells: usize = (0..n).map(|a| latest[a] - earliest[a] + 1).sum();
    if cells > CELLS_MAX {
        return None;
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
    Some((programme, columns))
}

/// Whether the linear relaxation proves that no schedule ends by a time.
fn relaxed_is_impossible(
    schedule: &Schedule,
    horizon: usize,
    options: &Options,
    clock: &Clock,
) -> Result<bool, Unusable> {
    let Some(windows) = windows(schedule, horizon) else { return Ok(true) };
    let Some((programme, _)) = programme(schedule, &windows, horizon) else { return Ok(false) };
    let limits = Limits { seconds: clock.left(), gap: 0.0, nodes: None, seed: options.seed };
    Ok(maximise(&programme, true, None, limits)?.status == Status::Infeasible)
}

/// Looks for a schedule that ends by `horizon`.
fn shorter(schedule: &Schedule, horizon: usize, options: &Options, clock: &Clock) -> Result<Answer, Unusable> {
    let Some(windows) = windows(schedule, horizon) else { return Ok(Answer::No) };
    let Some((programme, columns)) = programme(schedule, &windows, horizon) else { return Ok(Answer::Open) };
    // Any plan will do, so a wide gap ends the search at the first.
    let limits = Limits { seconds: clock.left(), gap: 1e6, nodes: Some(NODES), seed: options.seed };
    let found = maximise(&programme, false, None, limits)?;
    if found.columns.len() == programme.columns.len()
        && found.status != Status::Infeasible
        && found.status != Status::Unknown
    {
        let starts = (0..schedule.activities.len())
            .map(|a| windows.latest[a] - columns[a].iter().filter(|column| found.columns[**column] > 0.5).count())
            .collect();
        return Ok(Answer::Found(starts));
    }
    Ok(if found.status == Status::Infeasible { Answer::No } else { Answer::Open })
}
