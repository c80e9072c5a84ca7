//! Calendars, by RFC 5545: what is due, each a day.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike};
use model::Date;

/// Something that is due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Its name for ever.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What is due.
    pub title: String,
    /// More about it.
    pub text: String,
    /// Where it is done.
    pub address: String,
    /// When it arose, in microseconds since 1970.
    pub at: i64,
}

/// The text of a calendar. The same entries give the same text.
pub fn calendar(name: &str, entries: &[CalendarEntry]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        let number = entry.day.days_since(Date::of_number(0));
        let Some(day) = NaiveDate::from_epoch_days(i32::try_from(number).unwrap_or_default()) else { continue };
        let mut event = Event::new();
        event
            .uid(&entry.id)
            .timestamp(DateTime::<Utc>::from_timestamp_micros(entry.at).unwrap_or_default())
            // Without an end it is that day (RFC 5545, 3.6.1); an end on the same day would be none.
            .starts(day)
            .summary(&entry.title)
            .description(&entry.text)
            .url(&entry.address)
            // It takes no time of the day: nobody is busy for it.
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_stands_on_its_day_and_no_text_begins_a_line_of_its_own() {
        let entry = CalendarEntry {
            id: "U1@office".to_owned(),
            day: Date::parse("2026-12-24").unwrap(),
            title: "Answer; \"mills\", all\r\nBEGIN:VALARM".to_owned(),
            text: "жернов ".repeat(40),
            address: "https://office.example/deliveries/D1".to_owned(),
            at: 1_700_000_000_000_000,
        };
        let text = calendar("Engineer", std::slice::from_ref(&entry));
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:U1@office",
            "DTSTART;VALUE=DATE:20261224",
            "DTSTAMP:20231114T221320Z",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|held| held == line), "{line}: {text}");
        }
        assert!(!text.lines().any(|line| line.starts_with("BEGIN:VALARM") || line.starts_with("DTEND")), "{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert_eq!(calendar("Engineer", &[entry]), text);
    }
}
