//! Whether what is used next door is taken up, and whether that stops at the wall of the department.

use serde::{Deserialize, Serialize};

use crate::estimate::DEVIATE;
use crate::{Caution, Unusable};

use super::adoption::Adoption;
use super::discrete::{HazardFit, Link, PersonPeriods};
use super::exposure::{Course, Look};
use super::graph::Graph;
use super::structure::Range;

/// Rows of units and periods above which no hazard is fitted: it would take a minute.
const ROWS_MAX: usize = 30_000_000;

/// Adoption on exposure, by both links.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExposureHazard {
    /// Periods between exposure and what it may cause.
    pub lag: u32,
    /// Columns `t` (the number of the period from one on) and `exposure`.
    pub logit: HazardFit,
    /// The same with complementary log-log.
    pub cloglog: HazardFit,
    /// What the interval of the exposure coefficient (complementary log-log) allows to say.
    pub finding: String,
}

fn too_many(adoption: &Adoption) -> Result<(), Unusable> {
    let rows: usize = adoption
        .adopted()
        .iter()
        .zip(adoption.seen_until())
        .map(|(adopted, &until)| adopted.unwrap_or(until) as usize + 1)
        .sum();
    if rows > ROWS_MAX {
        return Err(Unusable::new(
            "too-many-rows",
            format!(
                "The hazard needs {rows} rows of units and periods, and {ROWS_MAX} are taken. Take longer periods or a sample of the units."
            ),
        ));
    }
    Ok(())
}

/// Calls `row` for each unit at risk in each period, with the period and what it was exposed to `lag` periods before. Only units in
/// `takes_part` are at risk.
fn walk<T>(
    adoption: &Adoption,
    lag: u32,
    mut state: T,
    mut now: impl FnMut(&T, usize) -> [f64; 2],
    mut adopt: impl FnMut(&mut T, &[usize]),
    mut row: impl FnMut(usize, usize, [f64; 2], bool),
) {
    let n = adoption.adopted().len();
    let waves = adoption.waves();
    let mut at_risk: Vec<usize> = (0..n).collect();
    for period in 0..adoption.n_periods() {
        // What is known in this period is the state `lag` periods ago; with no lag the wave of the period itself counts.
        if let Some(known) = period.checked_sub(lag as usize) {
            adopt(&mut state, &waves[known]);
        }
        at_risk.retain(|&node| {
            let adopts = adoption.adopted()[node].is_some_and(|p| p as usize == period);
            row(node, period, now(&state, node), adopts);
            !adopts && (adoption.adopted()[node].is_some() || adoption.seen_until()[node] as usize > period)
        });
    }
}

/// Calls `row` for each unit at risk in each period: the unit, the number of the period from one on, its exposure, whether it adopts.
pub(super) fn walk_exposures(
    graph: &Graph,
    adoption: &Adoption,
    look: Look,
    lag: u32,
    mut row: impl FnMut(usize, f64, f64, bool),
) {
    walk(
        adoption,
        lag,
        Course::new(graph, look),
        |course, node| [course.of(node), 0.0],
        |course, wave| course.adopt(wave),
        |node, period, [exposure, _], adopts| row(node, period as f64 + 1.0, exposure, adopts),
    );
}

/// Adoption on period and exposure.
///
/// # Errors
/// The hazard cannot be fitted: nothing varies, everything is told apart, or there are too many rows.
pub fn exposure_hazard(
    graph: &Graph,
    adoption: &Adoption,
    look: Look,
    lag: u32,
) -> Result<(ExposureHazard, Vec<Caution>), Unusable> {
    too_many(adoption)?;
    let mut data = PersonPeriods::new(&["t", "exposure"]);
    walk_exposures(graph, adoption, look, lag, |_, t, exposure, adopts| data.add([t, exposure, 0.0], adopts));
    let data = data.counted()?;
    let (logit, cloglog) = (data.fit(Link::Logit)?, data.fit(Link::Cloglog)?);
    let mut cautions = Vec::new();
    let Some(exposure) = cloglog.coefficient("exposure") else {
        return Err(Unusable::new("not-identified", "The exposure has no coefficient. Bring more units."));
    };
    let (low, high) = (exposure.interval.low, exposure.interval.high);
    let finding = if exposure.interval.covers(0.0) {
        cautions.push(
            Caution::new(
                "contagion-not-shown",
                format!("Contagion is not shown: the coefficient of exposure is {:.3}, and its interval from {low:.3} to {high:.3} holds nought.", exposure.estimate),
            )
            .with("estimate", exposure.estimate)
            .with("low", low)
            .with("high", high),
        );
        format!(
            "These data do not show that units with more adopters around them adopt sooner: the coefficient of exposure is {:.3}, with an interval from {low:.3} to {high:.3}.",
            exposure.estimate
        )
    } else if low > 0.0 {
        format!(
            "Units with more adopters around them adopt sooner: the coefficient of exposure is {:.3}, with an interval from {low:.3} to {high:.3}. Units that are tied are often alike or under the same order, so this alone does not prove that the tie is the cause.",
            exposure.estimate
        )
    } else {
        format!(
            "Units with more adopters around them adopt later: the coefficient of exposure is {:.3}, with an interval from {low:.3} to {high:.3}. Look for a reason such as a rival technology or a shared scarce supply.",
            exposure.estimate
        )
    };
    if cloglog.events < 10 * cloglog.coefficients.len() {
        cautions.push(
            Caution::new(
                "few-events",
                format!(
                    "{} adoptions carry {} coefficients. Fewer than ten for each make intervals unreliable.",
                    cloglog.events,
                    cloglog.coefficients.len()
                ),
            )
            .with("events", cloglog.events as f64),
        );
    }
    Ok((ExposureHazard { lag, logit, cloglog, finding }, cautions))
}

/// By what exposure inside and outside the own department is divided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareOf {
    /// Both by all ties of the unit: a tie across then counts as much as one within, and equal coefficients mean no wall.
    #[default]
    AllTies,
    /// Each by the ties of its own side.
    EachSide,
}

/// Measure three of the wall: whether what is used across it is taken up as much as what is used within it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// What exposures are shares of.
    pub share_of: ShareOf,
    /// Complementary log-log hazard on `t`, `exposure_own` and `exposure_other`.
    pub hazard: HazardFit,
    /// `1 - beta_other / beta_own`: nought when a tie across carries as well as one within, one when it carries nothing.
    pub barrier: f64,
    /// Its 95 percent interval by the delta method.
    pub interval: Range,
}

/// Exposure to the own department and to others, kept apart.
struct Sides<'a> {
    graph: &'a Graph,
    look: Look,
    adopted: Vec<[f64; 2]>,
    whole: Vec<[f64; 2]>,
}

impl<'a> Sides<'a> {
    fn new(graph: &'a Graph, look: Look, share_of: ShareOf) -> Self {
        let n = graph.n_nodes();
        let mut whole = vec![[0.0; 2]; n];
        for (node, whole) in whole.iter_mut().enumerate() {
            for (other, weight) in look.rows(graph).ties_of(node) {
                if let Some(side) = side(graph, node, other) {
                    whole[side] += weight;
                }
            }
            if share_of == ShareOf::AllTies {
                *whole = [whole[0] + whole[1]; 2];
            }
        }
        Self { graph, look, adopted: vec![[0.0; 2]; n], whole }
    }

    fn adopt(&mut self, wave: &[usize]) {
        for &node in wave {
            for (looker, weight) in self.look.back(self.graph).ties_of(node) {
                if let Some(side) = side(self.graph, looker, node) {
                    self.adopted[looker][side] += weight;
                }
            }
        }
    }

    fn of(&self, node: usize) -> [f64; 2] {
        let (adopted, whole) = (self.adopted[node], self.whole[node]);
        std::array::from_fn(|side| if whole[side] > 0.0 { (adopted[side] / whole[side]).min(1.0) } else { 0.0 })
    }
}

/// Nought for a tie within a department, one for a tie across, none when one of the two is not known.
fn side(graph: &Graph, a: usize, b: usize) -> Option<usize> {
    graph.department()[a].zip(graph.department()[b]).map(|(a, b)| usize::from(a != b))
}

/// The flow barrier.
///
/// # Errors
/// The hazard cannot be fitted, or exposure within the department does nothing, so that nothing can be compared with it.
pub fn flow(
    graph: &Graph,
    adoption: &Adoption,
    look: Look,
    lag: u32,
    share_of: ShareOf,
) -> Result<(Flow, Vec<Caution>), Unusable> {
    too_many(adoption)?;
    let mut data = PersonPeriods::new(&["t", "exposure_own", "exposure_other"]);
    walk(
        adoption,
        lag,
        Sides::new(graph, look, share_of),
        |sides, node| sides.of(node),
        |sides, wave| sides.adopt(wave),
        |node, period, [own, other], adopts| {
            if graph.department()[node].is_some() {
                data.add([period as f64 + 1.0, own, other], adopts);
            }
        },
    );
    let hazard = data.counted()?.fit(Link::Cloglog)?;
    let (own, other) = (&hazard.coefficients[2], &hazard.coefficients[3]);
    if own.estimate == 0.0 {
        return Err(Unusable::new(
            "no-flow",
            "Exposure within departments does nothing at all, so nothing can be compared with it.",
        ));
    }
    let ratio = other.estimate / own.estimate;
    // Delta method on the ratio: gradient (-ratio / own, 1 / own) over (own, other).
    let cov = &hazard.covariance;
    let variance =
        (cov[(3, 3)] - 2.0 * ratio * cov[(2, 3)] + ratio * ratio * cov[(2, 2)]) / (own.estimate * own.estimate);
    let half = DEVIATE * variance.max(0.0).sqrt();
    let barrier = 1.0 - ratio;
    let mut cautions = Vec::new();
    if own.interval.low <= 0.0 {
        cautions.push(
            Caution::new(
                "flow-unknown",
                format!("The flow barrier divides by the effect of exposure within departments, {:.3}, whose interval holds nought or less. Do not rely on it.", own.estimate),
            )
            .with("exposure_own", own.estimate)
            .with("low", own.interval.low),
        );
    }
    let interval = Range { low: barrier - half, high: barrier + half };
    Ok((Flow { share_of, hazard, barrier, interval }, cautions))
}

/// What the yield by origin needs (measure four): units by where their first adopted contacts stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// `none`, `own_department`, `other_department` or `both`: where contacts had adopted before the unit did, or by the end.
    pub origin: &'static str,
    /// Units.
    pub units: usize,
    /// Of these, units that adopted.
    pub adopted: usize,
}

/// Units and adoptions by where adopted contacts stood first. A unit is of the side on which its first adopted contact stood; of both
/// when both came in the same period.
pub fn origins(graph: &Graph, adoption: &Adoption, look: Look, lag: u32) -> Vec<Origin> {
    let names = ["none", "own_department", "other_department", "both"];
    let mut counts = [(0, 0); 4];
    for (node, mine) in adoption.adopted().iter().enumerate() {
        if graph.department()[node].is_none() {
            continue;
        }
        let until = mine.unwrap_or(adoption.seen_until()[node]);
        let mut first = [u32::MAX; 2];
        for &other in look.rows(graph).of(node) {
            let other = other as usize;
            if let (Some(side), Some(theirs)) = (side(graph, node, other), adoption.adopted()[other])
                && theirs.saturating_add(lag) <= until
            {
                first[side] = first[side].min(theirs);
            }
        }
        let place = match (first[0], first[1]) {
            (u32::MAX, u32::MAX) => 0,
            (own, other) if own < other => 1,
            (own, other) if own > other => 2,
            _ => 3,
        };
        counts[place].0 += 1;
        counts[place].1 += usize::from(mine.is_some());
    }
    names.into_iter().zip(counts).map(|(origin, (units, adopted))| Origin { origin, units, adopted }).collect()
}
