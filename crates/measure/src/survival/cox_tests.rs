use super::expected::near;
use super::*;
use crate::generator::Generator;

fn one(name: &str, column: &[f64]) -> Design {
    Design::of_columns(&[(name.to_owned(), column.to_vec())], column.len()).unwrap()
}

fn ties(ties: Ties) -> CoxOptions<'static> {
    CoxOptions { ties, ..CoxOptions::default() }
}

/// Times with ties of two covariates that matter.
fn cases(seed: u64, n: usize) -> (Observed, Design) {
    let mut chance = Generator(seed);
    let (mut time, mut event, mut x, mut z) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..n {
        let (a, b) = (chance.share(), f64::from(u8::from(chance.happens(0.5))));
        time.push((-20.0 * (1.0 - chance.share()).ln() * (0.5 * b - a).exp()).ceil().max(1.0));
        event.push(chance.happens(0.8));
        x.push(a);
        z.push(b);
    }
    let design = Design::of_columns(&[("x".to_owned(), x), ("z".to_owned(), z)], n).unwrap();
    (Observed::new(None, time, event).unwrap(), design)
}

#[test]
fn the_six_cases_of_therneau_and_grambsch_have_the_answer_found_on_paper() {
    let time = vec![1.0, 1.0, 6.0, 6.0, 8.0, 9.0];
    let observed = Observed::new(None, time, vec![true, false, true, true, false, true]).unwrap();
    let x = one("x", &[1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    let fit = cox(&observed, &x, ties(Ties::Breslow)).unwrap();
    let root = ((3.0 + 33.0_f64.sqrt()) / 2.0).ln();
    near(fit.coefficients[0].coef, root, 1e-9);
    near(fit.log_likelihood_null, -4.564_348, 1e-6);
    near(fit.log_likelihood, -3.824_750, 1e-6);
    let fit = cox(&observed, &x, ties(Ties::Efron)).unwrap();
    near(fit.coefficients[0].coef, 1.676_857, 1e-6);
    near(fit.log_likelihood_null, -4.276_666, 1e-6);
    let r = fit.coefficients[0].exp_coef;
    near(fit.log_likelihood, 2.0 * r.ln() - (3.0 * r + 3.0).ln() - (r + 3.0).ln() - (r / 2.0 + 2.5).ln(), 1e-9);
}

#[test]
fn the_ten_rows_with_starts_of_therneau_and_grambsch_have_their_answer() {
    let start = vec![1.0, 2.0, 5.0, 2.0, 1.0, 7.0, 3.0, 4.0, 8.0, 8.0];
    let stop = vec![2.0, 3.0, 6.0, 7.0, 8.0, 9.0, 9.0, 9.0, 14.0, 17.0];
    let event = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0].map(|e| e == 1).to_vec();
    let observed = Observed::new(Some(start), stop, event).unwrap();
    let x = one("x", &[1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
    near(cox(&observed, &x, ties(Ties::Breslow)).unwrap().coefficients[0].coef, -0.084_526_081, 1e-8);
    near(cox(&observed, &x, ties(Ties::Efron)).unwrap().coefficients[0].coef, -0.021_105_21, 1e-7);
}

#[test]
fn units_of_covariates_do_not_matter() {
    let (observed, design) = cases(1, 200);
    let columns: Vec<(String, Vec<f64>)> = (0..2)
        .map(|at| (design.names()[at].clone(), (0..200).map(|row| 1e6 + 1e-3 * design.row(row)[at]).collect()))
        .collect();
    let other = Design::of_columns(&columns, 200).unwrap();
    for way in [Ties::Efron, Ties::Breslow, Ties::Exact] {
        let (left, right) = (cox(&observed, &design, ties(way)).unwrap(), cox(&observed, &other, ties(way)).unwrap());
        near(left.log_likelihood, right.log_likelihood, 1e-6);
        for (l, r) in left.coefficients.iter().zip(&right.coefficients) {
            near(l.coef, r.coef * 1e-3, 1e-5);
            near(l.z, r.z, 1e-4);
        }
    }
}

#[test]
fn without_ties_the_three_ways_are_one() {
    let (tied, design) = cases(2, 120);
    let time = tied.time().iter().enumerate().map(|(at, t)| t + at as f64 / 1_000.0).collect();
    let observed = Observed::new(None, time, tied.event().to_vec()).unwrap();
    let fits = [Ties::Efron, Ties::Breslow, Ties::Exact].map(|way| cox(&observed, &design, ties(way)).unwrap());
    near(fits[0].log_likelihood, fits[1].log_likelihood, 1e-9);
    near(fits[0].log_likelihood, fits[2].log_likelihood, 1e-9);
    near(fits[0].coefficients[1].coef, fits[2].coefficients[1].coef, 1e-9);
}

#[test]
fn a_case_cut_into_rows_counts_once() {
    let (observed, design) = cases(3, 150);
    let rows: Vec<usize> = (0..150).flat_map(|row| [row, row]).collect();
    let (mut entry, mut time, mut event) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..150 {
        let end = observed.time()[row];
        let middle = end / 2.0 + 0.1;
        entry.extend([-1.0, middle.min(end - 0.01)]);
        time.extend([middle.min(end - 0.01), end]);
        event.extend([false, observed.event()[row]]);
    }
    let cluster: Vec<u32> = (0..150).collect();
    let twice: Vec<u32> = (0..150).flat_map(|row| [row, row]).collect();
    let cut = Observed::new(Some(entry), time, event).unwrap();
    let with = |cluster| CoxOptions { cluster: Some(cluster), ..CoxOptions::default() };
    let whole = cox(&observed, &design, with(&cluster)).unwrap();
    let parts = cox(&cut, &design.picked(&rows), with(&twice)).unwrap();
    near(whole.log_likelihood, parts.log_likelihood, 1e-8);
    for (l, r) in whole.coefficients.iter().zip(&parts.coefficients) {
        near(l.coef, r.coef, 1e-9);
        near(l.robust_std_err.unwrap(), r.robust_std_err.unwrap(), 1e-9);
        assert!((l.robust_std_err.unwrap() / l.std_err - 1.0).abs() < 0.3, "independent cases: both errors are near");
    }
    let (l, r) = (whole.proportionality.unwrap().global.chisq, parts.proportionality.unwrap().global.chisq);
    near(l, r, 1e-8);
}

#[test]
fn rows_of_one_unit_that_repeat_each_other_tell_no_more_and_robust_errors_say_so() {
    let (observed, design) = cases(4, 100);
    let rows: Vec<usize> = (0..300).map(|at| at / 3).collect();
    let cluster: Vec<u32> = (0..300).map(|at| at / 3).collect();
    let options = CoxOptions { cluster: Some(&cluster), ties: Ties::Breslow, ..CoxOptions::default() };
    let thrice = cox(&observed.picked(&rows), &design.picked(&rows), options).unwrap();
    let single: Vec<u32> = (0..100).collect();
    let once = cox(&observed, &design, CoxOptions { cluster: Some(&single), ..options }).unwrap();
    for (l, r) in thrice.coefficients.iter().zip(&once.coefficients) {
        near(l.coef, r.coef, 1e-9);
        near(l.robust_std_err.unwrap(), r.robust_std_err.unwrap(), 1e-9);
        near(l.std_err * 3.0_f64.sqrt(), r.std_err, 1e-9);
    }
}

#[test]
fn the_score_test_of_two_groups_without_ties_is_the_log_rank_test() {
    let (tied, design) = cases(5, 80);
    let time = tied.time().iter().enumerate().map(|(at, t)| t + at as f64 / 1_000.0).collect();
    let observed = Observed::new(None, time, tied.event().to_vec()).unwrap();
    let z: Vec<f64> = (0..80).map(|row| design.row(row)[1]).collect();
    let group: Vec<u32> = z.iter().map(|&z| z as u32).collect();
    let test = log_rank(&observed, &group, 2, None, 0.0).unwrap();
    near(cox(&observed, &one("z", &z), ties(Ties::Efron)).unwrap().score.chisq, test.test.chisq, 1e-9);
}

#[test]
fn an_effect_that_grows_without_end_is_refused_by_name() {
    let observed = Observed::new(None, (1..=12).map(f64::from).collect(), vec![true; 12]).unwrap();
    let x: Vec<f64> = (1..=12).map(|at| f64::from(u8::from(at <= 6))).collect();
    let z: Vec<f64> = (1..=12).map(|at| f64::from(at % 3)).collect();
    let design = Design::of_columns(&[("first_half".to_owned(), x), ("z".to_owned(), z)], 12).unwrap();
    for way in [Ties::Efron, Ties::Breslow, Ties::Exact] {
        let refused = cox(&observed, &design, ties(way)).unwrap_err();
        assert_eq!(refused.code, "monotone-likelihood");
        assert!(refused.text.contains("first_half") && !refused.text.contains("\"z\""), "{}", refused.text);
    }
}

#[test]
fn columns_that_others_make_up_are_refused_by_name() {
    let (observed, design) = cases(6, 60);
    let pick = |at: usize| (0..60).map(|row| design.row(row)[at]).collect::<Vec<f64>>();
    let sum: Vec<f64> = (0..60).map(|row| 3.0 * design.row(row)[0] - design.row(row)[1]).collect();
    let three =
        Design::of_columns(&[("x".to_owned(), pick(0)), ("z".to_owned(), pick(1)), ("sum".to_owned(), sum)], 60)
            .unwrap();
    let refused = cox(&observed, &three, ties(Ties::Efron)).unwrap_err();
    assert_eq!(refused.code, "collinear");
    assert!(["\"x\"", "\"z\"", "\"sum\""].iter().all(|name| refused.text.contains(name)), "{}", refused.text);
    assert_eq!(cox(&observed, &one("all_alike", &[2.5; 60]), ties(Ties::Efron)).unwrap_err().code, "constant-column");
}

#[test]
fn few_events_are_doubted_and_none_are_refused() {
    let (observed, design) = cases(7, 20);
    assert!(cox(&observed, &design, ties(Ties::Efron)).unwrap().cautions.iter().any(|c| c.code == "few-events"));
    let none = observed.with_events(vec![false; 20]);
    assert_eq!(cox(&none, &design, ties(Ties::Efron)).unwrap_err().code, "no-events");
}

#[test]
fn breslow_under_heavy_ties_is_doubted_and_lies_nearer_to_nought() {
    let (fine, design) = cases(8, 400);
    let quarters =
        Observed::new(None, fine.time().iter().map(|t| (t / 10.0).ceil()).collect(), fine.event().to_vec()).unwrap();
    let (efron, breslow) =
        (cox(&quarters, &design, ties(Ties::Efron)).unwrap(), cox(&quarters, &design, ties(Ties::Breslow)).unwrap());
    assert!(breslow.cautions.iter().any(|c| c.code == "breslow-ties"));
    for (e, b) in efron.coefficients.iter().zip(&breslow.coefficients) {
        assert!(b.coef.abs() < e.coef.abs());
    }
}

#[test]
fn concordance_counts_pairs_as_one_does_by_hand() {
    let mut chance = Generator(9);
    let n = 60;
    let entry: Vec<f64> = (0..n).map(|_| (5.0 * chance.share()).floor()).collect();
    let time: Vec<f64> = entry.iter().map(|e| e + 1.0 + (8.0 * chance.share()).floor()).collect();
    let event: Vec<bool> = (0..n).map(|_| chance.happens(0.6)).collect();
    let risk: Vec<f64> = (0..n).map(|_| (4.0 * chance.share()).floor()).collect();
    let (mut agree, mut differ, mut tied) = (0.0, 0.0, 0.0);
    for i in (0..n).filter(|&i| event[i]) {
        for j in
            (0..n).filter(|&j| j != i && entry[j] < time[i] && (time[j] > time[i] || (time[j] == time[i] && !event[j])))
        {
            match risk[i].total_cmp(&risk[j]) {
                std::cmp::Ordering::Greater => agree += 1.0,
                std::cmp::Ordering::Less => differ += 1.0,
                std::cmp::Ordering::Equal => tied += 1.0,
            }
        }
    }
    let observed = Observed::new(Some(entry), time, event).unwrap();
    let found = concordance(&observed, None, &risk).unwrap();
    assert_eq!((found.concordant, found.discordant, found.tied_risk), (agree, differ, tied));
}

#[test]
fn an_effect_that_changes_over_time_is_found_out() {
    let mut chance = Generator(10);
    let (mut time, mut x) = (Vec::new(), Vec::new());
    for at in 0..300 {
        let z = f64::from(at % 2);
        // With z the event comes early or very late, without it in between.
        let t = if z == 1.0 {
            if chance.happens(0.5) { chance.share() } else { 9.0 + chance.share() }
        } else {
            2.0 + 6.0 * chance.share()
        };
        time.push(t + 0.001);
        x.push(z);
    }
    let observed = Observed::new(None, time, vec![true; 300]).unwrap();
    let fit = cox(&observed, &one("z", &x), ties(Ties::Efron)).unwrap();
    assert!(fit.cautions.iter().any(|c| c.code == "not-proportional"));
}
