//! The dynamic program against a search over all runs.

use super::*;
use crate::generator::Generator;
use crate::table::Table;

fn way(sequence: &[&str], exits: &[&str]) -> Normative {
    Normative {
        sequence: sequence.iter().map(|&one| one.to_owned()).collect(),
        exits: exits.iter().map(|&one| one.to_owned()).collect(),
    }
}

fn log(traces: &[Vec<&str>]) -> Log {
    let mut text = String::from("case_id,activity,time\n");
    for (case, trace) in traces.iter().enumerate() {
        for (time, activity) in trace.iter().enumerate() {
            text.push_str(&format!("c{case},{activity},{time}\n"));
        }
    }
    Log::from_table(&Table::read(&text).unwrap(), &Columns::default()).unwrap()
}

/// The longest common subsequence by the table that everybody knows.
fn common(a: &[&str], b: &[&str]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..a.len() {
        for j in 0..b.len() {
            table[i + 1][j + 1] = if a[i] == b[j] { table[i][j] + 1 } else { table[i][j + 1].max(table[i + 1][j]) };
        }
    }
    table[a.len()][b.len()]
}

/// The cheapest alignment by trying each run, and each prefix of each run.
fn slow(trace: &[&str], sequence: &[&str], exits: &[&str], prefix: bool) -> u64 {
    let mut runs: Vec<Vec<&str>> = vec![sequence.to_vec()];
    for k in 1..sequence.len() {
        for exit in exits {
            let mut run = sequence[..k].to_vec();
            run.push(exit);
            runs.push(run);
        }
    }
    if prefix {
        runs = runs.iter().flat_map(|run| (0..=run.len()).map(|n| run[..n].to_vec())).collect();
    }
    runs.iter().map(|run| (trace.len() + run.len() - 2 * common(trace, run)) as u64).min().unwrap()
}

#[test]
fn the_cost_of_an_alignment_is_that_of_trying_all_runs() {
    let sequence = ["a", "b", "c", "d", "e"];
    let exits = ["x", "y"];
    let letters = ["a", "b", "c", "d", "e", "x", "y", "z"];
    let mut generator = Generator(7);
    let traces: Vec<Vec<&str>> = (0..600)
        .map(|_| {
            let n = 1 + (generator.share() * 10.0) as usize;
            (0..n).map(|_| letters[(generator.share() * 8.0) as usize]).collect()
        })
        .collect();
    for (sequence, exits) in [(&sequence[..], &exits[..]), (&sequence[..1], &exits[..]), (&sequence[..3], &[][..])] {
        let found = conformance(&log(&traces), &way(sequence, exits)).unwrap();
        assert_eq!(found.cases.len(), traces.len());
        for one in &found.cases {
            let trace = &traces[one.case as usize];
            let cost = slow(trace, sequence, exits, !one.closed);
            assert_eq!(one.cost, cost, "{trace:?} against {sequence:?} and {exits:?}");
            assert!((0.0..=1.0).contains(&one.fitness), "{one:?}");
        }
        assert_eq!(found.closed_cases + found.open_cases, traces.len() as u64);
    }
}

#[test]
fn a_case_that_keeps_to_the_way_costs_nothing_and_fits() {
    let log = log(&[vec!["a", "b", "c"], vec!["a", "x"], vec!["a", "b"]]);
    let found = conformance(&log, &way(&["a", "b", "c"], &["x"])).unwrap();
    assert_eq!((found.alignment_cost_total, found.open_cases_prefix_cost_total), (0, 0));
    assert_eq!((found.closed_cases, found.open_cases), (2, 1));
    assert_eq!(found.log_fitness, Some(1.0));
    assert_eq!(found.percentage_of_fitting_traces, Some(100.0));
}

#[test]
fn a_way_that_names_an_activity_twice_is_refused() {
    let log = log(&[vec!["a"]]);
    assert_eq!(conformance(&log, &way(&["a", "a"], &[])).unwrap_err().code, "activity-twice");
    assert_eq!(conformance(&log, &way(&["a", "x"], &["x"])).unwrap_err().code, "activity-twice");
    assert_eq!(conformance(&log, &way(&[], &["x"])).unwrap_err().code, "empty-way");
}

#[track_caller]
fn refused(text: &str, code: &str) {
    let found = Log::from_table(&Table::read(text).unwrap(), &Columns::default()).map(|_| ());
    assert_eq!(found.unwrap_err().code, code);
}

#[test]
fn a_table_that_is_no_log_is_refused_with_its_row() {
    refused("case,activity\n1,a\n", "no-column");
    refused("case,activity,time\n", "no-events");
    refused("case,activity,time\n1,,3\n", "empty-cell");
    refused("case,activity,time\n1,a,2011-01-01T00:00:00Z\n1,b,yesterday\n", "not-a-time");
    refused("case,activity,time\n1,a,1\n1,b,inf\n", "not-a-number");
    let table = Table::read("case,activity,time\n1,a,1\n").unwrap();
    let named = Columns { resource: Some("who".to_owned()), ..Columns::default() };
    assert_eq!(Log::from_table(&table, &named).unwrap_err().code, "no-column");
}

#[test]
fn time_stamps_with_an_offset_and_without_one_are_told_apart() {
    let table = Table::read(
        "case,activity,time\n1,a,2024-03-01T12:00:00+03:00\n1,b,2024-03-01T10:00:00\n1,c,2024-03-01 10:30:00.5\n",
    )
    .unwrap();
    let report = report(&Log::from_table(&table, &Columns::default()).unwrap(), &Request::default()).unwrap();
    let times: Vec<f64> = report.follows.iter().map(|one| one.sum).collect();
    assert_eq!(times, [3600.0, 1800.5]);
}

#[test]
fn starts_without_an_end_are_counted_and_give_no_time_of_work() {
    let text = "case,activity,lifecycle,time\n\
        1,a,start,0\n1,a,complete,4\n1,b,start,7\n1,b,complete,9\n1,b,start,10\n\
        2,a,start,5\n";
    let report =
        report(&Log::from_table(&Table::read(text).unwrap(), &Columns::default()).unwrap(), &Request::default())
            .unwrap();
    assert_eq!((report.n_cases, report.n_events), (1, 2));
    let codes: Vec<&str> = report.cautions.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["cases-without-steps", "unpaired"]);
    let b = report.steps.iter().find(|one| one.activity == "b").unwrap();
    assert_eq!((b.n, b.service_sum, b.n_waiting, b.waiting_sum, b.n_unpaired), (1, 2.0, 2, 4.0, 1));
}

#[test]
fn handover_across_departments_is_counted_beside_that_between_officers() {
    let text = "case,activity,time,resource,department\n1,a,0,Ann,D1\n1,b,1,Bob,D1\n1,c,2,Cid,D2\n2,a,0,Ann,D1\n2,b,1,Ann,D1\n2,c,2,,D2\n";
    let report =
        report(&Log::from_table(&Table::read(text).unwrap(), &Columns::default()).unwrap(), &Request::default())
            .unwrap();
    let (officers, departments) = (report.handover_resource.unwrap(), report.handover_unit.unwrap());
    assert_eq!((officers.within, officers.across), (1, 2));
    assert_eq!((departments.within, departments.across), (2, 2));
    assert_eq!(departments.ei_index, Some(0.0));
    assert_eq!(departments.share_across, Some(0.5));
}
