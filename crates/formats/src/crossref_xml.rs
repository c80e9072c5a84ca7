//! Crossref deposits in XML: UNIXREF and UNIXSD, one `query` or `doi_record` for each DOI.
//!
//! Described by Crossref's schemas (<https://www.crossref.org/documentation/schema-library/>) and
//! its page on UNIXSD (<https://www.crossref.org/documentation/retrieve-metadata/xml-api/>).
//! A deposit describes a work inside what contains it (article in journal, chapter in book, paper
//! in proceedings); the work is the innermost that the DOI names.

use model::{Contributor, Kind, Name, Record, Rights, Role, Scheme, Subject, SubjectScheme};

use crate::Doubt;
use crate::crossref_relation::{inbound, outbound, parent, update};
use crate::crossref_work::{Work, container, work_in};
use crate::doubt::quoted;
use crate::draft::{Draft, affiliation, person, ror};
use crate::markup::plain;
use crate::prose::{prose, summary};
use crate::xml::Element;
use crate::xml_date::from_parts;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "crossref-xml";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    match entry.name.as_str() {
        "crossref_result" => true,
        "query" => ["doi", "doi_record", "crm-item"].iter().any(|name| entry.child(name).is_some()),
        "doi_record" | "crossref" => entry.elements().next().is_some(),
        _ => false,
    }
}

/// Reads one entry. Of a whole result the first query is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let itself = |name: &str| (entry.name == name).then_some(entry);
    let query = entry.find("query_result/body/query").or_else(|| entry.find("body/query")).or_else(|| itself("query"));
    let record = query.and_then(|query| query.child("doi_record")).or_else(|| itself("doi_record"));
    let crossref = record.and_then(|record| record.child("crossref")).or_else(|| itself("crossref"));
    let doi = query.and_then(|query| query.child("doi"));
    let mut draft = Draft::plain();
    match crossref.and_then(|crossref| work_in(crossref, doi.map(Element::text).as_deref())) {
        Some(work) => describe(&work, doi, &mut draft),
        None => {
            if let Some(doi) = doi {
                draft.identify(doi, Scheme::Doi, &doi.text());
            }
            // For a DOI that it does not have Crossref answers with an error inside the record.
            let said = crossref.and_then(|crossref| crossref.text_at("error"));
            let said = said.map(|said| format!(" ({})", quoted(&said))).unwrap_or_default();
            draft.doubt(
                crossref.or(query).unwrap_or(entry),
                format!("no work is described here{said}; only the identifier was kept"),
            );
        }
    }
    for item in query.iter().flat_map(|query| query.children("crm-item")) {
        match item.attr("name") {
            Some("publisher-name") if draft.record.source.publisher.is_none() => {
                draft.record.source.publisher = Some(item.text()).filter(|name| !name.is_empty());
            }
            Some("relation") => inbound(item, &mut draft),
            _ => {}
        }
    }
    draft.finish()
}

fn describe(work: &Work<'_>, doi: Option<&Element>, draft: &mut Draft) {
    let item = work.item;
    draft.record.kind = work.kind;
    draft.record.language = item.language();
    identifiers(work, doi, draft);
    titles(item, draft);
    people(work, draft);
    dates(work, draft);
    container(work, draft);
    summaries(item, draft);
    if let Some(group) = item.text_at("group_title") {
        draft.subject(Subject { scheme: SubjectScheme::Other, code: None, term: Some(plain(&group)) });
    }
    if let Some(degree) = item.text_at("degree") {
        draft.note(&degree);
    }
    for program in item.children("program").chain(item.find_all("crossmark/custom_metadata/program")) {
        for licence in program.children("license_ref") {
            draft.rights(Rights::at(&licence.text()));
        }
        for related in program.children("related_item") {
            outbound(related, draft);
        }
    }
    for notice in item.find_all("crossmark/updates/update") {
        update(notice, draft);
    }
    parent(item, draft);
    let mining = item.find_all("doi_data/collection").into_iter().filter(|c| c.attr("property") == Some("text-mining"));
    let mined = mining.flat_map(|collection| collection.find_all("item/resource"));
    for resource in item.find_all("doi_data/resource").into_iter().chain(mined) {
        draft.locate(&resource.text(), resource.attr("mime_type"));
    }
}

fn identifiers(work: &Work<'_>, doi: Option<&Element>, draft: &mut Draft) {
    let item = work.item;
    if let Some(doi) = item.find("doi_data/doi").or(doi) {
        draft.identify(doi, Scheme::Doi, &doi.text());
    }
    for id in item.find_all("publisher_item/identifier") {
        if id.attr("id_type") == Some("pmid") {
            draft.identify(id, Scheme::Pmid, &id.text());
        }
    }
    for number in item.find_all("publisher_item/item_number").into_iter().chain(item.children("item_number")) {
        match number.attr("item_number_type") {
            Some("report-number") => draft.identify(number, Scheme::Report, &number.text()),
            Some("arxiv") => draft.identify(number, Scheme::Arxiv, &number.text()),
            _ => {}
        }
    }
    if matches!(work.kind, Kind::Book | Kind::Proceedings | Kind::Report | Kind::Thesis | Kind::Standard) {
        for isbn in item.children("isbn") {
            draft.identify(isbn, Scheme::Isbn, &isbn.text());
        }
    }
    if work.kind == Kind::Standard
        && let Some(number) = item.find("designators/as_published/std_designator")
    {
        draft.identify(number, Scheme::Standard, &number.text());
    }
}

/// Titles in their order: each may be followed by its subtitle, then by the title in the
/// language of the original.
fn titles(item: &Element, draft: &mut Draft) {
    for title in item.children("proceedings_title").chain(item.children("full_title")) {
        draft.title(&plain(&prose(title)), None);
    }
    for titles in item.children("titles") {
        let mut fresh = false;
        for title in titles.elements() {
            let text = plain(&prose(title));
            match title.name.as_str() {
                // Without a translation deposits give the same words twice.
                "title" | "original_language_title" => fresh = draft.fresh_title(&text, title.language()),
                "subtitle" if fresh => draft.subtitle(&text),
                _ => {}
            }
        }
    }
}

fn people(work: &Work<'_>, draft: &mut Draft) {
    let item = work.item;
    // Old dissertations name their author without a list.
    let own = item.children("contributors").flat_map(Element::elements);
    for element in own.chain(item.children("person_name")) {
        contributor(element, work.kind, draft);
    }
    // The editors of the volume belong to its chapters too; those of the series do not.
    for element in
        work.container.into_iter().flat_map(|container| container.children("contributors")).flat_map(Element::elements)
    {
        if element.attr("contributor_role") == Some("editor") {
            contributor(element, work.kind, draft);
        }
    }
}

fn contributor(element: &Element, kind: Kind, draft: &mut Draft) {
    let role = match element.attr("contributor_role").unwrap_or("author") {
        "author" => Role::Author,
        "editor" => Role::Editor,
        "translator" => Role::Translator,
        // Who reviews wrote the review.
        "reviewer" | "reviewer-external" if kind == Kind::Review => Role::Author,
        _ => Role::Contributor,
    };
    let name = match element.name.as_str() {
        "person_name" => {
            let part = |name: &str| element.child(name).map(|part| plain(&part.text())).unwrap_or_default();
            person(&part("surname"), &part("given_name"), &part("suffix"))
        }
        "organization" => {
            let text = plain(&element.text());
            if text.trim_end_matches('.').eq_ignore_ascii_case("et al") {
                draft.doubt(element, "the source cuts the list of names here with `et al.`");
                return;
            }
            Some(text).filter(|text| !text.is_empty()).map(Name::Whole)
        }
        _ => None,
    };
    let Some(name) = name else { return };
    let mut contributor = Contributor::new(name, role);
    if let Some(orcid) = element.child("ORCID") {
        draft.orcid(orcid, &mut contributor, &orcid.text());
    }
    let written = element.children("affiliation").filter_map(|place| affiliation(&plain(&place.text()), None));
    contributor.affiliations.extend(written);
    // Since schema 5.3 affiliations are institutions with identifiers.
    for place in element.find_all("affiliations/institution") {
        let parts = place.children("institution_department").chain(place.children("institution_name"));
        let name: Vec<String> = parts.map(|part| plain(&part.text())).filter(|part| !part.is_empty()).collect();
        let registered = place.children("institution_id").find(|id| id.attr("type") == Some("ror"));
        let ror = registered.and_then(|id| ror(&id.text()));
        contributor.affiliations.extend(affiliation(&name.join(", "), ror));
    }
    draft.contribute(contributor);
}

/// The dates of the work itself; where it has none, those of what it stands in.
fn dates(work: &Work<'_>, draft: &mut Draft) {
    const OWN: &[&str] = &["publication_date", "posted_date", "approval_date", "review_date"];
    let gather = |element: &Element, names: &[&str], draft: &mut Draft| {
        for name in names {
            // A later name counts only where there is no earlier one: approval is not publication.
            if draft.record.published.is_some() {
                break;
            }
            for date in element.children(name).chain(element.find_all(&format!("database_date/{name}"))) {
                if let Some(date) = from_parts(date, draft) {
                    draft.publish(date);
                }
            }
        }
    };
    gather(work.item, OWN, draft);
    for outer in [work.issue, work.container].into_iter().flatten() {
        gather(outer, &["publication_date"], draft);
    }
}

/// The abstract of each language; a summary of another sort, or the description of a component,
/// where there is none.
fn summaries(item: &Element, draft: &mut Draft) {
    let (typed, untyped): (Vec<&Element>, Vec<&Element>) =
        item.children("abstract").partition(|element| element.attr("abstract-type").is_some());
    for element in untyped.into_iter().chain(typed).chain(item.children("description")) {
        let fallback = element.name == "description" || element.attr("abstract-type").is_some();
        if !fallback || draft.record.abstracts.is_empty() {
            draft.first_summary(&plain(&summary(element)), element.language());
        }
    }
}

#[cfg(test)]
mod tests;
