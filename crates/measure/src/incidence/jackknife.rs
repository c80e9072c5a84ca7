//! How much each case pulls at the shares of the states: the infinitesimal jackknife of R's `survfit`.

use std::collections::BTreeMap;

use super::process::Process;

/// More products than these are minutes of work: then the variance of Greenwood's type is alone.
const WORK_MAX: usize = 600_000_000;

/// The pull of each case, state by state.
pub(crate) struct Jackknife {
    /// For each state, the pull of each case; nothing at all when there is too much work.
    pulls: Option<Vec<Vec<f64>>>,
    /// The same summed over time.
    areas: Vec<Vec<f64>>,
    /// Stays that are at risk now, by state, and where each is in its list.
    inside: Vec<Vec<usize>>,
    places: Vec<usize>,
    states: Vec<usize>,
}

impl Jackknife {
    pub fn new(process: &Process, n_times: usize) -> Self {
        let (n, k) = (process.n_cases(), process.states().len());
        let possible = n.saturating_mul(n_times).saturating_mul(k) <= WORK_MAX;
        Self {
            pulls: possible.then(|| vec![vec![0.0; n]; k]),
            areas: if possible { vec![vec![0.0; n]; k] } else { Vec::new() },
            inside: vec![Vec::new(); k],
            places: vec![0; process.stays.len()],
            states: process.stays.iter().map(|stay| stay.from).collect(),
        }
    }

    pub fn enter(&mut self, stay: usize, process: &Process) {
        if self.pulls.is_some() {
            let list = &mut self.inside[process.stays[stay].from];
            self.places[stay] = list.len();
            list.push(stay);
        }
    }

    pub fn leave(&mut self, stay: usize) {
        if self.pulls.is_some() {
            let list = &mut self.inside[self.states[stay]];
            let place = self.places[stay];
            list.swap_remove(place);
            if let Some(&moved) = list.get(place) {
                self.places[moved] = place;
            }
        }
    }

    /// Some time goes by with the shares as they are.
    pub fn pass(&mut self, span: f64) {
        let Some(pulls) = &self.pulls else { return };
        if span == 0.0 {
            return;
        }
        for (area, pull) in self.areas.iter_mut().zip(pulls) {
            for (sum, one) in area.iter_mut().zip(pull) {
                *sum += one * span;
            }
        }
    }

    /// One time of transitions: pulls go with the step, and those at risk pull at the step itself.
    pub fn step(
        &mut self,
        process: &Process,
        share: &[f64],
        moves: &BTreeMap<(usize, usize), usize>,
        at_risk: &[usize],
        ended: &[usize],
    ) {
        let Some(pulls) = &mut self.pulls else { return };
        // All of the pulls before the step, state by state from which some went.
        let mut before: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for &(g, _) in moves.keys() {
            before.entry(g).or_insert_with(|| pulls[g].clone());
        }
        for (&(g, h), &d) in moves {
            let y = at_risk[g] as f64;
            let part = d as f64 / y;
            let old = &before[&g];
            for (case, pull) in old.iter().enumerate() {
                if *pull != 0.0 {
                    pulls[g][case] -= pull * part;
                    pulls[h][case] += pull * part;
                }
            }
            let down = share[g] * part / y;
            for &stay in &self.inside[g] {
                let case = process.stays[stay].case as usize;
                pulls[h][case] -= down;
                pulls[g][case] += down;
            }
            let up = share[g] / y;
            for &stay in ended.iter().filter(|&&s| process.stays[s].from == g && process.stays[s].to == Some(h)) {
                let case = process.stays[stay].case as usize;
                pulls[h][case] += up;
                pulls[g][case] -= up;
            }
        }
    }

    /// The standard error of the share in each state.
    pub fn std_err(&self) -> Option<Vec<f64>> {
        self.pulls.as_ref().map(|pulls| pulls.iter().map(|one| root_of_squares(one)).collect())
    }

    /// The standard error of the time in each state.
    pub fn sojourn_std_err(&self) -> Option<Vec<f64>> {
        self.pulls.as_ref().map(|_| self.areas.iter().map(|one| root_of_squares(one)).collect())
    }
}

fn root_of_squares(numbers: &[f64]) -> f64 {
    let sum: f64 = numbers.iter().map(|one| one * one).sum();
    // Less is rounding: all have gone the same way.
    if sum < 1e-28 { 0.0 } else { sum.sqrt() }
}
