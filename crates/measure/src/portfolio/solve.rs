//! Solves a problem: builds the programme, has it solved, checks the plan, and says what it is worth.

use super::large;
use super::options::{Decision, Goal, Options};
use super::plan::Plan;
use super::price;
use super::programme::{Programme, RowKey};
use super::result::{KnapsackSolved, ScheduleSolved, Scheduled, Solved, Status, UppSolved};
use super::schedule::Schedule;
use super::solver::{Clock, Found, Limits, maximise};
use super::upp::Upp;
use super::variables::{self, Block, Build, Keep, NONE, Var};
use super::{Knapsack, Problem, check, greedy};
use crate::{Caution, Unusable};

/// Above so many decisions the search ends at one percent when no gap is asked for: the rest would take hours.
const EXACT_COLUMNS_MAX: usize = 4_000;
/// Above so many decisions the problem is solved by decomposition: about 100 technologies, 50 enterprises, 12 periods.
const WHOLE_COLUMNS_MAX: usize = 12_000;

/// Solves a problem of any kind.
///
/// # Errors
/// Options that make no sense for the problem; a problem that the solver cannot take. That there is no plan is a result.
pub fn solve(problem: &Problem, options: &Options) -> Result<Solved, Unusable> {
    match problem {
        Problem::Upp(upp) => solve_upp(upp, options).map(|solved| Solved::Upp(Box::new(solved))),
        Problem::Knapsacks { problems } => {
            let problems = problems
                .iter()
                .enumerate()
                .map(|(at, knapsack)| solve_knapsack(at + 1, knapsack, options))
                .collect::<Result<Vec<_>, _>>()?;
            let worst = |status: Status| problems.iter().any(|p| p.status == status);
            let status = [Status::Unknown, Status::Infeasible, Status::Feasible]
                .into_iter()
                .find(|s| worst(*s))
                .unwrap_or(Status::Optimal);
            let objective = if let [one] = problems.as_slice() { one.objective } else { None };
            Ok(Solved::Knapsacks { status, objective, problems })
        }
        Problem::Schedule(schedule) => solve_schedule(schedule, options).map(Solved::Schedule),
    }
}

/// A problem as a programme, with what is needed to read the answer.
pub(super) struct Prepared {
    pub programme: Programme,
    pub block: Block,
}

/// Builds the programme of a problem under options.
pub(super) fn prepare(upp: &Upp, options: &Options, keep: &dyn Fn(Var) -> Keep) -> Prepared {
    let mut programme = Programme::default();
    // A start with no value of its own may serve another goal, or somebody's hand.
    let prune = options.goal == Goal::Benefit && options.at_least.is_empty() && options.fix.is_empty();
    let ruled = |var: Var| if options.forbid.iter().any(|d| means(upp, d, var)) { Keep::No } else { keep(var) };
    let build = Build {
        prune,
        keep: &ruled,
        gamma: options.material_gamma,
        deviation: options.material_deviation,
        shared: None,
    };
    let block = variables::add(&mut programme, upp, &build);
    let goal = goal_factors(&mut programme, &block, options.goal);
    for (column, factor) in goal {
        programme.columns[column].cost += factor;
    }
    for (goal, least) in &options.at_least {
        let factors = goal_factors(&mut programme, &block, *goal);
        programme.at_least(*least, &factors);
    }
    for decision in &options.fix {
        let factors: Vec<_> = decided(upp, &block, decision).into_iter().map(|column| (column, 1.0)).collect();
        programme.at_least(1.0, &factors);
    }
    Prepared { programme, block }
}

/// What a goal adds up over the columns. Equity is the largest number that no region's benefit per enterprise falls below.
pub(super) fn goal_factors(programme: &mut Programme, block: &Block, goal: Goal) -> Vec<(usize, f64)> {
    match goal {
        Goal::Benefit => block.value.clone(),
        Goal::Spread => block.spread.clone(),
        Goal::Equity => {
            let least = programme.column(-1e9, 1e9, false);
            for (members, benefit) in &block.regions {
                let mut factors: Vec<_> = benefit.iter().map(|(column, factor)| (*column, -factor)).collect();
                factors.push((least, *members));
                programme.at_most(0.0, RowKey::Other, &factors);
            }
            if block.regions.is_empty() { Vec::new() } else { vec![(least, 1.0)] }
        }
    }
}

/// Whether a decision by hand means a decision of the programme.
fn means(upp: &Upp, decision: &Decision, var: Var) -> bool {
    let at = |wanted: &Option<usize>, t: usize| wanted.is_none_or(|period| period == t);
    match (decision, var) {
        (Decision::Sign { technology, option, period }, Var::Sign(k, o, t)) => {
            let found = &upp.technologies[k];
            found.id == *technology
                && option.as_ref().is_none_or(|kind| found.options[o].kind == *kind)
                && at(period, t)
        }
        (Decision::Mission { mission, period }, Var::Mission(j, t)) => upp.missions[j].id == *mission && at(period, t),
        (Decision::Start { project, period }, Var::Start(p, _, t)) => p == *project && at(period, t),
        (Decision::Develop { supplier, period }, Var::Develop(s, t)) => {
            upp.suppliers[s].id == *supplier && at(period, t)
        }
        _ => false,
    }
}

/// The columns that a decision by hand means.
fn decided(upp: &Upp, block: &Block, decision: &Decision) -> Vec<usize> {
    let mut columns = Vec::new();
    let mut look = |var: Var, column: usize| {
        if column != NONE && means(upp, decision, var) {
            columns.push(column);
        }
    };
    for t in 1..=upp.periods {
        for (k, by_option) in block.sign.iter().enumerate() {
            by_option.iter().enumerate().for_each(|(o, by)| look(Var::Sign(k, o, t), by[t]));
        }
        block.mission.iter().enumerate().for_each(|(j, by)| look(Var::Mission(j, t), by[t]));
        for (p, by_option) in block.start.iter().enumerate() {
            by_option.iter().enumerate().for_each(|(o, by)| look(Var::Start(p, o, t), by[t]));
        }
        block.develop.iter().enumerate().for_each(|(s, by)| look(Var::Develop(s, t), by[t]));
    }
    columns
}

/// Values for the columns that stand for a plan: decisions as in it, amounts 0, which the solver completes.
pub(super) fn values(upp: &Upp, prepared: &Prepared, plan: &Plan) -> Vec<f64> {
    let mut values: Vec<f64> =
        prepared.programme.columns.iter().map(|c| if c.whole { 0.0 } else { c.lower.max(0.0) }).collect();
    let block = &prepared.block;
    let mut take = |column: Option<usize>| {
        if let Some(column) = column.filter(|column| *column != NONE) {
            values[column] = 1.0;
        }
    };
    for signing in &plan.signings {
        if let Some(k) = upp.technologies.iter().position(|k| k.id == signing.technology) {
            let o = upp.technologies[k].options.iter().position(|o| o.kind == signing.option);
            take(o.map(|o| block.sign[k][o][signing.period]));
        }
    }
    for mission in &plan.missions {
        take(upp.missions.iter().position(|j| j.id == mission.mission).map(|j| block.mission[j][mission.period]));
    }
    for start in &plan.starts {
        let k = upp.projects[start.project].technology;
        let o = upp.technologies[k].options.iter().position(|o| o.kind == start.option);
        take(o.map(|o| block.start[start.project][o][start.period]));
    }
    for development in &plan.developments {
        take(
            upp.suppliers
                .iter()
                .position(|s| s.id == development.supplier)
                .map(|s| block.develop[s][development.period]),
        );
    }
    values
}

/// Reads the plan off an answer and has it checked; amounts are computed anew when rounding spoilt them.
///
/// # Errors
/// `plan-refused`: the checker found a violation, so nothing is shown.
pub(super) fn checked_plan(
    upp: &Upp,
    prepared: &Prepared,
    found: &Found,
    limits: Limits,
) -> Result<(Plan, super::Checked), Unusable> {
    let plan = variables::plan(upp, &prepared.block, &found.columns);
    if let Ok(checked) = check(upp, &plan) {
        return Ok((plan, checked));
    }
    let mut fixed = prepared.programme.clone();
    for (column, value) in fixed.columns.iter_mut().zip(&found.columns).filter(|(column, _)| column.whole) {
        let value = value.round();
        (column.lower, column.upper) = (value, value);
    }
    let again = maximise(&fixed, true, None, limits)?;
    if again.columns.is_empty() {
        return Err(refused("the amounts do not fit the rounded decisions"));
    }
    let plan = variables::plan(upp, &prepared.block, &again.columns);
    match check(upp, &plan) {
        Ok(checked) => Ok((plan, checked)),
        Err(broken) => Err(refused(broken.first().map_or("", |violation| violation.text.as_str()))),
    }
}

fn refused(why: &str) -> Unusable {
    Unusable::new(
        "plan-refused",
        format!(
            "A plan was found, and the independent check refuses it: {why}. Scale the numbers of the problem closer to each other."
        ),
    )
}

pub(super) fn relative_gap(objective: f64, bound: f64) -> f64 {
    (bound - objective).max(0.0) / objective.abs().max(1.0)
}

/// The value of a plan by a goal.
pub(super) fn goal_value(checked: &super::Checked, goal: Goal) -> f64 {
    match goal {
        Goal::Benefit => checked.objective,
        Goal::Spread => checked.spread,
        Goal::Equity => checked.equity,
    }
}

/// The limits that options mean for a programme of so many decisions.
pub(super) fn limits(options: &Options, n_columns: usize, clock: &Clock) -> Limits {
    let gap = options.gap.unwrap_or(if n_columns <= EXACT_COLUMNS_MAX { 1e-7 } else { 0.01 });
    Limits { seconds: clock.left(), gap, nodes: None, seed: options.seed }
}

/// Doubts about a problem that hold for every plan of it.
fn doubts(upp: &Upp) -> Vec<Caution> {
    let mut cautions = Vec::new();
    for credit in upp.credits.iter().filter(|credit| credit.rate <= upp.discount && credit.limit > 0.0) {
        cautions.push(
            Caution::new(
                "credit-below-discount",
                format!(
                    "Credit {} costs {} per period and money is discounted by {}: the plan borrows for the profit of borrowing. Raise the rate above the discount rate.",
                    credit.id, credit.rate, upp.discount
                ),
            )
            .with("rate", credit.rate)
            .with("discount", upp.discount)
            .naming("credit", &credit.id),
        );
    }
    cautions
}

/// Solves a portfolio.
///
/// # Errors
/// Options that make no sense for the problem; a problem that the solver cannot take; a plan that the checker refuses.
pub fn solve_upp(upp: &Upp, options: &Options) -> Result<UppSolved, Unusable> {
    options.fit(upp)?;
    let clock = Clock::start(options.seconds);
    let prepared = prepare(upp, options, &|_| Keep::Free);
    let n_whole = prepared.programme.columns.iter().filter(|c| c.whole).count();
    let plain = options.goal == Goal::Benefit && options.at_least.is_empty() && options.material_gamma == 0.0;
    if plain && options.fix.is_empty() && options.large.unwrap_or(n_whole > WHOLE_COLUMNS_MAX) {
        let mut solved = large::solve(upp, options)?;
        solved.cautions.extend(doubts(upp));
        return Ok(solved);
    }
    let limits = limits(options, n_whole, &clock);
    let mut solved = UppSolved {
        name: upp.name.clone(),
        status: Status::Unknown,
        objective: None,
        bound: None,
        gap: None,
        lp_bound: None,
        plan: None,
        checked: None,
        prices: Vec::new(),
        cautions: doubts(upp),
    };
    let mut duals = Vec::new();
    if options.prices {
        let relaxed = maximise(&prepared.programme, true, None, limits)?;
        if relaxed.status == Status::Optimal {
            solved.lp_bound = Some(relaxed.objective);
            duals = relaxed.duals;
        }
    }
    // What is found in a second shortens the search; it is only a beginning, and the solver drops it where it does not fit.
    let start = (plain && options.fix.is_empty() && options.forbid.is_empty())
        .then(|| values(upp, &prepared, &greedy::construct(upp, &[])));
    let found = maximise(&prepared.programme, false, start.as_deref(), Limits { seconds: clock.left(), ..limits })?;
    solved.status = found.status;
    if found.cut {
        solved.cautions.push(cut(options));
    }
    if found.bound.is_finite() {
        solved.bound = Some(found.bound);
    }
    if !found.columns.is_empty() || (found.status == Status::Optimal && prepared.programme.columns.is_empty()) {
        let (plan, checked) = checked_plan(upp, &prepared, &found, limits)?;
        let objective = goal_value(&checked, options.goal);
        solved.objective = Some(objective);
        solved.bound = Some(found.bound.max(objective));
        solved.gap = Some(relative_gap(objective, found.bound));
        solved.plan = Some(plan);
        solved.checked = Some(checked);
    }
    if let (Some(objective), Some(lp)) = (solved.objective, solved.lp_bound) {
        let above = relative_gap(objective, lp);
        if above > 0.01 {
            solved.cautions.push(
                Caution::new(
                    "relaxation-not-attainable",
                    format!("The linear relaxation is {:.1} percent above the plan because it cuts projects into pieces; its prices rank resources and promise nothing.", 100.0 * above),
                )
                .with("percent", 100.0 * above),
            );
        }
    }
    if options.prices && !duals.is_empty() {
        solved.prices = price::prices(upp, options, &prepared, &duals, &found, limits)?;
    }
    Ok(solved)
}

/// The doubt about a result that the limit on seconds ended.
pub(super) fn cut(options: &Options) -> Caution {
    let seconds = options.seconds.unwrap_or(0.0);
    Caution::new(
        "time-limit",
        format!("The search ended after {seconds} seconds, before it was through; another run may end elsewhere."),
    )
    .with("seconds", seconds)
}

fn solve_knapsack(place: usize, knapsack: &Knapsack, options: &Options) -> Result<KnapsackSolved, Unusable> {
    let clock = Clock::start(options.seconds);
    let mut programme = Programme::default();
    for profit in &knapsack.profits {
        let column = programme.binary();
        programme.columns[column].cost = *profit;
    }
    for (row, (weights, capacity)) in knapsack.weights.iter().zip(&knapsack.capacities).enumerate() {
        let factors: Vec<_> = weights.iter().copied().enumerate().filter(|(_, weight)| *weight != 0.0).collect();
        programme.at_most(*capacity, RowKey::Plain(row), &factors);
    }
    let limits = Limits { seconds: clock.left(), gap: options.gap.unwrap_or(1e-7), nodes: None, seed: options.seed };
    let relaxed = maximise(&programme, true, None, limits)?;
    let found = maximise(&programme, false, None, Limits { seconds: clock.left(), ..limits })?;
    let plan: Vec<usize> =
        found.columns.iter().enumerate().filter(|(_, value)| **value > 0.5).map(|(at, _)| at + 1).collect();
    let objective = if found.columns.is_empty() { None } else { Some(knapsack.profit(&plan)?) };
    let mut cautions = Vec::new();
    if found.cut {
        cautions.push(cut(options));
    }
    if let (Some(objective), Some(stated), Status::Optimal) = (objective, knapsack.stated, found.status)
        && (objective - stated).abs() > 1e-6 * stated.abs().max(1.0)
    {
        cautions.push(
            Caution::new(
                "other-than-stated",
                format!("The file states an optimum of {stated}, and {objective} is proved."),
            )
            .with("stated", stated)
            .with("objective", objective),
        );
    }
    Ok(KnapsackSolved {
        problem: place,
        status: found.status,
        objective,
        bound: found.bound.is_finite().then_some(found.bound),
        gap: objective.map(|objective| relative_gap(objective, found.bound)),
        lp_bound: relaxed.objective,
        prices: price::plain_prices(&relaxed.duals),
        lp_duals: relaxed.duals,
        plan,
        stated: knapsack.stated,
        cautions,
    })
}

/// Solves a schedule: by rules for a good one, by critical path and work for a bound, and between the two by a time-indexed programme.
fn solve_schedule(schedule: &Schedule, options: &Options) -> Result<ScheduleSolved, Unusable> {
    let clock = Clock::start(options.seconds);
    let (_, critical_path) = schedule.critical_path();
    let found = super::schedule_search::search(schedule, options, &clock)?;
    let makespan = schedule.makespan(&found.starts)?;
    let mut cautions = Vec::new();
    if found.cut {
        cautions.push(cut(options));
    } else if found.lower < makespan {
        cautions.push(Caution::new("not-proved", format!("The best schedule found takes {makespan} and none can take less than {}; the search ended by its limit of work.", found.lower)));
    }
    let used = |r: usize| schedule.activities.iter().map(|a| a.duration as f64 * a.demands[r]).sum::<f64>();
    Ok(ScheduleSolved {
        status: if found.lower >= makespan { Status::Optimal } else { Status::Feasible },
        objective: Some(makespan as f64),
        bound: Some(found.lower as f64),
        gap: Some((makespan - found.lower) as f64 / (makespan as f64).max(1.0)),
        critical_path,
        plan: schedule
            .activities
            .iter()
            .zip(&found.starts)
            .enumerate()
            .map(|(at, (a, start))| Scheduled { activity: at + 1, start: *start, finish: start + a.duration })
            .collect(),
        uses: (0..schedule.capacities.len())
            .filter(|r| schedule.capacities[*r] > 0.0 && makespan > 0)
            .map(|r| (r + 1, used(r) / (schedule.capacities[r] * makespan as f64)))
            .collect(),
        cautions,
    })
}

/// Whether a plan holds any of these decisions.
pub(super) fn holds_any(plan: &Plan, decisions: &[Decision]) -> bool {
    let same = |wanted: &Option<usize>, t: usize| wanted.is_none_or(|period| period == t);
    decisions.iter().any(|decision| match decision {
        Decision::Sign { technology, option, period } => plan.signings.iter().any(|s| {
            s.technology == *technology && option.as_ref().is_none_or(|o| s.option == *o) && same(period, s.period)
        }),
        Decision::Mission { mission, period } => {
            plan.missions.iter().any(|m| m.mission == *mission && same(period, m.period))
        }
        Decision::Start { project, period } => {
            plan.starts.iter().any(|s| s.project == *project && same(period, s.period))
        }
        Decision::Develop { supplier, period } => {
            plan.developments.iter().any(|d| d.supplier == *supplier && same(period, d.period))
        }
    })
}
