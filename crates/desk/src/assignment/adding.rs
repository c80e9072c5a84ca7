//! What is added to an assignment once it is signed: more that is promised, more that is passed on.

use model::{Assignment, AssignmentId, Door, DutyKind, Promise, Transfer, Verb};
use store::Writer;

use super::{Doing, actor, fact, held, thing};
use crate::Failure;
use crate::control::{assignment_proposal, flat, through};
use crate::review::{Turn, tree};

/// Adds lines to an assignment that is signed. Whoever has to keep a promise by a day is told by a duty, as at signing. `revision` is that of
/// the assignment which the officer saw.
///
/// What somebody from outside is to pass on beside what was signed goes through the gate, with all that was agreed before. It is not kept
/// while it waits: the case holds it, and the same lines go through when they are sent again after it is decided. A promise is no know-how
/// and waits for nobody.
///
/// # Errors
/// Refused when the officer acts neither for the post that asked nor for the personnel officer, as [`Assignment::added`] says, when
/// somebody changed it in between, or while the gate is shut to what more is passed on.
pub fn add_to_assignment(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (AssignmentId, u32),
    promises: Vec<Promise>,
    transfers: Vec<Transfer>,
) -> Result<Assignment, Failure> {
    let done = writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = actor(turn.officer, &before, &tree(deed)?, Doing::Promise)?;
        before.from_revision(revision)?;
        let mut after = before.added(promises, transfers)?;
        if after.transfers.len() > before.transfers.len()
            && let Some(proposal) = assignment_proposal(deed, &after)?
            && let Err(shut) = through(deed, turn, Door::AssignmentExtended, &proposal)?
        {
            return Ok(Err(shut));
        }
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
        Ok(Ok(after))
    });
    flat(done)
}
