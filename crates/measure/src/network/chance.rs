//! Chance that is a function of where it is asked for, so that two scenarios meet the same luck (common random numbers) and
//! everything can be done again (`splitmix64`, Steele and others 2014).

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn to_share(z: u64) -> f64 {
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

/// A share from nought to one for this run and these two things; the same each time.
pub(super) fn luck(seed: u64, run: u64, first: u64, second: u64) -> f64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let a = mixed(seed.wrapping_add(STEP) ^ mixed(run.wrapping_add(STEP)));
    let b = mixed(a.wrapping_add(first.wrapping_mul(STEP)).wrapping_add(STEP));
    to_share(mixed(b.wrapping_add(second.wrapping_mul(STEP)).wrapping_add(STEP)))
}

/// Chance in a row, for shuffles.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A place below `n`; nought when there is none.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // The high half of the product is even but for one in 2^64 / n (Lemire 2019).
        usize::try_from((u128::from(self.next()) * n as u128) >> 64).unwrap_or(0)
    }

    /// A standard normal number (Box and Muller 1958).
    pub(super) fn normal(&mut self) -> f64 {
        let first = 1.0 - to_share(self.next());
        let second = to_share(self.next());
        (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos()
    }
}
