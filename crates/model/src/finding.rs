//! Findings of inspections: what is to be done, by whom and until when; and who says that it is done, which is never who did it.

use crate::host::not_longer;
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, PersonId, PostId, Refusal, Thing, VisitId, sentence};

public_id!(
    /// Names a finding.
    FindingId,
    'F'
);

/// Longest text of a finding, of its action or of a step, in characters.
pub const FINDING_TEXT_CHARS_MAX: usize = 4_000;
/// Things that one step names as evidence.
pub const FINDING_EVIDENCE_MAX: usize = 20;
/// Steps of one finding. One that went forth and back more often is decided by another body.
pub const FINDING_STEPS_MAX: usize = 200;
/// Findings of one visit.
pub const VISIT_FINDINGS_MAX: usize = 100;

words! {
    /// How grave a finding is.
    Severity {
        /// It is to be mended when there is time.
        Minor = "minor",
        /// It keeps the technology from bringing what it should.
        Major = "major",
        /// It endangers people, or the claim does not stand.
        Critical = "critical",
    }
}

words! {
    /// Where a finding stands.
    FindingState {
        /// Something is to be done.
        Open = "open",
        /// The owner says that it is done.
        Proposed = "proposed",
        /// Somebody else saw that it is done.
        Closed = "closed",
    }
}

words! {
    /// What was done with a finding.
    FindingAct {
        /// It was written.
        Raised = "raised",
        /// The owner says that it is done.
        Proposed = "proposed",
        /// Somebody else saw that it is done.
        Verified = "verified",
        /// Somebody else looked, and it is not.
        SentBack = "sent-back",
        /// It was closed, and is open again.
        Reopened = "reopened",
    }
}

/// A step in the life of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingStep {
    /// What was done.
    pub act: FindingAct,
    /// In words.
    pub words: String,
    /// What shows it.
    pub evidence: Vec<Thing>,
    /// Who: post and person.
    pub by: String,
    /// The person.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// A finding of a visit, with the action that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its name.
    pub id: FindingId,
    /// The visit on which it was found.
    pub visit: VisitId,
    /// What was found.
    pub text: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is to be done.
    pub action: String,
    /// The post that has to do it.
    pub owner: PostId,
    /// Until when.
    pub due: Date,
    /// Where it stands.
    pub state: FindingState,
    /// What was done with it, the first step first.
    pub steps: Vec<FindingStep>,
    /// Grows by one with each change.
    pub revision: u32,
}

/// What is said with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingSaid {
    /// What is done.
    pub act: FindingAct,
    /// In words.
    pub words: String,
    /// What shows it.
    pub evidence: Vec<Thing>,
}

impl Finding {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a text or an action, or where one is too long.
    pub fn tidied(self) -> Result<Finding, Refusal> {
        let (text, action) = (self.text.trim().to_owned(), self.action.trim().to_owned());
        if text.is_empty() || action.is_empty() {
            return Err(Refusal::Said(sentence!(
                "finding-empty",
                "Write what was found and what is to be done; its owner has nothing else to go by"
            )));
        }
        not_longer(&text, FINDING_TEXT_CHARS_MAX)?;
        not_longer(&action, FINDING_TEXT_CHARS_MAX)?;
        Ok(Finding { text, action, ..self })
    }

    /// How often it was opened again after it was closed.
    pub fn n_reopened(&self) -> u32 {
        let count = self.steps.iter().filter(|step| step.act == FindingAct::Reopened).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether its day is over and it is not closed.
    pub fn is_late(&self, today: Date) -> bool {
        self.state != FindingState::Closed && self.due < today
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "finding-changed",
            "Somebody wrote of this finding in between; read what its page says, and send yours again if it still holds"
        )))
    }

    /// Takes a step. Who may take which is for those to say who know the posts; that nobody closes what they did themselves is said here, and
    /// by persons: another post of the same person is the same person. `owners` are the persons behind the owning post.
    ///
    /// # Errors
    /// Refused where the step does not follow, without words where words are due, without evidence where something is said to be done, and to
    /// who closes what they did.
    pub fn step(
        &self,
        said: FindingSaid,
        owners: &[PersonId],
        (by, person, at): (&str, &PersonId, i64),
    ) -> Result<Finding, Refusal> {
        use FindingAct::{Proposed, Raised, Reopened, SentBack, Verified};
        let state = match (said.act, self.state) {
            (Proposed, FindingState::Open) => FindingState::Proposed,
            (Verified, FindingState::Proposed | FindingState::Open) => {
                self.is_by_another(owners, person)?;
                if self.state == FindingState::Open {
                    return Err(Refusal::Said(sentence!(
                        "finding-not-proposed",
                        "Its owner has not said that this is done; ask {owner} first",
                        owner = self.owner
                    )));
                }
                FindingState::Closed
            }
            (SentBack, FindingState::Proposed) => {
                self.is_by_another(owners, person)?;
                FindingState::Open
            }
            (Reopened, FindingState::Closed) => FindingState::Open,
            (Raised | Proposed | Verified | SentBack | Reopened, _) => {
                return Err(Refusal::Changed(sentence!(
                    "finding-not-now",
                    "The finding does not stand where this can be done; reload its page and look at how it stands"
                )));
            }
        };
        let words = said.words.trim().to_owned();
        not_longer(&words, FINDING_TEXT_CHARS_MAX)?;
        if words.is_empty() {
            return Err(Refusal::Said(sentence!(
                "finding-no-words",
                "Write what was done or seen, or why it is open again; it stands on the page of the finding"
            )));
        }
        if said.act == Proposed && said.evidence.is_empty() {
            return Err(Refusal::Said(sentence!(
                "finding-no-evidence",
                "Name the record, attachment or adoption that shows that it is done; somebody else looks at it"
            )));
        }
        if said.evidence.len() > FINDING_EVIDENCE_MAX || self.steps.len() >= FINDING_STEPS_MAX {
            return Err(Refusal::Said(sentence!(
                "finding-many",
                "A finding has {steps} steps at most, and one step names {evidence} things; name what matters",
                steps = FINDING_STEPS_MAX,
                evidence = FINDING_EVIDENCE_MAX
            )));
        }
        let mut steps = self.steps.clone();
        let evidence = said.evidence;
        steps.push(FindingStep { act: said.act, words, evidence, by: by.to_owned(), person: person.clone(), at });
        Ok(Finding { state, steps, revision: self.revision + 1, ..self.clone() })
    }

    fn is_by_another(&self, owners: &[PersonId], person: &PersonId) -> Result<(), Refusal> {
        let did = self.steps.iter().any(|step| step.act == FindingAct::Proposed && step.person == *person);
        if did || owners.contains(person) {
            return Err(Refusal::Said(sentence!(
                "finding-own",
                "You answer for what this finding asks for, or said yourself that it is done; somebody else has to see it and close it"
            )));
        }
        Ok(())
    }
}
