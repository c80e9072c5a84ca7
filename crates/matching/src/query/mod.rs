//! The query language, as it is understood. [`parse`] reads what is written.

mod across;
mod error;
mod lexer;
mod parser;
mod value;

use std::fmt;

pub use across::Across;
pub(crate) use across::{counted_key, scheme_key, way_key};
pub use error::QueryError;
pub use parser::parse;

use model::{Identifier, Kind, Language, SubjectScheme};

use crate::field::Field;

/// What a query asks of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// Words in a field.
    Text(Field, Pattern),
    /// A property that a record has or has not.
    Atom(Atom),
    /// A class, or what a crosswalk leads to from it; made by [`Query::across`].
    Across(Across),
    /// Published within these years.
    Year(Years),
}

/// Words and how they stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Words that follow each other: one word is a term, several a phrase. As written; the
    /// analysis cuts them. Open: the last word is a prefix.
    Words {
        /// As written, without quotes and star.
        text: String,
        /// Whether the last word only has to begin so.
        open: bool,
    },
    /// Any of these, inside a proximity.
    Any(Vec<Pattern>),
    /// Both within so many words, in either order.
    Near(u32, Box<Pattern>, Box<Pattern>),
    /// The second within so many words behind the first.
    Adj(u32, Box<Pattern>, Box<Pattern>),
}

/// A property that a record has or has not.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// A class or anything below it; `exact`: this very class.
    Class {
        /// The code in lower case, without blanks.
        code: String,
        /// Leave out the classes below it.
        exact: bool,
    },
    /// A language the record states, of the work or of a title or abstract.
    Language(String),
    /// A kind of thing.
    Kind(Kind),
    /// An identifier, in the form in which records carry it.
    Id(String),
}

/// Years from and to, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

impl Atom {
    /// The class of this code and all below it. Patent codes may be written with blanks and zeros.
    pub fn class(code: &str, exact: bool) -> Atom {
        let looks_like_patent = code.len() >= 4
            && code.as_bytes()[0].is_ascii_alphabetic()
            && code.as_bytes()[1..3].iter().all(u8::is_ascii_digit)
            && code.as_bytes()[3].is_ascii_alphabetic();
        let scheme = if looks_like_patent { SubjectScheme::Ipc } else { SubjectScheme::Arxiv };
        Atom::Class { code: scheme.normal(code).to_lowercase(), exact }
    }

    /// A language by tag, code or English name.
    pub fn language(text: &str) -> Option<Atom> {
        Language::parse(text).map(|language| Atom::Language(language.primary().to_owned()))
    }

    /// An identifier in any written form; what has no known form is compared as it stands.
    pub fn id(text: &str) -> Atom {
        Atom::Id(Identifier::parse(text).map_or_else(|| text.trim().to_lowercase(), |id| id.to_string().to_lowercase()))
    }

    /// The key under which records are held to have this property.
    pub(crate) fn key(&self) -> String {
        match self {
            Atom::Class { code, exact: false } => format!("class\u{1}{code}"),
            Atom::Class { code, exact: true } => format!("class=\u{1}{code}"),
            Atom::Language(tag) => format!("lang\u{1}{tag}"),
            Atom::Kind(kind) => format!("kind\u{1}{kind}"),
            Atom::Id(id) => format!("id\u{1}{id}"),
        }
    }

    /// Field and value of a key, for a search index.
    pub fn field_and_value(&self) -> (&'static str, String) {
        let key = self.key();
        let value = key.split('\u{1}').nth(1).unwrap_or("").to_owned();
        let field = match self {
            Atom::Class { exact: false, .. } => "class",
            Atom::Class { exact: true, .. } => "class_exact",
            Atom::Language(_) => "lang",
            Atom::Kind(_) => "kind",
            Atom::Id(_) => "id",
        };
        (field, value)
    }
}

impl Years {
    /// Whether a year lies within.
    pub fn hold(self, year: i32) -> bool {
        (self.from..=self.to).contains(&year)
    }
}

impl Pattern {
    /// A single word or phrase.
    pub fn words(text: &str) -> Pattern {
        Pattern::Words { text: text.to_owned(), open: false }
    }

    /// A word of which only the beginning is given.
    pub fn prefix(text: &str) -> Pattern {
        Pattern::Words { text: text.to_owned(), open: true }
    }
}

impl Query {
    /// A word, phrase or other pattern anywhere in title, abstract and keywords.
    pub fn text(pattern: Pattern) -> Query {
        Query::Text(Field::Text, pattern)
    }

    /// Whether a record must hold some word or property to satisfy the query. A query that needs
    /// none is evaluated on every record.
    pub fn needs_a_word(&self) -> bool {
        match self {
            Query::And(parts) => parts.iter().any(Query::needs_a_word),
            Query::Or(parts) => parts.iter().all(Query::needs_a_word),
            Query::Not(_) | Query::Year(_) => false,
            Query::Text(..) | Query::Atom(_) | Query::Across(_) => true,
        }
    }

    /// Whether the query only says what must not be there, so that nearly every record satisfies it.
    pub fn only_denies(&self) -> bool {
        match self {
            Query::Not(_) => true,
            Query::And(parts) => parts.iter().all(Query::only_denies),
            Query::Or(parts) => parts.iter().any(Query::only_denies),
            _ => false,
        }
    }
}

/// Writes the query so that it reads back to itself.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::And(parts) => joined(f, parts, " AND "),
            Query::Or(parts) => joined(f, parts, " OR "),
            Query::Not(part) => write!(f, "NOT {}", Inside(part)),
            Query::Text(Field::Text, pattern) => write!(f, "{pattern}"),
            Query::Text(field, pattern @ Pattern::Words { .. }) => write!(f, "{field}:{pattern}"),
            Query::Text(field, pattern) => write!(f, "{field}:({pattern})"),
            Query::Atom(atom) => write!(f, "{atom}"),
            Query::Across(across) => write!(f, "{across}"),
            Query::Year(years) => write!(f, "{years}"),
        }
    }
}

struct Inside<'a>(&'a Query);

impl fmt::Display for Inside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::And(_) | Query::Or(_) | Query::Not(_) => write!(f, "({})", self.0),
            other => write!(f, "{other}"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Query], between: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        match part {
            Query::Not(_) => write!(f, "{part}")?,
            _ => write!(f, "{}", Inside(part))?,
        }
    }
    Ok(())
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Words { text, open } => {
                let star = if *open { "*" } else { "" };
                if lexer::is_bare(text) { write!(f, "{text}{star}") } else { write!(f, "\"{text}{star}\"") }
            }
            Pattern::Any(parts) => {
                f.write_str("(")?;
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" OR ")?;
                    }
                    write!(f, "{part}")?;
                }
                f.write_str(")")
            }
            Pattern::Near(words, a, b) => write!(f, "{} NEAR/{words} {}", Operand(a), Operand(b)),
            Pattern::Adj(words, a, b) => write!(f, "{} ADJ/{words} {}", Operand(a), Operand(b)),
        }
    }
}

struct Operand<'a>(&'a Pattern);

impl fmt::Display for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Pattern::Near(..) | Pattern::Adj(..) => write!(f, "({})", self.0),
            other => write!(f, "{other}"),
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Class { code, exact: false } => write!(f, "class:{code}"),
            Atom::Class { code, exact: true } => write!(f, "class:\"{code}\""),
            Atom::Language(tag) => write!(f, "lang:{tag}"),
            Atom::Kind(kind) => write!(f, "kind:{kind}"),
            Atom::Id(id) => write!(f, "id:\"{id}\""),
        }
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (from, to) if from == to => write!(f, "year:{from}"),
            (i32::MIN, to) => write!(f, "year:..{to}"),
            (from, i32::MAX) => write!(f, "year:{from}.."),
            (from, to) => write!(f, "year:{from}..{to}"),
        }
    }
}
