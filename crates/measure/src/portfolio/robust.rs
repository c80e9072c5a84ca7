//! Plans for several futures at once: what is signed now is the same in all, the rest follows when the future is known.
//!
//! Criterion (Rockafellar and Uryasev 2000, eq. 17, for gains): (1 - lambda) E V + lambda CVaR, where CVaR is the mean value in the
//! worst share 1 - alpha of the futures: max eta - sum w xi / (1 - alpha), xi >= eta - V, xi >= 0.

use serde::{Deserialize, Serialize};

use super::options::Options;
use super::plan::Plan;
use super::programme::Programme;
use super::result::Status;
use super::scenario::{Change, Scenario, changed};
use super::solve::{cut, relative_gap};
use super::solver::{Clock, Found, Limits, maximise};
use super::upp::Upp;
use super::variables::{self, Block, Build, Keep, Var};
use super::{check, solve_upp};
use crate::{Caution, Unusable};

/// More futures are refused: each is a whole copy of the problem.
const FUTURES_MAX: usize = 50;

/// A future with its weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Future {
    /// Its name.
    pub name: String,
    /// Its weight; weights are divided by their sum.
    pub weight: f64,
    /// What is other than in the problem.
    pub changes: Vec<Change>,
}

/// How much risk counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Weight of the tail, 0 to 1.
    pub lambda: f64,
    /// The tail is the worst share 1 - alpha, alpha from 0 to below 1.
    pub alpha: f64,
    /// Signings and missions up to this period are the same in all futures.
    pub decided_until: usize,
}

/// What becomes of a plan in one future.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InFuture {
    /// Name of the future.
    pub future: String,
    /// Its share of all weights.
    pub share: f64,
    /// Value in this future.
    pub value: f64,
    /// The plan that follows in this future.
    pub plan: Plan,
}

/// A plan for several futures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskSolved {
    /// How sure the result is.
    pub status: Status,
    /// (1 - lambda) expected + lambda tail.
    pub objective: Option<f64>,
    /// The criterion can nowhere be above this.
    pub bound: Option<f64>,
    /// (bound - objective) / max(1, |objective|).
    pub gap: Option<f64>,
    /// Expected value.
    pub expected: Option<f64>,
    /// Mean value in the worst share 1 - alpha of the futures.
    pub tail: Option<f64>,
    /// By future.
    pub futures: Vec<InFuture>,
    /// The criterion for the plan that knows only the problem as it stands, its signings and missions kept: never above `objective`.
    /// None where that plan cannot be kept in some future.
    pub nominal: Option<f64>,
    /// Doubts about the numbers.
    pub cautions: Vec<Caution>,
}

struct Futures {
    programme: Programme,
    first: Block,
    blocks: Vec<Block>,
}

fn build(upp: &Upp, futures: &[(f64, Upp)], risk: Risk, options: &Options) -> Futures {
    let mut programme = Programme::default();
    let now = |var: Var| match var {
        Var::Sign(.., t) | Var::Mission(_, t) if t <= risk.decided_until => Keep::Free,
        _ => Keep::No,
    };
    let first = variables::columns(
        &mut programme,
        upp,
        &Build { prune: false, keep: &now, gamma: 0.0, deviation: 0.0, shared: None },
    );
    let mut blocks = Vec::new();
    for (_, future) in futures {
        let build = Build {
            prune: true,
            keep: &|_| Keep::Free,
            gamma: options.material_gamma,
            deviation: options.material_deviation,
            shared: Some((&first, risk.decided_until)),
        };
        blocks.push(variables::add(&mut programme, future, &build));
    }
    let eta = programme.column(-1e9, 1e9, false);
    programme.columns[eta].cost = risk.lambda;
    for ((share, _), block) in futures.iter().zip(&blocks) {
        for (column, factor) in &block.value {
            programme.columns[*column].cost += (1.0 - risk.lambda) * share * factor;
        }
        let below = programme.column(0.0, f64::INFINITY, false);
        programme.columns[below].cost = -risk.lambda * share / (1.0 - risk.alpha);
        let mut factors = block.value.clone();
        factors.extend([(below, 1.0), (eta, -1.0)]);
        // A signing may stand in the value of a block once only, so no column comes twice.
        programme.at_least(0.0, &factors);
    }
    Futures { programme, first, blocks }
}

/// Mean of the worst share 1 - alpha.
pub(super) fn tail(values: &[(f64, f64)], alpha: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|x, y| x.1.total_cmp(&y.1));
    let mut left = 1.0 - alpha;
    let mut sum = 0.0;
    for (share, value) in sorted {
        let taken = share.min(left);
        sum += taken * value;
        left -= taken;
    }
    sum / (1.0 - alpha)
}

/// Solves a portfolio for several futures.
///
/// # Errors
/// `risk-outside`, `no-futures`, `too-many-futures`; those of the changes, and of [`solve_upp`].
pub fn solve_with_risk(upp: &Upp, futures: &[Future], risk: Risk, options: &Options) -> Result<RiskSolved, Unusable> {
    options.fit(upp)?;
    if !((0.0..=1.0).contains(&risk.lambda) && (0.0..1.0).contains(&risk.alpha)) {
        return Err(Unusable::new("risk-outside", "`lambda` must be from 0 to 1 and `alpha` from 0 to below 1."));
    }
    let all: f64 = futures.iter().map(|future| future.weight).sum();
    if futures.is_empty() || !(all > 0.0 && all.is_finite()) || !futures.iter().all(|future| future.weight >= 0.0) {
        return Err(Unusable::new(
            "no-futures",
            "Name at least one future, each with a weight of at least 0, not all of them 0.",
        ));
    }
    if futures.len() > FUTURES_MAX {
        return Err(Unusable::new(
            "too-many-futures",
            format!("There are {} futures, and at most {FUTURES_MAX} are solved.", futures.len()),
        ));
    }
    let clock = Clock::start(options.seconds);
    let problems = futures
        .iter()
        .map(|future| {
            let scenario = Scenario { name: future.name.clone(), changes: future.changes.clone() };
            Ok((future.weight / all, changed(upp, &scenario)?))
        })
        .collect::<Result<Vec<_>, Unusable>>()?;
    let built = build(upp, &problems, risk, options);
    let gap = options.gap.unwrap_or(1e-6);
    let limits = Limits { seconds: clock.left(), gap, nodes: None, seed: options.seed };
    let found = maximise(&built.programme, false, None, limits)?;
    let mut solved = RiskSolved {
        status: found.status,
        objective: None,
        bound: found.bound.is_finite().then_some(found.bound),
        gap: None,
        expected: None,
        tail: None,
        futures: Vec::new(),
        nominal: None,
        cautions: Vec::new(),
    };
    if found.cut {
        solved.cautions.push(cut(options));
    }
    if found.columns.is_empty() {
        return Ok(solved);
    }
    let (values, plans) = by_future(&built, &problems, &found)?;
    let expected: f64 = values.iter().map(|(share, value)| share * value).sum();
    let worst = tail(&values, risk.alpha);
    let objective = (1.0 - risk.lambda) * expected + risk.lambda * worst;
    solved.objective = Some(objective);
    solved.gap = Some(relative_gap(objective, found.bound));
    solved.expected = Some(expected);
    solved.tail = Some(worst);
    solved.futures = futures
        .iter()
        .zip(values.iter().zip(plans))
        .map(|(future, ((share, value), plan))| InFuture {
            future: future.name.clone(),
            share: *share,
            value: *value,
            plan,
        })
        .collect();
    solved.nominal = nominal(
        upp,
        built,
        &problems,
        risk,
        &Options { seconds: clock.left(), prices: false, ..options.clone() },
        limits,
    )?;
    Ok(solved)
}

/// Reads the plan of each future off an answer and has it checked.
fn by_future(
    built: &Futures,
    problems: &[(f64, Upp)],
    found: &Found,
) -> Result<(Vec<(f64, f64)>, Vec<Plan>), Unusable> {
    let (mut values, mut plans) = (Vec::new(), Vec::new());
    for ((share, problem), block) in problems.iter().zip(&built.blocks) {
        let plan = variables::plan(problem, block, &found.columns);
        // A signing that never arrives in this future is paid for and of no use; that is its risk, and no broken rule.
        let lost = |code: &str| code == "arrives-too-late";
        let value = match check(problem, &plan) {
            Ok(checked) => checked.objective,
            Err(broken) if broken.iter().all(|violation| lost(violation.code)) => {
                block.value.iter().map(|(column, factor)| found.columns[*column] * factor).sum()
            }
            Err(broken) => {
                let why = broken
                    .iter()
                    .find(|violation| !lost(violation.code))
                    .map_or("", |violation| violation.text.as_str());
                return Err(Unusable::new("plan-refused", format!("The independent check refuses the plan: {why}")));
            }
        };
        values.push((*share, value));
        plans.push(plan);
    }
    Ok((values, plans))
}

/// The criterion when the signings and missions of the nominal plan are kept.
fn nominal(
    upp: &Upp,
    mut built: Futures,
    problems: &[(f64, Upp)],
    risk: Risk,
    options: &Options,
    limits: Limits,
) -> Result<Option<f64>, Unusable> {
    let Some(plan) = solve_upp(upp, &Options { large: Some(false), ..options.clone() })?.plan else { return Ok(None) };
    let mut fix = |columns: &[usize], taken: &dyn Fn(usize) -> bool| {
        for (t, column) in columns.iter().enumerate().filter(|(_, column)| **column != variables::NONE) {
            let value = f64::from(u8::from(taken(t)));
            (built.programme.columns[*column].lower, built.programme.columns[*column].upper) = (value, value);
        }
    };
    for (k, technology) in upp.technologies.iter().enumerate() {
        for (o, option) in technology.options.iter().enumerate() {
            let signed = plan
                .signings
                .iter()
                .find(|s| s.technology == technology.id && s.option == option.kind)
                .map(|s| s.period);
            fix(&built.first.sign[k][o], &|t| signed == Some(t));
        }
    }
    for (j, mission) in upp.missions.iter().enumerate() {
        let sent = plan.missions.iter().find(|m| m.mission == mission.id).map(|m| m.period);
        fix(&built.first.mission[j], &|t| sent == Some(t));
    }
    let found = maximise(&built.programme, false, None, limits)?;
    if found.columns.is_empty() {
        return Ok(None);
    }
    let (values, _) = by_future(&built, problems, &found)?;
    let expected: f64 = values.iter().map(|(share, value)| share * value).sum();
    Ok(Some((1.0 - risk.lambda) * expected + risk.lambda * tail(&values, risk.alpha)))
}
