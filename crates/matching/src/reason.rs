//! Why a clause holds or does not, as data: what speaks to people puts it into their language.

use std::fmt;

use model::Kind;

use crate::field::Field;
use crate::oracle::Ground;
use crate::query::Atom;

/// Why a clause holds or does not. It reads as an English sentence without a full stop.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// All parts hold.
    AllHold,
    /// None of these alternatives holds.
    NoneHolds(Vec<String>),
    /// What was to be absent is.
    Absent(String),
    /// What was to be absent stands here.
    BarredBy(Ground),
    /// What was to be absent is there.
    Barred(Box<Reason>),
    /// It was found; the first place, if it stands in a text.
    Found(Option<Ground>),
    /// The pattern does not occur where it was looked for.
    Missing(String, Field),
    /// A word of a phrase does not occur where it was looked for.
    MissingOfPhrase(String, Field),
    /// The words of a phrase occur, but not side by side.
    PhraseApart(String),
    /// The second does not follow the first within so many words.
    NotFollowed {
        /// What is to be followed.
        first: String,
        /// What is to follow.
        second: String,
        /// Words that are allowed.
        allowed: u32,
    },
    /// Two patterns stand too far apart.
    TooFar {
        /// One.
        first: String,
        /// The other.
        second: String,
        /// How far apart they stand at the nearest, in words.
        nearest: u32,
        /// Words that are allowed.
        allowed: u32,
    },
    /// Two patterns never stand in the same text.
    NeverTogether(String, String),
    /// The record has the property.
    Has(Atom),
    /// The record has the class because the office gave it; no source says so.
    GivenByOffice(Atom),
    /// The record has it not; what it has of the sort instead.
    Lacks(Atom, Vec<String>),
    /// The record has a class that a crosswalk leads to: the way, as it is shown.
    Across(String),
    /// Published in a year that fits.
    Published(i32),
    /// Published in a year outside of these.
    PublishedOutside(i32, String),
    /// Nobody knows the year.
    NoYear,
}

/// Where a field's words are looked for, as people say it.
fn places(field: Field) -> &'static str {
    match field {
        Field::Text => "title, abstract or keywords",
        Field::Title => "the title",
        Field::Abstract => "the abstract",
        Field::Author => "the contributors",
        Field::Org => "the affiliations",
        Field::Source => "the source",
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::AllHold => f.write_str("all parts hold"),
            Reason::NoneHolds(clauses) => {
                let quoted: Vec<String> = clauses.iter().map(|clause| format!("`{clause}`")).collect();
                write!(f, "none of {} holds", quoted.join(", "))
            }
            Reason::Absent(clause) => write!(f, "`{clause}` is absent, as asked"),
            Reason::BarredBy(ground) => write!(f, "barred: {ground}"),
            Reason::Barred(inner) => write!(f, "barred: {inner}"),
            Reason::Found(None) => f.write_str("found"),
            Reason::Found(Some(ground)) => write!(f, "{ground}"),
            Reason::Missing(pattern, field) => write!(f, "`{pattern}` does not occur in {}", places(*field)),
            Reason::MissingOfPhrase(word, field) => {
                write!(f, "`{word}` of the phrase does not occur in {}", places(*field))
            }
            Reason::PhraseApart(text) => write!(f, "the words of the phrase `{text}` occur, but not side by side"),
            Reason::NotFollowed { first, second, allowed } => {
                write!(f, "`{second}` does not follow `{first}` within {allowed} words")
            }
            Reason::TooFar { first, second, nearest, allowed } => write!(
                f,
                "`{first}` and `{second}` stand {nearest} words apart at the nearest, and {allowed} are allowed"
            ),
            Reason::NeverTogether(first, second) => {
                write!(f, "`{first}` and `{second}` never stand in the same text")
            }
            Reason::Has(atom) => write!(f, "the record has {atom}"),
            Reason::GivenByOffice(atom) => write!(f, "the office gave the record {atom}"),
            Reason::Lacks(atom, has) => {
                match atom {
                    Atom::Class { code, exact: false } => write!(f, "no class of the record is {code} or below it")?,
                    Atom::Class { code, exact: true } => write!(f, "no class of the record is {code} itself")?,
                    Atom::Language(tag) => write!(f, "the record does not state the language {tag}")?,
                    Atom::Kind(kind) => write!(f, "the record is no {}", Kind::word(*kind))?,
                    Atom::Id(id) => write!(f, "the record does not carry {id}")?,
                }
                if has.is_empty() { Ok(()) } else { write!(f, "; it has {}", has.join(", ")) }
            }
            Reason::Across(way) => write!(f, "the record has it by {way}"),
            Reason::Published(year) => write!(f, "published in {year}"),
            Reason::PublishedOutside(year, years) => write!(f, "published in {year}, outside {years}"),
            Reason::NoYear => f.write_str("the record does not say when it was published"),
        }
    }
}
