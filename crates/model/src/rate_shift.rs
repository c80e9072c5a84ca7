//! Base rates under a scenario: by how much they lie above or below those that were fixed, from a day on.

use std::collections::BTreeSet;

use crate::credit_event::counting;
use crate::forecast::lines;
use crate::{CreditEvent, CreditEventKind, CreditTerms, Date, RATE_ONE, Rate, Refusal};

/// Basis points by which base rates move at most, either way: a hundred per cent.
pub const RATE_SHIFT_MAX: i32 = 10_000;

/// By how much base rates lie above those that were fixed, from a day on until the next such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateShift {
    /// The first day.
    pub since: Date,
    /// In basis points, hundredths of a per cent; below nought, lower.
    pub points: i32,
}

impl RateShift {
    fn rate(self) -> Rate {
        Rate::of_parts(i64::from(self.points) * (RATE_ONE / 10_000)).unwrap_or_default()
    }
}

/// Reads lines `1958-01-01 150`: from which day on base rates lie so many basis points higher.
///
/// # Errors
/// Refused with the first line that is none.
pub fn read_shifts(text: &str) -> Result<Vec<RateShift>, Refusal> {
    lines(text, |line| {
        let mut words = line.split_whitespace();
        let (since, points) = (Date::parse(words.next()?)?, words.next()?.replace('−', "-").parse().ok()?);
        words.next().is_none().then_some(RateShift { since, points })
    })
}

/// Writes what [`read_shifts`] reads.
pub fn shifts_text(shifts: &[RateShift]) -> String {
    shifts.iter().map(|one| format!("{} {}", one.since, one.points)).collect::<Vec<_>>().join("\n")
}

/// The base rates of a line that are to come under a scenario, as events of the future: from tomorrow on, since until today they are known.
/// Of a line with a fixed rate there are none.
pub fn shifted_rates(
    terms: &CreditTerms,
    events: &[CreditEvent],
    shifts: &[RateShift],
    today: Date,
) -> Vec<CreditEvent> {
    if !terms.rate.is_floating() {
        return Vec::new();
    }
    let first = today.plus_days(1).max(terms.since);
    let fixed = counting(events).into_iter().filter(|event| event.kind == CreditEventKind::RateFixed);
    let fixed: Vec<(Date, Rate)> = fixed.filter_map(|event| Some((event.day, event.rate?))).collect();
    // What is fixed for a day to come moves likewise.
    let days = shifts.iter().map(|one| one.since).chain(fixed.iter().map(|(day, _)| *day));
    let days: BTreeSet<Date> = days.map(|day| day.max(first)).collect();
    let shifted = |day: Date| {
        let shift = shifts.iter().filter(|one| one.since <= day).max_by_key(|one| one.since)?;
        let base = fixed.iter().rev().find(|(on, _)| *on <= day).map(|(_, rate)| *rate).unwrap_or_default();
        let event = CreditEvent::new(CreditEventKind::RateFixed, day, 0);
        // Numbered behind everything that was told.
        Some(CreditEvent { number: u32::MAX, rate: Some(base.plus(shift.rate())), ..event })
    };
    days.into_iter().filter_map(shifted).collect()
}
