//! What a mission cost: noted when it has come back, and again when another bill comes in. The last note counts, and none goes away.

use crate::host::not_longer;
use crate::{Date, Mission, MissionId, MissionStage, Money, Refusal, sentence};

/// Longest remark beside what a mission cost, in characters.
pub const COST_REMARK_CHARS_MAX: usize = 1_000;

/// Notes of what one mission cost. Whoever corrects it more often writes a bill, not a figure.
pub const COSTS_MAX: usize = 100;

/// A note of what a mission cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissionCost {
    /// The mission.
    pub mission: MissionId,
    /// What was spent on it in all.
    pub spent: Money,
    /// What is to be said beside it: what is in it, why it was corrected.
    pub remark: String,
    /// Who noted it: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl MissionCost {
    /// The same with its remark in order.
    ///
    /// # Errors
    /// Refused when the remark is too long.
    pub fn tidied(self) -> Result<MissionCost, Refusal> {
        let remark = self.remark.replace("\r\n", "\n").trim().to_owned();
        not_longer(&remark, COST_REMARK_CHARS_MAX)?;
        Ok(MissionCost { remark, ..self })
    }
}

impl Mission {
    /// Whether it has come back, so that it can be said what it cost.
    pub fn is_back(&self, today: Date) -> bool {
        match self.stage {
            MissionStage::Reported | MissionStage::Closed => true,
            MissionStage::UnderWay => self.until <= today,
            _ => false,
        }
    }

    /// Refuses to say what it cost before it has come back.
    ///
    /// # Errors
    /// Refused while it is at home or away.
    pub fn costed(&self, today: Date) -> Result<(), Refusal> {
        if self.is_back(today) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "cost-early",
            "What a mission cost is noted once it has come back; this one stands at “{stage}” and ends on {day}",
            stage = self.stage,
            day = self.until
        )))
    }
}
