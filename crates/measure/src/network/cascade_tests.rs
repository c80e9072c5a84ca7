use super::reference::{close, expected, graph, tolerance};
use super::*;
use crate::table::Table;

fn by_department(world: &World, rounds: &[Option<u32>]) -> Vec<usize> {
    let mut counts = vec![0; world.graph.departments().len()];
    for (node, round) in rounds.iter().enumerate() {
        if round.is_some() {
            counts[world.graph.department()[node].unwrap() as usize] += 1;
        }
    }
    counts
}

#[test]
fn thresholds_carry_as_far_as_an_independent_program_says() {
    let Some(answers) = expected("cascade_dev") else { return };
    let world = World::new(graph("org_dev", &Columns::default()), Look::Out);
    let place = |v: &serde_json::Value| world.graph.node(v.as_str().unwrap()).unwrap();
    for case in answers["linear_threshold"].as_array().unwrap() {
        let seeds: Vec<usize> = case["seeds"].as_array().unwrap().iter().map(place).collect();
        let bridges: Vec<(usize, usize, f64)> = case["bridges_added"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| (place(&b["from"]), place(&b["to"]), 1.0))
            .collect();
        let bridged = World { graph: world.graph.edited(&bridges, &[]), ..world.clone() };
        for run in case["runs"].as_array().unwrap() {
            let theta = run["theta"].as_f64().unwrap();
            let mut finals = Vec::new();
            for (world, wanted) in [(&world, run), (&bridged, &run["with_bridges"])] {
                let rounds = linear_threshold(world, theta, &seeds);
                let got = history(&rounds);
                let history: Vec<u64> =
                    wanted["history"].as_array().unwrap().iter().map(|v| v.as_u64().unwrap()).collect();
                assert_eq!(got.iter().map(|&c| c as u64).collect::<Vec<_>>(), history, "{theta}");
                close("final", *got.last().unwrap() as f64, &wanted["final"], 0.0);
                for (count, name) in by_department(world, &rounds).into_iter().zip(world.graph.departments()) {
                    close(name, count as f64, &wanted["by_group"][name], 0.0);
                }
                finals.push(*got.last().unwrap() as f64);
            }
            close("gain", finals[1] - finals[0], &run["with_bridges"]["gain"], 0.0);
        }
    }
}

#[test]
fn cascades_reach_what_enumeration_says_exactly_and_by_monte_carlo() {
    let Some(answers) = expected("cascade_dev") else { return };
    let answer = &answers["independent_cascade_exact"];
    let mut text = String::from("from,to,weight\n");
    for edge in answer["edges"].as_array().unwrap() {
        text += &format!("{},{},{}\n", edge["from"], edge["to"], edge["p"]);
    }
    let graph = Graph::from_tables(&Table::read(&text).unwrap(), None, &Columns::default()).unwrap();
    // The first end of these ties carries to the second: units look at those who name them.
    let world = World::new(graph, Look::Inward);
    for case in answer["cases"].as_array().unwrap() {
        let node = |v: &serde_json::Value| world.graph.node(&v.to_string()).unwrap();
        let seeds: Vec<usize> = case["seeds"].as_array().unwrap().iter().map(node).collect();
        let within = tolerance(&answers, "ic_exact_abs");
        let exact = exact_cascade(&world, Chances::Weight, &seeds).unwrap();
        close("spread", exact.expected_spread, &case["expected_spread"], within);
        for (name, p) in case["activation_probability"].as_array().unwrap().iter().enumerate() {
            close("p", exact.activation_probability[node(&name.into())], p, within);
        }
        let sampled = sampled_cascade(&world, Chances::Weight, &seeds, 20_000, 5);
        close("sampled", sampled.expected_spread, &case["expected_spread"], 4.0 * sampled.standard_error);
        assert!(sampled.standard_error > 0.0 && sampled.standard_error < 0.02);
        for (p, q) in sampled.activation_probability.iter().zip(&exact.activation_probability) {
            assert!((p - q).abs() <= 4.0 * (q * (1.0 - q) / 20_000.0).max(0.0).sqrt() + 1e-9);
        }
    }
}

#[test]
fn certain_ties_carry_to_all_that_can_be_reached() {
    let graph =
        Graph::from_tables(&Table::read("from,to\nb,a\nc,b\nx,y\n").unwrap(), None, &Columns::default()).unwrap();
    let a = graph.node("a").unwrap();
    let world = World::new(graph, Look::Out);
    let got = exact_cascade(&world, Chances::Each(1.0), &[a]).unwrap();
    assert_eq!((got.expected_spread, got.n_runs), (3.0, 1));
    assert_eq!(exact_cascade(&world, Chances::Each(0.0), &[a]).unwrap().expected_spread, 1.0);
}

#[test]
fn departments_that_are_alike_show_no_capacity_of_their_own() {
    let alike: Vec<Uptaken> =
        (0..20).map(|at| Uptaken { unit: format!("e{at}"), events: 4 + at % 3, expected: 5.0 }).collect();
    let (got, cautions) = capacities(&alike).unwrap();
    assert_eq!(cautions[0].code, "no-heterogeneity");
    assert!(got.units.iter().all(|u| (u.capacity - 1.0).abs() < 0.01), "{got:?}");
}

#[test]
fn small_units_are_drawn_towards_one_more_than_large_ones() {
    let mut units: Vec<Uptaken> =
        (0..15).map(|at| Uptaken { unit: format!("e{at}"), events: [2, 30, 9][at % 3], expected: 10.0 }).collect();
    units.push(Uptaken { unit: "small".into(), events: 3, expected: 1.0 });
    units.push(Uptaken { unit: "large".into(), events: 90, expected: 30.0 });
    let (got, cautions) = capacities(&units).unwrap();
    assert_eq!(cautions, []);
    let of = |name: &str| got.units.iter().find(|u| u.unit == name).unwrap();
    assert!(of("small").capacity < of("large").capacity && of("small").capacity > 1.0);
    let width = |u: &UnitCapacity| u.interval.high - u.interval.low;
    assert!(width(of("small")) > width(of("large")));
    for u in &got.units {
        assert!(u.interval.covers(u.capacity));
        let between = (f64::from(u.events) / u.expected).min(1.0)..=(f64::from(u.events) / u.expected).max(1.0);
        assert!(between.contains(&u.capacity));
        assert!((u.capacity - (f64::from(u.events) + got.nu) / (u.expected + got.nu)).abs() < 1e-12);
    }
    assert!(got.nu_interval.covers(got.nu));
}

#[test]
fn nu_is_where_the_marginal_likelihood_is_greatest() {
    // Ten units with expected one: for equal expectations the negative binomial's size solves a score equation, checked here by its sign.
    let events = [0, 0, 0, 1, 0, 4, 0, 7, 1, 2];
    let units: Vec<Uptaken> =
        events.iter().map(|&events| Uptaken { unit: events.to_string(), events, expected: 1.0 }).collect();
    let score = |nu: f64| -> f64 {
        events
            .iter()
            .map(|&y| {
                let rising: f64 = (0..y).map(|k| 1.0 / (nu + f64::from(k))).sum();
                rising - (1.0 / nu).ln_1p() + 1.0 / (nu + 1.0) - f64::from(y) / (nu + 1.0)
            })
            .sum()
    };
    let nu = capacities(&units).unwrap().0.nu;
    assert!(score(nu * 0.999) > 0.0 && score(nu * 1.001) < 0.0, "{nu}");
}
