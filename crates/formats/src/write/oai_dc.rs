//! Dublin Core without qualifiers, as OAI-PMH wants it of every repository
//! (<http://www.openarchives.org/OAI/2.0/oai_dc.xsd>).
//!
//! Identifiers are written with their scheme before a colon, and not as addresses: an address would say that the work
//! can be had there.

use model::{Language, Record, Role, Scheme};

use super::xml::Xml;
use super::{inverted, keywords, line, standing_title};

pub(super) fn put(record: &Record, place: &str, xml: &mut Xml) {
    let attributes = [
        ("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", place),
    ];
    xml.element("oai_dc:dc", &attributes, |xml| elements(record, xml));
}

fn elements(record: &Record, xml: &mut Xml) {
    let mut put = |name: &str, language: Option<&Language>, text: &str| {
        let language = language.map(|language| ("xml:lang", language.tag()));
        xml.leaf_if(name, language.as_slice(), &line(text));
    };
    for (at, title) in record.titles.iter().enumerate() {
        let text = if at == 0 { standing_title(record) } else { title.text.clone() };
        put("dc:title", title.language.as_ref(), &text);
    }
    for one in &record.contributors {
        let name = match one.role {
            Role::Author | Role::Inventor => "dc:creator",
            _ => "dc:contributor",
        };
        put(name, None, &inverted(&one.name));
    }
    for word in keywords(record) {
        // Repositories put several words into one element, with semicolons between them.
        put("dc:subject", None, &word.replace(';', ","));
    }
    for summary in &record.abstracts {
        put("dc:description", summary.language.as_ref(), &summary.text);
    }
    for note in &record.notes {
        // As arXiv tells remarks apart from abstracts.
        put("dc:description", None, &format!("Comment: {note}"));
    }
    put("dc:publisher", None, record.source.publisher.as_deref().unwrap_or_default());
    put("dc:date", None, &record.published.map_or_else(String::new, |date| date.to_string()));
    put("dc:type", None, record.kind.word());
    let locations = record.locations.iter().map(|location| location.url.clone());
    for identifier in record.identifiers.iter().map(ToString::to_string).chain(locations) {
        put("dc:identifier", None, &identifier);
    }
    put("dc:language", None, record.language.as_ref().map_or("", Language::tag));
    put("dc:source", None, record.source.title.as_deref().unwrap_or_default());
    let serials = record.source.identifiers.iter().filter(|id| matches!(id.scheme(), Scheme::Issn | Scheme::Isbn));
    serials.for_each(|id| put("dc:source", None, &id.to_string()));
    put("dc:source", None, &numbering(record));
    for relation in &record.relations {
        put("dc:relation", None, &relation.target.to_string());
    }
    for rights in &record.rights {
        let said = rights.url.as_ref().or(rights.statement.as_ref()).or(rights.spdx.as_ref());
        put("dc:rights", None, said.map_or("", String::as_str));
    }
}

/// Volume, issue and pages, for which there is no element: behind the title of what the work stands in, so that they are
/// not taken for one.
fn numbering(record: &Record) -> String {
    let source = &record.source;
    let part = |word: &str, value: &Option<String>| value.as_ref().map(|value| format!("{word} {value}"));
    let parts = [part("vol.", &source.volume), part("no.", &source.issue), part("pp.", &source.pages)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match &source.title {
        Some(title) if !parts.is_empty() => format!("{title}, {}", parts.join(", ")),
        _ => String::new(),
    }
}
