//! What a mission cost: noted by its post when it has come back, and corrected by noting it again.

use model::{COSTS_MAX, Date, Fact, Mission, MissionCost, MissionId, Money, Verb, sentence};
use store::Writer;

use super::{held, thing};
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Notes what was spent on a mission in all. What was noted before stays and counts no more; the same once more is no new note.
///
/// # Errors
/// Refused when the officer does not act for its post, before it has come back, or when it was corrected too often.
pub fn note_mission_cost(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: MissionId,
    spent: Money,
    remark: &str,
) -> Result<MissionCost, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let by = turn.officer.acting_for(&mission.post)?.to_string();
        mission.costed(turn.today)?;
        let (remark, at) = (remark.to_owned(), turn.now);
        let cost = MissionCost { mission: id, spent, remark, by: by.clone(), at }.tidied()?;
        let noted = deed.mission_costs(id)?;
        if let Some(last) = noted.last()
            && (last.spent, &last.remark) == (cost.spent, &cost.remark)
        {
            return Ok(last.clone());
        }
        if noted.len() >= COSTS_MAX {
            return Err(Failure::said(sentence!(
                "cost-many",
                "What this mission cost was noted {max} times; no further note is taken",
                max = COSTS_MAX
            )));
        }
        deed.keep_mission_cost(&cost)?;
        deed.note(&Fact::new(&by, Verb::Costed, thing(id).to_string()).with(spent.to_string()))?;
        Ok(cost)
    })
}

impl Office {
    /// What was noted of the cost of a mission, the first note first: the last one counts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_costs(&self, mission: MissionId) -> Result<Vec<MissionCost>, Failure> {
        Ok(self.reader.mission_costs(&self.scope, mission)?)
    }

    /// Whether an officer may note what a mission cost.
    pub fn may_note_cost(&self, officer: &Officer, mission: &Mission, today: Date) -> bool {
        officer.acts_for(&mission.post) && mission.is_back(today)
    }
}
