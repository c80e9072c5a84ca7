//! Does a technology walk along ties, and where do the walls between departments stop it?
//!
//! Ties of units, their departments and the periods of their adoption go in; exposure, barriers, brokers and what would happen if
//! something were changed come out, each with its interval and its doubts. No contagion is promised: a tie between two
//! adopters can have other reasons.

mod adoption;
mod chance;
mod exposure;
mod graph;
mod moran;

pub use adoption::{Adoption, NeverAdopters, PERIODS_MAX, Period};
pub use exposure::{
    Classes, Look, classes, correlation, exposure, infection, mean_exposure, susceptibility, thresholds,
};
pub use graph::{Columns, Graph, NODES_MAX, Rows};
pub use moran::{Moran, MoranWeights};

#[cfg(test)]
mod exposure_tests;
#[cfg(test)]
mod reference;
