//! What came of the reckoning of a portfolio, as it is kept and shown: in the names of the problem, without anything of the solver.

use std::collections::BTreeMap;

use measure::Caution;
use measure::portfolio::{Change, Decision, Goal};
use serde::{Deserialize, Serialize};

/// Seconds for the first solve where nobody says otherwise.
pub const RUN_SECONDS: f64 = 60.0;

/// Seconds that one may ask for. All that follows from it takes up to five times as long, and a job is given up after that.
pub const RUN_SECONDS_MAX: f64 = 110.0;

/// What is asked of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunAsked {
    /// Seconds for the first solve; what follows from it gets a share of them.
    pub seconds: f64,
    /// Seed of the search.
    pub seed: u32,
    /// What is maximised.
    pub goal: Goal,
    /// So many uses of each material may exceed their nominal amount at once.
    pub gamma: f64,
    /// Decisions made by hand that are kept.
    pub fix: Vec<Decision>,
    /// Decisions that are ruled out by hand.
    pub forbid: Vec<Decision>,
    /// Changes of the problem.
    pub changes: Vec<Change>,
    /// Whether scenarios are reckoned beside it.
    pub scenarios: bool,
    /// Whether plans between the goals are reckoned.
    pub frontier: bool,
}

impl Default for RunAsked {
    fn default() -> RunAsked {
        RunAsked {
            seconds: RUN_SECONDS,
            seed: 0,
            goal: Goal::Benefit,
            gamma: 0.0,
            fix: Vec::new(),
            forbid: Vec::new(),
            changes: Vec::new(),
            scenarios: true,
            frontier: true,
        }
    }
}

/// A technology that is acquired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetSigning {
    /// Its name in the problem.
    pub technology: String,
    /// By which route.
    pub option: String,
    /// The period of signing, from 1.
    pub period: usize,
    /// The period in which it arrives.
    pub arrives: usize,
    /// The enterprises in which it starts.
    pub enterprises: Vec<String>,
}

/// A technology that is not acquired, and what it would cost to acquire it all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetRejected {
    /// Its name in the problem.
    pub technology: String,
    /// By how much the value of the plan falls if it is forced in; none where that was not reckoned, or cannot be.
    pub forced_cost: Option<f64>,
    /// No plan keeps all limits with it in.
    pub impossible: bool,
    /// Which technologies go if it comes.
    pub displaces: Vec<String>,
}

/// A mission that is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetMission {
    /// Its name in the problem.
    pub mission: String,
    /// Its first period, from 1.
    pub period: usize,
    /// The periods that it lasts.
    pub duration: usize,
}

/// An adoption that starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetStart {
    /// Its place in the problem, from 0.
    pub project: usize,
    /// Name of the technology.
    pub technology: String,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Its first period, from 1.
    pub period: usize,
    /// The periods that it runs before it yields.
    pub duration: usize,
}

/// What more of a scarce thing is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetPrice {
    /// `budget`, `material`, `supplier`, `staff`, `slack` or `parallel`.
    pub kind: String,
    /// Its name in the problem.
    pub name: String,
    /// What one more unit in each period is worth by the linear relaxation: a ranking.
    pub dual_sum: f64,
    /// The period in which one more unit is worth most, from 1, with that worth; none where none is worth anything.
    pub most: Option<(usize, f64)>,
    /// By how many percent it grew when the plan was reckoned again, and what that brought. A gain of nothing is an answer: it does not bind.
    pub gain: Option<(f64, f64)>,
}

/// The plan under another assumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetScenario {
    /// Its name: `no_credit`.
    pub scenario: String,
    /// How sure it is: `optimal`, `feasible`, `infeasible`, `unknown`.
    pub status: String,
    /// The value of its plan.
    pub objective: Option<f64>,
    /// That less the value of the plan without it.
    pub difference: Option<f64>,
    /// Technologies that it acquires beside.
    pub gained: Vec<String>,
    /// Technologies that it does not acquire any more.
    pub lost: Vec<String>,
}

/// A plan between the goals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetPoint {
    /// Discounted benefit less costs.
    pub value: f64,
    /// Project periods in production until the end.
    pub spread: f64,
    /// Benefit per enterprise of the region that gets least.
    pub equity: f64,
    /// Technologies that it acquires.
    pub signings: usize,
}

/// The account of a currency in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetMoney {
    /// Name of the currency.
    pub currency: String,
    /// The period, from 1.
    pub period: usize,
    /// What comes in by the budget.
    pub budget: f64,
    /// What is spent on signings, missions, starts and suppliers.
    pub spent: f64,
    /// Drawn from credit less what is paid back.
    pub credit: f64,
    /// What is left.
    pub left: f64,
}

/// What came of a reckoning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PortfolioSheet {
    /// What the problem calls itself.
    pub name: String,
    /// Its periods.
    pub periods: usize,
    /// How sure it is: `optimal`, `feasible`, `infeasible`, `unknown`.
    pub status: String,
    /// The value of the plan, as the checker computed it.
    pub objective: Option<f64>,
    /// No plan is worth more.
    pub bound: Option<f64>,
    /// How far the two are apart, over the value.
    pub gap: Option<f64>,
    /// The value of the linear relaxation, which no plan attains.
    pub relaxation: Option<f64>,
    /// Discounted benefit alone.
    pub benefit: Option<f64>,
    /// Discounted costs.
    pub cost: Option<f64>,
    /// Project periods in production until the end.
    pub spread: Option<f64>,
    /// Benefit per enterprise of the region that gets least.
    pub equity: Option<f64>,
    /// What is acquired.
    pub signings: Vec<SheetSigning>,
    /// What is not.
    pub rejected: Vec<SheetRejected>,
    /// Which missions are sent.
    pub missions: Vec<SheetMission>,
    /// Which adoptions start.
    pub starts: Vec<SheetStart>,
    /// Which suppliers are developed, and in which period.
    pub developments: Vec<(String, usize)>,
    /// What binds, the most valuable first.
    pub prices: Vec<SheetPrice>,
    /// The accounts of money.
    pub money: Vec<SheetMoney>,
    /// Other assumptions.
    pub scenarios: Vec<SheetScenario>,
    /// Plans between value and spread, from the best value to the widest spread.
    pub frontier: Vec<SheetPoint>,
    /// Plans between value and equity, from the best value to what gives most to the region that gets least.
    #[serde(default)]
    pub frontier_of_equity: Vec<SheetPoint>,
    /// What has to be known beside the numbers.
    #[serde(default)]
    pub doubts: Vec<SheetDoubt>,
}

/// A doubt of the reckoning: a code with the numbers and names of its sentence, and the sentence itself in English.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetDoubt {
    /// Which doubt, in lower-case words with hyphens.
    pub code: String,
    /// The sentence.
    pub text: String,
    /// The numbers in it, by name.
    pub values: BTreeMap<String, f64>,
    /// The names in it, by what they name.
    pub words: BTreeMap<String, String>,
}

impl From<&Caution> for SheetDoubt {
    fn from(told: &Caution) -> SheetDoubt {
        let values = told.values.iter().map(|(name, value)| ((*name).to_owned(), *value));
        let words = told.words.iter().map(|(name, word)| ((*name).to_owned(), word.clone()));
        SheetDoubt {
            code: told.code.to_owned(),
            text: told.text.clone(),
            values: values.collect(),
            words: words.collect(),
        }
    }
}

impl PortfolioSheet {
    /// What binds most: by what growing it brought, and where that was not tried by its price.
    pub fn binding(&self) -> Option<&SheetPrice> {
        self.prices.first().filter(|price| price.gain.is_none_or(|(_, gain)| gain > 0.0))
    }
}
