//! How far cases keep to a prescribed way.
//!
//! The way is linear with exits: a sequence of activities, and an exit that may follow on any but the last. The cheapest alignment with
//! a unit cost for each activity that is only in the case or only in the way costs `len(trace) + len(run) - 2 LCS`, minimised over
//! the runs of the way (Levenshtein without replacement; Needleman and Wunsch 1970).

use serde::Serialize;

use super::log::Log;
use crate::Unusable;

/// A prescribed way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Normative {
    /// The activities in their order; a case that did the last of them is finished.
    pub sequence: Vec<String>,
    /// Activities that end a case after any of the sequence but the last.
    pub exits: Vec<String>,
}

/// How one case keeps to the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseConformance {
    /// The case, as its place in the log.
    pub case: u32,
    /// Whether it is finished (it did an exit, or the last of the sequence); an open one is aligned with a prefix.
    pub closed: bool,
    /// Cost of the cheapest alignment: steps too many and steps missing.
    pub cost: u64,
    /// `1 - cost / (len(trace) + shortest run)`; for an open case `1 - cost / len(trace)`.
    pub fitness: f64,
}

/// How a log keeps to the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conformance {
    /// Finished cases.
    pub closed_cases: u64,
    /// Open cases.
    pub open_cases: u64,
    /// Cost of all finished cases.
    pub alignment_cost_total: u64,
    /// How many finished cases have which cost.
    pub alignment_cost_histogram: std::collections::BTreeMap<u64, u64>,
    /// `1 - Σ cost / Σ (len(trace) + shortest run)` over the finished cases; none without any.
    pub log_fitness: Option<f64>,
    /// Mean of the fitness of the finished cases.
    pub average_trace_fitness: Option<f64>,
    /// How many in a hundred finished cases cost nothing.
    pub percentage_of_fitting_traces: Option<f64>,
    /// Cost of all open cases against the best prefix of a run.
    pub open_cases_prefix_cost_total: u64,
    /// Each case in the order of the log.
    pub cases: Vec<CaseConformance>,
}

/// A longer way is refused.
pub const SEQUENCE_MAX: usize = 100;

impl Normative {
    /// The way from collection to production, which may be abandoned after each stage before production.
    pub fn funnel() -> Self {
        Self {
            sequence: crate::funnel::Stage::ALL.iter().map(|stage| stage.name().to_owned()).collect(),
            exits: vec!["abandoned".to_owned()],
        }
    }

    /// Length of the shortest run: the first activity and an exit, or the whole sequence.
    fn shortest_run(&self) -> usize {
        if self.exits.is_empty() { self.sequence.len() } else { self.sequence.len().min(2) }
    }

    /// # Errors
    /// The way is empty or too long, or an activity stands in it twice.
    fn check(&self) -> Result<(), Unusable> {
        if self.sequence.is_empty() {
            return Err(Unusable::new("empty-way", "The prescribed way has no activity. Name at least one."));
        }
        if self.sequence.len() > SEQUENCE_MAX || self.exits.len() > SEQUENCE_MAX {
            return Err(Unusable::new(
                "way-too-long",
                format!("The prescribed way has more than {SEQUENCE_MAX} activities. Take larger steps."),
            ));
        }
        let mut all: Vec<&String> = self.sequence.iter().chain(&self.exits).collect();
        all.sort();
        if let Some(two) = all.windows(2).find(|two| two[0] == two[1]) {
            return Err(Unusable::new(
                "activity-twice",
                format!("\"{}\" stands in the prescribed way twice. Give the two different names.", two[0]),
            ));
        }
        Ok(())
    }
}

/// What an activity is in the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Place(usize),
    Exit,
    Foreign,
}

/// The cheapest cost against a whole run, and against a prefix of one.
fn costs(trace: &[Role], length: usize) -> (u64, u64) {
    // `common[k]`: the longest common subsequence of the trace so far and the first k activities; `left[k]`: the same with an exit behind.
    let mut common = vec![0_usize; length + 1];
    let mut left = vec![0_usize; length + 1];
    for role in trace {
        match role {
            Role::Exit => {
                for (left, &common) in left.iter_mut().zip(&common) {
                    *left = (*left).max(common + 1);
                }
            }
            Role::Place(place) => {
                let found = common[*place] + 1;
                // All longer prefixes hold at least as much.
                for one in &mut common[place + 1..] {
                    if *one >= found {
                        break;
                    }
                    *one = found;
                }
            }
            Role::Foreign => {}
        }
    }
    let n = trace.len();
    let cost = |run: usize, common: usize| (n + run - 2 * common) as u64;
    let mut whole = cost(length, common[length]);
    let mut prefix = whole;
    for k in 0..length {
        prefix = prefix.min(cost(k, common[k]));
        if k > 0 {
            let exit = cost(k + 1, left[k].max(common[k]));
            whole = whole.min(exit);
            prefix = prefix.min(exit);
        }
    }
    (whole, prefix)
}

/// Holds the cases of a log against a prescribed way. Activities are the ends of activities, where starts are logged too.
///
/// # Errors
/// The way is empty, too long, or names an activity twice.
pub fn conformance(log: &Log, normative: &Normative) -> Result<Conformance, Unusable> {
    normative.check()?;
    let length = normative.sequence.len();
    let roles: Vec<Role> = log
        .activities
        .iter()
        .map(|activity| match normative.sequence.iter().position(|one| one == activity) {
            Some(place) => Role::Place(place),
            None if normative.exits.contains(activity) => Role::Exit,
            None => Role::Foreign,
        })
        .collect();
    // An exit that no run may take is as foreign as any other activity.
    let may_leave = length > 1;
    let shortest = normative.shortest_run() as u64;
    let mut found = Conformance {
        closed_cases: 0,
        open_cases: 0,
        alignment_cost_total: 0,
        alignment_cost_histogram: std::collections::BTreeMap::new(),
        log_fitness: None,
        average_trace_fitness: None,
        percentage_of_fitting_traces: None,
        open_cases_prefix_cost_total: 0,
        cases: Vec::with_capacity(log.cases.len()),
    };
    let (mut most, mut fitness_sum, mut fitting) = (0_u64, 0.0_f64, 0_u64);
    for (case, own) in (0_u32..).zip(log.steps()) {
        if own.is_empty() {
            continue;
        }
        let trace: Vec<Role> = own.iter().map(|&at| roles[log.activity[at as usize] as usize]).collect();
        let closed = trace.iter().any(|role| *role == Role::Place(length - 1) || (*role == Role::Exit && may_leave));
        let (whole, prefix) = costs(&trace, length);
        let n = trace.len() as u64;
        let (cost, fitness) = if closed {
            let worst = n + shortest;
            let fitness = 1.0 - whole as f64 / worst as f64;
            found.closed_cases += 1;
            found.alignment_cost_total += whole;
            *found.alignment_cost_histogram.entry(whole).or_default() += 1;
            most += worst;
            fitness_sum += fitness;
            fitting += u64::from(whole == 0);
            (whole, fitness)
        } else {
            found.open_cases += 1;
            found.open_cases_prefix_cost_total += prefix;
            (prefix, 1.0 - prefix as f64 / n as f64)
        };
        found.cases.push(CaseConformance { case, closed, cost, fitness });
    }
    if found.closed_cases > 0 {
        let n = found.closed_cases as f64;
        found.log_fitness = Some(1.0 - found.alignment_cost_total as f64 / most as f64);
        found.average_trace_fitness = Some(fitness_sum / n);
        found.percentage_of_fitting_traces = Some(fitting as f64 * 100.0 / n);
    }
    Ok(found)
}
