//! The steps of an assignment: weighed, signed, begun, ended, closed, and asked about again.

use model::{
    Assignment, AssignmentId, AssignmentStage, Date, Door, Duty, DutyKind, DutyState, Evidence, PromiseState,
    SkillCheck, SkillStayed, TransferShown, Verb, VettingRuleId, VettingStep, sentence,
};
use store::{Deed, Scope, Writer};

use super::proposing::{is_free, on_days};
use super::{Doing, actor, fact, held, interpreted, is_asked, thing};
use crate::control::{assignment_proposal, flat, through};
use crate::review::{Turn, tree};
use crate::specialist::no_specialist;
use crate::specialist_request::thing as request_thing;
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// Days for the word on whether a skill stayed.
const STAYED_DAYS: u16 = 14;

/// Days for the word on whether it is still there a year after.
pub(super) const STILL_THERE_DAYS: u16 = 30;

/// A step of an assignment.
#[derive(Clone, Debug)]
pub enum AssignmentStep {
    /// It is signed; the reason stands where something is missing.
    Sign(String),
    /// It is not signed, for a reason.
    Drop(String),
    /// They came on a day.
    Arrive(Date),
    /// Its time is over.
    End,
    /// They left on a day before its time was over, for a reason.
    BreakOff(Date, String),
    /// Whether the skill stayed: asked once when it is closed, and again a year after.
    Check(SkillStayed, Evidence, String),
}

impl AssignmentStep {
    fn doing(&self) -> Doing {
        match self {
            AssignmentStep::Sign(_) => Doing::Sign,
            AssignmentStep::Check(..) => Doing::Learn,
            _ => Doing::Manage,
        }
    }

    fn verb(&self) -> Verb {
        match self {
            AssignmentStep::Sign(_) => Verb::Engaged,
            AssignmentStep::Drop(_) => Verb::Cancelled,
            AssignmentStep::Arrive(_) => Verb::Began,
            AssignmentStep::End => Verb::Ended,
            AssignmentStep::BreakOff(..) => Verb::BrokeOff,
            AssignmentStep::Check(..) => Verb::Evaluated,
        }
    }
}

/// Takes a step with an assignment. `revision` is that of the assignment which the officer saw.
///
/// # Errors
/// Refused when the officer may not, when it does not stand so, when somebody changed it in between, or, to sign, when they are not free.
pub fn take_assignment_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (AssignmentId, u32),
    step: &AssignmentStep,
) -> Result<Assignment, Failure> {
    let done = writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, step.doing())?;
        before.from_revision(revision)?;
        let by = actor.to_string();
        let after = match step {
            AssignmentStep::Sign(reason) => signed(deed, turn, office, &before, reason, &by)?,
            AssignmentStep::Drop(reason) => before.dropped(reason)?,
            AssignmentStep::Arrive(day) => before.arrive(*day, turn.today)?,
            AssignmentStep::End => before.end(turn.today)?,
            AssignmentStep::BreakOff(day, reason) => before.break_off(*day, reason, turn.today)?,
            AssignmentStep::Check(stayed, evidence, remark) => {
                let (remark, day) = (remark.clone(), turn.today);
                let check = SkillCheck { stayed: *stayed, evidence: *evidence, remark, day, by }.tidied()?;
                if before.stage == AssignmentStage::Closed {
                    before.check_again(check)?
                } else {
                    before.close(check)?
                }
            }
        };
        let door = match step {
            AssignmentStep::Sign(_) => Some(Door::AssignmentSigned),
            AssignmentStep::Arrive(_) => Some(Door::AssignmentBegun),
            _ => None,
        };
        if let Some(door) = door
            && let Some(proposal) = assignment_proposal(deed, &before)?
            && let Err(shut) = through(deed, turn, door, &proposal)?
        {
            return Ok(Err(shut));
        }
        let after = follow(deed, turn, after, step)?;
        let word = match step {
            AssignmentStep::Check(stayed, ..) => stayed.word(),
            _ => after.stage.word(),
        };
        deed.keep_assignment(&after, &fact(&actor, step.verb(), id).with(word.to_owned()))?;
        Ok(Ok(after))
    });
    flat(done)
}

/// It is signed with what is missing that day.
fn signed(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    office: &Office,
    before: &Assignment,
    reason: &str,
    by: &str,
) -> Result<Assignment, Failure> {
    let scope = &turn.officer.scope;
    let missing = || no_specialist(&before.specialist.to_string());
    let specialist = deed.specialist(scope, before.specialist)?.ok_or_else(missing)?;
    let Some(request) = deed.specialist_request(scope, before.request)? else { return Err(missing().into()) };
    is_free(deed, before, &specialist.name)?;
    let fit = office.fit(&on_days(&request, before.since, before.until), &specialist, Some(before.id))?;
    if fit.conflicts != before.conflicts {
        return Err(Failure::said(sentence!(
            "assignment-ties-changed",
            "What ties {name} to hosts changed since they were proposed; have the personnel officer propose them anew",
            name = specialist.name
        )));
    }
    let interpreter = match before.interpreter {
        Some(one) => deed.specialist(scope, one)?,
        None => None,
    };
    let today = Assignment { lacks: fit.lacks().cloned().collect(), ..before.clone() };
    Ok(today.sign(&interpreted(interpreter.as_ref()), reason, by, turn.today)?)
}

/// What follows from a step: duties, and how its request stands.
fn follow(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    mut after: Assignment,
    step: &AssignmentStep,
) -> Result<Assignment, Failure> {
    let about = thing(after.id);
    match step {
        AssignmentStep::Sign(_) => {
            deed.done(&about, DutyKind::SignOn, "signed")?;
            settle_request(deed, &after, Verb::Engaged)?;
            deed.done(&request_thing(after.request), DutyKind::Place, "signed")?;
            let post = after.post.clone();
            for promise in &mut after.promises {
                let Some(due) = promise.due else { continue };
                let mut duty = turn.duty(&post, DutyKind::KeepPromise, about.clone(), 0);
                // A day that people agreed on stays as they did.
                duty.due = due;
                deed.charge(&duty)?;
                promise.duty = Some(duty.id);
            }
        }
        AssignmentStep::Drop(_) => {
            deed.lapse(&about, "dropped")?;
            settle_request(deed, &after, Verb::Resumed)?;
        }
        AssignmentStep::End => leave(deed, turn, &after)?,
        AssignmentStep::BreakOff(..) => {
            deed.lapse_but(&about, DutyKind::AnswerGrievance, "broken off")?;
            if after.has_begun() {
                leave(deed, turn, &after)?;
            }
        }
        AssignmentStep::Check(..) if after.checks.len() > 1 => {
            deed.done(&about, DutyKind::SayStillThere, "said")?;
        }
        AssignmentStep::Check(..) => {
            deed.done(&about, DutyKind::SayStayed, "said")?;
            // Nothing is said of promises any more.
            for duty in deed.open_duties(&about)?.iter().filter(|duty| duty.kind == DutyKind::KeepPromise) {
                deed.keep_duty(&duty.close(DutyState::Lapsed, "closed", None, turn.now)?)?;
            }
        }
        AssignmentStep::Arrive(_) => {}
    }
    Ok(after)
}

/// Asks who worked beside the guest whether the skill stayed.
fn leave(deed: &mut Deed<'_>, turn: &mut Turn<'_>, after: &Assignment) -> Result<(), Failure> {
    let duty = turn.duty(&after.counterpart, DutyKind::SayStayed, thing(after.id), STAYED_DAYS);
    charge(deed, &duty)?;
    Ok(())
}

/// Brings the request of an assignment to where it stands by it.
fn settle_request(deed: &mut Deed<'_>, after: &Assignment, verb: Verb) -> Result<(), Failure> {
    let Some(request) = deed.specialist_request(&Scope::office(), after.request)? else { return Ok(()) };
    let request = match after.of_request() {
        model::SpecialistRequestStage::Filled => request.filled()?,
        _ => request.reopened()?,
    };
    let note = deed.fact(verb, request_thing(request.id)).to(thing(after.id).to_string());
    Ok(deed.keep_specialist_request(&request, &note)?)
}

/// Decides whether somebody who is tied to a host of the request may be signed on all the same.
///
/// # Errors
/// Refused when the officer does not coordinate over the unit or proposed them, without a tie or a reason, or when somebody changed it in
/// between.
pub fn weigh_conflict(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (AssignmentId, u32),
    allowed: bool,
    reason: &str,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, Doing::Weigh)?;
        before.from_revision(revision)?;
        let after = before.ruled(allowed, reason, &actor.to_string(), turn.now)?;
        let word = if allowed { "allowed" } else { "not allowed" };
        deed.done(&thing(id), DutyKind::WeighConflict, word)?;
        deed.keep_assignment(&after, &fact(&actor, Verb::Weighed, id).with(word.to_owned()))?;
        Ok(after)
    })
}

/// Keeps the decision of a post of control on whether somebody may come.
///
/// # Errors
/// Refused when the officer acts neither for the post nor for one to which its duty was raised, when it is not asked, for a no without a
/// reason, or when somebody changed the assignment in between.
pub fn decide_assignment_control(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (AssignmentId, u32),
    rule: VettingRuleId,
    yes: bool,
    reason: &str,
) -> Result<Assignment, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        before.only(&[AssignmentStage::Proposed])?;
        let step: Option<VettingStep> = before.control.steps().iter().find(|step| step.rule == rule).cloned();
        let Some(step) = step.filter(|step| is_asked(step.state)) else {
            return Err(Failure::Refused(model::Refusal::Changed(sentence!(
                "assignment-control-not-asked",
                "This decision is not asked for now; reload the page and look at how the assignment stands"
            ))));
        };
        let duties = deed.open_duties(&thing(id))?;
        let duty: Option<&Duty> = duties.iter().find(|duty| duty.post == step.post && duty.kind == DutyKind::Control);
        let raised = duty.and_then(|duty| duty.raised_to.as_ref());
        let actor = officer.acting_for(&step.post).or_else(|refusal| match raised {
            Some(post) => officer.acting_for(post),
            None => Err(refusal),
        })?;
        before.from_revision(revision)?;
        if !yes && reason.trim().is_empty() {
            return Err(Failure::said(sentence!(
                "assignment-control-no-reason",
                "Write why they may not come; the personnel officer reads it"
            )));
        }
        let control = before.control.decide(rule, yes, &actor.to_string(), reason, turn.now)?;
        if let Some(duty) = duty {
            let word = if yes { "yes" } else { "no" };
            deed.keep_duty(&duty.close(DutyState::Done, word, None, turn.now)?)?;
        }
        let after = Assignment { control, revision: before.revision + 1, ..before };
        let verb = if yes { Verb::Approved } else { Verb::Stopped };
        deed.keep_assignment(&after, &fact(&actor, verb, id).with("control".to_owned()))?;
        Ok(after)
    })
}

/// Says that a promise was kept or not. `revision` is that of the assignment which the officer saw.
///
/// # Errors
/// Refused when the officer acts neither for the post that asked nor for the personnel officer, as [`Assignment::promise`] says, or when
/// somebody changed it in between.
pub fn keep_promise(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (AssignmentId, u32),
    number: u32,
    (state, day): (PromiseState, Date),
    remark: &str,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, Doing::Promise)?;
        before.from_revision(revision)?;
        let after = before.promise(number, state, day, remark, turn.today)?;
        let duty = after.promises.iter().find(|one| one.number == number).and_then(|one| one.duty);
        // What was not kept is still to be kept.
        if state == PromiseState::Met
            && let Some(duty) = duty.map(|duty| deed.duty(duty)).transpose()?.flatten()
            && duty.state == DutyState::Open
        {
            deed.keep_duty(&duty.close(DutyState::Done, state.word(), None, turn.now)?)?;
        }
        deed.keep_assignment(&after, &fact(&actor, Verb::Edited, id).with(format!("promise {number} {state}")))?;
        Ok(after)
    })
}

/// Says how it was shown that something was passed on. `revision` is that of the assignment which the officer saw.
///
/// # Errors
/// Refused when the officer does not act for the counterpart, as [`Assignment::shown`] says, or when somebody changed it in between.
pub fn show_transfer(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (AssignmentId, u32),
    number: u32,
    (evidence, day): (Evidence, Date),
    note: &str,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, Doing::Learn)?;
        before.from_revision(revision)?;
        let shown = TransferShown { evidence, day, note: note.to_owned(), by: actor.to_string() };
        let after = before.shown(number, shown, turn.today)?;
        deed.keep_assignment(&after, &fact(&actor, Verb::Edited, id).with(format!("transfer {number} {evidence}")))?;
        Ok(after)
    })
}
