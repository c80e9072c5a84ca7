//! `uptake figures` and `uptake plan` of tables and problems that somebody brings: they ask no office.

#![allow(clippy::print_stderr, reason = "a test that was left out says so")]

mod program;

use program::{Desk, says};
use serde_json::Value;

fn one(desk: &Desk, line: &str) -> Value {
    let mut said = desk.json(line);
    assert_eq!(said.len(), 1, "one document");
    said.remove(0)
}

#[track_caller]
fn near(value: &Value, expected: f64, tolerance: f64) {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((number - expected).abs() <= tolerance, "{number} is not {expected}");
}

#[test]
fn four_machines_of_which_one_was_lost_from_sight_live_as_long_as_can_be_reckoned_by_hand() {
    let desk = Desk::new();
    desk.write("lives.csv", "time,status\n1,1\n2,0\n3,1\n4,1\n");
    let report = one(&desk, "figures survival --csv lives.csv");
    let points = report["curves"][0]["curve"]["points"].as_array().expect("points");
    let survival: Vec<f64> = points
        .iter()
        .filter(|point| point["n_event"].as_f64() > Some(0.0))
        .filter_map(|point| point["survival"].as_f64())
        .collect();
    assert_eq!(survival, [0.75, 0.375, 0.0]);
    says(&desk.done("figures survival --csv lives.csv"), &["Survival", "0.375"]);
}

#[test]
fn what_carries_no_figure_is_refused_with_the_place_and_the_next_step_in_words_and_for_programs() {
    let desk = Desk::new();
    desk.write("lives.csv", "time,status\n1,1\nsoon,0\n3,1\n");
    says(&desk.refused("figures survival --csv lives.csv"), &["Row 2", "soon", "time"]);
    let said = desk.run("figures survival --csv lives.csv --json");
    let answer: Value = serde_json::from_str(&said.out).expect("a document");
    assert_eq!(answer["unusable"]["code"], "not-a-number");
    says(&desk.refused("figures survival --csv nowhere.csv"), &["nowhere.csv"]);
    says(&desk.refused("figures fit --csv lives.csv --model parabola"), &["parabola", "--help"]);
}

#[test]
fn a_curve_that_was_made_of_bass_is_found_again() {
    let desk = Desk::new();
    let (p, q, m) = (0.03_f64, 0.4_f64, 1000.0);
    let share = |t: f64| {
        let e = (-(p + q) * t).exp();
        (1.0 - e) / (1.0 + q / p * e)
    };
    let mut table = String::from("year,adoptions\n");
    for year in 1..=20_u32 {
        let count = m * (share(f64::from(year)) - share(f64::from(year - 1)));
        table.push_str(&format!("{},{count}\n", 1960 + year));
    }
    desk.write("series.csv", table);
    let report = one(&desk, "figures fit --csv series.csv --model bass-nls");
    let parameters = report["fits"][0]["parameters"].as_array().expect("parameters");
    for (name, expected) in [("p", p), ("q", q), ("m", m)] {
        let found = parameters.iter().find(|one| one["name"] == name).expect("the parameter");
        near(&found["estimate"], expected, expected * 1e-4);
    }
}

#[test]
fn columns_are_told_by_their_names_and_series_by_the_column_that_tells_them_apart() {
    let desk = Desk::new();
    let mut table = String::from("series,year,adoptions\n");
    for year in 1..=12_u32 {
        let count = 100.0 * f64::from(year) * (-f64::from(year) / 4.0).exp();
        table.push_str(&format!("looms,{},{count}\npresses,{},{}\n", 1960 + year, 1960 + year, 2.0 * count));
    }
    desk.write("two.csv", &table);
    let answer = one(&desk, "figures fit --csv two.csv --model bass-nls");
    assert_eq!(answer["by"], "series");
    let m = |at: usize| {
        let parameters = answer["series"][at]["report"]["fits"][0]["parameters"].as_array().expect("parameters");
        parameters.iter().find(|one| one["name"] == "m").and_then(|one| one["estimate"].as_f64()).expect("m")
    };
    assert!((m(1) / m(0) - 2.0).abs() < 1e-4, "twice the series has twice the ceiling: {} and {}", m(0), m(1));
    let single = one(&desk, "figures fit --csv two.csv --only series=looms --model bass-nls");
    assert_eq!(single["fits"][0]["parameters"], answer["series"][0]["report"]["fits"][0]["parameters"]);
}

#[test]
fn two_departments_that_know_only_themselves_have_a_wall_between_them() {
    let desk = Desk::new();
    desk.write("ties.csv", "from,to\na,b\nb,c\nc,a\nd,e\ne,f\nf,d\n");
    desk.write("units.csv", "id,department\na,north\nb,north\nc,north\nd,south\ne,south\nf,south\n");
    let report = one(&desk, "figures network --csv ties.csv --nodes units.csv");
    let structure = &report["barrier"]["structure"];
    near(&structure["ei_index"], -1.0, 0.0);
    near(&structure["barrier_index"], 1.0, 1e-12);
    near(&structure["modularity"], 0.5, 1e-12);
}

#[test]
fn a_funnel_counts_stages_that_were_skipped_and_leaves_open_cases_open() {
    let desk = Desk::new();
    desk.write(
        "events.csv",
        "case_id,technology,enterprise,event,day,reason\n\
         1,loom,mill,collected,0,\n1,loom,mill,decided,40,\n1,loom,mill,production,90,\n\
         2,loom,works,collected,5,\n2,loom,works,read,30,\n2,loom,works,abandoned,60,material\n\
         3,press,mill,collected,10,\n",
    );
    let report = one(&desk, "figures funnel --csv events.csv --end 365");
    let pairs = &report["pairs"];
    assert_eq!(
        (pairs["n_production"].as_u64(), pairs["n_abandoned"].as_u64(), pairs["n_open"].as_u64()),
        (Some(1), Some(1), Some(1))
    );
    let read =
        pairs["stages"].as_array().and_then(|stages| stages.iter().find(|one| one["stage"] == "read")).expect("read");
    assert_eq!((read["reached"].as_u64(), read["seen"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_log_of_work_is_held_against_the_way_that_is_prescribed() {
    let desk = Desk::new();
    desk.write(
        "log.csv",
        "case_id,activity,time\n1,ask,2026-01-01T08:00:00Z\n1,answer,2026-01-02T08:00:00Z\n2,ask,2026-01-01T08:00:00Z\n2,ask,2026-01-03T08:00:00Z\n2,answer,2026-01-04T08:00:00Z\n",
    );
    let report = one(&desk, "figures process --csv log.csv --way ask,answer");
    let follows = report["follows"].as_array().expect("what follows what");
    let pair = follows.iter().find(|one| one["a"] == "ask" && one["b"] == "answer").expect("ask before answer");
    assert_eq!(pair["n"].as_u64(), Some(2));
    let costs: Vec<f64> = report["conformance"]["cases"]
        .as_array()
        .expect("cases")
        .iter()
        .filter_map(|one| one["cost"].as_f64())
        .collect();
    assert_eq!(costs, [0.0, 1.0]);
}

#[test]
fn a_choice_among_projects_is_reckoned_and_priced() {
    let desk = Desk::new();
    desk.write("projects.txt", "1\n3 1 16\n6 10 9\n1 2 1\n2\n");
    let report = one(&desk, "plan projects.txt");
    let text = report.to_string();
    assert!(text.contains("15"), "the first and the third are worth 15: {text}");
    says(&desk.refused("plan nowhere.json"), &["nowhere.json"]);
}

#[test]
fn leukaemia_patients_of_a_published_study_live_as_long_as_the_reference_says() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion/data/aml.csv");
    if !std::path::Path::new(data).exists() {
        eprintln!("NOT TESTED: there is no ../shared/data/diffusion");
        return;
    }
    let desk = Desk::new();
    let report = one(&desk, &format!("figures survival --csv {data} --group x --covariates x"));
    near(&report["cox"]["coefficients"][0]["coef"], 0.9155326, 1e-6);
    let group = report["curves"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["curve"]["group"] == "Maintained"))
        .expect("a curve");
    let last = group["curve"]["points"]
        .as_array()
        .and_then(|points| points.iter().find(|point| point["time"] == 48.0))
        .expect("day 48");
    near(&last["survival"], 0.184_090_909_090_909, 1e-12);
}
