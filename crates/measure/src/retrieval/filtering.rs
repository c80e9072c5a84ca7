//! Measures of deliveries out of a stream: was it worth while to have been sent this?
//!
//! As in the filtering tracks of TREC-9 (Robertson and Hull 2000) and TREC 2002 (Robertson and Soboroff 2002). A ranking can be
//! read as far as one likes; what is delivered has to be answered, so that each false delivery costs.

/// What was delivered of one topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Relevant documents in the stream, delivered or not.
    pub relevant_total: u32,
    /// Relevant documents that were delivered.
    pub relevant: u32,
    /// Others that were delivered.
    pub not_relevant: u32,
}

/// Lowest scaled utility that counts: whoever is worse is as bad as this.
const SCALED_UTILITY_MIN: f64 = -0.5;

impl Delivered {
    /// How many documents were delivered.
    pub fn total(&self) -> u32 {
        self.relevant + self.not_relevant
    }

    /// Share of what was delivered that is relevant; 0 where nothing was.
    pub fn precision(&self) -> f64 {
        share(self.relevant, self.total())
    }

    /// Share of what is relevant that was delivered; 0 where nothing is.
    pub fn recall(&self) -> f64 {
        share(self.relevant, self.relevant_total)
    }

    /// T11U: two for a hit, less one for each false delivery.
    pub fn t11u(&self) -> f64 {
        2.0 * f64::from(self.relevant) - f64::from(self.not_relevant)
    }

    /// T11NU: [`t11u`](Self::t11u) of the best that could be had; 0 where nothing is relevant and nothing was delivered.
    pub fn t11nu(&self) -> f64 {
        let best = 2.0 * f64::from(self.relevant_total);
        if best > 0.0 { self.t11u() / best } else { self.t11u() }
    }

    /// T11SU: [`t11nu`](Self::t11nu) no lower than -½, from 0 to 1. To deliver nothing scores a third.
    pub fn t11su(&self) -> f64 {
        (self.t11nu().max(SCALED_UTILITY_MIN) - SCALED_UTILITY_MIN) / (1.0 - SCALED_UTILITY_MIN)
    }

    /// T11F: [`f_beta`](Self::f_beta) with beta ½, precision before recall.
    pub fn t11f(&self) -> f64 {
        self.f_beta(0.5)
    }

    /// The F of van Rijsbergen: `(1 + b²) P R / (b² P + R)`. Recall counts `beta` times as much as precision. 0 without a hit.
    pub fn f_beta(&self, beta: f64) -> f64 {
        let square = beta * beta;
        let hits = (1.0 + square) * f64::from(self.relevant);
        let missed = f64::from(self.relevant_total.saturating_sub(self.relevant));
        if self.relevant == 0 { 0.0 } else { hits / (hits + square * missed + f64::from(self.not_relevant)) }
    }

    /// T9U: [`t11u`](Self::t11u), no lower than `lowest` (-100 for topics of the size of OHSUMED, -400 for headings of MeSH).
    pub fn t9u(&self, lowest: f64) -> f64 {
        self.t11u().max(lowest)
    }

    /// T9P: precision, where fewer than `wanted` deliveries count as that many.
    pub fn t9p(&self, wanted: u32) -> f64 {
        share(self.relevant, self.total().max(wanted))
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_scores_a_third_and_noise_less() {
        let silent = Delivered { relevant_total: 10, ..Delivered::default() };
        assert!((silent.t11su() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(silent.t11f(), 0.0);
        let noisy = Delivered { not_relevant: 1_000, ..silent };
        assert_eq!(noisy.t11su(), 0.0);
        assert_eq!(noisy.t9u(-100.0), -100.0);
    }

    #[test]
    fn where_nothing_is_relevant_silence_is_right_and_nothing_is_divided_by_nought() {
        let silent = Delivered::default();
        assert!((silent.t11su() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((silent.precision(), silent.recall(), silent.f_beta(1.0)), (0.0, 0.0, 0.0));
    }
}
