//! Fits of one shape to one series by nonlinear least squares, with intervals, forecast and doubts.
//!
//! Source: Srinivasan and Mason, *Marketing Science* 5 (1986), for Bass on increments; Bates and Watts, *Nonlinear Regression*
//! (1988), for the profile intervals.

use super::doubts;
use super::fitted::{
    Bootstrap, Fitted, ForecastPoint, Interval, Model, Options, Parameter, delta_se, percentiles, student,
};
use super::least_squares::{Solution, best_of, minimise, profile};
use super::sigmoid::{Form, Response, Sigmoid};
use crate::Unusable;
use crate::generator::Generator;
use crate::matrix::Matrix;
use crate::tally::sum;

/// A ceiling this many times what was seen is no ceiling.
pub(super) const RUNAWAY: f64 = 1e4;
/// In longer series only the ceiling gets a profile interval: there the delta method is as good, and a profile takes long.
const PROFILED_POINTS_MAX: usize = 500;

/// Fits a shape to a series. `skipped` periods before the first value were not seen.
pub(super) fn fit(
    form: Form,
    response: Response,
    observed: &[f64],
    skipped: usize,
    options: &Options,
) -> Result<Fitted, Unusable> {
    fit_at(form, response, observed, skipped, None, options)
}

/// Likewise, for levels at times that are not 1, 2, ..., n.
pub(super) fn fit_at(
    form: Form,
    response: Response,
    observed: &[f64],
    skipped: usize,
    times: Option<&[f64]>,
    options: &Options,
) -> Result<Fitted, Unusable> {
    let model = match (form, response) {
        (Form::Bass, Response::Increments) => Model::BassNls,
        (Form::Bass, Response::Level) => Model::BassCumulative,
        (Form::Logistic, _) => Model::Logistic,
        (Form::Gompertz, _) => Model::Gompertz,
    };
    doubts::enough(observed.len(), 3)?;
    let n = observed.len();
    let scale = match response {
        Response::Increments => sum(observed.iter().copied()),
        Response::Level => observed.iter().copied().fold(0.0, f64::max),
    };
    if !(scale > 0.0 && scale.is_finite()) {
        return Err(Unusable::new(
            "no-adoptions",
            "All values of the series are nought. Check which column holds the adoptions.",
        ));
    }
    let curve = Sigmoid { form, response, skipped, n, times };
    let scaled: Vec<f64> = observed.iter().map(|x| x / scale).collect();
    let best = best_of(&curve, &scaled, &curve.starts(&scaled)).ok_or_else(|| {
        Unusable::new(
            "no-fit",
            format!(
                "No curve of the model {} goes near the series. Look at the series: is it one process?",
                model.name()
            ),
        )
    })?;
    let mut fit = Fitted::of(model, response, n, 3, options.confidence);
    fit.squares(best.sse * scale * scale, observed);
    fit.points(observed, best.values.iter().map(|v| v * scale), 1 + skipped);

    // A fit to totals has residuals that hang together: what it would say of its own precision is far too good.
    let intervals = model != Model::BassCumulative;
    let freedom = n - 3;
    let variance = best.sse / freedom as f64;
    let covariance = best.inverse.clone().map(|inverse| inverse.scaled(variance));
    let quantile = student(options.confidence, freedom);
    fit.parameters = parameters(&curve, &scaled, &best, covariance.as_ref(), quantile, intervals);
    fit.parameters[2].rescale(scale);
    fit.derived = derived(form, &best.theta, covariance.as_ref(), scale, quantile, intervals);
    if intervals && options.n_replicates > 0 {
        fit.bootstrap = Some(bootstrap(&curve, &scaled, &best, scale, options));
    }
    let bands = covariance.as_ref().filter(|_| intervals).map(|c| (c, variance, quantile));
    let total = match response {
        Response::Increments => sum(scaled.iter().copied()),
        Response::Level => 0.0,
    };
    fit.forecast = forecast(&curve, &best.theta, total, bands, scale, options.periods_ahead);
    doubts::of_fit(&mut fit, best.at_bound, curve.time(n + skipped));
    Ok(fit)
}

impl Parameter {
    /// The same number in another unit.
    pub(super) fn rescale(&mut self, by: f64) {
        self.estimate *= by;
        self.se = self.se.map(|se| se * by);
        for interval in [&mut self.delta, &mut self.profile].into_iter().flatten() {
            interval.low = interval.low.map(|x| x * by);
            interval.high = interval.high.map(|x| x * by);
        }
    }
}

fn parameters(
    curve: &Sigmoid<'_>,
    scaled: &[f64],
    best: &Solution,
    covariance: Option<&Matrix>,
    quantile: f64,
    intervals: bool,
) -> Vec<Parameter> {
    let k = best.theta.len();
    let variance = best.sse / (scaled.len() - k) as f64;
    let limit = best.sse + variance * quantile * quantile;
    (0..k)
        .map(|j| {
            let estimate = best.theta[j].exp();
            let spread = covariance.map(|c| c[(j, j)].sqrt()).filter(|s| s.is_finite());
            let se = spread.map(|s| s * estimate);
            // Without residuals there is nothing to be unsure of.
            let exact = variance <= 1e-24;
            let profile = (intervals && !exact && (j == 2 || scaled.len() <= PROFILED_POINTS_MAX)).then(|| {
                let first = spread.unwrap_or(0.2).clamp(1e-6, 0.5) * 0.7;
                let (low, high) = profile(curve, scaled, best, j, limit, first);
                Interval { low: low.map(f64::exp), high: high.map(f64::exp).filter(|h| j < 2 || *h < RUNAWAY) }
            });
            let delta = se.filter(|_| intervals).map(|se| Interval::around(estimate, quantile * se));
            Parameter { name: curve.form.names()[j].to_owned(), estimate, se, delta, profile }
        })
        .collect()
}

/// A number that follows from the parameters.
type Function = Box<dyn Fn(&[f64]) -> f64>;

fn derived(
    form: Form,
    theta: &[f64],
    covariance: Option<&Matrix>,
    scale: f64,
    quantile: f64,
    intervals: bool,
) -> Vec<Parameter> {
    let peak = move |t: &[f64]| form.peak(t[0].exp(), t[1].exp(), t[2].exp()).unwrap_or((f64::NAN, f64::NAN));
    let mut wanted: Vec<(&str, f64, Function)> =
        vec![("peak_time", 1.0, Box::new(move |t| peak(t).0)), ("peak_rate", scale, Box::new(move |t| peak(t).1))];
    if form == Form::Logistic {
        // From a tenth to nine tenths (Fisher and Pry 1971).
        wanted.push(("takeover", 1.0, Box::new(|t| 81f64.ln() / t[1].exp())));
    }
    wanted
        .into_iter()
        .filter_map(|(name, unit, function)| {
            let estimate = function(theta);
            if !estimate.is_finite() {
                return None;
            }
            let se = covariance.and_then(|c| delta_se(&function, theta, c));
            let delta = se.filter(|_| intervals).map(|se| Interval::around(estimate, quantile * se));
            let mut parameter = Parameter { name: name.to_owned(), estimate, se, delta, profile: None };
            parameter.rescale(unit);
            Some(parameter)
        })
        .collect()
}

/// Percentiles of the ceiling over series made of the curve and of residuals drawn anew (Efron 1979), which are widened for
/// the parameters that were estimated.
fn bootstrap(curve: &Sigmoid<'_>, scaled: &[f64], best: &Solution, scale: f64, options: &Options) -> Bootstrap {
    let n = scaled.len();
    let residuals: Vec<f64> = scaled.iter().zip(&best.values).map(|(x, v)| x - v).collect();
    let mean = residuals.iter().sum::<f64>() / n as f64;
    let widen = (n as f64 / (n - 3) as f64).sqrt();
    // A long series tells its ceiling with few draws, and each of them takes longer.
    let n_replicates = options.n_replicates.min((400_000 / n).max(50));
    let mut chance = Generator(options.seed);
    let mut drawn = Vec::with_capacity(n_replicates);
    for _ in 0..n_replicates {
        let series: Vec<f64> = best.values.iter().map(|v| v + (residuals[chance.below(n)] - mean) * widen).collect();
        if let Some(found) = minimise(curve, &series, &best.theta) {
            drawn.push(found.theta[2].exp());
        }
    }
    let n_failed = n_replicates - drawn.len();
    let mut interval = percentiles(drawn, options.confidence, RUNAWAY);
    interval.low = interval.low.map(|x| x * scale);
    interval.high = interval.high.map(|x| x * scale);
    Bootstrap { interval, n_replicates, n_failed, seed: options.seed }
}

fn forecast(
    curve: &Sigmoid<'_>,
    theta: &[f64],
    total: f64,
    bands: Option<(&Matrix, f64, f64)>,
    scale: f64,
    periods_ahead: usize,
) -> Vec<ForecastPoint> {
    let (u, v, size) = (theta[0].exp(), theta[1].exp(), theta[2].exp());
    let (mut cumulative, mut gradient_sum) = (total, [0.0; 3]);
    (1..=periods_ahead)
        .map(|ahead| {
            let t = curve.skipped + curve.n + ahead;
            let unit = curve.unit(u, v, t);
            let value = size * unit.value;
            let gradient = [size * unit.by_u * u, size * unit.by_v * v, value];
            let increments = curve.response == Response::Increments;
            let noises = if increments {
                cumulative += value;
                gradient_sum.iter_mut().zip(&gradient).for_each(|(s, g)| *s += g);
                ahead as f64
            } else {
                cumulative = value;
                gradient_sum = gradient;
                1.0
            };
            let band = |gradient: &[f64], middle: f64, noises: f64, least: f64| {
                bands.map(|(covariance, variance, quantile)| {
                    let half = quantile * (covariance.quadratic(gradient).max(0.0) + noises * variance).sqrt();
                    Interval { low: Some((middle - half).max(least) * scale), high: Some((middle + half) * scale) }
                })
            };
            ForecastPoint {
                t,
                time: t.to_string(),
                generation: None,
                value: value * scale,
                band: band(&gradient, value, 1.0, 0.0),
                cumulative: cumulative * scale,
                cumulative_band: band(&gradient_sum, cumulative, noises, total),
            }
        })
        .collect()
}
