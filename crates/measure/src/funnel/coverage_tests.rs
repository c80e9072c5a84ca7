//! How often the intervals hold what they are of, on a thousand funnels of which the truth is known.
//!
//! Collection is left at a rate of 1/30 each day, three times in five onward; dissemination at 1/60, half of the times onward. Both are without
//! memory, so the truth is a formula.

use super::level::figures;
use super::*;
use crate::generator::Generator;

const FUNNELS: u32 = 1000;
const CASES: usize = 200;
const RATES: [f64; 2] = [1.0 / 30.0, 1.0 / 60.0];
const ONWARD: [f64; 2] = [0.6, 0.5];

/// Cases that are collected on any of 300 days.
fn funnel(generator: &mut Generator) -> Log {
    let cases: Vec<Case> = (0..CASES)
        .map(|case| {
            let mut day = generator.share() * 300.0;
            let mut events = vec![Event { what: What::Stage(Stage::Collected), day }];
            for at in 0..2 {
                day -= (1.0 - generator.share()).ln() / RATES[at];
                let onward = generator.happens(ONWARD[at]);
                let what = if onward { What::Stage(Stage::ALL[at + 1]) } else { What::Abandoned("plan".to_owned()) };
                events.push(Event { what, day });
                if !onward {
                    break;
                }
            }
            Case {
                id: case.to_string(),
                technology: case.to_string(),
                enterprise: String::new(),
                groups: Vec::new(),
                value: None,
                events,
            }
        })
        .collect();
    Log::from_cases(&cases).unwrap()
}

#[test]
fn intervals_hold_the_truth_19_times_in_20() {
    let mut generator = Generator(2026);
    let (horizon, tau) = (90.0, 200.0);
    let [r0, r1] = RATES;
    let incidence = |at: usize| ONWARD[at] * (1.0 - (-RATES[at] * horizon).exp());
    // Time in dissemination until tau: the integral of c r0 (e^{-r1 t} - e^{-r0 t}) / (r0 - r1).
    let spent = |rate: f64| (1.0 - (-rate * tau).exp()) / rate;
    let sojourn = [spent(r0), ONWARD[0] * r0 * (spent(r1) - spent(r0)) / (r0 - r1)];
    let there = ONWARD[0] * r0 * ((-r1 * horizon).exp() - (-r0 * horizon).exp()) / (r0 - r1);
    let restricted = |at: usize| spent(RATES[at]);
    let mut held = [0_u32; 9];
    for _ in 0..FUNNELS {
        let log = funnel(&mut generator);
        // Observation ends while many cases are open; conversions are counted when all are closed.
        let request = Request {
            horizons: vec![horizon],
            occupation_days: vec![horizon],
            sojourn_tau: tau,
            waiting_tau: tau,
            ..Request::until(330.0)
        };
        let course = log.until(request.end).unwrap();
        let (open, ..) = figures(&course, course.cases(), &request);
        let closed = log.until(1e6).unwrap().stage_counts(&(0..CASES as u32).collect::<Vec<_>>());
        let reads = [
            wilson_covers(closed[0].reached, closed[1].reached, ONWARD[0]),
            wilson_covers(closed[1].reached, closed[2].reached, ONWARD[1]),
            open.waiting[0].triples[0].forward.interval.covers(incidence(0)),
            open.waiting[1].triples[0].forward.interval.covers(incidence(1)),
            open.occupation[0].interval[1].covers(there),
            open.sojourn[0].interval.covers(sojourn[0]),
            open.sojourn[1].interval.covers(sojourn[1]),
            mean_covers(&open.waiting[0], restricted(0)),
            mean_covers(&open.waiting[1], restricted(1)),
        ];
        for (held, read) in held.iter_mut().zip(reads) {
            *held += u32::from(read);
        }
    }
    for (at, held) in held.into_iter().enumerate() {
        let share = f64::from(held) / f64::from(FUNNELS);
        assert!((0.93..=0.97).contains(&share), "interval {at} holds {share}");
    }
}

fn wilson_covers(n: u64, k: u64, truth: f64) -> bool {
    wilson(k as f64 / n as f64, n as f64, 1.959_963_984_540_054).covers(truth)
}

fn mean_covers(waiting: &StageWaiting, truth: f64) -> bool {
    (waiting.restricted_mean_days - truth).abs() <= 1.959_963_984_540_054 * waiting.restricted_mean_error
}
