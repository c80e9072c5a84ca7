//! An issue made ready for a template: the data a template may use, the same for HTML and PDF.
//!
//! `docs/templates.md` tells editors what stands here; a field that is added goes there too.

use serde::Serialize;

use crate::index::{Group, author_index, subject_index};
use crate::issue::{Author, Issue, Item, Kind, Language, Section};
use crate::letters::{language, line, paragraphs, web_address};
use crate::words::{Words, words};

#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    pub kind: Kind,
    pub name: String,
    pub office: String,
    pub subtitle: Option<String>,
    pub number: String,
    pub year: u16,
    pub date_text: String,
    pub date: String,
    pub marking: Option<String>,
    pub language: &'static str,
    pub words: Words,
    pub n_items: usize,
    pub sections: Vec<SheetSection>,
    pub closing: Vec<String>,
    pub author_index: Vec<Group>,
    pub subject_index: Vec<Group>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetSection {
    pub anchor: String,
    pub code: Option<String>,
    pub heading: String,
    pub note: Vec<String>,
    pub items: Vec<SheetItem>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetItem {
    pub number: u32,
    pub title: String,
    pub title_language: Option<String>,
    pub title_by_office: bool,
    pub original: Option<SheetOriginal>,
    pub authors: Vec<String>,
    pub source: Option<String>,
    pub identifiers: Vec<SheetIdentifier>,
    pub digest: Vec<DigestPart>,
    pub digest_language: Option<String>,
    pub digest_language_name: Option<String>,
    pub abstractor: Option<String>,
    pub paragraphs: Vec<String>,
    pub abstract_language: Option<String>,
    pub abstract_by_office: bool,
    pub grade: Option<String>,
    pub classes: Vec<SheetClass>,
    pub marking: Option<String>,
    pub rights: Option<String>,
    pub grounds: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetOriginal {
    pub title: String,
    pub language: Option<String>,
    pub language_name: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetIdentifier {
    pub scheme: String,
    pub value: String,
    pub url: Option<String>,
}

/// One of the three parts of the office's own abstract.
#[derive(Debug, Serialize)]
pub(crate) struct DigestPart {
    pub label: &'static str,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct SheetClass {
    pub code: String,
    pub label: Option<String>,
}

fn some(text: Option<&str>) -> Option<String> {
    text.map(line).filter(|line| !line.is_empty())
}

/// What heads something is never empty: a heading without a word cannot be jumped to, and PDF/UA-1 refuses it.
fn headed(text: &str, words: &Words) -> String {
    let seen = line(text);
    if seen.chars().all(|letter| matches!(letter, ' ' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')) {
        return words.untitled.to_owned();
    }
    seen
}

/// A name below a title. Russian puts the family name first, English and German the given name.
fn byline(author: &Author, issue_language: Language) -> String {
    let (family, given) = (line(&author.family), some(author.given.as_deref()));
    match given {
        None => family,
        Some(given) if issue_language == Language::Ru => format!("{family} {given}"),
        Some(given) => format!("{given} {family}"),
    }
}

impl Sheet {
    pub(crate) fn new(issue: &Issue) -> Sheet {
        let head = &issue.masthead;
        let words = words(head.language, issue.kind);
        let indexed = issue.kind == Kind::AbstractJournal;
        Sheet {
            kind: issue.kind,
            name: line(&head.name),
            office: line(&head.office),
            subtitle: some(head.subtitle.as_deref()),
            number: line(&head.number),
            year: head.year,
            date_text: line(&head.date_text),
            date: head.date.to_string(),
            marking: some(head.marking.as_deref()),
            language: head.language.code(),
            words,
            n_items: issue.items().count(),
            sections: (1..)
                .zip(&issue.sections)
                .map(|(n, section)| sheet_section(n, section, head.language, &words))
                .collect(),
            closing: issue.closing.as_deref().map(paragraphs).unwrap_or_default(),
            author_index: if indexed { author_index(issue) } else { Vec::new() },
            subject_index: if indexed { subject_index(issue) } else { Vec::new() },
        }
    }
}

fn sheet_section(number: usize, section: &Section, speaks: Language, words: &Words) -> SheetSection {
    SheetSection {
        anchor: format!("s{number}"),
        code: some(section.code.as_deref()),
        heading: headed(&section.heading, words),
        note: section.note.as_deref().map(paragraphs).unwrap_or_default(),
        items: section.items.iter().map(|item| sheet_item(item, speaks, words)).collect(),
    }
}

fn sheet_item(item: &Item, speaks: Language, words: &Words) -> SheetItem {
    let other = |code: Option<&str>| code.and_then(language).filter(|code| code != speaks.code());
    let own = item.digest.as_ref();
    let part = |label, text: Option<&str>| some(text).map(|text| DigestPart { label, text });
    SheetItem {
        number: item.number,
        title: headed(&item.title, words),
        title_language: other(item.title_language.as_deref()),
        title_by_office: item.title_by_office,
        original: item.original.as_ref().map(|original| SheetOriginal {
            title: line(&original.title),
            language: language(&original.language),
            language_name: line(&original.language_name),
        }),
        authors: item.authors.iter().map(|author| byline(author, speaks)).filter(|name| !name.is_empty()).collect(),
        source: some(item.source.as_deref()),
        identifiers: item
            .identifiers
            .iter()
            .map(|identifier| SheetIdentifier {
                scheme: line(&identifier.scheme),
                value: line(&identifier.value),
                url: identifier.url.as_deref().and_then(web_address),
            })
            .collect(),
        digest: [
            own.and_then(|own| part(words.purpose, own.purpose.as_deref())),
            own.and_then(|own| part(words.advantage, own.advantage.as_deref())),
            own.and_then(|own| part(words.conditions, own.conditions.as_deref())),
        ]
        .into_iter()
        .flatten()
        .collect(),
        digest_language: other(own.and_then(|own| own.language.as_deref())),
        digest_language_name: own.and_then(|own| some(own.language_name.as_deref())),
        abstractor: own.and_then(|own| some(own.abstractor.as_deref())),
        paragraphs: item.abstract_.as_ref().map(|text| paragraphs(&text.text)).unwrap_or_default(),
        abstract_language: other(item.abstract_.as_ref().and_then(|text| text.language.as_deref())),
        abstract_by_office: item.abstract_.as_ref().is_some_and(|text| text.by_office),
        grade: item.grade.map(String::from),
        classes: item
            .classes
            .iter()
            .map(|class| SheetClass { code: line(&class.code), label: some(class.label.as_deref()) })
            .collect(),
        marking: some(item.marking.as_deref()),
        rights: some(item.rights.as_deref()),
        grounds: item.grounds.iter().map(|ground| line(ground)).filter(|ground| !ground.is_empty()).collect(),
    }
}
