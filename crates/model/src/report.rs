//! The report of a mission: assembled from its answers, cut into records; what it recommends, and who has to do it.

use std::collections::{BTreeMap, BTreeSet};

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Answer, Date, DutyId, EditId, MISSION_LINE_CHARS_MAX, Marking, MissionId, PostId, Question, QuestionId,
    QuestionList, QuestionState, Refusal, sentence,
};

public_id!(
    /// Names what a mission recommends.
    RecommendationId,
    'V'
);

/// Records that one report is cut into.
pub const REPORT_PIECES_MAX: usize = 300;

/// Longest text of a record that is cut from a report, in characters: as long as any other answer.
pub const REPORT_TEXT_CHARS_MAX: usize = 60_000;

/// Recommendations of one mission.
pub const RECOMMENDATIONS_MAX: usize = 100;

/// Longest recommendation, in characters.
pub const RECOMMENDATION_CHARS_MAX: usize = 2_000;

words! {
    /// What is done with a question that a host refused.
    Ending {
        /// It stands open for other missions, hosts and ways.
        AskedElsewhere = "asked-elsewhere",
        /// It is given up, for a reason.
        Closed = "closed",
    }
}

/// What is done with a question that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionEnd {
    /// The question.
    pub question: QuestionId,
    /// What is done with it.
    pub ending: Ending,
    /// Why it is given up, or where it is asked.
    pub reason: String,
}

/// A record that a report is cut into: by default one for each answer, or several answers in one, or several of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPiece {
    /// The questions that it answers.
    pub questions: Vec<QuestionId>,
    /// Its title.
    pub title: String,
    /// What was learned.
    pub text: String,
    /// Who may see it, beside what it has to bear.
    pub marking: Marking,
    /// The files of these answers that go with it.
    pub files: Vec<EditId>,
}

/// A report as its post hands it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportGiven {
    /// Its title.
    pub title: String,
    /// The whole of it: what was asked and what became of each question.
    pub text: String,
    /// The records that it is cut into.
    pub pieces: Vec<ReportPiece>,
    /// What is done with what was refused.
    pub ends: Vec<QuestionEnd>,
    /// The number of the last edit of its answers that was seen: what came since stands in none of the records.
    pub seen: u64,
}

/// Refuses to end while a question has no state.
///
/// # Errors
/// Refused with how many there are, or where it is not said why one was not asked.
pub fn all_ended(list: &QuestionList, answers: &BTreeMap<QuestionId, Answer>) -> Result<(), Refusal> {
    let asked = |question: &&Question| question.state != QuestionState::Known;
    let answer = |question: &Question| answers.get(&question.id);
    let open = list.all().iter().filter(asked).filter(|question| {
        let answer = answer(question).map_or(QuestionState::Open, |answer| answer.state);
        question.state == QuestionState::Open && answer == QuestionState::Open
    });
    let n_open = open.count();
    if n_open > 0 {
        return Err(Refusal::Said(sentence!(
            "report-open",
            "{count} of its questions have no end yet; say of each whether it was answered, answered in part, refused or not asked",
            count = n_open
        )));
    }
    for question in list.all().iter().filter(asked) {
        let Some(answer) = answer(question) else { continue };
        if answer.state == QuestionState::NotAsked && answer.reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "report-not-asked",
                "Write why “{question}” was not asked",
                question = question.text
            )));
        }
    }
    Ok(())
}

fn without_end(question: &Question) -> Refusal {
    Refusal::Said(sentence!(
        "report-refused",
        "“{question}” was refused; ask it elsewhere, or write why it is given up",
        question = question.text
    ))
}

/// Refuses to end while it is not said of a question that was refused what is done with it.
///
/// # Errors
/// Refused with the question.
pub fn no_refusal_left(list: &QuestionList, answers: &BTreeMap<QuestionId, Answer>) -> Result<(), Refusal> {
    let refused =
        |question: &&Question| answers.get(&question.id).is_some_and(|answer| answer.state == QuestionState::Refused);
    list.all().iter().find(refused).map_or(Ok(()), |question| Err(without_end(question)))
}

impl ReportGiven {
    /// The same with its texts in order, held against the answers.
    ///
    /// # Errors
    /// Refused while a question has no end, when an answer goes into no record, a record says nothing or names what is no answer, or
    /// when it is not said what is done with what was refused.
    pub fn checked(self, list: &QuestionList, answers: &BTreeMap<QuestionId, Answer>) -> Result<ReportGiven, Refusal> {
        all_ended(list, answers)?;
        if self.pieces.len() > REPORT_PIECES_MAX {
            return Err(Refusal::Said(sentence!(
                "report-pieces",
                "A report is cut into up to {max} records; join some answers",
                max = REPORT_PIECES_MAX
            )));
        }
        let (whole_title, whole_text) = (one_line(&self.title), self.text.replace("\r\n", "\n").trim().to_owned());
        if whole_title.is_empty() || whole_text.is_empty() {
            return Err(Refusal::Said(sentence!(
                "report-no-text",
                "Write the report itself: what it is called, and what became of the questions"
            )));
        }
        not_longer(&whole_title, MISSION_LINE_CHARS_MAX)?;
        not_longer(&whole_text, REPORT_TEXT_CHARS_MAX)?;
        let learned = |id: &QuestionId| answers.get(id).is_some_and(Answer::is_answered);
        let mut pieces = Vec::new();
        for piece in self.pieces {
            let title = one_line(&piece.title);
            let text = piece.text.replace("\r\n", "\n").trim().to_owned();
            if title.is_empty() || text.is_empty() {
                return Err(Refusal::Said(sentence!(
                    "report-empty",
                    "Write for each record what it is called and what was learned"
                )));
            }
            not_longer(&title, MISSION_LINE_CHARS_MAX)?;
            not_longer(&text, REPORT_TEXT_CHARS_MAX)?;
            let of_answers = piece.files.iter().all(|file| {
                piece
                    .questions
                    .iter()
                    .filter_map(|id| answers.get(id))
                    .any(|answer| answer.files.iter().any(|one| one.edit == *file))
            });
            if piece.questions.is_empty() || !piece.questions.iter().all(learned) || !of_answers {
                return Err(Refusal::Changed(sentence!(
                    "report-stale",
                    "An answer or a file is not there as it was when the page was opened; look at the report as it is now"
                )));
            }
            let mut questions = piece.questions;
            let mut known = BTreeSet::new();
            questions.retain(|id| known.insert(*id));
            pieces.push(ReportPiece { title, text, questions, ..piece });
        }
        let mut ends = Vec::new();
        for question in list.all() {
            let Some(answer) = answers.get(&question.id) else { continue };
            if answer.is_answered() && !pieces.iter().any(|piece| piece.questions.contains(&question.id)) {
                return Err(Refusal::Said(sentence!(
                    "report-left-out",
                    "What was learned of “{question}” goes into no record; give it one, or join it with another",
                    question = question.text
                )));
            }
            if answer.state != QuestionState::Refused {
                continue;
            }
            let end = self.ends.iter().find(|end| end.question == question.id);
            let reason = end.map(|end| end.reason.trim().to_owned()).unwrap_or_default();
            match end.map(|end| end.ending) {
                Some(ending) if ending == Ending::AskedElsewhere || !reason.is_empty() => {
                    not_longer(&reason, RECOMMENDATION_CHARS_MAX)?;
                    ends.push(QuestionEnd { question: question.id, ending, reason });
                }
                _ => return Err(without_end(question)),
            }
        }
        Ok(ReportGiven { title: whole_title, text: whole_text, pieces, ends, seen: self.seen })
    }
}

/// What a mission recommends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Its name.
    pub id: RecommendationId,
    /// The mission.
    pub mission: MissionId,
    /// What is to be done.
    pub text: String,
    /// Who has to do it, and by when; nobody yet.
    pub owner: Option<(PostId, Date)>,
    /// The duty that it became.
    pub duty: Option<DutyId>,
    /// What came of it, once its owner has said so.
    pub outcome: String,
}

impl Recommendation {
    /// The same with its text in order.
    ///
    /// # Errors
    /// Refused when it says nothing or too much.
    pub fn tidied(self) -> Result<Recommendation, Refusal> {
        let text = self.text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() {
            return Err(Refusal::Said(sentence!("recommendation-empty", "Write what is to be done")));
        }
        not_longer(&text, RECOMMENDATION_CHARS_MAX)?;
        Ok(Recommendation { text, ..self })
    }

    /// The same with who has to do it, and by when.
    ///
    /// # Errors
    /// Refused when it was done, or when the day is over.
    pub fn given(&self, to: PostId, due: Date, today: Date) -> Result<Recommendation, Refusal> {
        if !self.outcome.is_empty() {
            return Err(Refusal::Said(sentence!(
                "recommendation-done",
                "This was done already; recommend what is still to be done anew"
            )));
        }
        if due < today {
            return Err(Refusal::Said(sentence!("day-over", "{day} is over; choose a later day", day = due)));
        }
        Ok(Recommendation { owner: Some((to, due)), ..self.clone() })
    }

    /// The post that has to do it.
    ///
    /// # Errors
    /// Refused when nobody has to yet.
    pub fn owner(&self) -> Result<&PostId, Refusal> {
        self.owner.as_ref().map(|(post, _)| post).ok_or_else(|| {
            Refusal::Said(sentence!(
                "recommendation-unowned",
                "Nobody has to do this yet; say first which post does it by when"
            ))
        })
    }

    /// The same with what came of it.
    ///
    /// # Errors
    /// Refused without a word of what came of it, or with too many.
    pub fn followed(&self, outcome: &str) -> Result<Recommendation, Refusal> {
        let outcome = outcome.trim().to_owned();
        if outcome.is_empty() {
            return Err(Refusal::Said(sentence!("recommendation-no-outcome", "Write what came of it")));
        }
        not_longer(&outcome, RECOMMENDATION_CHARS_MAX)?;
        Ok(Recommendation { outcome, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnswerEdit, AnswerLog, Asker, Noun, Thing};

    fn list(n: u64) -> QuestionList {
        let asker = |at| Asker {
            thing: Thing::new(Noun::Need, "drives"),
            post: PostId::new("engineer").unwrap(),
            text: format!("question {at}"),
        };
        let question = |at| Question {
            id: QuestionId::from_bits(at),
            text: format!("question {at}"),
            host: None,
            askers: vec![asker(at)],
            state: QuestionState::Open,
            lookup: None,
        };
        QuestionList::of((1..=n).map(question).collect())
    }

    fn answers(states: &[QuestionState], reason: &str) -> BTreeMap<QuestionId, Answer> {
        let edits = (1u64..).zip(states).map(|(at, state)| {
            let edit = AnswerEdit::new(EditId::from_bits(u128::from(at)), QuestionId::from_bits(at), 1, "member", 0);
            AnswerEdit { state: Some(*state), reason: Some(reason.to_owned()), ..edit }
        });
        let log = AnswerLog::of(edits);
        (1..=states.len() as u64).map(QuestionId::from_bits).map(|id| (id, log.answer(id))).collect()
    }

    fn whole() -> ReportGiven {
        ReportGiven { title: "Cooling".to_owned(), text: "What became of it".to_owned(), ..ReportGiven::default() }
    }

    fn piece(questions: &[u64]) -> ReportPiece {
        ReportPiece {
            questions: questions.iter().map(|id| QuestionId::from_bits(*id)).collect(),
            title: "Cooling".to_owned(),
            text: "Oil".to_owned(),
            marking: Marking::default(),
            files: Vec::new(),
        }
    }

    #[test]
    fn no_question_is_lost() {
        use QuestionState::{Answered, NotAsked, Open, Partly, Refused};
        let given = |pieces: Vec<ReportPiece>, ends: Vec<QuestionEnd>| ReportGiven { pieces, ends, ..whole() };
        let end = |ending, reason: &str| QuestionEnd {
            question: QuestionId::from_bits(2),
            ending,
            reason: reason.to_owned(),
        };
        let cases = [
            // States, reason abroad, pieces, ends, whether it is taken.
            (vec![Answered, Open], "", vec![piece(&[1])], vec![], false),
            (vec![Answered, NotAsked], "", vec![piece(&[1])], vec![], false),
            (vec![Answered, NotAsked], "ill", vec![piece(&[1])], vec![], true),
            (vec![Answered, Refused], "secret", vec![piece(&[1])], vec![], false),
            (vec![Answered, Refused], "secret", vec![piece(&[1])], vec![end(Ending::Closed, " ")], false),
            (vec![Answered, Refused], "secret", vec![piece(&[1])], vec![end(Ending::Closed, "not worth it")], true),
            (vec![Answered, Refused], "secret", vec![piece(&[1])], vec![end(Ending::AskedElsewhere, "")], true),
            (vec![Answered, Partly], "", vec![piece(&[1])], vec![], false),
            (vec![Answered, Partly], "", vec![piece(&[1, 2])], vec![], true),
            (vec![Answered, Partly], "", vec![piece(&[1]), piece(&[2]), piece(&[2])], vec![], true),
            (vec![Answered, Refused], "secret", vec![piece(&[1, 2])], vec![end(Ending::AskedElsewhere, "")], false),
        ];
        for (states, reason, pieces, ends, is_taken) in cases {
            let checked = given(pieces, ends).checked(&list(states.len() as u64), &answers(&states, reason));
            assert_eq!(checked.is_ok(), is_taken, "{states:?}: {checked:?}");
        }
    }

    #[test]
    fn a_record_takes_along_only_files_of_its_own_answers() {
        let mut one = piece(&[1]);
        one.files.push(EditId::from_bits(77));
        let given = ReportGiven { pieces: vec![one], ..whole() };
        assert!(given.checked(&list(1), &answers(&[QuestionState::Answered], "")).is_err());
    }
}
