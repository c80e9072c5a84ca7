//! Which group goes faster to which exit: cause-specific hazards by Cox with one covariate of nought and one.
//!
//! Partial likelihood with the ties of Efron (*JASA* 72, 1977). A hazard ratio says how fast an exit is taken by those who are still in the
//! funnel; it does not say how many take it in the end. For that read the incidences.

use super::course::{Course, Exit};
use super::figures::GroupEffect;
use super::interval::{Bounds, deviate};
use super::log::GroupColumn;
use super::multistate::rounded;
use crate::Caution;

/// Exits and cases at risk at one time, of the second group and of the first.
struct Moment {
    exits: [f64; 2],
    at_risk: [f64; 2],
}

/// Whether an exit is the one that is looked at.
type Taken = fn(Exit) -> bool;

/// Steps of Newton; a likelihood with one parameter needs about five.
const STEPS_MAX: usize = 60;

/// The hazard ratios of the first label against the second, for production and for abandonment.
pub(super) fn effects(
    course: &Course,
    column: &GroupColumn,
    (a, b): (usize, usize),
    confidence: f64,
) -> (Vec<GroupEffect>, Vec<Caution>) {
    let mut followed: Vec<(f64, usize, Exit)> = course
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
    followed.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
    let (mut found, mut cautions) = (Vec::new(), Vec::new());
    let z = deviate(confidence);
    let exits: [(&str, Taken); 2] =
        [("production", |exit| exit == Exit::Production), ("abandoned", |exit| matches!(exit, Exit::Abandoned(_)))];
    for (exit, is) in exits {
        let moments = moments(&followed, is);
        let n = [0, 1].map(|side| moments.iter().map(|one| one.exits[side]).sum::<f64>());
        let (label_a, label_b) = (&column.labels[a], &column.labels[b]);
        match newton(&moments).filter(|_| n[0] > 0.0 && n[1] > 0.0) {
            Some((coefficient, standard_error)) => found.push(GroupEffect {
                exit: exit.to_owned(),
                n_a: n[1] as u64,
                n_b: n[0] as u64,
                log_hazard_ratio: coefficient,
                standard_error,
                hazard_ratio: coefficient.exp(),
                interval: Bounds {
                    low: (coefficient - z * standard_error).exp(),
                    high: (coefficient + z * standard_error).exp(),
                },
            }),
            None => cautions.push(Caution::new(
                "no-hazard-ratio",
                format!(
                    "Of \"{label_a}\" {} cases and of \"{label_b}\" {} went out by {exit}; a hazard ratio needs exits of both while both are followed.",
                    n[1], n[0]
                ),
            )),
        }
    }
    (found, cautions)
}

fn moments(followed: &[(f64, usize, Exit)], is: Taken) -> Vec<Moment> {
    let mut at_risk = [0.0_f64; 2];
    for (_, side, _) in followed {
        at_risk[*side] += 1.0;
    }
    let mut all = Vec::new();
    let mut at = 0;
    while at < followed.len() {
        let next = at + followed[at..].partition_point(|one| one.0 <= followed[at].0);
        let (mut exits, mut gone) = ([0.0_f64; 2], [0.0_f64; 2]);
        for (_, side, exit) in &followed[at..next] {
            gone[*side] += 1.0;
            exits[*side] += f64::from(u8::from(is(*exit)));
        }
        if exits[0] + exits[1] > 0.0 {
            all.push(Moment { exits, at_risk });
        }
        at_risk = [at_risk[0] - gone[0], at_risk[1] - gone[1]];
        at = next;
    }
    all
}

/// The coefficient and its standard error; none where the likelihood has no top.
fn newton(moments: &[Moment]) -> Option<(f64, f64)> {
    let mut coefficient = 0.0_f64;
    for _ in 0..STEPS_MAX {
        let ratio = coefficient.exp();
        let (mut score, mut information) = (0.0_f64, 0.0_f64);
        for Moment { exits, at_risk } in moments {
            let ties = exits[0] + exits[1];
            score += exits[1];
            for place in 0..ties as u64 {
                let share = place as f64 / ties;
                let other = at_risk[0] - share * exits[0];
                let own = ratio * (at_risk[1] - share * exits[1]);
                let expected = own / (own + other);
                score -= expected;
                information += expected * (1.0 - expected);
            }
        }
        if information.is_nan() || information < 1e-9 {
            return None;
        }
        // No step is longer than a factor of about seven, so that a bad start cannot throw it out.
        let step = (score / information).clamp(-2.0, 2.0);
        coefficient += step;
        if step.abs() < 1e-11 {
            return Some((coefficient, information.sqrt().recip()));
        }
        if coefficient.abs() > 30.0 {
            return None;
        }
    }
    None
}
