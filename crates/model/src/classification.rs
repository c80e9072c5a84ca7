//! Classifications: what a person said a thing is by a control list, on which ground, confirmed by another person.

use crate::control_list::ControlListId;
use crate::host::not_longer;
use crate::threshold::ItemParameter;
use crate::words::words;
use crate::{ITEM_PARAMETERS_MAX, PersonId, Refusal, Thing, sentence};

/// Longest description of an item, in characters: a page of a data sheet.
pub const ITEM_TEXT_CHARS_MAX: usize = 4_000;

/// Longest reason of a classification, in characters.
pub const CLASSIFICATION_REASON_CHARS_MAX: usize = 4_000;

/// Classifications of one thing, those that were replaced included.
pub const CLASSIFICATIONS_MAX: usize = 200;

words! {
    /// Why a thing is on no entry of a list.
    ClassificationGround {
        /// No entry describes it.
        NotDescribed = "not-described",
        /// An entry describes it and asks for more than it does.
        BelowThreshold = "below-threshold",
        /// A note lets it out.
        Excepted = "excepted",
        /// What is to be shared is in the public domain.
        PublicDomain = "public-domain",
        /// What is to be shared is basic scientific research.
        BasicResearch = "basic-research",
    }
}

words! {
    /// Where a classification stands.
    ClassificationState {
        /// A person said it; another has to confirm it.
        Proposed = "proposed",
        /// Another person confirmed it.
        Confirmed = "confirmed",
        /// Another person did not confirm it.
        Rejected = "rejected",
        /// The list was changed where it stands, and it is asked again.
        AskedAgain = "asked-again",
        /// A later one took its place.
        Replaced = "replaced",
    }
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassificationVerdict {
    /// It is described by the provision of this code.
    Listed(String),
    /// It is described by none, on this ground.
    NotListed(ClassificationGround),
}

/// A classification of a thing by one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// Of what.
    pub about: Thing,
    /// Its number among those of the thing, from 1.
    pub number: u32,
    /// By which list.
    pub list: ControlListId,
    /// By which version of it.
    pub version: u32,
    /// What was said.
    pub verdict: ClassificationVerdict,
    /// The description that was held against the list.
    pub text: String,
    /// The parameters that were held against it.
    pub parameters: Vec<ItemParameter>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ClassificationState,
    /// Who said it: post and person.
    pub by: String,
    /// The person who said it.
    pub person: PersonId,
    /// The post that is asked again when the list changes.
    pub post: crate::PostId,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who confirmed it or did not.
    pub decided_by: Option<String>,
    /// When, in microseconds since 1970.
    pub decided_at: Option<i64>,
    /// Why it was not confirmed, or what a new version of the list changed.
    pub remark: String,
}

impl Classification {
    /// The code that it names, if it names one.
    pub fn code(&self) -> Option<&str> {
        match &self.verdict {
            ClassificationVerdict::Listed(code) => Some(code),
            ClassificationVerdict::NotListed(_) => None,
        }
    }

    /// Whether it counts: it waits for a second person or was confirmed, and nothing took its place.
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            ClassificationState::Proposed | ClassificationState::Confirmed | ClassificationState::AskedAgain
        )
    }

    /// The same with its texts in order. Whether the code is in the list is for those to say who have it.
    ///
    /// # Errors
    /// Refused without a reason, and where something is too long.
    pub fn tidied(self) -> Result<Classification, Refusal> {
        let [text, reason] = [&self.text, &self.reason].map(|text| text.trim().to_owned());
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "classification-no-reason",
                "Write why; who confirms it and who reads it later has nothing else to go by"
            )));
        }
        not_longer(&reason, CLASSIFICATION_REASON_CHARS_MAX)?;
        not_longer(&text, ITEM_TEXT_CHARS_MAX)?;
        if self.parameters.len() > ITEM_PARAMETERS_MAX {
            return Err(Refusal::Said(sentence!(
                "item-parameters",
                "Up to {max} parameters are compared; leave some out",
                max = ITEM_PARAMETERS_MAX
            )));
        }
        Ok(Classification { text, reason, ..self })
    }

    /// A second person confirms it, or does not.
    ///
    /// # Errors
    /// Refused when it is not open to that any more, by who said it, and for a no without a reason.
    pub fn decide(&self, by: (&str, &PersonId), yes: bool, remark: &str, at: i64) -> Result<Classification, Refusal> {
        if self.state != ClassificationState::Proposed {
            return Err(Refusal::Changed(sentence!(
                "classification-over",
                "Nobody waits for this confirmation any more; reload the page"
            )));
        }
        if *by.1 == self.person {
            return Err(Refusal::Said(sentence!(
                "classification-own",
                "You made this classification yourself; another person has to confirm it"
            )));
        }
        let remark = remark.trim();
        if !yes && remark.is_empty() {
            return Err(Refusal::Said(sentence!(
                "classification-no-why",
                "Write why it is not right, so that it can be made anew"
            )));
        }
        not_longer(remark, CLASSIFICATION_REASON_CHARS_MAX)?;
        Ok(Classification {
            state: if yes { ClassificationState::Confirmed } else { ClassificationState::Rejected },
            decided_by: Some(by.0.to_owned()),
            decided_at: Some(at),
            remark: remark.to_owned(),
            ..self.clone()
        })
    }
}
