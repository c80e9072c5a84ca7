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

/// Kinds of machines of a unit.
const MACHINES_A_UNIT: usize = 4;

/// Days before the last one from which on nobody claims anything new: inspectors look at what stood then.
const SETTLED_DAYS: i64 = 75;

/// Units to one that overstates. More would move the middle against which units are held, and hide themselves.
const UNITS_TO_AN_OVERSTATER: usize = 10;

/// A unit with who works there.
#[derive(Clone, Debug)]
pub(super) struct SimulatedUnit {
    pub id: UnitId,
    pub name: String,
    /// The ministry that it belongs to, by its place.
    pub ministry: usize,
    pub post: PostId,
    pub person: PersonId,
    /// What it works with, by the places in [`TOPICS`]: what is made known of these is of use to it.
    pub machines: Vec<usize>,
}

impl SimulatedUnit {
    /// Who works there, as the ledger writes it.
    pub(super) fn who(&self) -> String {
        format!("{}/{}", self.post, self.person)
    }
}

/// The office before it is written, with its truth.
#[derive(Debug)]
pub(super) struct World {
    pub ministries: Vec<(UnitId, String)>,
    pub units: Vec<SimulatedUnit>,
    /// How many of [`TOPICS`] there are: few in a small office, so that units have something to tell each other.
    pub n_topics: usize,
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
        let n_topics = (n_units / 6).clamp(8, TOPICS.len());
        let mut units = Vec::new();
        for number in 1..=n_units {
            let ministry = (number - 1) % n_ministries;
            let sort = ["Works", "Institute", "Design office"][chance.below(3)];
            let mut machines = Vec::new();
            while machines.len() < MACHINES_A_UNIT {
                let machine = chance.below(n_topics);
                if !machines.contains(&machine) {
                    machines.push(machine);
                }
            }
            units.push(SimulatedUnit {
                id: UnitId::new(&format!("u{number:04}"))?,
                name: format!("{sort} {number} of {} (simulated)", BRANCHES[ministry]),
                ministry,
                post: PostId::new(&format!("u{number:04}-technologist"))?,
                person: PersonId::new(&format!("p{number:04}"))?,
                machines,
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
        Ok(World { ministries, units, n_topics, start, truth })
    }

    /// The last day on which somebody claims something new.
    pub(super) fn settled(&self) -> Date {
        self.truth.asked.until.plus_days(-SETTLED_DAYS)
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

/// One unit in ten says more than is true, at a rate of its own; one at least.
fn overstaters(chance: &mut Chance, units: &[SimulatedUnit]) -> Vec<(UnitId, u8)> {
    let wanted = (units.len() / UNITS_TO_AN_OVERSTATER).max(1);
    let mut left: Vec<&SimulatedUnit> = units.iter().collect();
    let mut overstaters = Vec::new();
    while overstaters.len() < wanted && !left.is_empty() {
        let unit = left.swap_remove(chance.below(left.len()));
        overstaters.push((unit.id.clone(), chance.between(55, 90)));
    }
    overstaters.sort();
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
