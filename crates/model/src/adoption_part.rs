//! What hangs on an adoption: places where it runs, what it needs, what it cost, and who heard of its end.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{
    ADOPTION_LINE_CHARS_MAX, ADOPTION_TEXT_CHARS_MAX, AdoptionId, Date, Money, PostId, Quantity, Rational, Refusal,
    sentence,
};

/// Places of one adoption: shops, lines, machines.
pub const ADOPTION_PLACES_MAX: usize = 200;

/// Lines of what one adoption needs.
pub const RESOURCES_MAX: usize = 200;

/// Lines of what one adoption cost.
pub const ADOPTION_COSTS_MAX: usize = 500;

/// Tokens of one adoption that are good at a time: a meter for each place that matters.
pub const READING_TOKENS_MAX: usize = 20;

/// Days after which a token for readings ends at the latest.
pub const READING_TOKEN_DAYS_MAX: u32 = 730;

/// A shop, a line or a machine of the unit where the technology runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdoptionPlace {
    /// Its number within the adoption, from 1.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// Since when it runs there.
    pub since: Date,
    /// Until when it did.
    pub until: Option<Date>,
}

impl AdoptionPlace {
    /// The same with its name in order.
    ///
    /// # Errors
    /// Refused without a name, for days to come, or where it would end before it began.
    pub fn tidied(self, today: Date) -> Result<AdoptionPlace, Refusal> {
        let name = one_line(&self.name);
        not_longer(&name, ADOPTION_LINE_CHARS_MAX)?;
        let last = self.until.unwrap_or(self.since);
        if name.is_empty() || last < self.since || self.since > today || last > today {
            return Err(Refusal::Said(sentence!(
                "adoption-place",
                "Write which shop, line or machine it is, since when it runs there, and until when if it no longer does"
            )));
        }
        Ok(AdoptionPlace { name, ..self })
    }
}

words! {
    /// What sort of thing an adoption needs.
    ResourceKind {
        /// A material.
        Material = "material",
        /// Somebody who delivers.
        Supplier = "supplier",
        /// Something that people can do.
        Skill = "skill",
        /// A machine, a tool, an instrument.
        Equipment = "equipment",
        /// Money.
        Money = "money",
    }
}

words! {
    /// Whether it is there.
    ResourceState {
        /// It is there.
        There = "there",
        /// It is on its way.
        OnOrder = "on-order",
        /// It is not to be had so far.
        Missing = "missing",
    }
}

/// Something that an adoption needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its number within the adoption, from 1.
    pub number: u32,
    /// What sort of thing.
    pub kind: ResourceKind,
    /// What it is called.
    pub name: String,
    /// How much of it, as a decimal number; empty where that cannot be said.
    pub amount: String,
    /// The unit of measure; empty for pieces.
    pub measure: String,
    /// By when.
    pub needed_by: Option<Date>,
    /// Whether it is there.
    pub state: ResourceState,
    /// What else is to be known.
    pub remark: String,
}

impl Resource {
    /// The same with its texts and number in order.
    ///
    /// # Errors
    /// Refused without a name, where a text is too long, or where the amount is no number of its unit.
    pub fn tidied(self) -> Result<Resource, Refusal> {
        let (name, measure, remark) = (one_line(&self.name), one_line(&self.measure), self.remark.trim().to_owned());
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("resource-no-name", "Write what is needed")));
        }
        not_longer(&name, ADOPTION_LINE_CHARS_MAX)?;
        not_longer(&remark, ADOPTION_TEXT_CHARS_MAX)?;
        let mut amount = self.amount.trim().to_owned();
        if self.kind == ResourceKind::Money && !amount.is_empty() {
            // Of money the unit is a currency.
            Money::parse(&format!("{amount} {measure}"))?;
        } else if !amount.is_empty() {
            let quantity = Quantity::of(&amount, &measure)?;
            if quantity.value <= Rational::ZERO {
                return Err(Refusal::Said(sentence!(
                    "resource-amount",
                    "Write how much is needed: a number above zero and its unit, or leave it empty"
                )));
            }
            amount = quantity.value.to_string();
        }
        Ok(Resource { name, measure, remark, amount, ..self })
    }

    /// Whether its day is past and it is not there.
    pub fn is_late(&self, today: Date) -> bool {
        self.state != ResourceState::There && self.needed_by.is_some_and(|day| day < today)
    }
}

/// What the unit spent on an adoption beside what stands on its thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdoptionCost {
    /// Its number within the adoption, from 1.
    pub number: u32,
    /// How much.
    pub spent: Money,
    /// What for.
    pub what: String,
    /// On which day.
    pub on: Date,
    /// Who said so.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl AdoptionCost {
    /// The same with its words in order.
    ///
    /// # Errors
    /// Refused for an amount that is not above zero, without words, or for a day to come.
    pub fn tidied(self, today: Date) -> Result<AdoptionCost, Refusal> {
        let what = one_line(&self.what);
        not_longer(&what, ADOPTION_LINE_CHARS_MAX)?;
        if what.is_empty() || self.spent.minor <= 0 || self.on > today {
            return Err(Refusal::Said(sentence!(
                "adoption-cost",
                "Write an amount above zero with its currency, what it was spent on, and a day that is not to come"
            )));
        }
        Ok(AdoptionCost { what, ..self })
    }
}

/// What a post that uses the same technology says to the end of another adoption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndHeard {
    /// The adoption that ended.
    pub adoption: AdoptionId,
    /// Which start of it, from 1.
    pub start: u32,
    /// The post that says so.
    pub post: PostId,
    /// Whether it concerns them as well.
    pub concerns: bool,
    /// Why.
    pub why: String,
    /// Who said it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl EndHeard {
    /// The same with its words in order.
    ///
    /// # Errors
    /// Refused without words.
    pub fn tidied(self) -> Result<EndHeard, Refusal> {
        let why = self.why.trim().to_owned();
        if why.is_empty() {
            return Err(Refusal::Said(sentence!(
                "end-heard-why",
                "Write why it concerns you, or why it does not; who ended it reads that"
            )));
        }
        not_longer(&why, ADOPTION_TEXT_CHARS_MAX)?;
        Ok(EndHeard { why, ..self })
    }
}

/// A sum in one currency, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// How much.
    pub spent: Money,
    /// Where it stands.
    pub origin: crate::Thing,
    /// In words of whoever noted it.
    pub what: String,
}

/// What one technology cost, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TechnologyCost {
    /// All of it.
    pub sum: Money,
    /// For each adoption in production, rounded down to the smallest unit of the currency; `None` while there is none.
    pub each: Option<Money>,
}

/// What a technology cost, by currency. Nothing is converted: sums in several currencies stand beside one another. `None` where a sum is
/// larger than can be held.
pub fn technology_costs(lines: &[CostLine], n_in_production: usize) -> Option<Vec<TechnologyCost>> {
    let mut sums: std::collections::BTreeMap<String, Money> = std::collections::BTreeMap::new();
    for line in lines {
        let code = line.spent.currency.code().to_owned();
        let sum = sums.entry(code).or_insert(Money { minor: 0, currency: line.spent.currency });
        sum.minor = sum.minor.checked_add(line.spent.minor)?;
    }
    let parts = i64::try_from(n_in_production).ok()?;
    let each = |sum: Money| (parts > 0).then(|| Money { minor: sum.minor.div_euclid(parts), ..sum });
    Some(sums.into_values().map(|sum| TechnologyCost { sum, each: each(sum) }).collect())
}
