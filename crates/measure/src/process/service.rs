//! How long a step is worked on and how long it is waited for, where starts and ends are logged.

use serde::Serialize;

use super::log::{Lifecycle, Log};

/// Work and waiting of one step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepTime {
    /// The activity.
    pub activity: String,
    /// Starts that found their end, first in first out inside the case.
    pub n: u64,
    /// Mean time from start to end.
    pub service_mean: f64,
    /// Median time from start to end.
    pub service_median: f64,
    /// All of these times together.
    pub service_sum: f64,
    /// Starts before which a step of the case had ended.
    pub n_waiting: u64,
    /// Mean time from the last end of a step of the case to the start.
    pub waiting_mean: Option<f64>,
    /// Median of these times.
    pub waiting_median: Option<f64>,
    /// All of these times together.
    pub waiting_sum: f64,
    /// Starts without an end, and ends without a start.
    pub n_unpaired: u64,
}
