//! Thresholds: the values at which a provision of a control list begins to hold, and what an item says against them.

use crate::words::words;
use crate::{Measure, Quantity, Rational, Refusal, sentence};

/// Parameters of an item that are compared. A data sheet has fewer lines that a control list asks for.
pub const ITEM_PARAMETERS_MAX: usize = 40;

/// Longest name of a parameter, in characters.
pub const ITEM_PARAMETER_CHARS_MAX: usize = 120;

words! {
    /// On which side of its value a threshold holds.
    ThresholdBound {
        /// More than the value.
        Above = "above",
        /// The value or more.
        AtLeast = "at-least",
        /// Less than the value.
        Below = "below",
        /// The value or less.
        AtMost = "at-most",
    }
}

words! {
    /// How an item stands to a threshold.
    ThresholdStand {
        /// What it does is within what is controlled.
        Meets = "meets",
        /// What it does is outside of what is controlled.
        Misses = "misses",
        /// It says nothing of it.
        NotStated = "not-stated",
        /// It says something of it in a unit that does not convert.
        UnitDiffers = "unit-differs",
    }
}

impl ThresholdBound {
    /// As a sign: `>`, `≥`, `<`, `≤`.
    pub fn sign(self) -> &'static str {
        match self {
            ThresholdBound::Above => ">",
            ThresholdBound::AtLeast => "≥",
            ThresholdBound::Below => "<",
            ThresholdBound::AtMost => "≤",
        }
    }

    /// The other side: what holds where this does not.
    pub fn turned(self) -> ThresholdBound {
        match self {
            ThresholdBound::Above => ThresholdBound::AtMost,
            ThresholdBound::AtLeast => ThresholdBound::Below,
            ThresholdBound::Below => ThresholdBound::AtLeast,
            ThresholdBound::AtMost => ThresholdBound::Above,
        }
    }

    /// Whether more of it is controlled.
    pub fn is_upward(self) -> bool {
        matches!(self, ThresholdBound::Above | ThresholdBound::AtLeast)
    }

    /// Whether a value lies on the controlled side of another.
    pub fn holds(self, value: Rational, at: Rational) -> bool {
        match self {
            ThresholdBound::Above => value > at,
            ThresholdBound::AtLeast => value >= at,
            ThresholdBound::Below => value < at,
            ThresholdBound::AtMost => value <= at,
        }
    }
}

/// A value at which a provision begins to hold, as its words say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// What is measured, in the words of the provision; empty where it does not say.
    pub words: String,
    /// On which side it holds.
    pub bound: ThresholdBound,
    /// The value.
    pub value: Rational,
    /// Its unit of measure; empty for a number of things.
    pub unit: String,
}

impl std::fmt::Display for Threshold {
    /// Sign, value and unit: `≤ 0.9 µm`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.bound.sign(), self.value)?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// What an item does, as its maker says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemParameter {
    /// What is measured.
    pub name: String,
    /// The value, or the least of a range.
    pub low: Rational,
    /// The most of a range; the same as `low` for a single value.
    pub high: Rational,
    /// The unit of measure; empty for a number.
    pub unit: String,
}

impl ItemParameter {
    /// Reads a row of a form: a name, a value or a range as `1.5` or `1..40`, and a unit. `None` for an empty row.
    ///
    /// # Errors
    /// Refused where the value is no number, or something is too long.
    pub fn read(name: &str, value: &str, unit: &str) -> Result<Option<ItemParameter>, Refusal> {
        let (name, unit) = (crate::host::one_line(name), crate::host::one_line(unit));
        let value = value.trim();
        if name.is_empty() && value.is_empty() {
            return Ok(None);
        }
        if name.is_empty() {
            return Err(Refusal::Said(sentence!(
                "item-parameter-name",
                "Write what “{value}” is the value of: output power, wavelength, positioning accuracy",
                value
            )));
        }
        crate::host::not_longer(&name, ITEM_PARAMETER_CHARS_MAX)?;
        let (low, high) = value.split_once("..").or_else(|| value.split_once('…')).unwrap_or((value, value));
        // Where the unit is not known to convert, its words may still be those of the list.
        let known = Measure::parse(&unit).is_ok();
        let read = |text: &str| match known {
            true => Quantity::of(text.trim(), &unit).ok().map(|quantity| quantity.value),
            false => Quantity::of(text.trim(), "").ok().map(|quantity| quantity.value),
        };
        let (Some(low), Some(high)) = (read(low), read(high)) else {
            return Err(Refusal::Said(sentence!(
                "item-parameter-value",
                "“{value}” is no number; write the value of “{name}” as 0.8, or as 1..40 where it is a range",
                value,
                name = name.as_str()
            )));
        };
        crate::host::not_longer(&unit, crate::MEASURE_CHARS_MAX)?;
        Ok(Some(ItemParameter { name, low: low.min(high), high: low.max(high), unit }))
    }

    /// The value with its unit, as people write it.
    pub fn quantity(&self) -> String {
        let value = if self.low == self.high { self.low.to_string() } else { format!("{}..{}", self.low, self.high) };
        format!("{value} {}", self.unit).trim().to_owned()
    }

    /// Whether it measures the same dimension as a threshold: by dimension where both units are known, by the words of the unit
    /// elsewhere.
    pub fn compares_with(&self, threshold: &Threshold) -> bool {
        match (Measure::parse(&self.unit), Measure::parse(&threshold.unit)) {
            (Ok(one), Ok(other)) => one.dimension == other.dimension,
            _ => self.unit.eq_ignore_ascii_case(&threshold.unit),
        }
    }
}

impl Threshold {
    /// How an item stands to it that says this of the same thing. Of a range the end counts that comes nearer to what is controlled:
    /// what a machine can do somewhere in its range it can do.
    pub fn against(&self, parameter: &ItemParameter) -> ThresholdStand {
        let value = if self.bound.is_upward() { parameter.high } else { parameter.low };
        let converted = match (Measure::parse(&parameter.unit), Measure::parse(&self.unit)) {
            (Ok(own), Ok(asked)) => Quantity { value, measure: own }.to(&asked).ok().map(|quantity| quantity.value),
            _ => parameter.unit.eq_ignore_ascii_case(&self.unit).then_some(value),
        };
        match converted {
            Some(value) if self.bound.holds(value, self.value) => ThresholdStand::Meets,
            Some(_) => ThresholdStand::Misses,
            None => ThresholdStand::UnitDiffers,
        }
    }
}
