//! The sums over those at risk at each time of an event, from the last time to the first, so that each row is added once.

use std::ops::Range;

use super::design::Design;
use super::observed::Observed;
use crate::matrix::{Matrix, dot};

/// How events of the same time share their risk set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// Efron 1977: each next one of those who tie leaves the risk set in part.
    #[default]
    Efron,
    /// Breslow 1974: all of the tie against the whole risk set; draws effects to nought when there are many ties.
    Breslow,
    /// The exact discrete likelihood (Cox 1972): times are periods, and effects are logarithms of odds ratios.
    Exact,
}

/// Rows in the order of the walk: by stratum, and in it from the last time to the first.
pub(crate) struct Sorted {
    /// Standardized covariates.
    pub x: Design,
    pub entry: Option<Vec<f64>>,
    pub time: Vec<f64>,
    pub event: Vec<bool>,
    pub strata: Vec<Range<usize>>,
    /// For each place the row it came from.
    pub rows: Vec<usize>,
    /// Places by stratum and falling entry.
    by_entry: Vec<usize>,
}

/// The risk set at a time of events.
pub(crate) struct RiskSet<'a> {
    pub stratum: usize,
    pub time: f64,
    /// Places of the rows that end at this time.
    pub ends: Range<usize>,
    /// Events at this time.
    pub d: usize,
    /// Rows at risk.
    pub n_at_risk: usize,
    /// Sum of `theta`, of `theta x`, of `theta x x'` (lower half) of all at risk.
    pub s0: f64,
    pub s1: &'a [f64],
    pub s2: &'a Matrix,
    /// The same of those with the event.
    pub d0: f64,
    pub d1: &'a [f64],
    pub d2: &'a Matrix,
}

impl Sorted {
    pub fn new(observed: &Observed, x: &Design, strata: Option<&[u32]>) -> Self {
        let stratum = |row: usize| strata.map_or(0, |s| s[row]);
        let mut rows: Vec<usize> = (0..observed.n()).collect();
        rows.sort_by(|&a, &b| stratum(a).cmp(&stratum(b)).then(observed.time()[b].total_cmp(&observed.time()[a])));
        let mut ranges = Vec::new();
        let mut from = 0;
        for at in 1..=rows.len() {
            if at == rows.len() || stratum(rows[at]) != stratum(rows[from]) {
                ranges.push(from..at);
                from = at;
            }
        }
        let sorted = observed.picked(&rows);
        let entry = sorted.entry().map(<[f64]>::to_vec);
        let mut by_entry: Vec<usize> = if entry.is_some() { (0..rows.len()).collect() } else { Vec::new() };
        if let Some(entry) = &entry {
            for range in &ranges {
                by_entry[range.clone()].sort_by(|&a, &b| entry[b].total_cmp(&entry[a]));
            }
        }
        Self {
            x: x.picked(&rows),
            entry,
            time: sorted.time().to_vec(),
            event: sorted.event().to_vec(),
            strata: ranges,
            rows,
            by_entry,
        }
    }

    /// `theta = exp(x beta)` of each place; none when one of them is out of range.
    pub fn theta(&self, beta: &[f64], offset: Option<&[f64]>) -> Option<(Vec<f64>, Vec<f64>)> {
        let eta: Vec<f64> = (0..self.time.len())
            .map(|at| dot(self.x.row(at), beta) + offset.map_or(0.0, |o| o[self.rows[at]]))
            .collect();
        if eta.iter().any(|e| !e.is_finite() || e.abs() > 300.0) {
            return None;
        }
        let theta = eta.iter().map(|e| e.exp()).collect();
        Some((eta, theta))
    }

    /// Walks over all times of events. Squares are summed only when they are wanted.
    pub fn walk(&self, theta: &[f64], squares: bool, mut visit: impl FnMut(&RiskSet<'_>)) {
        let p = self.x.p();
        let (mut s1, mut d1) = (vec![0.0; p], vec![0.0; p]);
        let (mut s2, mut d2) = (Matrix::zeros(p), Matrix::zeros(p));
        for (stratum, range) in self.strata.iter().enumerate() {
            let (mut s0, mut n_at_risk) = (0.0, 0_usize);
            s1.fill(0.0);
            s2.cells_mut().fill(0.0);
            let mut leaving = range.start;
            let mut at = range.start;
            while at < range.end {
                let time = self.time[at];
                let from = at;
                let mut d = 0;
                let mut d0 = 0.0;
                d1.fill(0.0);
                d2.cells_mut().fill(0.0);
                while at < range.end && self.time[at] == time {
                    let (x, weight) = (self.x.row(at), theta[at]);
                    s0 += weight;
                    n_at_risk += 1;
                    add(&mut s1, weight, x);
                    if squares {
                        s2.add_outer_lower(weight, x);
                    }
                    if self.event[at] {
                        d += 1;
                        d0 += weight;
                        add(&mut d1, weight, x);
                        if squares {
                            d2.add_outer_lower(weight, x);
                        }
                    }
                    at += 1;
                }
                if d == 0 {
                    continue;
                }
                if let Some(entry) = &self.entry {
                    while leaving < range.end && entry[self.by_entry[leaving]] >= time {
                        let place = self.by_entry[leaving];
                        let (x, weight) = (self.x.row(place), -theta[place]);
                        s0 += weight;
                        n_at_risk -= 1;
                        add(&mut s1, weight, x);
                        if squares {
                            s2.add_outer_lower(weight, x);
                        }
                        leaving += 1;
                    }
                }
                if n_at_risk == d {
                    // Only those with the event are at risk: their own sums, without what was lost in taking others away.
                    s0 = d0;
                    s1.copy_from_slice(&d1);
                    s2.clone_from(&d2);
                }
                visit(&RiskSet {
                    stratum,
                    time,
                    ends: from..at,
                    d,
                    n_at_risk,
                    s0,
                    s1: &s1,
                    s2: &s2,
                    d0,
                    d1: &d1,
                    d2: &d2,
                });
            }
        }
    }

    /// The places at risk at a time in a stratum, whose rows up to `end` end then or later.
    pub fn at_risk(&self, stratum: usize, end: usize, time: f64) -> impl Iterator<Item = usize> + '_ {
        (self.strata[stratum].start..end).filter(move |&at| self.entry.as_ref().is_none_or(|e| e[at] < time))
    }
}

fn add(sum: &mut [f64], weight: f64, x: &[f64]) {
    for (one, cell) in sum.iter_mut().zip(x) {
        *one += weight * cell;
    }
}

/// What a risk set adds to the hazard and to the means, ties allowed for.
pub(crate) struct Step {
    /// Sum of `1 / denominator` over the events of the time: the step of the cumulative baseline hazard.
    pub hazard: f64,
    /// Sum of `mean / denominator`.
    pub hazard_mean: Vec<f64>,
    /// The same two for those with the event, who are only in part at risk (Efron).
    pub own_hazard: f64,
    pub own_hazard_mean: Vec<f64>,
    /// Sum over the events of the mean of the covariates at risk.
    pub means: Vec<f64>,
}

impl RiskSet<'_> {
    /// Steps of the events of this time.
    pub fn step(&self, ties: Ties) -> Step {
        let p = self.s1.len();
        let mut step = Step {
            hazard: 0.0,
            hazard_mean: vec![0.0; p],
            own_hazard: 0.0,
            own_hazard_mean: vec![0.0; p],
            means: vec![0.0; p],
        };
        for l in 0..self.d {
            let part = if ties == Ties::Efron { l as f64 / self.d as f64 } else { 0.0 };
            let whole = self.s0 - part * self.d0;
            step.hazard += 1.0 / whole;
            step.own_hazard += (1.0 - part) / whole;
            for at in 0..p {
                let mean = (self.s1[at] - part * self.d1[at]) / whole;
                step.means[at] += mean;
                step.hazard_mean[at] += mean / whole;
                step.own_hazard_mean[at] += mean * (1.0 - part) / whole;
            }
        }
        step
    }

    /// Takes the means at risk of the events of this time off a slope, and returns the sum of the logarithms of their denominators:
    /// what [`RiskSet::step`] says of them, without its vectors, for each step of Newton.
    pub fn take_means(&self, ties: Ties, slope: &mut [f64]) -> f64 {
        let (mut ln, mut one, mut part_one) = (0.0, 0.0, 0.0);
        for l in 0..self.d {
            let part = if ties == Ties::Efron { l as f64 / self.d as f64 } else { 0.0 };
            let whole = self.s0 - part * self.d0;
            ln += whole.ln();
            one += 1.0 / whole;
            part_one += part / whole;
        }
        for (sum, (s, d)) in slope.iter_mut().zip(self.s1.iter().zip(self.d1)) {
            *sum -= one * s - part_one * d;
        }
        ln
    }

    /// Adds `weight` times the information of this time to the lower half of `into`. One pass whatever the number of ties:
    /// the means of the parts are the same three vectors with other weights.
    pub fn add_information(&self, ties: Ties, weight: f64, into: &mut Matrix) {
        let p = self.s1.len();
        // Sums of 1/w, part/w, 1/w², part/w², part²/w² over the events.
        let (mut one, mut part_one, mut two, mut part_two, mut parts_two) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for l in 0..self.d {
            let part = if ties == Ties::Efron { l as f64 / self.d as f64 } else { 0.0 };
            let inverse = 1.0 / (self.s0 - part * self.d0);
            one += inverse;
            part_one += part * inverse;
            two += inverse * inverse;
            part_two += part * inverse * inverse;
            parts_two += part * part * inverse * inverse;
        }
        for row in 0..p {
            for column in 0..=row {
                let (s, t) = (self.s1[row], self.s1[column]);
                let (d, e) = (self.d1[row], self.d1[column]);
                let square = one * self.s2[(row, column)] - part_one * self.d2[(row, column)];
                let means = two * s * t - part_two * (s * e + d * t) + parts_two * d * e;
                into[(row, column)] += weight * (square - means);
            }
        }
    }
}
