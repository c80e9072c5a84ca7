//! Exact fractions: what measures are converted with, so that there and back again is the same number.

use std::cmp::Ordering;
use std::fmt;

use crate::{Refusal, sentence};

/// Digits of a number that is read, without the zeros at its ends: more than any instrument gives, and few enough that products fit.
pub const RATIONAL_DIGITS_MAX: usize = 18;

/// Digits behind the point that are written: beyond them a number is rounded.
pub const RATIONAL_DECIMALS_MAX: u32 = 12;

/// Digits that are shown of a fraction whose decimals do not end.
const SHOWN_DIGITS: i32 = 6;

/// A fraction in lowest terms, its lower part above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rational {
    over: i128,
    under: i128,
}

fn divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.abs()
}

impl Rational {
    /// Nothing.
    pub const ZERO: Rational = Rational { over: 0, under: 1 };
    /// One.
    pub const ONE: Rational = Rational { over: 1, under: 1 };

    /// A fraction; `None` where its lower part is zero, or a part is too large.
    pub fn new(over: i128, under: i128) -> Option<Rational> {
        if under == 0 || over == i128::MIN || under == i128::MIN {
            return None;
        }
        let common = divisor(over, under) * under.signum();
        Some(Rational { over: over / common, under: under / common })
    }

    /// A whole number.
    pub fn whole(number: i64) -> Rational {
        Rational { over: i128::from(number), under: 1 }
    }

    /// Reads a decimal number with one point, a sign and an exponent: `-12.5`, `1.6e-19`. `None` where it is none, or has more than
    /// [`RATIONAL_DIGITS_MAX`] digits. Zeros at the ends are no digits here, so that what is written of a number is read again.
    pub fn parse(text: &str) -> Option<Rational> {
        let (number, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (sign, digits) = match number.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        let figures = all.trim_start_matches('0');
        let fits = !whole.is_empty() && figures.trim_end_matches('0').len() <= RATIONAL_DIGITS_MAX;
        if !fits || !all.bytes().all(|byte| byte.is_ascii_digit()) || (digits.contains('.') && part.is_empty()) {
            return None;
        }
        let power = exponent.checked_sub(i32::try_from(part.len()).ok()?)?;
        let scale = 10_i128.checked_pow(power.unsigned_abs())?;
        let number: i128 = if figures.is_empty() { 0 } else { figures.parse().ok()? };
        let number = sign * number;
        if power < 0 { Rational::new(number, scale) } else { Rational::new(number.checked_mul(scale)?, 1) }
    }

    /// The sum; `None` where it does not fit.
    pub fn plus(self, other: Rational) -> Option<Rational> {
        let common = divisor(self.under, other.under);
        let (left, right) = (other.under / common, self.under / common);
        let over = self.over.checked_mul(left)?.checked_add(other.over.checked_mul(right)?)?;
        Rational::new(over, self.under.checked_mul(left)?)
    }

    /// The difference; `None` where it does not fit.
    pub fn minus(self, other: Rational) -> Option<Rational> {
        self.plus(Rational { over: -other.over, under: other.under })
    }

    /// The product; `None` where it does not fit.
    pub fn times(self, other: Rational) -> Option<Rational> {
        // Divided across first, so that what fits is not lost on the way.
        let (one, two) = (divisor(self.over, other.under).max(1), divisor(other.over, self.under).max(1));
        let over = (self.over / one).checked_mul(other.over / two)?;
        Rational::new(over, (self.under / two).checked_mul(other.under / one)?)
    }

    /// One divided by it; `None` for zero.
    pub fn inverse(self) -> Option<Rational> {
        Rational::new(self.under, self.over)
    }

    /// The quotient; `None` by zero, or where it does not fit.
    pub fn by(self, other: Rational) -> Option<Rational> {
        self.times(other.inverse()?)
    }

    /// So many times multiplied with itself, below zero divided; `None` where it does not fit.
    pub fn power(self, exponent: i8) -> Option<Rational> {
        let base = if exponent < 0 { self.inverse()? } else { self };
        (0..exponent.unsigned_abs()).try_fold(Rational::ONE, |product, _| product.times(base))
    }

    /// Refuses a number that would be kept as another one than it is.
    ///
    /// # Errors
    /// Refused when it has more digits than are written.
    pub(crate) fn as_written(self) -> Result<Rational, Refusal> {
        if Rational::parse(&self.to_string()) == Some(self) {
            return Ok(self);
        }
        Err(Refusal::Said(sentence!(
            "amount-digits",
            "This amount has more digits than are kept; write it with up to {max} behind the point",
            max = RATIONAL_DECIMALS_MAX
        )))
    }

    /// Its nearest number in double precision, for drawing.
    pub fn nearest(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// Whether its decimals end, and with how many digits behind the point.
    fn ends(self) -> Option<u32> {
        let (mut rest, mut twos, mut fives) = (self.under, 0, 0);
        while rest % 2 == 0 {
            (rest, twos) = (rest / 2, twos + 1);
        }
        while rest % 5 == 0 {
            (rest, fives) = (rest / 5, fives + 1);
        }
        (rest == 1).then_some(twos.max(fives))
    }

    /// Rounded half away from zero to so many digits behind the point.
    fn rounded(self, places: u32) -> Option<String> {
        let scaled = self.over.checked_abs()?.checked_mul(10_i128.checked_pow(places)?)?;
        let number = (scaled.checked_mul(2)?.checked_add(self.under)?) / self.under.checked_mul(2)?;
        let sign = if self.over < 0 && number > 0 { "-" } else { "" };
        if places == 0 {
            return Some(format!("{sign}{number}"));
        }
        let places = places as usize;
        let digits = format!("{number:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    /// By continued fractions, so that nothing overflows.
    fn cmp(&self, other: &Rational) -> Ordering {
        let (mut a, mut b, mut c, mut d) = (self.over, self.under, other.over, other.under);
        loop {
            let (one, two) = (a.div_euclid(b), c.div_euclid(d));
            if one != two {
                return one.cmp(&two);
            }
            let (left, right) = (a.rem_euclid(b), c.rem_euclid(d));
            if left == 0 || right == 0 {
                return left.cmp(&right);
            }
            // What is left over, turned upside down: the order turns with it.
            (a, b, c, d) = (d, right, b, left);
        }
    }
}

impl fmt::Display for Rational {
    /// Whole where its decimals end within [`RATIONAL_DECIMALS_MAX`] digits, else rounded to six digits that count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(places) = self.ends().filter(|places| *places <= RATIONAL_DECIMALS_MAX)
            && let Some(text) = self.rounded(places)
        {
            return f.write_str(&text);
        }
        let size = self.nearest().abs().log10().floor();
        let places = (SHOWN_DIGITS - 1 - size as i32).max(0).unsigned_abs();
        match self.rounded(places) {
            Some(text) if places <= RATIONAL_DECIMALS_MAX => f.write_str(&text),
            _ => write!(f, "{:.5e}", self.nearest()),
        }
    }
}
