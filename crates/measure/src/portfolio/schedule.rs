//! Schedules of activities with precedence and renewable resources (PSPLIB, Kolisch and Sprecher 1997), and what is known about
//! their length without a solver.

use serde::Serialize;

use super::read::Numbers;
use crate::Unusable;

/// More activities are refused.
const ACTIVITIES_MAX: usize = 5_000;
/// More resources are refused.
const RESOURCES_MAX: usize = 100;
/// A longer activity is refused.
const DURATION_MAX: usize = 10_000;
/// A longer sum of durations is refused: capacities are looked at period by period.
const HORIZON_MAX: usize = 200_000;

/// An activity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Activity {
    /// How long it runs, without interruption.
    pub duration: usize,
    /// What it takes of each resource while it runs.
    pub demands: Vec<f64>,
    /// Positions, from 0, of those that start after its end.
    pub successors: Vec<usize>,
}

/// Start every activity so that the last ends soonest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Schedule {
    /// Capacity of each resource at any time.
    pub capacities: Vec<f64>,
    /// The activities in the order of the file.
    pub activities: Vec<Activity>,
    /// Their positions in an order in which each comes after all that it follows.
    #[serde(skip)]
    pub(super) order: Vec<usize>,
}

/// Reads Patterson's format: activities, resources; capacities; per activity duration, demands, number of successors, successors.
pub(super) fn from_numbers(numbers: &[(f64, usize)]) -> Result<Schedule, Unusable> {
    let mut numbers = Numbers::new(numbers);
    let n = numbers.count("the number of activities", 1, ACTIVITIES_MAX)?;
    let n_resources = numbers.count("the number of resources", 0, RESOURCES_MAX)?;
    let mut capacities = Vec::new();
    for _ in 0..n_resources {
        capacities.push(numbers.count("a capacity", 0, usize::MAX >> 12)? as f64);
    }
    let mut activities = Vec::new();
    for at in 0..n {
        let line = numbers.line();
        let duration = numbers.count("a duration", 0, DURATION_MAX)?;
        let mut demands = Vec::new();
        for capacity in &capacities {
            let demand = numbers.count("a demand", 0, usize::MAX >> 12)? as f64;
            if demand > *capacity && duration > 0 {
                return Err(Unusable::new(
                    "demand-above-capacity",
                    format!(
                        "Line {line}: activity {} takes {demand} of a resource of {capacity}, so it can never run. Correct one of the two.",
                        at + 1
                    ),
                ));
            }
            demands.push(demand);
        }
        let n_successors = numbers.count("the number of successors", 0, n)?;
        let mut successors = Vec::new();
        for _ in 0..n_successors {
            successors.push(numbers.count("a successor", 1, n)? - 1);
        }
        successors.sort_unstable();
        successors.dedup();
        activities.push(Activity { duration, demands, successors });
    }
    if numbers.left() > 0 {
        return Err(Unusable::new(
            "too-many-numbers",
            format!(
                "Line {}: {} numbers follow after the last activity. Leave them out, or correct the counts.",
                numbers.line(),
                numbers.left()
            ),
        ));
    }
    let horizon: usize = activities.iter().map(|a| a.duration).sum();
    if horizon > HORIZON_MAX {
        return Err(Unusable::new(
            "too-long",
            format!(
                "The durations add up to {horizon}, and at most {HORIZON_MAX} are solved. Count in longer periods."
            ),
        ));
    }
    let mut schedule = Schedule { capacities, activities, order: Vec::new() };
    schedule.order = schedule.topological()?;
    Ok(schedule)
}

impl Schedule {
    fn topological(&self) -> Result<Vec<usize>, Unusable> {
        let n = self.activities.len();
        let mut waiting = vec![0usize; n];
        self.activities.iter().flat_map(|a| &a.successors).for_each(|s| waiting[*s] += 1);
        let mut order: Vec<usize> = (0..n).filter(|a| waiting[*a] == 0).collect();
        let mut at = 0;
        while at < order.len() {
            for &successor in &self.activities[order[at]].successors {
                waiting[successor] -= 1;
                if waiting[successor] == 0 {
                    order.push(successor);
                }
            }
            at += 1;
        }
        if order.len() < n {
            return Err(Unusable::new(
                "circle",
                "The successors lead in a circle, so nothing on it can start. Take one out.",
            ));
        }
        Ok(order)
    }

    /// Earliest starts by precedence alone, and the length of the critical path.
    pub fn critical_path(&self) -> (Vec<usize>, usize) {
        let mut earliest = vec![0; self.activities.len()];
        for &a in &self.order {
            for &s in &self.activities[a].successors {
                earliest[s] = earliest[s].max(earliest[a] + self.activities[a].duration);
            }
        }
        let length = earliest.iter().zip(&self.activities).map(|(start, a)| start + a.duration).max().unwrap_or(0);
        (earliest, length)
    }

    /// Time from the start of each activity to the end of the project, by precedence alone.
    #[cfg(feature = "highs")]
    pub(super) fn tails(&self) -> Vec<usize> {
        let mut tails: Vec<usize> = self.activities.iter().map(|a| a.duration).collect();
        for &a in self.order.iter().rev() {
            let after = self.activities[a].successors.iter().map(|s| tails[*s]).max().unwrap_or(0);
            tails[a] = self.activities[a].duration + after;
        }
        tails
    }

    /// A bound by work: no resource can give more than its capacity.
    #[cfg(feature = "highs")]
    pub(super) fn work_bound(&self) -> usize {
        let work = |r: usize| self.activities.iter().map(|a| a.duration as f64 * a.demands[r]).sum::<f64>();
        (0..self.capacities.len())
            .filter(|r| self.capacities[*r] > 0.0)
            .map(|r| (work(r) / self.capacities[r] - 1e-9).ceil() as usize)
            .max()
            .unwrap_or(0)
    }

    /// The makespan of a schedule, after all was checked again.
    ///
    /// # Errors
    /// `precedence` or `capacity`, with the place.
    pub fn makespan(&self, starts: &[usize]) -> Result<usize, Unusable> {
        if starts.len() != self.activities.len() {
            return Err(Unusable::new(
                "too-few-numbers",
                "The schedule has another number of starts than there are activities.",
            ));
        }
        for (a, activity) in self.activities.iter().enumerate() {
            for &s in &activity.successors {
                if starts[s] < starts[a] + activity.duration {
                    return Err(Unusable::new(
                        "precedence",
                        format!("Activity {} starts before {} has ended.", s + 1, a + 1),
                    ));
                }
            }
        }
        let end = starts.iter().zip(&self.activities).map(|(start, a)| start + a.duration).max().unwrap_or(0);
        let mut used = vec![vec![0.0; self.capacities.len()]; end];
        for (activity, &start) in self.activities.iter().zip(starts) {
            for by in &mut used[start..start + activity.duration] {
                by.iter_mut().zip(&activity.demands).for_each(|(used, demand)| *used += demand);
            }
        }
        for (t, by) in used.iter().enumerate() {
            for (r, (used, capacity)) in by.iter().zip(&self.capacities).enumerate() {
                if *used > *capacity + 1e-9 {
                    return Err(Unusable::new(
                        "capacity",
                        format!("Resource {}, time {t}: {used} is used of {capacity}.", r + 1),
                    ));
                }
            }
        }
        Ok(end)
    }
}

impl Schedule {
    /// The same activities with time running backwards.
    #[cfg(feature = "highs")]
    pub(super) fn reversed(&self) -> Self {
        let mut activities: Vec<Activity> =
            self.activities.iter().map(|a| Activity { successors: Vec::new(), ..a.clone() }).collect();
        for (a, activity) in self.activities.iter().enumerate() {
            activity.successors.iter().for_each(|s| activities[*s].successors.push(a));
        }
        Self { capacities: self.capacities.clone(), activities, order: self.order.iter().rev().copied().collect() }
    }
}
