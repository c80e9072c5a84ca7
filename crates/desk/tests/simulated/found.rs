//! What is planted is found by the functions that pages ask. Chance has its say: what an interval or a limit may miss it may miss here, and no
//! more.

use std::collections::{BTreeMap, BTreeSet};

use desk::{BarrierSearch, OFFERS_TOLD_MIN, Simulation, SimulationTruth};
use measure::Reading;
use model::{AdoptionId, BarrierKind, Rung, UnitId, YieldAdvice};
use store::Scope;

use crate::{Planted, asked, files, planted};

/// Offices that are looked at: those of these seeds.
const SEEDS: [u64; 2] = [21, 22];

fn small(seed: u64) -> Planted {
    planted(&Simulation { n_units: 60, n_years: 4, ..asked(seed) })
}

fn is_walled(truth: &SimulationTruth, one: &UnitId, other: &UnitId) -> bool {
    let between =
        |wall: &desk::Wall| [&wall.one, &wall.other] == [one, other] || [&wall.other, &wall.one] == [one, other];
    truth.walls.iter().any(between)
}

#[test]
fn units_that_overstate_stand_out_and_can_be_relied_on_less() {
    for seed in SEEDS {
        let planted = small(seed);
        let overstaters: BTreeSet<&str> = planted.truth.overstaters.iter().map(|(unit, _)| unit.as_str()).collect();
        let told = planted.office().estimates(None, planted.truth.asked.until).unwrap();
        let chart = told.chart.unwrap();
        let below = |least: Reading| -> BTreeSet<&str> {
            let units = chart.units.iter().filter(|one| one.reading >= least && !one.is_above);
            units.map(|one| one.count.unit.as_str()).collect()
        };
        let what = format!("seed {seed}: planted {overstaters:?}, {chart:#?}");
        // Once in 500 chance alone puts a unit so far outside: nobody else is acted on.
        assert!(below(Reading::Act).is_subset(&overstaters), "{what}");
        let challenged = below(Reading::Challenge);
        let n_found = challenged.intersection(&overstaters).count();
        // Who overstates claims what is true as well, and with five or six visits to a unit chance hides some: a third at least stand out.
        assert!(n_found * 3 >= overstaters.len(), "fewer than a third are challenged, {what}");
        // Once in 40 chance alone puts a unit below: of 54 others that are one or two, and seldom four.
        assert!(challenged.len() - n_found <= 4, "{what}");
        // Their claims can be relied on less, all together, and the least of all on those of one of them.
        let (theirs, others): (Vec<_>, Vec<_>) =
            told.reliability.iter().partition(|one| overstaters.contains(one.unit.as_str()));
        let mean = |of: &[&measure::Reliability]| of.iter().map(|one| one.value).sum::<f64>() / of.len() as f64;
        assert!(mean(&theirs) + 0.1 < mean(&others), "seed {seed}: {} {}", mean(&theirs), mean(&others));
        assert!(overstaters.contains(told.reliability[0].unit.as_str()), "{what}");
    }
}

#[test]
fn the_true_share_of_each_programme_lies_within_its_interval() {
    let (mut n, mut missed) = (0, Vec::new());
    for seed in SEEDS {
        let planted = small(seed);
        let (office, until) = (planted.office(), planted.truth.asked.until);
        let is: BTreeMap<AdoptionId, Option<Rung>> =
            planted.truth.adoptions.iter().map(|one| (one.id, one.is)).collect();
        for programme in office.reader().inspections(&Scope::office()).unwrap() {
            let frame = office.reader().frame(&Scope::office(), programme.id).unwrap();
            let n_true = frame.iter().filter(|line| is[&line.adoption] >= Some(line.rung)).count();
            let share = n_true as f64 / frame.len() as f64;
            let told = office.estimates(Some(&programme.id.to_string()), until).unwrap().share.unwrap();
            // An interval from nought to one would cover all.
            assert!(told.interval.high - told.interval.low < 0.35, "seed {seed}: {told:?}");
            n += 1;
            if !told.interval.covers(share) {
                missed.push((seed, programme.title.clone(), share, told));
            }
        }
    }
    // Intervals miss once in twenty; of ten, one may.
    assert!(n == 10 && missed.len() <= 1, "{n}: {missed:#?}");
}

#[test]
fn the_material_that_binds_costs_the_most_days() {
    for seed in SEEDS {
        let planted = small(seed);
        let truth = &planted.truth;
        let search = BarrierSearch { kind: Some(BarrierKind::Material), ..BarrierSearch::default() };
        let (_, costs) = planted.office().barriers(&search, truth.asked.until).unwrap();
        let (first, second) = (&costs.by_subject[0], &costs.by_subject[1]);
        assert_eq!(first.subject, truth.binding.material, "seed {seed}: {:#?}", costs.by_subject);
        assert!(first.days_lost > 2 * second.days_lost, "seed {seed}: {first:?} {second:?}");
    }
}

#[test]
fn a_plan_that_is_drawn_up_from_the_office_names_the_material_that_binds() {
    for seed in SEEDS {
        let planted = small(seed);
        let draft = planted.office().portfolio_draft("What to fund", 8, planted.truth.asked.until).unwrap();
        let upp = desk::plan::portfolio_of(&draft.problem).unwrap();
        let asked =
            measure::portfolio::Options { differences: 6, percent: 50.0, ..measure::portfolio::Options::default() };
        let solved = measure::portfolio::solve_upp(&upp, &asked).unwrap();
        let dearest = solved.prices.first().map(|price| price.resource.as_str());
        let material = format!("material.{}", planted.truth.binding.material);
        assert_eq!(dearest, Some(material.as_str()), "seed {seed}: {:#?}", solved.prices);
        assert!(solved.checked.is_some(), "seed {seed}");
    }
}

#[test]
fn walls_stand_where_the_least_is_taken_and_where_departments_wait_for_each_other() {
    for seed in SEEDS {
        let planted = small(seed);
        let (office, truth) = (planted.office(), &planted.truth);
        let pairs = office.offers_between().unwrap();
        assert!(pairs.iter().all(|pair| pair.n_offers >= OFFERS_TOLD_MIN), "seed {seed}: {pairs:#?}");
        let first: Vec<bool> = pairs.iter().map(|pair| is_walled(truth, &pair.one, &pair.other)).collect();
        // No walled pair stands behind one that is not.
        assert!(first.is_sorted_by(|a, b| a >= b), "seed {seed}: {pairs:#?} {:#?}", truth.walls);
        assert_eq!(first.iter().filter(|walled| **walled).count(), truth.walls.len(), "seed {seed}");
        let search = BarrierSearch { kind: Some(BarrierKind::Department), ..BarrierSearch::default() };
        let (_, costs) = office.barriers(&search, truth.asked.until).unwrap();
        let mut days: BTreeMap<(&UnitId, &UnitId), i64> = BTreeMap::new();
        for one in &costs.between {
            let pair = if one.waits < one.removes { (&one.waits, &one.removes) } else { (&one.removes, &one.waits) };
            *days.entry(pair).or_default() += one.days_lost;
        }
        let mut days: Vec<_> = days.into_iter().collect();
        days.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
        let dearest = days.iter().take(truth.walls.len());
        assert!(dearest.clone().all(|((one, other), _)| is_walled(truth, one, other)), "seed {seed}: {days:?}");
    }
}

#[test]
fn the_useless_source_yields_nothing_and_is_to_be_let_go() {
    for seed in SEEDS {
        let planted = small(seed);
        let (yields, all) = planted.office().source_yields().unwrap();
        let days = i64::from(planted.truth.asked.n_years) * 365;
        for source in &planted.truth.sources {
            let counted = &yields[&source.id];
            let is_useless = source.use_percent == 0;
            assert_eq!(counted.n_used == 0, is_useless, "seed {seed}: {source:?} {counted:?}");
            assert_eq!(
                counted.advice(&all, days) == YieldAdvice::Drop,
                is_useless,
                "seed {seed}: {source:?} {counted:?}"
            );
        }
    }
}

#[test]
fn nothing_says_in_the_office_which_claims_are_true() {
    let planted = small(SEEDS[0]);
    // What tells the truth apart: how often, and for what. None of these words is needed to write an office.
    for file in files(&planted.path()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in [&b"overstat"[..], b"honest", b"useless", b"walled", b"hidden truth", b"use_percent"] {
            assert!(!bytes.windows(word.len()).any(|some| some == word), "{}", file.display());
        }
    }
}
