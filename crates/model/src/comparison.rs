//! Comparison: what was measured of a sample, held against what a need wants, in the unit of the need.

use std::cmp::Ordering;

use crate::words::words;
use crate::{Measure, Parameter, Quantity, Rational, Sentence, StudyResult, sentence};

words! {
    /// How what was measured stands to what is wanted.
    ComparisonKind {
        /// It is what is wanted.
        Met = "met",
        /// It is beyond what is wanted.
        Better = "better",
        /// It is short of what is wanted.
        Worse = "worse",
        /// It cannot be told.
        Incomparable = "incomparable",
    }
}

/// What was measured against what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How they stand.
    pub kind: ComparisonKind,
    /// What was measured, in the unit of the need; empty where it cannot be converted.
    pub measured: String,
    /// Why it cannot be told.
    pub why: Option<Sentence>,
}

fn untold(why: Sentence, measured: String) -> Comparison {
    Comparison { kind: ComparisonKind::Incomparable, measured, why: Some(why) }
}

/// What was measured in the unit of the need. Where a need has a unit that is not known, the same unit in the same words compares.
fn converted(result: &StudyResult, measure: &str) -> Result<Rational, Sentence> {
    let same = result.measure.trim() == measure.trim();
    match Measure::parse(measure) {
        Ok(wanted) => Ok(Quantity::of(&result.value, &result.measure)?.to(&wanted)?.value),
        Err(refusal) if !same => Err(refusal),
        Err(refusal) => Rational::parse(&result.value).ok_or(refusal),
    }
}

/// Holds what was measured against a parameter of a need. Which way is better follows from the value now and the value wanted: where
/// more is wanted than there is, more is better.
pub fn compared(result: &StudyResult, parameter: &Parameter) -> Comparison {
    let value = match converted(result, &parameter.measure) {
        Ok(value) => value,
        Err(why) => return untold(why, String::new()),
    };
    let measured = format!("{value} {}", parameter.measure.trim()).trim().to_owned();
    let number = |text: &Option<String>| text.as_deref().and_then(Rational::parse);
    let Some(wanted) = number(&parameter.wanted) else {
        return untold(
            sentence!(
                "comparison-no-want",
                "The need says no value that it wants of “{name}”",
                name = parameter.name.as_str()
            ),
            measured,
        );
    };
    let towards = number(&parameter.now).map_or(Ordering::Equal, |now| wanted.cmp(&now));
    let kind = match (value.cmp(&wanted), towards) {
        (Ordering::Equal, _) => ComparisonKind::Met,
        (_, Ordering::Equal) => {
            return untold(
                sentence!(
                    "comparison-no-way",
                    "The need does not say what “{name}” is now, so that nobody knows which way is better",
                    name = parameter.name.as_str()
                ),
                measured,
            );
        }
        (way, towards) if way == towards => ComparisonKind::Better,
        _ => ComparisonKind::Worse,
    };
    Comparison { kind, measured, why: None }
}
