//! Calls: a unit lacks a material, a supplier or capacity, and asks units of any department. Each answers what it can give, and by when.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, Marking, PostId, Rational, Refusal, Thing, UnitId, sentence};

public_id!(
    /// Names a call.
    CallId,
    'Q'
);

/// Longest name of what is asked for, in characters.
pub const CALL_WHAT_CHARS_MAX: usize = 200;

/// Longest text with a call or an answer, in characters.
pub const CALL_TEXT_CHARS_MAX: usize = 2_000;

/// Longest unit of measure, in characters.
pub const CALL_MEASURE_CHARS_MAX: usize = 40;

/// Posts that one call asks. Who asks more has not looked for who could give.
pub const CALL_POSTS_MAX: usize = 50;

/// Days from a call to the day by which it is wanted at most: three years.
pub const CALL_DAYS_MAX: i64 = 3 * 366;

words! {
    /// What is lacking.
    CallKind {
        /// A material.
        Material = "material",
        /// Somebody who supplies it.
        Supplier = "supplier",
        /// Machines or hands for a time.
        Capacity = "capacity",
    }
}

words! {
    /// Where a call stands.
    CallState {
        /// Answers are waited for.
        Open = "open",
        /// It is closed: enough was taken, or nothing more is waited for.
        Closed = "closed",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Its day is over, and nothing was taken.
        Lapsed = "lapsed",
    }
}

words! {
    /// Where the answer of one post stands.
    CallAnswerState {
        /// The post is asked.
        Asked = "asked",
        /// It can give something.
        Can = "can",
        /// It cannot.
        Cannot = "cannot",
        /// What it can give was taken.
        Taken = "taken",
        /// What it can give is not needed.
        Left = "left",
        /// It was given as it was said.
        Kept = "kept",
        /// It was not.
        Broken = "broken",
    }
}

/// What one post answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallAnswer {
    /// The post that is asked.
    pub post: PostId,
    /// Its unit.
    pub unit: UnitId,
    /// Where it stands.
    pub state: CallAnswerState,
    /// How much it can give.
    pub amount: Option<Rational>,
    /// By when.
    pub day: Option<Date>,
    /// On which conditions, or why not.
    pub text: String,
    /// Who answered, as the ledger writes it; empty before.
    pub by: String,
    /// When it changed last, in microseconds since 1970.
    pub at: i64,
    /// What was said of whether it was kept.
    pub verdict: String,
}

/// A request from one unit to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its name.
    pub id: CallId,
    /// What sort of thing is lacking.
    pub kind: CallKind,
    /// What it is.
    pub what: String,
    /// How much of it.
    pub amount: Rational,
    /// In what that is measured.
    pub measure: String,
    /// By when.
    pub by: Date,
    /// What for.
    pub reason: String,
    /// The adoption, offer or barrier for which it is needed.
    pub on: Option<Thing>,
    /// The unit that asks.
    pub unit: UnitId,
    /// The post that asks.
    pub post: PostId,
    /// Whom it asks, with what they answered.
    pub answers: Vec<CallAnswer>,
    /// Where it stands.
    pub state: CallState,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
}

/// What a post can give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallReply {
    /// So much by a day, on these conditions.
    Can(Rational, Date, String),
    /// Nothing, because.
    Cannot(String),
}

fn words_of(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_owned();
    not_longer(&text, CALL_TEXT_CHARS_MAX)?;
    Ok(text)
}

fn not_so() -> Refusal {
    Refusal::Changed(sentence!(
        "call-moved",
        "This call or answer stands otherwise by now; look at the page of the call"
    ))
}

impl Call {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without what is lacking, how much of it and what for, with a day that is over or too far off, when it asks nobody, its own
    /// unit or too many.
    pub fn tidied(self, today: Date) -> Result<Call, Refusal> {
        let (what, measure) = (one_line(&self.what), one_line(&self.measure));
        if what.is_empty() {
            return Err(Refusal::Said(sentence!("call-no-what", "Write what is lacking")));
        }
        not_longer(&what, CALL_WHAT_CHARS_MAX)?;
        not_longer(&measure, CALL_MEASURE_CHARS_MAX)?;
        if self.amount <= Rational::ZERO || measure.is_empty() {
            return Err(Refusal::Said(sentence!(
                "call-no-amount",
                "Write how much is needed, and in what it is measured"
            )));
        }
        self.amount.as_written()?;
        let reason = words_of(&self.reason)?;
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!("call-no-reason", "Write what it is needed for; others answer by it")));
        }
        if self.by < today || self.by.days_since(today) > CALL_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "call-day",
                "Choose a day from today on by which it is needed, at most {max} days ahead",
                max = CALL_DAYS_MAX
            )));
        }
        if self.answers.is_empty() {
            return Err(Refusal::Said(sentence!("call-nobody", "Choose at least one post of another unit to ask")));
        }
        if self.answers.len() > CALL_POSTS_MAX {
            return Err(Refusal::Said(sentence!(
                "call-many",
                "A call asks {max} posts at most; choose those who could give it",
                max = CALL_POSTS_MAX
            )));
        }
        if self.answers.iter().any(|one| one.unit == self.unit) {
            return Err(Refusal::Said(sentence!("call-own", "A call asks other units; choose posts outside your own")));
        }
        Ok(Call { what, measure, reason, ..self })
    }

    /// Refuses a step that was taken from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else took one in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision { Ok(()) } else { Err(not_so()) }
    }

    /// What a post answered.
    pub fn answer_of(&self, post: &PostId) -> Option<&CallAnswer> {
        self.answers.iter().find(|one| one.post == *post)
    }

    /// How much was taken, kept included.
    pub fn n_taken(&self) -> Rational {
        let taken = self
            .answers
            .iter()
            .filter(|one| matches!(one.state, CallAnswerState::Taken | CallAnswerState::Kept))
            .filter_map(|one| one.amount);
        taken.fold(Rational::ZERO, |sum, one| sum.plus(one).unwrap_or(sum))
    }

    fn open(&self) -> Result<(), Refusal> {
        if self.state == CallState::Open { Ok(()) } else { Err(not_so()) }
    }

    fn with(
        &self,
        post: &PostId,
        from: &[CallAnswerState],
        change: impl FnOnce(&mut CallAnswer),
    ) -> Result<Call, Refusal> {
        let mut after = Call { revision: self.revision + 1, ..self.clone() };
        let answer = after.answers.iter_mut().find(|one| one.post == *post && from.contains(&one.state));
        change(answer.ok_or_else(not_so)?);
        Ok(after)
    }

    /// Keeps what a post answers. It can change its mind until its answer is taken or left.
    ///
    /// # Errors
    /// Refused when nothing is waited for, for a no without why, for nothing, or for a day that is over.
    pub fn reply(&self, post: &PostId, reply: CallReply, today: Date, (by, at): (&str, i64)) -> Result<Call, Refusal> {
        self.open()?;
        let (state, amount, day, text) = match reply {
            CallReply::Can(amount, day, text) => {
                if amount <= Rational::ZERO || day < today {
                    return Err(Refusal::Said(sentence!(
                        "call-can",
                        "Write how much can be given, and a day from today on"
                    )));
                }
                (CallAnswerState::Can, Some(amount.as_written()?), Some(day), words_of(&text)?)
            }
            CallReply::Cannot(why) => {
                let why = words_of(&why)?;
                if why.is_empty() {
                    return Err(Refusal::Said(sentence!("call-no-why", "Write why nothing can be given")));
                }
                (CallAnswerState::Cannot, None, None, why)
            }
        };
        let from = [CallAnswerState::Asked, CallAnswerState::Can, CallAnswerState::Cannot];
        self.with(post, &from, |answer| {
            *answer = CallAnswer { state, amount, day, text, by: by.to_owned(), at, ..answer.clone() };
        })
    }

    /// Takes or leaves what a post can give.
    ///
    /// # Errors
    /// Refused when it gives nothing, or when the call is over.
    pub fn take(&self, post: &PostId, yes: bool, at: i64) -> Result<Call, Refusal> {
        self.open()?;
        self.with(post, &[CallAnswerState::Can], |answer| {
            answer.state = if yes { CallAnswerState::Taken } else { CallAnswerState::Left };
            answer.at = at;
        })
    }

    /// Says whether what was taken came as it was said. Also once the call is closed.
    ///
    /// # Errors
    /// Refused when nothing was taken from the post, or for a no without words.
    pub fn judge(&self, post: &PostId, kept: bool, verdict: &str, at: i64) -> Result<Call, Refusal> {
        let verdict = words_of(verdict)?;
        if !kept && verdict.is_empty() {
            return Err(Refusal::Said(sentence!("call-no-verdict", "Write what did not come as it was said")));
        }
        self.with(post, &[CallAnswerState::Taken], |answer| {
            answer.state = if kept { CallAnswerState::Kept } else { CallAnswerState::Broken };
            answer.verdict = verdict;
            answer.at = at;
        })
    }

    /// Ends it: closed, taken back, or lapsed.
    ///
    /// # Errors
    /// Refused when it is over, or when it is taken back after something was taken.
    pub fn end(&self, state: CallState) -> Result<Call, Refusal> {
        self.open()?;
        if state == CallState::Withdrawn && self.answers.iter().any(CallAnswer::is_taken) {
            return Err(Refusal::Said(sentence!(
                "call-taken",
                "Something was taken by this call already; close it instead"
            )));
        }
        Ok(Call { state, revision: self.revision + 1, ..self.clone() })
    }

    /// Whether its day is over and nothing was taken.
    pub fn is_lapsed(&self, today: Date) -> bool {
        self.state == CallState::Open && self.by < today && !self.answers.iter().any(CallAnswer::is_taken)
    }
}

impl CallAnswer {
    /// One that is asked.
    pub fn asked(post: PostId, unit: UnitId) -> CallAnswer {
        let (amount, day, text, by, verdict) = (None, None, String::new(), String::new(), String::new());
        CallAnswer { post, unit, state: CallAnswerState::Asked, amount, day, text, by, at: 0, verdict }
    }

    /// Whether it was taken, whatever came of it.
    pub fn is_taken(&self) -> bool {
        matches!(self.state, CallAnswerState::Taken | CallAnswerState::Kept | CallAnswerState::Broken)
    }
}
