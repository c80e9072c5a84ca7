//! What would change if something were changed: signed effects, with the same luck on both sides.
//!
//! More ties do not always help. With thresholds that are shares, a tie to a unit that does not use a thing makes the share of those who do smaller;
//! that is dilution, and it is found and told here.

use serde::{Deserialize, Serialize};

use crate::estimate::DEVIATE;
use crate::{Caution, Unusable};

use super::cascade::{Model, World, history};
use super::graph::Graph;
use super::structure::{Range, middle};

/// More runs than this are refused.
pub const RUNS_MAX: u64 = 100_000;
/// More changes at once are refused.
pub const EDITS_MAX: usize = 1_000;
/// Units by runs above which a what-if is refused: it would take minutes.
const WORK_MAX: u64 = 4_000_000_000;

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// A tie is made: `from` looks at `to` from then on.
    AddTie {
        /// The unit that looks.
        from: String,
        /// The unit it looks at.
        to: String,
        /// How much it weighs, above nought.
        weight: f64,
    },
    /// A tie is given up.
    RemoveTie {
        /// The unit that looked.
        from: String,
        /// The unit it looked at.
        to: String,
    },
    /// A unit is made to adopt at the start.
    Seed {
        /// The unit.
        node: String,
    },
    /// The wall around a department is taken away, or all walls: ties across count as much as ties within.
    RemoveBarrier {
        /// The department; none for all.
        department: Option<String>,
    },
    /// Two units exchange staff: each looks at the other and at all at which the other looks.
    StaffExchange {
        /// One unit.
        a: String,
        /// The other.
        b: String,
    },
}

/// A number of units with its Monte Carlo interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Adopters {
    /// Units that adopt in the mean, those of the start among them.
    pub mean: f64,
    /// Its Monte Carlo standard error; nought for a model without chance.
    pub standard_error: f64,
    /// Its 95 percent interval.
    pub interval: Range,
}

/// What a change does in one department.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DepartmentEffect {
    /// The department.
    pub department: String,
    /// Adopters without the change, in the mean.
    pub baseline: f64,
    /// Adopters with it.
    pub edited: f64,
    /// The difference, with its sign.
    pub effect: f64,
}

/// A unit whose share of adopters is made smaller by new ties.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diluted {
    /// The unit.
    pub node: String,
    /// Its exposure just before it adopts without the change (or at the start, when the model has chance).
    pub exposure_before: f64,
    /// Its exposure at the same moment with the new ties.
    pub exposure_after: f64,
}

/// A signed effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// What was changed.
    pub edits: Vec<Edit>,
    /// Adopters without the change.
    pub baseline: Adopters,
    /// Adopters with it.
    pub edited: Adopters,
    /// The difference, with its sign: below nought, the change does harm.
    pub effect: f64,
    /// Its Monte Carlo standard error, from differences run by run with the same luck.
    pub standard_error: f64,
    /// Its 95 percent interval: of the mean over runs. A model without chance has no width.
    pub interval: Range,
    /// Where 19 in 20 single runs lie: what may happen, and with a fitted hazard also how well that is known.
    pub single_runs: Range,
    /// Adopters by round without the change, in the mean.
    pub baseline_history: Vec<f64>,
    /// Adopters by round with it, in the mean.
    pub edited_history: Vec<f64>,
    /// By department.
    pub by_department: Vec<DepartmentEffect>,
    /// Units that adopt without the change and not with it (without chance), or less often by more than chance.
    pub lost: Vec<String>,
    /// Units that adopt later than without the change.
    pub delayed: usize,
    /// Units whose exposure the new ties make smaller.
    pub diluted: Vec<Diluted>,
    /// Runs.
    pub n_runs: u64,
    /// Doubts.
    pub cautions: Vec<Caution>,
    /// The effect in a sentence.
    pub text: String,
}

/// A world with who adopts at its start.
#[derive(Debug, Clone)]
pub struct Start {
    /// The network.
    pub world: World,
    /// Units that use the technology already.
    pub seeds: Vec<usize>,
}

impl Start {
    /// The same with these changes.
    ///
    /// # Errors
    /// A unit or department that is not there, a tie to take away that is not there, a weight that is not above nought.
    pub fn edited(&self, edits: &[Edit]) -> Result<Self, Unusable> {
        if edits.len() > EDITS_MAX {
            return Err(Unusable::new(
                "too-many-edits",
                format!("{} changes at once cannot be told apart. Try {EDITS_MAX} at most.", edits.len()),
            ));
        }
        let graph = &self.world.graph;
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        let mut next = self.clone();
        // A tie along which one looks stands the other way round where units look at those who name them.
        let tie = |looker: usize, seen: usize| match self.world.look {
            super::Look::Out => (looker, seen),
            super::Look::Inward => (seen, looker),
        };
        for edit in edits {
            match edit {
                Edit::AddTie { from, to, weight } => {
                    if !(weight.is_finite() && *weight > 0.0) {
                        return Err(Unusable::new(
                            "negative-weight",
                            format!(
                                "The new tie from \"{from}\" to \"{to}\" weighs {weight}. Give it a weight above nought."
                            ),
                        ));
                    }
                    let (a, b) = tie(graph.node(from)?, graph.node(to)?);
                    added.push((a, b, *weight));
                }
                Edit::RemoveTie { from, to } => {
                    let (a, b) = tie(graph.node(from)?, graph.node(to)?);
                    if !graph.out().has(a, b) {
                        return Err(Unusable::new(
                            "no-tie",
                            format!(
                                "There is no tie from \"{from}\" to \"{to}\" that could be taken away. Check both names."
                            ),
                        ));
                    }
                    removed.push((a, b));
                }
                Edit::Seed { node } => {
                    let node = graph.node(node)?;
                    if !next.seeds.contains(&node) {
                        next.seeds.push(node);
                    }
                }
                Edit::RemoveBarrier { department: None } => next.world.open.fill(true),
                Edit::RemoveBarrier { department: Some(name) } => {
                    let at = graph.departments().iter().position(|d| d == name).ok_or_else(|| {
                        Unusable::new(
                            "unknown-department",
                            format!("There is no department \"{name}\" in this network. Check its spelling."),
                        )
                    })?;
                    next.world.open[at] = true;
                }
                Edit::StaffExchange { a, b } => {
                    let (a, b) = (graph.node(a)?, graph.node(b)?);
                    let rows = self.world.look.rows(graph);
                    for (one, other) in [(a, b), (b, a)] {
                        for (seen, weight) in std::iter::once((other, 1.0)).chain(rows.ties_of(other)) {
                            let (x, y) = tie(one, seen);
                            added.push((x, y, weight));
                        }
                    }
                }
            }
        }
        next.world.graph = graph.edited(&added, &removed);
        Ok(next)
    }
}

/// Sums over runs of one side.
pub(super) struct Side {
    pub(super) totals: Vec<f64>,
    by_department: Vec<f64>,
    pub(super) by_node: Vec<u32>,
    history: Vec<f64>,
}

/// Runs a model. What is summed by round is carried on when a run ends early.
pub(super) fn side(
    start: &Start,
    model: &Model,
    n_runs: u64,
    seed: u64,
    mut each: impl FnMut(u64, &[Option<u32>]),
) -> Side {
    let graph = &start.world.graph;
    let mut side = Side {
        totals: Vec::new(),
        by_department: vec![0.0; graph.departments().len()],
        by_node: vec![0; graph.n_nodes()],
        history: Vec::new(),
    };
    let (mut new_by_round, mut rounds_max) = (Vec::<f64>::new(), 0);
    for run in 0..n_runs {
        let rounds = model.run(&start.world, &start.seeds, seed, run);
        let counts = history(&rounds);
        side.totals.push(counts.last().copied().unwrap_or(0) as f64);
        rounds_max = rounds_max.max(counts.len());
        new_by_round.resize(rounds_max, 0.0);
        for (at, count) in counts.iter().enumerate() {
            new_by_round[at] += (count - if at > 0 { counts[at - 1] } else { 0 }) as f64;
        }
        for (node, round) in rounds.iter().enumerate() {
            if round.is_some() {
                side.by_node[node] += 1;
                if let Some(department) = graph.department()[node] {
                    side.by_department[department as usize] += 1.0;
                }
            }
        }
        each(run, &rounds);
    }
    let mut sum = 0.0;
    for new in new_by_round {
        sum += new / n_runs as f64;
        side.history.push(sum);
    }
    side
}

fn adopters(totals: &[f64]) -> Adopters {
    let (mean, standard_error) = mean_and_error(totals);
    let half = DEVIATE * standard_error;
    Adopters { mean, standard_error, interval: Range { low: mean - half, high: mean + half } }
}

pub(super) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 2 {
        return (mean, 0.0);
    }
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Runs that are made: one when there is no chance.
///
/// # Errors
/// No run, or too many.
pub(super) fn runs_of(model: &Model, graph: &Graph, n_runs: u64) -> Result<u64, Unusable> {
    if model.is_certain() {
        return Ok(1);
    }
    let work = n_runs.saturating_mul((graph.n_nodes() + graph.out().n_ties()) as u64);
    if !(2..=RUNS_MAX).contains(&n_runs) || work > WORK_MAX {
        return Err(Unusable::new(
            "too-many-runs",
            format!(
                "{n_runs} runs of this network cannot be made. Ask for 2 to {RUNS_MAX}, and for fewer when the network is large."
            ),
        ));
    }
    Ok(n_runs)
}

/// The effect of changes on who adopts.
///
/// # Errors
/// A change that cannot be made, a model out of range, or too many runs.
pub fn effect(start: &Start, edits: &[Edit], model: &Model, n_runs: u64, seed: u64) -> Result<Effect, Unusable> {
    model.check(&start.world.graph)?;
    let n_runs = runs_of(model, &start.world.graph, n_runs)?;
    let after = start.edited(edits)?;
    model.check(&after.world.graph)?;
    let graph = &start.world.graph;
    let mut first = Vec::new();
    let base = side(start, model, n_runs, seed, |run, rounds| {
        if run == 0 {
            first = rounds.to_vec();
        }
    });
    let mut delayed = 0;
    let edited = side(&after, model, n_runs, seed, |run, rounds| {
        if run == 0 && model.is_certain() {
            delayed = first
                .iter()
                .zip(rounds)
                .filter(|(before, after)| matches!((before, after), (Some(b), Some(a)) if a > b))
                .count();
        }
    });
    let differences: Vec<f64> = edited.totals.iter().zip(&base.totals).map(|(a, b)| a - b).collect();
    let (effect, standard_error) = mean_and_error(&differences);
    let half = DEVIATE * standard_error;
    let mut sorted = differences;
    sorted.sort_by(f64::total_cmp);
    let single_runs = middle(&sorted);
    let runs = n_runs as f64;
    let by_department = graph
        .departments()
        .iter()
        .zip(base.by_department.iter().zip(&edited.by_department))
        .map(|(department, (before, after))| DepartmentEffect {
            department: department.clone(),
            baseline: before / runs,
            edited: after / runs,
            effect: (after - before) / runs,
        })
        .collect();
    let lost: Vec<String> = (0..graph.n_nodes())
        .filter(|&node| {
            let (before, after) = (f64::from(base.by_node[node]), f64::from(edited.by_node[node]));
            // Two counts of the same number of runs, as if independent, and far enough for many units: five deviations.
            after < before - if model.is_certain() { 0.0 } else { 5.0 * (before + after).sqrt() }
        })
        .map(|node| graph.nodes()[node].clone())
        .collect();
    let diluted = match model {
        Model::IndependentCascade { .. } => Vec::new(),
        Model::LinearThreshold { theta } => diluted(start, &after, Some(&first), *theta),
        Model::Hazard(hazard) if hazard.coefficients[2] > 0.0 => diluted(start, &after, None, f64::INFINITY),
        Model::Hazard(_) => Vec::new(),
    };
    let mut cautions = Vec::new();
    if let Some(worst) = diluted.first() {
        let more = if diluted.len() > 1 { format!(" So it is with {} units.", diluted.len()) } else { String::new() };
        cautions.push(
            Caution::new(
                "dilution",
                format!(
                    "New ties dilute exposure: of those \"{}\" looks at, a share of {:.2} uses it without the change and of {:.2} with it, because the new ones do not use it yet.{more} {} units no longer adopt and {delayed} adopt later. Lead new ties to units that use it already.",
                    worst.node, worst.exposure_before, worst.exposure_after, lost.len()
                ),
            )
            .with("diluted", diluted.len() as f64)
            .with("lost", lost.len() as f64)
            .with("delayed", delayed as f64)
            .with("exposure_before", worst.exposure_before)
            .with("exposure_after", worst.exposure_after),
        );
    }
    let interval = Range { low: effect - half, high: effect + half };
    if !model.is_certain() && interval.covers(0.0) {
        cautions.push(
            Caution::new(
                "effect-not-shown",
                format!("The interval of the effect, from {:.2} to {:.2} units, holds nought: {n_runs} runs do not tell its sign.", interval.low, interval.high),
            )
            .with("low", interval.low)
            .with("high", interval.high),
        );
    }
    let text = sentence(effect, interval, model.is_certain());
    Ok(Effect {
        edits: edits.to_vec(),
        baseline: adopters(&base.totals),
        edited: adopters(&edited.totals),
        effect,
        standard_error,
        interval,
        single_runs,
        baseline_history: base.history,
        edited_history: edited.history,
        by_department,
        lost,
        delayed,
        diluted,
        n_runs,
        cautions,
        text,
    })
}

fn sentence(effect: f64, interval: Range, certain: bool) -> String {
    let span = if certain { String::new() } else { format!(" (from {:+.2} to {:+.2})", interval.low, interval.high) };
    if !certain && interval.covers(0.0) {
        format!("The change makes {effect:+.2} units adopt{span}; its sign is not known.")
    } else if effect > 0.0 {
        format!("The change makes {effect:+.2} units adopt{span}.")
    } else if effect < 0.0 {
        format!("The change does harm: {effect:+.2} units adopt{span}.")
    } else {
        "The change makes no difference to how many units adopt.".to_owned()
    }
}

/// Units with new ties whose exposure is smaller with them, at the moment at which they adopt without the change and would not be
/// carried over the threshold with it (`rounds`), or at the start. The most diluted first.
fn diluted(before: &Start, after: &Start, rounds: Option<&[Option<u32>]>, theta: f64) -> Vec<Diluted> {
    let share = |start: &Start, node: usize, known: &dyn Fn(usize) -> bool| {
        let (mut adopted, mut whole) = (0.0, 0.0);
        for (seen, weight) in start.world.look.rows(&start.world.graph).ties_of(node) {
            whole += weight;
            adopted += if known(seen) { weight } else { 0.0 };
        }
        if whole > 0.0 { adopted / whole } else { 0.0 }
    };
    let graph = &before.world.graph;
    let mut seeds = vec![false; graph.n_nodes()];
    for &seed in &before.seeds {
        seeds[seed] = true;
    }
    let rows = |start: &Start, node: usize| start.world.look.rows(&start.world.graph).of(node).len();
    let mut found: Vec<Diluted> = (0..graph.n_nodes())
        .filter(|&node| rows(after, node) > rows(before, node) && !seeds[node])
        .filter_map(|node| {
            let (exposure_before, exposure_after) = match rounds {
                Some(rounds) => {
                    let mine = rounds[node]?;
                    let known = |seen: usize| rounds[seen].is_some_and(|r| r < mine);
                    (share(before, node, &known), share(after, node, &known))
                }
                None => {
                    let known = |seen: usize| seeds[seen];
                    (share(before, node, &known), share(after, node, &known))
                }
            };
            (exposure_after < exposure_before && exposure_after < theta - 1e-12).then(|| Diluted {
                node: graph.nodes()[node].clone(),
                exposure_before,
                exposure_after,
            })
        })
        .collect();
    found.sort_by(|a, b| (b.exposure_before - b.exposure_after).total_cmp(&(a.exposure_before - a.exposure_after)));
    found
}
