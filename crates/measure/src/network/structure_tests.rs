use super::reference::{close, expected, graph, tolerance};
use super::*;
use crate::generator::Generator;
use crate::table::Table;

fn check_barrier(name: &str, dataset: &str, undirected: bool) {
    let Some(answers) = expected(name) else { return };
    let graph = graph(dataset, &Columns { undirected, ..Columns::default() });
    let (got, cautions) = structure(&graph, 1000, 1);
    assert_eq!(cautions, []);
    let within = tolerance(&answers, "index_abs");
    close("nodes", got.nodes as f64, &answers["nodes"], 0.0);
    close("ties", got.ties as f64, &answers["ties"], 0.0);
    close("internal", got.internal as f64, &answers["internal"], 0.0);
    close("external", got.external as f64, &answers["external"], 0.0);
    close("ei", got.ei_index.unwrap(), &answers["ei_index"], within);
    close("expected", got.expected_internal, &answers["expected_internal_configuration"], within);
    close("modularity", got.modularity.unwrap(), &answers["modularity_of_groups"], within);
    close("assortativity", got.assortativity.unwrap(), &answers["assortativity_nominal"], within);
    close("barrier", got.barrier_index.unwrap(), &answers["barrier_index"], within);
    for wanted in answers["mixing"].as_array().unwrap() {
        let cell = got.mixing.iter().find(|m| wanted["from"] == m.from && wanted["to"] == m.to).unwrap();
        close("mixing", cell.n as f64, &wanted["n"], 0.0);
    }
    let null = got.ei_null.unwrap();
    assert_eq!(null.method, NullMethod::Swaps);
    assert!(null.interval.low <= null.mean && null.mean <= null.interval.high);
    assert!(got.ei_index.unwrap() < null.interval.low, "{null:?}");

    let by_node = ei_by_node(&graph);
    let constraint = constraint(&graph);
    let betweenness = betweenness(&graph);
    for (at, node) in graph.nodes().iter().enumerate() {
        match by_node[at] {
            Some(value) => close(node, value, &answers["ei_node"][node], within),
            None => assert!(answers["ei_node"][node].is_null(), "{node}"),
        }
        close(node, constraint[at].unwrap(), &answers["burt_constraint"][node], tolerance(&answers, "constraint_abs"));
        close(node, betweenness[at], &answers["betweenness"][node], tolerance(&answers, "betweenness_abs"));
    }
    let wanted = &answers["gould_fernandez"];
    let roles = roles(&graph);
    let mut sums = [0; 5];
    for (at, node) in wanted["node"].as_array().unwrap().iter().enumerate() {
        let got = roles[graph.node(node.as_str().unwrap()).unwrap()];
        // The columns are those of sna: b_IO leads from the own department out (AAB), b_OI from outside in (ABB). The words beside them in
        // the answers are the other way round than Gould and Fernandez have them.
        let by_column = [got.coordinator, got.itinerant, got.representative, got.gatekeeper, got.liaison];
        for (role, count) in by_column.into_iter().enumerate() {
            close("role", count as f64, &wanted["raw"][at][role], 0.0);
            sums[role] += count;
        }
        close("total", got.total() as f64, &wanted["raw"][at][5], 0.0);
    }
    for (role, name) in ["w_I", "w_O", "b_IO", "b_OI", "b_O"].into_iter().enumerate() {
        close(name, sums[role] as f64, &wanted["total_global"][name], 0.0);
    }
    close("t", sums.iter().sum::<u64>() as f64, &wanted["total_global"]["t"], 0.0);
}

#[test]
fn the_wall_in_the_karate_club_is_the_one_igraph_and_sna_see() {
    check_barrier("barrier_karate", "karate", true);
}

#[test]
fn the_wall_in_an_organisation_with_directed_ties_is_the_one_igraph_and_sna_see() {
    check_barrier("barrier_org_dev", "org_dev", false);
}

/// Departments of so many units each; within them ties are so likely, across so.
pub(super) fn blocks(n_departments: usize, size: usize, within: f64, across: f64, seed: u64) -> (Table, Table) {
    let mut chance = Generator(seed);
    let n = n_departments * size;
    let mut edges = String::from("from,to\n");
    let mut nodes = String::from("id,department\n");
    for a in 0..n {
        nodes += &format!("u{a},d{}\n", a / size);
        for b in 0..n {
            if a != b && chance.happens(if a / size == b / size { within } else { across }) {
                edges += &format!("u{a},u{b}\n");
            }
        }
    }
    (Table::read(&edges).unwrap(), Table::read(&nodes).unwrap())
}

fn structure_of(tables: &(Table, Table)) -> Structure {
    let graph = Graph::from_tables(&tables.0, Some(&tables.1), &Columns::default()).unwrap();
    structure(&graph, 400, 7).0
}

#[test]
fn departments_that_do_not_matter_make_no_wall() {
    let got = structure_of(&blocks(4, 50, 0.05, 0.05, 3));
    assert!(got.barrier_interval.unwrap().covers(0.0), "{got:?}");
    assert!(got.ei_null.unwrap().interval.covers(got.ei_index.unwrap()));
}

#[test]
fn departments_without_a_tie_across_are_closed() {
    let got = structure_of(&blocks(4, 20, 0.2, 0.0, 3));
    assert_eq!((got.barrier_index, got.ei_index, got.external), (Some(1.0), Some(-1.0), 0));
    assert!(got.barrier_interval.unwrap().low > 0.9);
}

#[test]
fn exactly_as_many_ties_across_as_the_configuration_expects_are_a_barrier_of_nought() {
    // Each of four units names every unit of its own department and of the other, itself apart; a loop less each side: K = 2 ties out and in.
    let edges = Table::read("from,to\na1,a2\na2,a1\nb1,b2\nb2,b1\na1,b1\nb1,a1\na2,b2\nb2,a2\n").unwrap();
    let nodes = Table::read("id,department\na1,a\na2,a\nb1,b\nb2,b\n").unwrap();
    let got = structure_of(&(edges, nodes));
    assert_eq!((got.internal, got.external, got.expected_internal), (4, 4, 4.0));
    assert_eq!(got.barrier_index, Some(0.0));
    assert_eq!((got.modularity, got.assortativity), (Some(0.0), Some(0.0)));
}

#[test]
fn more_ties_across_than_by_chance_are_a_barrier_below_nought() {
    let got = structure_of(&blocks(3, 30, 0.02, 0.1, 5));
    assert!(got.barrier_index.unwrap() < -1.0);
    assert!(got.ei_index.unwrap() > got.ei_null.unwrap().interval.high);
}

#[test]
fn one_department_has_no_wall_and_no_number_for_it() {
    let tables = blocks(1, 20, 0.2, 0.0, 3);
    let graph = Graph::from_tables(&tables.0, Some(&tables.1), &Columns::default()).unwrap();
    let (got, cautions) = structure(&graph, 400, 7);
    assert_eq!((got.barrier_index, got.assortativity, got.ei_null), (None, None, None));
    assert_eq!(cautions.iter().map(|c| c.code).collect::<Vec<_>>(), ["one-department"]);
}

#[test]
fn ends_that_are_joined_by_chance_lie_where_shuffles_lie() {
    // Exact mean and variance against all 4! matchings of four ends out with four ends in, two departments.
    let (out, inward) = ([3.0, 1.0], [2.0, 2.0]);
    let (out_ends, in_ends) = ([0, 0, 0, 1], [0, 0, 1, 1]);
    let mut insides = Vec::new();
    for code in 0..256_usize {
        let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6];
        if (0..4).all(|k| order.contains(&k)) {
            insides.push((0..4).filter(|&k| out_ends[k] == in_ends[order[k]]).count() as f64);
        }
    }
    let mean = insides.iter().sum::<f64>() / 24.0;
    let variance = insides.iter().map(|i| (i - mean).powi(2)).sum::<f64>() / 24.0;
    let got = super::null_model::stubs(&out, &inward, 4.0, false);
    assert!((got.0 - mean).abs() < 1e-12 && (got.1 - variance).abs() < 1e-12, "{got:?} {mean} {variance}");
    // Two ties of an undirected network with ends a, a, a, b: one of three pairings for each partner of b; always one tie inside.
    let got = super::null_model::stubs(&[3.0, 1.0], &[], 2.0, true);
    assert!((got.0 - 1.0).abs() < 1e-12 && got.1.abs() < 1e-12, "{got:?}");
}

#[test]
fn units_in_another_order_have_the_same_wall_and_the_same_roles() {
    let (edges, nodes) = blocks(4, 12, 0.25, 0.04, 11);
    let turned = {
        let names: Vec<(String, String)> = nodes
            .cells("id")
            .unwrap()
            .zip(nodes.cells("department").unwrap())
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect();
        let rows: Vec<String> = names.iter().rev().map(|(a, b)| format!("{a},{b}")).collect();
        Table::read(&format!("id,department\n{}\n", rows.join("\n"))).unwrap()
    };
    let one = Graph::from_tables(&edges, Some(&nodes), &Columns::default()).unwrap();
    let two = Graph::from_tables(&edges, Some(&turned), &Columns::default()).unwrap();
    let (a, b) = (structure(&one, 0, 1).0, structure(&two, 0, 1).0);
    assert_eq!((a.internal, a.external, a.expected_internal), (b.internal, b.external, b.expected_internal));
    assert_eq!(a.barrier_index, b.barrier_index);
    let n = one.n_nodes();
    let (roles_one, roles_two) = (roles(&one), roles(&two));
    let (c_one, c_two) = (constraint(&one), constraint(&two));
    let (b_one, b_two) = (betweenness(&one), betweenness(&two));
    for at in 0..n {
        assert_eq!(one.nodes()[at], two.nodes()[n - 1 - at]);
        assert_eq!(roles_one[at], roles_two[n - 1 - at]);
        assert!((c_one[at].unwrap_or(0.0) - c_two[n - 1 - at].unwrap_or(0.0)).abs() < 1e-12);
        assert!((b_one[at] - b_two[n - 1 - at]).abs() < 1e-9);
    }
}

#[test]
fn null_networks_keep_how_many_ties_each_unit_has() {
    for undirected in [false, true] {
        let (edges, nodes) = blocks(3, 10, 0.3, 0.05, 2);
        let graph = Graph::from_tables(&edges, Some(&nodes), &Columns { undirected, ..Columns::default() }).unwrap();
        let (mut swapped, _) = super::null_model::Swapped::new(&graph, 200, 9).unwrap();
        let (mut out, mut inward) = (vec![0; 30], vec![0; 30]);
        let ties = swapped.next().to_vec();
        for &(a, b) in &ties {
            assert_ne!(a, b);
            out[a as usize] += 1;
            inward[b as usize] += 1;
            if undirected {
                out[b as usize] += 1;
            }
        }
        let mut once: Vec<(u32, u32)> =
            ties.iter().map(|&(a, b)| if undirected { (a.min(b), a.max(b)) } else { (a, b) }).collect();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), graph.n_ties());
        for node in 0..30 {
            assert_eq!(out[node], graph.out().of(node).len());
            if !undirected {
                assert_eq!(inward[node], graph.inward().of(node).len());
            }
        }
    }
}

#[test]
fn constraint_weighs_ties_and_shortest_ways_do_not() {
    let edges = "from,to,weight\n0,1,1\n1,2,2\n2,0,3\n3,1,1\n4,0,2\n5,4,2\n0,4,1\n2,5,4\n";
    let nodes = Table::read("id\n0\n1\n2\n3\n4\n5\n").unwrap();
    let graph = Graph::from_tables(&Table::read(edges).unwrap(), Some(&nodes), &Columns::default()).unwrap();
    // From igraph 0.11 for Python.
    let wanted = [0.4903628117913832, 0.6047335600907029, 0.42157974300831436, 1.0, 0.52, 0.5555555555555556];
    for (got, wanted) in constraint(&graph).into_iter().zip(wanted) {
        assert!((got.unwrap() - wanted).abs() < 1e-12, "{got:?} {wanted}");
    }
    assert_eq!(betweenness(&graph), [7.5, 9.0, 8.0, 0.0, 3.0, 1.5]);
}

#[test]
fn where_departments_do_not_matter_brokers_are_what_their_ties_make_them() {
    let (edges, nodes) = blocks(4, 25, 0.06, 0.06, 13);
    let graph = Graph::from_tables(&edges, Some(&nodes), &Columns::default()).unwrap();
    let z = super::brokerage::z_scores(&graph, &roles(&graph), 300, 3).unwrap();
    let scores: Vec<f64> = z.iter().flatten().flatten().copied().collect();
    let far = scores.iter().filter(|z| z.abs() > 3.0).count();
    assert!(scores.len() > 400 && far * 50 < scores.len(), "{far} of {}", scores.len());
}
