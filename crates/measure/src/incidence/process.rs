//! A process of several states: the share of cases in each state by time (Aalen and Johansen 1978), with the variance of the
//! infinitesimal jackknife, as R's `survfit` has it, and that of Greenwood's type (Andersen and others 1993, 4.4).
//!
//! The funnel has a sweep of its own (`funnel::multistate`): states there only lead onward, and errors on a few days of a million
//! events take a sweep each, where here each time of an event has its errors.

use std::collections::BTreeMap;

use serde::Serialize;

use super::jackknife::Jackknife;
use crate::Unusable;
use crate::matrix::Matrix;
use crate::survival::chance::deviate;
use crate::survival::observed::snap;

/// More states are refused.
pub const STATES_MAX: usize = 40;
/// Of more numbers than these only some of the times are kept, evenly, and the last.
const KEPT_MAX: usize = 4_000_000;

/// A row: one case from one time to another, and the state it goes to then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Which case.
    pub case: u32,
    /// From when it is watched; later than the start of all when it comes late.
    pub entry: f64,
    /// Until when.
    pub exit: f64,
    /// The state it goes to at the end, by its place; none when it is watched no longer or the next row goes on in the same state.
    pub to: Option<usize>,
}

/// A row with the state it is spent in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stay {
    pub case: u32,
    pub entry: f64,
    pub exit: f64,
    pub from: usize,
    pub to: Option<usize>,
    /// When the state was come to.
    pub since: f64,
}

/// Cases on their way through states.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    states: Vec<String>,
    pub(crate) stays: Vec<Stay>,
    n_cases: usize,
}

/// How many went from one state to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transition {
    /// From which state.
    pub from: String,
    /// To which, or `(censored)`.
    pub to: String,
    /// Cases.
    pub n: usize,
}

/// The states at one time. Vectors are in the order of the states.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OccupationPoint {
    /// The time.
    pub time: f64,
    /// Cases at risk in each state just before.
    pub n_at_risk: Vec<usize>,
    /// The share of cases in each state just after.
    pub occupation: Vec<f64>,
    /// Its standard error by the infinitesimal jackknife; none where there are too many cases and times for it.
    pub std_err: Option<Vec<f64>>,
    /// Its standard error of Greenwood's type.
    pub std_err_greenwood: Vec<f64>,
    /// Limits on `ln(-ln p)`; none where the share is nought or one.
    pub lower: Vec<Option<f64>>,
    /// The upper ones.
    pub upper: Vec<Option<f64>>,
}

/// The mean time in a state up to `tau`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sojourn {
    /// The state.
    pub state: String,
    /// Up to when it is counted.
    pub tau: f64,
    /// The area below the share in the state.
    pub mean: f64,
    /// Its standard error by the infinitesimal jackknife.
    pub std_err: Option<f64>,
}

/// The shares in all states over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Occupation {
    /// The group it is of; empty when all are one.
    pub group: String,
    /// The states, the first the one cases begin in.
    pub states: Vec<String>,
    /// Cases.
    pub n_cases: usize,
    /// Who went where.
    pub transitions: Vec<Transition>,
    /// A point at each time of a transition or an end.
    pub points: Vec<OccupationPoint>,
    /// The mean time in each state.
    pub sojourns: Vec<Sojourn>,
}

/// The process of one event of several causes: `cause` is nought for none yet, else the place of the cause, from one.
///
/// # Errors
/// See [`Process::new`].
pub fn competing(causes: &[String], entry: Option<&[f64]>, time: &[f64], cause: &[usize]) -> Result<Process, Unusable> {
    let mut states = vec!["(s0)".to_owned()];
    states.extend(causes.iter().cloned());
    // Who is watched from nought is there before an event at nought.
    let rows: Vec<Row> = (0..time.len())
        .map(|row| Row {
            case: u32::try_from(row).unwrap_or(u32::MAX),
            entry: entry.map_or(-1.0, |e| e[row]),
            exit: time[row],
            to: (cause[row] > 0).then_some(cause[row]),
        })
        .collect();
    Process::new(states, rows)
}

impl Process {
    /// Cases on their way through states; all begin in the first state, and go on from where they were.
    ///
    /// # Errors
    /// Too many states, times that are not finite, a row that ends before it starts, or rows of one case that overlap.
    pub fn new(states: Vec<String>, mut rows: Vec<Row>) -> Result<Self, Unusable> {
        if states.len() < 2 || states.len() > STATES_MAX {
            return Err(Unusable::new(
                "too-many-states",
                format!("There are {} states, and 2 to {STATES_MAX} are taken. Put rare ones together.", states.len()),
            ));
        }
        if rows.is_empty() {
            return Err(Unusable::new("no-rows", "There is no row. Bring at least one case."));
        }
        if let Some(row) = rows.iter().find(|row| !(row.entry.is_finite() && row.exit.is_finite())) {
            return Err(Unusable::new(
                "wrong-time",
                format!("Case {} has a time that is no finite number. Leave its row out.", u64::from(row.case) + 1),
            ));
        }
        let (mut entry, mut exit): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.entry, row.exit)).unzip();
        snap(&mut exit, Some(&mut entry));
        for (row, (entry, exit)) in rows.iter_mut().zip(entry.into_iter().zip(exit)) {
            (row.entry, row.exit) = (entry, exit);
        }
        rows.sort_by(|a, b| a.case.cmp(&b.case).then(a.entry.total_cmp(&b.entry)));
        let mut stays: Vec<Stay> = Vec::with_capacity(rows.len());
        let mut n_cases = 0;
        let mut case = None;
        for row in rows {
            let place = || format!("Case {}, from {} to {}", u64::from(row.case) + 1, row.entry, row.exit);
            if row.entry >= row.exit {
                return Err(Unusable::new(
                    "ends-before-it-starts",
                    format!("{}: a row must stop after it starts. Leave it out or correct it.", place()),
                ));
            }
            if row.to.is_some_and(|to| to >= states.len()) {
                return Err(Unusable::new("no-state", format!("{}: there is no state of that place.", place())));
            }
            let (from, since) = match stays.last() {
                Some(last) if case == Some(row.case) => {
                    if row.entry < last.exit {
                        return Err(Unusable::new(
                            "rows-overlap",
                            format!(
                                "{}: the row before ends at {} only. Rows of one case must follow each other.",
                                place(),
                                last.exit
                            ),
                        ));
                    }
                    match last.to {
                        Some(to) if to != last.from => (to, last.exit),
                        _ => (last.from, last.since),
                    }
                }
                _ => {
                    n_cases += 1;
                    (0, row.entry)
                }
            };
            case = Some(row.case);
            // To come again to where one is is no transition.
            stays.push(Stay {
                case: n_cases - 1,
                entry: row.entry,
                exit: row.exit,
                from,
                to: row.to.filter(|&to| to != from),
                since,
            });
        }
        Ok(Self { states, stays, n_cases: n_cases as usize })
    }

    /// The names of the states.
    pub fn states(&self) -> &[String] {
        &self.states
    }

    /// Who went where, each pair of states, and who was last watched in which state.
    pub fn transitions(&self) -> Vec<Transition> {
        let k = self.states.len();
        let mut counts = vec![0; k * (k + 1)];
        for (at, stay) in self.stays.iter().enumerate() {
            let last = self.stays.get(at + 1).is_none_or(|next| next.case != stay.case);
            match stay.to {
                Some(to) => counts[to * k + stay.from] += 1,
                None if last => counts[k * k + stay.from] += 1,
                None => {}
            }
        }
        (0..=k)
            .flat_map(|to| (0..k).map(move |from| (from, to)))
            .map(|(from, to)| Transition {
                from: self.states[from].clone(),
                to: self.states.get(to).cloned().unwrap_or_else(|| "(censored)".to_owned()),
                n: counts[to * k + from],
            })
            .collect()
    }

    /// The shares in all states over time, with sojourns up to `tau` (the last time when it is not given). A cause that is named in
    /// `without` has its steps set to nought: what would be, were it gone and the others as they are, which data cannot test.
    pub fn occupation(&self, group: &str, tau: Option<f64>, confidence: f64, without: &[usize]) -> Occupation {
        let k = self.states.len();
        let z = deviate(confidence);
        let mut ends: Vec<usize> = (0..self.stays.len()).collect();
        ends.sort_by(|&a, &b| self.stays[a].exit.total_cmp(&self.stays[b].exit));
        let mut starts: Vec<usize> = (0..self.stays.len()).collect();
        starts.sort_by(|&a, &b| self.stays[a].entry.total_cmp(&self.stays[b].entry));
        let mut times: Vec<f64> = self.stays.iter().map(|stay| stay.exit).collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup();
        let tau = tau.unwrap_or_else(|| times.last().copied().unwrap_or(0.0));
        let mut share = vec![0.0; k];
        share[0] = 1.0;
        let mut covariance = Matrix::zeros(k);
        let mut jackknife = Jackknife::new(self, times.len());
        let mut areas = vec![0.0; k];
        let mut clock = 0.0;
        let mut at_risk = vec![0_usize; k];
        let (mut entered, mut ended) = (0, 0);
        let mut points = Vec::with_capacity(times.len());
        let every = (times.len() * k / KEPT_MAX).max(1);
        for (index, &time) in times.iter().enumerate() {
            while entered < starts.len() && self.stays[starts[entered]].entry < time {
                let stay = starts[entered];
                at_risk[self.stays[stay].from] += 1;
                jackknife.enter(stay, self);
                entered += 1;
            }
            let from = ended;
            let mut moves: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            while ended < ends.len() && self.stays[ends[ended]].exit == time {
                let stay = &self.stays[ends[ended]];
                if let Some(to) = stay.to.filter(|to| !without.contains(to)) {
                    *moves.entry((stay.from, to)).or_insert(0) += 1;
                }
                ended += 1;
            }
            let span = (time.min(tau) - clock).max(0.0);
            for (area, one) in areas.iter_mut().zip(&share) {
                *area += one * span;
            }
            jackknife.pass(span);
            clock += span;
            if !moves.is_empty() {
                let mut step = Matrix::identity(k);
                for (&(g, h), &d) in &moves {
                    let part = d as f64 / at_risk[g] as f64;
                    step[(g, h)] += part;
                    step[(g, g)] -= part;
                }
                jackknife.step(self, &share, &moves, &at_risk, &ends[from..ended]);
                covariance = greenwood(&covariance, &share, &step, &moves, &at_risk);
                share = step.row_times(&share);
                for one in &mut share {
                    // What is left of a state that all have left is rounding.
                    if one.abs() < 1e-15 {
                        *one = 0.0;
                    }
                }
            }
            if index % every == 0 || index + 1 == times.len() {
                let std_err = jackknife.std_err();
                let std_err_greenwood: Vec<f64> = covariance.diagonal().iter().map(|v| v.max(0.0).sqrt()).collect();
                let errors = std_err.as_ref().unwrap_or(&std_err_greenwood);
                let (lower, upper) = share.iter().zip(errors).map(|(&p, &e)| limits(p, e, z)).unzip();
                points.push(OccupationPoint {
                    time,
                    n_at_risk: at_risk.clone(),
                    occupation: share.clone(),
                    std_err,
                    std_err_greenwood,
                    lower,
                    upper,
                });
            }
            for &stay in &ends[from..ended] {
                at_risk[self.stays[stay].from] -= 1;
                jackknife.leave(stay);
            }
        }
        let rest = (tau - clock).max(0.0);
        for (area, one) in areas.iter_mut().zip(&share) {
            *area += one * rest;
        }
        jackknife.pass(rest);
        let errors = jackknife.sojourn_std_err();
        let sojourns = (0..k)
            .map(|at| Sojourn {
                state: self.states[at].clone(),
                tau,
                mean: areas[at],
                std_err: errors.as_ref().map(|e| e[at]),
            })
            .collect();
        Occupation {
            group: group.to_owned(),
            states: self.states.clone(),
            n_cases: self.n_cases,
            transitions: self.transitions(),
            points,
            sojourns,
        }
    }

    pub(crate) fn n_cases(&self) -> usize {
        self.n_cases
    }
}

/// One step of the covariance of the shares: what was there goes through the step, and the step adds its own.
fn greenwood(
    before: &Matrix,
    share: &[f64],
    step: &Matrix,
    moves: &BTreeMap<(usize, usize), usize>,
    at_risk: &[usize],
) -> Matrix {
    let k = share.len();
    let mut after = before.clone();
    // S' C S for a step that is one but for a few cells: columns first, then rows, each from what was there before.
    for transposed in [false, true] {
        let old = after.clone();
        for &(g, h) in moves.keys() {
            let part = step[(g, h)];
            for at in 0..k {
                let (from, to) = if transposed { ((g, at), (h, at)) } else { ((at, g), (at, h)) };
                after[from] -= old[from] * part;
                after[to] += old[from] * part;
            }
        }
    }
    let mut last = None;
    for &(g, _) in moves.keys() {
        if last == Some(g) {
            continue;
        }
        last = Some(g);
        // Those in g go to the states as balls to urns: a multinomial with the shares of the row of g.
        let scale = share[g] * share[g] / at_risk[g] as f64;
        for h in 0..k {
            for l in 0..k {
                let own = if h == l { step[(g, h)] } else { 0.0 };
                after[(h, l)] += scale * (own - step[(g, h)] * step[(g, l)]);
            }
        }
    }
    after
}

fn limits(share: f64, error: f64, z: f64) -> (Option<f64>, Option<f64>) {
    if share <= 0.0 || share >= 1.0 || !error.is_finite() {
        return (None, None);
    }
    let ln = share.ln();
    let half = z * error / (share * ln);
    let inner = (-ln).ln();
    (Some((-(inner - half).exp()).exp()), Some((-(inner + half).exp()).exp()))
}

impl Occupation {
    /// The last point at or before a time.
    pub fn at(&self, time: f64) -> Option<&OccupationPoint> {
        let after = self.points.partition_point(|point| point.time <= time);
        after.checked_sub(1).map(|at| &self.points[at])
    }
}
