use serde_json::Value;

use super::expected::{expected, near, near_or_none, near_relative, number};
use super::*;
use crate::table::Table;

fn observed(table: &Table) -> Observed {
    let status = table.numbers("status").unwrap().iter().map(|&s| s == 1.0).collect();
    Observed::new(None, table.numbers("time").unwrap(), status).unwrap()
}

fn design(columns: &[(&str, Vec<f64>)]) -> Design {
    let columns: Vec<(String, Vec<f64>)> =
        columns.iter().map(|(name, column)| ((*name).to_owned(), column.clone())).collect();
    let n = columns[0].1.len();
    Design::of_columns(&columns, n).unwrap()
}

fn is(table: &Table, column: &str, level: &str) -> Vec<f64> {
    table.cells(column).unwrap().map(|cell| f64::from(u8::from(cell == level))).collect()
}

#[track_caller]
fn check_curves(
    table: &Table,
    column: &str,
    levels: &[&str],
    scale: LimitScale,
    tau: f64,
    answer: &Value,
    tolerance: &Value,
) {
    let all = observed(table);
    for (place, level) in levels.iter().enumerate() {
        let rows: Vec<usize> =
            table.cells(column).unwrap().enumerate().filter(|(_, c)| c == level).map(|(at, _)| at).collect();
        let curve = kaplan_meier(level, &all.picked(&rows), scale, 0.95);
        let stratum = format!("{column}={level}");
        let mut before = f64::NEG_INFINITY;
        let mut compared = 0;
        for (at, _) in answer["strata"].as_array().unwrap().iter().enumerate().filter(|(_, s)| **s == *stratum) {
            let time = answer["time"][at].as_f64().unwrap();
            let n_event: usize =
                curve.points.iter().filter(|p| p.time > before && p.time <= time).map(|p| p.n_event).sum();
            let n_risk = curve.points.iter().find(|p| p.time >= time).map_or(0, |p| p.n_at_risk);
            assert_eq!(answer["n_risk"][at], n_risk);
            assert_eq!(answer["n_event"][at], n_event);
            let point = curve.at(time);
            near(
                point.map_or(1.0, |p| p.survival),
                answer["surv"][at].as_f64().unwrap(),
                number(tolerance, &["surv_abs"]),
            );
            if let Some(point) = point {
                near_or_none(point.std_err, &answer["std_err"][at], number(tolerance, &["std_err_abs"]));
                near_or_none(point.lower, &answer["lower"][at], number(tolerance, &["ci_abs"]));
                near_or_none(point.upper, &answer["upper"][at], number(tolerance, &["ci_abs"]));
            }
            before = time;
            compared += 1;
        }
        assert!(compared > 0);
        for (which, share) in [0.25, 0.5, 0.75].into_iter().enumerate() {
            let quantile = curve.quantile(share);
            near_or_none(quantile.time, &answer["quantile"][place][which], 0.0);
            near_or_none(quantile.lower, &answer["quantile_lower"][place][which], 0.0);
            near_or_none(quantile.upper, &answer["quantile_upper"][place][which], 0.0);
        }
        let mean = curve.restricted_mean(tau);
        for (name, found) in [
            ("rmean", mean.mean),
            ("se(rmean)", mean.std_err),
            ("records", curve.n as f64),
            ("events", curve.n_events as f64),
        ] {
            let row = answer["rmean_table"].as_array().unwrap().iter().find(|row| row["_row"] == name).unwrap();
            near_relative(found, row[&stratum].as_f64().unwrap(), number(tolerance, &["rmean_rel"]));
        }
    }
}

#[track_caller]
fn check_log_rank(table: &Table, column: &str, levels: &[&str], rho: f64, answer: &Value, tolerance: f64) {
    let group: Vec<u32> = table
        .cells(column)
        .unwrap()
        .map(|cell| u32::try_from(levels.iter().position(|l| *l == cell).unwrap()).unwrap())
        .collect();
    let test = log_rank(&observed(table), &group, levels.len(), None, rho).unwrap();
    near_relative(test.test.chisq, number(answer, &["chisq"]), tolerance);
    near_relative(test.test.p, number(answer, &["p"]), 1e-6);
    assert_eq!(answer["df"], test.test.df);
    for (at, group) in test.groups.iter().enumerate() {
        assert_eq!(answer["n"][at], group.n);
        near_relative(group.observed, answer["obs"][at].as_f64().unwrap(), 1e-9);
        near_relative(group.expected, answer["exp"][at].as_f64().unwrap(), 1e-9);
    }
}

#[track_caller]
fn check_cox(fit: &Cox, names: &[&str], answer: &Value, tolerance: &Value) {
    for (coefficient, name) in fit.coefficients.iter().zip(names) {
        near(coefficient.coef, number(answer, &["coef", name]), number(tolerance, &["cox_coef_abs"]));
        if !answer["se"].is_null() {
            near(coefficient.std_err, number(answer, &["se", name]), number(tolerance, &["cox_se_abs"]));
        }
    }
    let within = number(tolerance, &["loglik_abs"]);
    if answer["loglik"].is_array() {
        near(fit.log_likelihood_null, answer["loglik"][0].as_f64().unwrap(), within);
        near(fit.log_likelihood, answer["loglik"][1].as_f64().unwrap(), within);
        return;
    }
    near(fit.log_likelihood_null, number(answer, &["loglik_null"]), within);
    near(fit.log_likelihood, number(answer, &["loglik"]), within);
    let chisq = number(tolerance, &["chisq_rel"]);
    near_relative(fit.score.chisq, number(answer, &["score_test"]), chisq.max(1e-6));
    near_relative(fit.wald.chisq, number(answer, &["wald"]), chisq.max(1e-6));
    near_relative(fit.likelihood_ratio.chisq, number(answer, &["lr"]), chisq);
    assert_eq!(answer["n"], fit.n);
    assert_eq!(answer["nevent"], fit.n_events);
    let concordance = fit.concordance.as_ref().unwrap();
    near(concordance.concordance, number(answer, &["concordance"]), number(tolerance, &["concordance_abs"]));
    near(concordance.std_err, number(answer, &["concordance_se"]), number(tolerance, &["concordance_abs"]));
    let test = fit.proportionality.as_ref().unwrap();
    let tests = test.covariates.iter().map(|one| &one.test).chain([&test.global]);
    for (at, test) in tests.enumerate() {
        near_relative(test.chisq, answer["zph"]["chisq"][at].as_f64().unwrap(), number(tolerance, &["zph_chisq_rel"]));
        assert_eq!(answer["zph"]["df"][at], test.df);
        near_relative(test.p, answer["zph"]["p"][at].as_f64().unwrap(), 5e-3);
    }
}

fn with(ties: Ties) -> CoxOptions<'static> {
    CoxOptions { ties, ..CoxOptions::default() }
}

#[test]
fn curves_of_the_leukaemia_trial_are_those_of_r() {
    let Some((table, answers)) = expected("aml", "aml") else { return };
    let tolerance = &answers["tolerance"];
    let levels = ["Maintained", "Nonmaintained"];
    check_curves(&table, "x", &levels, LimitScale::Log, 60.0, &answers["km_by_x_log"], tolerance);
    check_log_rank(&table, "x", &levels, 0.0, &answers["logrank"], number(tolerance, &["chisq_rel"]));
}

#[test]
fn effects_in_the_leukaemia_trial_are_those_of_r_with_all_three_ways_of_ties() {
    let Some((table, answers)) = expected("aml", "aml") else { return };
    let x = design(&[("xNonmaintained", is(&table, "x", "Nonmaintained"))]);
    for (ties, name) in [(Ties::Efron, "cox_efron"), (Ties::Breslow, "cox_breslow"), (Ties::Exact, "cox_exact")] {
        let fit = cox(&observed(&table), &x, with(ties)).unwrap();
        check_cox(&fit, &["xNonmaintained"], &answers[name], &answers["tolerance"]);
    }
}

#[test]
fn curves_of_the_veterans_are_those_of_r() {
    let Some((table, answers)) = expected("veteran", "veteran") else { return };
    let tolerance = &answers["tolerance"];
    check_curves(&table, "trt", &["1", "2"], LimitScale::Log, 365.0, &answers["km_by_trt_log"], tolerance);
    let cells = ["squamous", "smallcell", "adeno", "large"];
    check_curves(&table, "celltype", &cells, LimitScale::LogLog, 365.0, &answers["km_by_celltype_loglog"], tolerance);
    check_log_rank(&table, "celltype", &cells, 0.0, &answers["logrank_celltype"], number(tolerance, &["chisq_rel"]));
    check_log_rank(&table, "celltype", &cells, 1.0, &answers["peto_rho1_celltype"], number(tolerance, &["chisq_rel"]));
}

#[test]
fn effects_among_the_veterans_are_those_of_r() {
    let Some((table, answers)) = expected("veteran", "veteran") else { return };
    let column = |name: &str| table.numbers(name).unwrap();
    let times = observed(&table);
    let x = design(&[("karno", column("karno")), ("age", column("age")), ("trt", column("trt"))]);
    for (ties, name) in [(Ties::Efron, "cox_efron"), (Ties::Breslow, "cox_breslow")] {
        check_cox(
            &cox(&times, &x, with(ties)).unwrap(),
            &["karno", "age", "trt"],
            &answers[name],
            &answers["tolerance"],
        );
    }
    let cells = ["smallcell", "adeno", "large"].map(|level| is(&table, "celltype", level));
    let x = design(&[
        ("trt", column("trt")),
        ("smallcell", cells[0].clone()),
        ("adeno", cells[1].clone()),
        ("large", cells[2].clone()),
        ("karno", column("karno")),
    ]);
    let names = ["trt", "celltypesmallcell", "celltypeadeno", "celltypelarge", "karno"];
    check_cox(
        &cox(&times, &x, with(Ties::Efron)).unwrap(),
        &names,
        &answers["cox_efron_factor"],
        &answers["tolerance"],
    );
    let x = design(&[("trt", column("trt")), ("karno", column("karno"))]);
    let (_, strata) = table.labels("celltype").unwrap();
    let options = CoxOptions { strata: Some(&strata), ..CoxOptions::default() };
    check_cox(
        &cox(&times, &x, options).unwrap(),
        &["trt", "karno"],
        &answers["cox_efron_strata"],
        &answers["tolerance"],
    );
}

#[test]
fn models_of_the_times_of_the_veterans_are_those_of_r() {
    let Some((table, answers)) = expected("veteran", "veteran") else { return };
    let x = design(&[("karno", table.numbers("karno").unwrap()), ("age", table.numbers("age").unwrap())]);
    let tolerance = &answers["tolerance"];
    for (distribution, name) in [(Distribution::Weibull, "aft_weibull"), (Distribution::Lognormal, "aft_lognormal")] {
        let fit = accelerated(&observed(&table), &x, distribution, 0.95).unwrap();
        for coefficient in &fit.coefficients {
            near(
                coefficient.coef,
                number(&answers, &[name, "coef", &coefficient.name]),
                number(tolerance, &["aft_coef_abs"]),
            );
        }
        near(fit.scale, number(&answers, &[name, "scale"]), number(tolerance, &["aft_coef_abs"]));
        near(fit.log_likelihood, number(&answers, &[name, "loglik"]), number(tolerance, &["aft_loglik_abs"]));
    }
}

#[test]
fn effects_that_change_on_the_waiting_list_for_hearts_are_those_of_r() {
    let Some((table, answers)) = expected("heart", "heart") else { return };
    let column = |name: &str| table.numbers(name).unwrap();
    let event = column("event").iter().map(|&e| e == 1.0).collect();
    let times = Observed::new(Some(column("start")), column("stop"), event).unwrap();
    let (age, surgery, tx) = (column("age"), column("surgery"), column("transplant"));
    let x = design(&[("age", age.clone()), ("surgery", surgery.clone()), ("tx", tx.clone())]);
    let fit = cox(&times, &x, with(Ties::Efron)).unwrap();
    check_cox(&fit, &["age", "surgery", "tx"], &answers["cox_efron"], &answers["tolerance"]);
    let by = |left: &[f64]| left.iter().zip(&tx).map(|(l, t)| l * t).collect::<Vec<f64>>();
    let both = (by(&age), by(&surgery));
    let x = design(&[("age", age), ("surgery", surgery), ("tx", tx), ("age:tx", both.0), ("surgery:tx", both.1)]);
    let fit = cox(&times, &x, with(Ties::Efron)).unwrap();
    check_cox(
        &fit,
        &["age", "surgery", "tx", "age:tx", "surgery:tx"],
        &answers["cox_efron_interaction"],
        &answers["tolerance"],
    );
}

#[test]
fn the_weibull_model_of_the_leukaemia_trial_is_the_one_in_the_manual_of_r() {
    let Some((table, _)) = expected("aml", "aml") else { return };
    let x = design(&[("xNonmaintained", is(&table, "x", "Nonmaintained"))]);
    let fit = accelerated(&observed(&table), &x, Distribution::Weibull, 0.95).unwrap();
    for (coefficient, (coef, error)) in fit.coefficients.iter().zip([(4.109, 0.300), (-0.929, 0.383)]) {
        near(coefficient.coef, coef, 5e-4);
        near(coefficient.std_err, error, 5e-4);
    }
    near(fit.scale, 0.791, 5e-4);
    near(fit.ln_scale_std_err.unwrap(), 0.178, 5e-4);
    near(fit.log_likelihood, -80.5, 0.05);
}

#[test]
fn times_with_a_constant_hazard_and_no_covariates_have_the_mean_of_time_by_events() {
    let observed = Observed::new(None, vec![3.0, 4.0, 8.0, 10.0], vec![true, false, true, true]).unwrap();
    let fit = accelerated(&observed, &Design::empty(4), Distribution::Exponential, 0.95).unwrap();
    near(fit.coefficients[0].exp_coef, 25.0 / 3.0, 1e-9);
    near(fit.coefficients[0].std_err, 1.0 / 3.0_f64.sqrt(), 1e-9);
    near(fit.log_likelihood, -3.0 * (1.0 + (25.0_f64 / 3.0).ln()), 1e-9);
    near(fit.quantile(&[], 0.5), 25.0 / 3.0 * 2.0_f64.ln(), 1e-9);
    let refused = accelerated(
        &Observed::new(None, vec![0.0, 1.0], vec![true, true]).unwrap(),
        &Design::empty(2),
        Distribution::Weibull,
        0.95,
    );
    assert_eq!(refused.unwrap_err().code, "time-of-nought");
}

#[test]
fn a_curve_that_does_not_fall_that_far_reaches_no_quantile() {
    let observed = Observed::new(None, vec![1.0, 2.0, 3.0, 4.0], vec![true, false, false, false]).unwrap();
    let curve = kaplan_meier("", &observed, LimitScale::Plain, 0.95);
    assert_eq!((curve.quantile(0.5).time, curve.quantile(0.1).time), (None, Some(1.0)));
    near(curve.points[0].cumulative_hazard, 0.25, 1e-12);
    near(curve.points[0].cumulative_hazard_std_err, 0.25, 1e-12);
    assert!((-curve.points[0].cumulative_hazard).exp() > curve.points[0].survival);
}
