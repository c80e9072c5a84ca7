//! Numbers as a language writes them.

use super::Speech;

/// The marks of a language inside a number.
pub struct Marks {
    /// Between groups of three digits.
    pub group: String,
    /// Before the fraction.
    pub decimal: String,
    /// A whole part with at least so many digits is grouped.
    pub grouped_from: usize,
}

impl Speech {
    /// A whole number with its groups: `1,234,567`.
    pub fn number(self, number: impl Into<i64>) -> String {
        grouped(&number.into().to_string(), &self.catalogue.marks)
    }

    /// A number with so many digits after the mark: `0.83`.
    pub fn decimal(self, number: f64, digits: usize) -> String {
        let plain = format!("{number:.digits$}");
        // What is rounded to nothing has no sign.
        let is_nothing = plain.bytes().all(|sign| matches!(sign, b'-' | b'0' | b'.'));
        grouped(if is_nothing { plain.trim_start_matches('-') } else { &plain }, &self.catalogue.marks)
    }

    /// A decimal number that people wrote down, with all its digits: `-1234.50` as the language writes it.
    pub fn written(self, plain: &str) -> String {
        grouped(plain.strip_prefix('+').unwrap_or(plain), &self.catalogue.marks)
    }

    /// A share as whole per cent: 0.25 is `25 %` as the language spaces it.
    pub fn percent(self, share: f64) -> String {
        self.with("number-percent", &[("number", self.decimal(share * 100.0, 0).into())])
    }
}

/// Groups the digits of a plain decimal number. Where a language keeps four digits together, so do we.
pub fn grouped(plain: &str, marks: &Marks) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("\u{2212}", digits),
        None => ("", plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return plain.to_owned();
    }
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left.is_multiple_of(3) && whole.len() >= marks.grouped_from {
            text.push_str(&marks.group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push_str(&marks.decimal);
        text.push_str(fraction);
    }
    text
}
