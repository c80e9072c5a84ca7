//! How long cases wait in a stage, and for which way out of it.

use super::course::{Course, Exit};
use super::figures::{Incidence, Little, Request, StageWaiting, Triple};
use super::interval::{deviate, effective};
use super::multistate::{CENSORED, Move, Sweep, Target, rounded};
use super::stage::{N_TRANSIENT, Stage};

/// Which way a stage was left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    Forward,
    Abandoned,
    /// Not until the last day.
    Not,
}

/// A stay of a case in a stage.
pub(super) struct Stay {
    /// The day of entry.
    pub entered: f64,
    /// Days until it was left, or until the last day.
    pub days: f64,
    pub left: Left,
}

/// The stays of some cases in each stage before production; stays whose begin was not seen are not among them.
pub(super) fn stays(course: &Course, cases: &[u32]) -> Vec<Vec<Stay>> {
    let mut stays: Vec<Vec<Stay>> = (0..N_TRANSIENT).map(|_| Vec::new()).collect();
    for &case in cases {
        let case = case as usize;
        let steps = course.steps(case);
        for (at, step) in steps.iter().enumerate() {
            if step.stage == Stage::Production || course.seen[case] & (1 << step.stage as u8) == 0 {
                continue;
            }
            let (until, left) = match steps.get(at + 1) {
                Some(next) => (next.day, Left::Forward),
                None if matches!(course.exit[case], Exit::Abandoned(_)) => (course.last_day[case], Left::Abandoned),
                None => (course.end, Left::Not),
            };
            stays[step.stage.place()].push(Stay {
                entered: step.day,
                days: rounded((until - step.day).max(0.0)),
                left,
            });
        }
    }
    stays
}

/// States of a stay.
const THERE: usize = 0;
const ONWARD: usize = 1;
const GIVEN_UP: usize = 2;

/// The figures of the stays in one stage.
pub(super) fn waiting(stage: Stage, stays: &[Stay], request: &Request) -> StageWaiting {
    let z = deviate(request.confidence);
    let count = |left: Left| stays.iter().filter(|stay| stay.left == left).count() as u64;
    let moves: Vec<Move> = (0..)
        .zip(stays)
        .map(|(case, stay)| Move {
            time: stay.days,
            case,
            from: 0,
            to: match stay.left {
                Left::Forward => 1,
                Left::Abandoned => 2,
                Left::Not => CENSORED,
            },
        })
        .collect();
    let n = stays.len() as f64;
    let sweep = Sweep::new(1, 3, vec![0; stays.len()], moves);
    let forward = sweep.forward(&request.horizons, request.waiting_tau, |_| true);
    let naive = sweep.forward(&request.horizons, request.waiting_tau, |one| usize::from(one.to) == ONWARD);
    let triples = if stays.is_empty() {
        Vec::new()
    } else {
        request
            .horizons
            .iter()
            .enumerate()
            .map(|(at, &days)| {
                let p = &forward.at[at];
                let errors = sweep.standard_errors(&forward, Target::Day(days));
                let incidence = |state: usize| Incidence {
                    days,
                    probability: p[state],
                    standard_error: errors[state],
                    interval: effective(p[state], errors[state], n, z),
                };
                Triple {
                    days,
                    forward: incidence(ONWARD),
                    abandoned: incidence(GIVEN_UP),
                    still_there: incidence(THERE),
                    forward_by_one_minus_kaplan_meier: naive.at[at][ONWARD],
                    n_at_risk: sweep.at_risk(days)[THERE],
                }
            })
            .collect()
    };
    let (median_days, median_interval) = median(stays, z);
    StageWaiting {
        stage,
        n: stays.len() as u64,
        forward: count(Left::Forward),
        abandoned: count(Left::Abandoned),
        open: count(Left::Not),
        median_days,
        median_interval,
        restricted_mean_days: forward.integral[THERE],
        restricted_mean_error: if stays.is_empty() {
            0.0
        } else {
            sweep.standard_errors(&forward, Target::Until(request.waiting_tau))[THERE]
        },
        tau: request.waiting_tau,
        triples,
    }
}

/// The last time at which a stay was followed.
pub(super) fn followed_until(stays: &[Stay]) -> f64 {
    stays.iter().map(|stay| stay.days).fold(0.0, f64::max)
}

/// The median of Kaplan and Meier with its interval (Brookmeyer and Crowley, *Biometrics* 38, 1982; complementary log-log). Where the
/// curve lies at one half for a while, the middle of that while, as R has it.
fn median(stays: &[Stay], z: f64) -> (Option<f64>, (Option<f64>, Option<f64>)) {
    let mut times: Vec<(f64, bool)> = stays.iter().map(|stay| (stay.days, stay.left != Left::Not)).collect();
    times.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut stays_on, mut greenwood) = (1.0_f64, 0.0_f64);
    let mut flat: Option<f64> = None;
    let mut median = None;
    let mut inside: Option<(f64, Option<f64>)> = None;
    let mut at = 0;
    while at < times.len() {
        let time = times[at].0;
        let next = at + times[at..].partition_point(|one| one.0 <= time);
        let events = times[at..next].iter().filter(|one| one.1).count() as f64;
        let risk = (times.len() - at) as f64;
        at = next;
        if events == 0.0 {
            continue;
        }
        if let (Some(since), None) = (flat, median) {
            median = Some(f64::midpoint(since, time));
        }
        stays_on *= 1.0 - events / risk;
        greenwood += if risk > events { events / (risk * (risk - events)) } else { 0.0 };
        if median.is_none() && flat.is_none() {
            if (stays_on - 0.5).abs() < 1e-9 {
                flat = Some(time);
            } else if stays_on < 0.5 {
                median = Some(time);
            }
        }
        // The interval holds the times at which one half is not refused.
        let distance = if stays_on <= 0.0 {
            f64::INFINITY
        } else if greenwood <= 0.0 || stays_on >= 1.0 {
            f64::NEG_INFINITY
        } else {
            let log = -stays_on.ln();
            (log.ln() - std::f64::consts::LN_2.ln()) / (greenwood.sqrt() / log)
        };
        if distance >= -z && inside.is_none() {
            inside = Some((time, None));
        }
        if let Some((_, high @ None)) = &mut inside
            && distance > z
        {
            *high = Some(time);
        }
    }
    (median.or(flat), inside.map_or((None, None), |(low, high)| (Some(low), high)))
}

/// Little's law for a stage: what is in it on the average against what comes and how long it stays. Stays that have not ended are in the
/// first and not in the second, so exits that nobody logged, and a stage that is filling up, show as a difference.
pub(super) fn little(stage: Stage, stays: &[Stay], end: f64, z: f64) -> Option<Little> {
    let first = stays.iter().map(|stay| stay.entered).fold(f64::INFINITY, f64::min);
    let span = end - first;
    let ended: Vec<f64> = stays.iter().filter(|stay| stay.left != Left::Not).map(|stay| stay.days).collect();
    if ended.len() < 2 || span.is_nan() || span <= 0.0 {
        return None;
    }
    let n = ended.len() as f64;
    let mean_days = ended.iter().sum::<f64>() / n;
    let variance = ended.iter().map(|days| (days - mean_days).powi(2)).sum::<f64>() / (n - 1.0);
    let arrivals = stays.len() as f64;
    let mean_in_stage = stays.iter().map(|stay| stay.days).sum::<f64>() / span;
    let arrivals_per_day = arrivals / span;
    let expected = arrivals_per_day * mean_days;
    // The mean of the stays errs, and so does the number that came (Poisson).
    let standard_error = (arrivals_per_day.powi(2) * variance / n + expected.powi(2) / arrivals).sqrt();
    Some(Little {
        stage,
        mean_in_stage,
        arrivals_per_day,
        mean_days,
        expected_in_stage: expected,
        standard_error,
        holds: (mean_in_stage - expected).abs() <= z * standard_error,
    })
}
