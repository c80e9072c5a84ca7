//! The curve of Bass (1969) by its four estimators.

use serde::Serialize;

use super::doubts;
use super::fitted::{
    Bootstrap, Fitted, ForecastPoint, Interval, Model, Options, Parameter, delta_se, percentiles, student,
};
use super::likelihood::{Greatest, Grouped};
use super::nls;
use super::sigmoid::{Form, Response};
use crate::generator::Generator;
use crate::matrix::Matrix;
use crate::reflection::solve_and_invert;
use crate::survival::chance::deviate;
use crate::tally::sum;
use crate::{Caution, Unusable};

/// The line of Bass (1969, eq. 11): x(t) = a + b Y(t-1) + c Y(t-1)^2, fitted by ordinary least squares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OlsLine {
    /// The constant, p m.
    pub a: f64,
    /// The slope by the total so far, q - p.
    pub b: f64,
    /// The slope by its square, -q / m.
    pub c: f64,
    /// Standard errors of the three.
    pub se: [Option<f64>; 3],
    /// The share of the variance about the mean that the line explains.
    pub r_squared: Option<f64>,
    /// Whether the line has the signs that no Bass curve has: p, q or m would not be positive.
    pub sign_warning: bool,
}

impl OlsLine {
    /// p, q and m of the line: m = (-b - sqrt(b^2 - 4ac)) / 2c, p = a/m, q = -cm. None where the root is of a negative number.
    /// With a sign warning these are no estimates of anything.
    pub fn implied(&self) -> Option<[f64; 3]> {
        let m = (-self.b - (self.b * self.b - 4.0 * self.a * self.c).sqrt()) / (2.0 * self.c);
        let found = [self.a / m, -self.c * m, m];
        found.iter().all(|x| x.is_finite()).then_some(found)
    }
}

/// The line without judging its signs. `counts` are the new adoptions of each period.
///
/// # Errors
/// Fewer than five periods, a count below nought or not finite, or totals that do not move.
pub fn ols_line(counts: &[f64]) -> Result<OlsLine, Unusable> {
    line(counts).map(|(line, _)| line)
}

/// The line, and the covariance of its three numbers for totals in units of `scale`.
fn line(counts: &[f64]) -> Result<(OlsLine, Matrix), Unusable> {
    doubts::counts(counts)?;
    doubts::enough(counts.len(), 3)?;
    let n = counts.len();
    let scale = sum(counts.iter().copied());
    let still = || {
        Unusable::new("no-adoptions", "The totals of the series do not move. Check which column holds the adoptions.")
    };
    if !(scale > 0.0 && scale.is_finite()) {
        return Err(still());
    }
    let mut rows = Vec::with_capacity(3 * n);
    let mut before = 0.0;
    for x in counts {
        rows.extend([1.0, before, before * before]);
        before += x / scale;
    }
    let observed: Vec<f64> = counts.iter().map(|x| x / scale).collect();
    let (found, inverse) = solve_and_invert(rows.clone(), observed.clone(), 3).ok_or_else(still)?;
    let sse = sum(rows.chunks_exact(3).zip(&observed).map(|(row, x)| {
        let miss = x - row.iter().zip(&found).map(|(r, f)| r * f).sum::<f64>();
        miss * miss
    }));
    let mean = sum(observed.iter().copied()) / n as f64;
    let about = sum(observed.iter().map(|x| (x - mean) * (x - mean)));
    let variance = sse / (n - 3) as f64;
    let covariance = inverse.scaled(variance);
    // In units of the series: a by the scale, b as it is, c by one over the scale.
    let units = [scale, 1.0, 1.0 / scale];
    let mut line = OlsLine {
        a: found[0] * units[0],
        b: found[1],
        c: found[2] * units[2],
        se: std::array::from_fn(|j| Some(covariance[(j, j)].sqrt() * units[j])),
        r_squared: (about > 0.0).then(|| 1.0 - sse / about),
        sign_warning: false,
    };
    line.sign_warning = line.implied().is_none_or(|found| found.iter().any(|x| *x <= 0.0));
    Ok((line, covariance))
}

/// Bass by ordinary least squares (1969).
///
/// # Errors
/// As [`ols_line`], and `wrong-sign` where the line would give a p, q or m that is not positive.
pub fn fit_bass_ols(counts: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    let (line, covariance) = line(counts)?;
    let [p, q, m] = match line.implied() {
        Some(found) if !line.sign_warning => found,
        _ => {
            return Err(Unusable::new(
                "wrong-sign",
                format!(
                    "The line of ordinary least squares (a = {:.6}, b = {:.6}, c = {:.6e}) has signs that no Bass curve has: p, q or m would not be positive. Take the fit to the increments by nonlinear least squares.",
                    line.a, line.b, line.c
                ),
            ));
        }
    };
    let n = counts.len();
    let scale = sum(counts.iter().copied());
    let mut fit = Fitted::of(Model::BassOls, Response::Increments, n, 3, options.confidence);
    let mut before = 0.0;
    let mut values = Vec::with_capacity(n);
    for x in counts {
        values.push(line.a + line.b * before + line.c * before * before);
        before += x;
    }
    let sse = sum(counts.iter().zip(&values).map(|(x, v)| (x - v) * (x - v)));
    fit.squares(sse, counts);
    fit.points(counts, values, 1);
    let theta = [line.a / scale, line.b, line.c * scale];
    let quantile = student(options.confidence, n - 3);
    let implied = |t: &[f64]| {
        let m = (-t[1] - (t[1] * t[1] - 4.0 * t[0] * t[2]).sqrt()) / (2.0 * t[2]);
        [t[0] / m, -t[2] * m, m]
    };
    let parameter = |name: &str, estimate: f64, unit: f64, function: &dyn Fn(&[f64]) -> f64| {
        let se = delta_se(function, &theta, &covariance).map(|se| se * unit);
        let delta = se.map(|se| Interval::around(estimate, quantile * se));
        Parameter { name: name.to_owned(), estimate, se, delta, profile: None }
    };
    fit.parameters = vec![
        parameter("p", p, 1.0, &|t| implied(t)[0]),
        parameter("q", q, 1.0, &|t| implied(t)[1]),
        parameter("m", m, scale, &|t| implied(t)[2]),
    ];
    if let Some((time, rate)) = Form::Bass.peak(p, q, m) {
        let peak = |t: &[f64]| {
            let [p, q, m] = implied(t);
            Form::Bass.peak(p, q, m).unwrap_or((f64::NAN, f64::NAN))
        };
        fit.derived = vec![
            parameter("peak_time", time, 1.0, &|t| peak(t).0),
            parameter("peak_rate", rate, scale, &|t| peak(t).1),
        ];
    }
    // The line is followed on from the last total: each forecast stands on the one before.
    let mut total = scale;
    fit.forecast = (1..=options.periods_ahead)
        .map(|ahead| {
            let value = (line.a + line.b * total + line.c * total * total).max(0.0);
            total += value;
            point(n + ahead, value, None, total, None)
        })
        .collect();
    doubts::of_fit(&mut fit, false, n as f64);
    Ok(fit)
}

fn point(
    t: usize,
    value: f64,
    band: Option<Interval>,
    cumulative: f64,
    cumulative_band: Option<Interval>,
) -> ForecastPoint {
    ForecastPoint { t, time: t.to_string(), generation: None, value, band, cumulative, cumulative_band }
}

/// Bass by nonlinear least squares on what each period brings (Srinivasan and Mason 1986): x(t) = m (F(t) - F(t-1)).
///
/// # Errors
/// Fewer than five periods, a count below nought or not finite, or none above nought.
pub fn fit_bass_nls(counts: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    doubts::counts(counts)?;
    nls::fit(Form::Bass, Response::Increments, counts, 0, options)
}

/// Bass by nonlinear least squares on the totals. It has no intervals: see the caution it comes with.
///
/// # Errors
/// As [`fit_bass_nls`].
pub fn fit_bass_cumulative(counts: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    doubts::counts(counts)?;
    let mut total = 0.0;
    let totals: Vec<f64> = counts
        .iter()
        .map(|x| {
            total += x;
            total
        })
        .collect();
    nls::fit(Form::Bass, Response::Level, &totals, 0, options)
}

/// Bass out of a known population, or without one: the likelihood where `population` is given, else least squares on the
/// increments. `counts` are the new adopters of each period, the first one first.
///
/// # Errors
/// As [`fit_bass_nls`] and [`fit_bass_likelihood`].
pub fn fit_bass(counts: &[f64], population: Option<f64>, options: &Options) -> Result<Fitted, Unusable> {
    match population {
        Some(population) => fit_bass_likelihood(counts, population, options),
        None => fit_bass_nls(counts, options),
    }
}

/// Bass by grouped likelihood (Schmittlein and Mahajan 1982): of `population` that could adopt, a share c ever will.
/// Parameters are p, q, c and m = c N. The greatest value at c = 1 is told as a boundary.
///
/// # Errors
/// Fewer than four periods, a count below nought or not finite, none above nought, or more adopters than the population has.
pub fn fit_bass_likelihood(counts: &[f64], population: f64, options: &Options) -> Result<Fitted, Unusable> {
    doubts::counts(counts)?;
    doubts::enough(counts.len(), 2)?;
    let n = counts.len();
    let total = sum(counts.iter().copied());
    if total <= 0.0 {
        return Err(Unusable::new(
            "no-adoptions",
            "Nobody has adopted yet. There is no curve before the first adoption.",
        ));
    }
    if !(population.is_finite() && population >= total) {
        return Err(Unusable::new(
            "more-than-population",
            format!(
                "{total} have adopted, and the population is said to be {population}. Count all that could adopt, those who have among them."
            ),
        ));
    }
    let grouped = Grouped { counts, population };
    let best = grouped.greatest().ok_or_else(|| {
        Unusable::new("no-fit", "No Bass curve goes near these counts. Look at the series: is it one process?")
    })?;
    let covariance = grouped.covariance(&best);
    let z = deviate(options.confidence);
    let k = if best.boundary { 2 } else { 3 };
    let mut fit = Fitted::of(Model::BassLikelihood, Response::Increments, n, k, options.confidence);
    fit.log_likelihood = Some(best.log_likelihood);
    fit.aic = Some(2.0 * k as f64 - 2.0 * best.log_likelihood);
    fit.bic = Some(k as f64 * population.ln() - 2.0 * best.log_likelihood);
    let fitted =
        (0..n).map(|i| best.c * population * Form::Bass.between(best.p, best.q, i as f64, (i + 1) as f64).value);
    fit.points(counts, fitted, 1);
    let theta: Vec<f64> = [best.p, best.q, best.c][..k].to_vec();
    let parameter = |name: &str, estimate: f64, function: &dyn Fn(&[f64]) -> f64| {
        let se = covariance.as_ref().and_then(|c| delta_se(function, &theta, c));
        Parameter {
            name: name.to_owned(),
            estimate,
            se,
            delta: se.map(|se| Interval::around(estimate, z * se)),
            profile: None,
        }
    };
    let c_of = |t: &[f64]| t.get(2).copied().unwrap_or(1.0);
    fit.parameters = vec![
        parameter("p", best.p, &|t| t[0]),
        parameter("q", best.q, &|t| t[1]),
        parameter("c", best.c, &c_of),
        parameter("m", best.c * population, &|t| c_of(t) * population),
    ];
    let (low, high) = grouped.profile(&best, z * z / 2.0);
    fit.parameters[2].profile = Some(Interval { low: Some(low), high: Some(high) });
    fit.parameters[3].profile = Some(Interval { low: Some(low * population), high: Some(high * population) });
    if best.boundary {
        fit.boundary = Some("c");
        for parameter in &mut fit.parameters[2..] {
            parameter.se = None;
            parameter.delta = None;
        }
    }
    if let Some((time, rate)) = Form::Bass.peak(best.p, best.q, best.c * population) {
        let peak = |t: &[f64]| Form::Bass.peak(t[0], t[1], c_of(t) * population).unwrap_or((f64::NAN, f64::NAN));
        fit.derived = vec![parameter("peak_time", time, &|t| peak(t).0), parameter("peak_rate", rate, &|t| peak(t).1)];
    }
    if options.n_replicates > 0 {
        fit.bootstrap = Some(likelihood_bootstrap(&grouped, &best, options));
    }
    fit.forecast = likelihood_forecast(population, total, &theta, covariance.as_ref(), z, n, options.periods_ahead);
    false_final_wave(&mut fit, counts, population);
    doubts::of_fit(&mut fit, false, n as f64);
    Ok(fit)
}

/// Those who never adopt, counted as adopters of the last period, make a wave that ends with everybody.
fn false_final_wave(fit: &mut Fitted, counts: &[f64], population: f64) {
    let Some((last, before)) = counts.split_last() else { return };
    let total = sum(counts.iter().copied());
    let usual = before.iter().rev().take(3).copied().fold(0.0, f64::max);
    if total >= population * (1.0 - 1e-9) && *last > usual {
        fit.cautions.push(
            Caution::new(
                "never-adopters",
                format!(
                    "The last period brings {last} and with them all of the population. In many tables those who never adopt carry the last period plus one: if so, leave that period out and keep them in the population."
                ),
            )
            .with("last", *last)
            .with("population", population),
        );
    }
}

/// Percentiles of m over counts drawn from the fitted chances, each period out of those who are left.
fn likelihood_bootstrap(grouped: &Grouped<'_>, best: &Greatest, options: &Options) -> Bootstrap {
    let n = grouped.counts.len();
    let chances: Vec<f64> =
        (0..n).map(|i| best.c * Form::Bass.between(best.p, best.q, i as f64, (i + 1) as f64).value).collect();
    let n_replicates = options.n_replicates.min((400_000 / n).max(50));
    let mut chance = Generator(options.seed);
    let mut drawn = Vec::with_capacity(n_replicates);
    for _ in 0..n_replicates {
        let (mut left, mut rest) = (grouped.population, 1.0f64);
        let counts: Vec<f64> = chances
            .iter()
            .map(|&p| {
                let hits = chance.hits(left, if rest > 0.0 { p / rest } else { 0.0 });
                left -= hits;
                rest -= p;
                hits
            })
            .collect();
        let again = Grouped { counts: &counts, population: grouped.population };
        let start = [best.p, best.q, best.c.min(0.999)];
        let inside = again.climb(start, None);
        let edge = again.climb([best.p, best.q, 1.0], Some(1.0));
        let found = match (inside, edge) {
            (Some(a), Some(b)) => Some(if a.log_likelihood > b.log_likelihood { a } else { b }),
            (a, b) => a.or(b),
        };
        if let Some(found) = found {
            drawn.push(found.c * grouped.population);
        }
    }
    let n_failed = n_replicates - drawn.len();
    Bootstrap {
        interval: percentiles(drawn, options.confidence, f64::INFINITY),
        n_replicates,
        n_failed,
        seed: options.seed,
    }
}

fn likelihood_forecast(
    population: f64,
    total: f64,
    theta: &[f64],
    covariance: Option<&Matrix>,
    z: f64,
    n: usize,
    periods_ahead: usize,
) -> Vec<ForecastPoint> {
    // What those who are left will do, given that they have not until now (Schmittlein and Mahajan 1982, eq. 8).
    let left = population - total;
    let share = move |t: &[f64], from: usize, to: usize| {
        let c = t.get(2).copied().unwrap_or(1.0);
        let until = 1.0 - c * Form::Bass.share(t[0], t[1], n as f64).value;
        if until <= 0.0 { 0.0 } else { c * Form::Bass.between(t[0], t[1], from as f64, to as f64).value / until }
    };
    (1..=periods_ahead)
        .map(|ahead| {
            let band = |from: usize, to: usize, base: f64| {
                let chance = share(theta, from, to).clamp(0.0, 1.0);
                let known = covariance.and_then(|c| delta_se(|t| left * share(t, from, to), theta, c))?;
                let half = z * (known * known + left * chance * (1.0 - chance)).sqrt();
                let middle = left * chance;
                Some(Interval {
                    low: Some(base + (middle - half).max(0.0)),
                    high: Some(base + (middle + half).min(left)),
                })
            };
            let (from, to) = (n + ahead - 1, n + ahead);
            point(
                to,
                left * share(theta, from, to),
                band(from, to, 0.0),
                total + left * share(theta, n, to),
                band(n, to, total),
            )
        })
        .collect()
}
