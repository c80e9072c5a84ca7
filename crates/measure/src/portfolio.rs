//! Which technologies to acquire by which route, which missions to send and which enterprise starts when, under scarce money,
//! materials, suppliers, specialists and plan slack.
//!
//! The model is UPP-1, a mixed-integer programme solved by HiGHS. Two kinds of published problems are read and solved too,
//! because their optima are known: multi-dimensional knapsacks (OR-Library `mknap`) and resource-constrained project schedules
//! (PSPLIB, `.rcp`). A plan is shown only after [`check()`] found it feasible, and with the value that [`check()`] computed.

// Periods are counted from 1 and index several series at once, so loops over them say more than iterators would.
#![allow(clippy::needless_range_loop, clippy::type_complexity)]

mod check;
#[cfg(test)]
mod check_tests;
#[cfg(feature = "highs")]
mod explain;
#[cfg(feature = "highs")]
mod frontier;
#[cfg(feature = "highs")]
mod greedy;
mod knapsack;
#[cfg(feature = "highs")]
pub mod large;
mod options;
mod plan;
#[cfg(feature = "highs")]
mod price;
#[cfg(feature = "highs")]
mod programme;
mod read;
#[cfg(test)]
mod read_tests;
mod read_upp;
mod result;
#[cfg(feature = "highs")]
mod robust;
mod scenario;
mod schedule;
#[cfg(feature = "highs")]
mod schedule_rules;
#[cfg(feature = "highs")]
mod schedule_search;
#[cfg(feature = "highs")]
mod schedule_windows;
#[cfg(all(test, feature = "highs"))]
mod search_tests;
#[cfg(feature = "highs")]
mod solve;
#[cfg(all(test, feature = "highs"))]
mod solve_tests;
#[cfg(feature = "highs")]
mod solver;
mod upp;
#[cfg(feature = "highs")]
mod variables;

pub use check::check;
#[cfg(feature = "highs")]
pub use explain::{Explained, WhyNot, explain, priced_changes};
#[cfg(feature = "highs")]
pub use frontier::{Frontier, FrontierPoint, frontier};
pub use knapsack::Knapsack;
pub use options::{Decision, Goal, Options};
pub use plan::{
    Checked, CreditFlow, Debt, DevelopmentStart, MissionStart, MoneyFlow, Plan, Signing, Start, Use, Violation,
};
pub use read::{TEXT_BYTES_MAX, read};
pub use result::{
    Difference, KnapsackSolved, PeriodPrice, Price, ScheduleSolved, Scheduled, Solved, Status, UppSolved,
};
#[cfg(feature = "highs")]
pub use robust::{Future, InFuture, Risk, RiskSolved, solve_with_risk};
pub use scenario::{Change, Scenario, changed, scenarios};
#[cfg(feature = "highs")]
pub use scenario::{Compared, compare};
pub use schedule::{Activity, Schedule};
#[cfg(feature = "highs")]
pub use solve::{solve, solve_upp};
pub use upp::{
    Adoption, Credit, Currency, Development, Enterprise, Material, Mission, Route, Staff, Supplier, Technology, Upp,
};

/// A problem that was read.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Problem {
    /// A portfolio in the schema `uptake-portfolio/1`.
    Upp(Upp),
    /// The problems of an `mknap` file, in its order.
    Knapsacks {
        /// The problems.
        problems: Vec<Knapsack>,
    },
    /// A project schedule from a file in Patterson's format.
    Schedule(Schedule),
}
