//! Which missions go for a need or a request: what its own page shows.

use model::{Mission, MissionStage, Noun, Question, Thing};
use store::MissionFilter;

use crate::{Failure, Office};

/// Missions shown on the page of a need or a request; the list of missions has the rest.
pub const GOING_MAX: usize = 50;

/// A mission that goes for a need or a request, with what it asks for it.
pub struct Going {
    /// The mission.
    pub mission: Mission,
    /// Its questions that this need or request asks; none while they are not drawn.
    pub questions: Vec<Question>,
}

impl Office {
    /// The missions that serve a need or take along what it or a request asks, the newest first. Drafts are seen by those
    /// who may see the mission, like everything of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missions_for(&self, thing: &Thing) -> Result<Vec<Going>, Failure> {
        let limit = Some(GOING_MAX);
        let asking = MissionFilter { asker: Some(thing.clone()), limit, ..MissionFilter::default() };
        let mut missions = self.missions(&asking)?;
        if thing.noun == Noun::Need {
            let need = self.need(&thing.name)?.id;
            let serving = MissionFilter { need: Some(need), limit, ..MissionFilter::default() };
            missions.extend(self.missions(&serving)?);
            missions.sort_by_key(|mission| std::cmp::Reverse((mission.made_at, mission.id)));
            missions.dedup_by_key(|mission| mission.id);
            missions.truncate(GOING_MAX);
        }
        let mut going = Vec::new();
        for mission in missions {
            let list = self.questions(mission.id)?;
            let asks = |question: &&Question| question.askers.iter().any(|asker| asker.thing == *thing);
            going.push(Going { questions: list.all().iter().filter(asks).cloned().collect(), mission });
        }
        Ok(going)
    }
}

impl Going {
    /// Whether somebody may still come back with something.
    pub fn is_alive(&self) -> bool {
        !matches!(self.mission.stage, MissionStage::Declined | MissionStage::Cancelled)
    }
}
