//! How often who has the event first is who was thought to (Harrell 1982), with ties of risk counted as one half.

use serde::Serialize;

use super::observed::Observed;

/// Of the pairs of rows of which it is known whose event came first, the share in which that row had the larger risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concordance {
    /// The share, ties of risk counted as one half.
    pub concordance: f64,
    /// Its standard error (infinitesimal jackknife).
    pub std_err: f64,
    /// Pairs in which the first has the larger risk.
    pub concordant: f64,
    /// Pairs in which the first has the smaller risk.
    pub discordant: f64,
    /// Pairs of the same risk.
    pub tied_risk: f64,
}

/// Counts by rank that are added to and summed from below (Fenwick 1994).
struct Ranks(Vec<i64>);

impl Ranks {
    fn add(&mut self, rank: usize, count: i64) {
        let mut at = rank + 1;
        while at < self.0.len() {
            self.0[at] += count;
            at += at & at.wrapping_neg();
        }
    }

    fn below(&self, rank: usize) -> i64 {
        let (mut at, mut sum) = (rank, 0);
        while at > 0 {
            sum += self.0[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }
}

/// Counts the pairs, in `n log n` steps; none when no pair can be compared.
pub fn concordance(observed: &Observed, strata: Option<&[u32]>, risk: &[f64]) -> Option<Concordance> {
    let n = observed.n();
    let mut levels: Vec<f64> = risk.to_vec();
    levels.sort_unstable_by(f64::total_cmp);
    levels.dedup();
    let rank: Vec<usize> = risk.iter().map(|r| levels.partition_point(|l| l.total_cmp(r).is_lt())).collect();
    let n_strata = strata.map_or(1, |s| s.iter().max().map_or(1, |&most| most as usize + 1));
    let mut members = vec![Vec::new(); n_strata];
    for row in 0..n {
        members[strata.map_or(0, |s| s[row] as usize)].push(row);
    }
    // For each row: pairs it is in that agree, disagree, tie, from both sides.
    let mut pairs = vec![[0_i64; 3]; n];
    let mut totals = [0_i64; 3];
    let mut ranks = Ranks(vec![0; levels.len() + 1]);
    for rows in &members {
        as_first(observed, rows, &rank, &mut ranks, &mut pairs, &mut totals);
        as_second(observed, rows, &rank, &mut ranks, &mut pairs);
    }
    let [agree, differ, tied] = totals.map(|count| count as f64);
    let all = agree + differ + tied;
    if all == 0.0 {
        return None;
    }
    let share = (agree + tied / 2.0) / all;
    let variance: f64 = pairs
        .iter()
        .map(|[a, d, t]| {
            let influence = (*a as f64 + *t as f64 / 2.0 - share * (a + d + t) as f64) / all;
            influence * influence
        })
        .sum();
    Some(Concordance {
        concordance: share,
        std_err: variance.sqrt(),
        concordant: agree,
        discordant: differ,
        tied_risk: tied,
    })
}

/// Each event against all that are at risk and end later, or end then without the event.
fn as_first(
    observed: &Observed,
    rows: &[usize],
    rank: &[usize],
    ranks: &mut Ranks,
    pairs: &mut [[i64; 3]],
    totals: &mut [i64; 3],
) {
    let (time, event) = (observed.time(), observed.event());
    let mut order = rows.to_vec();
    // From the last time back; at one time those without the event come in first.
    order.sort_unstable_by(|&a, &b| time[b].total_cmp(&time[a]).then(event[a].cmp(&event[b])));
    let mut leaving = rows.to_vec();
    leaving.sort_unstable_by(|&a, &b| observed.entry_of(b).total_cmp(&observed.entry_of(a)));
    let (mut left, mut inside, mut at) = (0, 0_i64, 0);
    ranks.0.fill(0);
    while at < order.len() {
        let now = time[order[at]];
        let from = at;
        while at < order.len() && time[order[at]] == now && !event[order[at]] {
            ranks.add(rank[order[at]], 1);
            inside += 1;
            at += 1;
        }
        while left < leaving.len() && observed.entry_of(leaving[left]) >= now {
            ranks.add(rank[leaving[left]], -1);
            inside -= 1;
            left += 1;
        }
        let events = at;
        while at < order.len() && time[order[at]] == now {
            let row = order[at];
            let below = ranks.below(rank[row]);
            let same = ranks.below(rank[row] + 1) - below;
            let counts = [below, inside - below - same, same];
            for (which, count) in counts.into_iter().enumerate() {
                pairs[row][which] += count;
                totals[which] += count;
            }
            at += 1;
        }
        for &row in &order[events.max(from)..at] {
            ranks.add(rank[row], 1);
            inside += 1;
        }
    }
}

/// Each row against all events that came while it was at risk.
fn as_second(observed: &Observed, rows: &[usize], rank: &[usize], ranks: &mut Ranks, pairs: &mut [[i64; 3]]) {
    let (time, event) = (observed.time(), observed.event());
    let mut events: Vec<usize> = rows.iter().copied().filter(|&row| event[row]).collect();
    events.sort_unstable_by(|&a, &b| time[a].total_cmp(&time[b]));
    // Asked at its end (with the events of that time, when it has none itself), and at its entry, whose events it did not see.
    let mut asked: Vec<(f64, bool, usize, i64)> = rows.iter().map(|&row| (time[row], !event[row], row, 1)).collect();
    if observed.entry().is_some() {
        asked.extend(rows.iter().map(|&row| (observed.entry_of(row), true, row, -1)));
    }
    asked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    ranks.0.fill(0);
    let (mut at, mut inside) = (0, 0_i64);
    for (when, with, row, sign) in asked {
        while at < events.len() && (time[events[at]] < when || (with && time[events[at]] == when)) {
            ranks.add(rank[events[at]], 1);
            inside += 1;
            at += 1;
        }
        let below = ranks.below(rank[row]);
        let same = ranks.below(rank[row] + 1) - below;
        // The one with the event has the larger risk: it agrees.
        for (which, count) in [inside - below - same, below, same].into_iter().enumerate() {
            pairs[row][which] += sign * count;
        }
    }
}
