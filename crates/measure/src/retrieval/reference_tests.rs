//! The measures of `sdi_dev.json`, each within its tolerance.

use serde_json::Value;

use super::*;

/// The reference answers; none, said aloud, where they are not beside the project.
fn answers() -> Option<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sdi-measures/sdi_dev.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        #[allow(clippy::print_stderr)] // The one place where a test says that it could not look.
        {
            eprintln!("NOT COMPARED: {path} is not beside the project");
        }
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

#[track_caller]
fn near(what: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: {expected} is no number"));
    assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected}");
}

#[test]
fn ranked_measures_agree_with_the_reference() {
    let Some(answers) = answers() else { return };
    let mut sums = std::collections::BTreeMap::<String, f64>::new();
    let of_queries = answers["expected_ranked_measures"]["per_query"].as_object().unwrap();
    for (query, expected) in of_queries {
        let relevant: Vec<&str> =
            answers["qrels"][query].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let scores = answers["expected"][query]["bm25_lucene"].as_object().unwrap();
        let mut run: Vec<(&str, f64)> =
            scores.iter().map(|(id, score)| (id.as_str(), score.as_f64().unwrap())).collect();
        run.sort_by(|a, b| b.1.total_cmp(&a.1));
        let ranking: Vec<Gain> = run.iter().map(|(id, _)| f64::from(u8::from(relevant.contains(id)))).collect();
        let all = vec![1.0; relevant.len()];
        for (measure, value) in expected.as_object().unwrap() {
            let found = match measure.split_once('@') {
                None if measure == "AP" => average_precision(&ranking, &all),
                None if measure == "Rprec" => r_precision(&ranking, &all),
                None if measure == "RR" => reciprocal_rank(&ranking),
                Some(("P", k)) => precision_at(&ranking, k.parse().unwrap()),
                Some(("R", k)) => recall_at(&ranking, &all, k.parse().unwrap()),
                Some(("nDCG", k)) => ndcg_at(&ranking, &all, k.parse().unwrap()),
                _ => panic!("{measure} is not measured"),
            };
            near(&format!("{query} {measure}"), found, value, 1e-6);
            *sums.entry(measure.clone()).or_default() += found;
        }
    }
    for (measure, value) in answers["expected_ranked_measures"]["mean"].as_object().unwrap() {
        near(measure, sums[measure] / of_queries.len() as f64, value, 1e-6);
    }
}

#[test]
fn filtering_measures_agree_with_the_reference() {
    let Some(answers) = answers() else { return };
    let filtering = &answers["filtering_measures"];
    let topics = filtering["topics"].as_array().unwrap();
    let measured = |delivered: &Delivered, measure: &str| match measure {
        "T11U" => delivered.t11u(),
        "T11NU" => delivered.t11nu(),
        "T11SU" => delivered.t11su(),
        "T11F" => delivered.t11f(),
        "precision" => delivered.precision(),
        "recall" => delivered.recall(),
        "T9U_min_minus100" => delivered.t9u(-100.0),
        "T9P_50" => delivered.t9p(50),
        _ => panic!("{measure} is not measured"),
    };
    let mut all = Vec::new();
    for topic in topics {
        let count = |name: &str| u32::try_from(topic[name].as_u64().unwrap()).unwrap();
        let delivered = Delivered {
            relevant_total: count("relevant_total"),
            relevant: count("delivered_relevant"),
            not_relevant: count("delivered_nonrelevant"),
        };
        for (measure, value) in topic.as_object().unwrap() {
            if value.is_number()
                && !["relevant_total", "delivered_relevant", "delivered_nonrelevant"].contains(&measure.as_str())
            {
                near(&format!("{} {measure}", topic["topic"]), measured(&delivered, measure), value, 1e-9);
            }
        }
        all.push(delivered);
    }
    for (measure, value) in filtering["mean"].as_object().unwrap() {
        let mean = all.iter().map(|one| measured(one, measure)).sum::<f64>() / all.len() as f64;
        near(&format!("mean {measure}"), mean, value, 1e-9);
    }
    near(
        "silence",
        Delivered { relevant_total: 1, ..Delivered::default() }.t11su(),
        &filtering["zero_delivery_score"],
        1e-9,
    );
}
