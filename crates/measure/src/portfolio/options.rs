//! What is asked of a solve beside the problem.

use serde::{Deserialize, Serialize};

use crate::Unusable;

use super::upp::Upp;

/// What a plan is judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Discounted benefit minus all costs.
    #[default]
    Benefit,
    /// Project periods in production until the end.
    Spread,
    /// Discounted benefit per enterprise of the region that gets least.
    Equity,
}

/// A decision made by hand: kept (fixed) or ruled out (forbidden). Without option or period it means any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "decide", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// A technology is acquired.
    Sign {
        /// Name of the technology.
        technology: String,
        /// Kind of the option.
        #[serde(default)]
        option: Option<String>,
        /// Period of signing.
        #[serde(default)]
        period: Option<usize>,
    },
    /// A mission is sent.
    Mission {
        /// Name of the mission.
        mission: String,
        /// First period.
        #[serde(default)]
        period: Option<usize>,
    },
    /// A project starts.
    Start {
        /// Position of the project, from 0.
        project: usize,
        /// First running period.
        #[serde(default)]
        period: Option<usize>,
    },
    /// A supplier is developed.
    Develop {
        /// Name of the supplier.
        supplier: String,
        /// Period in which it is paid.
        #[serde(default)]
        period: Option<usize>,
    },
}

impl Decision {
    /// Says whether the names and periods exist.
    ///
    /// # Errors
    /// `unknown-name` or `period-outside`, with the place.
    pub fn known_in(&self, upp: &Upp) -> Result<(), Unusable> {
        let unknown = |what: &str, name: &str| {
            Unusable::new(
                "unknown-name",
                format!("There is no {what} \"{name}\" in the problem. Name one that is there."),
            )
        };
        let period = match self {
            Self::Sign { technology, option, period } => {
                let found = upp.technologies.iter().find(|t| t.id == *technology);
                let found = found.ok_or_else(|| unknown("technology", technology))?;
                if let Some(kind) = option
                    && !found.options.iter().any(|o| o.kind == *kind)
                {
                    return Err(unknown("option", &format!("{technology} {kind}")));
                }
                period
            }
            Self::Mission { mission, period } => {
                upp.missions.iter().find(|m| m.id == *mission).ok_or_else(|| unknown("mission", mission))?;
                period
            }
            Self::Start { project, period } => {
                upp.projects.get(*project).ok_or_else(|| unknown("project", &project.to_string()))?;
                period
            }
            Self::Develop { supplier, period } => {
                upp.suppliers.iter().find(|s| s.id == *supplier).ok_or_else(|| unknown("supplier", supplier))?;
                period
            }
        };
        match period {
            Some(t) if *t == 0 || *t > upp.periods => Err(Unusable::new(
                "period-outside",
                format!("Period {t} is outside of 1 to {}. Name a period of the problem.", upp.periods),
            )),
            _ => Ok(()),
        }
    }
}

/// How to solve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Wall-clock limit for one solve. A result that it cut short says so, and is the only kind that another run may not repeat.
    pub seconds: Option<f64>,
    /// Relative gap at which the search ends: by size when not said (1e-7 for small problems, 0.01 for others).
    pub gap: Option<f64>,
    /// Seed of the solver and of the neighbourhoods.
    pub seed: u32,
    /// What to maximise.
    pub goal: Goal,
    /// Goals that must reach at least a value.
    pub at_least: Vec<(Goal, f64)>,
    /// Decisions that are kept.
    pub fix: Vec<Decision>,
    /// Decisions that are ruled out.
    pub forbid: Vec<Decision>,
    /// Whether to compute the linear relaxation and the prices.
    pub prices: bool,
    /// How many resources get a finite difference by solving again, at most.
    pub differences: usize,
    /// By how many percent a resource grows in a finite difference.
    pub percent: f64,
    /// At most so many uses of each material in each period may exceed their nominal amount at once (Bertsimas and Sim 2004); 0 is the
    /// nominal plan.
    pub material_gamma: f64,
    /// By what share a use may exceed its nominal amount.
    pub material_deviation: f64,
    /// Whether to solve by decomposition: by size when not said.
    pub large: Option<bool>,
    /// Rounds of neighbourhood search in a solve by decomposition.
    pub rounds: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seconds: None,
            gap: None,
            seed: 0,
            goal: Goal::Benefit,
            at_least: Vec::new(),
            fix: Vec::new(),
            forbid: Vec::new(),
            prices: true,
            differences: 3,
            percent: 10.0,
            material_gamma: 0.0,
            material_deviation: 0.1,
            large: None,
            rounds: 600,
        }
    }
}

impl Options {
    /// Says whether the options make sense for a problem.
    ///
    /// # Errors
    /// `option-outside` with the name of the option and its range; and those of [`Decision::known_in`].
    pub fn fit(&self, upp: &Upp) -> Result<(), Unusable> {
        let ranges = [
            ("seconds", self.seconds.unwrap_or(1.0), 1e-3, 1e6),
            ("gap", self.gap.unwrap_or(0.0), 0.0, 1.0),
            ("percent", self.percent, 0.1, 1_000.0),
            ("material_gamma", self.material_gamma, 0.0, 1e6),
            ("material_deviation", self.material_deviation, 0.0, 10.0),
        ];
        for (name, value, least, most) in ranges {
            if !(value >= least && value <= most) {
                return Err(Unusable::new(
                    "option-outside",
                    format!("The option `{name}` is {value}; it must be from {least} to {most}."),
                ));
            }
        }
        if self.at_least.iter().any(|(_, value)| !value.is_finite()) {
            return Err(Unusable::new("option-outside", "A value in `at_least` is no finite number. Write a number."));
        }
        self.fix.iter().chain(&self.forbid).try_for_each(|decision| decision.known_in(upp))
    }
}
