//! Day counts: which part of a year the days of an interest period are (ISDA 2006 definitions, section 4.16).
//!
//! Counts are whole numbers over one denominator for each line, so that interest over pieces of a period is added exactly and rounded
//! once, at its end.

use crate::Date;
use crate::schedule::{PaymentEvery, plus_months};
use crate::words::words;

words! {
    /// How days become a part of a year.
    DayCount {
        /// 30/360, bond basis: section 4.16(f).
        Thirty = "30-360",
        /// 30E/360, Eurobond basis: section 4.16(g).
        ThirtyE = "30e-360",
        /// 30E/360 (ISDA), with the end of February as the end of a month: section 4.16(h).
        ThirtyIsda = "30e-360-isda",
        /// Days over 365: section 4.16(d).
        Actual365 = "actual-365",
        /// Days over 360: section 4.16(e).
        Actual360 = "actual-360",
        /// Days of leap years over 366, others over 365: section 4.16(b).
        ActualIsda = "actual-actual-isda",
        /// Days over those of the regular period, as the International Capital Market Association has it: section 4.16(c).
        ActualIcma = "actual-actual-icma",
    }
}

/// An interest period, with what the counts need to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterestPeriod {
    /// Its first day.
    pub since: Date,
    /// The day on which it ends, which is not counted.
    pub until: Date,
    /// How long a regular one is.
    pub every: PaymentEvery,
    /// Whether regular ones that begin on a last day of a month end on one.
    pub ends_months: bool,
    /// Whether regular periods are counted from its beginning, as in the last period of a line, and not back from its end.
    pub from_start: bool,
    /// Whether it is the last of its line.
    pub is_last: bool,
}

/// Days over which regular periods of so many months can run, with a denominator into which all of them go.
fn regular(every: PaymentEvery) -> (i64, i128) {
    match every {
        PaymentEvery::Month => (1, 377_580),
        PaymentEvery::Quarter => (3, 33_529_860),
        PaymentEvery::HalfYear => (6, 554_611_512),
        PaymentEvery::Year => (12, 133_590),
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn is_february_end(day: Date) -> bool {
    day.month() == 2 && day.plus_days(1).month() == 3
}

fn thirty(since: Date, until: Date, first: u8, second: u8) -> i128 {
    let (years, months) = (until.year() - since.year(), i32::from(until.month()) - i32::from(since.month()));
    360 * i128::from(years) + 30 * i128::from(months) + i128::from(second) - i128::from(first)
}

impl DayCount {
    /// What its counts are parts of, for periods of this length.
    pub fn denominator(self, every: PaymentEvery) -> i128 {
        match self {
            DayCount::Thirty | DayCount::ThirtyE | DayCount::ThirtyIsda | DayCount::Actual360 => 360,
            DayCount::Actual365 => 365,
            DayCount::ActualIsda => 365 * 366,
            DayCount::ActualIcma => {
                let (months, common) = regular(every);
                common * 12 / i128::from(months)
            }
        }
    }

    /// The count from the first day of a period to a day in it or its end, over [`DayCount::denominator`]. A piece between two days is the
    /// difference of two counts, so that pieces always sum to the whole.
    pub fn count(self, period: &InterestPeriod, day: Date) -> i128 {
        let since = period.since;
        let actual = i128::from(day.days_since(since));
        match self {
            DayCount::Actual365 | DayCount::Actual360 => actual,
            DayCount::Thirty => {
                let first = since.day().min(30);
                thirty(since, day, first, if day.day() == 31 && first == 30 { 30 } else { day.day() })
            }
            DayCount::ThirtyE => thirty(since, day, since.day().min(30), day.day().min(30)),
            DayCount::ThirtyIsda => {
                let first = if is_february_end(since) { 30 } else { since.day().min(30) };
                let ends = day == period.until && period.is_last;
                thirty(since, day, first, if is_february_end(day) && !ends { 30 } else { day.day().min(30) })
            }
            DayCount::ActualIsda => actual_isda(since, day),
            DayCount::ActualIcma => icma(period, day),
        }
    }
}

fn actual_isda(since: Date, day: Date) -> i128 {
    let mut count = 0;
    let mut at = since;
    while at < day {
        let next = Date::new(at.year() + 1, 1, 1).map_or(day, |next| next.min(day));
        count += i128::from(next.days_since(at)) * if is_leap(at.year()) { 365 } else { 366 };
        at = next;
    }
    count
}

/// Each regular period is the same part of a year, each of its days the same part of it; a stub is laid over regular periods that are not
/// there.
fn icma(period: &InterestPeriod, day: Date) -> i128 {
    let (months, common) = regular(period.every);
    let (anchor, way) = if period.from_start { (period.since, 1) } else { (period.until, -1) };
    // Regular days on both sides of the period, near enough to reach over it.
    let reach = period.until.days_since(period.since).max(0) / (28 * months) + 2;
    let mut regular: Vec<Date> =
        (0..=reach).map(|n| plus_months(anchor, way * n * months, period.ends_months)).collect();
    regular.sort_unstable();
    regular.dedup();
    let mut count = 0;
    for pair in regular.windows(2) {
        let (since, until) = (pair[0].max(period.since), pair[1].min(day));
        if since < until {
            let length = i128::from(pair[1].days_since(pair[0])).max(1);
            count += i128::from(until.days_since(since)) * common / length;
        }
    }
    count
}
