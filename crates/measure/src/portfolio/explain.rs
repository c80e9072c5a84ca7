//! Why something was not chosen, and what a change by hand costs.

use serde::Serialize;

use super::options::{Decision, Options};
use super::price::quarter;
use super::result::{Status, UppSolved};
use super::solve::{prepare, relative_gap};
use super::solve_upp;
use super::solver::{Clock, Limits, maximise};
use super::upp::Upp;
use super::variables::{Keep, earliest};
use crate::Unusable;

/// Above so many decisions what is rejected is bounded by the relaxation alone, because a solve for each would take hours.
const SOLVE_COLUMNS_MAX: usize = 4_000;
/// Nodes of the tree for one rejected thing.
const NODES: i32 = 2_000;

/// Why a technology or a project is not in the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyNot {
    /// Name of the technology.
    pub technology: String,
    /// Position of the project; none when the technology itself is meant.
    pub project: Option<usize>,
    /// What the objective loses, as far as is known, when it is forced in: none when it cannot be, or no such plan was found.
    pub forced_in_cost: Option<f64>,
    /// It loses at least this.
    pub costs_at_least: f64,
    /// `optimal` when the cost is exact, `infeasible` when no plan has it.
    pub status: Status,
    /// The reason in a sentence.
    pub sentence: String,
}

/// A plan explained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// Technologies that are not signed, then projects of signed technologies that do not start.
    pub why_not: Vec<WhyNot>,
    /// The resource that binds most, by solving again where that was done.
    pub binding: Option<String>,
    /// Sentences about resources, the most valuable first.
    pub sentences: Vec<String>,
}

/// Says why what is not in the plan is not, and which resource binds.
///
/// # Errors
/// `no-plan` when there is none; those of [`solve_upp`].
pub fn explain(upp: &Upp, options: &Options, solved: &UppSolved) -> Result<Explained, Unusable> {
    options.fit(upp)?;
    let (Some(plan), Some(objective)) = (&solved.plan, solved.objective) else {
        return Err(Unusable::new(
            "no-plan",
            "There is no plan to explain. Solve the problem first, or allow more seconds.",
        ));
    };
    let clock = Clock::start(options.seconds);
    let mut why_not = Vec::new();
    for (k, technology) in upp.technologies.iter().enumerate() {
        if plan.signings.iter().any(|signing| signing.technology == technology.id) {
            continue;
        }
        let decision = Decision::Sign { technology: technology.id.clone(), option: None, period: None };
        let reason = impossible(upp, k, upp.technologies.len());
        why_not.push(forced(upp, options, objective, decision, (k, None), reason, &clock)?);
    }
    for (p, adoption) in upp.projects.iter().enumerate() {
        let technology = &upp.technologies[adoption.technology];
        let signed = plan.signings.iter().any(|signing| signing.technology == technology.id);
        if !signed || plan.starts.iter().any(|start| start.project == p) {
            continue;
        }
        let decision = Decision::Start { project: p, period: None };
        why_not.push(forced(
            upp,
            options,
            objective,
            decision,
            (adoption.technology, Some(p)),
            impossible_project(upp, p),
            &clock,
        )?);
    }
    let gained = |price: &&super::Price| price.difference.as_ref().is_none_or(|difference| difference.gain > 0.0);
    Ok(Explained {
        why_not,
        binding: solved.prices.iter().find(gained).map(|price| price.resource.clone()),
        sentences: solved.prices.iter().map(|price| price.sentence.clone()).collect(),
    })
}

fn forced(
    upp: &Upp,
    options: &Options,
    objective: f64,
    decision: Decision,
    (k, project): (usize, Option<usize>),
    reason: Option<String>,
    clock: &Clock,
) -> Result<WhyNot, Unusable> {
    let id = &upp.technologies[k].id;
    let what = project.map_or_else(
        || format!("Technology {id}"),
        |p| format!("Project {p} ({id} in {})", upp.enterprises[upp.projects[p].enterprise].id),
    );
    let mut why = WhyNot {
        technology: id.clone(),
        project,
        forced_in_cost: None,
        costs_at_least: 0.0,
        status: Status::Unknown,
        sentence: String::new(),
    };
    if let Some(reason) = reason {
        why.status = Status::Infeasible;
        why.sentence = format!("{what} is infeasible because {reason}.");
        return Ok(why);
    }
    let mut with = Options { prices: false, ..options.clone() };
    with.fix.push(decision);
    let prepared = prepare(upp, &with, &|_| Keep::Free);
    let limits =
        Limits { seconds: clock.left(), gap: options.gap.unwrap_or(1e-6), nodes: Some(NODES), seed: options.seed };
    let whole = prepared.programme.columns.iter().filter(|column| column.whole).count() <= SOLVE_COLUMNS_MAX;
    let found = maximise(&prepared.programme, !whole, None, limits)?;
    if found.status == Status::Infeasible {
        why.status = Status::Infeasible;
        why.sentence = format!("{what} is infeasible because {}.", together(upp, &with, limits)?);
        return Ok(why);
    }
    why.costs_at_least = if found.bound.is_finite() { (objective - found.bound).max(0.0) } else { 0.0 };
    if whole && !found.columns.is_empty() {
        let cost = (objective - found.objective).max(0.0);
        why.forced_in_cost = Some(cost);
        why.costs_at_least = why.costs_at_least.min(cost);
        why.status = if found.status == Status::Optimal && relative_gap(found.objective, found.bound) <= 1e-4 {
            Status::Optimal
        } else {
            Status::Feasible
        };
        why.sentence = if cost > 1e-6 {
            format!("{what} would cost {cost:.3} of the objective if it were forced in.")
        } else {
            format!("{what} could be taken in at no cost: there is another plan of the same value.")
        };
    } else {
        why.sentence =
            format!("{what} would cost at least {:.3} of the objective if it were forced in.", why.costs_at_least);
    }
    Ok(why)
}

/// Why no plan signs a technology, where the problem shows it at a glance.
fn impossible(upp: &Upp, k: usize, depth: usize) -> Option<String> {
    let technology = &upp.technologies[k];
    if technology.options.is_empty() {
        return Some("it has no option".to_owned());
    }
    if let Some(j) = technology.mission {
        let mission = &upp.missions[j];
        for (l, persons) in &mission.staff {
            let most = upp.staff[*l].available.iter().copied().fold(0.0, f64::max);
            if mission.duration > 0 && *persons > most + 1e-9 {
                return Some(format!(
                    "mission {} needs {persons} of {}, and there are at most {most} at once",
                    mission.id, upp.staff[*l].id
                ));
            }
        }
    }
    if let Some(q) = technology.prerequisite
        && depth > 0
        && let Some(reason) = impossible(upp, q, depth - 1)
    {
        return Some(format!("its prerequisite {} is infeasible: {reason}", upp.technologies[q].id));
    }
    let first = earliest(upp)[k];
    let soonest = technology.options.iter().map(|option| first + option.wait()).min().unwrap_or(usize::MAX);
    if soonest > upp.periods {
        return Some(format!(
            "it can be signed in {} at the soonest and arrives after the last quarter by every option",
            quarter(first)
        ));
    }
    let payable = technology.options.iter().any(|option| {
        let money = upp.currencies[option.currency].budget.iter().sum::<f64>();
        let credit = upp
            .credits
            .iter()
            .filter(|credit| credit.currency == option.currency)
            .map(|credit| credit.limit)
            .sum::<f64>();
        option.cost <= money + credit + 1e-9
    });
    (!payable).then(|| "every option costs more than all budgets and credits together".to_owned())
}

/// Why a project cannot start, where the problem shows it at a glance.
fn impossible_project(upp: &Upp, p: usize) -> Option<String> {
    let adoption = &upp.projects[p];
    if adoption.duration == 0 {
        return None;
    }
    let most = |series: &[f64]| series.iter().copied().fold(0.0, f64::max);
    for (m, units) in &adoption.materials {
        let there = most(&upp.materials[*m].supply);
        if *units > there + 1e-9 {
            return Some(format!(
                "it takes {units} of {} in each quarter, and there are at most {there}",
                upp.materials[*m].id
            ));
        }
    }
    if let Some((s, units)) = adoption.supplier {
        let supplier = &upp.suppliers[s];
        let there = most(&supplier.capacity) + supplier.development.as_ref().map_or(0.0, |d| d.extra);
        if units > there + 1e-9 {
            return Some(format!("it takes {units} of supplier {}, which can give at most {there}", supplier.id));
        }
    }
    let enterprise = &upp.enterprises[adoption.enterprise];
    let slack = most(&enterprise.slack);
    if adoption.downtime > slack + 1e-9 {
        return Some(format!(
            "it takes {} of downtime, and the plan of {} leaves at most {slack}",
            adoption.downtime, enterprise.id
        ));
    }
    None
}

/// Which kind of resource makes something impossible: the one without whose limit it is possible.
fn together(upp: &Upp, options: &Options, limits: Limits) -> Result<String, Unusable> {
    let plenty = |series: &mut Vec<f64>| series.iter_mut().for_each(|value| *value = 1e6);
    let kinds: [(&str, &dyn Fn(&mut Upp)); 5] = [
        ("money does not suffice", &|upp| upp.currencies.iter_mut().for_each(|c| plenty(&mut c.budget))),
        ("materials do not suffice", &|upp| upp.materials.iter_mut().for_each(|m| plenty(&mut m.supply))),
        ("suppliers do not suffice", &|upp| upp.suppliers.iter_mut().for_each(|s| plenty(&mut s.capacity))),
        ("specialists do not suffice", &|upp| upp.staff.iter_mut().for_each(|s| plenty(&mut s.available))),
        ("the plans of enterprises leave no slack or slot", &|upp| {
            upp.enterprises.iter_mut().for_each(|e| {
                plenty(&mut e.slack);
                e.max_parallel = 1e6;
            });
        }),
    ];
    for (words, relax) in kinds {
        let mut eased = upp.clone();
        relax(&mut eased);
        let prepared = prepare(&eased, options, &|_| Keep::Free);
        let found = maximise(&prepared.programme, false, None, limits)?;
        if !found.columns.is_empty() {
            return Ok(words.to_owned());
        }
    }
    Ok("several limits, or the time until the last quarter, do not leave room for it together".to_owned())
}

/// Solves with decisions made by hand and says what each set of them costs: the free objective minus the one that keeps them.
///
/// # Errors
/// Those of [`solve_upp`].
pub fn priced_changes(upp: &Upp, options: &Options) -> Result<(UppSolved, Option<f64>), Unusable> {
    let free = Options { fix: Vec::new(), forbid: Vec::new(), prices: false, ..options.clone() };
    let base = solve_upp(upp, &free)?;
    let kept = solve_upp(upp, options)?;
    let cost = base.objective.zip(kept.objective).map(|(base, kept)| base - kept);
    Ok((kept, cost))
}
