//! PubMed and MEDLINE XML.
//!
//! The National Library of Medicine describes it in the PubMed DTD and its element descriptions
//! (<https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html>). Books and their chapters
//! come as `PubmedBookArticle`.

use model::{
    Contributor, Identifier, Kind, Language, Name, PartialDate, Record, RelationKind, Rights, Role, Scheme, Status,
    SubjectScheme,
};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, affiliation, pages, person, ror, subject};
use crate::markup::squeeze;
use crate::prose::prose;
use crate::written_date::written_date;
use crate::xml::Element;
use crate::xml_date::from_parts;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "pubmed";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    matches!(
        entry.name.as_str(),
        "PubmedArticle"
            | "PubmedBookArticle"
            | "MedlineCitation"
            | "BookDocument"
            | "PubmedArticleSet"
            | "PubmedBookArticleSet"
            | "MedlineCitationSet"
    )
}

/// Reads one entry. Of a set the first article is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let entry = match entry.name.as_str() {
        "PubmedArticleSet" | "PubmedBookArticleSet" | "MedlineCitationSet" => {
            match entry.elements().find(|e| claims(e)) {
                Some(article) => article,
                None => return Draft::empty(entry, "the set holds no article; an empty record was made"),
            }
        }
        _ => entry,
    };
    if let Some(book) = document(entry, "BookDocument") {
        return crate::pubmed_book::read(book, entry.child("PubmedBookData"));
    }
    match document(entry, "MedlineCitation") {
        Some(citation) => read_citation(citation, entry.child("PubmedData")),
        None => Draft::empty(entry, "the article holds no citation; an empty record was made"),
    }
}

fn document<'a>(entry: &'a Element, name: &str) -> Option<&'a Element> {
    if entry.name == name { Some(entry) } else { entry.child(name) }
}

fn read_citation(citation: &Element, data: Option<&Element>) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::plain();
    pmid(citation, &mut draft);
    let empty = Element::default();
    let article = citation.child("Article").unwrap_or(&empty);
    for location in article.children("ELocationID").filter(|e| e.attr("EIdType") == Some("doi")) {
        // An identifier that the library has found wrong is kept in the record, marked so.
        if location.attr("ValidYN") != Some("N") {
            draft.identify(location, Scheme::Doi, &location.text());
        }
    }
    // Only the list of the article itself: every reference has a list of its own.
    article_ids(data.and_then(|data| data.child("ArticleIdList")), &mut draft);
    languages_and_titles(article, &mut draft);
    journal(citation, article, &mut draft);
    for list in article.children("AuthorList") {
        authors(list, &mut draft);
    }
    summaries(citation, article, &mut draft);
    subjects(citation, &mut draft);
    kinds(article, &mut draft);
    corrections(citation, &mut draft);
    draft.finish()
}

/// The number of the citation: of several the one with the highest version.
pub(crate) fn pmid(document: &Element, draft: &mut Draft) {
    let version = |pmid: &&Element| pmid.attr("Version").and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
    if let Some(pmid) = document.children("PMID").max_by_key(version) {
        draft.identify(pmid, Scheme::Pmid, &pmid.text());
    }
}

/// The identifiers of an `ArticleIdList`; a PubMed number only where there is none yet.
pub(crate) fn article_ids(list: Option<&Element>, draft: &mut Draft) {
    for id in list.iter().flat_map(|list| list.children("ArticleId")) {
        let known = |draft: &Draft, scheme| draft.record.identifiers.iter().any(|id| id.scheme() == scheme);
        match id.attr("IdType") {
            Some("pubmed") if !known(draft, Scheme::Pmid) => draft.identify(id, Scheme::Pmid, &id.text()),
            Some("doi") if !known(draft, Scheme::Doi) => draft.identify(id, Scheme::Doi, &id.text()),
            Some("pmc") => draft.identify(id, Scheme::Pmcid, &id.text()),
            Some("bookaccession") => draft.identify(id, Scheme::Local, &id.text()),
            Some("url") => draft.locate(&id.text(), None),
            _ => {}
        }
    }
}

fn languages_and_titles(article: &Element, draft: &mut Draft) {
    draft.record.language = article.children("Language").find_map(|language| Language::parse(&language.text()));
    if let Some(title) = article.child("ArticleTitle") {
        let text = prose(title);
        // Brackets mean: translated into English by the library.
        let inner = text.strip_prefix('[').and_then(|rest| rest.trim_end_matches('.').strip_suffix(']'));
        let english = || Language::parse("en");
        match inner {
            Some(inner) => draft.title(inner, english()),
            None => {
                let language = draft.record.language.clone().filter(|language| language.primary() == "en");
                draft.title(&text, language);
            }
        };
    }
    if let Some(title) = article.child("VernacularTitle") {
        draft.title(&prose(title), draft.record.language.clone());
    }
}

fn journal(citation: &Element, article: &Element, draft: &mut Draft) {
    if let Some(journal) = article.child("Journal") {
        draft.record.source.title = journal.text_at("Title").or_else(|| journal.text_at("ISOAbbreviation"));
        draft.record.source.volume = journal.text_at("JournalIssue/Volume");
        draft.record.source.issue = journal.text_at("JournalIssue/Issue");
        if let Some(issn) = journal.child("ISSN") {
            draft.identify_source(issn, Scheme::Issn, &issn.text());
        }
        if let Some(date) = journal.find("JournalIssue/PubDate") {
            publication_date(date, draft);
        }
    }
    if let Some(info) = citation.child("MedlineJournalInfo") {
        if draft.record.source.title.is_none() {
            draft.record.source.title = info.text_at("MedlineTA");
        }
        if let Some(issn) = info.child("ISSNLinking") {
            draft.identify_source(issn, Scheme::Issn, &issn.text());
        }
    }
    for date in article.children("ArticleDate") {
        if let Some(date) = from_parts(date, draft) {
            draft.publish(date);
        }
    }
    draft.record.source.pages = article.child("Pagination").and_then(pagination);
}

/// A `PubDate`: in parts, or in words as `MedlineDate`.
pub(crate) fn publication_date(element: &Element, draft: &mut Draft) {
    let date: Option<PartialDate> = match element.child("MedlineDate") {
        Some(words) => {
            let date = written_date(&words.text());
            if date.is_none() {
                draft.doubt(words, format!("{} holds no year; the date was left out", quoted(&words.text())));
            }
            date
        }
        None => from_parts(element, draft),
    };
    date.into_iter().for_each(|date| draft.publish(date));
}

/// Pages in full: MEDLINE shortens the last page, `228-42` is `228-242`.
pub(crate) fn pagination(element: &Element) -> Option<String> {
    if let Some(start) = element.text_at("StartPage") {
        return pages(Some(start), element.text_at("EndPage"));
    }
    let printed = element.text_at("MedlinePgn")?;
    let Some((first, last)) = printed.split_once('-') else { return Some(printed) };
    let shortened = last.len() < first.len() && !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    let ends_in_digits = first.bytes().rev().take(last.len()).all(|b| b.is_ascii_digit());
    match first.get(..first.len().saturating_sub(last.len())) {
        Some(head) if shortened && ends_in_digits => Some(format!("{first}-{head}{last}")),
        _ => Some(printed),
    }
}

/// The people and bodies of an `AuthorList`, in order.
pub(crate) fn authors(list: &Element, draft: &mut Draft) {
    let role = if list.attr("Type") == Some("editors") { Role::Editor } else { Role::Author };
    for author in list.children("Author") {
        // A name that was corrected later; the right one stands beside it.
        if author.attr("ValidYN") == Some("N") {
            continue;
        }
        let part = |name: &str| author.child(name).map(prose).unwrap_or_default();
        let given = Some(part("ForeName")).filter(|name| !name.is_empty()).unwrap_or_else(|| part("Initials"));
        let body = Some(part("CollectiveName")).filter(|name| !name.is_empty()).map(Name::Whole);
        let Some(name) = person(&part("LastName"), &given, &part("Suffix")).or(body) else { continue };
        let mut contributor = Contributor::new(name, role);
        for id in author.children("Identifier").filter(|id| id.attr("Source") == Some("ORCID")) {
            draft.orcid(id, &mut contributor, &id.text());
        }
        for info in author.children("AffiliationInfo") {
            let place = info.children("Identifier").find(|id| id.attr("Source") == Some("ROR"));
            let ror = place.and_then(|id| ror(&id.text()));
            contributor.affiliations.extend(info.child("Affiliation").and_then(|a| affiliation(&prose(a), ror)));
        }
        // Until 2014 one affiliation stood at the author itself.
        contributor.affiliations.extend(author.child("Affiliation").and_then(|a| affiliation(&prose(a), None)));
        draft.contribute(contributor);
    }
}

fn summaries(citation: &Element, article: &Element, draft: &mut Draft) {
    if let Some(summary) = article.child("Abstract") {
        // The library keeps English here and every other language under `OtherAbstract`.
        draft.first_summary(&summary_text(summary), Language::parse("en"));
        if let Some(copyright) = summary.text_at("CopyrightInformation") {
            draft.rights(Rights { statement: Some(copyright), ..Rights::default() });
        }
    }
    for summary in citation.children("OtherAbstract") {
        draft.first_summary(
            &summary_text(summary),
            summary.language().or_else(|| Language::parse(summary.attr("Language")?)),
        );
    }
}

/// The paragraphs of an abstract with their labels, joined by blanks.
pub(crate) fn summary_text(summary: &Element) -> String {
    let parts: Vec<String> = summary
        .children("AbstractText")
        .filter_map(|part| {
            let text = prose(part);
            let label = part.attr("Label").map(squeeze).filter(|label| !label.is_empty() && label != "UNLABELLED");
            match label {
                _ if text.is_empty() => None,
                Some(label) => Some(format!("{}: {text}", label.trim_end_matches(':'))),
                None => Some(text),
            }
        })
        .collect();
    parts.join(" ")
}

/// The longest descriptor of 2024 has 104 bytes.
const DESCRIPTOR_BYTES_MAX: usize = 512;

fn subjects(citation: &Element, draft: &mut Draft) {
    let mesh = |draft: &mut Draft, name: &Element| {
        draft.subject(subject(SubjectScheme::Mesh, name.attr("UI"), Some(&name.text())));
    };
    for heading in citation.find_all("MeshHeadingList/MeshHeading") {
        let Some(descriptor) = heading.child("DescriptorName") else { continue };
        mesh(draft, descriptor);
        let name = descriptor.text();
        // Descriptors have some words; what is longer is none, and must not be repeated.
        if name.len() > DESCRIPTOR_BYTES_MAX {
            continue;
        }
        for qualifier in heading.children("QualifierName") {
            // Descriptor and qualifier together have an identifier of their own: both, one behind the other.
            let code = descriptor.attr("UI").zip(qualifier.attr("UI")).map(|(d, q)| format!("{d}{q}"));
            let term = format!("{name}/{}", qualifier.text());
            draft.subject(subject(SubjectScheme::Mesh, code.as_deref(), Some(&term)));
        }
    }
    for name in citation.find_all("SupplMeshList/SupplMeshName") {
        mesh(draft, name);
    }
    for name in citation.find_all("ChemicalList/Chemical/NameOfSubstance") {
        mesh(draft, name);
    }
    for keyword in citation.find_all("KeywordList/Keyword") {
        draft.keyword(&prose(keyword));
    }
}

fn kinds(article: &Element, draft: &mut Draft) {
    let types: Vec<String> = article.find_all("PublicationTypeList/PublicationType").iter().map(|e| e.text()).collect();
    draft.record.kind = kind_of(&types);
    if draft.record.kind == Kind::Other && draft.record.source.title.is_some() {
        draft.record.kind = Kind::Article;
    }
    if types.iter().any(|name| name == "Retracted Publication") {
        draft.lower(Status::Retracted);
    }
}

/// The kind that the publication types mean together: the most telling one decides.
pub(crate) fn kind_of(types: &[String]) -> Kind {
    const ORDER: &[(&str, Kind)] = &[
        ("Retraction of Publication", Kind::Retraction),
        ("Retraction Notice", Kind::Retraction),
        ("Published Erratum", Kind::Correction),
        ("Preprint", Kind::Preprint),
        ("Editorial", Kind::Editorial),
        ("Letter", Kind::Editorial),
        ("Comment", Kind::Editorial),
        ("Expression of Concern", Kind::Editorial),
        ("News", Kind::Editorial),
        ("Book Review", Kind::Review),
        ("Dataset", Kind::Dataset),
        ("Academic Dissertation", Kind::Thesis),
        ("Technical Report", Kind::Report),
        ("Meeting Abstract", Kind::ConferencePaper),
        ("Congress", Kind::Proceedings),
        ("Monograph", Kind::Book),
        ("Journal Article", Kind::Article),
        ("Review", Kind::Article),
    ];
    let known = ORDER.iter().find(|(name, _)| types.iter().any(|word| word == name));
    known.map(|(_, kind)| *kind).unwrap_or_default()
}

fn corrections(citation: &Element, draft: &mut Draft) {
    for note in citation.find_all("CommentsCorrectionsList/CommentsCorrections") {
        let reference = note.text_at("RefSource").unwrap_or_default();
        let preprint = draft.record.kind == Kind::Preprint;
        let Some((kind, status)) = meaning(note.attr("RefType").unwrap_or(""), &reference, preprint) else { continue };
        draft.lower(status);
        let number = note.child("PMID").map(Element::text).filter(|number| !number.is_empty());
        let target = match (&number, reference.to_lowercase().find("doi:")) {
            (Some(number), _) => Identifier::new(Scheme::Pmid, number),
            (None, Some(at)) => {
                reference.get(at + 4..).and_then(|rest| Identifier::new(Scheme::Doi, rest.split_whitespace().next()?))
            }
            (None, None) => None,
        };
        match target {
            Some(target) => draft.relate(kind, target),
            // The other work has no number; that it exists must not be lost.
            None if status != Status::Current || kind != RelationKind::RelatedTo => {
                draft.note(&format!("{}: {reference}", kind.word()));
            }
            None => {}
        }
    }
}

/// What a `RefType` says about the article, and what becomes of its status. Citations say nothing.
fn meaning(word: &str, reference: &str, preprint: bool) -> Option<(RelationKind, Status)> {
    const SERVERS: &[&str] =
        &["bioRxiv", "medRxiv", "Res Sq", "Research Square", "arXiv", "ChemRxiv", "SSRN", "Preprints"];
    let on_server = SERVERS.iter().any(|server| reference.to_lowercase().contains(&server.to_lowercase()));
    let current = |kind| Some((kind, Status::Current));
    match word {
        "RetractionIn" => Some((RelationKind::RetractedBy, Status::Retracted)),
        "RetractionOf" => current(RelationKind::Retracts),
        "ErratumIn" | "CorrectedandRepublishedIn" | "PartialRetractionIn" => {
            Some((RelationKind::CorrectedBy, Status::Corrected))
        }
        "ErratumFor" | "CorrectedandRepublishedFrom" | "PartialRetractionOf" => current(RelationKind::Corrects),
        "UpdateIn" if preprint => current(RelationKind::PreprintOf),
        "UpdateIn" => current(RelationKind::ReplacedBy),
        "UpdateOf" if on_server && !preprint => current(RelationKind::HasPreprint),
        "UpdateOf" => current(RelationKind::Replaces),
        "RepublishedIn" | "ReprintIn" => current(RelationKind::HasVersion),
        "RepublishedFrom" | "ReprintOf" => current(RelationKind::VersionOf),
        "AssociatedDataset" => current(RelationKind::SupplementedBy),
        "AssociatedPublication" => current(RelationKind::Supplements),
        "CommentOn"
        | "CommentIn"
        | "ExpressionOfConcernIn"
        | "ExpressionOfConcernFor"
        | "OriginalReportIn"
        | "SummaryForPatientsIn" => current(RelationKind::RelatedTo),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
