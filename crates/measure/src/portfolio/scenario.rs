//! Problems with something changed: the scenarios everybody asks for, by name, and free ones.

use serde::{Deserialize, Serialize};

use super::upp::Upp;
use crate::Unusable;

/// A change of a problem. Where a name is left out, every thing of the kind is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Credit limits grow by so many percent; -100 means no credit.
    Credit {
        /// Name of the credit line.
        #[serde(default)]
        credit: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// Budgets grow by so many percent.
    Budget {
        /// Name of the currency.
        #[serde(default)]
        currency: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// The supply of materials grows by so many percent.
    Material {
        /// Name of the material.
        #[serde(default)]
        material: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// The capacity of suppliers grows by so many percent.
    Supplier {
        /// Name of the supplier.
        #[serde(default)]
        supplier: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// The number of specialists grows by so many percent.
    Staff {
        /// Name of the class.
        #[serde(default)]
        class: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// The slack of enterprises grows by so many percent (relief from the plan).
    Slack {
        /// Name of the enterprise.
        #[serde(default)]
        enterprise: Option<String>,
        /// Percent.
        percent: f64,
    },
    /// Enterprises can run so many more projects at once.
    Parallel {
        /// Name of the enterprise.
        #[serde(default)]
        enterprise: Option<String>,
        /// More, or fewer when below 0.
        more: i32,
    },
    /// Export licences take so many more periods (fewer when below 0) on the options paid in a currency.
    ExportLead {
        /// Name of the currency.
        #[serde(default)]
        currency: Option<String>,
        /// Periods.
        periods: i32,
    },
    /// Delivery takes so many more periods (fewer when below 0).
    Lead {
        /// Name of the technology.
        #[serde(default)]
        technology: Option<String>,
        /// Kind of the option.
        #[serde(default)]
        option: Option<String>,
        /// Periods.
        periods: i32,
    },
    /// Projects take so many more periods.
    Duration {
        /// Name of the enterprise.
        #[serde(default)]
        enterprise: Option<String>,
        /// Periods.
        periods: i32,
    },
    /// An option cannot be had: its export is refused.
    Refused {
        /// Name of the technology.
        technology: String,
        /// Kind of the option; all of them when left out.
        #[serde(default)]
        option: Option<String>,
    },
}

/// Changes under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name, such as `no_credit`.
    pub name: String,
    /// Made one after the other.
    pub changes: Vec<Change>,
}

/// Periods that may be added at most.
const PERIODS_MORE_MAX: i32 = 1_000;

impl Change {
    /// Makes the change.
    ///
    /// # Errors
    /// `unknown-name` when nothing of that name is in the problem, `change-outside` for a number that makes no sense.
    pub fn make(&self, upp: &mut Upp) -> Result<(), Unusable> {
        let scale = |percent: f64| {
            if (-100.0..=100_000.0).contains(&percent) {
                Ok(1.0 + percent / 100.0)
            } else {
                Err(Unusable::new(
                    "change-outside",
                    format!("A change by {percent} percent is outside of -100 to 100000."),
                ))
            }
        };
        let longer = |lead: &mut usize, more: i32| {
            let more = more.clamp(-PERIODS_MORE_MAX, PERIODS_MORE_MAX);
            *lead = lead.saturating_add_signed(more as isize);
        };
        let meant = |wanted: &Option<String>, id: &str| wanted.as_deref().is_none_or(|name| name == id);
        let mut n_changed = 0;
        let times = |series: &mut [f64], factor: f64| series.iter_mut().for_each(|value| *value *= factor);
        match self {
            Self::Credit { credit, percent } => {
                let factor = scale(*percent)?;
                for line in upp.credits.iter_mut().filter(|c| meant(credit, &c.id)) {
                    line.limit *= factor;
                    n_changed += 1;
                }
                n_changed += usize::from(credit.is_none());
            }
            Self::Budget { currency, percent } => {
                let factor = scale(*percent)?;
                for money in upp.currencies.iter_mut().filter(|c| meant(currency, &c.id)) {
                    times(&mut money.budget, factor);
                    n_changed += 1;
                }
            }
            Self::Material { material, percent } => {
                let factor = scale(*percent)?;
                for thing in upp.materials.iter_mut().filter(|m| meant(material, &m.id)) {
                    times(&mut thing.supply, factor);
                    n_changed += 1;
                }
            }
            Self::Supplier { supplier, percent } => {
                let factor = scale(*percent)?;
                for thing in upp.suppliers.iter_mut().filter(|s| meant(supplier, &s.id)) {
                    times(&mut thing.capacity, factor);
                    n_changed += 1;
                }
            }
            Self::Staff { class, percent } => {
                let factor = scale(*percent)?;
                for thing in upp.staff.iter_mut().filter(|s| meant(class, &s.id)) {
                    times(&mut thing.available, factor);
                    n_changed += 1;
                }
            }
            Self::Slack { enterprise, percent } => {
                let factor = scale(*percent)?;
                for thing in upp.enterprises.iter_mut().filter(|e| meant(enterprise, &e.id)) {
                    times(&mut thing.slack, factor);
                    n_changed += 1;
                }
            }
            Self::Parallel { enterprise, more } => {
                for thing in upp.enterprises.iter_mut().filter(|e| meant(enterprise, &e.id)) {
                    thing.max_parallel = (thing.max_parallel + f64::from(*more)).max(0.0);
                    n_changed += 1;
                }
            }
            Self::ExportLead { currency, periods } => {
                let currencies: Vec<bool> = upp.currencies.iter().map(|c| meant(currency, &c.id)).collect();
                n_changed += currencies.iter().filter(|hit| **hit).count();
                for option in
                    upp.technologies.iter_mut().flat_map(|t| &mut t.options).filter(|o| currencies[o.currency])
                {
                    longer(&mut option.export_lead, *periods);
                }
            }
            Self::Lead { technology, option, periods } => {
                for thing in upp.technologies.iter_mut().filter(|t| meant(technology, &t.id)) {
                    for route in thing.options.iter_mut().filter(|o| meant(option, &o.kind)) {
                        longer(&mut route.lead, *periods);
                        n_changed += 1;
                    }
                }
            }
            Self::Duration { enterprise, periods } => {
                let enterprises: Vec<bool> = upp.enterprises.iter().map(|e| meant(enterprise, &e.id)).collect();
                n_changed += enterprises.iter().filter(|hit| **hit).count();
                for project in upp.projects.iter_mut().filter(|p| enterprises[p.enterprise]) {
                    longer(&mut project.duration, *periods);
                }
            }
            Self::Refused { technology, option } => {
                let periods = upp.periods;
                for thing in upp.technologies.iter_mut().filter(|t| t.id == *technology) {
                    for route in thing.options.iter_mut().filter(|o| meant(option, &o.kind)) {
                        // Never within the problem: an option is not taken out, because plans name options.
                        route.export_lead = periods + 1;
                        n_changed += 1;
                    }
                }
            }
        }
        if n_changed == 0 {
            return Err(Unusable::new(
                "unknown-name",
                format!("The change {self:?} meets nothing in the problem. Name what is there."),
            ));
        }
        Ok(())
    }
}

/// The problem with a scenario's changes made.
///
/// # Errors
/// As for [`Change::make`].
pub fn changed(upp: &Upp, scenario: &Scenario) -> Result<Upp, Unusable> {
    let mut upp = upp.clone();
    scenario.changes.iter().try_for_each(|change| change.make(&mut upp))?;
    Ok(upp)
}

/// The scenarios that are worth asking of any problem: no change, no credit, slower export licences, more and less hard currency, relief
/// from the plan, and half as much again of each material.
pub fn scenarios(upp: &Upp) -> Vec<Scenario> {
    let mut all = vec![Scenario { name: "base".to_owned(), changes: Vec::new() }];
    let mut add = |name: String, change: Change| all.push(Scenario { name, changes: vec![change] });
    if !upp.credits.is_empty() {
        add("no_credit".to_owned(), Change::Credit { credit: None, percent: -100.0 });
    }
    for currency in upp.currencies.iter().filter(|c| c.id == "hard") {
        let currency = Some(currency.id.clone());
        add("export_licence_plus_2".to_owned(), Change::ExportLead { currency: currency.clone(), periods: 2 });
        add("hard_budget_plus_10pct".to_owned(), Change::Budget { currency: currency.clone(), percent: 10.0 });
        add("hard_budget_minus_20pct".to_owned(), Change::Budget { currency, percent: -20.0 });
    }
    if !upp.enterprises.is_empty() {
        add("enterprise_slack_plus_20pct".to_owned(), Change::Slack { enterprise: None, percent: 20.0 });
    }
    for material in &upp.materials {
        add(
            format!("material_{}_plus_50pct", material.id),
            Change::Material { material: Some(material.id.clone()), percent: 50.0 },
        );
    }
    all
}

/// A scenario beside the base.
#[cfg(feature = "highs")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Name of the scenario.
    pub scenario: String,
    /// Its result.
    pub solved: super::result::UppSolved,
    /// Its objective minus that of the first scenario.
    pub difference: Option<f64>,
    /// Technologies it signs and the first does not.
    pub gained: Vec<String>,
    /// Technologies the first signs and it does not.
    pub lost: Vec<String>,
}

/// Solves scenarios side by side; the first is what the others are compared with. Prices are computed for the first alone.
///
/// # Errors
/// Those of the changes and of [`super::solve_upp`].
#[cfg(feature = "highs")]
pub fn compare(upp: &Upp, scenarios: &[Scenario], options: &super::Options) -> Result<Vec<Compared>, Unusable> {
    let mut all = Vec::<Compared>::new();
    let signed = |solved: &super::result::UppSolved| -> Vec<String> {
        solved.plan.iter().flat_map(|plan| &plan.signings).map(|s| s.technology.clone()).collect()
    };
    for scenario in scenarios {
        let options = super::Options { prices: options.prices && all.is_empty(), ..options.clone() };
        let solved = super::solve_upp(&changed(upp, scenario)?, &options)?;
        let mine = signed(&solved);
        let first = all.first().map_or_else(|| mine.clone(), |first| signed(&first.solved));
        let base = all.first().map_or(solved.objective, |first| first.solved.objective);
        all.push(Compared {
            scenario: scenario.name.clone(),
            difference: solved.objective.zip(base).map(|(this, base)| this - base),
            gained: mine.iter().filter(|id| !first.contains(id)).cloned().collect(),
            lost: first.iter().filter(|id| !mine.contains(id)).cloned().collect(),
            solved,
        });
    }
    Ok(all)
}
