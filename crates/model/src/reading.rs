//! Readings: output that was measured by a meter or counted by a system, one value a day or a quarter.
//!
//! A series is only added to. A later value of the same day or quarter corrects the one before it, which stays to be read.

use std::collections::BTreeMap;
use std::fmt;

use crate::output::is_near;
use crate::words::words;
use crate::{CellFault, Date, Quantity, Quarter, Rational, Refusal, sentence};

/// Readings of one adoption, corrections included: one a day for forty years, and room to correct.
pub const READINGS_MAX: usize = 20_000;

/// Readings that are sent at once: ten years of days.
pub const READINGS_SENT_MAX: usize = 4_000;

/// Longest file of readings, in bytes: [`READINGS_SENT_MAX`] lines of some sixty letters.
pub const READINGS_BYTES_MAX: usize = 256 * 1024;

/// Longest key of a reading, in characters: a UUID and a prefix.
pub const READING_KEY_CHARS_MAX: usize = 80;

/// Faults of one file that are told at once.
const FAULTS_MAX: usize = 20;

words! {
    /// How a reading came.
    ReadingWay {
        /// In a file, on the page.
        File = "file",
        /// Sent by a meter or a system with a token of its own.
        Meter = "meter",
        /// By somebody's program, with a token of theirs.
        Program = "program",
    }
}

/// Of what time a reading is. Displayed as `1957-03-09` or `1957-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReadingPeriod {
    /// Of one day.
    Day(Date),
    /// Of a whole quarter.
    Quarter(Quarter),
}

impl ReadingPeriod {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<ReadingPeriod> {
        let text = text.trim();
        Quarter::parse(text).map(ReadingPeriod::Quarter).or_else(|| Date::parse(text).map(ReadingPeriod::Day))
    }

    /// The quarter in which it lies.
    pub fn quarter(self) -> Quarter {
        match self {
            ReadingPeriod::Day(day) => Quarter::of(day),
            ReadingPeriod::Quarter(quarter) => quarter,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        match self {
            ReadingPeriod::Day(day) => day,
            ReadingPeriod::Quarter(quarter) => quarter.first_day(),
        }
    }
}

impl fmt::Display for ReadingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadingPeriod::Day(day) => day.fmt(f),
            ReadingPeriod::Quarter(quarter) => quarter.fmt(f),
        }
    }
}

/// A reading as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingGiven {
    /// Of what time.
    pub period: ReadingPeriod,
    /// How much was made, as a decimal number in the unit of measure of the adoption.
    pub value: String,
    /// What whoever sends it calls it: sent twice under one key, it is one reading. Empty where it has none.
    pub key: String,
}

/// A reading as it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its number in the series, from 1.
    pub number: u32,
    /// What it says.
    pub given: ReadingGiven,
    /// The number of the reading that it corrects.
    pub corrects: Option<u32>,
    /// How it came.
    pub way: ReadingWay,
    /// Who sent it: post and person, or a token.
    pub by: String,
    /// When it came, in microseconds since 1970.
    pub at: i64,
}

/// What became of readings that were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingsTaken {
    /// Those that are new.
    pub n_new: usize,
    /// Of them, those that correct an earlier one.
    pub n_corrected: usize,
    /// Those that are held already, and just so.
    pub n_same: usize,
}

/// The readings of one adoption, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingSeries {
    held: Vec<Reading>,
}

impl ReadingSeries {
    /// The series of these readings.
    pub fn of(held: Vec<Reading>) -> ReadingSeries {
        ReadingSeries { held }
    }

    /// All of it, with what was corrected.
    pub fn all(&self) -> &[Reading] {
        &self.held
    }

    /// What holds now: of each day or quarter the latest.
    pub fn current(&self) -> BTreeMap<ReadingPeriod, &Reading> {
        self.held.iter().map(|reading| (reading.given.period, reading)).collect()
    }

    /// Those of days and quarters that begin after a day; all of them without one.
    pub fn since(mut self, end: Option<Date>) -> ReadingSeries {
        self.held.retain(|reading| end.is_none_or(|end| reading.given.period.first_day() > end));
        self
    }

    /// The sum of what holds, by quarter. A number that does not fit is left out, and none does that was taken.
    pub fn sums(&self) -> BTreeMap<Quarter, Rational> {
        let mut sums: BTreeMap<Quarter, Rational> = BTreeMap::new();
        for (period, reading) in self.current() {
            let Some(value) = Rational::parse(&reading.given.value) else { continue };
            let sum = sums.entry(period.quarter()).or_insert(Rational::ZERO);
            *sum = sum.plus(value).unwrap_or(*sum);
        }
        sums
    }

    /// Takes readings in: all of them or none. Answers the series as it is then, and what became of them.
    ///
    /// # Errors
    /// Refused for a time to come, a value that is no number or below zero, a key that stands for another reading, a day of a quarter that
    /// is held whole or the other way round, and more readings than are kept.
    pub fn take(
        &self,
        given: &[ReadingGiven],
        (way, by): (ReadingWay, &str),
        (now, today): (i64, Date),
    ) -> Result<(ReadingSeries, ReadingsTaken), Refusal> {
        if given.is_empty() || given.len() > READINGS_SENT_MAX {
            return Err(Refusal::Said(sentence!(
                "readings-many",
                "Send one to {max} readings at once; send the others after them",
                max = READINGS_SENT_MAX
            )));
        }
        let mut held = self.held.clone();
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        let mut latest: BTreeMap<ReadingPeriod, usize> = BTreeMap::new();
        let mut grain: BTreeMap<Quarter, bool> = BTreeMap::new();
        for (at, reading) in held.iter().enumerate() {
            if !reading.given.key.is_empty() {
                keys.insert(reading.given.key.clone(), at);
            }
            latest.insert(reading.given.period, at);
            grain.insert(reading.given.period.quarter(), is_whole(reading.given.period));
        }
        let mut taken = ReadingsTaken::default();
        for one in given {
            let one = tidied(one, today)?;
            if let Some(at) = keys.get(&one.key).filter(|_| !one.key.is_empty()) {
                if held[*at].given != one {
                    return Err(Refusal::Said(sentence!(
                        "reading-key-taken",
                        "The key {key} stands for {period} already with another value; send a correction under a key of its own",
                        key = one.key.as_str(),
                        period = held[*at].given.period.to_string()
                    )));
                }
                taken.n_same += 1;
                continue;
            }
            let quarter = one.period.quarter();
            if grain.get(&quarter).is_some_and(|whole| *whole != is_whole(one.period)) {
                return Err(Refusal::Said(sentence!(
                    "reading-twice",
                    "Of {quarter} there are readings by day and one of the whole quarter; it would count twice, so send {period} as the others are",
                    quarter = quarter.to_string(),
                    period = one.period.to_string()
                )));
            }
            let before = latest.get(&one.period).copied();
            if before.is_some_and(|at| held[at].given.value == one.value && one.key.is_empty()) {
                taken.n_same += 1;
                continue;
            }
            if held.len() >= READINGS_MAX {
                return Err(Refusal::Said(sentence!(
                    "readings-full",
                    "This adoption keeps {max} readings and has as many; send the sum of each quarter from now on",
                    max = READINGS_MAX
                )));
            }
            let number = u32::try_from(held.len() + 1).unwrap_or(u32::MAX);
            let corrects = before.map(|at| held[at].number);
            if !one.key.is_empty() {
                keys.insert(one.key.clone(), held.len());
            }
            latest.insert(one.period, held.len());
            grain.insert(quarter, is_whole(one.period));
            taken.n_new += 1;
            taken.n_corrected += usize::from(corrects.is_some());
            held.push(Reading { number, given: one, corrects, way, by: by.to_owned(), at: now });
        }
        Ok((ReadingSeries { held }, taken))
    }
}

fn is_whole(period: ReadingPeriod) -> bool {
    matches!(period, ReadingPeriod::Quarter(_))
}

fn tidied(given: &ReadingGiven, today: Date) -> Result<ReadingGiven, Refusal> {
    if given.period.first_day() > today {
        return Err(Refusal::Said(sentence!(
            "reading-to-come",
            "{period} is still to come; send a reading once it was made",
            period = given.period.to_string()
        )));
    }
    is_near(Quarter::of(given.period.first_day()), today)?;
    let key = given.key.trim().to_owned();
    if key.chars().count() > READING_KEY_CHARS_MAX {
        return Err(Refusal::Said(sentence!(
            "reading-key-long",
            "A key has up to {max} characters; send a shorter one",
            max = READING_KEY_CHARS_MAX
        )));
    }
    Ok(ReadingGiven { period: given.period, value: amount(&given.value)?, key })
}

/// An amount in order: a decimal number that is not below zero.
///
/// # Errors
/// Refused where it is none.
pub(crate) fn amount(text: &str) -> Result<String, Refusal> {
    let value = Quantity::of(text.trim(), "")?.value;
    if value < Rational::ZERO {
        return Err(Refusal::Said(sentence!(
            "amount-below-zero",
            "Write how much it is: a number that is not below zero"
        )));
    }
    Ok(value.as_written()?.to_string())
}

/// Reads a file of readings: a line a reading, its day or quarter, its value, and a key where it has one, parted by tabs, semicolons or
/// commas. A heading may stand first.
///
/// # Errors
/// Every line that cannot be read, with its number, up to twenty of them; or that there is none.
pub fn read_readings(file: &str, text: &str) -> Result<Vec<ReadingGiven>, Refusal> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match reading_line(line) {
            Ok(given) => found.push(given),
            Err(_) if at == 1 && line.chars().all(|c| !c.is_ascii_digit()) => {}
            Err(refusal) => faults.push(CellFault { file: file.to_owned(), line: at, column: None, refusal }),
        }
        if faults.len() >= FAULTS_MAX {
            break;
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::InFiles(faults));
    }
    if found.is_empty() {
        return Err(Refusal::Said(sentence!(
            "readings-none",
            "There is no reading in it; write a line for each, such as 1957-03-09;120"
        )));
    }
    Ok(found)
}

fn reading_line(line: &str) -> Result<ReadingGiven, Refusal> {
    let separator = ['\t', ';'].into_iter().find(|sign| line.contains(*sign)).unwrap_or(',');
    let mut cells = line.split(separator).map(|cell| cell.trim().trim_matches('"').trim());
    let unread = || {
        Refusal::Said(sentence!(
            "reading-line",
            "“{line}” is no reading; write its day or quarter and its value, such as 1957-03-09;120 or 1957-Q1;11000",
            line = line.chars().take(80).collect::<String>()
        ))
    };
    let period = cells.next().and_then(ReadingPeriod::parse).ok_or_else(unread)?;
    let value = amount(cells.next().filter(|value| !value.is_empty()).ok_or_else(unread)?)?;
    let key = cells.next().unwrap_or_default().to_owned();
    // `120,5` is a number with a comma as well as a number and a key: nobody can tell.
    if separator == ',' && !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unread());
    }
    if cells.any(|cell| !cell.is_empty()) {
        return Err(unread());
    }
    Ok(ReadingGiven { period, value, key })
}
