//! What the office holds that may answer the questions of a mission: looked through before each step towards the journey, and kept with
//! it, so that it can be said later what was known.

use model::{HeldFor, HeldLook, KeptLook, LookFor, Mission, MissionId, QuestionList, QuestionState};
use store::Deed;

use super::drawing::HELD_SHOWN;
use crate::review::Turn;
use crate::{Failure, Office};

/// Keeps a look with the decision that is made by it.
///
/// # Errors
/// Refused when it is older than a question that is still asked.
pub(super) fn keep_look(
    deed: &mut Deed<'_>,
    turn: &Turn<'_>,
    mission: &Mission,
    list: &QuestionList,
    (step, by): (LookFor, &str),
    look: &HeldLook,
) -> Result<(), Failure> {
    look.covers(list)?;
    let kept = KeptLook { step, round: mission.round, by: by.to_owned(), at: turn.now, look: look.clone() };
    Ok(deed.keep_held_look(mission.id, &kept)?)
}

impl Office {
    /// Looks through the records for every question that is still asked. It takes a search for each, so whoever decides has it done
    /// before the decision is written.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn look_through(&self, list: &QuestionList) -> Result<HeldLook, Failure> {
        let mut questions = Vec::new();
        for question in list.all().iter().filter(|question| question.state == QuestionState::Open) {
            let mut hits = self.records_for(&question.text)?;
            hits.truncate(HELD_SHOWN);
            let records = hits.into_iter().map(|hit| hit.record.id).collect();
            questions.push(HeldFor { question: question.id, text: question.text.clone(), records });
        }
        Ok(HeldLook { questions })
    }

    /// The looks that were kept with decisions about a mission, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn held_looks(&self, mission: MissionId) -> Result<Vec<KeptLook>, Failure> {
        Ok(self.reader.held_looks(&self.scope, mission)?)
    }
}
