//! Rates of interest: exact decimals, so that no amount is ever computed from a fraction that a computer rounds by itself.

use std::fmt;

use crate::words::words;
use crate::{Refusal, sentence};

/// What stands for the whole in a rate: rates count hundred-millionths, so six digits behind the point of a percentage.
pub const RATE_ONE: i64 = 100_000_000;

/// The highest rate: a thousand per cent a year. What is above it is a slip of the pen, and the engine need not carry it.
pub const RATE_MAX: i64 = 10 * RATE_ONE;

/// A rate of interest or of a fee, a year where nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(i64);

impl Rate {
    /// The rate of nothing.
    pub const NONE: Rate = Rate(0);

    /// The rate of so many hundred-millionths; `None` beyond [`RATE_MAX`] either way.
    pub fn of_parts(parts: i64) -> Option<Rate> {
        (-RATE_MAX..=RATE_MAX).contains(&parts).then_some(Rate(parts))
    }

    /// It in hundred-millionths.
    pub fn parts(self) -> i64 {
        self.0
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Reads a percentage as people write it: `5`, `5.25`, `6,125 %`, `-0.5`.
    ///
    /// # Errors
    /// Refused when it is none, has more than six digits behind the point, or is beyond a thousand per cent.
    pub fn parse(text: &str) -> Result<Rate, Refusal> {
        let unread = || {
            Refusal::Said(sentence!(
                "rate-unread",
                "`{text}` is no rate; write per cent a year with up to six digits behind the point, such as 5.25",
                text
            ))
        };
        let tidy: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        let parts = decimal(&tidy, 6).ok_or_else(unread)?;
        Rate::of_parts(parts).ok_or_else(unread)
    }

    /// The sum of two, within what a rate can be.
    pub fn plus(self, other: Rate) -> Rate {
        Rate(self.0.saturating_add(other.0).clamp(-RATE_MAX, RATE_MAX))
    }

    /// This share of an amount, in its smallest unit.
    pub fn of(self, minor: i64, rounding: Rounding) -> i64 {
        rounding.divide(i128::from(minor) * i128::from(self.0), i128::from(RATE_ONE))
    }
}

impl fmt::Display for Rate {
    /// `5.25`, in per cent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written_decimal(self.0, 6))
    }
}

/// Reads a decimal number with up to so many digits behind the point or comma, as a whole number of the last digit.
pub(crate) fn decimal(text: &str, digits: usize) -> Option<i64> {
    let (sign, number) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() + digits > 18 || part.len() > digits {
        return None;
    }
    (all_digits(whole) && all_digits(part))
        .then(|| format!("{whole}{part:0<digits$}").parse::<i64>().ok())?
        .map(|n| n * sign)
}

/// Writes what [`decimal`] reads, without noughts at the end.
pub(crate) fn written_decimal(value: i64, digits: u32) -> String {
    let unit = 10_u64.pow(digits);
    let (sign, parts) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let whole = parts / unit;
    let part = format!("{:0width$}", parts % unit, width = digits as usize);
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

words! {
    /// What becomes of the half of a smallest unit.
    Rounding {
        /// It goes to the even neighbour, so that halves do not add up.
        HalfEven = "half-even",
        /// It goes up, away from nought.
        HalfUp = "half-up",
    }
}

impl Rounding {
    /// A fraction as a whole number. The denominator is above nought.
    pub fn divide(self, numerator: i128, denominator: i128) -> i64 {
        let denominator = denominator.max(1);
        let (size, sign) = (numerator.unsigned_abs(), if numerator < 0 { -1 } else { 1 });
        let by = denominator.unsigned_abs();
        let (whole, rest) = (size / by, size % by);
        // Compared without doubling, which could go beyond what a number holds.
        let is_up = match rest.cmp(&(by - rest)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self == Rounding::HalfUp || whole % 2 == 1,
        };
        let whole = whole + u128::from(is_up && rest > 0);
        i64::try_from(whole).unwrap_or(i64::MAX) * sign
    }
}

/// How the rate of a line is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateRule {
    /// The same all the time.
    Fixed(Rate),
    /// That of a table, and something on it.
    Floating {
        /// What is added to the base rate.
        margin: Rate,
        /// The whole rate is not below this.
        floor: Option<Rate>,
        /// The whole rate is not above this.
        cap: Option<Rate>,
    },
}

impl RateRule {
    /// The rate with a base rate; without one, as if it were nought. A lender pays no interest here, so it is never below nought.
    pub fn rate(self, base: Option<Rate>) -> Rate {
        match self {
            RateRule::Fixed(rate) => rate,
            RateRule::Floating { margin, floor, cap } => {
                let whole = margin.plus(base.unwrap_or_default()).max(floor.unwrap_or_default()).max(Rate::NONE);
                cap.map_or(whole, |cap| whole.min(cap))
            }
        }
    }

    /// Whether its base rate has to be fixed from time to time.
    pub fn is_floating(self) -> bool {
        matches!(self, RateRule::Floating { .. })
    }

    /// The same with another rate, or another margin.
    #[must_use]
    pub fn with(self, rate: Rate) -> RateRule {
        match self {
            RateRule::Fixed(_) => RateRule::Fixed(rate),
            RateRule::Floating { floor, cap, .. } => RateRule::Floating { margin: rate, floor, cap },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_as_people_write_them_and_kept_exactly() {
        for (text, parts, shown) in [
            ("5", 5_000_000, "5"),
            ("5.25 %", 5_250_000, "5.25"),
            ("6,125", 6_125_000, "6.125"),
            ("-0.5", -500_000, "-0.5"),
            ("0.000001", 1, "0.000001"),
            ("1000", RATE_MAX, "1000"),
        ] {
            let rate = Rate::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
            assert_eq!((rate.parts(), rate.to_string().as_str()), (parts, shown), "{text}");
        }
        for odd in ["", "%", "five", "1e3", "1000.01", "5.1234567", "--5", "99999999999999999999"] {
            assert!(Rate::parse(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn halves_go_where_the_line_says() {
        for (numerator, even, up) in [(5, 2, 3), (15, 8, 8), (-5, -2, -3), (-15, -8, -8), (4, 2, 2), (7, 4, 4)] {
            assert_eq!(Rounding::HalfEven.divide(numerator, 2), even, "{numerator}/2");
            assert_eq!(Rounding::HalfUp.divide(numerator, 2), up, "{numerator}/2");
        }
        assert_eq!(Rounding::HalfEven.divide(i128::MAX, i128::MAX), 1);
    }

    #[test]
    fn floor_and_cap_bound_the_whole_rate_and_no_lender_pays() {
        let rate = |text: &str| Rate::parse(text).unwrap();
        let rule = RateRule::Floating { margin: rate("1.5"), floor: Some(rate("2")), cap: Some(rate("7")) };
        for (base, whole) in [("0.25", "2"), ("3", "4.5"), ("9", "7"), ("-4", "2")] {
            assert_eq!(rule.rate(Some(rate(base))), rate(whole), "{base}");
        }
        let free = RateRule::Floating { margin: rate("1"), floor: None, cap: None };
        assert_eq!((free.rate(Some(rate("-3"))), free.rate(None)), (Rate::NONE, rate("1")));
    }
}
