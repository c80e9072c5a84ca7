//! What the page of a thing says of its cases, in a line each.

use model::{CaseId, CaseState, Date, Thing};

use crate::{Failure, Office};

/// A case about a thing, as the page of the thing tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlLine {
    /// The case.
    pub case: CaseId,
    /// What its regime is called.
    pub regime: String,
    /// Where it stands.
    pub state: CaseState,
    /// The members that have not voted, where it is open.
    pub waits_on: Vec<String>,
    /// The last day on which its yes is good.
    pub until: Option<Date>,
}

impl Office {
    /// The cases about a thing that no other decides anew, within the scope; those of a regime that is not seen are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_lines(&self, about: &Thing) -> Result<Vec<ControlLine>, Failure> {
        let cases = self.cases_about(about)?;
        let followed: Vec<CaseId> = cases.iter().filter_map(|case| case.follows).collect();
        let mut lines = Vec::new();
        for case in cases.into_iter().filter(|case| !followed.contains(&case.id)) {
            let Some(regime) = self.reader.regime(&self.scope, case.regime)? else { continue };
            let mut waits_on = Vec::new();
            if case.state == CaseState::Open {
                let ballots = self.reader.ballots(&self.scope, case.id)?;
                let counted = case.voting(&ballots).counted();
                let missing = case.members.iter().filter(|one| counted.iter().all(|vote| vote.member != one.number));
                waits_on = missing.map(|member| member.name.clone()).collect();
            }
            lines.push(ControlLine {
                case: case.id,
                regime: regime.name,
                state: case.state,
                waits_on,
                until: case.until,
            });
        }
        Ok(lines)
    }
}
