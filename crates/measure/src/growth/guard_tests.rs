//! What is refused, what is doubted, and how the text says so.

use super::*;
use crate::table::Table;
use crate::{Caution, Unusable};

const RISING: [f64; 14] = [2.0, 5.0, 9.0, 16.0, 30.0, 52.0, 80.0, 101.0, 98.0, 77.0, 48.0, 27.0, 14.0, 7.0];

fn quick() -> Options {
    Options { n_replicates: 60, ..Options::default() }
}

fn table(text: &str) -> Table {
    Table::read(text).unwrap()
}

fn counts_as_table(name: &str, counts: &[f64]) -> Table {
    let rows: Vec<String> = counts.iter().enumerate().map(|(i, x)| format!("{},{x}", 2000 + i)).collect();
    table(&format!("year,{name}\n{}\n", rows.join("\n")))
}

fn request(value: &str) -> Request {
    Request { value: Some(value.to_owned()), time: Some("year".to_owned()), options: quick(), ..Request::default() }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(found: Result<T, Unusable>, code: &str) {
    let reason = found.unwrap_err();
    assert_eq!(reason.code, code, "{reason}");
    for word in ["please", "invalid"] {
        assert!(!reason.text.to_lowercase().contains(word), "{reason}");
    }
}

fn doubted<'a>(cautions: &'a [Caution], code: &str) -> Option<&'a Caution> {
    cautions.iter().find(|c| c.code == code)
}

fn totals(counts: &[f64]) -> Vec<f64> {
    let mut total = 0.0;
    counts
        .iter()
        .map(|x| {
            total += x;
            total
        })
        .collect()
}

#[test]
fn a_line_with_a_negative_innovation_is_refused_and_the_curve_still_given() {
    let counts = [5.0, 3.0, 2.0, 5.0, 7.0, 12.0, 6.0, 16.0, 16.0, 28.0, 28.0, 21.0, 13.0, 6.0];
    refused(fit_bass_ols(&counts, &quick()), "wrong-sign");
    let report = report(&counts_as_table("adoptions", &counts), &request("adoptions")).unwrap();
    assert!(report.ols_line.as_ref().unwrap().sign_warning);
    assert!(report.refused.iter().any(|r| r.model == Model::BassOls && r.reason.code == "wrong-sign"));
    assert!(report.fits.iter().all(|f| f.model != Model::BassOls));
    assert!(report.fits.iter().any(|f| f.model == Model::BassNls));
}

#[test]
fn a_curve_that_has_not_peaked_is_forecast_with_a_warning_and_an_interval_of_its_ceiling() {
    let fit = fit_bass_nls(&RISING[..7], &quick()).unwrap();
    let doubt = doubted(&fit.cautions, "before-peak").unwrap();
    assert!(doubt.values.contains_key("ceiling_low"), "{doubt}");
    assert!(fit.get("m").unwrap().profile.is_some() && fit.bootstrap.is_some());
    assert!(doubted(&fit_bass_nls(&RISING, &quick()).unwrap().cautions, "before-peak").is_none());
}

#[test]
fn growth_without_a_bend_sets_no_upper_bound_to_the_ceiling() {
    let counts: Vec<f64> = (0..10).map(|t| (3.0 * 1.4f64.powi(t)).round()).collect();
    let fit = fit_bass_nls(&counts, &quick()).unwrap();
    assert!(doubted(&fit.cautions, "ceiling-unbounded").is_some(), "{:?}", fit.cautions);
    assert_eq!(fit.get("m").unwrap().profile.unwrap().high, None);
    assert!(doubted(&fit.cautions, "before-peak").is_some());
}

#[test]
fn the_fit_to_totals_gives_no_interval_at_all() {
    let fit = fit_bass_cumulative(&RISING, &quick()).unwrap();
    assert!(doubted(&fit.cautions, "cumulative-fit").is_some());
    assert!(fit.parameters.iter().chain(&fit.derived).all(|p| p.delta.is_none() && p.profile.is_none()));
    assert!(fit.bootstrap.is_none());
    assert!(fit.forecast.iter().all(|p| p.band.is_none() && p.cumulative_band.is_none()));
}

#[test]
fn when_nearly_all_have_adopted_the_share_of_adopters_is_told_as_a_boundary() {
    let total: f64 = RISING.iter().sum();
    let fit = fit_bass(&RISING, Some(total), &quick()).unwrap();
    assert_eq!(fit.boundary, Some("c"));
    assert!(doubted(&fit.cautions, "boundary").is_some());
    assert_eq!((fit.get("c").unwrap().estimate, fit.get("c").unwrap().se), (1.0, None));
    assert_eq!(fit.n_parameters, 2);
    let open = fit_bass(&RISING, Some(2.0 * total), &quick()).unwrap();
    assert_eq!(open.boundary, None);
    assert!(open.get("c").unwrap().se.is_some());
    refused(fit_bass(&RISING, Some(total - 1.0), &quick()), "more-than-population");
}

#[test]
fn a_stock_that_begins_late_has_no_bass_curve_but_a_logistic_one() {
    let stock: Vec<f64> = (0..20).map(|t| 1000.0 + 4000.0 / (1.0 + (-(f64::from(t) - 8.0) * 0.3).exp())).collect();
    let report = report(&counts_as_table("stock", &stock), &request("stock")).unwrap();
    assert!(doubted(&report.cautions, "left-truncated").is_some());
    for model in [Model::BassOls, Model::BassNls, Model::BassCumulative] {
        assert!(report.refused.iter().any(|r| r.model == model && r.reason.code == "left-truncated"));
    }
    assert!(report.fits.iter().any(|f| f.model == Model::Logistic));
    assert!(report.comparison.iter().all(|c| c.model != Model::BassNls && c.model != Model::BassCumulative));
}

#[test]
fn a_level_fit_by_bass_all_the_same_is_told_to_be_undetermined() {
    let stock: Vec<f64> = (0..20).map(|t| 1273.0 + 200.0 * f64::from(t)).collect();
    let increments: Vec<f64> = (0..20).map(|i| if i == 0 { stock[0] } else { stock[i] - stock[i - 1] }).collect();
    let fit = fit_bass_cumulative(&increments, &quick()).unwrap();
    let degenerate = ["not-determined", "left-truncated", "boundary"];
    assert!(fit.cautions.iter().any(|c| degenerate.contains(&c.code)), "{:?}", fit.cautions);
}

#[test]
fn never_adopters_coded_as_the_period_after_the_last_make_no_wave() {
    let mut rows = String::from("unit,toa,adopted\n");
    let mut unit = 0;
    for (toa, n, adopted) in [(1, 3, 1), (2, 5, 1), (3, 8, 1), (4, 6, 1), (5, 3, 1), (6, 2, 1), (7, 40, 0)] {
        for _ in 0..n {
            unit += 1;
            rows += &format!("{unit},{toa},{adopted}\n");
        }
    }
    let asked = Request {
        value: Some("toa".to_owned()),
        kind: Some(Kind::Individuals),
        options: quick(),
        ..Request::default()
    };
    refused(report(&table(&rows), &asked), "never-adopters");
    let told = Request { adopted: Some("adopted".to_owned()), ..asked };
    let report = report(&table(&rows), &told).unwrap();
    let series = report.series.unwrap();
    assert_eq!((series.n, series.reached, series.population), (6, 27.0, Some(67.0)));
    let fit = report.fits.iter().find(|f| f.model == Model::BassLikelihood).unwrap();
    assert!(fit.get("m").unwrap().estimate < 40.0);
    // The same counts with the false wave in them, out of all.
    let fit = fit_bass(&[3.0, 5.0, 8.0, 6.0, 3.0, 2.0, 40.0], Some(67.0), &quick()).unwrap();
    assert!(doubted(&fit.cautions, "never-adopters").is_some());
}

#[test]
fn a_series_that_cannot_be_one_is_refused_with_its_place() {
    refused(fit_bass_nls(&[1.0, 2.0, 3.0, 2.0], &quick()), "too-short");
    refused(fit_bass_nls(&[0.0; 9], &quick()), "no-adoptions");
    refused(fit_bass_nls(&[1.0, 2.0, -3.0, 2.0, 1.0, 1.0], &quick()), "negative-increment");
    refused(fit_bass_nls(&[1.0, f64::NAN, 3.0, 2.0, 1.0, 1.0], &quick()), "not-a-number");
    refused(fit_logistic(&[1.0, f64::INFINITY, 3.0, 2.0, 1.0, 1.0], &quick()), "not-a-number");
    refused(fit_bass_nls(&vec![1.0; 5_001], &quick()), "too-many-periods");
    let falls = counts_as_table("total", &[1.0, 4.0, 9.0, 8.0, 12.0, 15.0]);
    let asked = Request { kind: Some(Kind::Cumulative), ..request("total") };
    let reason = report(&falls, &asked).unwrap_err();
    assert_eq!(reason.code, "falling-cumulative");
    assert!(reason.text.contains("period 4"), "{reason}");
    let gap = table("year,new\n2001,1\n2002,2\n2004,3\n2005,4\n2006,3\n");
    let reason = report(&gap, &request("new")).unwrap_err();
    assert_eq!(reason.code, "uneven-time");
    assert!(reason.text.contains("2004"), "{reason}");
    refused(report(&gap, &request("sold")), "no-column");
    let beyond = Options { confidence: 1.5, ..quick() };
    refused(report(&falls, &Request { options: beyond, ..request("total") }), "confidence");
}

#[test]
fn a_price_that_falls_at_a_constant_rate_tells_nothing() {
    let price: Vec<f64> = (0..15).map(|t| (10_000.0 * 0.93f64.powi(t)).round() / 100.0).collect();
    refused(fit_generalized_bass(&RISING, Some(&price), None, &quick()), "constant-price-growth");
    refused(fit_generalized_bass(&RISING, Some(&[5.0; 14]), None, &quick()), "constant-price-growth");
    let sinking: Vec<f64> = (0..15).map(|t| f64::from(40 - t)).collect();
    refused(fit_generalized_bass(&RISING, None, Some(&sinking), &quick()), "constant-effort-growth");
    let bent: Vec<f64> = (0..15).map(|t| 100.0 - 3.0 * f64::from(t) - f64::from((t * t) % 7)).collect();
    assert!(fit_generalized_bass(&RISING, Some(&bent), None, &quick()).is_ok());
    refused(fit_generalized_bass(&RISING, Some(&[0.0; 15]), None, &quick()), "not-positive");
}

#[test]
fn shares_near_nought_or_one_pull_the_line_and_that_is_said() {
    let shares = [0.01, 0.02, 0.05, 0.12, 0.3, 0.5, 0.7, 0.88, 0.97, 0.995];
    let fit = fit_fisher_pry(&shares, &quick()).unwrap();
    assert!(doubted(&fit.cautions, "weighting").is_some());
    assert!(fit.get("b_weighted").is_some());
    refused(fit_fisher_pry(&[0.9, 0.8, 0.6, 0.4, 0.2], &quick()), "wrong-sign");
    refused(fit_fisher_pry(&[10.0, 20.0, 60.0, 70.0], &quick()), "not-a-share");
}

#[test]
fn totals_and_new_adoptions_of_one_process_tell_the_same() {
    let new = report(&counts_as_table("adoptions", &RISING), &request("adoptions")).unwrap();
    let all = report(&counts_as_table("total", &totals(&RISING)), &request("total")).unwrap();
    assert_eq!(new.series.as_ref().unwrap().kind, Kind::New);
    assert_eq!(all.series.as_ref().unwrap().kind, Kind::Cumulative);
    assert!(doubted(&all.cautions, "kind-detected").is_some());
    let of = |report: &Report| report.fits.iter().find(|f| f.model == Model::BassNls).cloned().unwrap();
    assert_eq!(of(&new).parameters, of(&all).parameters);
    assert_eq!(of(&new).forecast[0].time, "2014");
}

#[test]
fn quarters_are_counted_on_into_the_next_year() {
    let rows: Vec<String> =
        RISING.iter().enumerate().map(|(i, x)| format!("{}-Q{},{x}", 2020 + i / 4, i % 4 + 1)).collect();
    let text = format!("quarter,new\n{}\n", rows.join("\n"));
    let asked = Request { time: Some("quarter".to_owned()), held_back: 3, ..request("new") };
    let found = report(&table(&text), &asked).unwrap();
    let fit = found.fits.iter().find(|f| f.model == Model::BassNls).unwrap();
    assert_eq!(fit.forecast[0].time, "2023-Q3");
    assert_eq!(fit.forecast[2].time, "2024-Q1");
    let held = fit.held_back.as_ref().unwrap();
    assert_eq!((held.n_train, held.actual.len(), held.forecast.len()), (11, 3, 3));
    assert!(held.mape.is_some() && held.n_inside.is_some());
    // The same again, to the byte.
    let again = report(&table(&text), &asked).unwrap();
    assert_eq!(serde_json::to_string(&found).unwrap(), serde_json::to_string(&again).unwrap());
}

#[test]
fn shares_at_uneven_times_are_read_where_they_stand() {
    let years = [1885, 1890, 1895, 1900, 1912, 1920, 1925, 1939];
    let share = |year: i32| 1.0 / (1.0 + (-(f64::from(year) - 1910.0) * 0.12).exp());
    let rows: Vec<String> = years.iter().map(|y| format!("{y},{}", share(*y))).collect();
    let text = format!("year,share\n{}\n", rows.join("\n"));
    let found = report(&table(&text), &request("share")).unwrap();
    assert!(doubted(&found.cautions, "time-unit").is_some());
    for model in [Model::FisherPry, Model::Logistic] {
        let fit = found.fits.iter().find(|f| f.model == model).unwrap();
        assert!((fit.get("takeover").unwrap().estimate - 81f64.ln() / 0.12).abs() < 1e-4, "{model:?}");
        assert_eq!((fit.fitted[7].time.as_str(), fit.forecast[0].time.as_str()), ("1939", "1944"));
    }
    assert!(found.refused.iter().any(|r| r.model == Model::BassNls && r.reason.code == "uneven-time"));
    let asked = Request { kind: Some(Kind::New), ..request("share") };
    refused(report(&table(&text), &asked), "uneven-time");
}

#[test]
fn columns_that_are_not_named_are_told_by_their_usual_names_and_series_by_a_column_of_text() {
    let rows = |of: &str| -> String {
        RISING.iter().enumerate().map(|(at, x)| format!("{of}{},3,{x}\n", 2000 + at)).collect()
    };
    let asked = Request { models: vec![Model::BassNls], options: quick(), ..Request::default() };
    let one = reports(&table(&format!("year,price,adoptions\n{}", rows(""))), &asked).unwrap();
    let Reports::One(one) = one else { panic!("{one:?}") };
    assert_eq!(one.series.as_ref().unwrap().first, "2000");
    let two = format!("which,year,price,adoptions\n{}{}", rows("looms,"), rows("presses,"));
    let Reports::Several { by, series } = reports(&table(&two), &asked).unwrap() else { panic!("two series") };
    assert_eq!((by.as_str(), series[0].name.as_str(), series[1].name.as_str()), ("which", "looms", "presses"));
    assert_eq!(series[0].report.as_ref().unwrap().fits, one.fits);
}
