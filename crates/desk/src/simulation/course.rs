//! How far an adoption comes in truth, and what its unit says of it.

use model::{
    Adoption, AdoptionEnd, AdoptionId, Date, EndReason, Ended, EvidenceClass, Marking, NeedId, Noun, Quarter,
    ReadingGiven, ReadingPeriod, ReadingSeries, ReadingWay, Rung, RungReached, Thing,
};

use super::adopting::Planted;
use super::chance::Chance;
use super::moment;
use super::world::World;
use crate::Failure;

/// How often a rung is followed by the next, in a hundred.
const CLIMBS_PERCENT: u8 = 90;

/// How often an adoption that lacks its material is given up rather than kept waiting, in a hundred.
const GIVES_UP_PERCENT: u8 = 40;

/// How often a material that is not short is waited for all the same, in a hundred.
const WAITS_PERCENT: u8 = 6;

/// How often production that is true is measured, in a hundred.
const MEASURED_PERCENT: u8 = 40;

/// How often a rung is shown by a document, in a hundred.
const SHOWN_PERCENT: u8 = 45;

/// Days from a rung to the next: fewest, and how many more at most.
const RUNG_DAYS: (i64, usize) = (15, 60);

/// What was waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Since when.
    pub since: Date,
    /// Until when; nothing while it is waited for.
    pub until: Option<Date>,
}

/// Where an adoption stands.
#[derive(Debug)]
pub(super) struct Course {
    /// The rungs that were truly reached.
    pub reached: Vec<(Rung, Date)>,
    /// What of its material was waited for.
    pub wait: Option<Wait>,
    /// When it was given up for want of its material.
    pub given_up: Option<Date>,
}

impl Course {
    /// How far it comes in truth. The first use of a technology always comes to production: otherwise there is nothing to tell of.
    pub(super) fn run(chance: &mut Chance, world: &World, material: &str, begun: Date, is_first: bool) -> Course {
        let last = world.settled();
        let mut course = Course { reached: vec![(Rung::Received, begun)], wait: None, given_up: None };
        let mut day = begun;
        for rung in &Rung::ALL[1..] {
            day = day.plus_days(RUNG_DAYS.0 + chance.below(RUNG_DAYS.1) as i64);
            let climbs = chance.happens(CLIMBS_PERCENT);
            if !(climbs || is_first && *rung <= Rung::Production) {
                break;
            }
            if *rung == Rung::Production && day <= last {
                course.waits(chance, world, material, (&mut day, is_first));
                if course.given_up.is_some() {
                    break;
                }
            }
            if day > last {
                break;
            }
            course.reached.push((*rung, day));
        }
        course
    }

    /// What is short is short for whoever would begin to produce with it: `day` is when they would, and afterwards when they can.
    fn waits(&mut self, chance: &mut Chance, world: &World, material: &str, (day, is_first): (&mut Date, bool)) {
        let binding = &world.truth.binding;
        let since = *day;
        let until = if binding.material == material && (binding.since..=binding.until).contains(&since) {
            let given_up = since.plus_days(20 + chance.below(100) as i64).min(binding.until);
            if chance.happens(GIVES_UP_PERCENT) && !is_first && given_up <= world.settled() {
                self.given_up = Some(given_up);
                given_up
            } else {
                binding.until.plus_days(1 + chance.below(60) as i64)
            }
        } else if chance.happens(WAITS_PERCENT) {
            since.plus_days(10 + chance.below(50) as i64)
        } else {
            return;
        };
        *day = until;
        self.wait = Some(Wait { since, until: Some(until).filter(|until| *until <= world.truth.asked.until) });
    }

    /// The furthest rung that is true.
    pub(super) fn is(&self) -> Option<Rung> {
        self.reached.last().map(|(rung, _)| *rung)
    }

    /// What the unit says of it: what is true, and at times more.
    fn said(&self, chance: &mut Chance, world: &World, unit: usize) -> Vec<(Rung, Date)> {
        let mut said = self.reached.clone();
        let overstates = chance.happens(world.overstates(&world.units[unit].id));
        if let (true, None, Some((rung, day))) = (overstates, self.given_up, self.reached.last().copied()) {
            let further = (rung as usize + 1 + chance.below(2)).max(Rung::Production as usize).min(Rung::ALL.len() - 1);
            let later = day.plus_days(1 + chance.below(40) as i64).min(world.settled().max(day));
            if further > rung as usize {
                said.push((Rung::ALL[further], later));
            }
        }
        said
    }
}

/// Who takes something up: the unit by its place, with the need that it serves where there is one.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub unit: usize,
    pub need: Option<NeedId>,
}

/// An adoption as its unit tells it. `from` is the one from which it came; the first use of a technology came from none, and is measured.
pub(super) fn claimed(
    chance: &mut Chance,
    world: &World,
    planted: &Planted,
    who: &Candidate,
    (id, from): (AdoptionId, Option<AdoptionId>),
    course: &Course,
) -> Adoption {
    let at = &world.units[who.unit];
    let is = course.is();
    let said = course.said(chance, world, who.unit);
    let own = Thing::new(Noun::Adoption, id);
    let reached = said
        .iter()
        .map(|(rung, on)| {
            // What is not so is never measured.
            let is_true = *rung >= Rung::Production && Some(*rung) <= is;
            let is_measured = chance.happens(MEASURED_PERCENT) || (from.is_none() && *rung == Rung::Production);
            let is_shown = chance.happens(SHOWN_PERCENT);
            let (class, evidence) = match (is_true && is_measured, is_shown) {
                (true, _) => (EvidenceClass::Measured, vec![own.clone()]),
                (false, true) => (EvidenceClass::Document, vec![Thing::new(Noun::Record, planted.record)]),
                (false, false) => (EvidenceClass::Told, Vec::new()),
            };
            RungReached { rung: *rung, on: *on, class, evidence, remark: String::new(), by: at.post.clone() }
        })
        .collect();
    let end = course.given_up.map(|on| Ended {
        kind: AdoptionEnd::Abandoned,
        reason: EndReason::Material,
        text: format!("Simulated: {} is not to be had", planted.material),
        on,
        by: at.who(),
        at: moment(on, 50),
    });
    let begun = course.reached.first().map_or(world.start, |(_, day)| *day);
    Adoption {
        id,
        technology: planted.technology.id,
        unit: at.id.clone(),
        post: at.post.clone(),
        need: who.need.clone(),
        from,
        output: String::new(),
        measure: String::new(),
        remark: "Invented by a simulation.".to_owned(),
        reached,
        past: Vec::new(),
        end,
        marking: Marking::default(),
        invented: true,
        revision: u32::try_from(said.len()).unwrap_or(0),
        made_at: moment(begun, 40),
    }
}

/// Readings of the quarters since production was measured first, of as much as chance has it.
pub(super) fn readings(
    chance: &mut Chance,
    adoption: &Adoption,
    who: &str,
    until: Date,
) -> Result<ReadingSeries, Failure> {
    let measured = adoption.reached.iter().filter(|reached| reached.class == EvidenceClass::Measured);
    let Some(first) = measured.map(|reached| reached.on).min() else { return Ok(ReadingSeries::default()) };
    let mut given = Vec::new();
    let mut quarter = Quarter::of(first);
    while quarter.first_day() <= until {
        let value = (40 + chance.below(60)).to_string();
        given.push(ReadingGiven { period: ReadingPeriod::Quarter(quarter), value, key: String::new() });
        quarter = quarter.next();
    }
    let (series, _) = ReadingSeries::default().take(&given, (ReadingWay::File, who), (moment(until, 90), until))?;
    Ok(series)
}
