//! Conditions of a control case: what has to be done so that a yes stays one.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Date, PostId, Refusal, Thing, sentence};

/// Longest condition, or longest words on how it was kept, in characters.
pub const CONDITION_CHARS_MAX: usize = 2_000;

/// The most conditions of a case; who needs more splits what is asked for.
pub const CONDITIONS_MAX: usize = 50;

words! {
    /// Where a condition stands.
    ConditionState {
        /// It is to be kept.
        Open = "open",
        /// It was kept.
        Kept = "kept",
        /// It was broken.
        Broken = "broken",
    }
}

/// A condition of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCondition {
    /// What is to be done, or not to be done.
    pub text: String,
    /// Who keeps it.
    pub post: PostId,
    /// By when it is to be shown that it is kept.
    pub due: Date,
    /// Where it stands.
    pub state: ConditionState,
    /// What was said of how it was kept or broken.
    pub words: String,
    /// What shows it.
    pub evidence: Option<Thing>,
    /// Who said so: post and person.
    pub by: Option<String>,
}

impl CaseCondition {
    /// A condition of which nothing was said yet.
    pub fn new(text: &str, post: PostId, due: Date) -> CaseCondition {
        let (state, words, evidence, by) = (ConditionState::Open, String::new(), None, None);
        CaseCondition { text: text.to_owned(), post, due, state, words, evidence, by }
    }

    /// The same with its text in order, and nothing said of it yet.
    ///
    /// # Errors
    /// Refused without a text, or with one that is too long.
    pub fn tidied(self) -> Result<CaseCondition, Refusal> {
        let text = one_line(&self.text);
        if text.is_empty() {
            return Err(Refusal::Said(sentence!("condition-empty", "Write what the condition asks for")));
        }
        not_longer(&text, CONDITION_CHARS_MAX)?;
        Ok(CaseCondition::new(&text, self.post, self.due))
    }

    /// It as somebody says that it was kept or broken.
    ///
    /// # Errors
    /// Refused without words, or where it was broken already: a case is decided anew then.
    pub fn said(
        &self,
        by: &str,
        state: ConditionState,
        (words, evidence): (&str, Option<Thing>),
    ) -> Result<CaseCondition, Refusal> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Refusal::Said(sentence!(
                "condition-no-words",
                "Write what shows it; words and evidence stay with the case"
            )));
        }
        not_longer(words, CONDITION_CHARS_MAX)?;
        if self.state == ConditionState::Broken || self.state == state {
            return Err(Refusal::Changed(sentence!(
                "condition-said",
                "This was said of the condition already; reload the page"
            )));
        }
        Ok(CaseCondition { state, words: words.to_owned(), evidence, by: Some(by.to_owned()), ..self.clone() })
    }
}
