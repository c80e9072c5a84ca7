//! UPP-1 as columns and rows: which decisions there are, and what each of them takes.
//!
//! Formulation: arrival before start, mission and prerequisite before signing stand as cumulative rows (the sum of what started up
//! to a period is at most the sum of what arrived up to it), which cut the linear relaxation tighter than rows by single periods.

use super::plan::{CreditFlow, DevelopmentStart, MissionStart, Plan, Signing, Start};
use super::programme::{Programme, RowKey};
use super::upp::Upp;

/// No such column.
pub(super) const NONE: usize = usize::MAX;

/// A decision of yes or no. Periods from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Var {
    /// Technology, option, period.
    Sign(usize, usize, usize),
    /// Mission, period.
    Mission(usize, usize),
    /// Project, option, period.
    Start(usize, usize, usize),
    /// Supplier, period.
    Develop(usize, usize),
}

/// What becomes of a decision in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Left to the solver.
    Free,
    /// Taken.
    One,
    /// Left out.
    No,
}

/// How a block is built.
pub(super) struct Build<'a> {
    /// Leave out starts whose own discounted value is not above 0. Right only where benefit alone is maximised.
    pub prune: bool,
    /// Which decisions there are.
    pub keep: &'a dyn Fn(Var) -> Keep,
    /// Material cuts: at most so many uses exceed, and by what share.
    pub gamma: f64,
    pub deviation: f64,
    /// Signings and missions up to a period are those of another block.
    pub shared: Option<(&'a Block, usize)>,
}

/// The columns of one problem in a programme, by thing and period (place 0 of the periods is not used).
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub sign: Vec<Vec<Vec<usize>>>,
    pub mission: Vec<Vec<usize>>,
    pub start: Vec<Vec<Vec<usize>>>,
    pub develop: Vec<Vec<usize>>,
    pub draw: Vec<Vec<usize>>,
    pub repay: Vec<Vec<usize>>,
    pub debt: Vec<Vec<usize>>,
    /// The value of a plan: (column, factor).
    pub value: Vec<(usize, f64)>,
    /// Project periods in production.
    pub spread: Vec<(usize, f64)>,
    /// Discounted benefit by region: (enterprises in it, factors).
    pub regions: Vec<(f64, Vec<(usize, f64)>)>,
}

/// Earliest period in which each technology can be signed, and each option arrive; above the last period means never.
pub(super) fn earliest(upp: &Upp) -> Vec<usize> {
    let mut signing = vec![0usize; upp.technologies.len()];
    let never = upp.periods + 1;
    for first in 0..upp.technologies.len() {
        // The chain of prerequisites, its end first. Reading made sure that it has an end.
        let mut chain = vec![first];
        while let Some(next) = upp.technologies[chain[chain.len() - 1]].prerequisite {
            if signing[next] > 0 || chain.len() > upp.technologies.len() {
                break;
            }
            chain.push(next);
        }
        for &k in chain.iter().rev() {
            let technology = &upp.technologies[k];
            let mission = technology.mission.map_or(1, |j| 1 + upp.missions[j].duration);
            let prerequisite = technology.prerequisite.map_or(1, |q| {
                upp.technologies[q].options.iter().map(|o| signing[q] + o.wait()).min().unwrap_or(never)
            });
            signing[k] = mission.max(prerequisite).min(never);
        }
    }
    signing
}

/// The value that a start has by itself: discounted benefit minus its local cost, and the benefit alone.
pub(super) fn worth(upp: &Upp, project: usize, option: usize, t: usize) -> (f64, f64) {
    let adoption = &upp.projects[project];
    let success = upp.technologies[adoption.technology].options[option].success;
    let benefit = adoption.benefit * success * upp.annuity(t + adoption.duration);
    (benefit - adoption.cost * upp.currencies[upp.local].rate * upp.discounted(t), benefit)
}

/// Regions in the order of their first enterprise: (name, enterprises with a project in the problem).
pub(super) fn regions(upp: &Upp) -> Vec<(String, Vec<usize>)> {
    let mut has_project = vec![false; upp.enterprises.len()];
    for project in &upp.projects {
        has_project[project.enterprise] = true;
    }
    let mut regions = Vec::<(String, Vec<usize>)>::new();
    for (e, enterprise) in upp.enterprises.iter().enumerate().filter(|(e, _)| has_project[*e]) {
        match regions.iter_mut().find(|(name, _)| *name == enterprise.region) {
            Some((_, members)) => members.push(e),
            None => regions.push((enterprise.region.clone(), vec![e])),
        }
    }
    regions
}

fn up_to(columns: &[usize], last: usize, factor: f64, into: &mut Vec<(usize, f64)>) {
    into.extend(columns.iter().take(last + 1).filter(|c| **c != NONE).map(|c| (*c, factor)));
}

/// Adds the columns and rows of a problem. The columns cost nothing yet; `Block::value` says what they are worth.
pub(super) fn add(programme: &mut Programme, upp: &Upp, build: &Build) -> Block {
    let mut block = columns(programme, upp, build);
    logic(programme, upp, &block);
    resources(programme, upp, build, &block);
    money(programme, upp, &mut block);
    block
}

/// The decisions alone.
pub(super) fn columns(programme: &mut Programme, upp: &Upp, build: &Build) -> Block {
    let periods = upp.periods;
    let earliest = earliest(upp);
    let mut block = Block {
        sign: Vec::new(),
        mission: Vec::new(),
        start: Vec::new(),
        develop: Vec::new(),
        draw: Vec::new(),
        repay: Vec::new(),
        debt: Vec::new(),
        value: Vec::new(),
        spread: Vec::new(),
        regions: Vec::new(),
    };
    let new = |programme: &mut Programme, var: Var| -> usize {
        match (build.keep)(var) {
            Keep::No => NONE,
            Keep::Free => programme.binary(),
            Keep::One => programme.column(1.0, 1.0, true),
        }
    };
    let rate = |currency: usize| upp.currencies[currency].rate;
    let mut awaited = vec![false; upp.technologies.len()];
    for technology in &upp.technologies {
        if let Some(q) = technology.prerequisite {
            awaited[q] = true;
        }
    }
    // Starts first, because a signing that nothing waits for is of no use.
    let mut wanted: Vec<Vec<bool>> = upp.technologies.iter().map(|t| vec![false; t.options.len()]).collect();
    let region_of = regions(upp);
    block.regions = region_of.iter().map(|(_, members)| (members.len() as f64, Vec::new())).collect();
    let mut place = vec![0; upp.enterprises.len()];
    for (r, (_, members)) in region_of.iter().enumerate() {
        members.iter().for_each(|e| place[*e] = r);
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        let k = adoption.technology;
        let mut by_option = Vec::new();
        for (o, option) in upp.technologies[k].options.iter().enumerate() {
            let mut by_period = vec![NONE; periods + 1];
            let first = earliest[k].saturating_add(option.wait());
            for t in first..=periods.saturating_sub(adoption.duration) {
                let (value, benefit) = worth(upp, p, o, t);
                if build.prune && value <= 0.0 {
                    continue;
                }
                let column = new(programme, Var::Start(p, o, t));
                by_period[t] = column;
                if column != NONE {
                    wanted[k][o] = true;
                    block.value.push((column, value));
                    block.spread.push((column, (periods + 1 - t - adoption.duration) as f64));
                    block.regions[place[adoption.enterprise]].1.push((column, benefit));
                }
            }
            by_option.push(by_period);
        }
        block.start.push(by_option);
    }
    for (k, technology) in upp.technologies.iter().enumerate() {
        let mut by_option = Vec::new();
        for (o, option) in technology.options.iter().enumerate() {
            let mut by_period = vec![NONE; periods + 1];
            for t in 1..=periods {
                // What is decided here and now is paid in every future, also where it never arrives.
                by_period[t] = match build.shared {
                    Some((other, now)) if t <= now => other.sign[k][o][t],
                    _ if t < earliest[k] || t + option.wait() > periods => NONE,
                    _ if build.prune && !wanted[k][o] && !awaited[k] => NONE,
                    _ => new(programme, Var::Sign(k, o, t)),
                };
                if by_period[t] != NONE {
                    block.value.push((by_period[t], -option.cost * rate(option.currency) * upp.discounted(t)));
                }
            }
            by_option.push(by_period);
        }
        block.sign.push(by_option);
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        let mut by_period = vec![NONE; periods + 1];
        for t in 1..=periods {
            by_period[t] = match build.shared {
                Some((other, now)) if t <= now => other.mission[j][t],
                _ if t + mission.duration > periods => NONE,
                _ => new(programme, Var::Mission(j, t)),
            };
            if by_period[t] != NONE {
                block.value.push((by_period[t], -mission.cost * rate(mission.currency) * upp.discounted(t)));
            }
        }
        block.mission.push(by_period);
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        let mut by_period = vec![NONE; periods + 1];
        if let Some(development) = &supplier.development {
            for t in 1..=periods.saturating_sub(development.lead) {
                by_period[t] = new(programme, Var::Develop(s, t));
                if by_period[t] != NONE {
                    block.value.push((by_period[t], -development.cost * rate(upp.local) * upp.discounted(t)));
                }
            }
        }
        block.develop.push(by_period);
    }
    block
}

/// At most once; arrival before start; mission and prerequisite before signing.
fn logic(programme: &mut Programme, upp: &Upp, block: &Block) {
    let once = |programme: &mut Programme, columns: Vec<usize>| {
        let factors: Vec<_> = columns.into_iter().filter(|c| *c != NONE).map(|c| (c, 1.0)).collect();
        if factors.len() > 1 {
            programme.at_most(1.0, RowKey::Other, &factors);
        }
    };
    for k in 0..upp.technologies.len() {
        once(programme, block.sign[k].concat());
    }
    for columns in &block.start {
        once(programme, columns.concat());
    }
    for columns in block.mission.iter().chain(&block.develop) {
        once(programme, columns.clone());
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        let k = adoption.technology;
        for (o, option) in upp.technologies[k].options.iter().enumerate() {
            let starts = &block.start[p][o];
            for t in 1..=upp.periods {
                if starts[t] != NONE {
                    let mut factors = Vec::new();
                    up_to(starts, t, 1.0, &mut factors);
                    if t >= option.wait() {
                        up_to(&block.sign[k][o], t - option.wait(), -1.0, &mut factors);
                    }
                    programme.at_most(0.0, RowKey::Other, &factors);
                }
            }
        }
    }
    for (k, technology) in upp.technologies.iter().enumerate() {
        for t in 1..=upp.periods {
            if block.sign[k].iter().all(|by_period| by_period[t] == NONE) {
                continue;
            }
            let mut signed = Vec::new();
            block.sign[k].iter().for_each(|by_period| up_to(by_period, t, 1.0, &mut signed));
            if let Some(j) = technology.mission {
                let mut factors = signed.clone();
                if t >= upp.missions[j].duration {
                    up_to(&block.mission[j], t - upp.missions[j].duration, -1.0, &mut factors);
                }
                programme.at_most(0.0, RowKey::Other, &factors);
            }
            if let Some(q) = technology.prerequisite {
                let mut factors = signed;
                for (o, option) in upp.technologies[q].options.iter().enumerate() {
                    if t >= option.wait() {
                        up_to(&block.sign[q][o], t - option.wait(), -1.0, &mut factors);
                    }
                }
                programme.at_most(0.0, RowKey::Prerequisite(k, t), &factors);
            }
        }
    }
}

/// Materials, suppliers, staff and enterprises by period, over everything that runs.
fn resources(programme: &mut Programme, upp: &Upp, build: &Build, block: &Block) {
    let periods = upp.periods;
    // Per project and period: the columns under which it runs.
    let running = |p: usize, t: usize| {
        let adoption = &upp.projects[p];
        let first = (t + 1).saturating_sub(adoption.duration).max(1);
        block.start[p]
            .iter()
            .flat_map(move |by_period| by_period[first..(t + 1).max(first)].iter().copied())
            .filter(|column| *column != NONE)
    };
    let mut materials = vec![vec![Vec::new(); periods + 1]; upp.materials.len()];
    let mut suppliers = vec![vec![Vec::new(); periods + 1]; upp.suppliers.len()];
    let mut staff = vec![vec![Vec::new(); periods + 1]; upp.staff.len()];
    let mut slack = vec![vec![Vec::new(); periods + 1]; upp.enterprises.len()];
    let mut parallel = vec![vec![Vec::new(); periods + 1]; upp.enterprises.len()];
    let mut users = vec![vec![Vec::<(f64, Vec<usize>)>::new(); periods + 1]; upp.materials.len()];
    for (p, adoption) in upp.projects.iter().enumerate() {
        for t in 1..=periods {
            let columns: Vec<usize> = running(p, t).collect();
            if columns.is_empty() {
                continue;
            }
            for &column in &columns {
                adoption.materials.iter().for_each(|(m, units)| materials[*m][t].push((column, *units)));
                adoption.supplier.iter().for_each(|(s, units)| suppliers[*s][t].push((column, *units)));
                adoption.staff.iter().for_each(|(l, persons)| staff[*l][t].push((column, *persons)));
                parallel[adoption.enterprise][t].push((column, 1.0));
                if adoption.downtime > 0.0 {
                    slack[adoption.enterprise][t].push((column, adoption.downtime));
                }
            }
            if build.gamma > 0.0 {
                adoption.materials.iter().for_each(|(m, units)| users[*m][t].push((*units, columns.clone())));
            }
        }
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        for t in 1..=periods {
            for s in (t + 1).saturating_sub(mission.duration).max(1)..=t {
                if block.mission[j][s] != NONE {
                    mission.staff.iter().for_each(|(l, persons)| staff[*l][t].push((block.mission[j][s], *persons)));
                }
            }
        }
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        if let Some(development) = &supplier.development {
            for t in development.lead + 1..=periods {
                if !suppliers[s][t].is_empty() {
                    up_to(&block.develop[s], t - development.lead, -development.extra, &mut suppliers[s][t]);
                }
            }
        }
    }
    for t in 1..=periods {
        for (m, material) in upp.materials.iter().enumerate() {
            if build.gamma > 0.0 && !users[m][t].is_empty() {
                // Bertsimas and Sim (2004), eq. (5): sum a x + Gamma z + sum q <= supply, z + q_p >= deviation_p x_p.
                let z = programme.column(0.0, f64::INFINITY, false);
                materials[m][t].push((z, build.gamma));
                for (units, columns) in &users[m][t] {
                    let q = programme.column(0.0, f64::INFINITY, false);
                    materials[m][t].push((q, 1.0));
                    let mut factors = vec![(z, 1.0), (q, 1.0)];
                    factors.extend(columns.iter().map(|column| (*column, -units * build.deviation)));
                    programme.at_least(0.0, &factors);
                }
            }
            put_row(programme, RowKey::Material(m, t), material.supply[t - 1], &materials[m][t]);
        }
        for (s, supplier) in upp.suppliers.iter().enumerate() {
            put_row(programme, RowKey::Supplier(s, t), supplier.capacity[t - 1], &suppliers[s][t]);
        }
        for (l, class) in upp.staff.iter().enumerate() {
            put_row(programme, RowKey::Staff(l, t), class.available[t - 1], &staff[l][t]);
        }
        for (e, enterprise) in upp.enterprises.iter().enumerate() {
            put_row(programme, RowKey::Slack(e, t), enterprise.slack[t - 1], &slack[e][t]);
            if parallel[e][t].len() as f64 > enterprise.max_parallel {
                put_row(programme, RowKey::Parallel(e, t), enterprise.max_parallel, &parallel[e][t]);
            }
        }
    }
}

fn put_row(programme: &mut Programme, key: RowKey, upper: f64, factors: &[(usize, f64)]) {
    if !factors.is_empty() {
        programme.at_most(upper, key, factors);
    }
}

/// Budgets with what is carried over, and debts.
fn money(programme: &mut Programme, upp: &Upp, block: &mut Block) {
    let periods = upp.periods;
    for credit in &upp.credits {
        let mut by = [vec![NONE; periods + 1], vec![NONE; periods + 1], vec![NONE; periods + 1]];
        for t in 1..=periods {
            if t >= credit.draw.0 && t <= credit.draw.1 {
                by[0][t] = programme.column(0.0, credit.limit, false);
            }
            if t >= credit.repay_from {
                by[1][t] = programme.column(0.0, f64::INFINITY, false);
            }
            by[2][t] = programme.column(0.0, if t == periods { 0.0 } else { credit.limit }, false);
            let rate = upp.currencies[credit.currency].rate * upp.discounted(t);
            let mut factors = vec![(by[2][t], 1.0)];
            if t > 1 {
                factors.push((by[2][t - 1], -(1.0 + credit.rate)));
            }
            if by[0][t] != NONE {
                factors.push((by[0][t], -1.0));
                block.value.push((by[0][t], rate));
            }
            if by[1][t] != NONE {
                factors.push((by[1][t], 1.0));
                block.value.push((by[1][t], -rate));
            }
            programme.row(0.0, 0.0, RowKey::Other, &factors);
        }
        let [draw, repay, debt] = by;
        block.draw.push(draw);
        block.repay.push(repay);
        block.debt.push(debt);
    }
    let mut spent = vec![vec![Vec::new(); periods + 1]; upp.currencies.len()];
    let mut spend = |currency: usize, columns: &[usize], cost: f64| {
        for (t, column) in columns.iter().enumerate().filter(|(_, c)| **c != NONE && cost != 0.0) {
            spent[currency][t].push((*column, cost));
        }
    };
    for (k, technology) in upp.technologies.iter().enumerate() {
        for (o, option) in technology.options.iter().enumerate() {
            spend(option.currency, &block.sign[k][o], option.cost);
        }
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        spend(mission.currency, &block.mission[j], mission.cost);
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        block.start[p].iter().for_each(|columns| spend(upp.local, columns, adoption.cost));
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        if let Some(development) = &supplier.development {
            spend(upp.local, &block.develop[s], development.cost);
        }
    }
    for (c, credit) in upp.credits.iter().enumerate() {
        spend(credit.currency, &block.draw[c], -1.0);
        spend(credit.currency, &block.repay[c], 1.0);
    }
    for (u, currency) in upp.currencies.iter().enumerate() {
        let mut carried = NONE;
        for t in 1..=periods {
            let mut factors = std::mem::take(&mut spent[u][t]);
            if carried != NONE {
                factors.push((carried, -1.0));
            }
            if upp.carry_over && t < periods {
                carried = programme.column(0.0, f64::INFINITY, false);
                factors.push((carried, 1.0));
            }
            put_row(programme, RowKey::Budget(u, t), currency.budget[t - 1], &factors);
        }
    }
}

/// Reads a plan off the values of the columns.
pub(super) fn plan(upp: &Upp, block: &Block, values: &[f64]) -> Plan {
    let taken = |column: usize| column != NONE && values[column] > 0.5;
    let mut plan = Plan::default();
    for (k, technology) in upp.technologies.iter().enumerate() {
        for (o, option) in technology.options.iter().enumerate() {
            for t in (1..=upp.periods).filter(|t| taken(block.sign[k][o][*t])) {
                plan.signings.push(Signing {
                    technology: technology.id.clone(),
                    option: option.kind.clone(),
                    period: t,
                });
            }
        }
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        for t in (1..=upp.periods).filter(|t| taken(block.mission[j][*t])) {
            plan.missions.push(MissionStart { mission: mission.id.clone(), period: t });
        }
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        let technology = &upp.technologies[adoption.technology];
        for (o, option) in technology.options.iter().enumerate() {
            for t in (1..=upp.periods).filter(|t| taken(block.start[p][o][*t])) {
                plan.starts.push(Start {
                    project: p,
                    technology: technology.id.clone(),
                    enterprise: upp.enterprises[adoption.enterprise].id.clone(),
                    option: option.kind.clone(),
                    period: t,
                });
            }
        }
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        for t in (1..=upp.periods).filter(|t| taken(block.develop[s][*t])) {
            plan.developments.push(DevelopmentStart { supplier: supplier.id.clone(), period: t });
        }
    }
    let amount = |column: usize| if column == NONE || values[column] < 1e-9 { 0.0 } else { values[column] };
    for (c, credit) in upp.credits.iter().enumerate() {
        for t in 1..=upp.periods {
            let (draw, repay) = (amount(block.draw[c][t]), amount(block.repay[c][t]));
            if draw > 0.0 || repay > 0.0 {
                plan.credit.push(CreditFlow { credit: credit.id.clone(), period: t, draw, repay });
            }
        }
    }
    plan
}
