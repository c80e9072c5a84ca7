//! What is lost where and for which reason, and what the end of a reason would bring.

use super::course::{Course, Exit};
use super::figures::{Gain, Incidence, Loss, ReasonIncidence, Request};
use super::interval::{Bounds, deviate, effective};
use super::level::LOST;
use super::multistate::{CENSORED, Move, Sweep, Target, rounded};
use super::stage::{N_TRANSIENT, Stage};

/// What has to be assumed of a gain.
pub(super) const ASSUMPTION: &str = "This assumes that cases freed of the reason would have gone on like all others in the same stage (independent competing risks). \
     These data cannot test that: the gain lies between nought and the share lost for the reason.";

/// Losses by stage and reason, each stage with each reason.
pub(super) fn losses(course: &Course) -> Vec<Loss> {
    let log = course.log;
    let width = log.reasons.len();
    let mut counts = vec![0_u64; N_TRANSIENT * width];
    let mut values = vec![0.0_f64; N_TRANSIENT * width];
    let (mut all, mut all_value) = (0_u64, 0.0_f64);
    for &case in course.cases() {
        let case = case as usize;
        let (Exit::Abandoned(reason), Some(stage)) = (course.exit[case], course.furthest(case)) else { continue };
        let place = stage.place() * width + reason as usize;
        counts[place] += 1;
        all += 1;
        if let Some(value) = &log.value {
            values[place] += value[case];
            all_value += value[case];
        }
    }
    let mut rows = Vec::with_capacity(counts.len());
    for stage in &Stage::ALL[..N_TRANSIENT] {
        for (at, reason) in log.reasons.iter().enumerate() {
            let place = stage.place() * width + at;
            let n = counts[place];
            rows.push(Loss {
                stage: *stage,
                reason: reason.clone(),
                n,
                share: if all > 0 { n as f64 / all as f64 } else { 0.0 },
                value: log.value.as_ref().map(|_| values[place]),
                value_share: log.value.as_ref().filter(|_| all_value > 0.0).map(|_| values[place] / all_value),
            });
        }
    }
    rows
}

/// The state of each way out among those of the exits: production, then the reasons.
const OUT_BY_PRODUCTION: u16 = 1;

/// All stages as one, with production and the reasons as competing risks from collection.
fn exits_sweep(course: &Course) -> Sweep {
    let cases = course.cases();
    let moves = (0_u32..)
        .zip(cases)
        .filter_map(|(place, &case)| {
            let case = case as usize;
            let origin = course.steps(case).first()?.day;
            let to = match course.exit[case] {
                Exit::Open => CENSORED,
                Exit::Production => OUT_BY_PRODUCTION,
                Exit::Abandoned(reason) => OUT_BY_PRODUCTION + 1 + u16::try_from(reason).ok()?,
            };
            Some(Move { time: rounded(course.last_day[case] - origin), case: place, from: 0, to })
        })
        .collect();
    Sweep::new(1, 2 + course.log.reasons.len(), vec![0; cases.len()], moves)
}

/// Incidence of each way out, what is still in, and the gains.
pub(super) fn exits(
    course: &Course,
    funnel: &Sweep,
    request: &Request,
) -> (Vec<ReasonIncidence>, Vec<Incidence>, Vec<Gain>) {
    let z = deviate(request.confidence);
    let sweep = exits_sweep(course);
    let n = sweep.n_cases() as f64;
    let forward = sweep.forward(&request.occupation_days, request.sojourn_tau, |_| true);
    let errors: Vec<Vec<f64>> =
        request.occupation_days.iter().map(|&day| sweep.standard_errors(&forward, Target::Day(day))).collect();
    let incidences = |state: usize| -> Vec<Incidence> {
        request
            .occupation_days
            .iter()
            .enumerate()
            .map(|(at, &days)| {
                let (p, error) = (forward.at[at][state], errors[at][state]);
                Incidence { days, probability: p, standard_error: error, interval: effective(p, error, n, z) }
            })
            .collect()
    };
    let production = std::iter::once(("production", usize::from(OUT_BY_PRODUCTION)));
    let names = course.log.reasons.iter().map(String::as_str).zip(usize::from(OUT_BY_PRODUCTION) + 1..);
    let rows = production
        .chain(names)
        .map(|(exit, state)| ReasonIncidence { exit: exit.to_owned(), at: incidences(state) })
        .collect();

    let tau = [request.sojourn_tau];
    let at_tau = |sweep: &Sweep, kept: &dyn Fn(&Move) -> bool| sweep.forward(&tau, 0.0, kept).at.remove(0);
    let reason_of: Vec<u32> = course
        .cases()
        .iter()
        .map(|&case| match course.exit[case as usize] {
            Exit::Abandoned(reason) => reason,
            Exit::Open | Exit::Production => u32::MAX,
        })
        .collect();
    // What was lost for each reason in the whole funnel by that day: nobody else can be won back.
    let lost = funnel.mass_by_kind(request.sojourn_tau, course.log.reasons.len(), |one| {
        (usize::from(one.to) == LOST).then(|| reason_of[one.case as usize] as usize)
    });
    let goal = Stage::Production.place();
    let as_it_is = at_tau(funnel, &|_| true)[goal];
    let as_one = at_tau(&sweep, &|_| true);
    let gains = (0_u32..)
        .zip(&course.log.reasons)
        .map(|(place, reason)| {
            let others = |one: &Move| usize::from(one.to) != LOST || reason_of[one.case as usize] != place;
            let without = at_tau(funnel, &others)[goal];
            let state = OUT_BY_PRODUCTION + 1 + u16::try_from(place).unwrap_or(u16::MAX);
            let one_without = at_tau(&sweep, &|one| one.to != state)[usize::from(OUT_BY_PRODUCTION)];
            Gain {
                reason: reason.clone(),
                days: request.sojourn_tau,
                production: as_it_is,
                production_without: without,
                gain: without - as_it_is,
                bounds: Bounds { low: 0.0, high: lost[place as usize] },
                gain_without_stages: one_without - as_one[usize::from(OUT_BY_PRODUCTION)],
                assumption: ASSUMPTION,
            }
        })
        .collect();
    (rows, incidences(0), gains)
}
