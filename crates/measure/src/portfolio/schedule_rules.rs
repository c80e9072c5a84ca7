//! Good schedules without a solver: rules of priority and seeded crossings of the best orders, each built forwards and backwards.
//!
//! Serial and parallel schedule generation (Kolisch 1996), the rules LFT, MTS, GRPW and EST (Kolisch and Hartmann 1999), justification
//! (Valls, Ballestin and Quintanilla 2005) and crossings of activity lists at two points (Hartmann 1998).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::schedule::Schedule;
use super::solver::Clock;

/// Schedules that are tried at thirty activities; larger projects get fewer, so that the work stays about the same.
const DRAWS: usize = 60_000;
/// Orders that are kept and crossed.
const KEPT: usize = 20;
/// Draws without a shorter schedule among those kept, after which all are drawn anew.
const STALE: usize = 500;

/// Builds schedules of one project; holds what does not change and the room to build in.
struct Builder<'a> {
    schedule: &'a Schedule,
    n_predecessors: Vec<usize>,
    /// What is left of each resource, by time and then resource; all full between two schedules.
    free: Vec<f64>,
}

impl<'a> Builder<'a> {
    fn new(schedule: &'a Schedule) -> Self {
        let mut n_predecessors = vec![0; schedule.activities.len()];
        schedule.activities.iter().flat_map(|a| &a.successors).for_each(|s| n_predecessors[*s] += 1);
        let horizon: usize = schedule.activities.iter().map(|a| a.duration).sum::<usize>() + 1;
        let free = schedule.capacities.iter().copied().cycle().take(horizon * schedule.capacities.len()).collect();
        Self { schedule, n_predecessors, free }
    }

    /// Takes what an activity needs from a start on, or gives it back (`sign` 1).
    fn take(&mut self, a: usize, start: usize, sign: f64) {
        let r = self.schedule.capacities.len();
        let activity = &self.schedule.activities[a];
        if r > 0 {
            for left in self.free[start * r..(start + activity.duration) * r].chunks_exact_mut(r) {
                left.iter_mut().zip(&activity.demands).for_each(|(left, demand)| *left += sign * demand);
            }
        }
    }

    fn fits(&self, a: usize, t: usize) -> bool {
        let r = self.schedule.capacities.len();
        self.schedule.activities[a].demands.iter().zip(&self.free[t * r..]).all(|(demand, left)| *demand <= left + 1e-9)
    }

    fn clear(&mut self, starts: &[usize]) {
        (0..starts.len()).for_each(|a| self.take(a, starts[a], 1.0));
    }

    /// Starts every activity, in the order of priority (smaller first), as soon as precedence and resources allow.
    fn serial(&mut self, priority: &[f64]) -> Vec<usize> {
        let n = priority.len();
        let mut waiting = self.n_predecessors.clone();
        let mut ready: BinaryHeap<_> =
            (0..n).filter(|a| waiting[*a] == 0).map(|a| Reverse((ordered(priority[a]), a))).collect();
        let (mut earliest, mut starts) = (vec![0; n], vec![0; n]);
        while let Some(Reverse((_, a))) = ready.pop() {
            let duration = self.schedule.activities[a].duration;
            let mut t = earliest[a];
            let mut at = t;
            while at < t + duration {
                // A full period sends the start behind it, so that each period is looked at once.
                if !self.fits(a, at) {
                    t = at + 1;
                }
                at += 1;
            }
            self.take(a, t, -1.0);
            starts[a] = t;
            for &s in &self.schedule.activities[a].successors {
                earliest[s] = earliest[s].max(t + duration);
                waiting[s] -= 1;
                if waiting[s] == 0 {
                    ready.push(Reverse((ordered(priority[s]), s)));
                }
            }
        }
        self.clear(&starts);
        starts
    }

    /// Goes through time and starts, in the order of priority, whatever fits at each moment at which something ends.
    fn parallel(&mut self, priority: &[f64]) -> Vec<usize> {
        let n = priority.len();
        let mut waiting = self.n_predecessors.clone();
        let mut ready: Vec<usize> = (0..n).filter(|a| waiting[*a] == 0).collect();
        let mut running = BinaryHeap::new();
        let mut starts = vec![0; n];
        let mut t = 0;
        loop {
            ready.sort_by(|x, y| priority[*x].total_cmp(&priority[*y]).then(x.cmp(y)));
            // Nothing that runs now starts later than now, so what is free at this moment stays free.
            let mut left = Vec::new();
            for a in std::mem::take(&mut ready) {
                if self.schedule.activities[a].duration == 0 || self.fits(a, t) {
                    self.take(a, t, -1.0);
                    starts[a] = t;
                    running.push(Reverse((t + self.schedule.activities[a].duration, a)));
                } else {
                    left.push(a);
                }
            }
            ready = left;
            let Some(&Reverse((next, _))) = running.peek() else { break };
            t = next;
            while let Some(&Reverse((end, a))) = running.peek() {
                if end > t {
                    break;
                }
                running.pop();
                for &s in &self.schedule.activities[a].successors {
                    waiting[s] -= 1;
                    if waiting[s] == 0 {
                        ready.push(s);
                    }
                }
            }
        }
        self.clear(&starts);
        starts
    }

    fn length(&self, starts: &[usize]) -> usize {
        starts.iter().zip(&self.schedule.activities).map(|(start, a)| start + a.duration).max().unwrap_or(0)
    }
}

/// A number that sorts as the float does; priorities are finite and not negative after a shift.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

/// Pushes a schedule to the right and back to the left, as long as it gets shorter.
fn justified(forwards: &mut Builder, backwards: &mut Builder, mut starts: Vec<usize>) -> (usize, Vec<usize>) {
    let mut length = forwards.length(&starts);
    loop {
        let end = |starts: &[usize], a: usize| starts[a] + forwards.schedule.activities[a].duration;
        let last_first: Vec<f64> = (0..starts.len()).map(|a| -(end(&starts, a) as f64)).collect();
        let back = backwards.serial(&last_first);
        let first_first: Vec<f64> = (0..starts.len()).map(|a| -(end(&back, a) as f64)).collect();
        let again = forwards.serial(&first_first);
        let shorter = forwards.length(&again);
        if shorter >= length {
            return if shorter == length { (length, again) } else { (length, starts) };
        }
        (length, starts) = (shorter, again);
    }
}

/// The schedule that justification makes of this one: never longer.
pub(super) fn improved(schedule: &Schedule, starts: Vec<usize>) -> Vec<usize> {
    let reversed = schedule.reversed();
    justified(&mut Builder::new(schedule), &mut Builder::new(&reversed), starts).1
}

/// How many activities follow each, directly or not.
fn followers(schedule: &Schedule) -> Vec<usize> {
    let n = schedule.activities.len();
    let words = n.div_ceil(64);
    let mut after = vec![0u64; n * words];
    for &a in schedule.order.iter().rev() {
        for &s in &schedule.activities[a].successors {
            for w in 0..words {
                after[a * words + w] |= after[s * words + w];
            }
            after[a * words + s / 64] |= 1 << (s % 64);
        }
    }
    after.chunks(words.max(1)).map(|row| row.iter().map(|w| w.count_ones() as usize).sum()).collect()
}

/// Numbers that look like chance and are the same each time (`splitmix64`, Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }
}

/// The order in which a schedule starts its activities.
fn order_of(schedule: &Schedule, starts: &[usize]) -> Vec<usize> {
    let mut place = vec![0; starts.len()];
    schedule.order.iter().enumerate().for_each(|(at, a)| place[*a] = at);
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|a| (starts[*a], place[*a]));
    order
}

/// The middle of one order replaced by what another has there; both keep the precedences, so this does too.
fn crossed(one: &[usize], other: &[usize], from: usize, to: usize) -> Vec<f64> {
    let n = one.len();
    let mut taken = vec![false; n];
    let mut order = Vec::with_capacity(n);
    let mut take = |source: &[usize], until: usize, order: &mut Vec<usize>| {
        for &a in source {
            if order.len() >= until {
                break;
            }
            if !taken[a] {
                taken[a] = true;
                order.push(a);
            }
        }
    };
    take(one, from, &mut order);
    take(other, to, &mut order);
    take(one, n, &mut order);
    let mut priority = vec![0.0; n];
    order.iter().enumerate().for_each(|(at, a)| priority[*a] = at as f64);
    priority
}

/// A short schedule, found by a fixed amount of work; a schedule as long as `lower` ends the search, and so does the clock.
pub(super) fn short(schedule: &Schedule, seed: u32, lower: usize, clock: &Clock) -> Vec<usize> {
    let n = schedule.activities.len();
    let (earliest, _) = schedule.critical_path();
    let latest: Vec<f64> = schedule.tails().iter().map(|tail| -(*tail as f64)).collect();
    let duration = |a: usize| schedule.activities[a].duration as f64;
    let rules: [Vec<f64>; 4] = [
        latest.clone(),
        followers(schedule).into_iter().map(|n| -(n as f64)).collect(),
        (0..n)
            .map(|a| -duration(a) - schedule.activities[a].successors.iter().map(|s| duration(*s)).sum::<f64>())
            .collect(),
        earliest.iter().map(|start| *start as f64).collect(),
    ];
    let reversed = schedule.reversed();
    let (mut forwards, mut backwards) = (Builder::new(schedule), Builder::new(&reversed));
    let mut draw = Draw(u64::from(seed) ^ 0x5eed);
    let spread = latest.iter().fold(1.0_f64, |most, rank| most.max(-rank)) / 4.0;
    let n_draws = (DRAWS * 30 / n.max(1)).clamp(30, DRAWS);
    // The kept ones, the shortest first: (length, starts, order).
    let mut kept = Vec::<(usize, Vec<usize>, Vec<usize>)>::new();
    let mut best: Option<(usize, Vec<usize>)> = None;
    let mut stale = 0;
    for at in 0..n_draws {
        let raw = if at < 2 * rules.len() {
            let rule = &rules[at / 2];
            if at % 2 == 0 { forwards.serial(rule) } else { forwards.parallel(rule) }
        } else if kept.len() < KEPT || draw.below(20) == 0 {
            // Around a rule, near or far.
            let rule = if draw.below(3) == 0 { &rules[draw.below(rules.len())] } else { &latest };
            let much = spread * [0.25, 0.5, 1.0, 2.0][draw.below(4)];
            let priority: Vec<f64> = rule.iter().map(|rank| rank + much * draw.share()).collect();
            if draw.below(2) == 0 { forwards.serial(&priority) } else { forwards.parallel(&priority) }
        } else {
            // Two of the better half more often than not.
            let mut parent = || draw.below(KEPT).min(draw.below(KEPT));
            let (one, other) = (parent(), parent());
            let (x, y) = (draw.below(n + 1), draw.below(n + 1));
            let mut priority = crossed(&kept[one].2, &kept[other].2, x.min(y), x.max(y));
            let much = [0.0, 1.5, 3.0, 6.0][draw.below(4)];
            if much > 0.0 {
                priority.iter_mut().for_each(|rank| *rank += much * draw.share());
            }
            forwards.serial(&priority)
        };
        let (length, starts) = justified(&mut forwards, &mut backwards, raw);
        let worst = kept.last().map_or(usize::MAX, |(length, ..)| *length);
        let known = kept.iter().any(|(other, other_starts, _)| *other == length && *other_starts == starts);
        if !known && (kept.len() < KEPT || length <= worst) {
            stale = if kept.is_empty() || length < worst { 0 } else { stale + 1 };
            let order = order_of(schedule, &starts);
            // Behind the longer and before the equal ones, so that the kept ones change.
            let place = kept.partition_point(|(other, ..)| *other < length);
            kept.insert(place, (length, starts, order));
            kept.truncate(KEPT);
        } else {
            stale += 1;
        }
        if let Some((length, starts, _)) = kept.first()
            && best.as_ref().is_none_or(|(shortest, _)| length < shortest)
        {
            best = Some((*length, starts.clone()));
        }
        if best.as_ref().is_some_and(|(length, _)| *length <= lower) || clock.over() {
            break;
        }
        if stale > STALE {
            kept.clear();
            stale = 0;
        }
    }
    best.map_or_else(Vec::new, |(_, starts)| starts)
}
