//! The reckoning of a portfolio: solved, checked again by itself, explained. Pure work over texts; the job keeps what comes of it.

use measure::Unusable;
use measure::portfolio::{
    self as engine, Change, Checked, Decision, Goal, Options, Plan, Problem, Scenario, Status, Upp, UppSolved,
};

use super::sheet::{
    PortfolioSheet, RunAsked, SheetMission, SheetMoney, SheetPoint, SheetPrice, SheetRejected, SheetScenario,
    SheetSigning, SheetStart,
};

/// Rejected technologies that are forced in, at most: the plan is reckoned again for each.
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
/// As [`solved`], and for changes that meet nothing.
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
    for rejected in sheet.rejected.iter_mut().take(FORCED_MAX) {
        let mut options = quick(1.0 / FORCED_MAX as f64);
        let technology = rejected.technology.clone();
        options.fix.push(Decision::Sign { technology, option: None, period: None });
        let (forced, _) = solved(&upp, &options)?;
        rejected.impossible = forced.status == Status::Infeasible;
        rejected.forced_cost = value.zip(forced.objective).map(|(value, forced)| (value - forced).max(0.0));
        rejected.displaces =
            if forced.plan.is_some() { without(&mine, &signed(forced.plan.as_ref())) } else { Vec::new() };
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
        sheet.frontier = frontier(&upp, &quick(1.0 / FRONTIER_POINTS as f64), checked.as_ref())?;
    }
    Ok(sheet)
}

/// Plans from the best value to the widest spread: each is the best in value of those that spread at least so far (the epsilon-constraint method,
/// Haimes, Lasdon and Wismer 1971).
fn frontier(upp: &Upp, options: &Options, base: Option<&Checked>) -> Result<Vec<SheetPoint>, Unusable> {
    let Some(base) = base else { return Ok(Vec::new()) };
    let (_, widest) = solved(upp, &Options { goal: Goal::Spread, ..options.clone() })?;
    let Some(widest) = widest else { return Ok(Vec::new()) };
    let mut points: Vec<SheetPoint> = Vec::new();
    for step in 0..FRONTIER_POINTS {
        let share = step as f64 / (FRONTIER_POINTS - 1) as f64;
        let least = base.spread + (widest.spread - base.spread) * share;
        let mut options = options.clone();
        if step > 0 {
            // A hair less, so that rounding does not make the last one impossible.
            options.at_least.push((Goal::Spread, least - 1e-6));
        }
        let (found, checked) = solved(upp, &options)?;
        let Some(checked) = checked else { continue };
        let point = SheetPoint {
            value: checked.objective,
            spread: checked.spread,
            equity: checked.equity,
            signings: signed(found.plan.as_ref()).len(),
        };
        // What a search that was cut short found may be beaten by a neighbour: then it is no point between the goals.
        let beaten = |held: &SheetPoint| held.value >= point.value - 1e-9 && held.spread >= point.spread - 1e-9;
        if !points.iter().any(beaten) {
            points.retain(|held| !(point.value >= held.value - 1e-9 && point.spread >= held.spread - 1e-9));
            points.push(point);
        }
    }
    points.sort_by(|a, b| a.spread.total_cmp(&b.spread));
    Ok(points)
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
        cautions: solved.cautions.iter().map(|one| one.text.clone()).collect(),
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
