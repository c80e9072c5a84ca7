//! Quarters of a year: plans of output are made by them, and actual output is told by them.

use std::fmt;

use crate::Date;

/// A quarter of a calendar year. Displayed and read as `1957-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// Which quarter, 1 to 4.
    pub quarter: u8,
}

impl Quarter {
    /// A quarter; `None` where there is none of this number, or the year is not one of four digits.
    pub fn new(year: i16, quarter: u8) -> Option<Quarter> {
        ((1..=4).contains(&quarter) && (1_000..=9_999).contains(&year)).then_some(Quarter { year, quarter })
    }

    /// The quarter in which a day lies.
    pub fn of(day: Date) -> Quarter {
        // A day is of a year of four digits; what is not is put to the nearest that is.
        let year = i16::try_from(day.year().clamp(1_000, 9_999)).unwrap_or(9_999);
        Quarter { year, quarter: (day.month() - 1) / 3 + 1 }
    }

    /// Reads what `Display` writes; the `q` may be small.
    pub fn parse(text: &str) -> Option<Quarter> {
        let (year, quarter) = text.trim().split_once('-')?;
        let quarter = quarter.strip_prefix(['Q', 'q'])?;
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(year, 4) && digits(quarter, 1)).then_some(())?;
        Quarter::new(year.parse().ok()?, quarter.parse().ok()?)
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Quarter {
        if self.quarter == 4 {
            Quarter { year: self.year + 1, quarter: 1 }
        } else {
            Quarter { quarter: self.quarter + 1, ..self }
        }
    }

    /// The quarter before it.
    #[must_use]
    pub fn before(self) -> Quarter {
        if self.quarter == 1 {
            Quarter { year: self.year - 1, quarter: 4 }
        } else {
            Quarter { quarter: self.quarter - 1, ..self }
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::new(i32::from(self.year), (self.quarter - 1) * 3 + 1, 1).unwrap_or_else(|| Date::of_number(0))
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.next().first_day().plus_days(-1)
    }

    /// Quarters from another one to this one; below zero where the other is later.
    pub fn since(self, other: Quarter) -> i32 {
        (i32::from(self.year) - i32::from(other.year)) * 4 + i32::from(self.quarter) - i32::from(other.quarter)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Every day lies in exactly one quarter, between its first day and its last, and quarters follow on one another.
        #[test]
        fn quarters_cover_the_days(number in -300_000_i64..2_000_000) {
            let day = Date::of_number(number);
            let quarter = Quarter::of(day);
            prop_assert!(quarter.first_day() <= day && day <= quarter.last_day());
            prop_assert_eq!(Quarter::of(quarter.last_day().plus_days(1)), quarter.next());
            prop_assert_eq!(quarter.next().before(), quarter);
            prop_assert_eq!(Quarter::parse(&quarter.to_string()), Some(quarter));
            prop_assert_eq!(quarter.next().since(quarter), 1);
        }
    }

    #[test]
    fn what_is_no_quarter_is_not_read() {
        for text in ["1957", "1957-Q5", "1957-Q0", "57-Q1", "1957-1", "1957-Q1x", "-1957-Q1", ""] {
            assert_eq!(Quarter::parse(text), None, "{text}");
        }
        assert_eq!(Quarter::parse("1957-q3").unwrap().last_day(), Date::new(1957, 9, 30).unwrap());
    }
}
