//! Ranking: BM25 with field weights.
//!
//! Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with
//! the fields joined before saturation: a word in the title counts [`Weights::title`] times.

/// The constants of the ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Saturation of repeated words.
    pub k1: f32,
    /// How much long texts are held back.
    pub b: f32,
    /// Weight of a word in a title; elsewhere it counts 1.
    pub title: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights { k1: 1.2, b: 0.75, title: 2.0 }
    }
}

impl Weights {
    /// What one word adds to a record's rank.
    ///
    /// `tf`: weighted count in the record; `idf`: how telling the word is; `length`: words of the record;
    /// `mean`: mean words of a record.
    pub fn part(&self, tf: f32, idf: f32, length: u32, mean: f32) -> f32 {
        if tf <= 0.0 {
            return 0.0;
        }
        let norm = self.k1 * (1.0 - self.b + self.b * length as f32 / mean);
        idf * tf * (self.k1 + 1.0) / (tf + norm)
    }
}

/// How telling a word is that `holding` of `n_records` records hold: ln(1 + (N - n + ½)/(n + ½)).
pub fn idf(n_records: u64, holding: u32) -> f32 {
    let (all, holding) = (n_records as f32, (holding as f32).min(n_records as f32));
    (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
}
