//! The share without the event by time (Kaplan and Meier 1958; variance of Greenwood 1926) and the cumulative hazard (Nelson 1969, Aalen 1978).

use serde::{Deserialize, Serialize};

use super::chance::deviate;
use super::observed::Observed;

/// On which scale the limits of a curve are laid around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitScale {
    /// On `ln S`, as R does when nothing is asked for.
    #[default]
    Log,
    /// On `ln(-ln S)`, which stays between nought and one.
    LogLog,
    /// On `S` itself, cut at nought and one.
    Plain,
}

/// A curve at one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// The time.
    pub time: f64,
    /// Rows at risk just before.
    pub n_at_risk: usize,
    /// Events at this time.
    pub n_event: usize,
    /// Rows that end at this time without the event.
    pub n_censored: usize,
    /// The share without the event just after.
    pub survival: f64,
    /// Its standard error; none once the curve is at nought.
    pub std_err: Option<f64>,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
    /// The cumulative hazard of Nelson and Aalen. Its `exp(-H)` is not the curve of Kaplan and Meier.
    pub cumulative_hazard: f64,
    /// Its standard error, from the sum of `d / n²`.
    pub cumulative_hazard_std_err: f64,
}

/// By when a share has had the event. `None` is "not reached".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantile {
    /// The share that has had the event.
    pub share: f64,
    /// The time, when the curve falls that far.
    pub time: Option<f64>,
    /// Where the lower limit of the curve falls that far.
    pub lower: Option<f64>,
    /// Where the upper limit of the curve falls that far.
    pub upper: Option<f64>,
}

/// The mean time without the event, counted up to `tau`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RestrictedMean {
    /// Up to when it is counted.
    pub tau: f64,
    /// The area below the curve.
    pub mean: f64,
    /// Its standard error.
    pub std_err: f64,
}

/// A curve of Kaplan and Meier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// The group it is of; empty when all are one.
    pub group: String,
    /// Rows.
    pub n: usize,
    /// Events.
    pub n_events: usize,
    /// A point at each time at which a row ends.
    pub points: Vec<CurvePoint>,
}

/// Estimates a curve, with limits of this confidence (.95) on this scale.
pub fn kaplan_meier(group: &str, observed: &Observed, scale: LimitScale, confidence: f64) -> Curve {
    let z = deviate(confidence);
    let mut order: Vec<usize> = (0..observed.n()).collect();
    order.sort_unstable_by(|&a, &b| observed.time()[a].total_cmp(&observed.time()[b]));
    let entries = observed.entry().map(|entry| {
        let mut entry = entry.to_vec();
        entry.sort_unstable_by(f64::total_cmp);
        entry
    });
    let mut points = Vec::new();
    let (mut survival, mut greenwood, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
    let (mut at, mut entered) = (0, if entries.is_some() { 0 } else { observed.n() });
    while at < order.len() {
        let time = observed.time()[order[at]];
        if let Some(entries) = &entries {
            while entered < entries.len() && entries[entered] < time {
                entered += 1;
            }
        }
        let n_at_risk = entered - at;
        let from = at;
        let mut n_event = 0;
        while at < order.len() && observed.time()[order[at]] == time {
            n_event += usize::from(observed.event()[order[at]]);
            at += 1;
        }
        let (d, y) = (n_event as f64, n_at_risk as f64);
        if n_event > 0 {
            survival = if n_event == n_at_risk { 0.0 } else { survival * ((y - d) / y) };
            greenwood += d / (y * (y - d));
            hazard += d / y;
            hazard_variance += d / (y * y);
        }
        let (std_err, limits) = if survival > 0.0 {
            let error = greenwood.sqrt();
            (Some(survival * error), Some(limits(survival, error, z, scale)))
        } else {
            (None, None)
        };
        points.push(CurvePoint {
            time,
            n_at_risk,
            n_event,
            n_censored: at - from - n_event,
            survival,
            std_err,
            lower: limits.map(|l| l.0),
            upper: limits.map(|l| l.1),
            cumulative_hazard: hazard,
            cumulative_hazard_std_err: hazard_variance.sqrt(),
        });
    }
    Curve { group: group.to_owned(), n: observed.n(), n_events: observed.n_events(), points }
}

/// The limits of a share whose logarithm has this standard error.
fn limits(survival: f64, error: f64, z: f64, scale: LimitScale) -> (f64, f64) {
    if error == 0.0 {
        return (survival, survival);
    }
    match scale {
        LimitScale::Log => (survival * (-z * error).exp(), (survival * (z * error).exp()).min(1.0)),
        LimitScale::LogLog => {
            let inner = (-survival.ln()).ln();
            let half = z * error / survival.ln();
            ((-(inner - half).exp()).exp(), (-(inner + half).exp()).exp())
        }
        LimitScale::Plain => ((survival - z * error * survival).max(0.0), (survival + z * error * survival).min(1.0)),
    }
}

impl Curve {
    /// The last point at or before a time; none before the first.
    pub fn at(&self, time: f64) -> Option<&CurvePoint> {
        let after = self.points.partition_point(|point| point.time <= time);
        after.checked_sub(1).map(|at| &self.points[at])
    }

    /// By when this share has had the event. Where the curve stands exactly at the share, it is the middle of that step, as in R.
    pub fn quantile(&self, share: f64) -> Quantile {
        let falls = |level: &dyn Fn(&CurvePoint) -> Option<f64>| self.falls_to(1.0 - share, level);
        Quantile { share, time: falls(&|p| Some(p.survival)), lower: falls(&|p| p.lower), upper: falls(&|p| p.upper) }
    }

    fn falls_to(&self, level: f64, of: &dyn Fn(&CurvePoint) -> Option<f64>) -> Option<f64> {
        let near = f64::EPSILON.sqrt();
        let known = || self.points.iter().filter_map(|point| of(point).map(|value| (point.time, value)));
        let (time, value) = known().find(|&(_, value)| value <= level + near)?;
        if value < level - near {
            return Some(time);
        }
        let end = known().find(|&(_, value)| value < level - near).map(|(time, _)| time);
        let end = end.or_else(|| self.points.last().map(|point| point.time)).unwrap_or(time);
        Some(f64::midpoint(time, end))
    }

    /// The mean time without the event, counted up to `tau`.
    pub fn restricted_mean(&self, tau: f64) -> RestrictedMean {
        // From behind: the area after each event up to tau weighs the variance of its step.
        let inside: Vec<&CurvePoint> = self.points.iter().take_while(|point| point.time < tau).collect();
        let (mut area, mut variance, mut until) = (0.0, 0.0, tau);
        for point in inside.iter().rev() {
            area += point.survival * (until - point.time);
            until = point.time;
            if point.n_event > 0 && point.n_at_risk > point.n_event {
                let (d, y) = (point.n_event as f64, point.n_at_risk as f64);
                variance += area * area * d / (y * (y - d));
            }
        }
        area += until.max(0.0);
        RestrictedMean { tau, mean: area, std_err: f64::sqrt(variance) }
    }
}
