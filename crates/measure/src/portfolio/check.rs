//! An independent checker: it reads a plan as a person would and recomputes everything from the problem.
//!
//! It shares no line with the model that the solver sees, so that a mistake there cannot pass here.

use super::plan::{Checked, Debt, MoneyFlow, Plan, Use, Violation};
use super::upp::Upp;

/// What rounding may cost: relative to the larger of one and the limit.
const TOLERANCE: f64 = 1e-6;

fn exceeds(used: f64, limit: f64) -> bool {
    used > limit + TOLERANCE * limit.abs().max(1.0)
}

/// What a plan decides, by position; the violations that were found on the way.
struct Ledger<'a> {
    upp: &'a Upp,
    broken: Vec<Violation>,
    /// By technology: (option, period).
    signed: Vec<Option<(usize, usize)>>,
    /// By mission: first period.
    sent: Vec<Option<usize>>,
    /// By project: (option, period).
    started: Vec<Option<(usize, usize)>>,
    /// By supplier: period.
    developed: Vec<Option<usize>>,
    /// By credit line and period: (draw, repay).
    credit: Vec<Vec<(f64, f64)>>,
}

impl Ledger<'_> {
    fn broke(&mut self, code: &'static str, by: f64, text: String) {
        self.broken.push(Violation { code, text, by });
    }

    fn within(&mut self, code: &'static str, place: &str, t: usize, used: f64, limit: f64) {
        if exceeds(used, limit) {
            let by = used - limit;
            self.broke(code, by, format!("{place}, period {t}: {used:.6} is used of {limit:.6}."));
        }
    }

    /// Whether a period exists; a violation when it does not.
    fn period(&mut self, what: &str, t: usize) -> bool {
        let inside = t >= 1 && t <= self.upp.periods;
        if !inside {
            self.broke("period-outside", 1.0, format!("{what}: there is no period {t}."));
        }
        inside
    }
}

/// Checks a plan against every rule of the problem, and computes what it is worth.
///
/// # Errors
/// Every rule that is broken, with place and amount.
pub fn check(upp: &Upp, plan: &Plan) -> Result<Checked, Vec<Violation>> {
    let mut ledger = read(upp, plan);
    order(&mut ledger);
    let money = account(&mut ledger);
    let debts = debts(&mut ledger);
    let uses = uses(&mut ledger);
    if ledger.broken.is_empty() { Ok(value(&ledger, money, debts, uses)) } else { Err(ledger.broken) }
}

/// Resolves names, and sees that nothing is done twice.
fn read<'a>(upp: &'a Upp, plan: &Plan) -> Ledger<'a> {
    let mut ledger = Ledger {
        upp,
        broken: Vec::new(),
        signed: vec![None; upp.technologies.len()],
        sent: vec![None; upp.missions.len()],
        started: vec![None; upp.projects.len()],
        developed: vec![None; upp.suppliers.len()],
        credit: vec![vec![(0.0, 0.0); upp.periods + 1]; upp.credits.len()],
    };
    for signing in &plan.signings {
        let what = format!("Signing of {} by {}", signing.technology, signing.option);
        let found = upp.technologies.iter().position(|k| k.id == signing.technology);
        let option = found.and_then(|k| upp.technologies[k].options.iter().position(|o| o.kind == signing.option));
        let (Some(k), Some(o)) = (found, option) else {
            ledger.broke("unknown-name", 1.0, format!("{what}: there is no such technology or option."));
            continue;
        };
        if ledger.signed[k].is_some() {
            ledger.broke("signed-twice", 1.0, format!("{what}: the technology is signed already."));
        } else if ledger.period(&what, signing.period) {
            ledger.signed[k] = Some((o, signing.period));
        }
    }
    for mission in &plan.missions {
        let what = format!("Mission {}", mission.mission);
        match upp.missions.iter().position(|j| j.id == mission.mission) {
            None => ledger.broke("unknown-name", 1.0, format!("{what}: there is no such mission.")),
            Some(j) if ledger.sent[j].is_some() => {
                ledger.broke("mission-twice", 1.0, format!("{what}: it happens already."));
            }
            Some(j) => {
                if ledger.period(&what, mission.period) {
                    ledger.sent[j] = Some(mission.period);
                }
            }
        }
    }
    for start in &plan.starts {
        let what = format!("Project {} ({} in {})", start.project, start.technology, start.enterprise);
        let Some(adoption) = upp.projects.get(start.project) else {
            ledger.broke("unknown-name", 1.0, format!("{what}: there is no such project."));
            continue;
        };
        let technology = &upp.technologies[adoption.technology];
        let option = technology.options.iter().position(|o| o.kind == start.option);
        let same = technology.id == start.technology && upp.enterprises[adoption.enterprise].id == start.enterprise;
        let (Some(o), true) = (option, same) else {
            ledger.broke(
                "unknown-name",
                1.0,
                format!("{what}: technology, enterprise or option \"{}\" are not the project's.", start.option),
            );
            continue;
        };
        if ledger.started[start.project].is_some() {
            ledger.broke("started-twice", 1.0, format!("{what}: it is started already."));
        } else if ledger.period(&what, start.period) {
            ledger.started[start.project] = Some((o, start.period));
        }
    }
    for development in &plan.developments {
        let what = format!("Development of {}", development.supplier);
        match upp.suppliers.iter().position(|s| s.id == development.supplier) {
            Some(s) if upp.suppliers[s].development.is_some() => {
                if ledger.developed[s].is_some() {
                    ledger.broke("developed-twice", 1.0, format!("{what}: it is developed already."));
                } else if ledger.period(&what, development.period) {
                    ledger.developed[s] = Some(development.period);
                }
            }
            _ => ledger.broke(
                "unknown-name",
                1.0,
                format!("{what}: there is no such supplier, or it cannot be developed."),
            ),
        }
    }
    for flow in &plan.credit {
        let what = format!("Credit {}", flow.credit);
        match upp.credits.iter().position(|c| c.id == flow.credit) {
            None => ledger.broke("unknown-name", 1.0, format!("{what}: there is no such credit line.")),
            Some(_) if !(flow.draw >= 0.0 && flow.repay >= 0.0 && flow.draw.is_finite() && flow.repay.is_finite()) => {
                ledger.broke("credit-amount", 1.0, format!("{what}: amounts are finite and at least 0."));
            }
            Some(c) => {
                if ledger.period(&what, flow.period) {
                    ledger.credit[c][flow.period].0 += flow.draw;
                    ledger.credit[c][flow.period].1 += flow.repay;
                }
            }
        }
    }
    ledger
}

/// What must come before what.
fn order(ledger: &mut Ledger) {
    let upp = ledger.upp;
    let arrival = |ledger: &Ledger, k: usize| {
        ledger.signed[k]
            .map(|(o, t)| t + upp.technologies[k].options[o].lead + upp.technologies[k].options[o].export_lead)
    };
    for (k, technology) in upp.technologies.iter().enumerate() {
        let Some((_, t)) = ledger.signed[k] else { continue };
        let id = &technology.id;
        if let Some(arrives) = arrival(ledger, k).filter(|arrives| *arrives > upp.periods) {
            ledger.broke(
                "arrives-too-late",
                (arrives - upp.periods) as f64,
                format!("{id} arrives in period {arrives}, after the last."),
            );
        }
        if let Some(j) = technology.mission {
            let back = ledger.sent[j].map(|start| start + upp.missions[j].duration);
            if back.is_none_or(|back| back > t) {
                ledger.broke(
                    "mission-first",
                    1.0,
                    format!("{id} is signed in period {t} before mission {} is back.", upp.missions[j].id),
                );
            }
        }
        if let Some(q) = technology.prerequisite
            && arrival(ledger, q).is_none_or(|arrives| arrives > t)
        {
            ledger.broke(
                "prerequisite-first",
                1.0,
                format!("{id} is signed in period {t} before {} arrived.", upp.technologies[q].id),
            );
        }
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        let Some((o, t)) = ledger.started[p] else { continue };
        let k = adoption.technology;
        let there = ledger.signed[k].is_some_and(|(signed, _)| signed == o)
            && arrival(ledger, k).is_some_and(|arrives| arrives <= t);
        if !there {
            ledger.broke(
                "arrival-first",
                1.0,
                format!(
                    "Project {p} starts in period {t}, and {} has not arrived by its option.",
                    upp.technologies[k].id
                ),
            );
        }
        if t + adoption.duration > upp.periods {
            ledger.broke(
                "ends-too-late",
                1.0,
                format!("Project {p} runs until period {} and yields nothing.", t + adoption.duration - 1),
            );
        }
    }
}

/// Budgets with what is carried over.
fn account(ledger: &mut Ledger) -> Vec<MoneyFlow> {
    let upp = ledger.upp;
    let mut flows = Vec::new();
    for (u, currency) in upp.currencies.iter().enumerate() {
        let mut carried = 0.0;
        for t in 1..=upp.periods {
            let signings = upp.technologies.iter().zip(&ledger.signed).filter_map(|(technology, signed)| {
                signed
                    .filter(|(o, at)| *at == t && technology.options[*o].currency == u)
                    .map(|(o, _)| technology.options[o].cost)
            });
            let missions = upp
                .missions
                .iter()
                .zip(&ledger.sent)
                .filter(|(mission, sent)| **sent == Some(t) && mission.currency == u);
            let starts = upp
                .projects
                .iter()
                .zip(&ledger.started)
                .filter(|(_, started)| u == upp.local && started.is_some_and(|(_, at)| at == t));
            let developments =
                upp.suppliers.iter().zip(&ledger.developed).filter(|(_, at)| u == upp.local && **at == Some(t));
            let lines = upp.credits.iter().zip(&ledger.credit).filter(|(credit, _)| credit.currency == u);
            let (drawn, repaid) = lines.fold((0.0, 0.0), |sum, (_, by)| (sum.0 + by[t].0, sum.1 + by[t].1));
            let mut flow = MoneyFlow {
                currency: currency.id.clone(),
                period: t,
                budget: currency.budget[t - 1],
                carried_in: carried,
                drawn,
                repaid,
                signings: signings.sum(),
                missions: missions.map(|(mission, _)| mission.cost).sum(),
                starts: starts.map(|(adoption, _)| adoption.cost).sum(),
                developments: developments
                    .filter_map(|(supplier, _)| supplier.development.as_ref())
                    .map(|d| d.cost)
                    .sum(),
                left: 0.0,
            };
            let spent = flow.signings + flow.missions + flow.starts + flow.developments + repaid;
            let there = flow.budget + carried + drawn;
            ledger.within("budget", &format!("Budget {}", currency.id), t, spent, there);
            flow.left = (there - spent).max(0.0);
            carried = if upp.carry_over { flow.left } else { 0.0 };
            flows.push(flow);
        }
    }
    flows
}

/// debt(t) = (1+rate) debt(t-1) + draw(t) - repay(t), between 0 and the limit, 0 at the end.
fn debts(ledger: &mut Ledger) -> Vec<Debt> {
    let upp = ledger.upp;
    let mut debts = Vec::new();
    for (c, credit) in upp.credits.iter().enumerate() {
        let mut debt = 0.0;
        for t in 1..=upp.periods {
            let (draw, repay) = ledger.credit[c][t];
            let place = format!("Credit {}", credit.id);
            if draw > 0.0 && (t < credit.draw.0 || t > credit.draw.1) {
                ledger.broke(
                    "draw-outside",
                    draw,
                    format!(
                        "{place}, period {t}: money is drawn outside of periods {} to {}.",
                        credit.draw.0, credit.draw.1
                    ),
                );
            }
            if repay > 0.0 && t < credit.repay_from {
                ledger.broke(
                    "repay-too-soon",
                    repay,
                    format!("{place}, period {t}: money is paid back before period {}.", credit.repay_from),
                );
            }
            debt = (1.0 + credit.rate) * debt + draw - repay;
            ledger.within("credit-limit", &place, t, debt, credit.limit);
            if exceeds(0.0, debt) {
                ledger.broke(
                    "repaid-too-much",
                    -debt,
                    format!("{place}, period {t}: {:.6} more is paid back than is owed.", -debt),
                );
            }
            if debt > TOLERANCE {
                debts.push(Debt { credit: credit.id.clone(), period: t, debt });
            }
        }
        if exceeds(debt, 0.0) {
            ledger.broke("debt-at-end", debt, format!("Credit {}: {debt:.6} is owed at the end.", credit.id));
        }
    }
    debts
}

/// Everything that is shared, period by period, over what runs.
fn uses(ledger: &mut Ledger) -> Vec<Use> {
    let upp = ledger.upp;
    let periods = upp.periods;
    let mut materials = vec![vec![0.0; periods + 1]; upp.materials.len()];
    let mut suppliers = vec![vec![0.0; periods + 1]; upp.suppliers.len()];
    let mut staff = vec![vec![0.0; periods + 1]; upp.staff.len()];
    let mut parallel = vec![vec![0.0; periods + 1]; upp.enterprises.len()];
    let mut slack = vec![vec![0.0; periods + 1]; upp.enterprises.len()];
    for (adoption, started) in upp.projects.iter().zip(&ledger.started) {
        let Some((_, first)) = *started else { continue };
        for t in first..(first + adoption.duration).min(periods + 1) {
            adoption.materials.iter().for_each(|(m, units)| materials[*m][t] += units);
            adoption.supplier.iter().for_each(|(s, units)| suppliers[*s][t] += units);
            adoption.staff.iter().for_each(|(l, persons)| staff[*l][t] += persons);
            parallel[adoption.enterprise][t] += 1.0;
            slack[adoption.enterprise][t] += adoption.downtime;
        }
    }
    for (mission, sent) in upp.missions.iter().zip(&ledger.sent) {
        let Some(first) = *sent else { continue };
        for t in first..(first + mission.duration).min(periods + 1) {
            mission.staff.iter().for_each(|(l, persons)| staff[*l][t] += persons);
        }
    }
    let mut uses = Vec::new();
    let mut look = |ledger: &mut Ledger,
                    kind: &'static str,
                    code: &'static str,
                    id: &str,
                    used: &[f64],
                    available: &dyn Fn(usize) -> f64| {
        for t in 1..=periods {
            ledger.within(code, &format!("{kind} {id}"), t, used[t], available(t));
            if used[t] > 0.0 {
                uses.push(Use { kind, id: id.to_owned(), period: t, used: used[t], available: available(t) });
            }
        }
    };
    for (m, material) in upp.materials.iter().enumerate() {
        look(ledger, "material", "material-supply", &material.id, &materials[m], &|t| material.supply[t - 1]);
    }
    for (s, supplier) in upp.suppliers.iter().enumerate() {
        let extra = ledger.developed[s].zip(supplier.development.as_ref()).map(|(at, d)| (at + d.lead, d.extra));
        let available =
            |t: usize| supplier.capacity[t - 1] + extra.filter(|(from, _)| t >= *from).map_or(0.0, |(_, more)| more);
        look(ledger, "supplier", "supplier-capacity", &supplier.id, &suppliers[s], &available);
    }
    for (l, class) in upp.staff.iter().enumerate() {
        look(ledger, "staff", "staff-available", &class.id, &staff[l], &|t| class.available[t - 1]);
    }
    for (e, enterprise) in upp.enterprises.iter().enumerate() {
        look(ledger, "parallel", "max-parallel", &enterprise.id, &parallel[e], &|_| enterprise.max_parallel);
        look(ledger, "slack", "plan-slack", &enterprise.id, &slack[e], &|t| enterprise.slack[t - 1]);
    }
    uses
}

/// Benefits and costs, each discounted in its period.
fn value(ledger: &Ledger, money: Vec<MoneyFlow>, debts: Vec<Debt>, uses: Vec<Use>) -> Checked {
    let upp = ledger.upp;
    let today = |t: usize| 1.0 / (1.0 + upp.discount).powf(t as f64);
    let (mut benefit, mut spread) = (0.0, 0.0);
    // Region, enterprises with a project, benefit.
    let mut regions = Vec::<(&str, Vec<usize>, f64)>::new();
    for (adoption, started) in upp.projects.iter().zip(&ledger.started) {
        let region = upp.enterprises[adoption.enterprise].region.as_str();
        let at = regions.iter().position(|(name, ..)| *name == region).unwrap_or_else(|| {
            regions.push((region, Vec::new(), 0.0));
            regions.len() - 1
        });
        if !regions[at].1.contains(&adoption.enterprise) {
            regions[at].1.push(adoption.enterprise);
        }
        if let Some((o, first)) = *started {
            let success = upp.technologies[adoption.technology].options[o].success;
            let mine: f64 =
                (first + adoption.duration..=upp.periods).map(|t| adoption.benefit * success * today(t)).sum();
            benefit += mine;
            regions[at].2 += mine;
            spread += (upp.periods + 1 - first - adoption.duration) as f64;
        }
    }
    let mut cost = 0.0;
    for (place, flow) in money.iter().enumerate() {
        let rate = upp.currencies[place / upp.periods].rate;
        let spent = flow.signings + flow.missions + flow.starts + flow.developments + flow.repaid - flow.drawn;
        cost += rate * spent * today(flow.period);
    }
    let least = regions.iter().map(|(_, members, sum)| sum / members.len() as f64).fold(f64::INFINITY, f64::min);
    let equity = if least.is_finite() { least } else { 0.0 };
    Checked { objective: benefit - cost, benefit, cost, spread, equity, money, debts, uses }
}
