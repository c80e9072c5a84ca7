//! The clock and chance: the only place where either is asked.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::Date;

use crate::failure::Failure;

/// Who acts at the command line.
pub const OPERATOR: &str = "operator";

#[expect(clippy::disallowed_methods, reason = "this is the one place where the clock is asked")]
fn moment() -> Timestamp {
    Timestamp::now()
}

/// Now, in microseconds since 1970.
pub fn now() -> i64 {
    moment().as_microsecond()
}

/// Today, in universal time: an office may stand in several zones, its dates in one.
pub fn today() -> Date {
    let date = TimeZone::UTC.to_datetime(moment()).date();
    // Every day that the clock can show is in the calendar.
    Date::new(i32::from(date.year()), date.month() as u8, date.day() as u8).unwrap_or_else(first_day)
}

fn first_day() -> Date {
    match Date::new(1970, 1, 1) {
        Some(date) => date,
        None => unreachable!("1970-01-01 is in the calendar"),
    }
}

/// The first microsecond of a day, in universal time.
///
/// # Errors
/// Refused when the text is not a day.
pub fn midnight(text: &str) -> Result<i64, Failure> {
    let refusal = || Failure::refused(format!("`{text}` is not a day; write it as 2026-11-30"));
    let date = Date::parse(text).ok_or_else(refusal)?;
    let year = i16::try_from(date.year()).map_err(|_| refusal())?;
    let day = jiff::civil::Date::new(year, date.month() as i8, date.day() as i8).map_err(|_| refusal())?;
    let midnight = TimeZone::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).map_err(|_| refusal())?;
    Ok(midnight.as_microsecond())
}

/// A time of the store as people read it: day and minute, in universal time.
pub fn shown(micros: i64) -> String {
    match Timestamp::from_microsecond(micros) {
        Ok(time) => TimeZone::UTC.to_datetime(time).strftime("%Y-%m-%d %H:%M UTC").to_string(),
        Err(_) => "an unknown time".to_owned(),
    }
}

/// A random number.
///
/// # Errors
/// When the system gives none.
pub fn random() -> Result<u64, Failure> {
    getrandom::u64().map_err(|error| Failure::Broken(format!("the system gives no random numbers: {error}"), None))
}

/// Random numbers without end. The system has given one before, so it goes on giving.
///
/// # Errors
/// When the system gives none.
pub fn random_numbers() -> Result<impl FnMut() -> u64 + Send, Failure> {
    let mut last = random()?;
    Ok(move || {
        // Should the system fail midway, the numbers go on from the last by a fixed mixing
        // (SplitMix64): still distinct, which is what the store checks.
        last = getrandom::u64().unwrap_or_else(|_| {
            let mixed = (last ^ last >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb).wrapping_add(0x9e37_79b9_7f4a_7c15)
        });
        last
    })
}
