//! Deliverables: what one side of an agreement owes the other, accepted or contested one by one.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{AgreementId, Date, Fact, Marking, Refusal, Thing, Verb, is_decimal, sentence};

public_id!(
    /// Names a deliverable of an agreement.
    DeliverableId,
    'K'
);

/// Longest title or measure of a deliverable, in characters.
pub const DELIVERABLE_LINE_CHARS_MAX: usize = 300;

/// Longest reason or words of evidence, in characters.
pub const DELIVERABLE_TEXT_CHARS_MAX: usize = 4_000;

/// Deliverables of one agreement. A plant has hundreds of drawings; they are delivered in lots.
pub const DELIVERABLES_MAX: usize = 400;

/// Steps in the course of one deliverable: who needs more goes to a court.
pub const DELIVERABLE_STEPS_MAX: usize = 200;

words! {
    /// What is delivered.
    DeliverableKind {
        /// Drawings.
        Drawings = "drawings",
        /// Machines and instruments.
        Equipment = "equipment",
        /// Days of training.
        TrainingDays = "training-days",
        /// Months of work of a specialist.
        SpecialistMonths = "specialist-months",
        /// Patents: their rights or their texts.
        Patents = "patents",
        /// Descriptions, instructions, specifications.
        Documentation = "documentation",
        /// A material or specimen.
        Material = "material",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Where a deliverable stands.
    DeliverableState {
        /// It is owed.
        Awaited = "awaited",
        /// It came, and has to be accepted or contested.
        Delivered = "delivered",
        /// It is what was agreed.
        Accepted = "accepted",
        /// It is not what was agreed.
        Contested = "contested",
        /// Nobody insists on it.
        Waived = "waived",
    }
}

words! {
    /// Who owes it.
    DeliverableSide {
        /// The other side owes it to us.
        Theirs = "theirs",
        /// We owe it to the other side.
        Ours = "ours",
    }
}

words! {
    /// A step in the course of a deliverable.
    DeliverableMove {
        /// It came.
        Deliver = "deliver",
        /// It is what was agreed.
        Accept = "accept",
        /// It is not.
        Contest = "contest",
        /// The side that owes it answered what was contested: it has until a day to put it right.
        Answer = "answer",
        /// Both settled how it ends: it is owed anew.
        Settle = "settle",
        /// The contest was taken back; it has to be accepted or contested.
        Withdraw = "withdraw",
        /// Nobody insists on it.
        Waive = "waive",
    }
}

impl DeliverableMove {
    /// The verb of the fact that it leaves.
    pub fn verb(self) -> Verb {
        match self {
            DeliverableMove::Deliver => Verb::HandedOver,
            DeliverableMove::Accept => Verb::Accepted,
            DeliverableMove::Contest => Verb::Contested,
            DeliverableMove::Answer => Verb::Answered,
            DeliverableMove::Settle => Verb::Settled,
            DeliverableMove::Withdraw => Verb::Withdrew,
            DeliverableMove::Waive => Verb::Waived,
        }
    }

    /// Where it can be made, and where it leads.
    pub fn leads(self, from: DeliverableState) -> Option<DeliverableState> {
        use DeliverableState::{Accepted, Awaited, Contested, Delivered, Waived};
        match (self, from) {
            (DeliverableMove::Deliver, Awaited) | (DeliverableMove::Withdraw, Contested) => Some(Delivered),
            (DeliverableMove::Accept, Delivered | Contested) => Some(Accepted),
            (DeliverableMove::Contest, Delivered | Accepted) => Some(Contested),
            (DeliverableMove::Answer, Contested) => Some(Contested),
            (DeliverableMove::Settle, Contested) => Some(Awaited),
            (DeliverableMove::Waive, Awaited | Delivered | Contested) => Some(Waived),
            _ => None,
        }
    }

    /// Whether it has to say why.
    pub fn needs_words(self) -> bool {
        !matches!(self, DeliverableMove::Deliver | DeliverableMove::Accept)
    }

    /// Whether it sets a day.
    pub fn needs_day(self) -> bool {
        matches!(self, DeliverableMove::Contest | DeliverableMove::Answer | DeliverableMove::Settle)
    }
}

/// One step of the course of a deliverable, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverableStep {
    /// What was done.
    pub made: DeliverableMove,
    /// On which day.
    pub on: Date,
    /// Until when the next step is expected, where it set a day.
    pub until: Option<Date>,
    /// What was said: the reason, or the evidence in words.
    pub words: String,
    /// The evidence, where it is a thing of the office: a record or an attachment.
    pub evidence: Option<Thing>,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Something that one side owes the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deliverable {
    /// Its name.
    pub id: DeliverableId,
    /// The agreement that it belongs to.
    pub agreement: AgreementId,
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// What it is, in one line.
    pub title: String,
    /// What sort of thing it is.
    pub kind: DeliverableKind,
    /// Who owes it.
    pub side: DeliverableSide,
    /// How much of it, as a decimal number; empty where it is one whole.
    pub quantity: String,
    /// In which measure.
    pub measure: String,
    /// The day until which it is owed; `None` where no day was agreed.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: DeliverableState,
    /// The day of its last delivery.
    pub delivered_on: Option<Date>,
    /// The day on which it was accepted.
    pub accepted_on: Option<Date>,
    /// Until when the next step in a contest is expected.
    pub answer_by: Option<Date>,
    /// Who may see it: that of its agreement.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was written in, in microseconds since 1970.
    pub made_at: i64,
}

impl Deliverable {
    /// Whether it is past its day on a day, and nobody has it.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == DeliverableState::Awaited && self.due.is_some_and(|due| due < today)
    }

    /// Whether it is owed still.
    pub fn is_owed(&self) -> bool {
        !matches!(self.state, DeliverableState::Accepted | DeliverableState::Waived)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, with a quantity that is no number, or where a text is too long.
    pub fn tidied(self) -> Result<Deliverable, Refusal> {
        let (title, measure) = (one_line(&self.title), one_line(&self.measure));
        let quantity = self.quantity.trim().to_owned();
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("deliverable-no-title", "Write what is delivered, in one line")));
        }
        if !quantity.is_empty() && (!is_decimal(&quantity) || quantity.starts_with('-')) {
            return Err(Refusal::Said(sentence!(
                "deliverable-quantity",
                "`{text}` is no quantity; write a number such as 12 or 2.5, and its measure beside it",
                text = quantity
            )));
        }
        for line in [&title, &measure, &quantity] {
            not_longer(line, DELIVERABLE_LINE_CHARS_MAX)?;
        }
        Ok(Deliverable { title, measure, quantity, ..self })
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
            "deliverable-changed",
            "Somebody else wrote something in about this deliverable meanwhile; look at it as it is now"
        )))
    }

    /// Takes a step of its course.
    ///
    /// # Errors
    /// Refused where the step does not follow from where it stands, without a reason or a day where the step has one, on a day before
    /// its delivery, or with a text that is too long.
    pub fn go(&self, step: &DeliverableStep) -> Result<(Deliverable, Fact), Refusal> {
        let Some(state) = step.made.leads(self.state) else {
            return Err(Refusal::Changed(sentence!(
                "deliverable-no-move",
                "The deliverable stands at “{state}”, and this does not follow from there; reload its page",
                state = self.state
            )));
        };
        not_longer(&step.words, DELIVERABLE_TEXT_CHARS_MAX)?;
        if step.words.trim().is_empty() && step.made.needs_words() {
            return Err(Refusal::Said(sentence!(
                "deliverable-no-reason",
                "Write why; the other side will ask for it, and so will whoever decides about the next agreement"
            )));
        }
        if step.words.trim().is_empty() && step.evidence.is_none() {
            return Err(Refusal::Said(sentence!(
                "deliverable-no-evidence",
                "Name the record or attachment that shows it, or write in words what was seen"
            )));
        }
        if step.made.needs_day() && step.until.is_none_or(|until| until < step.on) {
            return Err(Refusal::Said(sentence!(
                "deliverable-no-day",
                "Write until which day the next step is expected; it is not before the day of this one"
            )));
        }
        if let Some(delivered) = self.delivered_on.filter(|delivered| step.on < *delivered) {
            return Err(Refusal::Said(sentence!(
                "deliverable-early",
                "{on} is before {delivered}, the day on which it was delivered; correct the day",
                on = step.on,
                delivered = delivered
            )));
        }
        let mut next = Deliverable { state, revision: self.revision + 1, ..self.clone() };
        next.answer_by = step.until.filter(|_| step.made.needs_day() && state == DeliverableState::Contested);
        match step.made {
            DeliverableMove::Deliver => next.delivered_on = Some(step.on),
            DeliverableMove::Accept => next.accepted_on = Some(step.on),
            DeliverableMove::Contest => next.accepted_on = None,
            DeliverableMove::Settle => (next.due, next.delivered_on) = (step.until, None),
            _ => {}
        }
        let verb = step.made.verb();
        let fact = Fact::new(&step.by, verb, format!("deliverable:{}", self.id));
        let fact = fact.to(format!("agreement:{}", self.agreement)).with(format!("{} to {state}", self.state));
        Ok((next, fact))
    }
}
