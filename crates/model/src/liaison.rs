//! Liaison: a post near the hosts, such as an embassy or a trade office, that contacts them for a mission and agrees on meetings.

use crate::host::not_longer;
use crate::words::words;
use crate::{Date, HostId, MissionId, PostId, Refusal, sentence};

/// Longest word to the liaison post or note of what was done, in characters.
pub const LIAISON_TEXT_CHARS_MAX: usize = 2_000;

/// Countries of one liaison post.
pub const LIAISON_COUNTRIES_MAX: usize = 60;

/// Notes of what was done with the hosts of one mission.
pub const APPROACHES_MAX: usize = 500;

words! {
    /// What came of turning to a host.
    ApproachState {
        /// It was written to or called.
        Contacted = "contacted",
        /// It answered.
        Answered = "answered",
        /// It does not want the visit.
        Declined = "declined",
        /// Something is waited for.
        Waits = "waits",
    }
}

words! {
    /// Where the work of the liaison post for a mission stands.
    LiaisonStage {
        /// It is being done.
        Open = "open",
        /// Nothing is left to arrange.
        Done = "done",
    }
}

/// A post that does liaison, by the word of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiaisonPost {
    /// The post.
    pub post: PostId,
    /// The countries in which it does, by their codes of two letters; empty for all.
    pub countries: Vec<String>,
}

impl LiaisonPost {
    /// The same with its countries in order, each once.
    ///
    /// # Errors
    /// Refused with a country that is none, or with too many.
    pub fn tidied(self) -> Result<LiaisonPost, Refusal> {
        let countries = self.countries.iter().filter(|code| !code.trim().is_empty());
        let mut countries: Vec<String> = countries.map(|code| crate::host::country(code)).collect::<Result<_, _>>()?;
        countries.sort();
        countries.dedup();
        if countries.len() > LIAISON_COUNTRIES_MAX {
            return Err(Refusal::Said(sentence!(
                "liaison-countries",
                "A liaison post is for up to {max} countries; leave the list empty where it is for all",
                max = LIAISON_COUNTRIES_MAX
            )));
        }
        Ok(LiaisonPost { countries, ..self })
    }

    /// Whether it does liaison in one of these countries. A mission that names none may go to any.
    pub fn serves(&self, countries: &[String]) -> bool {
        self.countries.is_empty() || countries.is_empty() || countries.iter().any(|code| self.countries.contains(code))
    }
}

/// What was done with a host on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approach {
    /// With which host; `None` for others whom one wants to meet.
    pub host: Option<HostId>,
    /// On which day.
    pub day: Date,
    /// What came of it.
    pub state: ApproachState,
    /// In words.
    pub words: String,
    /// Who wrote it down: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl Approach {
    /// The same with its words in order.
    ///
    /// # Errors
    /// Refused without words, with too many, or on a day that has not come.
    pub fn tidied(self, today: Date) -> Result<Approach, Refusal> {
        let words = self.words.trim().to_owned();
        if words.is_empty() {
            return Err(Refusal::Said(sentence!("approach-no-words", "Write what was done or said")));
        }
        not_longer(&words, LIAISON_TEXT_CHARS_MAX)?;
        if self.day > today {
            return Err(Refusal::Said(sentence!(
                "approach-ahead",
                "{day} has not come; write down what was done on the day on which it is done",
                day = self.day
            )));
        }
        Ok(Approach { words, ..self })
    }
}

/// That a liaison post arranges a mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liaison {
    /// The mission.
    pub mission: MissionId,
    /// The post.
    pub post: PostId,
    /// What it is asked to do, beside the mission itself.
    pub word: String,
    /// Where it stands.
    pub stage: LiaisonStage,
    /// What was done with the hosts, the earliest first.
    pub approaches: Vec<Approach>,
}

impl Liaison {
    /// Asks a post to arrange a mission.
    ///
    /// # Errors
    /// Refused when the word to it is too long.
    pub fn ask(mission: MissionId, post: PostId, word: &str) -> Result<Liaison, Refusal> {
        not_longer(word, LIAISON_TEXT_CHARS_MAX)?;
        Ok(Liaison { mission, post, word: word.trim().to_owned(), stage: LiaisonStage::Open, approaches: Vec::new() })
    }

    /// What came last of turning to a host.
    pub fn last_with(&self, host: Option<HostId>) -> Option<&Approach> {
        self.approaches.iter().filter(|one| one.host == host).max_by_key(|one| (one.day, one.at))
    }
}
