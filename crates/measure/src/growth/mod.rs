//! How adoption grows: curves of saturation, substitution and generations.
//!
//! Answers: how fast does a technology spread among those who could use it, where will it end, when is or was its peak, and how
//! sure is that. Each number comes with an interval or with the reason why it has none; a curve that the data cannot carry
//! is refused.
//!
//! Not useful for: single adopters and why they adopt (survival), and who tells whom (network). This module knows no day, no
//! unit and no place: periods are counted 1, 2, ..., n.

mod bass;
mod columns;
mod doubts;
mod fitted;
mod generalized;
mod generations;
#[cfg(test)]
mod guard_tests;
mod imitation;
mod least_squares;
mod likelihood;
mod nls;
#[cfg(test)]
mod recovery_tests;
#[cfg(test)]
mod reference_tests;
mod report;
mod series;
mod sigmoid;
mod substitution;

pub use bass::{OlsLine, fit_bass, fit_bass_cumulative, fit_bass_likelihood, fit_bass_nls, fit_bass_ols, ols_line};
pub use columns::{Reports, SeriesReport, reports};
pub use fitted::{Bootstrap, Fitted, FittedPoint, ForecastPoint, HeldBack, Interval, Model, Options, Parameter};
pub use generalized::{effective_time, fit_generalized_bass};
pub use generations::fit_norton_bass;
pub use imitation::fit_mansfield;
pub use report::{Compared, PERIODS_AHEAD_MAX, REPLICATES_MAX, Refused, Report, Request, SeriesRead, report};
pub use series::Kind;
pub use sigmoid::Response;
pub use substitution::{fit_fisher_pry, fit_fisher_pry_at};

use sigmoid::Form;

use crate::Unusable;

/// The logistic curve K / (1 + a e^(-bt)) with its ceiling K free, fitted to the level at t = 1, ..., n (Griliches 1957 chose
/// K by eye; here it is estimated and has a profile interval).
///
/// # Errors
/// Fewer than five values, one that is not finite, or none above nought.
pub fn fit_logistic(levels: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    doubts::finite(levels)?;
    nls::fit(Form::Logistic, Response::Level, levels, 0, options)
}

/// The curve of Gompertz K exp(-a e^(-bt)) with its ceiling K free, fitted to the level at t = 1, ..., n.
///
/// # Errors
/// As [`fit_logistic`].
pub fn fit_gompertz(levels: &[f64], options: &Options) -> Result<Fitted, Unusable> {
    doubts::finite(levels)?;
    nls::fit(Form::Gompertz, Response::Level, levels, 0, options)
}
