//! What one neighbourhood leaves free: technologies that share enterprises, technologies at large, enterprises next to each other, or
//! some periods of everything. Each kind grows while the solver gets through and shrinks where it does not.

use std::collections::BTreeSet;

use super::super::upp::Upp;
use super::super::variables::Var;
use super::bound::Priced;
use super::neighbourhood::drawn;

/// Kinds of neighbourhoods.
const KINDS: usize = 6;
/// The order in which they are tried: those of what the relaxation uses gain most, and the others what it does not know of.
pub(super) const ORDER: [usize; 8] = [4, 5, 0, 2, 5, 4, 1, 3];
/// Size of each kind at first, at least and at most: technologies, technologies, enterprises, fifths of a period, and technologies
/// again, of which only what the relaxation uses is free.
const SIZES: [(f64, f64, f64); KINDS] = [
    (100.0, 20.0, 300.0),
    (100.0, 20.0, 300.0),
    (36.0, 6.0, 120.0),
    (15.0, 5.0, 60.0),
    (160.0, 20.0, 1_000.0),
    (160.0, 20.0, 1_000.0),
];
/// How much a kind grows where the solver got through, and shrinks where it did not.
const GROWTH: f64 = 1.12;
const SHRINKAGE: f64 = 0.85;

/// What is left free.
pub(super) struct Area {
    pub kind: usize,
    /// By technology: its signing, its mission and all its starts.
    pub technologies: Vec<bool>,
    /// By project: its start, with the date at which its technology is signed.
    pub projects: Vec<bool>,
    /// First and last period of decisions that are free.
    pub periods: (usize, usize),
    /// Only decisions that the relaxation uses are tried beside those of the plan.
    pub used_only: bool,
}

impl Area {
    /// Whether a decision on a technology, mission, start or development is free; missions follow technologies.
    pub(super) fn holds(&self, upp: &Upp, var: Var, mission: &dyn Fn(usize) -> bool) -> bool {
        let (free, t) = match var {
            Var::Sign(k, _, t) => (self.technologies[k], t),
            Var::Mission(j, t) => (mission(j), t),
            Var::Start(p, _, t) => (self.projects[p] || self.technologies[upp.projects[p].technology], t),
            Var::Develop(..) => return true,
        };
        free && t >= self.periods.0 && t <= self.periods.1
    }
}

/// Draws neighbourhoods.
pub(super) struct Areas<'a> {
    upp: &'a Upp,
    priced: &'a Priced,
    /// Technologies by enterprise.
    by_enterprise: Vec<Vec<usize>>,
    sizes: [f64; KINDS],
    state: u64,
}

impl<'a> Areas<'a> {
    pub(super) fn new(upp: &'a Upp, priced: &'a Priced, seed: u32) -> Self {
        let mut by_enterprise = vec![Vec::new(); upp.enterprises.len()];
        for project in &upp.projects {
            if !by_enterprise[project.enterprise].contains(&project.technology) {
                by_enterprise[project.enterprise].push(project.technology);
            }
        }
        Self { upp, priced, by_enterprise, sizes: SIZES.map(|(first, ..)| first), state: u64::from(seed) ^ 0x10c5 }
    }

    /// Makes neighbourhoods of a kind larger where the solver got through, and smaller where it did not.
    pub(super) fn learn(&mut self, kind: usize, through: bool) {
        let (_, least, most) = SIZES[kind];
        self.sizes[kind] = (self.sizes[kind] * if through { GROWTH } else { SHRINKAGE }).clamp(least, most);
    }

    fn draw(&mut self, n: usize) -> usize {
        ((drawn(&mut self.state) * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A neighbourhood of a kind around a plan that signs `signed`.
    pub(super) fn area(&mut self, kind: usize, signed: &[bool]) -> Area {
        let n = self.upp.technologies.len();
        let mut candidates = signed.to_vec();
        self.priced.order.iter().take(n / 2).for_each(|k| candidates[*k] = true);
        let size = self.sizes[kind];
        let mut area = Area {
            kind,
            technologies: vec![false; n],
            projects: vec![false; self.upp.projects.len()],
            periods: (1, self.upp.periods),
            used_only: kind >= 4,
        };
        match kind {
            0 | 4 => self.neighbours(size as usize, &candidates).into_iter().for_each(|k| area.technologies[k] = true),
            1 | 5 => self.at_large(size as usize, &candidates).into_iter().for_each(|k| area.technologies[k] = true),
            2 => self.enterprises(size as usize, signed, &candidates, &mut area),
            _ => {
                area.technologies.clone_from(&candidates);
                let length = ((size / 5.0) as usize).clamp(1, self.upp.periods);
                let first = 1 + self.draw(self.upp.periods + 1 - length);
                area.periods = (first, first + length - 1);
            }
        }
        area
    }

    /// Technologies that share enterprises with one.
    fn neighbours(&mut self, width: usize, candidates: &[bool]) -> Vec<usize> {
        let all: Vec<usize> = (0..candidates.len()).filter(|k| candidates[*k]).collect();
        if all.is_empty() {
            return all;
        }
        let mut free = vec![all[self.draw(all.len())]];
        let mut known: BTreeSet<usize> = free.iter().copied().collect();
        let mut at = 0;
        while at < free.len() && free.len() < 3 * width {
            for p in &self.priced.tables.by_technology[free[at]] {
                for &k in &self.by_enterprise[self.upp.projects[*p].enterprise] {
                    if candidates[k] && known.insert(k) {
                        free.push(k);
                    }
                }
            }
            at += 1;
        }
        while free.len() > width.max(1) {
            let out = 1 + self.draw(free.len() - 1);
            free.swap_remove(out);
        }
        free
    }

    /// Technologies drawn at large, because money is shared by all.
    fn at_large(&mut self, width: usize, candidates: &[bool]) -> Vec<usize> {
        let mut all: Vec<usize> = (0..candidates.len()).filter(|k| candidates[*k]).collect();
        while all.len() > width {
            let out = self.draw(all.len());
            all.swap_remove(out);
        }
        all
    }

    /// All that goes on in some enterprises next to each other, and the technologies that could come there.
    fn enterprises(&mut self, width: usize, signed: &[bool], candidates: &[bool], area: &mut Area) {
        let n = self.upp.enterprises.len();
        let mut chosen = vec![false; n];
        let mut queue = vec![self.draw(n)];
        let mut n_chosen = 0;
        while n_chosen < width.min(n) {
            // A neighbour by a technology; the next one at all when there is none left.
            let e = if queue.is_empty() {
                chosen.iter().position(|chosen| !chosen).unwrap_or(0)
            } else {
                let next = self.draw(queue.len());
                queue.swap_remove(next)
            };
            if std::mem::replace(&mut chosen[e], true) {
                continue;
            }
            n_chosen += 1;
            for k in self.by_enterprise[e].iter().filter(|k| candidates[**k]) {
                let there = self.priced.tables.by_technology[*k].iter().map(|p| self.upp.projects[*p].enterprise);
                queue.extend(there.filter(|e| !chosen[*e]));
            }
        }
        for (p, project) in self.upp.projects.iter().enumerate() {
            area.projects[p] = chosen[project.enterprise];
        }
        for k in (0..signed.len()).filter(|k| candidates[*k]) {
            let projects = &self.priced.tables.by_technology[k];
            let here = projects.iter().filter(|p| chosen[self.upp.projects[**p].enterprise]).count();
            // One that is signed and mostly at work elsewhere keeps its date.
            area.technologies[k] = here > 0 && (!signed[k] || 2 * here >= projects.len());
        }
    }
}
