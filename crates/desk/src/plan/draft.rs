//! A portfolio drawn up from what the office knows: technologies with the routes by which they can come, units that could use them, materials that
//! were waited for. What nobody stated stands as one, and the draft says so: whoever plans writes it.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Adoption, AgreementId, AgreementKind, BarrierKind, Date, Noun, OfferState, ResourceKind, Rung, TechnologyId, Thing,
    UnitId,
};
use serde_json::{Map, Value, json};
use store::{AdoptionFilter, BarrierFilter, TechnologyOfferFilter};

use crate::{Failure, Office};

/// Technologies of a draft, at most: those with the most units that could use them.
const TECHNOLOGIES_MAX: usize = 80;

/// Periods of an adoption before it yields, where nobody stated it.
const START_UP_PERIODS: u64 = 2;

/// What a draft says of itself. Whoever writes the numbers in takes it out.
const PLACEHOLDERS: &str = "Nobody stated what things cost and bring";

/// Whether a problem is a draft in which what nobody stated still stands as one.
pub fn has_placeholders(problem: &str) -> bool {
    problem.contains(PLACEHOLDERS)
}

/// What nobody stated.
const UNSTATED: f64 = 1.0;

/// A draft with what it was drawn up from.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioDraft {
    /// The problem as JSON of the schema `uptake-portfolio/1`.
    pub problem: String,
    /// The technologies and agreements in it.
    pub sources: Vec<Thing>,
}

/// How a technology comes by an agreement of a sort.
fn route(kind: AgreementKind) -> Option<&'static str> {
    match kind {
        AgreementKind::Licence
        | AgreementKind::PatentLicence
        | AgreementKind::KnowHow
        | AgreementKind::TechnicalAssistance => Some("licence"),
        AgreementKind::Purchase => Some("purchase"),
        AgreementKind::TurnkeyPlant => Some("turnkey"),
        AgreementKind::Exchange | AgreementKind::Cooperation => Some("exchange"),
        AgreementKind::NonDisclosure => None,
    }
}

/// How long a material was wanted, and how much of that it was waited for, in days of adoptions that take it.
#[derive(Clone, Copy, Debug, Default)]
struct Waited {
    wanted: i64,
    waited: i64,
}

impl Waited {
    /// The share of the time in which it was there for who wanted it: time at work over time wanted, as machines are said to be available.
    fn at_hand(self) -> f64 {
        if self.wanted <= 0 { 1.0 } else { 1.0 - self.waited.clamp(0, self.wanted) as f64 / self.wanted as f64 }
    }
}

/// Days in which an adoption wanted its materials: from its first step until it made what it was to make, ended, or today.
fn days_wanted(adoption: &Adoption, today: Date) -> i64 {
    let Some(begun) = adoption.reached.first().map(|step| step.on) else { return 0 };
    let made = adoption.reached.iter().find(|step| step.rung >= Rung::Production).map(|step| step.on);
    let ended = adoption.end.as_ref().map(|end| end.on);
    let until = [made, ended].into_iter().flatten().min().unwrap_or(today);
    until.days_since(begun).max(0)
}

impl Office {
    /// A draft over so many quarters, of what is seen. A technology is in it that some unit does not use yet and was offered, or has begun to take
    /// over; its routes are the agreements and samples it came from, the use in another unit, and own development. A material is scarce as it was:
    /// of all that take it at once it is there for the share of the time in which it was not waited for. What nobody stated does not bind.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio_draft(&self, name: &str, periods: usize, today: Date) -> Result<PortfolioDraft, Failure> {
        let (reader, scope) = (&self.reader, &self.scope);
        let adoptions = reader.adoptions(scope, &AdoptionFilter::default())?;
        let mut wanted: BTreeMap<TechnologyId, BTreeSet<UnitId>> = BTreeMap::new();
        let mut uses: BTreeMap<TechnologyId, (u32, u32)> = BTreeMap::new();
        let mut taken: BTreeMap<TechnologyId, BTreeSet<String>> = BTreeMap::new();
        let mut materials: BTreeMap<String, Waited> = BTreeMap::new();
        let mut users: BTreeSet<(TechnologyId, UnitId)> = BTreeSet::new();
        let barriers =
            reader.barriers(scope, &BarrierFilter { kind: Some(BarrierKind::Material), ..BarrierFilter::default() })?;
        let mut waited: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for barrier in &barriers {
            *waited.entry((&barrier.on.name, &barrier.subject)).or_default() += barrier.days_lost(today);
        }
        for line in &adoptions {
            let adoption = &line.adoption;
            users.insert((adoption.technology, adoption.unit.clone()));
            let (n, n_made) = uses.entry(adoption.technology).or_default();
            *n += 1;
            *n_made += u32::from(adoption.rung() >= Some(Rung::Production));
            if adoption.end.is_none() && adoption.rung() < Some(Rung::Production) {
                wanted.entry(adoption.technology).or_default().insert(adoption.unit.clone());
            }
            for resource in reader.resources(scope, adoption.id)? {
                if resource.kind != ResourceKind::Material {
                    continue;
                }
                let held = materials.entry(resource.name.clone()).or_default();
                let name = adoption.id.to_string();
                let lost = waited.get(&(name.as_str(), resource.name.as_str())).copied().unwrap_or(0);
                // Who waited longer than the way took by its steps wanted it at least as long.
                held.wanted += days_wanted(adoption, today).max(lost);
                held.waited += lost;
                taken.entry(adoption.technology).or_default().insert(resource.name);
            }
        }
        for offer in reader.technology_offers(scope, &TechnologyOfferFilter::default())? {
            let is_open = matches!(offer.state, OfferState::Open | OfferState::Asked | OfferState::Declined);
            if is_open && !users.contains(&(offer.technology, offer.unit.clone())) {
                wanted.entry(offer.technology).or_default().insert(offer.unit.clone());
            }
        }
        let mut order: Vec<(&TechnologyId, &BTreeSet<UnitId>)> = wanted.iter().collect();
        order.sort_by_key(|(id, units)| (std::cmp::Reverse(units.len()), **id));
        order.truncate(TECHNOLOGIES_MAX);
        let mut sources: BTreeSet<Thing> = BTreeSet::new();
        let (mut technologies, mut projects) = (Vec::new(), Vec::new());
        let mut enterprises: BTreeMap<UnitId, u32> = BTreeMap::new();
        let mut demand: BTreeMap<String, u32> = BTreeMap::new();
        for (id, units) in order {
            let Some(technology) = reader.technology(scope, *id)? else { continue };
            let (n, n_made) = uses.get(id).copied().unwrap_or_default();
            // The mean of the share that reached production, with one success and one failure beside what was seen (Laplace).
            let success = f64::from(n_made + 1) / f64::from(n + 2);
            let option = |kind: &str, currency: &str, lead: u64, cost: f64| json!({ "type": kind, "currency": currency, "cost": cost, "lead": lead, "export_lead": 0, "success": success });
            let mut options = Vec::new();
            let mut kinds: BTreeSet<&str> = BTreeSet::new();
            for origin in &technology.origins {
                let agreement = AgreementId::parse(&origin.name).filter(|_| origin.noun == Noun::Agreement);
                let held = agreement.map(|id| reader.agreement(scope, id)).transpose()?.flatten();
                let kind = match (origin.noun, held) {
                    (Noun::Agreement, Some(agreement)) => route(agreement.kind),
                    (Noun::Sample, _) => Some("reverse_study"),
                    _ => None,
                };
                if let Some(kind) = kind.filter(|kind| kinds.insert(kind)) {
                    options.push(option(kind, "hard", 1, UNSTATED));
                    if origin.noun == Noun::Agreement {
                        sources.insert(origin.clone());
                    }
                }
            }
            if n_made > 0 && kinds.insert("exchange") {
                // It runs in another unit already: it is handed on.
                options.push(option("exchange", "local", 0, UNSTATED / 10.0));
            }
            if options.is_empty() {
                options.push(option("own_rd", "local", 4, UNSTATED));
            }
            sources.insert(Thing::new(Noun::Technology, id));
            technologies.push(json!({ "id": id.to_string(), "name": technology.name, "options": options }));
            for unit in units {
                *enterprises.entry(unit.clone()).or_default() += 1;
                let mut takes = Map::new();
                for material in taken.get(id).into_iter().flatten() {
                    takes.insert(material.clone(), json!(1.0));
                    *demand.entry(material.clone()).or_default() += 1;
                }
                projects.push(json!({
                    "tech": id.to_string(), "enterprise": unit.as_str(), "duration": START_UP_PERIODS, "benefit": UNSTATED,
                    "cost_local": UNSTATED / 10.0, "materials": takes, "downtime": 0.0,
                }));
            }
        }
        let tree = self.tree()?;
        let department = |unit: &UnitId| {
            let above = tree.upwards(unit);
            // The unit below the root: a ministry under a council.
            above.iter().rev().nth(1).or(above.last()).map_or_else(|| unit.to_string(), UnitId::to_string)
        };
        let enterprises: Vec<Value> = enterprises
            .iter()
            .map(|(unit, n)| {
                // What nobody stated is not to bind: a unit may begin everything at once, and one more.
                json!({ "id": unit.as_str(), "branch": department(unit), "department": department(unit), "max_parallel": n + 1, "slack": UNSTATED })
            })
            .collect();
        let supply: Map<String, Value> = demand
            .iter()
            .map(|(material, n)| {
                // What all take that could begin at once: of that, the share that is there.
                let at_hand = materials.get(material).copied().unwrap_or_default().at_hand();
                // One at a time can always begin.
                (material.clone(), json!((f64::from(*n) * at_hand).round().max(1.0)))
            })
            .collect();
        let enough = UNSTATED * (technologies.len() + projects.len()) as f64;
        let problem = json!({
            "schema": "uptake-portfolio/1",
            "name": name,
            "note": format!("Drawn up from the office. {PLACEHOLDERS}: costs and benefits of 1 and of 0.1, budgets and \
                     units that can do all of it at once, and two periods before one yields are to be written by whoever plans. Success is the share of \
                     adoptions that reached production; of what all take that begin at once, a material is there for the share of the time in which it was not waited for."),
            "periods": periods,
            "discount": 0.02,
            "fx": { "local": 1.0, "hard": 1.0 },
            "budgets": { "local": enough, "hard": enough },
            "carry_over": true,
            "materials": supply,
            "enterprises": enterprises,
            "technologies": technologies,
            "projects": projects,
        });
        let problem = serde_json::to_string_pretty(&problem).map_err(|error| Failure::Broken(Box::new(error)))?;
        Ok(PortfolioDraft { problem, sources: sources.into_iter().collect() })
    }
}
