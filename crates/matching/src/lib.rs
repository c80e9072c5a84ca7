//! Standing queries against records, with grounds; identity of works.
//!
//! A *profile* is a query that stands; a *verdict* says whether a record satisfies it and on what
//! *grounds*. Two evaluators hold the same truth: [`oracle`] is slow and obviously right and
//! explains itself, [`Engine`] compiles all profiles once and takes records as a stream. Tests
//! hold the two equal on random profiles and records.
//!
//! This crate must not know where profiles and records are kept, who asks, or what day it is.

#![forbid(unsafe_code)]

pub mod analysis;
mod classifier;
mod engine;
mod field;
pub mod identity;
mod item;
pub mod novelty;
pub mod oracle;
mod query;
mod ranking;
mod reason;
pub mod relevance;
mod salience;
pub mod screening;
mod sheet;
mod statistics;

pub use analysis::{Analysis, Tongue};
pub use classifier::{
    Classifier, LEARNED_RECORDS_MAX, LEARNED_RECORDS_MIN, Learner, PROPOSED_MAX, Precision, ProposedCode,
};
pub use engine::{
    CHANGES_UNMERGED_MAX, Cost, Engine, Hit, LiveEngine, LiveMatcher, Matcher, Origin, Standing, StoredError,
};
pub use field::Field;
pub use item::{CandidateThreshold, ItemCandidate, ItemHelp, ItemQuestion};
pub use oracle::{Clause, GIVEN_BY_OFFICE, Ground, Parts, Verdict, parts_of};
pub use query::{Across, Atom, Pattern, Query, QueryError, Years, parse};
pub use ranking::Weights;
pub use reason::Reason;
pub use salience::{Gist, Salient, likeness, salient};
pub use sheet::{Forms, Sheet};
pub use statistics::Statistics;
