use super::reference::{all_close, close, expected, graph, tolerance};
use super::*;

fn numbers(values: impl IntoIterator<Item = usize>) -> Vec<f64> {
    values.into_iter().map(|v| v as f64).collect()
}

#[test]
fn korean_families_are_read_as_netdiffuser_reads_them() {
    let Some(answers) = expected("network_kfamily") else { return };
    let columns = Columns { never_adopters: NeverAdopters::AsPeriod, ..Columns::default() };
    let graph = graph("kfamily", &columns);
    let adoption = graph.adoption().unwrap();
    let n = graph.n_nodes();
    close("n", n as f64, &answers["n"], 0.0);
    close("edges", graph.n_ties() as f64, &answers["edges"], 0.0);
    close("density", graph.n_ties() as f64 / (n * (n - 1)) as f64, &answers["density"], 1e-12);
    let order: Vec<&str> = answers["node_order"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(graph.nodes(), order);

    let periods = adoption.periods();
    all_close("periods", &periods.iter().map(|p| p.period as f64).collect::<Vec<_>>(), &answers["periods"], 0.0);
    all_close("adopt", &numbers(periods.iter().map(|p| p.adopted)), &answers["adopt"], 0.0);
    all_close("cumulative", &numbers(periods.iter().map(|p| p.cumulative)), &answers["cumulative"], 0.0);
    all_close("hazard", &periods.iter().map(|p| p.hazard.unwrap()).collect::<Vec<_>>(), &answers["hazard"], 1e-9);
    let within = tolerance(&answers, "exposure_abs");
    all_close("out", &mean_exposure(&graph, adoption, Look::Out), &answers["mean_exposure_out"], within);
    all_close("in", &mean_exposure(&graph, adoption, Look::Inward), &answers["mean_exposure_in"], within);
    let sample = &answers["exposure_sample"];
    for (look, name) in [(Look::Out, "exposure_out"), (Look::Inward, "exposure_in")] {
        let rows = exposure(&graph, adoption, look);
        for (at, node) in sample["node"].as_array().unwrap().iter().enumerate() {
            let row = &rows[graph.node(node.as_str().unwrap()).unwrap()];
            let got: Vec<f64> =
                sample["period"].as_array().unwrap().iter().map(|p| row[p.as_u64().unwrap() as usize - 1]).collect();
            all_close(name, &got, &sample[name][at], within);
        }
    }

    let thresholds: Vec<f64> = thresholds(&graph, adoption, Look::Out).into_iter().map(Option::unwrap).collect();
    all_close("threshold", &thresholds, &answers["threshold"], tolerance(&answers, "threshold_abs"));
    let toa: Vec<f64> = adoption.adopted().iter().map(|p| (i64::from(p.unwrap()) + adoption.first()) as f64).collect();
    close("mean", thresholds.iter().sum::<f64>() / n as f64, &answers["mean_threshold"], 1e-9);
    close("correlation", correlation(&toa, &thresholds).unwrap(), &answers["cor_toa_threshold"], 1e-9);
    let within = tolerance(&answers, "infection_susceptibility_abs");
    all_close("infection", &infection(&graph, adoption, 1, true), &answers["infection"], within);
    all_close("infection_raw", &infection(&graph, adoption, 1, false), &answers["infection_raw"], within);
    all_close("infection_K3_raw", &infection(&graph, adoption, 3, false), &answers["infection_K3_raw"], within);
    all_close("susceptibility", &susceptibility(&graph, adoption, 1, true), &answers["susceptibility"], within);
    all_close("susc_raw", &susceptibility(&graph, adoption, 1, false), &answers["susceptibility_raw"], within);
    all_close("out", &numbers((0..12).map(|i| graph.out().of(i).len())), &answers["outdegree_first12"], 0.0);
    all_close("in", &numbers((0..12).map(|i| graph.inward().of(i).len())), &answers["indegree_first12"], 0.0);

    for (values, name, labels) in [
        (&toa, "toa", ["Early Adopters", "Early Majority", "Late Majority", "Laggards"]),
        (&thresholds, "threshold", ["Very Low Thresh.", "Low Thresh.", "High Thresh.", "Very High Thresh."]),
    ] {
        let got = classes(values).unwrap();
        for (count, label) in [got.lowest, got.low, got.high, got.highest].into_iter().zip(labels) {
            close(label, count as f64, &answers["adopter_class_counts"][name][label], 0.0);
        }
    }

    let weights = MoranWeights::new(&graph);
    for wanted in answers["moran_binary_adjacency"].as_array().unwrap() {
        let period = wanted["period"].as_i64().unwrap();
        let values: Vec<f64> = toa.iter().map(|&t| f64::from(u8::from(t <= period as f64))).collect();
        let got = weights.of(period, &values).unwrap();
        close("observed", got.observed, &wanted["observed"], tolerance(&answers, "moran_observed_abs"));
        close("expected", got.expected, &wanted["expected"], 1e-12);
        close("sd", got.sd / wanted["sd"].as_f64().unwrap(), &1.0.into(), tolerance(&answers, "moran_sd_rel"));
        close("p", got.p_value, &wanted["p_value"], 1e-6);
    }
}

/// Forty units with weighted ties, in the order of the table of units or in the reverse one.
fn spread(reversed: bool, weighted: bool) -> Graph {
    let mut chance = crate::generator::Generator(4);
    let mut edges = String::from("from,to,weight\n");
    let mut rows = Vec::new();
    for a in 0..40 {
        for b in 0..40 {
            if a != b && chance.happens(0.12) {
                let weight = if weighted { 1 + chance.next() % 4 } else { 1 };
                edges += &format!("u{a},u{b},{weight}\n");
            }
        }
        let toa = 1 + chance.next() % 8;
        rows.push(format!("u{a},{},{}", toa, u8::from(toa < 8)));
    }
    if reversed {
        rows.reverse();
    }
    let nodes = format!("id,toa,adopted\n{}\n", rows.join("\n"));
    let read = |text: &str| crate::table::Table::read(text).unwrap();
    Graph::from_tables(&read(&edges), Some(&read(&nodes)), &Columns::default()).unwrap()
}

#[test]
fn units_in_another_order_have_the_same_exposure_thresholds_and_infection() {
    let (one, two) = (spread(false, true), spread(true, true));
    let (a, b) = (one.adoption().unwrap(), two.adoption().unwrap());
    let turned = |mut values: Vec<f64>| {
        values.reverse();
        values
    };
    let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
    for look in [Look::Out, Look::Inward] {
        let (mut x, y) = (exposure(&one, a, look), exposure(&two, b, look));
        x.reverse();
        assert!(x.iter().zip(&y).all(|(x, y)| near(x, y)));
        let mut x = thresholds(&one, a, look);
        x.reverse();
        assert!(
            x.iter().zip(thresholds(&two, b, look)).all(|(x, y)| (x.unwrap_or(9.0) - y.unwrap_or(9.0)).abs() < 1e-12)
        );
    }
    assert!(near(&turned(infection(&one, a, 2, true)), &infection(&two, b, 2, true)));
    assert!(near(&turned(susceptibility(&one, a, 2, true)), &susceptibility(&two, b, 2, true)));
}

#[test]
fn exposure_by_waves_is_the_one_of_the_formula() {
    for weighted in [false, true] {
        let graph = spread(false, weighted);
        let adoption = graph.adoption().unwrap();
        let got = exposure(&graph, adoption, Look::Out);
        for (node, row) in got.iter().enumerate() {
            for (period, got) in row.iter().enumerate() {
                let (mut above, mut below) = (0.0, 0.0);
                for (other, weight) in graph.out().ties_of(node) {
                    below += weight;
                    if adoption.adopted()[other].is_some_and(|p| p as usize <= period) {
                        above += weight;
                    }
                }
                let wanted = if below > 0.0 { above / below } else { 0.0 };
                assert!((got - wanted).abs() < 1e-12);
            }
            assert!(row.windows(2).all(|pair| pair[0] <= pair[1]), "exposure never falls");
        }
    }
}

#[test]
fn a_mirrored_diffusion_has_infection_where_it_had_susceptibility() {
    // Ties turned round and time turned round: who was followed follows.
    let nodes = |turn: bool| {
        let rows: String =
            (0..6).map(|i| format!("u{i},{}\n", if turn { 7 - (i % 3 + 1) } else { i % 3 + 1 })).collect();
        crate::table::Table::read(&format!("id,toa\n{rows}")).unwrap()
    };
    let ties = crate::table::Table::read("from,to\nu0,u1\nu1,u2\nu3,u1\nu4,u0\nu5,u3\nu2,u4\n").unwrap();
    let back = crate::table::Table::read("to,from\nu0,u1\nu1,u2\nu3,u1\nu4,u0\nu5,u3\nu2,u4\n").unwrap();
    let columns = Columns { never_adopters: NeverAdopters::Believe, ..Columns::default() };
    let one = Graph::from_tables(&ties, Some(&nodes(false)), &columns).unwrap();
    let two = Graph::from_tables(&back, Some(&nodes(true)), &columns).unwrap();
    let (a, b) = (one.adoption().unwrap(), two.adoption().unwrap());
    let first = infection(&one, a, 2, true);
    assert!(first.iter().any(|&i| i > 0.0));
    assert_eq!(first, susceptibility(&two, b, 2, true));
}
