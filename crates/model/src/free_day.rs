//! Days on which nobody works in a country, and weekends: on them a host receives no guests unless it says so.

use crate::host::{not_longer, one_line};
use crate::{Date, MEETING_LINE_CHARS_MAX, Refusal, sentence};

/// Free days of one country: some ten years of them.
pub const FREE_DAYS_MAX: usize = 400;

/// A day on which nobody works in a country.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FreeDay {
    /// The country by its code of two letters.
    pub country: String,
    /// The day.
    pub day: Date,
    /// What it is called.
    pub name: String,
}

impl FreeDay {
    /// The free days of a country in order, each once.
    ///
    /// # Errors
    /// Refused with a country that is none, a name that is too long, or with too many.
    pub fn tidied(country: &str, days: &[(Date, String)]) -> Result<Vec<FreeDay>, Refusal> {
        let country = crate::host::country(country)?;
        if days.len() > FREE_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "free-days-many",
                "A country has up to {max} free days here; leave out those of years that are over",
                max = FREE_DAYS_MAX
            )));
        }
        let mut tidy = Vec::new();
        for (day, name) in days {
            let name = one_line(name);
            not_longer(&name, MEETING_LINE_CHARS_MAX)?;
            tidy.push(FreeDay { country: country.clone(), day: *day, name });
        }
        tidy.sort();
        tidy.dedup_by_key(|one| one.day);
        Ok(tidy)
    }
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    // The first of January 1970 was a Thursday.
    (day.days_since(Date::of_number(0)) + 3).rem_euclid(7) >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn weekends_are_known_in_every_year() {
        for (text, weekend) in [
            ("1957-11-09", true),
            ("1957-11-10", true),
            ("1957-11-11", false),
            ("1970-01-01", false),
            ("2026-11-28", true),
            ("2026-11-30", false),
        ] {
            assert_eq!(is_weekend(day(text)), weekend, "{text}");
        }
    }

    #[test]
    fn the_days_of_a_country_stand_in_order_each_once() {
        let days = [(day("2026-12-25"), " Christmas ".to_owned()), (day("2026-10-03"), "Unity".to_owned())];
        let twice: Vec<_> = days.iter().chain(&days).cloned().collect();
        let tidy = FreeDay::tidied("de", &twice).unwrap();
        let names: Vec<&str> = tidy.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names, tidy[0].country.as_str()), (vec!["Unity", "Christmas"], "DE"));
        assert!(FreeDay::tidied("Germany", &days).is_err());
    }
}
