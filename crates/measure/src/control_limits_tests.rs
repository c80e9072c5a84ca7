use crate::generator::Generator;
use crate::{Reading, UnitCount, control_chart};

fn units(generator: &mut Generator, shares: &[f64], seen: u32) -> Vec<UnitCount> {
    let units = (0u32..).zip(shares);
    units
        .map(|(at, share)| UnitCount {
            unit: format!("unit-{at}"),
            seen,
            verified: generator.hits(f64::from(seen), *share) as u32,
        })
        .collect()
}

#[test]
fn chance_alone_challenges_one_in_twenty_and_acts_on_one_in_five_hundred() {
    let mut generator = Generator(3);
    let (mut challenged, mut acted, mut all) = (0, 0, 0);
    for _ in 0..300 {
        let chart = control_chart(&units(&mut generator, &[0.7; 40], 60)).unwrap();
        all += chart.units.len();
        challenged += chart.units.iter().filter(|one| one.reading >= Reading::Challenge).count();
        acted += chart.units.iter().filter(|one| one.reading == Reading::Act).count();
    }
    let part = |count: usize| count as f64 / all as f64;
    assert!((0.03..=0.07).contains(&part(challenged)), "{}", part(challenged));
    assert!(part(acted) <= 0.005, "{}", part(acted));
}

#[test]
fn a_unit_that_overstates_is_found_among_honest_ones() {
    let mut generator = Generator(4);
    let mut shares = [0.85; 30];
    shares[11] = 0.3;
    let chart = control_chart(&units(&mut generator, &shares, 40)).unwrap();
    assert_eq!((chart.units[0].count.unit.as_str(), chart.units[0].reading), ("unit-11", Reading::Act));
    assert!(!chart.units[0].is_above);
    assert!(chart.overdispersion < 2.0, "one liar does not widen the limits for all: {}", chart.overdispersion);
}

#[test]
fn a_unit_that_overstates_is_found_among_a_few() {
    let count = |unit: &str, seen, verified| UnitCount { unit: unit.to_owned(), seen, verified };
    let few = [count("a", 10, 9), count("b", 10, 8), count("c", 40, 33), count("d", 10, 1)];
    let chart = control_chart(&few).unwrap();
    assert_eq!(chart.units[0].count.unit, "d", "{chart:?}");
    assert_ne!(chart.units[0].reading, Reading::Justify, "{chart:?}");
    let mut generator = Generator(6);
    let mut n_found = 0;
    for _ in 0..100 {
        let chart = control_chart(&units(&mut generator, &[0.8, 0.8, 0.8, 0.2], 20)).unwrap();
        let liar = chart.units.iter().find(|one| one.count.unit == "unit-3").unwrap();
        n_found += usize::from(liar.reading > Reading::Justify);
    }
    assert!(n_found >= 90, "{n_found}");
}

#[test]
fn where_all_differ_the_limits_are_widened_and_it_is_told() {
    let mut generator = Generator(5);
    let shares: Vec<f64> = (0..40).map(|at| 0.3 + 0.5 * f64::from(at) / 39.0).collect();
    let chart = control_chart(&units(&mut generator, &shares, 100)).unwrap();
    assert!(chart.overdispersion > 2.0, "{}", chart.overdispersion);
    assert!(chart.units.iter().filter(|one| one.reading == Reading::Act).count() <= 2);
    let (narrow, wide) = (chart.limits(1_000), chart.limits(10));
    assert!(wide.act_low <= wide.challenge_low && wide.challenge_low < narrow.challenge_low);
    assert!(narrow.challenge_high < wide.challenge_high && wide.challenge_high <= wide.act_high);
}

#[test]
fn few_units_or_no_variation_ask_for_nothing() {
    let count = |unit: &str, seen, verified| UnitCount { unit: unit.to_owned(), seen, verified };
    assert_eq!(control_chart(&[count("a", 5, 5), count("b", 5, 0), count("c", 0, 0)]), None);
    let chart = control_chart(&[count("a", 5, 5), count("b", 2, 2), count("c", 9, 9)]).unwrap();
    assert!(chart.units.iter().all(|one| one.reading == Reading::Justify));
}

#[test]
fn limits_are_those_of_the_binomial_distribution() {
    // Of ten at a half, 1 and fewer come 11 times in 1024, 2 and fewer 56 times: one in forty, 25.6, is passed at 2.
    let found = control_chart(&[
        UnitCount { unit: "a".to_owned(), seen: 10, verified: 5 },
        UnitCount { unit: "b".to_owned(), seen: 10, verified: 5 },
        UnitCount { unit: "c".to_owned(), seen: 10, verified: 5 },
    ]);
    let limits = found.unwrap().limits(10);
    let (low, high) = (limits.challenge_low - 0.2, limits.challenge_high - 0.8);
    assert!(low.abs() < 1e-12 && high.abs() < 1e-12, "{limits:?}");
    // None of ten, or all of them, come once in 1024 each: rarer than once in a thousand, so they lie outside.
    let (low, high) = (limits.act_low - 0.1, limits.act_high - 0.9);
    assert!(low.abs() < 1e-12 && high.abs() < 1e-12, "{limits:?}");
}

#[test]
fn one_or_two_claims_ask_nothing_of_a_unit() {
    let count = |unit: &str, seen, verified| UnitCount { unit: unit.to_owned(), seen, verified };
    let units = [count("a", 1, 1), count("b", 2, 2), count("c", 1, 0), count("d", 2, 1), count("e", 2, 1)];
    let chart = control_chart(&units).unwrap();
    assert!(chart.units.iter().all(|one| one.reading == Reading::Justify), "{chart:?}");
}
