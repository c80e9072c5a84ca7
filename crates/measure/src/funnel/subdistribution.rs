//! Which group comes into production more often in the end: the proportional subdistribution of Fine and Gray with one covariate of nought
//! and one (*JASA* 94, 1999).
//!
//! Who was abandoned stays at risk with the weight `G(t-)/G(T-)`, `G` being Kaplan-Meier of the censoring. The variance is their sandwich, with
//! the part that comes from estimating `G`.

use super::course::{Course, Exit};
use super::figures::GroupEffect;
use super::interval::{Bounds, deviate};
use super::log::GroupColumn;
use super::multistate::rounded;

/// What is known at one time of exits or censorings. The pairs are of the second group and of the first.
struct Moment {
    /// Into production.
    events: [f64; 2],
    /// At risk of anything.
    at_risk: [f64; 2],
    /// Sum of `1/G(T-)` over those abandoned before.
    others: [f64; 2],
    /// `G` just before.
    followed: f64,
    /// Censored at this time.
    censored: f64,
}

/// Steps of Newton.
const STEPS_MAX: usize = 60;

/// The ratio of the first label against the second; none where the likelihood has no top.
pub(super) fn subdistribution(
    course: &Course,
    column: &GroupColumn,
    (a, b): (usize, usize),
    confidence: f64,
) -> Option<GroupEffect> {
    let mut cases: Vec<(f64, usize, Exit)> = course
        .cases()
        .iter()
        .filter_map(|&case| {
            let case = case as usize;
            let label = column.of_case[case] as usize;
            let side = if label == a { 1 } else { usize::from(label != b) * 2 };
            let first = course.steps(case).first()?;
            (side < 2).then(|| (rounded(course.last_day[case] - first.day), side, course.exit[case]))
        })
        .collect();
    cases.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
    let (moments, place) = moments(&cases);
    let n = [0, 1].map(|side| moments.iter().map(|one| one.events[side]).sum::<f64>());
    if n[0] == 0.0 || n[1] == 0.0 {
        return None;
    }
    let (coefficient, information) = newton(&moments)?;
    let standard_error = sandwich(&cases, &moments, &place, coefficient.exp()).sqrt() / information;
    let z = deviate(confidence);
    Some(GroupEffect {
        exit: "production".to_owned(),
        n_a: n[1] as u64,
        n_b: n[0] as u64,
        log_hazard_ratio: coefficient,
        standard_error,
        hazard_ratio: coefficient.exp(),
        interval: Bounds {
            low: (coefficient - z * standard_error).exp(),
            high: (coefficient + z * standard_error).exp(),
        },
    })
}

/// The times in their order, and for each case which of them is its own.
fn moments(cases: &[(f64, usize, Exit)]) -> (Vec<Moment>, Vec<usize>) {
    let mut at_risk = [0.0_f64; 2];
    for (_, side, _) in cases {
        at_risk[*side] += 1.0;
    }
    let (mut others, mut followed) = ([0.0_f64; 2], 1.0_f64);
    let (mut all, mut place) = (Vec::new(), Vec::with_capacity(cases.len()));
    let mut at = 0;
    while at < cases.len() {
        let time = cases[at].0;
        let next = at + cases[at..].partition_point(|one| one.0 <= time);
        let mut moment = Moment { events: [0.0; 2], at_risk, others, followed, censored: 0.0 };
        let mut left = 0.0;
        for (_, side, exit) in &cases[at..next] {
            at_risk[*side] -= 1.0;
            match exit {
                Exit::Open => moment.censored += 1.0,
                Exit::Production => {
                    moment.events[*side] += 1.0;
                    left += 1.0;
                }
                Exit::Abandoned(_) => {
                    others[*side] += 1.0 / followed;
                    left += 1.0;
                }
            }
            place.push(all.len());
        }
        // Exits come before censorings of the same time, so they are not at risk of being censored.
        let risk = moment.at_risk[0] + moment.at_risk[1] - left;
        if moment.censored > 0.0 && risk > moment.censored {
            followed *= 1.0 - moment.censored / risk;
        }
        all.push(moment);
        at = next;
    }
    (all, place)
}

/// At risk with their weights, and the mean of the covariate.
fn weighted(moment: &Moment, ratio: f64) -> (f64, f64) {
    let other = moment.at_risk[0] + moment.followed * moment.others[0];
    let own = ratio * (moment.at_risk[1] + moment.followed * moment.others[1]);
    let whole = own + other;
    (whole, if whole > 0.0 { own / whole } else { 0.0 })
}

fn newton(moments: &[Moment]) -> Option<(f64, f64)> {
    let mut coefficient = 0.0_f64;
    for _ in 0..STEPS_MAX {
        let (mut score, mut information) = (0.0_f64, 0.0_f64);
        for moment in moments.iter().filter(|one| one.events[0] + one.events[1] > 0.0) {
            let n = moment.events[0] + moment.events[1];
            let (_, mean) = weighted(moment, coefficient.exp());
            score += moment.events[1] - n * mean;
            information += n * mean * (1.0 - mean);
        }
        if information.is_nan() || information < 1e-9 || coefficient.abs() > 30.0 {
            return None;
        }
        let step = (score / information).clamp(-2.0, 2.0);
        coefficient += step;
        if step.abs() < 1e-11 {
            return Some((coefficient, information));
        }
    }
    None
}

/// The sum of the squares of what each case brings to the score.
fn sandwich(cases: &[(f64, usize, Exit)], moments: &[Moment], place: &[usize], ratio: f64) -> f64 {
    let n = moments.len();
    let theta = [1.0, ratio];
    // Sums until each time of what is expected of either group, and sums after it with the weight of the censoring.
    let mut until = vec![[0.0_f64; 2]; n];
    let mut after = vec![[0.0_f64; 2]; n + 1];
    let mut means = vec![0.0_f64; n];
    let mut sum = [0.0_f64; 2];
    let mut parts = vec![[0.0_f64; 2]; n];
    for (at, moment) in moments.iter().enumerate() {
        let (whole, mean) = weighted(moment, ratio);
        means[at] = mean;
        let hazard = if whole > 0.0 { (moment.events[0] + moment.events[1]) / whole } else { 0.0 };
        parts[at] = [-mean * hazard, (1.0 - mean) * hazard];
        sum = [sum[0] + parts[at][0], sum[1] + parts[at][1]];
        until[at] = sum;
    }
    for at in (0..n).rev() {
        for side in 0..2 {
            after[at][side] = after[at + 1][side] + moments[at].followed * parts[at][side];
        }
    }
    // What a censoring at each time says about G, and the sum of what was expected of it until then.
    let mut direct = vec![0.0_f64; n];
    let mut expected = vec![0.0_f64; n];
    let mut whole = 0.0_f64;
    for (at, moment) in moments.iter().enumerate() {
        let risk = moment.at_risk[0] + moment.at_risk[1];
        if moment.censored > 0.0 && risk > 0.0 {
            let q: f64 = (0..2).map(|side| theta[side] * moment.others[side] * after[at + 1][side]).sum();
            direct[at] = q / risk;
            whole += direct[at] * moment.censored / risk;
        }
        expected[at] = whole;
    }
    cases
        .iter()
        .zip(place)
        .map(|((_, side, exit), &at)| {
            let covariate = *side as f64;
            let mut own = -theta[*side] * until[at][*side] - expected[at];
            match exit {
                Exit::Production => own += covariate - means[at],
                Exit::Abandoned(_) => own -= theta[*side] * after[at + 1][*side] / moments[at].followed,
                Exit::Open => own += direct[at],
            }
            own * own
        })
        .sum()
}
