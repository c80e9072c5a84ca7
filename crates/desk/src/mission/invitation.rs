//! Invitations: members are told by mail when and where they meet a host, in the form that calendars read.
//!
//! A change of meetings leaves a job. It compares each meeting with what each member was last told of it, so that nobody is told
//! twice, and whoever need not come any more is told that.

use std::collections::BTreeSet;

use ::mail::{CalendarPart, Mail, is_mail_address};
use model::{
    Date, Letter, LetterId, LetterKind, Meeting, MeetingId, MissionId, Person, PersonId, Refusal, SpecialistId,
    sentence,
};
use store::{Deed, Writer};

use crate::job::{Ids, OFFICE};
use crate::letter::{mail_of, may_be_mailed};
use crate::{Clerk, Drawn, Failure, Office};

/// A meeting with all that an invitation says of it.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The meeting.
    pub meeting: Meeting,
    /// What its mission is called.
    pub title: String,
    /// Whom they meet, where that is a host of the register.
    pub host: Option<String>,
    /// What is asked there.
    pub questions: Vec<String>,
    /// Who of ours takes part: names, with mail addresses where there are any.
    pub people: Vec<(String, Option<String>)>,
    /// The title of the post that invites.
    pub organizer: String,
    /// The mail address of the office, where it sends mail: calendars know who invites by it.
    pub organizer_mail: Option<String>,
}

/// What a letter of invitation says.
#[derive(Clone, Debug)]
pub struct InvitationNotice {
    /// The meeting.
    pub invitation: Invitation,
    /// Who is told.
    pub person: Person,
    /// Whether they need not come any more.
    pub is_off: bool,
    /// Whether the meeting may be described by mail. Otherwise it is only said that there is news.
    pub is_mailed: bool,
}

impl Office {
    /// The meetings of a mission as invitations say them; of one alone when it is named.
    ///
    /// # Errors
    /// Refused when there is no such mission or meeting.
    pub fn invitations(&self, id: &str, only: Option<&str>) -> Result<Vec<Invitation>, Failure> {
        let page = self.mission_page(id)?;
        let mission = &page.mission;
        let mut meetings = self.agenda(mission, &page.questions)?.meetings;
        if let Some(text) = only {
            let named = MeetingId::parse(text);
            meetings.retain(|one| Some(one.id) == named);
            if meetings.is_empty() {
                return Err(Failure::Refused(Refusal::NotFound {
                    noun: "meeting",
                    text: text.to_owned(),
                    next: sentence!("next-look-meetings", "look for it on the page of the mission’s liaison"),
                }));
            }
        }
        let post = self.liaison(mission.id)?.map_or_else(|| mission.post.clone(), |liaison| liaison.post);
        let organizer = self.post(&post)?.map_or_else(|| post.to_string(), |held| held.title);
        let mail = self.configuration.mail();
        let organizer_mail = mail.is_on().then(|| mail.from.clone());
        let mut invitations = Vec::new();
        for meeting in meetings {
            let host = meeting.host.map(|host| self.host(&host.to_string())).transpose()?;
            let asked = meeting.questions.iter().filter_map(|id| page.questions.get(*id).ok());
            let questions = asked.map(|question| question.text.clone()).collect();
            let mut people = Vec::new();
            for member in &meeting.members {
                let specialist = self.specialist(&member.to_string())?;
                let person = specialist.person.as_ref().map(|person| self.person(person)).transpose()?.flatten();
                people.push((specialist.name, person.and_then(|person| person.email)));
            }
            invitations.push(Invitation {
                title: mission.title.clone(),
                host: host.map(|host| host.name().to_owned()),
                questions,
                people,
                organizer: organizer.clone(),
                organizer_mail: organizer_mail.clone(),
                meeting,
            });
        }
        Ok(invitations)
    }
}

/// Writes the letters that members of a mission are to get because its meetings changed; of all missions with meetings ahead when
/// none is named, for whoever could not be reached before.
///
/// # Errors
/// When the store fails.
pub(crate) fn invite(
    clerk: &Clerk,
    office: &Office,
    id: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    if !office.configuration.mail().is_on() {
        return Ok(());
    }
    let missions = match MissionId::parse(id) {
        Some(id) => vec![id],
        None => office.reader.missions_with_meetings_after(&office.scope, now)?,
    };
    for id in missions {
        let Some(mission) = office.reader.mission(&office.scope, id)? else { continue };
        let liaison = office.liaison(id)?.map(|liaison| liaison.post);
        let post = liaison.unwrap_or_else(|| mission.post.clone());
        for meeting in office.reader.meetings(&office.scope, id)? {
            for (person, address) in to_be_told(office, &meeting, (now, today))? {
                let letter = Letter {
                    meeting: Some((meeting.id, meeting.sequence)),
                    ..Letter::waiting(
                        LetterId::from_bits(ids()),
                        LetterKind::Invitation,
                        post.clone(),
                        (person, address),
                        now,
                    )
                };
                let seen = meeting.clone();
                clerk
                    .write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| tell(deed, &seen, letter)))?;
            }
        }
    }
    Ok(())
}

/// Whom a meeting has news for, with their addresses: its members as far as they are persons of the office, and who was invited
/// before. Only who may see its mission, and whom mail reaches.
fn to_be_told(
    office: &Office,
    meeting: &Meeting,
    (now, today): (i64, Date),
) -> Result<Vec<(PersonId, String)>, Failure> {
    let told = office.reader.told_of_meeting(&office.scope, meeting.id)?;
    let members = members_by_person(meeting, |member| {
        Ok(office.reader.specialist(&office.scope, member)?.and_then(|specialist| specialist.person))
    })?;
    let mut found = Vec::new();
    for person in told.keys().chain(&members).collect::<BTreeSet<_>>() {
        if meeting.tells(members.contains(person), told.get(person).copied(), now).is_none() {
            continue;
        }
        let officer = match office.officer(person, today) {
            Ok(officer) => officer,
            Err(Failure::Refused(_)) => continue,
            Err(failure) => return Err(failure),
        };
        let sees = office.reader.mission(&officer.scope, meeting.mission)?.is_some();
        let address = officer.person.email.clone().filter(|address| sees && is_mail_address(address));
        found.extend(address.map(|address| (person.clone(), address)));
    }
    Ok(found)
}

/// The persons that the members of a meeting are.
fn members_by_person(
    meeting: &Meeting,
    person: impl Fn(SpecialistId) -> Result<Option<PersonId>, Failure>,
) -> Result<BTreeSet<PersonId>, Failure> {
    let persons = meeting.members.iter().filter_map(|member| person(*member).transpose());
    persons.collect()
}

/// Writes a letter to somebody where a meeting has one for them. When it changed since it was `seen`, a later job tells of it.
fn tell(deed: &mut Deed<'_>, seen: &Meeting, letter: Letter) -> Result<(), Failure> {
    if !deed.meetings(seen.mission)?.contains(seen) || deed.is_dead_address(&letter.address)? {
        return Ok(());
    }
    let members = members_by_person(seen, |member| {
        Ok(deed.specialist(&store::Scope::office(), member)?.and_then(|specialist| specialist.person))
    })?;
    let told = deed.told_of_meeting(seen.id)?.get(&letter.person).copied();
    if let Some(kind) = seen.tells(members.contains(&letter.person), told, deed.at()) {
        deed.write_letter(&Letter { kind, ..letter }, &[])?;
    }
    Ok(())
}

/// The mail of such a letter; `None` where the meeting changed since, so that another tells of it, or where the person may not see
/// the mission any more.
pub(crate) fn invitation_mail(
    office: &Office,
    letter: &Letter,
    today: Date,
    draw: &dyn Fn(&InvitationNotice) -> Drawn,
) -> Result<Option<Mail>, Failure> {
    let Some((meeting, sequence)) = letter.meeting else { return Ok(None) };
    let officer = match office.officer(&letter.person, today) {
        Ok(officer) => officer,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let seen = office.seen_by(&officer.scope);
    let Some(mission) = seen.reader.mission_of_meeting(&seen.scope, meeting)? else { return Ok(None) };
    let found = match seen.invitations(&mission.id.to_string(), Some(&meeting.to_string())) {
        Ok(found) => found,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let Some(invitation) = found.into_iter().next() else { return Ok(None) };
    if invitation.meeting.sequence != sequence {
        return Ok(None);
    }
    let settings = office.configuration.mail();
    let is_off = letter.kind == LetterKind::CallOff;
    let mut drawn = draw(&InvitationNotice {
        invitation,
        person: officer.person,
        is_off,
        is_mailed: may_be_mailed(&mission.marking, settings.level()),
    });
    let method = if is_off { "CANCEL" } else { "REQUEST" };
    let calendar = drawn.calendar.take();
    Ok(Some(Mail { calendar: calendar.map(|text| CalendarPart { method, text }), ..mail_of(office, letter, drawn)? }))
}
