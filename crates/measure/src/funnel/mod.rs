//! Where technologies are lost on their way from collection to production, when, and why.
//!
//! A case is one technology in one enterprise: a technology alone never diffuses, it diffuses into a place. Three rules of counting
//! hold everywhere and are said to the reader ([`COUNTING_RULES`]). What is estimated while cases are open is corrected for them by
//! Aalen and Johansen; what is counted raw says so.
//!
//! Not useful for: why an enterprise adopts (survival with covariates), who tells whom (networks).

mod barrier;
mod course;
mod decomposition;
mod effect;
mod figures;
mod interval;
mod level;
mod log;
mod loss;
mod multistate;
mod report;
mod stage;
mod tables;
mod technology;
mod waiting;

#[cfg(test)]
mod coverage_tests;
#[cfg(test)]
mod expected_tests;
#[cfg(test)]
mod guard_tests;
#[cfg(test)]
mod law_tests;

pub use course::{Course, Step};
pub use figures::{
    BarrierRow, Conversion, DecompositionTerm, Distance, Gain, GroupEffect, GroupFigures, Incidence, LevelFigures,
    Little, Loss, Occupation, ReasonIncidence, Report, Request, Sojourn, StageCount, StageWaiting, Transition, Triple,
    YieldDecomposition,
};
pub use interval::{Bounds, wilson};
pub use log::{Case, Event, GroupColumn, Log, What};
pub use report::report;
pub use stage::{COUNTING_RULES, Stage};
