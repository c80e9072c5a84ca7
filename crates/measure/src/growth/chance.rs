//! Chance that is the same each time (`splitmix64`, Steele, Lea and Flood 2014), for intervals by resampling.

/// A stream of numbers that a seed decides.
pub(super) struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From nought to one, neither of them.
    pub fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A place below `n`.
    pub fn place(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A normal deviate (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.share().ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos()
    }

    /// How many of so many tries: counted one by one where they are few, by waiting times where hits are rare, by the normal
    /// curve where both are many.
    pub fn hits(&mut self, tries: f64, chance: f64) -> f64 {
        let tries = tries.max(0.0).round();
        let chance = chance.clamp(0.0, 1.0);
        if tries <= 500.0 {
            let mut hits = 0.0;
            for _ in 0..tries as u32 {
                hits += f64::from(u8::from(self.share() < chance));
            }
            return hits;
        }
        if chance > 0.5 {
            return tries - self.hits(tries, 1.0 - chance);
        }
        let mean = tries * chance;
        if mean < 30.0 {
            let (mut time, mut hits) = (0.0, 0.0);
            loop {
                time -= self.share().ln();
                if time > mean {
                    return f64::min(hits, tries);
                }
                hits += 1.0;
            }
        }
        (mean + (mean * (1.0 - chance)).sqrt() * self.normal()).round().clamp(0.0, tries)
    }
}
