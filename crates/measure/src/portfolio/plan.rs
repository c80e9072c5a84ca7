//! What is decided: signings, missions, starts, developments and the use of credit, by name and period.

use serde::{Deserialize, Serialize};

/// A technology is acquired by an option in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signing {
    /// Name of the technology.
    pub technology: String,
    /// Kind of the option, such as `licence`.
    pub option: String,
    /// Period of signing, from 1.
    pub period: usize,
}

/// A mission starts in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissionStart {
    /// Name of the mission.
    pub mission: String,
    /// First period, from 1.
    pub period: usize,
}

/// An adoption project starts in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Position of the project in the file, from 0.
    pub project: usize,
    /// Name of the technology.
    pub technology: String,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Kind of the option by which the technology came.
    pub option: String,
    /// First running period, from 1.
    pub period: usize,
}

/// The development of a supplier starts in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DevelopmentStart {
    /// Name of the supplier.
    pub supplier: String,
    /// Period in which it is paid, from 1.
    pub period: usize,
}

/// Money drawn from or paid back to a credit line in a period. Periods without either are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditFlow {
    /// Name of the credit line.
    pub credit: String,
    /// Period, from 1.
    pub period: usize,
    /// Drawn, in the line's currency.
    pub draw: f64,
    /// Paid back, in the line's currency.
    pub repay: f64,
}

/// A plan: everything that is decided, and nothing that follows from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// By the order of the technologies in the problem.
    pub signings: Vec<Signing>,
    /// By the order of the missions in the problem.
    pub missions: Vec<MissionStart>,
    /// By the order of the projects in the problem.
    pub starts: Vec<Start>,
    /// By the order of the suppliers in the problem.
    pub developments: Vec<DevelopmentStart>,
    /// By the order of the credit lines, then periods.
    pub credit: Vec<CreditFlow>,
}

/// The account of one currency in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoneyFlow {
    /// Name of the currency.
    pub currency: String,
    /// Period, from 1.
    pub period: usize,
    /// What comes in by the budget.
    pub budget: f64,
    /// What came over from the period before.
    pub carried_in: f64,
    /// Drawn from credit lines.
    pub drawn: f64,
    /// Paid back to credit lines.
    pub repaid: f64,
    /// Paid for signings.
    pub signings: f64,
    /// Paid for missions.
    pub missions: f64,
    /// Paid for starts of projects.
    pub starts: f64,
    /// Paid for developments of suppliers.
    pub developments: f64,
    /// What is left, and goes over where the problem carries over.
    pub left: f64,
}

/// The debt on one credit line at the end of one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Debt {
    /// Name of the credit line.
    pub credit: String,
    /// Period, from 1.
    pub period: usize,
    /// What is owed with interest.
    pub debt: f64,
}

/// How much of a resource is used in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Use {
    /// `material`, `supplier`, `staff`, `parallel` or `slack`.
    pub kind: &'static str,
    /// Name of the resource or enterprise.
    pub id: String,
    /// Period, from 1.
    pub period: usize,
    /// Used.
    pub used: f64,
    /// There, developments included.
    pub available: f64,
}

/// A plan that was found feasible, with everything that follows from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// Discounted benefit minus all costs, in the objective's currency.
    pub objective: f64,
    /// Discounted benefit alone.
    pub benefit: f64,
    /// Discounted costs, interest on credit included.
    pub cost: f64,
    /// Project periods in production until the end: the more, the sooner and wider the spread.
    pub spread: f64,
    /// Discounted benefit per enterprise of the region that gets least, among the regions with a project in the problem.
    pub equity: f64,
    /// By currency, then period.
    pub money: Vec<MoneyFlow>,
    /// By credit line, then period; only where something is owed.
    pub debts: Vec<Debt>,
    /// Shared resources that are used, by kind, id, period.
    pub uses: Vec<Use>,
}

/// A rule that a plan breaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Violation {
    /// Which rule, in lower-case words with hyphens (`material-supply`).
    pub code: &'static str,
    /// The sentence with its place and its numbers.
    pub text: String,
    /// By how much, in the rule's unit; 1 where it is a matter of yes and no.
    pub by: f64,
}
