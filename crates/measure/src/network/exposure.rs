//! How many of those a unit looks at use a thing already, and what that has to do with its own adoption.
//!
//! Exposure, threshold, infection and susceptibility are those of Valente (*Network Models of the Diffusion of Innovations*, 1995; *Social Networks*
//! 18, 1996) and of Myers (*American Journal of Sociology* 106, 2000), as netdiffuseR reckons them.

use serde::Serialize;

use super::adoption::Adoption;
use super::graph::{Graph, Rows};

/// Which ties a unit looks along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// At those it names.
    Out,
    /// At those who name it.
    Inward,
}

impl Look {
    /// The ties looked along.
    pub(super) fn rows(self, graph: &Graph) -> &Rows {
        match self {
            Self::Out => graph.out(),
            Self::Inward => graph.inward(),
        }
    }

    /// The same ties from the other end: who looks at a unit.
    pub(super) fn back(self, graph: &Graph) -> &Rows {
        match self {
            Self::Out => graph.inward(),
            Self::Inward => graph.out(),
        }
    }
}

/// Exposure of all units while the periods go by: `E_it = sum_j w_ij a_jt / sum_j w_ij`, nought for one without ties.
///
/// Only the ties of new adopters are walked in each period, so that a million ties are walked once and not once a period.
#[derive(Debug, Clone)]
pub(super) struct Course<'a> {
    back: &'a Rows,
    whole: Vec<f64>,
    adopted: Vec<f64>,
}

impl<'a> Course<'a> {
    pub(super) fn new(graph: &'a Graph, look: Look) -> Self {
        let rows = look.rows(graph);
        let whole = (0..graph.n_nodes()).map(|n| rows.weights_of(n).iter().sum()).collect();
        Self { back: look.back(graph), whole, adopted: vec![0.0; graph.n_nodes()] }
    }

    /// These units adopt.
    pub(super) fn adopt(&mut self, wave: &[usize]) {
        for &node in wave {
            for (looker, weight) in self.back.ties_of(node) {
                self.adopted[looker] += weight;
            }
        }
    }

    /// The exposure of a unit now.
    pub(super) fn of(&self, node: usize) -> f64 {
        if self.whole[node] > 0.0 { (self.adopted[node] / self.whole[node]).min(1.0) } else { 0.0 }
    }
}

/// Exposure of each unit (rows) at the end of each period (columns), row by row.
pub fn exposure(graph: &Graph, adoption: &Adoption, look: Look) -> Vec<Vec<f64>> {
    let mut course = Course::new(graph, look);
    let mut rows = vec![Vec::with_capacity(adoption.n_periods()); graph.n_nodes()];
    for wave in adoption.waves() {
        course.adopt(&wave);
        for (node, row) in rows.iter_mut().enumerate() {
            row.push(course.of(node));
        }
    }
    rows
}

/// The mean exposure of all units at the end of each period.
pub fn mean_exposure(graph: &Graph, adoption: &Adoption, look: Look) -> Vec<f64> {
    let mut course = Course::new(graph, look);
    let n = graph.n_nodes();
    adoption
        .waves()
        .iter()
        .map(|wave| {
            course.adopt(wave);
            (0..n).map(|node| course.of(node)).sum::<f64>() / n as f64
        })
        .collect()
}

/// The exposure of each unit in the period of its adoption; none for one that never adopted (Valente 1996).
pub fn thresholds(graph: &Graph, adoption: &Adoption, look: Look) -> Vec<Option<f64>> {
    let mut course = Course::new(graph, look);
    let mut thresholds = vec![None; graph.n_nodes()];
    for wave in adoption.waves() {
        course.adopt(&wave);
        for node in wave {
            thresholds[node] = Some(course.of(node));
        }
    }
    thresholds
}

/// How far a unit's adoption is followed by those who name it, within `n_periods` periods after it, each counted by one over its
/// distance; nought for a unit that never adopted.
///
/// With one period: those who name `i` and adopt at `t_i + 1`, by those who name `i` and adopt then or later (or never). With `normalised` divided
/// by all adopters at `t_i + 1` (Myers 2000).
pub fn infection(graph: &Graph, adoption: &Adoption, n_periods: u32, normalised: bool) -> Vec<f64> {
    followed(graph.inward(), adoption, n_periods, normalised, 1)
}

/// How far a unit's adoption follows that of those it names: the mirror of [`infection`], one period back instead of on.
pub fn susceptibility(graph: &Graph, adoption: &Adoption, n_periods: u32, normalised: bool) -> Vec<f64> {
    followed(graph.out(), adoption, n_periods, normalised, -1)
}

fn followed(rows: &Rows, adoption: &Adoption, n_periods: u32, normalised: bool, step: i64) -> Vec<f64> {
    let adopted = adoption.adopted();
    let last = adoption.n_periods() as i64 - 1;
    let mut in_period = vec![0_usize; adoption.n_periods()];
    for period in adopted.iter().flatten() {
        in_period[*period as usize] += 1;
    }
    (0..adopted.len())
        .map(|node| {
            let Some(mine) = adopted[node] else { return 0.0 };
            let (mut above, mut below) = (0.0, 0.0);
            for k in 1..=i64::from(n_periods) {
                let then = i64::from(mine) + k * step;
                if then < 0 || then > last {
                    break;
                }
                let discount = 1.0 / k as f64;
                let all = if normalised { in_period[then as usize] as f64 } else { 1.0 };
                for &other in rows.of(node) {
                    let theirs = adopted[other as usize].map(i64::from);
                    if theirs == Some(then) {
                        above += discount;
                    }
                    // Looking on, those who never adopt could have followed; looking back, they cannot have led.
                    let counts = match theirs {
                        Some(theirs) if step > 0 => theirs >= then,
                        Some(theirs) => theirs <= then,
                        None => step > 0,
                    };
                    if counts {
                        below += discount * all;
                    }
                }
            }
            if below > 0.0 { above / below } else { 0.0 }
        })
        .collect()
}

/// Units by how early they adopt, cut at the mean and one standard deviation around it (Rogers 1958).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Classes {
    /// Below the mean by more than one standard deviation.
    pub lowest: usize,
    /// Below the mean.
    pub low: usize,
    /// From the mean on.
    pub high: usize,
    /// Above the mean by one standard deviation or more.
    pub highest: usize,
}

/// Classes of numbers around their mean, with the standard deviation of a sample. None for fewer than two.
pub fn classes(values: &[f64]) -> Option<Classes> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let sd = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)).sqrt();
    let below = |limit: f64| values.iter().filter(|&&v| v < limit).count();
    let (a, b, c) = (below(mean - sd), below(mean), below(mean + sd));
    Some(Classes { lowest: a, low: b - a, high: c - b, highest: values.len() - c })
}

/// Pearson's correlation; none when one of the two does not vary.
pub fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len().min(b.len()) as f64;
    if n < 2.0 {
        return None;
    }
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - mean_a) * (y - mean_b);
        aa += (x - mean_a).powi(2);
        bb += (y - mean_b).powi(2);
    }
    (aa > 0.0 && bb > 0.0).then(|| ab / (aa * bb).sqrt())
}
