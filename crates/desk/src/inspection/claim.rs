//! The frame: which units claim what a programme looks at, and what makes each claim worth looking at.

use std::collections::BTreeMap;

use model::{
    Adoption, EvidenceClass, FrameLine, Inspection, RiskGround, Rung, SiteVisit, TechnologyId, UnitId, UnitTree,
};
use store::{AdoptionFilter, VisitFilter};

use crate::{Failure, Office};

/// What earlier visits found at a unit.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    was_seen: bool,
    was_wrong: bool,
}

/// Rungs that are passed over from which on a jump is large.
const JUMP_RUNGS: usize = 2;

/// Whether a programme looks at an adoption. What is marked narrower than the programme is not in it: who sees the programme would learn of it.
fn looks_at(inspection: &Inspection, adoption: &Adoption, tree: &UnitTree) -> bool {
    let scope = &inspection.scope;
    let in_units = scope.units.is_empty() || scope.units.iter().any(|unit| tree.is_within(&adoption.unit, unit));
    let of_technology = scope.technologies.is_empty() || scope.technologies.contains(&adoption.technology);
    adoption.end.is_none()
        && in_units
        && of_technology
        && adoption.seen(scope.rung)
        && adoption.class() >= scope.class
        && inspection.marking.covers(&adoption.marking)
}

fn grounds(adoption: &Adoption, before: Before) -> Vec<RiskGround> {
    let rung = adoption.rung().unwrap_or(Rung::Received);
    let mut grounds = Vec::new();
    if adoption.class() == EvidenceClass::Told {
        grounds.push(RiskGround::Told);
    }
    if adoption.skipped().len() >= JUMP_RUNGS {
        grounds.push(RiskGround::Jump);
    }
    if !before.was_seen {
        grounds.push(RiskGround::First);
    }
    if before.was_wrong {
        grounds.push(RiskGround::WrongBefore);
    }
    if rung >= Rung::PlanRate {
        grounds.push(RiskGround::Value);
    }
    grounds
}

/// The department of a unit: below the root that stands over all, or the root itself where there are several.
pub(crate) fn department(tree: &UnitTree, unit: &UnitId) -> UnitId {
    tree.department(unit)
}

fn seen_before(visits: &[SiteVisit]) -> BTreeMap<UnitId, Before> {
    let mut units: BTreeMap<UnitId, Before> = BTreeMap::new();
    for visit in visits.iter().filter(|visit| visit.was_seen()) {
        let before = units.entry(visit.unit.clone()).or_default();
        before.was_seen = true;
        before.was_wrong |= visit.contradicts();
    }
    units
}

impl Office {
    /// Every adoption that is seen, also those that were ended.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn all_adoptions(&self) -> Result<Vec<Adoption>, Failure> {
        let lines = self.reader.adoptions(&self.scope, &AdoptionFilter::default())?;
        Ok(lines.into_iter().map(|line| line.adoption).collect())
    }

    /// What technologies are called, as far as they are seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_names(&self) -> Result<BTreeMap<TechnologyId, String>, Failure> {
        Ok(self.reader.technologies(&self.scope)?.into_iter().map(|one| (one.id, one.name)).collect())
    }

    /// What a programme could draw today, in the order of names.
    ///
    /// # Errors
    /// When the store fails.
    pub fn frame_now(&self, inspection: &Inspection) -> Result<Vec<FrameLine>, Failure> {
        let tree = self.tree()?;
        let before = seen_before(&self.reader.site_visits(&self.scope, &VisitFilter::default())?);
        let mut frame = Vec::new();
        for adoption in self.all_adoptions()? {
            if !looks_at(inspection, &adoption, &tree) {
                continue;
            }
            let (Some(rung), Some(since)) = (adoption.rung(), adoption.since()) else { continue };
            let grounds = grounds(&adoption, before.get(&adoption.unit).copied().unwrap_or_default());
            let weight = inspection.weights.weight(&grounds);
            let stratum = inspection.stratum(weight, rung, department(&tree, &adoption.unit).as_str());
            frame.push(FrameLine {
                adoption: adoption.id,
                technology: adoption.technology,
                class: adoption.class(),
                unit: adoption.unit,
                rung,
                since,
                grounds,
                weight,
                stratum,
            });
        }
        frame.sort_by_key(|line| line.adoption);
        Ok(frame)
    }
}
