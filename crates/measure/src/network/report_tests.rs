use super::flow_tests::diffused;
use super::*;
use crate::table::Table;

fn read(edges: &str, nodes: Option<&str>) -> Result<Graph, crate::Unusable> {
    let nodes = nodes.map(|n| Table::read(n).unwrap());
    Graph::from_tables(&Table::read(edges).unwrap(), nodes.as_ref(), &Columns::default())
}

#[track_caller]
fn refused(edges: &str, nodes: Option<&str>, code: &str, says: &str) {
    let refused = read(edges, nodes).unwrap_err();
    assert_eq!(refused.code, code);
    assert!(refused.text.contains(says), "{refused}");
}

#[track_caller]
fn cautioned(edges: &str, nodes: Option<&str>, codes: &[&str]) -> Graph {
    let graph = read(edges, nodes).unwrap();
    assert_eq!(graph.cautions().iter().map(|c| c.code).collect::<Vec<_>>(), codes);
    graph
}

#[test]
fn ties_that_cannot_be_read_are_refused_with_their_row() {
    refused("from,to\na,b\na,c\n", Some("id\na\nb\n"), "unknown-node", "Row 2 of the ties: \"c\" in \"to\"");
    refused("from,to\na,b\na,\n", None, "empty-cell", "Row 2");
    refused("from,to,weight\na,b,-1\n", None, "negative-weight", "Row 1");
    refused("from,to,weight\na,b,nan\n", None, "not-a-number", "Row 1");
    refused("a,b\nx,y\n", None, "no-column", "a, b");
    refused("from,to\na,b\n", Some("id\na\nb\na\n"), "unit-twice", "Row 3");
    refused("from,to,from_department,to_department\na,b,X,Y\nb,c,X,X\n", None, "two-departments", "Row 2");
}

#[test]
fn adoptions_that_cannot_be_read_are_refused_with_their_row() {
    refused("from,to\na,b\n", Some("id,toa\na,1.5\nb,2\n"), "not-a-period", "Row 1");
    refused("from,to\na,b\n", Some("id,toa,adopted\na,1,1\nb,2,3\n"), "not-a-flag", "Row 2");
    refused("from,to\na,b\n", Some("id,toa,adopted\na,,1\nb,2,1\n"), "no-period", "Row 1");
    refused("from,to\na,b\n", Some("id,toa\na,\nb,NA\n"), "no-adopters", "No unit adopted");
    refused("from,to\na,b\n", Some("id,toa\na,20240101\nb,20260101\n"), "too-many-periods", "Write years");
}

#[test]
fn loops_double_ties_and_isolates_are_told_and_change_nothing_else() {
    let graph =
        cautioned("from,to\na,a\na,b\na,b\n", Some("id\na\nb\nc\n"), &["self-loops", "double-ties", "isolates"]);
    assert_eq!(graph.n_ties(), 1);
    let weighted = cautioned("ego,alter,weight\na,b,2\na,b,3\nb,a,0\n", None, &["zero-weights", "double-ties"]);
    assert_eq!(weighted.out().weights_of(0), [5.0]);
}

#[test]
fn a_last_period_that_swallows_all_who_are_left_marks_those_who_never_adopted() {
    let mut nodes = String::from("id,toa\n");
    for (at, toa) in [1, 2, 2, 3, 3, 4, 4, 4, 4].into_iter().enumerate() {
        nodes += &format!("u{at},{toa}\n");
    }
    let graph = cautioned("from,to\nu0,u1\n", Some(&nodes), &["isolates", "never-adopters"]);
    let adoption = graph.adoption().unwrap();
    assert_eq!(adoption.n_periods(), 3);
    assert_eq!(adoption.adopted().iter().flatten().count(), 5);
    assert!(adoption.periods().iter().all(|p| p.hazard.unwrap() < 1.0));
    let believed = Columns { never_adopters: NeverAdopters::Believe, ..Columns::default() };
    let all =
        Graph::from_tables(&Table::read("from,to\nu0,u1\n").unwrap(), Some(&Table::read(&nodes).unwrap()), &believed)
            .unwrap();
    assert_eq!(all.adoption().unwrap().periods().last().unwrap().hazard, Some(1.0));
}

#[test]
fn units_marked_as_not_adopted_leave_when_they_were_last_seen() {
    let graph = cautioned(
        "from,to\na,b\nb,c\nc,d\nd,a\n",
        Some("id,toa,adopted\na,1,1\nb,3,1\nc,4,0\nd,2,0\n"),
        &["never-adopters"],
    );
    let at_risk: Vec<usize> = graph.adoption().unwrap().periods().iter().map(|p| p.at_risk).collect();
    assert_eq!(at_risk, [4, 3, 2]);
}

#[test]
fn one_file_of_ties_with_departments_has_a_wall_and_one_without_has_brokers_of_structure_only() {
    let graph =
        read("source,target,source_department,target_department\na,b,X,X\nb,c,X,Y\nc,d,Y,Y\nd,a,Y,X\n", None).unwrap();
    let got = report(&graph, &Request::default()).unwrap();
    let wall = got.barrier.unwrap();
    assert_eq!((wall.structure.internal, wall.structure.external), (2, 2));
    assert_eq!(wall.flow_unusable.unwrap().code, "no-adoption");
    let got = report(&read("from,to\na,b\nb,c\n", None).unwrap(), &Request::default()).unwrap();
    assert!(got.barrier.is_none() && got.diffusion.is_none() && got.brokers.is_empty());
    assert_eq!(got.units.iter().map(|u| u.outdegree).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(got.units[1].betweenness, Some(1.0));
}

#[test]
fn a_report_is_the_same_to_the_byte_and_has_all_its_parts() {
    let graph = diffused(3.0, 1.0, 0.01, 77);
    let request = Request {
        n_null: 150,
        what_if: Some(WhatIf {
            walk: Walk::Hazard { n_periods: 3 },
            edits: vec![Edit::AddTie { from: "u479".into(), to: "u0".into(), weight: 1.0 }],
            n_runs: 50,
            n_bridges: 1,
            across: Across::FromFlow,
            ..WhatIf::default()
        }),
        ..Request::default()
    };
    let got = report(&graph, &request).unwrap();
    let text = serde_json::to_string(&got).unwrap();
    assert_eq!(text, serde_json::to_string(&report(&graph, &request).unwrap()).unwrap());
    assert!(!text.contains("NaN"));
    assert_eq!(got.units.len(), 480);
    assert_eq!(got.capacities.unwrap().units.len(), 8);
    assert!(got.brokers[0].z_total.is_some());
    let tried = got.what_if.unwrap();
    assert!(tried.across < 1.0 && tried.effect.n_runs == 50 && tried.bridges.is_some());
}

#[test]
fn no_contagion_is_promised_where_adoption_is_chance() {
    let graph = diffused(0.0, 0.0, 0.01, 78);
    let got = report(&graph, &Request { n_null: 0, ..Request::default() }).unwrap();
    let hazard = got.exposure_hazard.unwrap();
    assert!(hazard.cloglog.coefficient("exposure").unwrap().interval.covers(0.0));
    assert!(hazard.finding.contains("do not show"));
    assert!(got.cautions.iter().any(|c| c.code == "contagion-not-shown"));
    let strong = report(&diffused(3.0, 3.0, 0.01, 79), &Request { n_null: 0, ..Request::default() }).unwrap();
    assert!(strong.exposure_hazard.unwrap().finding.contains("does not prove"));
}

#[test]
fn what_cannot_be_tried_out_is_refused_with_the_next_step() {
    let graph = read("from,to\na,b\nb,c\n", None).unwrap();
    let code =
        |what_if: WhatIf| report(&graph, &Request { what_if: Some(what_if), ..Request::default() }).unwrap_err().code;
    assert_eq!(code(WhatIf::default()), "no-seeds");
    assert_eq!(code(WhatIf { walk: Walk::Hazard { n_periods: 3 }, ..WhatIf::default() }), "not-calibrated");
    assert_eq!(code(WhatIf { across: Across::FromFlow, ..WhatIf::default() }), "no-flow");
    assert_eq!(code(WhatIf { across: Across::Counts(2.0), ..WhatIf::default() }), "not-a-share");
    assert_eq!(code(WhatIf { seeds: vec!["z".into()], ..WhatIf::default() }), "unknown-node");
}

#[test]
fn never_adopters_of_known_data_are_found_without_being_marked() {
    for (name, never) in [("kfamily", 374), ("medinnov", 16), ("brfarmers", 152)] {
        if super::reference::expected("network_kfamily").is_none() {
            return;
        }
        let nodes = super::reference::table(&format!("{name}_nodes"));
        let rows: Vec<String> = nodes
            .cells("id")
            .unwrap()
            .zip(nodes.cells("toa").unwrap())
            .map(|(id, toa)| format!("{id},{toa}"))
            .collect();
        let unmarked = Table::read(&format!("id,toa\n{}\n", rows.join("\n"))).unwrap();
        let edges = super::reference::table(&format!("{name}_edges"));
        let read = |nodes: &Table| Graph::from_tables(&edges, Some(nodes), &Columns::default()).unwrap();
        let (found, marked) = (read(&unmarked), read(&nodes));
        assert_eq!(found.adoption(), marked.adoption(), "{name}");
        assert_eq!(found.adoption().unwrap().adopted().iter().filter(|a| a.is_none()).count(), never, "{name}");
        assert!(found.cautions().iter().any(|c| c.code == "never-adopters"));
        report(&marked, &Request::default()).unwrap();
    }
}

#[test]
fn tables_with_next_to_nothing_in_them_give_a_report_and_no_panic() {
    for (edges, nodes) in [
        ("from,to\n", None),
        ("from,to\n", Some("id,department,toa\na,X,1\n")),
        ("from,to\na,a\n", Some("id,department,toa\na,X,1\n")),
        ("from,to\na,b\n", Some("id,department,toa\na,X,1\nb,Y,1\n")),
        ("from,to\na,b\n", Some("id,department,toa\na,,1\nb,Y,\n")),
    ] {
        let graph = read(edges, nodes).unwrap();
        let what_if = nodes.map(|_| WhatIf { n_bridges: 2, n_runs: 10, ..WhatIf::default() });
        let got = report(&graph, &Request { what_if, ..Request::default() }).unwrap();
        assert_eq!(got.summary.nodes, graph.n_nodes());
        assert!(got.exposure_hazard.is_none());
    }
}
