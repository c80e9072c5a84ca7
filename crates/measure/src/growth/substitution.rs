//! The new in place of the old (Fisher and Pry, *Technological Forecasting and Social Change* 3, 1971).

use super::doubts;
use super::fitted::{Fitted, ForecastPoint, Interval, Model, Options, Parameter, delta_se, student};
use super::sigmoid::{Response, usual_step};
use crate::matrix::Matrix;
use crate::reflection::solve_and_invert;
use crate::tally::sum;
use crate::{Caution, Unusable};

/// Below this share, and above one less it, the logarithm of the odds swings with every rounding.
const THIN_SHARE: f64 = 0.05;

/// The line ln(f / (1-f)) = a + b t through the shares f of the new at t = 1, ..., n, each point counted alike; `takeover` is
/// ln(81) / b, from a tenth to nine tenths, `midpoint` is -a/b. Beside them `a_weighted`, `b_weighted` and `takeover_weighted`
/// count each point by f(1-f), as the spread of the logarithm asks.
///
/// # Errors
/// Fewer than four shares between nought and one, a share outside of them, or shares that fall (`wrong-sign`).
pub fn fit_fisher_pry(shares: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    let times: Vec<f64> = (1..=shares.len()).map(|t| t as f64).collect();
    fit_fisher_pry_at(&times, shares, options)
}

/// The same at times of one's own, in order; `b`, `takeover` and `midpoint` are in their unit.
///
/// # Errors
/// As [`fit_fisher_pry`]; and lengths that differ.
pub fn fit_fisher_pry_at(times: &[f64], shares: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    doubts::finite(times)?;
    if times.len() != shares.len() {
        return Err(Unusable::new("uneven-columns", "There are not as many times as shares. Give one for each."));
    }
    doubts::finite(shares)?;
    if let Some(at) = shares.iter().position(|f| !(0.0..=1.0).contains(f)) {
        return Err(Unusable::new(
            "not-a-share",
            format!(
                "Period {} holds {}, and a share lies between 0 and 1. Divide by the whole, or name the column of the whole.",
                at + 1,
                shares[at]
            ),
        ));
    }
    let used: Vec<(f64, f64)> =
        shares.iter().enumerate().filter(|(_, f)| **f > 0.0 && **f < 1.0).map(|(i, &f)| (times[i], f)).collect();
    doubts::enough(used.len(), 2)?;
    let n = used.len();
    let odds: Vec<f64> = used.iter().map(|(_, f)| (f / (1.0 - f)).ln()).collect();
    let plain = Line::through(&used, &odds, |_| 1.0)?;
    let weighted = Line::through(&used, &odds, |f| f * (1.0 - f))?;
    if plain.b <= 0.0 {
        return Err(Unusable::new(
            "wrong-sign",
            format!(
                "The share falls (b = {:.5}), so nothing is taken over. Give the share of the new, which is one less that of the old.",
                plain.b
            ),
        ));
    }
    let quantile = student(options.confidence, n - 2);
    let mut fit = Fitted::of(Model::FisherPry, Response::Level, n, 2, options.confidence);
    fit.squares(plain.sse, &odds);
    let share = |t: f64| 1.0 / (1.0 + (-(plain.a + plain.b * t)).exp());
    fit.points(shares, times.iter().map(|&t| share(t)), 1);
    let parameter = |name: &str, line: &Line, function: &dyn Fn(&[f64]) -> f64| {
        let theta = [line.a, line.b];
        let se = delta_se(function, &theta, &line.covariance);
        let estimate = function(&theta);
        let delta = se.map(|se| Interval::around(estimate, quantile * se));
        Parameter { name: name.to_owned(), estimate, se, delta, profile: None }
    };
    fit.parameters = vec![parameter("a", &plain, &|t| t[0]), parameter("b", &plain, &|t| t[1])];
    fit.derived = vec![
        parameter("takeover", &plain, &|t| 81f64.ln() / t[1]),
        parameter("midpoint", &plain, &|t| -t[0] / t[1]),
        parameter("a_weighted", &weighted, &|t| t[0]),
        parameter("b_weighted", &weighted, &|t| t[1]),
        parameter("takeover_weighted", &weighted, &|t| 81f64.ln() / t[1]),
        parameter("midpoint_weighted", &weighted, &|t| -t[0] / t[1]),
    ];
    let variance = plain.sse / (n - 2) as f64;
    let (last, step) = (times.last().copied().unwrap_or(0.0), usual_step(times));
    fit.forecast = (1..=options.periods_ahead)
        .map(|ahead| {
            let t = last + step * ahead as f64;
            let (middle, spread) = (plain.a + plain.b * t, plain.covariance.quadratic(&[1.0, t]).max(0.0));
            let half = quantile * (spread + variance).sqrt();
            let of_odds = |odds: f64| 1.0 / (1.0 + (-odds).exp());
            let band = Some(Interval { low: Some(of_odds(middle - half)), high: Some(of_odds(middle + half)) });
            ForecastPoint {
                t: shares.len() + ahead,
                time: (shares.len() + ahead).to_string(),
                generation: None,
                value: share(t),
                band,
                cumulative: share(t),
                cumulative_band: band,
            }
        })
        .collect();
    let left_out = shares.len() - n;
    if left_out > 0 {
        fit.cautions.push(
            Caution::new(
                "share-left-out",
                format!("{left_out} periods hold 0 or 1 and have no odds; they are left out."),
            )
            .with("n", left_out as f64),
        );
    }
    let thin = used.iter().filter(|(_, f)| *f < THIN_SHARE || *f > 1.0 - THIN_SHARE).count();
    if thin > 0 {
        fit.cautions.push(
            Caution::new(
                "weighting",
                format!("{thin} shares near 0 or 1 pull the line more than all others: each point weighted by f(1-f), b is {:.5} in place of {:.5}.", weighted.b, plain.b),
            )
            .with("n", thin as f64)
            .with("b", plain.b)
            .with("b_weighted", weighted.b),
        );
    }
    let highest = shares.iter().copied().fold(0.0, f64::max);
    if highest < 0.5 {
        fit.cautions.push(
            Caution::new("before-peak", format!("The highest share is {highest}: whether the new will take the whole, as the line supposes, is not seen yet. A free ceiling changes b."))
                .with("highest", highest),
        );
    }
    Ok(fit)
}

/// A weighted line.
struct Line {
    a: f64,
    b: f64,
    sse: f64,
    covariance: Matrix,
}

impl Line {
    fn through(used: &[(f64, f64)], odds: &[f64], weight: impl Fn(f64) -> f64) -> Result<Self, Unusable> {
        let rows: Vec<f64> = used.iter().flat_map(|&(t, f)| [weight(f).sqrt(), t * weight(f).sqrt()]).collect();
        let right: Vec<f64> = used.iter().zip(odds).map(|(&(_, f), odds)| odds * weight(f).sqrt()).collect();
        let n = used.len();
        let Some((found, inverse)) = solve_and_invert(rows.clone(), right.clone(), 2) else {
            return Err(Unusable::new("no-fit", "The shares carry no line. Give at least four different periods."));
        };
        let sse = sum(rows.chunks_exact(2).zip(&right).map(|(row, y)| {
            let miss = y - row[0] * found[0] - row[1] * found[1];
            miss * miss
        }));
        let variance = sse / (n - 2) as f64;
        Ok(Self { a: found[0], b: found[1], sse, covariance: inverse.scaled(variance) })
    }
}
