//! Two goals against each other: plans of which none is better in both (augmented epsilon-constraint, Mavrotas 2009).

use serde::Serialize;

use super::options::{Goal, Options};
use super::plan::{Checked, Plan};
use super::result::Status;
use super::solve::{checked_plan, goal_factors, goal_value, limits, prepare};
use super::solver::{Clock, Limits, maximise};
use super::upp::Upp;
use super::variables::Keep;
use crate::Unusable;

/// Weight of what goes beyond the demand on the other goal: small, so that it decides only between plans of the same first goal.
const AUGMENT: f64 = 1e-4;

/// A plan on the frontier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierPoint {
    /// Discounted benefit minus costs.
    pub benefit: f64,
    /// Value of the other goal.
    pub other: f64,
    /// The demand on the other goal under which the plan was found.
    pub at_least: f64,
    /// How sure it is that nothing better keeps the demand.
    pub status: Status,
    /// The plan.
    pub plan: Plan,
    /// What follows from it.
    pub checked: Checked,
}

/// The frontier between benefit and another goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Frontier {
    /// The other goal.
    pub goal: Goal,
    /// From the best benefit to the best of the other goal.
    pub points: Vec<FrontierPoint>,
}

/// Solves for so many demands on another goal, spread evenly between what the plan of the best benefit gives and the most there can be. Points
/// that another is not below in either goal are left out, so there may be fewer.
///
/// # Errors
/// `same-goal`, `points-outside`; those of [`super::solve_upp`].
pub fn frontier(upp: &Upp, goal: Goal, n_points: usize, options: &Options) -> Result<Frontier, Unusable> {
    options.fit(upp)?;
    if goal == Goal::Benefit {
        return Err(Unusable::new(
            "same-goal",
            "A frontier needs a goal beside the benefit. Name `spread` or `equity`.",
        ));
    }
    if !(2..=100).contains(&n_points) {
        return Err(Unusable::new(
            "points-outside",
            format!("A frontier of {n_points} points cannot be drawn; ask for 2 to 100."),
        ));
    }
    let clock = Clock::start(options.seconds);
    let mut points = Vec::<FrontierPoint>::new();
    let best = point(upp, options, goal, None, 0.0, &clock)?;
    let Some(best) = best else { return Ok(Frontier { goal, points }) };
    let most = most(upp, options, goal, &clock)?.max(best.other);
    let width = most - best.other;
    points.push(best.clone());
    for at in 1..n_points {
        if width <= 1e-9 {
            break;
        }
        // The last demand is the most there can be, less what rounding may cost.
        let demand = best.other + width * (at as f64 / (n_points - 1) as f64);
        let demand = demand - 1e-6 * demand.abs().max(1.0);
        if points.last().is_some_and(|last| last.other >= demand) {
            continue;
        }
        match point(upp, options, goal, Some(demand), width, &clock)? {
            Some(found) => points.push(found),
            None => break,
        }
    }
    // Plans are few and uneven: where the even demands found fewer than was asked for, the next plan after each is looked for.
    let mut at = 0;
    while width > 1e-9 && points.len() < n_points && at + 1 < points.len() {
        let demand = points[at].other + 1e-4 * width;
        let limit = points[at + 1].other - 1e-6 * width;
        match point(upp, options, goal, Some(demand), width, &clock)? {
            Some(found) if found.other < limit && found.benefit > points[at + 1].benefit + 1e-7 => {
                points.insert(at + 1, found);
            }
            _ => {}
        }
        at += 1;
    }
    let all = points.clone();
    points.retain(|point| {
        !all.iter().any(|other| {
            other.benefit >= point.benefit - 1e-9
                && other.other >= point.other - 1e-9
                && (other.benefit > point.benefit + 1e-7 || other.other > point.other + 1e-7)
        })
    });
    points.dedup_by(|x, y| (x.benefit - y.benefit).abs() <= 1e-7 && (x.other - y.other).abs() <= 1e-7);
    Ok(Frontier { goal, points })
}

/// The most that the other goal can reach.
fn most(upp: &Upp, options: &Options, goal: Goal, clock: &Clock) -> Result<f64, Unusable> {
    let options = Options { goal, prices: false, ..options.clone() };
    let prepared = prepare(upp, &options, &|_| Keep::Free);
    let limits = Limits { seconds: clock.left(), ..limits(&options, prepared.programme.columns.len(), clock) };
    let found = maximise(&prepared.programme, false, None, limits)?;
    if found.columns.is_empty() {
        return Ok(f64::NEG_INFINITY);
    }
    let (_, checked) = checked_plan(upp, &prepared, &found, limits)?;
    Ok(goal_value(&checked, goal))
}

fn point(
    upp: &Upp,
    options: &Options,
    goal: Goal,
    demand: Option<f64>,
    width: f64,
    clock: &Clock,
) -> Result<Option<FrontierPoint>, Unusable> {
    // A demand on another goal switches the leaving out of starts off, which may serve it.
    let mut with = Options { goal: Goal::Benefit, prices: false, ..options.clone() };
    with.at_least.push((goal, demand.unwrap_or(-1e9)));
    let mut prepared = prepare(upp, &with, &|_| Keep::Free);
    if width > 0.0 {
        for (column, factor) in goal_factors(&mut prepared.programme, &prepared.block, goal) {
            prepared.programme.columns[column].cost += AUGMENT * factor / width;
        }
    }
    let limits = limits(&with, prepared.programme.columns.len(), clock);
    let found = maximise(&prepared.programme, false, None, limits)?;
    if found.columns.is_empty() {
        return Ok(None);
    }
    let (plan, checked) = checked_plan(upp, &prepared, &found, limits)?;
    Ok(Some(FrontierPoint {
        benefit: checked.objective,
        other: goal_value(&checked, goal),
        at_least: demand.unwrap_or_else(|| goal_value(&checked, goal)),
        status: found.status,
        plan,
        checked,
    }))
}
