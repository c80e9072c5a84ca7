//! Sentences that rules say to people: written in English where the rule stands, translated by their key.
//!
//! The command line and the logs say them as they stand. Pages say them in the language of the reader: the
//! catalogues of `web` have each key in the other languages, with the same values, and a test there reads the
//! sources to see that none is missing.

use std::fmt::{self, Write};

use crate::{
    AgreementStage, AssignmentStage, ClauseSubject, Date, DeliverableState, Evidence, IntakeStage, Level, MissionStage,
    PersonId, PostId, Power, RecordId, ReleaseState, RequestStage, SpecialistRequestStage, Stage, Standing, StudyAct,
    UnitId,
};

/// A sentence with its values. Made by [`sentence!`](crate::sentence!).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    key: &'static str,
    english: &'static str,
    values: Vec<(&'static str, SentenceValue)>,
}

/// What stands in a sentence at a place that differs from case to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentenceValue {
    /// As it is: a name, an id, what somebody wrote.
    Text(String),
    /// Written and grouped as the language does.
    Number(i64),
    /// Written as the language writes days.
    Day(Date),
    /// A word of a closed list.
    Word {
        /// Which list: what stands before the word in the keys of the catalogues.
        list: &'static str,
        /// The word.
        word: &'static str,
    },
}

impl fmt::Display for SentenceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SentenceValue::Text(text) => f.write_str(text),
            SentenceValue::Number(number) => number.fmt(f),
            SentenceValue::Day(day) => day.fmt(f),
            SentenceValue::Word { word, .. } => f.write_str(word),
        }
    }
}

impl Sentence {
    /// A sentence; [`sentence!`](crate::sentence!) sees to it that the places in the English text are those of the values.
    pub fn new(key: &'static str, english: &'static str, values: Vec<(&'static str, SentenceValue)>) -> Sentence {
        Sentence { key, english, values }
    }

    /// What it stands under in the catalogues.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Its values by name.
    pub fn values(&self) -> &[(&'static str, SentenceValue)] {
        &self.values
    }

    /// The English sentence, with its values written in some way.
    pub fn english(&self, write: impl Fn(&SentenceValue) -> String) -> String {
        let mut text = String::new();
        let mut rest = self.english;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if let Some((_, value)) = self.values.iter().find(|(known, _)| *known == name) {
                text.push_str(&write(value));
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english(ToString::to_string))
    }
}

/// What can stand in a sentence.
pub trait Sayable {
    /// It as a value.
    fn said(&self) -> SentenceValue;
}

impl<T: Sayable + ?Sized> Sayable for &T {
    fn said(&self) -> SentenceValue {
        (**self).said()
    }
}

macro_rules! said_as_text {
    ($($name:ty),* $(,)?) => {
        $(impl Sayable for $name {
            fn said(&self) -> SentenceValue {
                let mut text = String::new();
                // Writing into memory does not fail.
                let _ = write!(text, "{self}");
                SentenceValue::Text(text)
            }
        })*
    };
}
said_as_text!(str, String, UnitId, PostId, PersonId, RecordId, crate::Compartment, crate::Marking, crate::NeedId);

macro_rules! said_as_number {
    ($($name:ty),*) => {
        $(impl Sayable for $name {
            fn said(&self) -> SentenceValue {
                SentenceValue::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        })*
    };
}
said_as_number!(usize, u16, u32, i64, u64);

macro_rules! said_as_word {
    ($($name:ty = $list:literal),* $(,)?) => {
        $(impl Sayable for $name {
            fn said(&self) -> SentenceValue {
                SentenceValue::Word { list: $list, word: self.word() }
            }
        })*
    };
}
said_as_word!(
    Stage = "stage",
    RequestStage = "request-stage",
    IntakeStage = "intake-stage",
    AgreementStage = "agreement-stage",
    ClauseSubject = "clause-subject",
    DeliverableState = "deliverable-state",
    MissionStage = "mission-stage",
    SpecialistRequestStage = "specialist-request-stage",
    AssignmentStage = "assignment-stage",
    ReleaseState = "release-state",
    Evidence = "evidence",
    Standing = "standing",
    StudyAct = "study-act",
    Power = "power",
    Level = "marking",
);

impl Sayable for Date {
    fn said(&self) -> SentenceValue {
        SentenceValue::Day(*self)
    }
}

/// A sentence: its key in the catalogues, itself in English, and the values at its places.
///
/// ```
/// let n_days = 3_u32;
/// let sentence = model::sentence!("leave-too-long", "A leave is {n_days} days at most", n_days);
/// assert_eq!(sentence.to_string(), "A leave is 3 days at most");
/// let sentence = model::sentence!("leave-too-long", "A leave is {max} days at most", max = 400_u32);
/// assert_eq!(sentence.to_string(), "A leave is 400 days at most");
/// ```
#[macro_export]
macro_rules! sentence {
    ($key:literal, $english:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        $(let $name = $crate::Sayable::said(&$crate::sentence!(@value $name $(= $value)?));)*
        // The compiler compares the places with the values here; nothing is written.
        let _ = format_args!($english, $($name = $name),*);
        $crate::Sentence::new($key, $english, vec![$((stringify!($name), $name)),*])
    }};
    (@value $name:ident = $value:expr) => { $value };
    (@value $name:ident) => { $name };
}
