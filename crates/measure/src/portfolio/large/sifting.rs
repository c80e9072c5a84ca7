//! The linear relaxation over the decisions that matter (sifting; Bixby and others 1992): it is solved with few decisions, its duals
//! say which others would gain, these come in, and so on. Single decisions come in and not whole packages, so that the relaxation
//! puts packages together that no prices named; and every round's duals prove a bound of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::options::Options;
use super::super::programme::{Programme, RowKey};
use super::super::solve::prepare;
use super::super::solver::{Clock, Limits, relaxed_within};
use super::super::upp::Upp;
use super::super::variables::{Block, Keep, NONE, Var};
use super::bound::{Rows, prices_of};
use super::lifted::tighten;
use super::technology::{Package, Tables, packages};
use super::volume::{proved, rest};
use crate::Unusable;

/// Shares of the best duals so far in those that are tried; the rest is of the last.
const MIXTURES: [f64; 4] = [0.0, 0.3, 0.6, 0.85];
/// Packages of one technology that come in at each of these.
const PACKAGES: usize = 2;
/// The bound has settled when it is so close above the relaxation.
const SETTLED: f64 = 1e-3;
/// Above so many decisions no more come in.
const DECISIONS_MAX: usize = 20_000;
/// A decision is used from this share on.
const USED: f64 = 1e-3;

/// What sifting works with.
pub(super) struct Sifting<'a> {
    pub upp: &'a Upp,
    pub options: &'a Options,
    pub tables: &'a Tables,
    pub base: &'a Programme,
    pub rows: &'a Rows,
    pub carried: &'a [usize],
}

/// What it gives.
pub(super) struct Sifted {
    pub bound: f64,
    /// Duals of the rows of the base.
    pub duals: Vec<f64>,
    /// Decisions that the last relaxation uses, with their shares.
    pub used: BTreeMap<Var, f64>,
    pub cut: bool,
}

impl Sifting<'_> {
    /// Begins with a bound and its duals, and with some packages.
    pub(super) fn run(
        &self,
        bound: f64,
        duals: Vec<f64>,
        packages_used: &[(Package, f64)],
        rounds: usize,
        clock: &Clock,
    ) -> Result<Sifted, Unusable> {
        let upp = self.upp;
        let limits = Limits { seconds: None, gap: 0.0, nodes: None, seed: self.options.seed };
        let mut decisions = BTreeSet::new();
        packages_used.iter().for_each(|(package, _)| put(upp, package, &mut decisions));
        let used_before = packages_used.iter().flat_map(|(package, share)| {
            let mut vars = BTreeSet::new();
            put(upp, package, &mut vars);
            vars.into_iter().map(|var| (var, *share))
        });
        let mut rest = rest(self.base, self.rows.once.last().map_or(0, |row| row + 1), self.carried);
        // Without a round, the packages in the shares in which they were remembered.
        let mut best = Sifted { bound, duals, used: used_before.collect(), cut: false };
        for _ in 0..rounds {
            if clock.over() {
                best.cut = true;
                break;
            }
            let keep = |var: Var| match var {
                Var::Develop(..) => Keep::Free,
                _ if decisions.contains(&var) => Keep::Free,
                _ => Keep::No,
            };
            let mut prepared = prepare(upp, self.options, &keep);
            tighten(&mut prepared.programme, &prepared.block, &self.tables.lifted);
            let found = relaxed_within(&prepared.programme, Limits { seconds: clock.left(), ..limits })?;
            if found.duals.is_empty() || found.cut {
                best.cut |= found.cut;
                break;
            }
            let last = self.duals(&prepared.programme, &found.duals);
            best.used = used(&prepared.block, &found.columns);
            let centre = best.duals.clone();
            let known = decisions.len();
            for share in MIXTURES {
                let mut tried: Vec<f64> =
                    centre.iter().zip(&last).map(|(best, last)| share * best + (1.0 - share) * last).collect();
                self.fall(&mut tried);
                let bound = proved(upp, self.tables, self.base, self.rows, &mut rest, &tried, limits)?;
                let prices = prices_of(upp, self.rows, &tried);
                for k in 0..upp.technologies.len() {
                    let good = packages(upp, self.tables, &prices, k, 0.0);
                    good.iter().take(PACKAGES).for_each(|package| put(upp, package, &mut decisions));
                }
                if bound < best.bound {
                    (best.bound, best.duals) = (bound, tried);
                }
            }
            let settled = best.bound - found.objective <= SETTLED * found.objective.abs().max(1.0);
            if settled || decisions.len() == known || decisions.len() > DECISIONS_MAX {
                break;
            }
        }
        Ok(best)
    }

    /// Duals of a relaxation by the rows of the base.
    fn duals(&self, programme: &Programme, found: &[f64]) -> Vec<f64> {
        let mut duals = vec![0.0; self.base.rows.len()];
        for (row, dual) in programme.rows.iter().zip(found) {
            let rows = self.rows;
            let place = match row.key {
                RowKey::Budget(u, t) => rows.money[u][t],
                RowKey::Material(m, t) => rows.materials[m][t],
                RowKey::Supplier(s, t) => rows.suppliers[s][t],
                RowKey::Staff(l, t) => rows.staff[l][t],
                RowKey::Slack(e, t) => rows.slack[e][t],
                RowKey::Parallel(e, t) => rows.parallel[e][t],
                RowKey::Prerequisite(k, t) => rows.prerequisite[k][t],
                RowKey::Plain(_) | RowKey::Other => NONE,
            };
            if place != NONE {
                duals[place] = dual.max(0.0);
            }
        }
        duals
    }

    /// Money that is carried over is worth in a period at least what it is worth in the next.
    fn fall(&self, duals: &mut [f64]) {
        if self.upp.carry_over {
            for by_period in &self.rows.money {
                for t in (1..by_period.len() - 1).rev() {
                    duals[by_period[t]] = duals[by_period[t]].max(duals[by_period[t + 1]]);
                }
            }
        }
    }
}

/// The decisions of a package.
fn put(upp: &Upp, package: &Package, into: &mut BTreeSet<Var>) {
    into.insert(Var::Sign(package.technology, package.option, package.period));
    if let Some(j) = upp.technologies[package.technology].mission {
        // Where the mission is shared, as late as it is still of use.
        let latest = package.period.saturating_sub(upp.missions[j].duration);
        into.insert(Var::Mission(j, package.mission.unwrap_or(latest)));
    }
    package.starts.iter().for_each(|(p, s)| {
        into.insert(Var::Start(*p, package.option, *s));
    });
}

fn used(block: &Block, values: &[f64]) -> BTreeMap<Var, f64> {
    let mut vars = BTreeMap::new();
    let mut look = |columns: &[usize], var: &dyn Fn(usize) -> Var| {
        let taken = columns.iter().enumerate().filter(|(_, column)| **column != NONE && values[**column] > USED);
        taken.for_each(|(t, column)| {
            vars.insert(var(t), values[*column]);
        });
    };
    for (k, by_option) in block.sign.iter().enumerate() {
        by_option.iter().enumerate().for_each(|(o, columns)| look(columns, &|t| Var::Sign(k, o, t)));
    }
    for (p, by_option) in block.start.iter().enumerate() {
        by_option.iter().enumerate().for_each(|(o, columns)| look(columns, &|t| Var::Start(p, o, t)));
    }
    block.mission.iter().enumerate().for_each(|(j, columns)| look(columns, &|t| Var::Mission(j, t)));
    vars
}
