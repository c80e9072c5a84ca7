//! When a curve is refused and when it is shown with a doubt.

use super::fitted::{Fitted, Model};
use super::sigmoid::Response;
use crate::{Caution, Unusable};

/// Fewer values above the number of parameters leave no residuals to judge by.
const SPARE_POINTS: usize = 2;
/// A series up to this long is short.
const SHORT_POINTS: usize = 8;
/// So many periods after its peak a curve can be trusted to have turned.
const AFTER_PEAK: f64 = 2.0;

/// Refuses a series that is too short for so many parameters.
pub(super) fn enough(n: usize, n_parameters: usize) -> Result<(), Unusable> {
    let least = n_parameters + SPARE_POINTS;
    if n < least {
        return Err(Unusable::new(
            "too-short",
            format!(
                "The series has {n} values, and {n_parameters} parameters need at least {least}. Wait, or take shorter periods."
            ),
        ));
    }
    Ok(())
}

/// More periods than this are refused: no process is followed so long, and the intervals would take long.
pub const PERIODS_MAX: usize = 5_000;
/// Greater numbers lose their last digits in squares.
const VALUE_MAX: f64 = 1e100;

/// Refuses numbers that are not finite, too great or too many; the text names the period.
pub(super) fn finite(values: &[f64]) -> Result<(), Unusable> {
    if values.len() > PERIODS_MAX {
        return Err(Unusable::new(
            "too-many-periods",
            format!("The series has {} periods, and {PERIODS_MAX} are read. Take longer periods.", values.len()),
        ));
    }
    match values.iter().position(|v| !v.is_finite() || v.abs() > VALUE_MAX) {
        Some(at) => Err(Unusable::new(
            "not-a-number",
            format!("Period {} holds no finite number below 1e100. Fill it in.", at + 1),
        )),
        None => Ok(()),
    }
}

/// Refuses numbers that are not finite or below nought; the text names the period.
pub(super) fn counts(values: &[f64]) -> Result<(), Unusable> {
    finite(values)?;
    for (at, value) in values.iter().enumerate() {
        if *value < 0.0 {
            return Err(Unusable::new(
                "negative-increment",
                format!(
                    "Period {} brings {value}, and new adoptions cannot be fewer than nought. Correct it, or say that the values are a level.",
                    at + 1
                ),
            ));
        }
    }
    Ok(())
}

/// What to doubt in a fit of one series that ends at the time `last`.
pub(super) fn of_fit(fit: &mut Fitted, at_bound: bool, last: f64) {
    let mut cautions = Vec::new();
    let ceiling_at = fit.parameters.iter().position(|p| p.name == "m" || p.name == "K");
    if fit.n <= SHORT_POINTS {
        cautions.push(
            Caution::new("few-points", format!("The curve stands on {} values only.", fit.n)).with("n", fit.n as f64),
        );
    }
    if fit.model == Model::BassCumulative {
        cautions.push(Caution::new(
            "cumulative-fit",
            "The residuals of totals hang together, so the standard errors of this fit are far too small; it gives no intervals. Take the fit to the increments for them.",
        ));
    }
    let bass = matches!(
        fit.model,
        Model::BassOls | Model::BassNls | Model::BassCumulative | Model::BassLikelihood | Model::GeneralizedBass
    );
    let estimate = |name: &str| fit.get(name).map(|p| p.estimate);
    if bass && let (Some(p), Some(q)) = (estimate("p"), estimate("q")) {
        if (p + q) * last <= 0.05 {
            cautions.push(
                Caution::new(
                    "left-truncated",
                    "p + q is nearly nought: the series shows no growth of its own. It may begin long after the first adoption.",
                )
                .with("p", p)
                .with("q", q),
            );
        } else if q >= p * 1e-3 && (p >= q || estimate("peak_time").is_some_and(|peak| peak <= 1.0)) {
            // A series that is cut off at its beginning is fitted without complaint, and its early growth goes into p.
            cautions.push(
                Caution::new(
                    "left-truncated",
                    "The series begins at its peak or after it: what came before may be cut off, and then p, q and m are not those of the whole.",
                )
                .with("p", p)
                .with("q", q),
            );
        }
        if fit.boundary.is_none() && q < p * 1e-3 {
            fit.boundary = Some("q");
        }
        if fit.boundary.is_none() && p < q * 1e-9 {
            fit.boundary = Some("p");
        }
    }
    if at_bound && fit.boundary.is_none() {
        fit.boundary = ceiling_at.map(|at| if fit.parameters[at].name == "m" { "m" } else { "K" });
    }
    if let Some(name) = fit.boundary {
        cautions.push(
            Caution::new(
                "boundary",
                format!("The best fit lies on the edge of what {name} can be; {name} has no standard error there."),
            )
            .naming("parameter", name),
        );
        if let Some(parameter) = fit.parameters.iter_mut().find(|p| p.name == name) {
            parameter.se = None;
            parameter.delta = None;
        }
    }
    for parameter in &fit.parameters {
        let lost = parameter.se.is_none_or(|se| !se.is_finite() || se > parameter.estimate.abs());
        let judged = matches!(parameter.name.as_str(), "p" | "q" | "m" | "a" | "b" | "K" | "c");
        if judged && lost && fit.boundary != Some(parameter.name.as_str()) {
            cautions.push(
                Caution::new(
                    "not-determined",
                    format!("The series does not determine {0}: its standard error is larger than itself. A series that begins late or ends early does so.", parameter.name),
                )
                .with("estimate", parameter.estimate)
                .with("se", parameter.se.unwrap_or(f64::MAX))
                .naming("parameter", &parameter.name),
            );
        }
    }
    if let Some(at) = ceiling_at {
        let ceiling = &fit.parameters[at];
        let interval = ceiling.profile.or(fit.bootstrap.as_ref().map(|b| b.interval));
        if let Some(interval) = interval
            && interval.high.is_none()
            && fit.boundary != Some("c")
        {
            cautions.push(
                Caution::new("ceiling-unbounded", format!("The series sets no upper bound to {}.", ceiling.name))
                    .with("estimate", ceiling.estimate)
                    .naming("parameter", &ceiling.name),
            );
        }
        if let Some(caution) = before_peak(fit, last, at) {
            cautions.push(caution);
        }
    }
    if fit.response == Response::Level && fit.model != Model::BassCumulative {
        let residuals: Vec<f64> = fit.fitted.iter().map(|p| p.observed - p.fitted).collect();
        let squares: f64 = residuals.iter().map(|r| r * r).sum();
        let steps: f64 = residuals.windows(2).map(|w| (w[1] - w[0]) * (w[1] - w[0])).sum();
        // Durbin and Watson (1950): near 2 without, near 0 with autocorrelation.
        if squares > 0.0 && steps / squares < 1.2 {
            cautions.push(
                Caution::new(
                    "autocorrelated",
                    "The residuals hang together from period to period, so the intervals are too narrow.",
                )
                .with("durbin_watson", steps / squares),
            );
        }
    }
    fit.cautions.extend(cautions);
}

/// The doubt about a forecast from before the peak or just after it.
fn before_peak(fit: &Fitted, n: f64, ceiling_at: usize) -> Option<Caution> {
    let peak = fit.get("peak_time")?.estimate;
    // The peak falls into a period; two whole ones must follow it, and one more to see them.
    if n > peak.ceil() + AFTER_PEAK {
        return None;
    }
    let ceiling = &fit.parameters[ceiling_at];
    let interval = ceiling.profile.or(fit.bootstrap.as_ref().map(|b| b.interval)).or(ceiling.delta);
    let mut caution = Caution::new(
        "before-peak",
        format!(
            "The series ends at t = {n}, and the estimated peak is at {peak:.1}: until two periods after it a forecast can miss by a multiple. {}",
            match interval.map(|i| (i.low, i.high)) {
                Some((Some(low), Some(high))) => format!("{} lies between {low:.4} and {high:.4}.", ceiling.name),
                Some((Some(low), None)) => format!("{} is above {low:.4} and has no upper bound.", ceiling.name),
                _ => format!("How far {} reaches is not known.", ceiling.name),
            }
        ),
    )
    .with("n", n)
    .with("peak_time", peak)
    .with("ceiling", ceiling.estimate)
    .naming("parameter", &ceiling.name);
    if let Some(low) = interval.and_then(|i| i.low) {
        caution = caution.with("ceiling_low", low);
    }
    if let Some(high) = interval.and_then(|i| i.high) {
        caution = caution.with("ceiling_high", high);
    }
    Some(caution)
}
