//! Letters on their way to the mail server.

use ::mail::{Carry, Mail, Undelivered};
use model::{Date, Letter, LetterKind, LetterStage, Verb};
use store::Writer;

use super::LetterSheet;
use crate::intake::short;
use crate::issue::issue_mail;
use crate::job::OFFICE;
use crate::mail_in::{ArrivalNotice, arrival_mail};
use crate::mission::invitation_mail;
use crate::{Clerk, Failure, InvitationNotice, IssueNotice, Office};

/// What was done with letters that waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentLetters {
    /// Letters that were taken up.
    pub n_taken: usize,
    /// Of them taken by the mail server.
    pub n_sent: usize,
    /// Why one was not.
    pub fault: Option<String>,
}

/// A letter as it was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// What it is about.
    pub subject: String,
    /// For whoever reads text.
    pub text: String,
    /// For whoever reads pages.
    pub page: String,
    /// In which language, as a tag.
    pub language: String,
    /// The address that ends such letters with one click; none where there is nothing to end.
    pub ends_at: Option<String>,
    /// What calendars read of it, in iCalendar.
    pub calendar: Option<String>,
}

/// What is to be drawn.
#[derive(Clone, Copy, Debug)]
pub enum ToDraw<'a> {
    /// A letter of a post: what was laid before it, or what could not be understood in a reply.
    Letter(&'a LetterSheet),
    /// A letter that brings an issue.
    Issue(&'a IssueNotice),
    /// A letter that tells what became of a message.
    Arrival(&'a ArrivalNotice),
    /// A letter that invites to a meeting, or calls it off.
    Invitation(&'a InvitationNotice),
}

/// Lets letters be sent that another process had taken: there is one process at a time, so whoever had is gone.
///
/// # Errors
/// When the store fails.
pub fn give_letters_back(clerk: &Clerk, now: i64) -> Result<usize, Failure> {
    clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| Ok(deed.give_letters_back()?)))
}

/// Sends one letter that waits, if there is one. Several may do so beside each other, and each has one letter of which a kill would
/// leave unknown whether the server has it.
///
/// # Errors
/// When the store fails; a letter that cannot be sent is noted and is no failure of this.
pub fn send_letters(
    clerk: &Clerk,
    office: &Office,
    carrier: &dyn Carry,
    draw: &dyn Fn(ToDraw<'_>) -> Drawn,
    (now, today): (i64, Date),
) -> Result<SentLetters, Failure> {
    let mut sent = SentLetters::default();
    if !office.configuration.mail().is_on() || !office.reader.letter_waits(now)? {
        return Ok(sent);
    }
    let taken = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<_, Failure> { Ok(deed.take_letters(1)?) })
    })?;
    for letter in taken {
        sent.n_taken += 1;
        // A letter that cannot be drawn is no reason to send no other.
        let mail = drawn(office, &letter, draw, today)
            .map_err(|failure| Undelivered { for_ever: false, text: failure.to_string() });
        let (became, verb) = match mail.transpose() {
            Some(mail) => match mail.and_then(|mail| carrier.carry(&mail)) {
                Ok(()) => {
                    sent.n_sent += 1;
                    (Letter { stage: LetterStage::Sent, sent_at: Some(now), ..letter }, Some(Verb::Sent))
                }
                Err(fault) => {
                    sent.fault = Some(short(&fault.text));
                    let failed = letter.failed(short(&fault.text), fault.for_ever, now);
                    let verb = (failed.stage == LetterStage::Failed).then_some(Verb::Returned);
                    (failed, verb)
                }
            },
            // Its person left, or everything in it was answered meanwhile.
            None => (Letter { stage: LetterStage::Dropped, ..letter }, None),
        };
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                deed.keep_letter(&became)?;
                match verb {
                    Some(verb) => Ok(deed.note_letter(&became, verb)?),
                    None => Ok(()),
                }
            })
        })?;
    }
    Ok(sent)
}

/// The mail of a letter; `None` where nothing is left to be said, or nobody to say it to.
fn drawn(
    office: &Office,
    letter: &Letter,
    draw: &dyn Fn(ToDraw<'_>) -> Drawn,
    today: Date,
) -> Result<Option<Mail>, Failure> {
    if letter.kind == LetterKind::Arrival {
        return arrival_mail(office, letter, today, &|notice| draw(ToDraw::Arrival(notice)));
    }
    if matches!(letter.kind, LetterKind::Invitation | LetterKind::CallOff) {
        return invitation_mail(office, letter, today, &|notice| draw(ToDraw::Invitation(notice)));
    }
    let officer = match office.officer(&letter.person, today) {
        Ok(officer) if officer.acts_for(&letter.post) => officer,
        Ok(_) | Err(Failure::Refused(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    if letter.kind == LetterKind::Issue {
        return issue_mail(office, letter, &officer, &|notice| draw(ToDraw::Issue(notice)));
    }
    let sheet = office.letter_sheet(letter, &officer, today)?;
    if !sheet.says_something() {
        return Ok(None);
    }
    let drawn = draw(ToDraw::Letter(&sheet));
    Ok(Some(Mail { reply_to: sheet.reply_to, bounces_to: String::new(), ..mail_of(office, letter, drawn)? }))
}

/// The mail that takes what was drawn to where its letter goes. Nobody is to reply to it; when it comes back, the office learns of it.
pub(crate) fn mail_of(office: &Office, letter: &Letter, drawn: Drawn) -> Result<Mail, Failure> {
    let settings = office.configuration.mail();
    Ok(Mail {
        sender: settings.name.clone(),
        from: settings.from.clone(),
        reply_to: String::new(),
        bounces_to: office.bounce_address(letter.id)?,
        to: letter.address.clone(),
        subject: drawn.subject,
        text: drawn.text,
        page: drawn.page,
        name: format!("{}@{}", letter.id, settings.from_parts().1).to_lowercase(),
        at: letter.made_at,
        language: drawn.language,
        ends_at: drawn.ends_at,
        calendar: None,
    })
}
