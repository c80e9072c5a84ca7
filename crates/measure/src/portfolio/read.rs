//! Problems told apart by what stands in the text, not by the name of a file.

use super::Problem;
use super::knapsack;
use super::read_upp::read_upp;
use super::schedule;
use crate::Unusable;

/// A longer text is refused. The largest instance that is known to be solved here takes less than one megabyte.
pub const TEXT_BYTES_MAX: usize = 64 << 20;

/// Reads a problem: JSON or TOML of the schema `uptake-portfolio/1`, an `mknap` file, or a schedule in Patterson's format.
///
/// # Errors
/// `too-long`, `not-a-problem` when the text is none of these, and for each wrong field its path and what must stand there.
pub fn read(text: &str) -> Result<Problem, Unusable> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > TEXT_BYTES_MAX {
        return Err(Unusable::new(
            "too-long",
            format!("The problem has {} bytes; at most {TEXT_BYTES_MAX} are read. Split it.", text.len()),
        ));
    }
    let body = text.trim_start();
    if body.is_empty() {
        return Err(Unusable::new(
            "not-a-problem",
            "The file is empty. Give a problem, such as JSON of the schema uptake-portfolio/1.",
        ));
    }
    if body.starts_with('{') {
        let value = serde_json::from_str(body)
            .map_err(|e| Unusable::new("not-json", format!("The file begins as JSON but is none: {e}.")))?;
        return read_upp(&value).map(Problem::Upp);
    }
    if body.starts_with(|c: char| c.is_ascii_digit()) {
        return read_numbers(body);
    }
    match toml::from_str::<serde_json::Value>(text) {
        Ok(value) => read_upp(&value).map(Problem::Upp),
        Err(e) => Err(Unusable::new(
            "not-a-problem",
            format!(
                "The file is no portfolio problem: it is neither JSON nor numbers (mknap, Patterson), and as TOML it fails: {}.",
                e.message().trim_end_matches('.')
            ),
        )),
    }
}

/// Files of numbers: the first line of a schedule has two (activities, resources), that of knapsacks one (how many problems) or
/// three (a single problem without that line).
fn read_numbers(text: &str) -> Result<Problem, Unusable> {
    let mut numbers = Vec::new();
    for (line, words) in text.lines().enumerate() {
        for word in words.split_whitespace() {
            match word.parse::<f64>() {
                Ok(number) if number.is_finite() && number.abs() <= 1e12 => numbers.push((number, line + 1)),
                _ => {
                    return Err(Unusable::new(
                        "not-a-number",
                        format!(
                            "Line {}: \"{}\" is no number. A file that begins with a number must consist of numbers.",
                            line + 1,
                            shortened(word)
                        ),
                    ));
                }
            }
        }
    }
    let first = numbers.iter().take_while(|(_, line)| *line == numbers[0].1).count();
    if first == 2 {
        schedule::from_numbers(&numbers).map(Problem::Schedule)
    } else {
        knapsack::from_numbers(&numbers, first >= 3).map(|problems| Problem::Knapsacks { problems })
    }
}

/// A word short enough for a sentence.
pub(super) fn shortened(word: &str) -> String {
    if word.chars().count() <= 40 { word.to_owned() } else { word.chars().take(40).chain("...".chars()).collect() }
}

/// Takes numbers one after the other and says where they end too soon.
pub(super) struct Numbers<'a> {
    all: &'a [(f64, usize)],
    at: usize,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(all: &'a [(f64, usize)]) -> Self {
        Self { all, at: 0 }
    }

    /// The line of the next number.
    pub(super) fn line(&self) -> usize {
        self.all.get(self.at).or(self.all.last()).map_or(1, |(_, line)| *line)
    }

    pub(super) fn left(&self) -> usize {
        self.all.len() - self.at
    }

    pub(super) fn number(&mut self, what: &str) -> Result<f64, Unusable> {
        let (number, _) = self.all.get(self.at).ok_or_else(|| {
            Unusable::new("too-few-numbers", format!("The file ends where {what} must stand. Bring it whole."))
        })?;
        self.at += 1;
        Ok(*number)
    }

    pub(super) fn count(&mut self, what: &str, least: usize, most: usize) -> Result<usize, Unusable> {
        let line = self.line();
        let number = self.number(what)?;
        if number.fract() != 0.0 || number < least as f64 || number > most as f64 {
            return Err(Unusable::new(
                "count-outside",
                format!("Line {line}: {number} stands where {what} must stand, a whole number from {least} to {most}."),
            ));
        }
        Ok(number as usize)
    }
}
