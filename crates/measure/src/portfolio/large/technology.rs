//! One technology under given prices: a small enumeration over option, date and the starts that follow, which is exact.

use super::super::greedy::{Given, Loan, Worths, worths};
use super::super::upp::Upp;
use super::super::variables::{earliest, worth};
use super::lifted::{Lifted, lifted};

/// Prices of everything shared, by thing and period (place 0 is not used).
#[derive(Clone, Debug)]
pub(super) struct Prices {
    pub money: Vec<Vec<f64>>,
    pub materials: Vec<Vec<f64>>,
    pub suppliers: Vec<Vec<f64>>,
    pub staff: Vec<Vec<f64>>,
    pub slack: Vec<Vec<f64>>,
    pub parallel: Vec<Vec<f64>>,
    /// By technology: of having its prerequisite there at signing.
    pub prerequisite: Vec<Vec<f64>>,
    /// By technology: of having its mission back at signing, where several technologies share the mission.
    pub mission: Vec<Vec<f64>>,
}

impl Prices {
    pub(super) fn zero(upp: &Upp) -> Self {
        let zero = |n: usize| vec![vec![0.0; upp.periods + 1]; n];
        Self {
            money: zero(upp.currencies.len()),
            materials: zero(upp.materials.len()),
            suppliers: zero(upp.suppliers.len()),
            staff: zero(upp.staff.len()),
            slack: zero(upp.enterprises.len()),
            parallel: zero(upp.enterprises.len()),
            prerequisite: zero(upp.technologies.len()),
            mission: zero(upp.technologies.len()),
        }
    }
}

impl Prices {
    /// The same prices, each thing's series times a factor of its own, drawn from 1 - `much` to 1 + `much`.
    pub(super) fn stirred(&self, much: f64, draw: &mut dyn FnMut() -> f64) -> Self {
        let mut all = self.clone();
        let shared = [&mut all.money, &mut all.materials, &mut all.suppliers, &mut all.staff, &mut all.slack];
        for series in shared.into_iter().flatten() {
            let factor = 1.0 + much * (2.0 * draw() - 1.0);
            series.iter_mut().for_each(|price| *price *= factor);
        }
        all
    }

    /// A share of the prices.
    fn times(&self, share: f64) -> Self {
        let all = |series: &[Vec<f64>]| series.iter().map(|s| s.iter().map(|p| p * share).collect()).collect();
        Self {
            money: all(&self.money),
            materials: all(&self.materials),
            suppliers: all(&self.suppliers),
            staff: all(&self.staff),
            slack: all(&self.slack),
            parallel: all(&self.parallel),
            prerequisite: all(&self.prerequisite),
            mission: all(&self.mission),
        }
    }
}

/// What every decision is worth when it pays for what it takes at a share of the prices, and the technologies by what they gain then.
pub(super) fn priced_worths(upp: &Upp, tables: &Tables, prices: &Prices, share: f64) -> (Worths, Vec<usize>) {
    let prices = prices.times(share);
    let mut at = worths(upp);
    for (p, by_option) in at.by_project.iter_mut().enumerate() {
        *by_option = priced_starts(upp, tables, &prices, p);
    }
    let rest = |series: &[f64], t: usize| series[t.min(series.len())..].iter().sum::<f64>();
    for (k, technology) in upp.technologies.iter().enumerate() {
        for (o, option) in technology.options.iter().enumerate() {
            for t in 1..=upp.periods {
                at.sign[k][o][t] -= prices.money[option.currency][t] * option.cost
                    + rest(&prices.prerequisite[k], t)
                    + rest(&prices.mission[k], t);
                let waiting = tables.waiting[k].iter();
                at.sign[k][o][t] +=
                    waiting.map(|other| rest(&prices.prerequisite[*other], t + option.wait())).sum::<f64>();
            }
        }
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        for t in (1..=upp.periods).filter(|t| tables.can_send[j][*t]) {
            let staff = (t..t + mission.duration)
                .map(|s| mission.staff.iter().map(|(l, n)| prices.staff[*l][s] * n).sum::<f64>());
            at.mission[j][t] -= prices.money[mission.currency][t] * mission.cost + staff.sum::<f64>();
        }
    }
    let gain = |k: usize| best_package(upp, tables, &prices, k).map_or(0.0, |package| package.reduced);
    let gains: Vec<f64> = (0..upp.technologies.len()).map(gain).collect();
    let mut order: Vec<usize> = (0..gains.len()).collect();
    order.sort_by(|x, y| gains[*y].total_cmp(&gains[*x]).then(x.cmp(y)));
    (at, order)
}

/// Developments and loans that gain at a share of the prices.
pub(super) fn given(upp: &Upp, prices: &Prices, share: f64) -> Given {
    let mut given = Given::default();
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        let Some(development) = &supplier.development else { continue };
        let gain = |t: usize| {
            let capacity: f64 = prices.suppliers[s][t + development.lead..].iter().sum();
            let money = upp.currencies[upp.local].rate * upp.discounted(t) + share * prices.money[upp.local][t];
            share * capacity * development.extra - money * development.cost
        };
        let best = (1..=upp.periods.saturating_sub(development.lead)).max_by(|x, y| gain(*x).total_cmp(&gain(*y)));
        // What the relaxation develops in part gains nothing at its prices and is as well developed whole.
        given.developments.extend(best.filter(|t| gain(*t) > -0.1 * development.cost).map(|t| (s, t)));
    }
    for (c, credit) in upp.credits.iter().enumerate() {
        let money = |t: usize| {
            upp.currencies[credit.currency].rate * upp.discounted(t) + share * prices.money[credit.currency][t]
        };
        let mut best: Option<(f64, Loan)> = None;
        for drawn in credit.draw.0.max(1)..=credit.draw.1.min(upp.periods) {
            let mut growth = 1.0;
            for repaid in drawn + 1..=upp.periods {
                // The debt is largest before it is paid back.
                let draw = credit.limit / growth * (1.0 - 1e-9);
                growth *= 1.0 + credit.rate;
                let repay = draw * growth;
                let gain = money(drawn) * draw - money(repaid) * repay;
                if repaid >= credit.repay_from && gain > best.as_ref().map_or(1e-9, |(gain, _)| *gain) {
                    best = Some((gain, Loan { credit: c, drawn, draw, repaid, repay }));
                }
            }
        }
        given.loans.extend(best.map(|(_, loan)| loan));
    }
    given
}

/// What is done for one technology.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Package {
    pub technology: usize,
    pub option: usize,
    pub period: usize,
    /// Start of its mission, where the mission is its own.
    pub mission: Option<usize>,
    /// (project, period).
    pub starts: Vec<(usize, usize)>,
    /// Value at the prices.
    pub reduced: f64,
    /// Value without prices.
    pub value: f64,
}

/// What does not change with prices.
pub(super) struct Tables {
    pub earliest: Vec<usize>,
    pub by_technology: Vec<Vec<usize>>,
    /// By technology: those that wait for it.
    pub waiting: Vec<Vec<usize>>,
    /// By mission: whether several technologies need it.
    pub shared: Vec<bool>,
    /// By project, option, period: the value of a start; `None` where it cannot be.
    pub worths: Vec<Vec<Vec<Option<f64>>>>,
    /// By mission and period: whether the staff is there at all.
    pub can_send: Vec<Vec<bool>>,
    /// What projects take of their enterprise.
    pub lifted: Lifted,
}

impl Tables {
    pub(super) fn new(upp: &Upp) -> Self {
        let mut by_technology = vec![Vec::new(); upp.technologies.len()];
        let mut worths = Vec::<Vec<Vec<Option<f64>>>>::new();
        for (p, adoption) in upp.projects.iter().enumerate() {
            by_technology[adoption.technology].push(p);
            let by_option = (0..upp.technologies[adoption.technology].options.len()).map(|o| {
                (0..=upp.periods)
                    .map(|t| {
                        let fits = t > 0 && t + adoption.duration <= upp.periods && alone(upp, p, t);
                        fits.then(|| worth(upp, p, o, t).0).filter(|value| *value > 0.0)
                    })
                    .collect()
            });
            worths.push(by_option.collect());
        }
        let lifted = lifted(upp, &|p, t| {
            let first = (t + 1).saturating_sub(upp.projects[p].duration).max(1);
            worths[p].iter().any(|by_period| by_period[first..=t].iter().any(Option::is_some))
        });
        let mut waiting = vec![Vec::new(); upp.technologies.len()];
        let mut users = vec![0; upp.missions.len()];
        for (k, technology) in upp.technologies.iter().enumerate() {
            if let Some(q) = technology.prerequisite {
                waiting[q].push(k);
            }
            if let Some(j) = technology.mission {
                users[j] += 1;
            }
        }
        let can_send = upp
            .missions
            .iter()
            .map(|mission| {
                (0..=upp.periods)
                    .map(|t| {
                        t > 0
                            && t + mission.duration <= upp.periods + 1
                            && (t..t + mission.duration)
                                .all(|s| mission.staff.iter().all(|(l, n)| upp.staff[*l].available[s - 1] >= *n - 1e-9))
                    })
                    .collect()
            })
            .collect();
        Self {
            earliest: earliest(upp),
            by_technology,
            waiting,
            shared: users.iter().map(|n| *n > 1).collect(),
            worths,
            can_send,
            lifted,
        }
    }
}

/// Whether a start fits what there is when nothing else runs: if not, no plan of whole decisions has it.
fn alone(upp: &Upp, p: usize, t: usize) -> bool {
    let adoption = &upp.projects[p];
    let enterprise = &upp.enterprises[adoption.enterprise];
    (t..t + adoption.duration).all(|s| {
        enterprise.max_parallel >= 1.0
            && enterprise.slack[s - 1] + 1e-9 >= adoption.downtime
            && adoption.materials.iter().all(|(m, units)| upp.materials[*m].supply[s - 1] + 1e-9 >= *units)
            && adoption.staff.iter().all(|(l, persons)| upp.staff[*l].available[s - 1] + 1e-9 >= *persons)
            && adoption.supplier.iter().all(|(x, units)| {
                let supplier = &upp.suppliers[*x];
                let extra = supplier.development.as_ref().filter(|d| s > d.lead).map_or(0.0, |d| d.extra);
                supplier.capacity[s - 1] + extra + 1e-9 >= *units
            })
    })
}

/// What a project pays for its place in its enterprise in one period.
fn beside(tables: &Tables, prices: &Prices, e: usize, p: usize, t: usize) -> f64 {
    prices.parallel[e][t] * tables.lifted.slots[p][t] + prices.slack[e][t] * tables.lifted.downtime[p][t]
}

/// Value at prices of every start: by project, option, period.
pub(super) fn priced_starts(upp: &Upp, tables: &Tables, prices: &Prices, p: usize) -> Vec<Vec<f64>> {
    let adoption = &upp.projects[p];
    let periods = upp.periods;
    // The price of running in one period.
    let running: Vec<f64> = (0..=periods)
        .map(|t| {
            beside(tables, prices, adoption.enterprise, p, t)
                + adoption.materials.iter().map(|(m, units)| prices.materials[*m][t] * units).sum::<f64>()
                + adoption.supplier.iter().map(|(s, units)| prices.suppliers[*s][t] * units).sum::<f64>()
                + adoption.staff.iter().map(|(l, persons)| prices.staff[*l][t] * persons).sum::<f64>()
        })
        .collect();
    tables.worths[p]
        .iter()
        .map(|by_period| {
            by_period
                .iter()
                .enumerate()
                .map(|(t, value)| match value {
                    Some(value) => {
                        value
                            - prices.money[upp.local][t] * adoption.cost
                            - running[t..t + adoption.duration].iter().sum::<f64>()
                    }
                    None => f64::NEG_INFINITY,
                })
                .collect()
        })
        .collect()
}

/// The best package of a technology at prices, if it gains anything.
pub(super) fn best_package(upp: &Upp, tables: &Tables, prices: &Prices, k: usize) -> Option<Package> {
    enumerated(upp, tables, prices, k, 0.0, true).into_iter().next()
}

/// The best packages of a technology at prices, one for each option and date of signing, the best first; all are above `least`.
pub(super) fn packages(upp: &Upp, tables: &Tables, prices: &Prices, k: usize, least: f64) -> Vec<Package> {
    enumerated(upp, tables, prices, k, least, false)
}

/// A signing at prices, with its mission where that is its own.
#[derive(Clone, Copy)]
pub(super) struct Signed {
    /// Value at the prices, and without.
    pub reduced: f64,
    pub value: f64,
    /// Start of the mission.
    pub mission: Option<usize>,
}

/// Every signing of a technology at prices: by option and period; none where it cannot be.
pub(super) fn signings(upp: &Upp, tables: &Tables, prices: &Prices, k: usize) -> Vec<Vec<Option<Signed>>> {
    let technology = &upp.technologies[k];
    let periods = upp.periods;
    // The best mission that is back by each period: (value at prices, value, start).
    let own = technology.mission.filter(|j| !tables.shared[*j]);
    let mut sent: Vec<Option<(f64, f64, usize)>> = vec![None; periods + 2];
    if let Some(j) = own {
        let mission = &upp.missions[j];
        for t in 1..=periods {
            let start = t.saturating_sub(mission.duration);
            let mut best = sent[t - 1];
            if start >= 1 && tables.can_send[j][start] {
                let value = -mission.cost * upp.currencies[mission.currency].rate * upp.discounted(start);
                let staff: f64 =
                    (start..t).map(|s| mission.staff.iter().map(|(l, n)| prices.staff[*l][s] * n).sum::<f64>()).sum();
                let reduced = value - prices.money[mission.currency][start] * mission.cost - staff;
                if best.is_none_or(|(before, ..)| reduced > before) {
                    best = Some((reduced, value, start));
                }
            }
            sent[t] = best;
        }
    }
    let rest = |series: &[f64], t: usize| series[t.min(series.len())..].iter().sum::<f64>();
    let mut all = vec![vec![None; periods + 1]; technology.options.len()];
    for (o, option) in technology.options.iter().enumerate() {
        for t in tables.earliest[k]..=periods.saturating_sub(option.wait()) {
            let mut value = -option.cost * upp.currencies[option.currency].rate * upp.discounted(t);
            let mut reduced = value - prices.money[option.currency][t] * option.cost;
            let arrival = t + option.wait();
            reduced -= rest(&prices.prerequisite[k], t) + rest(&prices.mission[k], t);
            reduced +=
                tables.waiting[k].iter().map(|waiting| rest(&prices.prerequisite[*waiting], arrival)).sum::<f64>();
            let mut mission = None;
            if own.is_some() {
                let Some((at_prices, alone, start)) = sent[t] else { continue };
                reduced += at_prices;
                value += alone;
                mission = Some(start);
            }
            all[o][t] = Some(Signed { reduced, value, mission });
        }
    }
    all
}

fn enumerated(upp: &Upp, tables: &Tables, prices: &Prices, k: usize, mut least: f64, best_only: bool) -> Vec<Package> {
    let technology = &upp.technologies[k];
    let periods = upp.periods;
    let starts: Vec<_> = tables.by_technology[k].iter().map(|p| (*p, priced_starts(upp, tables, prices, *p))).collect();
    // The best start from each period on, (value, period).
    let mut from = vec![vec![vec![(0.0, 0usize); periods + 2]; technology.options.len()]; starts.len()];
    for (at, (_, by_option)) in starts.iter().enumerate() {
        for (o, values) in by_option.iter().enumerate() {
            for t in (1..=periods).rev() {
                let after = from[at][o][t + 1];
                from[at][o][t] = if values[t] >= after.0 && values[t] > 0.0 { (values[t], t) } else { after };
            }
        }
    }
    let signings = signings(upp, tables, prices, k);
    let mut found = Vec::new();
    for (o, option) in technology.options.iter().enumerate() {
        for t in tables.earliest[k]..=periods.saturating_sub(option.wait()) {
            let Some(Signed { mut reduced, mut value, mission }) = signings[o][t] else { continue };
            let arrival = t + option.wait();
            reduced += from.iter().map(|by_option| by_option[o][arrival].0).sum::<f64>();
            if reduced <= least {
                continue;
            }
            if best_only {
                least = reduced;
                found.clear();
            }
            let chosen: Vec<(usize, usize)> = from
                .iter()
                .zip(&starts)
                .filter(|(by_option, _)| by_option[o][arrival].1 > 0)
                .map(|(by_option, (p, _))| (*p, by_option[o][arrival].1))
                .collect();
            value += chosen.iter().filter_map(|(p, s)| tables.worths[*p][o][*s]).sum::<f64>();
            found.push(Package { technology: k, option: o, period: t, mission, starts: chosen, reduced, value });
        }
    }
    found.sort_by(|x, y| y.reduced.total_cmp(&x.reduced).then(x.option.cmp(&y.option)).then(x.period.cmp(&y.period)));
    found
}
