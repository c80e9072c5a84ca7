//! Cases: what became of one technology in one unit, from the day on which it was collected to production or its end.
//!
//! A case is a pair of technology and unit: a technology alone never spreads, it spreads into a place. Three rules of counting are fixed here
//! and shown to whoever reads a figure. *Reached* is a stage that was seen, or a later one, since steps are passed over; *seen* is a
//! stage of which something is told. What is done once more never moves a case back; it is counted apart. A case without an end is open,
//! and never lost.

use std::collections::BTreeSet;

use crate::words::words;
use crate::{AdoptionEnd, Choice, Date, NeedId, RecordId, Rung, SourceId, Thing, UnitId};

words! {
    /// How far a technology came in a unit.
    CaseStage {
        /// The office holds it.
        Collected = "collected",
        /// It was laid before a post of the unit, or offered to it.
        Delivered = "delivered",
        /// The post looked at it.
        Read = "read",
        /// The unit said what it makes of it, or examined it.
        Disposed = "disposed",
        /// The unit decided to use it.
        Decided = "decided",
        /// One of it was made or runs beside the work as it is.
        Adopted = "adopted",
        /// It makes what the unit makes.
        Production = "production",
    }
}

/// How many stages there are.
pub const CASE_STAGES: usize = 7;

impl CaseStage {
    /// The stage at which a rung of the ladder stands.
    pub fn of_rung(rung: Rung) -> CaseStage {
        match rung {
            Rung::Received => CaseStage::Delivered,
            Rung::Examined => CaseStage::Disposed,
            Rung::Decided => CaseStage::Decided,
            Rung::Prototype | Rung::Pilot => CaseStage::Adopted,
            Rung::Production | Rung::PlanRate | Rung::Spread => CaseStage::Production,
        }
    }

    /// The stage after it; none after production.
    pub fn next(self) -> Option<CaseStage> {
        CaseStage::ALL.get(self as usize + 1).copied()
    }
}

words! {
    /// How a case ended.
    CaseEndKind {
        /// Every delivery of it was let go.
        Passed = "passed",
        /// The offer of it was declined.
        Declined = "declined",
        /// The adoption of it was given up before production.
        Abandoned = "abandoned",
        /// It was given up after it had been in production.
        DisAdopted = "dis-adopted",
        /// Nothing was lost: the unit had it already, or another post is the one to decide.
        Elsewhere = "elsewhere",
    }
}

impl CaseEndKind {
    /// Whether the technology was lost to the unit before production.
    pub fn is_loss(self) -> bool {
        matches!(self, CaseEndKind::Passed | CaseEndKind::Declined | CaseEndKind::Abandoned)
    }
}

impl From<AdoptionEnd> for CaseEndKind {
    fn from(end: AdoptionEnd) -> CaseEndKind {
        match end {
            AdoptionEnd::Abandoned => CaseEndKind::Abandoned,
            AdoptionEnd::DisAdopted => CaseEndKind::DisAdopted,
        }
    }
}

/// That a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEnd {
    /// How.
    pub kind: CaseEndKind,
    /// Why, by the code of whoever said so: of a pass, of a decline, of an end.
    pub reason: String,
    /// On which day.
    pub on: Date,
}

words! {
    /// From where a technology came to a unit.
    CaseOrigin {
        /// The unit found it by itself, in what the office collected.
        Own = "own",
        /// From another unit of its department.
        SameDepartment = "same-department",
        /// From a unit of another department.
        OtherDepartment = "other-department",
    }
}

/// What became of a technology in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureCase {
    /// The technology; a record that became none so far.
    pub technology: Thing,
    /// The unit.
    pub unit: UnitId,
    /// The department to which the unit belongs.
    pub department: UnitId,
    /// The first day on which each stage was seen, by its place; none where nothing is told of it.
    pub seen: [Option<Date>; CASE_STAGES],
    /// How it ended.
    pub end: Option<CaseEnd>,
    /// How often something was done once more.
    pub n_rework: u32,
    /// Whether its production stands on evidence that is measured or inspected, and goes on.
    pub is_verified: bool,
    /// The furthest rung that is shown by measurement or inspection, of what goes on.
    pub verified_rung: Option<Rung>,
    /// Whether it is invented, for a demonstration or a simulation.
    pub is_invented: bool,
    /// The unit from which it was taken over or that offered it.
    pub giver: Option<UnitId>,
    /// The department of that unit.
    pub giver_department: Option<UnitId>,
    /// From where it came.
    pub origin: CaseOrigin,
    /// The needs that it serves.
    pub needs: BTreeSet<NeedId>,
    /// The sources that brought it.
    pub sources: BTreeSet<SourceId>,
    /// The missions that brought it.
    pub missions: BTreeSet<Thing>,
    /// The hosts from which it came.
    pub partners: BTreeSet<Thing>,
    /// The classes of the technology and of its needs, as `scheme code`.
    pub classes: BTreeSet<String>,
    /// What it is made of: deliveries, offers, adoptions.
    pub items: BTreeSet<Thing>,
}

impl FigureCase {
    /// The furthest stage.
    pub fn stage(&self) -> CaseStage {
        CaseStage::ALL
            .iter()
            .rev()
            .copied()
            .find(|stage| self.seen[*stage as usize].is_some())
            .unwrap_or(CaseStage::Collected)
    }

    /// Whether a stage was reached: it, or a later one, was seen.
    pub fn has_reached(&self, stage: CaseStage) -> bool {
        self.stage() >= stage
    }

    /// The first day on which a stage or a later one was seen. Later stages are never entered earlier.
    pub fn entered(&self, stage: CaseStage) -> Option<Date> {
        self.seen[stage as usize..].iter().flatten().min().copied()
    }

    /// The first day on which a later stage than this one was seen.
    pub fn left(&self, stage: CaseStage) -> Option<Date> {
        stage.next().and_then(|next| self.entered(next))
    }

    /// The stage at which it was lost before production, with how and why.
    pub fn loss(&self) -> Option<(CaseStage, &CaseEnd)> {
        // Taken up again after it had been in production and given up: production was reached all the same.
        let is_before = self.stage() < CaseStage::Production;
        self.end.as_ref().filter(|end| is_before && end.kind.is_loss()).map(|end| (self.stage(), end))
    }

    /// The department from which it came: its own where the unit found it by itself.
    pub fn giver_department(&self) -> &UnitId {
        self.giver_department.as_ref().unwrap_or(&self.department)
    }

    /// The first day of it.
    pub fn began(&self) -> Option<Date> {
        self.entered(CaseStage::Collected)
    }
}

/// A record that was laid before nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// The record.
    pub record: RecordId,
    /// On which day it was collected.
    pub on: Date,
    /// The sources that brought it.
    pub sources: BTreeSet<SourceId>,
}

/// All cases, and what became none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// In the order of technologies and units.
    pub cases: Vec<FigureCase>,
    /// Records that were laid before nobody, in the order of their names.
    pub undelivered: Vec<Undelivered>,
    /// Deliveries and adoptions whose facts were written before facts named what figures need; they are in no figure.
    pub n_unnamed: u64,
}

/// What a case is to be like to count. Each part that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CaseFilter {
    /// It serves this need.
    pub need: Option<NeedId>,
    /// This source brought it.
    pub source: Option<SourceId>,
    /// This mission brought it.
    pub mission: Option<Thing>,
    /// It came from this host.
    pub partner: Option<Thing>,
    /// It is in one of these units: one with all below it.
    pub units: Option<BTreeSet<UnitId>>,
    /// It is of this class, `scheme code`, or of one below it by its code.
    pub class: Option<String>,
    /// It began on this day or later.
    pub since: Option<Date>,
    /// It began on this day or earlier.
    pub until: Option<Date>,
}

impl CaseFilter {
    /// Whether a case counts.
    pub fn takes(&self, case: &FigureCase) -> bool {
        let within =
            |day: Date| self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day <= until);
        self.need.as_ref().is_none_or(|need| case.needs.contains(need))
            && self.source.is_none_or(|source| case.sources.contains(&source))
            && self.mission.as_ref().is_none_or(|mission| case.missions.contains(mission))
            && self.partner.as_ref().is_none_or(|partner| case.partners.contains(partner))
            && self.units.as_ref().is_none_or(|units| units.contains(&case.unit))
            && self.class.as_ref().is_none_or(|class| case.classes.iter().any(|one| one.starts_with(class.as_str())))
            && case.began().is_none_or(within)
    }

    /// Whether a record that was laid before nobody counts: it is in no unit, and serves nothing.
    pub fn takes_undelivered(&self, record: &Undelivered) -> bool {
        let is_of_a_unit = self.need.is_some()
            || self.mission.is_some()
            || self.partner.is_some()
            || self.units.is_some()
            || self.class.is_some();
        !is_of_a_unit
            && self.source.is_none_or(|source| record.sources.contains(&source))
            && self.since.is_none_or(|since| record.on >= since)
            && self.until.is_none_or(|until| record.on <= until)
    }
}

/// What a post said of a delivery, as far as a case goes by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub choice: Choice,
    pub reason: String,
    pub on: Date,
}
