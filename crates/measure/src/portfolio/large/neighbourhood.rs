//! Large-neighbourhood search (Shaw 1998): some technologies are left free, everything else stays as in the best plan, and the rest of
//! money, materials, suppliers, specialists and slack is dealt out anew among the free ones.

use std::collections::BTreeSet;

use super::super::options::Options;
use super::super::plan::{Checked, Plan};
use super::super::programme::Programme;
use super::super::solve::{checked_plan, prepare, values};
use super::super::solver::{Clock, Limits, maximise};
use super::super::upp::Upp;
use super::super::variables::{Keep, Var};
use super::bound::Priced;
use super::check;
use super::technology::{packages, priced_starts};
use crate::Unusable;

/// Technologies that are free in one neighbourhood, at first and at most; it grows when smaller ones find nothing.
const FREE: usize = 36;
const FREE_MAX: usize = 90;
/// Neighbourhoods without anything better, after which they grow.
const GROW_AFTER: usize = 10;
/// Nodes of the tree in one neighbourhood.
const NODES: i32 = 150;
/// Seconds of one neighbourhood: a stop for the worst case; where it is reached the result says so.
const SECONDS: f64 = 20.0;
/// Dates of signing by technology, and of starting by project and option, that are left to the solver.
const SIGNINGS: usize = 8;
const STARTS: usize = 6;
/// A search that found nothing in so many neighbourhoods ends.
const PATIENCE: usize = 60;

/// The search and its best plan.
pub(super) struct Search<'a> {
    upp: &'a Upp,
    options: &'a Options,
    priced: &'a Priced,
    best: Plan,
    value: f64,
    /// Decisions worth trying at the prices, by technology.
    promising: Vec<BTreeSet<Var>>,
    /// Technologies by enterprise.
    by_enterprise: Vec<Vec<usize>>,
    state: u64,
    /// Technologies free in the next neighbourhood.
    width: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(upp: &'a Upp, options: &'a Options, priced: &'a Priced, best: Plan, value: f64) -> Self {
        let mut by_enterprise = vec![Vec::new(); upp.enterprises.len()];
        for project in &upp.projects {
            if !by_enterprise[project.enterprise].contains(&project.technology) {
                by_enterprise[project.enterprise].push(project.technology);
            }
        }
        let promising = (0..upp.technologies.len()).map(|k| promising(upp, priced, k)).collect();
        Self {
            upp,
            options,
            priced,
            best,
            value,
            promising,
            by_enterprise,
            state: u64::from(options.seed) ^ 0x10c5,
            width: FREE,
        }
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
        let mut cut = false;
        if rounds == 0 {
            return Ok(false);
        }
        // First the packages that the prices found, all technologies at once.
        let mut tried = BTreeSet::new();
        for package in self
            .priced
            .used
            .iter()
            .map(|(package, _)| package)
            .chain(self.priced.pool.iter().rev().take(2 * self.upp.technologies.len()))
        {
            let k = package.technology;
            tried.insert(Var::Sign(k, package.option, package.period));
            if let (Some(start), Some(j)) = (package.mission, self.upp.technologies[k].mission) {
                tried.insert(Var::Mission(j, start));
            }
            package.starts.iter().for_each(|(p, s)| {
                tried.insert(Var::Start(*p, package.option, *s));
            });
        }
        let whole = clock.left().map_or(60.0, |left| (left * 0.1).min(60.0));
        cut |= self.improve(&|_| true, &tried, 20 * NODES, whole, clock)?;
        let mut idle = 0;
        for round in 0..rounds {
            if clock.over() {
                return Ok(true);
            }
            let free = self.neighbours(round);
            let before = self.value;
            let technologies: BTreeSet<usize> = free.iter().copied().collect();
            let mut promising = BTreeSet::new();
            free.iter().for_each(|k| promising.extend(self.promising[*k].iter().copied()));
            cut |= self.improve(&|k| technologies.contains(&k), &promising, NODES, SECONDS, clock)?;
            idle = if self.value > before + 1e-9 { 0 } else { idle + 1 };
            if idle > 0 && idle % GROW_AFTER == 0 {
                self.width = (self.width * 5 / 4).min(FREE_MAX);
            }
            if idle >= PATIENCE
                || self.priced.bound - self.value <= self.options.gap.unwrap_or(1e-4) * self.value.abs().max(1.0)
            {
                break;
            }
        }
        Ok(cut)
    }

    fn draw(&mut self, n: usize) -> usize {
        ((drawn(&mut self.state) * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Technologies that share enterprises with one, those that gain most at the prices first; every third neighbourhood is drawn at
    /// large among those that gain, because money is shared by all.
    fn neighbours(&mut self, round: usize) -> Vec<usize> {
        let n = self.upp.technologies.len();
        let leading: Vec<usize> = self.priced.order.iter().copied().take((n / 2).max(self.width)).collect();
        let mut free = Vec::new();
        if round % 3 != 2 {
            let centre = leading[self.draw(leading.len())];
            free.push(centre);
            let mut at = 0;
            while at < free.len() && free.len() < 3 * self.width {
                for p in self.priced.tables.by_technology[free[at]].clone() {
                    for &k in &self.by_enterprise[self.upp.projects[p].enterprise] {
                        if !free.contains(&k) && leading.contains(&k) {
                            free.push(k);
                        }
                    }
                }
                at += 1;
            }
        }
        while free.len() > self.width {
            let out = 1 + self.draw(free.len() - 1);
            free.swap_remove(out);
        }
        let mut tries = 0;
        while free.len() < self.width.min(n) && tries < 10 * self.width {
            let k = leading[self.draw(leading.len())];
            if !free.contains(&k) {
                free.push(k);
            }
            tries += 1;
        }
        free
    }

    /// Solves with some technologies free; takes what is better. Whether the seconds ended it.
    fn improve(
        &mut self,
        free: &dyn Fn(usize) -> bool,
        promising: &BTreeSet<Var>,
        nodes: i32,
        seconds: f64,
        clock: &Clock,
    ) -> Result<bool, Unusable> {
        let upp = self.upp;
        let current = decisions(upp, &self.best);
        let mut needed = vec![false; upp.missions.len()];
        let mut fixed_need = vec![false; upp.missions.len()];
        for (k, technology) in upp.technologies.iter().enumerate() {
            if let Some(j) = technology.mission {
                if free(k) {
                    needed[j] = true;
                } else if self.best.signings.iter().any(|s| s.technology == technology.id) {
                    fixed_need[j] = true;
                }
            }
        }
        let keep = |var: Var| {
            let in_plan = current.contains(&var);
            let is_free = match var {
                Var::Sign(k, ..) => free(k),
                Var::Mission(j, _) => needed[j] && !fixed_need[j],
                Var::Start(p, ..) => free(upp.projects[p].technology),
                Var::Develop(..) => return Keep::Free,
            };
            match (is_free, in_plan) {
                (true, true) => Keep::Free,
                (true, false) if promising.contains(&var) => Keep::Free,
                (false, true) => Keep::One,
                _ => Keep::No,
            }
        };
        let options = Options { fix: Vec::new(), ..self.options.clone() };
        let prepared = prepare(upp, &options, &keep);
        let start = values(upp, &prepared, &self.best);
        let programme: &Programme = &prepared.programme;
        let seconds = clock.left().map_or(seconds, |left| left.min(seconds));
        let limits = Limits { seconds: Some(seconds), gap: 1e-3, nodes: Some(nodes), seed: self.options.seed };
        let found = maximise(programme, false, Some(&start), limits)?;
        if !found.columns.is_empty() && found.objective > self.value + 1e-7 {
            // A plan that the check refuses is passed over: the one before stands.
            if let Ok((plan, checked)) = checked_plan(upp, &prepared, &found, limits)
                && checked.objective > self.value
            {
                (self.best, self.value) = (plan, checked.objective);
            }
        }
        Ok(found.cut)
    }
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
