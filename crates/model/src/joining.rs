//! Joinings: two records that a person found to be one work, and how that is undone.

use crate::{PersonId, RecordId, Refusal, sentence};

/// Longest reason, in characters.
pub const JOINING_REASON_CHARS_MAX: usize = 300;

/// Two records that somebody joined by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// The record that holds both now.
    pub record: RecordId,
    /// The one whose name leads there now.
    pub gone: RecordId,
    /// Why.
    pub reason: String,
    /// Who joined them.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub joined_at: i64,
    /// Who undid it, when and why.
    pub undone: Option<(PersonId, i64, String)>,
}

impl Joining {
    /// The reason for joining two records, or for undoing it, as it is kept.
    ///
    /// # Errors
    /// Refused when it is empty or too long.
    pub fn because(reason: &str) -> Result<String, Refusal> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "joining-no-reason",
                "Write why; who looks at the record later reads it"
            )));
        }
        if reason.chars().count() > JOINING_REASON_CHARS_MAX {
            return Err(Refusal::Said(sentence!(
                "joining-reason-long",
                "The reason has up to {max} characters; shorten it",
                max = JOINING_REASON_CHARS_MAX
            )));
        }
        Ok(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_joined_without_a_reason() {
        assert!(Joining::because(" \n").is_err());
        assert!(Joining::because(&"x".repeat(JOINING_REASON_CHARS_MAX + 1)).is_err());
        assert_eq!(Joining::because(" same\nthesis ").unwrap(), "same thesis");
    }
}
