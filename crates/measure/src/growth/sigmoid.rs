//! The shapes that growth takes: Bass (1969), the logistic curve (Verhulst 1838; Griliches 1957), Gompertz (1825).
//!
//! Each is a size times a share that goes from nought to one with two parameters. Time runs 1, 2, ..., n from the first
//! period to the last; what a period brings is the share at its end less the share at its beginning.

use super::least_squares::Curve;
use crate::tally::sum;

/// A shape with two parameters, called u and v here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// u = p (innovation), v = q (imitation).
    Bass,
    /// 1 / (1 + a e^(-bt)): u = a, v = b.
    Logistic,
    /// exp(-a e^(-bt)): u = a, v = b.
    Gompertz,
}

/// A value with its slopes by the two parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    pub value: f64,
    pub by_u: f64,
    pub by_v: f64,
}

impl Form {
    /// The share that was reached until a time.
    ///
    /// Bass (1969, eq. 6) as p(1-e) / (p + qe) with e = exp(-(p+q)t), which needs no ratio of the two.
    pub fn share(self, u: f64, v: f64, t: f64) -> Slope {
        match self {
            Self::Bass => {
                let s = u + v;
                let e = (-s * t).exp();
                let rest = -(-s * t).exp_m1();
                let (top, bottom) = (u * rest, u + v * e);
                let (top_u, top_v) = (rest + u * t * e, u * t * e);
                let (bottom_u, bottom_v) = (1.0 - v * t * e, e * (1.0 - v * t));
                Slope {
                    value: top / bottom,
                    by_u: (top_u - top / bottom * bottom_u) / bottom,
                    by_v: (top_v - top / bottom * bottom_v) / bottom,
                }
            }
            Self::Logistic => {
                let e = (-v * t).exp();
                let bottom = 1.0 + u * e;
                Slope { value: 1.0 / bottom, by_u: -e / bottom / bottom, by_v: u * t * e / bottom / bottom }
            }
            Self::Gompertz => {
                let e = (-v * t).exp();
                let value = (-u * e).exp();
                Slope { value, by_u: -e * value, by_v: u * t * e * value }
            }
        }
    }

    /// The share that a time from `from` to `to` brings.
    ///
    /// For Bass in the form (p+q)p(e1-e2) / ((p+qe1)(p+qe2)), which keeps its digits in both tails.
    pub fn between(self, u: f64, v: f64, from: f64, to: f64) -> Slope {
        if self != Self::Bass {
            let (a, b) = (self.share(u, v, from), self.share(u, v, to));
            return Slope { value: b.value - a.value, by_u: b.by_u - a.by_u, by_v: b.by_v - a.by_v };
        }
        let s = u + v;
        let (e1, e2) = ((-s * from).exp(), (-s * to).exp());
        let (d1, d2) = (u + v * e1, u + v * e2);
        let long = to - from;
        let lost = -(-s * long).exp_m1();
        let value = s * u * e1 * lost / d1 / d2;
        let shared = 1.0 / s - from + if lost == 0.0 { 1.0 / s } else { long * (1.0 - lost) / lost };
        let by_u = shared + 1.0 / u - (1.0 - v * from * e1) / d1 - (1.0 - v * to * e2) / d2;
        let by_v = shared - e1 * (1.0 - v * from) / d1 - e2 * (1.0 - v * to) / d2;
        Slope { value, by_u: value * by_u, by_v: value * by_v }
    }

    /// How fast the share of Bass grows at a time.
    pub fn bass_density(p: f64, q: f64, t: f64) -> f64 {
        let s = p + q;
        let e = (-s * t).exp();
        let bottom = p + q * e;
        s * s * p * e / bottom / bottom
    }

    /// When most is brought, and how much then in a period; none for Bass where it falls from the start.
    pub fn peak(self, u: f64, v: f64, size: f64) -> Option<(f64, f64)> {
        match self {
            Self::Bass if v <= u => None,
            Self::Bass => Some(((v / u).ln() / (u + v), size * (u + v) * (u + v) / (4.0 * v))),
            Self::Logistic => Some((u.ln() / v, size * v / 4.0)),
            Self::Gompertz => Some((u.ln() / v, size * v / std::f64::consts::E)),
        }
    }

    /// The names of the parameters: two of the shape and the size.
    pub fn names(self) -> [&'static str; 3] {
        match self {
            Self::Bass => ["p", "q", "m"],
            Self::Logistic | Self::Gompertz => ["a", "b", "K"],
        }
    }
}

/// What is fitted: what each period brings, or what was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// New adoptions of each period.
    Increments,
    /// The level at the end of each period.
    Level,
}

/// A shape fitted to a series of n periods: ln u, ln v, ln size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sigmoid<'a> {
    pub form: Form,
    pub response: Response,
    /// The first period is 1 + `skipped`.
    pub skipped: usize,
    pub n: usize,
    /// For levels: the times of the values where they are not 1, 2, ..., n.
    pub times: Option<&'a [f64]>,
}

impl Sigmoid<'_> {
    /// The time at the end of a period, also beyond the last one.
    pub fn time(&self, period: usize) -> f64 {
        match self.times {
            None => period as f64,
            Some(times) => times.get(period - 1).copied().unwrap_or_else(|| {
                let last = times.last().copied().unwrap_or(0.0);
                last + usual_step(times) * (period - times.len()) as f64
            }),
        }
    }

    /// The value of a period for a size of one.
    pub fn unit(&self, u: f64, v: f64, period: usize) -> Slope {
        let t = self.time(period);
        match self.response {
            Response::Level => self.form.share(u, v, t),
            Response::Increments => self.form.between(u, v, t - 1.0, t),
        }
    }

    /// Starts on a grid of shapes; the size of each is the best one for its shape, which is a linear matter.
    pub fn starts(&self, observed: &[f64]) -> Vec<Vec<f64>> {
        let n = self.time(self.n + self.skipped).max(2.0);
        let rates = geometric(0.3 / n, 3.0, 16);
        let mut starts = Vec::new();
        for &v in &rates {
            let others: Vec<f64> = match self.form {
                Form::Bass => geometric(1e-7, 0.6, 16),
                // From half a series before the first period to two series after the last one.
                Form::Logistic | Form::Gompertz => {
                    (0..16).map(|i| (v * n * (-0.5 + f64::from(i) * 0.18)).clamp(-19.0, 59.0).exp()).collect()
                }
            };
            for u in others {
                let shape: Vec<f64> = (1..=self.n).map(|period| self.unit(u, v, period + self.skipped).value).collect();
                let along = sum(shape.iter().zip(observed).map(|(f, x)| f * x));
                let square = sum(shape.iter().map(|f| f * f));
                let size = along / square;
                if size.is_finite() && size > 0.0 {
                    starts.push(vec![u.ln(), v.ln(), size.ln().clamp(-6.0, 16.0)]);
                }
            }
        }
        starts
    }
}

impl Curve for Sigmoid<'_> {
    fn n_points(&self) -> usize {
        self.n
    }

    fn bounds(&self) -> Vec<(f64, f64)> {
        match self.form {
            Form::Bass => vec![(-34.0, 3.0), (-16.0, 4.0), (-6.0, 17.0)],
            Form::Logistic | Form::Gompertz => vec![(-20.0, 120.0), (-16.0, 4.0), (-6.0, 17.0)],
        }
    }

    fn evaluate(&self, theta: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        let (u, v, size) = (theta[0].exp(), theta[1].exp(), theta[2].exp());
        for (i, (value, slope)) in values.iter_mut().zip(slopes.chunks_exact_mut(3)).enumerate() {
            let unit = self.unit(u, v, i + 1 + self.skipped);
            *value = size * unit.value;
            slope[0] = size * unit.by_u * u;
            slope[1] = size * unit.by_v * v;
            slope[2] = *value;
        }
    }
}

/// Numbers from low to high, each the same multiple of the one before.
pub(super) fn geometric(low: f64, high: f64, n: usize) -> Vec<f64> {
    let ratio = (high / low).ln() / (n.max(2) - 1) as f64;
    (0..n).map(|i| low * (ratio * i as f64).exp()).collect()
}

/// The middle one of the steps between times.
pub(super) fn usual_step(times: &[f64]) -> f64 {
    let mut steps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(1.0)
}
