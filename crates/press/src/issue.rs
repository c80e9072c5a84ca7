//! A composed issue, as plain data.
//!
//! Who composes it has decided everything: what is in it, in which order, under which number and marking. Nothing is
//! looked up here. All texts are plain text; a line break in an abstract begins a paragraph.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::letters::line;

/// What an issue is, which decides what surrounds its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Abstracts of a subject class, with an index of authors and one of subjects.
    AbstractJournal,
    /// What was found for one unit, a section for each need, with the grounds of each match.
    UnitBulletin,
    /// A few items at once, without an index.
    ExpressNote,
}

/// The language an issue speaks in its own words. Its items may be in any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
    /// German.
    De,
}

impl Language {
    /// As BCP 47 and HTML write it.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ru => "ru",
            Language::De => "de",
        }
    }
}

/// A day of the Gregorian calendar, in exchange `YYYY-MM-DD` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Reads `YYYY-MM-DD`; `None` for anything else, and for days that do not exist.
    pub fn parse(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten()
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let n_days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let exists = (1..=n_days).contains(&day) && year > 0;
        exists.then_some(Day { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Day, String> {
        Day::parse(&text).ok_or_else(|| format!("`{text}` is not a day; write it as 2026-03-31"))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

/// The Admiralty grade of a source and of what it says: `A` to `F` for reliability, `1` to `6` for credibility
/// (AJP-2.1, annex on source evaluation). In exchange two characters, as `B2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade {
    reliability: char,
    credibility: char,
}

impl Grade {
    /// Reads a letter `A` to `F` and a digit `1` to `6`.
    pub fn parse(text: &str) -> Option<Grade> {
        let mut chars = text.chars();
        let (reliability, credibility) = (chars.next()?, chars.next()?);
        let known = ('A'..='F').contains(&reliability) && ('1'..='6').contains(&credibility);
        (known && chars.next().is_none()).then_some(Grade { reliability, credibility })
    }
}

impl TryFrom<String> for Grade {
    type Error = String;

    fn try_from(text: String) -> Result<Grade, String> {
        Grade::parse(&text).ok_or_else(|| format!("`{text}` is not a grade; write a letter A to F and a digit 1 to 6"))
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> String {
        format!("{}{}", grade.reliability, grade.credibility)
    }
}

/// What stands at the head of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masthead {
    /// Name of the bulletin.
    pub name: String,
    /// The office that puts it out.
    pub office: String,
    /// Subject class or unit it is for.
    pub subtitle: Option<String>,
    /// Number of the issue within its year, as it is to be read.
    pub number: String,
    /// The year that is counted in.
    pub year: u16,
    /// The date as the language of the issue writes it.
    pub date_text: String,
    /// The same date for machines; it becomes the date of the document.
    pub date: Day,
    /// Printed on every page, where the issue is marked.
    pub marking: Option<String>,
    /// The language of everything that is not an item.
    pub language: Language,
}

/// Items under one heading: a subject class in a journal, a need in a bulletin of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Code of the class or number of the need.
    pub code: Option<String>,
    /// What the section is called.
    pub heading: String,
    /// What is to be said of it before its items, as the statement of a need.
    pub note: Option<String>,
    /// In the order of print.
    pub items: Vec<Item>,
}

/// One author: a person, or a body whose whole name is `family`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Family name, by which the index is sorted.
    pub family: String,
    /// Given names or initials.
    pub given: Option<String>,
}

/// The title in the language of the work, where the item is headed by a translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// The title.
    pub title: String,
    /// BCP 47 code of its language; what is no code is not passed on.
    pub language: String,
    /// The language as the issue calls it.
    pub language_name: String,
}

/// One identifier of a work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// As `DOI` or `ISSN`.
    pub scheme: String,
    /// In the form in which it is quoted.
    pub value: String,
    /// Where it leads. Only `http` and `https` become links; others stand as text alone.
    pub url: Option<String>,
}

/// The office's own abstract, which says what the thing is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// What it can be used for.
    pub purpose: Option<String>,
    /// What is better than before.
    pub advantage: Option<String>,
    /// Under which conditions.
    pub conditions: Option<String>,
    /// Who wrote it.
    pub abstractor: Option<String>,
    /// BCP 47 code, where it is not that of the issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What that language is called in the one of the issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_name: Option<String>,
}

/// The abstract that came with the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abstract {
    /// Line breaks begin paragraphs.
    pub text: String,
    /// BCP 47 code, where it is known.
    pub language: Option<String>,
    /// Whether the office translated it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_office: bool,
}

/// A class an item stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Code in the scheme of the journal.
    pub code: String,
    /// What the code means.
    pub label: Option<String>,
}

/// One work in an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Running number, once in an issue; the indexes lead to it.
    pub number: u32,
    /// Title in the language of the issue, or the only one there is.
    pub title: String,
    /// BCP 47 code of the language of `title`, where it is not that of the issue.
    pub title_language: Option<String>,
    /// Whether the office translated it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub title_by_office: bool,
    /// The title in the language of the work.
    pub original: Option<Original>,
    /// In the order of the work.
    pub authors: Vec<Author>,
    /// Journal, year, pages; or country and number of a patent.
    pub source: Option<String>,
    /// What the work can be ordered by.
    pub identifiers: Vec<Identifier>,
    /// The office's own abstract.
    pub digest: Option<Digest>,
    /// The author's abstract.
    pub abstract_: Option<Abstract>,
    /// Grade of source and statement.
    pub grade: Option<Grade>,
    /// Classes, which make the subject index.
    pub classes: Vec<Class>,
    /// Marking of the item, where it differs from that of the issue.
    pub marking: Option<String>,
    /// What may be done with the text.
    pub rights: Option<String>,
    /// Why it was matched, a sentence each.
    pub grounds: Vec<String>,
}

/// A composed issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is.
    pub kind: Kind,
    /// What stands at its head.
    pub masthead: Masthead,
    /// In the order of print.
    pub sections: Vec<Section>,
    /// Last words. An issue without items has to say here why there is nothing.
    pub closing: Option<String>,
}

/// Items an issue may hold. The largest journals of abstracts had some 5,000 an issue; a volume of more is divided.
pub const ITEMS_MAX: usize = 20_000;

impl Issue {
    /// All items in the order of print.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// Whether the issue can be printed; each form asks before it begins.
    ///
    /// # Errors
    /// [`Fault::Issue`] when it has no name, too many items, two items of one number, or nothing and no word why.
    pub fn check(&self) -> Result<(), Fault> {
        let refuse = |what: String| Err(Fault::Issue { what });
        if !line(&self.masthead.name).contains(char::is_alphanumeric) {
            return refuse("it has no name; name the bulletin it belongs to".to_owned());
        }
        let n_items = self.items().count();
        if n_items > ITEMS_MAX {
            return refuse(format!("it has {n_items} items and {ITEMS_MAX} are the most; divide it"));
        }
        let said = self.closing.as_deref().is_some_and(|closing| !closing.trim().is_empty());
        if n_items == 0 && !said {
            return refuse("it is empty and does not say why; add a closing note or send nothing".to_owned());
        }
        let mut seen = std::collections::HashSet::new();
        match self.items().find(|item| !seen.insert(item.number)) {
            Some(item) => refuse(format!("number {} stands before two items; number them through", item.number)),
            None => Ok(()),
        }
    }
}
