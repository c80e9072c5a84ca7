//! The silo map: what passes between departments, how high the wall is by each of four measures, and who stands between.

use std::collections::{BTreeMap, BTreeSet};

use crate::estimate::DEVIATE;
use crate::funnel::{Bounds, YieldDecomposition};
use crate::network::{Columns, Graph, Roles, Structure, roles, structure};
use crate::table::Table;
use crate::{Caution, Unusable};
use model::{CaseOrigin, CaseStage, FigureCase, UnitId};

use super::Figures;

/// Null networks with which structure is compared.
const NULL_NETWORKS: usize = 500;
/// The seed of all chance in the map, so that the same facts make the same map.
const SEED: u64 = 1;
/// Brokers that are told of.
pub const BROKERS_MAX: usize = 20;

/// What came from one department to another, or stayed in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiloCell {
    /// The department from which technologies came.
    pub from: UnitId,
    /// The department of the units that they came to.
    pub to: UnitId,
    /// Cases: what was laid before a unit.
    pub n_cases: usize,
    /// Of these, decided upon by the unit.
    pub n_decided: usize,
    /// Of these, in production.
    pub n_production: usize,
}

/// The third measure: of what is offered, how often it is taken over a department's border and within it.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowBarrier {
    /// Offered within departments, and of these decided upon.
    pub within: (usize, usize),
    /// Offered across, and of these decided upon.
    pub across: (usize, usize),
    /// One less the share across by the share within: nought without a wall, one where nothing passes; with nought counts, half a case is added.
    pub value: f64,
    /// Where it lies: the logarithm of a ratio of shares (Katz, Baptista, Azen and Pike, *Biometrics* 34, 1978).
    pub interval: Bounds,
}

/// A unit that stands between others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiloBroker {
    /// The unit.
    pub unit: UnitId,
    /// Its department.
    pub department: UnitId,
    /// How often it stands in which role.
    pub roles: Roles,
}

/// The silo map.
#[derive(Clone, Debug, PartialEq)]
pub struct Silo {
    /// The departments, in the order of their names.
    pub departments: Vec<UnitId>,
    /// Each pair of departments between which something was laid before a unit, and each department with itself.
    pub cells: Vec<SiloCell>,
    /// Measures one and two: who takes over from whom; nothing where nothing passed from unit to unit.
    pub structure: Result<Structure, Unusable>,
    /// Measure three; nothing where one of the two was never offered.
    pub flow: Option<FlowBarrier>,
    /// Measure four: where the yields of what a unit found by itself and of what came from another department part.
    pub stages: Result<YieldDecomposition, Unusable>,
    /// Units that stand between others, those between most first.
    pub brokers: Vec<SiloBroker>,
    /// What has to be known beside the numbers.
    pub cautions: Vec<Caution>,
}

impl Silo {
    /// The map as data, for programs: the same numbers as on the page.
    pub fn value(&self) -> serde_json::Value {
        let cell = |cell: &SiloCell| {
            serde_json::json!({
                "from": cell.from.as_str(), "to": cell.to.as_str(), "n_cases": cell.n_cases,
                "n_decided": cell.n_decided, "n_production": cell.n_production,
            })
        };
        let flow = |one: &FlowBarrier| {
            serde_json::json!({
                "n_within": one.within.0, "n_within_decided": one.within.1, "n_across": one.across.0,
                "n_across_decided": one.across.1, "value": one.value, "interval": one.interval,
            })
        };
        let broker = |one: &SiloBroker| serde_json::json!({ "unit": one.unit.as_str(), "department": one.department.as_str(), "roles": one.roles });
        serde_json::json!({
            "departments": self.departments.iter().map(UnitId::as_str).collect::<Vec<_>>(),
            "cells": self.cells.iter().map(cell).collect::<Vec<_>>(),
            "structure": self.structure.as_ref().ok(),
            "structure_unusable": self.structure.as_ref().err(),
            "flow": self.flow.as_ref().map(flow),
            "stages": self.stages.as_ref().ok(),
            "stages_unusable": self.stages.as_ref().err(),
            "brokers": self.brokers.iter().map(broker).collect::<Vec<_>>(),
            "cautions": self.cautions,
        })
    }
}

impl Figures {
    /// The silo map of the cases.
    pub fn silo(&self) -> Silo {
        let mut departments: BTreeSet<UnitId> = BTreeSet::new();
        let mut cells: BTreeMap<(UnitId, UnitId), SiloCell> = BTreeMap::new();
        for case in self.cases.iter().filter(|case| case.has_reached(CaseStage::Delivered)) {
            let (from, to) = (case.giver_department().clone(), case.department.clone());
            departments.extend([from.clone(), to.clone()]);
            let cell = cells.entry((from.clone(), to.clone())).or_insert_with(|| SiloCell {
                from,
                to,
                n_cases: 0,
                n_decided: 0,
                n_production: 0,
            });
            cell.n_cases += 1;
            cell.n_decided += usize::from(case.has_reached(CaseStage::Decided));
            cell.n_production += usize::from(case.has_reached(CaseStage::Production));
        }
        let mut cautions = Vec::new();
        let mut brokers = Vec::new();
        let found;
        match self.graph() {
            Ok(graph) => {
                let (structure, doubts) = structure(&graph, NULL_NETWORKS, SEED);
                cautions.extend(doubts);
                brokers = self.brokers(&graph);
                found = Ok(structure);
            }
            Err(unusable) => found = Err(unusable),
        }
        Silo {
            departments: departments.into_iter().collect(),
            cells: cells.into_values().collect(),
            structure: found,
            flow: self.flow_barrier(),
            stages: self.parting(),
            brokers,
            cautions,
        }
    }

    /// Who took over from whom: a tie for each technology that a unit decided upon and had from another.
    fn graph(&self) -> Result<Graph, Unusable> {
        let mut units: BTreeMap<&UnitId, &UnitId> = BTreeMap::new();
        let mut ties: BTreeMap<(&UnitId, &UnitId), usize> = BTreeMap::new();
        for case in &self.cases {
            units.insert(&case.unit, &case.department);
            let passed =
                case.giver.as_ref().filter(|giver| **giver != case.unit && case.has_reached(CaseStage::Decided));
            if let Some(giver) = passed {
                units.insert(giver, case.giver_department());
                *ties.entry((giver, &case.unit)).or_default() += 1;
            }
        }
        if ties.is_empty() {
            return Err(Unusable::new(
                "no-flow",
                "Nothing passed from unit to unit. Wait until something is taken over.",
            ));
        }
        // Names of units are letters, digits and hyphens.
        let edges = ties.iter().map(|((from, to), n)| format!("{from},{to},{n}\n"));
        let edges = Table::read(&format!("from,to,weight\n{}", edges.collect::<String>()))?;
        let nodes = units.iter().map(|(unit, department)| format!("{unit},{department}\n"));
        let nodes = Table::read(&format!("id,department\n{}", nodes.collect::<String>()))?;
        Graph::from_tables(&edges, Some(&nodes), &Columns::default())
    }

    fn brokers(&self, graph: &Graph) -> Vec<SiloBroker> {
        let departments: BTreeMap<&str, (&UnitId, &UnitId)> = self
            .cases
            .iter()
            .flat_map(|case| {
                let own = (case.unit.as_str(), (&case.unit, &case.department));
                let giver = case.giver.as_ref().map(|giver| (giver.as_str(), (giver, case.giver_department())));
                std::iter::once(own).chain(giver)
            })
            .collect();
        let mut brokers: Vec<SiloBroker> = graph
            .nodes()
            .iter()
            .zip(roles(graph))
            .filter(|(_, roles)| roles.total() > 0)
            .filter_map(|(name, roles)| {
                let (unit, department) = departments.get(name.as_str())?;
                Some(SiloBroker { unit: (*unit).clone(), department: (*department).clone(), roles })
            })
            .collect();
        brokers.sort_by(|a, b| b.roles.total().cmp(&a.roles.total()).then_with(|| a.unit.cmp(&b.unit)));
        brokers.truncate(BROKERS_MAX);
        brokers
    }

    fn flow_barrier(&self) -> Option<FlowBarrier> {
        let counted = |origin: CaseOrigin| {
            let of: Vec<&FigureCase> = self.cases.iter().filter(|case| case.origin == origin).collect();
            (of.len(), of.iter().filter(|case| case.has_reached(CaseStage::Decided)).count())
        };
        let (within, across) = (counted(CaseOrigin::SameDepartment), counted(CaseOrigin::OtherDepartment));
        if within.0 == 0 || across.0 == 0 {
            return None;
        }
        let is_bare = within.1 == 0 || across.1 == 0;
        let share = |(all, taken): (usize, usize)| {
            let (all, taken) = (all as f64, taken as f64);
            if is_bare { ((taken + 0.5) / (all + 1.0), taken + 0.5, all + 1.0) } else { (taken / all, taken, all) }
        };
        let ((inner, inner_taken, inner_all), (outer, outer_taken, outer_all)) = (share(within), share(across));
        let ratio = outer / inner;
        let spread = (1.0 / outer_taken - 1.0 / outer_all + 1.0 / inner_taken - 1.0 / inner_all).max(0.0).sqrt();
        let half = (DEVIATE * spread).exp();
        let interval = Bounds { low: 1.0 - ratio * half, high: 1.0 - ratio / half };
        Some(FlowBarrier { within, across, value: 1.0 - ratio, interval })
    }

    /// Where the yields of what a unit found by itself and of what came from another department part.
    fn parting(&self) -> Result<YieldDecomposition, Unusable> {
        let pair = (CaseOrigin::Own.word().to_owned(), CaseOrigin::OtherDepartment.word().to_owned());
        let report = self.compared(pair)?;
        report.decomposition.ok_or_else(|| {
            Unusable::new(
                "no-pair",
                "There are not both cases of the own unit and of another department. Widen what is counted.",
            )
        })
    }
}
