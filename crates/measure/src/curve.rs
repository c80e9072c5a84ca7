//! The curves behind the figures: the incomplete beta and gamma functions, and where they reach a value.
//!
//! Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, chapters 6 and 26; the continued fractions are those of
//! 26.5.8 and 6.5.31, evaluated by the method of Lentz. Accurate to some ten digits, which is more than counts of visits bear.

/// Steps of a continued fraction or a series. All that are asked for here end within a hundred, save those of many thousands.
const STEPS_MAX: usize = 5_000;
/// Where a fraction or a series no longer moves.
const STILL: f64 = 1e-14;
/// In place of nought in a fraction.
const TINY: f64 = 1e-300;

/// The logarithm of the gamma function of a positive number: Stirling's series (6.1.41) after a shift to where it is exact.
pub(crate) fn ln_gamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 12.0 {
        shift -= x.ln();
        x += 1.0;
    }
    let (one, square) = (1.0 / x, 1.0 / (x * x));
    let series = one * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0))));
    shift + (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

/// The logarithm of the beta function.
pub(crate) fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// How much of a beta distribution with these parameters lies below a share.
pub(crate) fn beta_below(a: f64, b: f64, share: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    let front = (a * share.ln() + b * (1.0 - share).ln() - ln_beta(a, b)).exp();
    if share < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, share) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - share) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut whole = d;
    for step in 1..STEPS_MAX {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        whole *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        whole *= d * c;
        if (d * c - 1.0).abs() < STILL {
            break;
        }
    }
    whole
}

/// How likely at most `hits` of `tries` are, each with this chance.
pub(crate) fn binomial_at_most(hits: i64, tries: u32, chance: f64) -> f64 {
    if hits < 0 {
        return 0.0;
    }
    let tries = i64::from(tries);
    if hits >= tries {
        return 1.0;
    }
    1.0 - beta_below((hits + 1) as f64, (tries - hits) as f64, chance)
}

/// How likely at most `events` are where `mean` are expected (Poisson).
pub(crate) fn poisson_at_most(events: i64, mean: f64) -> f64 {
    if events < 0 {
        return 0.0;
    }
    if mean <= 0.0 {
        return 1.0;
    }
    1.0 - gamma_below((events + 1) as f64, mean)
}

/// The lower incomplete gamma function, as a share of the whole.
fn gamma_below(a: f64, x: f64) -> f64 {
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / a, 1.0 / a, a);
        for _ in 0..STEPS_MAX {
            at += 1.0;
            term *= x / at;
            sum += term;
            if term < sum * STILL {
                break;
            }
        }
        front * sum
    } else {
        let mut b = x + 1.0 - a;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut whole = d;
        for step in 1..STEPS_MAX {
            let m = step as f64;
            let part = -m * (m - a);
            b += 2.0;
            d = 1.0 / (part * d + b);
            c = b + part / c;
            whole *= d * c;
            if (d * c - 1.0).abs() < STILL {
                break;
            }
        }
        1.0 - front * whole
    }
}

/// Where a function that grows from `low` to `high` reaches a value, by halving: sixty halves are finer than a double.
pub(crate) fn reaches(value: f64, (mut low, mut high): (f64, f64), grows: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if grows(middle) < value { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn the_curves_agree_with_sums_by_hand() {
        near(ln_gamma(5.0), 24.0f64.ln());
        near(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
        near(beta_below(2.0, 3.0, 0.4), 0.5248);
        near(beta_below(0.5, 0.5, 0.5), 0.5);
        // 3 of 10 at a half: (1 + 10 + 45 + 120) / 1024.
        near(binomial_at_most(3, 10, 0.5), 176.0 / 1024.0);
        near(binomial_at_most(-1, 10, 0.5), 0.0);
        near(binomial_at_most(10, 10, 0.5), 1.0);
        let mean: f64 = 2.5;
        near(poisson_at_most(2, mean), (-mean).exp() * (1.0 + mean + mean * mean / 2.0));
        let mean: f64 = 40.0;
        let sum: f64 = (0..=30).map(|k| (f64::from(k) * mean.ln() - mean - ln_gamma(f64::from(k) + 1.0)).exp()).sum();
        near(poisson_at_most(30, mean), sum);
        near(reaches(0.25, (0.0, 1.0), |x| x * x), 0.5);
    }
}
