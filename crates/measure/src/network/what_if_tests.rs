use super::flow_tests::diffused;
use super::*;
use crate::table::Table;

fn start(edges: &str, nodes: Option<&str>, seeds: &[&str]) -> Start {
    let nodes = nodes.map(|n| Table::read(n).unwrap());
    let graph = Graph::from_tables(&Table::read(edges).unwrap(), nodes.as_ref(), &Columns::default()).unwrap();
    let seeds = seeds.iter().map(|s| graph.node(s).unwrap()).collect();
    Start { world: World::new(graph, Look::Out), seeds }
}

fn tie(from: &str, to: &str) -> Edit {
    Edit::AddTie { from: from.into(), to: to.into(), weight: 1.0 }
}

const HALF: Model = Model::LinearThreshold { theta: 0.5 };

#[test]
fn a_tie_to_a_unit_that_does_not_use_it_dilutes_and_that_is_told() {
    // u looks at one user and one other: half. v follows u. A third contact who does not use it makes it a third.
    let start = start("from,to\nu,s\nu,x\nv,u\nx,y\nz,z2\n", None, &["s"]);
    let got = effect(&start, &[tie("u", "z")], &HALF, 1, 1).unwrap();
    assert_eq!((got.baseline.mean, got.edited.mean, got.effect), (3.0, 1.0, -2.0));
    assert_eq!(got.lost, ["u", "v"]);
    assert_eq!(got.diluted, [Diluted { node: "u".into(), exposure_before: 0.5, exposure_after: 1.0 / 3.0 }]);
    assert_eq!(got.cautions.iter().map(|c| c.code).collect::<Vec<_>>(), ["dilution"]);
    assert!(got.cautions[0].text.contains("0.50") && got.cautions[0].text.contains("0.33"), "{}", got.cautions[0]);
    assert!(got.text.contains("does harm"), "{}", got.text);
    assert_eq!((got.interval.low, got.interval.high), (-2.0, -2.0));
}

#[test]
fn a_tie_to_a_unit_that_uses_it_does_not_dilute() {
    let start = start("from,to\nu,s\nu,x\nu,y\nv,u\n", None, &["s"]);
    let got = effect(&start, &[tie("u", "s"), tie("x", "s")], &HALF, 1, 1).unwrap();
    assert_eq!((got.effect, got.cautions.len()), (3.0, 0), "x adopts, then two of three of u, then v: {got:?}");
}

#[test]
fn in_a_cascade_by_chance_more_ties_never_do_harm_and_the_same_luck_narrows_the_interval() {
    let graph = diffused(2.0, 2.0, 0.01, 5);
    let seeds = vec![0, 70, 140];
    let start = Start { world: World::new(graph, Look::Out), seeds };
    let model = Model::IndependentCascade { chances: Chances::Each(0.15) };
    let got = effect(&start, &[tie("u400", "u0")], &model, 400, 3).unwrap();
    assert!(got.single_runs.low >= 0.0 && got.effect >= 0.0);
    let apart = (got.baseline.standard_error.powi(2) + got.edited.standard_error.powi(2)).sqrt();
    assert!(got.standard_error < apart / 2.0, "{} {apart}", got.standard_error);
    assert_eq!(got.diluted, []);
}

#[test]
fn the_same_seed_gives_the_same_effect_and_no_change_gives_none() {
    let graph = diffused(2.0, 2.0, 0.01, 6);
    let start = Start { world: World::new(graph, Look::Out), seeds: vec![1, 2] };
    let model = Model::IndependentCascade { chances: Chances::OneByTies };
    let once = effect(&start, &[Edit::Seed { node: "u300".into() }], &model, 100, 9).unwrap();
    assert_eq!(once, effect(&start, &[Edit::Seed { node: "u300".into() }], &model, 100, 9).unwrap());
    let none = effect(&start, &[], &model, 100, 9).unwrap();
    assert_eq!((none.effect, none.standard_error), (0.0, 0.0));
}

#[test]
fn a_removed_wall_lets_thresholds_be_crossed() {
    let mut start = start("from,to\nb1,a1\nb1,b2\nb2,b1\n", Some("id,department\na1,A\nb1,B\nb2,B\n"), &["a1"]);
    start.world.across = 0.2;
    let got = effect(&start, &[Edit::RemoveBarrier { department: Some("B".into()) }], &HALF, 1, 1).unwrap();
    assert_eq!((got.baseline.mean, got.edited.mean), (1.0, 3.0));
    assert_eq!(got.by_department[1].effect, 2.0);
}

#[test]
fn exchanged_staff_look_at_each_others_contacts() {
    let start = start("from,to\na,x\nb,y\n", None, &["x"]);
    let after = start.edited(&[Edit::StaffExchange { a: "a".into(), b: "b".into() }]).unwrap();
    let of = |name: &str| -> Vec<String> {
        let graph = &after.world.graph;
        let mut names: Vec<String> =
            graph.out().of(graph.node(name).unwrap()).iter().map(|&o| graph.nodes()[o as usize].clone()).collect();
        names.sort();
        names
    };
    assert_eq!(
        (of("a"), of("b")),
        (vec!["b".into(), "x".into(), "y".into()], vec!["a".into(), "x".into(), "y".into()])
    );
}

#[test]
fn the_search_finds_the_bridge_that_carries_and_says_its_direction() {
    // h is looked at by four and looks at h2 alone: a bridge from h2 wins h2, h and the four; one from h only five, one from l none but l.
    let start = start(
        "from,to\nh,h2\nf1,h\nf2,h\nf3,h\nf4,h\nl,h3\n",
        Some("id,department\ns,A\nh,B\nh2,B\nh3,B\nl,B\nf1,B\nf2,B\nf3,B\nf4,B\n"),
        &["s"],
    );
    let got = best_bridges(&start, &HALF, 1, 1, 1).unwrap();
    assert_eq!((got.bridges[0].from.as_str(), got.bridges[0].to.as_str(), got.bridges[0].gain), ("h2", "s", 6.0));
    assert_eq!((got.effect.unwrap().effect, got.reversed_effect), (6.0, Some(0.0)));
}

#[test]
fn where_one_tie_is_too_few_several_of_one_unit_are_tried_together() {
    let start = start("from,to\nh,a\nh,b\nf,h\ns,q\nt,q\n", None, &["s", "t", "q"]);
    let got = best_bridges(&start, &HALF, 2, 1, 1).unwrap();
    // a and b are no one's followers and adopt when they look at a user: h then sees both. Two ties win as much either way.
    assert_eq!(got.effect.unwrap().effect, 4.0, "{:?}", got.bridges);
}

#[test]
fn the_fitted_hazard_drawn_again_gives_back_as_many_adopters() {
    let graph = diffused(2.5, 2.5, 0.01, 8);
    let adoption = graph.adoption().unwrap().clone();
    let (hazard, _) = exposure_hazard(&graph, &adoption, Look::Out, 1).unwrap();
    let real = adoption.adopted().iter().flatten().count() as f64;
    let drawn = CalibratedHazard::from_start(&hazard.cloglog, &adoption, 1).unwrap();
    let model = Model::Hazard(CalibratedHazard { spread: None, ..drawn });
    let start = Start { world: World::new(graph.clone(), Look::Out), seeds: vec![] };
    let got = effect(&start, &[], &model, 300, 4).unwrap();
    assert!((got.baseline.mean - real).abs() < 0.06 * real, "{} and {real}", got.baseline.mean);
    let seeds: Vec<usize> = (0..graph.n_nodes()).filter(|&n| adoption.adopted()[n].is_some()).collect();
    let later = Model::Hazard(CalibratedHazard::from_now(&hazard.cloglog, &adoption, 1, 4).unwrap());
    let got = effect(&Start { world: start.world, seeds }, &[], &later, 100, 4).unwrap();
    assert!(got.baseline.mean > real && got.baseline.mean <= graph.n_nodes() as f64);
}

#[test]
fn changes_that_cannot_be_made_are_refused_by_name() {
    let start = start("from,to\na,b\n", None, &["b"]);
    let refused = |edit: Edit| effect(&start, &[edit], &HALF, 1, 1).unwrap_err().code;
    assert_eq!(refused(tie("a", "nobody")), "unknown-node");
    assert_eq!(refused(Edit::RemoveTie { from: "b".into(), to: "a".into() }), "no-tie");
    assert_eq!(refused(Edit::RemoveBarrier { department: Some("X".into()) }), "unknown-department");
    assert_eq!(refused(Edit::AddTie { from: "a".into(), to: "b".into(), weight: f64::NAN }), "negative-weight");
    let code = |model: Model, runs| effect(&start, &[], &model, runs, 1).unwrap_err().code;
    assert_eq!(code(Model::LinearThreshold { theta: 0.0 }, 1), "not-a-threshold");
    assert_eq!(code(Model::IndependentCascade { chances: Chances::Each(1.5) }, 10), "not-a-chance");
    assert_eq!(code(Model::IndependentCascade { chances: Chances::Each(0.5) }, 1_000_000), "too-many-runs");
}
