//! A portfolio drawn up from what the office knows: technologies with the routes by which they can come, units that could use them, materials that
//! were waited for. What nobody stated stands as one, and the draft says so: whoever plans writes it.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    AgreementId, AgreementKind, BarrierKind, Noun, OfferState, ResourceKind, Rung, TechnologyId, Thing, UnitId,
};
use serde_json::{Map, Value, json};
use store::{AdoptionFilter, BarrierFilter, TechnologyOfferFilter};

use crate::{Failure, Office};

/// Technologies of a draft, at most: those with the most units that could use them.
const TECHNOLOGIES_MAX: usize = 80;

/// Periods of an adoption before it yields, where nobody stated it.
const START_UP_PERIODS: u64 = 2;

/// Changeovers at once in a unit, where nobody stated it.
const PARALLEL_MAX: u32 = 2;

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

/// What was used of a material: adoptions that take it, and those of them that waited for it.
#[derive(Clone, Copy, Debug, Default)]
struct Waited {
    n_uses: u32,
    n_waited: u32,
}

impl Waited {
    /// The share of those who did not have to wait.
    fn at_hand(self) -> f64 {
        if self.n_uses == 0 { 1.0 } else { 1.0 - f64::from(self.n_waited.min(self.n_uses)) / f64::from(self.n_uses) }
    }
}

impl Office {
    /// A draft over so many quarters, of what is seen. A technology is in it that some unit does not use yet and was offered, or has begun to take
    /// over; its routes are the agreements and samples it came from, the use in another unit, and own development. A material is scarce as it was:
    /// per quarter there is enough for the share of adoptions that never waited for it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio_draft(&self, name: &str, periods: usize) -> Result<PortfolioDraft, Failure> {
        let (reader, scope) = (&self.reader, &self.scope);
        let adoptions = reader.adoptions(scope, &AdoptionFilter::default())?;
        let mut wanted: BTreeMap<TechnologyId, BTreeSet<UnitId>> = BTreeMap::new();
        let mut uses: BTreeMap<TechnologyId, (u32, u32)> = BTreeMap::new();
        let mut taken: BTreeMap<TechnologyId, BTreeSet<String>> = BTreeMap::new();
        let mut materials: BTreeMap<String, Waited> = BTreeMap::new();
        let mut users: BTreeSet<(TechnologyId, UnitId)> = BTreeSet::new();
        let barriers =
            reader.barriers(scope, &BarrierFilter { kind: Some(BarrierKind::Material), ..BarrierFilter::default() })?;
        let waited: BTreeSet<(String, String)> =
            barriers.iter().map(|one| (one.on.name.clone(), one.subject.clone())).collect();
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
                held.n_uses += 1;
                held.n_waited += u32::from(waited.contains(&(adoption.id.to_string(), resource.name.clone())));
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
        let (mut technologies, mut projects, mut enterprises) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut demand: BTreeMap<String, BTreeMap<UnitId, u32>> = BTreeMap::new();
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
                enterprises.insert(unit.clone());
                let mut takes = Map::new();
                for material in taken.get(id).into_iter().flatten() {
                    takes.insert(material.clone(), json!(1.0));
                    *demand.entry(material.clone()).or_default().entry(unit.clone()).or_default() += 1;
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
            .map(|unit| {
                json!({ "id": unit.as_str(), "branch": department(unit), "department": department(unit), "max_parallel": PARALLEL_MAX, "slack": UNSTATED })
            })
            .collect();
        let supply: Map<String, Value> = demand
            .iter()
            .map(|(material, units)| {
                // What all units take in a period in which each runs as much at once as it can: of that, the share that is there.
                let most: u32 = units.values().map(|n| (*n).min(PARALLEL_MAX)).sum();
                let at_hand = materials.get(material).copied().unwrap_or_default().at_hand();
                (material.clone(), json!((f64::from(most) * at_hand * 1000.0).round() / 1000.0))
            })
            .collect();
        let enough = UNSTATED * (technologies.len() + projects.len()) as f64;
        let problem = json!({
            "schema": "uptake-portfolio/1",
            "name": name,
            "note": "Drawn up from the office. Nobody stated what things cost and bring: costs and benefits of 1 and of 0.1, budgets that cover all of them, \
                     two changeovers at once in a unit and two periods before one yields are to be written by whoever plans. Success is the share of \
                     adoptions that reached production; of what all units take when each changes over twice at once, a material is there for the share of adoptions that did not wait for it.",
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
