//! The transfer of a skill: what shall be known by whom when a guest leaves, how that was shown, and whether it stayed.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{ASSIGNMENT_LINE_CHARS_MAX, ASSIGNMENT_TEXT_CHARS_MAX, Date, Evidence, Refusal, sentence};

/// Something that is passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its number within the assignment.
    pub number: u32,
    /// What shall be known.
    pub what: String,
    /// By whom.
    pub learner: String,
    /// How they show it.
    pub how: String,
    /// On what it rests that they do; `None` while nothing was shown.
    pub evidence: Option<Evidence>,
    /// The day on which it was shown.
    pub day: Option<Date>,
    /// What was seen.
    pub note: String,
    /// Who wrote that down: post and person.
    pub by: String,
}

/// How it was shown that something was passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferShown {
    /// On what it rests.
    pub evidence: Evidence,
    /// The day.
    pub day: Date,
    /// What was seen.
    pub note: String,
    /// Who writes it down: post and person.
    pub by: String,
}

impl Transfer {
    /// One that is planned.
    pub fn planned(what: &str, learner: &str, how: &str) -> Transfer {
        Transfer {
            number: 0,
            what: what.to_owned(),
            learner: learner.to_owned(),
            how: how.to_owned(),
            evidence: None,
            day: None,
            note: String::new(),
            by: String::new(),
        }
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused when it does not say what shall be known by whom, or where a text is too long.
    pub fn tidied(self) -> Result<Transfer, Refusal> {
        let (what, learner, how) = (one_line(&self.what), one_line(&self.learner), one_line(&self.how));
        if what.is_empty() || learner.is_empty() {
            return Err(Refusal::Said(sentence!(
                "transfer-no-text",
                "Write of each thing that is passed on what shall be known, and by whom"
            )));
        }
        for text in [&what, &learner, &how] {
            not_longer(text, ASSIGNMENT_LINE_CHARS_MAX)?;
        }
        Ok(Transfer { what, learner, how, ..self })
    }

    /// It was shown.
    ///
    /// # Errors
    /// Refused on a day that has not come, on lighter grounds than it rests on already, or with too many words.
    pub fn shown(&self, shown: TransferShown, today: Date) -> Result<Transfer, Refusal> {
        crate::exchange::past(shown.day, today)?;
        if let Some(held) = self.evidence.filter(|held| *held > shown.evidence) {
            return Err(Refusal::Said(sentence!(
                "transfer-lighter",
                "It rests on more already: “{held}”; write down what weighs as much or more",
                held
            )));
        }
        let note = shown.note.trim().to_owned();
        not_longer(&note, ASSIGNMENT_TEXT_CHARS_MAX)?;
        Ok(Transfer { evidence: Some(shown.evidence), day: Some(shown.day), note, by: shown.by, ..self.clone() })
    }
}

words! {
    /// Whether a skill stayed.
    SkillStayed {
        /// It is there, and others have it.
        Stayed = "stayed",
        /// Some of it is there.
        Partly = "partly",
        /// It left with the guest.
        Lost = "lost",
    }
}

/// An answer to whether the skill stayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillCheck {
    /// What is found.
    pub stayed: SkillStayed,
    /// On what that rests.
    pub evidence: Evidence,
    /// What is to be said of it.
    pub remark: String,
    /// The day.
    pub day: Date,
    /// Who says it: post and person.
    pub by: String,
}

impl SkillCheck {
    /// The same with its text in order.
    ///
    /// # Errors
    /// Refused when something is missing and nothing is said of it, or with too many words.
    pub fn tidied(self) -> Result<SkillCheck, Refusal> {
        let remark = self.remark.trim().to_owned();
        if remark.is_empty() && self.stayed != SkillStayed::Stayed {
            return Err(Refusal::Said(sentence!("skill-no-remark", "Write what is missing, and why it did not stay")));
        }
        not_longer(&remark, ASSIGNMENT_TEXT_CHARS_MAX)?;
        Ok(SkillCheck { remark, ..self })
    }
}
