//! Who there is, and what they need.

use std::collections::BTreeSet;

use model::{
    Date, Equipment, EquipmentId, EquipmentKind, Level, Marking, Need, NeedId, Noun, Person, PersonId, Post, PostId,
    Power, Profile, ProfileId, Stage, Standing, Tenure, Thing, Unit, UnitId, Verb,
};
use store::Programme;

use super::chance::Chance;
use super::world::{ASPECTS, TOPICS, World};
use super::{OPERATOR, Simulated, moment};
use crate::{Failure, WritableOffice};

/// The unit above all.
pub(super) const CENTRE: &str = "centre";

/// The post that answers for sources, and who holds it.
pub(super) const DOCUMENTALIST: (&str, &str) = ("centre-documentalist", "p-centre");

/// The post that leads programmes of inspection, and who holds it.
pub(super) const CHIEF: (&str, &str) = ("centre-chief-inspector", "p-chief");

/// The posts that make visits, and who holds them. They stand above all ministries, and belong to none.
pub(super) const INSPECTORS: [(&str, &str); 2] =
    [("centre-inspector-1", "p-inspector-1"), ("centre-inspector-2", "p-inspector-2")];

/// Needs of each unit over all years.
const NEEDS_A_UNIT: usize = 2;

fn post(id: &str, title: &str, unit: &UnitId, powers: &[Power]) -> Result<Post, Failure> {
    Ok(Post {
        id: PostId::new(id)?,
        title: title.to_owned(),
        unit: unit.clone(),
        powers: powers.iter().copied().collect(),
        closed: false,
    })
}

fn person(id: &PersonId, name: String) -> Person {
    Person {
        id: id.clone(),
        name,
        email: None,
        language: None,
        level: Level::Internal,
        compartments: BTreeSet::new(),
        left: false,
    }
}

/// Writes units, posts and persons.
pub(super) fn write(office: &mut WritableOffice, world: &World, written: &mut Simulated) -> Result<(), Failure> {
    let mut programme = Programme::default();
    let centre = UnitId::new(CENTRE)?;
    programme.units.push(Unit {
        id: centre.clone(),
        name: "Simulated centre (all of it is invented)".to_owned(),
        parent: None,
    });
    let seat = |programme: &mut Programme, post: Post, person: Person| {
        let since = world.start;
        let tenure =
            Tenure { post: post.id.clone(), person: person.id.clone(), standing: Standing::Holder, since, until: None };
        programme.posts.push(post);
        programme.persons.push(person);
        programme.tenures.push(tenure);
    };
    let powers = [Power::Document, Power::Administer, Power::Coordinate];
    let at_centre = person(&PersonId::new(DOCUMENTALIST.1)?, "Documentalist (simulated)".to_owned());
    seat(&mut programme, post(DOCUMENTALIST.0, "Documentalist of the centre", &centre, &powers)?, at_centre);
    for (number, (id, who)) in [CHIEF, INSPECTORS[0], INSPECTORS[1]].into_iter().enumerate() {
        let title = if number == 0 { "Chief inspector".to_owned() } else { format!("Inspector {number}") };
        let inspector = person(&PersonId::new(who)?, format!("{title} (simulated)"));
        seat(&mut programme, post(id, &title, &centre, &[])?, inspector);
    }
    for (id, name) in &world.ministries {
        programme.units.push(Unit { id: id.clone(), name: name.clone(), parent: Some(centre.clone()) });
        let coordinator = person(&PersonId::new(&format!("p-{id}"))?, format!("Coordinator {id} (simulated)"));
        let powers = [Power::Coordinate, Power::Lead];
        seat(&mut programme, post(&format!("{id}-coordinator"), "Coordinator", id, &powers)?, coordinator);
    }
    for unit in &world.units {
        let parent = world.ministries.get(unit.ministry).map(|(id, _)| id.clone());
        programme.units.push(Unit { id: unit.id.clone(), name: unit.name.clone(), parent });
        let technologist = person(&unit.person, format!("Technologist {} (simulated)", unit.id));
        seat(&mut programme, post(unit.post.as_str(), "Technologist", &unit.id, &[])?, technologist);
    }
    written.n_units += programme.units.len() as u64;
    office.writer.keep_programme(&programme, OPERATOR, moment(world.start, 1))?;
    Ok(())
}

/// Lists what each unit works with.
pub(super) fn equip(office: &mut WritableOffice, world: &World, ids: &mut dyn FnMut() -> u64) -> Result<(), Failure> {
    let now = moment(world.start, 4);
    office.writer.together(|writer| -> Result<(), Failure> {
        for unit in &world.units {
            writer.transact(&unit.who(), now, |deed| -> Result<(), Failure> {
                for machine in &unit.machines {
                    let entry = Equipment {
                        id: EquipmentId::from_bits(ids()),
                        unit: unit.id.clone(),
                        kind: EquipmentKind::Equipment,
                        name: TOPICS[*machine].to_owned(),
                        maker: String::new(),
                        classes: Vec::new(),
                        note: "Invented by a simulation.".to_owned(),
                        since: Some(world.start),
                        until: None,
                        marking: Marking::default(),
                        invented: true,
                        revision: 0,
                        made_at: now,
                    };
                    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Equipment, entry.id));
                    deed.keep_equipment(&entry, &fact.to(Thing::new(Noun::Unit, &unit.id).to_string()))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })
}

/// States the needs of a half-year: those of all units over the years in equal parts.
pub(super) fn state_needs(
    office: &mut WritableOffice,
    world: &World,
    (half, n_halves): (i64, i64),
    day: Date,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let mut chance = Chance::new(world.truth.asked.seed, 0x1_0000 + half.cast_unsigned());
    let mut programme = Programme::default();
    let (n_halves, half) = (usize::try_from(n_halves).unwrap_or(1), usize::try_from(half).unwrap_or(0));
    for (unit, at) in world.units.iter().zip(0..) {
        for number in 0..NEEDS_A_UNIT {
            // Spread evenly, so that as many are stated in each half-year; what is sought is drawn.
            if (at * NEEDS_A_UNIT + number * 7) % n_halves != half {
                continue;
            }
            // A unit needs to know of what it works with.
            let topic = chance.one(&unit.machines).copied().unwrap_or(0);
            let (topic, aspect) = (TOPICS[topic], ASPECTS[chance.below(ASPECTS.len())]);
            let id = NeedId::new(&format!("n-{}-{}", unit.id, number + 1))?;
            let profile = Profile {
                id: ProfileId { need: id.clone(), number: 1 },
                query: format!("{topic} AND {aspect}"),
                threshold: None,
            };
            let need = Need::draft(id, &format!("{topic}: {aspect} (simulated)"), unit.id.clone(), unit.post.clone());
            programme.needs.push(Need {
                statement: format!("Simulated need. Wanted: what others know of the {aspect} of a {topic}."),
                stage: Stage::Accepted,
                expires: Some(world.truth.asked.until.plus_days(365)),
                profiles: vec![profile],
                ..need
            });
        }
    }
    written.n_needs += programme.needs.len() as u64;
    office.writer.keep_programme(&programme, OPERATOR, moment(day, 2))?;
    Ok(())
}
