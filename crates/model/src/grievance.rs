//! Grievances: what a guest or a unit holds against the other, answered by a day, and settled or not.

use crate::host::not_longer;
use crate::words::words;
use crate::{ASSIGNMENT_TEXT_CHARS_MAX, AssignmentId, Date, DutyId, Refusal, sentence};

/// Grievances of one assignment. Before there are so many it is broken off.
pub const GRIEVANCES_MAX: usize = 200;

words! {
    /// The two sides of an assignment.
    AssignmentSide {
        /// Who came; the personnel officer speaks for them.
        Guest = "guest",
        /// The unit where they work.
        Unit = "unit",
    }
}

impl AssignmentSide {
    /// The one over against it.
    pub fn other(self) -> AssignmentSide {
        match self {
            AssignmentSide::Guest => AssignmentSide::Unit,
            AssignmentSide::Unit => AssignmentSide::Guest,
        }
    }
}

words! {
    /// What a grievance is about.
    GrievanceTopic {
        /// Pay and currency.
        Pay = "pay",
        /// Rooms and living.
        Housing = "housing",
        /// Work that is not what they know, or none at all.
        Task = "task",
        /// Tools, materials, money for the work.
        Means = "means",
        /// The language, the interpreter.
        Language = "language",
        /// What they may decide, and who listens.
        Standing = "standing",
        /// How somebody behaves.
        Conduct = "conduct",
        /// What is passed on, or is not.
        Teaching = "teaching",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Where a grievance stands.
    GrievanceState {
        /// The other side has to answer.
        Open = "open",
        /// It answered.
        Answered = "answered",
        /// Who laid it says that it is settled.
        Settled = "settled",
        /// Who laid it says that it is not.
        Unsettled = "unsettled",
    }
}

/// A grievance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grievance {
    /// The assignment.
    pub assignment: AssignmentId,
    /// Its number within the assignment.
    pub number: u32,
    /// Who laid it.
    pub side: AssignmentSide,
    /// What it is about.
    pub topic: GrievanceTopic,
    /// What is wrong.
    pub text: String,
    /// The day on which it was laid.
    pub day: Date,
    /// Who wrote it down: post and person.
    pub by: String,
    /// The last day for an answer.
    pub due: Date,
    /// The duty of the post that answers.
    pub duty: Option<DutyId>,
    /// What the other side answered; empty before.
    pub answer: String,
    /// Who: post and person; empty before.
    pub answered_by: String,
    /// When.
    pub answered: Option<Date>,
    /// Where it stands.
    pub state: GrievanceState,
    /// What came of it.
    pub outcome: String,
    /// The day on which that was said.
    pub ended: Option<Date>,
}

fn text_of(text: &str) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Refusal::Said(sentence!(
            "grievance-no-text",
            "Write it down in words; an empty line helps nobody"
        )));
    }
    not_longer(&text, ASSIGNMENT_TEXT_CHARS_MAX)?;
    Ok(text)
}

fn over() -> Refusal {
    Refusal::Changed(sentence!("grievance-stage", "That is not asked of this grievance as it stands; reload the page"))
}

impl Grievance {
    /// The same with its text in order.
    ///
    /// # Errors
    /// Refused without a text, or with too long a one.
    pub fn tidied(self) -> Result<Grievance, Refusal> {
        Ok(Grievance { text: text_of(&self.text)?, ..self })
    }

    /// Whether it waits for somebody.
    pub fn is_open(&self) -> bool {
        matches!(self.state, GrievanceState::Open | GrievanceState::Answered)
    }

    /// Whether the answer is late on a day.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == GrievanceState::Open && self.due < today
    }

    /// The other side answers. Answered again before it is settled, the later answer counts.
    ///
    /// # Errors
    /// Refused when it is settled or not settled, or without a text.
    pub fn answer(&self, text: &str, by: &str, today: Date) -> Result<Grievance, Refusal> {
        if !self.is_open() {
            return Err(over());
        }
        Ok(Grievance {
            answer: text_of(text)?,
            answered_by: by.to_owned(),
            answered: Some(today),
            state: GrievanceState::Answered,
            ..self.clone()
        })
    }

    /// Who laid it says what came of it. What was unsettled can be settled later.
    ///
    /// # Errors
    /// Refused before it was answered, when it is settled, or when it is not and nothing is said.
    pub fn end(&self, settled: bool, outcome: &str, today: Date) -> Result<Grievance, Refusal> {
        let may = match self.state {
            GrievanceState::Answered => true,
            GrievanceState::Unsettled => settled,
            GrievanceState::Open | GrievanceState::Settled => false,
        };
        if !may {
            return Err(over());
        }
        let outcome = if settled && outcome.trim().is_empty() { String::new() } else { text_of(outcome)? };
        let state = if settled { GrievanceState::Settled } else { GrievanceState::Unsettled };
        Ok(Grievance { outcome, state, ended: Some(today), ..self.clone() })
    }
}
