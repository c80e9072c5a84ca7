//! A generated office of today: units in ministries, needs, sources, records, deliveries and what became of them, planted from a seed with a
//! hidden truth that is told apart. What pages count can be held against it. Everything in it is invented, and says so in its name.
//!
//! The same seed, size and last day make the same office, fact for fact. Chance is drawn from the seed, time from the last day; what
//! is written goes through the doors that people use where these are quick enough, and otherwise through the store's own, facts and all.

mod adopting;
mod answering;
mod blocking;
mod chance;
mod course;
mod inspecting;
mod offering;
mod reading;
mod staffing;
mod world;

use model::{AdoptionId, Date, Refusal, Rung, SourceId, UnitId, sentence};

use crate::{Failure, WritableOffice};
use world::World;

/// Fewest and most units. Walls want two ministries, overstating wants some units; what is larger takes hours.
pub const SIMULATED_UNITS: (u16, u16) = (10, 5_000);

/// Fewest and most years.
pub const SIMULATED_YEARS: (u16, u16) = (1, 20);

/// How often claims of a unit that does not overstate are not true, in a hundred: errors are made everywhere.
pub const HONEST_PERCENT: u8 = 4;

/// Who writes what no post writes.
const OPERATOR: &str = "operator";

/// A day in microseconds.
const DAY_MICROS: i64 = 86_400_000_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// How many units, ministries aside.
    pub n_units: u16,
    /// How many years.
    pub n_years: u16,
    /// The seed of all chance.
    pub seed: u64,
    /// The last day that is told.
    pub until: Date,
}

/// A wall between two ministries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The one ministry.
    pub one: UnitId,
    /// The other.
    pub other: UnitId,
    /// How often a technology does not pass between them, in a hundred.
    pub percent: u8,
}

/// A material that was short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The material.
    pub material: String,
    /// Since when.
    pub since: Date,
    /// Until when.
    pub until: Date,
}

/// A source with what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedSource {
    /// Its name in the office.
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// How often what it brings is of use, in a hundred; nought for the one that is useless.
    pub use_percent: u8,
}

/// An adoption as it is claimed, and as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedAdoption {
    /// Its name in the office.
    pub id: AdoptionId,
    /// The unit.
    pub unit: UnitId,
    /// The furthest rung that the office says.
    pub claimed: Option<Rung>,
    /// The furthest rung that is true.
    pub is: Option<Rung>,
}

/// What is true of a generated office, and nowhere written in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulationTruth {
    /// What was asked for.
    pub asked: Simulation,
    /// Units whose claims are often not true, each with how often, in a hundred. Of the others it is [`HONEST_PERCENT`].
    pub overstaters: Vec<(UnitId, u8)>,
    /// Walls between ministries.
    pub walls: Vec<Wall>,
    /// The material that was short.
    pub binding: Binding,
    /// The sources, the useless one among them.
    pub sources: Vec<SimulatedSource>,
    /// The adoptions.
    pub adoptions: Vec<SimulatedAdoption>,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Simulated {
    /// Units, ministries among them.
    pub n_units: u64,
    /// Needs.
    pub n_needs: u64,
    /// Records.
    pub n_records: u64,
    /// Deliveries.
    pub n_deliveries: u64,
    /// Deliveries that a post answered.
    pub n_answered: u64,
    /// Adoptions.
    pub n_adoptions: u64,
    /// Visits of inspections.
    pub n_visits: u64,
}

impl Simulation {
    /// The random name that the office is made with.
    pub fn office_name(&self) -> u128 {
        let mut chance = chance::Chance::new(self.seed, 0);
        u128::from(chance.number()) << 64 | u128::from(chance.number())
    }

    /// The moment at which the office is made, in microseconds since 1970.
    pub fn begins_at(&self) -> i64 {
        moment(self.until.plus_days(-i64::from(self.n_years) * 365), 0)
    }

    /// Refuses sizes that are none.
    ///
    /// # Errors
    /// Refused when there are too few or too many units or years.
    pub fn in_order(&self) -> Result<(), Failure> {
        let fits = |n: u16, (least, most): (u16, u16)| (least..=most).contains(&n);
        if fits(self.n_units, SIMULATED_UNITS) && fits(self.n_years, SIMULATED_YEARS) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "simulation-size",
            "An office is simulated with {fewest} to {most} units and {shortest} to {longest} years; choose within them",
            fewest = SIMULATED_UNITS.0,
            most = SIMULATED_UNITS.1,
            shortest = SIMULATED_YEARS.0,
            longest = SIMULATED_YEARS.1
        ))
        .into())
    }
}

/// A moment of a day, some minutes into its morning.
fn moment(day: Date, minutes: i64) -> i64 {
    day.days_since(Date::of_number(0)) * DAY_MICROS + (8 * 60 + minutes) * 60_000_000
}

/// Plants a generated office into one that was just made under [`Simulation::office_name`]. `progress` is told what is being written, by
/// half-years. Answers with what was written and with the truth.
///
/// # Errors
/// Refused when the size is none; when the store fails.
pub fn simulate(
    office: &mut WritableOffice,
    asked: &Simulation,
    progress: &mut dyn FnMut(&Simulated, Date),
) -> Result<(Simulated, SimulationTruth), Failure> {
    asked.in_order()?;
    let mut names = chance::Chance::new(asked.seed, 2);
    let mut ids = move || names.number();
    let mut world = World::draw(asked, &mut ids)?;
    let mut written = Simulated::default();
    staffing::write(office, &world, &mut written)?;
    staffing::equip(office, &world, &mut ids)?;
    reading::register(office, &world)?;
    let n_halves = i64::from(asked.n_years) * 2;
    for half in 0..n_halves {
        let days = i64::from(asked.n_years) * 365 / n_halves;
        let (first, last) = (world.start.plus_days(half * days), world.start.plus_days((half + 1) * days - 1));
        staffing::state_needs(office, &world, (half, n_halves), first, &mut written)?;
        reading::bring(office, &world, half, (first, last), &mut ids, &mut written)?;
        answering::deliver_and_answer(office, &world, half, last, &mut ids, &mut written)?;
        progress(&written, last);
    }
    adopting::adopt(office, &mut world, &mut ids, &mut written)?;
    inspecting::inspect(office, &world, &mut ids, &mut written)?;
    progress(&written, asked.until);
    reading::count(office, &world, asked.until)?;
    office.catch_up(&mut |_| {})?;
    Ok((written, world.truth))
}
