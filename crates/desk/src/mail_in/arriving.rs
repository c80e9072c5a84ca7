//! A message that came to the address of a source.

use ::mail::{Came, INCOMING_BYTES_MAX, Incoming, is_mail_address};
use model::{
    Arrival, ArrivalId, ArrivalReason, ArrivalStage, Date, IntakeId, JobKind, MailIn, PersonId, Source, SourceId,
};
use store::{Scope, Writer};

use super::intake_of;
use crate::dispatch::writes_for;
use crate::intake::{lay_aside, put_away};
use crate::job::OFFICE;
use crate::letter::note;
use crate::{Clerk, Failure, Ids, MailStep, Office};

/// Messages of unknown senders that lie aside at one source, and their bytes: a stranger does not fill the disk.
const STRANGERS_MAX: (u64, u64) = (100, 128 * 1024 * 1024);

/// Messages of known senders that lie aside at one source, and their bytes.
const KNOWN_MAX: (u64, u64) = (500, 1024 * 1024 * 1024);

/// Longest name of a message, in characters.
const NAME_CHARS_MAX: usize = 200;

/// A message and what is known of it.
pub(crate) struct Message<'m> {
    pub hash: &'m [u8; 32],
    pub bytes: &'m [u8],
    pub incoming: &'m Incoming,
}

/// Deals with a message to the address of a source. Whoever sent it does not learn whether there is one.
pub(crate) fn arrive(
    clerk: &Clerk,
    office: &Office,
    message: &Message<'_>,
    (id, seal): (SourceId, &str),
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<MailStep, Failure> {
    let (hash, incoming) = (message.hash, message.incoming);
    let Some(mail_in) = office.reader.mail_in(&office.scope, id)? else {
        return note(clerk, hash, None, MailStep::Stray, now);
    };
    let fits = office.seals()?.is_some_and(|seals| seals.fits_source(id, mail_in.number, seal));
    let line = office.reader.source(&office.scope, id)?;
    let source = match line {
        Some(line) if mail_in.is_open && fits && line.source.kind.takes_mail() => line.source,
        _ => return note(clerk, hash, None, MailStep::Forged, now),
    };
    match &incoming.came {
        Came::Bounce { .. } => return note(clerk, hash, None, MailStep::Returned, now),
        Came::Progress => return note(clerk, hash, None, MailStep::Progress, now),
        // What a list or a publisher sends brings records; what answers by itself does not.
        Came::Automatic if incoming.is_answer => return note(clerk, hash, None, MailStep::Automatic, now),
        Came::Automatic | Came::Reply(_) => {}
    }
    let reason = reason_to_wait(office, &source, &mail_in, incoming, today)?;
    let is_of_a_person = matches!(incoming.came, Came::Reply(_)) && is_mail_address(&incoming.from);
    let is_own = incoming.from.eq_ignore_ascii_case(&office.configuration.mail().from);
    let arrival = Arrival {
        id: ArrivalId::from_bits(ids()),
        source: id,
        name: incoming.name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect(),
        sender: incoming.from.chars().filter(|c| !c.is_control()).take(254).collect(),
        subject: incoming.subject.clone(),
        n_bytes: message.bytes.len() as u64,
        came_at: now,
        stage: if reason.is_none() { ArrivalStage::Taken } else { ArrivalStage::Aside },
        reason,
        file: IntakeId::from_bits(ids()),
        intake: None,
        is_answered: mail_in.is_answered
            && is_of_a_person
            && !is_own
            && !reason.is_some_and(ArrivalReason::is_of_a_stranger),
    };
    keep(clerk, office, message, arrival, now)
}

/// Why a message waits for somebody's eyes; `None` where it is taken in at once.
fn reason_to_wait(
    office: &Office,
    source: &Source,
    mail_in: &MailIn,
    incoming: &Incoming,
    today: Date,
) -> Result<Option<ArrivalReason>, Failure> {
    let persons = office.reader.persons(&office.scope)?;
    let mut is_person = false;
    for person in persons.iter().filter(|person| !person.left) {
        if person.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(&incoming.from)) {
            is_person = is_person || may_send(office, &person.id, source, today)?;
        }
    }
    let is_known =
        incoming.has_one_sender && !incoming.from.is_empty() && (is_person || mail_in.allows(&incoming.from));
    let settings = office.configuration.mail();
    Ok(if !is_known {
        Some(ArrivalReason::Sender)
    } else if mail_in.is_proven && !incoming.is_aligned_by(&settings.proven_by) {
        Some(ArrivalReason::Proof)
    } else if source.paused {
        Some(ArrivalReason::Paused)
    } else if !mail_in.at_once {
        Some(ArrivalReason::Look)
    } else {
        None
    })
}

/// Whether a message of somebody of the office is one of a known sender. For a source of people it stands for a dispatch, so that mail
/// is no way around who may write one; what a feed, a list or a publisher brings anybody of the office passes on.
fn may_send(office: &Office, person: &PersonId, source: &Source, today: Date) -> Result<bool, Failure> {
    if !source.kind.is_human() {
        return Ok(true);
    }
    let officer = office.officer(person, today)?;
    Ok(officer.clearance.may_see(&source.marking) && writes_for(&officer, source).is_ok())
}

/// Lays the bytes aside, then keeps in one write what the message becomes and that it was dealt with.
fn keep(
    clerk: &Clerk,
    office: &Office,
    message: &Message<'_>,
    arrival: Arrival,
    now: i64,
) -> Result<MailStep, Failure> {
    let (file, hash) = (arrival.file, *message.hash);
    let is_large = message.bytes.len() > INCOMING_BYTES_MAX;
    // A file without a row is swept away; until the row is written it is held.
    let laid = office.laying.begin(file);
    if !is_large {
        lay_aside(office, file, message.bytes)?;
    }
    let kept = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<MailStep, Failure> {
            let mut arrival = arrival;
            if is_large {
                (arrival.stage, arrival.reason) = (ArrivalStage::Turned, Some(ArrivalReason::Large));
            } else if deed.is_name_of_another(arrival.source, &arrival.name, &arrival.sender)? {
                // One message must not take the place of another that somebody else sent.
                (arrival.stage, arrival.reason, arrival.is_answered) =
                    (ArrivalStage::Aside, Some(ArrivalReason::Name), false);
            }
            let of_strangers = arrival.reason.is_some_and(ArrivalReason::is_of_a_stranger);
            if arrival.stage == ArrivalStage::Aside {
                let (n, n_bytes) = deed.n_aside(arrival.source, of_strangers)?;
                let (n_max, n_bytes_max) = if of_strangers { STRANGERS_MAX } else { KNOWN_MAX };
                if n >= n_max || n_bytes + arrival.n_bytes > n_bytes_max {
                    (arrival.stage, arrival.reason) = (ArrivalStage::Turned, Some(ArrivalReason::Full));
                }
            }
            let step = match arrival.stage {
                ArrivalStage::Taken => MailStep::TakenIn,
                ArrivalStage::Aside => MailStep::Aside,
                ArrivalStage::Thrown | ArrivalStage::Turned => MailStep::TurnedAway,
            };
            if !deed.deal_with(&hash, None, step.word())? {
                return Ok(step);
            }
            if step == MailStep::TurnedAway && arrival.reason == Some(ArrivalReason::Full) && of_strangers {
                // Nor do strangers fill the register.
                return Ok(step);
            }
            if step == MailStep::TakenIn {
                arrival.intake = Some(arrival.file);
                let held = deed.source(&Scope::office(), arrival.source)?;
                if held.is_none_or(|source| source.paused) {
                    // Switched off while the message was on its way.
                    (arrival.stage, arrival.reason, arrival.intake) =
                        (ArrivalStage::Aside, Some(ArrivalReason::Paused), None);
                    deed.keep_arrival(&arrival)?;
                    return Ok(MailStep::Aside);
                }
                let intake = intake_of(&arrival);
                deed.keep_intake(&intake)?;
                deed.enqueue(JobKind::TakeIn, &intake.id.to_string(), now)?;
            }
            deed.keep_arrival(&arrival)?;
            Ok(step)
        })
    });
    drop(laid);
    if !matches!(kept, Ok(MailStep::TakenIn | MailStep::Aside)) {
        put_away(office, file);
    }
    kept
}
