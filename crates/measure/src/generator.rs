//! Numbers that look like chance and are the same each time (`splitmix64`, Steele, Lea and Flood 2014): for resampling, for null
//! networks, for luck along ties, and for the populations of tests.

/// By what the state goes on: two to the 64th by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn to_share(z: u64) -> f64 {
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

/// A standard normal number out of two shares, the first of them not nought (Box and Muller 1958).
fn bell(first: f64, second: f64) -> f64 {
    (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos()
}

/// A share from nought to one that is a function of where it is asked for: of a run and of two things in it. Two scenarios then meet
/// the same luck (common random numbers).
pub(crate) fn luck(seed: u64, run: u64, first: u64, second: u64) -> f64 {
    let a = mixed(seed.wrapping_add(STEP) ^ mixed(run.wrapping_add(STEP)));
    let b = mixed(a.wrapping_add(first.wrapping_mul(STEP)).wrapping_add(STEP));
    to_share(mixed(b.wrapping_add(second.wrapping_mul(STEP)).wrapping_add(STEP)))
}

/// A stream of numbers that a seed decides.
pub(crate) struct Generator(pub u64);

impl Generator {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// From nought to one, nought among them.
    pub(crate) fn share(&mut self) -> f64 {
        to_share(self.next())
    }

    /// From nought to one, neither of them, so that its logarithm can be taken.
    fn inside(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// A place below `n`; nought when there is none.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // The high half of the product is even but for one in 2^64 / n (Lemire 2019).
        usize::try_from((u128::from(self.next()) * n as u128) >> 64).unwrap_or(0)
    }

    /// A standard normal number.
    pub(crate) fn normal(&mut self) -> f64 {
        bell(1.0 - self.share(), self.share())
    }

    /// How many of so many tries: counted one by one where they are few, by waiting times where hits are rare, by the normal
    /// curve where both are many.
    pub(crate) fn hits(&mut self, tries: f64, chance: f64) -> f64 {
        let tries = tries.max(0.0).round();
        let chance = chance.clamp(0.0, 1.0);
        if tries <= 500.0 {
            return (0..tries as u32).map(|_| f64::from(u8::from(self.happens(chance)))).sum();
        }
        if chance > 0.5 {
            return tries - self.hits(tries, 1.0 - chance);
        }
        let mean = tries * chance;
        if mean < 30.0 {
            return f64::from(self.events(mean)).min(tries);
        }
        let deviate = bell(self.inside(), self.inside());
        (mean + (mean * (1.0 - chance)).sqrt() * deviate).round().clamp(0.0, tries)
    }

    /// How many events where `mean` are expected: times between them add up to one.
    pub(crate) fn events(&mut self, mean: f64) -> u32 {
        let (mut time, mut count) = (0.0, 0);
        loop {
            time -= self.inside().ln();
            if time > mean {
                return count;
            }
            count += 1;
        }
    }

    /// A gamma number of scale one (Marsaglia and Tsang 2000; below shape one by the power of a share, their section 6).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.inside().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.inside().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// A beta number: the share of one gamma number in two.
    pub(crate) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }

    /// How many are hit in a sample without replacement.
    #[cfg(test)]
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
}
