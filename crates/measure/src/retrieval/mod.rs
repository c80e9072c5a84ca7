//! How well a system finds and delivers: measures of rankings and of deliveries, and whether two systems differ by more than chance.
//!
//! Answers: how good is this ranking ([`ranked`]), was it worth while to have been sent this ([`filtering`]), does a stated
//! probability hold ([`calibration()`]), and is one system better than another over the same topics ([`comparison`])? Not useful
//! for one topic alone: topics differ more than systems do.
//!
//! Judgements and deliveries are brought; this part must not know documents, words or profiles.

pub mod calibration;
pub mod comparison;
pub mod filtering;
pub mod ranked;
#[cfg(test)]
mod reference_tests;

pub use calibration::{Band, Calibration, calibration};
pub use comparison::{Compared, DRAWS, Mean, compare, mean};
pub use filtering::Delivered;
pub use ranked::{Gain, average_precision, ndcg_at, precision_at, r_precision, recall_at, reciprocal_rank};
