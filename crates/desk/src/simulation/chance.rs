//! Chance that is the same in every run of a seed.

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, and good enough to plant an office with. It is no source of secrets.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The chance of a seed. Different `stream`s of one seed do not know each other, so that more of the one shifts nothing of the other.
    pub(super) fn new(seed: u64, stream: u64) -> Chance {
        let mut chance = Chance(seed ^ stream.wrapping_mul(0xd6e8_feb8_6659_fd93));
        chance.number();
        chance
    }

    pub(super) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from nought to below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.number() % n.max(1) as u64) as usize
    }

    /// A number from the one to the other, both included.
    pub(super) fn between(&mut self, least: u8, most: u8) -> u8 {
        least + u8::try_from(self.below(usize::from(most.saturating_sub(least)) + 1)).unwrap_or(0)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn happens(&mut self, percent: u8) -> bool {
        self.below(100) < usize::from(percent)
    }

    /// One of them; `None` of none.
    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_the_same_again_and_its_streams_differ() {
        let drawn = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            (0..20).map(|_| chance.number()).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7, 1), drawn(7, 1));
        assert_ne!(drawn(7, 1), drawn(7, 2));
        assert_ne!(drawn(7, 1), drawn(8, 1));
        let mut chance = Chance::new(7, 3);
        assert!((0..1_000).all(|_| (3..=9).contains(&chance.between(3, 9))));
        let n = (0..10_000).filter(|_| chance.happens(30)).count();
        assert!((2_800..3_200).contains(&n), "{n}");
    }
}
