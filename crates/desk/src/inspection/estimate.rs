//! What programmes tell of all claims: the share that is verified, how far units can be relied on, which of them differ by more than chance,
//! and how often what was in use is given up.

use std::collections::BTreeMap;

use measure::{ControlChart, Counted, Inspected, Rate, Reliability, Share, UnitCount};
use model::{Adoption, AdoptionEnd, Date, Inspection, InspectionState, Rung, RungReached, SiteVisit, Verdict};
use store::VisitFilter;

use crate::{Failure, Office};

/// A stratum of a programme, with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct StratumCount {
    /// What it is called.
    pub name: String,
    /// Claims in it.
    pub size: u32,
    /// Claims that were drawn.
    pub drawn: u32,
    /// Of these, claims that were seen.
    pub seen: u32,
    /// Of these, claims that were found as they were said.
    pub verified: u32,
    /// Of these, claims that were found not to be in use at all.
    pub not_in_use: u32,
}

/// What the programmes tell.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// The programme of which the share is told; `None` while none has a visit that is closed.
    pub inspection: Option<Inspection>,
    /// Its strata.
    pub strata: Vec<StratumCount>,
    /// The share of all claims of its frame that are as they were said.
    pub share: Option<Share>,
    /// The share of all claims of its frame that are not in use at all.
    pub unused: Option<Share>,
    /// Drawn claims that could not be seen. They are left out, as if chance had chosen them; where many are, the share hangs on that.
    pub n_unseen: u32,
    /// How far the claims of each unit can be relied on, over all programmes that are seen.
    pub reliability: Vec<Reliability>,
    /// Units held against each other, over the same.
    pub chart: Option<ControlChart>,
    /// How often in a year something that had been in production is given up, of all adoptions that are seen.
    pub given_up: Option<Rate>,
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn of_stratum(name: &str, size: u32, visits: &[&SiteVisit]) -> StratumCount {
    let with = |fits: &dyn Fn(&SiteVisit) -> bool| count(visits.iter().filter(|visit| fits(visit)).count());
    StratumCount {
        name: name.to_owned(),
        size,
        drawn: count(visits.len()),
        seen: with(&SiteVisit::was_seen),
        verified: with(&|visit| visit.verdict == Some(Verdict::Confirmed)),
        not_in_use: with(&|visit| visit.verdict == Some(Verdict::NotInUse)),
    }
}

fn share(strata: &[StratumCount], of: impl Fn(&StratumCount) -> u32) -> Option<Share> {
    let counted: Vec<Counted> =
        strata.iter().map(|one| Counted { size: one.size, seen: one.seen, verified: of(one) }).collect();
    measure::share(&counted)
}

/// Years in production of one start, and whether it was given up after that.
fn exposure(reached: &[RungReached], end: Option<(AdoptionEnd, Date)>, today: Date) -> Option<(f64, bool)> {
    let began = reached.iter().filter(|one| one.rung >= Rung::Production).map(|one| one.on).min()?;
    let until = end.map_or(today, |(_, on)| on);
    let given_up = end.is_some_and(|(kind, _)| kind == AdoptionEnd::DisAdopted);
    Some((measure::exposure_years(began, until), given_up))
}

fn given_up(adoptions: &[Adoption], today: Date) -> Option<Rate> {
    let (mut years, mut events) = (0.0, 0);
    for adoption in adoptions {
        let past = adoption.past.iter().map(|start| (&start.reached, Some((start.end.kind, start.end.on))));
        let now = std::iter::once((&adoption.reached, adoption.end.as_ref().map(|end| (end.kind, end.on))));
        for (reached, end) in past.chain(now) {
            if let Some((some, is_over)) = exposure(reached, end, today) {
                years += some;
                events += u32::from(is_over);
            }
        }
    }
    measure::rate(events, years)
}

impl Office {
    /// The strata of a programme with what was found in each, as far as they are seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn strata(&self, inspection: &Inspection) -> Result<Vec<StratumCount>, Failure> {
        let mut sizes: BTreeMap<String, u32> = BTreeMap::new();
        for line in self.reader.frame(&self.scope, inspection.id)? {
            *sizes.entry(line.stratum).or_default() += 1;
        }
        let filter = VisitFilter { inspection: Some(inspection.id), ..VisitFilter::default() };
        let visits = self.reader.site_visits(&self.scope, &filter)?;
        let of = |(name, size): (&String, &u32)| {
            let own: Vec<&SiteVisit> = visits.iter().filter(|visit| visit.stratum == *name).collect();
            of_stratum(name, *size, &own)
        };
        Ok(sizes.iter().map(of).collect())
    }

    /// What the programmes tell: the share of one, by its name, or of the last that found something; the rest of all.
    ///
    /// # Errors
    /// Refused when there is no programme of this name.
    pub fn estimates(&self, name: Option<&str>, today: Date) -> Result<Estimates, Failure> {
        let programmes = self.reader.inspections(&self.scope)?;
        let visits = self.reader.site_visits(&self.scope, &VisitFilter::default())?;
        let inspection = match name {
            Some(name) => Some(self.inspection(name)?),
            None => programmes
                .iter()
                .find(|one| visits.iter().any(|visit| visit.inspection == one.id && visit.was_seen()))
                .cloned(),
        };
        let strata = inspection.as_ref().map(|one| self.strata(one)).transpose()?.unwrap_or_default();
        let (mut units, mut counts) =
            (BTreeMap::<String, Vec<Inspected>>::new(), BTreeMap::<String, (u32, u32)>::new());
        for programme in programmes.iter().filter(|one| one.state >= InspectionState::Drawn) {
            let chances: BTreeMap<String, f64> = self
                .strata(programme)?
                .into_iter()
                .map(|one| (one.name, f64::from(one.drawn) / f64::from(one.size.max(1))))
                .collect();
            for visit in visits.iter().filter(|visit| visit.inspection == programme.id && visit.was_seen()) {
                let chance = chances.get(&visit.stratum).copied().unwrap_or(1.0);
                let is_verified = visit.verdict == Some(Verdict::Confirmed);
                units.entry(visit.unit.to_string()).or_default().push(Inspected { chance, is_verified });
                let count = counts.entry(visit.unit.to_string()).or_default();
                *count = (count.0 + 1, count.1 + u32::from(is_verified));
            }
        }
        let counts: Vec<UnitCount> =
            counts.into_iter().map(|(unit, (seen, verified))| UnitCount { unit, seen, verified }).collect();
        Ok(Estimates {
            share: share(&strata, |one| one.verified),
            unused: share(&strata, |one| one.not_in_use),
            n_unseen: strata.iter().map(|one| one.drawn - one.seen).sum::<u32>(),
            reliability: measure::reliability(&units.into_iter().collect::<Vec<_>>()),
            chart: measure::control_chart(&counts),
            given_up: given_up(&self.all_adoptions()?, today),
            inspection,
            strata,
        })
    }
}
