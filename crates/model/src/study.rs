//! Studies of samples: the protocol, what was measured and found, and what comes of it.

use crate::host::{not_longer, one_line};
use crate::sample::reasoned;
use crate::words::words;
use crate::{ActConsent, Date, Money, NeedId, PostId, Quantity, RecordId, Refusal, StudyAct, Teardown, sentence};

/// Longest question, method or instrument of a protocol, and longest remark, in characters.
pub const STUDY_TEXT_CHARS_MAX: usize = 4_000;

/// Longest name of a parameter or title of a study, in characters.
pub const STUDY_LINE_CHARS_MAX: usize = 300;

/// Longest findings, in characters: some twenty pages.
pub const STUDY_FINDINGS_CHARS_MAX: usize = 60_000;

/// Parameters of one protocol.
pub const STUDY_PARAMETERS_MAX: usize = 200;

/// Times that findings are corrected.
pub const STUDY_VERSIONS_MAX: usize = 50;

/// Days of one study: three years. What takes longer is several.
pub const STUDY_DAYS_MAX: i64 = 1_100;

words! {
    /// Where a study stands.
    StudyState {
        /// It is under way.
        Running = "running",
        /// Changed terms or whoever makes it ended it before it found anything.
        Stopped = "stopped",
        /// What was found is written down; what comes of it is to be decided.
        Reported = "reported",
        /// What comes of it is decided.
        Decided = "decided",
    }
}

words! {
    /// What comes of a study.
    OutcomeKind {
        /// It is taken over as it is.
        Adopt = "adopt",
        /// It is taken over with changes.
        Adapt = "adapt",
        /// It is not taken over.
        Reject = "reject",
        /// It is looked at again later.
        Shelve = "shelve",
    }
}

impl OutcomeKind {
    /// Whether it begins an adoption.
    pub fn is_taken_over(self) -> bool {
        matches!(self, OutcomeKind::Adopt | OutcomeKind::Adapt)
    }
}

/// A parameter that shall be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedParameter {
    /// The need whose parameter it is.
    pub need: Option<NeedId>,
    /// What is measured.
    pub name: String,
    /// In which unit of measure.
    pub measure: String,
}

/// How a sample is studied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// What shall be found out.
    pub question: String,
    /// How.
    pub method: String,
    /// With what.
    pub instrument: String,
    /// What shall be measured.
    pub planned: Vec<PlannedParameter>,
    /// What is done to the sample.
    pub acts: Vec<StudyAct>,
    /// The last day on which it is in time.
    pub due: Date,
}

impl Protocol {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a question, a method or an act, with a unit of measure that is not known, with a day that is over or too far away,
    /// or where something is too long.
    pub fn tidied(self, today: Date) -> Result<Protocol, Refusal> {
        let [question, method, instrument] =
            [&self.question, &self.method, &self.instrument].map(|text| text.trim().to_owned());
        if question.is_empty() || method.is_empty() {
            return Err(Refusal::Said(sentence!(
                "study-no-question",
                "Write what the study shall find out, and by which method"
            )));
        }
        for text in [&question, &method, &instrument] {
            not_longer(text, STUDY_TEXT_CHARS_MAX)?;
        }
        let acts = StudyAct::in_order(self.acts);
        if acts.is_empty() {
            return Err(Refusal::Said(sentence!(
                "study-no-act",
                "Choose what is done to the sample; it is held against the terms under which it came"
            )));
        }
        if self.due < today || self.due.days_since(today) > STUDY_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "study-due",
                "A study ends within {max} days from today; choose a day",
                max = STUDY_DAYS_MAX
            )));
        }
        let planned = self.planned.into_iter().map(|one| PlannedParameter {
            name: one_line(&one.name),
            measure: one_line(&one.measure),
            ..one
        });
        let planned: Vec<PlannedParameter> = planned.filter(|one| !one.name.is_empty()).collect();
        parameters(planned.len())?;
        for one in &planned {
            not_longer(&one.name, STUDY_LINE_CHARS_MAX)?;
            crate::Measure::parse(&one.measure)?;
        }
        Ok(Protocol { question, method, instrument, planned, acts, due: self.due })
    }
}

fn parameters(number: usize) -> Result<(), Refusal> {
    if number <= STUDY_PARAMETERS_MAX {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "study-parameters",
        "A study measures up to {max} parameters; make another one for the rest",
        max = STUDY_PARAMETERS_MAX
    )))
}

/// What was measured of one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyResult {
    /// The need whose parameter it is.
    pub need: Option<NeedId>,
    /// What was measured.
    pub name: String,
    /// The value, as a decimal number.
    pub value: String,
    /// Its unit of measure.
    pub measure: String,
    /// What is to be minded: under which load, how exactly.
    pub remark: String,
}

/// What a study found, in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// In one line.
    pub title: String,
    /// At length.
    pub text: String,
    /// What was measured.
    pub results: Vec<StudyResult>,
}

impl Findings {
    /// The same with its texts in order; a line of results without a name is left out.
    ///
    /// # Errors
    /// Refused without a title or words, with a value that is no number or whose unit of measure is not known, or where it is too long.
    pub fn tidied(self) -> Result<Findings, Refusal> {
        let (title, text) = (one_line(&self.title), self.text.trim().to_owned());
        if title.is_empty() || text.is_empty() {
            return Err(Refusal::Said(sentence!(
                "study-no-findings",
                "Write what was found: a title in one line, and what it is"
            )));
        }
        not_longer(&title, STUDY_LINE_CHARS_MAX)?;
        not_longer(&text, STUDY_FINDINGS_CHARS_MAX)?;
        let mut results = Vec::new();
        for one in self.results {
            let (name, measure) = (one_line(&one.name), one_line(&one.measure));
            if name.is_empty() {
                continue;
            }
            let quantity = Quantity::of(one.value.trim(), &measure)?;
            let remark = one_line(&one.remark);
            not_longer(&name, STUDY_LINE_CHARS_MAX)?;
            not_longer(&remark, STUDY_LINE_CHARS_MAX)?;
            results.push(StudyResult { name, value: quantity.value.to_string(), measure, remark, need: one.need });
        }
        parameters(results.len())?;
        Ok(Findings { title, text, results })
    }
}

/// A version of what a study found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingsVersion {
    /// Its number, from 1.
    pub number: u32,
    /// What it says.
    pub findings: Findings,
    /// Who wrote it, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// What comes of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What.
    pub kind: OutcomeKind,
    /// Why.
    pub reason: String,
    /// What it is worth: an amount of money, or a number with its unit of measure.
    pub value: String,
    /// When it is looked at again, of one that was shelved.
    pub look_again: Option<Date>,
    /// Who decided, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// What something is worth, in one way of writing: money where a currency stands there, else a number with its unit.
///
/// # Errors
/// Refused where it is neither.
pub fn worth(text: &str) -> Result<String, Refusal> {
    let text = one_line(text);
    if let Ok(money) = Money::parse(&text)
        && !matches!(Quantity::parse(&text), Ok(quantity) if !quantity.measure.text.is_empty())
    {
        return Ok(money.to_string());
    }
    match Quantity::parse(&text) {
        Ok(quantity) => Ok(quantity.to_string()),
        Err(_) => Err(Refusal::Said(sentence!(
            "worth-unread",
            "`{text}` is neither money nor a measure; write it as 120000 RUB, 15 % or 40 kW",
            text
        ))),
    }
}

/// An act with what the terms said of it when the study was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedAct {
    /// The act.
    pub act: StudyAct,
    /// What was said of it then.
    pub ruling: crate::ActRuling,
    /// The clause that said so, by its number.
    pub clause: Option<u32>,
    /// What shows the consent, where one was asked for.
    pub consent: String,
}

/// A study of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Its number among those of the sample, from 1.
    pub number: u32,
    /// How it is done.
    pub protocol: Protocol,
    /// What the terms said of each act when it was opened.
    pub acts: Vec<OpenedAct>,
    /// The post that makes it.
    pub post: PostId,
    /// Who opened it, as the ledger writes it.
    pub opened_by: String,
    /// When, in microseconds since 1970.
    pub opened_at: i64,
    /// The day on which it was opened.
    pub day: Date,
    /// Where it stands.
    pub state: StudyState,
    /// Why it was stopped.
    pub reason: String,
    /// What was found, each version in its order.
    pub versions: Vec<FindingsVersion>,
    /// What it was taken apart into.
    pub teardown: Teardown,
    /// The record that its findings became. Also `None` where it is not seen.
    pub record: Option<RecordId>,
    /// What comes of it.
    pub outcome: Option<Outcome>,
}

fn study_over() -> Refusal {
    Refusal::Changed(sentence!("study-over", "This study stands otherwise by now; reload its page"))
}

impl Study {
    /// What was found, as it was written last.
    pub fn findings(&self) -> Option<&Findings> {
        self.versions.last().map(|version| &version.findings)
    }

    /// Whether it still goes on.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, StudyState::Running | StudyState::Reported)
    }

    /// The consents that were noted when it was opened.
    pub fn consents(&self) -> Vec<ActConsent> {
        let with = self.acts.iter().filter(|one| !one.consent.is_empty());
        with.map(|one| ActConsent { act: one.act, evidence: one.consent.clone() }).collect()
    }

    /// What was found is written down, or corrected.
    ///
    /// # Errors
    /// Refused once it was stopped or decided, or corrected too often, and as [`Findings::tidied`].
    pub fn report(&self, findings: Findings, by: &str, at: i64) -> Result<Study, Refusal> {
        if !self.is_under_way() {
            return Err(study_over());
        }
        if self.versions.len() >= STUDY_VERSIONS_MAX {
            return Err(Refusal::Said(sentence!(
                "study-versions",
                "These findings were corrected {max} times; make another study",
                max = STUDY_VERSIONS_MAX
            )));
        }
        let mut study = Study { state: StudyState::Reported, ..self.clone() };
        let number = u32::try_from(study.versions.len()).unwrap_or(u32::MAX) + 1;
        study.versions.push(FindingsVersion { number, findings: findings.tidied()?, by: by.to_owned(), at });
        Ok(study)
    }

    /// It is stopped before anything was found.
    ///
    /// # Errors
    /// Refused once something was found or it is over, or without a reason.
    pub fn stop(&self, reason: &str) -> Result<Study, Refusal> {
        if self.state != StudyState::Running {
            return Err(study_over());
        }
        self.stop_for_terms(reason)
    }

    /// It is stopped since the terms forbid it now, also where something was found.
    ///
    /// # Errors
    /// Refused once it is over, or without a reason.
    pub fn stop_for_terms(&self, reason: &str) -> Result<Study, Refusal> {
        if !self.is_under_way() {
            return Err(study_over());
        }
        Ok(Study { state: StudyState::Stopped, reason: reasoned(reason)?, ..self.clone() })
    }

    /// What comes of it is decided.
    ///
    /// # Errors
    /// Refused before anything was found or once it was decided, without a reason, with a value that is none, without a value for what is
    /// taken over, and without a later day for what is shelved.
    pub fn decide(&self, outcome: Outcome, today: Date) -> Result<Study, Refusal> {
        if self.state != StudyState::Reported {
            return Err(study_over());
        }
        let value = if outcome.value.trim().is_empty() { String::new() } else { worth(&outcome.value)? };
        if outcome.kind.is_taken_over() && value.is_empty() {
            return Err(Refusal::Said(sentence!(
                "outcome-no-value",
                "Write what taking it over is worth: money, or a measure such as 15 %"
            )));
        }
        let shelved = outcome.kind == OutcomeKind::Shelve;
        if shelved && outcome.look_again.is_none_or(|day| day <= today) {
            return Err(Refusal::Said(sentence!(
                "outcome-no-day",
                "Write the day on which what is shelved is looked at again"
            )));
        }
        let look_again = outcome.look_again.filter(|_| shelved);
        let outcome = Outcome { reason: reasoned(&outcome.reason)?, value, look_again, ..outcome };
        Ok(Study { state: StudyState::Decided, outcome: Some(outcome), ..self.clone() })
    }
}
