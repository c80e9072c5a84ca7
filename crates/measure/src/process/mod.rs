//! What a log of cases says about how work goes: which step follows which and after how long, along which ways, who hands over to
//! whom, how long is worked and how long is waited, and how far cases keep to a prescribed way.
//!
//! Not useful for: discovering a model from a log.

mod conformance;
mod flow;
mod log;
mod report;
mod service;

#[cfg(test)]
mod conformance_tests;
#[cfg(test)]
mod expected_tests;

pub use conformance::{CaseConformance, Conformance, Normative, conformance};
pub use flow::{ActivityCount, CaseDuration, Follows, Handover, HandoverPair, Rework, Variant, Waiting};
pub(crate) use log::moments;
pub use log::{Columns, Log};
pub use report::{Report, Request, report};
pub use service::StepTime;
