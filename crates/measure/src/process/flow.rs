//! Which step follows which, along which ways, after how long, and by whose hands.

use std::collections::BTreeMap;

use serde::Serialize;

use super::log::Log;
use crate::tally::{quantile, sum};

/// How often an activity is seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActivityCount {
    /// The activity.
    pub activity: String,
    /// Events of it.
    pub n: u64,
}

/// One step directly followed by another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Follows {
    /// The step before.
    pub a: String,
    /// The step after.
    pub b: String,
    /// How often.
    pub n: u64,
    /// Mean time between them.
    pub mean: f64,
    /// Median time; of an even number, the middle of the two.
    pub median: f64,
    /// The longest.
    pub max: f64,
    /// The shortest.
    pub min: f64,
    /// All together.
    pub sum: f64,
}

/// A way through the activities that some cases took.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The activities in their order.
    pub variant: Vec<String>,
    /// Cases that took it.
    pub n: u64,
    /// Which cases, as places in the log.
    pub cases: Vec<u32>,
}

/// Times from the first to the last event of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseDuration {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub median: f64,
    /// The shortest.
    pub min: f64,
    /// The longest.
    pub max: f64,
    /// Nine in ten are shorter (linear between order statistics, Hyndman and Fan type 7).
    pub p90: f64,
}

/// An activity done more than once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rework {
    /// The activity.
    pub activity: String,
    /// Cases in which it was seen more than once.
    pub n_cases: u64,
    /// Events of it beyond the first of each case.
    pub n_events: u64,
}

/// Handing over from one unit to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandoverPair {
    /// From this unit.
    pub a: String,
    /// To this one.
    pub b: String,
    /// How often.
    pub n: u64,
}

/// Who hands over to whom.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Handover {
    /// Each pair of units that is seen, in the order of their names.
    pub counts: Vec<HandoverPair>,
    /// Steps that stay in one unit.
    pub within: u64,
    /// Steps that go from one unit to another.
    pub across: u64,
    /// `(across - within) / (across + within)`, the E-I index (Krackhardt and Stern 1988) of the handover graph: -1 when all stays,
    /// 1 when all crosses. None when there is no step.
    pub ei_index: Option<f64>,
    /// `across / (across + within)`.
    pub share_across: Option<f64>,
}

/// Time that passes before a step, beside that of all steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// The activity that was waited for.
    pub activity: String,
    /// Times it followed on another step.
    pub n: u64,
    /// Time between the step before and it, all together.
    pub sum: f64,
    /// Mean of these times.
    pub mean: f64,
    /// Share in the time of all steps. The largest is the bottleneck.
    pub share: f64,
}

/// The middle of ascending values; of an even number, halfway between the two; nought of none.
pub(super) fn median(ascending: &[f64]) -> f64 {
    quantile(ascending, 0.5).unwrap_or(0.0)
}

/// Counts of activities by name; those that are not seen are left out.
fn by_name(log: &Log, counts: &[u64]) -> Vec<ActivityCount> {
    let mut all: Vec<ActivityCount> = log
        .activities
        .iter()
        .zip(counts)
        .filter(|(_, n)| **n > 0)
        .map(|(activity, &n)| ActivityCount { activity: activity.clone(), n })
        .collect();
    all.sort_by(|a, b| a.activity.cmp(&b.activity));
    all
}

/// How often each activity is seen, begins a case, and ends one.
pub(super) fn activities(log: &Log, steps: &[Vec<u32>]) -> [Vec<ActivityCount>; 3] {
    let mut counts = [(); 3].map(|()| vec![0_u64; log.activities.len()]);
    let [all, first, last] = &mut counts;
    for own in steps {
        for &at in own {
            all[log.activity[at as usize] as usize] += 1;
        }
        if let (Some(&begin), Some(&end)) = (own.first(), own.last()) {
            first[log.activity[begin as usize] as usize] += 1;
            last[log.activity[end as usize] as usize] += 1;
        }
    }
    counts.map(|counts| by_name(log, &counts))
}

/// Activities that cases did more than once.
pub(super) fn rework(log: &Log, steps: &[Vec<u32>]) -> Vec<Rework> {
    let mut cases = vec![0_u64; log.activities.len()];
    let mut events = vec![0_u64; log.activities.len()];
    let mut times = vec![0_u64; log.activities.len()];
    for own in steps {
        for &at in own {
            let activity = log.activity[at as usize] as usize;
            times[activity] += 1;
            if times[activity] == 2 {
                cases[activity] += 1;
            }
            events[activity] += u64::from(times[activity] > 1);
        }
        for &at in own {
            times[log.activity[at as usize] as usize] = 0;
        }
    }
    let mut all: Vec<Rework> = (0..cases.len())
        .filter(|&at| cases[at] > 0)
        .map(|at| Rework { activity: log.activities[at].clone(), n_cases: cases[at], n_events: events[at] })
        .collect();
    all.sort_by(|a, b| a.activity.cmp(&b.activity));
    all
}

/// The ways of the cases, the most frequent first.
pub(super) fn variants(log: &Log, steps: &[Vec<u32>]) -> Vec<Variant> {
    let mut ways: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (case, own) in (0_u32..).zip(steps) {
        if own.is_empty() {
            continue;
        }
        let way = own.iter().map(|&at| log.activity[at as usize]).collect();
        ways.entry(way).or_default().push(case);
    }
    let mut all: Vec<Variant> = ways
        .into_iter()
        .map(|(way, cases)| Variant {
            variant: way.into_iter().map(|activity| log.activities[activity as usize].clone()).collect(),
            n: cases.len() as u64,
            cases,
        })
        .collect();
    all.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.variant.cmp(&b.variant)));
    all
}

/// Times from the first to the last step of each case.
pub(super) fn case_duration(log: &Log, steps: &[Vec<u32>]) -> CaseDuration {
    let mut times: Vec<f64> = steps
        .iter()
        .filter_map(|own| Some(log.time[*own.last()? as usize] - log.time[*own.first()? as usize]))
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    let n = times.len().max(1) as f64;
    CaseDuration {
        mean: sum(times.iter().copied()) / n,
        median: median(&times),
        min: times.first().copied().unwrap_or(0.0),
        max: times.last().copied().unwrap_or(0.0),
        p90: quantile(&times, 0.9).unwrap_or(0.0),
    }
}

/// Which step follows which, and after how long, by name.
pub(super) fn follows(log: &Log, steps: &[Vec<u32>]) -> Vec<Follows> {
    let mut times: BTreeMap<(u32, u32), Vec<f64>> = BTreeMap::new();
    for own in steps {
        for two in own.windows(2) {
            let (before, after) = (two[0] as usize, two[1] as usize);
            times
                .entry((log.activity[before], log.activity[after]))
                .or_default()
                .push(log.time[after] - log.time[before]);
        }
    }
    let mut all: Vec<Follows> = times
        .into_iter()
        .map(|((a, b), mut times)| {
            times.sort_unstable_by(f64::total_cmp);
            let whole = sum(times.iter().copied());
            Follows {
                a: log.activities[a as usize].clone(),
                b: log.activities[b as usize].clone(),
                n: times.len() as u64,
                mean: whole / times.len() as f64,
                median: median(&times),
                max: times[times.len() - 1],
                min: times[0],
                sum: whole,
            }
        })
        .collect();
    all.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    all
}

/// Time before each activity, the longest first.
pub(super) fn waiting(follows: &[Follows]) -> Vec<Waiting> {
    let mut by_activity: BTreeMap<&str, (u64, f64)> = BTreeMap::new();
    for one in follows {
        let entry = by_activity.entry(&one.b).or_default();
        entry.0 += one.n;
        entry.1 += one.sum;
    }
    let whole = sum(follows.iter().map(|one| one.sum));
    let mut all: Vec<Waiting> = by_activity
        .into_iter()
        .map(|(activity, (n, time))| Waiting {
            activity: activity.to_owned(),
            n,
            sum: time,
            mean: time / n as f64,
            share: if whole > 0.0 { time / whole } else { 0.0 },
        })
        .collect();
    all.sort_by(|a, b| b.sum.total_cmp(&a.sum).then_with(|| a.activity.cmp(&b.activity)));
    all
}

/// Who hands over to whom, for steps of which both doers are known.
pub(super) fn handover(doers: &super::log::Doers, steps: &[Vec<u32>]) -> Handover {
    let mut pairs: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for own in steps {
        for two in own.windows(2) {
            if let (Some(a), Some(b)) = (doers.of_event[two[0] as usize], doers.of_event[two[1] as usize]) {
                *pairs.entry((a, b)).or_default() += 1;
            }
        }
    }
    let within: u64 = pairs.iter().filter(|((a, b), _)| a == b).map(|(_, n)| n).sum();
    let across: u64 = pairs.iter().filter(|((a, b), _)| a != b).map(|(_, n)| n).sum();
    let whole = (within + across) as f64;
    let mut counts: Vec<HandoverPair> = pairs
        .into_iter()
        .map(|((a, b), n)| HandoverPair { a: doers.names[a as usize].clone(), b: doers.names[b as usize].clone(), n })
        .collect();
    counts.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    Handover {
        counts,
        within,
        across,
        ei_index: (whole > 0.0).then(|| (across as f64 - within as f64) / whole),
        share_across: (whole > 0.0).then(|| across as f64 / whole),
    }
}
