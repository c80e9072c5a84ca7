//! Scores whose sums do not depend on their order.
//!
//! The engine adds up what the words of a query score in an order that depends on which other
//! records stand in the same part of the index. Sums of floating-point numbers differ by their
//! order, so what is hidden could move the last digit of what is seen. Rounded to steps, every sum
//! is exact and the order says nothing.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// Steps to one: scores to the thousandth. A float holds sums of such steps exactly up to 16,384,
/// which is beyond what any query scores.
const STEPS: Score = 1024.0;

fn rounded(score: Score) -> Score {
    (score * STEPS).round() / STEPS
}

/// A query that scores as another does, rounded to steps.
#[derive(Debug)]
pub(super) struct Rounded(pub Box<dyn Query>);

impl Clone for Rounded {
    fn clone(&self) -> Rounded {
        Rounded(self.0.box_clone())
    }
}

impl Query for Rounded {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let inner = self.0.weight(scoring)?;
        Ok(if scoring.is_scoring_enabled() { Box::new(RoundedWeight(inner)) } else { inner })
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct RoundedWeight(Box<dyn Weight>);

impl Weight for RoundedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(RoundedScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.0.count(reader)
    }
}

struct RoundedScorer(Box<dyn Scorer>);

impl DocSet for RoundedScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for RoundedScorer {
    fn score(&mut self) -> Score {
        rounded(self.0.score())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_scores_add_up_the_same_in_every_order() {
        let scores: Vec<Score> = (1..=64).map(|n| rounded((n as Score).ln() * 7.3)).collect();
        let forwards: Score = scores.iter().sum();
        let backwards: Score = scores.iter().rev().sum();
        let from_the_middle: Score = scores[32..].iter().chain(&scores[..32]).sum();
        assert_eq!((forwards, backwards), (from_the_middle, from_the_middle));
    }
}
