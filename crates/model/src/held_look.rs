//! What the office held that may answer the questions of a mission, as it was when somebody decided by it.

use crate::words::words;
use crate::{QuestionId, QuestionList, QuestionState, RecordId, Refusal, sentence};

words! {
    /// For which step towards a journey the records were looked through.
    LookFor {
        /// The review: whether it is worth going for.
        Review = "review",
        /// It was laid before those who say whether it may go.
        Laying = "laying",
        /// One of them said yes.
        Vetting = "vetting",
    }
}

/// The records in which the words of one question stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFor {
    /// The question.
    pub question: QuestionId,
    /// The words in which it was looked for.
    pub text: String,
    /// Records, best first. That they answer it nobody has said yet.
    pub records: Vec<RecordId>,
}

/// What a look through the records found, for every question that is still asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldLook {
    /// A question each.
    pub questions: Vec<HeldFor>,
}

/// A look that was kept with a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLook {
    /// What was decided.
    pub step: LookFor,
    /// The round of vetting; 0 before the first.
    pub round: u16,
    /// Who decided: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// What was found.
    pub look: HeldLook,
}

impl HeldLook {
    /// The records that were found for a question, best first.
    pub fn of(&self, question: QuestionId) -> &[RecordId] {
        self.questions.iter().find(|one| one.question == question).map_or(&[], |one| &one.records)
    }

    /// Refuses a look that is older than a question, or that left one out.
    ///
    /// # Errors
    /// Refused with how many questions were not looked for in the words that they have now.
    pub fn covers(&self, list: &QuestionList) -> Result<(), Refusal> {
        let is_looked = |id, text: &str| self.questions.iter().any(|one| one.question == id && one.text == text);
        let asked = list.all().iter().filter(|question| question.state == QuestionState::Open);
        let n_unlooked = asked.filter(|question| !is_looked(question.id, &question.text)).count();
        if n_unlooked == 0 {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "mission-unlooked",
            "For {count} of its questions the records were not looked through as the questions are now; look at the mission again, and decide then",
            count = n_unlooked
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Asker, Noun, PostId, Question, Thing};

    fn list(texts: &[(&str, QuestionState)]) -> QuestionList {
        let question = |(id, (text, state)): (u64, &(&str, QuestionState))| Question {
            id: QuestionId::from_bits(id),
            text: (*text).to_owned(),
            host: None,
            askers: vec![Asker {
                thing: Thing::new(Noun::Need, "drives"),
                post: PostId::new("engineer").unwrap(),
                text: (*text).to_owned(),
            }],
            state: *state,
            lookup: None,
        };
        QuestionList::of((1..).zip(texts).map(question).collect())
    }

    #[test]
    fn a_look_that_is_older_than_a_question_decides_nothing() {
        use QuestionState::{Known, Open};
        let found = |id, text: &str| HeldFor {
            question: QuestionId::from_bits(id),
            text: text.to_owned(),
            records: vec![RecordId::from_bits(9)],
        };
        let look = HeldLook { questions: vec![found(1, "cooling"), found(2, "purity")] };
        for (asked, is_covered) in [
            (vec![("cooling", Open), ("purity", Open)], true),
            (vec![("cooling", Open)], true),
            (vec![("cooling by oil", Open), ("purity", Open)], false),
            (vec![("cooling", Open), ("purity", Open), ("losses", Open)], false),
            // What a record answers already is not asked, so nobody looks for it.
            (vec![("cooling", Open), ("purity", Open), ("losses", Known)], true),
        ] {
            assert_eq!(look.covers(&list(&asked)).is_ok(), is_covered, "{asked:?}");
        }
        assert!(HeldLook::default().covers(&list(&[])).is_ok());
        assert_eq!(look.of(QuestionId::from_bits(3)), []);
    }
}
