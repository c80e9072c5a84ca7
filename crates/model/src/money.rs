//! Money: an amount in the smallest unit of a currency. Never a fraction, so that sums are exact.

use std::fmt;

use crate::currency::{self, ListedCurrency};
use crate::{Refusal, sentence};

/// A currency by its code of three letters (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of this code, in letters of any size.
    pub fn new(code: &str) -> Option<Currency> {
        let code: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| Currency(code.map(|letter| letter.to_ascii_uppercase())))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits behind the point: as the world's list has them, and two for what it does not have.
    pub fn decimals(&self) -> u32 {
        self.listed().map_or(2, |one| one.decimals)
    }

    /// Its entry in the world's list.
    pub fn listed(&self) -> Option<ListedCurrency> {
        currency::listed(self.code())
    }

    /// Whether its code is one that an office may give to a currency which the world's list does not have: it begins with X.
    pub fn is_private(&self) -> bool {
        currency::is_private(self.code())
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In the smallest unit of the currency.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Reads an amount as people write it: `1200 EUR`, `1,200.50 usd`, `CHF 12.5`. A comma before three digits groups, one
    /// before one or two digits at the end is a point.
    ///
    /// # Errors
    /// Refused when it is no amount, is negative, or has more digits behind the point than the currency.
    pub fn parse(text: &str) -> Result<Money, Refusal> {
        let unread = || {
            Refusal::Said(sentence!(
                "money-unread",
                "`{text}` is no amount; write a number and the code of the currency, such as 1200.50 EUR",
                text
            ))
        };
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        let currency = Currency::new(&letters).ok_or_else(unread)?;
        let number: String = text.chars().filter(|c| !c.is_alphabetic() && !c.is_whitespace()).collect();
        let (whole, part) = match number.rfind(['.', ',']) {
            Some(at) if number.len() - at <= 3 || (number[at..].starts_with('.') && currency.decimals() >= 3) => {
                (&number[..at], &number[at + 1..])
            }
            _ => (number.as_str(), ""),
        };
        let whole: String = whole.chars().filter(|c| !matches!(c, ',' | '.' | '\'' | '’')).collect();
        let decimals = currency.decimals() as usize;
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || part.len() > decimals || !all_digits(&whole) || !all_digits(part) {
            return Err(unread());
        }
        let minor = format!("{whole}{part:0<decimals$}").parse().map_err(|_| unread())?;
        Ok(Money { minor, currency })
    }

    /// The same, so many times over and divided, rounded half up.
    pub fn share(self, times: u64, parts: u64) -> Option<Money> {
        let parts = i128::from(parts);
        if parts == 0 {
            return None;
        }
        let minor = (i128::from(self.minor) * i128::from(times) * 2 + parts).div_euclid(parts * 2);
        Some(Money { minor: i64::try_from(minor).ok()?, ..self })
    }
}

impl fmt::Display for Money {
    /// `1200.50 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        let unit = 10_u64.pow(decimals);
        let (sign, minor) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        write!(f, "{sign}{}", minor / unit)?;
        if decimals > 0 {
            write!(f, ".{:0width$}", minor % unit, width = decimals as usize)?;
        }
        write!(f, " {}", self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them_and_shown_in_one_way() {
        for (text, shown) in [
            ("1200 EUR", "1200.00 EUR"),
            ("1,200.50 usd", "1200.50 USD"),
            ("1.200,5 EUR", "1200.50 EUR"),
            ("CHF 1'200", "1200.00 CHF"),
            ("12,000 JPY", "12000 JPY"),
            ("0.125 KWD", "0.125 KWD"),
            ("0 EUR", "0.00 EUR"),
        ] {
            let money = Money::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
            assert_eq!(money.to_string(), shown, "{text}");
            assert_eq!(Money::parse(shown).unwrap(), money);
        }
        for odd in
            ["", "12", "EUR", "-5 EUR", "1.234 EU", "12.5 JPY", "1e9 EUR", "99999999999999999999 EUR", "1 2x EUR"]
        {
            assert!(Money::parse(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_share_is_rounded_to_the_smallest_unit() {
        let euros = Money::parse("100 EUR").unwrap();
        assert_eq!(euros.share(1, 3).unwrap().to_string(), "33.33 EUR");
        assert_eq!(euros.share(1, 8).unwrap().to_string(), "12.50 EUR");
        assert_eq!(euros.share(2, 3).unwrap().to_string(), "66.67 EUR");
        assert_eq!(euros.share(1, 0), None);
    }
}
