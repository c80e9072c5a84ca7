use std::collections::BTreeMap;

use super::discrete::{Link, Spell, discrete_hazard, person_periods};
use super::expected::{expected, near, near_relative, number};
use super::*;
use crate::generator::Generator;

#[test]
fn hazards_of_the_korean_villages_are_those_of_r() {
    let Some((nodes, answers)) = expected("network/kfamily_nodes", "network_kfamily") else { return };
    let Some((edges, _)) = expected("network/kfamily_edges", "network_kfamily") else { return };
    let ids: BTreeMap<String, usize> = nodes.cells("id").unwrap().map(str::to_owned).zip(0..).collect();
    let (toa, adopted) = (nodes.numbers("toa").unwrap(), nodes.numbers("adopted").unwrap());
    let mut named = vec![Vec::new(); ids.len()];
    for (from, to) in edges.cells("from").unwrap().zip(edges.cells("to").unwrap()) {
        named[ids[from]].push(ids[to]);
    }
    let spells: Vec<Spell> = (0..ids.len())
        .map(|at| Spell { first: 1, last: toa[at] as u32 - u32::from(adopted[at] == 0.0), event: adopted[at] == 1.0 })
        .collect();
    let rows = person_periods(&spells).unwrap();
    let exposure = |case: usize, period: f64| {
        let others = &named[case];
        let had = others.iter().filter(|&&one| toa[one] <= period).count();
        if others.is_empty() { 0.0 } else { had as f64 / others.len() as f64 }
    };
    let columns = [
        ("t".to_owned(), rows.iter().map(|row| f64::from(row.period)).collect()),
        ("lexp".to_owned(), rows.iter().map(|row| exposure(row.case, f64::from(row.period) - 1.0)).collect()),
    ];
    let design = Design::of_columns(&columns, rows.len()).unwrap().with_intercept();
    let happened: Vec<bool> = rows.iter().map(|row| row.event).collect();
    let answers = &answers["discrete_time_hazard"];
    assert_eq!(answers["rows"], rows.len());
    for (link, name) in [(Link::Logit, "logit"), (Link::Cloglog, "cloglog")] {
        let fit = discrete_hazard(&design, &happened, link).unwrap();
        assert_eq!(answers["events"], fit.n_events);
        for one in &fit.coefficients {
            near(one.coef, number(answers, &[name, "coef", &one.name]), 1e-6);
            near(one.std_err, number(answers, &[name, "se", &one.name]), 1e-5);
        }
        near_relative(fit.deviance, number(answers, &[name, "deviance"]), 1e-9);
    }
}

#[test]
fn a_hazard_without_covariates_is_the_share_of_events() {
    let ones = Design::empty(40).with_intercept();
    let happened: Vec<bool> = (0..40).map(|row| row % 5 == 0).collect();
    for link in [Link::Logit, Link::Cloglog] {
        near(discrete_hazard(&ones, &happened, link).unwrap().hazard(&[1.0]), 0.2, 1e-10);
    }
}

#[test]
fn who_never_adopts_is_no_adopter_of_the_last_period() {
    let rows =
        person_periods(&[Spell { first: 1, last: 3, event: false }, Spell { first: 2, last: 3, event: true }]).unwrap();
    assert_eq!(rows.iter().map(|row| row.event).collect::<Vec<_>>(), [false, false, false, false, true]);
    assert_eq!(person_periods(&[Spell { first: 4, last: 3, event: true }]).unwrap_err().code, "ends-before-it-starts");
}

#[test]
fn a_column_that_tells_events_without_error_is_refused_by_name() {
    let mut chance = Generator(4);
    let z: Vec<f64> = (0..60).map(|_| chance.share()).collect();
    let x: Vec<f64> = (0..60).map(|row| f64::from(u8::from(row < 20))).collect();
    let happened: Vec<bool> = x.iter().map(|&x| x == 1.0).collect();
    let design = Design::of_columns(&[("z".to_owned(), z), ("tells".to_owned(), x)], 60).unwrap().with_intercept();
    for link in [Link::Logit, Link::Cloglog] {
        let refused = discrete_hazard(&design, &happened, link).unwrap_err();
        assert_eq!(refused.code, "separation");
        assert!(refused.text.contains("tells"), "{}", refused.text);
    }
}

#[test]
fn a_capacity_that_units_hide_is_found_and_one_they_do_not_have_is_not() {
    let make = |theta: f64| {
        let mut chance = Generator(21);
        let (mut time, mut x, mut unit) = (Vec::new(), Vec::new(), Vec::new());
        for u in 0..40_u32 {
            // A gamma factor of mean one, as the mean of as many exponential ones as one by the variance.
            let parts = if theta > 0.0 { (1.0 / theta) as u32 } else { 0 };
            let factor = if parts == 0 {
                1.0
            } else {
                (0..parts).map(|_| -(1.0 - chance.share()).ln()).sum::<f64>() / f64::from(parts)
            };
            for row in 0..6 {
                let z = f64::from(row % 2);
                time.push(-(1.0 - chance.share()).ln() / (factor * (0.7 * z).exp()) + 1e-6);
                x.push(z);
                unit.push(u);
            }
        }
        let n = time.len();
        let event = time.iter().map(|&t| t < 3.0).collect();
        let time = time.iter().map(|t: &f64| t.min(3.0)).collect();
        let design = Design::of_columns(&[("z".to_owned(), x)], n).unwrap();
        frailty(&Observed::new(None, time, event).unwrap(), &design, &unit, 0.95).unwrap()
    };
    let hidden = make(0.5);
    assert!(
        hidden.theta_lower < 0.5 && hidden.theta_upper.unwrap() > 0.5,
        "{} {:?}",
        hidden.theta_lower,
        hidden.theta_upper
    );
    assert!(hidden.theta > 0.2 && hidden.p < 1e-4);
    assert!(hidden.coefficients[0].lower < 0.7 && 0.7 < hidden.coefficients[0].upper);
    let mean = hidden.units.iter().map(|u| u.factor).sum::<f64>() / 40.0;
    near(mean, 1.0, 0.02);
    let none = make(0.0);
    assert!(none.p > 0.05 && none.theta_lower == 0.0);
}
