//! Known optima, read from the expected values where these are at hand, and promises about every result.

use std::path::Path;

use serde_json::Value;

use super::{
    Change, Decision, Future, Goal, Options, Plan, Problem, Risk, Solved, Status, Upp, changed, check, compare,
    explain, frontier, large, priced_changes, read, scenarios, solve, solve_upp, solve_with_risk,
};
use crate::generator::Generator;

/// A text of the published instances, or a word on stderr that they are not here.
pub(super) fn published(name: &str) -> Option<String> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/planning")).join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "{name} is not here, so nothing is compared with it");
    }
    text
}

pub(super) fn expected(name: &str) -> Option<Value> {
    published(&format!("expected/{name}")).map(|text| serde_json::from_str(&text).unwrap())
}

pub(super) fn upp(text: &str) -> Upp {
    match read(text) {
        Ok(Problem::Upp(upp)) => upp,
        other => panic!("no portfolio: {other:?}"),
    }
}

#[track_caller]
pub(super) fn near(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((found - wanted).abs() <= tolerance, "{what}: {found} where {wanted} is known");
}

#[test]
fn research_projects_of_petersen_have_their_known_optima_and_prices() {
    let (Some(text), Some(answers)) = (published("mknap1_dev.txt"), expected("mknap1_dev.json")) else { return };
    let Ok(Solved::Knapsacks { status, problems, .. }) = solve(&read(&text).unwrap(), &Options::default()) else {
        panic!("knapsacks")
    };
    assert_eq!(status, Status::Optimal);
    for (found, wanted) in problems.iter().zip(answers["problems"].as_array().unwrap()) {
        near(found.objective.unwrap(), wanted["optimum"].as_f64().unwrap(), 1e-6, "optimum");
        near(found.lp_bound, wanted["lp_relaxation"].as_f64().unwrap(), 1e-6, "relaxation");
        for (dual, known) in found.lp_duals.iter().zip(wanted["lp_duals"].as_array().unwrap()) {
            near(*dual, known.as_f64().unwrap(), 1e-6, "dual");
        }
        assert!(found.cautions.is_empty(), "{:?}", found.cautions);
    }
}

fn every_scenario(name: &str, only: &dyn Fn(&str) -> bool) {
    let (Some(text), Some(answers)) = (published(&format!("{name}.json")), expected(&format!("{name}.expected.json")))
    else {
        return;
    };
    let upp = upp(&text);
    let known = scenarios(&upp);
    for (scenario, wanted) in answers["scenarios"].as_object().unwrap().iter().filter(|(scenario, _)| only(scenario)) {
        let made = known.iter().find(|s| s.name == *scenario).unwrap_or_else(|| panic!("{scenario}"));
        let options = Options { differences: 0, ..Options::default() };
        let found = solve_upp(&changed(&upp, made).unwrap(), &options).unwrap();
        assert_eq!(found.status, Status::Optimal, "{scenario}");
        near(found.objective.unwrap(), wanted["objective"].as_f64().unwrap(), 1e-5, scenario);
        near(found.lp_bound.unwrap(), wanted["lp_bound"].as_f64().unwrap(), 1e-5, scenario);
        near(found.bound.unwrap(), wanted["mip_bound"].as_f64().unwrap(), 1e-4, scenario);
    }
}

#[test]
fn the_tiny_portfolio_has_its_known_values_in_every_scenario() {
    every_scenario("upp_dev_tiny", &|_| true);
}

#[test]
fn the_small_portfolio_has_its_known_values_in_every_scenario() {
    every_scenario("upp_dev_small", &|_| true);
}

#[test]
fn duals_of_the_relaxation_are_the_known_ones() {
    for name in ["upp_dev_tiny", "upp_dev_small"] {
        let (Some(text), Some(answers)) =
            (published(&format!("{name}.json")), expected(&format!("{name}.expected.json")))
        else {
            return;
        };
        // The relaxation alone is compared, so the gap lets the search end at the first plan.
        let options = Options { differences: 0, gap: Some(1.0), ..Options::default() };
        let found = solve_upp(&upp(&text), &options).unwrap();
        let known = answers["lp_relaxation_duals_summed_over_time"].as_object().unwrap();
        for (resource, wanted) in known {
            let price = found.prices.iter().find(|p| p.resource == *resource).unwrap_or_else(|| panic!("{resource}"));
            near(price.dual_sum, wanted.as_f64().unwrap(), 1e-5, resource);
        }
        // Rows of single enterprises are not among the known ones.
        let shared = found.prices.iter().filter(|price| !["slack", "parallel"].contains(&price.kind));
        assert_eq!(shared.count(), known.len(), "{name}");
    }
}

#[test]
fn the_known_plan_passes_the_check_with_its_known_value() {
    for name in ["upp_dev_tiny", "upp_dev_small"] {
        let (Some(text), Some(answers)) =
            (published(&format!("{name}.json")), expected(&format!("{name}.expected.json")))
        else {
            return;
        };
        let upp = upp(&text);
        let mut plan = Plan::default();
        for action in answers["one_optimal_plan"].as_array().unwrap() {
            let mut fields = action.clone();
            if let Some(fields) = fields.as_object_mut() {
                fields.remove("action");
            }
            match action["action"].as_str().unwrap() {
                "acquire" => plan.signings.push(serde_json::from_value(fields).unwrap()),
                "mission" => plan.missions.push(serde_json::from_value(fields).unwrap()),
                "start_project" => plan.starts.push(serde_json::from_value(fields).unwrap()),
                "develop_supplier" => plan.developments.push(serde_json::from_value(fields).unwrap()),
                other => panic!("{other}"),
            }
        }
        // The published plan names no credit; only money may be short, and names, order and resources must fit.
        match check(&upp, &plan) {
            Ok(checked) => assert!(checked.objective > 0.0),
            Err(broken) => assert!(broken.iter().all(|v| v.code == "budget"), "{name}: {broken:?}"),
        }
    }
}

/// A small portfolio drawn from a seed, as the text that is read.
pub(super) fn drawn(seed: u64) -> String {
    let mut draw = Generator(seed);
    let mut between = |least: f64, most: f64| ((least + (most - least) * draw.share()) * 100.0).round() / 100.0;
    let periods = 4;
    let mut series = |least: f64, most: f64| (0..periods).map(|_| between(least, most)).collect::<Vec<f64>>();
    let (hard, local, steel, eng) = (series(0.4, 1.0), series(0.5, 1.5), series(0.5, 1.5), series(1.0, 2.9));
    let eng: Vec<f64> = eng.into_iter().map(f64::floor).collect();
    let (supplier, slack) = (series(0.5, 1.2), [series(0.4, 1.5), series(0.4, 1.5)]);
    let mut technologies = Vec::new();
    let mut projects = Vec::new();
    for k in 0..2 {
        technologies.push(serde_json::json!({"id": format!("K{k}"), "mission": if k == 0 { Value::from("J") } else { Value::Null },
            "prerequisite": if k == 1 && between(0.0, 1.0) < 0.4 { Value::from("K0") } else { Value::Null },
            "options": [{"type": "licence", "currency": "hard", "cost": between(0.3, 1.2), "lead": 1, "export_lead": 0, "success": 0.9},
                        {"type": "own_rd", "currency": "local", "cost": between(0.3, 1.0), "lead": 1, "export_lead": between(0.0, 1.2).floor(), "success": 0.6}]}));
        for e in 0..2 {
            projects.push(serde_json::json!({"tech": format!("K{k}"), "enterprise": format!("E{e}"), "duration": 1 + usize::from(between(0.0, 1.0) < 0.3),
                "benefit": between(1.0, 4.0), "cost_local": between(0.1, 0.8), "materials": {"steel": between(0.3, 1.0)},
                "supplier": "S", "supplier_units": between(0.2, 0.9), "staff": {"eng": 1}, "downtime": between(0.2, 1.0)}));
        }
    }
    serde_json::json!({"schema": "uptake-portfolio/1", "periods": periods, "discount": 0.02, "fx": {"hard": 2.0, "local": 1.0},
        "budgets": {"hard": hard, "local": local}, "carry_over": !seed.is_multiple_of(3), "materials": {"steel": steel},
        "credits": [{"id": "L", "currency": "hard", "limit": 0.5, "rate": 0.05, "draw": [1, 2], "repay_from": 3}],
        "suppliers": {"S": {"capacity": supplier, "develop_cost_local": 0.2, "develop_lead": 1, "extra": 0.5}},
        "staff": {"eng": {"language": "de", "available": eng}},
        "enterprises": [{"id": "E0", "department": "A", "max_parallel": 1, "slack": slack[0]}, {"id": "E1", "department": "B", "max_parallel": 2, "slack": slack[1]}],
        "missions": [{"id": "J", "currency": "hard", "cost": 0.1, "duration": 1, "staff": {"eng": 1}}],
        "technologies": technologies, "projects": projects}).to_string()
}

/// The best plan of all there are, each checked. Credit is left out of this problem, because its amounts are not countable.
fn by_enumeration(upp: &Upp) -> f64 {
    use super::{DevelopmentStart, MissionStart, Signing, Start};
    let mut best = 0.0_f64;
    let dates: Vec<Option<usize>> = std::iter::once(None).chain((1..=upp.periods).map(Some)).collect();
    let signings = |k: usize| {
        let mut all = vec![None];
        for (o, option) in upp.technologies[k].options.iter().enumerate() {
            (1..=upp.periods.saturating_sub(option.wait())).for_each(|t| all.push(Some((o, t))));
        }
        all
    };
    for first in signings(0) {
        for second in signings(1) {
            for mission in dates.iter().filter(|m| m.is_some() == first.is_some()) {
                let mut plan = Plan::default();
                if let Some(period) = mission {
                    plan.missions.push(MissionStart { mission: "J".to_owned(), period: *period });
                }
                let signed = [first, second];
                for (k, signing) in signed.iter().enumerate() {
                    if let Some((o, period)) = signing {
                        let technology = &upp.technologies[k];
                        plan.signings.push(Signing {
                            technology: technology.id.clone(),
                            option: technology.options[*o].kind.clone(),
                            period: *period,
                        });
                    }
                }
                // Without starts a plan is a plan already, or it never is one.
                if check(upp, &plan).is_err() {
                    continue;
                }
                for develop in &dates {
                    let mut with = plan.clone();
                    if let Some(period) = develop {
                        with.developments.push(DevelopmentStart { supplier: "S".to_owned(), period: *period });
                    }
                    starts(upp, &signed, 0, &mut with, &mut best);
                }
            }
        }
    }
    fn starts(upp: &Upp, signed: &[Option<(usize, usize)>; 2], p: usize, plan: &mut Plan, best: &mut f64) {
        let Ok(checked) = check(upp, plan) else { return };
        *best = best.max(checked.objective);
        if p == upp.projects.len() {
            return;
        }
        starts(upp, signed, p + 1, plan, best);
        let adoption = &upp.projects[p];
        let Some((o, period)) = signed[adoption.technology] else { return };
        let technology = &upp.technologies[adoption.technology];
        for t in period + technology.options[o].wait()..=upp.periods.saturating_sub(adoption.duration) {
            plan.starts.push(Start {
                project: p,
                technology: technology.id.clone(),
                enterprise: upp.enterprises[adoption.enterprise].id.clone(),
                option: technology.options[o].kind.clone(),
                period: t,
            });
            starts(upp, signed, p + 1, plan, best);
            plan.starts.pop();
        }
    }
    best
}

#[test]
fn no_plan_of_all_there_are_is_better_than_the_one_that_is_found() {
    let mut n_worth = 0;
    for seed in 1..=20 {
        let problem = upp(&drawn(seed).replace("\"limit\":0.5", "\"limit\":0"));
        let found = solve_upp(&problem, &Options { prices: false, ..Options::default() }).unwrap();
        let best = by_enumeration(&problem);
        near(found.objective.unwrap(), best, 1e-6, &format!("seed {seed}"));
        n_worth += usize::from(best > 0.1);
    }
    assert!(n_worth >= 6, "only {n_worth} of the problems have a plan that is worth anything");
}

#[test]
fn a_large_portfolio_gets_a_checked_plan_below_a_bound() {
    let Some(text) = published("upp_dev_medium.json") else { return };
    let upp = upp(&text);
    let found = large::solve(&upp, &Options { rounds: 2, seconds: Some(15.0), ..Options::default() }).unwrap();
    let value = check(&upp, found.plan.as_ref().unwrap()).unwrap().objective;
    near(found.objective.unwrap(), value, 1e-9, "the checked value");
    assert!(value > 250.0 && value <= 325.069 + 1e-3, "{value}");
    assert!(found.bound.unwrap() >= 322.51026 - 1e-3, "{:?}", found.bound);
}

#[test]
fn decomposition_finds_plans_below_a_bound_that_holds() {
    for seed in 1..=6 {
        let problem = upp(&drawn(seed));
        let exact = solve_upp(&problem, &Options { prices: false, ..Options::default() }).unwrap();
        let found = large::solve(&problem, &Options { rounds: 4, ..Options::default() }).unwrap();
        let (best, value) = (exact.objective.unwrap(), found.objective.unwrap());
        assert!(value <= best + 1e-6, "seed {seed}: {value} above {best}");
        assert!(found.bound.unwrap() >= best - 1e-6, "seed {seed}: bound {:?} below {best}", found.bound);
        check(&problem, found.plan.as_ref().unwrap()).unwrap();
    }
}

#[test]
fn the_same_problem_gives_the_same_bytes() {
    let problem = upp(&drawn(5));
    let once = || serde_json::to_string(&solve_upp(&problem, &Options::default()).unwrap()).unwrap();
    assert_eq!(once(), once());
    let once = || {
        serde_json::to_string(&large::solve(&problem, &Options { rounds: 3, ..Options::default() }).unwrap()).unwrap()
    };
    assert_eq!(once(), once());
}

#[test]
fn what_is_forced_in_costs_at_least_nothing_and_what_is_ruled_out_is_gone() {
    let Some(text) = published("upp_dev_tiny.json") else { return };
    let upp = upp(&text);
    let options = Options { prices: false, ..Options::default() };
    let free = solve_upp(&upp, &options).unwrap();
    let signed = free.plan.as_ref().unwrap().signings[0].technology.clone();
    let ruled = Options {
        forbid: vec![Decision::Sign { technology: signed.clone(), option: None, period: None }],
        ..options.clone()
    };
    let (kept, cost) = priced_changes(&upp, &ruled).unwrap();
    assert!(cost.unwrap() > 1e-6);
    assert!(kept.plan.unwrap().signings.iter().all(|s| s.technology != signed));
    let explained = explain(&upp, &options, &free).unwrap();
    assert_eq!(
        explained.why_not.iter().filter(|w| w.project.is_none()).count(),
        upp.technologies.len() - free.plan.unwrap().signings.len()
    );
    for why in &explained.why_not {
        assert!(
            why.sentence.contains("infeasible because") || why.forced_in_cost.is_some_and(|cost| cost >= 0.0),
            "{why:?}"
        );
    }
    let k002 = explained.why_not.iter().find(|w| w.technology == "K003").unwrap();
    assert!(k002.forced_in_cost.is_some() || k002.status == Status::Infeasible);
    let language = explained.why_not.iter().find(|w| w.technology == "K005").unwrap();
    assert!(language.sentence.contains("eng_en"), "{}", language.sentence);
}

#[test]
fn scenarios_stand_beside_the_base() {
    let problem = upp(&drawn(4));
    let all = scenarios(&problem);
    let compared = compare(&problem, &all, &Options { differences: 0, ..Options::default() }).unwrap();
    assert_eq!(compared.len(), all.len());
    assert_eq!(compared[0].difference, Some(0.0));
    let more = compared.iter().find(|c| c.scenario == "hard_budget_plus_10pct").unwrap();
    assert!(more.difference.unwrap() >= -1e-6);
}

#[test]
fn a_frontier_falls_in_one_goal_where_it_rises_in_the_other() {
    let Some(text) = published("upp_dev_tiny.json") else { return };
    let upp = upp(&text);
    let found = frontier(&upp, Goal::Spread, 7, &Options { gap: Some(1e-6), ..Options::default() }).unwrap();
    assert!(found.points.len() >= 2, "{} points", found.points.len());
    for pair in found.points.windows(2) {
        assert!(pair[0].benefit > pair[1].benefit && pair[0].other < pair[1].other, "{pair:?}");
    }
}

#[test]
fn a_plan_for_several_futures_is_never_worse_there_than_the_plan_that_knows_one() {
    for seed in [2, 4, 7] {
        let problem = upp(&drawn(seed));
        let futures = [
            Future { name: "as planned".to_owned(), weight: 3.0, changes: Vec::new() },
            Future {
                name: "refused".to_owned(),
                weight: 1.0,
                changes: vec![Change::Refused { technology: "K0".to_owned(), option: Some("licence".to_owned()) }],
            },
            Future {
                name: "late".to_owned(),
                weight: 1.0,
                changes: vec![Change::ExportLead { currency: None, periods: 1 }],
            },
        ];
        let risk = Risk { lambda: 0.5, alpha: 0.6, decided_until: 4 };
        let found = solve_with_risk(&problem, &futures, risk, &Options::default()).unwrap();
        let objective = found.objective.unwrap();
        assert!(found.tail.unwrap() <= found.expected.unwrap() + 1e-9);
        if let Some(nominal) = found.nominal {
            assert!(objective >= nominal - 1e-5, "seed {seed}: {objective} below {nominal}");
        }
    }
}

#[test]
fn a_plan_with_a_margin_of_material_stays_feasible_when_uses_exceed() {
    for seed in 1..=5 {
        let problem = upp(&drawn(seed));
        let robust = solve_upp(
            &problem,
            &Options { material_gamma: 10.0, material_deviation: 0.2, prices: false, ..Options::default() },
        )
        .unwrap();
        let nominal = solve_upp(&problem, &Options { prices: false, ..Options::default() }).unwrap();
        assert!(robust.objective.unwrap() <= nominal.objective.unwrap() + 1e-6);
        // With more cuts than projects every use may exceed, so the plan must fit a problem in which all of them do.
        let mut worst = problem.clone();
        worst.projects.iter_mut().flat_map(|p| &mut p.materials).for_each(|(_, units)| *units *= 1.2);
        check(&worst, robust.plan.as_ref().unwrap()).unwrap();
    }
}

#[test]
fn a_resource_that_binds_gains_when_there_is_more_of_it() {
    let Some(text) = published("upp_dev_tiny.json") else { return };
    let found = solve_upp(&upp(&text), &Options::default()).unwrap();
    let budget = found.prices.iter().find(|p| p.resource == "budget.hard").unwrap();
    let difference = budget.difference.as_ref().unwrap();
    near(difference.gain, 12.02735140060556 - 12.019160734873676, 1e-5, "ten percent more hard currency");
    let (least, most) = budget.range.unwrap();
    assert!(least <= budget.dual_sum + 1e-4 && budget.dual_sum <= most + 1e-4, "{budget:?}");
    assert!(budget.sentence.contains("quarter"), "{}", budget.sentence);
}

#[test]
fn credit_that_costs_less_than_the_discount_is_doubted() {
    let problem = upp(&drawn(1).replace("\"rate\":0.05", "\"rate\":0.01"));
    let found = solve_upp(&problem, &Options::default()).unwrap();
    assert!(found.cautions.iter().any(|c| c.code == "credit-below-discount"));
}
