//! Specialists: who can be sent, what they know and when they are free. The roster.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Contributor, Date, HOST_LINES_MAX, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, HostId, Language, Marking, Name,
    PersonId, RecordId, Refusal, Subject, UnitId, sentence,
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

words! {
    /// What ties somebody to an organisation, so that they do not judge freely of what concerns it.
    InterestKind {
        /// They work there.
        Employer = "employer",
        /// They worked there.
        FormerEmployer = "former-employer",
        /// They have a share in it, or are paid by it.
        Stake = "stake",
        /// Somebody near to them works there.
        Relation = "relation",
    }
}

/// A tie of somebody to an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    /// What it is.
    pub kind: InterestKind,
    /// The host, where it is one of the register.
    pub host: Option<HostId>,
    /// The organisation in words, and what is to be known of the tie.
    pub words: String,
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
    /// Where they work; of somebody from outside the unit of ours that keeps their line.
    pub unit: UnitId,
    /// The host they come from. Who has none and no country either is one of ours.
    pub host: Option<HostId>,
    /// The country they come from, by its code of two letters; empty for one of ours.
    pub country: String,
    /// Their ORCID, as records name it; empty where it is not known.
    pub orcid: String,
    /// What ties them to organisations.
    pub interests: Vec<Interest>,
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

    /// Whether they come from outside.
    pub fn is_foreign(&self) -> bool {
        self.host.is_some() || !self.country.is_empty()
    }

    /// Whether this is how somebody is called who made a record: by their ORCID where both are known, else by family name and the first
    /// letter of the given one. Two people can bear one name, so whoever keeps the roster confirms it.
    pub fn is_named(&self, contributor: &Contributor) -> bool {
        if let Some(orcid) = contributor.orcid.as_deref().filter(|_| !self.orcid.is_empty()) {
            return orcid == self.orcid;
        }
        // What stands in brackets is said of a name and is none.
        let plain = self.name.split(['(', '[']).next().unwrap_or_default();
        let own = match plain.split_once(',') {
            Some(_) => Name::from_inverted(plain).display(),
            None => plain.trim().to_owned(),
        };
        let (own, theirs) = (folded(&own), folded(&contributor.name.display()));
        let (Some(family), Some(other)) = (own.last(), theirs.last()) else { return false };
        let first = |words: &[String]| words.first().filter(|_| words.len() > 1).and_then(|word| word.chars().next());
        family == other && family.chars().count() > 1 && first(&own).is_some() && first(&own) == first(&theirs)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name, with an ORCID or a country that is none, where days end before they begin, where a tie is to nobody, or
    /// where a text is too long.
    pub fn tidied(self) -> Result<Specialist, Refusal> {
        let name = one_line(&self.name);
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("specialist-no-name", "Write the name of the specialist")));
        }
        not_longer(&name, HOST_NAME_CHARS_MAX)?;
        not_longer(&self.remark, HOST_TEXT_CHARS_MAX)?;
        let lines = [self.skills.len(), self.languages.len(), self.away.len(), self.interests.len()];
        if lines.iter().any(|n| *n > HOST_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "specialist-lines",
                "A specialist has up to {max} skills, languages, times of absence and ties each; leave some out",
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
        let mut interests = self.interests;
        for one in &mut interests {
            one.words = one_line(&one.words);
            not_longer(&one.words, HOST_NAME_CHARS_MAX)?;
            if one.host.is_none() && one.words.is_empty() {
                return Err(Refusal::Said(sentence!(
                    "interest-nobody",
                    "Write to whom the tie is: a host of the register, or a name"
                )));
            }
        }
        let country = match self.country.trim() {
            "" => String::new(),
            code => crate::country(code)?,
        };
        let orcid = match self.orcid.trim().rsplit('/').next().unwrap_or_default() {
            "" => String::new(),
            text => orcid(text).ok_or_else(|| {
                Refusal::Said(sentence!(
                    "orcid-unread",
                    "`{text}` is no ORCID; write it as four groups of four, such as 0000-0002-1825-0097, or leave it empty",
                    text
                ))
            })?,
        };
        let remark = self.remark.trim().to_owned();
        Ok(Specialist { name, away, interests, country, orcid, remark, ..self })
    }
}

/// The words of a name in small letters.
fn folded(name: &str) -> Vec<String> {
    let words = name.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// An ORCID in its normal form, where its check digit is right: ISO 7064 mod 11-2, as
/// <https://support.orcid.org/hc/en-us/articles/360006897674-Structure-of-the-ORCID-Identifier> says.
fn orcid(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let (check, body) = digits.split_last()?;
    if body.len() != 15 {
        return None;
    }
    let mut sum = 0;
    for c in body {
        sum = (sum + c.to_digit(10)?) * 2 % 11;
    }
    let wanted = match (12 - sum) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10)?,
    };
    (*check == wanted)
        .then(|| digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
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
            host: None,
            country: String::new(),
            orcid: String::new(),
            interests: Vec::new(),
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

    #[test]
    fn who_made_a_record_is_told_by_orcid_or_by_family_name_and_first_letter() {
        let named = |name: &str| Specialist { name: name.to_owned(), ..specialist(1) };
        let author = Contributor::author("Morozova", "Anna");
        assert!(named("A. Morozova").is_named(&author) && named("Morozova, Anna").is_named(&author));
        assert!(named("A. Morozova (invented)").is_named(&author));
        assert!(!named("B. Morozova").is_named(&author) && !named("Morozova").is_named(&author));
        let orcid = "0000-0002-1825-0097".to_owned();
        let known = Specialist { orcid: orcid.clone(), ..named("B. Other") };
        assert!(known.is_named(&Contributor { orcid: Some(orcid), ..author }));
        let another =
            Contributor { orcid: Some("0000-0001-5109-3700".to_owned()), ..Contributor::author("Other", "B.") };
        assert!(!known.is_named(&another), "one name, two people");
    }

    #[test]
    fn an_orcid_is_one_or_none_and_a_tie_is_to_somebody() {
        let with = |orcid: &str| Specialist { orcid: orcid.to_owned(), ..specialist(1) }.tidied();
        assert_eq!(with(" https://orcid.org/0000000218250097 ").unwrap().orcid, "0000-0002-1825-0097");
        assert!(with("").is_ok() && with("0000-0002-1825-0098").is_err() && with("Morozova").is_err());
        let tie = |words: &str| Interest { kind: InterestKind::Stake, host: None, words: words.to_owned() };
        assert!(Specialist { interests: vec![tie(" ")], ..specialist(1) }.tidied().is_err());
        let kept = Specialist { interests: vec![tie("a\nworks")], country: "de".to_owned(), ..specialist(1) };
        let kept = kept.tidied().unwrap();
        assert!(kept.is_foreign() && !specialist(1).is_foreign());
        assert_eq!((kept.interests[0].words.as_str(), kept.country.as_str()), ("a works", "DE"));
    }
}
