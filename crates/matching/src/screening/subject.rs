//! What is known of a party, and the same prepared for comparing.

use super::name::Name;
use super::{NAME_CHARS_MAX, NAMES_MAX};

/// What sort of party it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum SubjectKind {
    /// A person.
    Person,
    /// A company, an authority, a group of people.
    Organisation,
    /// A ship or an aircraft.
    Vessel,
    /// It is not said.
    #[default]
    Unknown,
}

/// What is known of a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// What sort of party it is.
    pub kind: SubjectKind,
    /// Its name, in any script.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Other names that its list itself calls weak: nicknames, short forms that many bear.
    pub weak_aliases: Vec<String>,
    /// Days, months or years of birth (of a company, its founding), `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; several where its list has several.
    pub born: Vec<String>,
    /// Countries, as codes or words; compared as they stand, without case.
    pub countries: Vec<String>,
    /// Numbers of passports, registers, ships.
    pub identifiers: Vec<String>,
}

impl Subject {
    /// A party of which only the name is known.
    pub fn named(name: &str, kind: SubjectKind) -> Subject {
        Subject { kind, name: name.to_owned(), ..Subject::default() }
    }
}

/// A party of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// By what its list knows it.
    pub key: String,
    /// What is known of it.
    pub subject: Subject,
}

/// A party whose names have been read.
#[derive(Clone, Debug)]
pub struct Known {
    pub(super) kind: SubjectKind,
    /// Each name with its text, and whether it is weak.
    pub(super) names: Vec<(Name, Box<str>, bool)>,
    /// Year, month and day; 0 is unknown.
    pub(super) born: Vec<Day>,
    pub(super) countries: Vec<Box<str>>,
    pub(super) identifiers: Vec<Box<str>>,
}

/// Year, month, day; 0 where it is not said.
pub(super) type Day = (u16, u8, u8);

impl Known {
    /// Reads the names of a party.
    pub fn of(subject: &Subject) -> Known {
        let all = std::iter::once((&subject.name, false))
            .chain(subject.aliases.iter().map(|name| (name, false)))
            .chain(subject.weak_aliases.iter().map(|name| (name, true)));
        let mut names: Vec<(Name, Box<str>, bool)> = Vec::new();
        for (text, weak) in all.take(NAMES_MAX) {
            let text = shortened(text);
            if text.trim().is_empty() || names.iter().any(|(_, held, _)| **held == *text) {
                continue;
            }
            names.push((Name::read(text, subject.kind), text.into(), weak));
        }
        Known {
            kind: subject.kind,
            names,
            born: subject.born.iter().take(NAMES_MAX).filter_map(|day| day_of(day)).collect(),
            countries: plain(&subject.countries, |c| !c.is_control()),
            identifiers: plain(&subject.identifiers, char::is_alphanumeric),
        }
    }
}

/// The beginning of a name, as much as is compared.
pub(super) fn shortened(name: &str) -> &str {
    match name.char_indices().nth(NAME_CHARS_MAX) {
        Some((end, _)) => &name[..end],
        None => name,
    }
}

/// In lower case, with only what is kept, without what is left empty.
fn plain(values: &[String], keep: fn(char) -> bool) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = values
        .iter()
        .take(NAMES_MAX)
        .map(|value| {
            shortened(value).trim().chars().filter(|c| keep(*c)).flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|value| !value.is_empty())
        .map(String::into_boxed_str)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// `1962`, `1962-04`, `1962-04-19`; other writings are taken for their year if a group of four digits stands in them.
fn day_of(text: &str) -> Option<Day> {
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty() && group.len() <= 4)
        .take(4)
        .collect();
    let year = groups.iter().position(|group| group.len() == 4)?;
    let number = |i: usize| groups.get(i).and_then(|group| group.parse::<u8>().ok());
    let day = if year == 0 { (number(1), number(2)) } else { (None, None) };
    let month = day.0.filter(|month| (1..=12).contains(month)).unwrap_or(0);
    let date = day.1.filter(|date| (1..=31).contains(date) && month > 0).unwrap_or(0);
    Some((groups[year].parse().ok()?, month, date))
}
