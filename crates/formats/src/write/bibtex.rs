//! BibTeX in UTF-8, with the signs that LaTeX takes for its own written out.

use std::fmt::Write;

use model::{Kind, Role, Scheme};

use super::{Given, address, keywords, line, number, people};

pub(super) fn write(records: &[Given<'_>]) -> String {
    let mut text = String::new();
    for given in records {
        one(&mut text, given);
    }
    text
}

/// Fields that are taken as they stand.
const VERBATIM: [&str; 3] = ["doi", "url", "eprint"];

fn one(text: &mut String, given: &Given<'_>) {
    let record = given.record;
    let _ = writeln!(text, "@{}{{{},", kind(record.kind), given.id);
    let mut field = |name: &str, value: &str| {
        let value = line(value);
        if !value.is_empty() {
            let value = match name {
                // Within braces of its own a title keeps its capitals, whatever the style does with others.
                "title" => format!("{{{}}}", escaped(&value)),
                name if VERBATIM.contains(&name) => address_of(&value),
                _ => escaped(&value),
            };
            let _ = writeln!(text, "  {name} = {{{value}}},");
        }
    };
    field("title", record.title().unwrap_or_default());
    field("author", &people(record, &[Role::Author, Role::Inventor]).join(" and "));
    field("editor", &people(record, &[Role::Editor]).join(" and "));
    field("translator", &people(record, &[Role::Translator]).join(" and "));
    if let Some(published) = record.published {
        field("year", &published.year().to_string());
        field("date", &published.to_string());
    }
    let source = &record.source;
    let holds = match record.kind {
        Kind::Chapter | Kind::ConferencePaper => "booktitle",
        _ => "journal",
    };
    field(holds, source.title.as_deref().unwrap_or_default());
    field("volume", source.volume.as_deref().unwrap_or_default());
    field("number", source.issue.as_deref().unwrap_or_default());
    field("pages", &source.pages.as_deref().unwrap_or_default().replace(['–', '-'], "--").replace("----", "--"));
    let publisher = match record.kind {
        Kind::Thesis => "school",
        Kind::Report => "institution",
        _ => "publisher",
    };
    field(publisher, source.publisher.as_deref().unwrap_or_default());
    let either = |scheme| number(&record.identifiers, scheme).or_else(|| number(&source.identifiers, scheme));
    field("doi", either(Scheme::Doi).unwrap_or_default());
    field("isbn", either(Scheme::Isbn).unwrap_or_default());
    field("issn", either(Scheme::Issn).unwrap_or_default());
    if let Some(arxiv) = number(&record.identifiers, Scheme::Arxiv) {
        field("eprint", arxiv);
        field("eprinttype", "arxiv");
    }
    field("url", address(record).unwrap_or_default());
    field("language", record.language.as_ref().map_or("", model::Language::tag));
    field("keywords", &keywords(record).join(", "));
    field("abstract", record.abstracts.first().map_or("", |summary| summary.text.as_str()));
    text.push_str("}\n\n");
}

/// A value that is taken as it stands, without what would end it.
fn address_of(value: &str) -> String {
    value.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// The signs of LaTeX as text. A brace that is text must not count as one.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' => text.push_str("\\textbackslash{}"),
            '{' => text.push_str("\\textbraceleft{}"),
            '}' => text.push_str("\\textbraceright{}"),
            '~' => text.push_str("\\textasciitilde{}"),
            '^' => text.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                text.push('\\');
                text.push(c);
            }
            _ => text.push(c),
        }
    }
    text
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article | Kind::Editorial | Kind::Correction | Kind::Retraction => "article",
        Kind::Review => "review",
        Kind::ConferencePaper => "inproceedings",
        Kind::Proceedings => "proceedings",
        Kind::Book => "book",
        Kind::Chapter => "incollection",
        Kind::Thesis => "phdthesis",
        Kind::Report => "techreport",
        Kind::Patent => "patent",
        Kind::Standard => "standard",
        Kind::Dataset => "dataset",
        Kind::Software => "software",
        Kind::Webpage => "online",
        Kind::Preprint => "preprint",
        Kind::Serial => "periodical",
        _ => "misc",
    }
}
