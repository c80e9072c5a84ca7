//! OpenAlex works as the API gives them.
//!
//! The format: <https://docs.openalex.org/api-entities/works/work-object>. An entry is an element
//! of `results` or a single work.

use model::{Affiliation, Contributor, Kind, Name, PartialDate, Record, RelationKind, Rights, Role, Scheme, Status};
use model::{SubjectScheme, Text};
use serde_json::Value;

use crate::Doubt;
use crate::draft::{self, Draft};
use crate::json;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "openalex";

/// Words of one abstract. The longest abstracts have some thousands; an index that claims more, or
/// a word at position four billion, must not cost memory.
const WORDS_MAX: usize = 100_000;

/// Concepts below this score are guesses by OpenAlex's own account.
const CONCEPT_SCORE_MIN: f64 = 0.3;

/// Whether the entry is one of these: its identity is an OpenAlex work.
pub(crate) fn claims(entry: &Value) -> bool {
    ["id", "ids/openalex"]
        .iter()
        .any(|path| json::text(entry, path).is_some_and(|id| id.to_ascii_lowercase().contains("openalex.org/w")))
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::of(kind(entry));
    identify(&mut draft, entry);
    for path in ["title", "display_name"] {
        if let Some(title) = json::text(entry, path) {
            draft.title(&title, None);
        }
    }
    match abstract_of(json::at(entry, "abstract_inverted_index")) {
        Index::Absent => {}
        Index::Whole(text) => draft.record.abstracts.push(Text::plain(text)),
        Index::Cut(text) => {
            draft.record.abstracts.push(Text::plain(text));
            draft.doubt("abstract_inverted_index", "it names more words than an abstract has; the rest was left out");
        }
    }
    for authorship in json::list(entry, "authorships") {
        contribute(&mut draft, authorship);
    }
    if json::holds(entry, "is_authors_truncated") {
        draft.doubt("authorships", "the source lists only the first authors");
    }
    source(&mut draft, entry);
    date(&mut draft, entry);
    if let Some(language) = json::text(entry, "language") {
        draft.record.language = draft.language("language", &language);
    }
    subjects(&mut draft, entry);
    // A notice of retraction is often flagged together with the work it takes back.
    if json::holds(entry, "is_retracted") && draft.record.kind != Kind::Retraction {
        draft.lower(Status::Retracted);
    }
    locations(&mut draft, entry);
    draft.finish()
}

/// The kind by `type`, and by the source's own word where OpenAlex runs several together.
fn kind(entry: &Value) -> Kind {
    let raw = json::text(entry, "primary_location/raw_type").or_else(|| json::text(entry, "type_crossref"));
    let raw = raw.unwrap_or_default();
    match json::text(entry, "type").unwrap_or_default().as_ref() {
        "article" if raw == "proceedings-article" => Kind::ConferencePaper,
        // A `review` surveys a field, a `peer-review` judges a work.
        "article" | "review" | "data-paper" | "software-paper" => Kind::Article,
        "preprint" => Kind::Preprint,
        "conference-paper" | "conference-abstract" => Kind::ConferencePaper,
        "book" => Kind::Book,
        "book-chapter" | "book-section" | "reference-entry" => Kind::Chapter,
        "dissertation" => Kind::Thesis,
        "dataset" | "database" => Kind::Dataset,
        "software" => Kind::Software,
        "report" => Kind::Report,
        "standard" => Kind::Standard,
        "peer-review" => Kind::Review,
        "editorial" | "letter" => Kind::Editorial,
        "erratum" => Kind::Correction,
        "retraction" => Kind::Retraction,
        "libguides" => Kind::Webpage,
        _ => Kind::Other,
    }
}

fn identify(draft: &mut Draft, entry: &Value) {
    for (path, scheme) in [
        ("id", Scheme::Openalex),
        ("ids/openalex", Scheme::Openalex),
        ("doi", Scheme::Doi),
        ("ids/doi", Scheme::Doi),
        ("ids/pmid", Scheme::Pmid),
        ("ids/pmcid", Scheme::Pmcid),
    ] {
        if let Some(id) = json::text(entry, path) {
            draft.identify(path, scheme, &id);
        }
    }
}

enum Index {
    Absent,
    Whole(String),
    Cut(String),
}

/// Rebuilds the abstract from `{"word": [positions]}`. Nothing is reserved for positions that are
/// merely named: memory follows the words that stand in the entry.
fn abstract_of(index: &Value) -> Index {
    let Some(index) = index.as_object() else { return Index::Absent };
    let mut words: Vec<(u64, &str)> = Vec::new();
    let mut is_cut = false;
    for (word, positions) in index {
        for position in positions.as_array().into_iter().flatten().filter_map(Value::as_u64) {
            if words.len() >= WORDS_MAX || position >= WORDS_MAX as u64 {
                is_cut = true;
            } else {
                words.push((position, word));
            }
        }
    }
    words.sort_unstable_by_key(|(position, _)| *position);
    let all: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    let mut text = crate::markup::plain(&all.join(" "));
    if text.contains("</") {
        // Some repositories escape their mark-up twice.
        text = crate::markup::plain(&text);
    }
    if let Some(rest) = text.strip_prefix("Abstract ")
        && rest.starts_with(char::is_uppercase)
    {
        // The heading, run together with the words under it.
        text = rest.to_owned();
    }
    match text.is_empty() {
        true => Index::Absent,
        false if is_cut => Index::Cut(text),
        false => Index::Whole(text),
    }
}

fn contribute(draft: &mut Draft, authorship: &Value) {
    // Names are not taken apart; inverted ones take themselves apart.
    let name = match ["author/display_name", "raw_author_name"].iter().find_map(|path| json::plain(authorship, path)) {
        Some(name) => Name::from_inverted(&name),
        None => return draft.doubt("authorships", "one has no name and was left out"),
    };
    let mut contributor = Contributor::new(name, Role::Author);
    if let Some(orcid) = json::text(authorship, "author/orcid") {
        draft.orcid("authorships/author/orcid", &mut contributor, &orcid);
    }
    for institution in json::list(authorship, "institutions") {
        if let Some(name) = json::plain(institution, "display_name") {
            contributor.affiliations.push(Affiliation {
                name,
                ror: json::text(institution, "ror").and_then(|ror| draft::ror(&ror)),
                country: json::text(institution, "country_code").and_then(|code| draft::country(&code)),
            });
        }
    }
    if contributor.affiliations.is_empty() {
        let printed = json::texts(authorship, "raw_affiliation_strings");
        contributor.affiliations = printed.filter_map(|name| draft::affiliation(&name, None)).collect();
    }
    draft.contribute_once(contributor);
}

fn source(draft: &mut Draft, entry: &Value) {
    let source = &mut draft.record.source;
    source.title = json::plain(entry, "primary_location/source/display_name")
        .or_else(|| json::plain(entry, "primary_location/raw_source_name"));
    source.publisher = json::plain(entry, "primary_location/source/host_organization_name");
    source.volume = json::plain(entry, "biblio/volume");
    source.issue = json::plain(entry, "biblio/issue");
    source.pages = match (json::plain(entry, "biblio/first_page"), json::plain(entry, "biblio/last_page")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (first, last) => first.or(last),
    };
    for issn in json::texts(entry, "primary_location/source/issn") {
        draft.identify_source("primary_location/source/issn", Scheme::Issn, &issn);
    }
}

fn date(draft: &mut Draft, entry: &Value) {
    if let Some(raw) = json::text(entry, "publication_date") {
        let date = draft.date("publication_date", &raw);
        // OpenAlex writes the first of January where only the year is known.
        let padded = date.is_some_and(|date| (date.month(), date.day()) == (Some(1), Some(1)));
        draft.record.published = if padded { date.and_then(|d| PartialDate::of_year(d.year())) } else { date };
    }
    if draft.record.published.is_none()
        && let Some(year) = json::text(entry, "publication_year")
    {
        draft.record.published = draft.date("publication_year", &year);
    }
}

fn subjects(draft: &mut Draft, entry: &Value) {
    let code = |subject: &Value| {
        json::text(subject, "id").and_then(|id| id.rsplit('/').next().map(str::to_owned)).filter(|id| !id.is_empty())
    };
    for topic in json::list(entry, "topics") {
        let term = json::text(topic, "display_name").unwrap_or_default();
        draft.term(SubjectScheme::Openalex, code(topic).as_deref(), &term);
    }
    for concept in json::list(entry, "concepts") {
        if json::at(concept, "score").as_f64().is_none_or(|score| score >= CONCEPT_SCORE_MIN) {
            let term = json::text(concept, "display_name").unwrap_or_default();
            draft.term(SubjectScheme::Openalex, code(concept).as_deref(), &term);
        }
    }
    for heading in json::list(entry, "mesh") {
        let term = json::text(heading, "descriptor_name").unwrap_or_default();
        draft.term(SubjectScheme::Mesh, json::text(heading, "descriptor_ui").as_deref(), &term);
    }
    for keyword in json::list(entry, "keywords") {
        if let Some(term) = json::text(keyword, "display_name").or_else(|| json::text(keyword, "keyword")) {
            draft.keyword(&term);
        }
    }
}

fn locations(draft: &mut Draft, entry: &Value) {
    let primary = json::list(entry, "primary_location");
    for location in primary.iter().chain(json::list(entry, "locations")) {
        if let Some(url) = json::text(location, "landing_page_url") {
            draft.locate(&url, None);
            if url.contains("arxiv.org/abs/") {
                // OpenAlex keeps an article and its preprint as one work.
                match draft.record.kind {
                    Kind::Preprint => draft.identify("locations/landing_page_url", Scheme::Arxiv, &url),
                    _ => draft.relate_to("locations/landing_page_url", RelationKind::HasPreprint, Scheme::Arxiv, &url),
                }
            }
        }
        if let Some(url) = json::text(location, "pdf_url") {
            draft.locate(&url, Some("application/pdf"));
        }
    }
    for location in primary {
        // `cc-by` without a version is no SPDX licence.
        if let Some(license) = json::plain(location, "license") {
            draft.rights(Rights { statement: Some(license), ..Rights::default() });
        }
    }
}

#[cfg(test)]
mod tests;
