//! What was broken before: it is carried through every case that follows, whatever became of that, until one lets it through in
//! knowledge of it.

use model::{Ballot, CaseId, CaseState, ConditionState, ControlCase, Date, Motion, MotionKind, MotionState, VoteCount};
use store::{Deed, Scope};

use crate::{Failure, Office};

/// A condition that was broken, so that it is decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The case that was under the condition.
    pub case: CaseId,
    /// What the condition asked for.
    pub condition: String,
    /// What was said of how it was broken.
    pub words: String,
    /// The day on which that was said.
    pub day: Date,
}

/// A case with what was said in it.
struct Before {
    case: ControlCase,
    ballots: Vec<Ballot>,
    motions: Vec<Motion>,
}

impl Before {
    /// Whether it was let through once: by a vote, by a motion, or for a time that is over.
    fn was_let_through(&self) -> bool {
        let case = &self.case;
        if case.state != CaseState::Void {
            return case.state.lets_through() || case.state == CaseState::Expired;
        }
        let is_carried = |motion: &Motion| {
            motion.state == MotionState::Carried && matches!(motion.kind, MotionKind::Exempt | MotionKind::Discretion)
        };
        let count = case.voting(&self.ballots).tally(case.decided.unwrap_or(case.opened));
        matches!(count, VoteCount::Approved { .. }) || self.motions.iter().any(is_carried)
    }

    /// The conditions of it that were broken.
    fn broken(&self) -> Vec<Breach> {
        let case = &self.case;
        let broken = case.conditions.iter().filter(|one| one.state == ConditionState::Broken);
        let day = case.decided.unwrap_or(case.opened);
        let breach = |condition: String, words: String| Breach { case: case.id, condition, words, day };
        broken.map(|one| breach(one.text.clone(), one.words.clone())).collect()
    }
}

fn walk(
    follows: Option<CaseId>,
    find: impl Fn(CaseId) -> Result<Option<Before>, Failure>,
) -> Result<Vec<Breach>, Failure> {
    let mut next = follows;
    while let Some(id) = next {
        let Some(before) = find(id)? else { break };
        if before.case.state == CaseState::Reopened {
            return Ok(before.broken());
        }
        if before.was_let_through() {
            break;
        }
        next = before.case.follows;
    }
    Ok(Vec::new())
}

/// What was broken before a case that follows another, whoever sees it.
pub(super) fn breaches(deed: &Deed<'_>, follows: Option<CaseId>) -> Result<Vec<Breach>, Failure> {
    walk(follows, |id| {
        let Some(case) = deed.case(&Scope::office(), id)? else { return Ok(None) };
        Ok(Some(Before { case, ballots: deed.ballots(id)?, motions: deed.motions(id)? }))
    })
}

impl Office {
    /// What was broken before a case, as far as the reader sees it.
    pub(super) fn breaches(&self, case: &ControlCase) -> Result<Vec<Breach>, Failure> {
        walk(case.follows, |id| {
            let Some(case) = self.reader.case(&self.scope, id)? else { return Ok(None) };
            let (ballots, motions) = (self.reader.ballots(&self.scope, id)?, self.reader.motions(&self.scope, id)?);
            Ok(Some(Before { case, ballots, motions }))
        })
    }
}
