//! Motions: what one person proposes of a case and another has to second: conditions, that no case is needed, national discretion.

use crate::host::not_longer;
use crate::words::words;
use crate::{BALLOT_CHARS_MAX, BasisHash, CaseCondition, PersonId, PostId, Refusal, sentence};

words! {
    /// What is proposed.
    MotionKind {
        /// That these conditions belong to what is voted on.
        Conditions = "conditions",
        /// That no case is needed, on a ground.
        Exempt = "exempt",
        /// That a member lets its own through against the rule.
        Discretion = "discretion",
    }
}

words! {
    /// The grounds on which no case is needed: the General Technology Note of the lists of dual-use items leaves out both.
    ExemptGround {
        /// It is public already, without a limit on who may take it.
        PublicDomain = "public-domain",
        /// Basic research: it aims at knowledge, and at no practical end.
        BasicResearch = "basic-research",
    }
}

words! {
    /// Where a motion stands.
    MotionState {
        /// A second person is asked.
        Open = "open",
        /// A second person agreed.
        Carried = "carried",
        /// A second person said no.
        Dropped = "dropped",
        /// What it was about changed or was decided.
        Void = "void",
    }
}

/// Something that one person proposes of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Its number in the case, from 1.
    pub number: u16,
    /// What is proposed.
    pub kind: MotionKind,
    /// The number of the member that lets its own through.
    pub member: Option<u16>,
    /// On which ground no case is needed.
    pub ground: Option<ExemptGround>,
    /// Why, in words.
    pub reason: String,
    /// The conditions that are proposed.
    pub conditions: Vec<CaseCondition>,
    /// The post of who proposed it.
    pub post: PostId,
    /// Who proposed it.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Over what.
    pub over: BasisHash,
    /// Where it stands.
    pub state: MotionState,
    /// Who answered: post and person.
    pub answered_by: Option<String>,
    /// What was said with the answer.
    pub answer: String,
}

impl Motion {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a reason, or with a text that is too long.
    pub fn tidied(self) -> Result<Motion, Refusal> {
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "motion-no-reason",
                "Write why; the second person decides on it, and it stays with the case"
            )));
        }
        not_longer(&reason, BALLOT_CHARS_MAX)?;
        let conditions = self.conditions.into_iter().map(CaseCondition::tidied).collect::<Result<Vec<_>, Refusal>>()?;
        if self.kind == MotionKind::Conditions && conditions.is_empty() {
            return Err(Refusal::Said(sentence!(
                "motion-no-condition",
                "Write at least one condition, who keeps it and until when"
            )));
        }
        Ok(Motion { reason, conditions, ..self })
    }

    /// It as a second person answered it.
    ///
    /// # Errors
    /// Refused to who proposed it, when it is answered already, and when what it is about changed.
    pub fn answer(
        &self,
        (by, person): (&str, &PersonId),
        over: &BasisHash,
        (yes, words): (bool, &str),
    ) -> Result<Motion, Refusal> {
        if self.state != MotionState::Open {
            return Err(Refusal::Changed(sentence!(
                "motion-over",
                "This was answered already, or fell with what it was about; reload the page"
            )));
        }
        if *person == self.person {
            return Err(Refusal::Said(sentence!(
                "motion-own",
                "You proposed this, so a second person answers; ask another who may"
            )));
        }
        if self.over != *over {
            return Err(Refusal::Changed(crate::case_changed()));
        }
        let words = words.trim();
        not_longer(words, BALLOT_CHARS_MAX)?;
        let state = if yes { MotionState::Carried } else { MotionState::Dropped };
        Ok(Motion { state, answered_by: Some(by.to_owned()), answer: words.to_owned(), ..self.clone() })
    }
}
