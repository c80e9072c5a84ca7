use super::*;
use crate::generator::Generator;
use crate::survival::expected::{expected, near, near_relative, number};
use crate::survival::{LimitScale, Observed, kaplan_meier};

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

#[test]
fn eight_cases_that_can_be_counted_by_hand_are_as_r_has_them() {
    let Some((table, answers)) = expected("tiny_multistate", "tiny_multistate") else { return };
    let states = ["(s0)", "piloted", "adopted", "abandoned"];
    let (entry, exit) = (table.numbers("tstart").unwrap(), table.numbers("tstop").unwrap());
    let cases = table.numbers("id").unwrap();
    let rows = table
        .cells("event")
        .unwrap()
        .enumerate()
        .map(|(at, event)| Row {
            case: cases[at] as u32,
            entry: entry[at],
            exit: exit[at],
            to: states.iter().position(|s| *s == event),
        })
        .collect();
    let process = Process::new(names(&states), rows).unwrap();
    let found = process.occupation("", Some(9.0), 0.95, &[]);
    for (at, time) in answers["time"].as_array().unwrap().iter().enumerate() {
        let point = found.at(time.as_f64().unwrap()).unwrap();
        for state in 0..4 {
            near(
                point.occupation[state],
                answers["pstate"][at][state].as_f64().unwrap(),
                number(&answers, &["tolerance", "pstate_abs"]),
            );
            let error = answers["std_err"][at][state].as_f64().unwrap();
            near(point.std_err.as_ref().unwrap()[state], error, 1e-6);
            near_relative(point.std_err_greenwood[state], error, 0.05);
        }
    }
    for transition in answers["transitions"].as_array().unwrap() {
        let n = found.transitions.iter().find(|t| t.from == transition["from"] && t.to == transition["to"]).unwrap().n;
        assert_eq!(transition["n"], n, "{transition}");
    }
    for (at, sojourn) in answers["sojourn_9"].as_array().unwrap().iter().enumerate() {
        near_relative(found.sojourns[at].mean, sojourn["rmean"].as_f64().unwrap(), 1e-8);
    }
}

#[test]
fn incidence_of_transplants_and_deaths_is_that_of_r() {
    let Some((table, answers)) = expected("pbc", "pbc_competing") else { return };
    let (time, cause) = (table.numbers("time").unwrap(), table.numbers("status").unwrap());
    let cause: Vec<usize> = cause.iter().map(|&c| c as usize).collect();
    let trt = table.numbers("trt").unwrap();
    let causes = names(&["transplant", "death"]);
    let of = |group: Option<f64>| {
        let kept: Vec<usize> = (0..time.len()).filter(|&at| group.is_none_or(|g| trt[at] == g)).collect();
        let time: Vec<f64> = kept.iter().map(|&at| time[at]).collect();
        let cause: Vec<usize> = kept.iter().map(|&at| cause[at]).collect();
        competing(&causes, None, &time, &cause).unwrap().occupation("", None, 0.95, &[])
    };
    let mut compared = 0;
    for (name, groups) in
        [("aj_overall", vec![(None, "")]), ("aj_by_trt", vec![(Some(1.0), "g=1"), (Some(2.0), "g=2")])]
    {
        let answer = &answers[name];
        for (group, stratum) in groups {
            let found = of(group);
            for (at, when) in answer["time"].as_array().unwrap().iter().enumerate() {
                let when = when.as_f64().unwrap();
                if when == 0.0 || (group.is_some() && answer["strata"][at] != stratum) {
                    continue;
                }
                let point = found.at(when).unwrap();
                for state in 0..3 {
                    near(point.occupation[state], answer["pstate"][at][state].as_f64().unwrap(), 1e-9);
                    let error = answer["std_err"][at][state].as_f64().unwrap();
                    near(point.std_err.as_ref().unwrap()[state], error, 1e-6);
                    near_relative(point.std_err_greenwood[state], error, 0.05);
                }
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 13);
}

#[test]
fn gray_compares_the_two_treatments_as_r_does() {
    let Some((table, answers)) = expected("pbc", "pbc_competing") else { return };
    let (time, status) = (table.numbers("time").unwrap(), table.numbers("status").unwrap());
    let group: Vec<u32> = table.numbers("trt").unwrap().iter().map(|&t| t as u32 - 1).collect();
    for which in 0..2 {
        let cause: Vec<usize> = status
            .iter()
            .map(|&s| {
                if s == 0.0 {
                    0
                } else if s as usize == which + 1 {
                    1
                } else {
                    2
                }
            })
            .collect();
        let test = gray_test("", &time, &cause, &group, 2).unwrap().test;
        let answer = &answers["gray_test_by_trt"][which];
        near_relative(test.chisq, number(answer, &["stat"]), number(&answers, &["tolerance", "gray_stat_rel"]));
        near_relative(test.p, number(answer, &["pv"]), 1e-4);
        assert_eq!(answer["df"], test.df);
    }
}

/// Times of cases that end by one of two causes, or are watched no longer.
fn cases(seed: u64, n: usize) -> (Vec<f64>, Vec<usize>) {
    let mut chance = Generator(seed);
    (0..n)
        .map(|_| {
            let time = (1.0 + 40.0 * chance.share()).floor();
            (time, if chance.happens(0.3) { 0 } else { 1 + usize::from(chance.happens(0.4)) })
        })
        .unzip()
}

#[test]
fn with_one_cause_the_process_is_the_curve_of_kaplan_and_meier() {
    let (time, cause) = cases(3, 200);
    let cause: Vec<usize> = cause.into_iter().map(|c| c.min(1)).collect();
    let process = competing(&names(&["adopted"]), None, &time, &cause).unwrap().occupation("", None, 0.95, &[]);
    let observed = Observed::new(None, time, cause.iter().map(|&c| c == 1).collect()).unwrap();
    let curve = kaplan_meier("", &observed, LimitScale::Log, 0.95);
    assert_eq!(process.points.len(), curve.points.len());
    for (state, point) in process.points.iter().zip(&curve.points) {
        near(state.occupation[0], point.survival, 1e-12);
        near(state.std_err_greenwood[0], point.std_err.unwrap_or(0.0), 1e-12);
    }
    let mean = curve.restricted_mean(40.0);
    let found =
        competing(&names(&["adopted"]), None, observed.time(), &cause).unwrap().occupation("", Some(40.0), 0.95, &[]);
    near(found.sojourns[0].mean, mean.mean, 1e-9);
}

#[test]
fn incidences_and_the_share_without_any_add_up_to_one_and_lie_below_one_less_the_curve() {
    for seed in 1..20 {
        let (time, cause) = cases(seed, 120);
        let process =
            competing(&names(&["adopted", "abandoned"]), None, &time, &cause).unwrap().occupation("", None, 0.95, &[]);
        let observed = Observed::new(None, time, cause.iter().map(|&c| c == 1).collect()).unwrap();
        let curve = kaplan_meier("", &observed, LimitScale::Log, 0.95);
        for (point, naive) in process.points.iter().zip(&curve.points) {
            near(point.occupation.iter().sum(), 1.0, 1e-12);
            assert!(point.occupation[1] <= 1.0 - naive.survival + 1e-12);
        }
        let alone = process.points.last().unwrap().occupation[1];
        assert!(alone < 1.0 - curve.points.last().unwrap().survival, "other causes take some away");
    }
}

#[test]
fn a_cause_that_is_thought_away_leaves_more_to_the_others() {
    let (time, cause) = cases(5, 300);
    let process = competing(&names(&["adopted", "abandoned"]), None, &time, &cause).unwrap();
    let whole = process.occupation("", None, 0.95, &[]).points.last().unwrap().occupation.clone();
    let without = process.occupation("", None, 0.95, &[2]).points.last().unwrap().occupation.clone();
    assert_eq!(without[2], 0.0);
    assert!(without[1] > whole[1]);
}

#[test]
fn a_case_that_comes_late_is_not_at_risk_before() {
    let rows = vec![
        Row { case: 0, entry: 0.0, exit: 5.0, to: Some(1) },
        Row { case: 1, entry: 4.0, exit: 6.0, to: Some(1) },
        Row { case: 2, entry: 0.0, exit: 3.0, to: Some(1) },
    ];
    let found = Process::new(names(&["open", "adopted"]), rows).unwrap().occupation("", None, 0.95, &[]);
    assert_eq!(found.points[0].n_at_risk, [2, 0]);
    near(found.points[0].occupation[0], 0.5, 1e-12);
    near(found.points[1].occupation[0], 0.25, 1e-12);
}

#[test]
fn rows_of_one_case_that_overlap_are_refused() {
    let rows =
        vec![Row { case: 7, entry: 0.0, exit: 5.0, to: Some(1) }, Row { case: 7, entry: 4.0, exit: 6.0, to: None }];
    assert_eq!(Process::new(names(&["open", "adopted"]), rows).unwrap_err().code, "rows-overlap");
}

#[test]
fn a_process_that_remembers_is_found_out_and_one_that_does_not_is_not() {
    let walk = |memory: f64| {
        let mut chance = Generator(11);
        let mut rows = Vec::new();
        for case in 0..400 {
            let first = -10.0 * (1.0 - chance.share()).ln() + 0.01;
            let pace = 10.0 * (memory * first / 10.0).exp();
            let second = first - pace * (1.0 - chance.share()).ln() + 0.01;
            rows.push(Row { case, entry: 0.0, exit: first, to: Some(1) });
            rows.push(Row { case, entry: first, exit: second, to: Some(2) });
        }
        let process = Process::new(names(&["collected", "read", "adopted"]), rows).unwrap();
        markov_check(&process, 0.95)
    };
    let remembers = walk(0.8);
    assert_eq!((remembers.len(), remembers[0].from.as_str(), remembers[0].to.as_str()), (1, "read", "adopted"));
    assert!(remembers[0].earlier_duration.p < 1e-4 && remembers[0].earlier_duration.coef < 0.0);
    assert!(walk(0.0)[0].earlier_duration.p > 0.01);
}
