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
