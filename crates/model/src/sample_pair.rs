//! Pairs of samples that may be the same thing, registered twice or bought twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::words;
use crate::{Sample, SampleId, SampleState};

/// Samples that share a word of their names, above which the word tells nothing: `lathe` alone makes no pair.
const SHARING_MAX: usize = 60;

/// Part of the words of two names that have to be the same.
const SHARED_WORDS: f64 = 0.6;

words! {
    /// By what two samples look alike.
    PairGround {
        /// The same maker and type.
        SameType = "same-type",
        /// Nearly the same name.
        SimilarName = "similar-name",
    }
}

words! {
    /// What was said of a pair.
    PairRuling {
        /// They are one thing; one of them ended.
        Joined = "joined",
        /// They are two.
        Different = "different",
    }
}

/// What was said of a pair of samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplePair {
    /// The one, of the smaller name.
    pub one: SampleId,
    /// The other.
    pub other: SampleId,
    /// What was said.
    pub ruling: PairRuling,
    /// Why.
    pub reason: String,
    /// Who said it, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Two names in the order in which pairs are kept.
pub fn pair_of(one: SampleId, other: SampleId) -> (SampleId, SampleId) {
    if one < other { (one, other) } else { (other, one) }
}

/// A text without case, blanks and signs.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words_of(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).map(folded);
    parts.filter(|word| word.chars().count() > 2 || word.chars().any(|c| c.is_ascii_digit())).collect()
}

fn same_maker(one: &Sample, other: &Sample) -> bool {
    match (one.maker, other.maker) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            let (one, other) = (folded(&one.maker_name), folded(&other.maker_name));
            !one.is_empty() && one == other
        }
        _ => false,
    }
}

/// By what two samples look alike; `None` where they do not.
pub fn alike(one: &Sample, other: &Sample) -> Option<PairGround> {
    if one.kind != other.kind || one.id == other.id {
        return None;
    }
    // Pieces with numbers of their own are two, whatever else is the same: that is no mistake, and the list is for mistakes. But a
    // second piece may have been bought needlessly, so the type still counts where one number is not known.
    let (first, second) = (folded(&one.serial), folded(&other.serial));
    let own_numbers = !first.is_empty() && !second.is_empty() && first != second;
    let (model, others) = (folded(&one.model), folded(&other.model));
    if !model.is_empty() && model == others && same_maker(one, other) {
        return (!own_numbers).then_some(PairGround::SameType);
    }
    if own_numbers || (!model.is_empty() && !others.is_empty() && model != others) {
        return None;
    }
    let (words, theirs) = (words_of(&one.name), words_of(&other.name));
    let shared = words.intersection(&theirs).count();
    let all = words.union(&theirs).count();
    (shared > 0 && shared as f64 >= SHARED_WORDS * all as f64).then_some(PairGround::SimilarName)
}

/// Whether a sample is compared at all: what is gone is not.
fn counts(sample: &Sample) -> bool {
    !matches!(sample.state, SampleState::Disposed | SampleState::Returned | SampleState::Joined)
}

/// Every pair that looks alike, by its places in the list. Those alone are compared that share a telling word or a type.
pub fn pairs_alike(samples: &[Sample]) -> Vec<(usize, usize, PairGround)> {
    let mut sharing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, sample) in samples.iter().enumerate().filter(|(_, sample)| counts(sample)) {
        for word in words_of(&sample.name) {
            sharing.entry(word).or_default().push(at);
        }
        let model = folded(&sample.model);
        if !model.is_empty() {
            sharing.entry(format!("={model}")).or_default().push(at);
        }
    }
    let mut compared = BTreeSet::new();
    let mut found = Vec::new();
    for places in sharing.values().filter(|places| places.len() <= SHARING_MAX) {
        for (nth, one) in places.iter().enumerate() {
            for other in &places[nth + 1..] {
                if compared.insert((*one, *other))
                    && let Some(ground) = alike(&samples[*one], &samples[*other])
                {
                    found.push((*one, *other, ground));
                }
            }
        }
    }
    found.sort_unstable();
    found
}
