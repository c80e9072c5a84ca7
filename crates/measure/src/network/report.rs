//! All that a network tells, in one report.

use serde::Serialize;

use crate::{Caution, Unusable};

use super::adoption::{Adoption, Period};
use super::brokerage::{Broker, Roles, betweenness, constraint, n_two_paths, roles, z_scores};
use super::capacity::{Capacities, Uptaken, capacities};
use super::cascade::{CalibratedHazard, CascadeSpread, Chances, Model, World, exact_cascade, sampled_cascade};
use super::exposure::{
    Classes, Look, classes, correlation, exposure, infection, mean_exposure, susceptibility, thresholds,
};
use super::flow::{ExposureHazard, Flow, Origin, ShareOf, exposure_hazard, flow, origins, walk_exposures};
use super::graph::Graph;
use super::moran::{Moran, MoranWeights};
use super::remedy::{Remedy, remedy};
use super::structure::{Structure, ei_by_node, structure};
use super::what_if::{Bridges, Edit, Effect, Start, best_bridges, effect, runs_of};

/// Networks with more units show no table of them.
pub const UNITS_SHOWN_MAX: usize = 5_000;
/// Brokers that are shown, those with most roles.
pub const BROKERS_SHOWN_MAX: usize = 50;
/// Pairs of ties above which brokers are not looked for.
const TWO_PATHS_MAX: u64 = 100_000_000;
/// Units by ties above which shortest ways are not looked for.
const BETWEENNESS_WORK_MAX: u64 = 60_000_000;
/// Lags, and periods over which infection is counted.
const LAG_MAX: u32 = 100;

/// What is asked of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Along which ties units look.
    pub look: Look,
    /// Periods between exposure and what it may cause.
    pub lag: u32,
    /// Periods over which infection and susceptibility are counted.
    pub infection_periods: u32,
    /// By what exposure inside and outside the department is divided.
    pub share_of: ShareOf,
    /// Null networks that are made, when the network is small enough.
    pub n_null: usize,
    /// The seed of all chance.
    pub seed: u64,
    /// What is to be tried out.
    pub what_if: Option<WhatIf>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            look: Look::Out,
            lag: 1,
            infection_periods: 1,
            share_of: ShareOf::AllTies,
            n_null: 500,
            seed: 1,
            what_if: None,
        }
    }
}

/// What is to be tried out.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// How adoption walks.
    pub walk: Walk,
    /// Units that use the technology at the start; those that have adopted, when none is named.
    pub seeds: Vec<String>,
    /// Changes.
    pub edits: Vec<Edit>,
    /// Bridges to look for.
    pub n_bridges: usize,
    /// Runs, where there is chance.
    pub n_runs: u64,
    /// What a tie across departments counts.
    pub across: Across,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            walk: Walk::LinearThreshold { theta: 0.34 },
            seeds: Vec::new(),
            edits: Vec::new(),
            n_bridges: 0,
            n_runs: 1_000,
            across: Across::Counts(1.0),
        }
    }
}

/// How adoption walks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Walk {
    /// By thresholds.
    LinearThreshold {
        /// The share of contacts from which on a unit adopts.
        theta: f64,
    },
    /// By chance along ties.
    IndependentCascade {
        /// How likely a tie carries.
        chances: Chances,
    },
    /// By the hazard that is fitted to this network, going on after its last period.
    Hazard {
        /// How many periods more.
        n_periods: u32,
    },
}

/// What a tie across departments counts, beside one within.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Across {
    /// This much, from 0 to 1.
    Counts(f64),
    /// As much as the flow barrier leaves of it.
    FromFlow,
}

/// What the network is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Units.
    pub nodes: usize,
    /// Ties.
    pub ties: usize,
    /// Ties by pairs that could have one.
    pub density: f64,
    /// Whether ties go one way.
    pub directed: bool,
    /// Departments.
    pub departments: usize,
    /// Units without a tie.
    pub isolates: usize,
}

/// How the technology spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diffusion {
    /// Adoptions and hazard by period.
    pub periods: Vec<Period>,
    /// Mean exposure along the ties a unit names, by period.
    pub mean_exposure_out: Vec<f64>,
    /// Mean exposure along the ties that name a unit, by period.
    pub mean_exposure_in: Vec<f64>,
    /// Units that never adopted.
    pub never_adopted: usize,
    /// Mean threshold of those that adopted.
    pub mean_threshold: Option<f64>,
    /// Correlation of period of adoption and threshold.
    pub correlation_toa_threshold: Option<f64>,
    /// Adopters by period of adoption: early adopters, early and late majority, laggards.
    pub classes_by_toa: Option<Classes>,
    /// Adopters by threshold.
    pub classes_by_threshold: Option<Classes>,
    /// Moran's I of having adopted, by period, where it has a value.
    pub moran: Vec<Moran>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// Its name.
    pub node: String,
    /// Its department.
    pub department: Option<String>,
    /// The number of the period of its adoption.
    pub toa: Option<i64>,
    /// Its exposure at the end.
    pub exposure: Option<f64>,
    /// Its exposure in the period of its adoption.
    pub threshold: Option<f64>,
    /// How far its adoption was followed, normalised.
    pub infection: Option<f64>,
    /// How far its adoption followed others, normalised.
    pub susceptibility: Option<f64>,
    /// Units it names.
    pub outdegree: usize,
    /// Units that name it.
    pub indegree: usize,
    /// Its E-I index.
    pub ei_index: Option<f64>,
    /// Burt's constraint.
    pub constraint: Option<f64>,
    /// Shortest ways that lead over it, where the network is small enough.
    pub betweenness: Option<f64>,
    /// Its roles as a broker, where they were counted.
    pub roles: Option<Roles>,
}

/// The wall between departments: four measures that are only to be read together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Barrier {
    /// Measures one and two: E-I index with its null interval, and barrier index.
    pub structure: Structure,
    /// Measure three.
    pub flow: Option<Flow>,
    /// Why there is no measure three.
    pub flow_unusable: Option<Unusable>,
    /// Inputs of measure four, the yield by origin; none without adoptions.
    pub origins: Vec<Origin>,
    /// What to do.
    pub remedy: Remedy,
}

/// What was tried out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriedOut {
    /// The model.
    pub model: Model,
    /// What a tie across departments counted.
    pub across: f64,
    /// The effect of the changes; without changes, what happens by itself.
    pub effect: Effect,
    /// Of an independent cascade without changes: exact where it is small enough.
    pub cascade: Option<CascadeSpread>,
    /// Bridges, when they were asked for.
    pub bridges: Option<Bridges>,
}

/// All that a network tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What the network is.
    pub summary: Summary,
    /// How the technology spread; none without adoptions.
    pub diffusion: Option<Diffusion>,
    /// Adoption on exposure.
    pub exposure_hazard: Option<ExposureHazard>,
    /// Why there is none.
    pub exposure_hazard_unusable: Option<Unusable>,
    /// The wall between departments; none when no department is known.
    pub barrier: Option<Barrier>,
    /// Those with most roles first.
    pub brokers: Vec<Broker>,
    /// Absorptive capacity of departments: adoptions against those that period and exposure let expect.
    pub capacities: Option<Capacities>,
    /// What was tried out.
    pub what_if: Option<TriedOut>,
    /// Unit by unit, where there are not too many.
    pub units: Vec<UnitRow>,
    /// Doubts.
    pub cautions: Vec<Caution>,
}

/// Reports on a network.
///
/// # Errors
/// A lag out of range, or a what-if that cannot be made. What cannot be reckoned by itself is left out, and the report says why.
pub fn report(graph: &Graph, request: &Request) -> Result<Report, Unusable> {
    for (name, value) in [("lag", request.lag), ("number of periods for infection", request.infection_periods)] {
        if value > LAG_MAX {
            return Err(Unusable::new(
                "too-long-a-lag",
                format!("A {name} of {value} periods is not taken. Give {LAG_MAX} at most."),
            ));
        }
    }
    let mut cautions = graph.cautions().to_vec();
    let n = graph.n_nodes();
    let isolates = (0..n).filter(|&i| graph.out().of(i).is_empty() && graph.inward().of(i).is_empty()).count();
    let pairs = n as f64 * (n as f64 - 1.0) / if graph.undirected() { 2.0 } else { 1.0 };
    let summary = Summary {
        nodes: n,
        ties: graph.n_ties(),
        density: if pairs > 0.0 { graph.n_ties() as f64 / pairs } else { 0.0 },
        directed: !graph.undirected(),
        departments: graph.departments().len(),
        isolates,
    };
    let adoption = graph.adoption();
    let diffusion = adoption.map(|adoption| diffusion(graph, adoption, request));
    let (mut exposure_hazard_of, mut exposure_hazard_unusable) = (None, None);
    if let Some(adoption) = adoption {
        match exposure_hazard(graph, adoption, request.look, request.lag) {
            Ok((hazard, told)) => {
                cautions.extend(told);
                exposure_hazard_of = Some(hazard);
            }
            Err(why) => exposure_hazard_unusable = Some(why),
        }
    }
    let barrier = (!graph.departments().is_empty()).then(|| barrier(graph, request, &mut cautions));
    let (brokers, all_roles, constraints) = brokers(graph, request, &mut cautions);
    let capacities = match (adoption, &exposure_hazard_of) {
        (Some(adoption), Some(hazard)) => department_capacities(graph, adoption, hazard, request, &mut cautions),
        _ => None,
    };
    let what_if = match &request.what_if {
        Some(what_if) => {
            let flow = barrier.as_ref().and_then(|b| b.flow.as_ref());
            Some(tried_out(graph, request, what_if, exposure_hazard_of.as_ref(), flow)?)
        }
        None => None,
    };
    let units = if n <= UNITS_SHOWN_MAX {
        units(graph, request, &all_roles, &constraints)
    } else {
        cautions.push(
            Caution::new(
                "units-not-shown",
                format!("There are {n} units. They are shown one by one up to {UNITS_SHOWN_MAX}."),
            )
            .with("units", n as f64),
        );
        Vec::new()
    };
    Ok(Report {
        summary,
        diffusion,
        exposure_hazard: exposure_hazard_of,
        exposure_hazard_unusable,
        barrier,
        brokers,
        capacities,
        what_if,
        units,
        cautions,
    })
}

fn diffusion(graph: &Graph, adoption: &Adoption, request: &Request) -> Diffusion {
    let toa: Vec<f64> =
        adoption.adopted().iter().flatten().map(|&p| (adoption.first() + i64::from(p)) as f64).collect();
    let thresholds: Vec<f64> = thresholds(graph, adoption, request.look).into_iter().flatten().collect();
    let weights = MoranWeights::new(graph);
    let mut has = vec![0.0; graph.n_nodes()];
    let mut moran = Vec::new();
    for (at, wave) in adoption.waves().iter().enumerate() {
        for &node in wave {
            has[node] = 1.0;
        }
        moran.extend(weights.of(adoption.first() + at as i64, &has));
    }
    Diffusion {
        periods: adoption.periods(),
        mean_exposure_out: mean_exposure(graph, adoption, Look::Out),
        mean_exposure_in: mean_exposure(graph, adoption, Look::Inward),
        never_adopted: graph.n_nodes() - toa.len(),
        mean_threshold: (!thresholds.is_empty()).then(|| thresholds.iter().sum::<f64>() / thresholds.len() as f64),
        correlation_toa_threshold: correlation(&toa, &thresholds),
        classes_by_toa: classes(&toa),
        classes_by_threshold: classes(&thresholds),
        moran,
    }
}

fn barrier(graph: &Graph, request: &Request, cautions: &mut Vec<Caution>) -> Barrier {
    let (walls, told) = structure(graph, request.n_null, request.seed);
    let one = told.iter().any(|c| c.code == "one-department");
    cautions.extend(told);
    let (mut flow_of, mut flow_unusable, mut doubted, mut origins_of) = (None, None, false, Vec::new());
    match graph.adoption() {
        None => {
            flow_unusable = Some(Unusable::new(
                "no-adoption",
                "It is not known when units adopted, so nothing can be said of what ties carry. Bring the periods of adoption in a column toa of the table of units.",
            ));
        }
        Some(_) if one => {
            flow_unusable = Some(Unusable::new(
                "one-department",
                "With one department nothing goes across. Bring the departments of the others.",
            ));
        }
        Some(adoption) => {
            origins_of = origins(graph, adoption, request.look, request.lag);
            match flow(graph, adoption, request.look, request.lag, request.share_of) {
                Ok((flow, told)) => {
                    doubted = !told.is_empty();
                    cautions.extend(told);
                    flow_of = Some(flow);
                }
                Err(why) => flow_unusable = Some(why),
            }
        }
    }
    let remedy = remedy(&walls, flow_of.as_ref().filter(|_| !doubted));
    Barrier { structure: walls, flow: flow_of, flow_unusable, origins: origins_of, remedy }
}

type Brokers = (Vec<Broker>, Option<Vec<Roles>>, Option<Vec<Option<f64>>>);

fn brokers(graph: &Graph, request: &Request, cautions: &mut Vec<Caution>) -> Brokers {
    let two_paths = n_two_paths(graph);
    let work: u64 = (0..graph.n_nodes())
        .map(|i| (graph.out().of(i).len() + graph.inward().of(i).len()) as u64)
        .map(|degree| degree * degree)
        .sum();
    if work > 4 * TWO_PATHS_MAX || two_paths > TWO_PATHS_MAX {
        cautions.push(
            Caution::new(
                "brokers-not-counted",
                format!("{two_paths} pairs of ties meet in a unit, too many to look for brokers. Take a part of the network."),
            )
            .with("pairs", two_paths as f64),
        );
        return (Vec::new(), None, None);
    }
    let constraints = constraint(graph);
    if graph.departments().is_empty() {
        return (Vec::new(), None, Some(constraints));
    }
    let all_roles = roles(graph);
    let z = z_scores(graph, &all_roles, request.n_null, request.seed.wrapping_add(1));
    if z.is_none() {
        cautions.push(Caution::new(
            "no-null-for-brokers",
            "The network is too large, or too few null networks were asked for, to say how many roles its ties alone would make. Units with many ties lead the list of brokers.",
        ));
    }
    let mut order: Vec<usize> = (0..graph.n_nodes()).filter(|&i| all_roles[i].total() > 0).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(all_roles[i].total()), i));
    order.truncate(BROKERS_SHOWN_MAX);
    let brokers = order
        .into_iter()
        .map(|i| {
            let scores = z.as_ref().map_or([None; 6], |z| z[i]);
            Broker {
                node: graph.nodes()[i].clone(),
                department: department_of(graph, i),
                roles: all_roles[i],
                z: std::array::from_fn(|role| scores[role]),
                z_total: scores[5],
                constraint: constraints[i],
            }
        })
        .collect();
    (brokers, Some(all_roles), Some(constraints))
}

fn department_of(graph: &Graph, node: usize) -> Option<String> {
    graph.department()[node].map(|d| graph.departments()[d as usize].clone())
}

/// Expected adoptions of a department: the cumulative hazard of its units while they were at risk, by period and exposure alone.
fn department_capacities(
    graph: &Graph,
    adoption: &Adoption,
    hazard: &ExposureHazard,
    request: &Request,
    cautions: &mut Vec<Caution>,
) -> Option<Capacities> {
    let b: Vec<f64> = hazard.cloglog.coefficients.iter().map(|c| c.estimate).collect();
    let mut sums = vec![(0_u32, 0.0); graph.departments().len()];
    walk_exposures(graph, adoption, request.look, request.lag, |node, t, exposure, adopts| {
        if let Some(department) = graph.department()[node] {
            let sum = &mut sums[department as usize];
            sum.0 += u32::from(adopts);
            sum.1 += (b[0] + b[1] * t + b[2] * exposure).exp();
        }
    });
    let units: Vec<Uptaken> = graph
        .departments()
        .iter()
        .zip(sums)
        .filter(|(_, (_, expected))| *expected > 0.0)
        .map(|(unit, (events, expected))| Uptaken { unit: unit.clone(), events, expected })
        .collect();
    // With fewer than three departments nothing is learned of how they differ; that is no fault of the data.
    let (capacities, told) = capacities(&units).ok()?;
    cautions.extend(told);
    Some(capacities)
}

fn tried_out(
    graph: &Graph,
    request: &Request,
    what_if: &WhatIf,
    hazard: Option<&ExposureHazard>,
    flow: Option<&Flow>,
) -> Result<TriedOut, Unusable> {
    let across = match what_if.across {
        Across::Counts(across) if (0.0..=1.0).contains(&across) => across,
        Across::Counts(across) => {
            return Err(Unusable::new("not-a-share", format!("A tie across departments cannot count {across}. Give a number from 0 to 1.")));
        }
        Across::FromFlow => flow.map(|f| (1.0 - f.barrier).clamp(0.0, 1.0)).ok_or_else(|| {
            Unusable::new("no-flow", "There is no flow barrier in these data. Say yourself what a tie across departments counts, from 0 to 1.")
        })?,
    };
    let seeds: Vec<usize> = if what_if.seeds.is_empty() {
        graph.adoption().map_or_else(Vec::new, |a| (0..graph.n_nodes()).filter(|&i| a.adopted()[i].is_some()).collect())
    } else {
        what_if.seeds.iter().map(|name| graph.node(name)).collect::<Result<_, _>>()?
    };
    let sown = what_if.edits.iter().any(|e| matches!(e, Edit::Seed { .. }));
    if seeds.is_empty() && !sown && !matches!(what_if.walk, Walk::Hazard { .. }) {
        return Err(Unusable::new(
            "no-seeds",
            "Nobody uses the technology at the start, so nothing spreads. Name units that use it, or bring the periods of adoption.",
        ));
    }
    let model = match what_if.walk {
        Walk::LinearThreshold { theta } => Model::LinearThreshold { theta },
        Walk::IndependentCascade { chances } => Model::IndependentCascade { chances },
        Walk::Hazard { n_periods } => {
            let (Some(hazard), Some(adoption)) = (hazard, graph.adoption()) else {
                return Err(Unusable::new(
                    "not-calibrated",
                    "No hazard could be fitted to these data, so none can be drawn from. Take thresholds or a cascade instead.",
                ));
            };
            if !(1..=1_000).contains(&n_periods) {
                return Err(Unusable::new(
                    "too-many-periods",
                    format!("{n_periods} periods cannot be drawn. Give 1 to 1000."),
                ));
            }
            Model::Hazard(CalibratedHazard::from_now(&hazard.cloglog, adoption, request.lag, n_periods)?)
        }
    };
    let world = World { across, ..World::new(graph.clone(), request.look) };
    let start = Start { world, seeds };
    let effect = effect(&start, &what_if.edits, &model, what_if.n_runs, request.seed)?;
    let cascade = match &model {
        Model::IndependentCascade { chances } => Some(match exact_cascade(&start.world, *chances, &start.seeds) {
            Some(exact) => exact,
            None => {
                let n_runs = runs_of(&model, graph, what_if.n_runs)?;
                sampled_cascade(&start.world, *chances, &start.seeds, n_runs, request.seed)
            }
        }),
        _ => None,
    };
    let bridges = match what_if.n_bridges {
        0 => None,
        n => Some(best_bridges(&start, &model, n, what_if.n_runs, request.seed)?),
    };
    Ok(TriedOut { model, across, effect, cascade, bridges })
}

fn units(
    graph: &Graph,
    request: &Request,
    all_roles: &Option<Vec<Roles>>,
    constraints: &Option<Vec<Option<f64>>>,
) -> Vec<UnitRow> {
    let n = graph.n_nodes();
    let between = (n as u64 * graph.out().n_ties() as u64 <= BETWEENNESS_WORK_MAX).then(|| betweenness(graph));
    let ei = ei_by_node(graph);
    let of_adoption = graph.adoption().map(|adoption| {
        (
            adoption,
            exposure(graph, adoption, request.look),
            thresholds(graph, adoption, request.look),
            infection(graph, adoption, request.infection_periods, true),
            susceptibility(graph, adoption, request.infection_periods, true),
        )
    });
    (0..n)
        .map(|i| {
            let spread = of_adoption.as_ref();
            UnitRow {
                node: graph.nodes()[i].clone(),
                department: department_of(graph, i),
                toa: spread.and_then(|s| s.0.adopted()[i].map(|p| s.0.first() + i64::from(p))),
                exposure: spread.and_then(|s| s.1[i].last().copied()),
                threshold: spread.and_then(|s| s.2[i]),
                infection: spread.map(|s| s.3[i]),
                susceptibility: spread.map(|s| s.4[i]),
                outdegree: graph.out().of(i).len(),
                indegree: graph.inward().of(i).len(),
                ei_index: ei[i],
                constraint: constraints.as_ref().and_then(|c| c[i]),
                betweenness: between.as_ref().map(|b| b[i]),
                roles: all_roles.as_ref().map(|r| r[i]),
            }
        })
        .collect()
}
