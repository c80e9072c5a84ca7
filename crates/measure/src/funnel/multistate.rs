//! Aalen and Johansen's estimator by one sweep over the events, with the infinitesimal jackknife.
//!
//! `P(0,t) = Π (I + dA(u))`, `dA_gh(u) = d_gh(u) / Y_g(u)`; only who is in `g` just before `u` is at risk (Aalen and Johansen,
//! *Scandinavian Journal of Statistics* 5, 1978). States only lead onward, so each event moves mass from one state to another.
//!
//! The influence of a case on `P(0,t)` is the sum over its own moves of `p_g/Y_g (P_h. - P_g.)(u,t)` less what was expected of it while at
//! risk; the variance is the sum of the squares (R's `survfit`, Therneau, *survival*). One sweep back from `t` gives it for all cases.
//!
//! [`crate::incidence::Process`] is the same estimator at each time of an event, for processes that go back and forth and cases that come
//! late; its errors take cases times times, which a funnel of a million events cannot wait for. Here they are asked for on a few days
//! only, and each takes one sweep. Both stand against R's numbers for the same log.

/// A case left its state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    /// When, on the clock of the case.
    pub time: f64,
    /// Which case, as a place among those that are looked at.
    pub case: u32,
    /// Which state.
    pub from: u16,
    /// For which state; [`CENSORED`] when it was followed no longer.
    pub to: u16,
}

/// No state: followed no longer.
pub(super) const CENSORED: u16 = u16::MAX;

/// Moves of all cases in the order of time.
pub(super) struct Sweep {
    n_states: usize,
    n_transient: usize,
    start: Vec<u16>,
    moves: Vec<Move>,
    /// Where moves of the same time begin; the last entry is the end.
    times: Vec<u32>,
}

/// Occupation of states by one sweep forward.
pub(super) struct Forward {
    /// For each day asked for, the probability of each state.
    pub at: Vec<Vec<f64>>,
    /// The integral of each from nought to tau.
    pub integral: Vec<f64>,
    /// For each move `p_g(u-)/Y_g(u)` and `1/Y_g(u)`.
    weights: Vec<(f64, f64)>,
    initial: Vec<f64>,
}

/// What the influence is on.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// The occupation on a day.
    Day(f64),
    /// The integral of the occupation until a day.
    Until(f64),
}

/// Times nearer than this are the same: they differ by what was rounded when days were subtracted.
const SAME: f64 = 1e9;

/// A time without what was rounded away.
pub(super) fn rounded(time: f64) -> f64 {
    (time * SAME).round() / SAME
}

impl Sweep {
    /// Puts moves in order. `n_transient` states come first, the exits behind them; each case starts in its state of `start`.
    pub fn new(n_transient: usize, n_states: usize, start: Vec<u16>, mut moves: Vec<Move>) -> Self {
        // Times are never below nought, so their bits are in the order of the times. Of equal times, moves come before censorings.
        moves.sort_unstable_by_key(|one| (one.time.max(0.0).to_bits(), one.to == CENSORED, one.case));
        let mut times = Vec::new();
        for at in 0..moves.len() {
            if at == 0 || moves[at].time > moves[at - 1].time {
                times.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        times.push(u32::try_from(moves.len()).unwrap_or(u32::MAX));
        Self { n_states, n_transient, start, moves, times }
    }

    /// Cases.
    pub fn n_cases(&self) -> usize {
        self.start.len()
    }

    fn groups(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.times.windows(2).map(|two| (two[0] as usize, two[1] as usize))
    }

    /// Goes forward. `days` ascend. `kept` says which moves count as events; the others are censorings.
    pub fn forward(&self, days: &[f64], tau: f64, kept: impl Fn(&Move) -> bool) -> Forward {
        let n = self.start.len() as f64;
        let mut at_risk = vec![0.0_f64; self.n_states];
        for &state in &self.start {
            at_risk[usize::from(state)] += 1.0;
        }
        let initial: Vec<f64> = at_risk.iter().map(|&count| if n > 0.0 { count / n } else { 0.0 }).collect();
        let mut p = initial.clone();
        let mut weights = vec![(0.0, 0.0); self.moves.len()];
        let mut at = Vec::with_capacity(days.len());
        let mut integral = vec![0.0; self.n_states];
        let mut last = 0.0;
        for (from, to) in self.groups() {
            let time = self.moves[from].time;
            while at.len() < days.len() && days[at.len()] < time {
                at.push(p.clone());
            }
            let until = time.min(tau);
            if until > last {
                for (sum, &now) in integral.iter_mut().zip(&p) {
                    *sum += now * (until - last);
                }
                last = until;
            }
            for (one, weight) in self.moves[from..to].iter().zip(&mut weights[from..to]) {
                if one.to != CENSORED && kept(one) {
                    let g = usize::from(one.from);
                    let risk = at_risk[g];
                    *weight = if risk > 0.0 { (p[g] / risk, 1.0 / risk) } else { (0.0, 0.0) };
                }
            }
            for (one, weight) in self.moves[from..to].iter().zip(&weights[from..to]) {
                let g = usize::from(one.from);
                at_risk[g] -= 1.0;
                if one.to != CENSORED {
                    let h = usize::from(one.to);
                    if h < self.n_transient {
                        at_risk[h] += 1.0;
                    }
                    p[h] += weight.0;
                    p[g] -= weight.0;
                    // Whoever was the last to leave leaves nothing behind but what was rounded.
                    if p[g] < 1e-15 {
                        p[g] = 0.0;
                    }
                }
            }
        }
        while at.len() < days.len() {
            at.push(p.clone());
        }
        if tau > last {
            for (sum, &now) in integral.iter_mut().zip(&p) {
                *sum += now * (tau - last);
            }
        }
        Forward { at, integral, weights, initial }
    }

    /// The probability that passes through the moves of each of `n` kinds until a day, all moves being events.
    pub fn mass_by_kind(&self, day: f64, n: usize, kind: impl Fn(&Move) -> Option<usize>) -> Vec<f64> {
        let forward = self.forward(&[], 0.0, |_| true);
        let mut mass = vec![0.0; n];
        for (one, weight) in self.moves.iter().zip(&forward.weights).take_while(|(one, _)| one.time <= day) {
            if let Some(place) = kind(one).filter(|&place| place < n) {
                mass[place] += weight.0;
            }
        }
        mass
    }

    /// Cases still followed in each state just after a day.
    pub fn at_risk(&self, day: f64) -> Vec<u64> {
        let mut count = vec![0_i64; self.n_states];
        for &state in &self.start {
            count[usize::from(state)] += 1;
        }
        for one in self.moves.iter().take_while(|one| one.time <= day) {
            count[usize::from(one.from)] -= 1;
            if one.to != CENSORED {
                count[usize::from(one.to)] += 1;
            }
        }
        count.into_iter().map(|one| u64::try_from(one).unwrap_or(0)).collect()
    }

    /// Standard errors of the occupation of each state by the infinitesimal jackknife. All moves count as events.
    pub fn standard_errors(&self, forward: &Forward, target: Target) -> Vec<f64> {
        // Most funnels have eight states; the compiler makes better loops where it knows that.
        match self.n_states {
            8 => self.jackknife::<8>(forward, target),
            3 => self.jackknife::<3>(forward, target),
            _ => self.jackknife_by_state(forward, target),
        }
    }

    /// The same for any number of states: one state after the other.
    fn jackknife_by_state(&self, forward: &Forward, target: Target) -> Vec<f64> {
        (0..self.n_states).map(|state| self.sweep_back::<1>(forward, target, state)[0]).collect()
    }

    fn jackknife<const N: usize>(&self, forward: &Forward, target: Target) -> Vec<f64> {
        self.sweep_back::<N>(forward, target, 0).to_vec()
    }

    /// The sweep back for the `N` states from `first`.
    fn sweep_back<const N: usize>(&self, forward: &Forward, target: Target, first: usize) -> [f64; N] {
        let (end, whole) = match target {
            Target::Day(day) => (day, false),
            Target::Until(day) => (day, true),
        };
        let n = self.start.len();
        // Rows of P(u,t), or of its integral from u to tau, for the states that can be left.
        let mut rows = vec![[0.0_f64; N]; self.n_transient];
        if !whole {
            for (g, row) in rows.iter_mut().enumerate() {
                if let Some(own) = g.checked_sub(first).filter(|&own| own < N) {
                    row[own] = 1.0;
                }
            }
        }
        let mut expected = vec![[0.0_f64; N]; self.n_transient];
        let mut influence = vec![[0.0_f64; N]; n];
        let mut last = end;
        let mut changes: Vec<(usize, f64, f64, [f64; N])> = Vec::new();
        for (from, to) in self.groups().rev() {
            let time = self.moves[from].time;
            if time > end {
                continue;
            }
            if whole {
                for (g, row) in rows.iter_mut().enumerate() {
                    if let Some(own) = g.checked_sub(first).filter(|&own| own < N) {
                        row[own] += last - time;
                    }
                }
                last = time;
            }
            changes.clear();
            for place in from..to {
                let one = &self.moves[place];
                let (mass, share) = forward.weights[place];
                let own = &mut influence[one.case as usize];
                let g = usize::from(one.from);
                for (sum, &part) in own.iter_mut().zip(&expected[g]) {
                    *sum += part;
                }
                if one.to == CENSORED {
                    continue;
                }
                let h = usize::from(one.to);
                let mut after = [0.0; N];
                if h < self.n_transient {
                    after = rows[h];
                    for (sum, &part) in own.iter_mut().zip(&expected[h]) {
                        *sum -= part;
                    }
                } else if let Some(exit) = h.checked_sub(first).filter(|&exit| exit < N) {
                    after[exit] = if whole { end - time } else { 1.0 };
                }
                for (next, &stay) in after.iter_mut().zip(&rows[g]) {
                    *next -= stay;
                }
                for (sum, &difference) in own.iter_mut().zip(&after) {
                    *sum += mass * difference;
                }
                changes.push((g, mass, share, after));
            }
            for (g, mass, share, difference) in &changes {
                for state in 0..N {
                    expected[*g][state] += mass * share * difference[state];
                    rows[*g][state] += share * difference[state];
                }
            }
        }
        if whole {
            for (g, row) in rows.iter_mut().enumerate() {
                if let Some(own) = g.checked_sub(first).filter(|&own| own < N) {
                    row[own] += last;
                }
            }
        }
        let mut mean = [0.0; N];
        for (row, &share) in rows.iter().zip(&forward.initial) {
            for (sum, &part) in mean.iter_mut().zip(row) {
                *sum += share * part;
            }
        }
        let mut squares = [0.0; N];
        for (own, &state) in influence.iter().zip(&self.start) {
            let g = usize::from(state);
            for state in 0..N {
                let one = own[state] - expected[g][state] + (rows[g][state] - mean[state]) / n as f64;
                squares[state] += one * one;
            }
        }
        squares.map(f64::sqrt)
    }
}
