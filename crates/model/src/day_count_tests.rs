//! Day counts against published examples.
//!
//! Actual/actual: the memorandum "EMU and market conventions: recent developments" of the International Swaps and Derivatives
//! Association (1998) and its paper "The actual/actual day count fraction" (1999), with 10,000 at ten per cent. Thirty days a month: the worked
//! table that goes with section 4.16(f) to (h) of the 2006 ISDA definitions.

use proptest::prelude::*;

use crate::{Date, DayCount, InterestPeriod, PaymentEvery, Rounding};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn period(since: &str, until: &str, every: PaymentEvery, from_start: bool) -> InterestPeriod {
    let ends_months = since == "1999-11-30";
    InterestPeriod { since: day(since), until: day(until), every, ends_months, from_start, is_last: from_start }
}

/// Interest on 10,000.00 at ten per cent, in hundredths.
fn interest(count: DayCount, period: &InterestPeriod) -> i64 {
    Rounding::HalfUp.divide(100_000 * count.count(period, period.until), count.denominator(period.every))
}

#[test]
fn actual_actual_is_as_in_the_examples_of_the_swaps_association() {
    use PaymentEvery::{HalfYear, Quarter, Year};
    for (since, until, every, from_start, isda, icma) in [
        // A regular period.
        ("2003-11-01", "2004-05-01", HalfYear, false, 49_772, 50_000),
        // A short first period, and the one after it.
        ("1999-02-01", "1999-07-01", Year, false, 41_096, 41_096),
        ("1999-07-01", "2000-07-01", Year, false, 100_138, 100_000),
        // A long first period, and the one after it.
        ("2002-08-15", "2003-07-15", HalfYear, false, 91_507, 91_576),
        ("2003-07-15", "2004-01-15", HalfYear, false, 50_400, 50_000),
        // A short last period, and the one before it.
        ("1999-07-30", "2000-01-30", HalfYear, false, 50_389, 50_000),
        ("2000-01-30", "2000-06-30", HalfYear, true, 41_530, 41_758),
        // A long last period that begins on the last day of a month.
        ("1999-11-30", "2000-04-30", Quarter, true, 41_554, 41_576),
    ] {
        let period = period(since, until, every, from_start);
        assert_eq!(interest(DayCount::ActualIsda, &period), isda, "ISDA {since}");
        assert_eq!(interest(DayCount::ActualIcma, &period), icma, "ICMA {since}");
    }
}

#[test]
fn months_of_thirty_days_are_as_in_the_table_of_the_definitions() {
    for (since, until, bond, euro, isda) in [
        ("2007-01-15", "2007-01-30", 15, 15, 15),
        ("2007-01-15", "2007-02-15", 30, 30, 30),
        ("2007-01-15", "2007-07-15", 180, 180, 180),
        ("2007-09-30", "2008-03-31", 180, 180, 180),
        ("2007-09-30", "2007-10-31", 30, 30, 30),
        ("2007-09-30", "2008-09-30", 360, 360, 360),
        ("2007-01-15", "2007-01-31", 16, 15, 15),
        ("2007-01-31", "2007-02-28", 28, 28, 30),
        ("2007-02-28", "2007-03-31", 33, 32, 30),
        ("2006-08-31", "2007-02-28", 178, 178, 180),
        ("2007-02-28", "2007-08-31", 183, 182, 180),
        ("2007-02-14", "2007-02-28", 14, 14, 16),
        ("2007-02-26", "2008-02-29", 363, 363, 364),
        ("2008-02-29", "2009-02-28", 359, 359, 360),
        ("2008-02-29", "2008-03-30", 31, 31, 30),
        ("2008-02-29", "2008-03-31", 32, 31, 30),
        ("2007-02-28", "2007-03-05", 7, 7, 5),
        ("2007-10-31", "2007-11-28", 28, 28, 28),
        ("2007-08-31", "2008-02-29", 179, 179, 180),
        ("2008-02-29", "2008-08-31", 182, 181, 180),
        ("2008-08-31", "2009-02-28", 178, 178, 180),
        ("2009-02-28", "2009-08-31", 183, 182, 180),
    ] {
        let period = period(since, until, PaymentEvery::Year, false);
        let days = |count: DayCount| count.count(&period, period.until);
        let told = [DayCount::Thirty, DayCount::ThirtyE, DayCount::ThirtyIsda].map(days);
        assert_eq!(told, [bond, euro, isda], "{since} {until}");
    }
    // On the last day of a line the end of February is no end of a month.
    let last = period("2006-08-31", "2007-02-28", PaymentEvery::Year, true);
    assert_eq!(DayCount::ThirtyIsda.count(&last, last.until), 178);
}

#[test]
fn days_over_a_year_are_plain() {
    let period = period("2023-12-01", "2024-03-01", PaymentEvery::Quarter, false);
    for (count, days, over) in [(DayCount::Actual365, 91, 365), (DayCount::Actual360, 91, 360)] {
        assert_eq!((count.count(&period, period.until), count.denominator(period.every)), (days, over));
    }
}

proptest! {
    /// Pieces of a period are added up to the whole under every count, wherever it is cut.
    #[test]
    fn pieces_of_a_period_sum_to_it(start in 0_i64..30_000, length in 1_i64..1_200, cut in 0_i64..1_200, which in 0..7_usize, often in 0..4_usize) {
        let since = Date::of_number(start);
        let until = since.plus_days(length);
        let cut = since.plus_days(cut.min(length));
        let every = PaymentEvery::ALL[often];
        let period = InterestPeriod { since, until, every, ends_months: false, from_start: false, is_last: false };
        let count = DayCount::ALL[which];
        prop_assert_eq!(count.count(&period, since), 0);
        let (first, whole) = (count.count(&period, cut), count.count(&period, until));
        prop_assert!(first >= 0 && first <= whole || matches!(count, DayCount::Thirty | DayCount::ThirtyE | DayCount::ThirtyIsda));
        // A year is a year, give or take what months of thirty days and stubs make of it.
        let exact = length as f64 / 365.25;
        let told = whole as f64 / count.denominator(every) as f64;
        prop_assert!((told - exact).abs() < 0.02 * exact + 0.02, "{count} {told} {exact}");
    }
}
