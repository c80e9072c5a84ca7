//! Networks in which each unit has as many ties as it has, and which have forgotten the departments.

use super::graph::Graph;
use crate::generator::Generator;

/// Null networks are made by swaps while there are no more units than this: which ties are there is kept in one bit for each pair.
const SWAP_NODES_MAX: usize = 8_192;
/// Swaps tried altogether. More would take seconds.
const SWAPS_MAX: usize = 60_000_000;
/// Fewer null networks give no interval.
const NETWORKS_MIN: usize = 100;

/// A chain of networks with the same degrees: the ends of two ties are exchanged again and again (Maslov and Sneppen, *Science* 296,
/// 2002), never to a tie that is there or to one from a unit to itself.
pub(super) struct Swapped {
    ties: Vec<(u32, u32)>,
    there: Vec<u64>,
    n_nodes: usize,
    undirected: bool,
    chance: Generator,
}

impl Swapped {
    /// None when the network is too large to be swapped so many times; then how many networks it would have been is of no use.
    pub(super) fn new(graph: &Graph, n_networks: usize, seed: u64) -> Option<(Self, usize)> {
        let (n_nodes, n_ties) = (graph.n_nodes(), graph.n_ties());
        if n_nodes > SWAP_NODES_MAX || n_ties < 2 {
            return None;
        }
        let affordable = (SWAPS_MAX / (BETWEEN * n_ties)).saturating_sub(BURN_IN / BETWEEN);
        let n_networks = n_networks.min(affordable);
        if n_networks < NETWORKS_MIN {
            return None;
        }
        let mut ties = Vec::with_capacity(n_ties);
        for node in 0..n_nodes {
            for &other in graph.out().of(node) {
                let node = u32::try_from(node).ok()?;
                if !graph.undirected() || node < other {
                    ties.push((node, other));
                }
            }
        }
        let mut swapped = Self {
            ties,
            there: vec![0; (n_nodes * n_nodes).div_ceil(64)],
            n_nodes,
            undirected: graph.undirected(),
            chance: Generator(seed),
        };
        for at in 0..swapped.ties.len() {
            let (a, b) = swapped.ties[at];
            swapped.set(a, b, true);
        }
        swapped.swap(BURN_IN * n_ties);
        Some((swapped, n_networks))
    }

    fn place(&self, a: u32, b: u32) -> (usize, u64) {
        let (a, b) = if self.undirected && a > b { (b, a) } else { (a, b) };
        let at = a as usize * self.n_nodes + b as usize;
        (at / 64, 1 << (at % 64))
    }

    fn has(&self, a: u32, b: u32) -> bool {
        let (at, bit) = self.place(a, b);
        self.there[at] & bit != 0
    }

    fn set(&mut self, a: u32, b: u32, there: bool) {
        let (at, bit) = self.place(a, b);
        if there {
            self.there[at] |= bit;
        } else {
            self.there[at] &= !bit;
        }
    }

    fn swap(&mut self, n_tries: usize) {
        for _ in 0..n_tries {
            let (one, two) = (self.chance.below(self.ties.len()), self.chance.below(self.ties.len()));
            let (a, b) = self.ties[one];
            let (c, d) = self.ties[two];
            // Without directions both ways to cross two ties have to be as likely.
            let (c, d) = if self.undirected && self.chance.below(2) == 1 { (d, c) } else { (c, d) };
            if one == two || a == d || c == b || self.has(a, d) || self.has(c, b) {
                continue;
            }
            self.set(a, b, false);
            self.set(c, d, false);
            self.set(a, d, true);
            self.set(c, b, true);
            self.ties[one] = (a, d);
            self.ties[two] = (c, b);
        }
    }

    /// The next network: its ties, each once.
    pub(super) fn next(&mut self) -> &[(u32, u32)] {
        self.swap(BETWEEN * self.ties.len());
        &self.ties
    }
}

/// Tries for each tie before the first network.
const BURN_IN: usize = 20;
/// Tries for each tie between one network and the next.
const BETWEEN: usize = 4;

/// Mean and variance of the ties within departments when all ends of ties are joined by chance (configuration model; exact, because each pair
/// of ends is as likely as any other). `out` and `inward` are the ends by department; an undirected network has only `out`.
pub(super) fn stubs(out: &[f64], inward: &[f64], n_ties: f64, undirected: bool) -> (f64, f64) {
    if undirected {
        let ends = 2.0 * n_ties;
        let pairs: f64 = out.iter().map(|k| k * (k - 1.0) / 2.0).sum();
        let touching: f64 = out.iter().map(|k| k * (k - 1.0) * (k - 2.0)).sum();
        let mean = pairs / (ends - 1.0);
        let two = if ends > 3.0 { (pairs * pairs - pairs - touching) / ((ends - 1.0) * (ends - 3.0)) } else { 0.0 };
        (mean, (mean + two - mean * mean).max(0.0))
    } else {
        let pairs: f64 = out.iter().zip(inward).map(|(o, i)| o * i).sum();
        let touching: f64 = out.iter().zip(inward).map(|(o, i)| o * i * i + o * o * i - o * i).sum();
        let mean = pairs / n_ties;
        let two = if n_ties > 1.0 { (pairs * pairs - touching) / (n_ties * (n_ties - 1.0)) } else { 0.0 };
        (mean, (mean + two - mean * mean).max(0.0))
    }
}
