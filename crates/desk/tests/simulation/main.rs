//! A year of an office, told by a seed: what comes in, is delivered, decided and given over, with power cuts in
//! between, held against a small model after each step.
//!
//! There is no clock and no chance but the seed, and nothing waits; a seed that fails fails again. Some seeds run
//! always; `UPTAKE_SIMULATION_SEEDS` asks for more, `UPTAKE_SIMULATION_SEED` for one.
//!
//! A power cut is a copy of the files as they are at that moment: between two writes, within one before its commit, or
//! behind one of the commits of the daily work. The office goes on from the copy, with a search index that is gone,
//! of an earlier day, or ahead of the table.

#![allow(missing_docs)]

mod agreement;
mod house;
mod model_office;

use std::collections::BTreeMap;

use house::{House, Index};
use model_office::ModelOffice;

/// Steps of one run.
const STEPS: usize = 90;

/// Runs that are made always.
const SEEDS: u64 = 5;

/// SplitMix64: small, and the same in every run.
pub struct Chance(u64);

impl Chance {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.number() % n.max(1) as u64) as usize
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn a_year_of_an_office_is_the_model_s_through_power_cuts() {
    let seeds = match asked_for("UPTAKE_SIMULATION_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..1 + asked_for("UPTAKE_SIMULATION_SEEDS").unwrap_or(SEEDS),
    };
    let mut n_cuts = 0;
    let mut n_delivered = 0;
    let mut n_raised = 0;
    for seed in seeds.clone() {
        let run = std::panic::AssertUnwindSafe(|| year(seed));
        let (cuts, delivered, raised) = std::panic::catch_unwind(run).unwrap_or_else(|fall| {
            eprint_seed(seed);
            std::panic::resume_unwind(fall)
        });
        n_cuts += cuts;
        n_delivered += delivered;
        n_raised += raised;
    }
    // A model that never gets anywhere would agree with anything.
    if seeds.end - seeds.start >= SEEDS {
        assert!(
            n_cuts > 10 && n_delivered > 50 && n_raised > 10,
            "{n_cuts} cuts, {n_delivered} delivered, {n_raised} raised"
        );
    }
}

#[expect(clippy::print_stderr, reason = "whoever reads the failure needs the seed")]
fn eprint_seed(seed: u64) {
    eprintln!("the simulation failed; once more with UPTAKE_SIMULATION_SEED={seed}");
}

/// Lives a year; answers how many power cuts, deliveries and raised duties there were.
fn year(seed: u64) -> (usize, usize, usize) {
    let mut chance = Chance(seed);
    let mut model = ModelOffice::new();
    let mut house = House::new(&mut chance);
    let mut n_cuts = 0;
    for step in 0..STEPS {
        let what = format!("seed {seed}, step {step}");
        match chance.below(20) {
            0..2 => model.pass_days(1 + chance.below(14) as i64),
            2 => model.pass_days(0),
            3..7 => house.work(&mut model),
            7 => house.open_again(),
            8 | 9 => {
                n_cuts += 1;
                let index = chance.one(&[Index::Gone, Index::Older, Index::Ahead]);
                if chance.below(2) == 0 {
                    // Within a write: whoever asked never heard, and nothing of it may be there.
                    let deed = model.any_deed(&mut chance);
                    house.cut_within(&model, &deed, index);
                } else {
                    house.cut(index);
                }
                house.check_whole(&what);
            }
            10 => {
                n_cuts += 1;
                house.cut_in_work(&mut model, &mut chance, &what);
            }
            _ => {
                let deed = model.any_deed(&mut chance);
                house.perform(&mut model, &deed, &what);
            }
        }
        house.agrees(&model, &what);
    }
    house.work(&mut model);
    house.open_again();
    house.agrees(&model, &format!("seed {seed}, at the end"));
    house.check_whole(&format!("seed {seed}, at the end"));
    let by_kind: BTreeMap<&str, usize> = model.tally();
    (n_cuts, by_kind["delivered"], by_kind["raised"])
}
