//! The wall between departments as it shows in who is tied to whom.

use serde::Serialize;

use crate::Caution;
pub use crate::estimate::Interval as Range;
use crate::estimate::{DEVIATE, wilson};
use crate::tally::quantile;

use super::graph::Graph;
use super::null_model::{Swapped, stubs};

/// Ties from one department to another. In an undirected network a tie within a department counts from both ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mixing {
    /// The department of those who name.
    pub from: String,
    /// The department of those who are named.
    pub to: String,
    /// How many ties.
    pub n: usize,
}

/// How the null networks were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NullMethod {
    /// Ends of ties are exchanged; no tie stands there twice. The interval is that of the networks.
    Swaps,
    /// Ends of ties are joined by chance, with exact mean and variance and a normal interval: for networks too large to be swapped.
    Stubs,
}

/// The E-I index when departments do not matter and degrees do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EiNull {
    /// How it was found.
    pub method: NullMethod,
    /// Its mean.
    pub mean: f64,
    /// Where 19 in 20 null networks lie.
    pub interval: Range,
    /// How many networks were made; none for [`NullMethod::Stubs`].
    pub n_networks: usize,
}

/// Measures one and two of the wall: who is tied to whom. All count ties, whatever they weigh.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Structure {
    /// Units with a department.
    pub nodes: usize,
    /// Ties between such units.
    pub ties: usize,
    /// Ties within departments.
    pub internal: usize,
    /// Ties across.
    pub external: usize,
    /// `(E - I) / (E + I)` (Krackhardt and Stern, *Social Psychology Quarterly* 51, 1988); none without ties.
    pub ei_index: Option<f64>,
    /// The same where departments do not matter; none without ties or with one department.
    pub ei_null: Option<EiNull>,
    /// Ties within departments that the configuration model expects: `sum_g K_out(g) K_in(g) / m`.
    pub expected_internal: f64,
    /// `I / m - I_exp / m` (Newman and Girvan 2004).
    pub modularity: Option<f64>,
    /// `(tr e - sum a_i b_i) / (1 - sum a_i b_i)` (Newman, *Physical Review E* 67, 2003, equation 2); none with one department.
    pub assortativity: Option<f64>,
    /// `1 - (E / E_exp) / (I / I_exp)`: nought without a wall, one when nothing goes across, below nought when more goes across than by chance.
    pub barrier_index: Option<f64>,
    /// Its 95 percent interval: Wilson's for the share of ties across, carried over, with the expected counts taken as known and ties as
    /// independent. Ties of one unit are alike, so it is rather too narrow.
    pub barrier_interval: Option<Range>,
    /// All pairs of departments.
    pub mixing: Vec<Mixing>,
}

/// More departments than these are not shown pair by pair.
const MIXING_DEPARTMENTS_MAX: usize = 200;

/// Looks at the ties within and across departments.
pub fn structure(graph: &Graph, n_null: usize, seed: u64) -> (Structure, Vec<Caution>) {
    let mut cautions = Vec::new();
    let n_departments = graph.departments().len();
    let department = graph.department();
    let (mut out, mut inward) = (vec![0.0; n_departments], vec![0.0; n_departments]);
    let shown = n_departments <= MIXING_DEPARTMENTS_MAX;
    let mut cells = vec![0_usize; if shown { n_departments * n_departments } else { 0 }];
    let (mut internal, mut all) = (0_usize, 0_usize);
    for node in 0..graph.n_nodes() {
        let Some(mine) = department[node] else { continue };
        for &other in graph.out().of(node) {
            let Some(theirs) = department[other as usize] else { continue };
            all += 1;
            internal += usize::from(mine == theirs);
            out[mine as usize] += 1.0;
            inward[theirs as usize] += 1.0;
            if shown {
                cells[mine as usize * n_departments + theirs as usize] += 1;
            }
        }
    }
    let halved = if graph.undirected() { 2 } else { 1 };
    let m = all as f64;
    let expected_share = if all > 0 { out.iter().zip(&inward).map(|(o, i)| o * i).sum::<f64>() / (m * m) } else { 0.0 };
    let inner_share = if all > 0 { internal as f64 / m } else { 0.0 };
    let present = department.iter().flatten().collect::<std::collections::BTreeSet<_>>().len();
    let one = present == 1;
    if one {
        cautions.push(Caution::new(
            "one-department",
            "All units are of one department, so no wall between departments can be seen. Bring the departments of the others.",
        ));
    }
    let defined = all > 0 && expected_share > 0.0 && expected_share < 1.0;
    let barrier = |across: f64| {
        let inside = 1.0 - across;
        (inside > 0.0).then(|| 1.0 - across / (1.0 - expected_share) / (inside / expected_share))
    };
    if defined && internal == 0 {
        cautions.push(Caution::new(
            "no-internal-ties",
            "No tie stays within a department, so the barrier index has no value: it falls without end. Look at the E-I index.",
        ));
    }
    let (barrier_index, barrier_interval) = if defined {
        let share = wilson(1.0 - inner_share, m / halved as f64, DEVIATE);
        let interval = match (barrier(share.high), barrier(share.low)) {
            (Some(low), Some(high)) => Some(Range { low, high }),
            _ => None,
        };
        (barrier(1.0 - inner_share), interval)
    } else {
        (None, None)
    };
    let mixing = (0..if shown { n_departments } else { 0 })
        .flat_map(|to| (0..n_departments).map(move |from| (from, to)))
        .map(|(from, to)| Mixing {
            from: graph.departments()[from].clone(),
            to: graph.departments()[to].clone(),
            n: cells[from * n_departments + to],
        })
        .collect();
    let (ties, internal) = (all / halved, internal / halved);
    let ei_null = (all > 0 && !one).then(|| ei_null(graph, &out, &inward, ties as f64, n_null, seed));
    let structure = Structure {
        nodes: department.iter().flatten().count(),
        ties,
        internal,
        external: ties - internal,
        ei_index: (all > 0).then_some(1.0 - 2.0 * inner_share),
        ei_null,
        expected_internal: expected_share * ties as f64,
        modularity: (all > 0).then_some(inner_share - expected_share),
        assortativity: defined.then(|| (inner_share - expected_share) / (1.0 - expected_share)),
        barrier_index,
        barrier_interval,
        mixing,
    };
    (structure, cautions)
}

fn ei_null(graph: &Graph, out: &[f64], inward: &[f64], ties: f64, n_null: usize, seed: u64) -> EiNull {
    // Swaps keep also the ties of units without a department, which the index leaves out; then ends are joined instead.
    let complete = graph.department().iter().all(Option::is_some);
    if complete && let Some((mut swapped, n_networks)) = Swapped::new(graph, n_null, seed) {
        let department = graph.department();
        let mut indices: Vec<f64> = (0..n_networks)
            .map(|_| {
                let inside =
                    swapped.next().iter().filter(|t| department[t.0 as usize] == department[t.1 as usize]).count();
                1.0 - 2.0 * inside as f64 / ties
            })
            .collect();
        indices.sort_by(f64::total_cmp);
        let mean = indices.iter().sum::<f64>() / n_networks as f64;
        let interval = middle(&indices);
        return EiNull { method: NullMethod::Swaps, mean, interval, n_networks };
    }
    let (inside, variance) = stubs(out, inward, ties, graph.undirected());
    let mean = 1.0 - 2.0 * inside / ties;
    let half = DEVIATE * 2.0 * variance.sqrt() / ties;
    let interval = Range { low: (mean - half).max(-1.0), high: (mean + half).min(1.0) };
    EiNull { method: NullMethod::Stubs, mean, interval, n_networks: 0 }
}

/// Where the middle 19 in 20 of ascending values lie; nought of none.
pub(super) fn middle(ascending: &[f64]) -> Range {
    let [low, high] = [0.025, 0.975].map(|share| quantile(ascending, share).unwrap_or(0.0));
    Range { low, high }
}

/// The E-I index of each unit over those it names; none for one that names nobody.
pub fn ei_by_node(graph: &Graph) -> Vec<Option<f64>> {
    (0..graph.n_nodes())
        .map(|node| {
            graph.department()[node]?;
            let known: Vec<u32> =
                graph.out().of(node).iter().copied().filter(|&o| graph.department()[o as usize].is_some()).collect();
            let inside = known.iter().filter(|&&o| graph.same_department(node, o as usize)).count();
            (!known.is_empty()).then(|| (known.len() as f64 - 2.0 * inside as f64) / known.len() as f64)
        })
        .collect()
}
