//! The queue of records that need an own abstract: looked at, taken from, given back to, passed over.

use model::{Language, NeedId, PassedOver, PersonId, Power, RecordId, SourceId, Taking, sentence};
use store::{HeldRecord, Queue, QueueFilter, Writer};

use super::seen;
use crate::review::Turn;
use crate::{Failure, Office};

/// Which part of the queue somebody asks for, as they typed it: empty parts narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct QueueAsk {
    /// A class; what stands below it is meant too.
    pub class: String,
    /// A language.
    pub language: String,
    /// A source of the register.
    pub source: String,
    /// A need to which it was delivered.
    pub need: String,
}

impl QueueAsk {
    /// Whether it narrows anything.
    pub fn narrows(&self) -> bool {
        [&self.class, &self.language, &self.source, &self.need].iter().any(|part| !part.trim().is_empty())
    }
}

impl Office {
    /// The records that need an own abstract, at most `limit`. With a person, without those that others have taken.
    ///
    /// # Errors
    /// Refused when a language, source or need is named that is none.
    pub fn queue(
        &self,
        ask: &QueueAsk,
        free_for: Option<(PersonId, model::Date)>,
        limit: usize,
    ) -> Result<Queue, Failure> {
        let part = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let language = part(&ask.language).map(|text| {
            Language::parse(&text).ok_or_else(|| {
                Failure::said(sentence!(
                    "queue-language",
                    "`{text}` is not the code of a language; write it as en, ru or de",
                    text
                ))
            })
        });
        let source = part(&ask.source)
            .map(|text| SourceId::parse(&text).ok_or_else(|| crate::source::not_found(&text)))
            .transpose()?;
        let need =
            part(&ask.need).map(|text| NeedId::new(&text).map_err(|_| crate::review::not_found(&text))).transpose()?;
        let filter =
            QueueFilter { class: part(&ask.class), language: language.transpose()?, source, need, free_for, limit };
        Ok(self.reader.queue(&self.scope, &filter)?)
    }

    /// Who has taken a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taking(&self, record: RecordId) -> Result<Option<Taking>, Failure> {
        Ok(self.reader.taking(&self.scope, record)?)
    }

    /// Why a record needs no own abstract, where somebody said so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passed_over(&self, record: RecordId) -> Result<Option<PassedOver>, Failure> {
        Ok(self.reader.passed_over(&self.scope, record)?)
    }

    /// What a person has taken and holds on a day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taken_by(&self, person: &PersonId, today: model::Date) -> Result<Vec<(HeldRecord, Taking)>, Failure> {
        Ok(self.reader.taken_by(&self.scope, person, today)?)
    }
}

/// Takes a record out of the queue, or keeps it for longer.
///
/// # Errors
/// Refused without the power to document, when there is no such record, or while somebody else has it.
pub fn take_record(writer: &mut Writer, turn: &Turn<'_>, record: RecordId) -> Result<Taking, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        seen(deed, turn, record)?;
        let held = deed.taking(record)?;
        let taking = Taking::take(held.as_ref(), record, &actor, turn.today)?;
        if held.as_ref() != Some(&taking) {
            deed.keep_taking(&taking)?;
        }
        Ok(taking)
    })
}

/// Gives a record back into the queue. Nothing happens where nobody has it.
///
/// # Errors
/// Refused without the power to document, when there is no such record, or while somebody else has it.
pub fn give_back(writer: &mut Writer, turn: &Turn<'_>, record: RecordId) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        seen(deed, turn, record)?;
        Taking::take(deed.taking(record)?.as_ref(), record, &actor, turn.today)?;
        deed.end_taking(record, true)?;
        Ok(())
    })
}

/// Says that a record needs no own abstract.
///
/// # Errors
/// Refused without the power to document, without a reason, when there is no such record, or while somebody else has it.
pub fn pass_over(writer: &mut Writer, turn: &Turn<'_>, record: RecordId, reason: &str) -> Result<PassedOver, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let passed = PassedOver::because(record, &actor.person, reason, turn.now)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        seen(deed, turn, record)?;
        Taking::take(deed.taking(record)?.as_ref(), record, &actor, turn.today)?;
        deed.pass_over(&passed)?;
        Ok(passed.clone())
    })
}

/// Puts a record that was passed over into the queue again.
///
/// # Errors
/// Refused without the power to document, or when there is no such record.
pub fn return_to_queue(writer: &mut Writer, turn: &Turn<'_>, record: RecordId) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        seen(deed, turn, record)?;
        deed.end_passing_over(record)?;
        Ok(())
    })
}
