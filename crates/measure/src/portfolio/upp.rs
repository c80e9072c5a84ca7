//! The portfolio problem UPP-1 as it is understood after reading: ids resolved to positions, every number checked.

use serde::Serialize;

/// A currency with what may be spent of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Currency {
    /// Its name in the file. `local` is the one in which local costs are paid.
    pub id: String,
    /// What one unit is worth in the objective's currency.
    pub rate: f64,
    /// What comes in per period, length `periods`.
    pub budget: Vec<f64>,
}

/// A credit line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Credit {
    /// Its name in the file.
    pub id: String,
    /// Position of its currency.
    pub currency: usize,
    /// The debt may nowhere be larger.
    pub limit: f64,
    /// Interest per period.
    pub rate: f64,
    /// First and last period in which money may be drawn.
    pub draw: (usize, usize),
    /// First period in which money may be paid back.
    pub repay_from: usize,
}

/// A scarce material with its supply per period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Material {
    /// Its name in the file.
    pub id: String,
    /// What there is per period, length `periods`; nothing of it is kept.
    pub supply: Vec<f64>,
}

/// What it takes to develop a supplier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Development {
    /// Paid in local currency in the period it starts.
    pub cost: f64,
    /// Periods until the capacity is there.
    pub lead: usize,
    /// Capacity added per period.
    pub extra: f64,
}

/// A supplier with the capacity per period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Supplier {
    /// Its name in the file.
    pub id: String,
    /// Units per period, length `periods`.
    pub capacity: Vec<f64>,
    /// How it can be developed, once.
    pub development: Option<Development>,
}

/// A class of specialists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Staff {
    /// Its name in the file.
    pub id: String,
    /// The language they read.
    pub language: String,
    /// Persons per period, length `periods`.
    pub available: Vec<f64>,
}

/// An enterprise that can adopt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Enterprise {
    /// Its name in the file.
    pub id: String,
    /// Its branch, as the file writes it.
    pub branch: String,
    /// Its department, as the file writes it.
    pub department: String,
    /// Its region; where the file names none, the department.
    pub region: String,
    /// How many projects may run at once.
    pub max_parallel: f64,
    /// Downtime the plan of output leaves per period, length `periods`.
    pub slack: Vec<f64>,
}

/// A mission that must come before some signing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mission {
    /// Its name in the file.
    pub id: String,
    /// Position of its currency.
    pub currency: usize,
    /// Paid in the period it starts.
    pub cost: f64,
    /// Periods it lasts.
    pub duration: usize,
    /// (position of the class, persons) while it lasts.
    pub staff: Vec<(usize, f64)>,
}

/// A route by which a technology is acquired.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    /// `licence`, `purchase`, `turnkey`, `own_rd`, `reverse_study`, or another word.
    pub kind: String,
    /// Position of its currency.
    pub currency: usize,
    /// Paid in the period of signing.
    pub cost: f64,
    /// Periods of delivery.
    pub lead: usize,
    /// Periods for the export licence.
    pub export_lead: usize,
    /// Share of the benefit that is expected to come about.
    pub success: f64,
}

impl Route {
    /// Periods from signing to arrival.
    pub fn wait(&self) -> usize {
        self.lead + self.export_lead
    }
}

/// A technology that can be acquired.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Technology {
    /// Its name in the file.
    pub id: String,
    /// Its branch, as the file writes it.
    pub branch: String,
    /// The ways to acquire it.
    pub options: Vec<Route>,
    /// Position of the mission that must have finished before signing.
    pub mission: Option<usize>,
    /// Position of the technology that must have arrived before signing.
    pub prerequisite: Option<usize>,
}

/// The adoption of a technology in an enterprise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adoption {
    /// Position of the technology.
    pub technology: usize,
    /// Position of the enterprise.
    pub enterprise: usize,
    /// Periods it runs before it yields.
    pub duration: usize,
    /// Benefit per period afterwards, at full success.
    pub benefit: f64,
    /// Paid in local currency in the period it starts.
    pub cost: f64,
    /// (position of the material, units) in every running period.
    pub materials: Vec<(usize, f64)>,
    /// (position of the supplier, units) in every running period.
    pub supplier: Option<(usize, f64)>,
    /// (position of the class, persons) in every running period.
    pub staff: Vec<(usize, f64)>,
    /// Downtime of the enterprise in every running period.
    pub downtime: f64,
}

/// A portfolio problem (schema `uptake-portfolio/1`). Periods are counted from 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Upp {
    /// What the file calls itself.
    pub name: String,
    /// Number of periods.
    pub periods: usize,
    /// Discount rate per period.
    pub discount: f64,
    /// Currencies in the order of the file.
    pub currencies: Vec<Currency>,
    /// Position of `local` among them.
    pub local: usize,
    /// Whether what is not spent can be spent in the next period.
    pub carry_over: bool,
    /// Credit lines.
    pub credits: Vec<Credit>,
    /// Scarce materials.
    pub materials: Vec<Material>,
    /// Suppliers.
    pub suppliers: Vec<Supplier>,
    /// Classes of specialists.
    pub staff: Vec<Staff>,
    /// Enterprises.
    pub enterprises: Vec<Enterprise>,
    /// Missions.
    pub missions: Vec<Mission>,
    /// Technologies.
    pub technologies: Vec<Technology>,
    /// Adoption projects, in the order of the file; plans name them by their position, from 0.
    pub projects: Vec<Adoption>,
}

impl Upp {
    /// What one unit of money of period `t` is worth today, (1+discount)^-t.
    pub fn discounted(&self, t: usize) -> f64 {
        (1.0 + self.discount).powi(-i32::try_from(t).unwrap_or(i32::MAX))
    }

    /// Sum of the discount factors of the periods `from` to the last; 0 when `from` lies behind the last.
    pub fn annuity(&self, from: usize) -> f64 {
        (from..=self.periods).map(|t| self.discounted(t)).sum()
    }
}
