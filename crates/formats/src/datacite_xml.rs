//! DataCite metadata in XML, kernel 2.1 to 4.6 (<https://schema.datacite.org/>).
//!
//! Mandatory fields that have no value hold standard words (`:unav`, `(:tba)`; appendix 3 of the
//! schema): these are not values.

use model::{Kind, Language, PartialDate, Record, RelationKind, Rights, Scheme, Status, SubjectScheme};

use crate::Doubt;
use crate::datacite_contributor::contributors;
use crate::datacite_kind::kind_of;
use crate::doubt::quoted;
use crate::draft::{Draft, pages, subject, web_address, with_subtitle};
use crate::kind_words::kind_named;
use crate::markup::plain;
use crate::xml::{Element, Node};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "datacite-xml";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    resource(entry).is_some_and(|resource| {
        resource.child("identifier").is_some()
            && ["creators", "titles"].iter().any(|name| resource.child(name).is_some())
    })
}

/// The resource itself, also inside the envelope of DataCite's OAI-PMH service.
fn resource(entry: &Element) -> Option<&Element> {
    match entry.name.as_str() {
        "resource" => Some(entry),
        "oai_datacite" => entry.find("payload/resource"),
        "payload" => entry.child("resource"),
        _ => None,
    }
}

/// Reads one entry.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let Some(resource) = resource(entry) else {
        return Draft::empty(entry, "there is no resource here; an empty record was made");
    };
    let mut draft = Draft::plain();
    draft.record.kind = kind(resource);
    draft.record.language = stated_at(resource, "language").and_then(|text| Language::parse(&text));
    identifiers(resource, &mut draft);
    titles(resource, &mut draft);
    contributors(resource, &mut draft);
    draft.record.source.publisher = stated_at(resource, "publisher");
    dates(resource, &mut draft);
    descriptions(resource, &mut draft);
    for element in resource.find_all("subjects/subject") {
        subjects(element, &mut draft);
    }
    // Until kernel 2.2 there was one statement, without a list.
    for element in resource.find_all("rightsList/rights").into_iter().chain(resource.children("rights")) {
        rights(element, &mut draft);
    }
    for related in resource.find_all("relatedIdentifiers/relatedIdentifier") {
        relation(related, related, "relatedIdentifierType", &mut draft);
    }
    for item in resource.find_all("relatedItems/relatedItem") {
        related_item(item, &mut draft);
    }
    for size in resource.find_all("sizes/size") {
        draft.note(&stated(&size.text()).unwrap_or_default());
    }
    draft.finish()
}

/// The text, unless it is empty or one of the standard words for *no value*.
pub(crate) fn stated(text: &str) -> Option<String> {
    const WORDS: &[&str] = &["unac", "unal", "unap", "unas", "unav", "unkn", "none", "null", "tba", "etal"];
    let text = plain(text);
    let word = text.trim_start_matches('(').strip_prefix(':').map(|rest| rest.split([')', ' ']).next().unwrap_or(""));
    let nothing = text.is_empty() || word.is_some_and(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()));
    (!nothing).then_some(text)
}

fn stated_at(element: &Element, path: &str) -> Option<String> {
    element.find(path).and_then(|element| stated(&element.text()))
}

/// The first text of a child alone: where an end tag is missing, everything else stands inside it.
fn number_at(element: &Element, name: &str) -> Option<String> {
    let own = element.child(name)?.nodes.iter().find_map(|node| match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    });
    own.and_then(|text| stated(text))
}

fn kind(resource: &Element) -> Kind {
    let Some(element) = resource.child("resourceType") else { return Kind::Other };
    // General words give way to what the depositor says in particular.
    let general = element.attr("resourceTypeGeneral").and_then(kind_of);
    general.or_else(|| kind_named(&element.text())).unwrap_or_default()
}

fn identifiers(resource: &Element, draft: &mut Draft) {
    for id in resource.children("identifier") {
        if stated(&id.text()).is_some()
            && let Some(scheme) = scheme(id.attr("identifierType").unwrap_or("DOI"))
        {
            draft.identify(id, scheme, &id.text());
        }
    }
    for id in resource.find_all("alternateIdentifiers/alternateIdentifier") {
        let Some(text) = stated(&id.text()) else { continue };
        let scheme = id.attr("alternateIdentifierType").and_then(scheme).unwrap_or(Scheme::Local);
        match scheme {
            Scheme::Issn => draft.identify_source(id, scheme, &id.text()),
            Scheme::Url | Scheme::Local if web_address(&text) => draft.locate(&text, None),
            // Some depositors put the whole citation here.
            Scheme::Local if text.chars().count() > LOCAL_CHARS_MAX => draft.note(&text),
            scheme => draft.identify(id, scheme, &text),
        }
    }
}

/// Longer texts are no numbers of anybody's own.
const LOCAL_CHARS_MAX: usize = 64;

fn scheme(word: &str) -> Option<Scheme> {
    match word.to_ascii_lowercase().as_str() {
        "doi" => Some(Scheme::Doi),
        "arxiv" => Some(Scheme::Arxiv),
        "isbn" => Some(Scheme::Isbn),
        "issn" | "eissn" | "lissn" => Some(Scheme::Issn),
        "pmid" => Some(Scheme::Pmid),
        "pmcid" => Some(Scheme::Pmcid),
        "handle" => Some(Scheme::Handle),
        "urn" => Some(Scheme::Urn),
        "url" | "purl" | "w3id" => Some(Scheme::Url),
        "swhid" => Some(Scheme::Swhid),
        "oai" => Some(Scheme::Oai),
        _ => None,
    }
}

/// The title proper with its subtitle, then the others. A subtitle belongs to the last title in
/// its language.
fn titles(resource: &Element, draft: &mut Draft) {
    let all: Vec<&Element> = resource.find_all("titles/title");
    let kind = |title: &Element| title.attr("titleType").unwrap_or("").to_owned();
    let (subtitles, titles): (Vec<&Element>, Vec<&Element>) =
        all.into_iter().partition(|title| kind(title) == "Subtitle");
    let (others, proper): (Vec<&Element>, Vec<&Element>) =
        titles.into_iter().partition(|title| !kind(title).is_empty());
    for title in proper.into_iter().chain(others) {
        if let Some(text) = stated(&title.text()) {
            draft.title(&text, title.language());
        }
    }
    for subtitle in subtitles {
        let Some(text) = stated(&subtitle.text()) else { continue };
        let language = subtitle.language();
        let place = draft.record.titles.iter().position(|title| title.language == language).unwrap_or(0);
        draft.subtitle_of(Some(place), &text);
    }
}

fn dates(resource: &Element, draft: &mut Draft) {
    for element in resource.find_all("dates/date") {
        let Some(text) = stated(&element.text()) else { continue };
        match element.attr("dateType") {
            // Of a range the beginning counts.
            Some("Issued" | "Available") => draft.publish_on(element, text.split('/').next().unwrap_or(&text)),
            Some("Withdrawn") => {
                draft.lower(Status::Withdrawn);
                draft.note(&format!("withdrawn {text}"));
            }
            _ => {}
        }
    }
    if draft.record.published.is_none()
        && let Some(year) = resource.child("publicationYear")
        && let Some(text) = stated(&year.text())
    {
        match text.parse().ok().filter(|_| text.len() == 4).and_then(PartialDate::of_year) {
            Some(year) => draft.publish(year),
            None => draft.doubt(year, format!("{} is not a year; the date was left out", quoted(&text))),
        }
    }
}

fn descriptions(resource: &Element, draft: &mut Draft) {
    // Until kernel 2.2 there could be one description without a list.
    for element in resource.find_all("descriptions/description").into_iter().chain(resource.children("description")) {
        let Some(text) = stated(&crate::prose::prose(element)) else { continue };
        match element.attr("descriptionType") {
            Some("Abstract") => {
                draft.first_summary(&text, element.language());
            }
            Some("SeriesInformation") => draft.note(&text),
            _ => {}
        }
    }
}

fn subjects(element: &Element, draft: &mut Draft) {
    let Some(text) = stated(&element.text()) else { return };
    let code = element.attr("classificationCode");
    let name = element.attr("subjectScheme").unwrap_or("").to_ascii_lowercase();
    let has = |word: &str| name.contains(word);
    let decimal = if has("ddc") || has("dewey") {
        Some(SubjectScheme::Ddc)
    } else if has("udc") {
        Some(SubjectScheme::Udc)
    } else {
        None
    };
    if let Some(scheme) = decimal {
        // `830 German & related literatures`: code and words in one.
        let (head, words) = text.split_once([' ', ':']).unwrap_or((text.as_str(), ""));
        let coded = head.starts_with(|c: char| c.is_ascii_digit());
        let (code, term) = if coded { (Some(head), Some(words)) } else { (code, Some(text.as_str())) };
        draft.subject(subject(scheme, code, term));
        return;
    }
    let ford = has("fos)") || has("fields of science") || has("ford") || name == "fos";
    if ford || text.starts_with("FOS: ") {
        let term = text.strip_prefix("FOS:").unwrap_or(&text);
        draft.subject(subject(SubjectScheme::Ford, code, Some(term)));
        return;
    }
    let scheme = match name.as_str() {
        "" => SubjectScheme::Keyword,
        name if name.contains("mesh") || name.contains("medical subject headings") => SubjectScheme::Mesh,
        name if name.contains("lcsh") || name.contains("library of congress subject") => SubjectScheme::Lcsh,
        name if name.contains("arxiv") => SubjectScheme::Arxiv,
        name if name.contains("mathematics subject") || name == "msc" => SubjectScheme::Msc,
        name if name.contains("jel") => SubjectScheme::Jel,
        name if name.contains("pacs") => SubjectScheme::Pacs,
        "keyword" | "keywords" => SubjectScheme::Keyword,
        _ => SubjectScheme::Other,
    };
    let codes = matches!(scheme, SubjectScheme::Arxiv | SubjectScheme::Msc | SubjectScheme::Jel | SubjectScheme::Pacs);
    let whole_code = codes && code.is_none() && !text.contains(' ');
    let (code, term) = if whole_code { (Some(text.as_str()), None) } else { (code, Some(text.as_str())) };
    draft.subject(subject(scheme, code, term));
}

fn rights(element: &Element, draft: &mut Draft) {
    let url = element.attr("rightsURI").filter(|url| web_address(url.trim()));
    let mut rights = url.map(|url| Rights::at(url.trim())).unwrap_or_default();
    rights.statement = stated(&element.text());
    if rights.spdx.is_none()
        && let Some(id) = element.attr("rightsIdentifier").and_then(stated)
    {
        // SPDX writes Creative Commons in capitals; DataCite gives it in small letters.
        rights.spdx = Some(if id.to_ascii_lowercase().starts_with("cc") { id.to_ascii_uppercase() } else { id });
    }
    draft.rights(rights);
}

/// One related identifier. `typed` names the attribute with its scheme.
fn relation(related: &Element, id: &Element, typed: &str, draft: &mut Draft) {
    let Some(kind) = related.attr("relationType").and_then(meaning) else { return };
    let Some(scheme) = id.attr(typed).and_then(scheme) else { return };
    let Some(text) = stated(&id.text()) else { return };
    let Some(target) = draft.identifier(id, scheme, &text) else { return };
    match (kind, scheme) {
        (RelationKind::PartOf, Scheme::Issn | Scheme::Isbn) => draft.source_identifier(target),
        // A serial is no version, source or supplement of one work, whatever the depositor chose.
        (_, Scheme::Issn) => {}
        (kind, _) => draft.relate(kind, target),
    }
}

/// What a relation type says. Citations, metadata and requirements are no relations here.
fn meaning(word: &str) -> Option<RelationKind> {
    Some(match word {
        "IsVersionOf" | "IsVariantFormOf" | "IsIdenticalTo" => RelationKind::VersionOf,
        "HasVersion" | "IsOriginalFormOf" => RelationKind::HasVersion,
        "IsNewVersionOf" | "Obsoletes" => RelationKind::Replaces,
        "IsPreviousVersionOf" | "IsObsoletedBy" => RelationKind::ReplacedBy,
        "IsPartOf" | "IsPublishedIn" | "IsCollectedBy" => RelationKind::PartOf,
        "HasPart" | "Collects" => RelationKind::HasPart,
        "IsSupplementTo" => RelationKind::Supplements,
        "IsSupplementedBy" => RelationKind::SupplementedBy,
        "IsPreprintOf" => RelationKind::PreprintOf,
        "HasPreprint" => RelationKind::HasPreprint,
        "IsTranslationOf" => RelationKind::TranslationOf,
        "Reviews" => RelationKind::Reviews,
        "HasTranslation" | "IsReviewedBy" | "IsDerivedFrom" | "IsSourceOf" | "Continues" | "IsContinuedBy"
        | "Describes" | "IsDescribedBy" | "Documents" | "IsDocumentedBy" => RelationKind::RelatedTo,
        _ => return None,
    })
}

/// A related item of kernel 4.4 and later: what the work was published in, or a relation.
fn related_item(item: &Element, draft: &mut Draft) {
    if item.attr("relationType") == Some("IsPublishedIn") {
        let titles = item.find_all("titles/title");
        let of =
            |kind: Option<&str>| titles.iter().find(|t| t.attr("titleType") == kind).and_then(|t| stated(&t.text()));
        let title = of(None).map(|title| with_subtitle(&title, &of(Some("Subtitle")).unwrap_or_default()));
        let source = &mut draft.record.source;
        source.title = source.title.take().or(title);
        source.volume = source.volume.take().or_else(|| number_at(item, "volume"));
        source.issue = source.issue.take().or_else(|| number_at(item, "issue"));
        let range =
            pages(stated_at(item, "firstPage"), stated_at(item, "lastPage")).or_else(|| stated_at(item, "number"));
        source.pages = source.pages.take().or(range);
    }
    for id in item.children("relatedItemIdentifier") {
        relation(item, id, "relatedItemIdentifierType", draft);
    }
}

#[cfg(test)]
mod tests;
