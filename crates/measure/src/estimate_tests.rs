//! Populations in which the share of liars is known, many programmes drawn from each: how often the interval covers the truth.

use model::Date;

use crate::generator::Generator;
use crate::{Counted, Framed, draw, exposure_years, rate, share};

/// A stratum: its size, its visits, and the share of its claims that are true.
type Cell = (u32, u32, f64);

/// Runs of each population. With them a coverage of 95 in a hundred is known to a third of one (the standard error), so that 93 to 97 are six of them away.
const RUNS: u32 = 4_000;

fn coverage(strata: &[Cell], generator: &mut Generator) -> f64 {
    let mut covered = 0;
    for _ in 0..RUNS {
        let (mut truth, mut size) = (0, 0);
        let mut counted = Vec::new();
        for (n_claims, visits, honest) in strata {
            let honest = generator.hits(f64::from(*n_claims), *honest) as u32;
            truth += honest;
            size += n_claims;
            let verified = generator.sampled(honest, *n_claims, *visits);
            counted.push(Counted { size: *n_claims, seen: *visits, verified });
        }
        let found = share(&counted).unwrap();
        covered += u32::from(found.interval.covers(f64::from(truth) / f64::from(size)));
    }
    f64::from(covered) / f64::from(RUNS)
}

/// Programmes as offices draw them: large and small, with strata that lie much and little, looked at whole and hardly at all.
const POPULATIONS: &[&[Cell]] = &[
    &[(500, 60, 0.7)],
    &[(2_000, 100, 0.5)],
    &[(60, 20, 0.6)],
    &[(1_400, 40, 0.9), (450, 40, 0.6), (150, 40, 0.3)],
    &[(300, 30, 0.8), (100, 25, 0.5), (20, 10, 0.4)],
    &[(40, 8, 0.7), (30, 8, 0.5), (10, 6, 0.4)],
    &[(25, 6, 0.5), (25, 6, 0.6), (25, 6, 0.4), (25, 6, 0.7)],
    &[(900, 30, 0.35), (90, 30, 0.2), (10, 10, 0.1)],
    &[(200, 20, 0.25), (200, 20, 0.5), (200, 20, 0.75)],
    &[(50, 5, 0.5), (50, 5, 0.4), (50, 5, 0.6), (50, 5, 0.3), (50, 5, 0.7), (50, 5, 0.5)],
];

#[test]
fn nineteen_intervals_in_twenty_cover_the_truth() {
    let mut generator = Generator(1957);
    for strata in POPULATIONS {
        let found = coverage(strata, &mut generator);
        assert!((0.93..=0.97).contains(&found), "{strata:?}: {found}");
    }
}

/// Where nearly all lie or nearly none do, or where two visits have to do, counts are so coarse that no method comes near its rate; then it may cover
/// more often than it says, and must not cover less.
#[test]
fn at_the_edges_an_interval_promises_too_little_rather_than_too_much() {
    let edges: &[&[Cell]] = &[
        &[(500, 50, 0.99)],
        &[(500, 50, 0.01)],
        &[(500, 50, 1.0)],
        &[(100, 10, 0.95), (100, 10, 0.98), (20, 5, 0.9)],
        &[(6, 2, 0.5), (5, 2, 0.5), (4, 2, 0.5)],
        &[(3, 2, 0.6), (900, 40, 0.97)],
        &[(2_000, 60, 0.03), (200, 60, 0.1)],
        &[(30, 2, 0.9), (30, 2, 0.9), (30, 2, 0.9)],
    ];
    let mut generator = Generator(1958);
    for strata in edges {
        let found = coverage(strata, &mut generator);
        assert!(found >= 0.93, "{strata:?}: {found}");
    }
}

/// The whole way: a frame, a draw by seed, and what the inspectors find.
#[test]
fn programmes_that_are_drawn_by_seed_find_how_many_lie() {
    let mut generator = Generator(2_026);
    let risk = [("high", 60u32, 9u32, 0.35), ("low", 500, 1, 0.9), ("medium", 140, 4, 0.6)];
    let (mut covered, runs) = (0, 1_200u32);
    let mut frame = Vec::new();
    for (stratum, size, weight, _) in risk {
        for at in 0..size {
            frame.push(Framed { claim: format!("{stratum}{at}"), stratum: stratum.to_owned(), weight });
        }
    }
    for _ in 0..runs {
        let honest: Vec<bool> = risk
            .iter()
            .flat_map(|(_, size, _, honest)| (0..*size).map(|_| *honest).collect::<Vec<f64>>())
            .map(|chance| generator.happens(chance))
            .collect();
        let drawing = draw(&frame, "V01", &generator.next().to_string(), 90).unwrap();
        let mut counted = Vec::new();
        for stratum in &drawing.strata {
            let drawn = drawing.claims.iter().filter(|one| one.is_drawn && one.stratum == stratum.name);
            let true_one =
                |one: &&crate::Drawn| honest[frame.iter().position(|framed| framed.claim == one.claim).unwrap()];
            let verified = u32::try_from(drawn.filter(true_one).count()).unwrap();
            counted.push(Counted { size: stratum.size, seen: stratum.visits, verified });
        }
        let truth = honest.iter().filter(|one| **one).count() as f64 / honest.len() as f64;
        covered += u32::from(share(&counted).unwrap().interval.covers(truth));
    }
    let found = f64::from(covered) / f64::from(runs);
    // The standard error is 0.63 in a hundred: three of them.
    assert!((0.93..=0.97).contains(&found), "{found}");
}

#[test]
fn what_was_seen_whole_is_known_and_what_was_not_seen_is_not() {
    let all = share(&[Counted { size: 8, seen: 8, verified: 6 }]).unwrap();
    assert_eq!((all.value, all.interval.low, all.interval.high), (0.75, 0.75, 0.75));
    assert_eq!(share(&[Counted { size: 8, seen: 0, verified: 0 }]), None);
    let half =
        share(&[Counted { size: 10, seen: 10, verified: 10 }, Counted { size: 10, seen: 0, verified: 0 }]).unwrap();
    assert_eq!((half.value, half.interval.low, half.interval.high), (1.0, 0.5, 1.0));
}

#[test]
fn the_risk_of_a_stratum_does_not_weigh_on_the_share() {
    // Half of the visits went to a twentieth of the claims, all of them lies.
    let found =
        share(&[Counted { size: 950, seen: 50, verified: 50 }, Counted { size: 50, seen: 50, verified: 0 }]).unwrap();
    assert!((found.value - 0.95).abs() < 1e-12, "{found:?}");
    assert!(found.interval.high <= 0.95 && found.interval.low > 0.85, "{found:?}");
}

#[test]
fn rates_cover_the_truth_as_often_as_they_say() {
    let mut generator = Generator(41);
    for (yearly, years) in [(0.05, 400.0), (0.02, 300.0), (0.1, 2_000.0), (0.3, 25.0)] {
        let hit = (0..RUNS).filter(|_| rate(generator.events(yearly * years), years).unwrap().interval.covers(yearly));
        let found = hit.count() as f64 / f64::from(RUNS);
        assert!((0.93..=0.97).contains(&found), "{yearly} in {years}: {found}");
    }
    for yearly in [0.001, 0.01] {
        let hit = (0..RUNS).filter(|_| rate(generator.events(yearly * 60.0), 60.0).unwrap().interval.covers(yearly));
        assert!(hit.count() as f64 >= 0.93 * f64::from(RUNS), "{yearly}");
    }
    let none = rate(0, 50.0).unwrap();
    assert!(none.interval.low == 0.0 && (none.interval.high * 50.0 - 2.996).abs() < 0.01, "{none:?}");
    assert_eq!(rate(3, 0.0), None);
}

#[test]
fn exposure_is_counted_in_years() {
    let day = |text| Date::parse(text).unwrap();
    assert!((exposure_years(day("1955-01-01"), day("1957-01-01")) - 2.0).abs() < 0.01);
    assert_eq!(exposure_years(day("1957-01-01"), day("1955-01-01")), 0.0);
}
