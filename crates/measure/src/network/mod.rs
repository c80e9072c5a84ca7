//! Does a technology walk along ties, and where do the walls between departments stop it?
//!
//! Ties of units, their departments and the periods of their adoption go in; exposure, barriers, brokers and what would happen if
//! something were changed come out, each with its interval and its doubts. No contagion is promised: a tie between two
//! adopters can have other reasons.

mod adoption;
mod bridges;
mod brokerage;
mod capacity;
mod cascade;
mod discrete;
mod exposure;
mod flow;
mod graph;
mod moran;
mod null_model;
mod remedy;
mod report;
mod structure;
mod what_if;

pub use adoption::{Adoption, NeverAdopters, PERIODS_MAX, Period};
pub use bridges::{BRIDGES_MAX, Bridge, Bridges, best_bridges};
pub use brokerage::{Broker, Roles, betweenness, constraint, n_two_paths, roles};
pub use capacity::{Capacities, UnitCapacity, Uptaken, capacities};
pub use cascade::{
    CalibratedHazard, CascadeSpread, Chances, EXACT_TIES_MAX, Model, World, exact_cascade, history, linear_threshold,
    sampled_cascade,
};
pub use discrete::{Coefficient, HazardFit, Link};
pub use exposure::{
    Classes, Look, classes, correlation, exposure, infection, mean_exposure, susceptibility, thresholds,
};
pub use flow::{ExposureHazard, Flow, Origin, ShareOf, exposure_hazard, flow, origins};
pub use graph::{Columns, Graph, NODES_MAX, Rows};
pub use moran::{Moran, MoranWeights};
pub use remedy::{Remedy, RemedyKind, remedy};
pub use report::{
    Across, BROKERS_SHOWN_MAX, Barrier, Diffusion, Report, Request, Summary, TriedOut, UNITS_SHOWN_MAX, UnitRow, Walk,
    WhatIf, report,
};
pub use structure::{EiNull, Mixing, NullMethod, Range, Structure, ei_by_node, structure};
pub use what_if::{Adopters, DepartmentEffect, Diluted, EDITS_MAX, Edit, Effect, RUNS_MAX, Start, effect};

#[cfg(test)]
mod cascade_tests;
#[cfg(test)]
mod exposure_tests;
#[cfg(test)]
mod flow_tests;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod report_tests;
#[cfg(test)]
mod structure_tests;
#[cfg(test)]
mod what_if_tests;
