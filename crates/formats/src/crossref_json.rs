//! Crossref works as the REST API gives them.
//!
//! The format: <https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md>. An entry is an
//! item of `message.items`, or a single work with or without its envelope (`message`).

use model::{Contributor, Kind, Name, Record, Rights, Role, Scheme, SubjectScheme};
use serde_json::Value;

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{self, Draft};
use crate::json;

mod relations;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "crossref-json";

/// The work itself, out of its envelope.
fn work(entry: &Value) -> &Value {
    match entry.get("message") {
        Some(message) if message.is_object() => message,
        _ => entry,
    }
}

/// Whether the entry is one of these: it has a DOI, and its titles are lists or it bears the marks
/// of Crossref's own book-keeping.
pub(crate) fn claims(entry: &Value) -> bool {
    let work = work(entry);
    let kept_by_crossref = ["indexed", "deposited", "content-domain", "references-count"];
    json::text(work, "DOI").is_some()
        && (work.get("title").is_some_and(Value::is_array) || kept_by_crossref.iter().any(|m| work.get(*m).is_some()))
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let work = work(entry);
    let mut draft = Draft::of(kind(work));
    if let Some(doi) = json::text(work, "DOI") {
        draft.identify("DOI", Scheme::Doi, &doi);
    }
    titles(&mut draft, work);
    let abstracts: Vec<String> = json::texts(work, "abstract").map(|text| labelled(&text)).collect();
    for text in abstracts {
        draft.summary(&text, None);
    }
    for (member, role) in CONTRIBUTORS {
        for person in json::list(work, member) {
            contribute(&mut draft, member, person, *role);
        }
    }
    source(&mut draft, work);
    dates(&mut draft, work);
    if let Some(language) = json::text(work, "language") {
        draft.record.language = draft.language("language", &language);
    }
    for subject in json::texts(work, "subject") {
        draft.term(SubjectScheme::Other, None, &subject);
    }
    for license in json::list(work, "license") {
        if let Some(url) = json::text(license, "URL") {
            draft.rights(Rights::at(&url));
        }
    }
    relations::read(&mut draft, work);
    locations(&mut draft, work);
    for degree in json::texts(work, "degree") {
        draft.note(&degree);
    }
    draft.finish()
}

/// Lists of people with what they did.
const CONTRIBUTORS: &[(&str, Role)] = &[
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("translator", Role::Translator),
    ("chair", Role::Contributor),
];

/// The kind of a work by its type, <https://api.crossref.org/types>, and subtype.
fn kind(work: &Value) -> Kind {
    let name = json::text(work, "type").unwrap_or_default();
    match name.as_ref() {
        "journal-article" => Kind::Article,
        "posted-content" => match json::text(work, "subtype").as_deref() {
            // Posted content is a preprint unless the depositor says otherwise (schema 5.3).
            None | Some("preprint" | "working_paper") => Kind::Preprint,
            Some("dissertation") => Kind::Thesis,
            Some("report") => Kind::Report,
            Some("letter") => Kind::Editorial,
            Some("blog") => Kind::Post,
            Some(_) => Kind::Other,
        },
        "proceedings-article" => Kind::ConferencePaper,
        "proceedings" => Kind::Proceedings,
        "book" | "monograph" | "edited-book" | "reference-book" => Kind::Book,
        "book-chapter" | "book-section" | "book-part" | "book-track" | "reference-entry" => Kind::Chapter,
        "dissertation" => Kind::Thesis,
        "report" | "report-component" => Kind::Report,
        "standard" => Kind::Standard,
        "dataset" | "database" => Kind::Dataset,
        "peer-review" => Kind::Review,
        "journal" | "journal-volume" | "journal-issue" | "book-series" | "book-set" | "report-series"
        | "standard-series" | "proceedings-series" => Kind::Serial,
        _ => Kind::Other,
    }
}

fn titles(draft: &mut Draft, work: &Value) {
    let mut titles = json::texts(work, "title");
    if let Some(proper) = titles.next() {
        draft.title(&proper, None);
        if let Some(subtitle) = json::text(work, "subtitle") {
            draft.subtitle(&subtitle);
        }
    }
    for further in titles.chain(json::texts(work, "original-title")) {
        draft.title(&further, None);
    }
}

/// A JATS abstract with its headings as labels: `<title>Aim</title><p>To lift.</p>` is
/// `Aim: To lift.`; a heading that only says *abstract* goes.
pub(crate) fn labelled(jats: &str) -> String {
    const EMPTY: &[&str] = &["abstract", "summary", "zusammenfassung", "résumé", "resumen", "resumo", "аннотация"];
    let mut out = String::with_capacity(jats.len());
    let mut rest = jats;
    while let Some(end_of_tag) = rest.find("title>") {
        let start = ["<jats:", "<"].iter().find_map(|open| rest[..end_of_tag].strip_suffix(open)).map(str::len);
        let (tag, inside) = rest.split_at(end_of_tag + "title>".len());
        let Some(start) = start else {
            out.push_str(tag);
            rest = inside;
            continue;
        };
        let Some(length) = inside.find("</") else { break };
        let heading = crate::markup::plain(&inside[..length]);
        let bare = heading.trim_end_matches([':', '.']);
        out.push_str(&rest[..start]);
        if !EMPTY.contains(&bare.to_lowercase().as_str()) && !bare.is_empty() {
            out.push_str("<p>");
            // What was resolved once must not be resolved again.
            out.push_str(&bare.replace('&', "&amp;").replace('<', "&lt;"));
            out.push_str(": ");
        }
        rest = &inside[length..];
    }
    out.push_str(rest);
    out
}

fn contribute(draft: &mut Draft, place: &str, person: &Value, role: Role) {
    let family = json::plain(person, "family");
    let given = json::plain(person, "given");
    let name = match (family, given) {
        (Some(family), given) => {
            let suffix = json::plain(person, "suffix");
            let given = match (given, suffix) {
                (Some(given), Some(suffix)) => Some(format!("{given}, {suffix}")),
                (given, suffix) => given.or(suffix),
            };
            Name::Person { family, given }
        }
        (None, given) => match json::plain(person, "name").or(given) {
            Some(name) => Name::Whole(name),
            None => return draft.doubt(place, "one has no name and was left out"),
        },
    };
    let mut contributor = Contributor::new(name, role);
    if let Some(orcid) = json::text(person, "ORCID") {
        draft.orcid(place, &mut contributor, &orcid);
    }
    for place_of_work in json::list(person, "affiliation") {
        let Some(mut affiliation) = json::text(place_of_work, "name").and_then(|name| draft::affiliation(&name, None))
        else {
            continue;
        };
        affiliation.ror = json::list(place_of_work, "id")
            .iter()
            .filter(|id| json::text(id, "id-type").is_some_and(|scheme| scheme.eq_ignore_ascii_case("ror")))
            .find_map(|id| draft::ror(&json::text(id, "id")?));
        contributor.affiliations.push(affiliation);
    }
    draft.contribute_once(contributor);
}

fn source(draft: &mut Draft, work: &Value) {
    let source = &mut draft.record.source;
    source.title = json::plain(work, "container-title");
    if source.title.is_none() && json::text(work, "type").as_deref() == Some("posted-content") {
        // Servers of preprints and weblogs are deposited as institutions.
        source.title = json::plain(work, "institution/name").or_else(|| {
            json::list(work, "institution").iter().find_map(|institution| json::plain(institution, "name"))
        });
    }
    source.volume = json::plain(work, "volume");
    source.issue = json::plain(work, "issue");
    source.pages = json::plain(work, "page").or_else(|| json::plain(work, "article-number"));
    source.publisher = json::plain(work, "publisher");
    if let Some(group) = json::plain(work, "group-title")
        && draft.record.source.title.as_ref() != Some(&group)
    {
        draft.term(SubjectScheme::Other, None, &group);
    }
    let is_journal = json::text(work, "type").as_deref() == Some("journal");
    for issn in json::texts(work, "ISSN") {
        match is_journal {
            true => draft.identify("ISSN", Scheme::Issn, &issn),
            false => draft.identify_source("ISSN", Scheme::Issn, &issn),
        }
    }
    // The number on a whole book is its own; a chapter, a paper or an article only stands in it.
    let is_volume = matches!(
        draft.record.kind,
        Kind::Book | Kind::Proceedings | Kind::Report | Kind::Standard | Kind::Thesis | Kind::Other
    );
    for isbn in json::texts(work, "ISBN") {
        let isbn = isbn.rsplit('/').next().unwrap_or(&isbn);
        match is_volume {
            true => draft.identify("ISBN", Scheme::Isbn, isbn),
            false => draft.identify_source("ISBN", Scheme::Isbn, isbn),
        }
    }
}

/// Members with a date on which the work was made public. `created` and `deposited` are about the
/// metadata, `accepted` is before publication.
const DATES: &[&str] =
    &["published-print", "published-online", "published", "published-other", "issued", "posted", "approved"];

fn dates(draft: &mut Draft, work: &Value) {
    for member in DATES {
        match json::date_parts(json::at(work, member)) {
            Ok(Some(date)) => draft.publish(date),
            Ok(None) => {}
            Err(part) => draft.doubt(*member, format!("{} is not a year; the date was left out", quoted(&part))),
        }
    }
}

fn locations(draft: &mut Draft, work: &Value) {
    for path in ["resource/primary/URL", "URL"] {
        if let Some(url) = json::text(work, path) {
            draft.locate(&url, None);
        }
    }
    for link in json::list(work, "link") {
        // Those for plagiarism checks are not open to readers.
        if json::text(link, "intended-application").as_deref() != Some("similarity-checking")
            && let Some(url) = json::text(link, "URL")
        {
            draft.locate(&url, json::text(link, "content-type").as_deref());
        }
    }
}

#[cfg(test)]
mod tests;
