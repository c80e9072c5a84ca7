//! Specialists: who can be sent, what they know and when they are free. The roster.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, HOST_LINES_MAX, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, Language, Marking, PersonId, RecordId, Refusal,
    Subject, UnitId, sentence,
};

public_id!(
    /// Names a specialist.
    SpecialistId,
    'P'
);

words! {
    /// How well a language is spoken, by the Common European Framework of Reference.
    LanguageLevel {
        /// Single words.
        A1 = "A1",
        /// Simple sentences.
        A2 = "A2",
        /// Gets along.
        B1 = "B1",
        /// Talks of the own field.
        B2 = "B2",
        /// Fluent.
        C1 = "C1",
        /// As a native speaker.
        C2 = "C2",
    }
}

impl LanguageLevel {
    /// From this level on somebody can interpret for others in their field.
    pub const INTERPRETS: LanguageLevel = LanguageLevel::B2;
}

/// A language that somebody speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Which.
    pub language: Language,
    /// How well.
    pub level: LanguageLevel,
}

/// Something that somebody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// The class of a scheme, or words.
    pub class: Subject,
    /// Records that show it: papers, reports, patents.
    pub evidence: Vec<RecordId>,
}

/// Days on which somebody cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// From this day.
    pub since: Date,
    /// Through this one.
    pub until: Date,
    /// Why, as far as it is said.
    pub why: String,
}

impl Away {
    /// Whether it has a day in common with a span of days, both ends included.
    pub fn meets(&self, since: Date, until: Date) -> bool {
        self.since <= until && since <= self.until
    }
}

/// A specialist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specialist {
    /// Their name in the office's books.
    pub id: SpecialistId,
    /// The person of the office, if they are one.
    pub person: Option<PersonId>,
    /// Their name as people write it.
    pub name: String,
    /// Where they work.
    pub unit: UnitId,
    /// What they know.
    pub skills: Vec<Skill>,
    /// What they speak.
    pub languages: Vec<Spoken>,
    /// When they are not free.
    pub away: Vec<Away>,
    /// What else is to be known.
    pub remark: String,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When they came onto the roster, in microseconds since 1970.
    pub made_at: i64,
}

impl Specialist {
    /// How well they speak a language; `None` when they do not.
    pub fn speaks(&self, language: &Language) -> Option<LanguageLevel> {
        self.languages.iter().filter(|spoken| spoken.language == *language).map(|spoken| spoken.level).max()
    }

    /// Whether they can interpret between others in a language.
    pub fn interprets(&self, language: &Language) -> bool {
        self.speaks(language).is_some_and(|level| level >= LanguageLevel::INTERPRETS)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name, where days end before they begin, or where a text is too long.
    pub fn tidied(self) -> Result<Specialist, Refusal> {
        let name = one_line(&self.name);
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("specialist-no-name", "Write the name of the specialist")));
        }
        not_longer(&name, HOST_NAME_CHARS_MAX)?;
        not_longer(&self.remark, HOST_TEXT_CHARS_MAX)?;
        if [self.skills.len(), self.languages.len(), self.away.len()].iter().any(|n| *n > HOST_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "specialist-lines",
                "A specialist has up to {max} skills, languages and times of absence each; leave some out",
                max = HOST_LINES_MAX
            )));
        }
        let mut away = self.away;
        for one in &mut away {
            one.why = one_line(&one.why);
            not_longer(&one.why, HOST_NAME_CHARS_MAX)?;
            in_order(one.since, one.until)?;
        }
        away.sort_by_key(|one| one.since);
        Ok(Specialist { name, away, remark: self.remark.trim().to_owned(), ..self })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn specialist(bits: u64) -> Specialist {
        Specialist {
            id: SpecialistId::from_bits(bits),
            person: None,
            name: "A. Morozova".to_owned(),
            unit: UnitId::new("institute").unwrap(),
            skills: Vec::new(),
            languages: Vec::new(),
            away: Vec::new(),
            remark: String::new(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn who_talks_of_the_own_field_can_interpret() {
        let german = Language::parse("de").unwrap();
        let spoken = |level| Spoken { language: german.clone(), level };
        let speaks = |level| Specialist { languages: vec![spoken(level)], ..specialist(1) };
        assert!(speaks(LanguageLevel::B2).interprets(&german) && !speaks(LanguageLevel::B1).interprets(&german));
        assert_eq!(specialist(1).speaks(&german), None);
    }

    #[test]
    fn days_meet_when_they_have_one_in_common() {
        let day = |d| Date::new(1957, 11, d).unwrap();
        let away = Away { since: day(5), until: day(9), why: String::new() };
        assert!(away.meets(day(9), day(20)) && away.meets(day(1), day(5)) && away.meets(day(6), day(7)));
        assert!(!away.meets(day(10), day(20)) && !away.meets(day(1), day(4)));
        let backwards = Away { since: day(9), until: day(5), why: String::new() };
        assert!(Specialist { away: vec![backwards], ..specialist(1) }.tidied().is_err());
    }
}
