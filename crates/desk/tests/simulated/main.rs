//! A generated office: the same seed plants the same, what is planted is found by what pages count, and nothing of the truth lies in it.

#![allow(missing_docs)]

mod figure;
mod found;

use std::collections::BTreeMap;
use std::path::Path;

use desk::{Office, Simulated, Simulation, SimulationTruth, simulate, verify};
use model::{Date, Rung, UnitId, YieldAdvice};
use store::{AdoptionFilter, Scope};
use tempfile::TempDir;

fn asked(seed: u64) -> Simulation {
    Simulation { n_units: 20, n_years: 2, seed, until: Date::parse("2026-11-01").unwrap() }
}

struct Planted {
    dir: TempDir,
    written: Simulated,
    truth: SimulationTruth,
}

impl Planted {
    fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("office")
    }

    fn office(&self) -> Office {
        Office::open(&self.path()).unwrap()
    }

    /// How far the ledger has come, and the hash of its last fact.
    fn head(&self) -> (u64, Option<[u8; 32]>) {
        let office = self.office();
        let last = office.reader().position().unwrap().ledger_seq;
        (last, office.reader().fact_hash(last).unwrap())
    }
}

fn planted(asked: &Simulation) -> Planted {
    let dir = TempDir::new().unwrap();
    let mut office =
        Office::create(&dir.path().join("office"), asked.office_name(), "operator", asked.begins_at()).unwrap();
    let mut said = Vec::new();
    let (written, truth) = simulate(&mut office, asked, &mut |written, day| said.push((written.n_needs, day))).unwrap();
    office.close().unwrap();
    assert!(
        said.len() == usize::from(asked.n_years) * 2 + 1 && said.windows(2).all(|pair| pair[0].1 <= pair[1].1),
        "{said:?}"
    );
    Planted { dir, written, truth }
}

#[test]
fn the_same_seed_plants_the_same_office_and_another_seed_another() {
    let (one, again, other) = (planted(&asked(7)), planted(&asked(7)), planted(&asked(8)));
    assert_eq!((one.written, &one.truth), (again.written, &again.truth));
    // The chain of facts is the whole office, fact for fact.
    assert_eq!(one.head(), again.head());
    assert_ne!(one.head().1, other.head().1);
    assert_ne!(one.truth.sources, other.truth.sources);
    let checked = verify(&one.path(), 0, &mut |_| {}).unwrap();
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    assert!(
        one.written.n_needs == 40 && one.written.n_deliveries > 20 && one.written.n_answered > 10,
        "{:?}",
        one.written
    );
}

#[test]
fn what_is_planted_is_counted_by_the_office_and_the_useless_source_is_to_be_let_go() {
    // More of everything, so that what is counted is more than chance.
    let planted = planted(&Simulation { n_units: 120, ..asked(3) });
    let (yields, all) = planted.office().source_yields().unwrap();
    assert!(all.n_answered > 100, "{all:?}");
    let useless: Vec<_> = planted.truth.sources.iter().filter(|source| source.use_percent == 0).collect();
    assert_eq!(useless.len(), 1);
    for source in &planted.truth.sources {
        let counted = &yields[&source.id];
        let days = i64::from(planted.truth.asked.n_years) * 365;
        if source.use_percent == 0 {
            assert_eq!((counted.n_used, counted.n_studied), (0, 0), "{}", source.title);
            let is_told = counted.n_answered >= 30 || counted.n_delivered == 0;
            assert_eq!(counted.advice(&all, days) == YieldAdvice::Drop, is_told, "{counted:?}");
        } else {
            assert!(counted.n_records > 0, "{}", source.title);
        }
    }
    // The sources stand in the order of their worth, as far as chance allows: the best one is used more often than the worst useful one.
    let share = |id| {
        let counted: &model::SourceYield = &yields[&id];
        counted.n_used as f64 / counted.n_answered.max(1) as f64
    };
    let planted_share: BTreeMap<_, _> =
        planted.truth.sources.iter().map(|source| (source.id, source.use_percent)).collect();
    let best = planted_share.iter().max_by_key(|(_, percent)| **percent).unwrap();
    let worst = planted_share.iter().filter(|(_, percent)| **percent > 0).min_by_key(|(_, percent)| **percent).unwrap();
    assert!(share(*best.0) > share(*worst.0) || best.1 - worst.1 < 10, "{best:?} {worst:?}");
}

#[test]
fn what_units_claim_is_in_the_office_and_who_overstates_what_is_short_and_where_walls_stand_can_be_counted() {
    let planted = planted(&Simulation { n_units: 60, n_years: 4, ..asked(5) });
    let (office, truth) = (planted.office(), &planted.truth);
    let lines = office.reader().adoptions(&Scope::office(), &AdoptionFilter::default()).unwrap();
    assert!(lines.len() > 60 && lines.len() == truth.adoptions.len(), "{}", lines.len());
    let held: BTreeMap<_, _> = lines.iter().map(|line| (line.adoption.id, &line.adoption)).collect();
    // Each claim is held as it was made, and says that it is invented.
    for told in &truth.adoptions {
        let adoption = held[&told.id];
        assert_eq!((adoption.rung(), &adoption.unit), (told.claimed, &told.unit));
        assert!(adoption.invented && told.is <= told.claimed);
        // What is not so is never measured.
        assert!(!adoption.is_verified_use() || told.is >= Some(Rung::Production), "{told:?}");
    }
    assert!(held.values().any(|one| one.is_verified_use()), "nothing is verified");
    let share = |of: &dyn Fn(&desk::SimulatedAdoption) -> bool| {
        let all: Vec<_> = truth.adoptions.iter().filter(|told| of(told)).collect();
        let false_ones = all.iter().filter(|told| told.is < told.claimed).count();
        (false_ones as f64 / all.len().max(1) as f64, all.len())
    };
    let overstates = |told: &desk::SimulatedAdoption| truth.overstaters.iter().any(|(unit, _)| *unit == told.unit);
    let (of_overstaters, n) = share(&overstates);
    let (of_others, _) = share(&|told| !overstates(told));
    assert!(n > 5 && of_overstaters > of_others + 0.15, "{of_overstaters} of {n} against {of_others}");
    // What ended for want of a material ended for want of the one that was short, while it was short.
    let mut n_ended = 0;
    for adoption in held.values() {
        let Some(end) = &adoption.end else { continue };
        let resources = office.reader().resources(&Scope::office(), adoption.id).unwrap();
        assert_eq!(resources[0].name, truth.binding.material);
        assert!(end.on >= truth.binding.since && end.on <= truth.binding.until, "{}", end.on);
        n_ended += 1;
    }
    assert!(n_ended > 0, "nothing was short");
    // Between ministries with a wall less is taken over than between others.
    let ministry = |unit: &UnitId| {
        office.reader().units(&Scope::office()).unwrap().into_iter().find(|one| one.id == *unit).unwrap().parent
    };
    let passed: Vec<_> =
        held.values().filter_map(|one| Some((ministry(&held[&one.from?].unit)?, ministry(&one.unit)?))).collect();
    let walled = |one: &UnitId, other: &UnitId| {
        truth
            .walls
            .iter()
            .any(|wall| (wall.one == *one && wall.other == *other) || (wall.one == *other && wall.other == *one))
    };
    let n_over = passed.iter().filter(|(one, other)| walled(one, other)).count();
    assert!(passed.len() > 20 && n_over * 5 < passed.len(), "{n_over} of {}", passed.len());
}

/// Every file below a directory.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn nothing_of_the_truth_lies_in_the_office() {
    let planted = planted(&asked(11));
    for file in files(&planted.path()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in [&b"overstate"[..], b"honest_percent", b"use_percent", b"binding_material"] {
            assert!(!bytes.windows(word.len()).any(|some| some == word), "{}", file.display());
        }
    }
}

#[test]
fn sizes_that_are_none_are_refused() {
    for (units, years) in [(9, 2), (5_001, 2), (20, 0), (20, 21)] {
        assert!(Simulation { n_units: units, n_years: years, ..asked(1) }.in_order().is_err());
    }
}
