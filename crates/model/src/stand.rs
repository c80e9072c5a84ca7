//! Stands: the visit of somebody to the stand of an exhibitor. It is planned, made and noted, and its note becomes a record.

use crate::exchange::past;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, EventId, Evidence, Marking, MissionId, PostId, QuestionId, RecordId, Refusal, SpecialistId, sentence,
};

public_id!(
    /// Names the visit to a stand.
    StandId,
    'T'
);

/// Longest word on what a stand is visited for, in characters.
pub const STAND_PURPOSE_CHARS_MAX: usize = 1_000;

/// Longest title of a note, in characters.
pub const STAND_TITLE_CHARS_MAX: usize = 300;

/// Longest note of a visit, in characters: some twenty pages.
pub const STAND_NOTES_CHARS_MAX: usize = 60_000;

/// People met at one stand.
pub const STAND_CONTACTS_MAX: usize = 30;

/// Longest name, position or address of somebody met, in characters.
pub const STAND_CONTACT_CHARS_MAX: usize = 200;

words! {
    /// Where the visit to a stand stands.
    StandState {
        /// It is to be made.
        Planned = "planned",
        /// It was made, and its note is a record.
        Visited = "visited",
        /// It is not made.
        Dropped = "dropped",
    }
}

/// Who goes to a stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Whoever acts for a post.
    Post(PostId),
    /// A specialist of the roster, such as a member of a mission.
    Member(SpecialistId),
}

/// Somebody met at a stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandContact {
    /// Their name.
    pub name: String,
    /// What they are there.
    pub position: String,
    /// How they are reached: address, telephone.
    pub reach: String,
}

/// A visit to the stand of an exhibitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Its name.
    pub id: StandId,
    /// The event.
    pub event: EventId,
    /// The number of the exhibitor among those of the event.
    pub exhibitor: u32,
    /// Who goes there.
    pub visitor: Visitor,
    /// What for.
    pub purpose: String,
    /// A question of a mission that goes there, to be asked at the stand.
    pub question: Option<(MissionId, QuestionId)>,
    /// Where it stands.
    pub state: StandState,
    /// The day on which it was made.
    pub day: Option<Date>,
    /// Who noted it, as the ledger writes it; empty before.
    pub by: String,
    /// What the note is called.
    pub title: String,
    /// What was seen and heard.
    pub notes: String,
    /// On what it rests.
    pub evidence: Option<Evidence>,
    /// Who was met.
    pub contacts: Vec<StandContact>,
    /// The record that its note became. Also `None` where it is not seen.
    pub record: Option<RecordId>,
    /// Why it is not made.
    pub reason: String,
    /// The post that planned it and answers for its note.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was planned, in microseconds since 1970.
    pub made_at: i64,
}

/// What was brought back from a stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandNote {
    /// The day of the visit.
    pub day: Date,
    /// What the note is called, in one line.
    pub title: String,
    /// What was seen and heard.
    pub notes: String,
    /// On what it rests.
    pub evidence: Option<Evidence>,
    /// Who was met.
    pub contacts: Vec<StandContact>,
}

impl Stand {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused where it says too much.
    pub fn tidied(self) -> Result<Stand, Refusal> {
        let purpose = self.purpose.trim().to_owned();
        not_longer(&purpose, STAND_PURPOSE_CHARS_MAX)?;
        Ok(Stand { purpose, ..self })
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "stand-changed",
            "Somebody wrote of this visit in between; read what it says, and send yours again if it still holds"
        )))
    }

    /// It was made. Noted once more, the later note takes the place of the earlier one.
    ///
    /// # Errors
    /// Refused when it was dropped, without a title or notes, on a day that has not come, or where a text is too long.
    pub fn visit(&self, note: StandNote, by: &str, today: Date) -> Result<Stand, Refusal> {
        if self.state == StandState::Dropped {
            return Err(Refusal::Said(sentence!(
                "stand-dropped",
                "It was written down that this visit is not made; plan another one"
            )));
        }
        past(note.day, today)?;
        let title = one_line(&note.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("stand-no-title", "Write in one line what the note says")));
        }
        not_longer(&title, STAND_TITLE_CHARS_MAX)?;
        let notes = note.notes.trim().to_owned();
        if notes.is_empty() {
            return Err(Refusal::Said(sentence!("stand-no-notes", "Write what was seen and heard at the stand")));
        }
        not_longer(&notes, STAND_NOTES_CHARS_MAX)?;
        let contact = |one: StandContact| StandContact {
            name: one_line(&one.name),
            position: one_line(&one.position),
            reach: one_line(&one.reach),
        };
        let contacts = note.contacts.into_iter().map(contact);
        let contacts: Vec<StandContact> =
            contacts.filter(|one| !one.name.is_empty() || !one.position.is_empty()).collect();
        if contacts.len() > STAND_CONTACTS_MAX {
            return Err(Refusal::Said(sentence!(
                "stand-contacts",
                "A note names up to {max} people; leave some out",
                max = STAND_CONTACTS_MAX
            )));
        }
        for text in contacts.iter().flat_map(|one| [&one.name, &one.position, &one.reach]) {
            not_longer(text, STAND_CONTACT_CHARS_MAX)?;
        }
        Ok(Stand {
            state: StandState::Visited,
            day: Some(note.day),
            by: by.to_owned(),
            title,
            notes,
            evidence: note.evidence,
            contacts,
            revision: self.revision + 1,
            ..self.clone()
        })
    }

    /// It is not made.
    ///
    /// # Errors
    /// Refused when it was made or dropped already, or with too many words.
    pub fn drop(&self, reason: &str) -> Result<Stand, Refusal> {
        if self.state != StandState::Planned {
            return Err(Refusal::Said(sentence!(
                "stand-over",
                "This visit was made or dropped already; reload its page"
            )));
        }
        let reason = reason.trim().to_owned();
        not_longer(&reason, STAND_PURPOSE_CHARS_MAX)?;
        Ok(Stand { state: StandState::Dropped, reason, revision: self.revision + 1, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn stand() -> Stand {
        Stand {
            id: StandId::from_bits(1),
            event: EventId::from_bits(1),
            exhibitor: 1,
            visitor: Visitor::Post(PostId::new("engineer").unwrap()),
            purpose: String::new(),
            question: None,
            state: StandState::Planned,
            day: None,
            by: String::new(),
            title: String::new(),
            notes: String::new(),
            evidence: None,
            contacts: Vec::new(),
            record: None,
            reason: String::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }

    fn note(title: &str, notes: &str) -> StandNote {
        StandNote {
            day: date("1957-11-06"),
            title: title.to_owned(),
            notes: notes.to_owned(),
            evidence: Some(Evidence::Inspected),
            contacts: vec![
                StandContact { name: " Dr.\nLindner".to_owned(), ..StandContact::default() },
                StandContact::default(),
            ],
        }
    }

    #[test]
    fn a_visit_is_noted_in_words_and_may_be_noted_better() {
        let today = date("1957-11-07");
        let visited = stand().visit(note("A drive", " It runs. "), "engineer/sokolov", today).unwrap();
        assert_eq!((visited.state, visited.notes.as_str(), visited.revision), (StandState::Visited, "It runs.", 1));
        assert_eq!(visited.contacts.len(), 1, "an empty line is nobody");
        assert_eq!(visited.contacts[0].name, "Dr. Lindner");
        let better = visited.visit(note("A drive", "It runs quietly."), "engineer/sokolov", today).unwrap();
        assert_eq!((better.notes.as_str(), better.revision), ("It runs quietly.", 2));
        assert!(better.drop("late").is_err(), "what was made is not dropped");
    }

    #[test]
    fn a_note_says_something_of_a_day_that_has_come() {
        let today = date("1957-11-07");
        for (title, notes) in [("", "It runs."), ("A drive", " ")] {
            assert!(stand().visit(note(title, notes), "x", today).is_err(), "{title}");
        }
        assert!(stand().visit(note("A drive", "It runs."), "x", date("1957-11-05")).is_err());
        let dropped = stand().drop(" The stand was closed ").unwrap();
        assert_eq!(dropped.reason, "The stand was closed");
        assert!(dropped.visit(note("A drive", "It runs."), "x", today).is_err());
    }

    #[test]
    fn nobody_writes_over_what_they_have_not_seen() {
        assert!(stand().from_revision(0).is_ok());
        assert!(stand().from_revision(1).is_err());
    }
}
