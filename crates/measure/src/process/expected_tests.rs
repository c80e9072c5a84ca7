//! Logs against the figures of pm4py.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::table::Table;

fn reference(name: &str) -> Option<String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion")).join(name);
    let found = std::fs::read_to_string(&path).ok();
    if found.is_none() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("reference data are absent ({}); nothing was compared", path.display());
        }
    }
    found
}

fn logged(data: &str, expected: &str) -> Option<(Log, Value)> {
    let table = Table::read(&reference(data)?).unwrap();
    let expected = serde_json::from_str(&reference(expected)?).unwrap();
    Some((Log::from_table(&table, &Columns::default()).unwrap(), expected))
}

#[track_caller]
fn near(found: f64, expected: &Value, relative: f64, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: {expected} is no number"));
    assert!((found - expected).abs() <= relative * expected.abs().max(1e-300), "{what}: {found} is not {expected}");
}

#[track_caller]
fn counts(found: &[ActivityCount], expected: &Value) {
    let found: BTreeMap<&str, u64> = found.iter().map(|one| (one.activity.as_str(), one.n)).collect();
    let expected: BTreeMap<&str, u64> =
        expected.as_object().unwrap().iter().map(|(name, n)| (name.as_str(), n.as_u64().unwrap())).collect();
    assert_eq!(found, expected);
}

fn check_follows(found: &[Follows], counts: &Value, times: &Value, within: impl Fn(f64, &Value, &str)) {
    let (counts, times) = (counts.as_array().unwrap(), times.as_array().unwrap());
    assert_eq!((counts.len(), times.len()), (found.len(), found.len()));
    for ((found, count), time) in found.iter().zip(counts).zip(times) {
        let what = format!("{} to {}", found.a, found.b);
        assert_eq!((count["a"].as_str(), count["b"].as_str()), (Some(found.a.as_str()), Some(found.b.as_str())));
        assert_eq!(count["n"], found.n, "{what}");
        assert_eq!((time["a"].as_str(), time["b"].as_str()), (Some(found.a.as_str()), Some(found.b.as_str())));
        within(found.mean, &time["mean"], &what);
        within(found.median, &time["median"], &what);
        within(found.max, &time["max"], &what);
        within(found.min, &time["min"], &what);
        if let Some(sum) = time.get("sum") {
            within(found.sum, sum, &what);
        }
    }
}

fn check_log(log: &Log, expected: &Value) {
    let report = report(log, &Request::default()).unwrap();
    assert_eq!(report.time_unit, "seconds");
    assert_eq!(expected["n_cases"], report.n_cases);
    assert_eq!(expected["n_events"], report.n_events);
    counts(&report.activities, &expected["activities"]);
    counts(&report.start_activities, &expected["start_activities"]);
    counts(&report.end_activities, &expected["end_activities"]);
    assert_eq!(expected["variants_total"], report.variants_total);
    for one in expected["variants_top10"].as_array().unwrap() {
        let found = report.variants.iter().find(|found| one["variant"] == serde_json::json!(found.variant)).unwrap();
        assert_eq!(one["n"], found.n);
        assert_eq!(found.cases.len() as u64, found.n);
    }
    let most: Vec<u64> = report.variants.iter().take(10).map(|one| one.n).collect();
    let expected_most: Vec<u64> =
        expected["variants_top10"].as_array().unwrap().iter().map(|one| one["n"].as_u64().unwrap()).collect();
    assert_eq!(most, expected_most);
    let duration = &expected["case_duration_seconds"];
    near(report.case_duration.mean, &duration["mean"], 1e-6, "mean");
    near(report.case_duration.median, &duration["median"], 1e-6, "median");
    near(report.case_duration.min, &duration["min"], 1e-6, "min");
    near(report.case_duration.max, &duration["max"], 1e-6, "max");
    near(report.case_duration.p90, &duration["p90"], 1e-6, "p90");
    let rework: BTreeMap<String, u64> = report.rework.iter().map(|one| (one.activity.clone(), one.n_cases)).collect();
    assert_eq!(expected["rework_cases_by_activity"], serde_json::json!(rework));
    check_follows(
        &report.follows,
        &expected["dfg_counts"],
        &expected["dfg_performance_seconds"],
        |found, expected, what| near(found, expected, 1e-6, what),
    );
    let handover = report.handover_resource.unwrap();
    let expected_handover = &expected["handover_resource"];
    assert_eq!(expected_handover["within"], handover.within);
    assert_eq!(expected_handover["across"], handover.across);
    let ei = expected_handover["ei_index"].as_f64().unwrap();
    assert!((handover.ei_index.unwrap() - ei).abs() < 1e-12);
    let pairs = expected_handover["counts"].as_array().unwrap();
    assert_eq!(pairs.len(), handover.counts.len());
    for (found, expected) in handover.counts.iter().zip(pairs) {
        assert_eq!(*expected, serde_json::json!({ "a": found.a, "b": found.b, "n": found.n }));
    }
    if let Some(service) = expected["service_time_seconds"].as_object() {
        assert_eq!(service.len(), report.steps.len());
        for step in &report.steps {
            let expected = &service[&step.activity];
            assert_eq!(expected["n"], step.n, "{}", step.activity);
            near(step.service_mean, &expected["mean"], 1e-6, &step.activity);
            near(step.service_median, &expected["median"], 1e-6, &step.activity);
        }
    }
    let share: f64 = report.waiting.iter().map(|one| one.share).sum();
    assert!((share - 1.0).abs() < 1e-9);
}

#[test]
fn the_running_example_is_read_as_by_the_reference() {
    let Some((log, expected)) = logged("data/process/running_example.csv", "expected/process_running_example.json")
    else {
        return;
    };
    check_log(&log, &expected);
}

#[test]
fn repairs_are_read_as_by_the_reference_with_their_times_of_work() {
    let Some((log, expected)) = logged("data/process/repair.csv", "expected/process_repair.json") else { return };
    check_log(&log, &expected);
}

#[test]
fn the_log_of_the_funnel_follows_the_normative_way_as_far_as_the_reference_says() {
    let Some((log, expected)) = logged("data/funnel_dev_events.csv", "expected/funnel_dev.json") else { return };
    let report = report(&log, &Request { normative: Some(Normative::funnel()), ..Request::default() }).unwrap();
    assert_eq!(report.time_unit, "days");
    counts(&report.start_activities, &expected["start_activities"]);
    counts(&report.end_activities, &expected["end_activities"]);
    assert_eq!(expected["variants_total"], report.variants_total);
    for one in expected["variants_top"].as_array().unwrap() {
        let found = report.variants.iter().find(|found| one["variant"] == found.variant.join(" > ").as_str()).unwrap();
        assert_eq!(one["n"], found.n);
    }
    check_follows(
        &report.follows,
        &expected["dfg_counts"],
        &expected["dfg_performance_days"],
        |found, expected, what| {
            let expected = expected.as_f64().unwrap();
            assert!((found - expected).abs() <= 1e-6, "{what}: {found} is not {expected}");
        },
    );
    let expected = &expected["conformance"];
    let found = report.conformance.unwrap();
    assert_eq!(expected["closed_cases"], found.closed_cases);
    assert_eq!(expected["alignment_cost_total"], found.alignment_cost_total);
    let histogram: BTreeMap<String, u64> =
        found.alignment_cost_histogram.iter().map(|(cost, n)| (cost.to_string(), *n)).collect();
    assert_eq!(expected["alignment_cost_histogram"], serde_json::json!(histogram));
    near(found.log_fitness.unwrap(), &expected["pm4py_log_fitness_alignments"], 1e-6, "log fitness");
    near(found.average_trace_fitness.unwrap(), &expected["pm4py_average_trace_fitness"], 1e-6, "trace fitness");
    near(found.percentage_of_fitting_traces.unwrap(), &expected["percentage_of_fitting_traces"], 1e-6, "fitting");
    assert_eq!(expected["open_cases_prefix_cost_total"], found.open_cases_prefix_cost_total);
    let mut worst: Vec<&str> =
        found.cases.iter().filter(|one| one.closed && one.cost == 2).map(|one| log.case(one.case as usize)).collect();
    worst.sort_unstable();
    assert_eq!(expected["worst_cases"], serde_json::json!(worst));
}
