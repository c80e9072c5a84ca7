//! Promises about schedules, frontiers, prices and limits; the instances are the published ones or made here.

use super::solve_tests::{drawn, expected, near, published, upp};
use super::{Goal, Options, Problem, Schedule, Solved, Status, check, frontier, large, read, solve, solve_upp};

fn schedule(text: &str) -> Schedule {
    match read(text) {
        Ok(Problem::Schedule(schedule)) => schedule,
        other => panic!("no schedule: {other:?}"),
    }
}

#[test]
fn schedules_of_the_project_library_have_their_known_lengths() {
    let Some(answers) = expected("rcpsp_dev.json") else { return };
    for (name, wanted) in answers["instances"].as_object().unwrap() {
        let Some(text) = published(&format!("rcpsp/{name}.rcp")) else { return };
        // The seconds end the proof, which takes longer for the harder ones; until then the bound lies below.
        let options = Options { seconds: Some(10.0), ..Options::default() };
        let Ok(Solved::Schedule(found)) = solve(&read(&text).unwrap(), &options) else { panic!("{name}") };
        let known = wanted["optimal_makespan"].as_f64().unwrap();
        assert_eq!(found.objective, Some(known), "{name}");
        let bound = found.bound.unwrap();
        assert!(bound <= known && bound >= found.critical_path as f64, "{name}: {bound}");
        assert_eq!(found.status == Status::Optimal, bound == known, "{name}");
        assert!(found.status == Status::Optimal || !found.cautions.is_empty(), "{name}");
        assert_eq!(Some(found.critical_path as u64), wanted["critical_path_lower_bound"].as_u64(), "{name}");
        let starts: Vec<usize> = found.plan.iter().map(|row| row.start).collect();
        assert_eq!(schedule(&text).makespan(&starts).unwrap() as f64, known, "{name}");
    }
}

#[test]
fn two_that_never_run_at_once_take_as_long_as_both_and_that_is_proved() {
    // Activities 2 and 3 take 2 of 3 each; the critical path is 4 long, work takes 6 * 2 / 3, and one after the other takes 7.
    let text = "4 1\n3\n0 0 2 2 3\n4 2 1 4\n3 2 1 4\n0 0 0\n";
    let Ok(Solved::Schedule(found)) = solve(&read(text).unwrap(), &Options::default()) else { panic!("schedule") };
    assert_eq!((found.objective, found.bound, found.status), (Some(7.0), Some(7.0), Status::Optimal));
    assert_eq!(found.critical_path, 4);
}

#[test]
fn the_same_schedule_comes_out_twice() {
    let Some(text) = published("rcpsp/j30_1_1.rcp") else { return };
    let once = || serde_json::to_string(&solve(&read(&text).unwrap(), &Options::default()).unwrap()).unwrap();
    assert_eq!(once(), once());
}

/// A technology that eight enterprises can adopt, most of them at a loss: benefit and spread pull apart.
fn at_a_loss() -> String {
    let projects: Vec<_> = (0..8)
        .map(|e| {
            serde_json::json!({"tech": "K", "enterprise": format!("E{e}"), "duration": 1, "benefit": 1.0,
                "cost_local": 2.0 + 0.4 * f64::from(e), "materials": {"steel": 1.0}, "supplier": null, "supplier_units": 0.0,
                "staff": {}, "downtime": 0.1})
        })
        .collect();
    let enterprises: Vec<_> = (0..8)
        .map(
            |e| serde_json::json!({"id": format!("E{e}"), "department": "A", "max_parallel": 1, "slack": [1, 1, 1, 1]}),
        )
        .collect();
    serde_json::json!({"schema": "uptake-portfolio/1", "periods": 4, "discount": 0.02, "fx": {"hard": 1.0, "local": 1.0},
        "budgets": {"hard": [5, 0, 0, 0], "local": [40, 0, 0, 0]}, "carry_over": true, "materials": {"steel": [8, 8, 8, 8]},
        "credits": [], "suppliers": {}, "staff": {}, "enterprises": enterprises, "missions": [],
        "technologies": [{"id": "K", "mission": null, "prerequisite": null,
            "options": [{"type": "licence", "currency": "hard", "cost": 0.2, "lead": 0, "export_lead": 0, "success": 1.0}]}],
        "projects": projects})
    .to_string()
}

#[test]
fn a_frontier_has_five_points_where_five_plans_do_not_beat_each_other() {
    let problem = upp(&at_a_loss());
    let exact = Options { gap: Some(1e-7), prices: false, ..Options::default() };
    let found = frontier(&problem, Goal::Spread, 40, &exact).unwrap();
    for pair in found.points.windows(2) {
        assert!(pair[0].benefit > pair[1].benefit && pair[0].other < pair[1].other, "{pair:?}");
    }
    // Spread is a whole number, so every value of it can be asked for: this is the whole frontier.
    let (first, last) = (found.points.first().unwrap(), found.points.last().unwrap());
    let mut whole = Vec::<f64>::new();
    for least in (first.other.round() as i64..=last.other.round() as i64).rev() {
        let at_least = vec![(Goal::Spread, least as f64 - 1e-6)];
        let benefit = solve_upp(&problem, &Options { at_least, ..exact.clone() }).unwrap().objective.unwrap();
        if whole.last().is_none_or(|last| *last < benefit - 1e-6) {
            whole.push(benefit);
        }
    }
    whole.reverse();
    assert!(whole.len() >= 5, "{whole:?}");
    let benefits: Vec<f64> = found.points.iter().map(|point| point.benefit).collect();
    assert_eq!(benefits.len(), whole.len(), "{benefits:?} of {whole:?}");
    benefits.iter().zip(&whole).for_each(|(found, known)| near(*found, *known, 1e-4, "a point"));
    let five = frontier(&problem, Goal::Spread, 5, &exact).unwrap();
    assert!(five.points.len() >= 5, "{} points", five.points.len());
}

/// The gains of ten percent more of each resource, found by changing the text of the problem and solving again.
fn gains(text: &str) -> Vec<(String, f64)> {
    let value = |problem: &serde_json::Value| {
        let options = Options { prices: false, ..Options::default() };
        solve_upp(&upp(&problem.to_string()), &options).unwrap().objective.unwrap()
    };
    let base: serde_json::Value = serde_json::from_str(text).unwrap();
    let before = value(&base);
    let places = [
        ("budget.hard", "/budgets/hard"),
        ("budget.local", "/budgets/local"),
        ("material.steel", "/materials/steel"),
        ("supplier.S", "/suppliers/S/capacity"),
        ("staff.eng", "/staff/eng/available"),
        ("slack.E0", "/enterprises/0/slack"),
        ("slack.E1", "/enterprises/1/slack"),
    ];
    places
        .iter()
        .map(|(name, place)| {
            let mut more = base.clone();
            for amount in more.pointer_mut(place).unwrap().as_array_mut().unwrap() {
                *amount = serde_json::Value::from(amount.as_f64().unwrap() * 1.1);
            }
            ((*name).to_owned(), value(&more) - before)
        })
        .collect()
}

#[test]
fn the_resource_named_first_is_the_one_whose_growth_gains_most() {
    let mut n_named = 0;
    for seed in 1..=90 {
        let text = drawn(seed);
        let gains = gains(&text);
        let most = gains.iter().fold(0.0_f64, |most, (_, gain)| most.max(*gain));
        if most < 1e-4 {
            continue;
        }
        let found = solve_upp(&upp(&text), &Options::default()).unwrap();
        // Slots grow by one whole project and not by ten percent, so they stand in another row.
        let first = found.prices.iter().find(|price| price.kind != "parallel").unwrap();
        let known = gains.iter().find(|(name, _)| *name == first.resource).unwrap_or_else(|| panic!("{first:?}"));
        near(known.1, most, 1e-5, &format!("seed {seed}: {} first of {gains:?}", first.resource));
        near(first.difference.as_ref().unwrap().gain, most, 1e-5, &format!("seed {seed}: the gain it states"));
        n_named += 1;
        if n_named == 10 {
            return;
        }
    }
    panic!("only {n_named} of the problems have a resource that binds");
}

#[test]
fn a_search_that_the_seconds_end_says_so() {
    let Some(text) = published("upp_dev_medium.json") else { return };
    let options = Options { seconds: Some(0.5), prices: false, ..Options::default() };
    for found in [solve_upp(&upp(&text), &options).unwrap(), large::solve(&upp(&text), &options).unwrap()] {
        assert_ne!(found.status, Status::Optimal);
        assert!(found.cautions.iter().any(|caution| caution.code == "time-limit"), "{:?}", found.cautions);
    }
}

#[test]
fn the_bound_of_a_decomposition_is_below_the_relaxation_and_above_every_plan() {
    let Some(text) = published("upp_dev_medium.json") else { return };
    let problem = upp(&text);
    let once = || large::solve(&problem, &Options { rounds: 4, prices: false, ..Options::default() }).unwrap();
    let found = once();
    let bound = found.bound.unwrap();
    // The relaxation is known to be 340.07, and 322.51026 below 325.069 the best plan. Rows of enterprises are tighter here than there.
    assert!((322.51026 - 1e-3..=334.8).contains(&bound), "{bound}");
    let value = check(&problem, found.plan.as_ref().unwrap()).unwrap().objective;
    near(found.objective.unwrap(), value, 1e-9, "the checked value");
    assert!(value > 300.0 && value <= 325.069 + 1e-3, "{value}");
    assert!(found.cautions.iter().all(|caution| !caution.code.starts_with("time-limit")), "{:?}", found.cautions);
    // Two neighbourhoods at a time change nothing of it: the plan comes out the same.
    let again = once();
    assert_eq!((again.plan, again.bound), (found.plan, found.bound));
}
