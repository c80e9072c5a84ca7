//! Own abstracts: what an abstractor of the office writes of a record, apart from what its author wrote.

use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Actor, Date, Language, Marking, PAGE_LANGUAGES, PersonId, PostId, RecordId, Refusal, Reliability, sentence,
};

public_id!(
    /// Names an own abstract.
    DigestId,
    'A'
);

/// Longest part of an own abstract, in characters: three of them fill a card.
pub const DIGEST_PART_CHARS_MAX: usize = 2_000;

/// Longest translated title, in characters.
pub const DIGEST_TITLE_CHARS_MAX: usize = 500;

/// Longest translation of an author's abstract, in characters: the longest that sources bring have some ten pages.
pub const DIGEST_TRANSLATION_CHARS_MAX: usize = 20_000;

/// Days for which a record is taken out of the queue for whoever takes it.
pub const TAKEN_DAYS: i64 = 7;

/// Longest reason for passing a record over, in characters.
pub const PASSED_OVER_CHARS_MAX: usize = 300;

words! {
    /// How credible what is said is: the second half of the Admiralty code (NATO STANAG 2511).
    Credibility {
        /// Confirmed by other sources.
        One = "1",
        /// Probably true.
        Two = "2",
        /// Possibly true.
        Three = "3",
        /// Doubtful.
        Four = "4",
        /// Improbable.
        Five = "5",
        /// Cannot be judged.
        Six = "6",
    }
}

/// The Admiralty grade of a record: how reliable its source is, and how credible what it says. The two are judged apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Of the source.
    pub reliability: Reliability,
    /// Of what it says here.
    pub credibility: Credibility,
}

impl Grade {
    /// Reads what `Display` writes: `B2`.
    pub fn parse(text: &str) -> Option<Grade> {
        let (reliability, credibility) = text.split_at_checked(1)?;
        Some(Grade {
            reliability: Reliability::from_word(reliability)?,
            credibility: Credibility::from_word(credibility)?,
        })
    }
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.reliability, self.credibility)
    }
}

/// What is written of a record in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestText {
    /// What it can be used for.
    pub purpose: String,
    /// What is better than before.
    pub advantage: String,
    /// Under which conditions.
    pub conditions: String,
    /// Its title, translated; empty where nothing was translated.
    pub title: String,
    /// Its author's abstract, translated; empty where nothing was translated.
    pub translation: String,
}

impl DigestText {
    /// The same without blanks around it.
    fn trimmed(&self) -> DigestText {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let trim = |text: &str| text.trim().replace("\r\n", "\n");
        DigestText {
            purpose: trim(&self.purpose),
            advantage: trim(&self.advantage),
            conditions: trim(&self.conditions),
            title: line(&self.title),
            translation: trim(&self.translation),
        }
    }

    /// Whether it has an own abstract and is not a translation alone.
    pub fn is_own(&self) -> bool {
        [&self.purpose, &self.advantage, &self.conditions].iter().any(|part| !part.is_empty())
    }

    /// Whether something was translated.
    pub fn is_translated(&self) -> bool {
        !self.title.is_empty() || !self.translation.is_empty()
    }

    fn check(self) -> Result<DigestText, Refusal> {
        if !self.is_own() && !self.is_translated() {
            return Err(Refusal::Said(sentence!(
                "digest-empty",
                "Nothing is written; say what the work is of use for, or translate its title"
            )));
        }
        for part in [&self.purpose, &self.advantage, &self.conditions] {
            if part.chars().count() > DIGEST_PART_CHARS_MAX {
                return Err(Refusal::Said(sentence!(
                    "digest-part-long",
                    "A part of an own abstract has up to {max} characters; shorten it",
                    max = DIGEST_PART_CHARS_MAX
                )));
            }
        }
        if self.title.chars().count() > DIGEST_TITLE_CHARS_MAX {
            return Err(Refusal::Said(sentence!(
                "digest-title-long",
                "A translated title has up to {max} characters; shorten it",
                max = DIGEST_TITLE_CHARS_MAX
            )));
        }
        if self.translation.chars().count() > DIGEST_TRANSLATION_CHARS_MAX {
            return Err(Refusal::Said(sentence!(
                "digest-translation-long",
                "The translation of an abstract has up to {max} characters; leave out what is not needed",
                max = DIGEST_TRANSLATION_CHARS_MAX
            )));
        }
        Ok(self)
    }
}

/// An own abstract of a record in one language, with the translation that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its name.
    pub id: DigestId,
    /// Of which record.
    pub record: RecordId,
    /// In which language: one that the pages speak.
    pub language: Language,
    /// What is written.
    pub text: DigestText,
    /// Who wrote it, as it is now.
    pub person: PersonId,
    /// The post they wrote it for.
    pub post: Option<PostId>,
    /// Who may see it: who may see the record, and no more.
    pub marking: Marking,
    /// When it was first written, in microseconds since 1970.
    pub made_at: i64,
    /// When it was written as it is now.
    pub written_at: i64,
    /// Counts versions, from 1.
    pub revision: u32,
}

impl Digest {
    /// A first version.
    ///
    /// # Errors
    /// Refused when nothing is written, when a part is too long, or in a language that the office does not speak.
    pub fn first(
        (id, record): (DigestId, RecordId),
        language: &Language,
        text: &DigestText,
        marking: Marking,
        by: &Actor,
        now: i64,
    ) -> Result<Digest, Refusal> {
        if !PAGE_LANGUAGES.contains(&language.tag()) {
            return Err(Refusal::Said(sentence!(
                "digest-language",
                "Abstracts are written in one of the languages {known}; choose one of them",
                known = PAGE_LANGUAGES.join(", ")
            )));
        }
        let text = text.trimmed().check()?;
        let (person, post) = (by.person.clone(), by.post.clone());
        let language = language.clone();
        Ok(Digest { id, record, language, text, person, post, marking, made_at: now, written_at: now, revision: 1 })
    }

    /// A further version. `None` when nothing is other than before.
    ///
    /// # Errors
    /// Refused when somebody else wrote another version than was seen, when nothing is left, or when a part is too long.
    pub fn anew(
        &self,
        seen: u32,
        text: &DigestText,
        marking: Marking,
        by: &Actor,
        now: i64,
    ) -> Result<Option<Digest>, Refusal> {
        let text = text.trimmed().check()?;
        if text == self.text && marking == self.marking {
            return Ok(None);
        }
        if seen != self.revision {
            return Err(Refusal::Said(sentence!(
                "digest-changed",
                "This abstract was changed since you opened it; open it anew, and compare"
            )));
        }
        let (person, post, revision) = (by.person.clone(), by.post.clone(), self.revision + 1);
        Ok(Some(Digest { text, person, post, marking, written_at: now, revision, ..self.clone() }))
    }
}

/// The own abstract that a reader of a language is shown: the one in that language, else the one that was written last. A
/// translation alone is none.
pub fn shown_digest<'d>(digests: &'d [Digest], language: &str) -> Option<&'d Digest> {
    let own = digests.iter().filter(|digest| digest.text.is_own());
    own.max_by_key(|digest| (digest.language.tag() == language, digest.written_at, std::cmp::Reverse(digest.id)))
}

/// A record that somebody works on: nobody else gets it from the queue until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// The record.
    pub record: RecordId,
    /// Who has it.
    pub person: PersonId,
    /// For which post.
    pub post: Option<PostId>,
    /// The last day; then it is in the queue again.
    pub until: Date,
}

impl Taking {
    /// Whether it holds on a day.
    pub fn holds(&self, today: Date) -> bool {
        today <= self.until
    }

    /// Takes a record, or keeps it for longer.
    ///
    /// # Errors
    /// Refused while somebody else has it.
    pub fn take(held: Option<&Taking>, record: RecordId, by: &Actor, today: Date) -> Result<Taking, Refusal> {
        match held.filter(|held| held.holds(today) && held.person != by.person) {
            Some(held) => Err(Refusal::Said(sentence!(
                "taking-other",
                "{person} works on this record until {day}; take another, or ask them to give it back",
                person = held.person,
                day = held.until
            ))),
            None => {
                let (person, post) = (by.person.clone(), by.post.clone());
                Ok(Taking { record, person, post, until: today.plus_days(TAKEN_DAYS) })
            }
        }
    }
}

/// A record that needs no own abstract, as somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The record.
    pub record: RecordId,
    /// Who said so.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Why.
    pub reason: String,
}

impl PassedOver {
    /// Passes a record over.
    ///
    /// # Errors
    /// Refused without a reason, or with one that is too long.
    pub fn because(record: RecordId, by: &PersonId, reason: &str, now: i64) -> Result<PassedOver, Refusal> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "passed-over-no-reason",
                "Write why no abstract is needed; who looks for it reads that"
            )));
        }
        if reason.chars().count() > PASSED_OVER_CHARS_MAX {
            return Err(Refusal::Said(sentence!(
                "passed-over-long",
                "The reason has up to {max} characters; shorten it",
                max = PASSED_OVER_CHARS_MAX
            )));
        }
        Ok(PassedOver { record, person: by.clone(), at: now, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(person: &str) -> Actor {
        Actor { person: PersonId::new(person).unwrap(), post: PostId::new("library").ok() }
    }

    fn text(purpose: &str) -> DigestText {
        DigestText { purpose: purpose.to_owned(), ..DigestText::default() }
    }

    fn first(text: &DigestText) -> Result<Digest, Refusal> {
        let (id, record) = (DigestId::from_bits(1), RecordId::from_bits(2));
        let language = Language::parse("ru").unwrap();
        Digest::first((id, record), &language, text, Marking::default(), &actor("lebedev"), 5)
    }

    #[test]
    fn an_abstract_says_something_in_a_language_of_the_office() {
        assert!(first(&text("  ")).is_err());
        assert!(first(&text(&"x".repeat(DIGEST_PART_CHARS_MAX + 1))).is_err());
        let french = Language::parse("fr").unwrap();
        let ids = (DigestId::from_bits(1), RecordId::from_bits(2));
        assert!(Digest::first(ids, &french, &text("Use"), Marking::default(), &actor("lebedev"), 5).is_err());
        let translated =
            DigestText { title: " Выпрямители \n из кремния ".to_owned(), ..DigestText::default() };
        let digest = first(&translated).unwrap();
        assert_eq!(digest.text.title, "Выпрямители из кремния");
        assert!(digest.text.is_translated() && !digest.text.is_own());
    }

    #[test]
    fn a_reader_is_shown_their_language_else_what_was_written_last() {
        let at = |bits: u64, language: &str, text: DigestText| Digest {
            id: DigestId::from_bits(bits),
            language: Language::parse(language).unwrap(),
            text,
            written_at: i64::try_from(bits).unwrap(),
            ..first(&self::text("For locomotives")).unwrap()
        };
        let translated = DigestText { title: "Выпрямители".to_owned(), ..DigestText::default() };
        let all = [at(3, "ru", text("a")), at(5, "de", text("b")), at(9, "en", translated)];
        let shown = |language| shown_digest(&all, language).map(|digest| digest.language.tag());
        assert_eq!([shown("ru"), shown("de"), shown("en")], [Some("ru"), Some("de"), Some("de")]);
        assert_eq!(shown_digest(&all[2..], "en"), None, "a translation alone says nothing of use");
    }

    #[test]
    fn a_version_follows_the_one_that_was_seen_and_names_who_wrote_it() {
        let digest = first(&text("For locomotives")).unwrap();
        let again = |seen, words: &str| digest.anew(seen, &text(words), Marking::default(), &actor("belova"), 9);
        assert_eq!(again(1, " For locomotives ").unwrap(), None, "nothing is other than before");
        let second = again(1, "For locomotives and hoists").unwrap().unwrap();
        assert_eq!((second.revision, second.person.as_str(), second.made_at, second.written_at), (2, "belova", 5, 9));
        assert!(second.anew(1, &text("Other"), Marking::default(), &actor("lebedev"), 10).is_err());
    }

    #[test]
    fn what_one_has_taken_no_other_takes_until_its_day_is_over() {
        let (record, today) = (RecordId::from_bits(2), Date::new(1962, 3, 1).unwrap());
        let taken = Taking::take(None, record, &actor("lebedev"), today).unwrap();
        assert!(Taking::take(Some(&taken), record, &actor("belova"), taken.until).is_err());
        assert!(Taking::take(Some(&taken), record, &actor("lebedev"), taken.until).unwrap().until > taken.until);
        let day_after = taken.until.plus_days(1);
        assert_eq!(Taking::take(Some(&taken), record, &actor("belova"), day_after).unwrap().person.as_str(), "belova");
    }

    #[test]
    fn a_grade_is_two_judgements() {
        assert_eq!(Grade::parse("B2").unwrap().to_string(), "B2");
        for text in ["", "B", "B7", "G1", "b2", "2B", "Б2", "B22"] {
            assert_eq!(Grade::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_passed_over_without_a_reason() {
        let by = PersonId::new("lebedev").unwrap();
        assert!(PassedOver::because(RecordId::from_bits(1), &by, " \n", 1).is_err());
        assert_eq!(PassedOver::because(RecordId::from_bits(1), &by, " an advert\n", 1).unwrap().reason, "an advert");
    }
}
