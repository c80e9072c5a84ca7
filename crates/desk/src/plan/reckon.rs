//! The reckoning of a portfolio: solved, checked again by itself, explained. Pure work over texts; the job keeps what comes of it.

use measure::Unusable;
use measure::portfolio::{
    self as engine, Change, Checked, Decision, Goal, Options, Plan, Problem, Scenario, Status, Upp, UppSolved,
};

use super::sheet::{
    PortfolioSheet, RunAsked, SheetDoubt, SheetMission, SheetMoney, SheetPoint, SheetPrice, SheetRejected,
    SheetScenario, SheetSigning, SheetStart,
};

/// Above so many technologies nothing is said of what a rejected one would displace: each takes a solve of its own.
const DISPLACED_TECHNOLOGIES_MAX: usize = 40;

/// Rejected technologies of which it is said what they would displace, at most.
const FORCED_MAX: usize = 12;

/// Scenarios beside the plan, at most.
const SCENARIOS_MAX: usize = 10;

/// Plans between the goals.
const FRONTIER_POINTS: usize = 5;

/// The portfolio that a text holds.
///
/// # Errors
/// What of it cannot be used, with its place; and `not-a-portfolio` for the other kinds of problems.
pub fn portfolio_of(text: &str) -> Result<Upp, Unusable> {
    match engine::read(text)? {
        Problem::Upp(upp) => Ok(upp),
        _ => Err(Unusable::new(
            "not-a-portfolio",
            "This is no portfolio; write it in the schema uptake-portfolio/1, as JSON or TOML.",
        )),
    }
}

fn word(status: Status) -> String {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Unknown => "unknown",
    }
    .to_owned()
}

fn signed(plan: Option<&Plan>) -> Vec<String> {
    plan.map(|plan| plan.signings.iter().map(|one| one.technology.clone()).collect()).unwrap_or_default()
}

/// Those of the first that are not among the second.
fn without(one: &[String], other: &[String]) -> Vec<String> {
    one.iter().filter(|name| !other.contains(name)).cloned().collect()
}

/// Solves a portfolio, and has the plan checked by the checker, which knows nothing of the solver.
///
/// # Errors
/// What cannot be used; and `not-checked` where the checker finds a rule broken or another value: then no plan is shown.
pub fn solved(upp: &Upp, options: &Options) -> Result<(UppSolved, Option<Checked>), Unusable> {
    let solved = engine::solve_upp(upp, options)?;
    let Some(plan) = &solved.plan else { return Ok((solved, None)) };
    let checked = engine::check(upp, plan).map_err(|violations| {
        let said: Vec<String> = violations.iter().take(3).map(|one| one.text.clone()).collect();
        Unusable::new(
            "not-checked",
            format!("The plan that was found breaks rules and is not shown: {}", said.join("; ")),
        )
    })?;
    let value = solved.objective.unwrap_or(checked.objective);
    // Of another goal than benefit the objective is another number.
    if options.goal == Goal::Benefit && (value - checked.objective).abs() > 1e-5 * (1.0 + checked.objective.abs()) {
        return Err(Unusable::new(
            "not-checked",
            format!("The plan that was found is worth {} and not {value}; it is not shown.", checked.objective),
        ));
    }
    Ok((solved, Some(checked)))
}

/// Reckons all that is asked.
///
/// # Errors
/// As `solved`, and for changes that meet nothing.
pub fn reckon(problem: &str, asked: &RunAsked) -> Result<PortfolioSheet, Unusable> {
    let upp = portfolio_of(problem)?;
    let upp = engine::changed(&upp, &Scenario { name: "asked".to_owned(), changes: asked.changes.clone() })?;
    let options = Options {
        seconds: Some(asked.seconds),
        seed: asked.seed,
        goal: asked.goal,
        material_gamma: asked.gamma,
        fix: asked.fix.clone(),
        forbid: asked.forbid.clone(),
        // Small growth of a lumpy thing brings nothing by rounding alone; half as much again says whether it binds.
        percent: 50.0,
        ..Options::default()
    };
    let (base, checked) = solved(&upp, &options)?;
    let mut sheet = sheet_of(&upp, &base, checked.as_ref());
    if base.plan.is_none() {
        return Ok(sheet);
    }
    // What follows is reckoned with a share of the time, so that all of it ends.
    let quick =
        |share: f64| Options { prices: false, seconds: Some((asked.seconds * share).max(0.5)), ..options.clone() };
    let mine = signed(base.plan.as_ref());
    let value = sheet.objective;
    let explained = engine::explain(&upp, &quick(0.5), &base)?;
    for rejected in &mut sheet.rejected {
        let is_it = |why: &&engine::WhyNot| why.technology == rejected.technology && why.project.is_none();
        let Some(why) = explained.why_not.iter().find(is_it) else { continue };
        rejected.impossible = why.status == Status::Infeasible;
        rejected.forced_cost = why.forced_in_cost.map(|cost| cost.max(0.0));
    }
    if upp.technologies.len() <= DISPLACED_TECHNOLOGIES_MAX {
        for rejected in sheet.rejected.iter_mut().filter(|one| !one.impossible).take(FORCED_MAX) {
            let mut options = quick(0.5 / FORCED_MAX as f64);
            let technology = rejected.technology.clone();
            options.fix.push(Decision::Sign { technology, option: None, period: None });
            let (forced, _) = solved(&upp, &options)?;
            if forced.plan.is_some() {
                rejected.displaces = without(&mine, &signed(forced.plan.as_ref()));
            }
        }
    }
    if asked.scenarios {
        let mut all: Vec<Scenario> = vec![
            Scenario {
                name: "delivery_plus_1".to_owned(),
                changes: vec![Change::Lead { technology: None, option: None, periods: 1 }],
            },
            Scenario {
                name: "start_up_plus_1".to_owned(),
                changes: vec![Change::Duration { enterprise: None, periods: 1 }],
            },
        ];
        all.extend(engine::scenarios(&upp).into_iter().filter(|one| !one.changes.is_empty()));
        all.truncate(SCENARIOS_MAX);
        for scenario in all {
            // A problem without technologies or enterprises has nothing to delay.
            let Ok(changed) = engine::changed(&upp, &scenario) else { continue };
            let (other, _) = solved(&changed, &quick(1.5 / SCENARIOS_MAX as f64))?;
            let theirs = signed(other.plan.as_ref());
            sheet.scenarios.push(SheetScenario {
                scenario: scenario.name,
                status: word(other.status),
                objective: other.objective,
                difference: other.objective.zip(value).map(|(other, value)| other - value),
                gained: without(&theirs, &mine),
                lost: without(&mine, &theirs),
            });
        }
    }
    if asked.frontier && asked.goal == Goal::Benefit {
        let between = |goal| -> Result<Vec<SheetPoint>, Unusable> {
            let frontier = engine::frontier(&upp, goal, FRONTIER_POINTS, &quick(0.5))?;
            Ok(frontier.points.iter().map(point).collect())
        };
        sheet.frontier = between(Goal::Spread)?;
        sheet.frontier.sort_by(|a, b| a.spread.total_cmp(&b.spread));
        sheet.frontier_of_equity = between(Goal::Equity)?;
        sheet.frontier_of_equity.sort_by(|a, b| a.equity.total_cmp(&b.equity));
    }
    Ok(sheet)
}

fn point(one: &engine::FrontierPoint) -> SheetPoint {
    SheetPoint {
        value: one.checked.objective,
        spread: one.checked.spread,
        equity: one.checked.equity,
        signings: one.plan.signings.len(),
    }
}

fn sheet_of(upp: &Upp, solved: &UppSolved, checked: Option<&Checked>) -> PortfolioSheet {
    let empty = Plan::default();
    let plan = solved.plan.as_ref().unwrap_or(&empty);
    let mine = signed(Some(plan));
    let wait = |technology: &str, option: &str| {
        let held = upp.technologies.iter().find(|one| one.id == technology);
        let route = held.and_then(|one| one.options.iter().find(|route| route.kind == option));
        route.map_or(0, engine::Route::wait)
    };
    let signing = |one: &engine::Signing| SheetSigning {
        technology: one.technology.clone(),
        option: one.option.clone(),
        period: one.period,
        arrives: one.period + wait(&one.technology, &one.option),
        enterprises: plan
            .starts
            .iter()
            .filter(|start| start.technology == one.technology)
            .map(|start| start.enterprise.clone())
            .collect(),
    };
    let rejected = upp.technologies.iter().filter(|one| !mine.contains(&one.id)).map(|one| SheetRejected {
        technology: one.id.clone(),
        forced_cost: None,
        impossible: false,
        displaces: Vec::new(),
    });
    let duration = |mission: &str| upp.missions.iter().find(|one| one.id == mission).map_or(1, |one| one.duration);
    let mut prices: Vec<SheetPrice> = solved.prices.iter().map(price).collect();
    // Growing it and reckoning again says more than the relaxation.
    prices.sort_by(|a, b| {
        let gain = |one: &SheetPrice| one.gain.map_or(-1.0, |(_, gain)| gain);
        gain(b).total_cmp(&gain(a)).then(b.dual_sum.total_cmp(&a.dual_sum))
    });
    PortfolioSheet {
        name: solved.name.clone(),
        periods: upp.periods,
        status: word(solved.status),
        objective: solved.objective,
        bound: solved.bound,
        gap: solved.gap,
        relaxation: solved.lp_bound,
        benefit: checked.map(|one| one.benefit),
        cost: checked.map(|one| one.cost),
        spread: checked.map(|one| one.spread),
        equity: checked.map(|one| one.equity),
        signings: plan.signings.iter().map(signing).collect(),
        rejected: rejected.collect(),
        missions: plan
            .missions
            .iter()
            .map(|one| SheetMission {
                mission: one.mission.clone(),
                period: one.period,
                duration: duration(&one.mission),
            })
            .collect(),
        starts: plan
            .starts
            .iter()
            .map(|one| SheetStart {
                project: one.project,
                technology: one.technology.clone(),
                enterprise: one.enterprise.clone(),
                period: one.period,
                duration: upp.projects.get(one.project).map_or(1, |project| project.duration),
            })
            .collect(),
        developments: plan.developments.iter().map(|one| (one.supplier.clone(), one.period)).collect(),
        prices,
        money: checked.map(|one| one.money.iter().map(money).collect()).unwrap_or_default(),
        scenarios: Vec::new(),
        frontier: Vec::new(),
        frontier_of_equity: Vec::new(),
        doubts: solved.cautions.iter().map(SheetDoubt::from).collect(),
    }
}

fn price(one: &engine::Price) -> SheetPrice {
    let most = one.by_period.iter().max_by(|a, b| a.price.total_cmp(&b.price).then(b.period.cmp(&a.period)));
    let name = one.resource.split_once('.').map_or(one.resource.as_str(), |(_, name)| name);
    SheetPrice {
        kind: one.kind.to_owned(),
        name: name.to_owned(),
        dual_sum: one.dual_sum,
        most: most.map(|one| (one.period, one.price)),
        gain: one.difference.as_ref().map(|one| (one.percent, one.gain)),
    }
}

fn money(one: &engine::MoneyFlow) -> SheetMoney {
    SheetMoney {
        currency: one.currency.clone(),
        period: one.period,
        budget: one.budget,
        spent: one.signings + one.missions + one.starts + one.developments,
        credit: one.drawn - one.repaid,
        left: one.left,
    }
}
