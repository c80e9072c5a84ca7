//! DataCite metadata as JSON: the answers of the REST API and the plain form without its envelope.
//!
//! The format: <https://support.datacite.org/docs/api>, the meaning of its members:
//! <https://schema.datacite.org/meta/kernel-4/>. An entry is an element of `data` (with
//! `attributes`), a single answer (`data` an object), or the attributes alone.

use model::{Kind, Record, Rights, Scheme, Status, SubjectScheme};
use serde_json::Value;

use crate::Doubt;
use crate::datacite_kind::kind_of;
use crate::draft::{self, Draft};
use crate::json;

mod people;
pub(crate) mod relations;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "datacite-json";

/// The members that describe the work, out of their envelopes.
fn attributes(entry: &Value) -> &Value {
    let entry = match entry.get("data") {
        Some(data) if data.is_object() => data,
        _ => entry,
    };
    match entry.get("attributes") {
        Some(attributes) if attributes.is_object() => attributes,
        _ => entry,
    }
}

/// Whether the entry is one of these: titles and creators are lists under the names of the kernel.
pub(crate) fn claims(entry: &Value) -> bool {
    let work = attributes(entry);
    let titled = work.get("titles").and_then(Value::as_array);
    let typed = work.get("types").is_some_and(Value::is_object) || work.get("creators").is_some_and(Value::is_array);
    let named = ["doi", "id", "identifiers", "schemaVersion"].iter().any(|member| work.get(*member).is_some());
    titled.is_some_and(|titles| titles.iter().all(|title| title.get("text").is_none())) && typed && named
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let work = attributes(entry);
    let mut draft = Draft::of(kind(work));
    identify(&mut draft, work);
    titles(&mut draft, work);
    descriptions(&mut draft, work);
    people::read(&mut draft, work);
    source(&mut draft, work);
    dates(&mut draft, work);
    if let Some(language) = json::text(work, "language") {
        draft.record.language = draft.language("language", &language);
    }
    for subject in json::list(work, "subjects") {
        classify(&mut draft, subject);
    }
    for rights in json::list(work, "rightsList") {
        license(&mut draft, rights);
    }
    relations::read(&mut draft, work);
    if let Some(url) = json::text(work, "url") {
        draft.locate(&url, None);
    }
    let media_type = json::text(work, "formats");
    for url in json::texts(work, "contentUrl") {
        draft.locate(&url, media_type.as_deref());
    }
    draft.finish()
}

/// The kernel forbids empty values, so repositories write why they have none: `(:unav)`, `:tba`.
fn is_stated(text: &str) -> bool {
    !(text.starts_with("(:") || text.starts_with(':'))
}

/// The words on one of these paths; older forms write their names with hyphens.
fn either<'a>(work: &'a Value, paths: [&str; 2]) -> Option<std::borrow::Cow<'a, str>> {
    paths.iter().find_map(|path| json::text(work, path)).filter(|text| is_stated(text))
}

/// The kind by `resourceTypeGeneral`; where that is only *text*, by the depositor's own words.
fn kind(work: &Value) -> Kind {
    let general = either(work, ["types/resourceTypeGeneral", "types/resource-type-general"]).unwrap_or_default();
    match general.as_ref() {
        "Text" | "" => in_words(&either(work, ["types/resourceType", "types/resource-type"]).unwrap_or_default()),
        general => kind_of(general).unwrap_or_default(),
    }
}

fn in_words(words: &str) -> Kind {
    const WORDS: &[(&str, Kind)] = &[
        ("preprint", Kind::Preprint),
        ("dissertation", Kind::Thesis),
        ("thesis", Kind::Thesis),
        ("conferencepaper", Kind::ConferencePaper),
        ("proceedingspaper", Kind::ConferencePaper),
        ("proceedings", Kind::Proceedings),
        ("chapter", Kind::Chapter),
        ("article", Kind::Article),
        ("report", Kind::Report),
        ("blog", Kind::Post),
        ("book", Kind::Book),
        ("monograph", Kind::Book),
        ("dataset", Kind::Dataset),
        ("software", Kind::Software),
        ("standard", Kind::Standard),
    ];
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WORDS.iter().find(|(word, _)| bare.contains(word)).map_or(Kind::Other, |(_, kind)| *kind)
}

fn identify(draft: &mut Draft, work: &Value) {
    let doi = json::text(work, "doi").or_else(|| json::text(work, "id").filter(|id| id.contains("10.")));
    if let Some(doi) = doi {
        draft.identify("doi", Scheme::Doi, &doi);
    }
    for (list, value, scheme) in [
        ("identifiers", "identifier", "identifierType"),
        ("alternateIdentifiers", "alternateIdentifier", "alternateIdentifierType"),
    ] {
        for identifier in json::list(work, list) {
            let (Some(value), Some(scheme)) = (json::text(identifier, value), json::text(identifier, scheme)) else {
                continue;
            };
            match scheme.to_ascii_lowercase().as_str() {
                "url" => draft.locate(&value, None),
                "local" | "local id" | "local accession number" => draft.identify(list, Scheme::Local, &value),
                // Checksums and numbers of registers that are not known here are passed over.
                word => {
                    if let Some(scheme) = relations::scheme(word) {
                        draft.identify(list, scheme, &value);
                    }
                }
            }
        }
    }
}

fn titles(draft: &mut Draft, work: &Value) {
    let kinds = |title: &Value| either(title, ["titleType", "title-type"]).unwrap_or_default().into_owned();
    let titles = json::list(work, "titles");
    // The proper one has no type; it need not stand first.
    let proper = titles.iter().position(|title| kinds(title).is_empty()).unwrap_or(0);
    for title in titles.get(proper).into_iter().chain(titles.iter()) {
        let Some(text) = json::text(title, "title") else { continue };
        if kinds(title) == "Subtitle" && !draft.record.titles.is_empty() {
            draft.subtitle_of(Some(0), &text);
            continue;
        }
        let language = json::text(title, "lang").and_then(|lang| draft.language("titles/lang", &lang));
        // The proper one comes round a second time, then with its subtitle.
        if draft.record.titles.first().is_none_or(|first| !first.text.starts_with(&crate::markup::plain(&text))) {
            draft.title(&text, language);
        }
    }
}

fn descriptions(draft: &mut Draft, work: &Value) {
    for description in json::list(work, "descriptions") {
        let Some(text) = json::text(description, "description").filter(|text| is_stated(text)) else { continue };
        match either(description, ["descriptionType", "description-type"]).as_deref() {
            Some("Abstract") | None => {
                let language = json::text(description, "lang").and_then(|l| draft.language("descriptions/lang", &l));
                draft.summary(&text, language);
            }
            // Says again what `container` says.
            Some("SeriesInformation" | "TableOfContents") => {}
            Some(_) => draft.note(&text),
        }
    }
}

fn source(draft: &mut Draft, work: &Value) {
    let container = json::at(work, "container");
    let published_in = json::list(work, "relatedItems")
        .iter()
        .find(|item| json::text(item, "relationType").as_deref() == Some("IsPublishedIn"))
        .unwrap_or(&Value::Null);
    let said = |path: &str| json::plain(container, path).or_else(|| json::plain(published_in, path));
    let pages = match (said("firstPage"), said("lastPage")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (first, last) => first.or(last),
    };
    let title = json::plain(container, "title")
        .or_else(|| json::list(published_in, "titles").first().and_then(|title| json::plain(title, "title")));
    let source = &mut draft.record.source;
    (source.title, source.volume, source.issue, source.pages) = (title, said("volume"), said("issue"), pages);
    source.publisher =
        json::plain(work, "publisher").or_else(|| json::plain(work, "publisher/name")).filter(|name| is_stated(name));
    for (holder, value, kind) in [
        (container, "identifier", "identifierType"),
        (
            published_in,
            "relatedItemIdentifier/relatedItemIdentifier",
            "relatedItemIdentifier/relatedItemIdentifierType",
        ),
    ] {
        let (Some(value), Some(kind)) = (json::text(holder, value), json::text(holder, kind)) else { continue };
        if let Some(scheme @ (Scheme::Issn | Scheme::Isbn)) = relations::scheme(&kind.to_ascii_lowercase()) {
            draft.identify_source("container/identifier", scheme, &value);
        }
    }
}

fn dates(draft: &mut Draft, work: &Value) {
    for date in json::list(work, "dates") {
        let (Some(raw), Some(kind)) = (json::text(date, "date"), either(date, ["dateType", "date-type"])) else {
            continue;
        };
        match kind.as_ref() {
            "Issued" | "Available" => {
                // A range tells when it began (RKMS-ISO8601).
                let raw = raw.split_once('/').map_or(raw.as_ref(), |(begin, _)| begin.trim());
                if is_stated(raw)
                    && let Some(date) = draft.date("dates", raw)
                {
                    draft.publish(date);
                }
            }
            "Withdrawn" => draft.lower(Status::Withdrawn),
            _ => {}
        }
    }
    if draft.record.published.is_none()
        && let Some(year) = either(work, ["publicationYear", "publication-year"])
    {
        draft.record.published = draft.date("publicationYear", &year);
    }
}

fn classify(draft: &mut Draft, subject: &Value) {
    // Old forms are a list of words.
    let Some(text) = json::text(subject, "subject").or_else(|| json::words(subject)) else { return };
    let named = either(subject, ["subjectScheme", "subject-scheme"]).unwrap_or_default();
    let lower = named.to_lowercase();
    let known = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let scheme = match () {
        () if lower.is_empty() => SubjectScheme::Keyword,
        () if known(&["fos", "fields of science"]) => SubjectScheme::Ford,
        () if known(&["ddc", "dewey"]) => SubjectScheme::Ddc,
        () if known(&["msc", "mathematics subject"]) => SubjectScheme::Msc,
        () if known(&["mesh", "medical subject"]) => SubjectScheme::Mesh,
        () if known(&["lcsh", "library of congress"]) => SubjectScheme::Lcsh,
        () if known(&["arxiv"]) => SubjectScheme::Arxiv,
        () if known(&["acm"]) => SubjectScheme::Acm,
        () if known(&["pacs"]) => SubjectScheme::Pacs,
        () if known(&["jel"]) => SubjectScheme::Jel,
        () if known(&["udc"]) => SubjectScheme::Udc,
        () => SubjectScheme::Other,
    };
    let text = text.strip_prefix("FOS: ").unwrap_or(&text);
    if let Some(code) = json::text(subject, "classificationCode") {
        return draft.term(scheme, Some(&code), text);
    }
    // `610 Medical sciences; Medicine`, `76M25`, `Number Theory (math.NT)`.
    let (code, term) = match scheme {
        SubjectScheme::Arxiv => match text.rsplit_once(" (") {
            Some((term, code)) => (Some(code.trim_end_matches(')')), term),
            None => (Some(text), ""),
        },
        SubjectScheme::Keyword | SubjectScheme::Ford | SubjectScheme::Lcsh | SubjectScheme::Mesh => (None, text),
        _ => {
            let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
            if first.contains(|c: char| c.is_ascii_digit()) { (Some(first), rest) } else { (None, text) }
        }
    };
    draft.term(scheme, code, term);
}

fn license(draft: &mut Draft, rights: &Value) {
    let url = json::text(rights, "rightsUri").or_else(|| json::text(rights, "rights-uri"));
    let mut found = url.map(|url| Rights::at(&url)).unwrap_or_default();
    if found.spdx.is_none() {
        found.spdx = json::text(rights, "rightsIdentifier").and_then(|id| draft::spdx(&id));
    }
    found.statement = json::plain(rights, "rights");
    draft.rights(found);
}

#[cfg(test)]
mod tests;
