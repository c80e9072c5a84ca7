//! Earliest and latest starts of activities that must all end by a given time, and what is impossible by them alone.
//!
//! Precedence, pairs that can never run at once (Carlier and Pinson 1989, immediate selection), and the parts of activities that run
//! whenever they start (timetabling; Lahrichi 1982) push the windows until nothing moves. An empty window proves that the time is too short.

use super::schedule::Schedule;

/// Pairs are looked at up to so many activities, because there are as many as their square.
const PAIRED_MAX: usize = 400;
/// Rounds of pushing; each is a consequence on its own, so that ending early is right, if weaker.
const ROUNDS: usize = 200;

/// When each activity may start.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Windows {
    pub earliest: Vec<usize>,
    pub latest: Vec<usize>,
}

/// The windows for a project that ends by `horizon`; none when it cannot.
pub(super) fn windows(schedule: &Schedule, horizon: usize) -> Option<Windows> {
    let (earliest, length) = schedule.critical_path();
    let tails = schedule.tails();
    if length > horizon {
        return None;
    }
    let mut windows = Windows { earliest, latest: tails.iter().map(|tail| horizon - tail).collect() };
    let pairs = apart(schedule);
    for _ in 0..ROUNDS {
        let before = windows.clone();
        precedences(schedule, &mut windows)?;
        pairs.iter().try_for_each(|(a, b)| pair(schedule, &mut windows, *a, *b))?;
        timetable(schedule, &mut windows, horizon)?;
        if windows == before {
            break;
        }
    }
    Some(windows)
}

/// Pairs of activities that together take more than there is of some resource.
fn apart(schedule: &Schedule) -> Vec<(usize, usize)> {
    let n = schedule.activities.len();
    if n > PAIRED_MAX {
        return Vec::new();
    }
    let both = |a: usize, b: usize| {
        let (one, other) = (&schedule.activities[a], &schedule.activities[b]);
        let demands = one.demands.iter().zip(&other.demands).zip(&schedule.capacities);
        one.duration > 0 && other.duration > 0 && demands.into_iter().any(|((x, y), capacity)| x + y > capacity + 1e-9)
    };
    (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).filter(|(a, b)| both(*a, *b)).collect()
}

fn precedences(schedule: &Schedule, windows: &mut Windows) -> Option<()> {
    for &a in &schedule.order {
        for &s in &schedule.activities[a].successors {
            windows.earliest[s] = windows.earliest[s].max(windows.earliest[a] + schedule.activities[a].duration);
        }
    }
    for &a in schedule.order.iter().rev() {
        for &s in &schedule.activities[a].successors {
            windows.latest[a] = windows.latest[a].min(windows.latest[s].checked_sub(schedule.activities[a].duration)?);
        }
    }
    (0..windows.earliest.len()).all(|a| windows.earliest[a] <= windows.latest[a]).then_some(())
}

/// Of two that never run at once, one that cannot come first comes second.
fn pair(schedule: &Schedule, windows: &mut Windows, a: usize, b: usize) -> Option<()> {
    let duration = |a: usize| schedule.activities[a].duration;
    let can_lead = |windows: &Windows, a: usize, b: usize| windows.earliest[a] + duration(a) <= windows.latest[b];
    let (forwards, backwards) = (can_lead(windows, a, b), can_lead(windows, b, a));
    let (first, second) = match (forwards, backwards) {
        (true, true) => return Some(()),
        (true, false) => (a, b),
        (false, true) => (b, a),
        (false, false) => return None,
    };
    windows.earliest[second] = windows.earliest[second].max(windows.earliest[first] + duration(first));
    windows.latest[first] = windows.latest[first].min(windows.latest[second].checked_sub(duration(first))?);
    (windows.earliest[a] <= windows.latest[a] && windows.earliest[b] <= windows.latest[b]).then_some(())
}

/// Whatever runs for certain at a time leaves less for the others.
fn timetable(schedule: &Schedule, windows: &mut Windows, horizon: usize) -> Option<()> {
    for (r, capacity) in schedule.capacities.iter().enumerate() {
        let mut certain = vec![0.0; horizon];
        for (a, activity) in schedule.activities.iter().enumerate() {
            for t in windows.latest[a]..(windows.earliest[a] + activity.duration).max(windows.latest[a]) {
                certain[t] += activity.demands[r];
            }
        }
        if certain.iter().any(|taken| *taken > capacity + 1e-9) {
            return None;
        }
        for (a, activity) in schedule.activities.iter().enumerate() {
            let demand = activity.demands[r];
            if demand <= 0.0 || activity.duration == 0 {
                continue;
            }
            // Its own certain part is not in its way.
            let (from, to) = (windows.latest[a], windows.earliest[a] + activity.duration);
            let full = |t: usize| {
                let own = if t >= from && t < to { demand } else { 0.0 };
                certain[t] - own + demand > capacity + 1e-9
            };
            let mut t = windows.earliest[a];
            let mut at = t;
            while at < t + activity.duration {
                if at >= horizon {
                    return None;
                }
                if full(at) {
                    t = at + 1;
                }
                at += 1;
            }
            let mut end = windows.latest[a] + activity.duration;
            let mut at = end;
            while at > end.checked_sub(activity.duration)? {
                if full(at - 1) {
                    end = at - 1;
                }
                at -= 1;
            }
            let last = end.checked_sub(activity.duration)?;
            if t > last {
                return None;
            }
            (windows.earliest[a], windows.latest[a]) = (t, last);
        }
    }
    Some(())
}
