//! The hidden truth of a generated office: what is planted in it, drawn from the seed before anything is written.

use model::{Date, PersonId, PostId, SourceId, UnitId};

use super::chance::Chance;
use super::{Binding, SimulatedSource, Simulation, SimulationTruth, Wall};
use crate::Failure;

/// What needs and records are about. Each is a word of its own, so that what is looked for is found and nothing else.
pub(super) const TOPICS: [&str; 48] = [
    "rectifier",
    "bearing",
    "turbine",
    "furnace",
    "lathe",
    "pump",
    "valve",
    "boiler",
    "conveyor",
    "loom",
    "crane",
    "gearbox",
    "foundry",
    "forging",
    "welding",
    "coating",
    "sensor",
    "relay",
    "robot",
    "battery",
    "inverter",
    "transformer",
    "cable",
    "antenna",
    "laser",
    "lens",
    "ceramic",
    "polymer",
    "alloy",
    "glass",
    "cement",
    "fertiliser",
    "catalyst",
    "membrane",
    "filter",
    "dryer",
    "kiln",
    "reactor",
    "compressor",
    "brake",
    "axle",
    "hull",
    "drone",
    "router",
    "microscope",
    "chromatograph",
    "centrifuge",
    "excavator",
];

/// What of it.
pub(super) const ASPECTS: [&str; 6] = ["cooling", "wear", "automation", "assembly", "inspection", "maintenance"];

/// What ministries are of.
const BRANCHES: [&str; 12] = [
    "machine tools",
    "power",
    "chemistry",
    "transport",
    "electronics",
    "metallurgy",
    "building",
    "food",
    "textiles",
    "mining",
    "shipbuilding",
    "agriculture",
];

/// Materials of which one binds.
pub(super) const MATERIALS: [&str; 6] =
    ["nickel alloy", "silicon wafers", "cobalt", "fluoropolymer", "bearing steel", "neodymium"];

/// Sources, of which one is useless.
const SOURCES: [&str; 8] = [
    "Journal abstracts",
    "Patent gazette",
    "Conference papers",
    "Trade press",
    "Institute reports",
    "Technology advisers",
    "Standards bulletin",
    "Preprints",
];

/// A unit with who works there.
#[derive(Clone, Debug)]
pub(super) struct SimulatedUnit {
    pub id: UnitId,
    pub name: String,
    /// The ministry that it belongs to, by its place.
    pub ministry: usize,
    pub post: PostId,
    pub person: PersonId,
}

/// The office before it is written, with its truth.
#[derive(Debug)]
pub(super) struct World {
    pub ministries: Vec<(UnitId, String)>,
    pub units: Vec<SimulatedUnit>,
    pub start: Date,
    pub truth: SimulationTruth,
}

impl World {
    /// Draws a world.
    pub(super) fn draw(asked: &Simulation, ids: &mut dyn FnMut() -> u64) -> Result<World, Failure> {
        let mut chance = Chance::new(asked.seed, 1);
        let n_units = usize::from(asked.n_units);
        let n_ministries = (n_units / 12).clamp(2, BRANCHES.len());
        let mut ministries = Vec::new();
        for (branch, number) in BRANCHES.iter().take(n_ministries).zip(1..) {
            ministries.push((UnitId::new(&format!("m{number:02}"))?, format!("Ministry of {branch} (simulated)")));
        }
        let mut units = Vec::new();
        for number in 1..=n_units {
            let ministry = (number - 1) % n_ministries;
            let sort = ["Works", "Institute", "Design office"][chance.below(3)];
            units.push(SimulatedUnit {
                id: UnitId::new(&format!("u{number:04}"))?,
                name: format!("{sort} {number} of {} (simulated)", BRANCHES[ministry]),
                ministry,
                post: PostId::new(&format!("u{number:04}-technologist"))?,
                person: PersonId::new(&format!("p{number:04}"))?,
            });
        }
        let days = i64::from(asked.n_years) * 365;
        let start = asked.until.plus_days(-days);
        let truth = SimulationTruth {
            asked: asked.clone(),
            overstaters: overstaters(&mut chance, &units),
            walls: walls(&mut chance, &ministries),
            binding: binding(&mut chance, start, days),
            sources: sources(&mut chance, ids),
            adoptions: Vec::new(),
        };
        Ok(World { ministries, units, start, truth })
    }

    /// How often claims of a unit are not true.
    pub(super) fn overstates(&self, unit: &UnitId) -> u8 {
        self.truth
            .overstaters
            .iter()
            .find(|(one, _)| one == unit)
            .map_or(super::HONEST_PERCENT, |(_, percent)| *percent)
    }

    /// How often a technology does not pass between units of two ministries.
    pub(super) fn wall(&self, one: usize, other: usize) -> u8 {
        let (one, other) = (&self.ministries[one].0, &self.ministries[other].0);
        let between =
            |wall: &&Wall| [&wall.one, &wall.other] == [one, other] || [&wall.other, &wall.one] == [one, other];
        self.truth.walls.iter().find(between).map_or(0, |wall| wall.percent)
    }
}

/// Every seventh unit says more than is true, at a rate of its own.
fn overstaters(chance: &mut Chance, units: &[SimulatedUnit]) -> Vec<(UnitId, u8)> {
    let mut overstaters = Vec::new();
    for unit in units {
        if chance.below(7) == 0 {
            overstaters.push((unit.id.clone(), chance.between(40, 80)));
        }
    }
    overstaters
}

/// One in three pairs of ministries has a wall between them, and at least one pair.
fn walls(chance: &mut Chance, ministries: &[(UnitId, String)]) -> Vec<Wall> {
    let mut walls = Vec::new();
    for (at, (one, _)) in ministries.iter().enumerate() {
        for (other, _) in &ministries[at + 1..] {
            if chance.below(3) == 0 || (walls.is_empty() && at + 2 == ministries.len()) {
                walls.push(Wall { one: one.clone(), other: other.clone(), percent: chance.between(80, 95) });
            }
        }
    }
    walls
}

/// A material that is short for a third of the time, somewhere in the middle.
fn binding(chance: &mut Chance, start: Date, days: i64) -> Binding {
    let material = chance.one(&MATERIALS).map_or("", |material| *material).to_owned();
    let since = start.plus_days(days / 4 + chance.below(usize::try_from(days / 4).unwrap_or(1)) as i64);
    Binding { material, since, until: since.plus_days(days / 3) }
}

/// The sources with how much of what they bring is of use. One is useless.
fn sources(chance: &mut Chance, ids: &mut dyn FnMut() -> u64) -> Vec<SimulatedSource> {
    let useless = chance.below(SOURCES.len());
    let source = |(at, title): (usize, &&str)| SimulatedSource {
        id: SourceId::from_bits(ids()),
        title: format!("{title} (simulated)"),
        use_percent: if at == useless { 0 } else { chance.between(8, 40) },
    };
    SOURCES.iter().enumerate().map(source).collect()
}
