//! Calendar dates, whole and with true precision.

use std::fmt;

use crate::{Refusal, sentence};

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// A date as precise as the source gives it: a year, a month or a day.
///
/// Ordered by time; a less precise date stands before the more precise ones it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// A day, if the calendar has it. Years run from -9999 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let known = (-9999..=9999).contains(&year) && (1..=12).contains(&month);
        (known && day >= 1 && day <= days_in(year, month)).then_some(Date { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Date> {
        PartialDate::parse(text)?.whole()
    }

    /// Days from 1970-01-01 to this day; negative before it.
    pub fn number(self) -> i64 {
        // Years begin in March, so that the leap day is the last of its year; 400 years are one cycle.
        let (year, month) = (i64::from(self.year) - i64::from(self.month < 3), i64::from(self.month));
        let cycle = year.div_euclid(400);
        let of_cycle = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719_468
    }

    /// The day that lies so many days from 1970-01-01; beyond the calendar, its first or last day.
    pub fn of_number(number: i64) -> Date {
        let (first, last) = (Date { year: -9999, month: 1, day: 1 }, Date { year: 9999, month: 12, day: 31 });
        if number <= first.number() || number >= last.number() {
            return if number < 0 { first } else { last };
        }
        let days = number + 719_468;
        let cycle = days.div_euclid(146_097);
        let of_cycle = days.rem_euclid(146_097);
        let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + cycle * 400 + i64::from(month < 3);
        let small = |n: i64| u8::try_from(n).unwrap_or(1);
        Date { year: i32::try_from(year).unwrap_or(9999), month: small(month), day: small(day) }
    }

    /// The day so many days later, or earlier for a negative number.
    pub fn plus_days(self, days: i64) -> Date {
        Date::of_number(self.number().saturating_add(days))
    }

    /// Days from another day to this one; negative when this one is earlier.
    pub fn days_since(self, other: Date) -> i64 {
        self.number() - other.number()
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl PartialDate {
    /// A date of which only the year is known.
    pub fn of_year(year: i32) -> Option<PartialDate> {
        (-9999..=9999).contains(&year).then_some(PartialDate { year, month: None, day: None })
    }

    /// The most precise date the parts allow: an impossible month or day is dropped, not guessed.
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
        let mut date = PartialDate::of_year(year)?;
        date.month = month.filter(|m| (1..=12).contains(m));
        if let Some(m) = date.month {
            date.day = day.filter(|d| *d >= 1 && *d <= days_in(year, m));
        }
        Some(date)
    }

    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, the same with `/` or `.`, compact `YYYYMMDD` and
    /// `YYYYMM`; a time of day behind `T` or a blank is dropped.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let text = text.trim();
        let text = text.split(['T', ' ']).next().unwrap_or("");
        let digits =
            |s: &str| (!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i32>().ok()).flatten();
        if let Some(whole) = digits(text) {
            return match text.len() {
                3 | 4 => PartialDate::of_year(whole),
                6 => PartialDate::new(whole / 100, Some((whole % 100) as u8), None),
                8 => PartialDate::new(whole / 10_000, Some((whole / 100 % 100) as u8), Some((whole % 100) as u8)),
                _ => None,
            };
        }
        let mut parts = text.split(['-', '/', '.']);
        let year = parts.next().filter(|y| y.len() == 4).and_then(digits)?;
        let small = |s: Option<&str>| s.and_then(digits).and_then(|n| u8::try_from(n).ok());
        PartialDate::new(year, small(parts.next()), small(parts.next()))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12, when known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, when known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The day, when the date is that precise.
    pub fn whole(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?)
    }

    /// How precise: 1 for a year, 2 for a month, 3 for a day.
    pub fn precision(self) -> u8 {
        1 + u8::from(self.month.is_some()) + u8::from(self.day.is_some())
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> PartialDate {
        PartialDate { year: date.year, month: Some(date.month), day: Some(date.day) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl PartialDate {
    /// The number of a month written in English, German, French or Russian, whole or shortened.
    pub fn month_named(text: &str) -> Option<u8> {
        let lower = text.trim().trim_end_matches('.').to_lowercase();
        if let Ok(n) = lower.parse::<u8>() {
            return (1..=12).contains(&n).then_some(n);
        }
        const STARTS: [&[&str]; 12] = [
            &["jan", "janv", "янв"],
            &["feb", "fév", "fev", "фев"],
            &["mar", "mär", "mrz", "мар"],
            &["apr", "avr", "апр"],
            &["may", "mai", "май", "мая"],
            &["jun", "juin", "июн"],
            &["jul", "juil", "июл"],
            &["aug", "aoû", "aou", "авг"],
            &["sep", "сен"],
            &["oct", "okt", "окт"],
            &["nov", "ноя"],
            &["dec", "dez", "déc", "дек"],
        ];
        (lower.chars().count() >= 3)
            .then(|| STARTS.iter().position(|starts| starts.iter().any(|s| lower.starts_with(s))))
            .flatten()
            .map(|i| i as u8 + 1)
    }
}

/// Refuses a first day that is after the last.
pub(crate) fn in_order(since: Date, until: Date) -> Result<(), Refusal> {
    if since <= until {
        return Ok(());
    }
    Err(Refusal::Said(sentence!("days-turned", "{until} is before {since}; write the first day first", until, since)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn a_date_keeps_the_precision_it_was_given() {
        check("1961", "1961");
        check("1961-04", "1961-04");
        check("1961-04-12", "1961-04-12");
        check("19610412", "1961-04-12");
        check("2004/11/3", "2004-11-03");
        check("2018-01-26T09:05:29Z", "2018-01-26");
        check("476", "0476");
    }

    #[test]
    fn what_the_calendar_does_not_have_is_dropped_and_never_guessed() {
        check("1961-13-01", "1961");
        check("1961-02-30", "1961-02");
        check("MCMXX", "");
        check("", "");
        assert!(Date::new(1900, 2, 29).is_none());
    }

    #[test]
    fn days_are_counted_through_leap_years_and_back() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2000-03-01").number(), 11_017);
        assert_eq!(day("1969-12-31").number(), -1);
        assert_eq!(day("2024-02-28").plus_days(2), day("2024-03-01"));
        assert_eq!(day("1900-02-28").plus_days(1), day("1900-03-01"));
        assert_eq!(day("2026-11-24").days_since(day("2026-11-10")), 14);
        for number in (-4_000_000..2_900_000).step_by(997) {
            assert_eq!(Date::of_number(number).number(), number);
        }
    }

    #[test]
    fn months_are_known_in_four_languages() {
        for (text, month) in [("Apr", 4), ("März", 3), ("août", 8), ("декабрь", 12), ("7", 7)] {
            assert_eq!(PartialDate::month_named(text), Some(month), "{text}");
        }
        assert_eq!(PartialDate::month_named("Spring"), None);
    }
}
