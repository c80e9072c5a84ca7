//! Dublin Core, plain (`oai_dc`) and qualified: the elements and terms of the Dublin Core Metadata
//! Initiative (<https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>), with the
//! vocabularies that repositories write into them (<https://guidelines.openaire.eu/>).

use std::collections::BTreeMap;

use model::{Identifier, Kind, Language, PartialDate, Record, RelationKind, Rights, Role, Scheme};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, affiliation, inverted, web_address};
use crate::kind_words::kind_named;
use crate::markup::plain;
use crate::prose::prose;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "dublin-core";

/// Whether the entry is one of these. Repositories call the container `dc`, `qualifieddc`,
/// `oai_qdc`, and extend it under names of their own that end so.
pub(crate) fn claims(entry: &Element) -> bool {
    let name = entry.name.to_ascii_lowercase();
    let container = name == "dc" || ["qdc", "-dc", "_dc", "qualifieddc"].iter().any(|end| name.ends_with(end));
    container && entry.elements().any(|child| FIELDS.contains(&child.name.as_str()))
}

const FIELDS: &[&str] =
    &["title", "creator", "identifier", "subject", "description", "publisher", "date", "type", "rights", "language"];

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::plain();
    draft.record.language = entry.children("language").find_map(|language| Language::parse(&language.text()));
    draft.record.kind = entry
        .children("type")
        .map(Element::text)
        // Our own word is the last resort: those who have a vocabulary mean it.
        .find_map(|kind| kind_named(&kind).or_else(|| Kind::from_word(&kind)))
        .unwrap_or(Kind::Other);
    for element in entry.children("identifier") {
        identifier(element, &mut draft);
    }
    for title in entry.children("title").chain(entry.children("alternative")) {
        draft.title(&plain(&prose(title)), title.language());
    }
    for (name, role) in [("creator", Role::Author), ("contributor", Role::Contributor)] {
        for element in entry.children(name) {
            contributor(element, role, &mut draft);
        }
    }
    dates(entry, &mut draft);
    descriptions(entry, &mut draft);
    for subject in entry.children("subject") {
        // Several words in one element are parted by semicolons.
        for word in prose(subject).split(';') {
            draft.keyword(&plain(word));
        }
    }
    draft.record.source.publisher =
        entry.children("publisher").map(|name| plain(&name.text())).find(|name| !name.is_empty());
    for element in entry.children("source").chain(entry.children("isPartOf")) {
        container(element, &mut draft);
    }
    for element in entry.children("bibliographicCitation") {
        draft.note(&element.text());
    }
    for element in entry.elements() {
        if let Some(kind) = relation(&element.name) {
            related(element, kind, &mut draft);
        }
    }
    for element in ["rights", "license", "accessRights"].iter().flat_map(|name| entry.children(name)) {
        rights(element, &mut draft);
    }
    draft.finish()
}

fn identifier(element: &Element, draft: &mut Draft) {
    let text = element.text();
    let handle = text.split_once("hdl.handle.net/").and_then(|(_, rest)| Identifier::new(Scheme::Handle, rest));
    match handle.or_else(|| Identifier::parse(&text)) {
        Some(id) if id.scheme() == Scheme::Issn => draft.source_identifier(id),
        Some(id) => {
            if web_address(&text) {
                draft.locate(&text, None);
            }
            draft.name(id);
        }
        None if text.is_empty() => {}
        // A number of the repository's own; sentences are citations.
        None if text.chars().count() <= 64 => draft.identify(element, Scheme::Local, &element.text()),
        None => draft.note(&text),
    }
}

fn contributor(element: &Element, role: Role, draft: &mut Draft) {
    // Extensions put name and affiliation into elements of their own.
    let name = element.text_at("name").unwrap_or_else(|| element.text());
    if let Some(mut contributor) = inverted(&plain(&name), role) {
        let places = element.children("affiliation").filter_map(|place| affiliation(&place.text(), None));
        contributor.affiliations.extend(places);
        draft.contribute(contributor);
    }
}

/// Nothing in a repository is older; such years are slips of the pen.
const YEAR_MIN: i32 = 1000;

/// The date of issue where it is told apart; else the earliest of the dates, since repositories
/// add those on which they took the work in.
fn dates(entry: &Element, draft: &mut Draft) {
    for names in [&["issued", "dateIssued", "published"][..], &["date"], &["available", "created"]] {
        for element in names.iter().flat_map(|name| entry.children(name)) {
            let text = element.text();
            // Ends of embargoes stand among the dates, in words of a vocabulary.
            if text.is_empty() || text.starts_with("info:") {
                continue;
            }
            let date = PartialDate::parse(&text).or_else(|| crate::written_date::written_date(&text));
            match date.filter(|date| date.year() >= YEAR_MIN) {
                Some(date) => draft.publish(date),
                None => draft.doubt(element, format!("{} is not a date; it was left out", quoted(&text))),
            }
        }
        if draft.record.published.is_some() {
            return;
        }
    }
}

/// The longest description of each language is the abstract, the others are remarks.
fn descriptions(entry: &Element, draft: &mut Draft) {
    let mut found: Vec<(Option<Language>, String)> = Vec::new();
    for element in entry.children("abstract").chain(entry.children("description")) {
        let text = plain(&prose(element));
        match text.strip_prefix("Comment:") {
            Some(comment) => draft.note(comment),
            None => found.push((element.language(), text)),
        }
    }
    let mut longest: BTreeMap<Option<Language>, usize> = BTreeMap::new();
    for (place, (language, text)) in found.iter().enumerate() {
        let best = longest.entry(language.clone()).or_insert(place);
        if found.get(*best).is_some_and(|(_, other)| text.len() > other.len()) {
            *best = place;
        }
    }
    for (place, (language, text)) in found.iter().enumerate() {
        if longest.get(language) == Some(&place) {
            draft.first_summary(text, language.clone());
        } else {
            draft.note(text);
        }
    }
}

/// What the work stands in: an ISSN or ISBN, or the title of the journal.
fn container(element: &Element, draft: &mut Draft) {
    let text = plain(&element.text());
    match Identifier::parse(&text).or_else(|| Identifier::new(Scheme::Issn, &text)) {
        Some(id) if matches!(id.scheme(), Scheme::Issn | Scheme::Isbn) => draft.source_identifier(id),
        Some(id) if id.scheme() == Scheme::Url => draft.locate(id.value(), None),
        Some(id) => draft.relate(RelationKind::PartOf, id),
        None if text.is_empty() => {}
        // `1581-3215` alone is an ISSN with a slip; it is no title.
        None if !text.contains(char::is_alphabetic) => draft.note(&text),
        None if draft.record.source.title.is_none() => draft.record.source.title = Some(text),
        None => draft.note(&text),
    }
}

fn relation(name: &str) -> Option<RelationKind> {
    Some(match name {
        "relation" => RelationKind::RelatedTo,
        "isVersionOf" | "isFormatOf" => RelationKind::VersionOf,
        "hasVersion" | "hasFormat" => RelationKind::HasVersion,
        "isReplacedBy" => RelationKind::ReplacedBy,
        "replaces" => RelationKind::Replaces,
        "hasPart" => RelationKind::HasPart,
        _ => return None,
    })
}

/// A relation where the text names one work; addresses and titles name nothing that can be found.
fn related(element: &Element, kind: RelationKind, draft: &mut Draft) {
    let text = element.text();
    // OpenAIRE: `info:eu-repo/semantics/altIdentifier/doi/10.1234/5` is the work itself.
    if let Some((scheme, value)) = text.split_once("altIdentifier/").and_then(|(_, rest)| rest.split_once('/')) {
        let id = Scheme::from_word(&scheme.to_ascii_lowercase()).and_then(|scheme| Identifier::new(scheme, value));
        match id {
            Some(id) if matches!(id.scheme(), Scheme::Issn | Scheme::Isbn) => draft.source_identifier(id),
            Some(id) => draft.name(id),
            None => {}
        }
        return;
    }
    match Identifier::parse(&text) {
        Some(id) if id.scheme() == Scheme::Issn => draft.source_identifier(id),
        Some(id) if id.names_a_work() => draft.relate(kind, id),
        _ => {}
    }
}

fn rights(element: &Element, draft: &mut Draft) {
    let text = plain(&element.text());
    let url = element.attr("href").or_else(|| element.attr("resource")).filter(|url| web_address(url));
    if let Some(url) = url.or(Some(text.as_str()).filter(|text| web_address(text) && !text.contains(' '))) {
        draft.rights(Rights::at(url));
    } else if !text.is_empty() {
        draft.rights(Rights { statement: Some(text), ..Rights::default() });
    }
}

#[cfg(test)]
mod tests;
