//! What a solve hands back.

use serde::Serialize;

use super::plan::{Checked, Plan};
use crate::Caution;

/// How sure a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Proved to be the best within the gap that was asked for.
    Optimal,
    /// Feasible and checked; something better may exist, but not above the bound.
    Feasible,
    /// Proved that no plan keeps all rules.
    Infeasible,
    /// Neither a plan nor a proof was found within the limits.
    Unknown,
}

/// What one more unit in one period is worth, from the linear relaxation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeriodPrice {
    /// Period, from 1.
    pub period: usize,
    /// Dual value of the row: objective per unit, at least 0.
    pub price: f64,
}

/// What the objective gains when a resource grows by some percent in every period, by solving again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// By how many percent the resource grew.
    pub percent: f64,
    /// Gain of the best plan found over the base plan. 0 is a real answer: the resource does not bind.
    pub gain: f64,
    /// The gain can at most be this, because of the bounds of the two solves.
    pub gain_at_most: f64,
    /// How sure the second solve is.
    pub status: Status,
}

/// The price of a resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Price {
    /// Kind and name as in `material.M1`, `budget.hard`, `staff.eng_de`, `supplier.S01`, `slack.E001`, `parallel.E001`, `row.3`.
    pub resource: String,
    /// `budget`, `material`, `supplier`, `staff`, `slack`, `parallel` or `row`.
    pub kind: &'static str,
    /// Duals of the linear relaxation, summed over periods. A ranking, no promise: see `difference`.
    pub dual_sum: f64,
    /// Duals by period, only those above 0.
    pub by_period: Vec<PeriodPrice>,
    /// Least and largest worth of one more unit in every period, where it was computed: the two differ when duals are degenerate.
    pub range: Option<(f64, f64)>,
    /// The worth by solving again, where it was computed.
    pub difference: Option<Difference>,
    /// The price in a plain sentence.
    pub sentence: String,
}

/// A solved portfolio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UppSolved {
    /// Name of the problem.
    pub name: String,
    /// How sure the result is.
    pub status: Status,
    /// Value of the plan as the checker computed it.
    pub objective: Option<f64>,
    /// No plan is worth more than this.
    pub bound: Option<f64>,
    /// (bound - objective) / max(1, |objective|).
    pub gap: Option<f64>,
    /// Value of the linear relaxation. Never attainable as such: it cuts projects into pieces.
    pub lp_bound: Option<f64>,
    /// The plan.
    pub plan: Option<Plan>,
    /// What follows from the plan, computed by the checker.
    pub checked: Option<Checked>,
    /// Resources that bind, the most valuable first.
    pub prices: Vec<Price>,
    /// Doubts about the numbers.
    pub cautions: Vec<Caution>,
}

/// A solved knapsack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KnapsackSolved {
    /// Its place in the file, from 1.
    pub problem: usize,
    /// How sure the result is.
    pub status: Status,
    /// Sum of the profits taken.
    pub objective: Option<f64>,
    /// No choice is worth more than this.
    pub bound: Option<f64>,
    /// (bound - objective) / max(1, |objective|).
    pub gap: Option<f64>,
    /// Value of the linear relaxation.
    pub lp_bound: f64,
    /// Duals of the rows in the linear relaxation, in the file's order.
    pub lp_duals: Vec<f64>,
    /// Items taken, from 1.
    pub plan: Vec<usize>,
    /// The optimum that the file states, where it states one (not 0).
    pub stated: Option<f64>,
    /// Rows that bind.
    pub prices: Vec<Price>,
    /// Doubts about the numbers.
    pub cautions: Vec<Caution>,
}

/// When an activity runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheduled {
    /// Its place in the file, from 1.
    pub activity: usize,
    /// When it starts; the project starts at 0.
    pub start: usize,
    /// When it has ended.
    pub finish: usize,
}

/// A solved schedule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScheduleSolved {
    /// How sure the result is.
    pub status: Status,
    /// Makespan of the schedule.
    pub objective: Option<f64>,
    /// No schedule is shorter than this.
    pub bound: Option<f64>,
    /// (objective - bound) / max(1, objective).
    pub gap: Option<f64>,
    /// Length of the critical path, which knows no resources.
    pub critical_path: usize,
    /// The schedule, in the order of the file.
    pub plan: Vec<Scheduled>,
    /// Resources that are full in some period: (resource from 1, share of the capacity used until the end).
    pub uses: Vec<(usize, f64)>,
    /// Doubts about the numbers.
    pub cautions: Vec<Caution>,
}

/// A solved problem of any kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Solved {
    /// A portfolio.
    Upp(Box<UppSolved>),
    /// The problems of an `mknap` file.
    Knapsacks {
        /// `optimal` when all are.
        status: Status,
        /// Objective of the only problem; none when there are several, because their sum means nothing.
        objective: Option<f64>,
        /// One result per problem.
        problems: Vec<KnapsackSolved>,
    },
    /// A schedule.
    Schedule(ScheduleSolved),
}

impl Solved {
    /// How sure the result is.
    pub fn status(&self) -> Status {
        match self {
            Self::Upp(solved) => solved.status,
            Self::Knapsacks { status, .. } => *status,
            Self::Schedule(solved) => solved.status,
        }
    }

    /// The value of the plan: objective, profit or makespan.
    pub fn objective(&self) -> Option<f64> {
        match self {
            Self::Upp(solved) => solved.objective,
            Self::Knapsacks { objective, .. } => *objective,
            Self::Schedule(solved) => solved.objective,
        }
    }

    /// What no plan can pass.
    pub fn bound(&self) -> Option<f64> {
        match self {
            Self::Upp(solved) => solved.bound,
            Self::Knapsacks { problems, .. } => match problems.as_slice() {
                [one] => one.bound,
                _ => None,
            },
            Self::Schedule(solved) => solved.bound,
        }
    }
}
