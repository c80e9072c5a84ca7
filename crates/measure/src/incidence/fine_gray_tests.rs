use super::*;
use crate::generator::Generator;
use crate::survival::expected::{expected, near, near_relative, number};
use crate::survival::{CoxOptions, Design, Observed, Ties, cox};
use crate::table::Table;

fn effects(table: &Table) -> Design {
    let bili = table.numbers("bili").unwrap().iter().map(|b| b.ln()).collect();
    let columns = [
        ("age".to_owned(), table.numbers("age").unwrap()),
        ("lbili".to_owned(), bili),
        ("edema".to_owned(), table.numbers("edema").unwrap()),
    ];
    Design::of_columns(&columns, table.n_rows()).unwrap()
}

#[test]
fn effects_on_the_incidence_of_transplants_and_deaths_are_those_of_cmprsk() {
    let Some((table, answers)) = expected("pbc", "pbc_competing") else { return };
    let tolerance = &answers["tolerance"];
    for (which, name) in [(1.0, "transplant"), (2.0, "death")] {
        let status = table.numbers("status").unwrap();
        let cause: Vec<usize> = status
            .iter()
            .map(|&s| {
                if s == 0.0 {
                    0
                } else if s == which {
                    1
                } else {
                    2
                }
            })
            .collect();
        let fit = fine_gray(name, &effects(&table), &table.numbers("time").unwrap(), &cause, 0.95).unwrap();
        for one in &fit.coefficients {
            let answer = &answers["fine_gray_crr"][name];
            near(one.coef, number(answer, &["coef", &one.name]), number(tolerance, &["fine_gray_coef_abs"]));
            near_relative(one.std_err, number(answer, &["se", &one.name]), number(tolerance, &["fine_gray_se_rel"]));
        }
    }
}

#[test]
fn effects_on_the_hazard_of_death_alone_are_those_of_r() {
    let Some((table, answers)) = expected("pbc", "pbc_competing") else { return };
    let event = table.numbers("status").unwrap().iter().map(|&s| s == 2.0).collect();
    let observed = Observed::new(None, table.numbers("time").unwrap(), event).unwrap();
    let fit = cox(&observed, &effects(&table), CoxOptions::default()).unwrap();
    let answer = &answers["cause_specific_cox_death"];
    for one in &fit.coefficients {
        near(
            one.coef,
            number(answer, &["coef", &one.name]),
            number(&answers, &["tolerance", "cause_specific_coef_abs"]),
        );
        near(one.std_err, number(answer, &["se", &one.name]), 1e-6);
    }
    near(fit.log_likelihood, number(answer, &["loglik"]), 1e-6);
}

#[test]
fn with_no_other_cause_effects_on_incidence_are_effects_on_the_hazard() {
    let mut chance = Generator(2);
    let n = 150;
    let x: Vec<f64> = (0..n).map(|_| chance.share()).collect();
    let time: Vec<f64> = x.iter().map(|x| (1.0 + 20.0 * chance.share() * (1.5 - x)).floor()).collect();
    let cause: Vec<usize> = (0..n).map(|_| usize::from(chance.happens(0.7))).collect();
    let design = Design::of_columns(&[("x".to_owned(), x)], n).unwrap();
    let fit = fine_gray("adopted", &design, &time, &cause, 0.95).unwrap();
    let observed = Observed::new(None, time, cause.iter().map(|&c| c == 1).collect()).unwrap();
    let cluster: Vec<u32> = (0..150).collect();
    let options = CoxOptions { ties: Ties::Breslow, cluster: Some(&cluster), ..CoxOptions::default() };
    let hazard = cox(&observed, &design, options).unwrap();
    near(fit.coefficients[0].coef, hazard.coefficients[0].coef, 1e-9);
    near(fit.coefficients[0].std_err, hazard.coefficients[0].robust_std_err.unwrap(), 1e-9);
}

#[test]
fn an_effect_on_incidence_that_grows_without_end_is_refused() {
    let x: Vec<f64> = (0..30).map(|at| f64::from(u8::from(at < 10))).collect();
    let cause: Vec<usize> = (0..30)
        .map(|at| {
            if at < 10 {
                1
            } else if at % 3 == 0 {
                0
            } else {
                2
            }
        })
        .collect();
    let time: Vec<f64> = (0..30).map(|at| f64::from(1 + at * 7 % 30)).collect();
    let design = Design::of_columns(&[("tells".to_owned(), x)], 30).unwrap();
    assert_eq!(fine_gray("adopted", &design, &time, &cause, 0.95).unwrap_err().code, "monotone-likelihood");
    assert_eq!(fine_gray("adopted", &design, &time, &[0; 30], 0.95).unwrap_err().code, "no-events");
}
