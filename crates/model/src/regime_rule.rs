//! The rule by which a regime decides, as data.

use std::fmt;

use crate::words::words;
use crate::{Refusal, sentence};

words! {
    /// Whose yes it takes.
    Decision {
        /// Everybody votes, and nobody says no.
        Unanimity = "unanimity",
        /// A share of the votes, of the members, or both.
        Qualified = "qualified",
        /// More yes than no among those who vote.
        Simple = "simple",
        /// The chair decides, when enough members have spoken.
        Chair = "chair",
    }
}

/// The most days of a deadline, of a silence or of a decision's life: ten years. What holds longer is decided anew.
pub const RULE_DAYS_MAX: u16 = 3_660;

/// The rule by which a regime decides. Its text is what `Display` writes: `qualified votes=70 members=50 quorum=3 deadline=21 silence=14
/// valid=365 discretion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RegimeRule {
    /// Whose yes it takes.
    pub decision: Decision,
    /// Per cent of all votes that say yes, at least; for a qualified majority.
    pub votes_percent: u8,
    /// Per cent of all members that say yes, at least; for a qualified majority.
    pub members_percent: u8,
    /// Members that have to have spoken, at least. Silence that counts as consent is speaking.
    pub quorum: u16,
    /// Days in which ballots are due, and after which a simple majority is counted among those who voted.
    pub deadline_days: u16,
    /// Days after which the silence of a member that could see the case is its consent. `None`: silence says nothing.
    pub silence_days: Option<u16>,
    /// Days for which a yes is good; `None`: until what was decided on changes.
    pub valid_days: Option<u16>,
    /// Whether a member may let its own through against the rule, on a stated ground.
    pub discretion: bool,
}

impl Default for RegimeRule {
    fn default() -> RegimeRule {
        RegimeRule {
            decision: Decision::Unanimity,
            votes_percent: 0,
            members_percent: 0,
            quorum: 0,
            deadline_days: 14,
            silence_days: None,
            valid_days: None,
            discretion: false,
        }
    }
}

impl RegimeRule {
    /// The rule, looked through.
    ///
    /// # Errors
    /// Refused with a share above the whole, a qualified majority without a share, no deadline, or days beyond [`RULE_DAYS_MAX`].
    pub fn tidied(self) -> Result<RegimeRule, Refusal> {
        let shares = [self.votes_percent, self.members_percent];
        if shares.iter().any(|share| *share > 100) {
            return Err(Refusal::Said(sentence!("rule-share", "A share is at most 100 per cent; write a smaller one")));
        }
        let rule = match self.decision {
            Decision::Qualified => self,
            _ => RegimeRule { votes_percent: 0, members_percent: 0, ..self },
        };
        if rule.decision == Decision::Qualified && shares.iter().all(|share| *share <= 50) {
            return Err(Refusal::Said(sentence!(
                "rule-qualified",
                "A qualified majority is more than half of the votes or of the members; write the share that it takes"
            )));
        }
        let days = [Some(rule.deadline_days), rule.silence_days, rule.valid_days];
        if days.iter().flatten().any(|days| *days == 0 || *days > RULE_DAYS_MAX) {
            return Err(Refusal::Said(sentence!(
                "rule-days",
                "Write a deadline, a silence and a time of validity of 1 to {max} days; leave empty what the rule does not know",
                max = RULE_DAYS_MAX
            )));
        }
        Ok(rule)
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<RegimeRule> {
        let mut words = text.split_whitespace();
        let decision = Decision::from_word(words.next()?)?;
        let mut rule = RegimeRule { decision, deadline_days: 0, ..RegimeRule::default() };
        for word in words {
            match word.split_once('=') {
                Some(("votes", n)) => rule.votes_percent = n.parse().ok()?,
                Some(("members", n)) => rule.members_percent = n.parse().ok()?,
                Some(("quorum", n)) => rule.quorum = n.parse().ok()?,
                Some(("deadline", n)) => rule.deadline_days = n.parse().ok()?,
                Some(("silence", n)) => rule.silence_days = Some(n.parse().ok()?),
                Some(("valid", n)) => rule.valid_days = Some(n.parse().ok()?),
                None if word == "discretion" => rule.discretion = true,
                _ => return None,
            }
        }
        Some(rule)
    }
}

impl fmt::Display for RegimeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decision.fmt(f)?;
        for (name, n) in [
            ("votes", u16::from(self.votes_percent)),
            ("members", u16::from(self.members_percent)),
            ("quorum", self.quorum),
            ("deadline", self.deadline_days),
            ("silence", self.silence_days.unwrap_or(0)),
            ("valid", self.valid_days.unwrap_or(0)),
        ] {
            if n > 0 {
                write!(f, " {name}={n}")?;
            }
        }
        if self.discretion { f.write_str(" discretion") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        for decision in Decision::ALL {
            for bits in 0..16u16 {
                let has = |bit: u16| bits >> bit & 1 == 1;
                let rule = RegimeRule {
                    decision: *decision,
                    votes_percent: if has(0) { 70 } else { 0 },
                    members_percent: 55,
                    quorum: u16::from(has(1)) * 3,
                    deadline_days: 21,
                    silence_days: has(2).then_some(14),
                    valid_days: has(3).then_some(365),
                    discretion: has(0),
                };
                assert_eq!(RegimeRule::parse(&rule.to_string()), Some(rule));
            }
        }
        for text in ["", "lottery", "unanimity deadline=x", "simple seats=3"] {
            assert_eq!(RegimeRule::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_rule_that_says_nothing_is_refused() {
        let rule = RegimeRule::default();
        assert!(rule.tidied().is_ok());
        assert!(RegimeRule { deadline_days: 0, ..rule }.tidied().is_err());
        assert!(RegimeRule { silence_days: Some(0), ..rule }.tidied().is_err());
        assert!(RegimeRule { valid_days: Some(RULE_DAYS_MAX + 1), ..rule }.tidied().is_err());
        let qualified = RegimeRule { decision: Decision::Qualified, ..rule };
        assert!(qualified.tidied().is_err(), "a share is missing");
        assert!(RegimeRule { votes_percent: 101, ..qualified }.tidied().is_err());
        assert!(RegimeRule { votes_percent: 70, ..qualified }.tidied().is_ok());
        let simple = RegimeRule { decision: Decision::Simple, votes_percent: 70, ..rule }.tidied().unwrap();
        assert_eq!(simple.votes_percent, 0, "what does not belong to the rule is left out");
    }
}
