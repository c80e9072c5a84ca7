//! Questions of a mission. Each keeps everybody who asks it, whatever is done with the list.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{HostId, PostId, RecordId, Refusal, Thing, sentence};

public_id!(
    /// Names a question of a mission.
    QuestionId,
    'N'
);

/// Longest question, in characters: it is read aloud abroad.
pub const MISSION_QUESTION_CHARS_MAX: usize = 600;

/// Questions of one mission. More are not asked in a week of visits.
pub const MISSION_QUESTIONS_MAX: usize = 200;

/// Longest reason why a question is still asked, in characters.
pub const KNOWN_REASON_CHARS_MAX: usize = 1_000;

words! {
    /// How a question ended, or that it did not yet.
    QuestionState {
        /// Not asked yet.
        Open = "open",
        /// A record that was held answers it: it is not asked.
        Known = "known",
        /// Answered.
        Answered = "answered",
        /// Answered in part.
        Partly = "partly",
        /// The host did not want to say.
        Refused = "refused",
        /// There was no occasion.
        NotAsked = "not-asked",
    }
}

/// Who asks a question: a need or a request, with its post and in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Asker {
    /// The need or the request.
    pub thing: Thing,
    /// The post that gets the answer.
    pub post: PostId,
    /// How it was asked there.
    pub text: String,
}

/// What was said of the records that are held when the question was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The record that answers it; `None` when it is asked all the same.
    pub record: Option<RecordId>,
    /// Why it is still asked; empty where a record answers it.
    pub reason: String,
    /// Who said so: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// A question that a mission takes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub id: QuestionId,
    /// As it is to be asked.
    pub text: String,
    /// The host that shall be asked; `None` for any.
    pub host: Option<HostId>,
    /// Everybody who asks. Never empty.
    pub askers: Vec<Asker>,
    /// How it ended.
    pub state: QuestionState,
    /// What the reviewer said of the records that are held.
    pub lookup: Option<Lookup>,
}

/// The questions of a mission, the most pressing first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionList {
    questions: Vec<Question>,
}

fn missing() -> Refusal {
    Refusal::Changed(sentence!(
        "question-gone",
        "This question is not on the list any more; reload the page and look at the list as it is now"
    ))
}

impl QuestionList {
    /// A list of these, in this order.
    pub fn of(questions: Vec<Question>) -> QuestionList {
        QuestionList { questions }
    }

    /// The questions.
    pub fn all(&self) -> &[Question] {
        &self.questions
    }

    /// Everybody who asks anything, in the order of the list.
    pub fn askers(&self) -> impl Iterator<Item = &Asker> {
        self.questions.iter().flat_map(|question| &question.askers)
    }

    /// The question of this name.
    ///
    /// # Errors
    /// Refused when it is not on the list.
    pub fn get(&self, id: QuestionId) -> Result<&Question, Refusal> {
        self.questions.iter().find(|question| question.id == id).ok_or_else(missing)
    }

    fn at(&self, id: QuestionId) -> Result<usize, Refusal> {
        self.questions.iter().position(|question| question.id == id).ok_or_else(missing)
    }

    /// Puts a question at the end. An asker who asks the same already, in the same words, is not put there twice.
    ///
    /// # Errors
    /// Refused when it says nothing, nobody asks it, it is too long, or the list is full.
    pub fn add(&self, question: Question) -> Result<QuestionList, Refusal> {
        let mut list = self.clone();
        let text = one_line(&question.text);
        let new = question.askers.iter().filter(|asker| !self.askers().any(|held| held == *asker));
        let askers: Vec<Asker> = new.cloned().collect();
        if askers.is_empty() {
            return Ok(list);
        }
        if text.is_empty() {
            return Err(Refusal::Said(sentence!("question-empty", "Write the question")));
        }
        not_longer(&text, MISSION_QUESTION_CHARS_MAX)?;
        if list.questions.len() >= MISSION_QUESTIONS_MAX {
            return Err(Refusal::Said(sentence!(
                "question-many",
                "A mission takes up to {max} questions along; leave some out, or plan a second mission",
                max = MISSION_QUESTIONS_MAX
            )));
        }
        list.questions.push(Question { text, askers, ..question });
        Ok(list)
    }

    /// Makes one question of two: the first stays in its words, with the askers of both.
    ///
    /// # Errors
    /// Refused when one is not there, both are one, or one has ended.
    pub fn join(&self, id: QuestionId, other: QuestionId) -> Result<QuestionList, Refusal> {
        let (mut list, from) = (self.clone(), self.at(other)?);
        if id == other {
            return Err(Refusal::Said(sentence!("question-itself", "Choose another question to join it with")));
        }
        let gone = list.questions.remove(from);
        let to = list.at(id)?;
        if gone.state != QuestionState::Open || list.questions[to].state != QuestionState::Open {
            return Err(Refusal::Said(sentence!(
                "question-ended",
                "One of the two has ended; only questions that are still asked can be joined"
            )));
        }
        list.questions[to].askers.extend(gone.askers);
        // What was said of one of them was not said of both.
        list.questions[to].lookup = None;
        Ok(list)
    }

    /// Makes a question of its own, called `new`, of what one asker asks, in the words of that asker.
    ///
    /// # Errors
    /// Refused when question or asker is not there, when it has ended, or when nobody else asks it.
    pub fn split(&self, id: QuestionId, asker: usize, new: QuestionId) -> Result<QuestionList, Refusal> {
        let (mut list, at) = (self.clone(), self.at(id)?);
        let question = &mut list.questions[at];
        if question.askers.len() < 2 || question.state != QuestionState::Open {
            return Err(Refusal::Said(sentence!(
                "question-whole",
                "Only an open question that several ask can be taken apart"
            )));
        }
        if asker >= question.askers.len() {
            return Err(missing());
        }
        let asker = question.askers.remove(asker);
        let own = Question {
            id: new,
            text: asker.text.clone(),
            host: question.host,
            askers: vec![asker],
            state: QuestionState::Open,
            lookup: None,
        };
        question.lookup = None;
        list.questions.insert(at + 1, own);
        Ok(list)
    }

    /// Puts it in other words, and says which host is asked. What was said of records that are held falls away with the words.
    ///
    /// # Errors
    /// Refused when it is not there, says nothing or too much.
    pub fn reword(&self, id: QuestionId, text: &str, host: Option<HostId>) -> Result<QuestionList, Refusal> {
        let (mut list, at, text) = (self.clone(), self.at(id)?, one_line(text));
        if text.is_empty() {
            return Err(Refusal::Said(sentence!("question-empty", "Write the question")));
        }
        not_longer(&text, MISSION_QUESTION_CHARS_MAX)?;
        let question = &mut list.questions[at];
        if question.text != text {
            question.lookup = None;
        }
        (question.text, question.host) = (text, host);
        Ok(list)
    }

    /// Moves it one place up.
    ///
    /// # Errors
    /// Refused when it is not there.
    pub fn lift(&self, id: QuestionId) -> Result<QuestionList, Refusal> {
        let (mut list, at) = (self.clone(), self.at(id)?);
        list.questions.swap(at, at.saturating_sub(1));
        Ok(list)
    }

    /// Leaves it out, with all who ask it. Who proposes does so while nothing is decided.
    ///
    /// # Errors
    /// Refused when it is not there.
    pub fn leave_out(&self, id: QuestionId) -> Result<QuestionList, Refusal> {
        let (mut list, at) = (self.clone(), self.at(id)?);
        list.questions.remove(at);
        Ok(list)
    }

    /// Keeps what a reviewer said of the records that are held: one of them answers it, or it is still asked for a reason.
    ///
    /// # Errors
    /// Refused when it is not there, has ended otherwise, or neither a record nor a reason is given.
    pub fn look_up(&self, id: QuestionId, lookup: Lookup) -> Result<QuestionList, Refusal> {
        let (mut list, at) = (self.clone(), self.at(id)?);
        let question = &mut list.questions[at];
        if question.state != QuestionState::Open {
            return Err(Refusal::Said(sentence!(
                "question-over",
                "This question has ended; it is not looked up again"
            )));
        }
        let reason = lookup.reason.trim().to_owned();
        if lookup.record.is_none() && reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "question-no-reason",
                "Name the record that answers it, or write why it is asked all the same"
            )));
        }
        not_longer(&reason, KNOWN_REASON_CHARS_MAX)?;
        if lookup.record.is_some() {
            question.state = QuestionState::Known;
        }
        question.lookup = Some(Lookup { reason, ..lookup });
        Ok(list)
    }

    /// The same with how each ended; a question of which nothing is said stays as it is.
    pub fn ended(&self, state: impl Fn(QuestionId) -> Option<QuestionState>) -> QuestionList {
        let questions = self.questions.iter().map(|question| {
            let is_said =
                |state: &QuestionState| *state != QuestionState::Open && question.state != QuestionState::Known;
            let state = state(question.id).filter(is_said);
            Question { state: state.unwrap_or(question.state), ..question.clone() }
        });
        QuestionList::of(questions.collect())
    }
}
