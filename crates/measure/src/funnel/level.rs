//! The figures of one level of cases: counts, conversions, the whole funnel in time, waiting.

use super::course::{Course, Exit};
use super::figures::{Conversion, LevelFigures, Occupation, Request, Sojourn, Transition};
use super::interval::{Bounds, deviate, effective, wilson};
use super::multistate::{CENSORED, Move, Sweep, Target, rounded};
use super::stage::{N_STAGES, N_TRANSIENT, Stage};
use super::waiting::{Stay, stays, waiting};

/// States of the funnel: the seven stages, then abandoned.
pub(super) const N_STATES: usize = N_STAGES + 1;
/// The state of being abandoned.
pub(super) const LOST: usize = N_STAGES;

/// The moves of cases on their own clock, which starts with the first event.
pub(super) fn sweep(course: &Course, cases: &[u32]) -> Sweep {
    let mut start = Vec::with_capacity(cases.len());
    let mut moves = Vec::with_capacity(cases.len() * 4);
    for (place, &case) in (0_u32..).zip(cases) {
        let case = case as usize;
        let steps = course.steps(case);
        let Some(first) = steps.first() else { continue };
        let origin = first.day;
        // Nobody waits in production; who is seen there first came from collection at once.
        let mut state = if first.stage == Stage::Production { 0 } else { first.stage as u16 };
        start.push(state);
        let mut pending: Option<(f64, u16)> =
            (first.stage == Stage::Production).then_some((0.0, Stage::Production as u16));
        let mut go = |time: f64, to: u16| {
            // Of several moves at one time only the last is one: nobody was at risk between them.
            if let Some((before, stage)) = pending
                && time > before
            {
                moves.push(Move { time: before, case: place, from: state, to: stage });
                state = stage;
            }
            pending = Some((time, to));
        };
        for step in &steps[1..] {
            go(rounded(step.day - origin), step.stage as u16);
        }
        let last = rounded(course.last_day[case] - origin);
        match course.exit[case] {
            Exit::Abandoned(_) => go(last, LOST as u16),
            Exit::Production => {}
            Exit::Open => {
                if let Some((time, stage)) = pending.take() {
                    moves.push(Move { time, case: place, from: state, to: stage });
                    state = stage;
                }
                moves.push(Move { time: last, case: place, from: state, to: CENSORED });
            }
        }
        if let Some((time, stage)) = pending {
            moves.push(Move { time, case: place, from: state, to: stage });
        }
    }
    Sweep::new(N_TRANSIENT, N_STATES, start, moves)
}

/// The figures of some cases, and what is needed again: their stays.
pub(super) fn figures(course: &Course, cases: &[u32], request: &Request) -> (LevelFigures, Vec<Vec<Stay>>, Sweep) {
    let z = deviate(request.confidence);
    let stages = course.stage_counts(cases);
    let stays = stays(course, cases);
    let waits: Vec<_> =
        Stage::ALL[..N_TRANSIENT].iter().zip(&stays).map(|(&stage, stays)| waiting(stage, stays, request)).collect();
    let conversions = (0..N_TRANSIENT)
        .map(|at| {
            let (n_from, n_to) = (stages[at].reached, stages[at + 1].reached);
            let rate = (n_from > 0).then(|| n_to as f64 / n_from as f64);
            Conversion {
                from: Stage::ALL[at],
                to: Stage::ALL[at + 1],
                n_from,
                n_to,
                rate,
                wilson: rate.map(|rate| wilson(rate, n_from as f64, z)),
                open: stages[at].open,
                within: waits[at].triples.iter().map(|triple| triple.forward.clone()).collect(),
            }
        })
        .collect();
    let sweep = sweep(course, cases);
    let (occupation, sojourn) = occupation(&sweep, course, cases, &stages, request, z);
    let n = |is: fn(Exit) -> bool| cases.iter().filter(|&&case| is(course.exit[case as usize])).count() as u64;
    let log = course.log;
    let n_events = cases
        .iter()
        .map(|&case| {
            let own = &log.day[log.offsets[case as usize]..log.offsets[case as usize + 1]];
            own.iter().filter(|&&day| day <= course.end).count() as u64
        })
        .sum();
    let figures = LevelFigures {
        n_cases: cases.len() as u64,
        n_events,
        n_production: n(|exit| exit == Exit::Production),
        n_abandoned: n(|exit| matches!(exit, Exit::Abandoned(_))),
        n_open: n(|exit| exit == Exit::Open),
        transitions: transitions(course, cases),
        stages,
        conversions,
        occupation,
        sojourn,
        waiting: waits,
    };
    (figures, stays, sweep)
}

fn occupation(
    sweep: &Sweep,
    course: &Course,
    cases: &[u32],
    stages: &[super::figures::StageCount],
    request: &Request,
    z: f64,
) -> (Vec<Occupation>, Vec<Sojourn>) {
    let n = sweep.n_cases() as f64;
    let forward = sweep.forward(&request.occupation_days, request.sojourn_tau, |_| true);
    let occupation = request
        .occupation_days
        .iter()
        .zip(&forward.at)
        .map(|(&days, p)| {
            let errors = sweep.standard_errors(&forward, Target::Day(days));
            let interval = p.iter().zip(&errors).map(|(&p, &error)| effective(p, error, n, z)).collect();
            Occupation { days, probability: p.clone(), standard_error: errors, interval }
        })
        .collect();
    let tau = request.sojourn_tau;
    let errors = sweep.standard_errors(&forward, Target::Until(tau));
    let before_exit: f64 = forward.integral[..N_TRANSIENT].iter().sum();
    let lost: u64 = stages.iter().map(|stage| stage.abandoned).sum();
    let mut entered = [0_u64; N_STAGES];
    for &case in cases {
        for step in course.steps(case as usize) {
            entered[step.stage.place()] += 1;
        }
    }
    let sojourn = (0..N_STATES)
        .map(|state| {
            let (days, error) = (forward.integral[state], errors[state]);
            let transient = state < N_TRANSIENT;
            Sojourn {
                stage: Stage::ALL.get(state).copied(),
                n_entered: entered.get(state).copied().unwrap_or(lost),
                days,
                standard_error: error,
                interval: Bounds { low: (days - z * error).max(0.0), high: (days + z * error).min(tau) },
                bottleneck_index: (transient && before_exit > 0.0).then(|| days / before_exit),
                loss_share: (transient && lost > 0).then(|| stages[state].abandoned as f64 / lost as f64),
            }
        })
        .collect();
    (occupation, sojourn)
}

/// Moves from state to state: forward, then abandoned, then followed no longer.
fn transitions(course: &Course, cases: &[u32]) -> Vec<Transition> {
    let mut forward = [[0_u64; N_STAGES]; N_STAGES];
    let (mut lost, mut open) = ([0_u64; N_STAGES], [0_u64; N_STAGES]);
    for &case in cases {
        let steps = course.steps(case as usize);
        for two in steps.windows(2) {
            forward[two[0].stage.place()][two[1].stage.place()] += 1;
        }
        let Some(last) = steps.last() else { continue };
        match course.exit[case as usize] {
            Exit::Abandoned(_) => lost[last.stage.place()] += 1,
            Exit::Open => open[last.stage.place()] += 1,
            Exit::Production => {}
        }
    }
    let mut all = Vec::new();
    for from in Stage::ALL {
        for to in Stage::ALL {
            all.push(Transition { from, to: to.name().to_owned(), n: forward[from.place()][to.place()] });
        }
    }
    for from in Stage::ALL {
        all.push(Transition { from, to: "abandoned".to_owned(), n: lost[from.place()] });
    }
    for from in Stage::ALL {
        all.push(Transition { from, to: "(censored)".to_owned(), n: open[from.place()] });
    }
    all.retain(|one| one.n > 0);
    all
}
