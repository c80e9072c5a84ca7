//! An assignment as its page shows it, to those whose affair it is.

use model::{
    Assignment, AssignmentId, AssignmentSide, AssignmentStage, Date, Evaluation, Grievance, GrievanceState, Lack,
    SpecialistRequest, UnitTree, VettingRuleId,
};
use store::AssignmentFilter;

use super::{Doing, actor, interpreted, is_asked, is_privy, no_assignment, thing};
use crate::{Failure, Office, Officer};

/// An assignment with everything that its page shows.
#[derive(Clone, Debug)]
pub struct AssignmentPage {
    /// The assignment.
    pub assignment: Assignment,
    /// What it answers.
    pub request: SpecialistRequest,
    /// The name of who comes.
    pub specialist: String,
    /// The name of who interprets.
    pub interpreter: Option<String>,
    /// The name of its unit.
    pub unit: String,
    /// The titles of the posts that ask, speak with the guest and work beside them.
    pub posts: [String; 3],
    /// What is missing and takes a reason: what the interpreter brings is left out.
    pub mismatches: Vec<Lack>,
    /// Its grievances, in their order.
    pub grievances: Vec<Grievance>,
    /// What both sides said, month by month.
    pub evaluations: Vec<Evaluation>,
    /// Months of which the guest has not been heard.
    pub guest_owes: Vec<Date>,
    /// Months of which the unit has not spoken.
    pub unit_owes: Vec<Date>,
    /// What the officer may do.
    pub may: MayWithAssignment,
}

/// What an officer may do with an assignment as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MayWithAssignment {
    /// Change what is proposed.
    pub revise: bool,
    /// Decide on ties.
    pub weigh: bool,
    /// The decisions of control that they make.
    pub control: Vec<VettingRuleId>,
    /// Sign it.
    pub sign: bool,
    /// Drop the proposal.
    pub drop: bool,
    /// Say that they came.
    pub arrive: bool,
    /// Say that its time is over.
    pub end: bool,
    /// Break it off.
    pub break_off: bool,
    /// Say whether promises were kept.
    pub promise: bool,
    /// Add what more is promised, or passed on.
    pub add: bool,
    /// Say what was shown.
    pub show: bool,
    /// Say whether the skill stayed, or is still there.
    pub check: bool,
    /// The sides for which they lay grievances.
    pub lay: Vec<AssignmentSide>,
    /// Grievances that they answer.
    pub answer: Vec<u32>,
    /// Grievances of which they say whether they are settled.
    pub end_grievance: Vec<u32>,
    /// The sides for which they speak of a month.
    pub evaluate: Vec<AssignmentSide>,
}

fn may(
    officer: &Officer,
    assignment: &Assignment,
    tree: &UnitTree,
    grievances: &[Grievance],
    raised: bool,
    today: Date,
) -> MayWithAssignment {
    use AssignmentStage::{BrokenOff, Closed, Ended, Proposed, Signed, UnderWay};
    let does = |doing| actor(officer, assignment, tree, doing).is_ok();
    let at = |stages: &[AssignmentStage]| stages.contains(&assignment.stage);
    let sides = |at: bool| -> Vec<AssignmentSide> {
        let sides = AssignmentSide::ALL.iter().copied();
        sides.filter(|side| at && does(Doing::Speak(*side))).collect()
    };
    let running = at(&[Signed, UnderWay, Ended, BrokenOff]);
    let manages = does(Doing::Manage);
    let of = |fits: &dyn Fn(&Grievance) -> bool| -> Vec<u32> {
        grievances.iter().filter(|one| fits(one)).map(|one| one.number).collect()
    };
    let again =
        at(&[Closed]) && assignment.checks.len() == 1 && assignment.asked_again_on().is_some_and(|day| day <= today);
    let asked = assignment.control.steps().iter().filter(|step| at(&[Proposed]) && is_asked(step.state));
    MayWithAssignment {
        revise: manages && at(&[Proposed]),
        weigh: at(&[Proposed]) && !assignment.conflicts.is_empty() && does(Doing::Weigh),
        control: asked.filter(|step| officer.acts_for(&step.post) || raised).map(|step| step.rule).collect(),
        sign: at(&[Proposed]) && does(Doing::Sign),
        drop: manages && at(&[Proposed]),
        arrive: manages && at(&[Signed]),
        end: manages && at(&[UnderWay]) && assignment.until <= today,
        break_off: manages && at(&[Signed, UnderWay]),
        promise: running && does(Doing::Promise),
        add: at(&[Signed, UnderWay]) && does(Doing::Promise),
        show: at(&[UnderWay, Ended, BrokenOff]) && does(Doing::Learn),
        check: (at(&[Ended, BrokenOff]) || again) && does(Doing::Learn),
        lay: sides(running),
        answer: of(&|one| one.is_open() && (does(Doing::Answer(one.side.other())) || raised)),
        end_grievance: of(&|one| {
            matches!(one.state, GrievanceState::Answered | GrievanceState::Unsettled) && does(Doing::Speak(one.side))
        }),
        evaluate: sides(assignment.has_begun() && !assignment.months(today).is_empty()),
    }
}

impl Office {
    /// Assignments that fit and are the officer's affair, the latest first, each with the name of who comes.
    pub(crate) fn privy_assignments(
        &self,
        officer: &Officer,
        filter: &AssignmentFilter,
    ) -> Result<Vec<(Assignment, String)>, Failure> {
        let tree = self.tree()?;
        let mut found = Vec::new();
        for assignment in self.reader.assignments(&self.scope, filter)? {
            if is_privy(officer, &assignment, &tree) || self.raised_to(officer, assignment.id)? {
                let name = self.specialist_name(assignment.specialist)?;
                found.push((assignment, name));
            }
        }
        Ok(found)
    }

    /// Assignments that are the officer's affair, the latest first, each with the name of who comes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignments(
        &self,
        officer: &Officer,
        stage: Option<AssignmentStage>,
    ) -> Result<Vec<(Assignment, String)>, Failure> {
        let stages = stage.into_iter().collect();
        self.privy_assignments(officer, &AssignmentFilter { stages, ..AssignmentFilter::default() })
    }

    fn specialist_name(&self, id: model::SpecialistId) -> Result<String, Failure> {
        Ok(self.reader.specialist(&self.scope, id)?.map_or_else(|| id.to_string(), |one| one.name))
    }

    /// The assignment of this name.
    ///
    /// # Errors
    /// Refused when there is none, or when it is not the officer's affair: the two answer alike.
    pub fn assignment(&self, officer: &Officer, text: &str) -> Result<Assignment, Failure> {
        let id = AssignmentId::parse(text).ok_or_else(|| no_assignment(text))?;
        let found = self.reader.assignment(&self.scope, id)?.ok_or_else(|| no_assignment(text))?;
        if is_privy(officer, &found, self.tree()?.as_ref()) || self.raised_to(officer, id)? {
            return Ok(found);
        }
        Err(no_assignment(text).into())
    }

    /// An assignment with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none, or when it is not the officer's affair.
    pub fn assignment_page(&self, officer: &Officer, text: &str, today: Date) -> Result<AssignmentPage, Failure> {
        let assignment = self.assignment(officer, text)?;
        let request = self.specialist_request(&assignment.request.to_string())?;
        let interpreter = match assignment.interpreter {
            Some(one) => self.reader.specialist(&self.scope, one)?,
            None => None,
        };
        let brings = interpreted(interpreter.as_ref());
        let mismatches = assignment.mismatches(&brings).cloned().collect();
        let unit = self.unit_name(assignment.unit.as_str())?.unwrap_or_else(|| assignment.unit.to_string());
        let post = |id: &model::PostId| -> Result<String, Failure> {
            Ok(self.post(id)?.map_or_else(|| id.to_string(), |post| post.title))
        };
        let posts = [post(&assignment.post)?, post(&assignment.officer)?, post(&assignment.counterpart)?];
        let grievances = self.reader.grievances(&self.scope, assignment.id)?;
        let evaluations = self.reader.evaluations(&self.scope, assignment.id)?;
        let owed = |side| assignment.months_owed(&evaluations, side, today);
        let (guest_owes, unit_owes) = (owed(AssignmentSide::Guest), owed(AssignmentSide::Unit));
        let raised = self.raised_to(officer, assignment.id)?;
        let may = may(officer, &assignment, self.tree()?.as_ref(), &grievances, raised, today);
        let specialist = self.specialist_name(assignment.specialist)?;
        let interpreter = interpreter.map(|one| one.name);
        Ok(AssignmentPage {
            assignment,
            request,
            specialist,
            interpreter,
            unit,
            posts,
            mismatches,
            grievances,
            evaluations,
            guest_owes,
            unit_owes,
            may,
        })
    }

    /// The facts about an assignment, for those whose affair it is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignment_history(&self, assignment: &Assignment) -> Result<Vec<store::HeldFact>, Failure> {
        self.history(&thing(assignment.id))
    }
}
