//! Who stands between whom: roles of brokers, structural holes, shortest ways.

use serde::Serialize;

use super::graph::{Graph, Rows};
use super::null_model::Swapped;

/// How often a unit `j` stands in `i -> j -> k` where `i` does not name `k` (Gould and Fernandez, *Sociological Methodology* 19, 1989), by the
/// departments of the three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Roles {
    /// AAA: within one department.
    pub coordinator: u64,
    /// ABA: an outsider between two of one department.
    pub itinerant: u64,
    /// ABB: lets into its own department (`b_OI` in R's sna).
    pub gatekeeper: u64,
    /// AAB: speaks for its own department (`b_IO` in R's sna).
    pub representative: u64,
    /// ABC: between three departments.
    pub liaison: u64,
}

impl Roles {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.coordinator + self.itinerant + self.gatekeeper + self.representative + self.liaison
    }

    /// In the order of the fields.
    pub fn as_array(&self) -> [u64; 5] {
        [self.coordinator, self.itinerant, self.gatekeeper, self.representative, self.liaison]
    }

    fn count(&mut self, i: u32, j: u32, k: u32) {
        let role = match (i == j, j == k, i == k) {
            (true, true, _) => &mut self.coordinator,
            (false, false, true) => &mut self.itinerant,
            (false, true, _) => &mut self.gatekeeper,
            (true, false, _) => &mut self.representative,
            (false, false, false) => &mut self.liaison,
        };
        *role += 1;
    }
}

/// How many pairs of ties meet in a unit; the work of [`roles`].
pub fn n_two_paths(graph: &Graph) -> u64 {
    (0..graph.n_nodes()).map(|j| graph.inward().of(j).len() as u64 * graph.out().of(j).len() as u64).sum()
}

/// The roles of each unit. Units without a department take no part.
pub fn roles(graph: &Graph) -> Vec<Roles> {
    roles_of(graph.out(), graph.department())
}

fn roles_of(out: &Rows, department: &[Option<u32>]) -> Vec<Roles> {
    let n = department.len();
    let mut roles = vec![Roles::default(); n];
    let mut named_by = vec![u32::MAX; n];
    for i in 0..n {
        let Some(first) = department[i] else { continue };
        let mark = u32::try_from(i).unwrap_or(u32::MAX);
        for &k in out.of(i) {
            named_by[k as usize] = mark;
        }
        named_by[i] = mark;
        for &j in out.of(i) {
            let Some(middle) = department[j as usize] else { continue };
            for &k in out.of(j as usize) {
                if named_by[k as usize] != mark
                    && let Some(last) = department[k as usize]
                {
                    roles[j as usize].count(first, middle, last);
                }
            }
        }
    }
    roles
}

/// A unit that stands between others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broker {
    /// The unit.
    pub node: String,
    /// Its department.
    pub department: Option<String>,
    /// How often it stands in which role.
    pub roles: Roles,
    /// How far each role is from what its ties alone would make, in standard deviations of the null networks, in the order of the roles; none where
    /// no null network varies, or none was made.
    pub z: [Option<f64>; 5],
    /// The same for all roles together.
    pub z_total: Option<f64>,
    /// Burt's constraint: near nought for one between many who do not know each other.
    pub constraint: Option<f64>,
}

/// Pairs of ties that are looked at in all null networks together; more would take seconds.
const NULL_PATHS_MAX: u64 = 150_000_000;

/// Observed less mean by standard deviation over null networks with the same degrees, for each unit: five roles and their sum. None when
/// the network is too large for it.
pub(super) fn z_scores(graph: &Graph, observed: &[Roles], n_null: usize, seed: u64) -> Option<Vec<[Option<f64>; 6]>> {
    let affordable = usize::try_from(NULL_PATHS_MAX / n_two_paths(graph).max(1)).unwrap_or(usize::MAX);
    let (mut swapped, n_networks) = Swapped::new(graph, n_null.min(affordable), seed)?;
    let mut sums = vec![[(0.0_f64, 0.0_f64); 6]; observed.len()];
    for _ in 0..n_networks {
        let mut ties = swapped.next().to_vec();
        if graph.undirected() {
            let back: Vec<(u32, u32)> = ties.iter().map(|&(a, b)| (b, a)).collect();
            ties.extend(back);
        }
        for (sums, roles) in sums.iter_mut().zip(roles_of(&graph.rewired(&ties), graph.department())) {
            for (sum, value) in sums.iter_mut().zip(with_total(&roles)) {
                sum.0 += value;
                sum.1 += value * value;
            }
        }
    }
    let n = n_networks as f64;
    Some(
        sums.iter()
            .zip(observed)
            .map(|(sums, roles)| {
                let values = with_total(roles);
                std::array::from_fn(|at| {
                    let (sum, square) = sums[at];
                    let variance = (square - sum * sum / n) / (n - 1.0);
                    (variance > 1e-12).then(|| (values[at] - sum / n) / variance.sqrt())
                })
            })
            .collect(),
    )
}

fn with_total(roles: &Roles) -> [f64; 6] {
    let [a, b, c, d, e] = roles.as_array().map(|count| count as f64);
    [a, b, c, d, e, roles.total() as f64]
}

/// Burt's constraint of each unit (*Structural Holes*, 1992, equation 2.4): `sum_j (p_ij + sum_q p_iq p_qj)^2`, where `p_ij` is the part of `i`'s
/// ties, in both directions and by weight, that is with `j`. None for one without ties.
pub fn constraint(graph: &Graph) -> Vec<Option<f64>> {
    let n = graph.n_nodes();
    let parts: Vec<Vec<(usize, f64)>> = (0..n)
        .map(|node| {
            let mut both: Vec<(usize, f64)> = graph.out().ties_of(node).chain(graph.inward().ties_of(node)).collect();
            both.sort_by_key(|tie| tie.0);
            both.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1 += later.1;
                }
                same
            });
            let whole: f64 = both.iter().map(|tie| tie.1).sum();
            both.iter().map(|&(other, weight)| (other, weight / whole)).collect()
        })
        .collect();
    let mut through = vec![0.0; n];
    (0..n)
        .map(|i| {
            if parts[i].is_empty() {
                return None;
            }
            for &(q, part) in &parts[i] {
                through[q] += part;
                for &(j, further) in &parts[q] {
                    if j != i {
                        through[j] += part * further;
                    }
                }
            }
            let sum = parts[i].iter().map(|&(j, _)| through[j] * through[j]).sum();
            for &(q, _) in &parts[i] {
                through[q] = 0.0;
                for &(j, _) in &parts[q] {
                    through[j] = 0.0;
                }
            }
            Some(sum)
        })
        .collect()
}

/// How many shortest ways between others lead over each unit (Freeman 1977; Brandes, *Journal of Mathematical Sociology* 25, 2001). Ties count
/// one step each, whatever they weigh. The work is units by ties.
pub fn betweenness(graph: &Graph) -> Vec<f64> {
    let n = graph.n_nodes();
    let mut between = vec![0.0; n];
    let (mut distance, mut ways, mut part) = (vec![usize::MAX; n], vec![0.0; n], vec![0.0; n]);
    let mut order = Vec::with_capacity(n);
    for source in 0..n {
        for &node in &order {
            distance[node] = usize::MAX;
            ways[node] = 0.0;
            part[node] = 0.0;
        }
        order.clear();
        order.push(source);
        distance[source] = 0;
        ways[source] = 1.0;
        let mut at = 0;
        while at < order.len() {
            let node = order[at];
            at += 1;
            for &other in graph.out().of(node) {
                let other = other as usize;
                if distance[other] == usize::MAX {
                    distance[other] = distance[node] + 1;
                    order.push(other);
                }
                if distance[other] == distance[node] + 1 {
                    ways[other] += ways[node];
                }
            }
        }
        for &node in order.iter().rev() {
            for &other in graph.out().of(node) {
                let other = other as usize;
                if distance[other] == distance[node] + 1 {
                    part[node] += ways[node] / ways[other] * (1.0 + part[other]);
                }
            }
            if node != source {
                between[node] += part[node];
            }
        }
    }
    if graph.undirected() {
        for value in &mut between {
            *value /= 2.0;
        }
    }
    between
}
