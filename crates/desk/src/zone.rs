//! Time zones: what a clock shows at a place, and the instant that it means.

use jiff::Timestamp;
use jiff::civil::{Date as Day, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use model::{Date, LocalTime, Refusal, sentence};

/// The instant that a clock of a zone shows, in microseconds since 1970. An hour that comes twice is the first of both.
///
/// # Errors
/// Refused when there is no such zone, or when the clock is put forward over that time.
pub(crate) fn instant(at: LocalTime, zone: &str) -> Result<i64, Refusal> {
    let unknown = || {
        Refusal::Said(sentence!(
            "zone-unknown",
            "`{zone}` is no time zone; write its name such as Europe/Berlin, or UTC",
            zone
        ))
    };
    let no_time = || {
        Refusal::Said(sentence!(
            "zone-gap",
            "No clock shows {time} on {day} in {zone}: it is put forward over that hour; choose another time",
            time = at.time(),
            day = at.day,
            zone
        ))
    };
    let zone = TimeZone::get(zone).map_err(|_| unknown())?;
    let year = i16::try_from(at.day.year()).map_err(|_| no_time())?;
    let day = Day::new(year, at.day.month() as i8, at.day.day() as i8).map_err(|_| no_time())?;
    let time = Time::new((at.minute / 60) as i8, (at.minute % 60) as i8, 0, 0).map_err(|_| no_time())?;
    let shown = zone.to_ambiguous_timestamp(DateTime::from_parts(day, time));
    if matches!(shown.offset(), AmbiguousOffset::Gap { .. }) {
        return Err(no_time());
    }
    Ok(shown.earlier().map_err(|_| no_time())?.as_microsecond())
}

/// Whether there is such a zone.
pub(crate) fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// The day that it is in a zone at a time, in microseconds since 1970. `None` when there is no such zone or day.
pub(crate) fn day_in(at: i64, zone: &str) -> Option<Date> {
    let shown = TimeZone::get(zone).ok()?.to_datetime(Timestamp::from_microsecond(at).ok()?).date();
    Date::new(i32::from(shown.year()), shown.month().unsigned_abs(), shown.day().unsigned_abs())
}

/// The names of the zones of places, in their order: what people choose from.
pub fn zones() -> Vec<String> {
    let all = jiff::tz::db().available().map(|zone| zone.as_str().to_owned());
    let mut zones: Vec<String> = all.filter(|name| name == "UTC" || is_of_a_place(name)).collect();
    zones.sort();
    zones
}

/// Whether a name is that of a continent and a town, and no short or old one.
fn is_of_a_place(name: &str) -> bool {
    const PARTS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    PARTS.iter().any(|part| name.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str, zone: &str) -> Result<i64, Refusal> {
        instant(LocalTime::parse(text).unwrap(), zone)
    }

    #[test]
    fn a_clock_abroad_means_one_instant_in_winter_in_summer_and_long_ago() {
        const HOUR: i64 = 3_600_000_000;
        let utc = |text: &str| micros(text, "UTC").unwrap();
        for (shown, zone, hours) in [
            ("2026-01-15 09:30", "Europe/Berlin", 1),
            ("2026-07-15 09:30", "Europe/Berlin", 2),
            ("1957-11-05 09:30", "Europe/Berlin", 1),
            ("2026-07-15 09:30", "America/New_York", -4),
            ("2026-07-15 09:30", "Asia/Tokyo", 9),
        ] {
            assert_eq!(micros(shown, zone).unwrap(), utc(shown) - hours * HOUR, "{shown} {zone}");
        }
        assert_eq!(utc("1970-01-01 00:00"), 0);
        // Put back at 03:00, the hour from 02:00 comes twice: the first is meant.
        assert_eq!(micros("2026-10-25 02:30", "Europe/Berlin").unwrap(), utc("2026-10-25 00:30"));
    }

    #[test]
    fn a_day_is_over_when_it_is_over_at_the_place() {
        let late = micros("2026-11-30 23:30", "UTC").unwrap();
        for (zone, day) in [
            ("UTC", Some("2026-11-30")),
            ("Asia/Vladivostok", Some("2026-12-01")),
            ("America/New_York", Some("2026-11-30")),
            ("Nowhere/At_All", None),
        ] {
            assert_eq!(day_in(late, zone), day.and_then(Date::parse), "{zone}");
        }
    }

    #[test]
    fn a_time_that_no_clock_shows_and_a_zone_that_is_none_are_refused() {
        assert!(micros("2026-03-29 02:30", "Europe/Berlin").unwrap_err().to_string().contains("put forward"));
        for zone in ["", "Berlin", "../../etc/passwd", "CET+1"] {
            assert!(micros("2026-03-29 12:30", zone).unwrap_err().to_string().contains("no time zone"), "{zone}");
        }
        let zones = zones();
        assert!(zones.len() > 300 && zones.iter().any(|zone| zone == "Europe/Moscow"), "{}", zones.len());
    }
}
