//! The funnel against the figures of R survival and pm4py for the developers' log.

use std::path::PathBuf;

use serde_json::Value;

use super::stage::{N_STAGES, N_TRANSIENT};
use super::*;
use crate::table::Table;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion"))
}

/// A file of the reference data; none, said aloud, where the folder is not there.
pub(super) fn reference(name: &str) -> Option<String> {
    let path = folder().join(name);
    let found = std::fs::read_to_string(&path).ok();
    if found.is_none() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("reference data are absent ({}); nothing was compared", path.display());
        }
    }
    found
}

fn developers() -> Option<(Log, Value)> {
    let events = Table::read(&reference("data/funnel_dev_events.csv")?).unwrap();
    let cases = Table::read(&reference("data/funnel_dev_cases.csv")?).unwrap();
    let expected: Value = serde_json::from_str(&reference("expected/funnel_dev.json")?).unwrap();
    Some((Log::from_tables(&events, Some(&cases)).unwrap(), expected))
}

fn request() -> Request {
    Request { group: Some("same_branch".to_owned()), ..Request::until(1460.0) }
}

#[track_caller]
fn near(found: f64, expected: &Value, tolerance: f64, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: {expected} is no number"));
    assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected}");
}

#[test]
fn the_counts_of_the_developers_funnel_are_those_of_the_reference() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let pairs = &report.pairs;
    assert_eq!(expected["n_cases"], pairs.n_cases);
    assert_eq!(expected["n_events"], pairs.n_events);
    assert_eq!(expected["n_abandoned"], pairs.n_abandoned);
    assert_eq!(expected["n_open"], pairs.n_open);
    assert_eq!(expected["n_production"], pairs.n_production);
    for stage in &pairs.stages {
        assert_eq!(expected["reached_stage"][stage.stage.name()], stage.reached, "{}", stage.stage);
        assert_eq!(expected["observed_event_cases"][stage.stage.name()], stage.seen, "{}", stage.stage);
    }
    let losses = expected["abandoned_by_last_stage_and_reason"].as_object().unwrap();
    assert_eq!(losses.len(), report.loss_counts.len());
    for (stage, reasons) in losses {
        for (reason, n) in reasons.as_object().unwrap() {
            assert_eq!(*n, report.loss_counts[stage][reason], "{stage} {reason}");
        }
    }
    let expected = expected["survival"]["transitions"].as_array().unwrap();
    assert_eq!(expected.len(), pairs.transitions.len());
    for one in expected {
        let from = if one["from"] == "(s0)" { "collected" } else { one["from"].as_str().unwrap() };
        let found = pairs.transitions.iter().find(|t| t.from.name() == from && one["to"] == t.to.as_str()).unwrap();
        assert_eq!(one["n"], found.n, "{one}");
    }
}

#[test]
fn each_number_of_the_developers_funnel_names_its_cases() {
    let Some((log, _)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let course = log.until(1460.0).unwrap();
    for count in &report.pairs.stages {
        assert_eq!(course.cases_reached(count.stage).len() as u64, count.reached);
        assert_eq!(course.cases_seen(count.stage).len() as u64, count.seen);
        assert_eq!(course.cases_open(count.stage).len() as u64, count.open);
        assert_eq!(course.cases_lost(count.stage, None).len() as u64, count.abandoned);
        assert_eq!(course.cases_reworked(count.stage).len() as u64, count.reworked);
    }
    for loss in &report.losses {
        assert_eq!(course.cases_lost(loss.stage, Some(&loss.reason)).len() as u64, loss.n);
    }
    let skipped: Vec<&str> = course.cases_skipped(Stage::Evaluated).iter().map(|&case| log.id(case as usize)).collect();
    assert_eq!(skipped, ["C00134", "C00296"]);
}

#[test]
fn conversions_and_their_limits_are_those_of_the_reference() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    for (found, expected) in report.pairs.conversions.iter().zip(expected["conversion"].as_array().unwrap()) {
        assert_eq!(expected["from_"], found.from.name());
        assert_eq!(expected["to"], found.to.name());
        assert_eq!(expected["n_from"], found.n_from);
        assert_eq!(expected["n_to"], found.n_to);
        near(found.rate.unwrap(), &expected["rate"], 1e-12, "rate");
        near(found.wilson.unwrap().low, &expected["wilson95"][0], 1e-9, "low");
        near(found.wilson.unwrap().high, &expected["wilson95"][1], 1e-9, "high");
    }
}

#[test]
fn the_yield_decomposition_is_that_of_the_reference_and_adds_up() {
    let Some((log, expected)) = developers() else { return };
    let found = report(&log, &request()).unwrap().decomposition.unwrap();
    let expected = &expected["yield_decomposition"];
    assert_eq!((found.a.as_str(), found.b.as_str()), ("1", "0"));
    for at in 0..N_STAGES {
        assert_eq!(expected["same_branch_counts"][at], found.counts_a[at]);
        assert_eq!(expected["other_branch_counts"][at], found.counts_b[at]);
    }
    near(found.log_ratio_total, &expected["log_ratio_total"], 1e-12, "total");
    for (at, term) in found.terms.iter().enumerate() {
        near(term.log_ratio, &expected["log_ratio_by_step"][at], 1e-12, "step");
        assert!(term.interval.covers(term.log_ratio), "{term:?}");
    }
    let sum: f64 = found.terms.iter().map(|term| term.log_ratio).sum();
    assert!((sum - found.log_ratio_total).abs() < 1e-12);
}

fn check_occupation(found: &[Occupation], expected: &Value, from: usize) {
    for (at, occupation) in found.iter().enumerate() {
        near(occupation.days, &expected["time"][from + at], 0.0, "time");
        for state in 0..=N_STAGES {
            let what = format!("day {} state {state}", occupation.days);
            near(occupation.probability[state], &expected["pstate"][from + at][state], 1e-9, &what);
            near(occupation.standard_error[state], &expected["std_err"][from + at][state], 1e-9, &what);
        }
    }
}

#[test]
fn the_whole_funnel_in_time_is_that_of_r_with_its_standard_errors() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let survival = &expected["survival"];
    check_occupation(&report.pairs.occupation, &survival["multistate_overall"], 0);
    for (at, group) in report.groups.iter().enumerate() {
        check_occupation(&group.figures.occupation, &survival["multistate_by_same_branch"], at * 5);
    }
    for (found, expected) in report.pairs.sojourn.iter().zip(survival["sojourn"].as_array().unwrap()) {
        near(found.days, &expected["rmean"], 1e-9, "sojourn");
        if found.stage != Some(Stage::Collected) {
            assert_eq!(expected["nevent"], found.n_entered);
        }
    }
}

#[test]
fn waiting_in_each_stage_is_that_of_r() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let expected = expected["survival"]["stage_waiting"].as_array().unwrap();
    assert_eq!(expected.len(), N_TRANSIENT);
    for (found, expected) in report.pairs.waiting.iter().zip(expected) {
        let stage = found.stage.name();
        assert_eq!(expected["stage"], stage);
        assert_eq!(expected["n"], found.n, "{stage}");
        assert_eq!(expected["forward"], found.forward, "{stage}");
        assert_eq!(expected["abandoned"], found.abandoned, "{stage}");
        assert_eq!(expected["open"], found.open, "{stage}");
        near(found.median_days.unwrap(), &expected["median_time_to_leave"], 1e-9, stage);
        near(found.restricted_mean_days, &expected["rmean_365"], 1e-9, stage);
        for (at, triple) in found.triples.iter().enumerate() {
            near(triple.days, &expected["cif_times"][at], 0.0, stage);
            near(triple.forward.probability, &expected["cif_forward"][at], 1e-9, stage);
            near(triple.abandoned.probability, &expected["cif_abandoned"][at], 1e-9, stage);
        }
    }
}

#[test]
fn reasons_as_competing_risks_are_those_of_r() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let expected = &expected["survival"]["competing_by_reason"];
    for (place, state) in expected["states"].as_array().unwrap().iter().enumerate() {
        let found = match state.as_str().unwrap() {
            "(s0)" => &report.still_in,
            exit => &report.exits.iter().find(|one| one.exit == exit).unwrap().at,
        };
        for (at, incidence) in found.iter().enumerate() {
            near(incidence.probability, &expected["pstate"][at][place], 1e-9, &state.to_string());
        }
    }
}

#[test]
fn cause_specific_hazard_ratios_are_those_of_r() {
    let Some((log, expected)) = developers() else { return };
    let report = report(&log, &request()).unwrap();
    let expected = &expected["survival"]["cause_specific_cox_same_branch"];
    assert_eq!(report.effects.len(), 2);
    for found in &report.effects {
        near(found.log_hazard_ratio, &expected[&found.exit]["coef"], 1e-6, &found.exit);
        near(found.standard_error, &expected[&found.exit]["se"], 1e-6, &found.exit);
        assert!(found.interval.covers(found.hazard_ratio));
    }
}

#[test]
fn the_subdistribution_of_production_is_that_of_cmprsk() {
    let Some((log, expected)) = developers() else { return };
    let found = report(&log, &request()).unwrap().subdistribution.unwrap();
    let expected = &expected["survival"]["fine_gray_production_same_branch"];
    near(found.log_hazard_ratio, &expected["coef"], 1e-3, "coefficient");
    near(found.standard_error, &expected["se"], 1e-3, "standard error");
}
