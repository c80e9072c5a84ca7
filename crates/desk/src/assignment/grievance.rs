//! Grievances of an assignment: laid by one side, answered by the other by a day, settled or not by who laid it.

use model::{
    AssignmentId, AssignmentSide, AssignmentStage, Duty, DutyKind, DutyState, GRIEVANCES_MAX, Grievance,
    GrievanceState, GrievanceTopic, PostId, Verb, sentence,
};
use store::{Deed, Writer};

use super::{Doing, actor, fact, held, thing};
use crate::Failure;
use crate::review::{Turn, tree};
use crate::work_calendar::charge;

/// Days for the answer to a grievance.
pub const GRIEVANCE_DAYS: u16 = 14;

fn numbered(deed: &Deed<'_>, id: AssignmentId, number: u32) -> Result<Grievance, Failure> {
    let found = deed.grievances(id)?.into_iter().find(|one| one.number == number);
    found.ok_or_else(|| {
        model::Refusal::NotFound {
            noun: "grievance",
            text: number.to_string(),
            next: sentence!("next-look-grievances", "look for it on the page of its assignment"),
        }
        .into()
    })
}

/// The post that answers a grievance.
fn answering(assignment: &model::Assignment, side: AssignmentSide) -> &PostId {
    match side.other() {
        AssignmentSide::Guest => &assignment.officer,
        AssignmentSide::Unit => &assignment.post,
    }
}

/// Lays a grievance: the guest by the personnel officer, the unit by the counterpart or the post that asked. The other side answers by a
/// day of its calendar; what is not answered goes up the unit tree. `number` is the one that the grievance gets: a form that is sent twice
/// lays one.
///
/// # Errors
/// Refused before it is signed and after it is closed, when the officer does not speak for that side, without a text, or when there are too
/// many.
pub fn lay_grievance(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, number): (AssignmentId, u32),
    side: AssignmentSide,
    topic: GrievanceTopic,
    text: &str,
) -> Result<Grievance, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let assignment = held(deed, turn, id)?;
        let actor = actor(turn.officer, &assignment, &tree(deed)?, Doing::Speak(side))?;
        assignment.only(&[
            AssignmentStage::Signed,
            AssignmentStage::UnderWay,
            AssignmentStage::Ended,
            AssignmentStage::BrokenOff,
        ])?;
        let all = deed.grievances(id)?;
        if let Some(held) = all.iter().find(|one| one.number == number) {
            if held.side == side && held.topic == topic && held.text == text.replace("\r\n", "\n").trim() {
                return Ok(held.clone());
            }
            return Err(Failure::Refused(model::Refusal::Changed(sentence!(
                "grievance-number",
                "Another grievance was laid in between; reload the page, and lay yours again"
            ))));
        }
        if all.len() >= GRIEVANCES_MAX || usize::try_from(number).is_ok_and(|number| number != all.len() + 1) {
            return Err(Failure::said(sentence!(
                "grievance-many",
                "An assignment has up to {max} grievances, one after the other; speak with the unit about breaking it off",
                max = GRIEVANCES_MAX
            )));
        }
        let duty = turn.duty(answering(&assignment, side), DutyKind::AnswerGrievance, thing(id), GRIEVANCE_DAYS);
        let laid = Grievance {
            assignment: id,
            number,
            side,
            topic,
            text: text.to_owned(),
            day: turn.today,
            by: actor.to_string(),
            due: duty.due,
            duty: Some(duty.id),
            answer: String::new(),
            answered_by: String::new(),
            answered: None,
            state: GrievanceState::Open,
            outcome: String::new(),
            ended: None,
        }
        .tidied()?;
        let duty = charge(deed, &duty)?;
        let laid = Grievance { due: duty.due, ..laid };
        // What it is about is for few, so the ledger does not tell it.
        deed.keep_grievance(&laid, &fact(&actor, Verb::Grieved, id).with(format!("{number} {side}")))?;
        Ok(laid)
    })
}

/// The other side answers a grievance.
///
/// # Errors
/// Refused when the officer acts neither for the post that answers nor for one to which its duty was raised, without a text, or when it is
/// over.
pub fn answer_grievance(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, number): (AssignmentId, u32),
    text: &str,
) -> Result<Grievance, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let assignment = held(deed, turn, id)?;
        let before = numbered(deed, id, number)?;
        let duty: Option<Duty> = before.duty.map(|duty| deed.duty(duty)).transpose()?.flatten();
        let raised = duty.as_ref().and_then(|duty| duty.raised_to.as_ref());
        let by_post = actor(turn.officer, &assignment, &tree(deed)?, Doing::Answer(before.side.other()));
        let actor = by_post.or_else(|refusal| match raised {
            Some(post) => turn.officer.acting_for(post),
            None => Err(refusal),
        })?;
        let after = before.answer(text, &actor.to_string(), turn.today)?;
        if let Some(duty) = duty.filter(|duty| duty.state == DutyState::Open) {
            deed.keep_duty(&duty.close(DutyState::Done, "answered", None, turn.now)?)?;
        }
        deed.keep_grievance(&after, &fact(&actor, Verb::Answered, id).with(format!("grievance {number}")))?;
        Ok(after)
    })
}

/// Who laid a grievance says whether it is settled.
///
/// # Errors
/// Refused when the officer does not speak for that side, before it was answered, or when it is settled.
pub fn end_grievance(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, number): (AssignmentId, u32),
    settled: bool,
    outcome: &str,
) -> Result<Grievance, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let assignment = held(deed, turn, id)?;
        let before = numbered(deed, id, number)?;
        let actor = actor(turn.officer, &assignment, &tree(deed)?, Doing::Speak(before.side))?;
        let after = before.end(settled, outcome, turn.today)?;
        deed.keep_grievance(&after, &fact(&actor, Verb::Settled, id).with(format!("{number} {}", after.state)))?;
        Ok(after)
    })
}
