//! Dates and times as a language says them.

use model::{Date, PartialDate};

use super::Speech;

impl Speech {
    /// A day in full: `12 March 2026`.
    pub fn date(self, date: Date) -> String {
        self.day("date-long", "month-of", date)
    }

    /// A day where room is short: `12 Mar 2026`.
    pub fn short_date(self, date: Date) -> String {
        self.day("date-short", "month-short", date)
    }

    /// A date as precise as the source gives it: `2026`, `March 2026`, `12 March 2026`.
    pub fn partial_date(self, date: PartialDate) -> String {
        if let Some(whole) = date.whole() {
            return self.date(whole);
        }
        let year = date.year().to_string();
        match date.month() {
            Some(month) => {
                self.with("date-month", &[("month", self.say(&format!("month-{month}")).into()), ("year", year.into())])
            }
            None => year,
        }
    }

    /// A time of day: `14:05`.
    pub fn time(self, hour: u8, minute: u8) -> String {
        let two = |number: u8| format!("{number:02}");
        self.with("time-of-day", &[("hour", two(hour).into()), ("minute", two(minute).into())])
    }

    /// A day and a time: `12 March 2026, 14:05`.
    pub fn moment(self, date: Date, hour: u8, minute: u8) -> String {
        let (date, time) = (self.date(date), self.time(hour, minute));
        self.with("date-and-time", &[("date", date.into()), ("time", time.into())])
    }

    /// How far off a due day is: `due in 3 days`, `due today`, `2 days late`. Days from today, negative when past.
    pub fn until(self, days: i64) -> String {
        if days < 0 {
            self.with("due-late", &[("days", (-days).into())])
        } else {
            self.with("due-in", &[("days", days.into())])
        }
    }

    /// How long ago something happened: `today`, `yesterday`, `3 days ago`.
    pub fn ago(self, days: i64) -> String {
        self.with("days-ago", &[("days", days.into())])
    }

    fn day(self, key: &str, months: &str, date: Date) -> String {
        self.with(
            key,
            &[
                ("day", date.day().to_string().into()),
                ("month", self.say(&format!("{months}-{}", date.month())).into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }
}
