//! Bass with price and effort (Bass, Krishnan and Jain, *Marketing Science* 13, 1994).

use super::doubts;
use super::fitted::{Fitted, ForecastPoint, Interval, Model, Options, Parameter, delta_se, student};
use super::least_squares::{Curve, best_of, minimise};
use super::nls::RUNAWAY;
use super::sigmoid::{Form, Response, Sigmoid};
use crate::matrix::Matrix;
use crate::tally::sum;
use crate::{Caution, Unusable};

/// A change that varies by less than this share of itself is constant: what is left is the rounding of prices.
const CONSTANT_SHARE: f64 = 0.02;

/// What each period brings with effective time X(t) = sum of x, x = 1 + b1 dPr/Pr + b2 max(0, dA/A).
/// Parameters: ln p, ln q, ln m, then a b for each kind of change.
struct Effective<'a> {
    changes: &'a [Vec<f64>],
    n: usize,
}

impl Effective<'_> {
    /// Effective time at the end of each period and its slopes by the b.
    fn times(&self, b: &[f64]) -> Vec<(f64, Vec<f64>)> {
        let (mut time, mut slopes) = (0.0, vec![0.0; b.len()]);
        (0..self.n)
            .map(|t| {
                time += 1.0;
                for ((slope, change), b) in slopes.iter_mut().zip(self.changes).zip(b) {
                    *slope += change[t];
                    time += b * change[t];
                }
                (time, slopes.clone())
            })
            .collect()
    }
}

impl Curve for Effective<'_> {
    fn n_points(&self) -> usize {
        self.n
    }

    fn bounds(&self) -> Vec<(f64, f64)> {
        let mut bounds = vec![(-34.0, 3.0), (-16.0, 4.0), (-6.0, 17.0)];
        bounds.extend(self.changes.iter().map(|_| (-1e4, 1e4)));
        bounds
    }

    fn evaluate(&self, theta: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        let k = theta.len();
        let (p, q, m) = (theta[0].exp(), theta[1].exp(), theta[2].exp());
        let mut before = (0.0, vec![0.0; k - 3]);
        for (t, now) in self.times(&theta[3..]).into_iter().enumerate() {
            let cell = Form::Bass.between(p, q, before.0, now.0);
            let row = &mut slopes[t * k..(t + 1) * k];
            values[t] = m * cell.value;
            row[0] = m * cell.by_u * p;
            row[1] = m * cell.by_v * q;
            row[2] = values[t];
            let (end, start) = (Form::bass_density(p, q, now.0), Form::bass_density(p, q, before.0));
            for (slope, (late, early)) in row[3..].iter_mut().zip(now.1.iter().zip(&before.1)) {
                *slope = m * (end * late - start * early);
            }
            before = now;
        }
    }
}

/// The relative changes of a column for each of n periods: from the base period before the first, or nought for the first when
/// the column begins with it.
fn changes(column: &[f64], n: usize, name: &str, rises_only: bool) -> Result<Vec<f64>, Unusable> {
    doubts::finite(column)?;
    if column.len() != n && column.len() != n + 1 {
        return Err(Unusable::new(
            "uneven-columns",
            format!(
                "The {name} has {} values for {n} periods. Give one for each, and one for the period before the first if you can.",
                column.len()
            ),
        ));
    }
    if let Some(at) = column.iter().position(|x| *x <= 0.0) {
        return Err(Unusable::new(
            "not-positive",
            format!(
                "Value {} of the {name} is {}, and a relative change needs numbers above nought.",
                at + 1,
                column[at]
            ),
        ));
    }
    let one = |w: &[f64]| {
        let change = (w[1] - w[0]) / w[0];
        if rises_only { change.max(0.0) } else { change }
    };
    let seen: Vec<f64> = column.windows(2).map(one).collect();
    let mean = sum(seen.iter().copied()) / seen.len().max(1) as f64;
    let spread = (sum(seen.iter().map(|c| (c - mean) * (c - mean))) / seen.len().max(1) as f64).sqrt();
    if spread <= CONSTANT_SHARE * mean.abs() + 1e-9 {
        let code = if rises_only { "constant-effort-growth" } else { "constant-price-growth" };
        return Err(Unusable::new(
            code,
            format!(
                "The {name} changes at a constant rate ({mean:.5} a period), so what it does cannot be told from time itself. Fit the Bass curve without it."
            ),
        ));
    }
    let first = if column.len() == n { vec![0.0] } else { Vec::new() };
    Ok(first.into_iter().chain(seen).collect())
}

/// Effective time of generalised Bass at t = 0, 1, ..., n for given coefficients. Columns as in [`fit_generalized_bass`].
///
/// # Errors
/// A column of another length, not above nought, or that changes at a constant rate.
pub fn effective_time(
    n: usize,
    price: Option<(&[f64], f64)>,
    effort: Option<(&[f64], f64)>,
) -> Result<Vec<f64>, Unusable> {
    let (mut all, mut b) = (Vec::new(), Vec::new());
    for (column, name, rises_only) in [(price, "price", false), (effort, "effort", true)] {
        if let Some((column, weight)) = column {
            all.push(changes(column, n, name, rises_only)?);
            b.push(weight);
        }
    }
    let times = Effective { changes: &all, n }.times(&b);
    Ok(std::iter::once(0.0).chain(times.into_iter().map(|t| t.0)).collect())
}

/// Generalised Bass on what each period brings. `price` and `effort` have a value per period, or one more with the period before
/// the first in front; without that one the first period counts as unchanged. Parameters: p, q, m, b1 (price), b2 (effort).
///
/// # Errors
/// As [`super::fit_bass_nls`]; neither price nor effort; `constant-price-growth` and `constant-effort-growth`, where the
/// coefficient is not identified; `not-identified`, where both move together.
pub fn fit_generalized_bass(
    counts: &[f64],
    price: Option<&[f64]>,
    effort: Option<&[f64]>,
    options: &Options,
) -> Result<Fitted, Unusable> {
    doubts::counts(counts)?;
    let n = counts.len();
    let (mut all, mut names, mut based) = (Vec::new(), Vec::new(), true);
    for (column, name, symbol, rises_only) in [(price, "price", "b1", false), (effort, "effort", "b2", true)] {
        if let Some(column) = column {
            all.push(changes(column, n, name, rises_only)?);
            names.push(symbol);
            based &= column.len() == n + 1;
        }
    }
    if all.is_empty() {
        return Err(Unusable::new("no-column", "Generalised Bass needs a column of prices or of effort. Name one."));
    }
    let k = 3 + all.len();
    doubts::enough(n, k)?;
    let scale = sum(counts.iter().copied());
    if scale <= 0.0 {
        return Err(Unusable::new(
            "no-adoptions",
            "All values of the series are nought. Check which column holds the adoptions.",
        ));
    }
    let scaled: Vec<f64> = counts.iter().map(|x| x / scale).collect();
    let curve = Effective { changes: &all, n };
    // The plain curve is the start for p, q and m; the coefficients start on a grid of elasticities.
    let plain = Sigmoid { form: Form::Bass, response: Response::Increments, skipped: 0, n, times: None };
    let plain_starts = plain.starts(&scaled);
    let mut bases: Vec<Vec<f64>> = best_of(&plain, &scaled, &plain_starts).map(|s| s.theta).into_iter().collect();
    bases.extend(plain_starts.into_iter().step_by(7));
    let mut starts = Vec::new();
    for base in &bases {
        for weight in [0.0, -0.7, -1.5, -3.0, 0.7] {
            let mut start = base.clone();
            start.extend(names.iter().map(|name| if *name == "b2" { f64::abs(weight) / 3.0 } else { weight }));
            starts.push(start);
        }
    }
    let best = best_of(&curve, &scaled, &starts)
        .and_then(|found| {
            minimise(&curve, &scaled, &found.theta).filter(|again| again.sse <= found.sse).or(Some(found))
        })
        .ok_or_else(|| {
            Unusable::new("no-fit", "No curve with these prices goes near the series. Fit the Bass curve without them.")
        })?;
    let Some(inverse) = &best.inverse else {
        return Err(Unusable::new(
            "not-identified",
            "What price and effort do cannot be told apart from each other or from time. Leave one of them out.",
        ));
    };
    let freedom = n - k;
    let variance = best.sse / freedom as f64;
    let covariance = inverse.clone().scaled(variance);
    let quantile = student(options.confidence, freedom);
    let mut fit = Fitted::of(Model::GeneralizedBass, Response::Increments, n, k, options.confidence);
    fit.squares(best.sse * scale * scale, counts);
    fit.points(counts, best.values.iter().map(|v| v * scale), 1);
    for (j, name) in ["p", "q", "m"].iter().chain(&names).enumerate() {
        let spread = covariance[(j, j)].sqrt();
        let (estimate, se) =
            if j < 3 { (best.theta[j].exp(), spread * best.theta[j].exp()) } else { (best.theta[j], spread) };
        let delta = Some(Interval::around(estimate, quantile * se));
        let mut parameter = Parameter { name: (*name).to_owned(), estimate, se: Some(se), delta, profile: None };
        if *name == "m" {
            let exact = variance <= 1e-24;
            parameter.profile = (!exact).then(|| {
                let limit = best.sse + variance * quantile * quantile;
                let first = spread.clamp(1e-6, 0.5) * 0.7;
                let (low, high) = super::least_squares::profile(&curve, &scaled, &best, j, limit, first);
                Interval { low: low.map(f64::exp), high: high.map(f64::exp).filter(|h| *h < RUNAWAY) }
            });
            parameter.rescale(scale);
        }
        fit.parameters.push(parameter);
    }
    fit.forecast = forecast(&curve, &best.theta, &covariance, variance, quantile, scale, options.periods_ahead);
    if !based {
        fit.cautions.push(Caution::new(
            "no-base-period",
            "There is no price or effort for the period before the first, so the first period counts as unchanged.",
        ));
    }
    if options.periods_ahead > 0 {
        fit.cautions.push(Caution::new("price-held", "The forecast supposes that price and effort stay as they are."));
    }
    for name in names {
        if let Some(b) = fit.get(name).cloned()
            && b.se.is_some_and(|se| se > b.estimate.abs())
        {
            fit.cautions.push(
                Caution::new(
                    "not-determined",
                    format!("The series does not determine {name}: its standard error is larger than itself."),
                )
                .with("estimate", b.estimate)
                .with("se", b.se.unwrap_or(0.0)),
            );
        }
    }
    doubts::of_fit(&mut fit, best.at_bound, n as f64);
    Ok(fit)
}

fn forecast(
    curve: &Effective<'_>,
    theta: &[f64],
    covariance: &Matrix,
    variance: f64,
    quantile: f64,
    scale: f64,
    periods_ahead: usize,
) -> Vec<ForecastPoint> {
    let end = |t: &[f64]| curve.times(&t[3..]).last().map_or(0.0, |last| last.0);
    let brought = |t: &[f64], from: usize, to: usize| {
        let base = end(t);
        t[2].exp() * Form::Bass.between(t[0].exp(), t[1].exp(), base + from as f64, base + to as f64).value
    };
    // In units of the observed total.
    let total = 1.0;
    (1..=periods_ahead)
        .map(|ahead| {
            let band = |from: usize, noises: f64, base: f64| {
                let spread = delta_se(|t| brought(t, from, ahead), theta, covariance)?;
                let middle = brought(theta, from, ahead);
                let half = quantile * (spread * spread + noises * variance).sqrt();
                Some(Interval {
                    low: Some((base + (middle - half).max(0.0)) * scale),
                    high: Some((base + middle + half) * scale),
                })
            };
            let t = curve.n + ahead;
            ForecastPoint {
                t,
                time: t.to_string(),
                generation: None,
                value: brought(theta, ahead - 1, ahead) * scale,
                band: band(ahead - 1, 1.0, 0.0),
                cumulative: (total + brought(theta, 0, ahead)) * scale,
                cumulative_band: band(0, ahead as f64, total),
            }
        })
        .collect()
}
