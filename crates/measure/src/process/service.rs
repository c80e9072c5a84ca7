//! How long a step is worked on and how long it is waited for, where starts and ends are logged.

use serde::Serialize;

use super::flow::median;
use super::log::{Lifecycle, Log};
use crate::tally::sum;

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

/// Starts and ends of one activity while a log is gone through.
#[derive(Clone, Default)]
struct Times {
    service: Vec<f64>,
    waiting: Vec<f64>,
    unpaired: u64,
}

/// Work and waiting by activity, for those of which a start found its end; none when starts are not logged.
pub(super) fn step_times(log: &Log) -> Vec<StepTime> {
    let Some(lifecycle) = &log.lifecycle else { return Vec::new() };
    let mut times = vec![Times::default(); log.activities.len()];
    // Open starts of each activity in this case: a queue with the place of its head.
    let mut open: Vec<(Vec<f64>, usize)> = vec![(Vec::new(), 0); log.activities.len()];
    let mut touched: Vec<usize> = Vec::new();
    for two in log.offsets.windows(2) {
        let mut last_end: Option<f64> = None;
        for (at, lifecycle) in (two[0]..).zip(&lifecycle[two[0]..two[1]]) {
            let (activity, time) = (log.activity[at] as usize, log.time[at]);
            match lifecycle {
                Lifecycle::Start => {
                    open[activity].0.push(time);
                    touched.push(activity);
                    if let Some(end) = last_end {
                        times[activity].waiting.push(time - end);
                    }
                }
                Lifecycle::Complete => {
                    let (queue, head) = &mut open[activity];
                    match queue.get(*head) {
                        Some(start) => {
                            times[activity].service.push(time - start);
                            *head += 1;
                        }
                        None => times[activity].unpaired += 1,
                    }
                    last_end = Some(time);
                }
                Lifecycle::Other => {}
            }
        }
        for activity in touched.drain(..) {
            let (queue, head) = &mut open[activity];
            times[activity].unpaired += (queue.len() - *head) as u64;
            queue.clear();
            *head = 0;
        }
    }
    let mut all: Vec<StepTime> = log
        .activities
        .iter()
        .zip(times)
        .filter(|(_, times)| !times.service.is_empty())
        .map(|(activity, mut times)| {
            times.service.sort_unstable_by(f64::total_cmp);
            times.waiting.sort_unstable_by(f64::total_cmp);
            let service_sum = sum(times.service.iter().copied());
            let waiting_sum = sum(times.waiting.iter().copied());
            let waited = !times.waiting.is_empty();
            StepTime {
                activity: activity.clone(),
                n: times.service.len() as u64,
                service_mean: service_sum / times.service.len() as f64,
                service_median: median(&times.service),
                service_sum,
                n_waiting: times.waiting.len() as u64,
                waiting_mean: waited.then(|| waiting_sum / times.waiting.len() as f64),
                waiting_median: waited.then(|| median(&times.waiting)),
                waiting_sum,
                n_unpaired: times.unpaired,
            }
        })
        .collect();
    all.sort_by(|a, b| a.activity.cmp(&b.activity));
    all
}
