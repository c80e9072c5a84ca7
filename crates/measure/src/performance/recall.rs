//! What share of what is of use was brought, from a sample of what was not.

use crate::Interval;
use crate::estimate::CONFIDENCE;
use crate::generator::Generator;
use crate::tally::quantile;

/// Records of one sort with what was found in a sample of them, drawn by chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// Records in it.
    pub size: u64,
    /// Records of it that were judged.
    pub judged: u64,
    /// Judged records that were of use.
    pub relevant: u64,
}

impl Segment {
    /// The best guess of how many are of use.
    fn guess(self) -> f64 {
        if self.judged == 0 { 0.0 } else { self.size as f64 * self.relevant as f64 / self.judged as f64 }
    }

    /// How many may be of use, after what was seen: those seen, and of the rest a share from the posterior of half a hit and half a miss before anything
    /// was seen (beta-binomial).
    fn possible(self, generator: &mut Generator) -> f64 {
        let (hits, misses) = (self.relevant as f64, self.judged.saturating_sub(self.relevant) as f64);
        let share = generator.beta(hits + 0.5, misses + 0.5);
        hits + generator.hits(self.size.saturating_sub(self.judged) as f64, share)
    }
}

/// What share of what is of use was brought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recall {
    /// The best guess.
    pub value: f64,
    /// Where it lies, 19 times in 20.
    pub interval: Interval,
    /// The best guess of how many records of use were not brought.
    pub missed: f64,
    /// Not more than so many were, 39 times in 40.
    pub missed_at_most: f64,
    /// Records left out of which a sample was judged.
    pub judged: u64,
}

/// Possible worlds that are drawn.
const WORLDS: usize = 2_000;

/// The share that was brought of all that is of use, from what was delivered and from samples of what was not. `None` while nothing that was delivered
/// was found of use, or no sample was judged: then there is nothing of which it would be a share. A sort of which nothing was judged is left out of the
/// guess and counts as unknown for the interval.
///
/// The interval is that of the beta-binomial posterior with half a hit and half a miss (W. Webber, *Approximate recall confidence intervals*, ACM TOIS
/// 31(1), 2013), changed as Brown, Cai and DasGupta (*Statistical Science* 16, 2001) change it at the end of the scale: where a sample held nothing of
/// use there may be none at all. The same counts give the same interval.
pub fn recall(delivered: Segment, rejected: &[Segment]) -> Option<Recall> {
    let judged: u64 = rejected.iter().map(|one| one.judged).sum();
    if delivered.relevant == 0 || judged == 0 {
        return None;
    }
    let (found, missed) = (delivered.guess(), rejected.iter().map(|one| one.guess()).sum::<f64>());
    let mut generator = Generator(seed(delivered, rejected));
    let (mut most, mut shares_low, mut shares_high) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..WORLDS {
        let found = delivered.possible(&mut generator);
        let (mut all, mut seen) = (0.0, 0.0);
        for one in rejected {
            let possible = one.possible(&mut generator);
            all += possible;
            seen += if one.relevant == 0 { 0.0 } else { possible };
        }
        most.push(all);
        shares_low.push(found / (found + all));
        shares_high.push(found / (found + seen));
    }
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let at = |values: &mut Vec<f64>, share: f64| {
        values.sort_unstable_by(f64::total_cmp);
        quantile(values, share).unwrap_or_default()
    };
    Some(Recall {
        value: found / (found + missed),
        interval: Interval { low: at(&mut shares_low, tail), high: at(&mut shares_high, 1.0 - tail) },
        missed,
        missed_at_most: at(&mut most, 1.0 - tail).max(missed),
        judged,
    })
}

/// A seed out of the counts.
fn seed(delivered: Segment, rejected: &[Segment]) -> u64 {
    let mixed = |seed: u64, number: u64| (seed ^ number).wrapping_mul(0x0000_0100_0000_01b3);
    std::iter::once(&delivered)
        .chain(rejected)
        .flat_map(|one| [one.size, one.judged, one.relevant])
        .fold(0xcbf2_9ce4_8422_2325, mixed)
}
