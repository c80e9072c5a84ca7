//! Prices of everything shared, and the bound that they prove: by cheap rounds first (`volume`), then exactly (`sifting`).
//!
//! For any prices that are at least 0 the value of all rows at these prices, plus what each technology and each remaining column can
//! gain at them, is above every plan (Lagrange). So each round gives a bound, and the least one holds.

use std::collections::BTreeMap;

use super::super::options::Options;
use super::super::programme::{Programme, RowKey};
use super::super::solver::{Clock, Limits};
use super::super::upp::Upp;
use super::super::variables::{NONE, Var};
use super::sifting::Sifting;
use super::technology::{Package, Prices, Tables, packages};
use super::volume::volume;
use crate::Unusable;

/// Cheap rounds for each round that was asked for.
const CHEAP_ROUNDS: usize = 12;
/// Rounds of sifting at most.
const SIFTINGS: usize = 10;

/// What prices give.
pub(super) struct Priced {
    pub bound: f64,
    pub prices: Prices,
    pub tables: Tables,
    /// Duals of shared resources; those of enterprises are of their rows as they were lifted.
    pub duals: Vec<(RowKey, f64)>,
    /// Decisions that the relaxation uses, with their shares.
    pub used: BTreeMap<Var, f64>,
    /// Technologies by what they gain at the prices.
    pub order: Vec<usize>,
    pub cut: bool,
}

/// Rows of everything shared by thing and period; `NONE` where there is none.
pub(super) struct Rows {
    pub money: Vec<Vec<usize>>,
    pub materials: Vec<Vec<usize>>,
    pub suppliers: Vec<Vec<usize>>,
    pub staff: Vec<Vec<usize>>,
    pub slack: Vec<Vec<usize>>,
    pub parallel: Vec<Vec<usize>>,
    pub prerequisite: Vec<Vec<usize>>,
    pub mission: Vec<Vec<usize>>,
    pub once: Vec<usize>,
}

fn rows(programme: &mut Programme, upp: &Upp, tables: &Tables) -> Rows {
    let periods = upp.periods;
    let mut series = |n: usize,
                      wanted: &dyn Fn(usize) -> bool,
                      limit: &dyn Fn(usize, usize) -> f64,
                      key: &dyn Fn(usize, usize) -> RowKey| {
        (0..n)
            .map(|at| {
                (0..=periods)
                    .map(|t| if t > 0 && wanted(at) { programme.at_most(limit(at, t), key(at, t), &[]) } else { NONE })
                    .collect()
            })
            .collect::<Vec<Vec<usize>>>()
    };
    let mut has_project = vec![false; upp.enterprises.len()];
    upp.projects.iter().for_each(|p| has_project[p.enterprise] = true);
    let n = upp.technologies.len();
    let shared = |k: usize| upp.technologies[k].mission.is_some_and(|j| tables.shared[j]);
    Rows {
        money: series(upp.currencies.len(), &|_| true, &|u, t| upp.currencies[u].budget[t - 1], &RowKey::Budget),
        materials: series(upp.materials.len(), &|_| true, &|m, t| upp.materials[m].supply[t - 1], &RowKey::Material),
        suppliers: series(upp.suppliers.len(), &|_| true, &|s, t| upp.suppliers[s].capacity[t - 1], &RowKey::Supplier),
        staff: series(upp.staff.len(), &|_| true, &|l, t| upp.staff[l].available[t - 1], &RowKey::Staff),
        slack: series(
            upp.enterprises.len(),
            &|e| has_project[e],
            &|e, t| upp.enterprises[e].slack[t - 1],
            &RowKey::Slack,
        ),
        parallel: series(
            upp.enterprises.len(),
            &|e| has_project[e],
            &|e, _| upp.enterprises[e].max_parallel,
            &RowKey::Parallel,
        ),
        prerequisite: series(n, &|k| upp.technologies[k].prerequisite.is_some(), &|_, _| 0.0, &|_, _| RowKey::Other),
        mission: series(n, &shared, &|_, _| 0.0, &|_, _| RowKey::Other),
        once: (0..n).map(|_| programme.at_most(1.0, RowKey::Other, &[])).collect(),
    }
}

/// Credit, what is carried over, developments and shared missions: columns that are there from the start. All are bounded, so that the
/// bound is finite at any prices. Gives the columns of what is carried over.
fn money(programme: &mut Programme, upp: &Upp, tables: &Tables, rows: &Rows) -> Vec<usize> {
    let periods = upp.periods;
    let mut all_carried = Vec::new();
    for credit in &upp.credits {
        let rate = |t: usize| upp.currencies[credit.currency].rate * upp.discounted(t);
        let mut debt_before = NONE;
        for t in 1..=periods {
            let balance = programme.row(0.0, 0.0, RowKey::Other, &[]);
            let debt = programme.column(0.0, if t == periods { 0.0 } else { credit.limit }, false);
            if debt_before != NONE {
                programme.put(balance, debt_before, -(1.0 + credit.rate));
            }
            programme.put(balance, debt, 1.0);
            debt_before = debt;
            if t >= credit.draw.0 && t <= credit.draw.1 {
                let draw = programme.column(0.0, credit.limit, false);
                programme.columns[draw].cost = rate(t);
                programme.put(rows.money[credit.currency][t], draw, -1.0);
                programme.put(balance, draw, -1.0);
            }
            if t >= credit.repay_from {
                // More than the whole debt with its interest is never paid back.
                let repay = programme.column(0.0, credit.limit * (2.0 + credit.rate), false);
                programme.columns[repay].cost = -rate(t);
                programme.put(rows.money[credit.currency][t], repay, 1.0);
                programme.put(balance, repay, 1.0);
            }
        }
    }
    if upp.carry_over {
        for (u, currency) in upp.currencies.iter().enumerate() {
            let most = currency.budget.iter().sum::<f64>()
                + upp.credits.iter().filter(|c| c.currency == u).map(|c| c.limit * periods as f64).sum::<f64>();
            for t in 1..periods {
                let carried = programme.column(0.0, most, false);
                all_carried.push(carried);
                programme.put(rows.money[u][t], carried, 1.0);
                programme.put(rows.money[u][t + 1], carried, -1.0);
            }
        }
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        let Some(development) = &supplier.development else { continue };
        let once = programme.at_most(1.0, RowKey::Other, &[]);
        for t in 1..=periods.saturating_sub(development.lead) {
            let develop = programme.column(0.0, 1.0, false);
            programme.columns[develop].cost = -development.cost * upp.currencies[upp.local].rate * upp.discounted(t);
            programme.put(rows.money[upp.local][t], develop, development.cost);
            (t + development.lead..=periods)
                .for_each(|at| programme.put(rows.suppliers[s][at], develop, -development.extra));
            programme.put(once, develop, 1.0);
        }
    }
    for (j, mission) in upp.missions.iter().enumerate().filter(|(j, _)| tables.shared[*j]) {
        let once = programme.at_most(1.0, RowKey::Other, &[]);
        for t in (1..=periods).filter(|t| tables.can_send[j][*t]) {
            let send = programme.column(0.0, 1.0, false);
            programme.columns[send].cost = -mission.cost * upp.currencies[mission.currency].rate * upp.discounted(t);
            programme.put(rows.money[mission.currency][t], send, mission.cost);
            for s in t..t + mission.duration {
                mission.staff.iter().for_each(|(l, persons)| programme.put(rows.staff[*l][s], send, *persons));
            }
            for k in (0..upp.technologies.len()).filter(|k| upp.technologies[*k].mission == Some(j)) {
                (t + mission.duration..=periods).for_each(|at| programme.put(rows.mission[k][at], send, -1.0));
            }
            programme.put(once, send, 1.0);
        }
    }
    all_carried
}

/// What a package takes of every row.
pub(super) fn entries(upp: &Upp, tables: &Tables, rows: &Rows, package: &Package) -> Vec<(usize, f64)> {
    let periods = upp.periods;
    let k = package.technology;
    let technology = &upp.technologies[k];
    let option = &technology.options[package.option];
    let mut all = vec![(rows.once[k], 1.0), (rows.money[option.currency][package.period], option.cost)];
    for t in package.period..=periods {
        all.push((rows.prerequisite[k][t], 1.0));
        all.push((rows.mission[k][t], 1.0));
    }
    for waiting in &tables.waiting[k] {
        (package.period + option.wait()..=periods).for_each(|t| all.push((rows.prerequisite[*waiting][t], -1.0)));
    }
    if let (Some(start), Some(j)) = (package.mission, technology.mission) {
        let mission = &upp.missions[j];
        all.push((rows.money[mission.currency][start], mission.cost));
        for t in start..start + mission.duration {
            mission.staff.iter().for_each(|(l, persons)| all.push((rows.staff[*l][t], *persons)));
        }
    }
    for (p, start) in &package.starts {
        let adoption = &upp.projects[*p];
        all.push((rows.money[upp.local][*start], adoption.cost));
        for t in *start..start + adoption.duration {
            all.push((rows.parallel[adoption.enterprise][t], tables.lifted.slots[*p][t]));
            all.push((rows.slack[adoption.enterprise][t], tables.lifted.downtime[*p][t]));
            adoption.materials.iter().for_each(|(m, units)| all.push((rows.materials[*m][t], *units)));
            adoption.supplier.iter().for_each(|(s, units)| all.push((rows.suppliers[*s][t], *units)));
            adoption.staff.iter().for_each(|(l, persons)| all.push((rows.staff[*l][t], *persons)));
        }
    }
    all.retain(|(row, factor)| *row != NONE && *factor != 0.0);
    all.sort_unstable_by_key(|(row, _)| *row);
    let mut merged = Vec::<(usize, f64)>::with_capacity(all.len());
    for (row, factor) in all {
        match merged.last_mut() {
            Some((last, sum)) if *last == row => *sum += factor,
            _ => merged.push((row, factor)),
        }
    }
    merged
}

pub(super) fn prices_of(upp: &Upp, rows: &Rows, duals: &[f64]) -> Prices {
    let mut prices = Prices::zero(upp);
    let fill = |into: &mut Vec<Vec<f64>>, from: &[Vec<usize>]| {
        for (into, from) in into.iter_mut().zip(from) {
            for (price, row) in into.iter_mut().zip(from).filter(|(_, row)| **row != NONE) {
                *price = duals[*row].max(0.0);
            }
        }
    };
    fill(&mut prices.money, &rows.money);
    fill(&mut prices.materials, &rows.materials);
    fill(&mut prices.suppliers, &rows.suppliers);
    fill(&mut prices.staff, &rows.staff);
    fill(&mut prices.slack, &rows.slack);
    fill(&mut prices.parallel, &rows.parallel);
    fill(&mut prices.prerequisite, &rows.prerequisite);
    fill(&mut prices.mission, &rows.mission);
    prices
}

/// Finds prices and the bound.
pub(super) fn bound(
    upp: &Upp,
    options: &Options,
    rounds: usize,
    value: f64,
    clock: &Clock,
) -> Result<Priced, Unusable> {
    let tables = Tables::new(upp);
    let mut base = Programme::default();
    let rows = rows(&mut base, upp, &tables);
    let carried = money(&mut base, upp, &tables, &rows);
    let n = upp.technologies.len();
    let limits = Limits { seconds: clock.left(), gap: 0.0, nodes: None, seed: options.seed };
    // Without prices each technology takes its best: a bound, if a poor one; so one round at least.
    let cheap = volume(upp, &tables, &base, &rows, &carried, (CHEAP_ROUNDS * rounds).max(1), value, limits, clock)?;
    let sifting = Sifting { upp, options, tables: &tables, base: &base, rows: &rows, carried: &carried };
    let sifted = sifting.run(cheap.bound, cheap.duals, &cheap.used, rounds.min(SIFTINGS), clock)?;
    let (bound, best_duals) = (sifted.bound, sifted.duals);
    let cut = cheap.cut || sifted.cut;
    let prices = prices_of(upp, &rows, &best_duals);
    let gains: Vec<f64> = (0..n)
        .map(|k| packages(upp, &tables, &prices, k, f64::NEG_INFINITY).first().map_or(f64::NEG_INFINITY, |p| p.reduced))
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|x, y| gains[*y].total_cmp(&gains[*x]).then(x.cmp(y)));
    let duals = base.rows.iter().zip(&best_duals).map(|(row, dual)| (row.key, dual.max(0.0))).collect();
    Ok(Priced { bound, prices, tables, duals, used: sifted.used, order, cut })
}
