//! Relevance: what a reader's answers tell of records that nobody has read yet.
//!
//! Answers: how likely is this record to be relevant to this need, from which probability on is it delivered, and which of its words
//! say so? Not useful for saying what satisfies a query: that is decided by the engine, and needs no answers.
//!
//! A [`Background`] is learned from the records of an office without anybody's answers and serves all profiles. A [`Relevance`] is the
//! model of one profile: it begins with what is asked and with examples, and learns from [`Judgement`]s. [`Wanted`] says what is delivered,
//! [`Watch`] that a profile does not fall silent, [`follow`](follow()) plays a stream. The page `docs/decisions/0052-relevance-model.md`
//! says why it is made so, and how it was measured.
//!
//! Everything is a function of what is brought, in its order: the same answers make the same model, byte by byte.

mod background;
mod bytes;
mod chance;
mod company;
pub mod expansion;
mod follow;
pub mod formula;
mod judgement;
mod logistic;
mod model;
#[cfg(test)]
mod model_tests;
pub mod proposal;
#[cfg(test)]
mod reference_tests;
mod signs;
mod vector;
mod wanted;
mod watch;

pub use background::{Background, BackgroundLearner, HISTORY_MAX};
pub use follow::{Followed, FollowedDelivery, follow};
pub use judgement::{Judgement, OPENED_WEIGHT_MAX};
pub use model::{ANSWERS_MAX, Assessed, Explanation, Relevance, SEEDS_MAX, TELLING_MAX, Telling};
pub use signs::Sort;
pub use vector::Vector;
pub use wanted::{EXPLORED, EXPLORED_UNTIL, Wanted};
pub use watch::{EXPECTED_SHARE, SILENT_GAPS, Watch};
