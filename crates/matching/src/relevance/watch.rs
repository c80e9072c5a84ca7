//! A profile that falls silent is widened.
//!
//! A threshold that is too high gets no answers, and without answers it stays too high. So after three gaps as long as would be expected
//! with a small load the best record of the next is delivered whatever its probability, and half as much more again for each further
//! gap without any.

/// Share of the records that a profile is expected to deliver at least.
pub const EXPECTED_SHARE: f64 = 0.0005;

/// Expected gaps after which a profile counts as silent.
pub const SILENT_GAPS: u32 = 3;

/// By how much it is widened with each further gap.
const WIDENED: f64 = 1.5;

/// Counts the records since the last delivery of a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    n_since: u64,
}

impl Watch {
    /// Goes on counting from what was kept.
    pub fn since(n_since: u64) -> Watch {
        Watch { n_since }
    }

    /// Records since the last delivery.
    pub fn n_since(&self) -> u64 {
        self.n_since
    }

    /// Whether the profile is silent: its owner is told.
    pub fn is_silent(&self) -> bool {
        self.gaps() >= f64::from(SILENT_GAPS)
    }

    fn gaps(&self) -> f64 {
        self.n_since as f64 * EXPECTED_SHARE
    }

    /// Takes one more record, which `rate` of the others outscore and which is above its threshold or not, and says whether it is
    /// delivered.
    pub fn delivers(&mut self, rate: f64, is_above: bool) -> bool {
        let silent = self.gaps() - f64::from(SILENT_GAPS - 1);
        let widened = silent > 0.0 && rate <= 2.0 * EXPECTED_SHARE * WIDENED.powf(silent);
        let delivers = is_above || widened;
        self.n_since = if delivers { 0 } else { self.n_since + 1 };
        delivers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_profile_is_silent_for_more_than_three_expected_gaps_of_an_even_stream() {
        let (mut watch, mut longest, mut state) = (Watch::default(), 0, 7_u64);
        for _ in 0..200_000 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            watch.delivers((state >> 11) as f64 / (1u64 << 53) as f64, false);
            longest = longest.max(watch.n_since());
        }
        assert!(longest as f64 * EXPECTED_SHARE <= 3.5, "{longest} records");
    }

    #[test]
    fn what_is_above_the_threshold_is_delivered_at_once() {
        let mut watch = Watch::since(3_000);
        assert!(!watch.is_silent() && watch.delivers(0.9, true) && watch.n_since() == 0);
    }
}
