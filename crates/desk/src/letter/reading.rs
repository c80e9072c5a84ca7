//! What comes into the mailbox: replies that answer, machines that answer, and letters that came back.
//!
//! A message is dealt with once: the hash of its bytes is kept in the write in which the last of it is done, and it is put away
//! after that. Answers before it are the same when they are given again.

use std::sync::Arc;

use ::mail::{Came, Incoming, Mailbox};
use model::{Date, Letter, LetterId, LetterKind, LetterStage, Refusal, Reply, SourceId, Verb};
use sha2::{Digest, Sha256};
use store::Writer;

use super::sheet::replied_to;
use super::{LetterAnswer, answer_letter};
use crate::intake::short;
use crate::job::OFFICE;
use crate::mail_in::{Message, arrive};
use crate::review::Turn;
use crate::{Clerk, Failure, Ids, Office, Officer};

/// Receipts that are written to the replies to one letter: two machines must not write to each other for ever.
const RECEIPTS_MAX: u64 = 3;

/// What a message of the mailbox became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MailStep {
    /// Its answers were taken.
    Answered,
    /// Something in it could not be understood or taken; its sender is told.
    Doubted,
    /// A machine wrote it.
    Automatic,
    /// A letter came back.
    Returned,
    /// A letter is late or arrived.
    Progress,
    /// It answers no letter of this office.
    Stray,
    /// Somebody else wrote it than who was written to, or its key does not fit.
    Forged,
    /// It is no message.
    Unreadable,
    /// It came to a source and is taken in.
    TakenIn,
    /// It came to a source and lies aside until somebody decides.
    Aside,
    /// It came to a source that has no room for it.
    TurnedAway,
}

impl MailStep {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            MailStep::Answered => "answered",
            MailStep::Doubted => "doubted",
            MailStep::Automatic => "automatic",
            MailStep::Returned => "returned",
            MailStep::Progress => "progress",
            MailStep::Stray => "stray",
            MailStep::Forged => "forged",
            MailStep::Unreadable => "unreadable",
            MailStep::TakenIn => "taken-in",
            MailStep::Aside => "aside",
            MailStep::TurnedAway => "turned-away",
        }
    }
}

/// How long back strays are counted, in microseconds: thirty days.
pub const STRAYS_MICROS: i64 = 30 * 86_400_000_000;

/// Messages of the mailbox that nobody could deal with, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// Without a key behind the plus of the address, or with one of nothing that is there.
    pub n_without_key: u64,
    /// With a key that does not fit, or from another person than was written to.
    pub n_forged: u64,
    /// Which are no messages.
    pub n_unreadable: u64,
}

impl Strays {
    /// All together.
    pub fn n(&self) -> u64 {
        self.n_without_key + self.n_forged + self.n_unreadable
    }
}

impl Office {
    /// What came into the mailbox since a time and belongs to no letter and no source.
    ///
    /// # Errors
    /// When the store fails.
    pub fn strays(&self, since: i64) -> Result<Strays, Failure> {
        let counts = self.reader.message_counts(since)?;
        let of = |step: MailStep| counts.get(step.word()).copied().unwrap_or_default();
        Ok(Strays {
            n_without_key: of(MailStep::Stray),
            n_forged: of(MailStep::Forged),
            n_unreadable: of(MailStep::Unreadable),
        })
    }
}

/// Says a refusal in the language of a person.
pub type Say<'a> = dyn Fn(Option<&str>, &Refusal) -> String + 'a;

/// Deals with what waits in the mailbox. Answers what each message became.
///
/// # Errors
/// Refused when there is no mailbox; otherwise when the store fails.
pub fn read_mailbox(
    clerk: &Clerk,
    office: &Office,
    say: &Say<'_>,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<Vec<MailStep>, Failure> {
    let Some(path) = office.configuration.mail().mailbox(office.dir()) else { return Ok(Vec::new()) };
    let mailbox = Mailbox::at(&path);
    let broken = |error: std::io::Error| {
        Failure::at_command_line(format!(
            "the mailbox `{}` cannot be read: {error}; see `mail.mailbox`",
            path.display()
        ))
    };
    let mut steps = Vec::new();
    for message in mailbox.waiting().map_err(broken)? {
        let bytes = message.bytes().map_err(broken)?;
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        if !office.reader.is_dealt_with(&hash)? {
            steps.push(deal_with(clerk, office, &hash, &bytes, say, (now, today), ids)?);
        }
        mailbox.put_away(&message).map_err(broken)?;
    }
    Ok(steps)
}

fn deal_with(
    clerk: &Clerk,
    office: &Office,
    hash: &[u8; 32],
    bytes: &[u8],
    say: &Say<'_>,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<MailStep, Failure> {
    let Some(incoming) = Incoming::read(bytes) else { return note(clerk, hash, None, MailStep::Unreadable, now) };
    let settings = office.configuration.mail();
    let Some((id, seal)) = incoming.to.iter().find_map(|address| replied_to(settings, address)) else {
        return note(clerk, hash, None, MailStep::Stray, now);
    };
    if let Some(source) = SourceId::parse(&id) {
        let message = Message { hash, bytes, incoming: &incoming };
        return arrive(clerk, office, &message, (source, &seal), (now, today), ids);
    }
    let letter = match LetterId::parse(&id) {
        Some(id) if office.seals()?.is_some_and(|seals| seals.fits(id, &seal)) => {
            office.reader.letter(&office.scope, id)?
        }
        _ => return note(clerk, hash, None, MailStep::Forged, now),
    };
    let Some(letter) = letter else { return note(clerk, hash, None, MailStep::Stray, now) };
    match &incoming.came {
        Came::Automatic => note(clerk, hash, Some(&letter), MailStep::Automatic, now),
        Came::Progress => note(clerk, hash, Some(&letter), MailStep::Progress, now),
        Came::Bounce { for_ever, text, recipient } => {
            // Where a mail was sent on from there, it is that address which is gone.
            let is_its = recipient.is_empty() || recipient.eq_ignore_ascii_case(&letter.address);
            returned(clerk, hash, letter, *for_ever && is_its, text, now)
        }
        Came::Reply(text) => {
            let proven = settings.proven_by.is_empty() || incoming.is_proven_by(&settings.proven_by);
            let officer = office.officer(&letter.person, today);
            match officer {
                Ok(officer) if proven && is_own(&incoming.from, &letter, &officer) => {
                    answered(clerk, office, hash, &letter, &Arc::new(officer), text, say, (now, today), ids)
                }
                Ok(_) | Err(Failure::Refused(_)) => note(clerk, hash, Some(&letter), MailStep::Forged, now),
                Err(failure) => Err(failure),
            }
        }
    }
}

/// Whether an address is the one that was written to, or the one that the person has by now.
fn is_own(from: &str, letter: &Letter, officer: &Officer) -> bool {
    let now = officer.person.email.as_deref().unwrap_or_default();
    !from.is_empty() && (from.eq_ignore_ascii_case(&letter.address) || from.eq_ignore_ascii_case(now))
}

pub(crate) fn note(
    clerk: &Clerk,
    hash: &[u8; 32],
    letter: Option<&Letter>,
    step: MailStep,
    now: i64,
) -> Result<MailStep, Failure> {
    let (hash, letter) = (*hash, letter.map(|letter| letter.id));
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.deal_with(&hash, letter, step.word())?;
            Ok(())
        })
    })?;
    Ok(step)
}

/// A letter that came back. One that always will ends mail to its address, until somebody says that it works again.
fn returned(
    clerk: &Clerk,
    hash: &[u8; 32],
    letter: Letter,
    for_ever: bool,
    text: &str,
    now: i64,
) -> Result<MailStep, Failure> {
    let (hash, text) = (*hash, short(text));
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            if !deed.deal_with(&hash, Some(letter.id), MailStep::Returned.word())? {
                return Ok(());
            }
            if for_ever {
                deed.bury_address(&letter.address, &text)?;
            }
            let back = Letter { stage: LetterStage::Returned, text, ..letter };
            deed.keep_letter(&back)?;
            Ok(deed.note_letter(&back, Verb::Returned)?)
        })
    })?;
    Ok(MailStep::Returned)
}

/// A reply of who was written to.
#[expect(clippy::too_many_arguments, reason = "the parts of one message")]
fn answered(
    clerk: &Clerk,
    office: &Office,
    hash: &[u8; 32],
    letter: &Letter,
    officer: &Arc<Officer>,
    text: &str,
    say: &Say<'_>,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<MailStep, Failure> {
    let reply = Reply::read(text);
    let tongue = officer.person.language.as_deref();
    let mut told: Vec<String> = reply
        .doubts
        .iter()
        .map(|doubt| format!("{} — {}", doubt.text, say(tongue, &Refusal::Said(doubt.why.clone()))))
        .collect();
    if reply.answers.is_empty() && told.is_empty() {
        let nothing = model::sentence!(
            "reply-nothing",
            "There was no answer in your reply. Write the number of an item and one letter in a line of its own, such as 3 u"
        );
        told.push(say(tongue, &Refusal::Said(nothing)));
    }
    for one in reply.answers {
        // Chance is drawn here, because the writer works on another thread.
        let mut numbers: Vec<u64> = (0..4).map(|_| ids()).collect();
        let (office, letter, officer, number) = (office.clone(), letter.clone(), Arc::clone(officer), one.number);
        let answer = clerk.write(move |writer: &mut Writer| {
            let mut next = || numbers.pop().unwrap_or_default();
            let work = office.configuration.work();
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut next };
            answer_letter(writer, &mut turn, &office, &letter, one.number, &one.disposition)
        })?;
        if let LetterAnswer::Refused(refusal) = answer {
            told.push(format!("{number} — {}", say(tongue, &refusal)));
        }
    }
    let step = if told.is_empty() { MailStep::Answered } else { MailStep::Doubted };
    let to = (letter.person.clone(), letter.address.clone());
    let receipt = Letter {
        about: Some(letter.id),
        text: told.join("\n"),
        ..Letter::waiting(LetterId::from_bits(ids()), LetterKind::Receipt, letter.post.clone(), to, now)
    };
    let (hash, letter) = (*hash, letter.id);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let n_before = deed.n_messages(letter, MailStep::Doubted.word())?;
            let is_first = deed.deal_with(&hash, Some(letter), step.word())?;
            if is_first && step == MailStep::Doubted && n_before < RECEIPTS_MAX {
                deed.write_letter(&receipt, &[])?;
            }
            Ok(())
        })
    })?;
    Ok(step)
}
