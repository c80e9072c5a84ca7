//! Records of InvenioRDM repositories and of Zenodo's older API.
//!
//! The formats: <https://inveniordm.docs.cern.ch/reference/metadata/> and
//! <https://developers.zenodo.org/#representation>. Both keep the work under `metadata`; they are
//! told apart member by member, because installations mix them. An entry is an element of
//! `hits.hits` or a single record.

use model::{Kind, Record, RelationKind, Rights, Scheme, Status, SubjectScheme};
use serde_json::Value;

use crate::Doubt;
use crate::datacite_json::relations;
use crate::draft::{self, Draft};
use crate::json;

mod people;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "invenio";

/// Whether the entry is one of these: the work under `metadata`, with the repository's own members
/// beside it.
pub(crate) fn claims(entry: &Value) -> bool {
    let work = json::at(entry, "metadata");
    json::text(work, "title").is_some()
        && ["creators", "resource_type", "publication_date"].iter().any(|member| work.get(*member).is_some())
        && ["links", "pids", "conceptrecid", "doi", "id", "recid"].iter().any(|member| entry.get(*member).is_some())
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let work = json::at(entry, "metadata");
    let mut draft = Draft::of(kind(work));
    identify(&mut draft, entry, work);
    titles(&mut draft, work);
    descriptions(&mut draft, work);
    people::read(&mut draft, work);
    source(&mut draft, entry, work);
    if let Some(raw) = json::text(work, "publication_date") {
        // An interval (EDTF) tells when publication began.
        let begin = raw.split_once('/').map_or(raw.as_ref(), |(begin, _)| begin);
        draft.record.published = draft.date("metadata/publication_date", begin);
    }
    let language = json::text(work, "language")
        .or_else(|| json::list(work, "languages").iter().find_map(|language| json::text(language, "id")));
    if let Some(language) = language {
        draft.record.language = draft.language("metadata/language", &language);
    }
    subjects(&mut draft, work);
    rights(&mut draft, work);
    relate(&mut draft, entry, work);
    if json::holds(entry, "deletion_status/is_deleted") {
        draft.lower(Status::Withdrawn);
    }
    for path in ["links/self_html", "links/html", "links/doi"] {
        if let Some(url) = json::text(entry, path) {
            draft.locate(&url, None);
        }
    }
    if let Some(note) = json::text(work, "notes") {
        draft.note(&note);
    }
    draft.finish()
}

/// The kind by the identity of the resource type: `publication-article`, or the older pair of
/// `type` and `subtype`.
fn kind(work: &Value) -> Kind {
    let part = |path: &str| json::text(work, path).unwrap_or_default();
    let id = match json::text(work, "resource_type/id") {
        Some(id) => id.into_owned(),
        None => format!("{}-{}", part("resource_type/type"), part("resource_type/subtype")),
    };
    match id.trim_end_matches('-') {
        "publication-article" | "publication-datapaper" => Kind::Article,
        "publication-preprint" => Kind::Preprint,
        "publication-conferencepaper" => Kind::ConferencePaper,
        "publication-conferenceproceeding" => Kind::Proceedings,
        "publication-book" => Kind::Book,
        "publication-section" => Kind::Chapter,
        "publication-thesis" | "publication-dissertation" => Kind::Thesis,
        "publication-report"
        | "publication-technicalnote"
        | "publication-workingpaper"
        | "publication-deliverable"
        | "publication-projectdeliverable"
        | "publication-milestone"
        | "publication-projectmilestone" => Kind::Report,
        "publication-standard" => Kind::Standard,
        "publication-patent" => Kind::Patent,
        "publication-peerreview" => Kind::Review,
        "publication-journal" => Kind::Serial,
        "publication-blogpost" => Kind::Post,
        "dataset" => Kind::Dataset,
        id if id.starts_with("software") => Kind::Software,
        id if ["image", "video", "audio"].iter().any(|media| id.starts_with(media)) => Kind::Media,
        _ => Kind::Other,
    }
}

fn identify(draft: &mut Draft, entry: &Value, work: &Value) {
    for (value, path, scheme) in [
        (entry, "pids/doi/identifier", Scheme::Doi),
        (entry, "doi", Scheme::Doi),
        (work, "doi", Scheme::Doi),
        (entry, "pids/oai/identifier", Scheme::Oai),
        (work, "imprint/isbn", Scheme::Isbn),
    ] {
        if let Some(id) = json::text(value, path) {
            draft.identify(path, scheme, &id);
        }
    }
    for identifier in json::list(work, "identifiers") {
        let (Some(value), Some(word)) = (json::text(identifier, "identifier"), json::text(identifier, "scheme")) else {
            continue;
        };
        match relations::scheme(&word) {
            Some(Scheme::Url) => draft.locate(&value, None),
            Some(scheme) => draft.identify("metadata/identifiers", scheme, &value),
            None => {}
        }
    }
}

fn titles(draft: &mut Draft, work: &Value) {
    if let Some(title) = json::text(work, "title") {
        draft.title(&title, None);
    }
    for further in json::list(work, "additional_titles") {
        let Some(text) = json::text(further, "title") else { continue };
        if json::text(further, "type/id").as_deref() == Some("subtitle") {
            draft.subtitle_of(Some(0), &text);
        } else {
            let language = json::text(further, "lang/id").and_then(|l| draft.language("additional_titles/lang", &l));
            draft.title(&text, language);
        }
    }
}

fn descriptions(draft: &mut Draft, work: &Value) {
    if let Some(text) = json::text(work, "description") {
        draft.summary(&text, None);
    }
    for further in json::list(work, "additional_descriptions") {
        let Some(text) = json::text(further, "description") else { continue };
        if json::text(further, "type/id").as_deref() == Some("abstract") {
            let language =
                json::text(further, "lang/id").and_then(|l| draft.language("additional_descriptions/lang", &l));
            draft.summary(&text, language);
        } else {
            draft.note(&text);
        }
    }
}

fn source(draft: &mut Draft, entry: &Value, work: &Value) {
    let journal = match json::at(entry, "custom_fields/journal:journal") {
        Value::Null => json::at(work, "journal"),
        journal => journal,
    };
    let imprint = match json::at(entry, "custom_fields/imprint:imprint") {
        Value::Null => json::at(work, "part_of"),
        imprint => imprint,
    };
    let source = &mut draft.record.source;
    source.title = json::plain(journal, "title").or_else(|| json::plain(imprint, "title"));
    source.volume = json::plain(journal, "volume");
    source.issue = json::plain(journal, "issue");
    source.pages = json::plain(journal, "pages").or_else(|| json::plain(imprint, "pages"));
    source.publisher = json::plain(work, "publisher").or_else(|| json::plain(work, "imprint/publisher"));
    if let Some(issn) = json::text(journal, "issn") {
        draft.identify_source("journal/issn", Scheme::Issn, &issn);
    }
    if let Some(isbn) = json::text(imprint, "isbn") {
        match draft.record.kind {
            Kind::Chapter | Kind::ConferencePaper => draft.identify_source("imprint/isbn", Scheme::Isbn, &isbn),
            _ => draft.identify("imprint/isbn", Scheme::Isbn, &isbn),
        }
    }
}

fn subjects(draft: &mut Draft, work: &Value) {
    for keyword in json::texts(work, "keywords") {
        draft.keyword(&keyword);
    }
    for subject in json::list(work, "subjects") {
        let Some(term) = json::text(subject, "subject").or_else(|| json::text(subject, "term")) else { continue };
        let id = json::text(subject, "id").unwrap_or_default();
        // `T10`, `subfields/1911`: the numbers alone mean several things.
        let tail = id.split_once("openalex.org/").map(|(_, tail)| tail);
        match json::text(subject, "scheme").as_deref() {
            None | Some("") => draft.keyword(&term),
            Some("FOS") => draft.term(SubjectScheme::Ford, None, &term),
            Some("MeSH") => draft.term(SubjectScheme::Mesh, id.rsplit('/').next().filter(|id| !id.is_empty()), &term),
            Some(_) if tail.is_some() => draft.term(SubjectScheme::Openalex, tail, &term),
            Some(_) => draft.term(SubjectScheme::Other, None, &term),
        }
    }
}

fn rights(draft: &mut Draft, work: &Value) {
    for rights in json::list(work, "rights").iter().chain(json::list(work, "license")) {
        let url = json::text(rights, "props/url").or_else(|| json::text(rights, "link"));
        let mut found = url.map(|url| Rights::at(&url)).unwrap_or_default();
        let id = json::text(rights, "id").or_else(|| json::words(rights)).unwrap_or_default();
        found.spdx = found.spdx.or_else(|| draft::spdx(&id));
        found.statement = json::plain(rights, "title/en").or_else(|| json::plain(rights, "title"));
        if found == Rights::default() && !id.is_empty() {
            found.statement = Some(id.into_owned());
        }
        draft.rights(found);
    }
}

fn relate(draft: &mut Draft, entry: &Value, work: &Value) {
    for related in json::list(work, "related_identifiers") {
        let word = json::text(related, "relation_type/id").or_else(|| json::text(related, "relation"));
        let (Some(value), Some(kind)) = (json::text(related, "identifier"), word.and_then(|w| relations::kind(&w)))
        else {
            continue;
        };
        if let Some(scheme) = json::text(related, "scheme").and_then(|word| relations::scheme(&word)) {
            draft.relate_to("metadata/related_identifiers", kind, scheme, &value);
        }
    }
    // All versions together have an identifier of their own.
    for path in ["parent/pids/doi/identifier", "conceptdoi", "links/parent_doi"] {
        if let Some(doi) = json::text(entry, path) {
            draft.relate_to(path, RelationKind::VersionOf, Scheme::Doi, &doi);
        }
    }
}

#[cfg(test)]
mod tests;
