//! Measures of a ranking, as `trec_eval` takes them.
//!
//! A ranking is brought as the gains of its documents, the best place first: nought for what is not relevant or was not judged. The
//! gains of all relevant documents of the topic, in any order, say what could have been found.

/// What a document is worth to whoever asked: 0 not relevant, 1 relevant, 2 more so.
pub type Gain = f64;

fn is_relevant(gain: &Gain) -> bool {
    *gain > 0.0
}

fn n_relevant(gains: &[Gain]) -> f64 {
    gains.iter().filter(|gain| is_relevant(gain)).count() as f64
}

/// Share of the first `k` places that hold a relevant document. Places that the ranking does not fill count as missed.
pub fn precision_at(ranking: &[Gain], k: usize) -> f64 {
    if k == 0 { 0.0 } else { n_relevant(&ranking[..k.min(ranking.len())]) / k as f64 }
}

/// Share of the relevant documents that stand in the first `k` places; 0 where nothing is relevant.
pub fn recall_at(ranking: &[Gain], all: &[Gain], k: usize) -> f64 {
    let relevant = n_relevant(all);
    if relevant == 0.0 { 0.0 } else { n_relevant(&ranking[..k.min(ranking.len())]) / relevant }
}

/// Precision at as many places as there are relevant documents.
pub fn r_precision(ranking: &[Gain], all: &[Gain]) -> f64 {
    precision_at(ranking, n_relevant(all) as usize)
}

/// One over the place of the first relevant document; 0 without one.
pub fn reciprocal_rank(ranking: &[Gain]) -> f64 {
    ranking.iter().position(is_relevant).map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

/// Mean over the relevant documents of the precision at their places; one that was not found counts 0.
pub fn average_precision(ranking: &[Gain], all: &[Gain]) -> f64 {
    let relevant = n_relevant(all);
    let (mut found, mut sum) = (0.0, 0.0);
    for (at, _) in ranking.iter().enumerate().filter(|(_, gain)| is_relevant(gain)) {
        found += 1.0;
        sum += found / (at + 1) as f64;
    }
    if relevant == 0.0 { 0.0 } else { sum / relevant }
}

/// Discounted cumulative gain of the first `k` places, of that of the best ranking (Järvelin and Kekäläinen 2002): the gain at
/// place i counts `1 / log2(i + 1)`, and grades count as they are.
pub fn ndcg_at(ranking: &[Gain], all: &[Gain], k: usize) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = Gain>| -> f64 {
        gains.take(k).enumerate().map(|(at, gain)| gain.max(0.0) / ((at + 2) as f64).log2()).sum()
    };
    let mut best = all.to_vec();
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    let ideal = discounted(&mut best.into_iter());
    if ideal == 0.0 { 0.0 } else { discounted(&mut ranking.iter().copied()) / ideal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_ranking_of_graded_documents_has_a_gain_of_one_and_no_other_has() {
        let all = [1.0, 2.0, 1.0];
        assert_eq!(ndcg_at(&[2.0, 1.0, 1.0], &all, 10), 1.0);
        assert!(ndcg_at(&[1.0, 2.0, 1.0], &all, 10) < 1.0);
        assert_eq!(average_precision(&[1.0, 2.0, 1.0], &all), 1.0);
    }

    #[test]
    fn a_topic_without_relevant_documents_and_an_empty_ranking_count_nought() {
        for measured in [
            ndcg_at(&[0.0], &[], 10),
            average_precision(&[0.0], &[]),
            recall_at(&[], &[], 5),
            r_precision(&[], &[]),
            reciprocal_rank(&[]),
            precision_at(&[], 0),
            average_precision(&[], &[1.0]),
        ] {
            assert_eq!(measured, 0.0);
        }
    }
}
