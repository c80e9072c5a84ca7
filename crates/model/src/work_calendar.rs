//! Work calendars: on which days a unit works, and where its days end.
//!
//! A time that is given in days ends on a day on which somebody is there to keep it: when the last is a Saturday, a Sunday or a free
//! day of the unit's country, the next day of work takes its place (as in § 193 of the German Civil Code and in Article 3(4) of
//! Regulation 1182/71 of the European Communities). A day is over when it is over where the unit is.

use std::collections::BTreeSet;

use crate::{Date, Refusal, UnitId, is_weekend};

/// Free days in a row after which the next day counts as one of work: nobody is away so long, so the list is wrong.
const FREE_IN_A_ROW_MAX: usize = 60;

/// When a unit works. What it does not say is as in the unit above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Whose it is, and that of the units below which say nothing else.
    pub unit: UnitId,
    /// The country whose weekends and free days it keeps, by its code of two letters.
    pub country: Option<String>,
    /// The time zone by whose clock its days end, by its name, such as `Europe/Moscow`.
    pub zone: Option<String>,
    /// Grows by one with each change.
    pub revision: u32,
}

impl WorkCalendar {
    /// That of a unit which never said anything.
    pub fn of(unit: UnitId) -> WorkCalendar {
        WorkCalendar { unit, country: None, zone: None, revision: 0 }
    }

    /// The same with its texts in order. Whether there is such a zone is for those to say who know them.
    ///
    /// # Errors
    /// Refused with a country that is none.
    pub fn tidied(self) -> Result<WorkCalendar, Refusal> {
        let said = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let country = said(self.country).as_deref().map(crate::host::country).transpose()?;
        Ok(WorkCalendar { country, zone: said(self.zone), ..self })
    }

    /// What holds for a unit: of each part, what the nearest of these says. They stand from the unit upwards.
    pub fn in_force(upwards: &[WorkCalendar]) -> (Option<&str>, Option<&str>) {
        let country = upwards.iter().find_map(|one| one.country.as_deref());
        (country, upwards.iter().find_map(|one| one.zone.as_deref()))
    }
}

/// The day by which something is to be done that was given until a day: that day, or the next on which somebody works.
pub fn day_of_work(until: Date, free: &BTreeSet<Date>) -> Date {
    let works = |day: &Date| !is_weekend(*day) && !free.contains(day);
    let next = (0i64..).map(|n| until.plus_days(n)).take(FREE_IN_A_ROW_MAX).find(works);
    next.unwrap_or(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_time_ends_on_a_day_on_which_somebody_works() {
        // New Year of 2027 is a Friday; in Russia nobody works until the eighth, a Friday, so Monday the eleventh is next.
        let russia: BTreeSet<Date> = (1..=8).map(|n| day(&format!("2027-01-0{n}"))).collect();
        let germany = BTreeSet::from([day("2027-01-01")]);
        for (until, free, last) in [
            ("2026-12-30", &germany, "2026-12-30"),
            ("2027-01-01", &germany, "2027-01-04"),
            ("2027-01-02", &germany, "2027-01-04"),
            ("2026-12-31", &russia, "2026-12-31"),
            ("2027-01-01", &russia, "2027-01-11"),
        ] {
            assert_eq!(day_of_work(day(until), free), day(last), "{until}");
        }
    }

    #[test]
    fn no_list_of_free_days_puts_a_time_off_for_ever() {
        let all: BTreeSet<Date> = (0..400).map(|n| day("2026-01-01").plus_days(n)).collect();
        assert_eq!(day_of_work(day("2026-01-01"), &all), day("2026-01-01"));
    }

    #[test]
    fn what_a_unit_does_not_say_is_as_in_the_unit_above() {
        let unit = |name: &str, country: Option<&str>, zone: Option<&str>| WorkCalendar {
            country: country.map(str::to_owned),
            zone: zone.map(str::to_owned),
            ..WorkCalendar::of(UnitId::new(name).unwrap())
        };
        let works = unit("works", None, Some("Asia/Novosibirsk"));
        let ministry = unit("ministry", Some("RU"), Some("Europe/Moscow"));
        assert_eq!(WorkCalendar::in_force(&[works.clone(), ministry]), (Some("RU"), Some("Asia/Novosibirsk")));
        assert_eq!(WorkCalendar::in_force(&[works]), (None, Some("Asia/Novosibirsk")));
        assert_eq!(WorkCalendar::in_force(&[]), (None, None));
        assert!(unit("works", Some("Germany"), None).tidied().is_err());
        assert_eq!(unit("works", Some(" de "), Some(" ")).tidied().unwrap(), unit("works", Some("DE"), None));
    }
}
