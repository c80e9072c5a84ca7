//! Chance that can be had again: the same seed gives the same run on every machine.

/// A stream of random numbers (SplitMix64: Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a round: each round has its own, so that one can be had without those before it.
    pub fn of_round(seed: u64, round: u64) -> Chance {
        let mut chance = Chance(seed ^ round.wrapping_mul(0xd1b5_4a32_d192_ed03));
        chance.next();
        chance
    }

    /// The stream that belongs to these bytes: what is asked of an input depends on the input
    /// alone, so a saved input is asked the same again.
    pub fn of_bytes(bytes: &[u8]) -> Chance {
        Chance(hash(bytes))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `n`; zero when `n` is.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    /// Whether one of `n` fell.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        all.get(self.below(all.len()))
    }

    /// A size up to `max`: small ones are as likely as large ones by their number of digits.
    pub fn size(&mut self, max: usize) -> usize {
        let bits = usize::BITS - max.leading_zeros();
        let most = 1usize << self.below(bits as usize + 1);
        1 + self.below(most.min(max))
    }

    /// A range inside `length` bytes, no longer than `max`.
    pub fn range(&mut self, length: usize, max: usize) -> std::ops::Range<usize> {
        let n = self.size(max.clamp(1, length.max(1))).min(length);
        let from = self.below(length - n + 1);
        from..from + n
    }
}

/// A number for some bytes (FNV-1a), to name files and to seed.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_the_same_again_and_unlike_its_neighbour() {
        let drawn = |round| (0..4).map(|_| Chance::of_round(7, round).next()).collect::<Vec<u64>>();
        assert_eq!(drawn(3), drawn(3));
        assert_ne!(drawn(3), drawn(4));
    }

    #[test]
    fn a_range_lies_inside() {
        let mut chance = Chance::of_round(1, 1);
        for length in [0, 1, 2, 100] {
            for _ in 0..200 {
                let range = chance.range(length, 50);
                assert!(range.end <= length && range.len() <= 50, "{range:?} of {length}");
            }
        }
    }
}
