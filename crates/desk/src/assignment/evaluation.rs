//! What both sides say of a month.

use model::{AssignmentId, AssignmentSide, Criterion, Date, DutyKind, Evaluation, Verb, month_of};
use store::Writer;

use super::{Doing, actor, fact, held, thing};
use crate::Failure;
use crate::review::{Turn, tree};

/// The duty of the side that speaks.
pub(super) fn duty_of(side: AssignmentSide) -> DutyKind {
    match side {
        AssignmentSide::Guest => DutyKind::HearGuest,
        AssignmentSide::Unit => DutyKind::Evaluate,
    }
}

/// Keeps what one side says of a month, in place of what it said before: the unit by the counterpart, the guest by the personnel officer.
/// The duty of that side is done once no month is owed.
///
/// # Errors
/// Refused when the officer does not speak for that side, for a month that is not over or none of the assignment's, or when it is not in
/// order.
pub fn evaluate(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: AssignmentId,
    (side, month): (AssignmentSide, Date),
    grades: &[(Criterion, u8)],
    words: &str,
) -> Result<Evaluation, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let assignment = held(deed, turn, id)?;
        let actor = actor(turn.officer, &assignment, &tree(deed)?, Doing::Speak(side))?;
        assignment.speaks_of(month, turn.today)?;
        let said = Evaluation {
            assignment: id,
            month: month_of(month),
            side,
            grades: grades.to_vec(),
            words: words.to_owned(),
            by: actor.to_string(),
            at: turn.now,
        }
        .tidied()?;
        let month: String = said.month.to_string().chars().take(7).collect();
        deed.keep_evaluation(&said, &fact(&actor, Verb::Evaluated, id).with(format!("{month} {side}")))?;
        if assignment.months_owed(&deed.evaluations(id)?, side, turn.today).is_empty() {
            deed.done(&thing(id), duty_of(side), "said")?;
        }
        Ok(said)
    })
}
