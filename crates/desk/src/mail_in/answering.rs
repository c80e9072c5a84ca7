//! What became of a message, told to who sent it: once, and only to who may send.

use ::mail::Mail;
use model::{Arrival, Date, Intake, IntakeStage, Letter, LetterId, LetterKind, Person, PersonId, PostId, Tally};
use store::Deed;

use crate::letter::mail_of;
use crate::{Drawn, Failure, Office};

/// Letters of this sort to one address in a day. Two machines must not write to each other for ever.
const ANSWERS_A_DAY_MAX: u64 = 20;

const DAY_MICROS: i64 = 86_400_000_000;

/// What is told of a message.
#[derive(Clone, Debug)]
pub struct ArrivalNotice {
    /// What the message was about.
    pub subject: String,
    /// Where it stands now.
    pub stage: IntakeStage,
    /// What it brought. To who is no person of the office only `n_read` is told: the rest says what the office holds.
    pub tally: Tally,
    /// Who sent it, where that is a person of the office.
    pub person: Option<Person>,
    /// In which language others are written to, as a tag.
    pub language: Option<String>,
}

/// Who answers for a source, and so for a letter that tells of it.
pub(crate) struct Answering {
    id: LetterId,
    person: PersonId,
}

impl Office {
    /// Who would tell what became of a message; `None` where nobody can. `id` is chance for the number of the letter.
    pub(crate) fn answering(&self, post: &PostId, id: u64, today: Date) -> Result<Option<Answering>, Failure> {
        if !self.configuration.mail().is_on() {
            return Ok(None);
        }
        let acting = self.reader.acting(&self.scope, post, today)?;
        let person = acting.into_iter().map(|(person, _)| person).find(|person| !person.left);
        Ok(person.map(|person| Answering { id: LetterId::from_bits(id), person: person.id }))
    }
}

/// Writes the letter that tells what became of a message, in the write in which its intake ends.
pub(crate) fn answer(
    deed: &mut Deed<'_>,
    intake: &Intake,
    answering: Option<&Answering>,
    post: &PostId,
) -> Result<(), Failure> {
    let (Some(answering), Some(arrival)) = (answering, deed.arrival_of_intake(intake.id)?) else { return Ok(()) };
    let Arrival { id, sender, is_answered, .. } = arrival;
    let at = deed.at();
    if !is_answered || deed.is_dead_address(&sender)? || deed.n_answered(&sender, at - DAY_MICROS)? >= ANSWERS_A_DAY_MAX
    {
        return Ok(());
    }
    let letter =
        Letter::waiting(answering.id, LetterKind::Arrival, post.clone(), (answering.person.clone(), sender), at);
    deed.write_letter(&letter, &[])?;
    Ok(deed.answer_arrival(id, letter.id)?)
}

/// The mail of such a letter; `None` where nothing is left to be told.
pub(crate) fn arrival_mail(
    office: &Office,
    letter: &Letter,
    today: Date,
    draw: &dyn Fn(&ArrivalNotice) -> Drawn,
) -> Result<Option<Mail>, Failure> {
    let Some(line) = office.reader.arrival_of_letter(&office.scope, letter.id)? else { return Ok(None) };
    let Some((stage, tally)) = line.became else { return Ok(None) };
    let Some(source) = office.reader.source(&office.scope, line.arrival.source)? else { return Ok(None) };
    let persons = office.reader.persons(&office.scope)?;
    let is_sender = |person: &Person| {
        !person.left && person.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(&letter.address))
    };
    let person = persons.into_iter().find(is_sender);
    // What the office held already is told to who sees the source, and to nobody else.
    let sees = match person.as_ref().map(|person| office.officer(&person.id, today)) {
        Some(Ok(officer)) => officer.clearance.may_see(&source.source.marking),
        None | Some(Err(Failure::Refused(_))) => false,
        Some(Err(failure)) => return Err(failure),
    };
    let told = if sees { tally } else { Tally { n_read: tally.n_read, ..Tally::default() } };
    let drawn = draw(&ArrivalNotice {
        subject: line.arrival.subject,
        stage,
        tally: told,
        person,
        language: source.source.language.as_ref().map(|language| language.tag().to_owned()),
    });
    Ok(Some(mail_of(office, letter, drawn)?))
}
