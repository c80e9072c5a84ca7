//! Technologies, and which units take them over: as it is, and as the office says.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{
    Adoption, AdoptionId, BarrierKind, Choice, Date, EquipmentId, EvidenceClass, Fact, Link, LinkKind, Marking, NeedId,
    Noun, ReadingSeries, RecordId, Resource, ResourceKind, ResourceState, Rung, Technology, TechnologyId, Thing, Verb,
};
use store::{Deed, DeliveryFilter, EquipmentFilter, SpreadTally, Writer};

use super::blocking::{Block, block};
use super::chance::Chance;
use super::course::{Candidate, Course, claimed, readings};
use super::offering::{accept, answer};
use super::world::{ASPECTS, MATERIALS, TOPICS, World};
use super::{DAY_MICROS, OPERATOR, Simulated, SimulatedAdoption, moment};
use crate::{Failure, WritableOffice};

/// Topic and aspect, by their places.
type Key = (usize, usize);

/// A technology that is planted: what it is, whence it came, what it takes.
pub(super) struct Planted {
    pub technology: Technology,
    pub record: RecordId,
    pub material: &'static str,
}

/// An adoption that is planted.
struct Taken {
    adoption: Adoption,
    readings: ReadingSeries,
    course: Course,
    unit: usize,
}

/// What a technology grows from: the record that was first put to use, by which unit for which need, and when.
struct Used {
    record: RecordId,
    need: NeedId,
    on: Date,
}

/// What planting goes by.
pub(super) struct Ground<'a> {
    pub world: &'a World,
    pub ids: &'a mut dyn FnMut() -> u64,
    pub chance: Chance,
}

/// Plants the technologies, their adoptions, their offers and what stands in their way over all years.
pub(super) fn adopt(
    office: &mut WritableOffice,
    world: &mut World,
    ids: &mut dyn FnMut() -> u64,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let wanted = wanting(office)?;
    let used = used(office, &wanted)?;
    let listed = listed(office)?;
    let mut told = Vec::new();
    for (key, used) in &used {
        let (topic, aspect) = *key;
        let mut ground = Ground {
            world,
            ids: &mut *ids,
            chance: Chance::new(world.truth.asked.seed, 0x4_0000 + (topic * ASPECTS.len() + aspect) as u64),
        };
        let Some(material) = ground.chance.one(&MATERIALS).copied() else { continue };
        let begun = used.on.plus_days(5 + ground.chance.below(30) as i64);
        if begun > world.settled() {
            continue;
        }
        let technology = technology(&mut ground, *key, used.record, moment(begun, 30));
        let planted = Planted { technology, record: used.record, material };
        let candidates = candidates(world, wanted.get(key).map_or(&[], Vec::as_slice), (used, topic));
        let entry = |unit: usize| listed.get(&(world.units[unit].id.to_string(), TOPICS[topic].to_owned())).copied();
        let taken =
            office.writer.together(|writer| spread(writer, &mut ground, &planted, &candidates, (begun, &entry)))?;
        told.extend(taken);
    }
    written.n_adoptions += told.len() as u64;
    world.truth.adoptions = told;
    Ok(())
}

/// Units with their needs, by topic and aspect.
type Wanting = BTreeMap<Key, Vec<(String, NeedId)>>;

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

/// What was put to use first for a topic and aspect: from it a technology is adopted.
fn used(office: &WritableOffice, wanted: &Wanting) -> Result<BTreeMap<Key, Used>, Failure> {
    let keys: BTreeMap<&NeedId, Key> =
        wanted.iter().flat_map(|(key, needs)| needs.iter().map(|(_, need)| (need, *key))).collect();
    let mut used: BTreeMap<Key, Used> = BTreeMap::new();
    office.office.reader.each_delivery(&office.office.scope, &DeliveryFilter::default(), &mut |held| {
        let decided = held.decided.as_ref().filter(|decided| decided.disposition.choice == Choice::Use);
        if let (Some(decided), Some(key)) = (decided, keys.get(&held.delivery.need)) {
            let on = Date::of_number(decided.at / DAY_MICROS);
            let found = Used { record: held.delivery.record, need: held.delivery.need.clone(), on };
            let is_earlier = |before: &Used| (found.on, &found.need) < (before.on, &before.need);
            if used.get(key).is_none_or(is_earlier) {
                used.insert(*key, found);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(used)
}

/// The entries of the equipment lists, by unit and name.
fn listed(office: &WritableOffice) -> Result<BTreeMap<(String, String), EquipmentId>, Failure> {
    let entries = office.office.reader.equipment_list(&office.office.scope, &EquipmentFilter::default())?;
    Ok(entries.into_iter().map(|entry| ((entry.unit.to_string(), entry.name), entry.id)).collect())
}

fn technology(ground: &mut Ground<'_>, (topic, aspect): Key, record: RecordId, now: i64) -> Technology {
    Technology {
        id: TechnologyId::from_bits((ground.ids)()),
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

/// Who could use it: the unit that put it to use first, then all others that need it or work with such a machine.
fn candidates(world: &World, wanted: &[(String, NeedId)], (used, topic): (&Used, usize)) -> Vec<Candidate> {
    let needing: BTreeMap<&str, &NeedId> = wanted.iter().rev().map(|(unit, need)| (unit.as_str(), need)).collect();
    let first = wanted.iter().find(|(_, need)| *need == used.need);
    let first = first.and_then(|(unit, _)| world.units.iter().position(|one| one.id.as_str() == unit));
    let Some(first) = first else { return Vec::new() };
    let others = world.units.iter().enumerate().filter(|(place, unit)| {
        *place != first && (unit.machines.contains(&topic) || needing.contains_key(unit.id.as_str()))
    });
    let others = others.map(|(place, unit)| {
        let need = needing.get(unit.id.as_str()).map(|need| (*need).clone());
        Candidate { unit: place, need }
    });
    std::iter::once(Candidate { unit: first, need: Some(used.need.clone()) }).chain(others).collect()
}

/// A technology goes from unit to unit: first to one that needs it, and from there to whoever takes the offer of it.
fn spread(
    writer: &mut Writer,
    ground: &mut Ground<'_>,
    planted: &Planted,
    candidates: &[Candidate],
    (begun, entry): (Date, &dyn Fn(usize) -> Option<EquipmentId>),
) -> Result<Vec<SimulatedAdoption>, Failure> {
    let Some((first, others)) = candidates.split_first() else { return Ok(Vec::new()) };
    writer.transact(OPERATOR, planted.technology.made_at, |deed| -> Result<(), Failure> {
        let thing = Thing::new(Noun::Technology, planted.technology.id);
        let fact = deed.fact(Verb::Registered, thing.clone());
        deed.keep_technology(&planted.technology, &fact)?;
        Ok(deed.draw(&Link::new(thing, LinkKind::AdoptedFrom, Thing::new(Noun::Record, planted.record)))?)
    })?;
    let id = AdoptionId::from_bits((ground.ids)());
    let origin = take_up(ground, planted, first, (id, None), begun)?;
    write(writer, ground, &origin, planted)?;
    let mut all = vec![origin];
    let is_proof = |one: &&model::RungReached| one.rung == Rung::Production && one.class == EvidenceClass::Measured;
    let proved = all[0].adoption.reached.iter().find(is_proof).map(|one| one.on);
    let mut n_offered = 0;
    for other in others {
        // Nobody is offered what did not prove itself.
        let Some(made) = proved.map(|proved| proved.plus_days(1 + ground.chance.below(30) as i64)) else { break };
        if made.plus_days(40) > ground.world.settled() {
            continue;
        }
        n_offered += 1;
        if let Some(taking) = answer(writer, ground, (planted, &all[0].adoption), other, (made, entry))? {
            let id = AdoptionId::from_bits((ground.ids)());
            let one = take_up(ground, planted, other, (id, Some(all[0].adoption.id)), taking.day)?;
            write(writer, ground, &one, planted)?;
            accept(writer, &taking, id)?;
            all.push(one);
        }
    }
    // Each use that proved itself was offered to all who could use it, so that the office does not begin anew.
    let until = ground.world.truth.asked.until;
    writer.transact(OPERATOR, moment(until, 95), |deed| -> Result<(), Failure> {
        for (place, one) in all.iter().enumerate().filter(|(_, one)| one.adoption.is_verified_use()) {
            let n_offered = if place == 0 { n_offered } else { 0 };
            let tally = SpreadTally { at: moment(until, 95), n_offered, n_withheld: 0, n_left: 0 };
            deed.keep_spread(one.adoption.id, &tally)?;
        }
        Ok(())
    })?;
    let told = |one: &Taken| SimulatedAdoption {
        id: one.adoption.id,
        unit: one.adoption.unit.clone(),
        claimed: one.adoption.rung(),
        is: one.course.is(),
    };
    Ok(all.iter().map(told).collect())
}

fn take_up(
    ground: &mut Ground<'_>,
    planted: &Planted,
    who: &Candidate,
    (id, from): (AdoptionId, Option<AdoptionId>),
    begun: Date,
) -> Result<Taken, Failure> {
    let (world, chance) = (ground.world, &mut ground.chance);
    let course = Course::run(chance, world, planted.material, begun, from.is_none());
    let adoption = claimed(chance, world, planted, who, (id, from), &course);
    let readings = readings(chance, &adoption, &world.units[who.unit].who(), world.truth.asked.until)?;
    Ok(Taken { adoption, readings, course, unit: who.unit })
}

/// Writes an adoption, and the material that it had to wait for.
fn write(writer: &mut Writer, ground: &mut Ground<'_>, taken: &Taken, planted: &Planted) -> Result<(), Failure> {
    let world = ground.world;
    let unit = &world.units[taken.unit];
    let who = unit.who();
    writer.transact(&who, taken.adoption.made_at, |deed| {
        keep(deed, &taken.adoption, &taken.readings, planted.material, &who)
    })?;
    let Some(wait) = taken.course.wait else { return Ok(()) };
    let gone = wait.until.map(|day| (day, taken.course.given_up.is_none()));
    let barrier = Block {
        on: Thing::new(Noun::Adoption, taken.adoption.id),
        unit: taken.unit,
        ministry: unit.ministry,
        kind: BarrierKind::Material,
        subject: planted.material.to_owned(),
        since: wait.since,
        gone,
    };
    block(writer, ground, &barrier)?;
    Ok(())
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
