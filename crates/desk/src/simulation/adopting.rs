//! Technologies, and which units take them over: as it is, and as the office says.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use model::{
    Adoption, AdoptionEnd, AdoptionId, Choice, Date, EndReason, Ended, EvidenceClass, Fact, Link, LinkKind, Marking,
    NeedId, Noun, Quarter, ReadingGiven, ReadingPeriod, ReadingSeries, ReadingWay, RecordId, Resource, ResourceKind,
    ResourceState, Rung, RungReached, Technology, TechnologyId, Thing, Verb,
};
use store::{Deed, DeliveryFilter};

use super::chance::Chance;
use super::world::{ASPECTS, MATERIALS, TOPICS, World};
use super::{OPERATOR, Simulated, SimulatedAdoption, moment};
use crate::{Failure, WritableOffice};

/// How often a unit with the same need takes a technology over, in a hundred, where no wall stands between.
const SPREADS_PERCENT: u8 = 55;

/// How often a rung is followed by the next, in a hundred.
const CLIMBS_PERCENT: u8 = 82;

/// How often an adoption that lacks its material is given up rather than kept waiting, in a hundred.
const GIVES_UP_PERCENT: u8 = 75;

/// How often production that is true is measured, in a hundred.
const MEASURED_PERCENT: u8 = 40;

/// Days from a rung to the next: fewest, and how many more at most.
const RUNG_DAYS: (i64, usize) = (25, 110);

/// Where an adoption stands.
struct Course {
    /// The rungs that were truly reached.
    reached: Vec<(Rung, Date)>,
    /// When it was given up for want of its material.
    given_up: Option<Date>,
}

/// A technology that is planted: what it is, whence it came, what it takes.
struct Planted {
    technology: Technology,
    record: RecordId,
    material: &'static str,
}

/// A unit that needs what a technology does, with the need.
type Candidate = (usize, NeedId);

/// Plants the technologies and their adoptions over all years.
pub(super) fn adopt(
    office: &mut WritableOffice,
    world: &mut World,
    ids: &mut dyn FnMut() -> u64,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let wanted = wanting(office)?;
    let used = used(office, &wanted)?;
    let mut told = Vec::new();
    for (number, ((topic, aspect), record)) in used.iter().enumerate() {
        let mut chance = Chance::new(world.truth.asked.seed, 0x4_0000 + number as u64);
        let Some(candidates) = wanted.get(&(*topic, *aspect)) else { continue };
        let Some(material) = chance.one(&MATERIALS).copied() else { continue };
        let days = world.truth.asked.until.days_since(world.start);
        let day = world.start.plus_days(days / 6 + chance.below(usize::try_from(days / 2).unwrap_or(1)) as i64);
        let planted = Planted {
            technology: technology(ids, (*topic, *aspect), *record, moment(day, 30)),
            record: *record,
            material,
        };
        told.extend(spread(office, world, &planted, candidates, day, (&mut chance, ids))?);
    }
    written.n_adoptions += told.len() as u64;
    world.truth.adoptions = told;
    Ok(())
}

/// Units with their needs, by topic and aspect.
type Wanting = BTreeMap<(usize, usize), Vec<(String, NeedId)>>;

/// The units that need something of a topic, with the need, by topic and aspect.
fn wanting(office: &WritableOffice) -> Result<Wanting, Failure> {
    let mut wanted: Wanting = BTreeMap::new();
    for need in office.office.reader.needs(&office.office.scope)? {
        let Some(query) = need.profiles.first().map(|profile| profile.query.clone()) else { continue };
        let Some((topic, aspect)) = query.split_once(" AND ") else { continue };
        let place = |of: &[&str], word: &str| of.iter().position(|one| *one == word);
        if let Some(key) = place(&TOPICS, topic).zip(place(&ASPECTS, aspect)) {
            wanted.entry(key).or_default().push((need.unit.to_string(), need.id));
        }
    }
    Ok(wanted)
}

/// The first record that was put to use for a topic and aspect: the one from which it is adopted.
fn used(office: &WritableOffice, wanted: &Wanting) -> Result<BTreeMap<(usize, usize), RecordId>, Failure> {
    let keys: BTreeMap<&NeedId, (usize, usize)> =
        wanted.iter().flat_map(|(key, needs)| needs.iter().map(|(_, need)| (need, *key))).collect();
    let mut used = BTreeMap::new();
    office.office.reader.each_delivery(&office.office.scope, &DeliveryFilter::default(), &mut |held| {
        let is_used = held.decided.as_ref().is_some_and(|decided| decided.disposition.choice == Choice::Use);
        if let (true, Some(key)) = (is_used, keys.get(&held.delivery.need)) {
            used.entry(*key).or_insert(held.delivery.record);
        }
        ControlFlow::Continue(())
    })?;
    Ok(used)
}

fn technology(ids: &mut dyn FnMut() -> u64, (topic, aspect): (usize, usize), record: RecordId, now: i64) -> Technology {
    Technology {
        id: TechnologyId::from_bits(ids()),
        name: format!("{} of the {} (simulated)", ASPECTS[aspect], TOPICS[topic]),
        statement: "Invented by a simulation.".to_owned(),
        classes: Vec::new(),
        origins: vec![Thing::new(Noun::Record, record)],
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: now,
    }
}

/// A technology goes from unit to unit: first to one that needs it, then from there to the others, where no wall keeps it.
fn spread(
    office: &mut WritableOffice,
    world: &World,
    planted: &Planted,
    candidates: &[(String, NeedId)],
    day: Date,
    (chance, ids): (&mut Chance, &mut dyn FnMut() -> u64),
) -> Result<Vec<SimulatedAdoption>, Failure> {
    let place = |unit: &str| world.units.iter().position(|one| one.id.as_str() == unit);
    let mut seen = BTreeSet::new();
    let candidates: Vec<Candidate> = candidates
        .iter()
        .filter_map(|(unit, need)| Some((place(unit)?, need.clone())))
        .filter(|(unit, _)| seen.insert(*unit))
        .collect();
    let Some((first, others)) = candidates.split_first() else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    let origin = AdoptionId::from_bits(ids());
    let mut plans = vec![(first.clone(), day, origin, None)];
    for other in others {
        let wall = world.wall(world.units[first.0].ministry, world.units[other.0].ministry);
        let passes = chance.happens(SPREADS_PERCENT) && !chance.happens(wall);
        let later = day.plus_days(60 + chance.below(300) as i64);
        if passes && later < world.truth.asked.until {
            plans.push((other.clone(), later, AdoptionId::from_bits(ids()), Some(origin)));
        }
    }
    office.writer.transact(OPERATOR, planted.technology.made_at, |deed| -> Result<(), Failure> {
        let thing = Thing::new(Noun::Technology, planted.technology.id);
        let fact = deed.fact(Verb::Registered, thing.clone());
        deed.keep_technology(&planted.technology, &fact)?;
        Ok(deed.draw(&Link::new(thing, LinkKind::AdoptedFrom, Thing::new(Noun::Record, planted.record)))?)
    })?;
    for ((unit, need), begun, id, from) in plans {
        let course = course(chance, world, planted.material, begun);
        let (adoption, told_of) = claimed(chance, world, planted, (unit, need), (id, from), &course, begun);
        let who = format!("{}/{}", world.units[unit].post, world.units[unit].person);
        let readings = readings(chance, &adoption, &who, world.truth.asked.until)?;
        office
            .writer
            .transact(&who, adoption.made_at, |deed| keep(deed, &adoption, &readings, planted.material, &who))?;
        told.push(told_of);
    }
    Ok(told)
}

/// How far it comes in truth.
fn course(chance: &mut Chance, world: &World, material: &str, begun: Date) -> Course {
    let mut course = Course { reached: vec![(Rung::Received, begun)], given_up: None };
    let mut day = begun;
    for rung in &Rung::ALL[1..] {
        day = day.plus_days(RUNG_DAYS.0 + chance.below(RUNG_DAYS.1) as i64);
        if !chance.happens(CLIMBS_PERCENT) {
            break;
        }
        let binding = &world.truth.binding;
        // What is short is short for whoever would begin to produce with it.
        if *rung == Rung::Production && binding.material == material && day >= binding.since && day <= binding.until {
            if chance.happens(GIVES_UP_PERCENT) {
                course.given_up = Some(day).filter(|day| *day <= world.truth.asked.until);
                break;
            }
            day = binding.until.plus_days(1 + chance.below(60) as i64);
        }
        if day > world.truth.asked.until {
            break;
        }
        course.reached.push((*rung, day));
    }
    course
}

/// What the unit says of it: what is true, and at times more.
fn claimed(
    chance: &mut Chance,
    world: &World,
    planted: &Planted,
    (unit, need): Candidate,
    (id, from): (AdoptionId, Option<AdoptionId>),
    course: &Course,
    begun: Date,
) -> (Adoption, SimulatedAdoption) {
    let at = &world.units[unit];
    let is = course.reached.last().map(|(rung, _)| *rung);
    let mut said = course.reached.clone();
    let overstates = chance.happens(world.overstates(&at.id));
    if let (true, None, Some((rung, day))) = (overstates, course.given_up, course.reached.last().copied()) {
        let further = (rung as usize + 1 + chance.below(2)).max(Rung::Production as usize).min(Rung::ALL.len() - 1);
        let later = day.plus_days(1 + chance.below(40) as i64).min(world.truth.asked.until);
        if further > rung as usize {
            said.push((Rung::ALL[further], later));
        }
    }
    let own = Thing::new(Noun::Adoption, id);
    let reached = said
        .iter()
        .map(|(rung, on)| {
            // What is not so is never measured.
            let is_measured = *rung >= Rung::Production && Some(*rung) <= is && chance.happens(MEASURED_PERCENT);
            let is_shown = chance.happens(45);
            let (class, evidence) = match (is_measured, is_shown) {
                (true, _) => (EvidenceClass::Measured, vec![own.clone()]),
                (false, true) => (EvidenceClass::Document, vec![Thing::new(Noun::Record, planted.record)]),
                (false, false) => (EvidenceClass::Told, Vec::new()),
            };
            RungReached { rung: *rung, on: *on, class, evidence, remark: String::new(), by: at.post.clone() }
        })
        .collect();
    let by = format!("{}/{}", at.post, at.person);
    let end = course.given_up.map(|on| Ended {
        kind: AdoptionEnd::Abandoned,
        reason: EndReason::Material,
        text: format!("Simulated: {} is not to be had", planted.material),
        on,
        by,
        at: moment(on, 50),
    });
    let adoption = Adoption {
        id,
        technology: planted.technology.id,
        unit: at.id.clone(),
        post: at.post.clone(),
        need: Some(need),
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
    };
    let told = SimulatedAdoption { id, unit: at.id.clone(), claimed: said.last().map(|(rung, _)| *rung), is };
    (adoption, told)
}

/// Readings of the quarters since production was measured first, of as much as chance has it.
fn readings(chance: &mut Chance, adoption: &Adoption, who: &str, until: Date) -> Result<ReadingSeries, Failure> {
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

/// Keeps an adoption with a fact for each rung and for its end, its links, and the material that it takes.
fn keep(
    deed: &mut Deed<'_>,
    adoption: &Adoption,
    readings: &ReadingSeries,
    material: &str,
    who: &str,
) -> Result<(), Failure> {
    let thing = Thing::new(Noun::Adoption, adoption.id);
    let technology = Thing::new(Noun::Technology, adoption.technology);
    let fact = |verb: Verb| Fact::new(who, verb, thing.to_string());
    deed.keep_adoption(adoption, &fact(Verb::TookUp).to(technology.to_string()))?;
    for reached in &adoption.reached {
        deed.note(&fact(Verb::Reached).with(format!("{}, {}, up", reached.rung, reached.class)))?;
    }
    if adoption.is_verified_use() {
        deed.note(&fact(Verb::VerifiedUse))?;
    }
    deed.keep_readings(adoption.id, readings, 0)?;
    if let Some(end) = &adoption.end {
        deed.note(&fact(Verb::GaveUp).with(end.reason.to_string()))?;
    }
    deed.draw(&Link::new(thing.clone(), LinkKind::AdoptedFrom, technology))?;
    if let Some(need) = &adoption.need {
        deed.draw(&Link::new(thing.clone(), LinkKind::Serves, Thing::new(Noun::Need, need)))?;
    }
    if let Some(from) = adoption.from {
        deed.draw(&Link::new(thing, LinkKind::AdoptedFrom, Thing::new(Noun::Adoption, from)))?;
    }
    let state = if adoption.end.is_some() { ResourceState::Missing } else { ResourceState::There };
    let resource = Resource {
        number: 1,
        kind: ResourceKind::Material,
        name: material.to_owned(),
        amount: String::new(),
        measure: String::new(),
        needed_by: None,
        state,
        remark: "Simulated".to_owned(),
    };
    Ok(deed.keep_resource(adoption.id, &resource)?)
}
