//! Numbers that look like chance and are the same each time, for populations in tests (`splitmix64`, Steele and others 2014).

pub(crate) struct Generator(pub u64);

impl Generator {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From nought to one.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// How many of so many tries.
    pub(crate) fn hits(&mut self, tries: u32, chance: f64) -> u32 {
        (0..tries).map(|_| u32::from(self.happens(chance))).sum()
    }

    /// How many are hit in a sample without replacement.
    pub(crate) fn sampled(&mut self, mut marked: u32, mut whole: u32, n_drawn: u32) -> u32 {
        let mut hit = 0;
        for _ in 0..n_drawn {
            if self.share() * f64::from(whole) < f64::from(marked) {
                hit += 1;
                marked -= 1;
            }
            whole -= 1;
        }
        hit
    }

    /// How many events where `mean` are expected: times between them add up to one.
    pub(crate) fn events(&mut self, mean: f64) -> u32 {
        let (mut time, mut count) = (0.0, 0);
        loop {
            time -= (1.0 - self.share()).ln();
            if time > mean {
                return count;
            }
            count += 1;
        }
    }
}
