//! The numbers of the reference answers, each within its tolerance.

use serde_json::Value;

use super::*;
use crate::table::Table;

/// Reads a file beside the reference answers; none, said aloud, where the folder is not there.
fn reference(path: &str) -> Option<String> {
    let whole = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/diffusion/{}"), path);
    let read = std::fs::read_to_string(&whole).ok();
    if read.is_none() {
        #[allow(clippy::print_stderr)] // The one place where a test says that it could not look.
        {
            eprintln!("NOT COMPARED: {path} is not beside the project");
        }
    }
    read
}

fn answers(name: &str) -> Option<Value> {
    reference(&format!("expected/{name}")).map(|text| serde_json::from_str(&text).unwrap())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[track_caller]
fn near(what: &str, found: f64, expected: &Value, relative: f64) {
    let expected = number(expected);
    let off = (found - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(off <= relative, "{what}: {found} is not {expected} (off by {off:e}, {relative:e} allowed)");
}

fn column(table: &str, name: &str, only: Option<(&str, &str)>) -> Vec<f64> {
    let table = Table::read(table).unwrap();
    let numbers = table.numbers(name).unwrap();
    match only {
        None => numbers,
        Some((column, value)) => table
            .cells(column)
            .unwrap()
            .zip(numbers)
            .filter_map(|(cell, number)| (cell == value).then_some(number))
            .collect(),
    }
}

fn quick(periods_ahead: usize) -> Options {
    Options { periods_ahead, n_replicates: 0, ..Options::default() }
}

#[track_caller]
fn agrees(fit: &Fitted, case: &Value, parameters: f64, errors: f64, squares: f64) {
    for name in ["p", "q", "m"] {
        let found = fit.get(name).unwrap();
        near(name, found.estimate, &case[name], parameters);
        near(&format!("se of {name}"), found.se.unwrap(), &case[format!("se_{name}")], errors);
    }
    near("sse", fit.sse.unwrap(), &case["sse"], squares);
    near("peak time", fit.get("peak_time").unwrap().estimate, &case["t_peak"], parameters);
    near("peak rate", fit.get("peak_rate").unwrap().estimate, &case["peak_rate"], parameters);
}

#[test]
fn durables_are_fitted_as_the_references_fit_them() {
    let (Some(answers), Some(table)) = (answers("bass_dev.json"), reference("data/bass_durables_dev.csv")) else {
        return;
    };
    let cases = answers["cases"].as_array().unwrap();
    assert!(cases.len() >= 2);
    for case in cases {
        let counts = column(&table, "adoptions", Some(("series", case["series"].as_str().unwrap())));
        assert_eq!(counts.len() as u64, case["n"].as_u64().unwrap());
        let tolerance = |name: &str| number(&case["tolerance"][name]);

        let line = ols_line(&counts).unwrap();
        let ols = &case["ols"];
        for (name, found) in [("a", line.a), ("b", line.b), ("c", line.c), ("r2", line.r_squared.unwrap())] {
            near(name, found, &ols[name], tolerance("ols_rel"));
        }
        for (name, found) in ["p", "q", "m"].iter().zip(line.implied().unwrap()) {
            near(name, found, &ols[*name], tolerance("ols_rel"));
        }
        assert_eq!(line.sign_warning, ols["sign_warning"].as_bool().unwrap());
        let refused = fit_bass_ols(&counts, &quick(3)).err().map(|e| e.code);
        assert_eq!(refused, line.sign_warning.then_some("wrong-sign"));

        let expected = case["fitted_increment"].as_array().unwrap();
        let nls = fit_bass_nls(&counts, &quick(expected.len() - counts.len())).unwrap();
        agrees(&nls, &case["nls_increment"], tolerance("nls_param_rel"), tolerance("nls_se_rel"), tolerance("sse_rel"));
        let curve = nls.fitted.iter().map(|p| p.fitted).chain(nls.forecast.iter().map(|p| p.value));
        for (t, (found, expected)) in curve.zip(expected).enumerate() {
            near(&format!("period {}", t + 1), found, expected, tolerance("forecast_rel"));
        }

        let totals = fit_bass_cumulative(&counts, &quick(0)).unwrap();
        agrees(
            &totals,
            &case["nls_cumulative"],
            tolerance("nls_param_rel"),
            tolerance("nls_se_rel"),
            tolerance("sse_rel"),
        );

        let origin = &case["origin_forecast"];
        let n_train = origin["train"].as_u64().unwrap() as usize;
        let early = fit_bass_nls(&counts[..n_train], &quick(counts.len() - n_train)).unwrap();
        for name in ["p", "q", "m"] {
            near(name, early.get(name).unwrap().estimate, &origin[name], tolerance("forecast_rel"));
        }
        for (found, expected) in early.forecast.iter().zip(origin["forecast"].as_array().unwrap()) {
            near("forecast", found.value, expected, tolerance("forecast_rel"));
        }
        assert!(early.cautions.iter().any(|c| c.code == "before-peak"));
    }
}

#[test]
fn families_are_fitted_with_those_who_never_adopt() {
    let Some(answers) = answers("bass_mle_dev.json") else { return };
    let tolerance = |name: &str| number(&answers["tolerance"][name]);
    for case in answers["cases"].as_array().unwrap() {
        let counts: Vec<f64> = case["x"].as_array().unwrap().iter().map(number).collect();
        let fit = fit_bass(&counts, Some(number(&case["N"])), &quick(0)).unwrap();
        let expected = &case["expect"];
        for name in ["p", "q", "c", "m"] {
            near(name, fit.get(name).unwrap().estimate, &expected[name], tolerance("param_rel"));
        }
        for name in ["p", "q", "c"] {
            near(
                &format!("se of {name}"),
                fit.get(name).unwrap().se.unwrap(),
                &expected[format!("se_{name}")],
                tolerance("se_rel"),
            );
        }
        let off = (fit.log_likelihood.unwrap() - number(&expected["loglik"])).abs();
        assert!(off <= tolerance("loglik_abs"), "log likelihood off by {off}");
        assert_eq!(fit.boundary == Some("c"), expected["boundary"].as_bool().unwrap());
    }
}

#[test]
fn the_stock_of_cars_is_fitted_as_the_references_fit_it() {
    let (Some(answers), Some(table)) = (answers("scurves_carstock.json"), reference("data/carstock_nl.csv")) else {
        return;
    };
    let levels = column(&table, "stock_thousand", None);
    let (parameter, squares) = (number(&answers["tolerance"]["param_rel"]), number(&answers["tolerance"]["sse_rel"]));
    for (name, fit) in [
        ("logistic", fit_logistic(&levels, &quick(3)).unwrap()),
        ("gompertz", fit_gompertz(&levels, &quick(3)).unwrap()),
    ] {
        let expected = &answers["expect"][name];
        for (at, letter) in ["K", "a", "b"].iter().enumerate() {
            let found = fit.get(letter).unwrap();
            near(letter, found.estimate, &expected["params"][at], parameter);
            near(&format!("se of {letter}"), found.se.unwrap(), &expected["se"][at], parameter);
        }
        near("sse", fit.sse.unwrap(), &expected["sse"], squares);
        near("rmse", fit.rmse.unwrap(), &expected["rmse"], squares);
        near("aic", fit.aic.unwrap(), &expected["aic"], squares);
    }
}

#[test]
fn a_price_that_falls_unevenly_is_recovered() {
    let (Some(answers), Some(table)) = (answers("gbm_dev.json"), reference("data/gbm_synthetic.csv")) else { return };
    let table = Table::read(&table).unwrap();
    let (price, effort) = (table.numbers("price").unwrap(), table.numbers("advertising").unwrap());
    let counts: Vec<f64> = table.numbers_or_none("adoptions").unwrap().into_iter().flatten().collect();
    assert_eq!(counts.len() + 1, price.len());
    let fit = fit_generalized_bass(&counts, Some(&price), Some(&effort), &quick(2)).unwrap();
    for name in ["p", "q", "m", "b1", "b2"] {
        near(name, fit.get(name).unwrap().estimate, &answers["true"][name], number(&answers["tolerance"]["param_rel"]));
    }
    let (b1, b2) = (number(&answers["true"]["b1"]), number(&answers["true"]["b2"]));
    let times = effective_time(counts.len(), Some((&price, b1)), Some((&effort, b2))).unwrap();
    for (found, expected) in times.iter().zip(answers["effective_time"].as_array().unwrap()).skip(1) {
        near("effective time", *found, expected, 1e-12);
    }
}

#[test]
fn the_other_series_of_the_collection_are_fitted() {
    if let Some(table) = reference("data/ibm_generations.csv") {
        let names: Vec<String> = (1..=4).map(|i| format!("gen{i}")).collect();
        let series: Vec<Vec<f64>> = names.iter().map(|name| column(&table, name, None)).collect();
        let fit = fit_norton_bass(&names, &series, &quick(3)).unwrap();
        assert!(fit.r_squared.unwrap() > 0.8, "{:?}", fit.r_squared);
        assert!(fit.get("q").unwrap().estimate > fit.get("p").unwrap().estimate);
        assert_eq!(fit.forecast.len(), 12);
    }
    if let Some(table) = reference("data/metal_ships.csv") {
        let fit = fit_fisher_pry(&column(&table, "share", None), &quick(3)).unwrap();
        let takeover = fit.get("takeover").unwrap().estimate;
        assert!((takeover - 81f64.ln() / fit.get("b").unwrap().estimate).abs() < 1e-12);
    }
}

#[test]
fn tables_are_read_as_they_stand_in_the_collection() {
    let options = quick(2);
    if let (Some(answers), Some(nodes)) = (answers("bass_mle_dev.json"), reference("data/network/kfamily_nodes.csv")) {
        let expected = &answers["cases"][0];
        let asked = Request {
            value: Some("toa".to_owned()),
            adopted: Some("adopted".to_owned()),
            kind: Some(Kind::Individuals),
            options,
            ..Request::default()
        };
        let found = report(&Table::read(&nodes).unwrap(), &asked).unwrap();
        let fit = found.fits.iter().find(|f| f.model == Model::BassLikelihood).unwrap();
        let counts: Vec<f64> = fit.fitted.iter().map(|p| p.observed).collect();
        assert_eq!(counts, expected["x"].as_array().unwrap().iter().map(number).collect::<Vec<_>>());
        near("m", fit.get("m").unwrap().estimate, &expected["expect"]["m"], number(&answers["tolerance"]["param_rel"]));
    }
    if let (Some(answers), Some(text)) = (answers("gbm_dev.json"), reference("data/gbm_synthetic.csv")) {
        let asked = Request {
            models: vec![Model::GeneralizedBass],
            time: Some("t".to_owned()),
            value: Some("adoptions".to_owned()),
            price: Some("price".to_owned()),
            effort: Some("advertising".to_owned()),
            held_back: 2,
            options,
            ..Request::default()
        };
        let found = report(&Table::read(&text).unwrap(), &asked).unwrap();
        near("b1", found.fits[0].get("b1").unwrap().estimate, &answers["true"]["b1"], 1e-3);
        assert_eq!((found.fits[0].fitted[0].time.as_str(), found.fits[0].forecast[0].time.as_str()), ("1", "13"));
        assert_eq!(found.fits[0].held_back.as_ref().unwrap().n_train, 10);
    }
    if let Some(text) = reference("data/ibm_generations.csv") {
        let asked =
            Request { generations: (1..=4).map(|i| format!("gen{i}")).collect(), options, ..Request::default() };
        let found = report(&Table::read(&text).unwrap(), &asked).unwrap();
        assert_eq!(found.fits.iter().map(|f| f.model).collect::<Vec<_>>(), [Model::NortonBass]);
    }
}

#[test]
fn the_held_back_error_of_the_durables_is_that_of_the_references() {
    let (Some(answers), Some(text)) = (answers("bass_dev.json"), reference("data/bass_durables_dev.csv")) else {
        return;
    };
    let table = Table::read(&text).unwrap();
    for case in answers["cases"].as_array().unwrap() {
        let origin = &case["origin_forecast"];
        let n_train = origin["train"].as_u64().unwrap() as usize;
        let asked = Request {
            models: vec![Model::BassNls],
            only: Some(("series".to_owned(), case["series"].as_str().unwrap().to_owned())),
            time: Some("year".to_owned()),
            value: Some("adoptions".to_owned()),
            held_back: case["n"].as_u64().unwrap() as usize - n_train,
            options: quick(1),
            ..Request::default()
        };
        let found = report(&table, &asked).unwrap();
        let held = found.fits[0].held_back.as_ref().unwrap();
        near("mape", held.mape.unwrap(), &origin["mape"], number(&case["tolerance"]["forecast_rel"]));
        assert_eq!(held.actual, origin["actual"].as_array().unwrap().iter().map(number).collect::<Vec<_>>());
        assert_eq!(found.series.unwrap().first, case["start_year"].to_string());
    }
}
