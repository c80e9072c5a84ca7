//! Business days: to which day a payment moves that would fall on a day on which no bank works.

use std::collections::BTreeSet;

use crate::words::words;
use crate::{Date, day_of_work, is_weekend};

words! {
    /// How a day that is none of work is moved (ISDA 2006 definitions, section 4.12).
    BusinessDay {
        /// Not at all.
        Unmoved = "unmoved",
        /// To the next day of work.
        Following = "following",
        /// To the next day of work, unless that is in the next month: then to the one before.
        ModifiedFollowing = "modified-following",
        /// To the day of work before.
        Preceding = "preceding",
    }
}

/// Days that are looked back for a day of work: longer nobody is away, so the list of free days is wrong.
const BACK_MAX: i64 = 60;

fn before(day: Date, free: &BTreeSet<Date>) -> Date {
    let works = |day: &Date| !is_weekend(*day) && !free.contains(day);
    (0..BACK_MAX).map(|n| day.plus_days(-n)).find(works).unwrap_or(day)
}

impl BusinessDay {
    /// The day to which a day moves, with the days on which nobody works.
    pub fn roll(self, day: Date, free: &BTreeSet<Date>) -> Date {
        match self {
            BusinessDay::Unmoved => day,
            BusinessDay::Following => day_of_work(day, free),
            BusinessDay::Preceding => before(day, free),
            BusinessDay::ModifiedFollowing => {
                let next = day_of_work(day, free);
                if (next.year(), next.month()) == (day.year(), day.month()) { next } else { before(day, free) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_moves_as_the_line_says() {
        let day = |text: &str| Date::parse(text).unwrap();
        let free = BTreeSet::from([day("2026-05-01"), day("2026-12-25")]);
        // The 30th of May 2026 is a Saturday, the first of May a Friday.
        for (from, following, modified, preceding) in [
            ("2026-05-30", "2026-06-01", "2026-05-29", "2026-05-29"),
            ("2026-05-01", "2026-05-04", "2026-05-04", "2026-04-30"),
            ("2026-12-25", "2026-12-28", "2026-12-28", "2026-12-24"),
            ("2026-11-30", "2026-11-30", "2026-11-30", "2026-11-30"),
        ] {
            assert_eq!(BusinessDay::Following.roll(day(from), &free), day(following), "{from}");
            assert_eq!(BusinessDay::ModifiedFollowing.roll(day(from), &free), day(modified), "{from}");
            assert_eq!(BusinessDay::Preceding.roll(day(from), &free), day(preceding), "{from}");
            assert_eq!(BusinessDay::Unmoved.roll(day(from), &free), day(from));
        }
    }
}
