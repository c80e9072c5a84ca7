//! The formulas of ranking and feedback, one function each, in double precision: what the reference answers are held against.

use std::collections::BTreeMap;

/// How telling a word is that `holding` of `n_records` records hold: `ln(1 + (N - n + ½) / (n + ½))`, never below nought.
pub fn rarity(n_records: f64, holding: f64) -> f64 {
    (1.0 + (n_records - holding + 0.5) / (holding + 0.5)).ln()
}

/// How much a word that stands `times` in a record counts, from 0 to 1: `tf / (tf + k1 (1 - b + b length/mean))` (Robertson and Walker
/// 1994). This is the form of Lucene; the original one is `k1 + 1` times as much, and ranks the same.
pub fn saturated(times: f64, k1: f64, b: f64, length: f64, mean: f64) -> f64 {
    if times <= 0.0 { 0.0 } else { times / (times + k1 * (1.0 - b + b * length / mean.max(1.0))) }
}

/// Weight of a word after Robertson and Sparck Jones (1976): `holding` of `n_records` records hold it, and `relevant_holding` of the
/// `relevant` ones. Below nought where it speaks against relevance.
pub fn rsj_weight(n_records: f64, holding: f64, relevant: f64, relevant_holding: f64) -> f64 {
    let (speak, silent) = (relevant_holding + 0.5, relevant - relevant_holding + 0.5);
    let (others, silent_others) =
        (holding - relevant_holding + 0.5, n_records - holding - relevant + relevant_holding + 0.5);
    ((speak * silent_others) / (others * silent)).ln()
}

/// By what words are chosen for a query (Robertson 1990): their weight times the relevant records that hold them.
pub fn offer_weight(n_records: f64, holding: f64, relevant: f64, relevant_holding: f64) -> f64 {
    relevant_holding * rsj_weight(n_records, holding, relevant, relevant_holding)
}

/// A text as weights of its words.
pub type Weighted = BTreeMap<String, f64>;

/// Scaled to unit length; what has none stays as it is.
pub fn unit(mut weighted: Weighted) -> Weighted {
    let length = weighted.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        weighted.values_mut().for_each(|weight| *weight /= length);
    }
    weighted
}

/// What each part counts in [`rocchio`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocchioWeights {
    /// What was asked.
    pub query: f64,
    /// The mean of what is relevant.
    pub relevant: f64,
    /// The mean of what is not; taken away.
    pub not_relevant: f64,
}

/// The query moved towards what is relevant and away from what is not (Rocchio 1971). Words below nought are left out, because what a
/// reader turned down says more of this record than of its words.
pub fn rocchio(
    query: &Weighted,
    relevant: &[Weighted],
    not_relevant: &[Weighted],
    weights: RocchioWeights,
) -> Weighted {
    let mut moved = Weighted::new();
    let mut add = |text: &Weighted, share: f64| {
        for (word, weight) in text {
            *moved.entry(word.clone()).or_default() += share * weight;
        }
    };
    add(query, weights.query);
    relevant.iter().for_each(|text| add(text, weights.relevant / relevant.len() as f64));
    not_relevant.iter().for_each(|text| add(text, -weights.not_relevant / not_relevant.len() as f64));
    moved.retain(|_, weight| *weight > 0.0);
    moved
}

/// What two texts have in common: the sum over their words of the products of the weights.
pub fn product(one: &Weighted, other: &Weighted) -> f64 {
    one.iter().filter_map(|(word, weight)| other.get(word).map(|held| weight * held)).sum()
}
