//! Large-neighbourhood search (Shaw 1998): some decisions are left free, everything else stays as in the best plan, and the rest of
//! money, materials, suppliers, specialists and slack is dealt out anew among the free ones.
//!
//! Two neighbourhoods of the same plan are solved side by side, each by a solver of its own, and joined in their order; so the same
//! input gives the same plan however long each of the two took.

use std::collections::BTreeSet;

use super::super::options::Options;
use super::super::plan::{Checked, Plan};
use super::super::result::Status;
use super::super::solve::{checked_plan, prepare, values};
use super::super::solver::{Clock, Limits, maximise};
use super::super::upp::Upp;
use super::super::variables::{Keep, Var};
use super::areas::{Area, Areas, ORDER};
use super::bound::Priced;
use super::check;
use super::join::joined;
use super::lifted::tighten;
use super::technology::{packages, priced_starts};
use crate::Unusable;

/// Nodes of the tree in one neighbourhood.
const NODES: i32 = 200;
/// Seconds of one neighbourhood: a stop for the worst case; where it is reached the result says so.
const SECONDS: f64 = 30.0;
/// The same where nobody asked for an end in time: then the count of work ends it, on a busy machine too.
const SECONDS_UNASKED: f64 = 300.0;
/// The gap at which the solver ends, as a share of the whole plan's value: far below what one neighbourhood may gain.
const GAP: f64 = 2e-5;
/// Dates of signing by technology, and of starting by project and option, that are left to the solver.
const SIGNINGS: usize = 8;
const STARTS: usize = 6;
/// A search that found nothing in so many neighbourhoods ends.
const PATIENCE: usize = 120;

/// The search and its best plan.
pub(super) struct Search<'a> {
    upp: &'a Upp,
    options: &'a Options,
    priced: &'a Priced,
    best: Plan,
    value: f64,
    /// Decisions worth trying at the prices, by technology.
    promising: Vec<BTreeSet<Var>>,
}

/// What came of one neighbourhood.
struct Tried {
    better: Option<(Plan, f64)>,
    /// Whether the solver got through.
    through: bool,
    /// Whether the seconds ended it.
    cut: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(upp: &'a Upp, options: &'a Options, priced: &'a Priced, best: Plan, value: f64) -> Self {
        let promising = (0..upp.technologies.len()).map(|k| promising(upp, priced, k)).collect();
        Self { upp, options, priced, best, value, promising }
    }

    /// The best plan, checked.
    pub(super) fn result(self) -> Result<(Plan, Checked), Unusable> {
        let checked = check(self.upp, &self.best).map_err(|broken| {
            Unusable::new(
                "plan-refused",
                format!("The independent check refuses the plan: {}", broken.first().map_or("", |v| v.text.as_str())),
            )
        })?;
        Ok((self.best, checked))
    }

    /// Searches for so many rounds. Whether the limit on seconds ended it.
    pub(super) fn run(&mut self, rounds: usize, clock: &Clock) -> Result<bool, Unusable> {
        if rounds == 0 {
            return Ok(false);
        }
        let mut cut = false;
        let mut areas = Areas::new(self.upp, self.priced, self.options.seed);
        let (mut idle, mut round) = (0, 0);
        while round < rounds {
            if clock.over() {
                return Ok(true);
            }
            let mut signed = vec![false; self.upp.technologies.len()];
            for var in decisions(self.upp, &self.best) {
                if let Var::Sign(k, ..) = var {
                    signed[k] = true;
                }
            }
            let pair: Vec<Area> =
                (round..rounds.min(round + 2)).map(|round| areas.area(ORDER[round % ORDER.len()], &signed)).collect();
            round += pair.len();
            let found = self.both(&pair, |area| self.tried(area, &self.promising_in(area), clock))?;
            for (area, tried) in pair.iter().zip(&found) {
                areas.learn(area.kind, tried.through);
                cut |= tried.cut;
            }
            let before = self.value;
            self.take(&self.best.clone(), found);
            idle = if self.value > before + 1e-9 { 0 } else { idle + pair.len() };
            if idle >= PATIENCE
                || self.priced.bound - self.value <= self.options.gap.unwrap_or(1e-4) * self.value.abs().max(1.0)
            {
                break;
            }
        }
        Ok(cut)
    }

    /// Solves two side by side, each by a solver of its own; what comes back is in their order.
    fn both<T: Sync>(
        &self,
        two: &[T],
        solve: impl Fn(&T) -> Result<Tried, Unusable> + Sync,
    ) -> Result<Vec<Tried>, Unusable> {
        let solve = &solve;
        std::thread::scope(|scope| {
            let running: Vec<_> = two.iter().map(|one| scope.spawn(move || solve(one))).collect();
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(stopped()))).collect()
        })
    }

    fn promising_in(&self, area: &Area) -> BTreeSet<Var> {
        if area.used_only {
            return self.priced.used.keys().copied().collect();
        }
        let mut vars = BTreeSet::new();
        for (k, promising) in self.promising.iter().enumerate() {
            let projects = &self.priced.tables.by_technology[k];
            if area.technologies[k] || projects.iter().any(|p| area.projects[*p]) {
                vars.extend(promising.iter().copied());
            }
        }
        vars
    }

    /// Takes what is better than the plan `before`, from which all of it was found: the best, and with it what else fits.
    fn take(&mut self, before: &Plan, found: Vec<Tried>) {
        let mut better: Vec<(Plan, f64)> = found.into_iter().filter_map(|tried| tried.better).collect();
        better.sort_by(|x, y| y.1.total_cmp(&x.1));
        for (plan, value) in better {
            if value > self.value {
                (self.best, self.value) = (plan, value);
                continue;
            }
            let both = joined(self.upp, before, &self.best, &plan);
            if let Ok(checked) = check(self.upp, &both)
                && checked.objective > self.value
            {
                (self.best, self.value) = (both, checked.objective);
            }
        }
    }

    /// Solves with some decisions free.
    fn tried(&self, area: &Area, promising: &BTreeSet<Var>, clock: &Clock) -> Result<Tried, Unusable> {
        let upp = self.upp;
        let current = decisions(upp, &self.best);
        let mut needed = vec![false; upp.missions.len()];
        let mut fixed_need = vec![false; upp.missions.len()];
        for (k, technology) in upp.technologies.iter().enumerate() {
            if let Some(j) = technology.mission {
                if area.technologies[k] {
                    needed[j] = true;
                } else if self.best.signings.iter().any(|s| s.technology == technology.id) {
                    fixed_need[j] = true;
                }
            }
        }
        let keep = |var: Var| {
            if matches!(var, Var::Develop(..)) {
                return Keep::Free;
            }
            match (area.holds(upp, var, &|j| needed[j] && !fixed_need[j]), current.contains(&var)) {
                (true, true) => Keep::Free,
                (true, false) if promising.contains(&var) => Keep::Free,
                (false, true) => Keep::One,
                _ => Keep::No,
            }
        };
        let options = Options { fix: Vec::new(), ..self.options.clone() };
        let mut prepared = prepare(upp, &options, &keep);
        tighten(&mut prepared.programme, &prepared.block, &self.priced.tables.lifted);
        let start = values(upp, &prepared, &self.best);
        let seconds = clock.left().map_or(SECONDS_UNASKED, |left| left.min(SECONDS));
        let limits = Limits { seconds: Some(seconds), gap: GAP, nodes: Some(NODES), seed: self.options.seed };
        let found = maximise(&prepared.programme, false, Some(&start), limits)?;
        let mut better = None;
        if !found.columns.is_empty() && found.objective > self.value + 1e-7 {
            // A plan that the check refuses is passed over: the one before stands.
            if let Ok((plan, checked)) = checked_plan(upp, &prepared, &found, limits)
                && checked.objective > self.value
            {
                better = Some((plan, checked.objective));
            }
        }
        Ok(Tried { better, through: found.status == Status::Optimal, cut: found.cut })
    }
}

fn stopped() -> Unusable {
    Unusable::new("solver-failed", "A neighbourhood could not be solved: its thread came to an end. Try again.")
}

/// A number from 0 to below 1 that looks like chance and is the same each time (`splitmix64`, Steele, Lea and Flood 2014).
pub(super) fn drawn(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Dates of signing, missions and starts of a technology that lose least at the prices.
fn promising(upp: &Upp, priced: &Priced, k: usize) -> BTreeSet<Var> {
    let mut vars = BTreeSet::new();
    let technology = &upp.technologies[k];
    let found = packages(upp, &priced.tables, &priced.prices, k, f64::NEG_INFINITY);
    for package in found.iter().take(SIGNINGS) {
        vars.insert(Var::Sign(k, package.option, package.period));
        if let Some(j) = technology.mission {
            let start = package.period.saturating_sub(upp.missions[j].duration);
            for t in package.mission.into_iter().chain((start > 0).then_some(start)) {
                vars.insert(Var::Mission(j, t));
            }
        }
    }
    for &p in &priced.tables.by_technology[k] {
        for (o, values) in priced_starts(upp, &priced.tables, &priced.prices, p).into_iter().enumerate() {
            if !found.iter().take(SIGNINGS).any(|package| package.option == o) {
                continue;
            }
            let mut dates: Vec<usize> = (1..=upp.periods).filter(|t| values[*t].is_finite()).collect();
            dates.sort_by(|x, y| values[*y].total_cmp(&values[*x]).then(x.cmp(y)));
            dates.into_iter().take(STARTS).for_each(|t| {
                vars.insert(Var::Start(p, o, t));
            });
        }
    }
    vars
}

/// The decisions of a plan.
fn decisions(upp: &Upp, plan: &Plan) -> BTreeSet<Var> {
    let technologies: std::collections::BTreeMap<&str, usize> =
        upp.technologies.iter().enumerate().map(|(k, t)| (t.id.as_str(), k)).collect();
    let option = |k: usize, kind: &str| upp.technologies[k].options.iter().position(|o| o.kind == kind);
    let mut vars = BTreeSet::new();
    for signing in &plan.signings {
        if let Some(k) = technologies.get(signing.technology.as_str()) {
            option(*k, &signing.option).into_iter().for_each(|o| {
                vars.insert(Var::Sign(*k, o, signing.period));
            });
        }
    }
    for start in &plan.starts {
        let k = upp.projects[start.project].technology;
        option(k, &start.option).into_iter().for_each(|o| {
            vars.insert(Var::Start(start.project, o, start.period));
        });
    }
    for mission in &plan.missions {
        upp.missions.iter().position(|j| j.id == mission.mission).into_iter().for_each(|j| {
            vars.insert(Var::Mission(j, mission.period));
        });
    }
    for development in &plan.developments {
        upp.suppliers.iter().position(|s| s.id == development.supplier).into_iter().for_each(|s| {
            vars.insert(Var::Develop(s, development.period));
        });
    }
    vars
}
