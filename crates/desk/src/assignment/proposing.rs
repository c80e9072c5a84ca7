//! An assignment proposed by the personnel officer: who comes, when, under which terms; what is missing is kept with it.

use model::{
    Assignment, AssignmentId, AssignmentStage, Date, DutyKind, Marking, Mission, Money, Power, Promise, SpecialistId,
    SpecialistRequest, SpecialistRequestId, Transfer, UnitTree, Verb, Vetting, VettingCase, VettingKind, VettingRule,
    VettingState, sentence,
};
use store::{Deed, MissionFilter, Scope, Writer};

use super::{Doing, actor, circle, fact, held, is_asked, thing};
use crate::control::{assignment_proposal, lay_before};
use crate::review::{Turn, tree};
use crate::specialist::{BINDING, no_specialist};
use crate::specialist_request::{held as held_request, no_specialist_request, thing as request_thing};
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// What is agreed with somebody who is proposed.
#[derive(Clone, Debug)]
pub struct AssignmentGiven {
    /// Who comes.
    pub specialist: SpecialistId,
    /// The first day.
    pub since: Date,
    /// The last one.
    pub until: Date,
    /// The terms of the contract in words.
    pub terms: String,
    /// What is paid for a month.
    pub pay: Option<Money>,
    /// Whether somebody has to interpret.
    pub needs_interpreter: bool,
    /// Who interprets.
    pub interpreter: Option<SpecialistId>,
    /// What is promised. A number of 0 is a new line.
    pub promises: Vec<Promise>,
    /// What shall be known by whom when they leave, likewise.
    pub transfers: Vec<Transfer>,
    /// Who may see it, beside what it is drawn from.
    pub marking: Marking,
}

/// The request, narrowed to the days of an assignment: what is missing on those.
pub(super) fn on_days(request: &SpecialistRequest, since: Date, until: Date) -> SpecialistRequest {
    let days = u32::try_from(until.days_since(since) + 1).unwrap_or(1).max(1);
    SpecialistRequest { since, until, days, ..request.clone() }
}

/// Refuses days on which somebody is assigned elsewhere or on a mission, whoever sees that.
pub(super) fn is_free(deed: &Deed<'_>, assignment: &Assignment, name: &str) -> Result<(), Failure> {
    let (since, until) = (assignment.since, assignment.until);
    let mut taken = deed.taken(assignment.specialist, Some(assignment.id))?;
    let filter =
        MissionFilter { member: Some(assignment.specialist), stages: BINDING.to_vec(), ..MissionFilter::default() };
    let missions: Vec<Mission> = deed.missions(&Scope::office(), &filter)?;
    taken.extend(missions.iter().map(|mission| model::Taken { since: mission.since, until: mission.until }));
    if let Some(other) = taken.iter().find(|other| other.since <= until && since <= other.until) {
        return Err(Failure::said(sentence!(
            "assignment-taken",
            "{name} is not free from {since} to {until}; choose other days or somebody else",
            name,
            since = other.since,
            until = other.until
        )));
    }
    Ok(())
}

/// Keeps an assignment with what hangs on who it is: its marking, what is missing, ties, and what control is asked.
fn drawn(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    office: &Office,
    request: &SpecialistRequest,
    assignment: Assignment,
    tree: &UnitTree,
) -> Result<Assignment, Failure> {
    let scope = &turn.officer.scope;
    let missing = |id: SpecialistId| no_specialist(&id.to_string());
    let specialist = deed.specialist(scope, assignment.specialist)?.ok_or_else(|| missing(assignment.specialist))?;
    let mut marking = assignment.marking.join(&request.marking).join(&specialist.marking);
    if let Some(interpreter) = assignment.interpreter {
        marking = marking.join(&deed.specialist(scope, interpreter)?.ok_or_else(|| missing(interpreter))?.marking);
    }
    is_free(deed, &assignment, &specialist.name)?;
    let fit = office.fit(&on_days(request, assignment.since, assignment.until), &specialist, Some(assignment.id))?;
    let case = VettingCase {
        level: Some(marking.level),
        countries: Some(specialist.country.clone()).filter(|country| !country.is_empty()).into_iter().collect(),
        hosts: specialist.host.into_iter().chain(request.hosts.iter().copied()).collect(),
        classes: request
            .skills
            .iter()
            .filter_map(|skill| Some((skill.class.scheme, skill.class.code.clone()?)))
            .collect(),
    };
    let rules: Vec<VettingRule> =
        deed.vetting_rules()?.into_iter().filter(|rule| rule.kind == VettingKind::Control).collect();
    // Whoever comes from outside is asked about; those of the house are not let in by anybody.
    let rules = if specialist.is_foreign() { rules } else { Vec::new() };
    let control = Vetting::begin(&rules, &case);
    let (lacks, conflicts) = (fit.lacks().cloned().collect(), fit.conflicts);
    let assignment = Assignment { lacks, conflicts, control, ..assignment };
    let marking = marking.join(&circle(deed, &assignment, tree)?);
    if !turn.officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-assignment",
            "You could not see the assignment once it is so marked; choose a marking that you are cleared for"
        )));
    }
    for step in assignment.control.steps() {
        if deed.post(&step.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!(
                "assignment-control-gone",
                "The post {post}, which has to say whether they may come, is closed; ask an administrator to change the rule",
                post = step.post
            )));
        }
    }
    Ok(Assignment { marking, ..assignment })
}

/// Lays the duties of a proposal on those who decide on it: anew, whoever had them before.
fn ask(deed: &mut Deed<'_>, turn: &mut Turn<'_>, assignment: &Assignment, tree: &UnitTree) -> Result<(), Failure> {
    let about = thing(assignment.id);
    deed.lapse(&about, "proposed anew")?;
    let days = turn.work.review_days;
    for step in assignment.control.steps().iter().filter(|step| is_asked(step.state)) {
        charge(deed, &turn.duty(&step.post, DutyKind::Control, about.clone(), days))?;
    }
    let posts = deed.posts()?;
    if !assignment.conflicts.is_empty()
        && assignment.ruling.is_none()
        && let Some(post) = tree.nearest(&assignment.unit, Power::Coordinate, &posts)
    {
        charge(deed, &turn.duty(&post.id, DutyKind::WeighConflict, about.clone(), days))?;
    }
    let signs = tree.nearest(&assignment.unit, Power::Lead, &posts);
    let signs = signs.or_else(|| tree.nearest(&assignment.unit, Power::Coordinate, &posts)).ok_or_else(|| {
        Failure::said(sentence!(
            "assignment-nobody-signs",
            "No post leads or coordinates {unit} or a unit above it, so nobody could sign; ask an administrator to give a post that power",
            unit = assignment.unit
        ))
    })?;
    charge(deed, &turn.duty(&signs.id, DutyKind::SignOn, about, days))?;
    if let Some(proposal) = assignment_proposal(deed, assignment)? {
        lay_before(deed, turn, &proposal)?;
    }
    Ok(())
}

/// Proposes somebody for a request. `revision` is that of the request which the officer saw. A form that is sent twice proposes once.
///
/// # Errors
/// Refused when the officer neither acts for the personnel officer of the request nor coordinates over its unit, when nobody is looked
/// for, when it is not in order, or when they are not free on these days.
pub fn propose_assignment(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (request, revision): (SpecialistRequestId, u32),
    id: AssignmentId,
    given: AssignmentGiven,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let request = held_request(deed, turn, request)?;
        let tree = tree(deed)?;
        let assignment = Assignment {
            id,
            request: request.id,
            specialist: given.specialist,
            unit: request.unit.clone(),
            post: request.post.clone(),
            officer: request.officer.clone(),
            counterpart: request.counterpart.clone(),
            since: given.since,
            until: given.until,
            terms: given.terms,
            pay: given.pay,
            needs_interpreter: given.needs_interpreter,
            interpreter: given.interpreter,
            promises: given.promises,
            transfers: given.transfers,
            lacks: Vec::new(),
            mismatch_reason: String::new(),
            conflicts: Vec::new(),
            ruling: None,
            control: Vetting::default(),
            stage: AssignmentStage::Proposed,
            reason: String::new(),
            proposed_by: String::new(),
            signed_by: String::new(),
            signed: None,
            arrived: None,
            left: None,
            checks: Vec::new(),
            asked_again: false,
            marking: given.marking,
            revision: 0,
            made_at: turn.now,
        };
        let actor = actor(turn.officer, &assignment, &tree, Doing::Manage)?;
        if let Some(held) = deed.assignment(&Scope::office(), id)? {
            if held.request == request.id && held.specialist == assignment.specialist {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "assignment-form-sent",
                "This form was sent before; open a new one to propose somebody else"
            )));
        }
        request.from_revision(revision)?;
        let matched = request.matched()?;
        let assignment = Assignment { proposed_by: actor.to_string(), ..assignment }.tidied()?;
        let assignment = drawn(deed, turn, office, &request, assignment, &tree)?;
        let note = fact(&actor, Verb::Suggested, id).to(format!("specialist:{}", assignment.specialist));
        deed.keep_assignment(&assignment, &note)?;
        let note = model::Fact::new(&actor.to_string(), Verb::Suggested, request_thing(request.id).to_string());
        deed.keep_specialist_request(&matched, &note.to(thing(id).to_string()))?;
        ask(deed, turn, &assignment, &tree)?;
        Ok(assignment)
    })
}

/// Changes what is proposed, before it is signed. Control is asked anew. `revision` is that of the assignment which the officer saw.
///
/// # Errors
/// Refused as [`propose_assignment`] says, once it is signed, when control said no, or when somebody changed it in between.
pub fn revise_assignment(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (AssignmentId, u32),
    given: AssignmentGiven,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let tree = tree(deed)?;
        let actor = actor(turn.officer, &before, &tree, Doing::Manage)?;
        before.only(&[AssignmentStage::Proposed])?;
        before.from_revision(revision)?;
        if before.control.steps().iter().any(|step| step.state == VettingState::No) {
            return Err(Failure::said(sentence!(
                "assignment-control-no",
                "Control said no to this proposal; drop it, and propose anew"
            )));
        }
        let request = deed.specialist_request(&turn.officer.scope, before.request)?;
        let request = request.ok_or_else(|| no_specialist_request(&before.request.to_string()))?;
        let changed = Assignment {
            // Who comes stays: another is another proposal.
            since: given.since,
            until: given.until,
            terms: given.terms,
            pay: given.pay,
            needs_interpreter: given.needs_interpreter,
            interpreter: given.interpreter,
            promises: given.promises,
            transfers: given.transfers,
            marking: before.marking.join(&given.marking),
            // What was decided, was decided on what somebody else proposed.
            proposed_by: actor.to_string(),
            ruling: None,
            ..before.clone()
        }
        .tidied()?;
        let changed = drawn(deed, turn, office, &request, changed, &tree)?;
        let changed = Assignment { revision: before.revision + 1, ..changed };
        deed.keep_assignment(&changed, &fact(&actor, Verb::Revised, id))?;
        ask(deed, turn, &changed, &tree)?;
        Ok(changed)
    })
}
