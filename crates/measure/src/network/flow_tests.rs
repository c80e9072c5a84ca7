use super::reference::{close, expected, graph, tolerance};
use super::structure_tests::blocks;
use super::*;
use crate::generator::Generator;
use crate::table::Table;

#[test]
fn korean_families_have_the_hazard_that_r_finds_and_show_no_contagion() {
    let Some(answers) = expected("network_kfamily") else { return };
    let graph = graph("kfamily", &Columns::default());
    assert_eq!(graph.cautions().iter().map(|c| c.code).collect::<Vec<_>>(), ["isolates", "never-adopters"]);
    let adoption = graph.adoption().unwrap();
    assert_eq!(adoption.n_periods(), 10);
    let (got, cautions) = exposure_hazard(&graph, adoption, Look::Out, 1).unwrap();
    let wanted = &answers["discrete_time_hazard"];
    for (name, fit) in [("logit", &got.logit), ("cloglog", &got.cloglog)] {
        close("rows", fit.rows as f64, &wanted["rows"], 0.0);
        close("events", fit.events as f64, &wanted["events"], 0.0);
        close("deviance", fit.deviance, &wanted[name]["deviance"], 1e-6);
        for (ours, theirs) in [("(Intercept)", "(Intercept)"), ("t", "t"), ("exposure", "lexp")] {
            let c = fit.coefficient(ours).unwrap();
            close(ours, c.estimate, &wanted[name]["coef"][theirs], tolerance(&answers, "logit_coef_abs"));
            close(ours, c.standard_error, &wanted[name]["se"][theirs], tolerance(&answers, "logit_se_abs"));
        }
    }
    assert_eq!(cautions.iter().map(|c| c.code).collect::<Vec<_>>(), ["contagion-not-shown"]);
    assert!(got.finding.starts_with("These data do not show"), "{}", got.finding);
}

/// Units in departments that adopt with a complementary log-log hazard of exposure within and across.
pub(super) fn diffused(own: f64, other: f64, across: f64, seed: u64) -> Graph {
    let (edges, nodes) = blocks(8, 60, 0.06, across, seed);
    let plain = Graph::from_tables(&edges, Some(&nodes), &Columns::default()).unwrap();
    let n = plain.n_nodes();
    let mut chance = Generator(seed + 100);
    let mut toa: Vec<Option<usize>> = vec![None; n];
    for period in 1..=12 {
        let before = toa.clone();
        for node in 0..n {
            if before[node].is_some() {
                continue;
            }
            let ties = plain.out().of(node);
            let count = |same: bool| {
                ties.iter()
                    .filter(|&&o| before[o as usize].is_some() && plain.same_department(node, o as usize) == same)
                    .count() as f64
            };
            let whole = ties.len().max(1) as f64;
            let eta = -3.0 + own * count(true) / whole + other * count(false) / whole;
            if chance.happens(Link::Cloglog.hazard(eta)) {
                toa[node] = Some(period);
            }
        }
    }
    let mut text = String::from("id,department,toa\n");
    for (node, period) in toa.iter().enumerate() {
        let d = &plain.departments()[plain.department()[node].unwrap() as usize];
        text += &format!("{},{d},{}\n", plain.nodes()[node], period.map_or(String::new(), |p| p.to_string()));
    }
    Graph::from_tables(&edges, Some(&Table::read(&text).unwrap()), &Columns::default()).unwrap()
}

#[track_caller]
fn flow_of(graph: &Graph) -> (Flow, Vec<Caution>) {
    flow(graph, graph.adoption().unwrap(), Look::Out, 1, ShareOf::AllTies).unwrap()
}

use crate::Caution;

#[test]
fn ties_that_carry_across_are_no_flow_barrier() {
    let (got, _) = flow_of(&diffused(3.0, 3.0, 0.008, 21));
    assert!(got.interval.covers(0.0), "{got:?}");
}

#[test]
fn ties_that_carry_nothing_across_are_a_flow_barrier_of_one() {
    let (got, _) = flow_of(&diffused(3.0, 0.0, 0.01, 22));
    assert!(got.interval.covers(1.0) && !got.interval.covers(0.0), "{got:?}");
}

#[test]
fn the_flow_barrier_covers_its_truth_as_often_as_it_says() {
    let n_runs = 60;
    let runs: Vec<Flow> = (0..n_runs).map(|run| flow_of(&diffused(3.0, 1.5, 0.01, 1000 + run)).0).collect();
    let covered = runs.iter().filter(|f| f.interval.covers(0.5)).count();
    let own = runs.iter().filter(|f| f.hazard.coefficient("exposure_own").unwrap().interval.covers(3.0)).count();
    let other = runs.iter().filter(|f| f.hazard.coefficient("exposure_other").unwrap().interval.covers(1.5)).count();
    assert!(covered >= 52 && own >= 52 && other >= 52, "{covered}, {own} and {other} of {n_runs}");
}

#[test]
fn structure_without_flow_barrier_asks_for_ties_and_the_reverse_does_not() {
    let closed = diffused(3.0, 3.0, 0.004, 31);
    let (walls, _) = structure(&closed, 200, 1);
    let got = remedy(&walls, Some(&flow_of(&closed).0));
    assert_eq!(got.kind, RemedyKind::MakeTies, "{}", got.text);
    let open = diffused(4.0, 0.0, 0.055, 32);
    let (walls, _) = structure(&open, 200, 1);
    let got = remedy(&walls, Some(&flow_of(&open).0));
    assert_eq!(got.kind, RemedyKind::MakeTiesCarry, "{}", got.text);
    assert_eq!(remedy(&structure(&closed, 200, 1).0, None).kind, RemedyKind::StructureOnly);
}

#[test]
fn adoption_without_any_exposure_has_no_hazard_on_exposure() {
    let edges = Table::read("from,to\na,b\n").unwrap();
    let nodes = Table::read("id,toa\na,1\nb,3\nc,2\nd,\n").unwrap();
    let graph = Graph::from_tables(&edges, Some(&nodes), &Columns::default()).unwrap();
    let refused = exposure_hazard(&graph, graph.adoption().unwrap(), Look::Out, 1).unwrap_err();
    assert_eq!(refused.code, "no-variation");
}

#[test]
fn each_unit_has_one_origin_of_what_it_saw_first() {
    let graph = diffused(3.0, 1.0, 0.004, 41);
    let got = origins(&graph, graph.adoption().unwrap(), Look::Out, 1);
    assert_eq!(got.iter().map(|o| o.units).sum::<usize>(), graph.n_nodes());
    let adopters = graph.adoption().unwrap().adopted().iter().flatten().count();
    assert_eq!(got.iter().map(|o| o.adopted).sum::<usize>(), adopters);
    assert!(got[1].units > got[2].units, "{got:?}");
}
