//! Issues of bulletins: begun, filled, printed, released.

use crate::public_id::public_id;
use crate::words::words;
use crate::{BulletinId, Date, DeliveryId, Marking, PersonId, RecordId, Refusal, sentence};

public_id!(
    /// Names an issue.
    IssueId,
    'E'
);

words! {
    /// Where an issue stands.
    IssueStage {
        /// It is filled.
        Draft = "draft",
        /// What is to be printed is fixed, and it is being printed.
        Printing = "printing",
        /// It is printed and lies there to be looked at. Any change makes it a draft again.
        Proof = "proof",
        /// It is out. It changes no more.
        Released = "released",
        /// It never came out.
        Discarded = "discarded",
    }
}

words! {
    /// In which form an issue is printed.
    PrintForm {
        /// A page that stands by itself.
        Page = "html",
        /// A tagged PDF.
        Pdf = "pdf",
        /// Plain text, as it is mailed.
        Text = "txt",
    }
}

/// Longest closing note of an issue, in characters.
pub const ISSUE_NOTE_CHARS_MAX: usize = 4_000;

/// Longest reason for leaving a record out, in characters.
pub const ISSUE_WHY_CHARS_MAX: usize = 300;

/// Most records of an issue: the largest journals of abstracts had some 5,000.
pub const ISSUE_ITEMS_MAX: usize = 20_000;

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its name in the office.
    pub id: IssueId,
    /// Of which bulletin.
    pub bulletin: BulletinId,
    /// Its number within its year, from 1, once it is printed.
    pub number: Option<u32>,
    /// The year that is counted in, once it is printed.
    pub year: Option<i32>,
    /// Where it stands.
    pub stage: IssueStage,
    /// The first day of what it takes in.
    pub since: Date,
    /// The last day of what it takes in.
    pub until: Date,
    /// Last words; of an issue without records, why there is nothing.
    pub note: String,
    /// Who may see it.
    pub marking: Marking,
    /// When it was begun, in microseconds since 1970.
    pub made_at: i64,
    /// Who fixed what is printed.
    pub printed_by: Option<PersonId>,
    /// When.
    pub printed_at: Option<i64>,
    /// Who released it.
    pub released_by: Option<PersonId>,
    /// When.
    pub released_at: Option<i64>,
    /// Why it could not be printed.
    pub fault: Option<String>,
    /// Counts changes, so that what was looked at is what is released.
    pub revision: u32,
}

impl Issue {
    /// The issue once it may be filled.
    ///
    /// # Errors
    /// Refused when it is out, or was discarded, or is being printed.
    pub fn to_fill(self) -> Result<Issue, Refusal> {
        match self.stage {
            IssueStage::Draft | IssueStage::Proof => Ok(Issue {
                stage: IssueStage::Draft,
                number: None,
                year: None,
                printed_by: None,
                printed_at: None,
                fault: None,
                revision: self.revision + 1,
                ..self
            }),
            IssueStage::Printing => Err(Refusal::Said(sentence!(
                "issue-printing",
                "This issue is being printed; wait until it lies there, then change it"
            ))),
            IssueStage::Released | IssueStage::Discarded => Err(Refusal::Said(sentence!(
                "issue-over",
                "This issue is out or was discarded, so it changes no more; begin another"
            ))),
        }
    }

    /// The issue as it is released.
    ///
    /// # Errors
    /// Refused when it does not lie there printed, when what was looked at is not what lies there now, or when it takes two
    /// persons and this is the first.
    pub fn release(self, revision: u32, by: &PersonId, takes_two: bool, now: i64) -> Result<Issue, Refusal> {
        if self.stage != IssueStage::Proof {
            return Err(Refusal::Said(sentence!(
                "issue-no-proof",
                "Only an issue that lies there printed can be released; have it printed, and look at it"
            )));
        }
        if self.revision != revision {
            return Err(Refusal::Changed(sentence!(
                "issue-changed",
                "This issue was changed after you looked at it; open it again, and look at what is printed now"
            )));
        }
        if takes_two && self.printed_by.as_ref() == Some(by) {
            return Err(Refusal::Said(sentence!(
                "issue-same-person",
                "You had this issue printed, and it is not open to all; a second person has to release it"
            )));
        }
        Ok(Issue {
            stage: IssueStage::Released,
            released_by: Some(by.clone()),
            released_at: Some(now),
            revision: self.revision + 1,
            ..self
        })
    }
}

/// A record in an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueItem {
    /// By which number it is changed; it stays when others come and go.
    pub item: u32,
    /// Where it stands among the others: smaller first.
    pub position: u32,
    /// Code of the section it stands in: a class, or the name of a need.
    pub code: Option<String>,
    /// What the section is called; empty for what belongs in none.
    pub heading: String,
    /// The record.
    pub record: RecordId,
    /// By which delivery it came in.
    pub delivery: Option<DeliveryId>,
    /// Whether somebody added it who edits the issue.
    pub by_hand: bool,
    /// Why it is not printed; `None` where it is.
    pub left_out: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> Issue {
        Issue {
            id: IssueId::from_bits(1),
            bulletin: BulletinId::from_bits(1),
            number: Some(3),
            year: Some(1962),
            stage: IssueStage::Proof,
            since: Date::parse("1962-03-01").unwrap(),
            until: Date::parse("1962-03-31").unwrap(),
            note: String::new(),
            marking: Marking::default(),
            made_at: 0,
            printed_by: Some(PersonId::new("editor").unwrap()),
            printed_at: Some(1),
            released_by: None,
            released_at: None,
            fault: None,
            revision: 4,
        }
    }

    #[test]
    fn what_takes_two_is_not_released_by_the_one_who_had_it_printed() {
        let (first, second) = (PersonId::new("editor").unwrap(), PersonId::new("director").unwrap());
        assert!(proof().release(4, &first, true, 9).is_err());
        let out = proof().release(4, &second, true, 9).unwrap();
        assert_eq!((out.stage, out.released_by, out.released_at), (IssueStage::Released, Some(second), Some(9)));
        assert!(proof().release(4, &first, false, 9).is_ok(), "what is open to all takes one");
    }

    #[test]
    fn what_was_looked_at_is_what_is_released() {
        let person = PersonId::new("director").unwrap();
        assert!(matches!(proof().release(3, &person, true, 9), Err(Refusal::Changed(_))));
        let draft = proof().to_fill().unwrap();
        assert_eq!((draft.stage, draft.number, draft.printed_by.clone()), (IssueStage::Draft, None, None));
        assert!(draft.release(5, &person, true, 9).is_err(), "a change voids the proof");
    }

    #[test]
    fn what_is_out_changes_no_more() {
        for stage in [IssueStage::Released, IssueStage::Discarded, IssueStage::Printing] {
            assert!(Issue { stage, ..proof() }.to_fill().is_err(), "{stage}");
        }
    }
}
