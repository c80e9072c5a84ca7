//! How much a profile brings, and when that is strange.

use model::Date;

use crate::curve::poisson_at_most;
use crate::{Rate, rate};

/// Expected gaps after which silence is strange. With arrivals by chance so long a gap comes once in twenty times: `exp(-3) = 0.0498`.
pub const GAPS_SILENT: f64 = 3.0;

/// A week is a flood when at least so many were to be expected less often than this.
pub const FLOOD_CHANCE: f64 = 0.001;

/// Weeks that have to be known before a flood is told.
const FLOOD_WEEKS_MIN: f64 = 4.0;

/// What is strange about the load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LoadAlarm {
    /// Nothing was ever brought, in so many days.
    NeverAny {
        /// Days since the profile stands.
        days: u32,
    },
    /// Nothing came for longer than chance explains.
    Silent {
        /// Days since the last one.
        days: u32,
        /// Days between two that were to be expected.
        expected: f64,
    },
    /// The last seven days brought more than chance explains.
    Flood {
        /// Brought in the last seven days.
        count: u32,
        /// Expected in seven days by what came before.
        expected: f64,
    },
}

/// How much a profile brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Per week, with its interval: arrivals by chance. `None` where the profile stands since today.
    pub per_week: Option<Rate>,
    /// What came in each of the last weeks, the latest last.
    pub weeks: Vec<u32>,
    /// What is strange.
    pub alarm: Option<LoadAlarm>,
}

/// The load of a profile that stands since a day, from the days on which something came; `n_weeks` of them are listed. Days in the future or before it
/// stood are left out.
pub fn load(arrivals: &[Date], since: Date, today: Date, n_weeks: usize) -> Load {
    let days = today.days_since(since).max(0);
    let ages: Vec<i64> =
        arrivals.iter().map(|day| today.days_since(*day)).filter(|age| (0..=days).contains(age)).collect();
    let mut weeks = vec![0_u32; n_weeks];
    for age in &ages {
        let back = usize::try_from(age / 7).unwrap_or(usize::MAX);
        if let Some(week) = n_weeks.checked_sub(back.saturating_add(1)).and_then(|at| weeks.get_mut(at)) {
            *week += 1;
        }
    }
    let count = u32::try_from(ages.len()).unwrap_or(u32::MAX);
    let per_week = rate(count, days as f64 / 7.0);
    Load { per_week, weeks, alarm: alarm(&ages, days) }
}

fn alarm(ages: &[i64], days: i64) -> Option<LoadAlarm> {
    let whole = |days: i64| u32::try_from(days).unwrap_or(u32::MAX);
    let Some(last) = ages.iter().min().copied() else {
        // A profile that is new has brought nothing yet.
        return (days >= 28).then_some(LoadAlarm::NeverAny { days: whole(days) });
    };
    // What came before the silence says how often something is to be expected; the first one opens the count.
    let (first, n) = (ages.iter().max().copied().unwrap_or(last), ages.len());
    let expected = if n > 1 { (first - last) as f64 / (n - 1) as f64 } else { days as f64 };
    if last as f64 > GAPS_SILENT * expected.max(1.0) {
        return Some(LoadAlarm::Silent { days: whole(last), expected: expected.max(1.0) });
    }
    let now = ages.iter().filter(|age| **age < 7).count();
    let weeks_before = (days - 7) as f64 / 7.0;
    if weeks_before < FLOOD_WEEKS_MIN {
        return None;
    }
    let expected = (n - now) as f64 / weeks_before;
    // Where nothing came before, one a year is taken to be usual: the first two are no flood.
    let mean = expected.max(7.0 / 365.0);
    let count = i64::try_from(now).unwrap_or(i64::MAX);
    let is_flood = now > 2 && 1.0 - poisson_at_most(count - 1, mean) < FLOOD_CHANCE;
    is_flood.then_some(LoadAlarm::Flood { count: whole(count), expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Date {
        Date::of_number(20_000 + number)
    }

    fn of(days: &[i64], today: i64) -> Load {
        let arrivals: Vec<Date> = days.iter().map(|at| day(*at)).collect();
        load(&arrivals, day(0), day(today), 8)
    }

    #[test]
    fn weeks_are_counted_backwards_from_today() {
        let found = of(&[1, 50, 51, 56, 99], 56);
        assert_eq!(found.weeks, [1, 0, 0, 0, 0, 0, 0, 3]);
        let rate = found.per_week.unwrap();
        assert_eq!(rate.events, 4);
        assert!((rate.value - 0.5).abs() < 1e-12 && rate.interval.covers(0.5));
    }

    #[test]
    fn silence_is_told_after_three_expected_gaps_and_not_before() {
        let weekly: Vec<i64> = (0..10).map(|week| 7 * week).collect();
        assert_eq!(of(&weekly, 63 + 21).alarm, None);
        assert_eq!(of(&weekly, 63 + 22).alarm, Some(LoadAlarm::Silent { days: 22, expected: 7.0 }));
        assert_eq!(of(&[], 27).alarm, None);
        assert_eq!(of(&[], 28).alarm, Some(LoadAlarm::NeverAny { days: 28 }));
    }

    #[test]
    fn a_flood_is_told_against_what_came_before() {
        let mut days: Vec<i64> = (0..12).map(|week| 7 * week).collect();
        days.extend([80; 3]);
        assert_eq!(of(&days, 84).alarm, None, "four where one is usual happens");
        days.extend([80; 6]);
        let Some(LoadAlarm::Flood { count, expected }) = of(&days, 84).alarm else { panic!("no flood") };
        assert_eq!(count, 9);
        assert!((expected - 12.0 / 11.0).abs() < 1e-9);
    }
}
