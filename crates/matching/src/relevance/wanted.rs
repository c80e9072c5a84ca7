//! What a reader wants, as a threshold on the probability.

/// What a reader wants of deliveries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// Whatever is worth it: a relevant record is worth `hit` times what a false one costs. Delivered is what is relevant with more
    /// than `1 / (1 + hit)`; 2 is the utility of the filtering tracks of TREC. While few answers are known somewhat less is enough,
    /// because each of them tells much: see [`EXPLORED`].
    Worth {
        /// What a relevant record is worth in false ones.
        hit: f64,
    },
    /// About so many of the records of the office, best first: `0.001` of 5,000 records a week are five deliveries a week.
    Load {
        /// Share of the records.
        share: f64,
    },
    /// As many as there can be, so that this share of them is relevant.
    Precision {
        /// Share of what is delivered.
        share: f64,
    },
}

/// By how much the threshold is lower before the first relevant answer.
pub const EXPLORED: f64 = 0.25;

/// Relevant answers after which a third of that is left (e-fold).
pub const EXPLORED_UNTIL: f64 = 5.0;

impl Wanted {
    /// The threshold. `stated(at)` is the probability of the record at this place of the `n` of the background, best first.
    pub(super) fn threshold(self, n_relevant: u32, n: usize, stated: &dyn Fn(usize) -> f64) -> f64 {
        match self {
            Wanted::Worth { hit } => {
                let lower = EXPLORED * (-f64::from(n_relevant) / EXPLORED_UNTIL).exp();
                (1.0 / (1.0 + hit.max(0.0)) - lower).max(0.01)
            }
            Wanted::Load { share } => {
                let at = (share.clamp(0.0, 1.0) * n as f64).round() as usize;
                // Above the best of them where less than one of them is wanted.
                if n == 0 { 0.5 } else { stated(at.min(n - 1)) }
            }
            Wanted::Precision { share } => {
                let (mut sum, mut lowest) = (0.0, share);
                for at in 0..n {
                    let probability = stated(at);
                    sum += probability;
                    if sum / (at + 1) as f64 >= share {
                        lowest = probability;
                    } else {
                        break;
                    }
                }
                lowest
            }
        }
    }
}
