//! Generations of a technology that follow each other (Norton and Bass, *Management Science* 33, 1987).

use super::doubts;
use super::fitted::{Fitted, FittedPoint, ForecastPoint, Interval, Model, Options, Parameter, student};
use super::least_squares::{Curve, Solution, best_of};
use super::sigmoid::{Form, Response, geometric};
use crate::tally::sum;
use crate::{Caution, Unusable};

/// More generations at once are refused.
const GENERATIONS_MAX: usize = 8;

/// Levels of generations: S(i) = A(i) (1 - F(i+1)), A(i) = F(i) (m(i) + A(i-1)), F(i) at the time since generation i came.
struct Generations<'a> {
    n: usize,
    /// In which period each came, from nought.
    came: &'a [usize],
    /// By what the values of each are divided.
    scales: &'a [f64],
}

/// Places of the parameters: ln p, ln q, then ln m by generation in units of its scale.
impl Generations<'_> {
    /// The level of each generation at the end of a period with its slopes, in units of the series.
    fn levels(&self, theta: &[f64], period: usize) -> Vec<(f64, Vec<f64>)> {
        let (g, k) = (self.came.len(), theta.len());
        let (p, q) = (theta[0].exp(), theta[1].exp());
        let shares: Vec<_> = self
            .came
            .iter()
            .map(|&came| (period >= came).then(|| Form::Bass.share(p, q, (period + 1 - came) as f64)))
            .collect();
        let mut above: (f64, Vec<f64>) = (0.0, vec![0.0; k]);
        let mut all = Vec::with_capacity(g);
        for i in 0..g {
            let size = theta[2 + i].exp() * self.scales[i];
            let Some(share) = shares[i] else {
                all.push((0.0, vec![0.0; k]));
                above = (0.0, vec![0.0; k]);
                continue;
            };
            let base = size + above.0;
            let mut slope: Vec<f64> = above.1.iter().map(|s| s * share.value).collect();
            slope[0] += base * share.by_u * p;
            slope[1] += base * share.by_v * q;
            slope[2 + i] += size * share.value;
            let whole = share.value * base;
            let next = shares.get(i + 1).copied().flatten();
            let kept = 1.0 - next.map_or(0.0, |s| s.value);
            let mut kept_slope: Vec<f64> = slope.iter().map(|s| s * kept).collect();
            if let Some(next) = next {
                kept_slope[0] -= whole * next.by_u * p;
                kept_slope[1] -= whole * next.by_v * q;
            }
            all.push((whole * kept, kept_slope));
            above = (whole, slope);
        }
        all
    }
}

impl Curve for Generations<'_> {
    fn n_points(&self) -> usize {
        self.n * self.came.len()
    }

    fn bounds(&self) -> Vec<(f64, f64)> {
        let mut bounds = vec![(-34.0, 3.0), (-16.0, 4.0)];
        bounds.extend(self.came.iter().map(|_| (-12.0, 12.0)));
        bounds
    }

    fn evaluate(&self, theta: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        let (g, k) = (self.came.len(), theta.len());
        for period in 0..self.n {
            for (i, (value, slope)) in self.levels(theta, period).into_iter().enumerate() {
                let row = period * g + i;
                values[row] = value / self.scales[i];
                for (to, from) in slopes[row * k..(row + 1) * k].iter_mut().zip(slope) {
                    *to = from / self.scales[i];
                }
            }
        }
    }
}

/// Norton and Bass: levels (in use, or sold in a period) of two or more generations in the order in which they came, each from
/// the same first period, nought before it came. p and q are shared, m(i) is what generation i adds to what it takes over.
/// All are fitted together, and each is divided by the root of its mean square, so that the largest does not rule alone.
///
/// # Errors
/// Fewer than two generations or more than eight, unequal lengths, values below nought, or a generation that never comes or
/// comes before the one it follows.
pub fn fit_norton_bass(names: &[String], series: &[Vec<f64>], options: &Options) -> Result<Fitted, Unusable> {
    let g = series.len();
    if !(2..=GENERATIONS_MAX).contains(&g) || names.len() != g {
        return Err(Unusable::new(
            "generations",
            format!("There are {g} generations, and two to {GENERATIONS_MAX} can be followed. Name a column for each."),
        ));
    }
    let n = series[0].len();
    for (name, levels) in names.iter().zip(series) {
        if levels.len() != n {
            return Err(Unusable::new(
                "uneven-columns",
                format!("The column \"{name}\" has another length than the first."),
            ));
        }
        doubts::counts(levels).map_err(|e| Unusable::new(e.code, format!("Column \"{name}\": {}", e.text)))?;
    }
    doubts::enough(n, 2)?;
    let mut came = Vec::with_capacity(g);
    for (name, levels) in names.iter().zip(series) {
        let first = levels.iter().position(|x| *x > 0.0).ok_or_else(|| {
            Unusable::new("no-adoptions", format!("The generation \"{name}\" never comes. Leave its column out."))
        })?;
        if came.last().is_some_and(|before| *before > first) {
            return Err(Unusable::new(
                "generations",
                format!(
                    "The generation \"{name}\" comes before the one it follows. Name the columns in the order in which the generations came."
                ),
            ));
        }
        came.push(first);
    }
    let scales: Vec<f64> = series
        .iter()
        .zip(&came)
        .map(|(levels, &came)| (sum(levels.iter().map(|x| x * x)) / (n - came) as f64).sqrt())
        .collect();
    let curve = Generations { n, came: &came, scales: &scales };
    let observed: Vec<f64> =
        (0..n).flat_map(|t| (0..g).map(move |i| (t, i))).map(|(t, i)| series[i][t] / scales[i]).collect();
    let mut starts = Vec::new();
    for &q in &geometric(0.5 / n as f64, 2.0, 10) {
        for &p in &geometric(1e-5, 0.3, 9) {
            for size in [0.0f64, 0.7] {
                let mut start = vec![p.ln(), q.ln()];
                start.extend(std::iter::repeat_n(size, g));
                starts.push(start);
            }
        }
    }
    let best = best_of(&curve, &observed, &starts).ok_or_else(|| {
        Unusable::new(
            "no-fit",
            "No curves of generations go near the columns. Look at them: does each replace the one before?",
        )
    })?;
    let freedom = n * g - best.theta.len();
    Ok(describe(&curve, names, series, &best, freedom, options))
}

fn describe(
    curve: &Generations<'_>,
    names: &[String],
    series: &[Vec<f64>],
    best: &Solution,
    freedom: usize,
    options: &Options,
) -> Fitted {
    let (n, g, k) = (curve.n, curve.came.len(), best.theta.len());
    let variance = best.sse / freedom as f64;
    let covariance = best.inverse.clone().map(|inverse| inverse.scaled(variance));
    let quantile = student(options.confidence, freedom);
    let mut fit = Fitted::of(Model::NortonBass, Response::Level, n * g, k, options.confidence);
    let scaled: Vec<f64> =
        (0..n).flat_map(|t| (0..g).map(move |i| (t, i))).map(|(t, i)| series[i][t] / curve.scales[i]).collect();
    fit.squares(best.sse, &scaled);
    for j in 0..k {
        let name = match j {
            0 => "p".to_owned(),
            1 => "q".to_owned(),
            _ => format!("m_{}", names[j - 2]),
        };
        let estimate = best.theta[j].exp() * if j < 2 { 1.0 } else { curve.scales[j - 2] };
        let se = covariance.as_ref().map(|c| c[(j, j)].sqrt() * estimate).filter(|s| s.is_finite());
        if se.is_none_or(|se| se > estimate) {
            fit.cautions.push(
                Caution::new(
                    "not-determined",
                    format!("The columns do not determine {name}: its standard error is larger than itself."),
                )
                .with("estimate", estimate),
            );
        }
        let delta = se.map(|se| Interval::around(estimate, quantile * se));
        fit.parameters.push(Parameter { name, estimate, se, delta, profile: None });
    }
    let point = |t: usize, i: usize| (t + 1, (t + 1).to_string(), Some(names[i].clone()));
    let seen = (0..n)
        .flat_map(|t| curve.levels(&best.theta, t).into_iter().enumerate().map(move |(i, level)| (t, i, level.0)));
    for (t, i, fitted) in seen {
        let (t_one, time, generation) = point(t, i);
        fit.fitted.push(FittedPoint { t: t_one, time, generation, observed: series[i][t], fitted });
    }
    for t in n..n + options.periods_ahead {
        for (i, (value, slope)) in curve.levels(&best.theta, t).into_iter().enumerate() {
            let band = covariance.as_ref().map(|c| {
                let noise = variance * curve.scales[i] * curve.scales[i];
                let half = quantile * (c.quadratic(&slope).max(0.0) + noise).sqrt();
                Interval { low: Some((value - half).max(0.0)), high: Some(value + half) }
            });
            let (t_one, time, generation) = point(t, i);
            fit.forecast.push(ForecastPoint {
                t: t_one,
                time,
                generation,
                value,
                band,
                cumulative: value,
                cumulative_band: band,
            });
        }
    }
    fit.cautions.push(Caution::new(
        "scales-weighted",
        "Each generation is divided by the root of its mean square before they are fitted together; the sum of squares is in those units.",
    ));
    if let Some(last) = curve.came.last()
        && n - last < 5
    {
        fit.cautions.push(
            Caution::new("few-points", format!("The last generation was seen for {} periods only.", n - last))
                .with("n", (n - last) as f64),
        );
    }
    fit
}
