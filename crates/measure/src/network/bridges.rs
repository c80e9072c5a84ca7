//! Which ties across departments would make most units adopt, found one after the other.

use serde::Serialize;

use crate::{Caution, Unusable};

use super::cascade::Model;
use super::what_if::{Edit, Effect, Start, effect, mean_and_error, runs_of, side};

/// A bridge that is worth making.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bridge {
    /// The blocked unit, which looks from then on.
    pub from: String,
    /// The unit of another department that uses the technology already.
    pub to: String,
    /// Units more that adopt with this and the bridges before it (for several ties of one unit: by the last of them).
    pub gain: f64,
    /// Its Monte Carlo standard error.
    pub standard_error: f64,
}

/// Bridges that were found one after the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bridges {
    /// In the order in which they were chosen.
    pub bridges: Vec<Bridge>,
    /// The effect of all of them, with luck that the search has not seen.
    pub effect: Option<Effect>,
    /// The effect of the same ties the other way round.
    pub reversed_effect: Option<f64>,
    /// Blocked units that were tried.
    pub tried: usize,
    /// Blocked units there are.
    pub blocked: usize,
    /// Doubts.
    pub cautions: Vec<Caution>,
    /// The recommendation in a sentence.
    pub text: String,
}

/// A search takes no more bridges.
pub const BRIDGES_MAX: usize = 50;
/// Walks over ties that a search may take.
const SEARCH_WORK: u64 = 1_500_000_000;
/// So many ties at once are tried for one unit: one alone often does not carry it over its threshold.
const TOGETHER_MAX: usize = 3;

/// The best that was tried in one step of the search.
struct Tried {
    /// For each tie.
    gain: f64,
    error: f64,
    new: Vec<Edit>,
    next: Start,
    totals: Vec<f64>,
}

/// Searches for bridges greedily, by gain for each tie, with the same luck for all that are compared. A bridge leads from a unit that would not
/// adopt to one of another department that uses the technology already: that direction cannot dilute. All who use it carry alike, so the one
/// with the fewest bridges so far and then the first is taken.
///
/// # Errors
/// A model out of range, too many runs, or too many bridges.
pub fn best_bridges(
    start: &Start,
    model: &Model,
    n_bridges: usize,
    n_runs: u64,
    seed: u64,
) -> Result<Bridges, Unusable> {
    let graph = &start.world.graph;
    model.check(graph)?;
    let n_runs = runs_of(model, graph, n_runs)?;
    if n_bridges > BRIDGES_MAX {
        return Err(Unusable::new(
            "too-many-bridges",
            format!("A search takes at most {BRIDGES_MAX} bridges. Ask for fewer."),
        ));
    }
    let base = side(start, model, n_runs, seed, |_, _| {});
    // Blocked are those that adopt in fewer than half of the runs; those at whom many look come first.
    let back = start.world.look.back(graph);
    let mut blocked: Vec<usize> = (0..graph.n_nodes()).filter(|&n| u64::from(base.by_node[n]) * 2 < n_runs).collect();
    blocked.sort_by_key(|&n| (std::cmp::Reverse(back.of(n).len()), n));
    let n_blocked = blocked.len();
    let cost = n_runs * (graph.n_nodes() + graph.out().n_ties()) as u64;
    let affordable = SEARCH_WORK / cost.max(1) / (n_bridges.max(1) * TOGETHER_MAX) as u64;
    blocked.truncate(usize::try_from(affordable).unwrap_or(usize::MAX).max(1));
    let mut cautions = Vec::new();
    if blocked.len() < n_blocked {
        cautions.push(
            Caution::new(
                "search-cut",
                format!(
                    "Of {n_blocked} blocked units the {} at which most others look were tried. Another may be better.",
                    blocked.len()
                ),
            )
            .with("blocked", n_blocked as f64)
            .with("tried", blocked.len() as f64),
        );
    }
    let mut load = vec![0_usize; graph.n_nodes()];
    let (mut chosen, mut edits): (Vec<Bridge>, Vec<Edit>) = (Vec::new(), Vec::new());
    let (mut now, mut totals) = (start.clone(), base.totals);
    while edits.len() < n_bridges {
        // The greatest gain for each tie; the first of equals, so fewer ties before more.
        let mut best: Option<Tried> = None;
        for &from in &blocked {
            let mut users: Vec<usize> = start
                .seeds
                .iter()
                .copied()
                .filter(|&to| {
                    to != from
                        && !graph.same_department(from, to)
                        && !now.world.look.rows(&now.world.graph).has(from, to)
                })
                .collect();
            users.sort_by_key(|&to| (load[to], to));
            for together in 1..=TOGETHER_MAX.min(n_bridges - edits.len()).min(users.len()) {
                let new: Vec<Edit> = users[..together]
                    .iter()
                    .map(|&to| Edit::AddTie {
                        from: graph.nodes()[from].clone(),
                        to: graph.nodes()[to].clone(),
                        weight: 1.0,
                    })
                    .collect();
                let next = now.edited(&new)?;
                let tried = side(&next, model, n_runs, seed, |_, _| {});
                let gains: Vec<f64> = tried.totals.iter().zip(&totals).map(|(a, b)| a - b).collect();
                let gain = gains.iter().sum::<f64>() / gains.len() as f64 / together as f64;
                if best.as_ref().is_none_or(|b| gain > b.gain + 1e-12) {
                    let error = mean_and_error(&gains).1;
                    best = Some(Tried { gain, error, new, next, totals: tried.totals });
                }
            }
        }
        let Some(Tried { gain, error, new, next, totals: after }) = best.filter(|b| b.gain > 0.0) else { break };
        for (at, edit) in new.iter().enumerate() {
            if let Edit::AddTie { from, to, .. } = edit {
                load[graph.node(to)?] += 1;
                let last = at + 1 == new.len();
                chosen.push(Bridge {
                    from: from.clone(),
                    to: to.clone(),
                    gain: if last { gain * new.len() as f64 } else { 0.0 },
                    standard_error: if last { error } else { 0.0 },
                });
            }
        }
        edits.extend(new);
        (now, totals) = (next, after);
    }
    if chosen.is_empty() {
        let text = format!(
            "No bridge from a blocked unit to one that uses the technology makes more units adopt ({} of {n_blocked} blocked units were tried).",
            blocked.len()
        );
        return Ok(Bridges {
            bridges: chosen,
            effect: None,
            reversed_effect: None,
            tried: blocked.len(),
            blocked: n_blocked,
            cautions,
            text,
        });
    }
    // What was chosen for its luck looks better than it is; so the effect is reckoned with other luck.
    let fresh = seed ^ 0x5bd1_e995_1234_5678;
    let whole = effect(start, &edits, model, n_runs, fresh)?;
    let turned: Vec<Edit> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::AddTie { from, to, weight } => {
                Some(Edit::AddTie { from: to.clone(), to: from.clone(), weight: *weight })
            }
            _ => None,
        })
        .collect();
    let reversed = effect(start, &turned, model, n_runs, fresh)?.effect;
    let text = format!(
        "Make ties from blocked units to units that use the technology already, first from \"{}\" to \"{}\": {} ties make {:+.2} units adopt. The same ties the other way round make {reversed:+.2}.",
        chosen[0].from,
        chosen[0].to,
        chosen.len(),
        whole.effect
    );
    Ok(Bridges {
        bridges: chosen,
        effect: Some(whole),
        reversed_effect: Some(reversed),
        tried: blocked.len(),
        blocked: n_blocked,
        cautions,
        text,
    })
}
