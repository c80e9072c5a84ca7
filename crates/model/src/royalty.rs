//! Royalties: what is owed each year for what was made with a licence, and on what evidence that was reported.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{AGREEMENT_LINE_CHARS_MAX, Date, Money, Noun, Refusal, Thing, sentence};

/// Longest words with a report of use, in characters.
pub const USE_TEXT_CHARS_MAX: usize = 4_000;

/// Royalties of one agreement: each has its own goods and days.
pub const ROYALTIES_MAX: usize = 60;

/// Things that one report of use cites.
pub const USE_EVIDENCE_MAX: usize = 60;

/// Days from the end of a year in which its use is reported, and from the report until the royalty is owed: what is usual in licences.
pub const ROYALTY_DAYS: i64 = 60;

/// Parts of a whole in which a percentage is kept: four digits behind the point.
const PARTS: u32 = 1_000_000;

words! {
    /// What a royalty is reckoned from.
    RoyaltyBasis {
        /// A percentage of sales.
        Sales = "sales",
        /// An amount for each unit made.
        Units = "units",
    }
}

/// What is owed each year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Royalty {
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// For which goods.
    pub title: String,
    /// What it is reckoned from.
    pub basis: RoyaltyBasis,
    /// Of sales, its millionths: 50,000 are five percent.
    pub millionths: u32,
    /// For each unit; of a percentage, nothing, in the currency of the sales.
    pub per_unit: Money,
    /// What is owed at least for a year, whole even where the year is not.
    pub minimum: Option<Money>,
    /// What is owed at most for a year.
    pub cap: Option<Money>,
    /// The first day.
    pub since: Date,
    /// The last day; `None` where it ends with the agreement.
    pub until: Option<Date>,
}

impl Royalty {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without goods or a rate, with a rate above the whole, with days in the wrong order, with a least amount above the most or one below 0, or
    /// with amounts in several currencies.
    pub fn tidied(self) -> Result<Royalty, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("royalty-no-title", "Write for which goods the royalty is owed")));
        }
        not_longer(&title, AGREEMENT_LINE_CHARS_MAX)?;
        let is_rated = match self.basis {
            RoyaltyBasis::Sales => (1..=PARTS).contains(&self.millionths),
            RoyaltyBasis::Units => self.per_unit.minor > 0,
        };
        if !is_rated {
            return Err(Refusal::Said(sentence!(
                "royalty-no-rate",
                "Write the rate: a percentage above 0 and up to 100 of sales, or an amount for each unit"
            )));
        }
        if let Some(until) = self.until {
            in_order(self.since, until)?;
        }
        let mut bounds = [self.minimum, self.cap].into_iter().flatten();
        if bounds.any(|bound| bound.currency != self.per_unit.currency) {
            return Err(Refusal::Said(sentence!(
                "royalty-currencies",
                "Write rate, least and most amount in one currency"
            )));
        }
        if [self.minimum, self.cap].into_iter().flatten().any(|bound| bound.minor < 0) {
            return Err(Refusal::Said(sentence!(
                "royalty-negative",
                "The least and the most amount of a year are not below 0; correct them"
            )));
        }
        if let (Some(minimum), Some(cap)) = (self.minimum, self.cap)
            && minimum.minor > cap.minor
        {
            return Err(Refusal::Said(sentence!(
                "royalty-bounds",
                "The least amount of a year is above the most; correct one of the two"
            )));
        }
        Ok(Royalty { title, ..self })
    }

    /// A percentage as people write it, `3.5` or `3,5`, in millionths; `None` where it is none or has more than four digits behind the point.
    pub fn millionths_of(percent: &str) -> Option<u32> {
        let text = percent.trim().trim_end_matches('%').trim_end().replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part) {
            return None;
        }
        format!("{whole}{part:0<4}").parse().ok()
    }

    /// Its percentage as people write it.
    pub fn percent(&self) -> String {
        let text = format!("{}.{:04}", self.millionths / 10_000, self.millionths % 10_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Whether a day of a year is in it.
    pub fn is_owed_in(&self, year: i32, end: Option<Date>) -> bool {
        let until = [self.until, end].into_iter().flatten().min();
        self.since.year() <= year && until.is_none_or(|until| until.year() >= year)
    }

    /// What is owed for a year: of sales in the smallest unit, or of units. Rounded half up, then not below the least and not above the
    /// most. `None` where it is more than can be reckoned.
    pub fn owed(&self, base: u64) -> Option<Money> {
        let currency = self.per_unit.currency;
        let minor = match self.basis {
            RoyaltyBasis::Sales => {
                let whole = Money { minor: i64::try_from(base).ok()?, currency };
                whole.share(u64::from(self.millionths), u64::from(PARTS))?.minor
            }
            RoyaltyBasis::Units => self.per_unit.minor.checked_mul(i64::try_from(base).ok()?)?,
        };
        let minor = self.minimum.map_or(minor, |least| minor.max(least.minor));
        let minor = self.cap.map_or(minor, |most| minor.min(most.minor));
        Some(Money { minor, currency })
    }
}

/// What was reported of the use of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseReport {
    /// The royalty.
    pub royalty: u32,
    /// The year.
    pub year: i32,
    /// Sales in the smallest unit of the currency, or units made.
    pub base: u64,
    /// What else is to be known, and what was only told.
    pub words: String,
    /// What shows it: records, deliveries that were used, and whatever else comes to show use.
    pub evidence: Vec<Thing>,
    /// What is owed for it.
    pub amount: Money,
    /// Who reported: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl UseReport {
    /// Whether nothing shows it but the word of who reported.
    pub fn is_told_only(&self) -> bool {
        self.evidence.is_empty()
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused with too much evidence, with evidence that shows no use, or where a text is too long.
    pub fn tidied(self) -> Result<UseReport, Refusal> {
        let words = self.words.trim().to_owned();
        not_longer(&words, USE_TEXT_CHARS_MAX)?;
        let mut evidence = self.evidence;
        evidence.sort();
        evidence.dedup();
        let shows_nothing = |thing: &Thing| matches!(thing.noun, Noun::Agreement | Noun::Office | Noun::Person);
        if evidence.len() > USE_EVIDENCE_MAX || evidence.iter().any(shows_nothing) {
            return Err(Refusal::Said(sentence!(
                "use-evidence",
                "Cite up to {max} records or deliveries that show the use; the agreement does not show it itself",
                max = USE_EVIDENCE_MAX
            )));
        }
        Ok(UseReport { words, evidence, ..self })
    }
}

/// That something delivered is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseNote {
    /// Since or on which day.
    pub on: Date,
    /// What shows it; `None` where it is told only.
    pub evidence: Option<Thing>,
    /// In words.
    pub words: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn of_sales(millionths: u32) -> Royalty {
        Royalty {
            number: 1,
            title: "Turbines".to_owned(),
            basis: RoyaltyBasis::Sales,
            millionths,
            per_unit: money("0 EUR"),
            minimum: None,
            cap: None,
            since: Date::parse("1926-07-01").unwrap(),
            until: Some(Date::parse("1931-06-30").unwrap()),
        }
    }

    #[test]
    fn a_percentage_of_sales_is_rounded_to_the_smallest_unit_within_least_and_most() {
        let royalty = of_sales(35_000);
        assert_eq!(royalty.owed(100_001).unwrap(), money("35.00 EUR"), "3.5 % of 1000.01");
        assert_eq!(royalty.owed(100_015).unwrap(), money("35.01 EUR"));
        let bound = Royalty { minimum: Some(money("50 EUR")), cap: Some(money("60 EUR")), ..royalty };
        assert_eq!(bound.owed(0).unwrap(), money("50 EUR"));
        assert_eq!(bound.owed(9_999_999).unwrap(), money("60 EUR"));
        let each = Royalty { basis: RoyaltyBasis::Units, per_unit: money("12.50 EUR"), ..of_sales(0) };
        assert_eq!(each.owed(8).unwrap(), money("100 EUR"));
        assert_eq!(each.owed(u64::MAX), None, "more than can be reckoned is said to be so");
    }

    #[test]
    fn a_percentage_is_read_as_people_write_it_and_shown_in_one_way() {
        for (text, millionths, shown) in
            [("3.5", 35_000, "3.5"), ("3,5 %", 35_000, "3.5"), ("10", 100_000, "10"), ("0.0001", 1, "0.0001")]
        {
            assert_eq!(Royalty::millionths_of(text), Some(millionths), "{text}");
            assert_eq!(of_sales(millionths).percent(), shown);
        }
        for odd in ["", "-1", "1.23456", "five", "1000", "1e3"] {
            assert_eq!(Royalty::millionths_of(odd), None, "{odd}");
        }
    }

    #[test]
    fn it_is_owed_in_every_year_of_which_it_has_a_day() {
        let royalty = of_sales(1);
        assert!((1926..=1931).all(|year| royalty.is_owed_in(year, None)));
        assert!(!royalty.is_owed_in(1925, None) && !royalty.is_owed_in(1932, None));
        assert!(!royalty.is_owed_in(1930, Date::parse("1929-12-31")), "and ends with the agreement");
    }

    #[test]
    fn a_rate_is_above_nothing_and_bounds_are_in_order_and_of_one_currency() {
        assert!(of_sales(0).tidied().is_err());
        assert!(of_sales(1_000_001).tidied().is_err());
        assert!(of_sales(1_000_000).tidied().is_ok());
        assert!(Royalty { minimum: Some(money("5 USD")), ..of_sales(1) }.tidied().is_err());
        assert!(Royalty { minimum: Some(money("5 EUR")), cap: Some(money("4 EUR")), ..of_sales(1) }.tidied().is_err());
    }

    proptest! {
        #[test]
        fn more_sales_never_owe_less(
            millionths in 1..=1_000_000u32, one in 0..i64::MAX as u64 / 2, more in 0..1_000_000u64,
        ) {
            let royalty = of_sales(millionths);
            if let (Some(less), Some(greater)) = (royalty.owed(one), royalty.owed(one + more)) {
                prop_assert!(less.minor <= greater.minor && less.minor >= 0);
                prop_assert!(greater.minor as u64 <= one + more);
            }
        }
    }
}
