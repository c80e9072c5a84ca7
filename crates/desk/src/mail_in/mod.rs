//! Mail that brings records in: a source has an address of its own, and what comes there goes through the door of all files.
//!
//! A message is a file, whose bytes lie aside before its row is written. Whether it is taken in at once or waits for somebody's
//! eyes is decided when it comes, in the write in which it is dealt with; a job takes it in as any other file. See decision 21.

mod answering;
mod arriving;
mod files;

use model::{
    Arrival, ArrivalId, ArrivalStage, Intake, IntakeStage, JobKind, MailIn, Noun, Power, Refusal, SourceId, Tally,
    Thing, Verb, sentence,
};
use store::{ArrivalLine, Deed, Writer};

pub use answering::ArrivalNotice;
pub(crate) use answering::{Answering, answer, arrival_mail};
pub(crate) use arriving::{Message, arrive};
pub(crate) use files::{WithFiles, attach_files};

use crate::intake::{file_bytes, put_away};
use crate::review::Turn;
use crate::source::{held, is_paused};
use crate::{Failure, Office};

/// Messages on the page of a source.
pub const ARRIVALS_PAGE: usize = 30;

/// How a source takes mail, as its page shows it.
#[derive(Clone, Debug)]
pub struct SourceMail {
    /// How it takes mail.
    pub mail_in: MailIn,
    /// Where mail for it goes; none where it has no address, or the office has no mailbox.
    pub address: Option<String>,
    /// Whether the office has a mailbox.
    pub has_mailbox: bool,
    /// Whether the office names the server that proves senders.
    pub can_prove: bool,
}

/// Changes who may send to a source, and what becomes of it. `changed.revision` is that of the state which was seen.
///
/// # Errors
/// Refused without the power to document, when the source takes no mail, when a sender is none, when nobody proves senders, and
/// when somebody changed it in between.
pub fn change_mail_in(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    changed: MailIn,
) -> Result<MailIn, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let changed = changed.tidied()?;
    if changed.is_proven && office.configuration.mail().proven_by.is_empty() {
        return Err(Failure::said(sentence!(
            "mail-unproven",
            "Nobody here proves who sent a message; an administrator names the own mail server by `mail.proven_by` in the configuration"
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = taking_mail(deed, turn, changed.source)?;
        let changed = MailIn { number: before.number, is_open: before.is_open, ..changed };
        if changed == before {
            return Ok(before);
        }
        if changed.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "mail-in-changed",
                "Somebody changed how this source takes mail in between; open it again, and change what is still to be changed"
            ))));
        }
        let changed = MailIn { revision: before.revision + 1, ..changed };
        let words = format!("mail: {} senders", changed.senders.len());
        deed.keep_mail_in(&changed, Verb::Revised, &words)?;
        Ok(changed)
    })
}

/// Gives a source a new address in place of the one before, or takes it away.
///
/// # Errors
/// Refused without the power to document, or when the source takes no mail.
pub fn address_mail_in(writer: &mut Writer, turn: &Turn<'_>, source: SourceId, opens: bool) -> Result<MailIn, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = taking_mail(deed, turn, source)?;
        if !opens && !before.is_open {
            return Ok(before);
        }
        let changed = if opens { before.anew() } else { before.shut() };
        let (verb, number) = (if opens { Verb::Issued } else { Verb::Revoked }, changed.number);
        deed.keep_mail_in(&changed, verb, &format!("address for mail {number}"))?;
        Ok(changed)
    })
}

fn taking_mail(deed: &Deed<'_>, turn: &Turn<'_>, id: SourceId) -> Result<MailIn, Failure> {
    let source = held(deed, turn, id)?;
    if !source.kind.takes_mail() {
        return Err(Failure::said(sentence!(
            "mail-in-not",
            "This source takes no mail; register one that is fed by mail, or an adviser or association"
        )));
    }
    Ok(deed.mail_in(id)?.unwrap_or_else(|| MailIn::of(id)))
}

/// Hands a message that lies aside on to be taken in.
///
/// # Errors
/// Refused without the power to document, when it was decided on already, or when the source is paused.
pub fn take_arrival(writer: &mut Writer, turn: &Turn<'_>, id: ArrivalId) -> Result<Arrival, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    writer.transact(&by.to_string(), turn.now, |deed| {
        let taken = arrival_held(deed, turn, id)?.take()?;
        if held(deed, turn, taken.source)?.paused {
            return Err(is_paused());
        }
        let intake = Intake { by: Some(by.clone()), ..intake_of(&taken) };
        deed.keep_intake(&intake)?;
        deed.keep_arrival(&taken)?;
        deed.enqueue(JobKind::TakeIn, &intake.id.to_string(), turn.now)?;
        Ok(taken)
    })
}

/// Throws a message away that lies aside.
///
/// # Errors
/// Refused without the power to document, or when it was decided on already.
pub fn throw_arrival(writer: &mut Writer, turn: &Turn<'_>, office: &Office, id: ArrivalId) -> Result<Arrival, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    let thrown = writer.transact(&by.to_string(), turn.now, |deed| -> Result<_, Failure> {
        let thrown = arrival_held(deed, turn, id)?.throw()?;
        deed.keep_arrival(&thrown)?;
        let fact = deed.fact(Verb::Revised, Thing::new(Noun::Source, thrown.source));
        deed.note(&fact.with(format!("message {id} thrown away")))?;
        Ok(thrown)
    })?;
    put_away(office, thrown.file);
    Ok(thrown)
}

/// Notes that a look at a message was made; the message lies aside until somebody decides.
///
/// # Errors
/// Refused without the power to document, or when it was decided on already.
pub fn note_look(writer: &mut Writer, turn: &Turn<'_>, id: ArrivalId, look: &Intake) -> Result<Arrival, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    writer.transact(&by.to_string(), turn.now, |deed| {
        let before = arrival_held(deed, turn, id)?;
        before.still_aside()?;
        let looked = Arrival { intake: Some(look.id), ..before };
        deed.keep_arrival(&looked)?;
        Ok(looked)
    })
}

/// What a look at a message is taken in as: the message is decided on with it.
pub(crate) fn settle_look(deed: &mut Deed<'_>, look: &Intake) -> Result<(), Failure> {
    match deed.arrival_of_intake(look.id)? {
        Some(arrival) if arrival.stage == ArrivalStage::Aside => {
            Ok(deed.keep_arrival(&Arrival { stage: ArrivalStage::Taken, ..arrival })?)
        }
        _ => Ok(()),
    }
}

fn arrival_held(deed: &Deed<'_>, turn: &Turn<'_>, id: ArrivalId) -> Result<Arrival, Failure> {
    deed.arrival(&turn.officer.scope, id)?.ok_or_else(|| not_found(&id.to_string()))
}

fn not_found(text: &str) -> Failure {
    Refusal::NotFound {
        noun: "arrival",
        text: text.to_owned(),
        next: sentence!("next-look-arrivals", "look for it on the page of its source"),
    }
    .into()
}

/// The intake that a message becomes.
fn intake_of(arrival: &Arrival) -> Intake {
    Intake {
        id: arrival.file,
        source: arrival.source,
        name: file_name(arrival),
        n_bytes: arrival.n_bytes,
        by: None,
        came_at: arrival.came_at,
        ended_at: None,
        stage: IntakeStage::Waiting,
        tally: Tally::default(),
        n_tried: 0,
        n_in_all: None,
        fault: None,
    }
}

/// What the file of a message is called: what it is about, so that people know it again.
fn file_name(arrival: &Arrival) -> String {
    const CHARS_MAX: usize = 70;
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let subject: String = arrival.subject.chars().map(|c| if odd(c) { ' ' } else { c }).take(CHARS_MAX).collect();
    let subject = subject.trim();
    if subject.is_empty() { format!("{}.eml", arrival.id) } else { format!("{subject}.eml") }
}

impl Office {
    /// How a source takes mail.
    ///
    /// # Errors
    /// Refused when there is no such source.
    pub fn source_mail(&self, id: &str) -> Result<SourceMail, Failure> {
        let source = self.source(id)?.source;
        let mail_in = self.reader.mail_in(&self.scope, source.id)?.unwrap_or_else(|| MailIn::of(source.id));
        let settings = self.configuration.mail();
        let has_mailbox = !settings.mailbox.is_empty() && !settings.from.is_empty();
        let takes = mail_in.is_open && has_mailbox && source.kind.takes_mail();
        let seals = self.seals()?.filter(|_| takes);
        let (name, host) = settings.from_parts();
        let address = seals.map(|seals| {
            let seal = seals.of_source(source.id, mail_in.number);
            format!("{name}+{}-{seal}@{host}", source.id).to_lowercase()
        });
        Ok(SourceMail { mail_in, address, has_mailbox, can_prove: !settings.proven_by.is_empty() })
    }

    /// The messages that came to a source, those that lie aside first, then the newest.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrivals(&self, source: SourceId) -> Result<Vec<ArrivalLine>, Failure> {
        Ok(self.reader.arrivals(&self.scope, source, ARRIVALS_PAGE)?)
    }

    /// A message with what became of it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn arrival(&self, id: &str) -> Result<ArrivalLine, Failure> {
        let found = ArrivalId::parse(id).map(|id| self.reader.arrival(&self.scope, id)).transpose()?.flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// The bytes of a message that lies aside, and what its file is called.
    ///
    /// # Errors
    /// Refused when it does not lie aside.
    pub fn arrival_bytes(&self, arrival: &Arrival) -> Result<(String, Vec<u8>), Failure> {
        arrival.still_aside()?;
        let bytes = file_bytes(self, arrival.file)?.ok_or_else(|| {
            Failure::said(sentence!(
                "arrival-gone",
                "The bytes of this message are not there any more; throw it away, and ask its sender for it once more"
            ))
        })?;
        Ok((file_name(arrival), bytes))
    }
}
