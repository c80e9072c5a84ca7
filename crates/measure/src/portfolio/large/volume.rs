//! Prices by the volume algorithm (Barahona and Anbil 2000): a subgradient method that remembers what the subproblems chose, so that it
//! gives a good bound and a plan in shares after some hundred cheap rounds.
//!
//! Money that is carried over is priced cumulatively: one unit in a period helps in all that follow. Credit, developments and shared
//! missions form a small linear programme of their own, solved exactly in each round; so every round's bound holds.

use std::collections::VecDeque;

use super::super::programme::{Column, Programme, Row};
use super::super::solver::{Clock, Found, Limits, maximise};
use super::super::upp::Upp;
use super::super::variables::NONE;
use super::bound::{Rows, entries, prices_of};
use super::technology::{Package, Tables, best_package};
use crate::Unusable;

/// Rounds whose packages are remembered; older ones count next to nothing.
const REMEMBERED: usize = 300;
/// Rounds without a better bound after which the step shrinks.
const PATIENCE: usize = 6;
/// Steps below this move nothing.
const STEP_MIN: f64 = 2e-3;
/// Largest share of the last round in what is remembered.
const SHARE_MAX: f64 = 0.1;

/// What the rounds gave.
pub(super) struct Volume {
    pub bound: f64,
    /// Duals of the rows of the base.
    pub duals: Vec<f64>,
    /// Packages with the share in which they are remembered.
    pub used: Vec<(Package, f64)>,
    pub cut: bool,
}

/// The part that is no technology's: its own rows bind it, and the shared ones only price it.
pub(super) struct Rest {
    programme: Programme,
    /// Entries of its columns in the shared rows.
    shared: Vec<Vec<(usize, f64)>>,
    costs: Vec<f64>,
}

impl Rest {
    /// The most that it gains at duals of the shared rows, and how.
    fn gain(&mut self, duals: &[f64], limits: Limits) -> Result<Found, Unusable> {
        for ((column, shared), cost) in self.programme.columns.iter_mut().zip(&self.shared).zip(&self.costs) {
            column.cost = cost - shared.iter().map(|(row, factor)| duals[*row] * factor).sum::<f64>();
        }
        maximise(&self.programme, true, None, Limits { seconds: None, ..limits })
    }
}

/// The bound that duals of the shared rows prove. Those of money may not rise from one period to the next where it is carried over.
pub(super) fn proved(
    upp: &Upp,
    tables: &Tables,
    base: &Programme,
    rows: &Rows,
    rest: &mut Rest,
    duals: &[f64],
    limits: Limits,
) -> Result<f64, Unusable> {
    let prices = prices_of(upp, rows, duals);
    let n_rows = rows.once.first().copied().unwrap_or(0);
    let worth: f64 = base.rows[..n_rows].iter().zip(duals).map(|(row, dual)| row.upper * dual).sum();
    let n = upp.technologies.len();
    let gains: f64 = (0..n).filter_map(|k| best_package(upp, tables, &prices, k)).map(|package| package.reduced).sum();
    Ok(worth + gains + rest.gain(duals, limits)?.objective)
}

pub(super) fn rest(base: &Programme, n_shared: usize, carried: &[usize]) -> Rest {
    let (mut programme, mut shared, mut costs) = (Programme::default(), Vec::new(), Vec::new());
    programme.rows = base.rows[n_shared..].iter().map(Row::clone).collect();
    for (_, column) in base.columns.iter().enumerate().filter(|(at, _)| !carried.contains(at)) {
        let own = column.entries.iter().filter(|(row, _)| *row >= n_shared).map(|(row, f)| (row - n_shared, *f));
        programme.columns.push(Column { entries: own.collect(), ..column.clone() });
        shared.push(column.entries.iter().filter(|(row, _)| *row < n_shared).copied().collect());
        costs.push(column.cost);
    }
    Rest { programme, shared, costs }
}

/// How much value may pass through each row in one period: what money and a material may be worth together differs by a factor of a
/// thousand from what a day of one enterprise may be, and steps must differ alike.
fn weights(upp: &Upp, tables: &Tables, rows: &Rows, n_shared: usize) -> Vec<f64> {
    let mut weights = vec![0.0; n_shared];
    for (p, adoption) in upp.projects.iter().enumerate() {
        let most = tables.worths[p].iter().flatten().flatten().fold(0.0_f64, |most, worth| most.max(*worth));
        let mut add = |by_period: &[usize]| {
            by_period.iter().filter(|row| **row != NONE).for_each(|row| weights[*row] += most / upp.periods as f64);
        };
        rows.money.iter().for_each(|by_period| add(by_period));
        add(&rows.slack[adoption.enterprise]);
        add(&rows.parallel[adoption.enterprise]);
        adoption.materials.iter().for_each(|(m, _)| add(&rows.materials[*m]));
        adoption.supplier.iter().for_each(|(s, _)| add(&rows.suppliers[*s]));
        adoption.staff.iter().for_each(|(l, _)| add(&rows.staff[*l]));
        add(&rows.prerequisite[adoption.technology]);
        add(&rows.mission[adoption.technology]);
    }
    weights
}

/// Searches for prices. `value` is that of a plan in hand, which the bound cannot fall below.
#[allow(clippy::too_many_arguments)]
pub(super) fn volume(
    upp: &Upp,
    tables: &Tables,
    base: &Programme,
    rows: &Rows,
    carried: &[usize],
    rounds: usize,
    value: f64,
    limits: Limits,
    clock: &Clock,
) -> Result<Volume, Unusable> {
    let n_shared = rows.once.last().map_or(0, |row| row + 1);
    let mut is_once = vec![false; n_shared];
    rows.once.iter().for_each(|row| is_once[*row] = true);
    // In the scaled space every row is worth about as much: cumulated where money is carried over, divided by what there is, and by what may depend on it.
    let cumulate = |plain: &mut [f64]| {
        if upp.carry_over {
            for by_period in &rows.money {
                for t in 2..by_period.len() {
                    plain[by_period[t]] += plain[by_period[t - 1]];
                }
            }
        }
    };
    let mut supply: Vec<f64> = base.rows[..n_shared].iter().map(|row| row.upper).collect();
    cumulate(&mut supply);
    let weights = weights(upp, tables, rows, n_shared);
    let scale: Vec<f64> = supply
        .iter()
        .zip(&weights)
        .map(|(supply, weight)| if *supply > 1e-6 { *supply } else { 1.0 } / weight.max(1e-3).sqrt())
        .collect();
    let plain_duals = |scaled: &[f64]| {
        let mut duals: Vec<f64> = scaled.iter().zip(&scale).map(|(price, scale)| price / scale).collect();
        if upp.carry_over {
            for by_period in &rows.money {
                for t in (1..by_period.len() - 1).rev() {
                    duals[by_period[t]] += duals[by_period[t + 1]];
                }
            }
        }
        duals
    };
    let mut rest = rest(base, n_shared, carried);
    let n = upp.technologies.len();
    let mut best = Volume { bound: f64::INFINITY, duals: vec![0.0; base.rows.len()], used: Vec::new(), cut: false };
    let mut centre = vec![0.0; n_shared];
    let mut tried = centre.clone();
    let mut remembered = Vec::<f64>::new();
    let mut chosen = VecDeque::<(f64, Vec<Package>)>::new();
    let (mut step, mut idle) = (1.0, 0);
    for round in 0..rounds {
        if round > 0 && clock.over() {
            best.cut = true;
            break;
        }
        let mut duals = plain_duals(&tried);
        duals.resize(base.rows.len(), 0.0);
        let prices = prices_of(upp, rows, &duals);
        let packages: Vec<Package> = (0..n).filter_map(|k| best_package(upp, tables, &prices, k)).collect();
        let mut taken = vec![0.0; n_shared];
        for package in &packages {
            entries(upp, tables, rows, package).into_iter().for_each(|(row, factor)| taken[row] += factor);
        }
        let found = rest.gain(&duals, limits)?;
        for (amount, shared) in found.columns.iter().zip(&rest.shared) {
            shared.iter().for_each(|(row, factor)| taken[*row] += factor * amount);
        }
        cumulate(&mut taken);
        let worth: f64 =
            (0..n_shared).filter(|row| !is_once[*row]).map(|row| tried[row] * supply[row] / scale[row]).sum();
        let bound = worth + packages.iter().map(|package| package.reduced).sum::<f64>() + found.objective;
        let left: Vec<f64> =
            (0..n_shared).map(|row| if is_once[row] { 0.0 } else { (supply[row] - taken[row]) / scale[row] }).collect();
        if bound < best.bound - 1e-9 {
            // A longer step is worth trying where this one went the right way.
            let right: f64 = left.iter().zip(&remembered).map(|(x, y)| x * y).sum();
            step = f64::min(step * if right > 0.0 { 1.2 } else { 1.02 }, 2.0);
            (best.bound, best.duals) = (bound, duals);
            centre.clone_from(&tried);
            idle = 0;
        } else {
            idle += 1;
            if idle % PATIENCE == 0 {
                step *= 0.66;
            }
        }
        // The mixture of old and new that is nearest to breaking no row.
        let share = if remembered.is_empty() {
            1.0
        } else {
            let (mut along, mut square) = (0.0, 0.0);
            for (new, old) in left.iter().zip(&remembered) {
                along -= old * (new - old);
                square += (new - old) * (new - old);
            }
            let most = SHARE_MAX * step.clamp(0.1, 1.0);
            if square > 0.0 { (along / square).clamp(most / 10.0, most) } else { most }
        };
        if remembered.is_empty() {
            remembered.clone_from(&left);
        } else {
            remembered.iter_mut().zip(&left).for_each(|(old, new)| *old += share * (new - *old));
        }
        chosen.iter_mut().for_each(|(weight, _)| *weight *= 1.0 - share);
        chosen.push_back((share, packages));
        if chosen.len() > REMEMBERED {
            chosen.pop_front();
        }
        // What is left over at a price of 0 pulls nowhere.
        let pull = |row: usize| if remembered[row] > 0.0 && centre[row] <= 0.0 { 0.0 } else { remembered[row] };
        let square: f64 = (0..n_shared).map(|row| pull(row) * pull(row)).sum();
        if square < 1e-12 || step < STEP_MIN {
            break;
        }
        // Aim below the bound, by less and less as the steps shrink; never below the plan in hand.
        let aim = (best.bound - 0.05 * step.min(1.0) * best.bound.abs().max(1.0)).max(value);
        let length = step * (best.bound - aim).max(1e-3 * best.bound.abs()) / square;
        for row in 0..n_shared {
            tried[row] = (centre[row] - length * pull(row)).max(0.0);
        }
    }
    let mut used =
        std::collections::BTreeMap::<(usize, usize, usize, Option<usize>, Vec<(usize, usize)>), (Package, f64)>::new();
    for (weight, packages) in chosen {
        for package in packages {
            let key = (package.technology, package.option, package.period, package.mission, package.starts.clone());
            used.entry(key).or_insert((package, 0.0)).1 += weight;
        }
    }
    best.used = used.into_values().filter(|(_, share)| *share > 1e-3).collect();
    debug_assert!(rows.once.iter().all(|row| *row != NONE));
    Ok(best)
}
