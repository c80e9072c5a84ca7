//! What is added to an assignment once it is signed: more that is promised, more that is passed on.

use model::{Assignment, AssignmentId, DutyKind, Promise, Transfer, Verb};
use store::Writer;

use super::{Doing, actor, fact, held, thing};
use crate::Failure;
use crate::review::{Turn, tree};

/// Adds lines to an assignment that is signed. Whoever has to keep a promise by a day is told by a duty, as at signing. `revision` is that of
/// the assignment which the officer saw.
///
/// # Errors
/// Refused when the officer acts neither for the post that asked nor for the personnel officer, as [`Assignment::added`] says, or when
/// somebody changed it in between.
pub fn add_to_assignment(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (AssignmentId, u32),
    promises: Vec<Promise>,
    transfers: Vec<Transfer>,
) -> Result<Assignment, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, Doing::Promise)?;
        before.from_revision(revision)?;
        let mut after = before.added(promises, transfers)?;
        let (post, mut lines) = (after.post.clone(), Vec::new());
        for promise in after.promises.iter_mut().skip(before.promises.len()) {
            lines.push(format!("promise {}", promise.number));
            let Some(due) = promise.due else { continue };
            let mut duty = turn.duty(&post, DutyKind::KeepPromise, thing(id), 0);
            // A day that people agreed on stays as they did.
            duty.due = due;
            deed.charge(&duty)?;
            promise.duty = Some(duty.id);
        }
        let added = after.transfers.iter().skip(before.transfers.len());
        lines.extend(added.map(|transfer| format!("transfer {}", transfer.number)));
        deed.keep_assignment(&after, &fact(&actor, Verb::Amended, id).with(lines.join(", ")))?;
        Ok(after)
    })
}
