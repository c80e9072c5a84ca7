//! Figures out of facts.
//!
//! Pure functions of numbers. For inspections: who is drawn, what share of the claims is verified and how sure that is, how far the
//! claims of a unit can be relied on, which units differ by more than chance. For the question where technologies are lost: the
//! [`funnel`] with what waits and what is lost in it, times until something comes ([`survival`], [`incidence`]), curves of
//! [`growth`], the [`network`] of units with the walls in it, the [`process`] behind the cases. For what to do next: plans
//! ([`portfolio`]). For profiles: what they find, what they miss and how they change ([`performance`]). For rankings and deliveries held
//! against judgements: how good they are ([`retrieval`]). Everything can be done again by anyone from what is published.
//!
//! Each engine answers with a report, whose numbers have their intervals and [`Caution`]s, or says why there is none ([`Unusable`]).
//!
//! This crate must not know where claims and facts are kept, who asks, what day it is. It has no chance of its own: what is drawn is
//! a function of its seed.

#![forbid(unsafe_code)]

mod caution;
mod control_limits;
#[cfg(test)]
mod control_limits_tests;
mod curve;
mod draw;
#[cfg(test)]
mod draw_tests;
mod estimate;
#[cfg(test)]
mod estimate_tests;
pub mod figure;
#[cfg(test)]
mod figure_tests;
pub mod funnel;
mod generator;
pub mod growth;
pub mod incidence;
pub mod matrix;
#[cfg(test)]
mod matrix_tests;
pub mod network;
pub mod performance;
pub mod portfolio;
pub mod process;
mod reflection;
mod reliability;
#[cfg(test)]
mod reliability_tests;
pub mod retrieval;
pub mod survival;
pub mod table;
mod tally;

pub use caution::{Caution, Unusable};
pub use control_limits::{ControlChart, Limits, Reading, UnitCount, UnitReading, control_chart};
pub use draw::{
    DrawRefused, Drawing, Drawn, Framed, STRATUM_VISITS_MIN, Stratum, draw, frame_hash, order_key, seed_hash,
};
pub use estimate::{CONFIDENCE, Counted, Interval, Rate, Share, exposure_years, rate, share};
pub use reliability::{Inspected, Reliability, reliability};
