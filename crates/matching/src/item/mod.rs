//! Classification help: candidate entries of a control list for an item, from its words and its parameters.
//!
//! Provisions are ranked by their words as Okapi BM25 has it (S. E. Robertson and H. Zaragoza, *The Probabilistic Relevance Framework: BM25
//! and Beyond*, 2009), with the words of the provisions above them, their notes and the definitions of their terms at less weight.
//! Parameters are then held against the thresholds in their words: what meets a threshold of the same thing ranks up, what misses one ranks
//! down and says so. A person decides; nothing is left out because of a number.

mod index;
mod rank;
mod words;

pub use index::ItemHelp;
pub use rank::{CandidateThreshold, ItemCandidate, ItemQuestion};
