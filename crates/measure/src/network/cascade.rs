//! How a technology would walk along ties: by thresholds, by independent cascades, or by the hazard that was fitted.

use serde::{Deserialize, Serialize};

use crate::Unusable;
use crate::estimate::DEVIATE;
use crate::generator::{Generator, luck};
use crate::matrix::Cholesky;

use super::adoption::Adoption;
use super::discrete::{HazardFit, Link};
use super::exposure::Look;
use super::graph::Graph;
use super::structure::Range;

/// A network with the height of its walls: what a tie across departments counts, beside one within.
#[derive(Debug, Clone)]
pub struct World {
    /// The network.
    pub graph: Graph,
    /// Along which ties units look.
    pub look: Look,
    /// What a tie across departments counts, from nought to one.
    pub across: f64,
    /// Departments whose wall is gone, by their places.
    pub open: Vec<bool>,
}

impl World {
    /// A network in which a tie across counts as much as one within.
    pub fn new(graph: Graph, look: Look) -> Self {
        let open = vec![false; graph.departments().len()];
        Self { graph, look, across: 1.0, open }
    }

    fn counts(&self, a: usize, b: usize) -> f64 {
        match self.graph.department()[a].zip(self.graph.department()[b]) {
            Some((a, b)) if a != b && !self.open[a as usize] && !self.open[b as usize] => self.across,
            _ => 1.0,
        }
    }

    /// The weight of all ties along which each unit looks.
    pub(super) fn whole(&self) -> Vec<f64> {
        let rows = self.look.rows(&self.graph);
        (0..self.graph.n_nodes()).map(|n| rows.weights_of(n).iter().sum()).collect()
    }
}

/// How likely an adopter carries to one who looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chances {
    /// Each tie alike.
    Each(f64),
    /// As much as the tie weighs, from nought to one.
    Weight,
    /// One by the number of ties of the one who looks (weighted cascade; Kempe, Kleinberg and Tardos 2003).
    OneByTies,
}

impl Chances {
    fn of(self, world: &World, looker: usize, seen: usize, weight: f64) -> f64 {
        let plain = match self {
            Self::Each(p) => p,
            Self::Weight => weight,
            Self::OneByTies => 1.0 / world.look.rows(&world.graph).of(looker).len().max(1) as f64,
        };
        plain * world.counts(looker, seen)
    }

    /// # Errors
    /// A chance that is none.
    pub(super) fn check(self, graph: &Graph) -> Result<(), Unusable> {
        let bad = match self {
            Self::Each(p) => (!(0.0..=1.0).contains(&p)).then_some(p),
            Self::Weight => (0..graph.n_nodes()).flat_map(|n| graph.out().weights_of(n)).copied().find(|p| *p > 1.0),
            Self::OneByTies => None,
        };
        match bad {
            Some(p) => Err(Unusable::new(
                "not-a-chance",
                format!(
                    "{p} is no chance that a tie carries. Give a number from 0 to 1, for each tie or as its weight."
                ),
            )),
            None => Ok(()),
        }
    }
}

/// The hazard that was fitted, to be drawn from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibratedHazard {
    /// Its link.
    pub link: Link,
    /// Constant, slope on the number of the period, slope on exposure.
    pub coefficients: [f64; 3],
    /// The lower Cholesky factor of their covariance, to draw them anew in each run; none to take them as they are.
    pub spread: Option<Vec<Vec<f64>>>,
    /// The number of the first period that is drawn; the baseline stays there when `holds` is set.
    pub first_period: f64,
    /// Whether the baseline stays at the first period, because later ones were never seen.
    pub holds: bool,
    /// How many periods are drawn.
    pub n_periods: u32,
    /// Periods between exposure and adoption, at least one.
    pub lag: u32,
}

impl CalibratedHazard {
    /// From a fitted hazard on `t` and `exposure`, going on after the last period that was seen. The baseline stays where it was
    /// then: a trend carried on beyond the data would make up the result.
    ///
    /// # Errors
    /// The fit has other columns.
    pub fn from_now(fit: &HazardFit, adoption: &Adoption, lag: u32, n_periods: u32) -> Result<Self, Unusable> {
        Self::new(fit, lag, n_periods, adoption.n_periods() as f64, true)
    }

    /// The same from the first period on, over periods that were seen: what the course could have been.
    ///
    /// # Errors
    /// The fit has other columns.
    pub fn from_start(fit: &HazardFit, adoption: &Adoption, lag: u32) -> Result<Self, Unusable> {
        Self::new(fit, lag, u32::try_from(adoption.n_periods()).unwrap_or(u32::MAX), 1.0, false)
    }

    fn new(fit: &HazardFit, lag: u32, n_periods: u32, first_period: f64, holds: bool) -> Result<Self, Unusable> {
        let (Some(t), Some(exposure), 3) = (fit.coefficient("t"), fit.coefficient("exposure"), fit.coefficients.len())
        else {
            return Err(Unusable::new(
                "not-calibrated",
                "Adoption is drawn from a hazard on t and exposure. Fit that one.",
            ));
        };
        Ok(Self {
            link: fit.link,
            coefficients: [fit.coefficients[0].estimate, t.estimate, exposure.estimate],
            spread: Cholesky::of(&fit.covariance).ok().map(|root| root.rows()),
            first_period,
            holds,
            n_periods,
            lag: lag.max(1),
        })
    }
}

/// How adoption walks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// A unit adopts when at least this share of those it looks at have (Granovetter 1978).
    LinearThreshold {
        /// Above nought, at most one.
        theta: f64,
    },
    /// Each adopter tries once to carry to each who looks at it (Goldenberg, Libai and Muller 2001).
    IndependentCascade {
        /// How likely it carries.
        chances: Chances,
    },
    /// Adoption is drawn from the fitted hazard.
    Hazard(CalibratedHazard),
}

impl Model {
    /// Whether each run comes out the same.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::LinearThreshold { .. })
    }

    /// # Errors
    /// A threshold or a chance out of range.
    pub fn check(&self, graph: &Graph) -> Result<(), Unusable> {
        match self {
            Self::LinearThreshold { theta } if !(*theta > 0.0 && *theta <= 1.0) => Err(Unusable::new(
                "not-a-threshold",
                format!("A threshold of {theta} is no share of contacts. Give a number above 0 and at most 1."),
            )),
            Self::IndependentCascade { chances } => chances.check(graph),
            _ => Ok(()),
        }
    }

    /// One run: the round in which each unit adopts, nought for the seeds.
    pub fn run(&self, world: &World, seeds: &[usize], seed: u64, run: u64) -> Vec<Option<u32>> {
        match self {
            Self::LinearThreshold { theta } => linear_threshold(world, *theta, seeds),
            Self::IndependentCascade { chances } => cascade(world, seeds, |looker, seen, weight| {
                luck(seed, run, seen as u64, looker as u64) < chances.of(world, looker, seen, weight)
            }),
            Self::Hazard(hazard) => drawn(world, hazard, seeds, seed, run),
        }
    }
}

/// Rounding may not decide over a share that is the threshold.
const ROUNDING: f64 = 1e-12;

/// Synchronous rounds until nobody adopts any more: the round of each unit. A unit that looks at nobody adopts only as a seed.
pub fn linear_threshold(world: &World, theta: f64, seeds: &[usize]) -> Vec<Option<u32>> {
    let whole = world.whole();
    let mut adopted = vec![0.0; whole.len()];
    walk(world, seeds, |looker, seen, weight| {
        adopted[looker] += weight * world.counts(looker, seen);
        adopted[looker] / whole[looker] >= theta - ROUNDING
    })
}

/// Waves from the seeds. `carries` is asked once for each tie from a unit that looks to one that has just adopted.
fn walk(world: &World, seeds: &[usize], mut carries: impl FnMut(usize, usize, f64) -> bool) -> Vec<Option<u32>> {
    let back = world.look.back(&world.graph);
    let mut round = vec![None; world.graph.n_nodes()];
    let mut wave = Vec::new();
    for &seed in seeds {
        if round[seed].replace(0).is_none() {
            wave.push(seed);
        }
    }
    let mut number = 0;
    while !wave.is_empty() {
        number += 1;
        let mut next = Vec::new();
        for &seen in &wave {
            for (looker, weight) in back.ties_of(seen) {
                // A unit that adopts in this round is asked on, so that thresholds count all; it is taken up once.
                if round[looker].is_none_or(|r| r == number) && carries(looker, seen, weight) && round[looker].is_none()
                {
                    round[looker] = Some(number);
                    next.push(looker);
                }
            }
        }
        wave = next;
    }
    round
}

fn cascade(world: &World, seeds: &[usize], carries: impl FnMut(usize, usize, f64) -> bool) -> Vec<Option<u32>> {
    walk(world, seeds, carries)
}

fn drawn(world: &World, hazard: &CalibratedHazard, seeds: &[usize], seed: u64, run: u64) -> Vec<Option<u32>> {
    let mut b = hazard.coefficients;
    if let Some(spread) = &hazard.spread {
        let mut chance = Generator(seed ^ run.wrapping_mul(0xd134_2543_de82_ef95));
        let z = [chance.normal(), chance.normal(), chance.normal()];
        for (at, b) in b.iter_mut().enumerate() {
            *b += (0..=at).map(|k| spread[at][k] * z[k]).sum::<f64>();
        }
    }
    let n = world.graph.n_nodes();
    let (whole, back) = (world.whole(), world.look.back(&world.graph));
    let (mut round, mut adopted) = (vec![None; n], vec![0.0; n]);
    let mut waves: Vec<Vec<usize>> = vec![Vec::new()];
    for &seed in seeds {
        if round[seed].replace(0).is_none() {
            waves[0].push(seed);
        }
    }
    for period in 1..=hazard.n_periods {
        // Seeds are known from the start on, whatever the lag; later waves after it.
        let known = if period == 1 { Some(0) } else { period.checked_sub(hazard.lag).filter(|&k| k > 0) };
        for &seen in known.and_then(|k| waves.get(k as usize)).into_iter().flatten() {
            for (looker, weight) in back.ties_of(seen) {
                adopted[looker] += weight * world.counts(looker, seen);
            }
        }
        let t = hazard.first_period + if hazard.holds { 0.0 } else { f64::from(period) - 1.0 };
        let mut wave = Vec::new();
        for node in 0..n {
            if round[node].is_none() {
                let exposure = if whole[node] > 0.0 { adopted[node] / whole[node] } else { 0.0 };
                let chance = hazard.link.hazard(b[0] + b[1] * t + b[2] * exposure);
                if luck(seed, run, node as u64, u64::from(period)) < chance {
                    round[node] = Some(period);
                    wave.push(node);
                }
            }
        }
        waves.push(wave);
    }
    round
}

/// How many had adopted by the end of each round, the seeds first.
pub fn history(rounds: &[Option<u32>]) -> Vec<usize> {
    let last = rounds.iter().flatten().max().copied().unwrap_or(0);
    let mut counts = vec![0; last as usize + 1];
    for round in rounds.iter().flatten() {
        counts[*round as usize] += 1;
    }
    for at in 1..counts.len() {
        counts[at] += counts[at - 1];
    }
    counts
}

/// What an independent cascade comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CascadeSpread {
    /// Units that adopt in the mean, seeds among them.
    pub expected_spread: f64,
    /// Its Monte Carlo standard error; nought when all cases were enumerated.
    pub standard_error: f64,
    /// Its 95 percent interval.
    pub interval: Range,
    /// How likely each unit adopts.
    pub activation_probability: Vec<f64>,
    /// Whether all cases were enumerated.
    pub exact: bool,
    /// Runs, or cases.
    pub n_runs: u64,
}

/// Ties whose luck is open, up to which all cases are enumerated: a million of them.
pub const EXACT_TIES_MAX: usize = 20;

/// Cases by units up to which all are enumerated.
const EXACT_WORK_MAX: u64 = 100_000_000;

/// All cases of which ties carry, each with its chance. None when more than [`EXACT_TIES_MAX`] ties are open, or there are so many units
/// that it would take long.
pub fn exact_cascade(world: &World, chances: Chances, seeds: &[usize]) -> Option<CascadeSpread> {
    let back = world.look.back(&world.graph);
    // Only ties that can be reached matter.
    let reach = cascade(world, seeds, |looker, seen, weight| chances.of(world, looker, seen, weight) > 0.0);
    let mut open: Vec<(usize, usize, f64)> = Vec::new();
    let mut sure: Vec<(usize, usize)> = Vec::new();
    for seen in (0..reach.len()).filter(|&n| reach[n].is_some()) {
        for (looker, weight) in back.ties_of(seen) {
            let p = chances.of(world, looker, seen, weight);
            if p >= 1.0 {
                sure.push((seen, looker));
            } else if p > 0.0 {
                open.push((seen, looker, p));
                if open.len() > EXACT_TIES_MAX {
                    return None;
                }
            }
        }
    }
    open.sort_by_key(|t| (t.0, t.1));
    sure.sort_unstable();
    let mut probability = vec![0.0; reach.len()];
    let n_cases = 1_u64 << open.len();
    if n_cases.saturating_mul(reach.len() as u64) > EXACT_WORK_MAX {
        return None;
    }
    for case in 0..n_cases {
        let chance: f64 =
            open.iter().enumerate().map(|(at, t)| if case >> at & 1 == 1 { t.2 } else { 1.0 - t.2 }).product();
        let rounds =
            cascade(world, seeds, |looker, seen, _| match open.binary_search_by_key(&(seen, looker), |t| (t.0, t.1)) {
                Ok(at) => case >> at & 1 == 1,
                Err(_) => sure.binary_search(&(seen, looker)).is_ok(),
            });
        for (p, round) in probability.iter_mut().zip(&rounds) {
            if round.is_some() {
                *p += chance;
            }
        }
    }
    let expected_spread = probability.iter().sum();
    Some(CascadeSpread {
        expected_spread,
        standard_error: 0.0,
        interval: Range { low: expected_spread, high: expected_spread },
        activation_probability: probability,
        exact: true,
        n_runs: n_cases,
    })
}

/// An independent cascade by Monte Carlo.
pub fn sampled_cascade(world: &World, chances: Chances, seeds: &[usize], n_runs: u64, seed: u64) -> CascadeSpread {
    let model = Model::IndependentCascade { chances };
    let (mut sum, mut square) = (0.0, 0.0);
    let mut counts = vec![0_u64; world.graph.n_nodes()];
    for run in 0..n_runs {
        let rounds = model.run(world, seeds, seed, run);
        let mut reached = 0.0;
        for (count, round) in counts.iter_mut().zip(&rounds) {
            if round.is_some() {
                *count += 1;
                reached += 1.0;
            }
        }
        sum += reached;
        square += reached * reached;
    }
    let n = n_runs.max(1) as f64;
    let expected_spread = sum / n;
    let variance = ((square - sum * sum / n) / (n - 1.0).max(1.0)).max(0.0);
    let standard_error = (variance / n).sqrt();
    let half = DEVIATE * standard_error;
    CascadeSpread {
        expected_spread,
        standard_error,
        interval: Range { low: expected_spread - half, high: expected_spread + half },
        activation_probability: counts.iter().map(|&c| c as f64 / n).collect(),
        exact: false,
        n_runs,
    }
}
