//! A feasible plan in about a second, by rules alone: technologies one after the other, each by its best option and date for what is
//! left of everything. By itself it borrows nothing and develops no supplier; search and prices improve on it.

use super::plan::{CreditFlow, DevelopmentStart, MissionStart, Plan, Signing, Start};
use super::upp::Upp;
use super::variables::{earliest, worth};

/// Rounds over the technologies: later ones find prerequisites signed that were not before.
const ROUNDS: usize = 3;
/// What rounding may cost.
const EPSILON: f64 = 1e-9;

/// What is left of everything.
#[derive(Clone)]
struct Left<'a> {
    upp: &'a Upp,
    /// With carry-over, all that came in up to a period minus all that was spent up to it; otherwise by period.
    money: Vec<Vec<f64>>,
    materials: Vec<Vec<f64>>,
    suppliers: Vec<Vec<f64>>,
    staff: Vec<Vec<f64>>,
    parallel: Vec<Vec<f64>>,
    slack: Vec<Vec<f64>>,
}

impl<'a> Left<'a> {
    fn new(upp: &'a Upp) -> Self {
        let shifted = |series: &[f64]| std::iter::once(0.0).chain(series.iter().copied()).collect::<Vec<f64>>();
        let mut money: Vec<Vec<f64>> = upp.currencies.iter().map(|c| shifted(&c.budget)).collect();
        if upp.carry_over {
            for balance in &mut money {
                for t in 1..balance.len() {
                    balance[t] += balance[t - 1];
                }
            }
        }
        Self {
            upp,
            money,
            materials: upp.materials.iter().map(|m| shifted(&m.supply)).collect(),
            suppliers: upp.suppliers.iter().map(|s| shifted(&s.capacity)).collect(),
            staff: upp.staff.iter().map(|s| shifted(&s.available)).collect(),
            parallel: upp.enterprises.iter().map(|e| vec![e.max_parallel; upp.periods + 1]).collect(),
            slack: upp.enterprises.iter().map(|e| shifted(&e.slack)).collect(),
        }
    }

    fn can_pay(&self, currency: usize, t: usize, cost: f64) -> bool {
        let last = if self.upp.carry_over { self.upp.periods } else { t };
        self.money[currency][t..=last].iter().all(|left| *left + EPSILON >= cost)
    }

    fn pay(&mut self, currency: usize, t: usize, cost: f64) {
        let last = if self.upp.carry_over { self.upp.periods } else { t };
        self.money[currency][t..=last].iter_mut().for_each(|left| *left -= cost);
    }

    fn can_run(&self, p: usize, t: usize) -> bool {
        let adoption = &self.upp.projects[p];
        let e = adoption.enterprise;
        (t..t + adoption.duration).all(|s| {
            self.parallel[e][s] >= 1.0
                && self.slack[e][s] + EPSILON >= adoption.downtime
                && adoption.materials.iter().all(|(m, units)| self.materials[*m][s] + EPSILON >= *units)
                && adoption.supplier.iter().all(|(x, units)| self.suppliers[*x][s] + EPSILON >= *units)
                && adoption.staff.iter().all(|(l, persons)| self.staff[*l][s] + EPSILON >= *persons)
        }) && self.can_pay(self.upp.local, t, adoption.cost)
    }

    /// Takes what a project needs, or gives it back (`sign` -1).
    fn run(&mut self, p: usize, t: usize, sign: f64) {
        let adoption = &self.upp.projects[p];
        for s in t..t + adoption.duration {
            self.parallel[adoption.enterprise][s] -= sign;
            self.slack[adoption.enterprise][s] -= sign * adoption.downtime;
            adoption.materials.iter().for_each(|(m, units)| self.materials[*m][s] -= sign * units);
            adoption.supplier.iter().for_each(|(x, units)| self.suppliers[*x][s] -= sign * units);
            adoption.staff.iter().for_each(|(l, persons)| self.staff[*l][s] -= sign * persons);
        }
        self.pay(self.upp.local, t, sign * adoption.cost);
    }

    fn can_send(&self, j: usize, t: usize) -> bool {
        let mission = &self.upp.missions[j];
        (t..t + mission.duration)
            .all(|s| mission.staff.iter().all(|(l, persons)| self.staff[*l][s] + EPSILON >= *persons))
            && self.can_pay(mission.currency, t, mission.cost)
    }

    fn send(&mut self, j: usize, t: usize, sign: f64) {
        let mission = &self.upp.missions[j];
        for s in t..t + mission.duration {
            mission.staff.iter().for_each(|(l, persons)| self.staff[*l][s] -= sign * persons);
        }
        self.pay(mission.currency, t, sign * mission.cost);
    }
}

/// What is done for one technology.
#[derive(Clone, Default)]
struct Package {
    value: f64,
    option: usize,
    period: usize,
    mission: Option<usize>,
    starts: Vec<(usize, usize)>,
}

/// What decisions are worth by themselves, or at prices of what is shared; it does not depend on what is left, so it is computed once.
#[derive(Clone, Debug)]
pub(super) struct Worths {
    /// By project, option, period of the start.
    pub by_project: Vec<Vec<Vec<f64>>>,
    /// Projects by technology.
    pub by_technology: Vec<Vec<usize>>,
    /// By technology, option, period of signing; below 0, because signing costs.
    pub sign: Vec<Vec<Vec<f64>>>,
    /// By mission and period of its start.
    pub mission: Vec<Vec<f64>>,
}

/// Values without prices.
pub(super) fn worths(upp: &Upp) -> Worths {
    let mut by_technology = vec![Vec::new(); upp.technologies.len()];
    let by_project = upp
        .projects
        .iter()
        .enumerate()
        .map(|(p, adoption)| {
            by_technology[adoption.technology].push(p);
            let last = upp.periods.saturating_sub(adoption.duration);
            let options = upp.technologies[adoption.technology].options.len();
            (0..options)
                .map(|o| (0..=last).map(|t| if t == 0 { 0.0 } else { worth(upp, p, o, t).0 }).collect())
                .collect()
        })
        .collect();
    let paid = |currency: usize, cost: f64| -> Vec<f64> {
        (0..=upp.periods).map(|t| -cost * upp.currencies[currency].rate * upp.discounted(t)).collect()
    };
    let sign = upp.technologies.iter().map(|k| k.options.iter().map(|o| paid(o.currency, o.cost)).collect()).collect();
    let mission = upp.missions.iter().map(|j| paid(j.currency, j.cost)).collect();
    Worths { by_project, by_technology, sign, mission }
}

/// The best that can be done for a technology with what is left.
fn best(left: &mut Left, worths: &Worths, k: usize, from: usize, sent: &[Option<usize>]) -> Package {
    let upp = left.upp;
    let technology = &upp.technologies[k];
    let mut best = Package::default();
    for (o, option) in technology.options.iter().enumerate() {
        for t in from..=upp.periods.saturating_sub(option.wait()) {
            let mut mission = None;
            if let Some(j) = technology.mission {
                let duration = upp.missions[j].duration;
                match sent[j] {
                    Some(start) if start + duration <= t => {}
                    Some(_) => continue,
                    // As late as possible, which is cheapest.
                    None => match (1..=t.saturating_sub(duration)).rev().find(|s| left.can_send(j, *s)) {
                        Some(start) => mission = Some(start),
                        None => continue,
                    },
                }
            }
            if let (Some(start), Some(j)) = (mission, technology.mission) {
                left.send(j, start, 1.0);
            }
            let mut package = Package { value: 0.0, option: o, period: t, mission, starts: Vec::new() };
            if left.can_pay(option.currency, t, option.cost) {
                left.pay(option.currency, t, option.cost);
                package.value += worths.sign[k][o][t];
                if let (Some(start), Some(j)) = (mission, technology.mission) {
                    package.value += worths.mission[j][start];
                }
                for &p in &worths.by_technology[k] {
                    let values = &worths.by_project[p][o];
                    let mut chosen = (0.0, 0);
                    for (s, value) in values.iter().enumerate().skip((t + option.wait()).max(1)) {
                        if *value > chosen.0 && left.can_run(p, s) {
                            chosen = (*value, s);
                        }
                    }
                    if chosen.1 > 0 {
                        left.run(p, chosen.1, 1.0);
                        package.value += chosen.0;
                        package.starts.push((p, chosen.1));
                    }
                }
                package.starts.iter().for_each(|(p, s)| left.run(*p, *s, -1.0));
                left.pay(option.currency, t, -option.cost);
            }
            if let (Some(start), Some(j)) = (mission, technology.mission) {
                left.send(j, start, -1.0);
            }
            if !package.starts.is_empty() && package.value > best.value + EPSILON {
                best = package;
            }
        }
    }
    best
}

/// How much of all shared resources a package takes, each as a share of what there is in all periods.
fn burden(upp: &Upp, package: &Package, k: usize) -> f64 {
    let share = |used: f64, all: &[f64]| used / all.iter().sum::<f64>().max(1e-9);
    let option = &upp.technologies[k].options[package.option];
    let mut burden = share(option.cost, &upp.currencies[option.currency].budget);
    for (p, _) in &package.starts {
        let adoption = &upp.projects[*p];
        let periods = adoption.duration as f64;
        burden += share(adoption.cost, &upp.currencies[upp.local].budget);
        burden +=
            adoption.materials.iter().map(|(m, units)| share(units * periods, &upp.materials[*m].supply)).sum::<f64>();
        burden +=
            adoption.supplier.iter().map(|(s, units)| share(units * periods, &upp.suppliers[*s].capacity)).sum::<f64>();
        burden +=
            adoption.staff.iter().map(|(l, persons)| share(persons * periods, &upp.staff[*l].available)).sum::<f64>();
    }
    burden
}

/// The best plan of several orders of the technologies: by value, by value over burden, and those that are brought.
pub(super) fn construct(upp: &Upp, orders: &[Vec<usize>]) -> Plan {
    let worths = worths(upp);
    let earliest = earliest(upp);
    let n = upp.technologies.len();
    let mut left = Left::new(upp);
    let none = vec![None; upp.missions.len()];
    let alone: Vec<Package> = (0..n).map(|k| best(&mut left, &worths, k, earliest[k], &none)).collect();
    let ranked = |score: &dyn Fn(usize) -> f64| {
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|x, y| score(*y).total_cmp(&score(*x)).then(x.cmp(y)));
        order
    };
    let mut all = vec![ranked(&|k| alone[k].value), ranked(&|k| alone[k].value / (1e-6 + burden(upp, &alone[k], k)))];
    all.extend(orders.iter().cloned());
    let mut chosen = (-1.0, Plan::default());
    for order in all {
        let (value, plan) = one_after_the_other(upp, &[(&worths, &order)], &earliest, &Given::default());
        if value > chosen.0 + EPSILON {
            chosen = (value, plan);
        }
    }
    chosen.1
}

/// What is decided before the technologies: developments (supplier, period) and loans.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub developments: Vec<(usize, usize)>,
    pub loans: Vec<Loan>,
}

/// Money drawn once and paid back once, with its interest.
#[derive(Clone, Debug)]
pub(super) struct Loan {
    pub credit: usize,
    pub drawn: usize,
    pub draw: f64,
    pub repaid: usize,
    pub repay: f64,
}

fn one_after_the_other(upp: &Upp, stages: &[(&Worths, &[usize])], earliest: &[usize], given: &Given) -> (f64, Plan) {
    let mut building = Building::new(upp, given);
    stages.iter().for_each(|(worths, order)| building.pass(worths, order, earliest));
    (building.value(stages[stages.len() - 1].0), building.plan())
}

/// A plan that is being built: what is left, and what is done for each technology. Technologies can be taken out again.
#[derive(Clone)]
pub(super) struct Building<'a> {
    left: Left<'a>,
    sent: Vec<Option<usize>>,
    packages: Vec<Option<Package>>,
    /// Loans and developments, which stay.
    given: Plan,
}

impl<'a> Building<'a> {
    /// Nothing yet but what is given.
    pub(super) fn new(upp: &'a Upp, given: &Given) -> Self {
        let mut left = Left::new(upp);
        let mut plan = Plan::default();
        for loan in &given.loans {
            let credit = &upp.credits[loan.credit];
            left.pay(credit.currency, loan.drawn, -loan.draw);
            // What cannot be paid back is not borrowed.
            if !left.can_pay(credit.currency, loan.repaid, loan.repay) {
                left.pay(credit.currency, loan.drawn, loan.draw);
                continue;
            }
            left.pay(credit.currency, loan.repaid, loan.repay);
            let flow = |period, draw, repay| CreditFlow { credit: credit.id.clone(), period, draw, repay };
            plan.credit.push(flow(loan.drawn, loan.draw, 0.0));
            plan.credit.push(flow(loan.repaid, 0.0, loan.repay));
        }
        for &(s, t) in &given.developments {
            let development = upp.suppliers[s].development.as_ref();
            if let Some(development) = development.filter(|d| left.can_pay(upp.local, t, d.cost)) {
                left.pay(upp.local, t, development.cost);
                left.suppliers[s].iter_mut().skip(t + development.lead).for_each(|units| *units += development.extra);
                plan.developments.push(DevelopmentStart { supplier: upp.suppliers[s].id.clone(), period: t });
            }
        }
        Self { left, sent: vec![None; upp.missions.len()], packages: vec![None; upp.technologies.len()], given: plan }
    }

    /// Whether a technology is signed.
    pub(super) fn holds(&self, k: usize) -> bool {
        self.packages[k].is_some()
    }

    /// What all of it is worth, given what decisions are worth; loans and developments are left out.
    pub(super) fn value(&self, worths: &Worths) -> f64 {
        let upp = self.left.upp;
        let mut value = 0.0;
        for (k, package) in self.packages.iter().enumerate() {
            let Some(package) = package else { continue };
            value += worths.sign[k][package.option][package.period];
            value += package.starts.iter().map(|(p, s)| worths.by_project[*p][package.option][*s]).sum::<f64>();
            if let (Some(start), Some(j)) = (package.mission, upp.technologies[k].mission) {
                value += worths.mission[j][start];
            }
        }
        value
    }

    /// Takes what a package needs, or gives it back (`sign` -1).
    fn book(&mut self, k: usize, package: &Package, sign: f64) {
        let upp = self.left.upp;
        let option = &upp.technologies[k].options[package.option];
        self.left.pay(option.currency, package.period, sign * option.cost);
        if let (Some(start), Some(j)) = (package.mission, upp.technologies[k].mission) {
            self.left.send(j, start, sign);
            self.sent[j] = (sign > 0.0).then_some(start);
        }
        package.starts.iter().for_each(|(p, s)| self.left.run(*p, *s, sign));
    }

    /// Takes a technology out, with all that wait for it or use its mission.
    pub(super) fn take_out(&mut self, k: usize) {
        let upp = self.left.upp;
        let Some(package) = self.packages[k].take() else { return };
        self.book(k, &package, -1.0);
        for (other, technology) in upp.technologies.iter().enumerate() {
            let uses = package.mission.is_some() && technology.mission == upp.technologies[k].mission;
            if self.packages[other].is_some() && (uses || technology.prerequisite == Some(k)) {
                self.take_out(other);
            }
        }
    }

    /// Adds technologies in an order, each by what is worth most with what is left; then whatever those that are there can still be used for.
    pub(super) fn pass(&mut self, worths: &Worths, order: &[usize], earliest: &[usize]) {
        let upp = self.left.upp;
        for _ in 0..ROUNDS {
            let mut changed = false;
            for &k in order {
                if self.packages[k].is_some() {
                    continue;
                }
                let mut from = earliest[k];
                if let Some(q) = upp.technologies[k].prerequisite {
                    let Some(package) = &self.packages[q] else { continue };
                    from = from.max(package.period + upp.technologies[q].options[package.option].wait());
                }
                let package = best(&mut self.left, worths, k, from, &self.sent);
                if package.starts.is_empty() {
                    continue;
                }
                self.book(k, &package, 1.0);
                self.packages[k] = Some(package);
                changed = true;
            }
            if !changed {
                break;
            }
        }
        for &k in order {
            let Some(package) = &mut self.packages[k] else { continue };
            let first = package.period + upp.technologies[k].options[package.option].wait();
            for &p in &worths.by_technology[k] {
                if package.starts.iter().any(|(started, _)| *started == p) {
                    continue;
                }
                let values = &worths.by_project[p][package.option];
                let dates = values.iter().enumerate().skip(first.max(1)).filter(|(_, value)| **value > EPSILON);
                let left = &self.left;
                let chosen = dates.filter(|(s, _)| left.can_run(p, *s)).max_by(|x, y| x.1.total_cmp(y.1));
                if let Some((s, _)) = chosen {
                    self.left.run(p, s, 1.0);
                    package.starts.push((p, s));
                }
            }
        }
    }

    /// The plan as it stands.
    pub(super) fn plan(&self) -> Plan {
        written(self.left.upp, &self.packages, &self.sent, self.given.clone())
    }
}

fn written(upp: &Upp, packages: &[Option<Package>], sent: &[Option<usize>], mut plan: Plan) -> Plan {
    for (k, package) in packages.iter().enumerate() {
        let Some(package) = package else { continue };
        let technology = &upp.technologies[k];
        let option = technology.options[package.option].kind.clone();
        plan.signings.push(Signing {
            technology: technology.id.clone(),
            option: option.clone(),
            period: package.period,
        });
        for (p, period) in &package.starts {
            plan.starts.push(Start {
                project: *p,
                technology: technology.id.clone(),
                enterprise: upp.enterprises[upp.projects[*p].enterprise].id.clone(),
                option: option.clone(),
                period: *period,
            });
        }
    }
    plan.starts.sort_by_key(|start| start.project);
    for (j, start) in sent.iter().enumerate() {
        if let Some(period) = start {
            plan.missions.push(MissionStart { mission: upp.missions[j].id.clone(), period: *period });
        }
    }
    plan
}
