//! What a mission learns: answers to its questions, written by several people on devices that do not see each other.
//!
//! An answer is nothing but the edits that were made of it. They are a set, so joining two sets in any order, in parts and twice,
//! gives the same answer; what is said of it is computed from the set alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::host::not_longer;
use crate::words::words;
use crate::{ATTACHMENTS_MAX, QuestionId, QuestionState, Refusal, attachment_name, sentence};

/// Longest notes of one edit, in characters: some seven pages.
pub const ANSWER_NOTES_CHARS_MAX: usize = 20_000;

/// Longest reason why something was refused or not asked, in characters.
pub const ANSWER_REASON_CHARS_MAX: usize = 1_000;

/// Edits of one answer. A phone that writes with each pause stays far below it in a month.
pub const ANSWER_EDITS_MAX: usize = 2_000;

/// Edits that come at once.
pub const ANSWER_EDITS_SENT_MAX: usize = 500;

/// Notes whose place one edit takes. More were never written beside each other.
const SEEN_MAX: usize = 100;

/// Names an edit: 128 random bits, drawn by the device on which it was made, shown as 32 digits. Nobody has to be asked for a
/// name, and two devices never give the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EditId(u128);

impl EditId {
    /// The name made of these random bits.
    pub fn from_bits(bits: u128) -> EditId {
        EditId(bits)
    }

    /// The bits.
    pub fn bits(self) -> u128 {
        self.0
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<EditId> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(EditId)
    }
}

impl fmt::Display for EditId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

words! {
    /// On what an answer rests. The variants are in the order of their weight.
    Evidence {
        /// Somebody said it.
        Told = "told",
        /// It stands in a paper.
        Document = "document",
        /// It was measured.
        Measured = "measured",
        /// Members saw for themselves.
        Inspected = "inspected",
    }
}

/// One change to an answer. What it does not set stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerEdit {
    /// One more than the greatest that its writer had seen of this answer.
    pub clock: u64,
    /// Its name.
    pub id: EditId,
    /// The question that is answered.
    pub question: QuestionId,
    /// Who made it: post and person.
    pub by: String,
    /// When, by the clock of the device, in microseconds since 1970. Shown, and nothing is decided by it.
    pub made_at: i64,
    /// How it ended; [`QuestionState::Open`] takes back what was said.
    pub state: Option<QuestionState>,
    /// On what it rests.
    pub evidence: Option<Evidence>,
    /// What was refused or not asked, and why.
    pub reason: Option<String>,
    /// What was noted down.
    pub notes: Option<String>,
    /// Edits whose notes its writer had before them: the notes of this one take their place. Notes that were not seen stay beside it.
    pub seen: BTreeSet<EditId>,
    /// The name of the file that it brings.
    pub file: Option<String>,
    /// The edit whose file is taken away.
    pub taken: Option<EditId>,
}

impl AnswerEdit {
    /// An edit that changes nothing yet.
    pub fn new(id: EditId, question: QuestionId, clock: u64, by: &str, made_at: i64) -> AnswerEdit {
        let (state, evidence, reason, notes, file, taken) = (None, None, None, None, None, None);
        let (by, seen) = (by.to_owned(), BTreeSet::new());
        AnswerEdit { clock, id, question, by, made_at, state, evidence, reason, notes, seen, file, taken }
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused where a text is too long, a state is none that is found abroad, or it names more notes than there can be.
    pub fn tidied(self) -> Result<AnswerEdit, Refusal> {
        if self.state == Some(QuestionState::Known) {
            return Err(Refusal::Said(sentence!(
                "answer-state",
                "Abroad a question is answered, answered in part, refused or not asked; choose one of these"
            )));
        }
        let trimmed = |text: Option<String>| text.map(|text| text.replace("\r\n", "\n").trim().to_owned());
        let (reason, notes) = (trimmed(self.reason), trimmed(self.notes));
        not_longer(reason.as_deref().unwrap_or_default(), ANSWER_REASON_CHARS_MAX)?;
        not_longer(notes.as_deref().unwrap_or_default(), ANSWER_NOTES_CHARS_MAX)?;
        if self.seen.len() > SEEN_MAX {
            return Err(Refusal::Said(sentence!(
                "answer-seen",
                "One edit takes the place of up to {max} notes; join some of them first",
                max = SEEN_MAX
            )));
        }
        let file = self.file.map(|name| attachment_name(&name));
        Ok(AnswerEdit { reason, notes, file, ..self })
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.state.is_none()
            && self.evidence.is_none()
            && self.reason.is_none()
            && self.notes.is_none()
            && self.file.is_none()
            && self.taken.is_none()
    }
}

/// Notes as somebody wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerNote {
    /// The edit that wrote them.
    pub edit: EditId,
    /// What they say.
    pub text: String,
    /// Who wrote them: post and person.
    pub by: String,
    /// When, by the clock of the device, in microseconds since 1970.
    pub made_at: i64,
}

/// A file of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFile {
    /// The edit that brought it.
    pub edit: EditId,
    /// The name of the file.
    pub name: String,
    /// Who brought it: post and person.
    pub by: String,
}

/// What the edits of an answer come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: QuestionId,
    /// How it ended, or that it did not yet.
    pub state: QuestionState,
    /// On what it rests.
    pub evidence: Option<Evidence>,
    /// What was refused or not asked, and why.
    pub reason: String,
    /// The notes. More than one were written by people who did not see each other's, and wait to be joined.
    pub notes: Vec<AnswerNote>,
    /// The files, in the order in which they were brought.
    pub files: Vec<AnswerFile>,
    /// The greatest clock of its edits.
    pub clock: u64,
    /// Who edited it last, and when by their device.
    pub last: Option<(String, i64)>,
}

impl Answer {
    /// Whether notes of several wait to be joined.
    pub fn is_divided(&self) -> bool {
        self.notes.len() > 1
    }

    /// The notes in one text, in their order.
    pub fn text(&self) -> String {
        self.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    /// Whether something was learned.
    pub fn is_answered(&self) -> bool {
        matches!(self.state, QuestionState::Answered | QuestionState::Partly)
    }
}

/// The edits of the answers of a mission: a set, which grows and never shrinks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerLog {
    edits: BTreeMap<EditId, AnswerEdit>,
}

impl AnswerLog {
    /// The log of these edits.
    pub fn of(edits: impl IntoIterator<Item = AnswerEdit>) -> AnswerLog {
        let mut log = AnswerLog::default();
        edits.into_iter().for_each(|edit| log.add(edit));
        log
    }

    /// Adds an edit. Two that bear one name are no honest ones; the greater stands, so that the order in which they come decides
    /// nothing.
    pub fn add(&mut self, edit: AnswerEdit) {
        match self.edits.get_mut(&edit.id) {
            Some(held) if *held >= edit => {}
            Some(held) => *held = edit,
            None => {
                self.edits.insert(edit.id, edit);
            }
        }
    }

    /// Both logs in one.
    pub fn merge(mut self, other: AnswerLog) -> AnswerLog {
        other.edits.into_values().for_each(|edit| self.add(edit));
        self
    }

    /// Every edit, in the order of their names.
    pub fn edits(&self) -> impl Iterator<Item = &AnswerEdit> {
        self.edits.values()
    }

    /// Whether an edit is in it.
    pub fn holds(&self, id: EditId) -> bool {
        self.edits.contains_key(&id)
    }

    /// The edits of one answer, the earliest first.
    fn of_question(&self, question: QuestionId) -> Vec<&AnswerEdit> {
        let mut edits: Vec<&AnswerEdit> = self.edits.values().filter(|edit| edit.question == question).collect();
        edits.sort_by_key(|edit| (edit.clock, edit.id));
        edits
    }

    /// What the edits of an answer come to. Of each field the last edit counts that sets it: the one with the greatest clock, then
    /// the greatest name. Notes stay until somebody who saw them writes others; a file until somebody takes it away.
    pub fn answer(&self, question: QuestionId) -> Answer {
        let edits = self.of_question(question);
        let last = |is: &dyn Fn(&AnswerEdit) -> bool| edits.iter().rev().find(|edit| is(edit));
        let noted: Vec<&&AnswerEdit> = edits.iter().filter(|edit| edit.notes.is_some()).collect();
        // Only what came earlier can have been seen: so no two edits put each other out, and the last notes always stand.
        let is_replaced =
            |old: &AnswerEdit| noted.iter().any(|new| new.clock > old.clock && new.seen.contains(&old.id));
        let standing = noted.iter().filter(|edit| !is_replaced(edit));
        let notes = standing.filter_map(|edit| {
            let text = edit.notes.clone().filter(|text| !text.is_empty())?;
            Some(AnswerNote { edit: edit.id, text, by: edit.by.clone(), made_at: edit.made_at })
        });
        let taken: BTreeSet<EditId> = edits.iter().filter_map(|edit| edit.taken).collect();
        let files = edits.iter().filter(|edit| !taken.contains(&edit.id)).filter_map(|edit| {
            let name = edit.file.clone()?;
            Some(AnswerFile { edit: edit.id, name, by: edit.by.clone() })
        });
        Answer {
            question,
            state: last(&|edit| edit.state.is_some()).and_then(|edit| edit.state).unwrap_or(QuestionState::Open),
            evidence: last(&|edit| edit.evidence.is_some()).and_then(|edit| edit.evidence),
            reason: last(&|edit| edit.reason.is_some()).and_then(|edit| edit.reason.clone()).unwrap_or_default(),
            notes: notes.collect(),
            files: files.collect(),
            clock: edits.last().map_or(0, |edit| edit.clock),
            last: edits.last().map(|edit| (edit.by.clone(), edit.made_at)),
        }
    }

    /// Whether an edit may be added: whoever wrote it had seen no later one than there are, and its answer has room.
    ///
    /// # Errors
    /// Refused when its clock runs ahead of all that could have been seen, when the answer has too many edits or files, or when the
    /// file that it takes away is none of this answer.
    pub fn takes(&self, edit: &AnswerEdit) -> Result<(), Refusal> {
        let held = self.of_question(edit.question);
        if held.len() >= ANSWER_EDITS_MAX {
            return Err(Refusal::Said(sentence!(
                "answer-edits",
                "This answer was edited {max} times; write what is new into the report",
                max = ANSWER_EDITS_MAX
            )));
        }
        let greatest = held.last().map_or(0, |edit| edit.clock);
        if edit.clock == 0 || edit.clock > greatest + ANSWER_EDITS_MAX as u64 {
            return Err(Refusal::Said(sentence!(
                "answer-clock",
                "This edit says that it comes after others that are not there; reload the page and write it anew"
            )));
        }
        if edit.file.is_some() && self.answer(edit.question).files.len() >= ATTACHMENTS_MAX {
            return Err(Refusal::Said(sentence!(
                "answer-files",
                "The answer has {max} files already; take one away, or put several into one paper",
                max = ATTACHMENTS_MAX
            )));
        }
        if edit.taken.is_some_and(|taken| !held.iter().any(|held| held.id == taken && held.file.is_some())) {
            return Err(Refusal::Said(sentence!(
                "answer-no-file",
                "The file that is taken away is none of this answer; reload the page"
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "answer_law.rs"]
mod law;

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(id: u128, clock: u64) -> AnswerEdit {
        AnswerEdit::new(EditId::from_bits(id), QuestionId::from_bits(1), clock, "member", 0)
    }

    fn noted(id: u128, clock: u64, text: &str, seen: &[u128]) -> AnswerEdit {
        let seen = seen.iter().map(|id| EditId::from_bits(*id)).collect();
        AnswerEdit { notes: Some(text.to_owned()), seen, ..edit(id, clock) }
    }

    fn texts(log: &AnswerLog) -> Vec<String> {
        log.answer(QuestionId::from_bits(1)).notes.into_iter().map(|note| note.text).collect()
    }

    #[test]
    fn notes_that_were_written_beside_each_other_are_both_kept_until_somebody_who_saw_both_joins_them() {
        let mut log =
            AnswerLog::of([noted(1, 1, "oil", &[]), noted(2, 2, "oil, 60 degrees", &[1]), noted(3, 2, "air", &[1])]);
        assert_eq!(texts(&log), ["oil, 60 degrees", "air"]);
        log.add(noted(4, 3, "oil, with air in winter", &[2, 3]));
        assert_eq!(texts(&log), ["oil, with air in winter"]);
        log.add(noted(5, 4, "", &[4]));
        assert_eq!(texts(&log), [""; 0], "empty notes are none");
    }

    #[test]
    fn two_edits_never_put_each_other_out() {
        let log = AnswerLog::of([noted(1, 2, "one", &[2]), noted(2, 2, "other", &[1])]);
        assert_eq!(texts(&log), ["one", "other"]);
    }

    #[test]
    fn of_each_field_the_last_edit_counts_and_a_tie_is_broken_by_its_name() {
        let log = AnswerLog::of([
            AnswerEdit { state: Some(QuestionState::Answered), ..edit(9, 1) },
            AnswerEdit { state: Some(QuestionState::Refused), reason: Some("secret".to_owned()), ..edit(3, 2) },
            AnswerEdit { state: Some(QuestionState::Partly), ..edit(5, 2) },
            AnswerEdit { evidence: Some(Evidence::Measured), ..edit(1, 1) },
        ]);
        let answer = log.answer(QuestionId::from_bits(1));
        assert_eq!((answer.state, answer.evidence), (QuestionState::Partly, Some(Evidence::Measured)));
        assert_eq!((answer.reason.as_str(), answer.clock), ("secret", 2));
    }

    #[test]
    fn a_file_that_was_taken_away_is_gone_whichever_comes_first() {
        let brought = AnswerEdit { file: Some("valve.jpg".to_owned()), ..edit(1, 1) };
        let gone = AnswerEdit { taken: Some(EditId::from_bits(1)), ..edit(2, 2) };
        for log in [AnswerLog::of([brought.clone(), gone.clone()]), AnswerLog::of([gone, brought])] {
            assert!(log.answer(QuestionId::from_bits(1)).files.is_empty());
        }
    }

    #[test]
    fn an_edit_that_claims_to_follow_what_nobody_saw_is_not_taken() {
        let log = AnswerLog::of([edit(1, 4)]);
        assert!(log.takes(&edit(2, 5)).is_ok());
        assert!(log.takes(&edit(2, u64::MAX)).is_err());
        assert!(log.takes(&edit(2, 0)).is_err());
        assert!(log.takes(&AnswerEdit { taken: Some(EditId::from_bits(1)), ..edit(2, 5) }).is_err());
    }

    #[test]
    fn a_name_is_read_as_it_is_written_and_in_no_other_way() {
        let id = EditId::from_bits(0xab);
        assert_eq!(EditId::parse(&id.to_string()), Some(id));
        for odd in ["ab", "", "000000000000000000000000000000AB", "+00000000000000000000000000000ab"] {
            assert_eq!(EditId::parse(odd), None, "{odd}");
        }
    }
}
