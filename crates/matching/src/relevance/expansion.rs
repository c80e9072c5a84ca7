//! Expansion: other words for what is asked, from a thesaurus or classification that the office keeps.
//!
//! A concept leads to its own labels, in every language, and to those of concepts near it; each step costs, and each term says from
//! where it comes, so that a delivery can name it as a ground of its own. How a thesaurus comes in and goes out as SKOS is the matter of
//! `formats::scheme`.

use std::collections::{BTreeMap, BTreeSet};

use model::{Concept, ConceptScheme};

use crate::analysis::fold;

/// What a term counts for each step away from what was asked (λ).
pub const STEP_SHARE: f64 = 0.5;

/// Steps to narrower concepts.
pub const STEPS_DOWN_MAX: usize = 2;

/// Steps to broader ones.
pub const STEPS_UP_MAX: usize = 1;

/// Terms that one concept is expanded to at most: the nearest first.
pub const TERMS_MAX: usize = 30;

/// How a term is reached from the concept that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// It is one of its own labels.
    Own,
    /// By this many steps to narrower concepts.
    Down(usize),
    /// By this many steps to broader ones.
    Up(usize),
}

/// A term that stands for what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandedTerm {
    /// The label.
    pub term: String,
    /// Its language, where the scheme says so.
    pub language: Option<String>,
    /// The concept that it is a label of.
    pub notation: String,
    /// How it is reached.
    pub reached: Reached,
    /// What it counts beside what was asked, which counts 1: [`STEP_SHARE`] to the power of the steps.
    pub weight: f64,
}

/// The concepts that have this text as a label in any language, by their notations.
pub fn concepts_of<'s>(scheme: &'s ConceptScheme, text: &str) -> Vec<&'s Concept> {
    let asked = fold(text.trim());
    let named = |concept: &&Concept| {
        concept.labels.iter().chain(&concept.alternatives).any(|label| fold(label.text.trim()) == asked)
    };
    scheme.concepts().iter().filter(named).collect()
}

/// The terms that stand for a concept, the nearest first; none where the scheme has no such concept.
pub fn expanded(scheme: &ConceptScheme, notation: &str) -> Vec<ExpandedTerm> {
    let Some(asked) = scheme.concept(notation) else { return Vec::new() };
    let mut reached: Vec<(Reached, &Concept)> = vec![(Reached::Own, asked)];
    let mut seen: BTreeSet<&str> = BTreeSet::from([asked.notation.as_str()]);
    let mut edge = vec![asked];
    for step in 1..=STEPS_DOWN_MAX {
        let mut next = Vec::new();
        for concept in edge {
            for narrower in scheme.narrower(&concept.notation) {
                if seen.insert(&narrower.notation) && reached.len() <= TERMS_MAX {
                    reached.push((Reached::Down(step), narrower));
                    next.push(narrower);
                }
            }
        }
        edge = next;
    }
    for broader in asked.broader.iter().filter_map(|notation| scheme.concept(notation)) {
        if seen.insert(&broader.notation) {
            reached.push((Reached::Up(STEPS_UP_MAX), broader));
        }
    }
    let steps = |reached: Reached| match reached {
        Reached::Own => 0,
        Reached::Down(steps) | Reached::Up(steps) => steps,
    };
    reached.sort_by_key(|(by, _)| (steps(*by), *by));
    let (mut terms, mut known) = (Vec::new(), BTreeSet::new());
    for (by, concept) in reached {
        for label in concept.labels.iter().chain(&concept.alternatives) {
            if terms.len() == TERMS_MAX {
                return terms;
            }
            if known.insert(fold(&label.text)) {
                terms.push(ExpandedTerm {
                    term: label.text.clone(),
                    language: label.language.as_ref().map(|language| language.primary().to_owned()),
                    notation: concept.notation.clone(),
                    reached: by,
                    weight: STEP_SHARE.powi(i32::try_from(steps(by)).unwrap_or(i32::MAX)),
                });
            }
        }
    }
    terms
}

/// All translations of a concept as one word (Pirkola 1998): in a record it stands as often as all of them together, and as many
/// records hold it as hold any. So a word with ten translations counts no more than one with one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Synonyms {
    holding: BTreeMap<u64, f64>,
}

impl Synonyms {
    /// Takes one of the terms: the records that hold it, by their numbers, each with how often.
    pub fn add(&mut self, held: impl IntoIterator<Item = (u64, f64)>) {
        for (record, times) in held {
            *self.holding.entry(record).or_default() += times;
        }
    }

    /// How often any of the terms stands in a record.
    pub fn times(&self, record: u64) -> f64 {
        self.holding.get(&record).copied().unwrap_or(0.0)
    }

    /// How many records hold any of them.
    pub fn n_holding(&self) -> usize {
        self.holding.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_count_as_one_word() {
        let mut rectifier = Synonyms::default();
        rectifier.add([(1, 2.0), (2, 1.0)]);
        rectifier.add([(2, 3.0)]);
        assert_eq!((rectifier.n_holding(), rectifier.times(2), rectifier.times(9)), (2, 4.0, 0.0));
    }
}
