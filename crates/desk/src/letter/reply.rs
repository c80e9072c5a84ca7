//! Answers to a letter, by a reply or through its link.

use model::{Disposition, Letter, Mailing, PostId, Refusal, Rhythm, sentence};
use store::Writer;

use crate::disposition::dispose;
use crate::review::Turn;
use crate::{Failure, Office};

/// What became of one answer.
#[derive(Clone, Debug)]
pub enum LetterAnswer {
    /// It was taken, now or before.
    Taken,
    /// It was not, and why.
    Refused(Refusal),
}

/// Answers one item of a letter, as who was written to.
///
/// # Errors
/// When the store fails; what is refused is told.
pub fn answer_letter(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    letter: &Letter,
    number: u16,
    disposition: &Disposition,
) -> Result<LetterAnswer, Failure> {
    // What stands in the mail, and not what was kept back from it.
    let sheet = office.letter_sheet(letter, turn.officer, turn.today)?;
    let Some(item) = sheet.items.into_iter().find(|item| item.number == number) else {
        let refusal = sentence!("reply-no-item", "There is no item {number} in that mail", number = u32::from(number));
        return Ok(LetterAnswer::Refused(Refusal::Said(refusal)));
    };
    let seen = office.seen_by(&turn.officer.scope);
    let id = item.line.held.delivery.id;
    // The same answer again, by a reply that came twice or after a kill, is no news.
    let is_same = |decided: &store::Decided| {
        let before = &decided.disposition;
        (before.choice, before.reason, &before.to) == (disposition.choice, disposition.reason, &disposition.to)
    };
    if item.line.held.decided.as_ref().is_some_and(is_same) {
        return Ok(LetterAnswer::Taken);
    }
    let today = turn.today;
    let may_see = |post: &PostId| seen.post_may_see(post, id, today);
    match dispose(writer, turn, id, disposition, &may_see) {
        Ok(_) => {
            // By which door it came stands in the ledger beside the answer itself.
            let actor = turn.officer.acting_for(&letter.post)?;
            writer.transact(&actor.to_string(), turn.now, |deed| -> Result<(), Failure> {
                let fact = deed.fact(model::Verb::Answered, model::Thing::new(model::Noun::Letter, letter.id));
                Ok(deed.note(&fact.to(model::Thing::new(model::Noun::Delivery, id).to_string()))?)
            })?;
            Ok(LetterAnswer::Taken)
        }
        Err(Failure::Refused(refusal)) => Ok(LetterAnswer::Refused(refusal)),
        Err(failure) => Err(failure),
    }
}

/// Ends the mail of a post, for who was written to: what the one click in a mail program does. Done already, it is done.
///
/// # Errors
/// When the store fails.
pub fn stop_letters(writer: &mut Writer, turn: &Turn<'_>, letter: &Letter) -> Result<Mailing, Failure> {
    let actor = turn.officer.acting_for(&letter.post)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = deed.mailing(&letter.post)?;
        if let Some(issue) = letter.issue {
            // The mail of a bulletin ends alone: the post keeps what is laid before it.
            if let Some(issue) = deed.issue(&store::Scope::office(), issue)? {
                deed.subscribe(issue.bulletin, &letter.post, false)?;
            }
            return Ok(before);
        }
        if before.rhythm == Some(Rhythm::Never) {
            return Ok(before);
        }
        let stopped = Mailing { rhythm: Some(Rhythm::Never), revision: before.revision + 1, ..before };
        deed.keep_mailing(&stopped)?;
        let fact = deed.fact(model::Verb::Restated, model::Thing::new(model::Noun::Post, &letter.post));
        deed.note(&fact.with("mail never".to_owned()))?;
        Ok(stopped)
    })
}
