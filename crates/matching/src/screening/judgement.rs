//! What comes of holding two parties against each other.

use super::{POSSIBLE, PROBABLE, STRONG};

/// How sure a hit is. The order is that of sureness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Worth a person's look.
    Possible,
    /// More likely than not.
    Probable,
    /// The names agree in all that tells parties apart.
    Strong,
}

impl Tier {
    /// The tier of a score; none below [`POSSIBLE`].
    pub fn of(score: f64) -> Option<Tier> {
        match score {
            s if s >= STRONG => Some(Tier::Strong),
            s if s >= PROBABLE => Some(Tier::Probable),
            s if s >= POSSIBLE => Some(Tier::Possible),
            _ => None,
        }
    }

    /// The word it is written as: `strong`, `probable`, `possible`.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Possible => "possible",
            Tier::Probable => "probable",
            Tier::Strong => "strong",
        }
    }
}

/// Why a score is what it is, with the words concerned: first those of the party that is screened, then those of the
/// party it is held against. Words stand as they were compared: folded, in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScreeningReason {
    /// The names read the same, word for word.
    SameName,
    /// The word stands in both.
    SameWord(String),
    /// The words sound alike, or are spellings of one word in another script or manner of romanising.
    SameSound(String, String),
    /// The words differ by a slip or two.
    NearWord(String, String),
    /// Two forms of one given name.
    SameGivenName(String, String),
    /// The words mean the same in two languages.
    SameMeaning(String, String),
    /// An initial that stands for the name.
    Initial(String, String),
    /// One word here, several there.
    Joined(String, String),
    /// The letters are the first letters of the other's words.
    Acronym(String, String),
    /// Words of the party that is screened which the other has not.
    OnlyHere(Vec<String>),
    /// Words of the other which the party that is screened has not.
    OnlyThere(Vec<String>),
    /// Words that stand in each other's way: both have one there, and not the same.
    Contradicting(Vec<String>, Vec<String>),
    /// Numbers that are not the same.
    OtherNumber(Vec<String>, Vec<String>),
    /// Legal forms that are not the same.
    OtherLegalForm(String, String),
    /// Who is whose child is said the other way round.
    OtherDescent,
    /// Only words agree that many parties have in their names.
    OnlyCommonWords,
    /// The name by which it was found is held to be weak by its list.
    WeakAlias,
    /// The same day of birth, or as much of it as both say.
    SameBirth(String),
    /// Born in different years.
    OtherBirth(String, String),
    /// A country of both.
    SameCountry(String),
    /// They share no country.
    OtherCountry(String, String),
    /// The same identifier.
    SameIdentifier(String),
    /// A person here, and an organisation or a vessel there, or the other way round.
    OtherKind,
}

impl ScreeningReason {
    /// The word it is written as in JSON and as a key of sentences.
    pub fn name(&self) -> &'static str {
        use ScreeningReason as R;
        match self {
            R::SameName => "same-name",
            R::SameWord(_) => "same-word",
            R::SameSound(..) => "same-sound",
            R::NearWord(..) => "near-word",
            R::SameGivenName(..) => "same-given-name",
            R::SameMeaning(..) => "same-meaning",
            R::Initial(..) => "initial",
            R::Joined(..) => "joined",
            R::Acronym(..) => "acronym",
            R::OnlyHere(_) => "only-here",
            R::OnlyThere(_) => "only-there",
            R::Contradicting(..) => "contradicting",
            R::OtherNumber(..) => "other-number",
            R::OtherLegalForm(..) => "other-legal-form",
            R::OtherDescent => "other-descent",
            R::OnlyCommonWords => "only-common-words",
            R::WeakAlias => "weak-alias",
            R::SameBirth(_) => "same-birth",
            R::OtherBirth(..) => "other-birth",
            R::SameCountry(_) => "same-country",
            R::OtherCountry(..) => "other-country",
            R::SameIdentifier(_) => "same-identifier",
            R::OtherKind => "other-kind",
        }
    }

    /// The words concerned: of the party that is screened, and of the other.
    pub fn words(&self) -> (Vec<&str>, Vec<&str>) {
        use ScreeningReason as R;
        match self {
            R::SameWord(w) | R::SameBirth(w) | R::SameCountry(w) | R::SameIdentifier(w) => (vec![w], vec![w]),
            R::SameSound(a, b)
            | R::NearWord(a, b)
            | R::SameGivenName(a, b)
            | R::SameMeaning(a, b)
            | R::Initial(a, b)
            | R::Joined(a, b)
            | R::Acronym(a, b)
            | R::OtherLegalForm(a, b)
            | R::OtherBirth(a, b)
            | R::OtherCountry(a, b) => (vec![a], vec![b]),
            R::OnlyHere(a) => (a.iter().map(String::as_str).collect(), Vec::new()),
            R::OnlyThere(b) => (Vec::new(), b.iter().map(String::as_str).collect()),
            R::Contradicting(a, b) | R::OtherNumber(a, b) => {
                (a.iter().map(String::as_str).collect(), b.iter().map(String::as_str).collect())
            }
            R::SameName | R::OtherDescent | R::OnlyCommonWords | R::WeakAlias | R::OtherKind => {
                (Vec::new(), Vec::new())
            }
        }
    }
}

/// What comes of two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// How likely they are the same, at least 0 and below 1. It orders hits; it is not a frequency.
    pub score: f64,
    /// The tier of the score; none below the threshold.
    pub tier: Option<Tier>,
    /// Why, the weightiest first.
    pub reasons: Vec<ScreeningReason>,
}

/// A hit of a search in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The key of the listed party, as it was given to the index.
    pub key: String,
    /// As in [`Verdict`].
    pub score: f64,
    /// The tier of the score.
    pub tier: Tier,
    /// Why, the weightiest first.
    pub reasons: Vec<ScreeningReason>,
    /// The name or alias of the listed party by which it was found.
    pub by: String,
}
