//! The funnel of the reference data, read as a process from the day of collection.

use std::collections::BTreeMap;

use super::*;
use crate::survival::expected::{expected, near, near_relative, number};
use crate::survival::{CoxOptions, Design, Observed, cox};

const STATES: [&str; 8] =
    ["(s0)", "disseminated", "read", "evaluated", "decided", "piloted", "production", "abandoned"];
const END: f64 = 1460.0;

struct Case {
    rows: Vec<Row>,
    same_branch: f64,
    /// When it left for good, or was last seen, and how: nought, production, or its reason.
    end: f64,
    exit: String,
}

fn cases() -> Option<(Vec<Case>, serde_json::Value)> {
    let (events, answers) = expected("funnel_dev_events", "funnel_dev")?;
    let (table, _) = expected("funnel_dev_cases", "funnel_dev")?;
    let column = |name: &str| events.cells(name).unwrap().map(str::to_owned).collect::<Vec<_>>();
    let (id, event, reason, day) =
        (column("case_id"), column("event"), column("reason"), events.numbers("day").unwrap());
    let mut trails: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, id) in id.iter().enumerate() {
        trails.entry(id).or_default().push(row);
    }
    let branch = table.numbers("same_branch").unwrap();
    let cases = table.cells("case_id").unwrap().zip(0..).map(|(id, case)| {
        let trail = &trails[id];
        let start = day[trail[0]];
        let (mut rows, mut at, mut state) = (Vec::new(), 0.0, 0);
        let (mut end, mut exit) = (END - start, String::new());
        for &row in trail {
            let to = STATES.iter().position(|s| *s == event[row]).unwrap_or(0);
            // What is seen again is rework and moves nobody back.
            if to > state {
                rows.push(Row { case, entry: at, exit: day[row] - start, to: Some(to) });
                (at, state) = (day[row] - start, to);
            }
            if to >= 6 {
                end = at;
                exit = if to == 6 { "production".to_owned() } else { reason[row].clone() };
            }
        }
        if state < 6 {
            rows.push(Row { case, entry: at, exit: END - start, to: None });
        }
        Case { rows, same_branch: branch[case as usize], end, exit }
    });
    Some((cases.collect(), answers["survival"].clone()))
}

fn process(cases: &[Case], branch: Option<f64>) -> Process {
    let rows = cases
        .iter()
        .filter(|case| branch.is_none_or(|b| case.same_branch == b))
        .flat_map(|case| case.rows.clone())
        .collect();
    Process::new(STATES.iter().map(|s| (*s).to_owned()).collect(), rows).unwrap()
}

#[test]
fn shares_of_stages_over_time_are_those_of_r() {
    let Some((cases, answers)) = cases() else { return };
    let mut compared = 0;
    for (branch, name, stratum) in [
        (None, "multistate_overall", ""),
        (Some(0.0), "multistate_by_same_branch", "same_branch=0"),
        (Some(1.0), "multistate_by_same_branch", "same_branch=1"),
    ] {
        let found = process(&cases, branch).occupation("", Some(1095.0), 0.95, &[]);
        let answer = &answers[name];
        for (at, time) in answer["time"].as_array().unwrap().iter().enumerate() {
            if branch.is_some() && answer["strata"][at] != stratum {
                continue;
            }
            let point = found.at(time.as_f64().unwrap()).unwrap();
            for state in 0..STATES.len() {
                near(point.occupation[state], answer["pstate"][at][state].as_f64().unwrap(), 1e-9);
                if let Some(error) = answer["std_err"][at][state].as_f64() {
                    near(point.std_err.as_ref().unwrap()[state], error, 1e-6);
                }
                compared += 1;
            }
        }
        if branch.is_none() {
            for (state, answer) in answers["sojourn"].as_array().unwrap().iter().enumerate() {
                near_relative(found.sojourns[state].mean, answer["rmean"].as_f64().unwrap(), 1e-8);
            }
            for answer in answers["transitions"].as_array().unwrap() {
                let n = found.transitions.iter().find(|t| t.from == answer["from"] && t.to == answer["to"]).unwrap().n;
                assert_eq!(answer["n"], n, "{answer}");
            }
        }
    }
    assert_eq!(compared, 15 * 8);
}

#[test]
fn incidence_of_reasons_and_effects_of_the_own_branch_are_those_of_r() {
    let Some((cases, answers)) = cases() else { return };
    let answer = &answers["competing_by_reason"];
    let causes: Vec<String> =
        answer["states"].as_array().unwrap()[1..].iter().map(|s| s.as_str().unwrap().to_owned()).collect();
    let time: Vec<f64> = cases.iter().map(|case| case.end).collect();
    let cause: Vec<usize> =
        cases.iter().map(|case| causes.iter().position(|c| *c == case.exit).map_or(0, |at| at + 1)).collect();
    let found = competing(&causes, None, &time, &cause).unwrap().occupation("", None, 0.95, &[]);
    for (at, when) in answer["time"].as_array().unwrap().iter().enumerate() {
        let point = found.at(when.as_f64().unwrap()).unwrap();
        for (state, share) in point.occupation.iter().enumerate() {
            near(*share, answer["pstate"][at][state].as_f64().unwrap(), 1e-9);
        }
    }
    let design =
        Design::of_columns(&[("same_branch".to_owned(), cases.iter().map(|c| c.same_branch).collect())], cases.len())
            .unwrap();
    for (name, own) in [("production", true), ("abandoned", false)] {
        let event = cause.iter().map(|&c| if own { c == 1 } else { c > 1 }).collect();
        let fit = cox(&Observed::new(None, time.clone(), event).unwrap(), &design, CoxOptions::default()).unwrap();
        near(fit.coefficients[0].coef, number(&answers, &["cause_specific_cox_same_branch", name, "coef"]), 1e-6);
        near(fit.coefficients[0].std_err, number(&answers, &["cause_specific_cox_same_branch", name, "se"]), 1e-6);
    }
    let two: Vec<usize> = cause.iter().map(|&c| c.min(2)).collect();
    let fit = fine_gray("production", &design, &time, &two, 0.95).unwrap();
    near(fit.coefficients[0].coef, number(&answers, &["fine_gray_production_same_branch", "coef"]), 1e-4);
    near_relative(fit.coefficients[0].std_err, number(&answers, &["fine_gray_production_same_branch", "se"]), 0.02);
}
